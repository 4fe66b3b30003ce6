"""The day that a told date means: years that nobody said, weekdays, "yesterday"."""

from collections.abc import Sequence
from datetime import date, timedelta

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.record_days import COMING, GOING, NO_DAYS, near_record
from portcall.audit.press.reading.instants.told_state import ORDER, State
from portcall.audit.press.reading.mentions.dates import DateSaid
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.mentions.zone_time import Day, day_of, instant_of, local_day

ONE_DAY = timedelta(days=1)
PAST_CENTER, FUTURE_CENTER, OPEN_CENTER = -150, 90, -60
WEEK, MONTH, NOON = 7, 31, 12
LAST_NIGHT = "last_night"
OTHER_YEAR, YEARS_BACK = 300, 11
TOLD_BACK, TOLD_AHEAD, AROUND = 10, 22, range(-10, 15)
COMING_DAYS, NEXT_WEEKS, COMING_REACH, SENTENCES = 3, 14, 30, 2
GUESSED_DAYS = 3
LONGEST_CHASE = 3
YEARS_AWAY = {"last year": -1, "this year": 0, "next year": 1}


def said_day(said: DateSaid, one: Told, state: State, time: TimeMention) -> Day:
    """Return the day that a date means, in the zone of its clock."""
    if said.month is not None:
        number = said.day if said.day is not None else 1
        if said.year is not None:
            day = Day(said.year, said.month, number)
            if said.day is not None or (state.dated and not _long_ago(day, state)):
                state.year_day = day.real or state.year_day
            return day
        return _with_year(said, said.month, number, one, state)
    if said.weekday is not None:
        head = state.groups.get(time.group) if time.group is not None else None
        if head is not None and time.zone is not None:
            return _weekday_near(said.weekday, local_day(head[0], time.zone))
        if not state.dated:
            arrived = _after_launch(said.weekday, one, state)
            if arrived is not None:
                state.certain = one.planned is False
                return day_of(arrived)
            base = _base(state.speaks_of or one, state)
            told = state.weekdays.get(said.weekday, ())
            near = min(told, key=lambda day: abs((day - base).days), default=None)
            if near is not None:
                return day_of(near)
            if day_of_record(one, state) is None and said.weekday in state.same_weekday:
                return day_of(state.same_weekday[said.weekday])
            meant = _weekday_near(said.weekday, base)
            if meant.real is not None and day_of_record(one, state) is not None:
                state.same_weekday.setdefault(said.weekday, meant.real)
            return meant
        return _weekday(said.weekday, said.relative, one, state)
    if said.relative in {"same", "after"}:
        base = (state.day.real if state.day else None) or state.anchor
        return day_of(base + (ONE_DAY if said.relative == "after" else timedelta(0)))
    if said.day is not None:
        return _numbered(said.day, one, state)
    recorded = None if state.firm and state.dated else _day_elsewhere(one, state)
    if recorded is not None:
        there = day_there(recorded, time)  # "today" is the day that the ship did it
        if said.relative == "0" and not state.dated:
            state.today = state.today or there.real
        return there
    days = _days_from_today(said.relative or "0", time)
    return day_of(state.anchor + timedelta(days=days))


def _after_launch(weekday: int, one: Told, state: State) -> date | None:
    """Return the weekday on which a ship arrived whose launch alone is on record."""
    kind = one.event.kind if one.event else ""
    known = state.records.get(one.subject, NO_DAYS)
    if kind not in {"docking", "berthing"} or known.arrived is not None or known.launched is None:
        return None
    days = (weekday - known.launched.weekday()) % WEEK
    return known.launched + timedelta(days=days) if days <= LONGEST_CHASE else None


def _long_ago(day: Day, state: State) -> bool:
    """Return whether a month with its year is only looked back at: "the first since July 2006"."""
    far = day.real is not None and (state.anchor - day.real).days > OTHER_YEAR
    return far and state.dated


