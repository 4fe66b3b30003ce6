"""Days written short: "21/11", "4/22", "17.02.", "on the 5th"; only where nothing else can be meant."""

from typing import NamedTuple

from portcall.audit.press.reading.mentions.clocks import read_clock
from portcall.audit.press.reading.text.marked import Marked

MAX_MONTH = 12
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
BEHIND = frozenset({",", "-", "@", "|", "(", ":"})
SIGNS_BEHIND = 2
ENDS = frozenset({",", ".", ";", ")", "(", ":", "-", ""})


class ShortDay(NamedTuple):
    """Month, absent where only the number of the day is told, day, and the token after."""

    month: int | None
    day: int
    last: int


def read_short_day(marked: Marked, i: int) -> ShortDay | None:
    """Return the day that begins at a token, written without a year."""
    return _slashed(marked, i) or _dotted(marked, i) or _numbered(marked, i)


def _slashed(marked: Marked, i: int) -> ShortDay | None:
    """Read "21/11" and "4/22", where only one of the two can be the month, beside a time word."""
    if marked.text(i + 1) != "/" or not (marked.glued(i + 1) and marked.glued(i + 2)):
        return None
    if marked.text(i + 3) in {"/", "."} and marked.number(i + 4) is not None:
        return None
    found = _told_apart(marked.number(i, 2), marked.number(i + 2, 2))
    beside = marked.text(i + 3) == "(" and marked.item(i + 4, "weekday")  # "13/04 (Wed) 08:00"
    if found is None or not (_led(marked, i) or _followed(marked, i + 3) or beside):
        return None
    return ShortDay(*found, i + 3)


def _dotted(marked: Marked, i: int) -> ShortDay | None:
    """Read "17.02." and "27.02, 21:24 UTC": two digits each, and a clock behind them."""
    if marked.text(i + 1) != "." or not (marked.glued(i + 1) and marked.glued(i + 2)):
        return None
    if len(marked.text(i)) != 2 or len(marked.text(i + 2)) != 2:
        return None
    a, b = marked.number(i, 2), marked.number(i + 2, 2)
    if a is None or b is None or not 1 <= b <= MAX_MONTH or not 1 <= a <= MONTH_DAYS[b - 1]:
        return None
    last = i + 3
    if marked.text(last) == "." and marked.glued(last):
        last += 1
        if marked.glued(last) and marked.number(last) is not None:
            return None
    return ShortDay(b, a, last) if _followed(marked, last) else None


def _numbered(marked: Marked, i: int) -> ShortDay | None:
    """Read "on the 5th": a day whose month goes without saying."""
    suffix = marked.item(i + 1, "day", "ordinal")
    day = marked.number(i, 2)
    if suffix is None or day is None or not marked.glued(i + 1) or not 1 <= day <= max(MONTH_DAYS):
        return None
    led = marked.is_word(i - 1, "the") and marked.is_word(i - 2, "before_numbered_day")
    ended = marked.text(suffix.last) in ENDS or marked.is_word(suffix.last, "at")
    return ShortDay(None, day, suffix.last) if led and ended else None


def _told_apart(a: int | None, b: int | None) -> tuple[int, int] | None:
    """Return month and day of two numbers of which one cannot be the month."""
    if a is None or b is None or (a > MAX_MONTH) == (b > MAX_MONTH):
        return None
    day, month = max(a, b), min(a, b)
    return (month, day) if month >= 1 and day <= MONTH_DAYS[month - 1] else None


def _led(marked: Marked, i: int) -> bool:
    before = marked.inside[i - 1] if i else -1
    weekday = before >= 0 and marked.item(before, "weekday") is not None
    return weekday or marked.is_word(i - 1, "before_short_day")


def _followed(marked: Marked, i: int) -> bool:
    """Return whether a clock time is told behind a day."""
    for j in range(i, i + SIGNS_BEHIND + 1):
        if read_clock(marked, j) is not None:
            return True
        if marked.text(j) not in BEHIND and not marked.is_word(j, "at"):
            return False
    return False
