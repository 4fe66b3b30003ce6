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
    day = _day(shortage.first_day, first_day)
    said = f"the week from {day} is the first that cannot hold"
    if rule[0] != "reserve":
        return rule, said
    came = _named(shortage.in_time)
    said += (
        f", at most {shortage.best_kg:.0f} kg can be left in it and {shortage.floor_kg:.0f} kg have"
        f" to be; {f'{came} can' if came else 'nothing can'} have come by then"
    )
    if shortage.next_ship:
        said += f", {shortage.next_ship} not before {_day(shortage.next_day, first_day)}"
    return rule, said


def _day(day: int, first_day: date | None) -> str:
    return f"day {day}" if first_day is None else f"{first_day + timedelta(days=day)}"


def _named(ships: Sequence[str]) -> str:
    if len(ships) <= SHOWN:
        return ", ".join(ships)
    return f"{', '.join(ships[-SHOWN:])} and {len(ships) - SHOWN} before them"
