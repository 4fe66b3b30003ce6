"""Lines of a schedule: one that is only a day, and rows that begin with a clock time."""

from collections.abc import Mapping, Sequence

from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.tokens import Token

DAY_WORDS = 10
ROW_WORDS = 9
TIME_WORDS = 24
DAY_ROLES = frozenset({"weekday", "month", "day"})
DAY_SIGNS = frozenset({",", ".", ":", "-", "/", "*", "#", "(", ")", "=", "of", "the"})
CLOCK_ROLES = frozenset({"clock", "zone", "zone_name", "link", "city"})
ROW_SIGNS = frozenset({":", "-", "|"})
BULLETS = frozenset({"-", "*", "|", "#", "\u2022", "\u00b7", "\u25cf", "\u25aa", "\u2023"})

Marks = Mapping[int, Sequence[Item]]


def is_day_line(tokens: Sequence[Token], at: Marks, first: int) -> bool:
    """Return whether the line that begins at a token is only a day: "Monday, Dec. 8"."""
    i, named, dated = first, False, False
    while i < len(tokens) and (i == first or "\n" not in tokens[i].gap):
        if i - first >= DAY_WORDS:
            return False
        item = next((one for one in at.get(i, ()) if one.role in DAY_ROLES), None)
        if item is not None:
            named = named or item.role == "weekday"
            dated = dated or item.role == "month"
            i = item.last
        elif tokens[i].is_number:
            colon = i + 1 < len(tokens) and tokens[i + 1].text == ":" and tokens[i + 1].gap == ""
            if colon and i + 2 < len(tokens) and tokens[i + 2].gap == "":
                return False  # a clock time
            i += 1
        elif tokens[i].lower in DAY_SIGNS or tokens[i].text in BULLETS:
            i += 1
        else:
            return False
    return named or (dated and i - first > 1)


def begins_row(tokens: Sequence[Token], at: Marks, first: int) -> bool:
    """Return whether a line begins a row: with a bullet, or with a clock and a dash or a colon."""
    if tokens[first].text in BULLETS or _begins_field(tokens, at, first):
        return True
    if not tokens[first].is_number:
        return False
    i, clock = first, False
    while i < min(first + ROW_WORDS, len(tokens)) and (i == first or "\n" not in tokens[i].gap):
        item = next((one for one in at.get(i, ()) if one.role in CLOCK_ROLES), None)
        glued = tokens[i].gap == ""
        if item is not None:
            clock = clock or item.role == "clock"
            i = item.last
        elif tokens[i].is_number or (tokens[i].text in {":", "."} and glued):
            clock = clock or tokens[i].text == ":"
            i += 1
        else:
            return clock and tokens[i].text in ROW_SIGNS
    return False


def is_only_time(tokens: Sequence[Token], at: Marks, first: int, last: int) -> bool:
    """Return whether the tokens from one to before another are a day and a clock, as before a row."""
    if last - first > TIME_WORDS:
        return False
    i, numbers = first, 0
    while i < last:
        item = next((one for one in at.get(i, ()) if one.role in DAY_ROLES | CLOCK_ROLES), None)
        if item is not None:
            i = item.last
        elif tokens[i].is_number or not tokens[i].text.isalnum():
            numbers += tokens[i].is_number
            i += 1
        else:
            return False
    return numbers > 0


def _begins_field(tokens: Sequence[Token], at: Marks, first: int) -> bool:
    """Return whether a line begins with the name of a field: "Launch date and time", "Docking date"."""
    event = next((one for one in at.get(first, ()) if one.role == "event"), None)
    if event is None or not tokens[first].is_capital:
        return False
    return any(one.role == "dateline" for one in at.get(event.last, ()))
