"""Aerodynamic heating: the flux at the stagnation point, and what a tumbling body takes of it.

Model   Stagnation flux to a cold wall by one of three published fits, times (h0 - hw)/h0; over the surface
        it falls off as 0.1 + 0.9 cos(incidence), nothing in the lee: 0.275 averaged over a body that takes
        every attitude. Free molecules bring half of rho V^3 times the accommodation, a quarter of it
        averaged. Between the two the bridge of `tumbling`. Edges, lines and flats are taken as the
        stagnation line of a cylinder, 1/sqrt(2) of the sphere of their half width.
Valid   Air, 2 to 8 km/s, laminar, non-catalytic details and shock radiation left out. The fits spread by
        14 percent: carry it as a heat factor.
Source  Sutton and Graves 1971 (NASA TR R-376); Detra, Kemp and Riddell 1957 (Jet Propulsion 27);
        Detra and Hidalgo 1961 (ARS Journal 31); Lees 1956 (Jet Propulsion 26) for the falling off.
"""

from typing import Literal

import numpy as np
from numba import njit

Heating = Literal["sutton-graves", "detra-kemp-riddell", "detra-hidalgo"]
SUTTON_GRAVES, DETRA_KEMP_RIDDELL, DETRA_HIDALGO = 0, 1, 2
HEATINGS: dict[str, int] = {
    "sutton-graves": SUTTON_GRAVES,
    "detra-kemp-riddell": DETRA_KEMP_RIDDELL,
    "detra-hidalgo": DETRA_HIDALGO,
}

SUTTON_GRAVES_FACTOR = 1.7415e-4  # air, SI
DETRA_KEMP_RIDDELL_W_M2 = 1.1035e8
DETRA_HIDALGO_FACTOR = 5.16e-5
SEA_LEVEL_KG_M3 = 1.225
CIRCULAR_M_S = 7_925.0
ACCOMMODATION = 0.9
CONTINUUM_SHARE = 0.275  # mean of 0.1 + 0.9 cos over the front of a sphere, over its whole surface
FREE_SHARE = 0.25
LINE_SHARE = float(1.0 / np.sqrt(2.0))
AIR_HEAT_J_KG_K = 1_004.5


@njit(error_model="numpy", fastmath={"contract"})
def stagnation_flux_w_m2(
    model: int, density_kg_m3: float, speed_m_s: float, nose_radius_m: float
) -> float:
    """Return the convective flux at a cold wall's stagnation point. [W m-2]

    Parameters
    ----------
    model : int
        One of `HEATINGS`.
    density_kg_m3, speed_m_s, nose_radius_m : float
        Of the free stream, and of the body. [kg m-3], [m s-1], [m]

    Examples
    --------
    The same state in all three, half a meter at 7.5 km/s near 78 km:

    >>> [round(stagnation_flux_w_m2(m, 2.5238e-5, 7500.0, 0.5) / 1e3) for m in (0, 1, 2)]
    [522, 595, 590]
    """
    v = speed_m_s
    if model == SUTTON_GRAVES:
        return float(SUTTON_GRAVES_FACTOR * np.sqrt(density_kg_m3 / nose_radius_m) * v * v * v)
    power = v * v * v * np.exp(0.15 * np.log(max(v, 1.0)))
    if model == DETRA_HIDALGO:
        return float(DETRA_HIDALGO_FACTOR * np.sqrt(density_kg_m3 / nose_radius_m) * power)
    circular = CIRCULAR_M_S**3.15
    thin = np.sqrt(density_kg_m3 / SEA_LEVEL_KG_M3 / nose_radius_m)
    return float(DETRA_KEMP_RIDDELL_W_M2 * thin * power / circular)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def free_flux_w_m2(density_kg_m3: float, speed_m_s: float) -> float:
    """Return what free molecules bring to a face that meets them squarely. [W m-2]"""
    return float(0.5 * ACCOMMODATION * density_kg_m3 * speed_m_s * speed_m_s * speed_m_s)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def wall_factor(speed_m_s: float, wall_k: float) -> float:
    """Return by how much a hot wall takes less: (h0 - hw)/h0, not below zero."""
    total = 0.5 * speed_m_s * speed_m_s + 300.0 * AIR_HEAT_J_KG_K
    return max(0.0, 1.0 - AIR_HEAT_J_KG_K * (wall_k - 300.0) / total)


def biot_number(
    flux_w_m2: float, thickness_m: float, conductivity_w_m_k: float, span_k: float
) -> float:
    """Return how far one temperature is from enough: drop across the wall over the rise to the end.

    Parameters
    ----------
    flux_w_m2 : float
        Mean flux into the surface. [W m-2]
    thickness_m : float
        Way the heat has to go. [m]
    conductivity_w_m_k : float
        [W m-1 K-1]
    span_k : float
        From the start to the end temperature. [K]

    Returns
    -------
    float
        Well under 0.1 the body is of one temperature; near 1 its skin melts while its core is cold.

    Examples
    --------
    >>> round(biot_number(1e5, 0.01, 200.0, 600.0), 4)
    0.0083
    """
    return flux_w_m2 * thickness_m / (conductivity_w_m_k * span_k)
