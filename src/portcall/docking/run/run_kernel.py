"""A whole run, compiled: second after second until contact, capture box, retreat or the end of patience.

Model   The pieces of `run_steps` in their order; the crossing of the port's plane is looked for in each
        control cycle near the port and found as a root; the contact is then flown by its own dynamics.
        Whatever comes to no number ends the run as such.
Valid   Started by `run_start.begin`; rows of results as `result_columns`.
Source  Chosen here.
"""

from typing import Any, Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import MATRIX
from portcall.docking import columns as c
from portcall.docking.approach.guidance_kernel import M_CLOSING_M_S, M_RANGE_M
from portcall.docking.contact import contact_columns as k
from portcall.docking.contact.envelope import judge_contact
from portcall.docking.contact.mating_plane import conditions_at, crossing
from portcall.docking.contact.probe_drogue import STEP_S, contact
from portcall.docking.control import truth_kernel as t
from portcall.docking.run import result_columns as r
from portcall.docking.run import run_arrays as a
from portcall.docking.run import sample as x
from portcall.docking.run.run_start import begin
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

BESIDE_M: Final = 2.0  # offset at the plane beyond which the ship meets no mechanism
PAST_M: Final = 20.0  # offset at the plane beyond which it passes the station's side

NOISES: Final = types.Array(types.uint64, 2, "C")
CUBE: Final = types.Array(types.float64, 3, "C")


@njit(error_model="numpy")
def _fill_bodies(setting: Any, work: Any, sample: Array) -> None:
    """Fill what the contact's dynamics need."""
    flight, bodies, port, ship = setting.flight, work.bodies, work.port, work.ship
    bodies[k.B_SHIP_MASS] = work.truth[c.MASS]
    bodies[k.B_STATION_MASS] = flight[a.V_STATION_MASS]
    for i in range(3):
        bodies[k.B_SHIP_INERTIA + i] = ship[t.Y_INERTIA + i]
        bodies[k.B_TIP + i] = port[c.P_PROBE + i]
        bodies[k.B_STATION_INERTIA + i] = flight[a.V_STATION_INERTIA + i]
        bodies[k.B_PORT + i] = port[c.P_POSITION + i]
    for i in range(9):
        bodies[k.B_PORT_AXES + i] = port[c.P_AXES + i]
    bodies[k.B_PUSH_N] = sample[x.X_PUSH_N]
    bodies[k.B_PUSH_DELAY_S] = sample[x.X_PUSH_DELAY_S]
    bodies[k.B_PUSH_DURATION_S] = sample[x.X_PUSH_DURATION_S]


@njit(error_model="numpy")
def _burning(setting: Any, work: Any) -> int:
    """Return 1 + row of a thruster that is stuck open and burns on, 0 where none does."""
    time, closed = work.counts[a.K_TIME], int(work.counts[a.K_CLOSED])
    for i in range(work.faults.shape[0]):
        row = work.faults[i]
        live = row[c.F_START_S] <= time < row[c.F_END_S]
        unit = int(row[c.F_UNIT])
        if int(row[c.F_KIND]) == c.FAULT_THRUSTER_ON and live and setting.group[unit] != closed:
            return 1 + unit
    return 0


@njit(error_model="numpy")
def _touch(setting: Any, work: Any, sample: Array) -> int:
    """Judge a crossing of the port's plane; return the outcome, -1 where the run goes on."""
    conditions, result = work.conditions, work.result
    offset = np.sqrt(conditions[k.C_OFFSET] ** 2 + conditions[k.C_OFFSET + 1] ** 2)
    if offset > PAST_M:
        return -1
    judge_contact(conditions, setting.limits, work.judged)
    result[r.R_BURNING] = _burning(setting, work)
    for i in range(k.CONDITIONS_SIZE):
        result[r.R_CONDITIONS + i] = conditions[i]
    for i in range(k.JUDGED_SIZE):
        result[r.R_JUDGED + i] = work.judged[i]
    if offset > BESIDE_M:
        return r.COLLISION
    _fill_bodies(setting, work, sample)
    contact(conditions, work.bodies, setting.mechanism, STEP_S, work.contact, work.outcome)
    for i in range(k.OUTCOME_SIZE):
        result[r.R_CONTACT + i] = work.outcome[i]
    result[r.R_REASON] = work.outcome[k.O_CODE]
    return r.CAPTURED if int(work.outcome[k.O_CODE]) == k.CAPTURED else r.NOT_CAPTURED


