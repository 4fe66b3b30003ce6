"""How far land is, coarsely and at once: for plans that only need to stay well clear of it.

Model   The exact distance to any land at every whole degree, linear in between.
Valid   To some 60 km near a coast, where the distance bends; far better at sea. The rule for
        controlled entries is judged with `environment.land`.
Source  As `environment.land`; made by `tools/build_land_distance.py`.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

GRID = Path(__file__).parent / "data" / "land_distance.npz"


@lru_cache(maxsize=1)
def _away_km() -> Array:
    with np.load(GRID) as data:
        return np.asarray(data["away_km"], dtype=np.float64)


def coarse_distance_km(latitude_rad: Array, longitude_rad: Array) -> Array:
    """Return about how far the nearest land is, shape (n,). [km]

    Examples
    --------
    Point Nemo is 2,688 km from the nearest land (general knowledge):

    >>> round(float(coarse_distance_km(np.radians([-48.88]), np.radians([-123.39]))[0]), -2)
    2700.0
    """
    away = _away_km()
    row = np.degrees(np.asarray(latitude_rad)) + 90.0
    column = (np.degrees(np.asarray(longitude_rad)) + 180.0) % 360.0
    i = np.minimum(row.astype(np.intp), away.shape[0] - 2)
    j = np.minimum(column.astype(np.intp), away.shape[1] - 2)
    u, v = row - i, column - j
    south = (1.0 - v) * away[i, j] + v * away[i, j + 1]
    north = (1.0 - v) * away[i + 1, j] + v * away[i + 1, j + 1]
    return np.asarray((1.0 - u) * south + u * north)
