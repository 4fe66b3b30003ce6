"""The day by which a place of a text knows its ships: its own, or one printed with its year.

Model   A text whose full dates are all long before or after its own day, or most of them, tells of
        flights of that time: there the full date nearest to a place counts.
Valid   Dates with month, day and year.
Source  The text.
"""

from bisect import bisect_left
from datetime import date, timedelta
from functools import cached_property

from portcall.audit.press.reading.mentions.days_told import DayTold, days_at, days_told
from portcall.audit.press.reading.text.marked import Marked

LONG = timedelta(days=400)


class FlightDays:
    """The days of one text."""

    def __init__(self, marked: Marked, day: date | None) -> None:
        self.marked, self.day = marked, day

    @cached_property
    def told(self) -> frozenset[DayTold]:
        """Every month and day that it tells."""
        return days_told(self.marked)

    @cached_property
    def _far(self) -> list[tuple[int, date]]:
        """The full dates of another time; empty where the text is of its own."""
        if self.day is None:
            return []
        full = [(place, when) for place, one in days_at(self.marked) if (when := one.real)]
        far = [(place, when) for place, when in full if abs(when - self.day) > LONG]
        today = any(True for _ in self.marked.roles(0, self.marked.size, "weekday"))
        return far if 2 * (len(full) - len(far)) < len(far) and not today else []

    def at(self, place: int) -> date | None:
        """Return the day that a token's ship was under way on."""
        if not self._far:
            return self.day
        here = bisect_left(self._far, place, key=lambda one: one[0])
        near = self._far[max(here - 1, 0) : here + 1]
        return min(near, key=lambda one: abs(one[0] - place))[1]
