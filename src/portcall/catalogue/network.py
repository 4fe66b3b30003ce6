"""Ground stations and relay satellites that can see a ship."""

from pydantic import Field

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure


class GroundStation(Record):
    """One antenna site."""

    id: Identifier
    name: str
    latitude_deg: Figure = Field(description="geodetic, north positive")
    longitude_deg: Figure = Field(description="east positive")
    altitude_m: Figure
    mask_deg: Figure = Field(description="lowest useful elevation")


class RelaySatellite(Record):
    """One geostationary relay."""

    id: Identifier
    name: str
    longitude_deg: Figure = Field(description="east positive")


class Network(Record):
    """A set of ground stations, relays, or both."""

    id: Identifier
    name: str
    users: tuple[Identifier, ...] = Field(description="vehicles that use it")
    ground_station: tuple[GroundStation, ...] = ()
    relay_satellite: tuple[RelaySatellite, ...] = ()
    note: str = ""
