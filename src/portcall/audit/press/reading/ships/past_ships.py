"""Ships from before the records: what a reader knows them by, read from the file beside this room.

Model   An id, the agency's number, the days of launch and of the end, the rocket.
Valid   Flights to the station from 2000 on. They choose among ships of one name and the year of a
        date. A day of launch confirms the day that is told of it; nothing is called wrong by them.
Source  As the file says, for each series, and for a row where it differs; an end without a source is
        marked `unchecked`.
"""

from datetime import date
from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.audit.press.reading.text.grammar import DATA
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Identifier, Record

ShipStatus = Literal["published", "secondary", "derived", "announced", "unchecked"]
# published by an operator or agency; collected by others; counted here; given beforehand; no source


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
    source: str = Field(
        default="", description="key, where the launch is not from its series' source"
    )
    status: ShipStatus | None = Field(default=None, description="where it is not its series'")
    agency_status: ShipStatus | None = Field(default=None, description="where not its series'")
    left_status: ShipStatus = Field(description="of the end; `unchecked` has no source")
    left_source: str = Field(default="", description="key, address or page of the end")

    @model_validator(mode="after")
    def _end_has_a_source_or_says_so(self) -> Self:
        if (self.left_status == "unchecked") != (not self.left_source):
            raise ValueError(
                f"{self.id}: needs `left_source`, or `unchecked` for `left_status` without it"
            )
        return self


class Series(Record):
    """Ships that flew on one rocket, but for those that say otherwise."""

    rocket: str
    source: str = Field(min_length=3, description="key of the source of the launches")
    status: ShipStatus = Field(description="of the launches: day and rocket")
    agency_source: str = Field(default="", description="where the agency's numbers are from")
    agency_status: ShipStatus = "unchecked"
    ship: tuple[PastShip, ...]

    def completed(self, ship: PastShip) -> PastShip:
        """Return a ship with what it leaves to its series."""
        return ship.model_copy(
            update={
                "rocket": ship.rocket or self.rocket,
                "source": ship.source or self.source,
                "status": ship.status or self.status,
                "agency_status": ship.agency_status or self.agency_status,
            }
        )


class PastShips(Record):
    """The whole file."""

    sources: dict[str, str] = Field(description="name of each list or page by its key")
    pads: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="ids of the pads of each rocket"
    )
    series: tuple[Series, ...]

    @model_validator(mode="after")
    def _sources_are_known(self) -> Self:
        named = {row.source for row in self.series}
        named |= {ship.source for row in self.series for ship in row.ship if ship.source}
        if unknown := sorted(named - set(self.sources)):
            raise ValueError(f"no such source under [sources]: {', '.join(unknown)}")
        return self


@lru_cache(maxsize=1)
def read_past_ships() -> PastShips:
    """Return the file as it is written, with its sources and series."""
    return read_record(DATA / "past_ships.toml", PastShips)


@lru_cache(maxsize=1)
def past_ships() -> dict[str, PastShip]:
    """Return the ships by id, each with what it leaves to its series: rocket, source, status."""
    return {
        ship.id: series.completed(ship)
        for series in read_past_ships().series
        for ship in series.ship
    }


def past_pads() -> dict[str, tuple[str, ...]]:
    """Return the pads that each rocket of theirs flew from."""
    return read_past_ships().pads
