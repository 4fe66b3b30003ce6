"""The day a text was published: given, in its first lines, or the first date that has a year."""

from datetime import date
from typing import Literal, NamedTuple

from portcall.audit.press.reading.clocks import read_clock
from portcall.audit.press.reading.dates import DateSaid, read_date
from portcall.audit.press.reading.day_lines import begins_row
from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.zone_time import Day

HEAD_TOKENS = 60
PLACE_TOKENS = 7
TAIL_TOKENS = 60
PUBLISHED_WORDS = 4


class Dateline(NamedTuple):
    """The day that relative times count from, the tokens it stands on, where it is from."""

    day: date | None
    first: int
    last: int
    source: Literal["given", "in the text", "first date", "none"]


def find_dateline(marked: Marked, given: date | None) -> Dateline:
    """Return the day that a text counts from."""
    printed = _published(marked) or _in_head(marked)
    if given is not None:
        return Dateline(given, *(printed[1:3] if printed else (0, 0)), "given")
    if printed is not None and printed[0] is not None:
        return Dateline(printed[0], printed[1], printed[2], "in the text")
    for i in range(len(marked.tokens)):
        day = _full(read_date(marked, i)) if _may_begin(marked, i) else None
        if day is not None:
            return Dateline(day, 0, 0, "first date")
    return Dateline(None, 0, 0, "none")


def _may_begin(marked: Marked, i: int) -> bool:
    return marked.tokens[i].is_number or i in marked.at


def _full(said: DateSaid | None, year: int | None = None) -> date | None:
    if said is None or said.month is None or said.day is None:
        return None
    used = said.year or year
    return None if used is None else Day(used, said.month, said.day).real


def _published(marked: Marked) -> tuple[date | None, int, int] | None:
    """Read "Published July 3, 2025" and "Updated: 2025-07-03" near the beginning or the end."""
    size = len(marked.tokens)
    for item in marked.items:
        if item.role != "dateline" or HEAD_TOKENS < item.first < size - TAIL_TOKENS:
            continue
        for j in range(item.last, min(item.last + PUBLISHED_WORDS, size)):
            said = read_date(marked, j) if _may_begin(marked, j) else None
            if said is not None and said.month is not None:
                return _full(said), j, said.last
            if marked.text(j) not in {":", ",", "-"} and not marked.item(j, "link"):
                break
    return None


def _in_head(marked: Marked) -> tuple[date | None, int, int] | None:
    """Read "MOSCOW, July 4, 2025 --" and a first line that is a date alone."""
    tokens = marked.tokens
    for i in range(min(PLACE_TOKENS, len(tokens))):
        said = read_date(marked, i) if _may_begin(marked, i) else None
        if said is None or said.month is None or said.day is None:
            continue
        after = marked.text(said.last)
        j = said.last
        if after == "(":
            while j < min(said.last + 6, len(tokens)) and marked.text(j) != ")":
                j += 1
            after = marked.text(j + 1)
        alone = i == 0 and said.last < len(tokens) and "\n" in tokens[said.last].gap
        if alone and _heads_rows(marked, said.last):
            return None
        place = i > 0 and tokens[0].is_capital
        dash = after in {"-", "/"} or (after == ":" and place)
        if alone or (dash and (place or i == 0)):
            return _full(said, _year_of(marked)), i, said.last
        return None
    return None


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
