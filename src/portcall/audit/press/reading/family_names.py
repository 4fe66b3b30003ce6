"""Names of a family alone, and ships' own names: "the Dragon", "Endeavour", "a Soyuz".

Model   The ship of the family that the text names last before; else the one under way on the day;
        else a ship without a name, whose id is the family's: its events are told, and can be held
        against each other, though not against a record.
Valid   A plain word, Progress or Soyuz, is a ship only in a text about the station.
Source  The text; the register.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from portcall.audit.press.reading.grammar import Named
from portcall.audit.press.reading.lexicon import Item
from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.register import COMING, GOING, Register
from portcall.audit.press.reading.ship_mention import ShipMention

OWN_NAME_WORDS = 3
PLAIN_WORDS = frozenset({"Progress", "Dragon", "Soyuz"})
ANY_OF_THEM = frozenset({"every", "each", "any", "other", "no", "such"})


def named_alone(
    marked: Marked,
    register: Register,
    found: Sequence[ShipMention],
    day: date | None,
    cue: bool,
) -> list[ShipMention]:
    """Return what names of families mean, and ships' own names that stand alone."""
    numbered = sorted((one for one in found if not one.walk), key=lambda mention: mention.first)
    of_family: dict[tuple[str, ...], list[ShipMention]] = {}
    added: list[ShipMention] = []
    for item in marked.items:
        if item.role != "family" or marked.text(item.first - 1).lower() in ANY_OF_THEM:
            continue
        named = marked.language.names.family[int(item.value)]
        if named.starts not in of_family:
            of_family[named.starts] = [one for one in numbered if one.id.startswith(named.starts)]
        one = _mention(marked, register, item, named, of_family[named.starts], day, cue)
        if one is not None:
            added.append(one)
    return added + _own_names(marked, register, [*numbered, *added])


def _mention(
    marked: Marked,
    register: Register,
    item: Item,
    named: Named,
    same: list[ShipMention],
    day: date | None,
    cue: bool,
) -> ShipMention | None:
    last = item.last
    of_kind: tuple[str, ...] = ()
    for j in range(item.last, item.last + OWN_NAME_WORDS):
        if not of_kind and marked.text(j) in register.own_names:
            of_kind, last = register.own_names[marked.text(j)], j + 1
    if of_kind:
        same = [one for one in same if one.id in of_kind]
    if day is not None and named.id and _first_of_its_name(register, named.id, day):
        return ShipMention(item.first, last, named.id)
    place = bisect_right(same, item.first, key=lambda one: one.first)
    if same:
        return ShipMention(item.first, last, same[max(place - 1, 0)].id, family_only=True)
    if not cue and _is_a_word(marked, item):
        return None
    if day is not None:
        names = of_kind or tuple(name for name in register.ships if name.startswith(named.starts))
        choice = register.on(day, names, _comes(marked, item.first))
        if choice is not None:
            return ShipMention(item.first, last, choice)
    if not cue:
        return None
    return ShipMention(item.first, last, named.nameless, family_only=True, nameless=True)


def _comes(marked: Marked, place: int) -> bool | None:
    """Return whether something comes or goes around a name: in its sentence, else in the text."""
    number = bisect_right(marked.sentences, place, key=lambda one: one.first) - 1
    here = marked.sentences[number]
    for first, last in ((here.first, here.last), (0, marked.size)):
        kinds = [
            marked.language.events[int(item.value)].kind
            for item in marked.roles(first, last, "event")
        ]
        coming, going = (sum(kind in kinds_of for kind in kinds) for kinds_of in (COMING, GOING))
        if coming != going:
            return coming > going
    return None


def _first_of_its_name(register: Register, ship: str, day: date) -> bool:
    """Return whether the first of a series, which has no number, is under way: "Progress MS"."""
    return ship in register.ships and register.ships[ship].under_way(day)


def _is_a_word(marked: Marked, item: Item) -> bool:
    """Return whether a family's name is one plain word, which may mean something else."""
    return item.last - item.first == 1 and marked.text(item.first) in PLAIN_WORDS


def _own_names(
    marked: Marked, register: Register, known: Sequence[ShipMention]
) -> list[ShipMention]:
    """Return ships' own names where they stand alone, of ships that the text names otherwise."""
    named = {one.id for one in known}
    taken = {j for one in known for j in range(one.first, one.last)}
    found: list[ShipMention] = []
    for own_name, ships in register.own_names.items():
        meant = named & set(ships)
        if len(meant) != 1:
            continue
        id_ = meant.pop()
        found += [
            ShipMention(j, j + 1, id_, family_only=True)
            for j, word in enumerate(marked.words)
            if word == own_name and j not in taken
        ]
    return found
