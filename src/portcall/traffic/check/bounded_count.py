"""A count that changes at instants only partly known: its least and most over time.

Model   A change of n at an instant in [a, b] has surely happened from b on; between a and b it may have.
        Each change is independent, so the least takes every doubtful fall, the most every doubtful rise.
Valid   Changes whose doubts have nothing to do with each other.
Source  Interval arithmetic: R. E. Moore, Interval Analysis (1966), chapter 2.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from portcall.records.known_time import KnownTime


@dataclass(frozen=True)
class Change:
    """A count goes up or down by a number of people or seats."""

    when: KnownTime
    count: int


@dataclass(frozen=True)
class Stretch:
    """The least and the most of a count from one instant to the next."""

    start_utc: datetime
    end_utc: datetime
    least: int
    most: int


def stretches(
    changes: Iterable[Change], start: int, first_utc: datetime, last_utc: datetime
) -> Iterator[Stretch]:
    """Yield the stretches of a count between two instants.

    Parameters
    ----------
    changes : Iterable[Change]
        In any order.
    start : int
        The count before all of them.
    first_utc, last_utc : datetime
        The span to report.

    Yields
    ------
    Stretch
        In order, without gaps; none is empty.
    """
    steps: list[tuple[datetime, int, int]] = []  # when, change of the least, change of the most
    for change in changes:
        fall, rise = min(0, change.count), max(0, change.count)
        steps.append((change.when.earliest_utc, fall, rise))
        steps.append((change.when.latest_utc, rise, fall))
    least = most = start
    since = first_utc
    for when, lower, upper in sorted(steps, key=lambda step: step[0]):
        now = min(when, last_utc)
        if now > since:
            yield Stretch(since, now, least, most)
            since = now
        least, most = least + lower, most + upper
    if last_utc > since:
        yield Stretch(since, last_utc, least, most)
