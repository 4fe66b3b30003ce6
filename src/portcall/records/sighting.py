"""Both craft over an observer: when, how high, and whether there is anything to see."""

from portcall.records.base import FrozenRecord, Utc


class CraftPass(FrozenRecord):
    """One craft over the observer, from rise to set above the mask."""

    rise_utc: Utc
    culmination_utc: Utc
    set_utc: Utc
    culmination_elevation_deg: float
    rise_azimuth_deg: float
    set_azimuth_deg: float
    sunlit: bool


class Sighting(FrozenRecord):
    """The ship's pass and the station's nearest to it.

    `visible` when the Sun is more than 6 degrees below the horizon and a craft is in sunlight.
    """

    ship: CraftPass
    station: CraftPass
    gap_s: float
    sun_elevation_deg: float
    dark: bool
    visible: bool
