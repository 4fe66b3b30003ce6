"""The first look at a free drift: the travelling ellipse of Clohessy and Wiltshire, and its nearest point.

Model   Linear relative motion about a circular orbit, with a constant acceleration along the orbit for a
        difference of drag. What is minimised is the size of the ellipsoid about the station that the ship
        lies on, in multiples of a zone's own semi-axes (sphere: all three alike), looked at 200 times a
        revolution and refined by a parabola. Margin: the least of that distance less k standard
        deviations of the position along the line of sight, from independent errors of the six
        components at the start.
Valid   Distances up to a kilometer or so for metres; beyond, as a screen only (the curve of the orbit).
Source  Clohessy and Wiltshire 1960, Journal of the Aerospace Sciences 27, 653.
"""

from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX

Array = NDArray[np.float64]

LOOKS_PER_REVOLUTION = 200

# columns of a screened drift
LEAST, LEAST_S, MARGIN, MARGIN_S = 0, 1, 2, 3
SCREEN_COLUMNS = 4

SCREEN_SIGNATURE = types.void(
    MATRIX, ARRAY, types.float64, types.float64, types.float64, ARRAY, MATRIX
)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def drift_place(
    x: float, y: float, z: float, vx: float, vy: float, vz: float, push: float, n: float, t: float,
    s: float, c: float,
) -> Any:  # fmt: skip
    """Return the LVLH position after `t`, with s and c the sine and cosine of n t. [m]"""
    e = 1.0 - c
    nt = n * t
    px = (
        x
        + 6.0 * (nt - s) * z
        + (4.0 * s / n - 3.0 * t) * vx
        + 2.0 * e / n * vz
        + push * (4.0 * e / (n * n) - 1.5 * t * t)
    )
    pz = (4.0 - 3.0 * c) * z - 2.0 * e / n * vx + s / n * vz - push * 2.0 * (nt - s) / (n * n)
    return px, c * y + s / n * vy, pz


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _line_of_sight_sigma(
    px: float, py: float, pz: float, sigmas: Array, n: float, t: float, s: float, c: float
) -> float:
    """Return the standard deviation of the position along the line of sight. [m]"""
    far = np.sqrt(px * px + py * py + pz * pz) + 1e-300
    ux, uy, uz = px / far, py / far, pz / far
    e = 1.0 - c
    gx = ux * sigmas[0]
    gy = uy * c * sigmas[1]
    gz = (ux * 6.0 * (n * t - s) + uz * (4.0 - 3.0 * c)) * sigmas[2]
    hx = (ux * (4.0 * s / n - 3.0 * t) - uz * 2.0 * e / n) * sigmas[3]
    hy = uy * s / n * sigmas[4]
    hz = (ux * 2.0 * e / n + uz * s / n) * sigmas[5]
    return float(np.sqrt(gx * gx + gy * gy + gz * gz + hx * hx + hy * hy + hz * hz))


@njit(inline="always", error_model="numpy")
def parabola_least(before: float, here: float, behind: float) -> Any:
    """Return the least value of a parabola through three equidistant ones, and where, in steps."""
    curve = before - 2.0 * here + behind
    if not curve > 0.0:
        return here, 0.0
    part = min(max(0.5 * (before - behind) / curve, -1.0), 1.0)
    return here - 0.25 * (before - behind) * part, part


