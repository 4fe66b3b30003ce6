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
from portcall.core.constants import (
    EARTH_ROTATION_RAD_S,
    EGM_RADIUS_M,
    GM_EARTH_M3_S2,
    J2_EARTH,
    WGS84_A_M,
    WGS84_F,
)
from portcall.core.signatures import ARRAY, MATRIX
from portcall.disposal.dormand_prince import (
    A_2_1,
    A_3_1,
    A_3_2,
    A_4_1,
    A_4_2,
    A_4_3,
    A_5_1,
    A_5_2,
    A_5_3,
    A_5_4,
    A_6_1,
    A_6_2,
    A_6_3,
    A_6_4,
    A_6_5,
    B_1,
    B_3,
    B_4,
    B_5,
    B_6,
    E_1,
    E_3,
    E_4,
    E_5,
    E_6,
    E_7,
    STAGES,
)  # fmt: skip
from portcall.disposal.entry_air_speed import WGS84_E2, altitude_of, wind_itrf
from portcall.disposal.steady_fall import (
    STEADY_BELOW_M,
    STEADY_BELOW_M_S,
    STEADY_M,
    descend,
    unsteadiness_m,
)
from portcall.environment.entry_air import density_in

Array = NDArray[np.float64]

LANDED, STOPPED, SKIPPED, LOST = 0, 1, 2, 3
# columns of the result
X, Y, Z, VX, VY, VZ, TIME_S, OUTCOME = 0, 1, 2, 3, 4, 5, 6, 7
ENTRY_COLUMNS = 8
# what holds for the whole batch
STOP_M, EXIT_M, TIME_LIMIT_S, TOLERANCE_M, FREE_FALL, STEADY_FALL = 0, 1, 2, 3, 4, 5
SETTINGS = 6

LANES = 16
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

