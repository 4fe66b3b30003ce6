"""A run one second at a time, compiled: what a session stepped from Python calls.

Model   The pieces of `run_steps` and the ends of `run_kernel`, in the same order: a session without
        plug-ins flies the same run to the bit. A learner's action takes the place of guidance's
        velocity, or of control.
Valid   Started by `run_start.begin`.
Source  Chosen here.
"""

from typing import Any, Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY
from portcall.docking import columns as c
from portcall.docking.approach.guidance_kernel import M_RANGE_M
from portcall.docking.approach.legs import L_CORRIDOR_RAD
from portcall.docking.contact import contact_columns as k
from portcall.docking.contact.mating_plane import conditions_at, crossing
from portcall.docking.control.control_kernel import H_PLANE, ask
from portcall.docking.run import result_columns as r
from portcall.docking.run import run_arrays as a
from portcall.docking.run.run_kernel import _in_box, _touch, finish
from portcall.docking.run.run_steps import (
    NEAR_M,
    command,
    cycles_at_rest,
    move,
    navigate,
    period_s,
    steer,
    tally,
)

Array = NDArray[np.float64]

GOES_ON: Final = -1

# what an action of a learner is
ACT_NOTHING: Final = 0  # the ship's own software flies
ACT_VELOCITY: Final = 1  # 3 [m/s] LVLH, in the place of guidance's
ACT_WRENCH: Final = 2  # force [N] and torque [N m], body axes: 6
ACT_VALVES: Final = 3  # part of each control cycle that each thruster burns

# what a learner sees; the port as estimated, the ship's leading point against it
O_CONDITIONS: Final = 0  # 11: C_CLOSING to C_RATES
O_AXIAL: Final = 11  # [m] out of the port's plane
O_RANGE: Final = 12  # [m] as guidance has it
O_CORRIDOR: Final = 13  # [rad] to the wall of the leg's cone; negative outside; pi: it has none
O_SIGMA: Final = 14  # [m] of the position
O_GO: Final = 15
O_TIME: Final = 16  # [s]
O_MASS: Final = 17  # [kg]
O_VELOCITY: Final = 18  # 3 [m/s] LVLH
O_ASKED: Final = 21  # 3 [m/s] LVLH, the velocity that the plan's own guidance asks for
OBSERVATION_SIZE: Final = 24


@cached_njit(types.void(a.SETTING, a.WORK), _nrt=False)
def think(setting: Any, work: Any) -> None:
    """Begin a second: measure, filter, guide, and note what safety sees."""
    navigate(setting, work)
    steer(setting, work)
    tally(setting, work)


@cached_njit(types.int64(a.SETTING, a.WORK), _nrt=False)
def ended(setting: Any, work: Any) -> int:
    """Return the outcome of a run that is over before its next second, or GOES_ON."""
    mode, truth = work.mode, work.truth
    if mode[c.DONE] > 0.0:
        if mode[c.ABORT] != c.ABORT_NONE:
            work.result[r.R_REASON] = mode[c.ABORT]
            return int(r.ABORTED)
        return int(_in_box(setting, work))
    total = 0.0
    for i in range(c.TRUTH_SIZE):
        total += truth[i]
    if not np.isfinite(total):
        return int(r.NOT_A_NUMBER)
    if work.counts[a.K_TIME] >= setting.flight[a.V_LONGEST_S]:
        work.result[r.R_REASON] = mode[c.ABORT]
        return int(r.TIME_OUT)
    return GOES_ON


@cached_njit(types.int64(a.SETTING, a.WORK, ARRAY, types.float64, types.int64), _nrt=False)
def cycle(setting: Any, work: Any, sample: Array, dt_s: float, fired: int) -> int:
    """Let one control cycle happen; return the outcome of a contact in it, or GOES_ON."""
    near = work.counts[a.K_RANGE] < NEAR_M
    if near:
        for i in range(c.TRUTH_SIZE):
            work.before[i] = work.truth[i]
    move(setting, work, dt_s, fired)
    if near:
        after = crossing(
            work.before, work.truth, work.counts[a.K_TIME], dt_s, work.port,
            setting.flight[a.V_RATE], work.between, work.conditions,
        )  # fmt: skip
        if after >= 0.0:
            return int(_touch(setting, work, sample))
    return GOES_ON


@cached_njit(types.void(a.WORK, types.int64), _nrt=False)
def close(work: Any, outcome: int) -> None:
    """Fill the row of results."""
    finish(work, outcome)


