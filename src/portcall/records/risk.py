"""Whom the pieces endanger, and how far from land they fall.

Expectations are numbers of casualties: mean counts, which carry no unit.
"""

from typing import Annotated, Literal

from pydantic import Field

from portcall.records.base import FrozenRecord

# NASA-STD-8719.14C, 4.7-1: below this energy a piece harms nobody; how far from land the others fall
ENERGY_FLOOR_J = 15.0
FOREIGN_LIMIT_KM, OWN_LIMIT_KM, ICE_LIMIT_KM = 370.0, 50.0, 50.0

Casualties = Annotated[float, Field(ge=0.0, description="expected number of casualties")]


class ObjectRisk(FrozenRecord):
    """What one kind of object adds: pieces of at least 15 J a fall, and expected casualties."""

    object: str
    pieces: Annotated[float, Field(ge=0.0, description="mean number a fall")]
    casualty_area_m2: float
    expectation: Casualties


class Factor(FrozenRecord):
    """What one uncertain link of the chain does to the result when it takes its range's two ends."""

    factor: str
    low: str
    high: str
    expectation_low: Casualties
    expectation_high: Casualties
    if_burn_fails_low: Casualties
    if_burn_fails_high: Casualties


class Uncontrolled(FrozenRecord):
    """An entry anywhere along the orbit: casualty area times the mean density below it."""

    casualty_area_m2: float
    mean_density_per_km2: float
    expectation: Casualties
    one_in: Casualties | None
    bound: Casualties


class Casualty(FrozenRecord):
    """Expected casualties of the planned entry and of the failed burn, each with its upper bound.

    `greatest_density_per_km2` is that of the fullest cell in reach, the ring of cells around those hit
    included; 0 when nobody lives there.
    """

    samples: int
    year: int
    energy_floor_j: float
    confidence: float
    expectation: Casualties
    bound: Casualties
    greatest_density_per_km2: float
    objects: tuple[ObjectRisk, ...]
    uncontrolled: Uncontrolled
    failure_probability: float
    if_burn_fails: Casualties
    if_burn_fails_bound: Casualties
    limit: Casualties
    verdict: Literal["pass", "fail"]
    contributions: tuple[Factor, ...]
    notes: tuple[str, ...] = ()
    attribution: str


class LandLimit(FrozenRecord):
    """One sort of land: the nearest piece of all samples, and how many samples come too near.

    None for the distance when no piece above the energy falls or no land is of this sort.
    """

    land: Literal["foreign", "own", "antarctic ice"]
    required_km: float
    nearest_km: float | None
    margin_km: float | None
    breaking_samples: int


class LandRule(FrozenRecord):
    """The rule for controlled entries, judged on every piece above 15 J of every sample.

    `bound_probability` is the exact one-sided upper bound on the share of entries that break the rule.
    """

    own_country: str | None
    samples: int
    energy_floor_j: float
    limits: tuple[LandLimit, ...]
    nearest_land_km: float | None
    breaking_samples: int
    breaking_share: float
    bound_probability: float
    confidence: float
    verdict: Literal["pass", "fail"]
    attribution: str


class Risk(FrozenRecord):
    """Both answers: how many, and how near."""

    casualty: Casualty
    land_rule: LandRule
