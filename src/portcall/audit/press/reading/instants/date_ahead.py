"""The date that a text names next, where a clock time before it can be meant of that day as well."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.recorded_days import told_instant
from portcall.audit.press.reading.instants.said_days import ONE_DAY, said_day
from portcall.audit.press.reading.instants.told_state import ORDER, State
from portcall.audit.press.reading.mentions.zone_time import Day, day_of, local_day

AHEAD = 6  # times ahead that may date one
MAX_ROLL = timedelta(hours=16)
WAY = {"docking": timedelta(hours=2.4), "berthing": timedelta(hours=12)}


def date_ahead(told: Sequence[Told], i: int, state: State) -> Day | None:
    """Return the next date of the text, where it can be meant here as well."""
    one = told[i]
    for other in told[i + 1 : i + AHEAD]:
        if other.time.date is None:
            continue
        day = said_day(other.time.date, other, replace(state, day=None), other.time)
        same_sentence = other.time.sentence == one.time.sentence
        past = day.real is not None and day.real <= state.anchor
        both_planned = bool(one.planned) == bool(other.planned) is True
        flown = past and other.planned is not True and other.event is not None
        shown = one.event is not None and one.event.kind == "broadcast-start"
        if shown and other.event is not None and other.event.silent:
            continue
        if _is_done_later(one, other, day, state):
            return None
        if (same_sentence and (past or both_planned or shown)) or flown:
            meant = _in_order(one, other, day, same_sentence)
            return None if not same_sentence and _is_too_soon(one, other, meant, state) else meant
        return None
    return None


def _is_too_soon(one: Told, other: Told, day: Day | None, state: State) -> bool:
    """Return whether it cannot have come on the day of a start that is told behind it.

    What was "docked at 02:02; it was launched on 28 February" came on the day of the text, where the
    clocks leave no time for the way, or where the start is told as yesterday's.
    """
    kinds = (one.event.kind if one.event else "", other.event.kind if other.event else "")
    if kinds[1] != "launch" or kinds[0] not in WAY or day is None or day.real is None:
        return False
    start = None if other.time.date is None else said_day(other.time.date, other, state, other.time)
    then = told_instant(other, start.real) if start is not None and start.real is not None else None
    now = told_instant(one, day.real)
    short = then is not None and now is not None and now - then < WAY[kinds[0]]
    counted = other.time.date is not None and other.time.date.relative is not None  # "yesterday"
    return short or (state.firm and counted and day.real < state.anchor)


def _is_done_later(one: Told, other: Told, day: Day, state: State) -> bool:
    """Return whether the dateline's day is meant: "docked at 20:23. It had risen on 11 September"."""
    if not state.firm or one.planned or day.real is None or one.event is None:
        return False
    kinds = [told.event.kind if told.event else "" for told in (one, other)]
    started = kinds == ["docking", "launch"] and other.time.sentence != one.time.sentence
    near = timedelta(0) if started else ONE_DAY
    if state.anchor - day.real <= near or not set(kinds) <= set(ORDER):
        return False
    if one.subject != other.subject:
        return True
    return ORDER[kinds[0]] > ORDER[kinds[1]]


def _here(one: Told, other: Told, day: Day) -> Day:
    """Return the date of another clock in the zone of this one."""
    moment = None if day.real is None else told_instant(other, day.real)
    if moment is None or one.time.zone is None or one.time.clock is None:
        return day
    return day_of(local_day(moment, one.time.zone))


def _in_order(one: Told, other: Told, day: Day, same_sentence: bool) -> Day | None:
    """Return the date of another event for this one, or the next where the order asks for it."""
    kinds = [told.event.kind if told.event else "" for told in (one, other)]
    here = _here(one, other, day)
    if "broadcast-start" in kinds and _begins_too_late(one, other, day, here):
        return here if here.real is None else day_of(here.real - ONE_DAY)
    if day.real is None or here.real is None or not set(kinds) <= set(ORDER):
        return here if same_sentence else None
    order = ORDER[kinds[0]] - ORDER[kinds[1]]
    then = told_instant(other, day.real)
    now = told_instant(one, here.real)
    if then is None or now is None or not order:
        return here if same_sentence else None
    roll = ONE_DAY if order > 0 else -ONE_DAY
    for shift in (timedelta(0), roll) if same_sentence else (timedelta(0),):
        gap = (now + shift - then) * (1 if order > 0 else -1)
        if timedelta(0) <= gap <= MAX_ROLL:
            return day_of(here.real + shift)
    return None


def _begins_too_late(one: Told, other: Told, day: Day, here: Day) -> bool:
    """Return whether what a schedule has before another time would come on the evening after it."""
    then = None if day.real is None else told_instant(other, day.real)
    now = None if here.real is None else told_instant(one, here.real)
    if then is None or now is None or one.planned is False or other.planned is False:
        return False
    return now > then and then - (now - ONE_DAY) < MAX_ROLL
