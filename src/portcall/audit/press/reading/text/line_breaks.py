"""Which line breaks end what is said, and which only wrap a line that was too long.

Model   A wrapped line is as full as its block allows: the first word of the next line would not have
        fitted. A line that goes on with a small letter, or ends with a comma, was wrapped in any case.
Valid   Blocks wrapped at up to 130 characters; a short line is a line of its own, but in a narrow block.
Source  Chosen here.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from portcall.audit.press.reading.text.tokens import Token

SHORT_LINE, NARROW = 56, 36
LONGEST_WRAP = 130
LABEL_WORDS = 6
OPEN_ENDS = frozenset({",", "("})


class Line(NamedTuple):
    """Tokens from `first` to before `last`, `width` characters wide."""

    first: int
    last: int
    width: int


def line_ends(tokens: Sequence[Token], function: Collection[str]) -> set[int]:
    """Return the tokens with which a line begins that does not go on with the one before.

    Parameters
    ----------
    function : collection of str
        Words behind which a sentence never ends.
    """
    found: set[int] = set()
    for block in _blocks(tokens):
        width = max(line.width for line in block)
        found.add(block[0].first)
        for i in range(1, len(block)):
            if not _wrapped(tokens, block[i - 1], block[i], width, function):
                found.add(block[i].first)
    return found


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Line]]:
    block: list[Line] = []
    first = 0
    for i in range(1, len(tokens) + 1):
        if i < len(tokens) and "\n" not in tokens[i].gap:
            continue
        block.append(Line(first, i, tokens[i - 1].end - tokens[first].start))
        first = i
        if i == len(tokens) or tokens[i].gap == "\n\n":
            yield block
            block = []


def _wrapped(
    tokens: Sequence[Token], line: Line, after: Line, width: int, function: Collection[str]
) -> bool:
    last, begin = tokens[line.last - 1], tokens[after.first]
    if line.width < SHORT_LINE:
        return _in_narrow_block(tokens, line, after, width, function)
    if last.text in OPEN_ENDS or last.text in function:
        return True
    if begin.text[:1].islower():
        return not _is_label(tokens, after, 2)
    fits = line.width + 1 + _word(tokens, after) <= width
    return not (fits or width > LONGEST_WRAP or _is_label(tokens, after, LABEL_WORDS))


def _in_narrow_block(
    tokens: Sequence[Token], line: Line, after: Line, width: int, function: Collection[str]
) -> bool:
    """Return whether a short line is as full as all its block, and breaks off in a sentence."""
    if line.width < NARROW or width > SHORT_LINE or _is_label(tokens, after, LABEL_WORDS):
        return False
    last, begin = tokens[line.last - 1], tokens[after.first]
    full = line.width + 1 + _word(tokens, after) > width
    return full and (last.text in OPEN_ENDS or last.text in function or begin.text[:1].islower())


def _word(tokens: Sequence[Token], line: Line) -> int:
    """Return how wide the first word of a line is, with the signs that join it."""
    last = line.first
    while last + 1 < line.last and tokens[last + 1].gap == "":
        last += 1
    return tokens[last].end - tokens[line.first].start


def _is_label(tokens: Sequence[Token], line: Line, words: int) -> bool:
    """Return whether a line begins with a label: "Launch time: 3:32 p.m."."""
    near = range(line.first + 1, min(line.first + words, line.last - 1))
    return any(tokens[j].text == ":" and tokens[j + 1].gap for j in near)
