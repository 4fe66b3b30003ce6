"""Ensembles: many initial states over one span, or many spans one after another.

Model   `propagate_many` flies many states in step with the even-step form of the integrator; the
        step is proved on the member that feels most. `final_states` flies spans that differ in
        length or thrust.
Valid   As `orbit.propagation`; `propagate_many` for near-circular orbits without thrust.
Source  As `core.lanes` and `orbit.propagation`.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.function_address import address_of
from portcall.core.lanes import LANES, advance_blocks, advance_members
from portcall.orbit.dynamics import AIR, ForceModel, Forces, Thrust, orbit_rhs
from portcall.orbit.lane_dynamics import orbit_pull_lanes, orbit_rhs_lanes
from portcall.orbit.propagation import DEFAULT_TOLERANCE_M, covering, final_state

Array = NDArray[np.float64]

LONGEST_STEP_S = 300.0
STEP_SHRINK = 0.97
FEW_MEMBERS = LANES // 4  # fewer fly one by one rather than beside idle lanes
SHORTEST_STEP_S = 5.0
FINAL_TOLERANCE_M = 0.5  # end of span, on the pilot


def propagate_many(
    epoch: datetime,
    states: Array,
    duration_s: float,
    model: ForceModel | Forces,
    *,
    tolerance_m: float = FINAL_TOLERANCE_M,
    step_s: float | None = None,
    threads: int = 1,
) -> Array:
    """Return the states of many members at the end of one span.

    Parameters
    ----------
    epoch : datetime
        Aware instant of the states.
    states : Array
        Position [m] and velocity [m s-1] in GCRF, shape (members, 6).
    duration_s : float
        Negative flies backwards. [s]
    model : ForceModel or Forces
        What acts on all of them.
    tolerance_m : float
        Error allowed at the end of the span, on the lowest-lying member. [m]
    step_s : float, optional
        Even step; without it, shortened from 300 s until that member agrees with the adaptive method. [s]
    threads : int
        The result does not depend on it.

    Returns
    -------
    Array
        Shape (members, 6).

    Raises
    ------
    InputError
        Bad states, or no step above 5 s is good enough.
    """
    members = np.ascontiguousarray(states, dtype=np.float64)
    if members.ndim != 2 or members.shape[1] != 6 or not np.all(np.isfinite(members)):
        raise InputError(
            f"states of shape {members.shape} cannot be flown together",
            limit="(members, 6), finite: GCRF m, m/s",
        )
    if members.shape[0] == 0 or duration_s == 0.0:
        return members.copy()
    forces, offset_s = covering(model, epoch, duration_s)
    step = step_s or _proved_step_s(epoch, members, duration_s, forces, offset_s, tolerance_m)
    return _flown(forces, offset_s, duration_s, step, members, threads)


def _flown(
    forces: Forces, offset_s: float, duration_s: float, step_s: float, states: Array, threads: int
) -> Array:
    steps = max(1, int(np.ceil(abs(duration_s) / step_s)))
    if states.shape[0] < FEW_MEMBERS:
        alone = states.copy()
        address = address_of(orbit_rhs)
        advance_blocks(address, offset_s, duration_s / steps, steps, alone, forces.params)
        return alone
    coasting = forces.params[AIR] == 0.0
    return advance_members(
        orbit_pull_lanes if coasting else orbit_rhs_lanes,
        offset_s,
        offset_s + duration_s,
        steps,
        states,
        forces.params,
        second_order=coasting,
        threads=threads,
    )


def _proved_step_s(
    epoch: datetime,
    members: Array,
    duration_s: float,
    forces: Forces,
    offset_s: float,
    tolerance_m: float,
) -> float:
    """Return an even step that carries the member with the least energy to within the tolerance."""
    radius_m = np.linalg.norm(members[:, :3], axis=1)
    energy = 0.5 * np.sum(members[:, 3:] ** 2, axis=1) - 3.986e14 / radius_m
    pilot = members[int(np.argmin(energy))]
    exact = final_state(epoch, pilot, duration_s, forces, tolerance_m=1e-6)
    step = LONGEST_STEP_S
    while step >= SHORTEST_STEP_S:
        flown = _flown(forces, offset_s, duration_s, step, pilot[None, :], 1)
        if float(np.linalg.norm(flown[0, :3] - exact[:3])) <= tolerance_m:
            return step
        step *= STEP_SHRINK
    raise InputError(
        f"no even step of {SHORTEST_STEP_S:.0f} s or more carries these states to {tolerance_m} m",
        remedy="fly them one by one with final_states, or loosen the tolerance",
    )


def final_states(
    starts: Sequence[tuple[datetime, Array, float]],
    model: Forces,
    *,
    thrusts: Sequence[Thrust | None] | None = None,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    threads: int = 1,
) -> Array:
    """Return the end states of spans that differ: burn variants, or trial durations.

    Parameters
    ----------
    starts : Sequence[tuple[datetime, Array, float]]
        Epoch, state (all of one size) and duration [s] of each.
    model : Forces
        Prepared once for all.
    thrusts : Sequence[Thrust or None], optional
        One per span.
    tolerance_m : float
        Local error allowed in a step. [m]
    threads : int
        The compiled integrator lets go of the interpreter, so threads run side by side.

    Returns
    -------
    Array
        Shape (spans, d).
    """
    pushes = list(thrusts) if thrusts is not None else [None] * len(starts)

    def fly(span: tuple[tuple[datetime, Array, float], Thrust | None]) -> Array:
        (epoch, state, duration_s), thrust = span
        return final_state(epoch, state, duration_s, model, thrust=thrust, tolerance_m=tolerance_m)

    spans = list(zip(starts, pushes, strict=True))
    if threads <= 1:
        return np.array([fly(span) for span in spans])
    with ThreadPoolExecutor(threads) as pool:
        return np.array(list(pool.map(fly, spans)))
