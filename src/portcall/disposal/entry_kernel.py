"""The fall of bodies with constant ballistic coefficients, compiled: one call flies a whole batch.

Model   Free fall and drag along the airspeed, order 5(4), every body on its own steps; bodies lie side by
        side in lanes so that one instruction serves several, and a lane whose body has ended takes the
        next. Steps end near the altitudes where the air's slope jumps. The last part of a light body's
        fall is `steady_fall`.
Valid   Ballistic coefficients of 0.1 kg m-2 and more.
Source  Hairer, Norsett, Wanner (see `dormand_prince`).
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.constants import WGS84_A_M
from portcall.core.signatures import ARRAY, MATRIX
from portcall.disposal.entry_air_speed import WGS84_E2, altitude_of
from portcall.disposal.entry_lanes import (
    AT_ABOVE,
    AT_ALTITUDE,
    AT_BELOW,
    AT_BODY,
    AT_DRAG,
    AT_ENTERED,
    AT_H,
    AT_HEIGHT,
    AT_K1,
    AT_KINK,
    AT_LONG,
    AT_OUT,
    AT_OWN_TIME,
    AT_RATIO,
    AT_SEEKING,
    AT_SHORT,
    AT_STEPS,
    AT_T,
    AT_TAKEN,
    AT_WORK,
    AT_Y,
    LANES,
    LANES_2,
    LANES_3,
    LANES_4,
    LANES_5,
    STATE_SIZE,
    copy,
    errors,
    slopes,
    stages,
)
from portcall.disposal.steady_fall import (
    STEADY_BELOW_M,
    STEADY_BELOW_M_S,
    STEADY_M,
    descend,
    unsteadiness_m,
)

Array = NDArray[np.float64]

LANDED, STOPPED, SKIPPED, LOST = 0, 1, 2, 3
# columns of the result
X, Y, Z, VX, VY, VZ, TIME_S, OUTCOME = 0, 1, 2, 3, 4, 5, 6, 7
ENTRY_COLUMNS = 8
# what holds for the whole batch
STOP_M, EXIT_M, TIME_LIMIT_S, TOLERANCE_M, FREE_FALL, STEADY_FALL = 0, 1, 2, 3, 4, 5
SETTINGS = 6

FIRST_STEP_S = 4.0
LONGEST_STEP_S = 120.0
SHORTEST_STEP_S = 1e-4
MOST_STEPS = 200_000
STABLE_STEP = 1.0  # of speed over load; terminal fall swings at 1.6
SAFETY, SHRINK, GROW = 0.9, 0.2, 4.0
STOP_WITHIN_M = 1e-3
NEAR_STOP_S = 0.2  # so near, a parabola ends the flight
PAST_KINK = 0.05  # of a step's descent may lie beyond a kink
BEFORE_KINK = 0.02  # of it may lie before one


@njit(inline="always", error_model="numpy")
def growth(ratio: float) -> float:
    """Return by how much the step may grow after an error of `ratio` tolerances."""
    if not ratio < 1e6:
        return SHRINK
    # a fourth root is cheap, and on the careful side of the fifth where steps must shrink
    return float(min(GROW, max(SHRINK, SAFETY / np.sqrt(np.sqrt(ratio + 1e-9)))))


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _climb(m: Array, i: int, altitude_m: float) -> tuple[float, float]:
    """Return the rate of climb [m s-1] and half its slope [m s-2] at the end of a step."""
    at, to = AT_WORK + i, AT_OUT + LANES_3 + i
    vx, vy, vz = m[at + LANES_3], m[at + LANES_4], m[at + LANES_5]
    # along the ellipsoid's normal: the radius would miss the rate by a tenth of it
    x, y = m[at], m[at + LANES]
    z = m[at + LANES_2] / (1.0 - WGS84_E2 * WGS84_A_M / (WGS84_A_M + altitude_m))
    r = np.sqrt(x * x + y * y + z * z)
    rate = (x * vx + y * vy + z * vz) / r
    pull = x * m[to] + y * m[to + LANES] + z * m[to + LANES_2]
    return rate, 0.5 * (pull + vx * vx + vy * vy + vz * vz - rate * rate) / r


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _time_to(left_m: float, rate: float, bend: float) -> float:
    """Return when a parabola has fallen by `left_m`. [s]"""
    root = np.sqrt(max(rate * rate - 4.0 * bend * left_m, 0.0))
    return float(left_m / (0.5 * (root - rate)))


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _next_step(m: Array, i: int, h: float, settings: Array, kinks: Array) -> None:
    """Set a lane's step, so that it does not reach far past a kink of the air."""
    altitude = m[AT_ALTITUDE + i]
    h = min(h, settings[TIME_LIMIT_S] - m[AT_T + i], LONGEST_STEP_S)
    at = int(m[AT_KINK + i])
    while at < kinks.size and kinks[at] > altitude - 1.0:
        at += 1
    m[AT_KINK + i] = at
    if at < kinks.size:
        rate, bend = _climb(m, i, altitude)
        left = altitude - kinks[at]
        fall = -h * (rate + h * bend)
        if fall * (1.0 - PAST_KINK) > left > fall * BEFORE_KINK:
            shorter = _time_to(left, rate, bend)
            h = shorter if 0.0 < shorter < h else h
    m[AT_H + i] = h


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _load(m: Array, i: int, body: int, states: Array, drag: Array, settings: Array) -> None:
    """Put a body into a lane; its slope has still to be taken."""
    for c in range(6):
        m[AT_Y + c * LANES + i] = states[body, c]
    for row in range(AT_T, AT_HEIGHT, LANES):
        m[row + i] = 0.0
    altitude = altitude_of(states[body, 0], states[body, 1], states[body, 2])
    m[AT_H + i] = FIRST_STEP_S
    m[AT_DRAG + i] = drag[body]
    m[AT_ALTITUDE + i] = altitude
    m[AT_ENTERED + i] = 1.0 if altitude <= settings[EXIT_M] else 0.0
    m[AT_BODY + i] = body


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _seek_stop(m: Array, i: int, miss_m: float) -> float:
    """Close in on the stop altitude; return the seconds still missing, or infinity to go on.

    The step from the lane's state is tried again shorter or longer (Illinois) until a parabola does.
    """
    if m[AT_SEEKING + i] == 0.0:
        m[AT_SEEKING + i] = 1.0
        m[AT_SHORT + i] = 0.0
        m[AT_LONG + i], m[AT_BELOW + i] = m[AT_H + i], miss_m
    elif miss_m > 0.0:
        m[AT_SHORT + i], m[AT_ABOVE + i] = m[AT_H + i], miss_m
        m[AT_BELOW + i] *= 0.5
    else:
        m[AT_LONG + i], m[AT_BELOW + i] = m[AT_H + i], miss_m
        m[AT_ABOVE + i] *= 0.5
    rate, bend = _climb(m, i, m[AT_ALTITUDE + i])
    if rate < 0.0:
        dt = _time_to(miss_m, rate, bend)
        if abs(dt) < NEAR_STOP_S:
            return float(dt)
    short, long = m[AT_SHORT + i], m[AT_LONG + i]
    if abs(miss_m) < STOP_WITHIN_M or long - short < SHORTEST_STEP_S:
        return 0.0
    above, below = m[AT_ABOVE + i], m[AT_BELOW + i]
    m[AT_H + i] = (short * below - long * above) / (below - above)
    return np.inf


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _stop(m: Array, i: int, stop_m: float) -> bool:
    """Try to end a lane's flight at the stop altitude; say whether it has ended."""
    if m[AT_SEEKING + i] == 0.0:
        m[AT_ABOVE + i] = m[AT_ALTITUDE + i] - stop_m
        if m[AT_ABOVE + i] <= 0.0:  # it began below
            return True
    dt = _seek_stop(m, i, m[AT_HEIGHT + i] - stop_m)
    if dt == np.inf:
        return False
    m[AT_T + i] += m[AT_H + i] + dt
    for c in range(i, LANES_3, LANES):
        velocity, slope = m[AT_WORK + LANES_3 + c], m[AT_OUT + LANES_3 + c]
        m[AT_Y + c] = m[AT_WORK + c] + dt * (velocity + 0.5 * dt * slope)
        m[AT_Y + LANES_3 + c] = velocity + dt * slope
    return True


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _advance_lane(m: Array, i: int, settings: Array, kinks: Array) -> int:
    """Judge the step that a lane has tried; return the outcome, or -1 while it flies on."""
    m[AT_TAKEN + i] = 0.0
    m[AT_STEPS + i] += 1.0
    reached, ratio, h = m[AT_HEIGHT + i], m[AT_RATIO + i], m[AT_H + i]
    if m[AT_SEEKING + i] == 0.0 and not ratio <= 1.0:
        m[AT_H + i] = h * growth(ratio)
        return -1 if m[AT_H + i] > SHORTEST_STEP_S and m[AT_STEPS + i] < MOST_STEPS else LOST
    if reached <= settings[STOP_M] or m[AT_SEEKING + i] != 0.0:
        if not _stop(m, i, settings[STOP_M]):
            return -1
        return LANDED if settings[STOP_M] <= 0.0 else STOPPED
    m[AT_TAKEN + i] = 1.0
    m[AT_T + i] += h
    above = reached > settings[EXIT_M]
    gone = m[AT_ENTERED + i] != 0.0 and above and reached > m[AT_ALTITUDE + i]
    m[AT_ALTITUDE + i] = reached
    if not above:
        m[AT_ENTERED + i] = 1.0
    if gone or m[AT_T + i] >= settings[TIME_LIMIT_S] or m[AT_STEPS + i] >= MOST_STEPS:
        for c in range(i, STATE_SIZE, LANES):
            m[AT_Y + c] = m[AT_WORK + c]
        return SKIPPED if above else LOST
    wanted = min(h * growth(ratio), STABLE_STEP * m[AT_OWN_TIME + i])
    _next_step(m, i, wanted, settings, kinks)
    return -1


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _take(m: Array) -> None:
    """Move the lanes whose step is taken to its end."""
    for c in range(0, STATE_SIZE, LANES):
        for i in range(LANES):
            taken = m[AT_TAKEN + i] != 0.0
            m[AT_Y + c + i] = m[AT_WORK + c + i] if taken else m[AT_Y + c + i]
            m[AT_K1 + c + i] = m[AT_OUT + c + i] if taken else m[AT_K1 + c + i]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _fall_steadily(
    m: Array, i: int, settings: Array, air: Array, wind: Array, one: Array
) -> bool:  # fmt: skip
    """Carry a lane down to the stop altitude if its fall is steady; say whether it was."""
    for c in range(6):
        one[c] = m[AT_WORK + c * LANES + i]
    v2 = one[3] * one[3] + one[4] * one[4] + one[5] * one[5]
    if m[AT_ALTITUDE + i] > STEADY_BELOW_M or v2 > STEADY_BELOW_M_S * STEADY_BELOW_M_S:
        return False
    if not unsteadiness_m(one, m[AT_DRAG + i], air, wind) < STEADY_M:
        return False
    m[AT_T + i] += descend(one, m[AT_DRAG + i], settings[STOP_M], air, wind)
    for c in range(6):
        m[AT_Y + c * LANES + i] = one[c]
    return True


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _outcome(
    m: Array, i: int, settings: Array, kinks: Array, air: Array, wind: Array, one: Array
) -> int:  # fmt: skip
    """Return how a lane's body has ended, or -1 while it flies on."""
    outcome = int(_advance_lane(m, i, settings, kinks))
    flies = outcome < 0 and m[AT_TAKEN + i] != 0.0 and settings[STEADY_FALL] != 0.0
    if flies and _fall_steadily(m, i, settings, air, wind, one):
        outcome = LANDED if settings[STOP_M] <= 0.0 else STOPPED
    if outcome >= 0:
        m[AT_TAKEN + i] = 0.0
    return outcome


