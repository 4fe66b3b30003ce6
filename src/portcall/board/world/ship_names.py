"""Names of ships and ports for the eye, where nobody recorded one: made from their ids."""

import re

from portcall.board.world.names import known_flight
from portcall.catalogue.calendar import Calendar
from portcall.catalogue.load import Catalogue

_NUMBER = re.compile(r"\d+[A-Z]")
_CAPITALS = frozenset({"ms", "crs", "ng", "htv", "atv", "spx", "usos", "iss"})


def spelled(identifier: str) -> str:
    """Return an id as a name.

    Examples
    --------
    >>> spelled("cargo-dragon-crs-33"), spelled("htv-x2"), spelled("poisk-zenith")
    ('Cargo Dragon CRS-33', 'HTV-X2', 'Poisk Zenith')
    """
    words = [
        word.upper() if word in _CAPITALS else word[:1].upper() + word[1:]
        for word in identifier.split("-")
    ]
    return re.sub(r" ([A-Z]?\d+)\b", r"-\1", " ".join(words))


def recorded_names(calendar: Calendar) -> dict[str, str]:
    """Return the names that a calendar recorded, by ship."""
    return {stay.ship: stay.name for stay in calendar.stay if stay.name}


def ship_name(catalogue: Catalogue, ship: str, recorded: dict[str, str]) -> str:
    """Return a ship's name: the flight's, the recorded one, or the id spelled out.

    A recorded "95P" or "Crew Dragon" is a number or a kind of ship: no name of this one.
    """
    flight = known_flight(catalogue, ship)
    if flight is not None:
        return flight.official_name
    name = recorded.get(ship, "")
    is_kind = re.sub(r"\W+", "-", name.lower()) in catalogue.names("vehicles")
    return spelled(ship) if not name or is_kind or _NUMBER.fullmatch(name) else name
