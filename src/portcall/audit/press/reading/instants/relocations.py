"""Undocking and docking that are the two ends of a move from port to port."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from portcall.audit.press.reading.instants.resolve_times import Resolved

ENDS = frozenset({"undocking", "docking"})
NEAR_DAYS = 1
A_MOVE = timedelta(hours=3)
TO_BRAKING = timedelta(minutes=40)


def set_relocations(resolved: Sequence[Resolved]) -> list[Resolved]:
    """Call the ends of a move a relocation: those of the same ship on the day of the move."""
    days: dict[str | None, set[str]] = {}
    for one in resolved:
        if one.told.event is not None and one.told.event.kind == "relocation":
            days.setdefault(one.told.subject, set()).update(_beside(one.value))
    ends = _two_ends(resolved)
    found = []
    for one in resolved:
        event = one.told.event
        near = (
            event is not None
            and event.kind in ENDS
            and (id(one) in ends or one.value[:10] in days.get(one.told.subject, ()))
        )
        if near and event is not None:
            told = replace(one.told, event=replace(event, kind="relocation"))
            found.append(replace(one, told=told))
        else:
            found.append(one)
    return found


def _two_ends(resolved: Sequence[Resolved]) -> set[int]:
    """Return what is one move, told or not: a ship that undocked and within hours docked again."""
    timed = [
        (one.instant, one.told.event.kind, one.told.subject, id(one))
        for one in resolved
        if one.instant is not None and one.told.event is not None
    ]
    found: set[int] = set()
    freed: dict[str | None, tuple[datetime, int]] = {}
    for instant, kind, ship, number in sorted(timed, key=lambda row: row[0]):
        before = freed.get(ship)
        if kind == "undocking":
            freed[ship] = (instant, number)
        elif kind == "docking" and before is not None and instant - before[0] <= A_MOVE:
            found |= {before[1], number}
    return found


def _beside(value: str) -> Iterator[str]:
    """Yield the day of a time, and those around it."""
    with suppress(ValueError, OverflowError):
        day = date.fromisoformat(value[:10])
        for days in range(-NEAR_DAYS, NEAR_DAYS + 1):
            yield (day + timedelta(days=days)).isoformat()


def without_departure_burns(resolved: Sequence[Resolved]) -> list[Resolved]:
    """Leave out burns so soon after undocking that the ship only moves off by them."""
    left: dict[str | None, datetime] = {}
    kept: list[Resolved] = []
    for one in resolved:
        event, instant = one.told.event, one.instant
        if event is not None and instant is not None:
            freed = left.get(one.told.subject)
            soon = freed is not None and timedelta(0) <= instant - freed < TO_BRAKING
            if event.kind == "deorbit" and event.needs == "descent" and soon:
                continue
            if event.kind == "undocking":
                left[one.told.subject] = instant
        kept.append(one)
    return kept
