"""The avoidance maneuver of a ship that is not in a corridor: any small burn whose drift stays out.

Model   A menu of directions (along and against the velocity, up, down, away from and across the line of
        sight, and pairs of them) in rising sizes, as impulses; the first whose drift of a day keeps out
        of the zone, less `MARGIN` of it, with a size 10 % wrong either way, is taken.
Valid   As `drift_screen`; the full model with dispersions is the check.
Source  Chosen here.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from portcall.docking.safety.avoidance import SIZE_ERROR
from portcall.docking.safety.drift_screen import LEAST, screen

Array = NDArray[np.float64]

SIZES_M_S = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
MARGIN = 1.1


def _ways(position_m: Array) -> Array:
    """Return unit vectors to try, shape (k, 3)."""
    away = position_m / np.linalg.norm(position_m)
    across = np.cross(away, [0.0, 1.0, 0.0])
    basis = [away, across, -across, *(s * np.eye(3)[i] for i in (0, 2) for s in (1.0, -1.0))]
    pairs = [first + second for first, second in combinations(basis, 2)]
    ways = np.array(basis + [pair for pair in pairs if np.linalg.norm(pair) > 0.1])
    return np.asarray(ways / np.linalg.norm(ways, axis=1)[:, None])


def still_escapes(
    state: Array, burn: Array, axes_m: tuple[float, float, float], n_rad_s: float, duration_s: float
) -> bool:
    """Say whether a burn that was found for a neighboring state does for this one."""
    starts = np.repeat(state[None, :], 3, axis=0)
    for row, factor in zip(starts, (1.0 - SIZE_ERROR, 1.0, 1.0 + SIZE_ERROR), strict=True):
        row[3:] += factor * burn
    least = screen(starts, axes_m, n_rad_s, duration_s)[:, LEAST].min()
    return bool(least >= _wanted(state, axes_m))


def _wanted(state: Array, axes_m: tuple[float, float, float]) -> float:
    """Return how far a drift must keep out, in zones."""
    now = float(np.linalg.norm(state[:3] / np.array(axes_m)))
    return min(MARGIN, 0.5 * (1.0 + now))


def smallest_escape(
    state: Array, axes_m: tuple[float, float, float], n_rad_s: float, duration_s: float
) -> Array | None:
    """Find the smallest burn of the menu after which the drift keeps out of a zone.

    Parameters
    ----------
    state : Array
        LVLH position [m] and velocity [m/s], shape (6,), outside the zone.
    axes_m : tuple of float
        Semi-axes of the zone. [m]
    n_rad_s : float
        Mean motion. [rad/s]
    duration_s : float
        Of the drift. [s]

    Returns
    -------
    Array or None
        Change of velocity in LVLH, shape (3,). [m/s]
    """
    ways = _ways(state[:3])
    wanted = _wanted(state, axes_m)
    for size_m_s in SIZES_M_S:
        least = np.full(len(ways), np.inf)
        for factor in (1.0 - SIZE_ERROR, 1.0, 1.0 + SIZE_ERROR):
            starts = np.repeat(state[None, :], len(ways), axis=0)
            starts[:, 3:] += factor * size_m_s * ways
            least = np.minimum(least, screen(starts, axes_m, n_rad_s, duration_s)[:, LEAST])
        best = int(np.argmax(least))
        if least[best] >= wanted:
            return np.asarray(size_m_s * ways[best])
    return None
