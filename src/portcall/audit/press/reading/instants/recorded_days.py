"""The day on record of an event that a text without a date tells without a day.

Model   The ship's own day of that event. A ship whose home-coming is on record undocked on that day, or
        on the evening before, when it landed early.
Valid   Not the undocking of a ship that is moved, or whose coming was told just before.
Source  The days on record.
"""

from collections.abc import Sequence
from datetime import date, datetime

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.record_days import COMING, GOING
from portcall.audit.press.reading.instants.said_days import ONE_DAY, day_of_record, day_there
from portcall.audit.press.reading.instants.told_state import State
from portcall.audit.press.reading.mentions.zone_time import Day, day_of, instant_of

NEAR = 60  # times before and behind that may tell of the same flight


def recorded_day(told: Sequence[Told], i: int, state: State) -> Day | None:
    """Return the day on record of what is told; what need not be meant by it is called a guess."""
    recorded = day_of_record(told[i], state, exact=True)
    if recorded is None:
        return None
    state.guessed = _is_other_undocking(told, i, state)
    there = day_there(recorded, told[i].time)
    return _before_landing(told, i, recorded, there)


def told_instant(one: Told, day: date) -> datetime | None:
    """Return the instant of a clock with a zone on a day."""
    time = one.time
    if time.clock is None or time.zone is None:
        return None
    return instant_of(day, time.clock, time.zone)


def _is_other_undocking(told: Sequence[Told], i: int, state: State) -> bool:
    """Return whether the day on record need not be meant: the ship is moved, or its coming is told."""
    one = told[i]
    if one.event is None or one.event.kind not in GOING:
        return False
    coming = state.day is not None and state.day_subject == one.subject
    return (coming and state.day_kind in COMING) or any(
        other.subject == one.subject
        and other.event is not None
        and other.event.kind == "relocation"
        for other in told[max(i - NEAR, 0) : i + NEAR]
    )


def _before_landing(told: Sequence[Told], i: int, recorded: date, there: Day) -> Day:
    """Return the day before that on record, where a ship undocked in the evening and landed then."""
    one = told[i]
    left = None if there.real is None else told_instant(one, there.real)
    if one.event is None or one.event.kind != "undocking" or left is None or there.real is None:
        return there
    for other in told[i + 1 : i + NEAR]:
        kind = other.event.kind if other.event else ""
        landing = kind == "landing" and other.subject == one.subject
        if not landing or other.time.clock is None or other.time.date is not None:
            continue
        day = day_there(recorded, other.time).real
        landed = None if day is None else told_instant(other, day)
        if landed is not None and landed < left:
            return day_of(there.real - ONE_DAY)
    return there