@cached_njit(types.void(MATRIX, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, MATRIX), _nrt=False)
def fly_batch(
    states: Array, drag: Array, settings: Array, kinks: Array, air: Array, wind: Array, memory: Array,
    out: Array,
) -> None:  # fmt: skip
    """Fill a row of `ENTRY_COLUMNS` for every state; `drag` is half the inverse coefficient. [m2 kg-1]

    `memory` holds `MEMORY` zeros: without allocations of its own the function counts no references to
    arrays, which would take two fifths of its time.
    """
    m, one = memory[6:], memory[:6]
    count, done = states.shape[0], 0
    loaded = min(count, LANES)
    for i in range(LANES):
        _load(m, i, min(i, count - 1), states, drag, settings)
        m[AT_BODY + i] = i if i < count else -1.0
    fresh = True
    while done < count:
        if fresh:
            copy(m, AT_Y, AT_WORK)
            slopes(m, settings[FREE_FALL], air, wind)
            copy(m, AT_OUT, AT_K1)
            fresh = False
        stages(m, settings[FREE_FALL], air, wind)
        errors(m, settings[TOLERANCE_M])
        for i in range(LANES):
            m[AT_TAKEN + i] = 0.0
            if m[AT_BODY + i] < 0.0:
                continue
            outcome = _outcome(m, i, settings, kinks, air, wind, one)
            if outcome < 0:
                continue
            body = int(m[AT_BODY + i])
            for c in range(6):
                out[body, c] = m[AT_Y + c * LANES + i]
            out[body, TIME_S] = m[AT_T + i]
            out[body, OUTCOME] = outcome
            done += 1
            fresh = fresh or loaded < count
            if loaded < count:
                _load(m, i, loaded, states, drag, settings)
                loaded += 1
            else:
                m[AT_BODY + i], m[AT_H + i] = -1.0, 0.0
        _take(m)
