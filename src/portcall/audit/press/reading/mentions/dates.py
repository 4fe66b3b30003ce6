"""Dates as they are written: in full, without a year, weekdays, and days that count from another."""

from typing import NamedTuple

from portcall.audit.press.reading.mentions.clocks import YEARS, is_year, read_clock
from portcall.audit.press.reading.mentions.short_days import read_short_day
from portcall.audit.press.reading.text.marked import Marked

FIRST_YEAR, LAST_YEAR = YEARS[0], YEARS[-1]
DATE_ROLES = frozenset({"day", "weekday", "month"})
MAX_DAY = 39
APOSTROPHES, CENTURY = frozenset({"'", "\u2019"}), 2000
MAX_MONTH = 12


class DateSaid(NamedTuple):
    """A date as printed. `relative` is a number of days, `last`, `next`, `same`, `after`, `last year`."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    relative: str | None
    last: int


def read_date(marked: Marked, i: int) -> DateSaid | None:
    """Return the date that begins at a token."""
    relative = marked.item(i, "day")
    if relative is not None and relative.value in {"last", "next"}:
        weekday = marked.item(relative.last, "weekday")
        if weekday is None:
            return None
        return DateSaid(None, None, None, int(weekday.value), relative.value, weekday.last)
    if relative is not None and relative.value not in {"part", "ordinal"}:
        if marked.phrase(relative.last, "than") is not None:
            return None  # "a day later than planned"
        return DateSaid(None, None, None, None, relative.value, relative.last)
    weekday = marked.item(i, "weekday")
    if weekday is None:
        return _calendar_date(marked, i)
    after = _past_signs(marked, weekday.last)
    dated = _calendar_date(marked, after)
    if dated is None:
        return DateSaid(None, None, None, int(weekday.value), None, weekday.last)
    last = dated.last
    if "(" in {marked.text(j) for j in range(weekday.last, after)} and marked.text(last) == ")":
        last += 1
    return dated._replace(weekday=int(weekday.value), last=last)


def _past_signs(marked: Marked, i: int) -> int:
    for _ in range(4):
        part = marked.item(i, "day", "part")
        if part is not None:
            i = part.last
        elif marked.text(i) in {",", "("} or marked.is_word(i, "past_sign"):
            i += 1
        else:
            return i
    return i


def _calendar_date(marked: Marked, i: int) -> DateSaid | None:
    found = _numeric(marked, i) or _year_first(marked, i)
    if found is None:
        found = _month_first(marked, i) or _day_first(marked, i) or _short(marked, i)
    if found is None or found.day is None or found.weekday is not None:
        return found
    weekday = _weekday_behind(marked, found.last)
    if weekday is not None:
        return found._replace(weekday=weekday[0], last=weekday[1])
    year = " ".join(marked.text(j).lower() for j in (found.last, found.last + 1))
    if found.year is None and year in {"last year", "this year", "next year"}:
        return found._replace(relative=year, last=found.last + 2)
    return found


def _year_first(marked: Marked, i: int) -> DateSaid | None:
    """Read "2025 April 8"."""
    year = marked.number(i)
    if year not in YEARS or len(marked.text(i)) != len("2025") or not marked.item(i + 1, "month"):
        return None
    found = _month_first(marked, i + 1)
    return found if found is None or found.year else found._replace(year=year)


def _short(marked: Marked, i: int) -> DateSaid | None:
    short = read_short_day(marked, i)
    return None if short is None else DateSaid(None, short.month, short.day, None, None, short.last)


def _weekday_behind(marked: Marked, i: int) -> tuple[int, int] | None:
    """Read the weekday of "December 8, Monday" and "July 9 (Sat.)": number and the token after."""
    sign = marked.text(i)
    weekday = marked.item(i + 1, "weekday")
    if sign not in {",", "("} or weekday is None:
        return None
    last = weekday.last
    if sign == "(":
        return (int(weekday.value), last + 1) if marked.text(last) == ")" else None
    if last < marked.size and "\n" not in marked.tokens[last].gap:
        ends = marked.text(last) in {",", ":", ";", "-", "|", "(", ".", ")"}
        if not (ends or marked.item(last, "link") or read_clock(marked, last)):
            return None
        if _calendar_date(marked, last + (marked.text(last) == ",")) is not None:
            return None  # "December 8, Monday, December 15"
    return int(weekday.value), last


def _numeric(marked: Marked, i: int) -> DateSaid | None:
    """Read 2025-07-03, 2025/07/03, 03.07.2025 and 7/3/2025."""
    sign = marked.text(i + 1)
    if sign not in {"-", "/", "."} or marked.text(i + 3) != sign or marked.number(i) is None:
        return None
    if not all(marked.glued(j) for j in range(i + 1, i + 5)):
        return None
    a, b, c = (marked.number(j) for j in (i, i + 2, i + 4))
    if a is None or b is None or c is None:
        return None
    if FIRST_YEAR <= a <= LAST_YEAR and sign != "." and 1 <= b <= MAX_MONTH:
        return DateSaid(a, b, c, None, None, i + 5)
    if not FIRST_YEAR <= c <= LAST_YEAR:
        return None
    month, day = (b, a) if sign in {".", "-"} or a > MAX_MONTH else (a, b)
    return DateSaid(c, month, day, None, None, i + 5) if 1 <= month <= MAX_MONTH else None


def read_day_behind(marked: Marked, i: int) -> DateSaid | None:
    """Read the "(20/12)" behind a clock, where only one of the two can be the month."""
    a, b = marked.number(i + 1, 2), marked.number(i + 3, 2)
    signs = [marked.text(j) for j in (i, i + 2, i + 4)]
    if signs != ["(", "/", ")"] or a is None or b is None or not (a > MAX_MONTH) ^ (b > MAX_MONTH):
        return None
    day, month = (a, b) if a > MAX_MONTH else (b, a)
    return DateSaid(None, month, day, None, None, i + 5) if month and day <= MAX_DAY else None


def _year(marked: Marked, i: int) -> tuple[int | None, int]:
    """Return the year that follows a month or day, and the token after it."""
    j = i + (marked.text(i) == ",")
    short = marked.number(j + 1, 2) if marked.text(j) in APOSTROPHES else None
    if short is not None and marked.glued(j + 1) and len(marked.text(j + 1)) == 2:
        return CENTURY + short, j + 2
    value = marked.number(j)
    if value is None or len(marked.text(j)) != len("2025") or not FIRST_YEAR <= value <= LAST_YEAR:
        return None, i
    if (marked.item(j + 1, "zone_name") and not is_year(marked, j)) or _is_clock(marked, j):
        return None, i
    return value, j + 1


def _year_behind(marked: Marked, i: int) -> tuple[int | None, int | None, int]:
    """Return the year that follows a day, the weekday between them, and the token after."""
    year, last = _year(marked, i)
    if year is not None:
        return year, None, last
    weekday = _weekday_behind(marked, i)
    if weekday is None:
        return None, None, i
    year, last = _year(marked, weekday[1])
    return year, weekday[0], last


def _month_first(marked: Marked, i: int) -> DateSaid | None:
    month = marked.item(i, "month")
    if month is None:
        return None
    j = month.last
    day = marked.number(j, 2)
    if day is None or not 1 <= day <= MAX_DAY or _is_clock(marked, j):
        year, last = _year(marked, j)
        return DateSaid(year, int(month.value), None, None, None, last) if year else None
    j = _past_ordinal(marked, j + 1)
    if marked.text(j) == "-" and marked.number(j + 1, 2) is not None and _year(marked, j + 2)[0]:
        j += 2  # "October 20-22, 2021"
    year, weekday, last = _year_behind(marked, j)
    return DateSaid(year, int(month.value), day, weekday, None, last)


def _is_clock(marked: Marked, i: int) -> bool:
    minutes = marked.glued(i + 1) and marked.glued(i + 2) and marked.number(i + 2) is not None
    return (marked.text(i + 1) == ":" and minutes) or bool(
        (word := marked.item(i + 1, "clock")) and word.value in {"am", "pm"}
    )


def _day_first(marked: Marked, i: int) -> DateSaid | None:
    day = marked.number(i, 2)
    if day is None or not 1 <= day <= MAX_DAY:
        return None
    j = _past_ordinal(marked, i + 1)
    if marked.text(j) in {"-", "."} or marked.is_word(j, "of"):
        j += 1
    month = marked.item(j, "month")
    if month is None:
        return None
    year, weekday, last = _year_behind(marked, month.last)
    if year is None and marked.text(month.last) == "-":
        year, after = _year(marked, month.last + 1)
        last = after if year else last
    return DateSaid(year, int(month.value), day, weekday, None, last)


def _past_ordinal(marked: Marked, i: int) -> int:
    suffix = marked.item(i, "day", "ordinal")
    return suffix.last if suffix and marked.glued(i) else i
