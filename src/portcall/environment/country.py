"""Which country a point lies in: the first border met on the way west, and who is to its east.

Model   Going west along the parallel, the first line crossed has the point's own country on its
        east side. One crossing decides, so that a small fault elsewhere on the parallel does no
        harm. South of all lines lies Antarctica; where a parallel crosses no line, the sea.
Valid   As the lines are (`environment.borders`): to within half a kilometer of the source's coast.
Source  Natural Earth 1:10m by `environment.borders`; the rule is our own, checked on its points.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit_at_call
from portcall.environment.borders import ANTARCTICA, SEA, Borders, borders

Array = NDArray[np.float64]
Places = NDArray[np.int64]

_BINS_PER_DEG = 4
_BINS = 180 * _BINS_PER_DEG
_SAME_DEG = 1e-9  # two lines on one meridian: where the source cuts a country at 180 degrees


@lru_cache(maxsize=1)
def _by_latitude() -> tuple[Places, Array, Places]:
    """Return the segments sorted into bands of latitude: where each band begins, lines, sides."""
    world: Borders = borders()
    low = np.minimum(world.start_deg[:, 1], world.end_deg[:, 1])
    high = np.maximum(world.start_deg[:, 1], world.end_deg[:, 1])
    first = ((low + 90.0) * _BINS_PER_DEG).astype(np.int64)
    times = ((high + 90.0) * _BINS_PER_DEG).astype(np.int64) - first + 1
    segment = np.repeat(np.arange(low.size), times)
    steps = np.arange(segment.size) - np.repeat(np.cumsum(times) - times, times)
    band = first[segment] + steps
    order = np.argsort(band, kind="stable")
    begins = np.searchsorted(band[order], np.arange(_BINS + 1))
    chosen = segment[order]
    lines = np.hstack([world.start_deg, world.end_deg])[chosen]
    rising = lines[:, 3] > lines[:, 1]
    east = np.where(rising, world.right[chosen], world.left[chosen])
    return begins.astype(np.int64), np.ascontiguousarray(lines), east.astype(np.int64)


@cached_njit_at_call()
def _first_to_the_west(
    latitude_deg: Array, longitude_deg: Array, begins: Places, lines: Array, east: Places
) -> Places:
    found = np.full(latitude_deg.size, -2, dtype=np.int64)
    for k in range(latitude_deg.size):
        latitude = latitude_deg[k]
        band = min(int((latitude + 90.0) * _BINS_PER_DEG), _BINS - 1)
        nearest = 1e9
        for i in range(begins[band], begins[band + 1]):
            low, high = lines[i, 1], lines[i, 3]
            if (low <= latitude) == (high <= latitude):
                continue
            share = (latitude - low) / (high - low)
            away = longitude_deg[k] - lines[i, 0] - share * (lines[i, 2] - lines[i, 0])
            away -= 360.0 * np.floor(away / 360.0)
            if away < nearest - _SAME_DEG:
                nearest, found[k] = away, east[i]
            elif away < nearest + _SAME_DEG:
                found[k] = max(found[k], east[i])
    return found


def country_at(latitude_rad: Array | float, longitude_rad: Array | float) -> Places:
    """Return the place of each point's country among `borders().names`, -1 at sea.

    Parameters
    ----------
    latitude_rad, longitude_rad : Array
        Geodetic, any shape that broadcasts. [rad]

    Examples
    --------
    >>> places = country_at(np.radians([48.02, -41.3, -47.0]), np.radians([66.92, 174.8, -140.0]))
    >>> [borders().names[place] if place >= 0 else "sea" for place in places]
    ['Kazakhstan', 'New Zealand', 'sea']
    """
    latitude, longitude = np.broadcast_arrays(
        np.degrees(np.asarray(latitude_rad, dtype=np.float64)),
        np.degrees(np.asarray(longitude_rad, dtype=np.float64)),
    )
    found = _first_to_the_west(
        np.ascontiguousarray(latitude.ravel()),
        np.ascontiguousarray(longitude.ravel()),
        *_by_latitude(),
    )
    # south of every line there is only ice
    southmost_deg = borders().start_deg[:, 1].min()
    polar = np.where(latitude.ravel() < southmost_deg, borders().names.index(ANTARCTICA), SEA)
    return np.where(found == SEA - 1, polar, found).reshape(latitude.shape)


def on_land(latitude_rad: Array | float, longitude_rad: Array | float) -> NDArray[np.bool_]:
    """Tell which points lie on land, lakes and Antarctica included.

    Examples
    --------
    >>> on_land(np.radians([55.75, 0.0]), np.radians([37.6, -30.0]))
    array([ True, False])
    """
    return np.asarray(country_at(latitude_rad, longitude_rad) != SEA)
