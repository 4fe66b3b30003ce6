"""Where in the orbit to burn: shifts the scheduled times by minutes, where that saves propellant.

Model   Each burn may move by some minutes around its scheduled time; one after the other is moved in
        shrinking steps as long as the total delta-v falls.
Valid   Short profiles, whose fixed times need not fall on the cheapest arguments of latitude.
Source  Coordinate search (Nocedal & Wright 2006, section 9.3) over `rendezvous.mean_chase`.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.orbit.mean_elements import NearCircular
from portcall.rendezvous.mean_chase import MeanPlan, plan_chase

Array = NDArray[np.float64]

REACH_S = (
    300.0  # published times of one profile differ by three minutes; this is what "near" means here
)
_STEPS_S = (120.0, 40.0)
_WORTH_M_S = 0.05
_BEFORE_GATE_S = 120.0  # half of a long burn fits between its center and the gate
_APART_S = 300.0  # two large burns need time between them for turning and tracking


def _allowed(times_s: Array, scheduled_s: Array, earliest_s: float, end_s: float) -> bool:
    return bool(
        np.all(np.abs(times_s - scheduled_s) <= REACH_S + 1e-9)
        and np.all(np.diff(times_s) >= _APART_S)
        and times_s[0] >= earliest_s
        and times_s[-1] <= end_s
    )


def cheapest_times(
    start: NearCircular,
    goal: NearCircular,
    times_s: Array,
    end_s: float,
    *,
    earliest_s: float = 0.0,
) -> MeanPlan:
    """Plan a chase with each burn at the cheapest time near its scheduled one.

    Parameters
    ----------
    start, goal, times_s, end_s
        As `plan_chase`.
    earliest_s : float
        No burn before this; a first burn scheduled earlier stays where it is. [s]
    """
    best = plan_chase(start, goal, times_s, end_s)
    floor_s = min(earliest_s, float(times_s[0]))
    for step_s in _STEPS_S:
        improved = True
        while improved:
            improved = False
            for k in range(times_s.size):
                for sign in (-1.0, 1.0):
                    moved = best.times_s.copy()
                    moved[k] += sign * step_s
                    if not _allowed(moved, times_s, floor_s, end_s - _BEFORE_GATE_S):
                        continue
                    plan = plan_chase(start, goal, moved, end_s)
                    saved = best.delta_v_m_s - plan.delta_v_m_s
                    if plan.closed and (saved > _WORTH_M_S or not best.closed):
                        best, improved = plan, True
    return best
