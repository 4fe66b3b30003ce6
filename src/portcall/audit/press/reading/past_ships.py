"""Ships from before the records: what a reader knows them by, read from the file beside this room.

Model   An id, the agency's number, the days of launch and of the end, the rocket.
Valid   Flights to the station from 2000 on. They choose among ships of one name and the year of a
        date; nothing is judged by them.
Source  As the file says.
"""

from datetime import date
from functools import lru_cache

from pydantic import Field

from portcall.audit.press.reading.grammar import DATA
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Identifier, Record


class PastShip(Record):
    """One ship."""

    id: Identifier
    agency: str = Field(default="", pattern=r"^(\d+[PS])?$", description="as 59P, where it has one")
    launched: date
    left: date = Field(
        description="of landing or re-entry, within days; its launch when it was lost"
    )
    rocket: str = Field(default="", description="id, where it is not that of its series")
    own_name: str = ""


class Series(Record):
    """Ships that flew on one rocket, but for those that say otherwise."""

    rocket: str
    ship: tuple[PastShip, ...]


class PastShips(Record):
    """The whole file."""

    source: str
    series: tuple[Series, ...]


@lru_cache(maxsize=1)
def past_ships() -> dict[str, PastShip]:
    """Return the ships by id, each with its rocket."""
    file = read_record(DATA / "past_ships.toml", PastShips)
    return {
        ship.id: ship if ship.rocket else ship.model_copy(update={"rocket": series.rocket})
        for series in file.series
        for ship in series.ship
    }
