"""A gliding body: flown at a bank angle, and where that ends against a place on the ground.

Model   `lifting_kernel`. Ranges are arcs on a sphere of 6371 km between the directions of geodetic
        latitude and longitude: along the great circle from here to the site, and across it.
Valid   As `lifting_kernel`. The sphere's arcs differ from the ellipsoid's by 0.3 % at most.
Source  As `lifting_kernel`.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.frames import geodetic_from_itrf
from portcall.disposal.landing_craft import LandingSite
from portcall.disposal.lifting_kernel import (
    ALTITUDE,
    LIMIT_COLUMNS,
    LOAD,
    ROW_COLUMNS,
    TIME,
    VZ,
    X,
    Z,
    descend,
)

Array = NDArray[np.float64]

MEAN_RADIUS_M = 6_371_000.0
CEILING_M = 180_000.0  # a glide that climbs past this has skipped out
LONGEST_S = 7_200.0
STEP_S = 0.5
_MOST_ROWS = 40_000


@dataclass(frozen=True)
class Glide:
    """One flight.

    Attributes
    ----------
    rows : Array
        What the kernel kept, shape (n, 11): see its row names. Times begin with the flight.
    reached_floor : bool
        Whether it ended on the floor; otherwise by its time or by skipping out.
    """

    rows: Array
    reached_floor: bool

    @property
    def end_state(self) -> Array:
        """ITRF position [m] and Earth-relative velocity [m/s], shape (6,)."""
        return np.array(self.rows[-1, X : VZ + 1])

    @property
    def duration_s(self) -> float:
        """Length of the flight. [s]"""
        return float(self.rows[-1, TIME])

    @property
    def peak_load_ratio(self) -> float:
        """Greatest aerodynamic load, in standard gravities."""
        return float(self.rows[:, LOAD].max())


def checked_state(state_itrf: Array) -> Array:
    """Return a copy of an ITRF state, or refuse it.

    Raises
    ------
    InputError
        Not six finite figures, or inside the Earth.
    """
    state = np.array(state_itrf, dtype=np.float64)
    if state.shape != (6,) or not np.all(np.isfinite(state)):
        raise InputError(
            f"a state of shape {state.shape} cannot be flown",
            limit="six finite figures: ITRF position [m] and Earth-relative velocity [m/s]",
        )
    if np.linalg.norm(state[:3]) < 6.3e6:
        raise InputError(
            f"a state {np.linalg.norm(state[:3]) / 1e3:.0f} km from the Earth's center",
            limit="above the ground",
            remedy="give ITRF positions in m",
        )
    return state


def glide(
    state_itrf: Array,
    body: Array,
    bank_rad: float,
    floor_m: float,
    *,
    longest_s: float = LONGEST_S,
    step_s: float = STEP_S,
) -> Glide:
    """Fly a body at one bank angle.

    Parameters
    ----------
    state_itrf : Array
        ITRF position [m] and Earth-relative velocity [m/s], shape (6,).
    body : Array
        Kernel row, from `LandingCraft.body`.
    bank_rad : float
        Of the lift, from up towards starboard. [rad]
    floor_m : float
        Altitude over WGS84 at which, falling, the flight ends. [m]
    longest_s : float
        Longest flight. [s]
    step_s : float
        Longest step. [s]

    Returns
    -------
    Glide
    """
    limits = np.empty(LIMIT_COLUMNS)
    limits[:] = floor_m, CEILING_M, longest_s, step_s
    rows = np.empty((min(_MOST_ROWS, 16 + int(8.0 * longest_s / step_s)), ROW_COLUMNS))
    filled = descend(np.array(state_itrf), body, bank_rad, limits, rows)
    kept = rows[:filled].copy()
    return Glide(kept, bool(abs(kept[-1, ALTITUDE] - floor_m) < 1.0))


def ground_direction(position_itrf_m: Array) -> Array:
    """Return the unit vector of a place's geodetic latitude and longitude, shape (3,)."""
    latitude_rad, longitude_rad, _ = geodetic_from_itrf(position_itrf_m)
    return direction_of(latitude_rad, longitude_rad)


def direction_of(latitude_rad: float, longitude_rad: float) -> Array:
    """Return the unit vector of a latitude and longitude, shape (3,)."""
    across = math.cos(latitude_rad)
    return np.array(
        [
            across * math.cos(longitude_rad),
            across * math.sin(longitude_rad),
            math.sin(latitude_rad),
        ]
    )


def arc_m(one: Array, other: Array) -> float:
    """Return the arc between two directions on the mean sphere. [m]

    Examples
    --------
    A degree of the equator:

    >>> round(arc_m(direction_of(0.0, 0.0), direction_of(0.0, math.radians(1.0))))
    111195
    """
    return MEAN_RADIUS_M * math.atan2(
        float(np.linalg.norm(np.cross(one, other))), float(one @ other)
    )


def miss_m(start: Array, end: Array, site: LandingSite) -> tuple[float, float]:
    """Return how far an end lies beyond a site, and to starboard of it, seen from a start. [m]

    Parameters
    ----------
    start, end : Array
        Unit vectors of the ground below, from `ground_direction`.
    site : LandingSite
    """
    towards = direction_of(site.latitude_rad, site.longitude_rad)
    normal = np.cross(start, towards)
    normal /= np.linalg.norm(normal)
    ahead = np.cross(normal, start)
    along = math.atan2(float(end @ ahead), float(end @ start))
    beyond_m = MEAN_RADIUS_M * along - arc_m(start, towards)
    return beyond_m, -MEAN_RADIUS_M * math.asin(max(-1.0, min(1.0, float(end @ normal))))


def crossing(rows: Array, altitude_m: float) -> Array | None:
    """Return the row, between two kept ones, in which a falling body first passes an altitude."""
    above = rows[:-1, ALTITUDE] > altitude_m
    below = rows[1:, ALTITUDE] <= altitude_m
    found = np.flatnonzero(above & below)
    if not found.size:
        return None
    before, behind = rows[found[0]], rows[found[0] + 1]
    part = (before[ALTITUDE] - altitude_m) / (before[ALTITUDE] - behind[ALTITUDE])
    return np.asarray(before + part * (behind - before))


def place_of(row: Array) -> tuple[float, float]:
    """Return the geodetic latitude and longitude of a row. [rad]"""
    latitude_rad, longitude_rad, _ = geodetic_from_itrf(row[X : Z + 1])
    return latitude_rad, longitude_rad
