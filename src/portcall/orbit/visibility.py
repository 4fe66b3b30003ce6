"""Who sees whom: passes over a place, relay satellites in line of sight, two craft in one sky.

Model   Elevation above the local ellipsoidal horizon, without refraction; a relay sees a craft
        when the line between them clears a sphere around the Earth. Crossings are bisected.
Valid   A pass shorter than the sampling step (20 s) can be missed; times are good to a millisecond.
Source  Vallado 2013, 4th ed., sections 4.4 (topocentric frame) and 5.3 (line of sight).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import EARTH_ROTATION_RAD_S, WGS84_A_M
from portcall.core.errors import InputError
from portcall.core.frames import itrf_from_gcrf, itrf_from_geodetic
from portcall.core.time import after, elapsed_s

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
PositionItrf = Callable[[Array], Array]  # seconds since the start, (n,) -> positions [m], (n, 3)

GEOSTATIONARY_RADIUS_M = 42_164_170.0  # period of one sidereal day
_STEP_S = 20.0
_BISECTIONS = 16  # 20 s halved 16 times is 0.3 ms
_FRAME_STEP_S = 1800.0


@dataclass(frozen=True, slots=True)
class Place:
    """A ground station or an observer."""

    name: str
    latitude_rad: float
    longitude_rad: float
    altitude_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time."""

    start: datetime
    end: datetime

    @property
    def duration_s(self) -> float:
        """How long it lasts [s]."""
        return elapsed_s(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Pass:
    """A craft above a place's mask, from rise to set (or the ends of the search)."""

    place: str
    rise: datetime
    culmination: datetime
    set: datetime
    culmination_elevation_rad: float
    rise_azimuth_rad: float
    set_azimuth_rad: float


def look_angles(place: Place, positions_itrf_m: Array) -> tuple[Array, Array, Array]:
    """Return elevation [rad], azimuth from north by east [rad] and range [m], each (n,)."""
    sin_lat, cos_lat = math.sin(place.latitude_rad), math.cos(place.latitude_rad)
    sin_lon, cos_lon = math.sin(place.longitude_rad), math.cos(place.longitude_rad)
    east = np.array([-sin_lon, cos_lon, 0.0])
    north = np.array([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat])
    up = np.array([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat])
    origin = itrf_from_geodetic(place.latitude_rad, place.longitude_rad, place.altitude_m)
    line = positions_itrf_m - origin
    distance = np.linalg.norm(line, axis=1)
    azimuth = np.arctan2(line @ east, line @ north) % (2.0 * math.pi)
    return np.arcsin(line @ up / distance), azimuth, distance


def _crossings(inside: Callable[[Array], Mask], grid: Array) -> tuple[Array, Array]:
    """Return when [s] a condition starts and stops to hold, ends of the grid included."""
    held = inside(grid)
    low_index = np.flatnonzero(held[1:] != held[:-1])
    low, high = grid[low_index].copy(), grid[low_index + 1].copy()
    before = held[low_index]
    for _ in range(_BISECTIONS if low.size else 0):
        middle = 0.5 * (low + high)
        same = inside(middle) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    edges = 0.5 * (low + high)
    starts, stops = edges[~before], edges[before]
    if held[0]:
        starts = np.concatenate(([grid[0]], starts))
    if held[-1]:
        stops = np.concatenate((stops, [grid[-1]]))
    return starts, stops


def _grid(start: datetime, end: datetime) -> Array:
    span_s = elapsed_s(start, end)
    if span_s <= 0.0:
        raise InputError(
            f"the search ends {-span_s:.0f} s before it starts", remedy="swap its start and end"
        )
    return np.linspace(0.0, span_s, max(2, math.ceil(span_s / _STEP_S) + 1))


def passes(
    place: Place,
    position_itrf_fn: PositionItrf,
    start: datetime,
    end: datetime,
    mask_rad: float = 0.0,
) -> list[Pass]:
    """Find when a craft stands above a place's elevation mask.

    Parameters
    ----------
    place : Place
        Where to look from.
    position_itrf_fn : PositionItrf
        Positions in ITRF at seconds since `start`: shape (n,) to (n, 3). [m]
    start, end : datetime
        The search.
    mask_rad : float
        Lowest elevation that counts. [rad]

    Returns
    -------
    list[Pass]
        In time order; empty when there is none.
    """
    grid = _grid(start, end)

    def above(seconds: Array) -> Mask:
        return np.asarray(look_angles(place, position_itrf_fn(seconds))[0] > mask_rad)

    rises, sets = _crossings(above, grid)
    found = []
    for rise_s, set_s in zip(rises, sets, strict=True):
        top_s = _highest(place, position_itrf_fn, float(rise_s), float(set_s))
        elevation, azimuth, _ = look_angles(
            place, position_itrf_fn(np.array([rise_s, top_s, set_s]))
        )
        found.append(
            Pass(
                place=place.name,
                rise=after(start, float(rise_s)),
                culmination=after(start, top_s),
                set=after(start, float(set_s)),
                culmination_elevation_rad=float(elevation[1]),
                rise_azimuth_rad=float(azimuth[0]),
                set_azimuth_rad=float(azimuth[2]),
            )
        )
    return found


def _highest(place: Place, position_itrf_fn: PositionItrf, low_s: float, high_s: float) -> float:
    """Return when [s] the elevation is highest, by narrowing a grid around its maximum."""
    first_s, last_s = low_s, high_s
    while True:
        grid = np.linspace(low_s, high_s, 17)
        best = int(np.argmax(look_angles(place, position_itrf_fn(grid))[0]))
        step_s = (high_s - low_s) / 16.0
        if step_s < 1e-3:
            return float(grid[best])
        low_s = max(first_s, float(grid[best]) - step_s)
        high_s = min(last_s, float(grid[best]) + step_s)


def relay_in_sight(
    positions_itrf_m: Array, relay_longitude_rad: float, *, clearance_m: float = 100e3
) -> Mask:
    """Return whether the line to a geostationary relay clears the Earth, shape (n,).

    Parameters
    ----------
    positions_itrf_m : Array
        Craft, shape (n, 3). [m]
    relay_longitude_rad : float
        Where the relay stands. [rad]
    clearance_m : float
        Height above the equatorial radius that the line must keep: the air bends and absorbs. [m]
    """
    relay = GEOSTATIONARY_RADIUS_M * np.array(
        [math.cos(relay_longitude_rad), math.sin(relay_longitude_rad), 0.0]
    )
    line = relay - positions_itrf_m
    along = -np.einsum("ni,ni->n", positions_itrf_m, line) / np.einsum("ni,ni->n", line, line)
    nearest = positions_itrf_m + np.clip(along, 0.0, 1.0)[:, None] * line
    return np.asarray(np.linalg.norm(nearest, axis=1) > WGS84_A_M + clearance_m)


def relay_coverage(
    relay_longitudes_rad: Sequence[float],
    position_itrf_fn: PositionItrf,
    start: datetime,
    end: datetime,
    *,
    clearance_m: float = 100e3,
) -> list[Span]:
    """Return when at least one of several geostationary relays is in line of sight."""

    def seen(seconds: Array) -> Mask:
        positions = position_itrf_fn(seconds)
        any_relay = np.zeros(seconds.size, dtype=np.bool_)
        for longitude_rad in relay_longitudes_rad:
            any_relay |= relay_in_sight(positions, longitude_rad, clearance_m=clearance_m)
        return any_relay

    starts, stops = _crossings(seen, _grid(start, end))
    return [
        Span(after(start, float(a)), after(start, float(b)))
        for a, b in zip(starts, stops, strict=True)
    ]


def paired_passes(
    place: Place,
    chaser_itrf_fn: PositionItrf,
    station_itrf_fn: PositionItrf,
    start: datetime,
    end: datetime,
    *,
    mask_rad: float = math.radians(10.0),
    within_s: float = 1800.0,
) -> list[tuple[Pass, Pass]]:
    """Find when both craft pass over a place, one behind the other or together.

    Parameters
    ----------
    place : Place
        The observer.
    chaser_itrf_fn, station_itrf_fn : PositionItrf
        Positions in ITRF at seconds since `start`. [m]
    start, end : datetime
        The search.
    mask_rad : float
        Lowest elevation that counts; 10 degrees clears most roofs and haze. [rad]
    within_s : float
        How far apart their culminations may be and still count as one show. [s]

    Returns
    -------
    list[tuple[Pass, Pass]]
        The chaser's pass and the station's nearest to it, in time order.
    """
    station = passes(place, station_itrf_fn, start, end, mask_rad)
    pairs = []
    for one in passes(place, chaser_itrf_fn, start, end, mask_rad):
        gap_s = [abs(elapsed_s(one.culmination, other.culmination)) for other in station]
        if gap_s and min(gap_s) <= within_s:
            pairs.append((one, station[gap_s.index(min(gap_s))]))
    return pairs


def positions_itrf_from_gcrf(start: datetime, seconds: Array, positions_gcrf_m: Array) -> Array:
    """Turn positions at many times into the terrestrial frame, good to 0.1 m at the station.

    The rotation is exact every half hour; between, the Earth turns evenly and the rest is linear.

    Parameters
    ----------
    start : datetime
        Zero of `seconds`.
    seconds : Array
        Times, shape (n,). [s]
    positions_gcrf_m : Array
        Shape (n, 3). [m]
    """
    step = np.floor(seconds / _FRAME_STEP_S).astype(np.int64)
    nodes, inverse = np.unique(np.concatenate((step, step + 1)), return_inverse=True)
    turn = nodes * _FRAME_STEP_S * EARTH_ROTATION_RAD_S
    unturned = np.array(
        [
            _about_z(-angle) @ itrf_from_gcrf(after(start, float(node) * _FRAME_STEP_S))
            for node, angle in zip(nodes, turn, strict=True)
        ]
    )
    low, high = inverse[: step.size], inverse[step.size :]
    weight = (seconds / _FRAME_STEP_S - step)[:, None, None]
    slow = unturned[low] * (1.0 - weight) + unturned[high] * weight
    x, y, z = np.einsum("nij,nj->ni", slow, positions_gcrf_m).T
    angle = seconds * EARTH_ROTATION_RAD_S
    cos, sin = np.cos(angle), np.sin(angle)
    return np.column_stack((cos * x + sin * y, cos * y - sin * x, z))


def _about_z(angle_rad: float) -> Array:
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
