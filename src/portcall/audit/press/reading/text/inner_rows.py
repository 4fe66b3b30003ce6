"""Rows of a schedule that were pasted into one line: "... (docking at 1:32 a.m.) 5 p.m. -- Undocking".

Model   A clock with its half of the day and a dash behind it begins a row of its own.
Valid   Clocks of twelve hours, noon and midnight; a dash with blanks around it.
Source  Chosen here.
"""

from collections.abc import Sequence

from portcall.audit.press.reading.text.tokens import Token

HALVES = frozenset({"a", "p"})
NAMED = frozenset({"noon", "midnight"})
LEADS = frozenset({":", ",", "-", "at", "from", "until", "to", "by", "and", "or", "("})


def inner_rows(tokens: Sequence[Token]) -> set[int]:
    """Return the tokens in the midst of a line at which a row of a schedule begins."""
    found: set[int] = set()
    for i, token in enumerate(tokens[:-1]):
        if token.text != "-" or token.gap != " " or tokens[i - 1].text == "-" or i < 2:
            continue
        after = tokens[i + 1]
        after = (
            tokens[min(i + 2, len(tokens) - 1)] if after.text == "-" and not after.gap else after
        )
        first = _clock_before(tokens, i)
        if first is None or not (after.is_capital and after.gap != "\n"):
            continue
        if tokens[first].gap == " " and first and tokens[first - 1].lower not in LEADS:
            found.add(first)
    return found


def _clock_before(tokens: Sequence[Token], i: int) -> int | None:
    """Return where the clock begins that ends right before a token."""
    if tokens[i - 1].lower in NAMED:
        return i - 1
    j = i - 1
    letters: list[str] = []
    while j > 0 and tokens[j].lower in {".", "m", "a", "p"}:
        letters.insert(0, tokens[j].lower)
        j -= 1
    if "".join(letters).replace(".", "") not in {"am", "pm"} or not tokens[j].is_number:
        return None
    minutes = j >= 2 and tokens[j - 1].text == ":" and not (tokens[j - 1].gap or tokens[j].gap)
    if minutes and tokens[j - 2].is_number:
        return j - 2
    return j
