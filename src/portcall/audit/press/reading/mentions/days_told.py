"""The days that a text tells with month and number, whatever they are of."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portcall.audit.press.reading.text.marked import Marked

MAX_DAY = 31
YEARS = range(1998, 2100)
YEAR_WORDS = 4


class DayTold(NamedTuple):
    """A month and a day, and a year where one stands beside them."""

    month: int
    day: int
    year: int | None

    @property
    def real(self) -> date | None:
        """The date; absent without a year, or where there is none such."""
        try:
            return None if self.year is None else date(self.year, self.month, self.day)
        except ValueError:
            return None

    def is_of(self, when: date) -> bool:
        """Return whether it can be a date, or the one beside it in another zone."""
        if self.year is not None and self.year != when.year:
            return False
        return self.month == when.month and abs(self.day - when.day) <= 1


def days_told(marked: Marked) -> frozenset[DayTold]:
    """Return the days of a text."""
    return frozenset(one for _, one in days_at(marked))


def days_at(marked: Marked) -> Iterator[tuple[int, DayTold]]:
    """Yield the days of a text with the token that each stands on."""
    for item in marked.items:
        if item.role != "month":
            continue
        day = marked.number(item.last, 2) or marked.number(item.first - 1, 2)
        if day is None or not 0 < day <= MAX_DAY:
            continue
        year = next(
            (
                number
                for j in range(item.last, item.last + YEAR_WORDS)
                if (number := marked.number(j)) in YEARS
            ),
            None,
        )
        yield item.first, DayTold(int(item.value), day, year)
