"""The pieces of which each second of a run is made, compiled: navigate, steer, tally, control and move.

Model   A run is: `navigate` (measure, filter, watch), `steer` (guidance and the demand that control is to
        pay off), `tally` (zones, escape, statistics), then some control cycles of `command` and `move`,
        and again. The navigator, guidance, the watch and control see measurements and what follows from
        them, an operator who has taken over his picture; zones and statistics see the truth. Cycles in
        which nothing can fire are flown as one. A session stepped from Python calls the same pieces, and
        may put its own in the place of some.
Valid   Started by `run_start.begin`.
Source  Chosen here.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.approach.guidance_kernel import M_CLOSING_M_S, M_RANGE_M, guide
from portcall.docking.approach.legs import L_CORRIDOR_RAD, L_NEEDS_GO, L_PERIOD_S
from portcall.docking.control import truth_kernel as t
from portcall.docking.control.control_kernel import H_ENGINE_LOST, H_PLANE, H_REST_S, ask, control
from portcall.docking.faults import watch_columns as w
from portcall.docking.faults.faults import arm_faults
from portcall.docking.faults.manual_kernel import MANUAL_NEW, manual_guide
from portcall.docking.faults.watch_kernel import watch
from portcall.docking.navigation.consistency import nees
from portcall.docking.navigation.filter_columns import E_TILT_RATE, U_NIS, U_REJECTED, U_USED
from portcall.docking.navigation.filter_kernel import predict, update
from portcall.docking.navigation.sensor_columns import N_PORT_FIELD
from portcall.docking.navigation.sensor_kernel import measure
from portcall.docking.run import result_columns as r
from portcall.docking.run import run_arrays as a
from portcall.docking.safety.avoidance import AVOID_NONE, AVOID_OUTSIDE, avoidance_available
from portcall.docking.safety.zones import violates, zone
from portcall.orbit.motion_columns import MU_R3, W_DOT, W
from portcall.orbit.relative_dynamics import between_rows, row_place

Array = NDArray[np.float64]

FOLLOW_M = 30.0  # farther out the noise of the station's estimated rate costs more than it brings
NEAR_M = 5.0  # range below which the crossing of the plane is looked for
FINAL_GO = 2.0  # value of mode[GO] from which the final approach is cleared


@njit(error_model="numpy")
def _gather(work: Any) -> None:
    """Hand the commands since the last measurement to the watch."""
    state, since = work.watch, work.counts[a.K_SINCE_S]
    for i in range(3):
        state[w.W_DELTA_V + i] += work.measured[c.M_DELTA_V + i]
    state[w.W_TIME] += since
    per = 1.0 / since
    for i in range(work.told_s.size):
        at = w.W_BANK + w.BANK_SIZE * i
        state[at + w.B_ON_S] += work.told_s[i]
        state[at + w.B_LATE_S] = per * work.told_late_s[i]


@njit(error_model="numpy")
def _heed(setting: Any, work: Any) -> None:
    """Do what the watch found: give up a thruster or a feed, mask a sensor, call the operator, abort."""
    state, counts, held, result = work.watch, work.counts, work.held, work.result
    unit, feed = int(state[w.W_UNIT]), int(state[w.W_GROUP])
    answer = -feed if feed > 0 else unit
    known = 0 if np.isnan(result[r.R_ISOLATED]) else int(result[r.R_ISOLATED])
    if answer != known:
        thrusters = setting.minimum_s.size
        counts[a.K_CLOSED] = feed - 1.0
        held[H_PLANE] = thrusters + feed if feed > 0 else unit
        engine = int(setting.flight[a.V_ENGINE_ROW])
        closed = engine >= 0 and feed > 0 and int(setting.group[engine]) == feed - 1
        held[H_ENGINE_LOST] = 1.0 if closed or unit == engine + 1 > 0 else 0.0
        result[r.R_ISOLATED], result[r.R_ISOLATED_S] = answer, counts[a.K_TIME]
    if state[w.W_MASK_RANGE] > 0.0 or state[w.W_MASK_ANGLES] > 0.0:
        counts[a.K_MASK] = 1.0
    if state[w.W_MANUAL] > 0.0:
        counts[a.K_MANUAL] = 1.0
    if state[w.W_ABORT] != 0.0 and work.mode[c.ABORT] == c.ABORT_NONE:
        work.mode[c.ABORT] = state[w.W_ABORT]


@njit(error_model="numpy")
def _know_all(work: Any) -> None:
    """Let the navigator know the truth."""
    truth, estimate = work.truth, work.estimate
    for i in range(13):
        estimate[i] = truth[i]
    for i in range(3):
        estimate[c.E_TILT + i] = truth[c.TILT + i]
        estimate[E_TILT_RATE + i] = truth[c.TILT_RATE + i]
        estimate[c.E_GYRO_BIAS + i] = 0.0
    for i in range(c.ERROR_SIZE):
        work.covariance[i, i] = 0.0


@njit(error_model="numpy")
def _filter(setting: Any, work: Any) -> None:
    """Bring the estimate up to the measurement."""
    flight, counts, rows = setting.flight, work.counts, setting.motion
    since = counts[a.K_SINCE_S]
    middle = flight[a.V_START_S] + counts[a.K_TIME] - 0.5 * since
    before, part = row_place(middle, flight[a.V_TABLE_STEP_S], rows)
    rate = -between_rows(rows, before, part, W + 1)
    believed = work.measured
    if counts[a.K_MASK] > 0.0:
        believed = work.believed
        a.copy(work.measured, believed)
        if work.watch[w.W_MASK_RANGE] > 0.0:
            believed[c.M_RANGE] = believed[c.M_RANGE_RATE] = np.nan
        if work.watch[w.W_MASK_ANGLES] > 0.0:
            for k in range(4):
                believed[c.M_SHIP_ANGLES + k] = np.nan
    if since > 0.0:
        slope = -between_rows(rows, before, part, W_DOT + 1)
        gravity = between_rows(rows, before, part, MU_R3)
        predict(
            work.estimate, work.covariance, believed, since, rate, slope, gravity, setting.filter
        )
    update(
        work.estimate, work.covariance, believed, setting.port, rate, setting.filter,
        work.innovations, work.scratch,
    )  # fmt: skip
    counts[a.K_NIS] += work.scratch[U_NIS]
    counts[a.K_USED] += work.scratch[U_USED]
    counts[a.K_REJECTED] += work.scratch[U_REJECTED]


@njit(error_model="numpy", fastmath={"contract"})
def sense(setting: Any, work: Any) -> None:
    """Measure: what the sensors give now, and gyro and accelerometer since the last time."""
    flight, counts, truth = setting.flight, work.counts, work.truth
    time, since = counts[a.K_TIME], counts[a.K_SINCE_S]
    seen = work.seen
    a.copy(truth, seen)
    if since > 0.0:
        for i in range(3):
            seen[c.RATE + i] = counts[a.K_TURN + i] / since
    measure(
        time, max(since, flight[a.V_NAVIGATION_S]), seen, counts[a.K_DELTA_V : a.K_DELTA_V + 3],
        flight[a.V_RATE], work.port, work.sensor, work.bias, work.faults, work.noise, work.frozen,
        work.measured,
    )  # fmt: skip
    for i in range(3):
        counts[a.K_GYRO_OFF + i] = work.measured[c.M_GYRO + i] - seen[c.RATE + i]


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def navigate(setting: Any, work: Any) -> None:
    """Measure, filter and watch; after it the estimate is that of now."""
    flight, counts, mode = setting.flight, work.counts, work.mode
    counts[a.K_TIME] = counts[a.K_CYCLES] * flight[a.V_NAVIGATION_S]  # without what rounding left
    sense(setting, work)
    if flight[a.V_PERFECT] > 0.5:
        _know_all(work)
    else:
        _filter(setting, work)
    used = 0.0
    for i in range(work.told_s.size):
        used += setting.flow[i] * work.told_s[i]
    counts[a.K_BOOK_KG] -= used
    work.estimate[c.E_MASS] = counts[a.K_BOOK_KG]
    if flight[a.V_WATCH] > 0.5 and counts[a.K_SINCE_S] > 0.0:
        _gather(work)
        action = watch(
            counts[a.K_TIME], work.estimate, work.measured, work.innovations, setting.port,
            setting.watch_table, setting.watch, work.watch,
        )  # fmt: skip
        if action != w.WATCH_NONE:
            _heed(setting, work)
    work.told_s[:] = 0.0
    work.told_late_s[:] = 0.0
    counts[a.K_SINCE_S] = 0.0
    for i in range(3):
        counts[a.K_DELTA_V + i] = 0.0
        counts[a.K_TURN + i] = 0.0
    for k in range(work.faults.shape[0]):
        late = work.faults[k, c.F_START_S] + work.faults[k, c.F_MAGNITUDE]
        if int(work.faults[k, c.F_KIND]) == c.FAULT_LATE_ABORT and counts[a.K_TIME] >= late:
            mode[c.ABORT] = max(mode[c.ABORT], float(c.ABORT_COMMAND))
            work.faults[k, c.F_KIND] = 0.0


@njit(error_model="numpy")
def _follow_port(setting: Any, work: Any) -> None:
    """Near the port, ask for its own motion too: the station swings, and with it the axis."""
    if setting.legs[int(work.mode[c.LEG]), L_CORRIDOR_RAD] <= 0.0:
        return
    if work.mode[M_RANGE_M] > FOLLOW_M:
        return
    e, s = work.estimate, work.setpoint
    wx, wy, wz = e[E_TILT_RATE], e[E_TILT_RATE + 1], e[E_TILT_RATE + 2]
    x, y, z = e[c.E_POSITION], e[c.E_POSITION + 1], e[c.E_POSITION + 2]
    s[c.S_VELOCITY] += wy * z - wz * y
    s[c.S_VELOCITY + 1] += wz * x - wx * z
    s[c.S_VELOCITY + 2] += wx * y - wy * x


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def steer(setting: Any, work: Any) -> None:
    """Ask guidance, and set the demand that control pays off until the next call."""
    flight, counts, mode, result = setting.flight, work.counts, work.mode, work.result
    go = mode[c.GO]
    if counts[a.K_MANUAL] > 0.0 and mode[c.ABORT] == c.ABORT_NONE:
        manual_guide(
            counts[a.K_TIME], work.truth, work.estimate, mode, work.port, setting.manual,
            work.manual, work.noise, work.setpoint,
        )  # fmt: skip
        mode[M_RANGE_M], mode[M_CLOSING_M_S] = work.manual[MANUAL_NEW], -work.manual[MANUAL_NEW + 3]
    else:
        guide(
            counts[a.K_TIME], work.estimate, work.covariance, mode, setting.legs, setting.gates,
            setting.port, flight[a.V_RATE], work.setpoint,
        )  # fmt: skip
        _follow_port(setting, work)
    if mode[c.GO] > go:
        if work.sensor[N_PORT_FIELD] > 0.0 and np.isnan(work.measured[c.M_PORT_ANGLES]):
            # a station that has turned away does not see the ship where its port's axis ought to be
            mode[c.ABORT] = c.ABORT_NAVIGATION
        if go < 1.0:
            result[r.R_CORRIDOR_S] = counts[a.K_TIME]
        if mode[c.GO] >= FINAL_GO:
            result[r.R_GO_S] = counts[a.K_TIME]
            counts[a.K_FINAL_KG] = work.cycle[t.B_PROPELLANT]
    if mode[c.ABORT] != c.ABORT_NONE and np.isnan(result[r.R_ABORT_S]):
        result[r.R_ABORT], result[r.R_ABORT_S] = mode[c.ABORT], counts[a.K_TIME]
        result[r.R_ABORT_M] = mode[M_RANGE_M]
    for i in range(c.ESTIMATE_SIZE):
        work.flown[i] = work.estimate[i]
    for i in range(3):
        off = counts[a.K_GYRO_OFF + i] - work.estimate[c.E_GYRO_BIAS + i]
        work.flown[c.E_RATE + i] = work.truth[c.RATE + i] + off
    ask(work.flown, work.setpoint, setting.control, flight[a.V_NAVIGATION_S], work.held)


@njit(error_model="numpy")
def _true_range_m(work: Any) -> float:
    """Return how far the probe's tip really is from the port, the ship's nose towards it. [m]"""
    truth, port = work.truth, work.port
    px, py, pz = port[c.P_POSITION], port[c.P_POSITION + 1], port[c.P_POSITION + 2]
    tx, ty, tz = truth[c.TILT], truth[c.TILT + 1], truth[c.TILT + 2]
    dx = truth[c.POSITION] - px - (ty * pz - tz * py)
    dy = truth[c.POSITION + 1] - py - (tz * px - tx * pz)
    dz = truth[c.POSITION + 2] - pz - (tx * py - ty * px)
    return float(np.sqrt(dx * dx + dy * dy + dz * dz) - port[c.P_PROBE])


@njit(error_model="numpy")
def _begin_faults(work: Any) -> None:
    """Let faults begin whose range is reached, and the operator take over once in the corridor."""
    counts, mode, result = work.counts, work.mode, work.result
    time = counts[a.K_TIME]
    arm_faults(time, counts[a.K_RANGE], work.faults)
    for k in range(work.faults.shape[0]):
        start = work.faults[k, c.F_START_S]
        if not (work.faults[k, c.F_KIND] > 0.0 and start <= time):
            continue
        if not result[r.R_FAULT_S] <= start:
            result[r.R_FAULT_S] = start
        if int(work.faults[k, c.F_KIND]) == c.FAULT_MANUAL and mode[c.GO] > 0.0:
            counts[a.K_MANUAL] = work.watch[w.W_MANUAL] = 1.0


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def tally(setting: Any, work: Any) -> None:
    """Note zones, escape and statistics of this second, and let faults that wait for a range begin."""
    flight, counts, mode, result = setting.flight, work.counts, work.mode, work.result
    truth, leg, every = work.truth, int(mode[c.LEG]), flight[a.V_NAVIGATION_S]
    time = counts[a.K_TIME]
    bits = zone(truth, c.TILT, work.port, setting.zones, setting.legs[leg, L_CORRIDOR_RAD])
    cleared = 1.0 if mode[c.GO] > 0.0 and mode[c.GO] >= setting.legs[leg, L_NEEDS_GO] else 0.0
    counts[a.K_ZONES] = bits
    square = truth[0] * truth[0] + truth[1] * truth[1] + truth[2] * truth[2]
    if not result[r.R_LEAST_M] ** 2 <= square:
        result[r.R_LEAST_M] = np.sqrt(square)
    if violates(bits, cleared):
        if np.isnan(result[r.R_VIOLATION_AT_S]):
            result[r.R_VIOLATION_AT_S], result[r.R_VIOLATION_AT_M] = time, mode[M_RANGE_M]
        counts_s = result[r.R_VIOLATION_S]
        result[r.R_VIOLATION_S] = every if np.isnan(counts_s) else counts_s + every
    counts[a.K_ESCAPE] = AVOID_OUTSIDE
    if mode[c.GO] >= FINAL_GO and mode[c.ABORT] == c.ABORT_NONE and setting.avoidance.size > 0:
        escape = avoidance_available(work.estimate, c.E_TILT, setting.port, setting.avoidance)
        counts[a.K_ESCAPE] = escape
        if escape == AVOID_NONE:
            counts_s = result[r.R_NO_ESCAPE_S]
            result[r.R_NO_ESCAPE_S] = every if np.isnan(counts_s) else counts_s + every
    if flight[a.V_PERFECT] < 0.5 and int(counts[a.K_CYCLES]) % a.NEES_EVERY == a.NEES_EVERY - 1:
        nees(work.estimate, work.covariance, truth, work.nees_work, work.nees)
        for i in range(3):
            counts[a.K_NEES + i] += work.nees[i]
        counts[a.K_NEES_COUNT] += 1.0
    counts[a.K_CYCLES] += 1.0
    counts[a.K_RANGE] = _true_range_m(work)
    if work.faults.shape[0] > 0:
        _begin_faults(work)


@njit(error_model="numpy", fastmath={"contract"})
def period_s(setting: Any, work: Any) -> float:
    """Return the length of a control cycle now: a whole number of them fills a navigation cycle. [s]"""
    navigation = setting.flight[a.V_NAVIGATION_S]
    wanted = setting.legs[int(work.mode[c.LEG]), L_PERIOD_S]
    return float(navigation / max(np.round(navigation / wanted), 1.0))


@njit(error_model="numpy", fastmath={"contract"})
def command(setting: Any, work: Any, dt_s: float) -> int:
    """Fill the on-times of one control cycle; return 0 when nothing fires."""
    return int(
        control(
            work.flown, work.setpoint, setting.control, dt_s, setting.table, setting.least,
            setting.effect, setting.minimum_s, work.held, work.push_s, work.on_s,
        )
    )  # fmt: skip


@njit(error_model="numpy", fastmath={"contract"})
def cycles_at_rest(work: Any, dt_s: float, fired: int, left: int) -> int:
    """Return how many of the control cycles that are left can be flown as one, at least this one.

    Nothing fires in them: the demand of impulse changes only with the next measurement, and the attitude
    stays within its dead band. Not near the port, and not with faults about.
    """
    if fired or work.faults.shape[0] > 0 or work.counts[a.K_RANGE] < NEAR_M:
        return 1
    rest_s = work.held[H_REST_S]
    if rest_s >= left * dt_s:
        return int(left)
    return max(int(rest_s / dt_s), 1)


@njit(error_model="numpy", fastmath={"contract"})
def _bring_up(work: Any, dt_s: float) -> None:
    """Bring control's attitude and rate up to now by the gyro, the frame's turn known."""
    flown, counts, cycle = work.flown, work.counts, work.cycle
    h = 0.5 * dt_s
    ox = counts[a.K_GYRO_OFF] - flown[c.E_GYRO_BIAS]
    oy = counts[a.K_GYRO_OFF + 1] - flown[c.E_GYRO_BIAS + 1]
    oz = counts[a.K_GYRO_OFF + 2] - flown[c.E_GYRO_BIAS + 2]
    x, y, z = (
        h * (cycle[t.B_MEAN_RATE] + ox),
        h * (cycle[t.B_MEAN_RATE + 1] + oy),
        h * (cycle[t.B_MEAN_RATE + 2] + oz),
    )
    p, q, s, d = (
        flown[c.E_ATTITUDE],
        flown[c.E_ATTITUDE + 1],
        flown[c.E_ATTITUDE + 2],
        flown[c.E_ATTITUDE + 3],
    )
    w_ = 1.0 - 0.5 * (x * x + y * y + z * z)
    e, f, g, k = (
        d * x + p * w_ + q * z - s * y,
        d * y - p * z + q * w_ + s * x,
        d * z + p * y - q * x + s * w_,
        d * w_ - p * x - q * y - s * z,
    )
    flown[c.E_ATTITUDE], flown[c.E_ATTITUDE + 1] = e, f
    flown[c.E_ATTITUDE + 2], flown[c.E_ATTITUDE + 3] = g, k
    flown[c.E_RATE] = work.truth[c.RATE] + ox
    flown[c.E_RATE + 1] = work.truth[c.RATE + 1] + oy
    flown[c.E_RATE + 2] = work.truth[c.RATE + 2] + oz


@njit(error_model="numpy", fastmath={"contract"})
def _turn_frame(setting: Any, work: Any, dt_s: float) -> None:
    """Bring control's attitude up by the gyro and by the frame's turn."""
    _bring_up(work, dt_s)
    h = 0.5 * dt_s * setting.flight[a.V_RATE]
    flown = work.flown
    x, y, z, d = (
        flown[c.E_ATTITUDE],
        flown[c.E_ATTITUDE + 1],
        flown[c.E_ATTITUDE + 2],
        flown[c.E_ATTITUDE + 3],
    )
    # the frame turns about minus y: from the left, half a turn of +rate about y
    flown[c.E_ATTITUDE] = x + h * z
    flown[c.E_ATTITUDE + 1] = y + h * d
    flown[c.E_ATTITUDE + 2] = z - h * x
    flown[c.E_ATTITUDE + 3] = d - h * y


@njit(error_model="numpy", fastmath={"contract"})
def move(setting: Any, work: Any, dt_s: float, fired: int) -> None:
    """Let one control cycle happen under the on-times in `work.on_s`."""
    flight, counts, cycle = setting.flight, work.counts, work.cycle
    time, since = counts[a.K_TIME], counts[a.K_SINCE_S]
    if fired:
        for i in range(work.on_s.size):
            on = work.on_s[i]
            work.told_s[i] += on
            work.told_late_s[i] += on * (since + 0.5 * on)
    if work.faults.shape[0] > 0 or counts[a.K_CLOSED] >= 0.0:
        acting = t.spoil(time, dt_s, work.faults, setting.group, int(counts[a.K_CLOSED]), work.on_s)
        fired += acting
        t.turn_station(time, work.faults, work.truth)
    t.advance_truth(
        flight[a.V_START_S] + time, dt_s, work.truth, work.ship, work.given, work.on_s, fired,
        work.noise, flight[a.V_TABLE_STEP_S], setting.motion, cycle,
    )  # fmt: skip
    if work.faults.shape[0] > 0:
        t.turn_station(time, work.faults, work.truth)
    counts[a.K_TIME] = time + dt_s
    counts[a.K_SINCE_S] = since + dt_s
    for i in range(3):
        counts[a.K_DELTA_V + i] += cycle[t.B_DELTA_V + i]
        counts[a.K_TURN + i] += dt_s * cycle[t.B_MEAN_RATE + i]
    _turn_frame(setting, work, dt_s)
