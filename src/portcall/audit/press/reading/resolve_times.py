"""From times as mentioned to instants and dates: years, weekdays, days that go without saying."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from portcall.audit.press.reading.attach import Told
from portcall.audit.press.reading.clocks import ZoneSaid
from portcall.audit.press.reading.dates import DateSaid
from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.record_days import GOING, Days, near_record
from portcall.audit.press.reading.time_mentions import TimeMention
from portcall.audit.press.reading.told_zones import fill_zones
from portcall.audit.press.reading.zone_time import Day, day_of, instant_of, local_day
from portcall.records.claims import Precision, SaidTime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDER = {
    "launch": 0,
    "insertion": 1,
    "docking": 2,
    "berthing": 2,
    "relocation": 3,
    "undocking": 4,
    "deorbit": 5,
    "re-entry": 6,
    "landing": 7,
    "spacewalk": 8,
}
MAX_ROLL = timedelta(hours=16)
ONE_DAY = timedelta(days=1)
PAST_CENTER, FUTURE_CENTER, OPEN_CENTER = -150, 90, -60
WEEK, NOON = 7, 12


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


@dataclass
class _State:
    """What goes without saying at a place of the text."""

    anchor: date
    day: Day | None = None
    day_sentence: int = -1
    day_kind: str = ""
    zone: ZoneSaid | None = None
    instant: datetime | None = None
    kind_days: dict[tuple[str | None, str], Day] = field(default_factory=dict)
    groups: dict[int, tuple[datetime, Day]] = field(default_factory=dict)
    last_of_ship: dict[str | None, tuple[int, datetime]] = field(default_factory=dict)
    year_day: date | None = None
    records: Days = field(default_factory=dict)
    dated: bool = True


def resolve(
    marked: Marked,
    told: Sequence[Told],
    anchor: date,
    site_zones: Mapping[str | None, str],
    records: Days,
    *,
    dated: bool,
) -> list[Resolved]:
    """Resolve the times of a text in its order.

    Parameters
    ----------
    told : sequence of Told
        Times with their events and ships.
    anchor : date
        What relative days, weekdays and dates without a year count from.
    site_zones : mapping
        IANA zone of the pad of a ship, for "local time" at a launch.
    records : mapping
        Days on record by ship, for years that nobody said.
    dated : bool
        Whether the text itself, or who gave it, says when it was written.
    """
    fill_zones(marked, told, site_zones)
    state = _State(anchor, records=records, dated=dated)
    found = []
    for i in range(len(told)):
        result = _resolve_one(told, i, state)
        if result is not None:
            found.append(result)
    return found


def _resolve_one(told: Sequence[Told], i: int, state: _State) -> Resolved | None:
    one = told[i]
    time = one.time
    own = time.date is not None
    if own and time.date is not None:
        day = _explicit(time.date, one, state, time)
    else:
        day = _understood(told, i, state)
    instant = None
    if time.clock is not None and time.zone is not None and day.real is not None:
        instant = instant_of(day.real, time.clock, time.zone)
        if instant is not None and not own:
            instant, day = _moved(one, instant, day, state)
    _remember(one, day, instant, state, own)
    if one.event is None or one.event.silent:
        return None
    if time.clock is None and _only_dates_a_clock(told, i):
        return None
    return _record(one, day, instant, state)


def _explicit(said: DateSaid, one: Told, state: _State, time: TimeMention) -> Day:
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


def _base(one: Told, state: _State) -> date:
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


def _with_year(month: int, number: int, one: Told, state: _State) -> Day:
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


def _understood(told: Sequence[Told], i: int, state: _State) -> Day:
    """Return the day of a clock time that names none."""
    one = told[i]
    time = one.time
    group = state.groups.get(time.group) if time.group is not None else None
    if group is not None and time.zone is not None and time.clock is not None:
        return _nearest_day(group[0], group[1], time)
    ahead = _date_ahead(told, i, state)
    group_day = _group_date(told, i, state)
    if group_day is not None:
        return group_day
    if state.day is not None and state.day_sentence == time.sentence:
        return _in_zone(state, time)
    if one.planned and ahead is not None:
        return ahead
    kind = one.event.kind if one.event else ""
    same_kind = state.kind_days.get((one.subject, kind))
    if same_kind is not None and state.day_kind not in {"", kind} and kind in ORDER:
        return same_kind
    if state.day is not None and not (
        state.dated
        and one.planned is False
        and state.day.real is not None
        and state.day.real > state.anchor
    ):
        return _in_zone(state, time)
    return ahead or day_of(state.anchor)


def _in_zone(state: _State, time: TimeMention) -> Day:
    """Return the day of before, in the zone of this clock."""
    day = state.day or day_of(state.anchor)
    if state.instant is None or time.zone is None or state.zone is None:
        return day
    if time.zone[:3] == state.zone[:3]:
        return day
    return day_of(local_day(state.instant, time.zone))


def _nearest_day(head: datetime, head_day: Day, time: TimeMention) -> Day:
    """Return the date on which a second clock comes nearest to the first one's instant."""
    clock, zone = time.clock, time.zone
    if clock is None or zone is None:
        return head_day
    base = local_day(head, zone)

    def apart(day: date) -> tuple[timedelta, bool]:
        moment = instant_of(day, clock, zone)
        return (abs(moment - head) if moment else timedelta.max), day_of(day) != head_day

    return day_of(min((base + timedelta(days=days) for days in (0, -1, 1)), key=apart))


