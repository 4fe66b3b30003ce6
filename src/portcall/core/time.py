"""Time: aware UTC `datetime` at every edge, seconds from a named epoch inside.

Model   Leap seconds, TT and sidereal angles come from ERFA (the IAU's SOFA algorithms).
Valid   UTC since 1972. A `datetime` cannot hold second 60; such an instant is refused as impossible.
Source  IERS Conventions 2010, chapter 5; ERFA `dat`, `dtf2d`.
"""

import re
import warnings
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

import erfa

from portcall.core.constants import DAY_S
from portcall.core.errors import InputError

_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?)?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2})?",
)
_HOW = "write it as 2025-07-03T19:32:40Z, or with an offset such as +03:00"


def _aware(fields: tuple[str | None, ...], text: str, where: str) -> datetime:
    year, month, day, hour, minute, second, fraction, zone = fields
    offset = timedelta(0)
    if zone not in (None, "Z", "UTC"):
        digits = str(zone)[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        offset = -offset if str(zone)[0] == "-" else offset
    micro = int((fraction or "").ljust(6, "0"))
    try:
        moment = datetime(
            int(year or 0),
            int(month or 0),
            int(day or 0),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            micro,
            tzinfo=timezone(offset),
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as why:
        raise InputError(f"'{text}' is not a possible time: {why}", where=where) from None


def parse_utc_with_precision(text: str, *, where: str = "") -> tuple[datetime, float]:
    """Read an ISO 8601 time and how precisely it was stated.

    Parameters
    ----------
    text : str
        A date, or a date and time with `Z` or an offset. A bare date means UTC midnight.
    where : str
        File and key, for the error.

    Returns
    -------
    tuple[datetime, float]
        Aware UTC, and the size of the last stated digit: 86400, 60, 1, 0.1, 0.01 or 0.001. [s]

    Examples
    --------
    >>> parse_utc_with_precision("2025-07-04T00:32+05:00")
    (datetime.datetime(2025, 7, 3, 19, 32, tzinfo=datetime.timezone.utc), 60.0)
    """
    stripped = text.strip()
    match = _ISO.fullmatch(stripped)
    if match is None:
        raise InputError(f"'{text}' is not a time", where=where, remedy=_HOW)
    fields = match.groups()
    if fields[3] is not None and fields[7] is None:
        raise InputError(f"'{text}' has no time zone", where=where, remedy=_HOW)
    if fields[3] is None:
        precision_s = DAY_S
    elif fields[5] is None:
        precision_s = 60.0
    else:
        precision_s = 10.0 ** -min(len(fields[6] or ""), 3)
    return _aware(fields, text, where), precision_s


def parse_utc(text: str, *, where: str = "") -> datetime:
    """Read an ISO 8601 time with `Z` or an offset, or a bare date (midnight UTC), as aware UTC.

    Examples
    --------
    >>> parse_utc("2025-07-03T22:32:40+03:00").isoformat()
    '2025-07-03T19:32:40+00:00'
    """
    return parse_utc_with_precision(text, where=where)[0]


def require_utc(moment: datetime, *, where: str = "") -> datetime:
    """Return the same instant in UTC; refuse a naive one."""
    if moment.tzinfo is None:
        raise InputError(f"{moment.isoformat()} has no time zone", where=where, remedy=_HOW)
    return moment.astimezone(UTC)


def format_utc(moment: datetime) -> str:
    """Write an instant as ISO 8601 UTC to the millisecond, with `Z`.

    Examples
    --------
    >>> format_utc(datetime(2025, 7, 3, 19, 32, 40, 257499, tzinfo=UTC))
    '2025-07-03T19:32:40.257Z'
    """
    utc = require_utc(moment)
    rounded = utc + timedelta(microseconds=500 - (utc.microsecond + 500) % 1000)
    return rounded.strftime("%Y-%m-%dT%H:%M:%S.") + f"{rounded.microsecond // 1000:03d}Z"


@lru_cache(maxsize=4096)
def tai_minus_utc_s(day: date) -> float:
    """Return the leap seconds in force on a UTC day. [s]

    Examples
    --------
    >>> tai_minus_utc_s(date(2025, 7, 3))
    37.0
    """
    with warnings.catch_warnings():
        # before 1960 and some years ahead ERFA calls the year dubious: no leap second is announced
        warnings.simplefilter("ignore", erfa.ErfaWarning)
        return float(erfa.dat(day.year, day.month, day.day, 0.0))


def elapsed_s(start: datetime, end: datetime) -> float:
    """Return the SI seconds from one instant to another, leap seconds counted.

    Examples
    --------
    >>> elapsed_s(datetime(2016, 12, 31, tzinfo=UTC), datetime(2017, 1, 1, tzinfo=UTC))
    86401.0
    """
    start, end = require_utc(start), require_utc(end)
    leap_s = tai_minus_utc_s(end.date()) - tai_minus_utc_s(start.date())
    return (end - start).total_seconds() + leap_s


def after(start: datetime, duration_s: float) -> datetime:
    """Return the instant a number of SI seconds after another (before it, when negative).

    Examples
    --------
    >>> after(datetime(2025, 7, 3, 19, 32, 40, tzinfo=UTC), 528.9).isoformat()
    '2025-07-03T19:41:28.900000+00:00'
    """
    start = require_utc(start)
    try:
        end = start + timedelta(seconds=duration_s)
    except (OverflowError, ValueError):
        raise InputError(
            f"no calendar holds the instant {duration_s:g} s after {start:%Y-%m-%d}",
            limit="the years 1 to 9999",
        ) from None
    leap_s = tai_minus_utc_s(end.date()) - tai_minus_utc_s(start.date())
    return end - timedelta(seconds=leap_s)


def julian_date_utc(moment: datetime) -> tuple[float, float]:
    """Return the two-part quasi Julian date in UTC: midnight, and the fraction of the day."""
    utc = require_utc(moment)
    midnight = utc.replace(hour=0, minute=0, second=0, microsecond=0)
    # 1721424.5 is the Julian date of midnight before day 1 of the proleptic Gregorian calendar
    return midnight.toordinal() + 1_721_424.5, (utc - midnight).total_seconds() / DAY_S


def julian_date_tt(moment: datetime) -> tuple[float, float]:
    """Return the two-part Julian date in Terrestrial Time."""
    day, fraction = julian_date_utc(moment)
    leap_s = tai_minus_utc_s(require_utc(moment).date())
    return day, fraction + (leap_s + 32.184) / DAY_S  # TT - TAI = 32.184 s by definition
