"""Posts that a text shows as they stood: "... docked today. - Station (@station) September 6, 2024".

Model   A line that begins by a dash, with a name and its account in brackets, ends a post by its day. From
        that day count the days of the line before it, and of its own.
Valid   Posts signed as pages show them. Other words with a date behind them are none.
Source  The text.
"""

from collections.abc import Sequence
from datetime import date

from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.text.marked import Marked

ACCOUNT = "@"
DASHES = frozenset({"-", "\u2013", "\u2014"})
MAX_NAME = 16
NEAR = 3


def signed_posts(marked: Marked, times: Sequence[TimeMention]) -> list[TimeMention]:
    """Return the dates that sign a post."""
    return [one for one in times if _dash_before(marked, one) is not None]


def days_of_posts(marked: Marked, signatures: Sequence[TimeMention]) -> dict[int, date]:
    """Return the day of the post to which a sentence belongs."""
    days: dict[int, date] = {}
    for one in signatures:
        day, dash = _day(one), _dash_before(marked, one)
        if day is None or dash is None:
            continue
        first = _line_before(marked, dash)
        for number in range(one.sentence, -1, -1):
            if marked.sentences[number].last <= first:
                break
            days.setdefault(number, day)
    return days


def _day(one: TimeMention) -> date | None:
    said = one.date
    if said is None or said.year is None or said.month is None or said.day is None:
        return None
    try:
        return date(said.year, said.month, said.day)
    except ValueError:
        return None


def _dash_before(marked: Marked, one: TimeMention) -> int | None:
    """Return where the signature begins of which a date is the end."""
    if _day(one) is None:
        return None
    near = range(one.first - 1, max(one.first - 1 - NEAR, -1), -1)
    closed = next((j for j in near if marked.text(j) == ")"), None)
    if closed is None:
        return None
    account = False
    for j in range(closed - 1, max(closed - 1 - MAX_NAME, -1), -1):
        account = account or marked.text(j) == ACCOUNT
        if account and marked.text(j) in DASHES and not marked.glued(j + 1):
            return j
    return None


def _line_before(marked: Marked, dash: int) -> int:
    """Return the first token of the post's last line: the signature's own, or the one above it."""
    j = dash
    if "\n" in marked.tokens[j].gap:
        j -= 1
    while j > 0 and "\n" not in marked.tokens[j].gap:
        j -= 1
    return max(j, 0)
