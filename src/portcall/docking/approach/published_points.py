"""Compares a planned approach with the published points of flown ones.

Model   A point is met when, within its band of minutes, the plan has a range and a rate that both lie
        within 20 % of the published ones. Clock times before contact are rounded to the minute at both
        ends. A hold's rate of zero is met below 0.1 m/s; a point without a time is met anywhere in its leg.
Valid   Points that name a leg of the plan's profile.
Source  The points stand in the profile with their sources; which one calibrates and which judge, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.approach import Approach, PublishedPoint
from portcall.docking.approach.nominal_path import N_CLOSING, N_LEG, N_RANGE, N_TIME
from portcall.docking.approach.plan import ApproachPlan

Array = NDArray[np.float64]

PART = 0.2  # of range and rate: what counts as the same point
AT_REST_M_S = 0.1


@dataclass(frozen=True)
class PointMet:
    """One published point beside the plan.

    `before_contact_s`, `range_m` and `rate_m_s` are the plan's nearest to the point.
    """

    point: PublishedPoint
    met: bool
    before_contact_s: float
    range_m: float
    rate_m_s: float


def _part_off(value: Array, published: float | None) -> Array:
    """Return how far values lie from a published one, as a part of what is allowed."""
    if published is None:
        return np.zeros_like(value)
    if published == 0.0:
        return np.abs(value) / AT_REST_M_S
    return np.asarray(np.abs(value / published - 1.0) / PART)


def compare_point(plan: ApproachPlan, point: PublishedPoint) -> PointMet:
    """Return the place of a plan that is nearest to a published point, and whether it meets it."""
    path = plan.path[1:]  # the first row has no rate
    before = plan.contact_s - path[:, N_TIME]
    off = np.maximum(
        _part_off(path[:, N_RANGE], point.range_m), _part_off(path[:, N_CLOSING], point.rate_m_s)
    )
    if point.before_contact_s is not None:
        off = np.maximum(off, np.abs(before - point.before_contact_s) / point.time_band_s)
    if point.range_m is None or point.before_contact_s is None:
        in_leg = path[:, N_LEG] == plan.names.index(point.leg)
        # an event that ends a leg is at its last row
        if point.range_m is None and point.rate_m_s is None:
            in_leg &= path[:, N_TIME] >= path[in_leg, N_TIME].max(initial=-np.inf)
        off = np.where(in_leg, off, np.inf)
    k = int(np.argmin(off))
    row = path[k]
    return PointMet(
        point, bool(off[k] <= 1.0), float(before[k]), float(row[N_RANGE]), float(row[N_CLOSING])
    )


def compare_published(
    plan: ApproachPlan, approach: Approach, uses: Sequence[str] = ("calibrates", "judges")
) -> tuple[PointMet, ...]:
    """Return every published point of a profile, of the named uses, beside a plan."""
    return tuple(compare_point(plan, one) for one in approach.published if one.use in uses)
