"""The day of a clock time that names none: that of before, of its group, or of the event."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.date_ahead import AHEAD, MAX_ROLL, date_ahead
from portcall.audit.press.reading.instants.days_aside import (
    arrives_after,
    day_of_shown,
    is_aside,
    is_live_day,
)
from portcall.audit.press.reading.instants.record_days import COMING, GOING, NO_DAYS
from portcall.audit.press.reading.instants.recorded_days import recorded_day, told_instant
from portcall.audit.press.reading.instants.said_days import ONE_DAY, said_day
from portcall.audit.press.reading.instants.shown_days import shows_what_is_over
from portcall.audit.press.reading.instants.told_state import ORDER, State
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.mentions.zone_time import (
    Day,
    day_of,
    instant_of,
    local_day,
    offset_of,
)

HATCH_TO_LEAVING = timedelta(hours=6)
CHASE_DAYS = 5
LONG_AGO_DAYS, PAST_DAYS = 45, 3
MORNING = 10
HOMEWARD = frozenset({"deorbit", "re-entry", "landing"})
EVENING = 60  # times around one that may be of its evening


def silent_day(told: Sequence[Told], i: int, state: State) -> Day:
    """Return the day of a clock time that names none."""
    one = told[i]
    time = one.time
    group = state.groups.get(time.group) if time.group is not None else None
    if group is not None and time.zone is not None and time.clock is not None:
        return nearest_day(group[0], group[1], time)
    if time.in_row and state.heading is not None:
        return _in_zone(state, time) if state.day == state.heading else state.heading
    kind = one.event.kind if one.event else ""
    before_going = state.kind_days.get((one.subject, "undocking")) if kind == "hatch" else None
    if before_going is not None and state.day_kind in GOING and not _in_sentence(state, time):
        return before_going
    ahead = date_ahead(told, i, state)
    if ahead is not None and one.planned and state.firm and _is_long_past(ahead, state):
        ahead = None
    group_day = _group_date(told, i, state)
    if group_day is not None:
        return group_day
    if arrives_after(one, kind, state):
        return state.kind_days.get((one.subject, kind)) or day_of(_evening_before(told, i, state))
    beside = _in_sentence(state, time) and not _of_its_coming(kind, state)
    if state.day is not None and beside and not _of_other(one, state):
        own = _own_day(one, kind, state) or _next_day_told(one, kind, state)
        return own or _in_zone(replace(state, day=state.printed), time)
    of_event = _day_to_come(one, kind, state)
    if of_event is not None:
        return of_event
    of_shown = day_of_shown(one, state)
    if of_shown is not None and (state.day_kind != kind or not is_live_day(of_shown, state)):
        return of_shown
    if one.planned and ahead is not None:
        return _in_zone(state, time) if _goes_on(told, i, state) else ahead
    same_kind = state.kind_days.get((one.subject, kind))
    elsewhere = state.day_kind not in {"", kind} or state.day_subject not in {None, one.subject}
    elsewhere = elsewhere or is_aside(one, same_kind, state)
    if same_kind is not None and elsewhere and kind in ORDER:
        return same_kind
    next_day = _next_day_told(one, kind, state)
    if next_day is not None:
        return next_day
    own = _day_of_own(one, state)
    if own is not None:
        return own
    coming = _day_of_plans(one, state)
    if coming is not None:
        return coming
    way_home = _on_the_way_home(one, state)
    if way_home is not None:
        return way_home
    if (
        state.day is not None
        and not _of_other(one, state)
        and not _out_of_time(one, kind, state.day.real, state)
    ):
        return _in_zone(state, time)
    return ahead or _unsaid(told, i, state)


def _of_its_coming(kind: str, state: State) -> bool:
    """Return whether the day of before is when a ship rose, long ago, and its way home is told."""
    day = state.day.real if state.day is not None else None
    home = kind in HOMEWARD and state.day_kind == "launch"
    return home and state.firm and day is not None and (state.anchor - day).days > LONG_AGO_DAYS


def _is_worded(one: Told) -> bool:
    """Return whether words tell the event, not only the record or the clock's own place."""
    return one.event is not None and one.event.first != one.time.first


def _is_long_past(day: Day, state: State) -> bool:
    """Return whether nothing can be planned for a day any more."""
    return day.real is not None and (state.anchor - day.real).days > PAST_DAYS


def _unsaid(told: Sequence[Told], i: int, state: State) -> Day:
    """Return the day where the text leads to none: the dateline's, that on record, or a guess."""
    if state.dated:
        return day_of(_evening_before(told, i, state))
    recorded = recorded_day(told, i, state)
    if recorded is not None:
        return recorded
    state.guessed = state.today is None
    return day_of(state.today or state.anchor)


def _own_day(one: Told, kind: str, state: State) -> Day | None:
    """Return the day already told of what is done: "docked Thursday. Launched Tuesday, it docked at 5"."""
    comes_later = ORDER.get(kind, -1) > ORDER.get(state.day_kind, 99)
    own = state.kind_days.get((one.subject, kind)) if comes_later and not one.planned else None
    return None if state.day_subject != one.subject else own


