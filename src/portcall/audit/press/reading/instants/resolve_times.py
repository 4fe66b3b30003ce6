"""From times as mentioned to instants and dates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.record_days import Days
from portcall.audit.press.reading.instants.said_days import (
    WEEK,
    YEARS_AWAY,
    day_of_record,
    said_day,
    told_days,
    told_weekdays,
)
from portcall.audit.press.reading.instants.silent_days import moved, nearest_day, silent_day
from portcall.audit.press.reading.instants.told_state import ORDER, State
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.mentions.updates import Updates
from portcall.audit.press.reading.mentions.zone_time import Day, day_of, instant_of, local_day
from portcall.records.claims import Precision, SaidTime

NOON = 12
COUNTED_SURE = 0.4  # below what may be called wrong
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Resolved:
    """A told time with its value."""

    told: Told
    value: str
    precision: Precision
    said: SaidTime
    instant: datetime | None
    planned: bool
    counts_from: TimeMention | None = None


def resolve(
    told: Sequence[Told],
    updates: Updates,
    records: Days,
    *,
    dated: bool,
    firm: bool,
) -> list[Resolved]:
    """Resolve the times of a text in its order.

    Parameters
    ----------
    told : sequence of Told
        Times with their events and ships.
    updates : Updates
        What relative days, weekdays and dates without a year count from.
    records : mapping
        Days on record by ship, for years that nobody said.
    dated : bool
        Whether a date was found to count from, in the text or given with it.
    firm : bool
        Whether that is the day it was published; else what counts from it is a guess.
    """
    state = State(updates.text, records=records, dated=dated, firm=firm)
    state.weekdays = told_weekdays(told, replace(state))
    state.told_days = {} if firm and dated else told_days(told, replace(state))
    found = []
    for i, one in enumerate(told):
        state.anchor = updates.day_of(one.time)
        result = _resolve_one(told, i, state)
        updates.begin(one.time, state.day.real if state.day is not None else None)
        if result is not None:
            found.append(result)
    return found


def _resolve_one(told: Sequence[Told], i: int, state: State) -> Resolved | None:
    one = told[i]
    time = one.time
    _halve(time, state)
    own = time.date is not None
    state.speaks_of = _speaks_of(told, i)
    state.guessed = state.certain = False
    if one.recorded is not None and time.zone is not None:
        day, state.day_open = day_of(local_day(one.recorded, time.zone)), False
    elif own and time.date is not None:
        day = said_day(time.date, one, state, time)
    else:
        day = silent_day(told, i, state)
    state.guessed = state.guessed or (not own and time.group in state.open_groups)
    instant = None
    if time.clock is not None and time.zone is not None and day.real is not None:
        instant = instant_of(day.real, time.clock, time.zone)
        if instant is not None and not own and one.recorded is None:
            instant, day = moved(one, instant, day, state)
    if not state.firm:
        _doubt(one, day, state)
    one.instant = instant
    _remember(one, day, instant, state, own)
    if one.event is None or one.event.silent:
        return None
    if time.clock is None and _only_dates_a_clock(told, i) and not _names_another(one, day):
        return None
    result = _record(one, day, instant, state)
    return leave_open(result) if state.day_open or state.guessed else result


def _speaks_of(told: Sequence[Told], i: int) -> Told | None:
    """Return the telling that a time without an event stands before: "Update, Monday: it undocked"."""
    one = told[i]
    if one.event is not None and one.event.kind != "said":
        return None
    behind = (other for other in told[i + 1 : i + 3] if other.time.sentence == one.time.sentence)
    return next((other for other in behind if other.event is not None), None)


def _halve(time: TimeMention, state: State) -> None:
    """Read "(1:09 in Astana)" behind "3:09 a.m. EDT" as the half of the day that is that instant."""
    head = state.groups.get(time.group) if time.group is not None else None
    clock = time.clock
    if head is None or clock is None or time.zone is None or clock.meridiem is not None:
        return
    if not time.half_open or time.group not in state.halved or time.zone.iana == "UTC":
        return
    later = clock._replace(hour=clock.hour + NOON)
    day = nearest_day(*head, replace(time, clock=later)).real
    if day is not None and instant_of(day, later, time.zone) == head[0]:
        time.clock = later


def _doubt(one: Told, day: Day, state: State) -> None:
    """Lower how sure a day is that only counts from a guess, and those that go on from it."""
    said, recorded = one.time.date, day_of_record(one, state)
    if said is None and state.day_open and recorded is not None and recorded == day.real:
        state.day_known, state.day_open = True, False
    elif said is not None or state.day_sentence < 0:
        counted = said is None or (said.month is None and said.relative not in {"same", "after"})
        if said is not None and said.weekday is not None:
            counted = counted and said.weekday not in state.weekdays and not state.certain
        state.day_counted = counted
        state.day_known = state.day_known or not counted or recorded is not None
        state.day_open = not state.day_known and not state.dated
    if state.day_counted:
        one.sure = min(one.sure, COUNTED_SURE)


def _remember(one: Told, day: Day, instant: datetime | None, state: State, own: bool) -> None:
    time = one.time
    kind = one.event.kind if one.event else ""
    if time.heads_rows:
        state.heading = day
    elif time.in_row:
        state.row_sentence = time.sentence
    elif time.sentence != state.row_sentence:
        state.heading = None
    if one.outdated and time.clock is None and state.firm and state.dated:
        return  # "originally scheduled for September 13"
    if state.guessed and not state.dated:
        if time.group is not None and instant is not None:
            state.groups.setdefault(time.group, (instant, day))
            state.open_groups.add(time.group)
        return
    if _is_same_day_elsewhere(one, day, state):
        return
    if own and time.date is not None and time.date.month is not None and time.date.day is None:
        return  # "until March 2016": a month is the day of nothing else
    to_come = own and one.planned and day.real is not None and day.real > state.anchor
    if (kind == "said" and not to_come) or (
        time.date is not None and time.date.relative in YEARS_AWAY
    ):
        return
    if time.group is None or time.heads_group:
        meant = _by_weekday(day, time, state)
        state.day, state.day_sentence, state.day_kind = meant, time.sentence, kind
        state.day_behind = one.event is not None and one.event.behind and time.clock is None
        state.printed = day
        state.instant, state.zone = instant, time.zone
        state.day_subject, state.day_planned = one.subject, one.planned
    if day.real is not None and kind and abs((day.real - state.anchor).days) <= WEEK:
        state.this_week.add(one.subject)
    leads = time.group is None or time.heads_group
    told = leads and one.event is not None and not one.event.silent
    if told and (own or time.clock is not None):
        state.kind_days[one.subject, kind] = _by_weekday(day, time, state)
    if instant is None:
        return
    if time.group is not None and time.group not in state.groups:
        state.groups[time.group] = (instant, day)
        if time.clock is not None and time.clock.meridiem is not None:
            state.halved.add(time.group)
    if kind in ORDER:
        state.last_of_ship[one.subject] = (ORDER[kind], instant)


def _is_same_day_elsewhere(one: Told, day: Day, state: State) -> bool:
    """Return whether only the day is told again by other clocks: "8:57 p.m. EST (February 20 UTC)"."""
    time = one.time
    if time.clock is not None or time.date is None or time.zone is None or state.instant is None:
        return False
    here = local_day(state.instant, time.zone)
    return state.day_sentence == time.sentence and day.real == here


def _by_weekday(day: Day, time: TimeMention, state: State) -> Day:
    """Return the dateline's day, where it is the weekday told and the date is the one beside it."""
    said, real = time.date, day.real
    if said is None or said.weekday is None or real is None or not state.firm:
        return day
    beside = abs((state.anchor - real).days) == 1 and state.anchor.weekday() == said.weekday
    return day_of(state.anchor) if beside else day


