"""One person's name: given names and a family name, or a family name that is on record."""

from typing import NamedTuple

from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

MAX_WORDS = 4
SHORTEST = 3
OTHER_ROLES = frozenset(
    {"ship", "module", "month", "weekday", "rocket", "site", "family", "event", "zone_name"}
)
NO_NAMES = frozenset({"title", "nobody"})
NICK_OPENS = frozenset({'"', "'", "\u201c", "\u2018", "("})
NICK_CLOSES = frozenset({'"', "'", "\u201d", "\u2019", ")"})
JOINERS = frozenset({"-", "'", "\u2019"})


class Person(NamedTuple):
    """A name: whether it is on record, whether it shows by itself to be a person's."""

    name: str
    known: bool
    strong: bool
    last: int


def person_at(
    marked: Marked, i: int, end: int, known: dict[int, Item], crew_of: tuple[str, ...]
) -> Person | None:
    """Return the name that begins at a token; none where a place, a nation or an office stands.

    Parameters
    ----------
    known : dict of int to Item
        Family names on record, by their first token.
    crew_of : tuple of str
        People of the text's ships, who decide between two of one family name.
    """
    words: list[str] = []
    given: str | None = None
    j = i
    while j < end and len(words) < MAX_WORDS:
        j = _past_nickname(marked, j) if words else j
        item = known.get(j)
        if item is not None:
            return Person(_full_name(item.value, given, crew_of), True, True, item.last)
        if not _is_word(marked, j, bool(words)) or (words and "\n" in marked.tokens[j].gap):
            break
        name = marked.item(j, "given")
        given = marked.language.names.given[int(name.value)].name if name else given
        word, j = _joined(marked, j)
        words.append(word)
    if not words or len(words[-1]) < SHORTEST or _stands_for_else(marked, i, j):
        return None
    titled = bool(_title_before(marked, i))
    return Person(_family(words, marked), False, titled or len(words) > 1, j)


def _is_word(marked: Marked, i: int, goes_on: bool) -> bool:
    """Return whether a token may be part of a name."""
    token = marked.tokens[i]
    if not token.text.isalpha():
        return False
    if not token.is_capital:
        return goes_on and _is_particle(marked, i) and marked.text(i + 1)[:1].isupper()
    if token.text.isupper() and len(token.text) > 1:
        return False
    here = marked.at.get(i, ())
    if any(item.role in OTHER_ROLES for item in here) or marked.inside[i] not in {-1, i}:
        return _is_particle(marked, i)
    if any(item.role == "people" and item.value in NO_NAMES for item in here):
        return False
    return token.lower not in marked.language.function


def _past_nickname(marked: Marked, i: int) -> int:
    """Return the token behind a name in quotes or brackets that stands within one: Sunita "Suni"."""
    if marked.text(i) not in NICK_OPENS or not marked.text(i + 1)[:1].isupper():
        return i
    return i + 3 if marked.text(i + 2) in NICK_CLOSES and marked.text(i + 3)[:1].isupper() else i


def _is_particle(marked: Marked, i: int) -> bool:
    return marked.item(i, "people", "particle") is not None


def _joined(marked: Marked, i: int) -> tuple[str, int]:
    """Return a word with what hangs on it by a hyphen or an apostrophe, and the token behind it."""
    word, j = marked.text(i), i + 1
    if marked.text(j) == "." and len(word) == 1:
        return word, j + 1
    while marked.text(j) in JOINERS and marked.glued(j):
        k = j + 1
        if marked.text(k) in JOINERS and marked.glued(k):  # Kud'-Sverchkov
            k += 1
        if not (marked.glued(k) and marked.text(k)[:1].isupper()):
            break
        word, j = word + ("-" if "-" in marked.text(k - 1) else "'") + marked.text(k), k + 1
    if marked.glued(j) and marked.text(j)[:1].isupper():
        word, j = word + marked.text(j), j + 1
    return word, j


def _family(words: list[str], marked: Marked) -> str:
    """Return the family name with what goes before it: Vande Hei, Al Neyadi."""
    particles = marked.language.grammar.people.get("particle", ())
    first = len(words) - 1
    while first > 0 and words[first - 1].lower() in particles:
        first -= 1
    return " ".join(words[first:])


def _stands_for_else(marked: Marked, first: int, last: int) -> bool:
    """Whether a capital word is a nation, a place or an office by what stands beside it."""
    ahead = first - 1 - (marked.text(first - 1).lower() in marked.language.function)
    in_it = marked.item(first - 1, "people", "place") or marked.item(ahead, "people", "place")
    if in_it or marked.text(last) == "'s":
        return True
    after = marked.at.get(last, ())
    glued_on = any(item.role == "people" and item.value == "nobody" for item in after)
    role = any(item.role == "people" and item.value == "title" for item in after)
    named_office = (
        glued_on and marked.tokens[last].is_capital and "\n" not in marked.tokens[last].gap
    )
    of_a_role = role and marked.text(last).islower() and marked.text(last) not in {"of", "from"}
    return named_office or of_a_role


def _title_before(marked: Marked, i: int) -> Item | None:
    start = marked.inside[i - 1] if i else -1
    return marked.item(start, "people", "title") if start >= 0 else None


def _full_name(family: str, given: str | None, crew_of: tuple[str, ...]) -> str:
    """Return a family name as the calendar writes it."""
    if given is not None and given.endswith(family):
        return given
    return next((name for name in crew_of if name.rpartition(" ")[2] == family), family)