def _numbered(number: int, one: Told, state: State) -> Day:
    """Return "the 5th": of the month of the day told before, else the nearest that can be meant."""
    told = state.day.real if state.day is not None else None
    base = told or day_of_record(one, state) or state.anchor
    ahead = one.planned is True and told is None
    reach = range(MONTH) if ahead else range(-MONTH // 2, MONTH // 2 + 1)
    days = [day for step in reach if (day := base + timedelta(days=step)).day == number]
    return day_of(min(days, key=lambda day: abs((day - base).days), default=base))


def _day_elsewhere(one: Told, state: State) -> date | None:
    """Return the day of an event that the text dates elsewhere, or the record; near a guessed day."""
    kind = one.event.kind if one.event else ""
    known = state.told_days.get((one.subject, kind)) or day_of_record(one, state, exact=True)
    far = known is not None and abs((known - state.anchor).days) > GUESSED_DAYS
    return None if state.dated and far else known


def _base(one: Told, state: State) -> date:
    """Return what days of a text without a date count from: the record, or its own last day."""
    recorded = day_of_record(one, state)
    if recorded is not None:
        return recorded
    if state.day is not None and state.day.real is not None:
        return state.day.real
    return state.anchor


def day_of_record(one: Told, state: State, *, exact: bool = False) -> date | None:
    """Return the day on record of the event that is told, or near it; `exact` asks for the day itself."""
    kind = one.event.kind if one.event else ""
    if kind not in COMING and kind not in GOING:
        return None
    known = state.records.get(one.subject, NO_DAYS)
    return known.on_the_day(kind) if exact else known.of(kind)


def day_there(recorded: date, time: TimeMention) -> Day:
    """Return the day of a clock, in its zone, whose instant lies on a day of the record, in UTC."""
    clock, zone = time.clock, time.zone
    if clock is None or zone is None:
        return day_of(recorded)
    for day in (recorded, recorded - ONE_DAY, recorded + ONE_DAY):
        moment = instant_of(day, clock, zone)
        if moment is not None and moment.date() == recorded:
            return day_of(day)
    return day_of(recorded)


def _days_from_today(relative: str, time: TimeMention) -> int:
    """Return how many days away is meant; at 00:30 "last night" is the night that began the day."""
    if relative != LAST_NIGHT:
        return int(relative)
    return 0 if time.clock is not None and time.clock.hour < NOON // 2 else -1


def _with_year(said: DateSaid, month: int, number: int, one: Told, state: State) -> Day:
    """Return a date without a year: of the record, the text's own year, or that of the dateline."""
    if said.relative in YEARS_AWAY and state.dated:
        return Day(state.anchor.year + YEARS_AWAY[said.relative], month, number)
    kind = one.event.kind if one.event else ""
    near = range(state.anchor.year - 1, state.anchor.year + 3 - state.dated)
    days = [day for year in near if (day := Day(year, month, number).real) is not None]
    fitting = days
    if said.weekday is not None and (one.planned or not state.dated):
        fitting = [day for day in days if day.weekday() == said.weekday] or days
    on_record = near_record(state.records, one.subject, kind, fitting)
    if on_record is None and not state.dated:
        # the year that a weekday would fit is not the ship's: the weekday is the slip
        on_record = near_record(state.records, one.subject, kind, days)
    if on_record is not None:
        return day_of(on_record)
    center = _center(one, state)
    if said.weekday is not None and state.firm:
        closest = min(days, key=lambda day: abs((day - state.anchor).days), default=None)
        if closest is not None and closest.weekday() == said.weekday:
            return day_of(closest)  # whatever year was told in passing before
    years = [center.year - 1, center.year, center.year + 1]
    if said.weekday is not None and not state.dated:
        fit = [
            year
            for year in range(center.year - YEARS_BACK, center.year + 2)
            if (day := Day(year, month, number).real) and day.weekday() == said.weekday
        ]
        years = fit or years

    def apart(year: int) -> int:
        when = Day(year, month, min(number, 28)).real or center
        return abs((when - center).days)

    return Day(min(years, key=apart), month, number)


def _center(one: Told, state: State) -> date:
    """Return the day that a date without a year is looked for around."""
    told = state.year_day
    if told is not None and state.firm and (told > state.anchor or one.planned):
        to_come = told.year - state.anchor.year <= 1
        told = None if told < state.anchor or not to_come else told  # of an old picture, a stamp
    if told is not None and (not state.dated or abs((told - state.anchor).days) > OTHER_YEAR):
        return told
    if one.planned:
        return state.anchor + timedelta(days=FUTURE_CENTER)
    if one.planned is False:
        return state.anchor + timedelta(days=PAST_CENTER)
    return state.anchor + timedelta(days=OPEN_CENTER)


def _weekday(weekday: int, relative: str | None, one: Told, state: State) -> Day:
    anchor = state.anchor
    back = (anchor.weekday() - weekday) % WEEK
    if relative == "last":
        return day_of(anchor - timedelta(days=back or WEEK))
    if relative == "next":
        return day_of(anchor + timedelta(days=(-back) % WEEK or WEEK))
    done = one.planned is False or one.outdated
    reach = range(-TOLD_BACK, 2) if done else range(TOLD_AHEAD) if one.planned else AROUND
    told = [day for day in state.weekdays.get(weekday, ()) if (day - anchor).days in reach]
    if told:
        return day_of(min(told, key=lambda day: abs((day - anchor).days)))
    beside = _beside_event(weekday, one, state)
    if beside is not None:
        return day_of(beside)
    if done:
        return day_of(anchor - timedelta(days=back))
    if one.planned:
        return day_of(anchor + timedelta(days=(-back) % WEEK))
    return _weekday_near(weekday, anchor)


def told_days(told: Sequence[Told], state: State) -> dict[tuple[str | None, str], date]:
    """Return the first date that a text gives to each event, told with month and day."""
    found: dict[tuple[str | None, str], date] = {}
    for one in told:
        said = one.time.date
        if said is None or said.month is None or said.day is None or one.event is None:
            continue
        day = said_day(said, one, state, one.time).real
        if day is not None:
            found.setdefault((one.subject, one.event.kind), day)
    return found


def _beside_event(weekday: int, one: Told, state: State) -> date | None:
    """Return the weekday next to the event told before, where that is not of the dateline's week."""
    before = state.day.real if state.day is not None else None
    kind = one.event.kind if one.event else ""
    if before is None or one.time.sentence - state.day_sentence > SENTENCES or kind not in ORDER:
        return None
    away = (before - state.anchor).days
    reach = NEXT_WEEKS if one.subject in state.this_week else COMING_REACH
    ahead = one.planned and COMING_DAYS < away <= reach
    past = one.planned is False and state.day_planned is False and -OTHER_YEAR < away < -WEEK
    stayed = kind in GOING and state.day_kind in COMING  # weeks lie between, not days
    if not (ahead or (past and not stayed)) or one.subject != state.day_subject:
        return None
    on = timedelta(days=(weekday - before.weekday()) % WEEK)
    order = ORDER[kind] - ORDER.get(state.day_kind, ORDER[kind])
    if order > 0 or past:
        return before + on
    if order < 0:
        return before - timedelta(days=(before.weekday() - weekday) % WEEK)
    return before + on if on.days <= WEEK // 2 else before + on - timedelta(days=WEEK)


def told_weekdays(told: Sequence[Told], state: State) -> dict[int, list[date]]:
    """Return the dates of a text that are told with their weekday, by weekday."""
    found: dict[int, list[date]] = {}
    for one in told:
        said = one.time.date
        if said is None or said.month is None or said.day is None or said.weekday is None:
            continue
        day = said_day(said, one, state, one.time).real
        if day is not None and day.weekday() == said.weekday:
            found.setdefault(said.weekday, []).append(day)
    return found


def _weekday_near(weekday: int, base: date) -> Day:
    ahead = (weekday - base.weekday() + 3) % WEEK - 3
    return day_of(base + timedelta(days=ahead))
