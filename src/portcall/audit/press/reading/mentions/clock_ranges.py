"""Two clocks of a row: the ends of a range share half of the day, zone and day; twins an instant."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from portcall.audit.press.reading.mentions.clocks import Clock
from portcall.audit.press.reading.mentions.dates import DateSaid
from portcall.audit.press.reading.mentions.zones_said import ZoneSaid
from portcall.audit.press.reading.text.marked import Marked

TWIN_WORDS = 4


class Ranged(Protocol):
    """A time as it is mentioned."""

    first: int
    last: int
    clock: Clock | None
    zone: ZoneSaid | None
    date: DateSaid | None
    in_row: bool


def share_ranges(marked: Marked, mentions: Sequence[Ranged]) -> None:
    """Give the first clock of "3:15-4:00 p.m. EDT" what only the second one names."""
    for one, two in pairwise(mentions):
        joined = range(one.last, two.first)
        if one.clock is None or two.clock is None or one.zone is not None or len(joined) != 1:
            continue
        if marked.text(one.last) != "-" and not marked.item(one.last, "link", "to"):
            continue
        one.zone = two.zone
        if one.clock.meridiem is None and two.clock.meridiem == "pm" and one.clock.hour < 12:
            one.clock = one.clock._replace(hour=one.clock.hour + 12, meridiem="pm")


def share_days_of_ranges(marked: Marked, mentions: Sequence[Ranged]) -> None:
    """Give the first clock of "0150-0220 GMT (29 May)" the day behind the second one."""
    for one, two in pairwise(mentions):
        joined = two.first - one.last == 1 and marked.text(one.last) == "-"
        if joined and one.clock and two.clock and one.date is None and one.clock < two.clock:
            one.date = two.date


def is_row_twin(marked: Marked, one: Ranged, two: Ranged) -> bool:
    """Return whether a bracket tells a row's time at the place: "22:47 Landing (08:47 local time)"."""
    if not one.in_row or one.clock is None or two.clock is None or two.zone is None:
        return False
    bracket = marked.text(two.first - 1) == "(" and marked.text(two.last) == ")"
    near = two.first - one.last <= TWIN_WORDS and "(" not in marked.text(one.last)
    same = one.clock[1:3] == two.clock[1:3] and one.clock.hour != two.clock.hour
    return bracket and near and same and one.date is None and two.date is None
