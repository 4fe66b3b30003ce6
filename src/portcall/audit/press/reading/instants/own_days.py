"""Days that a text gives away as its own: "today (March 6)", the date under a quoted post.

Model   A date beside "today" is the day of the text, with or without its year. A post that a text
        quotes is signed "(@name) January 5, 2024": it is no older than the latest of them. Of other
        dates the first counts at which most of its ships flew.
Valid   Texts that name no dateline.
Source  The text; the days on record of its ships.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from portcall.audit.press.reading.instants.record_days import NEAR_DAYS, Days
from portcall.audit.press.reading.mentions.dates import DATE_ROLES, DateSaid, read_date
from portcall.audit.press.reading.mentions.zone_time import Day
from portcall.audit.press.reading.text.captions import caption_tokens
from portcall.audit.press.reading.text.marked import Marked

SIGNED = "@"
HANDLE_TOKENS = 6
SIGNS = frozenset({",", "("})
BESIDE = timedelta(days=3)
NEAR = timedelta(days=NEAR_DAYS)


def day_beside_today(marked: Marked) -> DateSaid | None:
    """Return the date that stands beside "today": "today (March 6)", "today, on May 2, 2024"."""
    for item in marked.items:
        if item.role != "day" or item.value != "0":
            continue
        j = item.last
        while marked.text(j) in SIGNS or marked.item(j, "link"):
            j += 1
        said = _date_at(marked, j) if item.last < j <= item.last + 2 else None
        if said is not None and said.month is not None and said.day is not None:
            return said
    return None


def day_of_posts(marked: Marked) -> date | None:
    """Return the latest day on which a quoted post is signed."""
    days = []
    for i, sign in enumerate(marked.words):
        if sign != ")" or not any(
            SIGNED in word for word in marked.words[max(i - HANDLE_TOKENS, 0) : i]
        ):
            continue
        said = _date_at(marked, i + 1)
        day = None if said is None else full_day(said)
        if day is not None:
            days.append(day)
    return max(days, default=None)


def day_among_flights(marked: Marked, days: Days) -> tuple[int, date] | None:
    """Return the first full date at which most of the ships flew, and its place; absent without any."""
    best, most = None, 0
    known = [told for one in days.values() if (told := (*one.coming, *one.going))]
    flights = [(min(told) - NEAR, max(told) + NEAR) for told in known]
    for i, day in full_days(marked):
        flew = sum(first <= day <= last for first, last in flights)
        if flew > most:
            best, most = (i, day), flew
    return best


def tells_an_event(marked: Marked, i: int) -> bool:
    """Return whether the sentence around a date tells what happened on it."""
    around = next(one for one in marked.sentences if one.first <= i < one.last)
    kinds = (
        marked.language.events[int(item.value)].kind
        for item in marked.roles(around.first, around.last, "event")
    )
    return any(kind != "said" for kind in kinds)


def full_days(marked: Marked) -> Iterator[tuple[int, date]]:
    """Yield the dates of a text that name their year and their places, captions left out."""
    for i in _outside_captions(marked):
        said = read_date(marked, i)
        day = None if said is None else full_day(said)
        if day is not None:
            yield i, day


def first_without_year(marked: Marked) -> DateSaid | None:
    """Return the first date of a text that names a day and a month, and no year."""
    for i in _outside_captions(marked):
        said = read_date(marked, i)
        if said is not None and said.year is None and said.month and said.day:
            return said
    return None


def _outside_captions(marked: Marked) -> list[int]:
    captions = caption_tokens(marked)
    return [i for i in sorted(marked.beginnings(DATE_ROLES)) if i not in captions]


def is_near(said: DateSaid, day: date) -> bool:
    """Return whether a day and a month, in some year, are within three days of a day."""
    if said.month is None or said.day is None:
        return False
    years = (day.year - 1, day.year, day.year + 1)
    told = [real for year in years if (real := Day(year, said.month, said.day).real)]
    return any(abs(one - day) <= BESIDE for one in told)


def full_day(said: DateSaid) -> date | None:
    """Return the day of a date that names its year."""
    if said.year is None or said.month is None or said.day is None:
        return None
    return Day(said.year, said.month, said.day).real


def _date_at(marked: Marked, i: int) -> DateSaid | None:
    begins = i < marked.size and marked.begins(i, DATE_ROLES)
    return read_date(marked, i) if begins else None
