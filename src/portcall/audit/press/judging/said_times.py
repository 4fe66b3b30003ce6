"""What the time of a claim says: its span in UTC, its clock and date in the zone of the text."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portcall.records.claims import Claim

CLOCKS = ("second", "minute")
SURE = 0.5  # below, the text gives the time up or the reading is a guess
USUAL_ZONES = ("UTC", "Europe/Moscow", "America/New_York", "America/Chicago")
MINUTE = timedelta(minutes=1)
_STEPS = {
    len("2025-07-03T21Z"): timedelta(hours=1),
    len("2025-07-03T21:27Z"): MINUTE,
    len("2025-07-03T21:27:00Z"): timedelta(seconds=1),
}


@lru_cache(maxsize=128)
def zone_rules(name: str) -> ZoneInfo | None:
    """Return the rules of a zone; none when it has no name or is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _month_span(year: int, month: int) -> tuple[datetime, datetime]:
    first = datetime(year, month, 1, tzinfo=UTC)
    following = first.replace(day=28) + timedelta(days=4)
    return first, following.replace(day=1)


def _one_span(text: str) -> tuple[datetime, datetime]:
    if "T" in text:
        plain = text.partition(".")[0].removesuffix("Z") + "Z" if "." in text else text
        step = _STEPS[len(plain)]
        if plain[10] != "T" or plain[-1] != "Z":
            raise ValueError(text)
        hours_only = "" if step < timedelta(hours=1) else ":00"
        first = datetime.fromisoformat(plain[:-1] + hours_only).replace(tzinfo=UTC)
        return first, first + step
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return datetime(parts[0], 1, 1, tzinfo=UTC), datetime(parts[0] + 1, 1, 1, tzinfo=UTC)
    if len(parts) == 2:
        return _month_span(*parts)
    year, month, number = parts
    first = datetime(year, month, number, tzinfo=UTC)
    return first, first + timedelta(days=1)


@lru_cache(maxsize=4096)
def span_of(value: str | None) -> tuple[datetime, datetime] | None:
    """Return first instant and end of an ISO instant, date, month or interval; none if unreal."""
    if value is None:
        return None
    first_text, _, last_text = value.partition("/")
    try:
        first, end = _one_span(first_text)
        return (first, _one_span(last_text)[1]) if last_text else (first, end)
    except (ValueError, KeyError, TypeError, OverflowError):
        return None


def is_counted(claim: Claim) -> bool:
    """Return whether a time is only counted from that of another claim, with no clock of its own."""
    said = claim.said
    return said is not None and said.relative_to is not None and not said.clock_said


def exact_utc(claim: Claim) -> datetime | None:
    """Return the instant of a claim that a clock tells, to the second or minute."""
    if is_counted(claim):
        return None
    if claim.value is None or "T" not in claim.value or "/" in claim.value:
        return None
    if claim.precision not in CLOCKS:
        return None
    span = span_of(claim.value)
    return None if span is None else span[0]


def day_said(claim: Claim) -> date | None:
    """Return the date as printed, in the zone of the text, when it exists."""
    text = claim.said.date_said if claim.said is not None else None
    if text is None and claim.precision == "day":
        text = claim.value
    if text is None:
        at = exact_utc(claim)
        return None if at is None else at.date()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def clock_shift(claim: Claim) -> timedelta | None:
    """Return how far the zone as read is ahead of UTC: date and clock as printed less the value."""
    at, said = exact_utc(claim), claim.said
    if at is None or said is None or said.clock_said is None or said.date_said is None:
        return None
    try:
        day = date.fromisoformat(said.date_said)
        parts = [int(part) for part in said.clock_said.split(":")]
        clock = timedelta(hours=parts[0], minutes=parts[1])
    except (ValueError, IndexError):
        return None
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight + clock - at.replace(second=0, microsecond=0)


def local(claim: Claim, utc: datetime) -> datetime:
    """Return an instant in the zone of a claim; in UTC when it names none."""
    rules = None
    if claim.said is not None and claim.said.zone is not None:
        rules = zone_rules(claim.said.zone)
    if rules is not None:
        return utc.astimezone(rules)
    shift = clock_shift(claim)
    return utc + shift if shift is not None else utc


def is_after_dateline(claim: Claim, dateline: str | None) -> bool:
    """Return whether the event of a claim lies on a day after the text was published."""
    day = day_said(claim)
    if dateline is None or day is None:
        return False
    try:
        published = date.fromisoformat(dateline[:10])
    except ValueError:
        return False
    return day > published + timedelta(days=1)


def dates_of(utc: datetime, zones: tuple[str, ...]) -> set[date]:
    """Return the dates of an instant in some zones, and in UTC."""
    found = {utc.date()}
    for name in zones:
        rules = zone_rules(name)
        if rules is not None:
            found.add(utc.astimezone(rules).date())
    return found
