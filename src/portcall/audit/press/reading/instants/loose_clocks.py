"""Clock times that are only near: "shortly after midnight", "just before 2 a.m."."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from portcall.audit.press.reading.instants.resolve_times import Resolved
from portcall.audit.press.reading.text.marked import Marked

NEAR = timedelta(minutes=30)
COUNTED = timedelta(minutes=90)  # "about an hour after midnight"
NAMED = frozenset({"noon", "midnight"})
LOOSE_SURE = 0.6


def loosen(marked: Marked, resolved: Sequence[Resolved]) -> list[Resolved]:
    """Return the times with those that are only near a clock time as the half hour they lie in."""
    return [_loose(marked, one) for one in resolved]


def _loose(marked: Marked, one: Resolved) -> Resolved:
    time = one.told.time
    if one.instant is None or time.clock is None:
        return one
    words = marked.language.grammar.relative
    place = next(
        (j for j in range(time.first, time.last) if marked.tokens[j].is_number), time.first
    )
    for first in {time.first, place}:
        way, how = marked.text(first - 1).lower(), marked.text(first - 2).lower()
        word = marked.item(first, "clock")
        counted = word is not None and word.value in NAMED and bool(marked.item(first - 2, "unit"))
        if how not in words.get("near", ()) and not counted:
            continue
        if way not in (*words.get("past", ()), *words.get("before", ())):
            continue
        time.first = min(time.first, first - 2)
        reach = COUNTED if counted else NEAR
        if way in words.get("past", ()):
            return _within(one, one.instant, one.instant + reach)
        return _within(one, one.instant - reach, one.instant)
    return one


def _within(one: Resolved, first: datetime, last: datetime) -> Resolved:
    value = f"{first:%Y-%m-%dT%H:%MZ}/{last:%Y-%m-%dT%H:%MZ}"
    one.told.sure = min(one.told.sure, LOOSE_SURE)
    return replace(one, value=value, precision="vague")
