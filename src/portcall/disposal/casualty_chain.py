"""The links from a piece on the ground to the people it may hurt: casualty area, energy, density.

Model   A piece above the energy floor hurts whoever stands within its casualty area: the square of
        the sum of the roots of its mean projected area and a person's. Each link can be set apart, so
        that its weight in the result can be shown.
Valid   People in the open, evenly inside cells of one degree. ORSAT's form takes the piece as round.
Source  NASA-STD-8719.14C, 4.7 (15 J, 0.36 m2 a person); ORSAT's form as NTRS 20190033904 has it.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from portcall.disposal.fallen import Fallen
from portcall.environment.population import mean_density_per_km2, people_per_km2
from portcall.records.risk import ENERGY_FLOOR_J

Array = NDArray[np.float64]

PERSON_M = 0.6  # the root of 0.36 m2
M2_PER_KM2 = 1e6


def casualty_area_m2(area_m2: Array | float, person_m: float = PERSON_M) -> Array:
    """Return the casualty area of pieces of a mean projected area. [m2]

    Examples
    --------
    >>> float(casualty_area_m2(1.0))
    2.56
    """
    return np.asarray((person_m + np.sqrt(area_m2)) ** 2, dtype=np.float64)


def orsat_casualty_area_m2(area_m2: Array | float, perimeter_m: Array | float) -> Array:
    """Return the casualty area as ORSAT 6.2.1 has it, from area and perimeter. [m2]

    Examples
    --------
    A square of one meter: 0.278 + A + 0.3 P.

    >>> float(orsat_casualty_area_m2(1.0, 4.0))
    2.478
    """
    return np.asarray(0.278 + np.asarray(area_m2) + 0.3 * np.asarray(perimeter_m))


def uncontrolled_expectation(area_m2: float, inclination_rad: float, year: int) -> float:
    """Return the expected casualties of an entry anywhere along an orbit.

    Parameters
    ----------
    area_m2 : float
        Casualty area of all that survives. [m2]
    inclination_rad : float
    year : int
        Of the entry, for the population.

    Examples
    --------
    EUVE, 12.41 m2 at 28.5 degrees in 2000, for which NASA published 1 in 5,300:

    >>> round(1.0 / uncontrolled_expectation(12.41, math.radians(28.5), 2000), -2)
    5300.0
    """
    return area_m2 / M2_PER_KM2 * mean_density_per_km2(inclination_rad, year)


class Chain(NamedTuple):
    """What the links of the chain are set to."""

    year: int
    person_m: float = PERSON_M
    energy_floor_j: float = ENERGY_FLOOR_J
    orsat: bool = False
    blurred: bool = False


def areas_m2_by_fall(fallen: Fallen, chain: Chain) -> Array:
    """Return casualty areas by fall and object, all pieces of an object taken together. [m2]"""
    counts = fallen.landed(chain.energy_floor_j)
    area_m2 = np.where(counts, fallen.area_m2, 0.0)
    if chain.orsat:
        each_m2 = orsat_casualty_area_m2(area_m2, 2.0 * np.sqrt(math.pi * area_m2))
    else:
        each_m2 = casualty_area_m2(area_m2, chain.person_m)
    return np.asarray(np.where(counts, each_m2, 0.0) * fallen.weights(), dtype=np.float64)


def densities_per_km2(fallen: Fallen, year: int, *, blurred: bool) -> Array:
    """Return the density where each piece falls; `blurred`, the mean of nine cells around it."""
    there = np.isfinite(fallen.latitude_rad) & np.isfinite(fallen.longitude_rad)
    latitude_rad = np.where(there, fallen.latitude_rad, 0.0)
    longitude_rad = np.where(there, fallen.longitude_rad, 0.0)
    if blurred:
        density = densities_around_per_km2(latitude_rad, longitude_rad, year).mean(axis=0)
    else:
        density = people_per_km2(latitude_rad, longitude_rad, year)
    return np.asarray(np.where(there, density, 0.0), dtype=np.float64)


def densities_around_per_km2(latitude_rad: Array, longitude_rad: Array, year: int) -> Array:
    """Return the densities of the nine cells around each point, the first axis over them."""
    steps = np.radians([-1.0, 0.0, 1.0])
    return np.stack(
        [
            people_per_km2(
                np.clip(latitude_rad + north, -math.pi / 2, math.pi / 2), longitude_rad + east, year
            )
            for north in steps
            for east in steps
        ]
    )
