"""How many people are expected to be hurt: casualty areas times the people who live there.

Model   A piece of at least 15 J hurts whoever stands within its casualty area, the square of the
        roots' sum of its own mean projected area and of a person's. The expectation of a fall is the
        sum over pieces of that area times the density of the cell that it falls into; of an entry
        left to itself, the area times the mean density below the orbit.
Valid   People in the open, without shelter, evenly inside cells of one degree, none at sea. Bounce,
        splash, fire and fuel are left out. Ships and aircraft: by the closed area, not here.
Source  NASA-STD-8719.14C, 4.7 (15 J, 0.36 m2 a person, 1e-4); ORSAT's form as NTRS 20190033904 has
        it. People: `environment.population`.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.disposal.casualty_chain import (
    M2_PER_KM2,
    Chain,
    areas_m2_by_fall,
    casualty_area_m2,
    densities_around_per_km2,
    densities_per_km2,
    orsat_casualty_area_m2,
    uncontrolled_expectation,
)
from portcall.disposal.casualty_factors import contributions
from portcall.disposal.confidence import mean_upper_bound
from portcall.disposal.fallen import Fallen
from portcall.environment.population import attribution, mean_density_per_km2
from portcall.records.risk import ENERGY_FLOOR_J, Casualty, ObjectRisk, Uncontrolled

Array = NDArray[np.float64]

__all__ = [
    "casualties_by_fall",
    "casualty",
    "casualty_area_m2",
    "contributions",
    "orsat_casualty_area_m2",
    "uncontrolled_expectation",
]

LIMIT = 1e-4


def _greatest_density_per_km2(fallen: Fallen, landed: NDArray[np.bool_], year: int) -> float:
    """Return the density of the fullest cell among those hit and their neighbors. [1/km2]"""
    degrees = np.degrees([fallen.latitude_rad[landed], fallen.longitude_rad[landed]])
    cells = np.unique(np.floor(degrees), axis=1) + 0.5
    if cells.size == 0:
        return 0.0
    latitude_rad, longitude_rad = np.radians(cells)
    return float(densities_around_per_km2(latitude_rad, longitude_rad, year).max())


def casualties_by_fall(fallen: Fallen, year: int) -> Array:
    """Return the expected casualties of each fall by object, (falls, objects)."""
    chain = Chain(year)
    density = densities_per_km2(fallen, year, blurred=False)
    return areas_m2_by_fall(fallen, chain) * density / M2_PER_KM2


def casualty(
    fallen: Fallen,
    *,
    inclination_rad: float,
    year: int,
    failure_probability: float,
    confidence: float = 0.95,
) -> Casualty:
    """Return the expected casualties of an entry, of its failed burn, and what each link adds.

    Parameters
    ----------
    fallen : Fallen
        All pieces of all sampled falls.
    inclination_rad : float
        Of the orbit, for the entry that a failed burn leaves.
    year : int
        For the population, 1990 to 2035.
    failure_probability : float
        Of the burn.
    confidence : float
        Of both bounds, one-sided.

    Returns
    -------
    Casualty
        A failed burn is taken to leave the same survivors as the planned entry.

    Raises
    ------
    InputError
        The year lies outside the population's tables.
    """
    areas_m2 = areas_m2_by_fall(fallen, Chain(year))
    by_fall = areas_m2 * densities_per_km2(fallen, year, blurred=False) / M2_PER_KM2
    landed = fallen.landed(ENERGY_FLOOR_J)
    densest = _greatest_density_per_km2(fallen, landed, year)
    falls_m2 = areas_m2.sum(axis=1)
    most_m2 = float((fallen.count * casualty_area_m2(_largest_m2(fallen))).sum())
    bound = mean_upper_bound(by_fall.sum(axis=1), densest * most_m2 / M2_PER_KM2, confidence)
    alone = _uncontrolled(falls_m2, most_m2, inclination_rad, year, confidence)
    failed_bound = failure_probability * alone.bound
    expectation = float(by_fall.sum(axis=1).mean())
    return Casualty(
        samples=fallen.falls,
        year=year,
        energy_floor_j=ENERGY_FLOOR_J,
        confidence=confidence,
        expectation=expectation,
        bound=bound,
        greatest_density_per_km2=densest,
        objects=_by_object(fallen, areas_m2, by_fall),
        uncontrolled=alone,
        failure_probability=failure_probability,
        if_burn_fails=failure_probability * alone.expectation,
        if_burn_fails_bound=failed_bound,
        limit=LIMIT,
        verdict="pass" if max(bound, failed_bound) < LIMIT else "fail",
        contributions=contributions(
            fallen,
            inclination_rad=inclination_rad,
            year=year,
            failure_probability=failure_probability,
        ),
        notes=_notes(landed, expectation, densest),
        attribution=attribution(),
    )


def _largest_m2(fallen: Fallen) -> Array:
    landed = fallen.landed(ENERGY_FLOOR_J)
    return np.asarray(np.where(landed, fallen.area_m2, 0.0).max(axis=0, initial=0.0))


def _uncontrolled(
    falls_m2: Array, most_m2: float, inclination_rad: float, year: int, confidence: float
) -> Uncontrolled:
    area_m2 = float(falls_m2.mean())
    expectation = uncontrolled_expectation(area_m2, inclination_rad, year)
    area_bound_m2 = mean_upper_bound(falls_m2, most_m2, confidence)
    return Uncontrolled(
        casualty_area_m2=area_m2,
        mean_density_per_km2=mean_density_per_km2(inclination_rad, year),
        expectation=expectation,
        one_in=1.0 / expectation if expectation > 0.0 else None,
        bound=uncontrolled_expectation(area_bound_m2, inclination_rad, year),
    )


def _by_object(fallen: Fallen, areas_m2: Array, by_fall: Array) -> tuple[ObjectRisk, ...]:
    pieces = (fallen.landed(ENERGY_FLOOR_J) * fallen.weights()).mean(axis=0)
    rows = zip(fallen.object_ids, pieces, areas_m2.mean(axis=0), by_fall.mean(axis=0), strict=True)
    return tuple(
        ObjectRisk(
            object=name,
            pieces=float(number),
            casualty_area_m2=float(area_m2),
            expectation=float(expected),
        )
        for name, number, area_m2, expected in rows
        if number > 0.0
    )


def _notes(landed: NDArray[np.bool_], expectation: float, densest: float) -> tuple[str, ...]:
    if not landed.any():
        return (f"no piece of {ENERGY_FLOOR_J:g} J or more reaches the ground in any sample",)
    if expectation == 0.0 and densest == 0.0:
        return ("nobody lives in any cell that a piece reaches, nor in those around it",)
    if expectation == 0.0:
        return ("nobody lives in any cell that a piece reaches; some do in the cells around",)
    return ()
