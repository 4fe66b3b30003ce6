"""Which thruster does not do what it was told: a bank of likelihood ratios over gyro and accelerometer.

Model   In each interval the measured change of velocity and of rate, less what the commands should have
        given, is weighed by its expected scatter. While the squares of its six parts stay small nothing is
        computed. Otherwise every thruster is tried as dead or weak (the residual is minus a part of what it
        was told), and as stuck open (it burns also while it was not told to), by least squares over the
        last few intervals; the answer is the one that explains most, when its likelihood ratio is certain,
        its size possible, and little is left over. The interval in which a valve sticks open is not weighed
        for it, for only a part of its effect is in it. Once nothing nominal is possible any more, a
        smaller ratio chooses between the answers. A wrong answer shows: the residual comes again, in the
        velocity at once, the twin is tried in its place, and what is neither ends the approach. True
        over believed acceleration (a wrong mass, inertia or supply pressure) is learned from nominal
        firings, axis by axis.
Valid   One faulty thruster at a time. A mean rate over the interval or its last cycle, pulses whose late
        part is told.
Source  Willsky and Jones 1976, IEEE Transactions on Automatic Control 21, 108 (likelihood ratio with
        the size estimated); the rest chosen here.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.faults import watch_columns as w

Array = NDArray[np.float64]

FORGET_OFF = 0.97  # an interval: a dead thruster shows only when it is told to burn
FORGET_ON = 0.8
BAD = 50.0  # squared residual of six that nothing nominal gives
SHOTS_MOST = 5.0  # pulses of one thruster in an interval
ARMED_SAMPLES = 40.0
HOLD_CALLS = 1.0
SAMPLES_OFF = 2.0
SAMPLES_ON = 2.0
SAMPLES_PATIENT = 3.0
DISTINCT = 1.02  # best over second likelihood that needs no more patience
GAIN_SPEED_M_S = 0.02  # firings of this size weigh as much as the belief that the mass is right
GAIN_RATE_RAD_S = 2e-3
GAIN_MEMORY = 0.999
GAIN_DOUBT = 0.25  # of true over believed acceleration before anything is learned
GAIN_LEAST, GAIN_MOST = 0.5, 1.6
PARALLEL = 0.97
SECOND_GUESS_S = 10.0  # in which the first answer may turn out wrong
WHICH_CERTAIN = 10.0  # log likelihood ratio that chooses once nothing nominal is possible
CLEAR = 1.1  # a valve stuck open explains so much more than a dead thruster
TINY = 1e-300
SIZE_MOST = 1.5
NOISE_LEFT = 3.0  # squared residual an interval that noise may leave


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _residual(
    axis: int, changed: float, expected: float, variance: float, learns: bool, state: Array
) -> tuple[float, float]:
    """Return one axis' residual by the gain learned so far, and its inverse variance."""
    prior = GAIN_SPEED_M_S**2 if axis < 3 else GAIN_RATE_RAD_S**2
    gain, doubt2 = 1.0, GAIN_DOUBT**2
    if learns:
        bottom = prior + state[w.W_GAIN_BOTTOM + axis]
        gain = (prior + state[w.W_GAIN_TOP + axis]) / bottom
        gain = min(max(gain, GAIN_LEAST), GAIN_MOST)
        doubt2 *= prior / bottom
    return changed - gain * expected, 1.0 / (variance + doubt2 * expected * expected)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _clear(state: Array, thrusters: int) -> None:
    """Forget what the bank has gathered."""
    state[w.W_SAMPLES], state[w.W_BAD] = 0.0, 0.0
    state[w.W_ENERGY_OFF], state[w.W_ENERGY_ON] = 0.0, 0.0
    for k in range(thrusters):
        at = w.W_BANK + w.BANK_SIZE * k
        for i in range(w.B_OFF_MATCH, w.BANK_SIZE):
            state[at + i] = 0.0


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _ratio(match: float, energy: float, least: float) -> float:
    """Return the log likelihood ratio of a hypothesis whose size is possible, else 0."""
    if match <= 0.0 or match < least * energy or match > SIZE_MOST * energy:
        return 0.0
    return float(0.5 * match * match / energy)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _weigh(
    k: int,
    mass_kg: float,
    interval_s: float,
    seen_s: float,
    burning: bool,
    table: Array,
    state: Array,
    r: tuple[float, ...],
    v: tuple[float, ...],
) -> None:
    """Put one interval's residual into both sums of one thruster; r residual, v inverse variances.

    `burning`: a valve that is stuck open has been so since before the interval. In the interval in which
    it sticks, its size would come out too small, and that of a weaker thruster right.
    """
    at = w.W_BANK + w.BANK_SIZE * k
    told_s = state[at + w.B_ON_S]
    fx, fy, fz = table[k, 0] / mass_kg, table[k, 1] / mass_kg, table[k, 2] / mass_kg
    ax, ay, az = table[k, 3], table[k, 4], table[k, 5]
    push = fx * r[0] * v[0] + fy * r[1] * v[1] + fz * r[2] * v[2]
    turn = ax * r[3] * v[3] + ay * r[4] * v[4] + az * r[5] * v[5]
    push2 = fx * fx * v[0] + fy * fy * v[1] + fz * fz * v[2]
    turn2 = ax * ax * v[3] + ay * ay * v[4] + az * az * v[5]
    rest_s = max(interval_s - told_s, 0.0)
    idle_s = max(interval_s - seen_s, 0.0)
    state[at + w.B_OFF_MATCH] *= FORGET_OFF
    state[at + w.B_OFF_ENERGY] *= FORGET_OFF
    state[at + w.B_OFF_MATCH] -= told_s * push + seen_s * turn
    state[at + w.B_OFF_ENERGY] += told_s * told_s * push2 + seen_s * seen_s * turn2
    if not burning:
        return
    state[at + w.B_ON_MATCH] *= FORGET_ON
    state[at + w.B_ON_ENERGY] *= FORGET_ON
    state[at + w.B_ON_MATCH] += rest_s * push + idle_s * turn
    state[at + w.B_ON_ENERGY] += rest_s * rest_s * push2 + idle_s * idle_s * turn2


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _alike(one: int, other: int, table: Array) -> bool:
    """Return whether two thrusters do nearly the same."""
    dot, one2, other2 = 0.0, 0.0, 0.0
    for i in range(3):
        # torques count by a lever of about the ship's half length: both parts in the same measure
        a, b = table[one, i], table[other, i]
        dot, one2, other2 = dot + a * b, one2 + a * a, other2 + b * b
    if dot < PARALLEL * np.sqrt(one2 * other2):
        return False
    dot, one2, other2 = 0.0, 0.0, 0.0
    for i in range(3, 6):
        a, b = table[one, i], table[other, i]
        dot, one2, other2 = dot + a * b, one2 + a * a, other2 + b * b
    return bool(dot >= PARALLEL * np.sqrt(one2 * other2))


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _is_again(time_s: float, state: Array) -> bool:
    """Return whether a residual now says that the answer just given was wrong."""
    return bool(state[w.W_KIND] != 0.0 and time_s - state[w.W_ISOLATED_S] <= SECOND_GUESS_S)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _answer(time_s: float, table: Array, constants: Array, state: Array) -> int:
    """Isolate the thruster that explains what was seen, if one does."""
    n = table.shape[0]
    best, second, certain = 0.0, 0.0, 0.0  # parts of the residual explained, and a likelihood
    unit, kind, best_off = -1, 0, 0.0
    closed = int(state[w.W_GROUP]) - 1
    again = _is_again(time_s, state)
    off_energy, on_energy = state[w.W_ENERGY_OFF], max(state[w.W_ENERGY_ON], TINY)
    for k in range(n):
        at = w.W_BANK + w.BANK_SIZE * k
        off, on = 0.0, 0.0
        if int(state[w.W_UNIT]) - 1 != k and not (again and closed >= 0):
            off = _ratio(
                state[at + w.B_OFF_MATCH], state[at + w.B_OFF_ENERGY], constants[w.WC_OFF_LEAST]
            )
        if closed < 0 or closed != int(table[k, w.WT_GROUP]):
            on = _ratio(
                state[at + w.B_ON_MATCH], state[at + w.B_ON_ENERGY], constants[w.WC_ON_LEAST]
            )
        best_off = max(best_off, 2.0 * off / off_energy)
        stuck_open = on * off_energy > off * on_energy
        part = 2.0 * on / on_energy if stuck_open else 2.0 * off / off_energy
        if part > best:
            second, best, unit = best, part, k
            kind = c.FAULT_THRUSTER_ON if stuck_open else c.FAULT_THRUSTER_OFF
            certain = on if stuck_open else off
        elif part > second:
            second = part
    samples = state[w.W_SAMPLES]
    needed, energy, worth = SAMPLES_OFF, off_energy, 1.0 / (1.0 - FORGET_OFF)
    limit = constants[w.WC_CERTAIN]
    if kind == c.FAULT_THRUSTER_ON:
        needed, energy, worth = SAMPLES_ON, on_energy, 1.0 / (1.0 - FORGET_ON)
        if again:
            needed = 1.0
        # that something is wrong is certain by then: only what, is to be found
        if again or (state[w.W_BAD] > 0.0 and best > CLEAR * best_off):
            limit = WHICH_CERTAIN
    left = energy - 2.0 * certain
    allowed = constants[w.WC_LEFT] * energy + NOISE_LEFT * min(samples, worth)
    sure = unit >= 0 and certain > limit and samples >= needed
    if (
        sure
        and left <= allowed
        and (best > DISTINCT * second or samples >= SAMPLES_PATIENT or needed == 1.0)
    ):
        return int(_isolate(time_s, unit, kind, table, state))
    if state[w.W_BAD] >= constants[w.WC_GIVE_UP]:
        if kind == c.FAULT_THRUSTER_ON and certain > limit:
            _isolate(time_s, unit, kind, table, state)  # the likeliest, better than to let it burn
        state[w.W_ABORT] = c.ABORT_THRUSTER
        _clear(state, n)
        return w.WATCH_ABORT
    if samples >= ARMED_SAMPLES:
        _clear(state, n)
    return w.WATCH_NONE


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _isolate(time_s: float, unit: int, kind: int, table: Array, state: Array) -> int:
    """Shut a thruster off; a second one that is not the first one's twin ends the approach."""
    if (
        state[w.W_KIND] != 0.0
        and not _is_again(time_s, state)
        and not _alike(int(state[w.W_SUSPECT]) - 1, unit, table)
    ):
        state[w.W_ABORT] = c.ABORT_THRUSTER
        _clear(state, table.shape[0])
        return w.WATCH_ABORT
    at = w.W_BANK + w.BANK_SIZE * unit
    weak = state[at + w.B_OFF_MATCH] < 0.75 * state[at + w.B_OFF_ENERGY]
    state[w.W_KIND] = kind
    state[w.W_SUSPECT] = unit + 1
    state[w.W_UNIT], state[w.W_GROUP] = 0.0, 0.0
    if kind == c.FAULT_THRUSTER_ON:
        state[w.W_GROUP] = table[unit, w.WT_GROUP] + 1.0
    else:
        state[w.W_UNIT] = unit + 1
        if weak:
            state[w.W_KIND] = c.FAULT_THRUSTER_WEAK
    state[w.W_ISOLATED_S] = time_s
    state[w.W_HOLD] = HOLD_CALLS
    _clear(state, table.shape[0])
    return w.WATCH_ISOLATED


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _expected(
    mass_kg: float, interval_s: float, table: Array, constants: Array, state: Array
) -> tuple[tuple[float, ...], tuple[float, ...], bool]:
    """Return what the commands should have given, its variance, and whether the main engine burned."""
    px, py, pz, qx, qy, qz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    drift_m_s = constants[w.WC_DRIFT_M_S2] * interval_s
    push2 = constants[w.WC_DELTA_V2] + drift_m_s * drift_m_s
    vx, vy, vz = push2, push2, push2
    ux, uy, uz = constants[w.WC_GYRO2], constants[w.WC_GYRO2], constants[w.WC_GYRO2]
    main = False
    for k in range(table.shape[0]):
        at = w.W_BANK + w.BANK_SIZE * k
        told_s = state[at + w.B_ON_S]
        seen_s = told_s - state[at + w.B_LATE_S] + state[at + w.B_CARRIED_S]
        if told_s <= 0.0 and seen_s <= 0.0:
            continue
        main = main or table[k, w.WT_MAIN] > 0.0
        px, py, pz = px + told_s * table[k, 0], py + told_s * table[k, 1], pz + told_s * table[k, 2]
        qx, qy, qz = qx + seen_s * table[k, 3], qy + seen_s * table[k, 4], qz + seen_s * table[k, 5]
        shots = min(max(told_s / constants[w.WC_MIN_ON_S], 1.0), SHOTS_MOST)
        jitter2 = constants[w.WC_ON_TIME2] * shots
        told2, seen2, mass2 = told_s * told_s, seen_s * seen_s, 1.0 / (mass_kg * mass_kg)
        vx += (told2 * table[k, 6] + jitter2 * table[k, 0] * table[k, 0]) * mass2
        vy += (told2 * table[k, 7] + jitter2 * table[k, 1] * table[k, 1]) * mass2
        vz += (told2 * table[k, 8] + jitter2 * table[k, 2] * table[k, 2]) * mass2
        ux += seen2 * table[k, 9] + jitter2 * table[k, 3] * table[k, 3]
        uy += seen2 * table[k, 10] + jitter2 * table[k, 4] * table[k, 4]
        uz += seen2 * table[k, 11] + jitter2 * table[k, 5] * table[k, 5]
    return (px / mass_kg, py / mass_kg, pz / mass_kg, qx, qy, qz), (vx, vy, vz, ux, uy, uz), main


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _learn(measured: tuple[float, ...], expected: tuple[float, ...], state: Array) -> None:
    """Take a nominal interval into true over believed acceleration, axis by axis."""
    for i in range(6):
        top = GAIN_MEMORY * state[w.W_GAIN_TOP + i]
        state[w.W_GAIN_TOP + i] = top + measured[i] * expected[i]
        bottom = GAIN_MEMORY * state[w.W_GAIN_BOTTOM + i]
        state[w.W_GAIN_BOTTOM + i] = bottom + expected[i] * expected[i]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _change(
    interval_s: float, measured: Array, constants: Array, state: Array
) -> tuple[float, ...]:
    """Return the measured change of velocity and of rate, the latter free of the gyroscopic torque."""
    jx, jy, jz = (
        constants[w.WC_INERTIA],
        constants[w.WC_INERTIA + 1],
        constants[w.WC_INERTIA + 2],
    )
    gx, gy, gz = measured[c.M_GYRO], measured[c.M_GYRO + 1], measured[c.M_GYRO + 2]
    lx, ly, lz = state[w.W_GYRO], state[w.W_GYRO + 1], state[w.W_GYRO + 2]
    mx, my, mz = 0.5 * (gx + lx), 0.5 * (gy + ly), 0.5 * (gz + lz)
    return (
        state[w.W_DELTA_V],
        state[w.W_DELTA_V + 1],
        state[w.W_DELTA_V + 2],
        gx - lx - interval_s * (jy - jz) * my * mz / jx,
        gy - ly - interval_s * (jz - jx) * mz * mx / jy,
        gz - lz - interval_s * (jx - jy) * mx * my / jz,
    )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _next(measured: Array, thrusters: int, state: Array) -> None:
    """Begin the next interval."""
    for i in range(3):
        state[w.W_GYRO + i] = measured[c.M_GYRO + i]
        state[w.W_DELTA_V + i] = 0.0
    state[w.W_TIME] = 0.0
    for k in range(thrusters):
        at = w.W_BANK + w.BANK_SIZE * k
        state[at + w.B_CARRIED_S] = state[at + w.B_LATE_S]
        state[at + w.B_ON_S], state[at + w.B_LATE_S] = 0.0, 0.0


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _judge(
    time_s: float,
    mass_kg: float,
    measured: Array,
    table: Array,
    constants: Array,
    state: Array,
) -> int:
    """Weigh one interval's residual; run the bank where it is large."""
    n = table.shape[0]
    interval_s = state[w.W_TIME]
    change = _change(interval_s, measured, constants, state)
    expected, variance, main = _expected(mass_kg, interval_s, table, constants, state)
    r0, v0 = _residual(0, change[0], expected[0], variance[0], not main, state)
    r1, v1 = _residual(1, change[1], expected[1], variance[1], not main, state)
    r2, v2 = _residual(2, change[2], expected[2], variance[2], not main, state)
    r3, v3 = _residual(3, change[3], expected[3], variance[3], not main, state)
    r4, v4 = _residual(4, change[4], expected[4], variance[4], not main, state)
    r5, v5 = _residual(5, change[5], expected[5], variance[5], not main, state)
    r, v = (r0, r1, r2, r3, r4, r5), (v0, v1, v2, v3, v4, v5)
    if state[w.W_HOLD] > 0.0:
        # the mean rate still shows what burned before the feed was closed; the velocity does not
        state[w.W_HOLD] -= 1.0
        v = (v0, v1, v2, 0.0, 0.0, 0.0)
        v3, v4, v5 = 0.0, 0.0, 0.0
    square = r0 * r0 * v0 + r1 * r1 * v1 + r2 * r2 * v2
    square += r3 * r3 * v3 + r4 * r4 * v4 + r5 * r5 * v5
    if state[w.W_SAMPLES] == 0.0 and square < constants[w.WC_ARM]:
        if not main and v3 > 0.0:
            _learn(change, expected, state)
        return w.WATCH_NONE
    if not square < 1e12:  # a sensor that gives no number is not a thruster's fault
        return w.WATCH_NONE
    if square > BAD and state[w.W_BAD] == 0.0:
        _clear(state, n)  # what came before must not water down what begins here
    state[w.W_SAMPLES] += 1.0
    state[w.W_ENERGY_OFF] = FORGET_OFF * state[w.W_ENERGY_OFF] + square
    burning = state[w.W_SAMPLES] > 1.0 or _is_again(time_s, state)
    if burning:
        state[w.W_ENERGY_ON] = FORGET_ON * state[w.W_ENERGY_ON] + square
    state[w.W_BAD] += 1.0 if square > BAD else 0.0
    for k in range(n):
        at = w.W_BANK + w.BANK_SIZE * k
        seen_s = state[at + w.B_ON_S] - state[at + w.B_LATE_S] + state[at + w.B_CARRIED_S]
        _weigh(k, mass_kg, interval_s, seen_s, burning, table, state, r, v)
    return int(_answer(time_s, table, constants, state))


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def watch_thrusters(
    time_s: float, mass_kg: float, measured: Array, table: Array, constants: Array, state: Array
) -> int:
    """Judge the interval that was gathered and begin the next; return what is to be done."""
    action = w.WATCH_NONE
    if state[w.W_STARTED] == 0.0 or state[w.W_TIME] <= 0.0:
        state[w.W_STARTED] = 1.0
    else:
        action = _judge(time_s, mass_kg, measured, table, constants, state)
    _next(measured, table.shape[0], state)
    return action
