"""Single slips of the pen that lead from a time as it is said to another one.

Each says what was probably done to the right time; which of them is meant, facts decide.
"""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from portcall.audit.press.judging.phrases import WEEKDAYS, day_words
from portcall.audit.press.judging.said_times import day_said, exact_utc, local, zone_rules
from portcall.records.claims import Claim

HALF_DAY = timedelta(hours=12)
DAY = timedelta(days=1)
MATCH = timedelta(minutes=2, seconds=30)
# what tells one claim from another and says nothing of its time
NOT_ASKED = {"number": 0, "start": 0, "end": 0, "quote": "", "reason": "", "correction": None}
CLOSE_DAYS = timedelta(days=3)
MONTHS = 12
YEARS = (1, -1, 2, -2, 3, -3)
PLACES = (
    ("UTC", "UTC"),
    ("Europe/Moscow", "Moscow"),
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("Asia/Qyzylorda", "Baikonur"),
    ("Asia/Almaty", "Kazakh"),
    ("Europe/Paris", "Central European"),
    ("Europe/London", "British"),
    ("Asia/Tokyo", "Japanese"),
    ("America/Los_Angeles", "Pacific"),
)


EVERYWHERE = frozenset({"UTC", "Europe/Moscow", "America/New_York", "America/Chicago"})
OF_SHIPS = {
    "progress": frozenset({"Asia/Qyzylorda", "Asia/Almaty"}),
    "soyuz": frozenset({"Asia/Qyzylorda", "Asia/Almaty"}),
    "htv": frozenset({"Asia/Tokyo"}),
    "crew": frozenset({"America/Los_Angeles"}),
    "cargo-dragon": frozenset({"America/Los_Angeles"}),
}


@dataclass(frozen=True)
class Edit:
    """A slip undone: its name, the instant that was meant, and why in words."""

    name: str
    utc: datetime
    words: str


def _half_days(claim: Claim, at: datetime) -> Iterator[Edit]:
    said = claim.said
    if said is not None and said.clock_said is not None and said.meridiem_said is None:
        hour = int(said.clock_said.split(":")[0])
        if hour >= HALF_DAY // timedelta(hours=1) or said.clock_said.startswith("0"):
            return
    meant = "p.m." if local(claim, at).hour < HALF_DAY // timedelta(hours=1) else "a.m."
    for step in (HALF_DAY, -HALF_DAY):
        yield Edit("am-pm", at + step, f"{meant} fits, half a day away")


def _days(claim: Claim, at: datetime) -> Iterator[Edit]:
    here = local(claim, at)
    midnight = here.hour == 0
    for days in (1, -1, 2, -2):
        to = (here + days * DAY).date()
        words = f"the clock time fits {day_words(to)}"
        if midnight and abs(days) == 1:
            words += "; an hour past midnight belongs to the day that it begins"
        yield Edit("midnight" if midnight else "day", at + days * DAY, words)


def _weekday_alone(claim: Claim, at: datetime) -> Iterator[Edit]:
    """Take another weekday of the same week for the one that is told without a date."""
    said, day = claim.said, day_said(claim)
    if said is None or said.weekday_said is None or day is None:
        return
    if str(day.day) in re.findall(r"\d+", claim.quote):
        return
    for days in (1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6):
        to = (local(claim, at) + days * DAY).date()
        yield Edit("weekday", at + days * DAY, f"the clock time fits {day_words(to)}")


def _weekday(claim: Claim, at: datetime) -> Iterator[Edit]:
    said, day = claim.said, day_said(claim)
    if said is None or said.weekday_said is None or day is None:
        return
    names = [name.lower() for name in WEEKDAYS]
    if said.weekday_said.lower() not in names:
        return
    ahead = (names.index(said.weekday_said.lower()) - day.weekday() + 3) % 7 - 3
    if ahead:
        to = day + ahead * DAY
        yield Edit("weekday", at + ahead * DAY, f"{said.weekday_said} was {day_words(to)}")


def _moved(day: date, at: datetime, year: int, month: int, number: int) -> datetime | None:
    try:
        return at + (date(year, month, number) - day)
    except (ValueError, OverflowError):
        return None


def _calendar(claim: Claim, at: datetime) -> Iterator[Edit]:
    day = day_said(claim)
    if day is None:
        return
    printed = claim.said is not None and claim.said.year_said
    for year in (day.year,) if printed else (day.year, day.year + 1, day.year - 1):
        swapped = _moved(day, at, year, day.day, day.month) if day.day != day.month else None
        if swapped is not None:
            to = date(year, day.day, day.month)
            yield Edit("month-day", swapped, f"day and month changed places: {day_words(to)} fits")
    digits = f"{day.year:04d}"
    turned = int(digits[:2] + digits[3] + digits[2]) - day.year  # 2032 for 2023
    for years in (*YEARS, turned):
        other = _moved(day, at, day.year + years, day.month, day.day)
        if other is not None:
            yield Edit("year", other, f"the year {day.year + years} fits")
    for months in (1, -1):
        month = (day.month - 1 + months) % 12 + 1
        year = day.year + (day.month - 1 + months) // 12
        other = _moved(day, at, year, month, day.day)
        if other is not None:
            yield Edit("month", other, f"{day_words(date(year, month, day.day))} fits")


