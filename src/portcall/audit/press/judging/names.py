"""Family names compared without regard to accents, initials, case and spelling."""

import difflib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

ALIKE = 0.78  # Zubritsky and Zubritskiy, Kud-Sverchkov and Kud-Sverchkow


def plain(name: str) -> str:
    """Return a family name in lower case without accents and initials.

    Examples
    --------
    >>> plain("S. Williams"), plain("López-Alegría")
    ('williams', 'lopez-alegria')
    """
    marks = unicodedata.normalize("NFKD", name.replace("\u0131", "i").replace("ł", "l"))
    letters = "".join(one for one in marks if not unicodedata.combining(one)).lower()
    words = [word for word in letters.split() if not (len(word) <= 2 and word.endswith("."))]
    return words[-1] if words else letters


@lru_cache(maxsize=4096)
def same_name(one: str, other: str) -> bool:
    """Return whether two family names are one person's, spelled alike; half of a double one will do.

    Examples
    --------
    >>> same_name("Zubritskiy", "Zubritsky"), same_name("Aunon", "Aunon-Chancellor")
    (True, True)
    """
    first, second = plain(one), plain(other)
    double, single = (first, second) if "-" in first else (second, first)
    halves = double.split("-") if "-" in double and "-" not in single else []
    return _alike(first, second) or any(_alike(single, half) for half in halves)


def _alike(first: str, second: str) -> bool:
    return first == second or difflib.SequenceMatcher(None, first, second).ratio() >= ALIKE


def strangers(named: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return those who are named and not known."""
    return [one for one in named if not any(same_name(one, other) for other in known)]
