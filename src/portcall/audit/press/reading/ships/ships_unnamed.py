"""A ship that a text does not name, known by the people who fly on it or by its rocket."""

from collections.abc import Sequence
from datetime import date

from portcall.audit.press.reading.ships.people import CrewList, has_seats
from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked

KNOWN_SURE = 0.9  # every name of the list is on record


def ship_by_crew(
    people: Sequence[CrewList], register: Register, day: date | None
) -> ShipMention | None:
    """Return the ship that the first crew of a text flies on, as a mention before its first word.

    Parameters
    ----------
    people : sequence of CrewList
        The lists of people of a text that names no ship.
    register : Register
        Every ship known, with who came and went on it.
    day : date, optional
        The day of the text; without it the crew must have flown together once only.
    """
    for crew in people:
        if crew.sure < KNOWN_SURE:
            continue
        flown = register.flown_by(crew.names)
        found = register.on(day, flown) if day else flown[0] if len(flown) == 1 else None
        if found is not None:
            return ShipMention(0, 0, found)
    return None


def ship_by_rocket(
    marked: Marked, register: Register, day: date | None, manned: bool = False
) -> ShipMention | None:
    """Return the ship of the first rocket that carries one kind of ship to the station.

    Parameters
    ----------
    marked : Marked
        A text about the station that names no ship.
    register : Register
        Every ship known.
    day : date, optional
        The day of the text, on which the ship was under way; without it the kind alone is known.
    manned : bool
        Whether people are told of: of two kinds that one rocket carries it is the one with seats.
    """
    for item in marked.items:
        kinds = (
            marked.language.names.rocket[int(item.value)].starts if item.role == "rocket" else ()
        )
        if manned:
            kinds = tuple(kind for kind in kinds if has_seats(kind))
        if len(kinds) != 1:
            continue
        ships = [id_ for id_ in register.ships if id_.startswith(kinds)]
        found = register.on(day, ships, coming=True) if day else None
        return ShipMention(0, 0, found or kinds[0], nameless=found is None)
    return None
