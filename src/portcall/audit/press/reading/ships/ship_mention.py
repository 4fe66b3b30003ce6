"""A ship, or a spacewalk, named at a place of a text."""

from dataclasses import dataclass


@dataclass
class ShipMention:
    """A ship named at a place; an alias names the one before it again.

    `family_only` is a name that goes on about a ship, `guessed` one that only the day decided.
    """

    first: int
    last: int
    id: str
    alias: bool = False
    walk: bool = False
    family_only: bool = False
    nameless: bool = False
    by_agency: bool = False
    guessed: bool = False
