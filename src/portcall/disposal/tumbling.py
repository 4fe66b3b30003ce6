"""Drag of bodies that tumble: on the mean projected area, from free molecules to the last meters.

Model   A convex body that takes every attitude alike shows a quarter of its surface, and each element of
        that surface meets the flow at angles spread as over a sphere. So the averages of laws that hold
        element by element are the sphere's for every convex shape: free molecules with diffuse
        reflection 2 + (2/3) sqrt(pi)/s, modified Newtonian flow half the stagnation pressure. Between
        the two, sin^2(pi (3 + log10 Kn)/8). Below Mach 1.4 towards a low-speed value by shape.
Valid   Random attitudes, convex outlines, no lift. The low-speed values are round figures for bodies
        that tumble, good to some 30 percent: sample them.
Source  Cauchy 1841 (mean projection); Schaaf and Chambre 1961 (diffuse reflection); Anderson 2006,
        Hypersonic and High-Temperature Gas Dynamics, section 3.3; Hoerner 1965, Fluid-Dynamic Drag.
        Klett's cylinder (Sandia SC-RR-64-2141) agrees within 5 percent.
"""

from typing import Literal

import numpy as np
from numba import njit

Shape = Literal["sphere", "cylinder", "box", "plate"]

STAGNATION_PRESSURE_COEFFICIENT = 1.84  # behind a strong shock in air
CONTINUUM_DRAG_COEFFICIENT = 0.5 * STAGNATION_PRESSURE_COEFFICIENT
WALL_SPEED_RATIO = 18.0  # 7.5 km/s over sqrt(2 R T) at a wall of 300 K
FREE_DRAG_COEFFICIENT = 2.0 + 2.0 / 3.0 * float(np.sqrt(np.pi)) / WALL_SPEED_RATIO
LOW_SPEED_DRAG: dict[str, float] = {"sphere": 0.47, "cylinder": 0.8, "box": 1.0, "plate": 1.1}
LOW_SPEED_MACH, HIGH_SPEED_MACH = 0.6, 1.4


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def free_share(knudsen: float) -> float:
    """Return how far a flow is that of free molecules: 0 below Kn 1e-3, 1 above 10."""
    if knudsen <= 1e-3:
        return 0.0
    if knudsen >= 10.0:
        return 1.0
    s = np.sin(0.125 * np.pi * (3.0 + np.log10(knudsen)))
    return float(s * s)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def continuum_drag(mach: float, low_speed_coefficient: float) -> float:
    """Return the drag coefficient in continuum, a smooth step between Mach 0.6 and 1.4."""
    if mach >= HIGH_SPEED_MACH:
        return CONTINUUM_DRAG_COEFFICIENT
    if mach <= LOW_SPEED_MACH:
        return low_speed_coefficient
    u = (mach - LOW_SPEED_MACH) / (HIGH_SPEED_MACH - LOW_SPEED_MACH)
    step = u * u * (3.0 - 2.0 * u)
    return low_speed_coefficient + step * (CONTINUUM_DRAG_COEFFICIENT - low_speed_coefficient)


@njit(error_model="numpy", fastmath={"contract"})
def drag_of(knudsen: float, mach: float, low_speed_coefficient: float) -> float:
    """Return the drag coefficient of a tumbling convex body on its mean projected area.

    Examples
    --------
    A sphere in hypersonic continuum, and among free molecules:

    >>> round(drag_of(1e-4, 20.0, 0.47), 2), round(drag_of(50.0, 20.0, 0.47), 2)
    (0.92, 2.07)
    """
    low = continuum_drag(mach, low_speed_coefficient)
    return float(low + free_share(knudsen) * (FREE_DRAG_COEFFICIENT - low))


def surface_m2(shape: Shape, length_m: float, width_m: float, height_m: float) -> float:
    """Return the outer surface; its quarter is the mean projected area. [m2]

    A sphere has its diameter as `length_m`; a cylinder its diameter as `width_m`.

    Examples
    --------
    A unit cube shows 1.5 m2 on average:

    >>> surface_m2("box", 1.0, 1.0, 1.0) / 4.0
    1.5
    """
    if shape == "sphere":
        return float(np.pi * length_m**2)
    if shape == "cylinder":
        return float(np.pi * width_m * (length_m + 0.5 * width_m))
    return 2.0 * (length_m * width_m + width_m * height_m + height_m * length_m)


def volume_m3(shape: Shape, length_m: float, width_m: float, height_m: float) -> float:
    """Return the outer volume, sizes as in `surface_m2`. [m3]"""
    if shape == "sphere":
        return float(np.pi / 6.0 * length_m**3)
    if shape == "cylinder":
        return float(0.25 * np.pi * width_m**2 * length_m)
    return length_m * width_m * height_m
