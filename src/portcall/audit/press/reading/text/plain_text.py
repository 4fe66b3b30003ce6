"""A text in plain signs, with the way back to its own characters."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from portcall.audit.press.reading.text.page_marks import clear_page_marks, has_page_marks

SIGNS = {
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009", " "
    ),
    **dict.fromkeys("\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\uff07`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0131": "i",
    "\u00f8": "o",
    "\u00d8": "O",
    "\u0142": "l",
    "\u0141": "L",
}


class PlainText(NamedTuple):
    """Plain signs and, when some were left out, the place of each in the text it was made from."""

    plain: str
    places: tuple[int, ...] | None

    def place(self, index: int) -> int:
        """Return where a character stood in the original."""
        return index if self.places is None else self.places[index]


@lru_cache(maxsize=4096)
def _plain_sign(sign: str) -> str:
    """Return one plain character for another, or none for a mark without width."""
    known = SIGNS.get(sign)
    if known is not None:
        return known
    category = unicodedata.category(sign)
    if category in {"Mn", "Cf"}:
        return ""
    if category == "Zs":
        return " "
    if category == "Cc":
        return sign if sign in "\n\r\t" else " "
    base = unicodedata.normalize("NFKD", sign)[0]
    return base if category[0] in "LN" and base.isascii() and base.isalnum() else sign


def make_plain(text: str) -> PlainText:
    r"""Return a text with plain dashes, quotes, spaces and letters without accents.

    Examples
    --------
    >>> make_plain("3\u202fJuly \u2013 L\u00f3pez").plain
    '3 July - Lopez'
    """
    marked = has_page_marks(text)
    if text.isascii() and text.isprintable() and not marked:
        return PlainText(text, None)
    if marked:
        pairs = [(_plain_sign(sign), place) for sign, place in clear_page_marks(text)]
        kept = [(sign, place) for sign, place in pairs if sign]
        return PlainText("".join(sign for sign, _ in kept), tuple(place for _, place in kept))
    signs = [_plain_sign(sign) for sign in text]
    places = tuple(i for i, sign in enumerate(signs) if sign)
    return PlainText("".join(signs), None if len(places) == len(text) else places)
