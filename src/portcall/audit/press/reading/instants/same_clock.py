"""A clock time told twice: the second telling has the day of the first.

Model   What is told of one ship and one kind of event by the same clock time, to the minute and in the
        same instant of the day, is one happening.
Valid   Texts whose own day is not known; the telling that lends its day names it or was sure of it.
Source  The text.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from portcall.audit.press.reading.instants.resolve_times import COUNTED_SURE, Resolved
from portcall.audit.press.reading.mentions.zone_time import instant_of, local_day

MINUTE = timedelta(minutes=1)
Known = dict[
    tuple[str, str | None], dict[datetime, Resolved]
]  # of an event: the first at each instant


def share_days(found: Sequence[Resolved]) -> list[Resolved]:
    """Return the times, those without a day of their own on the day of the same clock elsewhere."""
    known: Known = {}
    for one in found:
        event = one.told.event
        if one.instant is not None and event is not None and one.told.sure > COUNTED_SURE:
            of_event = known.setdefault((event.kind, one.told.subject), {})
            of_event.setdefault(one.instant, one)
    return [_shared(one, known) if _is_open(one) else one for one in found]


def _is_open(one: Resolved) -> bool:
    clock, zone, said = one.told.time.clock, one.told.time.zone, one.told.time.date
    dated = said is not None and said.month is not None
    return clock is not None and zone is not None and not dated and one.told.sure <= COUNTED_SURE


def _shared(one: Resolved, known: Known) -> Resolved:
    clock, zone, event = one.told.time.clock, one.told.time.zone, one.told.event
    if clock is None or zone is None or event is None:
        return one
    for instant, other in known.get((event.kind, one.told.subject), {}).items():
        there = instant_of(local_day(instant, zone), clock, zone)
        if there is None or abs(there - instant) >= MINUTE:
            continue
        day = local_day(instant, zone).isoformat()
        said = one.said.model_copy(update={"date_said": day})
        one.told.sure, one.told.instant = other.told.sure, there
        value, precision = f"{there:%Y-%m-%dT%H:%MZ}", other.precision
        return replace(one, value=value, precision=precision, said=said, instant=there)
    return one