def _next_day_told(one: Told, kind: str, state: State) -> Day | None:
    """Return the day told of what was done, where it follows the one before and that tells no event.

    "It came home early Sunday. The crew boarded late Saturday and splashed down at 2:56 a.m."
    """
    clock, done = one.time.clock, kind in ORDER and not one.planned
    if clock is None or clock.hour >= MORNING or state.day is None or state.day_kind in ORDER:
        return None
    own = state.kind_days.get((one.subject, kind)) if done else None
    before = state.day.real
    if own is None or own.real is None or before is None:
        return None
    return own if own.real - before == ONE_DAY else None


def _day_to_come(one: Told, kind: str, state: State) -> Day | None:
    """Return the day that the text named for what is planned, where it is not over yet."""
    day = state.kind_days.get((one.subject, kind)) if one.planned and kind in ORDER else None
    over = day is None or day.real is None or day.real < state.anchor
    return None if over or not state.firm else day


def _day_of_plans(one: Told, state: State) -> Day | None:
    """Return the first day of what the text plans for the ship, for a plan told after days gone by."""
    carried = state.day.real if state.day is not None else None
    if not one.planned or not state.dated or carried is None or carried >= state.anchor:
        return None
    told = [
        (day.real, day)
        for (ship, _), day in state.kind_days.items()
        if ship == one.subject and day.real is not None and day.real >= state.anchor
    ]
    return min(told, key=lambda each: each[0])[1] if told else None


def _in_sentence(state: State, time: TimeMention) -> bool:
    """Return whether the day of before was told in the same sentence."""
    return state.day_sentence == time.sentence


def _goes_on(told: Sequence[Told], i: int, state: State) -> bool:
    """Return whether it follows today's event: "undocked today at 6; burn at 11, landing Saturday"."""
    one = told[i]
    before = state.last_of_ship.get(one.subject)
    ahead = told[i + 1 : i + AHEAD]
    other = next((two for two in ahead if two.time.date is not None), None)
    kind = one.event.kind if one.event else ""
    today = state.day.real if state.day is not None else None
    moment = None if today is None else told_instant(one, today)
    if before is None or other is None or moment is None:
        return False
    same = other.event is not None and other.event.kind == kind
    order = ORDER.get(kind, -1)
    return not same and before[0] < order and timedelta(0) < moment - before[1] < MAX_ROLL


def _evening_of(told: Sequence[Told], i: int) -> bool:
    """Return whether what is planned later the same evening follows: it is not yet midnight."""
    one = told[i]
    kind = one.event.kind if one.event else ""
    clock = one.time.clock
    for other in told[max(i - EVENING, 0) : i + EVENING]:
        then = other.time.clock
        if other.subject != one.subject or not other.planned or then is None or clock is None:
            continue
        after = other.event is not None and ORDER.get(other.event.kind, -1) > ORDER.get(kind, 99)
        same_zone = other.time.zone is not None and other.time.zone[:1] == (one.time.zone or ())[:1]
        if after and same_zone and other.time.date is None and then[:2] > clock[:2]:
            return True
    return False


def _evening_before(told: Sequence[Told], i: int, state: State) -> date:
    """Return the dateline's day, or the one before for what was done so late that it was not over."""
    one = told[i]
    moment = told_instant(one, state.anchor)
    before = state.last_of_ship.get(one.subject)
    late = state.firm and one.planned is False and moment is not None
    if not late or moment is None or moment.date() <= state.anchor:
        return state.anchor
    if _evening_of(told, i):
        return state.anchor
    in_order = before is None or before[1] <= moment - ONE_DAY
    return state.anchor - ONE_DAY if in_order else state.anchor


def _out_of_time(one: Told, kind: str, day: date | None, state: State) -> bool:
    """Return whether the day of before cannot be meant: still to come, long past, or of the start."""
    if day is None:
        return False
    if not state.dated and kind in COMING | GOING and state.day_subject == one.subject:
        across = (kind in GOING) != (state.day_kind in GOING)
        if across and state.day_kind in COMING | GOING:
            return True  # months lie between the coming and the going of a ship
    if not state.dated and _not_after_launch(one, kind, day, state):
        return True
    if state.firm and one.planned is False and _is_worded(one) and day > state.anchor:
        return True
    past = (state.anchor - day).days > (PAST_DAYS if one.planned else LONG_AGO_DAYS)
    if state.firm and one.planned and past:
        return True
    return past and kind in GOING and state.day_kind in COMING


def _not_after_launch(one: Told, kind: str, day: date, state: State) -> bool:
    """Return whether a ship cannot have arrived on a day: before its launch, long after, the same day."""
    launched = state.records.get(one.subject, NO_DAYS).launched
    if kind not in {"docking", "berthing"} or launched is None:
        return False
    soonest = 1 if kind == "berthing" else -1  # none was caught on the day of its launch
    return not soonest <= (day - launched).days <= CHASE_DAYS


