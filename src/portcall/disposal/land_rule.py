"""The rule for controlled entries: no dangerous piece near foreign land, own land or Antarctic ice.

Model   The distance of every piece above 15 J of every sample to each sort of land; the nearest of
        all, its margin, and how many samples break the rule, with the exact bound on their share.
Valid   As far as the samples hold what can happen; land as `environment.land`, in which floating
        ice shelves and some rocks are missing.
Source  NASA-STD-8719.14C, requirement 4.7-1 (370 km from foreign land, 50 km from own land and from
        the permanent ice of Antarctica; 15 J).
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from portcall.disposal.confidence import share_upper_bound
from portcall.disposal.fallen import Fallen
from portcall.environment.borders import borders
from portcall.environment.land import distance_to_land_km
from portcall.records.risk import (
    ENERGY_FLOOR_J,
    FOREIGN_LIMIT_KM,
    ICE_LIMIT_KM,
    OWN_LIMIT_KM,
    LandLimit,
    LandRule,
)

Array = NDArray[np.float64]

_LIMITS: tuple[tuple[Literal["foreign", "own", "antarctic ice"], float], ...] = (
    ("foreign", FOREIGN_LIMIT_KM),
    ("own", OWN_LIMIT_KM),
    ("antarctic ice", ICE_LIMIT_KM),
)


def land_rule(
    fallen: Fallen, *, own_country: str | None = None, confidence: float = 0.95
) -> LandRule:
    """Judge all samples by the rule.

    Parameters
    ----------
    fallen : Fallen
        All pieces of all sampled falls.
    own_country : str, optional
        Name or ISO code, several apart by commas; without it all land is foreign.
    confidence : float
        Of the bound on the share of entries that break the rule, one-sided.

    Raises
    ------
    InputError
        No country is called so; the nearest name is offered.
    """
    fall, piece = np.nonzero(fallen.landed(ENERGY_FLOOR_J))
    away_km = distance_to_land_km(
        fallen.latitude_rad[fall, piece], fallen.longitude_rad[fall, piece], own_country
    )
    broken = np.zeros(fallen.falls, dtype=bool)
    limits = []
    for (land, required_km), distance_km in zip(_LIMITS, away_km, strict=True):
        breaks = np.zeros(fallen.falls, dtype=bool)
        breaks[fall[distance_km < required_km]] = True
        broken |= breaks
        limits.append(_limit(land, required_km, distance_km, int(breaks.sum())))
    nearest = [limit.nearest_km for limit in limits if limit.nearest_km is not None]
    count = int(broken.sum())
    return LandRule(
        own_country=own_country,
        samples=fallen.falls,
        energy_floor_j=ENERGY_FLOOR_J,
        limits=tuple(limits),
        nearest_land_km=min(nearest, default=None),
        breaking_samples=count,
        breaking_share=count / fallen.falls,
        bound_probability=share_upper_bound(count, fallen.falls, confidence),
        confidence=confidence,
        verdict="pass" if count == 0 else "fail",
        attribution=borders().attribution,
    )


def _limit(
    land: Literal["foreign", "own", "antarctic ice"],
    required_km: float,
    distance_km: Array,
    breaking: int,
) -> LandLimit:
    nearest_km = float(distance_km.min(initial=np.inf))
    known = bool(np.isfinite(nearest_km))
    return LandLimit(
        land=land,
        required_km=required_km,
        nearest_km=nearest_km if known else None,
        margin_km=nearest_km - required_km if known else None,
        breaking_samples=breaking,
    )
