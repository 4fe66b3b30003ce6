"""Lists of people: names that are known, and names in a list where a crew is told."""

from collections.abc import Sequence
from typing import NamedTuple

from portcall.audit.press.reading.ships.person_names import Person, person_at
from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.text.lexicon import Item, find_items
from portcall.audit.press.reading.text.marked import Marked, Sentence

MAX_LIST = 9
MAX_BETWEEN = 16
MAX_BRACKET = 12
CONTEXT_WORDS = 9
BEHIND_WORDS = 8
OTHERS_SURE = 0.4
NO_SEATS = ("progress", "cygnus", "htv", "kounotori", "atv", "cargo-dragon", "nauka")


class CrewList(NamedTuple):
    """People named together; `ship_at` is where the ship stands that they are told of."""

    names: tuple[str, ...]
    first: int
    last: int
    sentence: int
    sure: float
    ship_at: int


def has_seats(ship: str | None) -> bool:
    """Return whether people can fly on a ship: of a freighter nobody is the crew."""
    return ship is None or not ship.startswith(NO_SEATS)


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
                sure = OTHERS_SURE if _of_others(marked, i, last, sentence) else sure
                names = tuple(one.name for one in people)
                ship_at = _ship_behind(marked, i, last, sentence)
                found.append(CrewList(names, i, last, number, sure, ship_at))
            i = max(last, i + 1)
    return found


def _is_crew(
    marked: Marked, people: Sequence[Person], first: int, last: int, bounds: Sentence
) -> bool:
    start, end = bounds.first, bounds.last
    if any(one.known for one in people):
        return True
    if not any(one.strong for one in people) and marked.text(first - 1) != ":":
        return False
    begin = max(start, first - CONTEXT_WORDS)
    around = (*range(begin, first), *range(last, min(last + CONTEXT_WORDS - 3, end)))
    return any(
        item.role == "people"
        and (
            item.value in {"context", "people"}
            or (item.value in {"title", "crew_of"} and item.last - item.first > 1)
        )
        for j in around
        for item in marked.at.get(j, ())
    )


def _list(
    marked: Marked, i: int, end: int, known: dict[int, Item], crew_of: tuple[str, ...]
) -> tuple[list[Person], int]:
    people: list[Person] = []
    last = i
    j, joined = i, True
    while len(people) < MAX_LIST and joined:
        person = person_at(marked, j, end, known, crew_of)
        if person is None or (people and not person.known and _of_something(marked, j)):
            break
        people.append(person)
        last = person.last
        j, joined = _past_titles(marked, last, end)
    return people, last


def _of_something(marked: Marked, i: int) -> bool:
    """Whether a name only says where the one before it belongs."""
    return marked.is_word(i - 1, "belongs")


def _past_titles(marked: Marked, i: int, end: int) -> tuple[int, bool]:
    """Return where the next person may begin, past titles and brackets, and whether one is joined."""
    first, joined = i, False
    while i < min(end, first + MAX_BETWEEN):
        text = marked.text(i)
        title = marked.item(i, "people", "title") or marked.item(i, "people", "nobody")
        if text in {"(", "["}:
            closing = ")" if text == "(" else "]"
            inside = range(i, min(i + MAX_BRACKET, end))
            close = next((k for k in inside if marked.text(k) == closing), None)
            if close is None:
                break
            i = close + 1
        elif (joint := _joint(marked, i)) is not None:
            joined, i = True, joint
        elif title is not None:
            i = title.last
        else:
            break
    return i, joined


def _joint(marked: Marked, i: int) -> int | None:
    """Return the token behind what joins people: a comma, "and", "as well as", "along with"."""
    if marked.text(i) in {",", ";", "&", "/"}:
        return i + 1
    word = marked.item(i, "people", "and") or marked.item(i, "people", "along_with")
    return None if word is None else word.last


def _of_others(marked: Marked, first: int, last: int, bounds: Sentence) -> bool:
    """Whether people are told of who stay, welcome, train as a backup: not the ship's own crew."""
    ahead = marked.roles(bounds.first, first, "people")
    end = min(last + BEHIND_WORDS, bounds.last)
    line = next((j for j in range(last, end) if "\n" in marked.tokens[j].gap), end)
    behind = marked.roles(last, line, "people")
    return any(item.value == "others" for item in ahead) or any(
        item.value in {"others", "hosts"} for item in behind
    )


def _ship_behind(marked: Marked, first: int, last: int, bounds: Sentence) -> int:
    """Return where to ask for the ship: behind the names, where they go "on" one named only there."""
    if any(marked.roles(bounds.first, first, "ship")):
        return first
    for ship in marked.roles(last, bounds.last, "ship"):
        if any(marked.text(j) in {"(", ";"} for j in range(last, ship.first)):
            break
        before = range(max(last, ship.first - 3), ship.first)
        return ship.last if any(marked.is_word(j, "aboard") for j in before) else first
    return first