@njit(error_model="numpy")
def _in_box(setting: Any, work: Any) -> int:
    """Judge a ship that holds in its capture box."""
    result, conditions = work.result, work.conditions
    conditions_at(
        work.counts[a.K_TIME], work.truth, work.port, setting.flight[a.V_RATE], conditions
    )
    conditions[k.C_AXIAL] -= setting.flight[a.V_BOX]
    conditions[k.C_OFFSET] -= setting.flight[a.V_BOX + 1]
    conditions[k.C_OFFSET + 1] -= setting.flight[a.V_BOX + 2]
    judge_contact(conditions, setting.limits, work.judged)
    for i in range(k.CONDITIONS_SIZE):
        result[r.R_CONDITIONS + i] = conditions[i]
    for i in range(k.JUDGED_SIZE):
        result[r.R_JUDGED + i] = work.judged[i]
    result[r.R_REASON] = work.judged[k.J_CODE + k.NOMINAL]
    return r.CAPTURED if work.judged[k.J_CODE + k.NOMINAL] == 0.0 else r.NOT_CAPTURED


@njit(error_model="numpy")
def _write(work: Any, row: int, history: Array, run: int) -> None:
    """Record one second."""
    out = history[run, row]
    out[r.W_TIME_S] = work.counts[a.K_TIME]
    for i in range(c.TRUTH_SIZE):
        out[r.W_TRUTH + i] = work.truth[i]
    for i in range(6):
        out[r.W_ESTIMATE + i] = work.estimate[i]
    out[r.W_LEG] = work.mode[c.LEG]
    out[r.W_RANGE_M], out[r.W_CLOSING_M_S] = work.mode[M_RANGE_M], work.mode[M_CLOSING_M_S]
    out[r.W_PROPELLANT_KG] = work.cycle[t.B_PROPELLANT]
    worst = 0.0
    for i in range(3):
        worst = max(worst, work.covariance[i, i])
    out[r.W_SIGMA_M] = np.sqrt(worst)
    out[r.W_ZONES], out[r.W_ESCAPE] = work.counts[a.K_ZONES], work.counts[a.K_ESCAPE]


@njit(inline="always", error_model="numpy")
def _second(setting: Any, work: Any, sample: Array) -> int:
    """Fly the control cycles until the next measurement; return an outcome, or -1."""
    dt = period_s(setting, work)
    left = int(np.round(setting.flight[a.V_NAVIGATION_S] / dt))
    near = work.counts[a.K_RANGE] < NEAR_M
    while left > 0:
        fired = command(setting, work, dt)
        if near:
            a.copy(work.truth, work.before)
        many = cycles_at_rest(work, dt, fired, left)
        move(setting, work, many * dt, fired)
        left -= many
        if near:
            after = crossing(
                work.before, work.truth, work.counts[a.K_TIME], dt, work.port,
                setting.flight[a.V_RATE], work.between, work.conditions,
            )  # fmt: skip
            if after >= 0.0:
                outcome = int(_touch(setting, work, sample))
                if outcome >= 0:
                    return outcome
    return -1


@njit(error_model="numpy")
def _fly(setting: Any, work: Any, sample: Array, history: Array, run: int) -> int:
    """Fly a run that has begun; return its outcome."""
    flight, counts, mode, truth = setting.flight, work.counts, work.mode, work.truth
    row = 0
    while counts[a.K_TIME] < flight[a.V_LONGEST_S]:
        navigate(setting, work)
        steer(setting, work)
        tally(setting, work)
        if row < history.shape[1]:
            _write(work, row, history, run)
            row += 1
        if mode[c.DONE] > 0.0:
            if mode[c.ABORT] != c.ABORT_NONE:
                work.result[r.R_REASON] = mode[c.ABORT]
                return r.ABORTED
            return int(_in_box(setting, work))
        outcome = int(_second(setting, work, sample))
        if outcome >= 0:
            return outcome
        total = 0.0
        for i in range(c.TRUTH_SIZE):
            total += truth[i]
        if not np.isfinite(total):
            return r.NOT_A_NUMBER
    work.result[r.R_REASON] = mode[c.ABORT]
    return r.TIME_OUT


