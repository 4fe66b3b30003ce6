"""A shortage in words: the day that cannot hold, what is left at the most, who could have come."""

from collections.abc import Sequence
from datetime import date, timedelta

from portcall.traffic.plan.book_clash import Shortage
from portcall.traffic.plan.certificate import Key

SHOWN = 4  # ships by name; of more, the last that could have come


def shortage_words(shortage: Shortage, first_day: date | None) -> tuple[Key, str] | None:
    """Return the rule of the book that cannot hold, and what is to be said of it.

    Parameters
    ----------
    shortage : Shortage
        What a book shows.
    first_day : date | None
        Of the horizon; days are counted where it is not given.
    """
    books = ("reserve", "one flight lost", "trash", "storage")
    rule = next((key for kind in books for key in shortage.rules if key[0] == kind), None)
    if rule is None:
        return None
    day = f"day {shortage.first_day}"
    if first_day is not None:
        day = f"{first_day + timedelta(days=shortage.first_day)}"
    said = f"the week from {day} is the first that cannot hold"
    if rule[0] == "reserve":
        said += (
            f", at most {shortage.best_kg:.0f} kg can be left in it and {shortage.floor_kg:.0f} kg"
            f" have to be; {_who(shortage)}"
        )
    return rule, said


def _who(shortage: Shortage) -> str:
    can = f"{_named(shortage.in_time)} can have come by then" if shortage.in_time else ""
    cannot = f"{_named(shortage.too_late)} cannot" if shortage.too_late else ""
    return " and ".join(part for part in (can, cannot) if part) or "nothing can have come by then"


def _named(ships: Sequence[str]) -> str:
    if len(ships) <= SHOWN:
        return ", ".join(ships)
    return f"{', '.join(ships[-SHOWN:])} and {len(ships) - SHOWN} before them"
