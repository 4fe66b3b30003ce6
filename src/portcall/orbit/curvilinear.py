"""Offsets along the curve of the orbit instead of along its tangent.

Model   The ship's angle ahead and its angle out of the plane, each times the station's radius, and how
        much nearer to the Earth's center it is. Linear motion in these follows the true one much
        farther along the orbit.
Valid   Anywhere off the pole of the orbit.
Source  de Bruijn, Gill and How 2011, J. Guidance, Control, and Dynamics 34, 1449; Alfriend et al.
        2010, Spacecraft Formation Flying, section 4.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def curvilinear_from_lvlh(state: Array, radius_m: float, climb_m_s: float = 0.0) -> Array:
    """Return arc ahead, arc across and depth [m], and their rates [m/s], shape (6,).

    Parameters
    ----------
    state : Array
        Position [m] and velocity [m/s] in the station's turning LVLH, (6,).
    radius_m, climb_m_s : float
        The station's distance from the Earth's center [m] and its rate [m/s].

    Examples
    --------
    30 km behind along the tangent lies 66 m above the orbit.

    >>> float(curvilinear_from_lvlh(np.array([-30e3, 0.0, 0.0, 0.0, 0.0, 0.0]), 6.788137e6)[2])
    -66.29
    """
    x, y, z, vx, vy, vz = state
    up, climb = radius_m - z, climb_m_s - vz
    level2 = x * x + up * up
    level = np.sqrt(level2)
    distance = np.sqrt(level2 + y * y)
    level_rate = (x * vx + up * climb) / level
    distance_rate = (x * vx + y * vy + up * climb) / distance
    ahead, across = np.arctan2(x, up), np.arctan2(y, level)
    ahead_rate = (vx * up - x * climb) / level2
    across_rate = (vy * level - y * level_rate) / distance**2
    # radius minus distance, without the difference
    depth = (2.0 * radius_m * z - x * x - y * y - z * z) / (radius_m + distance)
    return np.array(
        [
            radius_m * ahead,
            radius_m * across,
            depth,
            radius_m * ahead_rate + climb_m_s * ahead,
            radius_m * across_rate + climb_m_s * across,
            climb_m_s - distance_rate,
        ]
    )


def lvlh_from_curvilinear(state: Array, radius_m: float, climb_m_s: float = 0.0) -> Array:
    """Return position [m] and velocity [m/s] in LVLH from arcs and depth, shape (6,).

    Parameters
    ----------
    state : Array
        As `curvilinear_from_lvlh` returns it, (6,).
    radius_m, climb_m_s : float
        As there.
    """
    ahead, across = state[0] / radius_m, state[1] / radius_m
    ahead_rate = (state[3] - climb_m_s * ahead) / radius_m
    across_rate = (state[4] - climb_m_s * across) / radius_m
    distance, distance_rate = radius_m - state[2], climb_m_s - state[5]
    level = distance * np.cos(across)
    level_rate = distance_rate * np.cos(across) - distance * np.sin(across) * across_rate
    sine, cosine = np.sin(ahead), np.cos(ahead)
    # radius minus height along the plumb line, without the difference of large figures
    sunk = state[2] + distance * (
        2.0 * np.sin(across / 2) ** 2 + 2.0 * np.cos(across) * np.sin(ahead / 2) ** 2
    )
    return np.array(
        [
            level * sine,
            distance * np.sin(across),
            sunk,
            level_rate * sine + level * cosine * ahead_rate,
            distance_rate * np.sin(across) + distance * np.cos(across) * across_rate,
            climb_m_s - (level_rate * cosine - level * sine * ahead_rate),
        ]
    )