def _day_of_own(one: Told, state: State) -> Day | None:
    """Return the day of what was told of the ship before another one's day came between."""
    before = state.last_of_ship.get(one.subject)
    between = state.day_subject not in {None, one.subject} and state.day is not None
    if before is None or one.subject is None or not between or one.planned or not state.firm:
        return None
    kind = one.event.kind if one.event else ""
    here = local_day(before[1], one.time.zone) if one.time.zone is not None else None
    moment = None if here is None else told_instant(one, here)
    if here is None or moment is None or ORDER.get(kind, -1) <= before[0]:
        return None
    return day_of(here) if timedelta(0) < moment - before[1] < MAX_ROLL else None


def _on_the_way_home(one: Told, state: State) -> Day | None:
    """Return the day told of a ship's way home, where the one told last is that of its launch."""
    kind = one.event.kind if one.event else ""
    of_coming = state.day_kind in COMING and state.day_subject == one.subject
    if kind not in GOING or not (of_coming or state.day_kind == "spacewalk"):
        return None
    days = [state.kind_days.get((one.subject, other)) for other in GOING]
    return next((day for day in days if day is not None), None)


def _of_other(one: Told, state: State) -> bool:
    """Return whether the day of before is of another ship, and long ago."""
    if state.day is None or state.day.real is None or not state.dated:
        return False
    others = one.subject is not None and state.day_subject not in {None, one.subject}
    news = state.firm and one.planned is False and not _in_sentence(state, one.time)
    reach = PAST_DAYS if news else LONG_AGO_DAYS
    return others and abs((state.day.real - state.anchor).days) > reach


def _in_zone(state: State, time: TimeMention) -> Day:
    """Return the day of before, in the zone of this clock."""
    day = state.day or day_of(state.anchor)
    if state.instant is None or time.zone is None or state.zone is None:
        return day
    if time.zone[:3] == state.zone[:3]:
        return day
    return day_of(local_day(state.instant, time.zone))


def nearest_day(head: datetime, head_day: Day, time: TimeMention) -> Day:
    """Return the date on which a second clock comes nearest to the first one's instant."""
    clock, zone = time.clock, time.zone
    if clock is None or zone is None:
        return head_day
    base = local_day(head, zone)

    def apart(day: date) -> tuple[timedelta, bool]:
        moment = instant_of(day, clock, zone)
        return (abs(moment - head) if moment else timedelta.max), day_of(day) != head_day

    return day_of(min((base + timedelta(days=days) for days in (0, -1, 1)), key=apart))


def _group_date(told: Sequence[Told], i: int, state: State) -> Day | None:
    """Return the date that a later clock of the same instant names, in this one's zone."""
    one = told[i]
    if one.time.group is None or one.time.zone is None or one.time.clock is None:
        return None
    for other in told[i + 1 : i + 4]:
        time = other.time
        if time.group != one.time.group or time.date is None or time.clock is None:
            continue
        day = _begun_in_the_east(one.time, time, state) or said_day(time.date, one, state, time)
        if day.real is None or time.zone is None:
            return day
        moment = instant_of(day.real, time.clock, time.zone)
        return None if moment is None else nearest_day(moment, day, one.time)
    return None


def _begun_in_the_east(one: TimeMention, other: TimeMention, state: State) -> Day | None:
    """Return tomorrow, where the second clock names it: "3:32 p.m. EDT (12:32 a.m. Friday)"."""
    said, tomorrow = other.date, state.anchor + ONE_DAY
    if said is None or said.month is not None or said.weekday != tomorrow.weekday():
        return None
    noon = datetime.combine(tomorrow, time(12))
    here = offset_of(one.zone, noon) if one.zone is not None else None
    there = offset_of(other.zone, noon) if other.zone is not None else None
    if here is None or there is None or there <= here or said.relative is not None:
        return None
    return day_of(tomorrow)


def _is_after_midnight(instant: datetime, state: State) -> bool:
    """Return whether it follows the closing of the hatches on the evening before."""
    closed = state.instant if state.day_kind == "hatch" else None
    return closed is not None and timedelta(0) < instant + ONE_DAY - closed < HATCH_TO_LEAVING


def moved(one: Told, instant: datetime, day: Day, state: State) -> tuple[datetime, Day]:
    """Move a clock without a date past midnight, where the order of events asks for it."""
    before = state.last_of_ship.get(one.subject)
    kind = one.event.kind if one.event else ""
    if shows_what_is_over(one, instant, state):
        return instant - ONE_DAY, day_of((day.real or state.anchor) - ONE_DAY)
    if kind == "undocking" and _is_after_midnight(instant, state):
        return instant + ONE_DAY, day_of((day.real or state.anchor) + ONE_DAY)
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
    home = one.planned and shift == ONE_DAY and order == ORDER["undocking"]
    if not shift or (abs(instant + shift - moment) > MAX_ROLL and not home):
        return instant, day
    return instant + shift, day_of(day.real + shift)
