"""Columns pasted cell by cell: a line that is only a clock, and under it what happens then.

Model   Where several lines are nothing but a clock, no label stands above the first of them, and what
        is below the last tells an event, each belongs to the line below it.
Valid   At least three such lines in a text.
Source  Chosen here.
"""

from collections.abc import Mapping, Sequence

from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.tokens import Token

LEAST = 3
MOST_TOKENS, LABEL_TOKENS = 9, 5
CLOCK_ROLES = frozenset({"clock", "zone_name"})


def lines_under_clocks(tokens: Sequence[Token], at: Mapping[int, Sequence[Item]]) -> set[int]:
    """Return the tokens that begin a line which goes on with the clock above it."""
    starts = [i for i in range(len(tokens)) if i == 0 or "\n" in tokens[i].gap]
    ends = [*starts[1:], len(tokens)]
    clocks = [n for n in range(len(starts)) if _only_clock(tokens, at, starts[n], ends[n])]
    if len(clocks) < LEAST:
        return set()
    above, below_last = clocks[0] - 1, clocks[-1] + 1
    labelled = above >= 0 and ends[above] - starts[above] <= LABEL_TOKENS
    if labelled and _tells(at, starts[above], ends[above]):
        return set()
    if below_last == len(starts) or not _tells(at, starts[below_last], ends[below_last]):
        return set()
    alone = set(clocks)
    below = (n + 1 for n in clocks if n + 1 < len(starts) and n + 1 not in alone)
    return {starts[n] for n in below}


def _only_clock(
    tokens: Sequence[Token], at: Mapping[int, Sequence[Item]], first: int, last: int
) -> bool:
    if not tokens[first].is_number or last - first > MOST_TOKENS:
        return False
    i, colon = first, False
    while i < last:
        item = next((one for one in at.get(i, ()) if one.role in CLOCK_ROLES), None)
        colon = colon or tokens[i].text == ":"
        if item is not None:
            i = item.last
        elif tokens[i].is_number or tokens[i].text in {":", "."}:
            i += 1
        else:
            return False
    return colon


def _tells(at: Mapping[int, Sequence[Item]], first: int, last: int) -> bool:
    return any(one.role == "event" for i in range(first, last) for one in at.get(i, ()))