def _by_local_clock(claim: Claim, at: datetime, slips: Iterator[Edit]) -> Iterator[Edit]:
    """Yield slips of the date, and again by the clock of the place where its season differs."""
    said = claim.said
    rules = None if said is None or said.offset_said_s is not None else zone_rules(said.zone or "")
    wall = local(claim, at).replace(tzinfo=None)
    for one in slips:
        yield one
        if rules is None:
            continue
        there = (wall + (one.utc - at)).replace(tzinfo=rules).astimezone(at.tzinfo)
        if there != one.utc:
            yield Edit(one.name, there, one.words)


def _dates(claim: Claim, at: datetime) -> Iterator[Edit]:
    return _by_local_clock(claim, at, _calendar(claim, at))


def _likely(claim: Claim, told: tuple[str, ...]) -> frozenset[str]:
    """Return the zones that a clock time may have been meant in: the usual, the ship's, the text's."""
    ship = claim.subject or ""
    own = (zones for stem, zones in OF_SHIPS.items() if ship.startswith(stem))
    return EVERYWHERE.union(told, *own)


def _zones(claim: Claim, at: datetime, told: tuple[str, ...]) -> Iterator[Edit]:
    """Read the clock time in another zone, the date kept or one day on."""
    said = local(claim, at)
    wall = said.replace(tzinfo=None)
    likely = _likely(claim, told)
    for name, place in PLACES:
        rules = zone_rules(name)
        if rules is None or name not in likely:
            continue
        for days in (0, 1, -1):
            meant = (wall + days * DAY).replace(tzinfo=rules).astimezone(at.tzinfo)
            if meant != at:
                words = (
                    f"the clock time fits as {place} time" if place != "UTC" else "it fits as UTC"
                )
                yield Edit("zone", meant, words if not days else f"{words} of the day beside it")


def _hours(_: Claim, at: datetime) -> Iterator[Edit]:
    for hours in (1, -1):
        words = "an hour off, as between winter and summer time"
        yield Edit("hour", at + timedelta(hours=hours), words)
    for hours in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11):
        for sign in (1, -1):
            step = timedelta(hours=sign * hours)
            yield Edit("hours", at + step, f"{hours} whole hours off, as between two zones")


FAMILIES: tuple[Callable[[Claim, datetime], Iterator[Edit]], ...] = (
    _weekday,
    _weekday_alone,
    _half_days,
    _days,
    _dates,
)


def edits(claim: Claim, zones: tuple[str, ...] = ()) -> tuple[Edit, ...]:
    """Return the times that one slip could have made into the one that is said.

    Parameters
    ----------
    claim : Claim
        An event with a clock time; others have none.
    zones : tuple of str
        Zones that the text names, besides the usual ones and those of the ship.
    """
    bare = claim.model_copy(update=NOT_ASKED)
    return _edits(bare, zones)


@lru_cache(maxsize=2048)
def _edits(claim: Claim, zones: tuple[str, ...]) -> tuple[Edit, ...]:
    at = exact_utc(claim)
    if at is None:
        return ()
    found: list[Edit] = []
    for family in FAMILIES:
        with contextlib.suppress(OverflowError):
            found.extend(family(claim, at))
    with contextlib.suppress(OverflowError):
        found.extend(_zones(claim, at, zones))
        found.extend(_hours(claim, at))
    return tuple(found)


def edit_towards(
    claim: Claim, target: datetime, zones: tuple[str, ...] = (), within: timedelta = MATCH
) -> Edit | None:
    """Return the likeliest slip that explains a claim when the right instant is known."""
    return next((one for one in edits(claim, zones) if abs(one.utc - target) <= within), None)


def slip_towards(claim: Claim, target: datetime, zones: tuple[str, ...] = ()) -> Edit | None:
    """Return the likeliest slip that explains a claim, any other month of the year among them.

    That is a slip only towards a known instant, of which the day of the month and the clock are told.
    """
    found, at = edit_towards(claim, target, zones), exact_utc(claim)
    if found is not None or at is None:
        return found
    months = _by_local_clock(claim, at, _other_months(claim, at))
    return next((one for one in months if abs(one.utc - target) <= MATCH), None)


def _other_months(claim: Claim, at: datetime) -> Iterator[Edit]:
    day = day_said(claim)
    for month in range(1, MONTHS + 1) if day is not None else ():
        other = _moved(day, at, day.year, month, day.day) if day is not None else None
        if other is not None and day is not None:
            yield Edit("month", other, f"{day_words(date(day.year, month, day.day))} fits")


def day_slips(claim: Claim, right: date) -> bool:
    """Return whether a slip leads from the date of a claim to the right one, or it is close by."""
    said = day_said(claim)
    if said is None:
        return (claim.value or "")[5:7] == f"{right:%m}"  # a month: only the year is another
    months = (said.year - right.year) * 12 + said.month - right.month
    return (
        abs(said - right) <= CLOSE_DAYS
        or (said.month, said.day) in ((right.month, right.day), (right.day, right.month))
        or (said.day == right.day and abs(months) == 1)
    )
