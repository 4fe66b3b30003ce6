"""A map to draw on: land, grid, antennas and what they see, the night, and paths over the ground.

Model   Longitude and latitude on straight axes. The circle of an antenna is where a craft at a given
        height stands at the antenna's least elevation, on a sphere. It is night where the Sun's center
        lies below the horizon.
Valid   Pictures.
Source  Larson and Wertz 1999, Space Mission Analysis and Design, section 5.2 (the circle of sight).
"""

import math
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from portcall.catalogue.network import GroundStation
from portcall.core.frames import itrf_from_gcrf
from portcall.environment.sun_moon import sun_direction_gcrf
from portcall.report.land_shapes import land_rings
from portcall.report.plate import (
    BLUE,
    GREEN,
    INK,
    LAND,
    MM_PER_IN,
    ORANGE,
    SHORE,
    WIDTH_IN,
    sheet,
    unwrapped,
)
from portcall.report.track_columns import TrackColumns

Array = NDArray[np.float64]

_MEAN_RADIUS_M = 6371008.8
_POINTS_ACROSS = 330  # how finely land is drawn over a map's width
_TURN = np.linspace(0.0, math.tau, 121)


def map_sheet(
    west_deg: float, east_deg: float, south_deg: float, north_deg: float
) -> tuple[Figure, Axes]:
    """Return a map of a part of the Earth with its land and its grid, true in its middle. [deg]"""
    whole = east_deg - west_deg >= 300.0
    shrink = 1.0 if whole else max(0.2, math.cos(math.radians(0.5 * (south_deg + north_deg))))
    inner_in = WIDTH_IN - 0.72 - 0.12
    high_in = inner_in * (north_deg - south_deg) / ((east_deg - west_deg) * shrink)
    drawn, (axes,) = sheet(MM_PER_IN * (high_in + 0.30 + 0.48))
    step = (east_deg - west_deg) / _POINTS_ACROSS
    rings = land_rings(step, west_deg, east_deg, south_deg, north_deg)
    if rings:
        shape = Path.make_compound_path(*(Path(ring) for ring in rings))
        axes.add_artist(
            PathPatch(shape, facecolor=LAND, edgecolor=SHORE, linewidth=0.4, zorder=0.5)
        )
    if whole:
        axes.set_xticks(np.arange(30.0 * math.ceil(west_deg / 30.0), east_deg + 1.0, 30.0))
        axes.set_yticks(np.arange(-60.0, 61.0, 30.0))
    for axis, letters in ((axes.xaxis, "EW"), (axes.yaxis, "NS")):
        axis.set_major_formatter(
            FuncFormatter(lambda value, _, letters=letters: _degrees(value, letters))
        )
    axes.set_xlim(west_deg, east_deg)
    axes.set_ylim(south_deg, north_deg)
    axes.set_xlabel("longitude")
    axes.set_ylabel("latitude")
    return drawn, axes


def _degrees(value_deg: float, letters: str) -> str:
    angle = round((value_deg + 180.0) % 360.0 - 180.0, 4)
    letter = (
        "" if angle == 0.0 or abs(angle) == 180.0 else letters[0] if angle > 0.0 else letters[1]
    )
    return f"{abs(angle):g}\u00b0{letter}"


def circle_deg(lat_deg: float, lon_deg: float, radius_rad: float) -> tuple[Array, Array]:
    """Return latitudes and longitudes of a circle on the sphere, longitudes within 180. [deg]"""
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    sine = math.sin(lat) * math.cos(radius_rad) + math.cos(lat) * math.sin(radius_rad) * np.cos(
        _TURN
    )
    east = np.arctan2(
        np.sin(_TURN) * math.sin(radius_rad) * math.cos(lat),
        math.cos(radius_rad) - math.sin(lat) * sine,
    )
    wrapped = (np.degrees(lon + east) + 180.0) % 360.0 - 180.0
    return np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))), wrapped


def sight_radius_rad(altitude_m: float, mask_deg: float) -> float:
    """Return how far over the ground an antenna sees a craft at a height. [rad]

    Examples
    --------
    A ship at 420 km, five degrees above the horizon, is some 1,760 km away over the ground:

    >>> round(6371.0 * sight_radius_rad(420e3, 5.0), -1)
    1760.0
    """
    mask = math.radians(mask_deg)
    return math.acos(_MEAN_RADIUS_M * math.cos(mask) / (_MEAN_RADIUS_M + altitude_m)) - mask


def draw_line(axes: Axes, lat_deg: Array, lon_deg: Array, **style: Any) -> None:
    """Draw a line over the ground, torn where it leaves one edge of the map for the other."""
    label = style.pop("label", None)
    for part in unwrapped(lon_deg):
        axes.plot(lon_deg[part], lat_deg[part], label=label, **style)
        label = None


def draw_antennas(axes: Axes, stations: Sequence[GroundStation], altitude_m: float) -> None:
    """Draw antennas, and the circles in which each sees a craft at this height."""
    for number, station in enumerate(stations):
        lat, lon = station.latitude_deg.value, station.longitude_deg.value
        radius = sight_radius_rad(altitude_m, station.mask_deg.value)
        draw_line(axes, *circle_deg(lat, lon, radius), color=GREEN, linewidth=0.9, linestyle="-.")
        axes.plot(lon, lat, "^", color=GREEN, markersize=4.5, label="antenna, and where it sees the ship"
                  if number == 0 else None)  # fmt: skip


def draw_night(axes: Axes, moment: datetime) -> None:
    """Shade where it is night on the ground at an instant."""
    sun = itrf_from_gcrf(moment) @ sun_direction_gcrf(moment)
    lon = np.linspace(-180.0, 180.0, 181)
    across = sun[0] * np.cos(np.radians(lon)) + sun[1] * np.sin(np.radians(lon))
    up = sun[2] if abs(sun[2]) > 1e-4 else 1e-4
    edge = np.degrees(np.arctan(-across / up))
    pole = -90.0 if up > 0.0 else 90.0
    axes.fill_between(lon, edge, pole, color=INK, alpha=0.10, linewidth=0.0, zorder=0.7)


def draw_track(
    axes: Axes, track: TrackColumns, *, thickness_factor: float = 1.0, named: bool = True
) -> None:
    """Draw a path, light where the craft is in sunlight and dark in the Earth's shadow."""
    if not len(track):
        return
    cuts = np.flatnonzero(np.diff(track.sunlit.astype(int)) != 0) + 1
    ends = [0, *cuts.tolist(), len(track)]
    seen: set[bool] = set()
    for a, b in pairwise(ends):
        lit = bool(track.sunlit[a])
        part = slice(a, min(b + 1, len(track)))
        name = "ship in sunlight" if lit else "ship in the Earth's shadow"
        draw_line(
            axes, track.lat_deg[part], track.lon_deg[part], color=ORANGE if lit else BLUE,
            linewidth=(1.8 if lit else 2.4) * thickness_factor,
            label=name if named and lit not in seen else None,
        )  # fmt: skip
        seen.add(lit)
