"""Which ship a sentence tells of when it names only the people: "Suraev, Wiseman and Gerst landed".

Model   People who all flew on one ship tell which ship a family's name beside them means, and of which
        ship an event is where none is named with them. Where a text's crews tell one ship, a family's
        name that was only guessed means it everywhere; a number is never overruled.
Valid   Lists of two or more people whose ship is known, and came or went about the day.
Source  The text; the register.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from portcall.audit.press.reading.ships.people import OTHERS_SURE, CrewList
from portcall.audit.press.reading.ships.register import COMING, GOING, Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked

ABOUT_DAYS = 60
CREW_DRAGONS = ("crew-", "ax-", "demo-")


def told_by_crews(
    marked: Marked,
    ships: Sequence[ShipMention],
    people: Sequence[CrewList],
    register: Register,
    day: date | None,
) -> list[ShipMention]:
    """Return the mentions with what the people beside them tell, and those of people alone."""
    if not ships:
        return []
    starts = [ship.first for ship in ships]
    meant: dict[str, set[str]] = {}
    added: list[ShipMention] = []
    for crew, flown in _flown(marked, people, register, day):
        bounds = marked.sentences[crew.sentence]
        inside = ships[bisect_left(starts, bounds.first) : bisect_left(starts, bounds.last)]
        if not inside:
            added.append(ShipMention(crew.first, crew.first, flown, family_only=True))
        elif len({one.id for one in inside}) == 1 and all(_is_open(one, flown) for one in inside):
            meant.setdefault(inside[0].id, set()).add(flown)
            for one in inside:
                _rename(one, flown)
    for one in ships:
        told = meant.get(one.id, set())
        if len(told) == 1 and (one.guessed or one.nameless):
            _rename(one, *told)
    return sorted([*ships, *added], key=lambda one: one.first)


def _flown(
    marked: Marked, people: Sequence[CrewList], register: Register, day: date | None
) -> Iterator[tuple[CrewList, str]]:
    """Yield the crews whose coming or going is told, each with its ship."""
    for crew in people:
        if crew.sure <= OTHERS_SURE:
            continue
        bounds = marked.sentences[crew.sentence]
        kinds = [
            marked.language.events[int(item.value)].kind
            for item in marked.roles(bounds.first, bounds.last, "event")
        ]
        moves = [kind for kind in kinds if kind in COMING or kind in GOING]
        flown = register.flown_by(crew.names) if moves else []
        if day is not None:
            ways = {kind in COMING for kind in moves}
            near = [id_ for id_ in flown if _is_about(register, id_, day, ways)]
            found = register.on(day, near, coming=moves[0] in COMING) if near else None
        else:
            found = flown[0] if len(flown) == 1 else None
        if found is not None:
            yield crew, found


def _is_about(register: Register, ship: str, day: date, ways: Collection[bool]) -> bool:
    """Return whether a ship came, or went, about a day: the one of the two that is told."""
    return any(register.ships[ship].apart(day, coming) <= ABOUT_DAYS for coming in ways)


def _is_open(one: ShipMention, flown: str) -> bool:
    """Return whether no number, and no name of its own, says that it is another ship of the make."""
    return (one.family_only or one.guessed) and _make(one.id) == _make(flown)


def _make(ship: str) -> str:
    """Return the make of a ship that carries people: all crewed Dragons are one."""
    return (
        "dragon"
        if ship.startswith(CREW_DRAGONS) or ship == "dragon"
        else ship.split("-", maxsplit=1)[0]
    )


def _rename(one: ShipMention, ship: str) -> None:
    one.id, one.nameless = ship, False
