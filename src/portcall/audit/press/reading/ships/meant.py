"""Which ship is meant where the people named with it all flew on another of its family."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from portcall.audit.press.reading.ships.people import CrewList
from portcall.audit.press.reading.ships.plain_family import plain_family
from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked


def meant_by_crew(
    marked: Marked,
    ships: Sequence[ShipMention],
    people: Sequence[CrewList],
    register: Register,
    day: date | None,
) -> dict[str, str]:
    """Return, by the ship named, the one that its people flew on.

    On a day on which the ship named came or went no less than the other, those people are met by it;
    without a day nothing tells which of the two is the slip.
    """
    starts = [ship.first for ship in ships]
    found: dict[str, str] = {}
    told = {ship.id for ship in ships}
    fitting = {id_ for crew in people for id_ in register.flown_by(crew.names)}
    for crew in people:
        sentence = marked.sentences[crew.sentence]
        inside = ships[bisect_left(starts, sentence.first) : bisect_left(starts, sentence.last)]
        if len({ship.id for ship in inside}) != 1:
            continue
        named = inside[0].id
        known = register.ships.get(named)
        names = {plain_family(name) for name in crew.names}
        if known is None or not known.crew or names & known.families or named in fitting:
            continue
        family = named.rstrip("0123456789")
        others = [id_ for id_ in register.flown_by(crew.names) if id_.startswith(family)]
        if len(others) != 1 or others[0] in told:
            continue
        if day is not None and register.ships[others[0]].apart(day) < known.apart(day):
            found[named] = others[0]
    return found