def _group_date(told: Sequence[Told], i: int, state: _State) -> Day | None:
    """Return the date that a later clock of the same instant names, in this one's zone."""
    one = told[i]
    if one.time.group is None or one.time.zone is None or one.time.clock is None:
        return None
    for other in told[i + 1 : i + 4]:
        time = other.time
        if time.group != one.time.group or time.date is None or time.clock is None:
            continue
        day = _explicit(time.date, one, state, time)
        if day.real is None or time.zone is None:
            return day
        moment = instant_of(day.real, time.clock, time.zone)
        return None if moment is None else _nearest_day(moment, day, one.time)
    return None


def _date_ahead(told: Sequence[Told], i: int, state: _State) -> Day | None:
    """Return the next date of the text, where it can be meant here as well."""
    one = told[i]
    for other in told[i + 1 : i + 6]:
        if other.time.date is None:
            continue
        day = _explicit(other.time.date, other, replace(state, day=None), other.time)
        same_sentence = other.time.sentence == one.time.sentence
        past = day.real is not None and day.real <= state.anchor
        both_planned = bool(one.planned) == bool(other.planned) is True
        flown = past and other.planned is not True and other.event is not None
        if (same_sentence and (past or both_planned)) or flown:
            return _in_order(one, other, day, same_sentence)
        return None
    return None


def _in_order(one: Told, other: Told, day: Day, same_sentence: bool) -> Day | None:
    """Return the date of another event for this one, or the next where the order asks for it."""
    kinds = [told.event.kind if told.event else "" for told in (one, other)]
    if day.real is None or not set(kinds) <= set(ORDER):
        return day if same_sentence else None
    order = ORDER[kinds[0]] - ORDER[kinds[1]]
    then = _instant(other, day.real)
    now = _instant(one, day.real)
    if then is None or now is None or not order:
        return day if same_sentence else None
    roll = ONE_DAY if order > 0 else -ONE_DAY
    for shift in (timedelta(0), roll) if same_sentence else (timedelta(0),):
        gap = (now + shift - then) * (1 if order > 0 else -1)
        if timedelta(0) <= gap <= MAX_ROLL:
            return day_of(day.real + shift)
    return None


def _instant(one: Told, day: date) -> datetime | None:
    time = one.time
    if time.clock is None or time.zone is None:
        return None
    return instant_of(day, time.clock, time.zone)


def _moved(one: Told, instant: datetime, day: Day, state: _State) -> tuple[datetime, Day]:
    """Move a clock without a date past midnight, where the order of events asks for it."""
    before = state.last_of_ship.get(one.subject)
    kind = one.event.kind if one.event else ""
    if (
        before is None
        or kind not in ORDER
        or day.real is None
        or (one.time.group is not None and not one.time.heads_group)
    ):
        return instant, day
    order, moment = before
    shift = timedelta(0)
    if (order < ORDER[kind] or (order == ORDER[kind] and kind == "spacewalk")) and instant < moment:
        shift = ONE_DAY
    elif order > ORDER[kind] and instant > moment:
        shift = -ONE_DAY
    if not shift or abs(instant + shift - moment) > MAX_ROLL:
        return instant, day
    return instant + shift, day_of(day.real + shift)


def _remember(one: Told, day: Day, instant: datetime | None, state: _State, own: bool) -> None:
    time = one.time
    kind = one.event.kind if one.event else ""
    if kind == "said":
        return
    if time.group is None or time.heads_group or own:
        state.day, state.day_sentence, state.day_kind = day, time.sentence, kind
        state.instant, state.zone = instant, time.zone
    if one.event is not None and not one.event.silent and (own or time.clock is not None):
        state.kind_days[one.subject, kind] = day
    if instant is None:
        return
    if time.group is not None and time.group not in state.groups:
        state.groups[time.group] = (instant, day)
    if kind in ORDER:
        state.last_of_ship[one.subject] = (ORDER[kind], instant)


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


def _record(one: Told, day: Day, instant: datetime | None, state: _State) -> Resolved:
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
        when = real if instant is None else instant.date()
        planned = when is not None and when > state.anchor
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
