"""From a clock, a date and a zone to an instant, read literally."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from portcall.audit.press.reading.mentions.clocks import Clock
from portcall.audit.press.reading.mentions.zones_said import ZoneSaid

DAY_HOURS = 24


@dataclass(frozen=True)
class Day:
    """A date that may not exist (31 June)."""

    year: int
    month: int
    day: int

    @property
    def text(self) -> str:
        """YYYY-MM-DD as printed."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def real(self) -> date | None:
        """The date, when it exists."""
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


def day_of(when: date) -> Day:
    """Return a date as a day of a text."""
    return Day(when.year, when.month, when.day)


@lru_cache(maxsize=64)
def zone_info(name: str) -> ZoneInfo:
    """Return the rules of a zone."""
    return ZoneInfo(name)


def offset_of(zone: ZoneSaid, local: datetime) -> timedelta | None:
    """Return what a zone is ahead of UTC: stated, fixed by its name, or by the rules in force."""
    if zone.stated_s is not None:
        return timedelta(seconds=zone.stated_s)
    if zone.offset_s is not None:
        return timedelta(seconds=zone.offset_s)
    if zone.iana is None:
        return None
    return local.replace(tzinfo=zone_info(zone.iana)).utcoffset()


def instant_of(day: date, clock: Clock, zone: ZoneSaid) -> datetime | None:
    """Return the instant of a clock time on a day in a zone; 24:24 is 00:24 of the next.

    Absent when the clock time does not exist or the zone is not known.
    """
    if not clock.exists:
        return None
    over = timedelta(days=clock.hour // DAY_HOURS)
    hour = clock.hour % DAY_HOURS
    try:
        local = datetime.combine(day, time(hour, clock.minute, clock.second or 0)) + over
        ahead = offset_of(zone, local)
        return None if ahead is None else (local - ahead).replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None


def local_day(moment: datetime, zone: ZoneSaid) -> date:
    """Return the date of an instant in a zone."""
    ahead = offset_of(zone, moment.replace(tzinfo=None)) or timedelta(0)
    return (moment + ahead).date()
