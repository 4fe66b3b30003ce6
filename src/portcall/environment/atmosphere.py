"""Air: the U.S. Standard Atmosphere 1976 and the Harris-Priester thermosphere.

Model   US76: seven layers of constant temperature gradient to 86 km, above that a cubic spline
        through the logarithm of the tabulated density. Harris-Priester: density between a lowest
        and a highest profile with a bulge 30 degrees behind the Sun, fourth power of the half
        angle's cosine squared (n = 4).
Valid   US76: 0 to 1000 km, nothing above. Harris-Priester: 100 to 1000 km, mean solar activity.
        What the real air does on a day is in a density factor, fitted to decay.
Source  NASA TM-X-74335 (1976), equations 18, 23, 33a, 33b and tables; Montenbruck and Gill 2000,
        Satellite Orbits, section 3.5.2, table 3.8.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit_at_call
from portcall.core.constants import WGS84_A_M, WGS84_F
from portcall.core.cubic_spline import cubic_segments, spline_at

Array = NDArray[np.float64]
Atmosphere = Literal["none", "us76", "harris-priester"]

NONE, US76, HARRIS_PRIESTER = 0, 1, 2
KINDS: dict[str, int] = {"none": NONE, "us76": US76, "harris-priester": HARRIS_PRIESTER}

TOP_M = 1_000_000.0
US76_JOIN_M = 86_000.0
US76_STEP_M = 2_000.0
HP_BASE_M = 100_000.0
HP_STEP_M = 10_000.0
BULGE_LAG_RAD = np.radians(30.0)
BULGE_LAG_COS = float(np.cos(BULGE_LAG_RAD))
BULGE_LAG_SIN = float(np.sin(BULGE_LAG_RAD))

US76_EARTH_RADIUS_M = 6_356_766.0
US76_GRAVITY_OVER_GAS_K_M = 9.80665 * 0.028_964_4 / 8.314_32  # g0 M0 / R*, the standard's own R*
US76_GAS_CONSTANT_J_KG_K = 8.314_32 / 0.028_964_4
HEAT_CAPACITY_RATIO = 1.4
# geopotential base [m], temperature there [K], gradient [K m-1], pressure there [Pa]
_BASE_M = np.array([0.0, 11_000.0, 20_000.0, 32_000.0, 47_000.0, 51_000.0, 71_000.0])
_GRADIENT_K_M = np.array([-6.5e-3, 0.0, 1.0e-3, 2.8e-3, 0.0, -2.8e-3, -2.0e-3])


def _layer_bases() -> tuple[Array, Array]:
    temperature_k = [288.15]
    pressure_pa = [101_325.0]
    for layer in range(6):
        rise_m = _BASE_M[layer + 1] - _BASE_M[layer]
        top_k = temperature_k[-1] + _GRADIENT_K_M[layer] * rise_m
        if _GRADIENT_K_M[layer] == 0.0:
            ratio = np.exp(-US76_GRAVITY_OVER_GAS_K_M * rise_m / top_k)
        else:
            power = US76_GRAVITY_OVER_GAS_K_M / _GRADIENT_K_M[layer]
            ratio = (temperature_k[-1] / top_k) ** power
        temperature_k.append(top_k)
        pressure_pa.append(pressure_pa[-1] * ratio)
    return np.array(temperature_k), np.array(pressure_pa)


_TEMPERATURE_K, _PRESSURE_PA = _layer_bases()


@njit(error_model="numpy")
def us76_low(altitude_m: float) -> tuple[float, float, float]:
    """Return density, pressure and molecular temperature up to 86 km.

    Parameters
    ----------
    altitude_m : float
        Geometric altitude; below zero the lowest layer goes on. [m]

    Returns
    -------
    tuple[float, float, float]
        Density [kg m-3], pressure [Pa], molecular-scale temperature [K].

    Examples
    --------
    The standard's own tables at 0 and 10 km:

    >>> [float(f"{v:.5g}") for v in us76_low(0.0)]
    [1.225, 101320.0, 288.15]
    >>> [float(f"{v:.5g}") for v in us76_low(10_000.0)]
    [0.41351, 26500.0, 223.25]
    """
    height_m = US76_EARTH_RADIUS_M * altitude_m / (US76_EARTH_RADIUS_M + altitude_m)
    layer = 0
    for candidate in range(1, 7):
        if height_m >= _BASE_M[candidate]:
            layer = candidate
    rise_m = height_m - _BASE_M[layer]
    base_k = _TEMPERATURE_K[layer]
    gradient = _GRADIENT_K_M[layer]
    temperature_k = base_k + gradient * rise_m
    if gradient == 0.0:
        ratio = np.exp(-US76_GRAVITY_OVER_GAS_K_M * rise_m / base_k)
    else:
        ratio = (base_k / temperature_k) ** (US76_GRAVITY_OVER_GAS_K_M / gradient)
    pressure_pa = _PRESSURE_PA[layer] * ratio
    density_kg_m3 = pressure_pa / (US76_GAS_CONSTANT_J_KG_K * temperature_k)
    return density_kg_m3, pressure_pa, temperature_k


@njit(error_model="numpy")
def sound_speed_m_s(temperature_k: float) -> float:
    """Return the speed of sound in air. [m s-1]

    Examples
    --------
    >>> round(sound_speed_m_s(288.15), 2)
    340.29
    """
    return float(np.sqrt(HEAT_CAPACITY_RATIO * US76_GAS_CONSTANT_J_KG_K * temperature_k))


def _columns(name: str) -> Array:
    path = files("portcall.environment").joinpath(f"data/{name}.csv")
    lines = path.read_text(encoding="ascii").splitlines()[2:]
    return np.array([[float(cell) for cell in line.split(",")] for line in lines]).T


@lru_cache(maxsize=1)
def us76_table() -> Array:
    """Return the upper US76 as cubic coefficients of ln(density), 2 km segments from 86 km, flat."""
    altitude_km, density_kg_m3 = _columns("us76_upper")
    altitude_m = altitude_km * 1e3
    published = cubic_segments(altitude_m, np.log(density_kg_m3))
    nodes_m = np.arange(US76_JOIN_M, TOP_M + US76_STEP_M, US76_STEP_M)
    table = cubic_segments(nodes_m, spline_at(altitude_m, published, nodes_m)).ravel()
    table.setflags(write=False)
    return table


@lru_cache(maxsize=1)
def harris_priester_table() -> Array:
    """Return ln of the lowest and highest density every 10 km from 100 km, shape (91, 2), flat.

    Between the book's altitudes the density is exponential, so the even grid changes nothing.
    """
    altitude_km, lowest_g_km3, highest_g_km3 = _columns("harris_priester")
    grid_km = np.arange(100.0, 1_001.0, 10.0)
    kg_m3 = 1e-12
    table = np.stack(
        [
            np.interp(grid_km, altitude_km, np.log(lowest_g_km3 * kg_m3)),
            np.interp(grid_km, altitude_km, np.log(highest_g_km3 * kg_m3)),
        ],
        axis=1,
    ).ravel()
    table.setflags(write=False)
    return table


@njit(error_model="numpy", fastmath={"contract"})
def us76_density(altitude_m: float, params: Array, offset: int) -> float:
    """Return the US76 density at any altitude. [kg m-3]"""
    if altitude_m < US76_JOIN_M:
        return float(us76_low(altitude_m)[0])
    if altitude_m >= TOP_M:
        return 0.0
    segment = int((altitude_m - US76_JOIN_M) / US76_STEP_M)
    u = altitude_m - US76_JOIN_M - segment * US76_STEP_M
    at = offset + 4 * segment
    return float(
        np.exp(params[at] + u * (params[at + 1] + u * (params[at + 2] + u * params[at + 3])))
    )


@njit(error_model="numpy", fastmath={"contract"})
def harris_priester_density(
    altitude_m: float,
    x: float, y: float, z: float,
    sun_x: float, sun_y: float, sun_z: float,
    params: Array, offset: int,
) -> float:  # fmt: skip
    """Return the Harris-Priester density; below 100 km that of US76. [kg m-3]

    `x, y, z` and the Sun share a frame whose z is the Earth's axis, to a few arc minutes. [m]
    """
    if altitude_m < HP_BASE_M:
        if altitude_m < US76_JOIN_M:
            return float(us76_low(altitude_m)[0])
        return float(np.exp(params[offset]))
    if altitude_m >= TOP_M:
        return 0.0
    place = (altitude_m - HP_BASE_M) / HP_STEP_M
    segment = int(place)
    part = place - segment
    at = offset + 2 * segment
    lowest = np.exp(params[at] + part * (params[at + 2] - params[at]))
    highest = np.exp(params[at + 1] + part * (params[at + 3] - params[at + 1]))
    bulge_x = sun_x * BULGE_LAG_COS - sun_y * BULGE_LAG_SIN
    bulge_y = sun_x * BULGE_LAG_SIN + sun_y * BULGE_LAG_COS
    sun2 = sun_x * sun_x + sun_y * sun_y + sun_z * sun_z
    cosine = (x * bulge_x + y * bulge_y + z * sun_z) / np.sqrt((x * x + y * y + z * z) * sun2)
    half2 = 0.5 + 0.5 * cosine  # cosine squared of half the angle to the bulge
    return float(lowest + (highest - lowest) * half2 * half2)


@cached_njit_at_call(fastmath={"contract"})
def geodetic_altitude_m(x: float, y: float, z: float) -> float:
    """Return the altitude over WGS84 of a place fixed to the Earth. [m]

    Bowring's single pass (Survey Review 28, 1985, 202), good to a micrometre in low orbit.
    """
    a = WGS84_A_M
    b = WGS84_A_M * (1.0 - WGS84_F)
    e2 = WGS84_F * (2.0 - WGS84_F)
    ep2 = e2 / (1.0 - e2)
    p = np.sqrt(x * x + y * y)
    r = np.sqrt(p * p + z * z)
    up = z * (b / a) * (1.0 + ep2 * b / r)
    inverse = 1.0 / np.sqrt(p * p + up * up)
    sine = up * inverse
    cosine = p * inverse
    north = z + ep2 * b * sine * sine * sine
    out = p - e2 * a * cosine * cosine * cosine
    inverse = 1.0 / np.sqrt(out * out + north * north)
    sine = north * inverse
    cosine = out * inverse
    return float(p * cosine + z * sine - a * np.sqrt(1.0 - e2 * sine * sine))


def density_kg_m3(altitude_m: float) -> float:
    """Return the US76 density at an altitude, for a look from outside a compiled loop. [kg m-3]

    Examples
    --------
    >>> f"{density_kg_m3(400e3):.3e}"
    '2.803e-12'
    """
    return float(us76_density(altitude_m, us76_table(), 0))