@cached_njit(SCREEN_SIGNATURE, _nrt=False)
def screen_drifts(
    starts: Array,
    axes_m: Array,
    n_rad_s: float,
    push_m_s2: float,
    duration_s: float,
    margin_k: Array,
    screened: Array,
) -> None:
    """Screen a batch of free drifts against one zone.

    Parameters
    ----------
    starts : Array
        Shape (m, 6): position [m] and velocity [m/s] in LVLH.
    axes_m : Array
        Semi-axes of the zone along x, y and z. [m]
    n_rad_s : float
        Mean motion of the station. [rad/s]
    push_m_s2 : float
        Constant acceleration along the orbit, of the ship against the station. [m/s2]
    duration_s : float
        Length of the drift. [s]
    margin_k : Array
        Shape (7,): the six standard deviations at the start, [m] and [m/s], and k.
    screened : Array
        Shape (m, SCREEN_COLUMNS), filled: LEAST [in zones: 1 touches], LEAST_S, MARGIN (the same
        less k standard deviations), MARGIN_S.
    """
    revolution = 2.0 * np.pi / n_rad_s
    count = int(np.ceil(duration_s / revolution * LOOKS_PER_REVOLUTION))
    step = duration_s / count
    turn_s, turn_c = np.sin(n_rad_s * step), np.cos(n_rad_s * step)
    for m in range(starts.shape[0]):
        x, y, z = starts[m, 0], starts[m, 1], starts[m, 2]
        vx, vy, vz = starts[m, 3], starts[m, 4], starts[m, 5]
        s, c = 0.0, 1.0
        before2, here2 = np.inf, np.inf
        least2, least_s = np.inf, 0.0
        margin, margin_s = np.inf, 0.0
        # a fast ship may pass before the first look: there its path is straight
        qx, qy, qz = x / axes_m[0], y / axes_m[1], z / axes_m[2]
        wx, wy, wz = vx / axes_m[0], vy / axes_m[1], vz / axes_m[2]
        soon = -(qx * wx + qy * wy + qz * wz) / (wx * wx + wy * wy + wz * wz + 1e-300)
        if 0.0 < soon < step:
            qx, qy, qz = qx + soon * wx, qy + soon * wy, qz + soon * wz
            least2, least_s = qx * qx + qy * qy + qz * qz, soon
        for i in range(count + 1):
            t = i * step
            px, py, pz = drift_place(x, y, z, vx, vy, vz, push_m_s2, n_rad_s, t, s, c)
            ax, ay, az = px / axes_m[0], py / axes_m[1], pz / axes_m[2]
            now2 = ax * ax + ay * ay + az * az
            if now2 < least2:
                least2, least_s = now2, t
            if here2 <= before2 and here2 <= now2 and before2 < np.inf:
                low2, part = parabola_least(before2, here2, now2)
                if low2 < least2:
                    least2, least_s = max(low2, 0.0), t + (part - 1.0) * step
            before2, here2 = here2, now2
            if margin_k[6] > 0.0:
                size = np.sqrt(now2)
                far = np.sqrt(px * px + py * py + pz * pz)
                spread = _line_of_sight_sigma(px, py, pz, margin_k, n_rad_s, t, s, c)
                left = size - margin_k[6] * spread * size / max(far, 1e-9)
                if left < margin:
                    margin, margin_s = left, t
            s, c = s * turn_c + c * turn_s, c * turn_c - s * turn_s
        screened[m, LEAST], screened[m, LEAST_S] = np.sqrt(least2), least_s
        screened[m, MARGIN], screened[m, MARGIN_S] = margin, margin_s


def screen(
    starts: Array,
    axes_m: tuple[float, float, float],
    n_rad_s: float,
    duration_s: float,
    *,
    push_m_s2: float = 0.0,
    sigmas: tuple[float, ...] = (),
    sigma_factor: float = 3.0,
) -> Array:
    """Screen free drifts, shape (m, 6), against a zone; columns as `screen_drifts`.

    Examples
    --------
    An escape of half a meter a second against the motion, from 20 m behind: never nearer than where it
    began, and 8.3 km away after one revolution of 410 km.

    >>> start = np.array([[-20.0, 0.0, 0.0, -0.5, 0.0, 0.0]])
    >>> n = 1.128868e-3
    >>> day = screen(start, (1.0, 1.0, 1.0), n, 86400.0)
    >>> print(f"{day[0, LEAST]:.1f} m")
    20.0 m
    >>> place = drift_place(-20.0, 0.0, 0.0, -0.5, 0.0, 0.0, 0.0, n, 5565.92, 0.0, 1.0)
    >>> print(f"{place[0]:.0f} m")
    8329 m
    """
    spread = np.zeros(7)
    if sigmas:
        spread[:6], spread[6] = sigmas, sigma_factor
    rows = np.ascontiguousarray(np.atleast_2d(starts), dtype=np.float64)
    screened = np.empty((rows.shape[0], SCREEN_COLUMNS))
    screen_drifts(
        rows, np.array(axes_m, dtype=np.float64), n_rad_s, push_m_s2, duration_s, spread, screened
    )
    return screened
