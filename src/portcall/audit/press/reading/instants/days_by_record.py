"""The day that nobody told of a clock time: that of the event on record at the same time of the day.

Model   A clock time whose event a word tells, but whose day was only counted, is looked up: when its
        ship had that event at the same time of another day, or half a day off as a slip of a.m. has it,
        that day is meant. Of a weekday that is told only the week is open.
Valid   Days that the text does not print for this event, nor for nothing in particular.
Source  The recorded times.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.events_by_record import (
    KINDS,
    SAME,
    groups_of,
    is_recorded,
    kind_of,
)
from portcall.audit.press.reading.instants.record_days import Recorded
from portcall.audit.press.reading.mentions.zone_time import local_day

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MANY_DAYS = 8


def set_days_by_record(told: Sequence[Told], recorded: Recorded, *, dated: bool) -> bool:
    """Give clock times without a day the one on record.

    Parameters
    ----------
    told : sequence of Told
        Times with events, ships and instants; `recorded` is set where the record tells the day.
    recorded : mapping
        Recorded times by ship.
    dated : bool
        Whether days count from a date; else any day on record may be meant.

    Returns
    -------
    bool
        Whether anything was changed.
    """
    days_of = {(one.subject, kind_of(one)) for one in told if _names_day(one)}
    dated_sentences = {one.time.sentence for one in told if _names_day(one)}
    printed = _printed_days(told)
    changed = False
    for group in groups_of(told):
        head = group[0]
        kind = kind_of(head)
        if kind not in KINDS or (head.subject, kind) in days_of or head.time.in_row:
            continue
        if head.time.sentence in dated_sentences or _is_printed(head, printed):
            continue
        if any(is_recorded(one, recorded) for one in group):
            continue
        then = _same_clock(head, recorded, MANY_DAYS if dated else None)
        if then is not None and then != head.recorded:
            head.recorded, changed = then, True
    return changed


def _same_clock(one: Told, recorded: Recorded, most_days: int | None) -> datetime | None:
    """Return when its event was on record, days away at the same time of the day, or half a day off."""
    at, clock = one.instant, one.time.clock
    if at is None or clock is None:
        return None
    step = WEEK if one.time.date is not None else DAY if clock.meridiem is None else DAY / 2
    for known in recorded.get(one.subject or "", ()):
        if known.kind == kind_of(one) and not known.day_only:
            steps = round((known.utc - at) / step)
            near = most_days is None or abs(steps) * step <= most_days * DAY
            if near and abs(known.utc - at - steps * step) <= SAME:
                return known.utc
    return None


def _names_day(one: Told) -> bool:
    """Return whether a time is told with its date, not only with a weekday."""
    said = one.time.date
    return said is not None and (said.weekday is None or said.month is not None)


def _printed_days(told: Sequence[Told]) -> Mapping[tuple[int | None, int | None], set[str]]:
    """Return the months and days that the text prints, each with the kinds of event it is told of."""
    found: dict[tuple[int | None, int | None], set[str]] = {}
    for one in told:
        said = one.time.date
        if said is not None and _names_day(one):
            found.setdefault((said.month, said.day), set()).add(kind_of(one))
    return found


def _is_printed(one: Told, printed: Mapping[tuple[int | None, int | None], set[str]]) -> bool:
    """Return whether the day that was counted is one that the text prints, not for another event."""
    if one.instant is None or one.time.zone is None:
        return False
    day = local_day(one.instant, one.time.zone)
    kinds = printed.get((day.month, day.day), set())
    return kind_of(one) in kinds or not kinds <= KINDS
