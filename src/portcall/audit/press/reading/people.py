"""Lists of people: names that are known, and names in a list where a crew is told."""

from typing import NamedTuple

from portcall.audit.press.reading.lexicon import Item, find_items
from portcall.audit.press.reading.marked import Marked, Sentence
from portcall.audit.press.reading.register import Register

MAX_WORDS = 4
MAX_LIST = 9
CONTEXT_WORDS = 9
OTHER_ROLES = frozenset(
    {"ship", "module", "month", "weekday", "rocket", "site", "family", "event", "zone_name"}
)


class CrewList(NamedTuple):
    """People named together."""

    names: tuple[str, ...]
    first: int
    last: int
    sentence: int
    sure: float


class _Person(NamedTuple):
    name: str
    known: bool
    last: int


def find_people(marked: Marked, register: Register, crew_of: tuple[str, ...]) -> list[CrewList]:
    """Return the lists of two or more people.

    Parameters
    ----------
    crew_of : tuple of str
        People who fly on the text's ships: they decide between people of one family name.
    """
    known = {item.first: item for item in find_items(marked.tokens, register.people_lexicon)}
    found: list[CrewList] = []
    for number, sentence in enumerate(marked.sentences):
        i = sentence.first
        while i < sentence.last:
            if i not in known and not marked.tokens[i].is_capital:
                i += 1
                continue
            people, last = _list(marked, i, sentence.last, known, crew_of)
            if len(people) >= 2 and _is_crew(marked, people, i, last, sentence):
                sure = 0.9 if all(one.known for one in people) else 0.7
                names = tuple(one.name for one in people)
                found.append(CrewList(names, i, last, number, sure))
            i = max(last, i + 1)
    return found


def _is_crew(
    marked: Marked, people: list[_Person], first: int, last: int, bounds: Sentence
) -> bool:
    start, end = bounds.first, bounds.last
    if sum(one.known for one in people) >= 1:
        return True
    begin = max(start, first - CONTEXT_WORDS)
    around = (*range(begin, first), *range(last, min(last + CONTEXT_WORDS - 3, end)))
    return any(
        item.role == "people"
        and (item.value in {"context", "people"} or item.last - item.first > 1)
        for j in around
        for item in marked.at.get(j, ())
    )


def _list(
    marked: Marked, i: int, end: int, known: dict[int, Item], crew_of: tuple[str, ...]
) -> tuple[list[_Person], int]:
    people: list[_Person] = []
    last = i
    while len(people) < MAX_LIST:
        j = _past_titles(marked, i, end) if people else i
        person = _person(marked, j, end, known, crew_of)
        if person is None:
            break
        people.append(person)
        last = i = person.last
        if marked.text(i) == "(":
            close = next((k for k in range(i, min(i + 5, end)) if marked.text(k) == ")"), None)
            i = i if close is None else close + 1
        joined = False
        while i < end and (marked.text(i) in {",", "&", "/"} or marked.item(i, "people", "and")):
            joined, i = True, i + 1
        if not joined:
            break
    return people, max(last, i if not people else last)


def _past_titles(marked: Marked, i: int, end: int) -> int:
    for _ in range(5):
        title = marked.item(i, "people", "title") if i < end else None
        if title is None:
            return i
        i = title.last
    return i


def _person(
    marked: Marked, i: int, end: int, known: dict[int, Item], crew_of: tuple[str, ...]
) -> _Person | None:
    """Return the name that begins at a token: given names and a family name."""
    words: list[str] = []
    given: str | None = None
    j = i
    while j < end and len(words) < MAX_WORDS:
        item = known.get(j)
        if item is not None:
            return _Person(_full_name(item.value, given, crew_of), True, item.last)
        token = marked.tokens[j]
        if not token.is_capital or not token.text.isalpha() or _is_other(marked, j):
            break
        if words and "\n" in token.gap:
            break
        name = marked.item(j, "given")
        given = marked.language.names.given[int(name.value)].name if name else given
        words.append(token.text)
        j += 1
        if marked.text(j) == "." and len(token.text) == 1:
            j += 1
        while marked.text(j) == "-" and marked.glued(j) and marked.glued(j + 1):
            words[-1] += "-" + marked.text(j + 1)
            j += 2
        if marked.glued(j) and marked.text(j)[:1].isupper():
            words[-1] += marked.text(j)
            j += 1
    if not words or len(words[-1]) < 3:
        return None
    return _Person(words[-1], False, j)


def _is_other(marked: Marked, i: int) -> bool:
    return any(item.role in OTHER_ROLES for item in marked.at.get(i, ())) or (
        marked.text(i).lower() in marked.language.function or marked.text(i).isupper()
    )


def _full_name(family: str, given: str | None, crew_of: tuple[str, ...]) -> str:
    """Return a family name as the calendar writes it."""
    if given is not None and given.endswith(family):
        return given
    return next((name for name in crew_of if name.rpartition(" ")[2] == family), family)
