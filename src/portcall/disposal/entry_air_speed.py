"""Where a falling body is in the air, and how the air moves there.

Model   Altitude over WGS84 as a series in the flattening; wind along the ellipsoid's east and north.
Valid   Up to low orbit: altitude to 0.1 m.
Source  The series is that of `orbit.dynamics.drag_altitude_m`.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.constants import WGS84_A_M, WGS84_F
from portcall.environment.entry_air import wind_at

Array = NDArray[np.float64]

WGS84_E2 = WGS84_F * (2.0 - WGS84_F)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def altitude_of(x: float, y: float, z: float) -> float:
    """Return the altitude over WGS84, to 0.1 m up to low orbit. [m]"""
    r2 = x * x + y * y + z * z
    r = np.sqrt(r2)
    sine2 = z * z / r2
    lift = WGS84_F * sine2
    curve = WGS84_F * lift * (1.0 - sine2)
    low = r - WGS84_A_M * (1.0 - lift - 1.5 * curve)
    return float(low - 2.0 * curve * low * (WGS84_A_M / r))


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def wind_itrf(
    altitude_m: float, x: float, y: float, z: float, wind: Array
) -> tuple[float, float, float]:
    """Return the velocity of the air relative to the ground. [m s-1]"""
    if wind.size == 0:
        return 0.0, 0.0, 0.0
    east, north = wind_at(altitude_m, wind)
    up_z = z / (1.0 - WGS84_E2)  # the ellipsoid's normal, exact on its surface
    p = np.sqrt(x * x + y * y) + 1e-9
    n = 1.0 / np.sqrt(p * p + up_z * up_z)
    return (
        -east * y / p - north * x * up_z * n / p,
        east * x / p - north * y * up_z * n / p,
        north * p * n,
    )
