"""What a page was made of, left in a pasted text: its tags, its coded signs, the stars of its markup.

Model   A tag that ends a cell becomes a bar, one that ends a line or a block a line break; the others, and
        the stars around bold words, are nothing. A coded sign is the sign.
Valid   Tags of HTML that pages of text have; other words in angle brackets are left as they are.
Source  The HTML standard.
"""

import html
import re
from collections.abc import Iterator

_MARK = re.compile(
    r"</?(?P<tag>td|th|tr|br|p|div|span|a|b|i|u|strong|em|li|ul|ol|table|tbody|thead|tfoot|h[1-6]|font|img|hr"
    r"|sup|sub|small|time|section|article|header|footer|figure|figcaption|blockquote|dl|dt|dd|pre|code)"
    r"(?:\s[^<>]{0,400})?/?>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});|\*\*|__(?=\w)|(?<=\w)__",
    re.IGNORECASE,
)
CELLS = frozenset({"td", "th"})
LINES = frozenset(
    {"tr", "br", "p", "div", "li", "ul", "ol", "table", "hr", "blockquote", "dt", "dd", "pre"}
)
HEADINGS = re.compile(r"h[1-6]")


def clear_page_marks(text: str) -> Iterator[tuple[str, int]]:
    """Yield the characters of a text without the marks of a page, each with its place.

    Parameters
    ----------
    text : str
        As it was pasted.
    """
    last = 0
    for mark in _MARK.finditer(text):
        yield from ((text[i], i) for i in range(last, mark.start()))
        for sign in _meaning(mark):
            yield sign, mark.start()
        last = mark.end()
    yield from ((text[i], i) for i in range(last, len(text)))


def has_page_marks(text: str) -> bool:
    """Return whether a text has any marks of a page."""
    return _MARK.search(text) is not None


def _meaning(mark: re.Match[str]) -> str:
    """Return what a mark stands for."""
    words = mark.group()
    if words.startswith("&"):
        sign = html.unescape(words)
        return sign if len(sign) == 1 else words
    tag = (mark.group("tag") or "").lower()
    ends = words.startswith("</")
    if tag in CELLS:
        return " | " if ends else ""
    if tag in LINES or HEADINGS.fullmatch(tag):
        return "\n" if ends or tag in {"br", "hr"} else ""
    return ""
