"""Where the craft of a visit were over the ground, and how the ship came to the port, as columns."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Craft = Literal["chaser", "station"]
TrackPhase = Literal["ascent", "chase", "approach", "departure", "home", "fall"]


@dataclass(frozen=True)
class GroundTrack:
    """One craft over the ground during one phase.

    Attributes
    ----------
    craft : Craft
        The ship, or the station.
    phase : TrackPhase
        Of the visit.
    start : datetime
        Zero of `time_s`.
    time_s : Array
        Rising, shape (n,). [s]
    latitude_deg, longitude_deg : Array
        Geodetic, on WGS84; longitudes from -180 to 180, shape (n,). [deg]
    altitude_m : Array
        Above the ellipsoid, shape (n,). [m]
    sunlit : NDArray[np.bool_]
        Outside the Earth's shadow, shape (n,).
    range_m : Array
        Between ship and station; not a number where one of them was not flown, shape (n,). [m]
    """

    craft: Craft
    phase: TrackPhase
    start: datetime
    time_s: Array = field(repr=False)
    latitude_deg: Array = field(repr=False)
    longitude_deg: Array = field(repr=False)
    altitude_m: Array = field(repr=False)
    sunlit: NDArray[np.bool_] = field(repr=False)
    range_m: Array = field(repr=False)


@dataclass(frozen=True)
class ApproachPath:
    """One run of an approach.

    Attributes
    ----------
    run : int or None
        Its number in the campaign; None for the run without errors.
    time_s : Array
        After the gate, shape (n,). [s]
    position_lvlh_m : Array
        The ship beside the station's center of mass, shape (n, 3). [m]
    lateral_m, port_range_m : Array
        Off the port's axis, and from the port, shape (n,). [m]
    """

    run: int | None
    time_s: Array = field(repr=False)
    position_lvlh_m: Array = field(repr=False)
    lateral_m: Array = field(repr=False)
    port_range_m: Array = field(repr=False)


@dataclass(frozen=True)
class AscentProfile:
    """The way up against time after lift-off.

    Attributes
    ----------
    time_s : Array
        Rising, shape (n,). [s]
    altitude_m, downrange_m : Array
        Above the ellipsoid, and along the ground from the pad, shape (n,). [m]
    speed_m_s : Array
        Beside the rotating Earth, shape (n,). [m/s]
    load_g : Array
        What crew and cargo feel: all forces but gravity, shape (n,). [standard gravities]
    events : tuple[tuple[str, float], ...]
        Name and time of what happened. [s]
    """

    time_s: Array = field(repr=False)
    altitude_m: Array = field(repr=False)
    speed_m_s: Array = field(repr=False)
    load_g: Array = field(repr=False)
    downrange_m: Array = field(repr=False)
    events: tuple[tuple[str, float], ...] = ()
