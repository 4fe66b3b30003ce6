"""Ships named by a count: "SpaceX's 29th commercial resupply mission", "its sixth crew rotation".

Model   A rank before words for cargo, crew or private missions counts those of the company or make that is
        named nearest; the ship of that number is meant where it was under way on the day, or is not known.
Valid   Missions that their companies count by themselves.
Source  The text; the register.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked

MAX_RANK = 20  # of those that are written in words
KINDS = ("counted_cargo", "counted_crew", "counted_private")
END_WORDS = 3
AXIOM = "axiom"
CARGO = {
    "dragon": ("cargo-dragon-crs-{0}",),
    "cygnus": ("cygnus-ng-{0}", "cygnus-oa-{0}", "cygnus-oa-{0}e", "cygnus-orb-{0}"),
}


def counted_missions(marked: Marked, register: Register, day: date | None) -> Iterator[ShipMention]:
    """Yield the ships that a text names by the count of their missions."""
    makes: list[tuple[int, str]] | None = None
    for i in sorted([*marked.beginnings(()), *marked.phrases("rank_word")]):
        rank = _rank(marked, i)
        if rank is None:
            continue
        number, last = rank
        kind = next((key for key in KINDS if marked.phrase(last, key)), None)
        end = None if kind is None else _end(marked, marked.phrase(last, kind) or last)
        if kind is None or end is None:
            continue
        makes = _makes(marked) if makes is None else makes
        ship = _ship(_make(makes, i), kind, number, register)
        known = register.ships.get(ship)
        if ship and (known is None or day is None or known.under_way(day)):
            yield ShipMention(i, end, ship)


def _rank(marked: Marked, i: int) -> tuple[int, int] | None:
    """Return a rank and the token behind it: "29th", "sixth"."""
    number = marked.number(i, 2)
    if number is not None:
        ordinal = marked.item(i + 1, "day", "ordinal")
        return (number, i + 2) if ordinal and marked.glued(i + 1) else None
    found = (n for n in range(1, MAX_RANK + 1) if marked.phrase(i, f"rank_{n}"))
    rank = next(found, None)
    return None if rank is None else (rank, i + 1)


def _end(marked: Marked, i: int) -> int | None:
    """Return the token behind the word for a mission; absent when none stands there."""
    if marked.phrase(i - 1, "counted_end") is not None:
        return i
    for j in range(i, i + END_WORDS):
        if (end := marked.phrase(j, "counted_end")) is not None:
            return end
    return None


def _makes(marked: Marked) -> list[tuple[int, str]]:
    """Return where companies and makes are named that count their missions."""
    names = marked.language.names
    found: list[tuple[int, str]] = []
    for item in marked.items:
        if item.role not in {"company", "family"}:
            continue
        starts = getattr(names, item.role)[int(item.value)].starts
        if any(one.startswith("cargo-dragon") for one in starts) or "crew-" in starts:
            found.append((item.first, "dragon"))
        elif all(one.startswith("cygnus") for one in starts):
            found.append((item.first, "cygnus"))
    axiom = (j for j, token in enumerate(marked.tokens) if token.lower == AXIOM)
    return sorted([*found, *((j, AXIOM) for j in axiom)])


def _make(makes: list[tuple[int, str]], place: int) -> str:
    here = bisect_left(makes, (place, ""))
    near = makes[max(here - 1, 0) : here + 1]
    return min(near, key=lambda one: abs(one[0] - place), default=(0, ""))[1]


def _ship(make: str, kind: str, number: int, register: Register) -> str:
    """Return the ship of a count; empty where the make does not count such missions."""
    if kind == "counted_private":
        return f"ax-{number}" if make == AXIOM else ""
    if kind == "counted_crew":
        return f"crew-{number}" if make == "dragon" else ""
    ids = [pattern.format(number) for pattern in CARGO.get(make, ())]
    return next((id_ for id_ in ids if id_ in register.ships), next(iter(ids), ""))