def leave_open(one: Resolved) -> Resolved:
    """Return a time without its instant, where nothing says in which year it was."""
    said = one.told.time.date
    if said is not None and said.year is not None:
        return one
    told = one.said.model_copy(update={"date_said": None})
    one.told.sure = min(one.told.sure, COUNTED_SURE)
    return replace(one, value="", precision="vague", said=told, instant=None)


def _names_another(one: Told, day: Day) -> bool:
    """Return whether the date of an event is told with a weekday that is not its own."""
    said, event = one.time.date, one.event
    if event is None or event.first == one.time.first:
        return False  # no word tells the event
    weekday = None if said is None or said.month is None else said.weekday
    return weekday is not None and day.real is not None and day.real.weekday() != weekday


def _only_dates_a_clock(told: Sequence[Told], i: int) -> bool:
    """Return whether a date only belongs to a clock of the same event in the same sentence."""
    one = told[i]
    return any(
        other.event is one.event
        and other.time.clock is not None
        and other.time.date is None
        and other.time.sentence == one.time.sentence
        for other in told[max(i - 4, 0) : i + 5]
    )


def _record(one: Told, day: Day, instant: datetime | None, state: State) -> Resolved:
    time = one.time
    precision: Precision
    if instant is not None and time.clock is not None:
        to_second = time.clock.second is not None
        value = instant.strftime("%Y-%m-%dT%H:%M:%SZ" if to_second else "%Y-%m-%dT%H:%MZ")
        precision = "second" if to_second else "minute"
    elif time.date is not None and time.date.month is not None and time.date.day is None:
        value, precision = day.text[:7], "month"
    else:
        value, precision = day.text, "day"
    planned = one.planned
    if planned is None:
        real = day.real
        shown = one.event is not None and one.event.kind == "broadcast-start"
        when = real if instant is None else instant.date()
        # a date with its year needs no dateline, and a guessed one is no measure of it
        told_whole = not state.firm and time.date is not None and time.date.year is not None
        ahead = when is not None and (when > state.anchor or (shown and when == state.anchor))
        planned = ahead and not told_whole
    return Resolved(one, value, precision, _said(one, day), instant, planned)


def _said(one: Told, day: Day) -> SaidTime:
    time = one.time
    weekday = time.date.weekday if time.date else None
    meridiem = time.clock.meridiem if time.clock else None
    zone = time.zone
    return SaidTime(
        date_said=day.text,
        weekday_said=None if weekday is None else WEEKDAYS[weekday],
        clock_said=time.clock.said if time.clock else None,
        meridiem_said=meridiem,
        zone=None if zone is None or not time.clock else zone.iana or "unnamed",
        zone_said=zone.said if zone and time.clock else None,
        offset_said_s=zone.stated_s if zone and time.clock else None,
        year_said=bool(time.date and time.date.year),
        group=time.group,
    )
