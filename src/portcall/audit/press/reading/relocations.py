"""Undocking and docking that are the two ends of a move from port to port."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from portcall.audit.press.reading.resolve_times import Resolved

ENDS = frozenset({"undocking", "docking"})
NEAR_DAYS = 1


def set_relocations(resolved: Sequence[Resolved]) -> list[Resolved]:
    """Call the ends of a move a relocation: those of the same ship on the day of the move."""
    days: dict[str | None, set[str]] = {}
    for one in resolved:
        if one.told.event is not None and one.told.event.kind == "relocation":
            days.setdefault(one.told.subject, set()).update(_beside(one.value))
    found = []
    for one in resolved:
        event = one.told.event
        near = (
            event is not None
            and event.kind in ENDS
            and one.value[:10] in days.get(one.told.subject, ())
        )
        if near and event is not None:
            told = replace(one.told, event=replace(event, kind="relocation"))
            found.append(replace(one, told=told))
        else:
            found.append(one)
    return found


def _beside(value: str) -> Iterator[str]:
    """Yield the day of a time, and those around it."""
    with suppress(ValueError, OverflowError):
        day = date.fromisoformat(value[:10])
        for days in range(-NEAR_DAYS, NEAR_DAYS + 1):
            yield (day + timedelta(days=days)).isoformat()
