"""The day that a told date means: years that nobody said, weekdays, "yesterday"."""

from datetime import date, timedelta

from portcall.audit.press.reading.attach import Told
from portcall.audit.press.reading.dates import DateSaid
from portcall.audit.press.reading.record_days import GOING, near_record
from portcall.audit.press.reading.time_mentions import TimeMention
from portcall.audit.press.reading.told_state import State
from portcall.audit.press.reading.zone_time import Day, day_of, local_day

ONE_DAY = timedelta(days=1)
PAST_CENTER, FUTURE_CENTER, OPEN_CENTER = -150, 90, -60
WEEK, NOON = 7, 12


def said_day(said: DateSaid, one: Told, state: State, time: TimeMention) -> Day:
    """Return the day that a date means, in the zone of its clock."""
    if said.month is not None:
        number = said.day if said.day is not None else 1
        if said.year is not None:
            day = Day(said.year, said.month, number)
            state.year_day = day.real or state.year_day
            return day
        return _with_year(said.month, number, one, state)
    if said.weekday is not None:
        head = state.groups.get(time.group) if time.group is not None else None
        if head is not None and time.zone is not None:
            return _weekday_near(said.weekday, local_day(head[0], time.zone))
        if not state.dated:
            return _weekday_near(said.weekday, _base(one, state))
        return _weekday(said.weekday, said.relative, one, state.anchor)
    if said.relative in {"same", "after"}:
        base = (state.day.real if state.day else None) or state.anchor
        return day_of(base + (ONE_DAY if said.relative == "after" else timedelta(0)))
    days = int(said.relative or 0)
    if days < 0 and time.clock is not None and _is_night(said, time):
        days = 0
    return day_of(state.anchor + timedelta(days=days))


def _base(one: Told, state: State) -> date:
    """Return what weekdays of a text without a date count from: its own last day, or the record."""
    if state.day is not None and state.day.real is not None:
        return state.day.real
    coming, going = state.records.get(one.subject, ((), ()))
    kind = one.event.kind if one.event else ""
    days = going if kind in GOING and going else coming
    return days[0] if days else state.anchor


def _is_night(said: DateSaid, time: TimeMention) -> bool:
    """Return whether "last night" is the night that began the day: at 00:30."""
    return time.clock is not None and time.clock.hour < NOON // 2 and said.relative == "-1"


def _with_year(month: int, number: int, one: Told, state: State) -> Day:
    center = state.anchor + timedelta(days=OPEN_CENTER)
    if state.year_day is not None:
        center = state.year_day
    elif one.planned:
        center = state.anchor + timedelta(days=FUTURE_CENTER)
    elif one.planned is False:
        center = state.anchor + timedelta(days=PAST_CENTER)
    kind = one.event.kind if one.event else ""
    near = range(state.anchor.year - 1, state.anchor.year + 3 - state.dated)
    days = [day for year in near if (day := Day(year, month, number).real) is not None]
    on_record = near_record(state.records, one.subject, kind, days)
    if on_record is not None:
        return day_of(on_record)
    years = (center.year - 1, center.year, center.year + 1)

    def apart(year: int) -> int:
        when = Day(year, month, min(number, 28)).real or center
        return abs((when - center).days)

    return Day(min(years, key=apart), month, number)


def _weekday(weekday: int, relative: str | None, one: Told, anchor: date) -> Day:
    back = (anchor.weekday() - weekday) % WEEK
    if relative == "last":
        return day_of(anchor - timedelta(days=back or WEEK))
    if relative == "next":
        return day_of(anchor + timedelta(days=(-back) % WEEK or WEEK))
    if one.planned is False or one.outdated:
        return day_of(anchor - timedelta(days=back))
    if one.planned:
        return day_of(anchor + timedelta(days=(-back) % WEEK))
    return _weekday_near(weekday, anchor)


def _weekday_near(weekday: int, base: date) -> Day:
    ahead = (weekday - base.weekday() + 3) % WEEK - 3
    return day_of(base + timedelta(days=ahead))
