"""Land as shapes to fill: the shipped shores joined into rings, thinned to what a map can show.

Model   Of the shipped lines, those with the sea on one side are turned so that land lies on the left and
        joined end to end; points nearer to each other than the map can show are left out, and so are
        islands of that size. Antarctica's shore is closed along the pole.
Valid   Pictures; the shore itself as `environment.borders`.
Source  As `environment.borders`.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.environment.borders import SEA, borders

Array = NDArray[np.float64]


def _shores() -> list[Array]:
    """Return the lines between land and sea, land on the left, each (n, 2) as longitude, latitude."""
    world = borders()
    starts = np.flatnonzero(np.diff(world.line, prepend=-1))
    ends = np.append(starts[1:], len(world.line))
    lines = []
    for a, b in zip(starts, ends, strict=True):
        left, right = world.left[a] == SEA, world.right[a] == SEA
        if left == right:
            continue
        line = np.vstack([world.start_deg[a : a + 1], world.end_deg[a:b]])
        lines.append(line[::-1] if left else line)
    return lines


def _key(point: Array) -> tuple[float, float]:
    lon_deg = (float(point[0]) + 180.0) % 360.0
    return round(lon_deg, 4) % 360.0, round(float(point[1]), 4)


def _joined(lines: list[Array]) -> list[Array]:
    """Join lines where one starts at another's end; longitudes run on without a jump."""
    starting: dict[tuple[float, float], list[int]] = {}
    for number, line in enumerate(lines):
        starting.setdefault(_key(line[0]), []).append(number)
    taken = np.zeros(len(lines), dtype=bool)
    rings = []
    for first in range(len(lines)):
        if taken[first]:
            continue
        taken[first] = True
        ring = [lines[first]]
        while _key(ring[-1][-1]) != _key(ring[0][0]):
            following = [n for n in starting.get(_key(ring[-1][-1]), []) if not taken[n]]
            if not following:
                break
            taken[following[0]] = True
            piece = lines[following[0]]
            turns = 360.0 * np.round((ring[-1][-1, 0] - piece[0, 0]) / 360.0)
            ring.append(piece + np.array([turns, 0.0]))
        rings.append(np.vstack([ring[0], *(piece[1:] for piece in ring[1:])]))
    return rings


def _closed(ring: Array) -> Array:
    """Return a ring that runs once around the Earth closed along the south pole."""
    if abs(ring[-1, 0] - ring[0, 0]) < 350.0:
        return ring
    south = np.array([[ring[-1, 0], -90.0], [ring[0, 0], -90.0]])
    return np.vstack([ring, south])


@lru_cache(maxsize=1)
def _rings() -> tuple[Array, ...]:
    return tuple(_closed(ring) for ring in _joined(_shores()))


def _thinned(ring: Array, step_deg: float, box: tuple[float, float, float, float]) -> Array:
    """Return a ring to the step inside a box, and to a tenth of the box's size far from it."""
    west, east, south, north = box
    coarse = max(step_deg, 0.1 * (east - west))
    lon, lat = ring.T
    near = (
        (lon > west - coarse)
        & (lon < east + coarse)
        & (lat > south - coarse)
        & (lat < north + coarse)
    )
    # a coarse cell never equals a fine one: the place where a shore enters the box is kept
    size = np.where(near, step_deg, coarse)[:, None]
    cells = np.column_stack([np.round(ring / size), near])
    moved = np.any(np.diff(cells, axis=0, prepend=cells[:1] - 1.0) != 0.0, axis=1)
    return np.round(ring[moved] / (0.2 * step_deg)) * (0.2 * step_deg)


def land_rings(
    step_deg: float, west_deg: float, east_deg: float, south_deg: float, north_deg: float
) -> list[Array]:
    """Return the land that comes into a map, each ring (n, 2) as longitude and latitude. [deg]

    Parameters
    ----------
    step_deg : float
        What the map can show; finer shapes are left out. [deg]
    west_deg, east_deg : float
        The map's edges; they may lie beyond 180, and land is repeated as often as it is seen. [deg]
    south_deg, north_deg : float
        The map's edges. [deg]
    """
    shown = []
    for ring in _rings():
        low, high = ring.min(axis=0), ring.max(axis=0)
        if np.max(high - low) < 1.5 * step_deg or high[1] < south_deg or low[1] > north_deg:
            continue
        for turns in (-360.0, 0.0, 360.0):
            if high[0] + turns < west_deg or low[0] + turns > east_deg:
                continue
            box = (west_deg - turns, east_deg - turns, south_deg, north_deg)
            thin = _thinned(ring, step_deg, box)
            if len(thin) > 3:
                shown.append(thin + np.array([turns, 0.0]))
    return shown
