"""Words for gaps and instants in reasons."""

from datetime import date, datetime

MINUTE_S = 60.0
HOUR_S = 3600.0
DAY_S = 86_400.0
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def gap_words(gap_s: float) -> str:
    """Say how long: 38 s, 5 min, 3 h 10 min, 2 days.

    Examples
    --------
    >>> gap_words(11430.0)
    '3 h 10 min'
    >>> gap_words(172800.0)
    '2.0 days'
    """
    size = abs(gap_s)
    if size < 2.0 * MINUTE_S and size % MINUTE_S:
        return f"{size:.0f} s"
    if size < 2.0 * HOUR_S:
        return f"{size / MINUTE_S:.0f} min"
    if size < 2.0 * DAY_S:
        minutes = int(size // MINUTE_S)
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{size / DAY_S:.1f} days"


def instant_words(utc: datetime) -> str:
    """Say an instant: 2025-07-05 21:25 UTC, with seconds when it has any."""
    return f"{utc:%Y-%m-%d %H:%M:%S} UTC" if utc.second else f"{utc:%Y-%m-%d %H:%M} UTC"


def iso_minute(utc: datetime) -> str:
    """Return an instant as a claim's value."""
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}" if utc.second else f"{utc:%Y-%m-%dT%H:%MZ}"


def day_words(day: date) -> str:
    """Say a date: 3 July."""
    return f"{day.day} {day:%B}"


def weekday_of(day: date) -> str:
    """Return the English name of a date's weekday."""
    return WEEKDAYS[day.weekday()]