@njit(error_model="numpy")
def finish(work: Any, outcome: int) -> None:
    """Fill the row of results of a run that has ended."""
    result, counts, cycle, mode = work.result, work.counts, work.cycle, work.mode
    result[r.R_OUTCOME] = outcome
    contact_s = work.conditions[k.C_TIME]
    touched = outcome in (r.CAPTURED, r.NOT_CAPTURED, r.COLLISION)
    result[r.R_END_S] = contact_s if touched else counts[a.K_TIME]
    # valves close at the touch: what the rest of that cycle would have burned stays aboard
    kept_kg = work.conditions[k.C_MASS] - work.truth[c.MASS] if touched else 0.0
    burned_kg = cycle[t.B_PROPELLANT] - kept_kg
    result[r.R_DELTA_V_M_S], result[r.R_PROPELLANT_KG] = cycle[t.B_DELTA_V_SUM], burned_kg
    result[r.R_PULSES] = cycle[t.B_PULSES]
    result[r.R_FINAL_PROPELLANT_KG] = burned_kg - counts[a.K_FINAL_KG]
    result[r.R_LEG] = mode[c.LEG]
    for column in (r.R_VIOLATION_S, r.R_NO_ESCAPE_S, r.R_ABORT, r.R_ISOLATED, r.R_BURNING):
        if np.isnan(result[column]):
            result[column] = 0.0
    for i in range(3):
        result[r.R_NEES + i] = counts[a.K_NEES + i] / counts[a.K_NEES_COUNT]
    result[r.R_NIS] = counts[a.K_NIS] / counts[a.K_USED]
    result[r.R_USED], result[r.R_REJECTED] = counts[a.K_USED], counts[a.K_REJECTED]
    worst = 0.0
    for i in range(3):
        worst = max(worst, work.covariance[i, i])
    result[r.R_SIGMA_M] = np.sqrt(worst)
    ex = work.estimate[0] - work.truth[0]
    ey = work.estimate[1] - work.truth[1]
    ez = work.estimate[2] - work.truth[2]
    for i in range(3):
        at = c.P_AXES + 3 * i
        result[r.R_MISS_M + i] = (
            work.port[at] * ex + work.port[at + 1] * ey + work.port[at + 2] * ez
        )


@cached_njit(
    types.void(a.SETTING, a.WORK, MATRIX, MATRIX, MATRIX, NOISES, MATRIX, CUBE, MATRIX), _nrt=False
)
def fly_runs(
    setting: Any, work: Any, samples: Array, sensors: Array, biases: Array, noises: Any,
    faults: Array, histories: Array, results: Array,
) -> None:  # fmt: skip
    """Fly one run a row of samples.

    Parameters
    ----------
    setting, work : Setting, Work
        Of the scenario, and of this thread.
    samples, sensors, biases : Array
        (n, SAMPLE_SIZE), (n, SENSOR_SIZE), (n, BIAS_SIZE): what the runs differ in.
    noises : Array
        (n, 4) uint64 states of the generators.
    faults : Array
        (f, FAULT_SIZE), the same for every run.
    histories : Array
        (n, seconds, HISTORY_SIZE) filled as far as it reaches; no seconds: nothing is recorded.
    results : Array
        (n, RESULT_SIZE) filled.
    """
    for run in range(samples.shape[0]):
        for i in range(faults.shape[0]):
            for j in range(c.FAULT_SIZE):
                work.faults[i, j] = faults[i, j]
        begin(setting, work, samples[run], sensors[run], biases[run], noises[run])
        outcome = _fly(setting, work, samples[run], histories, run)
        finish(work, outcome)
        for i in range(r.RESULT_SIZE):
            results[run, i] = work.result[i]
