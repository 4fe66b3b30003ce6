"""Times as notices print them: day and hour with a month behind, daily hours, cancellation.

    221223Z TO 221312Z DEC 19                  navigational warning
    0554Z TO 0912Z DAILY 22 THRU 28 JUN 23     the same hours of each day
    ALTERNATE 230010Z TO 230130Z DEC 19        used when the first is not
    CANCEL THIS MSG 230230Z DEC 19
    B) 2607150900 C) 2607232100 D) DAILY 0900-2100      air notice

Source  IHO/IMO/WMO S-53, Joint Manual on Maritime Safety Information; ICAO Doc 8126, chapter 6.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from portcall.core.errors import InputError
from portcall.disposal.coordinates import place_in
from portcall.records.area import Window

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MON = rf"({'|'.join(MONTHS)})"
_YEAR = r"(?:\s+(\d{4}|\d{2})(?![\d\-Z]))?"
_SPAN = re.compile(
    rf"\b(\d{{6}})Z(?:\s+{_MON}{_YEAR})?\s+(?:TO|UNTIL)\s+(\d{{6}})Z\s+{_MON}{_YEAR}"
)
_DAILY = re.compile(
    rf"\b(\d{{4}})Z\s+TO\s+(\d{{4}})Z\s+DAILY\s+(?:FROM\s+)?(\d{{1,2}})(?:\s+{_MON}{_YEAR})?"
    rf"\s+(?:TO|THRU|THROUGH)\s+(\d{{1,2}})\s+{_MON}{_YEAR}"
)
_CANCEL = re.compile(rf"CANCEL\s+THIS\s+(?:MSG|MESSAGE)\s+(\d{{6}})Z\s+{_MON}{_YEAR}")
_AIR = re.compile(r"\bB\)\s*(\d{10})\s+C\)\s*(\d{10})")
_AIR_DAILY = re.compile(r"\bD\)\s*(?:DAILY|DLY)\s+(\d{4})-(\d{4})")
_AIR_DAYS = re.compile(
    rf"{_MON}\s+(\d{{2}})\s+(\d{{4}})-(?:{_MON}\s+(\d{{2}})\s+)?(\d{{4}})(\s+ALTN)?"
)
_NUMBER = re.compile(r"\b[A-Z]?\d{1,5}/(\d{4}|\d{2})\b")


@dataclass(frozen=True, slots=True)
class TimedWindow:
    """A window and where in the text it stands."""

    start: int
    end: int
    window: Window


@dataclass(frozen=True, slots=True)
class NoticeTimes:
    """All that a notice says of times; `notes` tells what could not be read."""

    windows: tuple[TimedWindow, ...]
    cancel_utc: datetime | None
    notes: tuple[str, ...]


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _instant(year: int, month: int, day: int, clock: str, at: str) -> datetime:
    try:
        return datetime(year, month, day, int(clock[:2]), int(clock[2:4]), tzinfo=UTC)
    except ValueError as why:
        raise InputError(
            f"day {day:02d} at {clock} of {MONTHS[(month - 1) % 12]} {year} is not a time: {why}",
            where=at,
        ) from None


def _month_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def _stated_year(text: str, year: int | None) -> int | None:
    """Return the year for times that name none: of the message's number, or the one given."""
    if year is not None:
        return year
    cancelled = _CANCEL.search(text)
    stated = _full_year(cancelled.group(3)) if cancelled else None
    numbered = _NUMBER.search(text)
    return stated or (_full_year(numbered.group(1)) if numbered else None)


def _window(
    dates: tuple[int, str | None, str | None, int, str, str | None],
    clocks: tuple[str, str],
    default_year: int | None,
    at: str,
    *,
    daily: bool,
    alternate: bool,
) -> Window | None:
    first_day, first_month, first_year, last_day, last_month, last_year = dates
    year = _full_year(last_year) or _full_year(first_year) or default_year
    if year is None:
        return None
    month = MONTHS.index(last_month) + 1
    end = _instant(year, month, last_day, clocks[1], at)
    if first_month is not None:
        month = MONTHS.index(first_month) + 1
        year = _full_year(first_year) or (year - 1 if month > end.month else year)
    elif first_day > last_day:
        year, month = _month_before(year, month)
    start = _instant(year, month, first_day, clocks[0], at)
    if end <= start:
        raise InputError("the time window ends before it starts", where=at)
    return Window(start_utc=start, end_utc=end, daily=daily, alternate=alternate)


def _between(text: str, start: int, end: int) -> str:
    return text[max(start, 0) : end]


