"""How a station falls between reboosts: drag averaged over the revolution, months in microseconds.

Model   Decay of a circular orbit in the standard atmosphere over the ellipsoid, the air turning with the
        Earth, times a density factor. The time that a fall takes is one integral over altitude, tabled
        once for unit ballistic coefficient: any fall is then a step along that clock.
Valid   250 to 500 km, eccentricity below 0.002 (there the spread of heights adds under 1 %), one density
        factor for the whole span: what the Sun does later nobody knows, see `DECAY_ERROR`.
Source  da/dt = -rho (Cd A / m) v_rel^2 / n, Vallado 2013, section 9.6.2; U.S. Standard Atmosphere 1976.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import (
    EARTH_ROTATION_RAD_S,
    GM_EARTH_M3_S2,
    WGS84_A_M,
    WGS84_F,
)
from portcall.core.errors import InputError
from portcall.environment.atmosphere import US76_JOIN_M, US76_STEP_M, us76_table

Array = NDArray[np.float64]

LOWEST_M, HIGHEST_M = 250e3, 500e3
_STEP_M = 500.0
_LATITUDES = 36


@dataclass(frozen=True, slots=True)
class Air:
    """What brakes a station: its orbit's tilt, its drag, and how dense the air is."""

    inclination_rad: float
    ballistic_m2_kg: float
    density_factor: float = 1.0

    def __post_init__(self) -> None:
        """Refuse drag that no station has."""
        if not 0.0 < self.ballistic_m2_kg * self.density_factor < 1.0:
            raise InputError(
                f"ballistic coefficient {self.ballistic_m2_kg:g} m2/kg times density factor "
                f"{self.density_factor:g}",
                limit="above 0, below 1 m2/kg",
            )


def _density_kg_m3(altitude_m: Array) -> Array:
    """Return the US76 density above 86 km of many altitudes, without compiling anything."""
    coefficients = us76_table().reshape(-1, 4)
    place = altitude_m - US76_JOIN_M
    segment = (place / US76_STEP_M).astype(np.int64)
    u = place - segment * US76_STEP_M
    a, b, c, d = coefficients[segment].transpose(-1, *range(segment.ndim))
    return np.asarray(np.exp(a + u * (b + u * (c + u * d))))


@lru_cache(maxsize=8)
def _clock(inclination_rad: float) -> tuple[Array, Array, Array]:
    """Return altitudes upward, the unit decay there [m/s], and the unit time to fall from the top."""
    altitude = np.arange(LOWEST_M, HIGHEST_M + _STEP_M, _STEP_M)
    a = WGS84_A_M + altitude
    n = np.sqrt(GM_EARTH_M3_S2 / a**3)
    sine = math.sin(inclination_rad) * np.sin(
        np.linspace(0.0, math.tau, _LATITUDES, endpoint=False)
    )
    surface = WGS84_A_M * (1.0 - WGS84_F * sine * sine)
    density = _density_kg_m3(a[:, None] - surface[None, :]).mean(axis=1)
    air_speed = a * (n - EARTH_ROTATION_RAD_S * math.cos(inclination_rad))
    rate = density * air_speed**2 / n
    slices = 0.5 * _STEP_M * (1.0 / rate[1:] + 1.0 / rate[:-1])
    from_top = np.concatenate((np.cumsum(slices[::-1])[::-1], [0.0]))
    return altitude, rate, from_top


def _inside(altitude_m: float) -> float:
    if not LOWEST_M <= altitude_m <= HIGHEST_M:
        raise InputError(
            f"a mean altitude of {altitude_m / 1e3:.1f} km",
            limit=f"{LOWEST_M / 1e3:.0f} to {HIGHEST_M / 1e3:.0f} km",
            remedy="the decay is tabled there only",
        )
    return altitude_m


def decay_m_day(altitude_m: float, air: Air) -> float:
    """Return how fast the mean altitude falls. [m/day]

    Examples
    --------
    The station on an average Sun, some 66 m a day at 416 km:

    >>> round(decay_m_day(416e3, Air(math.radians(51.64), 2.6 * 1515.0 / 470e3)))
    66
    """
    altitude, rate, _ = _clock(air.inclination_rad)
    unit = math.exp(float(np.interp(_inside(altitude_m), altitude, np.log(rate))))
    return unit * air.ballistic_m2_kg * air.density_factor * 86_400.0


def fall(altitude_m: float, elapsed_s: Array, air: Air) -> Array:
    """Return the mean altitude after times of free fall. [m]

    Parameters
    ----------
    altitude_m : float
        Mean altitude at the start. [m]
    elapsed_s : Array
        Times since the start, any shape; negative ones give where it came from. [s]
    air : Air
        What brakes.

    Returns
    -------
    Array
        Altitudes of the same shape, held at 250 and 500 km. [m]
    """
    altitude, _, from_top = _clock(air.inclination_rad)
    start = float(np.interp(_inside(altitude_m), altitude, from_top))
    strength = air.ballistic_m2_kg * air.density_factor
    return np.interp(start + strength * np.asarray(elapsed_s), from_top[::-1], altitude[::-1])


def fall_time_s(high_m: float, low_m: float, air: Air) -> float:
    """Return how long the fall from one mean altitude to a lower one takes. [s]"""
    altitude, _, from_top = _clock(air.inclination_rad)
    high, low = np.interp([_inside(high_m), _inside(low_m)], altitude, from_top)
    return float(low - high) / (air.ballistic_m2_kg * air.density_factor)
