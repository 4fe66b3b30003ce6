"""What each uncertain link of the risk chain does to the result when it takes its range's two ends.

Model   One link at a time, the others as usual.
Valid   The ranges are estimates of what reasonable people differ by; the links are not independent,
        and the rows must not be added up.
Source  As `casualty_chain`; the ranges are our own.
"""

import numpy as np

from portcall.disposal.casualty_chain import (
    M2_PER_KM2,
    Chain,
    areas_m2_by_fall,
    densities_per_km2,
    uncontrolled_expectation,
)
from portcall.disposal.fallen import Fallen
from portcall.records.risk import Factor

FIRST_YEAR, LAST_YEAR = 1990, 2035  # of the population


def _ends(usual: Chain) -> list[tuple[str, str, str, Chain, Chain]]:
    """Return each link's name, what its two ends are called, and the chains that hold them."""
    near = [min(max(usual.year + step, FIRST_YEAR), LAST_YEAR) for step in (-5, 5)]
    return [
        (
            "population year",
            str(near[0]),
            str(near[1]),
            usual._replace(year=near[0]),
            usual._replace(year=near[1]),
        ),
        (
            "size of a person",
            "0.5 m",
            "0.7 m",
            usual._replace(person_m=0.5),
            usual._replace(person_m=0.7),
        ),
        (
            "energy floor",
            "30 J",
            "none",
            usual._replace(energy_floor_j=30.0),
            usual._replace(energy_floor_j=0.0),
        ),
        (
            "form of the casualty area",
            "roots summed",
            "ORSAT, round",
            usual,
            usual._replace(orsat=True),
        ),
        (
            "where people are",
            "in their cell",
            "spread over 9 cells",
            usual,
            usual._replace(blurred=True),
        ),
    ]


def contributions(
    fallen: Fallen, *, inclination_rad: float, year: int, failure_probability: float
) -> tuple[Factor, ...]:
    """Return what each uncertain link does to both results when it takes the ends of its range.

    The ranges are estimates: five years of growth either way, a person of 0.5 or 0.7 m across, no
    energy floor or twice the usual, ORSAT's form, people blurred over the neighboring cells, and the
    5th and 95th percentile of the surviving casualty area over the samples.
    """
    usual = Chain(year)

    def both(chain: Chain) -> tuple[float, float]:
        areas_m2 = areas_m2_by_fall(fallen, chain)
        density = densities_per_km2(fallen, chain.year, blurred=chain.blurred)
        planned = float((areas_m2 * density).sum(axis=1).mean()) / M2_PER_KM2
        alone = uncontrolled_expectation(
            float(areas_m2.sum(axis=1).mean()), inclination_rad, chain.year
        )
        return planned, failure_probability * alone

    rows = [
        _factor(name, labels=(low, high), low=both(low_chain), high=both(high_chain))
        for name, low, high, low_chain, high_chain in _ends(usual)
    ]
    falls_m2 = areas_m2_by_fall(fallen, usual).sum(axis=1)
    mean_m2 = float(falls_m2.mean())
    ends = np.percentile(falls_m2, [5.0, 95.0]) / mean_m2 if mean_m2 > 0.0 else np.ones(2)
    planned, failed = both(usual)
    low, high = ((planned * float(end), failed * float(end)) for end in ends)
    return (*rows, _factor("what survives", labels=("5th", "95th percentile"), low=low, high=high))


def _factor(
    name: str, *, labels: tuple[str, str], low: tuple[float, float], high: tuple[float, float]
) -> Factor:
    return Factor(
        factor=name,
        low=labels[0],
        high=labels[1],
        expectation_low=low[0],
        expectation_high=high[0],
        if_burn_fails_low=low[1],
        if_burn_fails_high=high[1],
    )
