"""Eclipse by the Earth: cylindrical and conical shadow as signed functions, positive in sunlight.

Model   Spherical Earth of equatorial radius without air. Cylinder: the Sun infinitely far. Cone:
        apparent discs of Sun and Earth seen from the craft.
Valid   Low orbits: the air and the flattening move a crossing by some seconds.
Source  Montenbruck and Gill 2000, Satellite Orbits, section 3.4.2.
"""

import numpy as np
from numba import njit

from portcall.core.constants import SUN_RADIUS_M, WGS84_A_M


@njit(error_model="numpy")
def cylinder_clearance_m(
    x: float, y: float, z: float, sun_x: float, sun_y: float, sun_z: float
) -> float:
    """Return the distance from the shadow's cylinder, positive outside. [m]

    Examples
    --------
    >>> cylinder_clearance_m(-6_800e3, 0.0, 0.0, 1.5e11, 0.0, 0.0)
    -6378137.0
    """
    sun = np.sqrt(sun_x * sun_x + sun_y * sun_y + sun_z * sun_z)
    along = (x * sun_x + y * sun_y + z * sun_z) / sun
    r2 = x * x + y * y + z * z
    if along < 0.0:
        r2 -= along * along
    return float(np.sqrt(max(r2, 0.0)) - WGS84_A_M)


@njit(error_model="numpy")
def cone_clearance_rad(
    x: float, y: float, z: float, sun_x: float, sun_y: float, sun_z: float, contact_factor: float
) -> float:
    """Return the angle between the discs of Sun and Earth, less that of contact. [rad]

    Parameters
    ----------
    x, y, z, sun_x, sun_y, sun_z : float
        Craft and Sun in GCRF. [m]
    contact_factor : float
        +1 for the penumbra (first contact), -1 for the umbra (Sun wholly hidden).
    """
    r = np.sqrt(x * x + y * y + z * z)
    dx, dy, dz = sun_x - x, sun_y - y, sun_z - z
    distance = np.sqrt(dx * dx + dy * dy + dz * dz)
    cosine = -(x * dx + y * dy + z * dz) / (r * distance)
    separation = np.arccos(min(1.0, max(-1.0, cosine)))
    earth = np.arcsin(min(1.0, WGS84_A_M / r))
    return float(separation - earth - contact_factor * np.arcsin(SUN_RADIUS_M / distance))
