"""A family name in one spelling, whatever letters it was written over with."""

import unicodedata
from functools import lru_cache

SPELLED = (("iy", "y"), ("ye", "e"), ("ie", "e"), ("yo", "e"), ("tz", "ts"), ("kh", "h"))


@lru_cache(maxsize=4096)
def plain_family(name: str) -> str:
    """Return the last word of a name in lower case, without accents, in one transliteration.

    Examples
    --------
    >>> plain_family("Novitskiy") == plain_family("Oleg Novitsky")
    True
    """
    marks = unicodedata.normalize("NFKD", name.rpartition(" ")[2].lower())
    plain = "".join(one for one in marks if not unicodedata.combining(one))
    for long, short in SPELLED:
        plain = plain.replace(long, short)
    return plain
