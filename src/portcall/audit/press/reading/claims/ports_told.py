"""Whether a port is told of a ship, or only stands there: in a caption, a comparison, an option.

Model   A port counts where a coming, a going or a move is told in its sentence, less where none is;
        not where it is compared, seen, considered, or is itself fixed to another module.
Valid   Words of the grammar file. Rockets always count, and pads but those of many flights.
Source  The text.
"""

from typing import Literal

from portcall.audit.press.reading.mentions.places import Place
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked, Sentence

GOVERNING = frozenset({"docking", "berthing", "undocking", "relocation", "hatch"})
PARTS_OF_NAME = frozenset(
    {"module", "node", "port", "compartment", "unit", "and", "hub", "mechanism"}
)
WHERE_WORDS = 4
NOW = frozenset({"is", "remains", "stays", "sits", "hangs"})
ASIDE_WORDS = 14
MANY_WORDS = 4
FIXED_WORDS, COMING_WORDS, HELD_WORDS, CAME_WORDS = 6, 10, 6, 12

How = Literal["told", "mentioned", "aside"]


def how_told(marked: Marked, place: Place) -> How:
    """Return whether a place is told of a ship, only mentioned in a sentence, or said aside."""
    sentence = marked.sentences[place.sentence]
    if place.kind == "site":
        return "aside" if _of_many(marked, place, sentence) else "told"
    if place.kind != "port":
        return "told"
    begin = max(sentence.first, place.first - ASIDE_WORDS)
    begin = max((j for j in range(begin, place.first) if marked.text(j) == ";"), default=begin)
    clause = _clause(marked, place, sentence)
    if any(marked.phrase(j, "aside") for j in range(begin, place.first)):
        return "aside"
    if _is_coming(marked, place) or _of_a_ship(marked, place):
        return "aside"
    if _is_fixed(marked, place, sentence.last) or _to_module(marked, place, begin):
        return "aside"
    events = [
        item
        for item in marked.roles(clause.start, clause.stop, "event")
        if not _names_port(marked, item, place)
    ]
    kinds = {marked.language.events[int(item.value)].kind for item in events}
    return "told" if kinds & GOVERNING or _is_held(marked, place, clause.start) else "mentioned"


def asked_at(marked: Marked, place: Place) -> int:
    """Return where to ask for the ship: behind the one of "Rassvet, where Soyuz MS-22 is docked"."""
    near = range(place.last, place.last + WHERE_WORDS)
    where = next((j for j in near if marked.text(j).lower() in {"where", "which"}), None)
    if place.kind != "port" or where is None:
        return place.first
    for j in range(where + 1, where + WHERE_WORDS):
        ship = marked.item(j, "ship") or marked.item(j, "family")
        if ship is not None:
            return ship.last if marked.text(ship.last).lower() in NOW else place.first
    return place.first


def _names_port(marked: Marked, event: Item, place: Place) -> bool:
    """Return whether a word is a part of the port's name: "the Prichal docking module"."""
    behind = marked.text(event.last).lower()
    return event.first == place.last and behind in PARTS_OF_NAME


def _of_many(marked: Marked, place: Place, sentence: Sentence) -> bool:
    """Return whether it is where many flights began: "the sum includes launches from Vandenberg"."""
    near = range(max(sentence.first, place.first - MANY_WORDS), place.first)
    return any(marked.item(j, "object", "many_flights") for j in near)


def _clause(marked: Marked, place: Place, sentence: Sentence) -> range:
    """Return the part of a sentence around a place that semicolons set off."""
    marks = [j for j in range(sentence.first, sentence.last) if marked.text(j) == ";"]
    first = max((j for j in marks if j < place.first), default=sentence.first)
    return range(first, min((j for j in marks if j >= place.first), default=sentence.last))


def _is_held(marked: Marked, place: Place, first: int) -> bool:
    """Return whether a ship is said to be on it: "Crew-12 took the forward port", "hung on Poisk"."""
    for j in range(place.first - 1, max(first, place.first - HELD_WORDS) - 1, -1):
        if marked.phrase(j, "holds_port") is not None:
            return _ship_before(marked, first, j)
        if marked.text(j) in {",", ";", "("}:
            break
    j = place.first - 1
    j -= marked.is_word(j, "of_port")
    if not marked.is_word(j, "onto"):
        return False
    for k in range(j - 1, max(first, j - CAME_WORDS) - 1, -1):
        if marked.phrase(k, "goes_to") is not None:
            return _ship_before(marked, first, k)
        if marked.text(k) in {";", "("}:
            break
    return False


def _ship_before(marked: Marked, first: int, last: int) -> bool:
    """Return whether a ship is named shortly before a verb."""
    begin = max(first, last - FIXED_WORDS)
    return any(True for role in ("ship", "family") for _ in marked.roles(begin, last, role))


def _of_a_ship(marked: Marked, place: Place) -> bool:
    """Return whether it is a part of a ship: "the aft end of Progress 77"."""
    if not marked.is_word(place.last, "of"):
        return False
    j = place.last + 1
    j += marked.is_word(j, "the")
    return bool(marked.item(j, "ship") or marked.item(j, "family"))


def _is_coming(marked: Marked, place: Place) -> bool:
    """Return whether a module is what comes: "the Prichal module's arrival", "arrival of Nauka"."""
    behind = place.last
    while behind < place.last + 2 and marked.is_word(behind, "behind_module"):
        behind += 1
    if marked.phrase(behind, "coming_thing") is not None:
        return True
    for j in range(place.first - 1, place.first - COMING_WORDS, -1):
        if marked.phrase(j, "coming_thing") is not None and marked.is_word(j + 1, "of"):
            return True
        ends = marked.item(j, "ship") or marked.item(j, "link") or marked.text(j) in {",", ";", "."}
        if ends and not marked.is_word(j, "past_sign"):
            return False
    return False


def _is_fixed(marked: Marked, place: Place, end: int) -> bool:
    """Return whether a module is what is fixed somewhere: "Prichal is attached to Nauka"."""
    return any(
        marked.phrase(j, "is_fixed") for j in range(place.last, min(place.last + FIXED_WORDS, end))
    )


def _to_module(marked: Marked, place: Place, first: int) -> bool:
    """Return whether it is what another module is fixed to, or lies on."""
    for j in range(place.first - 1, max(first, place.first - COMING_WORDS) - 1, -1):
        if marked.phrase(j, "lies_on"):
            return any(True for _ in marked.roles(max(first, j - FIXED_WORDS), j, "module"))
        if marked.text(j) in {",", ";", "("}:
            break
    for j in range(max(first, place.first - FIXED_WORDS), place.first):
        if marked.phrase(j, "is_fixed"):
            return any(True for _ in marked.roles(max(first, j - FIXED_WORDS), j, "module"))
    return False