def _air_windows(text: str, where: str) -> list[TimedWindow]:
    match = _AIR.search(text)
    if match is None:
        return []
    at = f"{where}, {place_in(text, match.start())}" if where else place_in(text, match.start())
    first, last = (
        _instant(2000 + int(t[:2]), int(t[2:4]), int(t[4:6]), t[6:], at) for t in match.groups()
    )
    daily = _AIR_DAILY.search(text, match.end())
    span = match.start(), match.end()
    if daily is not None:
        opens, closes = daily.groups()
        first = _instant(first.year, first.month, first.day, opens, at)
        last = _instant(last.year, last.month, last.day, closes, at)
    schedule = _AIR_DAYS.findall(_between(text, match.end(), _end_of_schedule(text, match.end())))
    if not schedule:
        if last <= first:
            raise InputError("the notice ends (C) before it starts (B)", where=at)
        window = Window(start_utc=first, end_utc=last, daily=daily is not None)
        return [TimedWindow(*span, window)]
    found = []
    for month, day, opens, last_month, last_day, closes, alternate in schedule:
        number = MONTHS.index(month) + 1
        year = first.year + (1 if number < first.month else 0)
        start = _instant(year, number, int(day), opens, at)
        ends = MONTHS.index(last_month) + 1 if last_month else number
        year += 1 if ends < number else 0
        end = _instant(year, ends, int(last_day or day), closes, at)
        if end <= start:
            raise InputError("a window of the schedule (D) ends before it starts", where=at)
        window = Window(start_utc=start, end_utc=end, alternate=bool(alternate))
        found.append(TimedWindow(*span, window))
    return found


def _end_of_schedule(text: str, start: int) -> int:
    end = text.find("E)", start)
    return len(text) if end < 0 else end


def read_times(text: str, *, year: int | None = None, where: str = "") -> NoticeTimes:
    """Return the windows and the cancellation time of a notice.

    Parameters
    ----------
    text : str
        The notice, upper case.
    year : int, optional
        Of times that name none; by default the year of the message's own number.
    where : str
        File or option, for the error.

    Raises
    ------
    InputError
        An impossible time, or a window that ends before it starts, with line and character.

    Examples
    --------
    >>> times = read_times("300554Z TO 010912Z JUL 23. ALTERNATE 021200Z TO 021300Z JUL 23.")
    >>> [(str(w.window.start_utc), w.window.alternate) for w in times.windows]
    [('2023-06-30 05:54:00+00:00', False), ('2023-07-02 12:00:00+00:00', True)]
    """
    default_year = _stated_year(text, year)
    found: list[TimedWindow] = []
    notes: list[str] = []
    matches = sorted([*_SPAN.finditer(text), *_DAILY.finditer(text)], key=lambda m: m.start())
    alternate, seen = False, 0
    for match in matches:
        lead = _between(text, max(seen, match.start() - 80), match.start())
        if re.search(r"\b(ALTERNATE|ALTERNATELY|BACKUP)\b", lead):
            alternate = True
        if re.search(r"\bPRIMARY\b", lead):
            alternate = False
        place = place_in(text, match.start())
        at = f"{where}, {place}" if where else place
        g = match.groups()
        if match.re is _DAILY:
            dates = int(g[2]), g[3], g[4], int(g[5]), g[6], g[7]
            clocks, daily = (g[0], g[1]), True
        else:
            dates = int(g[0][:2]), g[1], g[2], int(g[3][:2]), g[4], g[5]
            clocks = g[0][2:], g[3][2:]
            tail = text[match.end() : match.end() + 8]
            daily = bool(re.search(r"\bDAILY\s*$", lead) or re.match(r",?\s+DAILY", tail))
        window = _window(dates, clocks, default_year, at, daily=daily, alternate=alternate)
        if window is None:
            notes.append(f"time '{' '.join(match.group().split())}' names no year: not read")
        else:
            found.append(TimedWindow(match.start(), match.end(), window))
        seen = match.end()
    found += _air_windows(text, where)
    return NoticeTimes(tuple(found), _cancelled(text, default_year, where), tuple(notes))


def _cancelled(text: str, default_year: int | None, where: str) -> datetime | None:
    match = _CANCEL.search(text)
    if match is None:
        return None
    year = _full_year(match.group(3)) or default_year
    if year is None:
        return None
    place = place_in(text, match.start())
    at = f"{where}, {place}" if where else place
    clock, month = match.group(1), MONTHS.index(match.group(2)) + 1
    return _instant(year, month, int(clock[:2]), clock[2:], at)
