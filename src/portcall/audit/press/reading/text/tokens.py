"""Words, numbers and signs of a text with their places; sentences come from `sentences`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_PIECE = re.compile(r"\d+|'s(?![^\W_])|[^\W\d_]+|[^\w\s]|_")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Token(NamedTuple):
    """A word, a number or a sign; `gap` is the space before it: '', ' ' or newlines."""

    text: str
    lower: str
    start: int
    end: int
    gap: str

    @property
    def is_number(self) -> bool:
        """True for digits."""
        return self.text.isdecimal()

    @property
    def is_capital(self) -> bool:
        """True when it begins with a capital letter."""
        return self.text[:1].isupper()


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a plain text; "SoyuzMS27" is three of them.

    Examples
    --------
    >>> [token.text for token in tokenize("SoyuzMS27 left at 3:32p.m.")]
    ['Soyuz', 'MS', '27', 'left', 'at', '3', ':', '32', 'p', '.', 'm', '.']
    """
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    last = 0
    for found in _PIECE.finditer(text):
        word, (start, end) = found.group(), found.span()
        gap = _gap(text, last, start) if start > last else ""
        last, lower = end, word.lower()
        if word[1:] == lower[1:] or not word.isascii() or not _HUMP.search(word):
            yield Token(word, lower, start, end, gap)
            continue
        for part in _HUMP.split(word):
            yield Token(part, part.lower(), start, start + len(part), gap)
            start, gap = start + len(part), ""


def _gap(text: str, start: int, end: int) -> str:
    lines = text.count("\n", start, end)
    return "\n" * min(lines, 2) if lines else "\t" if "\t" in text[start:end] else " "
