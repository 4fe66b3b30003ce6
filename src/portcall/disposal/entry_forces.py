"""What acts on a body that falls through the air, in the frame that turns with the Earth.

Model   Point mass and J2, the centrifugal and the Coriolis acceleration of an even turn about the pole;
        the air turns with the Earth, so the speed in this frame is the airspeed when there is no wind.
Valid   The hour from entry interface to the ground; Sun, Moon and higher harmonics move an impact by
        less than 100 m in that time.
Source  Montenbruck and Gill 2000, Satellite Orbits, section 3.2 (J2); EGM2008 for its value.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.constants import (
    EARTH_ROTATION_RAD_S,
    EGM_RADIUS_M,
    GM_EARTH_M3_S2,
    J2_EARTH,
)

Array = NDArray[np.float64]


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def free_fall_itrf(
    x: float, y: float, z: float, vx: float, vy: float
) -> tuple[float, float, float]:
    """Return the acceleration without air, relative to the turning Earth. [m s-2]

    Parameters
    ----------
    x, y, z : float
        ITRF position. [m]
    vx, vy : float
        Earth-relative velocity across the axis. [m s-1]
    """
    r2 = x * x + y * y + z * z
    pull = GM_EARTH_M3_S2 / (r2 * np.sqrt(r2))
    bulge = 1.5 * J2_EARTH * EGM_RADIUS_M * EGM_RADIUS_M / r2
    polar = 5.0 * z * z / r2
    across = pull * (1.0 + bulge * (1.0 - polar))
    turn = EARTH_ROTATION_RAD_S
    ax = -across * x + turn * (turn * x + 2.0 * vy)
    ay = -across * y + turn * (turn * y - 2.0 * vx)
    az = -pull * (1.0 + bulge * (3.0 - polar)) * z
    return ax, ay, az
