"""A launch site: where the pad is, which way it fires, which launchers use it."""

from typing import Literal

from pydantic import Field

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure


class Site(Record):
    """One launch pad."""

    id: Identifier
    name: str
    latitude_deg: Figure = Field(description="geodetic, north positive")
    longitude_deg: Figure = Field(description="east positive")
    altitude_m: Figure = Field(description="above the ellipsoid")
    pass_node: Literal["ascending", "descending"] = Field(
        description="which pass of the orbit plane over the pad is used"
    )
    azimuth_inertial_deg: Figure = Field(description="no dog-leg, for the station's inclination")
    azimuth_earth_fixed_deg: Figure
    launchers: tuple[Identifier, ...]
    window: str = ""
    time_zone: str = Field(description="IANA name, for printing")
    retired: bool = False
    note: str = ""
