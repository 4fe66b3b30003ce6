"""An instant that is only partly known, and what follows from comparing two of them.

Model   A closed interval that holds the instant. A date is its whole UTC day; a stated minute is
        that minute. What follows from intervals is certain, impossible or open: yes, no, cannot say.
Valid   UTC without leap seconds: day arithmetic of a calendar, not of an orbit.
Source  Interval arithmetic: R. E. Moore, Interval Analysis (1966), chapter 2.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Self

from pydantic import model_validator

from portcall.core.constants import DAY_S
from portcall.core.errors import InputError
from portcall.core.time import format_utc, parse_utc_with_precision
from portcall.records.base import FrozenRecord, Utc

Answer = Literal["yes", "no", "cannot say"]


class KnownTime(FrozenRecord):
    """An instant between two others, ends included."""

    earliest_utc: Utc
    latest_utc: Utc

    @model_validator(mode="after")
    def _ends_follow_each_other(self) -> Self:
        if self.latest_utc < self.earliest_utc:
            raise ValueError("latest_utc is before earliest_utc")
        return self

    @classmethod
    def exactly(cls, moment: datetime) -> Self:
        """Return an instant that is known."""
        return cls(earliest_utc=moment, latest_utc=moment)

    @classmethod
    def on(cls, day: date) -> Self:
        """Return an instant somewhere on a UTC day."""
        start = datetime.combine(day, time(), UTC)
        return cls(earliest_utc=start, latest_utc=start + timedelta(days=1))

    @classmethod
    def parse(cls, text: str, *, where: str = "") -> Self:
        """Read a time as precisely as it is stated: a date is its day, a minute that minute.

        `A..B` is an instant from the start of A to the end of B.

        Examples
        --------
        >>> KnownTime.parse("2025-07-05T21:25Z").width_s
        60.0
        >>> KnownTime.parse("2023-12-03..2023-12-22").width_s / 86400.0
        20.0
        """
        first, dots, last = text.partition("..")
        start, precision_s = parse_utc_with_precision(first, where=where)
        end = start
        if dots:
            end, precision_s = parse_utc_with_precision(last, where=where)
        if precision_s >= 60.0:  # a finer statement is taken as the instant
            end += timedelta(seconds=precision_s)
        if end < start:
            raise InputError(f"'{text}' ends before it starts", where=where)
        return cls(earliest_utc=start, latest_utc=end)

    @property
    def iso(self) -> str:
        """The instant as text that `parse` reads back: a date, a minute, a second or a range."""
        first, last = self.earliest_utc, self.latest_utc
        if self.width_s == 0.0:
            return f"{first:%Y-%m-%dT%H:%M:%SZ}"
        if self.width_s == 60.0 and first.second == 0:
            return f"{first:%Y-%m-%dT%H:%MZ}"
        if first.time() == last.time() == time():
            until = last - timedelta(days=1)
            return f"{first:%Y-%m-%d}" + ("" if first == until else f"..{until:%Y-%m-%d}")
        return f"{first:%Y-%m-%dT%H:%M:%SZ}..{last:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def width_s(self) -> float:
        """How much is not known. [s]"""
        return (self.latest_utc - self.earliest_utc).total_seconds()

    @property
    def middle_utc(self) -> datetime:
        """The middle of the interval: for drawing and sorting, never for judging."""
        return self.earliest_utc + (self.latest_utc - self.earliest_utc) / 2

    def __str__(self) -> str:
        """Write the instant for a reader, as precisely as it is known."""
        if self.width_s <= 60.0:
            return format_utc(self.earliest_utc)[:16].replace("T", " ")
        first, _, last = self.iso.replace("T", " ").partition("..")
        return f"{first[:16]} to {last[:16]}" if last else first


def is_before(first: KnownTime, second: KnownTime) -> Answer:
    """Say whether one instant is no later than another.

    Examples
    --------
    >>> is_before(KnownTime.parse("2025-07-01"), KnownTime.parse("2025-07-05T21:25Z"))
    'yes'
    >>> is_before(KnownTime.parse("2025-07-05"), KnownTime.parse("2025-07-05T21:25Z"))
    'cannot say'
    """
    if first.latest_utc <= second.earliest_utc:
        return "yes"
    return "no" if first.earliest_utc > second.latest_utc else "cannot say"


def gap_days(first: KnownTime, second: KnownTime) -> tuple[float, float]:
    """Return the least and the most time from one instant to another; negative when before. [days]"""
    least_s = (second.earliest_utc - first.latest_utc).total_seconds()
    most_s = (second.latest_utc - first.earliest_utc).total_seconds()
    return least_s / DAY_S, most_s / DAY_S


def apart_days(first: KnownTime, second: KnownTime) -> tuple[float, float]:
    """Return the least and the most time between two instants, whichever comes first. [days]

    Examples
    --------
    >>> day, next_noon = KnownTime.parse("2025-07-05"), KnownTime.parse("2025-07-06T12:00:00Z")
    >>> apart_days(day, next_noon) == apart_days(next_noon, day) == (0.5, 1.5)
    True
    """
    least, most = gap_days(first, second)
    return max(0.0, least, -most), max(-least, most)