@cached_njit(types.int64(a.SETTING, a.WORK, types.float64), _nrt=False)
def fit_valves(setting: Any, work: Any, dt_s: float) -> int:
    """Cut `work.on_s` to what a cycle allows; return how many thrusters fire."""
    fired = 0
    for i in range(work.on_s.size):
        on = min(work.on_s[i], dt_s)
        # not on >= least: what is no number does not fire
        work.on_s[i] = on if on >= setting.minimum_s[i] and on > 0.0 else 0.0
        if work.on_s[i] > 0.0:
            fired += 1
    return fired


@njit(error_model="numpy")
def _open_valves(setting: Any, work: Any, kind: int, action: Array, dt_s: float) -> int:
    """Fill the on-times of a cycle from an action; return how many thrusters fire."""
    table, plane = setting.table, int(work.held[H_PLANE])
    for i in range(work.on_s.size):
        work.on_s[i] = dt_s * action[i] if kind == ACT_VALVES else 0.0
    if kind == ACT_WRENCH:
        for axis in range(6):
            row = 2 * axis if action[axis] > 0.0 else 2 * axis + 1
            impulse = dt_s * abs(action[axis])
            for i in range(work.on_s.size):
                work.on_s[i] += impulse * table[plane, row, i]
    return int(fit_valves(setting, work, dt_s))


@cached_njit(types.int64(a.SETTING, a.WORK, ARRAY, types.int64, ARRAY), _nrt=False)
def act(setting: Any, work: Any, sample: Array, kind: int, action: Array) -> int:
    """Fly one second under an action, and think; return the outcome, or GOES_ON.

    Parameters
    ----------
    setting, work : Setting, Work
        Of a run for which `think` was called.
    sample : Array
        (SAMPLE_SIZE,) of the run.
    kind : int
        ACT_*.
    action : Array
        As long as its kind asks for.
    """
    if kind == ACT_VELOCITY:
        for i in range(3):
            work.setpoint[c.S_VELOCITY + i] = action[i]
            work.setpoint[c.S_ACCELERATION + i] = 0.0
        ask(work.flown, work.setpoint, setting.control, setting.flight[a.V_NAVIGATION_S], work.held)
    dt_s = period_s(setting, work)
    left = int(np.round(setting.flight[a.V_NAVIGATION_S] / dt_s))
    while left > 0:
        many = 1
        if kind in (ACT_NOTHING, ACT_VELOCITY):
            fired = int(command(setting, work, dt_s))
            many = int(cycles_at_rest(work, dt_s, fired, left))
        else:
            fired = int(_open_valves(setting, work, kind, action, dt_s))
        left -= many
        outcome = int(cycle(setting, work, sample, many * dt_s, fired))
        if outcome != GOES_ON:
            return outcome
    outcome = int(ended(setting, work))
    if outcome == GOES_ON:
        think(setting, work)
        outcome = int(ended(setting, work))
    return outcome


@cached_njit(types.void(a.SETTING, a.WORK, ARRAY), _nrt=False)
def observe(setting: Any, work: Any, seen: Array) -> None:
    """Fill what a learner sees: the estimate only, as O_*."""
    estimate, mode, counts = work.estimate, work.mode, work.counts
    # a state as the truth has it, of what is believed; `seen` of the work is free between two seconds
    believed = work.seen
    for i in range(13):
        believed[i] = estimate[i]
    believed[c.MASS] = estimate[c.E_MASS]
    for i in range(3):
        believed[c.TILT + i] = estimate[c.E_TILT + i]
        believed[c.TILT_RATE + i] = 0.0
    conditions = work.conditions
    conditions_at(counts[a.K_TIME], believed, setting.port, setting.flight[a.V_RATE], conditions)
    for i in range(O_AXIAL):
        seen[i] = conditions[i]
    axial = conditions[k.C_AXIAL]
    offset = np.sqrt(conditions[k.C_OFFSET] ** 2 + conditions[k.C_OFFSET + 1] ** 2)
    cone = setting.legs[int(mode[c.LEG]), L_CORRIDOR_RAD]
    seen[O_AXIAL] = axial
    seen[O_RANGE] = mode[M_RANGE_M]
    seen[O_CORRIDOR] = cone - np.arctan2(offset, axial) if cone > 0.0 else np.pi
    worst = 0.0
    for i in range(3):
        worst = max(worst, work.covariance[i, i])
    seen[O_SIGMA] = np.sqrt(worst)
    seen[O_GO] = mode[c.GO]
    seen[O_TIME] = counts[a.K_TIME]
    seen[O_MASS] = estimate[c.E_MASS]
    for i in range(3):
        seen[O_VELOCITY + i] = estimate[c.E_VELOCITY + i]
        seen[O_ASKED + i] = work.setpoint[c.S_VELOCITY + i]
