"""The day a text was published: given, in its first lines, or the first date that has a year."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from portcall.audit.press.reading.instants.own_days import (
    day_among_flights,
    day_beside_today,
    day_of_posts,
    full_days,
    tells_an_event,
)
from portcall.audit.press.reading.instants.record_days import NEAR_DAYS, Days
from portcall.audit.press.reading.mentions.clocks import read_clock
from portcall.audit.press.reading.mentions.dates import DATE_ROLES, DateSaid, read_date
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.mentions.zone_time import Day
from portcall.audit.press.reading.text.day_lines import begins_row
from portcall.audit.press.reading.text.marked import Marked

HEAD_TOKENS = 90
PLACE_TOKENS = 9
TAIL_TOKENS = 60
PUBLISHED_WORDS = 4


class Dateline(NamedTuple):
    """The day that relative times count from, the tokens it stands on, where it is from."""

    day: date | None
    first: int
    last: int
    source: Literal["given", "in the text", "first date", "none"]
    yearless: tuple[int, int] | None = None
    apart: bool = False

    @property
    def firm(self) -> bool:
        """Whether it is the day of publication, and no guess."""
        return self.day is not None and self.source in {"given", "in the text"}

    @property
    def counts(self) -> bool:
        """Whether days count from it: the day of publication, or one on which nothing is told to happen."""
        return self.firm or (self.day is not None and self.apart)


def find_dateline(
    marked: Marked, given: date | None, stamps: Sequence[TimeMention] = ()
) -> Dateline:
    """Return the day that a text counts from."""
    printed = _published(marked) or _in_head(marked)
    if given is not None:
        nearby = _beside(marked, given)
        return Dateline(nearby or given, *(printed[1:3] if printed else (0, 0)), "given")
    yearless = None if printed is None else _yearless(read_date(marked, printed[1]))
    if printed is not None and (printed[0] is not None or yearless is not None):
        return Dateline(printed[0], printed[1], printed[2], "in the text", yearless)
    for stamp in stamps:
        posted = _full(stamp.date)
        if posted is not None:
            zoned = stamp.zone is not None and stamp.zone.iana is not None
            return Dateline(posted, 0, 0, "in the text" if zoned else "first date", apart=True)
    own = day_beside_today(marked)
    if own is not None and (own.year is not None or _yearless(own) is not None):
        return Dateline(_full(own, _year_of(marked)), 0, 0, "in the text", _yearless(own))
    posted = day_of_posts(marked)
    if posted is not None:
        return Dateline(posted, 0, 0, "first date", apart=True)
    return _first_date(marked, next(full_days(marked), None))


def _first_date(marked: Marked, first: tuple[int, date] | None) -> Dateline:
    if first is None:
        return Dateline(None, 0, 0, "none")
    return Dateline(first[1], 0, 0, "first date", apart=not tells_an_event(marked, first[0]))


def _beside(marked: Marked, given: date) -> date | None:
    """Return the day that the first line prints, where it is the day given in a zone further on."""
    head = _in_head(marked)
    said = None if head is None else read_date(marked, head[1])
    day = _full(said, given.year)
    return day if day is not None and abs((day - given).days) == 1 else None


def among_flights(head: Dateline, marked: Marked, days: Days) -> Dateline:
    """Return a dateline that is only the first date with the first one that fits the ships."""
    if head.source != "first date" or day_of_posts(marked) is not None:
        return head
    fits = day_among_flights(marked, days)
    known = any(one.coming or one.going for one in days.values())
    if fits is None:
        return head if not known else _first_date(marked, None)
    return head if fits[1] == head.day else _first_date(marked, fits)


def _yearless(said: DateSaid | None) -> tuple[int, int] | None:
    """Return month and day of a date that names no year."""
    if said is None or said.year is not None or said.month is None or said.day is None:
        return None
    return said.month, said.day


def with_year(head: Dateline, days: Days) -> Dateline:
    """Return a dateline that names no year with the one in which a ship of the text flew."""
    if head.yearless is None or head.source == "given":
        return head
    month, number = head.yearless
    for of_ship in days.values():
        known = (*of_ship.coming, *of_ship.going)
        if not known:
            continue
        years = range(min(known).year - 1, max(known).year + 2)
        found = [day for year in years if (day := Day(year, month, number).real)]
        best = min(found, key=lambda day: _outside(day, known), default=None)
        if best is not None and _outside(best, known) <= NEAR_DAYS:
            return head._replace(day=best)
    return head


def _outside(day: date, known: Sequence[date]) -> int:
    """Return how many days a day lies before or after a flight."""
    return max((min(known) - day).days, (day - max(known)).days, 0)


def _may_begin(marked: Marked, i: int) -> bool:
    return marked.begins(i, DATE_ROLES)


def _full(said: DateSaid | None, year: int | None = None) -> date | None:
    if said is None or said.month is None or said.day is None:
        return None
    used = said.year or year
    return None if used is None else Day(used, said.month, said.day).real


def _published(marked: Marked) -> tuple[date | None, int, int] | None:
    """Read "Published July 3, 2025" and "Updated: 2025-07-03" near the beginning or the end."""
    size = len(marked.tokens)
    for item in marked.items:
        if (
            item.role != "dateline"
            or item.value == "news"
            or HEAD_TOKENS < item.first < size - TAIL_TOKENS
        ):
            continue
        if _dates_an_event(marked, item.first):
            continue
        for j in range(item.last, min(item.last + PUBLISHED_WORDS, size)):
            said = read_date(marked, j) if _may_begin(marked, j) else None
            if said is not None and said.month is not None:
                return _full(said), j, said.last
            if marked.text(j) not in {":", ",", "-"} and not marked.item(j, "link"):
                break
    return None


def _dates_an_event(marked: Marked, i: int) -> bool:
    """Return whether the label is of an event: "Launch date: 20 May 2020"."""
    if i == 0 or "\n" in marked.tokens[i].gap:
        return False
    events = marked.language.events
    before = marked.inside[i - 1]
    return any(
        item.role == "event" and events[int(item.value)].kind != "said"
        for item in marked.at.get(before, ())
    )


def _in_head(marked: Marked) -> tuple[date | None, int, int] | None:
    """Read "MOSCOW, July 4, 2025 --" and a first line that is a date alone."""
    for sentence in marked.sentences:
        if sentence.first > HEAD_TOKENS:
            break
        shouted = sentence.new_block and _is_shouted(marked, sentence.first)
        found = _at(marked, sentence.first) if shouted or sentence.first == 0 else None
        if found is not None:
            return found
    return None


def _is_shouted(marked: Marked, i: int) -> bool:
    """Return whether a line begins with the name of a place in capitals, and not "DOCKING"."""
    if marked.item(i, "event"):
        return False
    return marked.text(i).isupper() and marked.text(i).isalpha() and len(marked.text(i)) > 1


def _at(marked: Marked, first: int) -> tuple[date | None, int, int] | None:
    """Read the dateline that begins at a token."""
    tokens = marked.tokens
    for i in range(first, min(first + PLACE_TOKENS, len(tokens))):
        if marked.item(i, "ship"):
            return None  # "Soyuz MS-18, 17 October 2021: undocked 04:14"
        said = read_date(marked, i) if _may_begin(marked, i) else None
        if said is None or said.month is None or said.day is None:
            continue
        before = tokens[first:i]
        place = any(one.text.isalpha() for one in before) and all(
            one.is_capital or not one.text.isalpha() for one in before
        )
        alone = i == 0 and said.last < len(tokens) and "\n" in tokens[said.last].gap
        if alone and _heads_rows(marked, said.last):
            return None
        after = _sign_behind(marked, said.last)
        named = [one for one in before if one.text.isalpha()]
        shouted = place and bool(named) and named[0].text.isupper()
        dash = after in {"-", "/"} or (after == ":" and place) or (after == "." and shouted)
        if alone or (dash and (place or i == 0)):
            return _full(said, _year_of(marked)), i, said.last
        return None
    return None


def _sign_behind(marked: Marked, i: int) -> str:
    """Return the sign behind a date, past what stands in brackets."""
    if marked.text(i) != "(":
        return marked.text(i)
    closing = next((j for j in range(i, i + 6) if marked.text(j) == ")"), i + 6)
    return marked.text(closing + 1)


def _heads_rows(marked: Marked, i: int) -> bool:
    """Return whether a first line that is a day heads the row of a schedule behind it."""
    return begins_row(marked.tokens, marked.at, i) or read_clock(marked, i) is not None


def _year_of(marked: Marked) -> int | None:
    """Return the year of the first date of the text that has one."""
    for i in range(len(marked.tokens)):
        said = read_date(marked, i) if _may_begin(marked, i) else None
        if said is not None and said.year is not None:
            return said.year
    return None