# all figures of all lanes lie in one flat array, row by row: a loop over lanes becomes a vector loop
# only where the compiler sees that rows do not overlap, as it does when their distances are constants
_L = LANES
_Y, _WORK, _OUT, _K = 0, 6 * _L, 12 * _L, 18 * _L  # state, state of a stage, its slope, all slopes
_S = 6 * _L  # from the slope of one stage to that of the next
_K1, _K2, _K3, _K4, _K5, _K6, _K7 = (_K + _S * _stage for _stage in range(STAGES))
_OWN = _K + _S * STAGES
_T, _H, _DRAG, _STEPS, _KINK, _ENTERED, _ALTITUDE = (_OWN + _row * _L for _row in range(7))
_SEEKING, _SHORT, _LONG, _ABOVE, _BELOW, _BODY = (_OWN + _row * _L for _row in range(7, 13))
_HEIGHT, _INVERSE, _DENSITY, _WX, _WY, _WZ = (_OWN + _row * _L for _row in range(13, 19))
_RATIO, _OWN_TIME, _TAKEN = (_OWN + _row * _L for _row in range(19, 22))
MEMORY = 6 + _OWN + 22 * _L
_L2, _L3, _L4, _L5 = 2 * _L, 3 * _L, 4 * _L, 5 * _L


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _slopes(m: Array, free_fall: float, air: Array, wind: Array) -> None:
    """Fill the slope of the state in `_WORK` into `_OUT`, for all lanes."""
    for i in range(_L):
        x, y, z = m[_WORK + i], m[_WORK + _L + i], m[_WORK + _L2 + i]
        r2 = x * x + y * y + z * z
        inverse_r2 = 1.0 / r2
        inverse = np.sqrt(inverse_r2)
        sine2 = z * z * inverse_r2
        lift = WGS84_F * sine2
        curve = WGS84_F * lift * (1.0 - sine2)
        low = r2 * inverse - WGS84_A_M * (1.0 - lift - 1.5 * curve)
        m[_HEIGHT + i] = low - 2.0 * curve * low * (WGS84_A_M * inverse)
        m[_INVERSE + i] = inverse_r2
    for i in range(_L):
        m[_DENSITY + i] = density_in(m[_HEIGHT + i], air)
    if wind.size > 0:
        for i in range(_L):
            at = _WORK + i
            wx, wy, wz = wind_itrf(m[_HEIGHT + i], m[at], m[at + _L], m[at + _L2], wind)
            m[_WX + i], m[_WY + i], m[_WZ + i] = wx, wy, wz
    turn = EARTH_ROTATION_RAD_S
    for i in range(_L):
        x, y, z = m[_WORK + i], m[_WORK + _L + i], m[_WORK + _L2 + i]
        vx, vy, vz = m[_WORK + _L3 + i], m[_WORK + _L4 + i], m[_WORK + _L5 + i]
        ux, uy, uz = vx - m[_WX + i], vy - m[_WY + i], vz - m[_WZ + i]
        inverse_r2 = m[_INVERSE + i]
        drag = -m[_DRAG + i] * m[_DENSITY + i] * np.sqrt(ux * ux + uy * uy + uz * uz)
        pull = GM_EARTH_M3_S2 * inverse_r2 * np.sqrt(inverse_r2)
        bulge = 1.5 * J2_EARTH * EGM_RADIUS_M * EGM_RADIUS_M * inverse_r2
        polar = 5.0 * z * z * inverse_r2
        across = pull * (1.0 + bulge * (1.0 - polar))
        m[_OUT + i] = vx
        m[_OUT + _L + i] = vy
        m[_OUT + _L2 + i] = vz
        m[_OUT + _L3 + i] = free_fall * (-across * x + turn * (turn * x + 2.0 * vy)) + drag * ux
        m[_OUT + _L4 + i] = free_fall * (-across * y + turn * (turn * y - 2.0 * vx)) + drag * uy
        m[_OUT + _L5 + i] = free_fall * (-pull * (1.0 + bulge * (3.0 - polar)) * z) + drag * uz


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _copy(m: Array, source: int, target: int) -> None:
    for i in range(_S):
        m[target + i] = m[source + i]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _stages(m: Array, free_fall: float, air: Array, wind: Array) -> None:
    """Fill the slopes of all stages, and `_WORK` with the states a step later."""
    for c in range(0, _S, _L):
        for i in range(_L):
            m[_WORK + c + i] = m[_Y + c + i] + m[_H + i] * (A_2_1 * m[_K1 + c + i])
    _slopes(m, free_fall, air, wind)
    for c in range(0, _S, _L):
        for i in range(_L):
            k = m[_OUT + c + i]
            m[_K2 + c + i] = k
            s = A_3_1 * m[_K1 + c + i] + A_3_2 * k
            m[_WORK + c + i] = m[_Y + c + i] + m[_H + i] * s
    _slopes(m, free_fall, air, wind)
    for c in range(0, _S, _L):
        for i in range(_L):
            k = m[_OUT + c + i]
            m[_K3 + c + i] = k
            s = A_4_1 * m[_K1 + c + i] + A_4_2 * m[_K2 + c + i] + A_4_3 * k
            m[_WORK + c + i] = m[_Y + c + i] + m[_H + i] * s
    _slopes(m, free_fall, air, wind)
    for c in range(0, _S, _L):
        for i in range(_L):
            k = m[_OUT + c + i]
            m[_K4 + c + i] = k
            s = A_5_1 * m[_K1 + c + i] + A_5_2 * m[_K2 + c + i] + A_5_3 * m[_K3 + c + i] + A_5_4 * k
            m[_WORK + c + i] = m[_Y + c + i] + m[_H + i] * s
    _slopes(m, free_fall, air, wind)
    for c in range(0, _S, _L):
        for i in range(_L):
            k = m[_OUT + c + i]
            m[_K5 + c + i] = k
            s = A_6_1 * m[_K1 + c + i] + A_6_2 * m[_K2 + c + i] + A_6_3 * m[_K3 + c + i]
            s += A_6_4 * m[_K4 + c + i] + A_6_5 * k
            m[_WORK + c + i] = m[_Y + c + i] + m[_H + i] * s
    _slopes(m, free_fall, air, wind)
    for c in range(0, _S, _L):
        for i in range(_L):
            k = m[_OUT + c + i]
            m[_K6 + c + i] = k
            s = B_1 * m[_K1 + c + i] + B_3 * m[_K3 + c + i] + B_4 * m[_K4 + c + i]
            s += B_5 * m[_K5 + c + i] + B_6 * k
            m[_WORK + c + i] = m[_Y + c + i] + m[_H + i] * s
    _slopes(m, free_fall, air, wind)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _error2(m: Array, at: int) -> float:
    """Return the square of a component's error, per square of the step."""
    s = E_1 * m[_K1 + at] + E_3 * m[_K3 + at] + E_4 * m[_K4 + at] + E_5 * m[_K5 + at]
    s += E_6 * m[_K6 + at] + E_7 * m[_OUT + at]
    return float(s * s)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _errors(m: Array, tolerance_m: float) -> None:
    """Fill every lane's error in tolerances, and the time in which its velocity changes."""
    for i in range(_L):
        place = _error2(m, i) + _error2(m, _L + i) + _error2(m, _L2 + i)
        speed = _error2(m, _L3 + i) + _error2(m, _L4 + i) + _error2(m, _L5 + i)
        vx, vy, vz = m[_WORK + _L3 + i], m[_WORK + _L4 + i], m[_WORK + _L5 + i]
        ax, ay, az = m[_OUT + _L3 + i], m[_OUT + _L4 + i], m[_OUT + _L5 + i]
        # an error in velocity lasts for as long as the velocity itself
        time2 = (vx * vx + vy * vy + vz * vz) / (ax * ax + ay * ay + az * az + 100.0)
        m[_OWN_TIME + i] = np.sqrt(time2)
        m[_RATIO + i] = m[_H + i] * np.sqrt(place + speed * time2) / tolerance_m


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
    at, to = _WORK + i, _OUT + _L3 + i
    vx, vy, vz = m[at + _L3], m[at + _L4], m[at + _L5]
    # along the ellipsoid's normal: the radius would miss the rate by a tenth of it
    x, y = m[at], m[at + _L]
    z = m[at + _L2] / (1.0 - WGS84_E2 * WGS84_A_M / (WGS84_A_M + altitude_m))
    r = np.sqrt(x * x + y * y + z * z)
    rate = (x * vx + y * vy + z * vz) / r
    pull = x * m[to] + y * m[to + _L] + z * m[to + _L2]
    return rate, 0.5 * (pull + vx * vx + vy * vy + vz * vz - rate * rate) / r


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _time_to(left_m: float, rate: float, bend: float) -> float:
    """Return when a parabola has fallen by `left_m`. [s]"""
    root = np.sqrt(max(rate * rate - 4.0 * bend * left_m, 0.0))
    return float(left_m / (0.5 * (root - rate)))


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _next_step(m: Array, i: int, h: float, settings: Array, kinks: Array) -> None:
    """Set a lane's step, so that it does not reach far past a kink of the air."""
    altitude = m[_ALTITUDE + i]
    h = min(h, settings[TIME_LIMIT_S] - m[_T + i], LONGEST_STEP_S)
    at = int(m[_KINK + i])
    while at < kinks.size and kinks[at] > altitude - 1.0:
        at += 1
    m[_KINK + i] = at
    if at < kinks.size:
        rate, bend = _climb(m, i, altitude)
        left = altitude - kinks[at]
        fall = -h * (rate + h * bend)
        if fall * (1.0 - PAST_KINK) > left > fall * BEFORE_KINK:
            shorter = _time_to(left, rate, bend)
            h = shorter if 0.0 < shorter < h else h
    m[_H + i] = h


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _load(m: Array, i: int, body: int, states: Array, drag: Array, settings: Array) -> None:
    """Put a body into a lane; its slope has still to be taken."""
    for c in range(6):
        m[_Y + c * _L + i] = states[body, c]
    for row in range(_T, _HEIGHT, _L):
        m[row + i] = 0.0
    altitude = altitude_of(states[body, 0], states[body, 1], states[body, 2])
    m[_H + i] = FIRST_STEP_S
    m[_DRAG + i] = drag[body]
    m[_ALTITUDE + i] = altitude
    m[_ENTERED + i] = 1.0 if altitude <= settings[EXIT_M] else 0.0
    m[_BODY + i] = body


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _seek_stop(m: Array, i: int, miss_m: float) -> float:
    """Close in on the stop altitude; return the seconds still missing, or infinity to go on.

    The step from the lane's state is tried again shorter or longer (Illinois) until a parabola does.
    """
    if m[_SEEKING + i] == 0.0:
        m[_SEEKING + i] = 1.0
        m[_SHORT + i] = 0.0
        m[_LONG + i], m[_BELOW + i] = m[_H + i], miss_m
    elif miss_m > 0.0:
        m[_SHORT + i], m[_ABOVE + i] = m[_H + i], miss_m
        m[_BELOW + i] *= 0.5
    else:
        m[_LONG + i], m[_BELOW + i] = m[_H + i], miss_m
        m[_ABOVE + i] *= 0.5
    rate, bend = _climb(m, i, m[_ALTITUDE + i])
    if rate < 0.0:
        dt = _time_to(miss_m, rate, bend)
        if abs(dt) < NEAR_STOP_S:
            return float(dt)
    short, long = m[_SHORT + i], m[_LONG + i]
    if abs(miss_m) < STOP_WITHIN_M or long - short < SHORTEST_STEP_S:
        return 0.0
    above, below = m[_ABOVE + i], m[_BELOW + i]
    m[_H + i] = (short * below - long * above) / (below - above)
    return np.inf


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _stop(m: Array, i: int, stop_m: float) -> bool:
    """Try to end a lane's flight at the stop altitude; say whether it has ended."""
    if m[_SEEKING + i] == 0.0:
        m[_ABOVE + i] = m[_ALTITUDE + i] - stop_m
        if m[_ABOVE + i] <= 0.0:  # it began below
            return True
    dt = _seek_stop(m, i, m[_HEIGHT + i] - stop_m)
    if dt == np.inf:
        return False
    m[_T + i] += m[_H + i] + dt
    for c in range(i, _L3, _L):
        velocity, slope = m[_WORK + _L3 + c], m[_OUT + _L3 + c]
        m[_Y + c] = m[_WORK + c] + dt * (velocity + 0.5 * dt * slope)
        m[_Y + _L3 + c] = velocity + dt * slope
    return True


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _advance_lane(m: Array, i: int, settings: Array, kinks: Array) -> int:
    """Judge the step that a lane has tried; return the outcome, or -1 while it flies on."""
    m[_TAKEN + i] = 0.0
    m[_STEPS + i] += 1.0
    reached, ratio, h = m[_HEIGHT + i], m[_RATIO + i], m[_H + i]
    if m[_SEEKING + i] == 0.0 and not ratio <= 1.0:
        m[_H + i] = h * growth(ratio)
        return -1 if m[_H + i] > SHORTEST_STEP_S and m[_STEPS + i] < MOST_STEPS else LOST
    if reached <= settings[STOP_M] or m[_SEEKING + i] != 0.0:
        if not _stop(m, i, settings[STOP_M]):
            return -1
        return LANDED if settings[STOP_M] <= 0.0 else STOPPED
    m[_TAKEN + i] = 1.0
    m[_T + i] += h
    above = reached > settings[EXIT_M]
    gone = m[_ENTERED + i] != 0.0 and above and reached > m[_ALTITUDE + i]
    m[_ALTITUDE + i] = reached
    if not above:
        m[_ENTERED + i] = 1.0
    if gone or m[_T + i] >= settings[TIME_LIMIT_S] or m[_STEPS + i] >= MOST_STEPS:
        for c in range(i, _S, _L):
            m[_Y + c] = m[_WORK + c]
        return SKIPPED if above else LOST
    wanted = min(h * growth(ratio), STABLE_STEP * m[_OWN_TIME + i])
    _next_step(m, i, wanted, settings, kinks)
    return -1


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _take(m: Array) -> None:
    """Move the lanes whose step is taken to its end."""
    for c in range(0, _S, _L):
        for i in range(_L):
            taken = m[_TAKEN + i] != 0.0
            m[_Y + c + i] = m[_WORK + c + i] if taken else m[_Y + c + i]
            m[_K1 + c + i] = m[_OUT + c + i] if taken else m[_K1 + c + i]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _fall_steadily(
    m: Array, i: int, settings: Array, air: Array, wind: Array, one: Array
) -> bool:  # fmt: skip
    """Carry a lane down to the stop altitude if its fall is steady; say whether it was."""
    for c in range(6):
        one[c] = m[_WORK + c * _L + i]
    v2 = one[3] * one[3] + one[4] * one[4] + one[5] * one[5]
    if m[_ALTITUDE + i] > STEADY_BELOW_M or v2 > STEADY_BELOW_M_S * STEADY_BELOW_M_S:
        return False
    if not unsteadiness_m(one, m[_DRAG + i], air, wind) < STEADY_M:
        return False
    m[_T + i] += descend(one, m[_DRAG + i], settings[STOP_M], air, wind)
    for c in range(6):
        m[_Y + c * _L + i] = one[c]
    return True


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _outcome(
    m: Array, i: int, settings: Array, kinks: Array, air: Array, wind: Array, one: Array
) -> int:  # fmt: skip
    """Return how a lane's body has ended, or -1 while it flies on."""
    outcome = int(_advance_lane(m, i, settings, kinks))
    flies = outcome < 0 and m[_TAKEN + i] != 0.0 and settings[STEADY_FALL] != 0.0
    if flies and _fall_steadily(m, i, settings, air, wind, one):
        outcome = LANDED if settings[STOP_M] <= 0.0 else STOPPED
    if outcome >= 0:
        m[_TAKEN + i] = 0.0
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
    loaded = min(count, _L)
    for i in range(_L):
        _load(m, i, min(i, count - 1), states, drag, settings)
        m[_BODY + i] = i if i < count else -1.0
    fresh = True
    while done < count:
        if fresh:
            _copy(m, _Y, _WORK)
            _slopes(m, settings[FREE_FALL], air, wind)
            _copy(m, _OUT, _K1)
            fresh = False
        _stages(m, settings[FREE_FALL], air, wind)
        _errors(m, settings[TOLERANCE_M])
        for i in range(_L):
            m[_TAKEN + i] = 0.0
            if m[_BODY + i] < 0.0:
                continue
            outcome = _outcome(m, i, settings, kinks, air, wind, one)
            if outcome < 0:
                continue
            body = int(m[_BODY + i])
            for c in range(6):
                out[body, c] = m[_Y + c * _L + i]
            out[body, TIME_S] = m[_T + i]
            out[body, OUTCOME] = outcome
            done += 1
            fresh = fresh or loaded < count
            if loaded < count:
                _load(m, i, loaded, states, drag, settings)
                loaded += 1
            else:
                m[_BODY + i], m[_H + i] = -1.0, 0.0
        _take(m)
