"""Secular rates of a near-circular orbit: how fast its node and its argument of latitude move.

Model   Even zonal harmonics to degree 20, first order, eccentricity set to zero; the Sun's and Moon's
        mean pull on the node. Second-order J2 is left out: 1e-3 of each rate, alike for two craft on
        neighboring orbits, so it cancels in the differences that a chase is made of.
Valid   Eccentricity below 0.01, inclination away from 0 and 180 degrees.
Source  Kaula 1966, section 3.6 (averaged zonal potential put into Lagrange's equations);
        Vallado 2013, section 9.6.1 (Sun and Moon on the node).
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit_at_call
from portcall.core.constants import DAY_S, EGM_RADIUS_M, GM_EARTH_M3_S2
from portcall.environment.gravity import coefficients

Array = NDArray[np.float64]

_SGP4_DEGREE = 4  # SGP4 carries the secular effects of J2 and J4


@lru_cache(maxsize=1)
def zonal_table() -> Array:
    """Return J_l for l = 2, 4, ... 20 as the kernels take it, shape (10,)."""
    normalised = coefficients()[0][:, 0]
    return np.array([-math.sqrt(2 * n + 1) * normalised[n] for n in range(2, 21, 2)])


@cached_njit_at_call()
def rates_kernel(
    semi_major_axis_m: float, inclination_rad: float, zonals: Array, first_degree: int
) -> tuple[float, float]:
    """Return node rate and argument-of-latitude rate less Kepler's, from the zonals given. [rad/s]

    With the averaged potential -(GM/a) J_l (R/a)^l P_l(0) P_l(cos i), Lagrange's equations give
    node = n J_l (R/a)^l P_l(0) P_l'(cos i) and latitude = -2 (l+1) n J_l (R/a)^l P_l(0) P_l(cos i)
    - cos i node.
    """
    c = math.cos(inclination_rad)
    n = math.sqrt(GM_EARTH_M3_S2 / semi_major_axis_m**3)
    ratio2 = (EGM_RADIUS_M / semi_major_axis_m) ** 2
    node = 0.0
    latitude = 0.0
    below, here = 1.0, c  # P_0, P_1
    at_zero = 1.0  # P_0(0)
    power = 1.0
    for step in range(zonals.size):
        degree = 2 * step + 2
        even = ((2 * degree - 1) * c * here - (degree - 1) * below) / degree
        slope = degree * (c * even - here) / (c * c - 1.0)
        at_zero *= -(degree - 1) / degree
        power *= ratio2
        if degree >= first_degree:
            scale = n * zonals[step] * power * at_zero
            node += scale * slope
            latitude += -2.0 * (degree + 1) * scale * even - c * scale * slope
        odd = ((2 * degree + 1) * c * even - degree * here) / (degree + 1)
        below, here = even, odd
    return node, latitude


def secular_rates(semi_major_axis_m: float, inclination_rad: float) -> tuple[float, float]:
    """Return the rates of the node and of the mean argument of latitude. [rad/s]

    Examples
    --------
    The node of an orbit like the station's moves almost five degrees west a day:

    >>> node, latitude = secular_rates(6_795_000.0, math.radians(51.64))
    >>> round(math.degrees(node) * 86400.0, 2)
    -4.95
    """
    node, latitude = rates_kernel(semi_major_axis_m, inclination_rad, zonal_table(), 2)
    return node, latitude + math.sqrt(GM_EARTH_M3_S2 / semi_major_axis_m**3)


def node_rate_missing_in_sgp4_rad_s(semi_major_axis_m: float, inclination_rad: float) -> float:
    """Return what the node does that SGP4 leaves out: zonals from J6 on, the Sun and the Moon.

    For the station this is 0.0023 degrees a day eastward, half a second of launch time: elements a
    week old are four seconds off without it.

    Examples
    --------
    >>> rate = node_rate_missing_in_sgp4_rad_s(6_795_000.0, math.radians(51.64))
    >>> round(math.degrees(rate) * 86400.0, 4)
    0.0023
    """
    zonal, _ = rates_kernel(semi_major_axis_m, inclination_rad, zonal_table(), _SGP4_DEGREE + 2)
    n = math.sqrt(GM_EARTH_M3_S2 / semi_major_axis_m**3)
    revolutions_per_day = n * DAY_S / math.tau
    # Moon 0.00338 and Sun 0.00154 degrees a day, times cos i / (revolutions a day), westward
    third_bodies_deg_day = -(0.00338 + 0.00154) * math.cos(inclination_rad) / revolutions_per_day
    return float(zonal) + math.radians(third_bodies_deg_day) / DAY_S
