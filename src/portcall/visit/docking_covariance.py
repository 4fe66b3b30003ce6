"""The spread of a docking from its last hold on: predicted, and flown beside it."""

import numpy as np
from numpy.typing import NDArray

from portcall.docking.covariance.covariance_check import TWELVE, flown_at_ranges, flown_at_times
from portcall.docking.covariance.guided_covariance import GuidedSpread, guided_spread
from portcall.docking.covariance.linear_covariance import consistency
from portcall.docking.covariance.linear_scenario import linear_scenario
from portcall.records.linear_covariance import LinearCovariance, SigmasAt
from portcall.visit.docking import Docking

Array = NDArray[np.float64]

MIDDLE_M = 50.0
LAST_M = 5.0  # nearer, the range's bias is no longer small beside the antennas' distance
MOST_RUNS = 200  # a share of a sixth in sigma is seen by them
_LEAST_RUNS = 20


def covariance_of(docking: Docking, runs: int = 1) -> LinearCovariance:
    """Work out the spread of a docking; fly up to `MOST_RUNS` runs beside it where runs are asked for.

    Raises
    ------
    InputError
        An approach without a hold on the port's axis.
    """
    seed = docking.wishes.seed
    linear = linear_scenario(docking.scenario, seed)
    spread = guided_spread(linear)
    rows = (
        ("end of the hold", spread.leg_starts[1] - 1),
        (f"{MIDDLE_M:.0f} m", spread.row_at(MIDDLE_M)),
        (f"{LAST_M:.0f} m, before contact", spread.row_at(LAST_M)),
    )
    flown = min(runs, MOST_RUNS) if runs >= _LEAST_RUNS else 0
    places = tuple(_predicted(spread, place, row) for place, row in rows)
    if flown:
        beside = flown_at_times(linear, seed, flown, tuple(one.time_s for one in places))
        whole = flown_at_ranges(docking.scenario, seed, flown, tuple(one.range_m for one in places))
        places = tuple(_judged(one, beside[k], whole[k]) for k, one in enumerate(places))
    return LinearCovariance(names=TWELVE, runs=flown, sigmas=places)


def _predicted(spread: GuidedSpread, place: str, row: int) -> SigmasAt:
    return SigmasAt(
        place=place,
        time_s=float(spread.times_s[row]),
        range_m=float(spread.ranges_m[row]),
        predicted=tuple(float(sigma) for sigma in spread.sigmas(row)),
    )


def _judged(one: SigmasAt, flown: Array, campaign: Array) -> SigmasAt:
    there = flown[np.isfinite(flown[:, 0])]
    held = consistency(there, np.array(one.predicted))
    whole = campaign[np.isfinite(campaign[:, 0])]
    spread = np.std(whole, axis=0, ddof=1) if len(whole) >= _LEAST_RUNS else np.zeros(0)
    return one.model_copy(
        update={
            "flown": tuple(float(s) for s in held.ratios * np.array(one.predicted)),
            "campaign": tuple(float(s) for s in spread),
            "lower": held.lower,
            "upper": held.upper,
            "consistent": held.passed,
        }
    )
