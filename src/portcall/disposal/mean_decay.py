"""The slow part of a decay: air drag averaged over each revolution.

Model   Drag along the velocity, averaged over the eccentric anomaly, changes semi-major axis and
        eccentricity; the air turns with the Earth, and its layers follow the ellipsoid, so that the
        latitude of the perigee counts; J2 turns the perigee and the node.
Valid   Eccentricity below 0.05, perigee above 130 km; below, the orbit changes within a revolution and
        must be integrated. US76 is an average Sun: over a solar cycle the life at 400 km changes by a
        factor of two to three either way, which the density factor has to say.
Source  King-Hele 1987, Satellite Orbits in an Atmosphere, chapters 3 and 4; Vallado 2013, section 9.6.
"""

import math
from dataclasses import dataclass

import numpy as np
from numba import float64, int64, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.constants import (
    DAY_S,
    EARTH_ROTATION_RAD_S,
    EGM_RADIUS_M,
    GM_EARTH_M3_S2,
    J2_EARTH,
    WGS84_A_M,
    WGS84_F,
)
from portcall.core.signatures import ARRAY, MATRIX
from portcall.environment.atmosphere import us76_density, us76_table
from portcall.orbit.mean_elements import NearCircular

Array = NDArray[np.float64]

FLOOR_M = 130e3  # of the perigee over the equator's radius: there the average ends
POINTS = 72  # of a revolution, so that 5 degrees pass between two looks at the air
LONGEST_STEP_S = 5.0 * DAY_S
SHORTEST_STEP_S = 600.0
STEP_FALL_M = 500.0  # the axis falls by no more in a step, a tenth of the least scale height

# columns of the table
TIME_S, AXIS_M, ECCENTRICITY, PERIGEE_RAD, NODE_RAD = range(5)
COLUMNS = 5


@cached_njit(types.UniTuple(float64, 2)(float64, float64, float64, float64, float64, ARRAY))
def drag_rates(
    semi_major_axis_m: float,
    eccentricity: float,
    perigee_rad: float,
    inclination_rad: float,
    half_drag_m2_kg: float,
    air: Array,
) -> tuple[float, float]:
    """Return how fast drag changes the axis [m/s] and the eccentricity [1/s], over a revolution."""
    a, e = semi_major_axis_m, eccentricity
    root = math.sqrt(1.0 - e * e)
    sine_i, cosine_i = math.sin(inclination_rad), math.cos(inclination_rad)
    axis_rate = 0.0
    eccentricity_rate = 0.0
    for k in range(POINTS):
        anomaly = 2.0 * math.pi * (k + 0.5) / POINTS
        cosine = math.cos(anomaly)
        part = 1.0 - e * cosine
        r = a * part
        cosine_true = (cosine - e) / part
        sine_true = root * math.sin(anomaly) / part
        sine_u = sine_true * math.cos(perigee_rad) + cosine_true * math.sin(perigee_rad)
        sine_latitude = sine_i * sine_u
        surface = WGS84_A_M * (1.0 - WGS84_F * sine_latitude * sine_latitude)
        density = us76_density(r - surface, air, 0)
        v = math.sqrt(GM_EARTH_M3_S2 * (2.0 / r - 1.0 / a))
        air_speed = v - EARTH_ROTATION_RAD_S * r * cosine_i
        along = -half_drag_m2_kg * density * air_speed * air_speed * part
        axis_rate += along * 2.0 * a * a * v / GM_EARTH_M3_S2
        eccentricity_rate += along * 2.0 * (cosine_true + e) / v
    return axis_rate / POINTS, eccentricity_rate / POINTS


@cached_njit(types.UniTuple(float64, 2)(float64, float64, float64))
def turn_rates(
    semi_major_axis_m: float, eccentricity: float, inclination_rad: float
) -> tuple[float, float]:
    """Return how fast J2 turns the node and the perigee. [rad/s]"""
    n = math.sqrt(GM_EARTH_M3_S2 / semi_major_axis_m**3)
    p = semi_major_axis_m * (1.0 - eccentricity * eccentricity)
    scale = 1.5 * n * J2_EARTH * (EGM_RADIUS_M / p) ** 2
    c = math.cos(inclination_rad)
    return -scale * c, scale * (2.5 * c * c - 0.5)


