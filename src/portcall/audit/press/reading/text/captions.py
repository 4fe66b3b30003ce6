"""Captions of pictures: the day under a picture is not the day of the text.

Model   A line that says whose picture it is, or what one shows ("Credit: ...", "is pictured", "in this
        image"), and the line above one that only names who took it.
Valid   Lines of a length that captions have.
Source  The words of the line.
"""

from portcall.audit.press.reading.text.marked import Marked

MAX_TOKENS = 110
CREDIT_TOKENS = 12


def caption_tokens(marked: Marked) -> frozenset[int]:
    """Return the tokens of a text that stand in captions."""
    lines = _lines(marked)
    found: set[int] = set()
    for number, line in enumerate(lines):
        if len(line) > MAX_TOKENS or not _is_caption(marked, line):
            continue
        found.update(line)
        above = lines[number - 1] if number else range(0)
        if _credits(marked, line[0]) and len(line) <= CREDIT_TOKENS:
            found.update(above if len(above) <= MAX_TOKENS else ())
    return frozenset(found)


def _lines(marked: Marked) -> list[range]:
    starts = [i for i in range(marked.size) if i == 0 or "\n" in marked.tokens[i].gap]
    return [range(one, two) for one, two in zip(starts, [*starts[1:], marked.size], strict=True)]


def _credits(marked: Marked, i: int, *, and_colon: bool = False) -> bool:
    """Return whether a word says whose picture it is; "photos" within a line does so before a colon."""
    before_colon = not and_colon or marked.text(i + 1) == ":"
    return marked.is_word(i, "credit") or (marked.is_word(i, "credits") and before_colon)


def _is_caption(marked: Marked, line: range) -> bool:
    for i in line:
        if _credits(marked, i, and_colon=True):
            return True
        if marked.is_word(i, "picture") and marked.is_word(i - 1, "before_picture"):
            return True
    return False