@cached_njit(
    types.Tuple((int64, MATRIX))(float64, float64, float64, float64, float64, float64, ARRAY)
)
def _fall(
    semi_major_axis_m: float,
    eccentricity: float,
    perigee_rad: float,
    inclination_rad: float,
    half_drag_m2_kg: float,
    limit_s: float,
    air: Array,
) -> tuple[int, Array]:
    """Fall step by step (midpoint rule) until the perigee meets the floor or the limit is reached."""
    rows = np.empty((64, COLUMNS))
    count = 0
    t, a, e, w, node = 0.0, semi_major_axis_m, eccentricity, perigee_rad, 0.0
    while True:
        if count == rows.shape[0]:
            longer = np.empty((2 * count, COLUMNS))
            for row in range(count):
                for column in range(COLUMNS):
                    longer[row, column] = rows[row, column]
            rows = longer
        rows[count, TIME_S] = t
        rows[count, AXIS_M] = a
        rows[count, ECCENTRICITY] = e
        rows[count, PERIGEE_RAD] = w
        rows[count, NODE_RAD] = node
        count += 1
        if a * (1.0 - e) - WGS84_A_M < FLOOR_M or t >= limit_s:
            return count, rows
        da, de = drag_rates(a, e, w, inclination_rad, half_drag_m2_kg, air)
        node_rate, turn = turn_rates(a, e, inclination_rad)
        # the perigee may cross a degree of latitude in a step
        h = min(STEP_FALL_M / max(abs(da), 1e-12), LONGEST_STEP_S, 0.02 / max(abs(turn), 1e-12))
        h = max(h, SHORTEST_STEP_S)
        half_e = max(e + 0.5 * h * de, 0.0)
        da, de = drag_rates(
            a + 0.5 * h * da, half_e, w + 0.5 * h * turn, inclination_rad, half_drag_m2_kg, air
        )
        t += h
        a += h * da
        e = max(e + h * de, 0.0)
        w += h * turn
        node += h * node_rate


@dataclass(frozen=True)
class MeanDecay:
    """An orbit that shrinks.

    Attributes
    ----------
    start : NearCircular
        The mean orbit at the beginning.
    table : Array
        One row a step: time [s], semi-major axis [m], eccentricity, argument of perigee and turn of
        the node since the start [rad], shape (n, 5).
    ended : bool
        Whether the perigee met the floor; else the limit came first.
    """

    start: NearCircular
    table: Array
    ended: bool

    @property
    def duration_s(self) -> float:
        """How long it lasts, to the floor or the limit. [s]"""
        return float(self.table[-1, TIME_S])

    def orbit_at(self, time_s: float) -> NearCircular:
        """Return the mean orbit at a time; where along it the ship stands is not known any more."""
        a, e, w, node = (
            float(np.interp(time_s, self.table[:, TIME_S], self.table[:, column]))
            for column in (AXIS_M, ECCENTRICITY, PERIGEE_RAD, NODE_RAD)
        )
        return NearCircular(
            a,
            e * math.cos(w),
            e * math.sin(w),
            self.start.inclination_rad,
            self.start.node_rad + node,
            w,
        )


def mean_decay(mean: NearCircular, ballistic_m2_kg: float, limit_s: float) -> MeanDecay:
    """Let a mean orbit decay until its perigee meets `FLOOR_M` or the time is up.

    Parameters
    ----------
    mean : NearCircular
        From `orbit.mean_elements.mean_from_osculating`.
    ballistic_m2_kg : float
        Drag coefficient times area over mass, times the density factor. [m2/kg]
    limit_s : float
        Longest time followed. [s]
    """
    count, rows = _fall(
        mean.semi_major_axis_m,
        math.hypot(mean.ex, mean.ey),
        math.atan2(mean.ey, mean.ex),
        mean.inclination_rad,
        0.5 * ballistic_m2_kg,
        limit_s,
        us76_table().copy(),  # compiled signatures want it writable
    )
    table = rows[:count].copy()
    return MeanDecay(mean, table, bool(table[-1, TIME_S] < limit_s))
