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
    A_2_1, A_3_1, A_3_2, A_4_1, A_4_2, A_4_3, A_5_1, A_5_2, A_5_3, A_5_4, A_6_1, A_6_2, A_6_3, A_6_4, A_6_5,
    B_1, B_3, B_4, B_5, B_6, E_1, E_3, E_4, E_5, E_6, E_7, STAGES,
)  # fmt: skip
from portcall.disposal.entry_air_speed import altitude_of, wind_itrf
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
PAST_KINK = 0.2  # of a step's descent may lie beyond a kink
BEFORE_KINK = 0.05  # of it may lie before one

# rows of a lane's own figures
_T, _H, _DRAG, _STEPS, _KINK, _ENTERED, _ALTITUDE, _SEEKING, _SHORT, _LONG, _ABOVE, _BELOW, _BODY = range(13)
_OWN_ROWS = 13
# rows of a lane's figures within a stage
_HEIGHT, _INVERSE, _DENSITY, _WX, _WY, _WZ, _RATIO, _OWN_TIME, _TAKEN = range(9)
_STAGE_ROWS = 9


@njit(error_model="numpy", fastmath={"contract"})
def _slopes(
    y: Array, own: Array, free_fall: float, air: Array, wind: Array, scratch: Array, k: Array
) -> None:
    """Fill velocity and acceleration of all lanes."""
    for i in range(LANES):
        x, yy, z = y[0, i], y[1, i], y[2, i]
        r2 = x * x + yy * yy + z * z
        inverse_r2 = 1.0 / r2
        inverse = np.sqrt(inverse_r2)
        sine2 = z * z * inverse_r2
        lift = WGS84_F * sine2
        curve = WGS84_F * lift * (1.0 - sine2)
        low = r2 * inverse - WGS84_A_M * (1.0 - lift - 1.5 * curve)
        scratch[_HEIGHT, i] = low - 2.0 * curve * low * (WGS84_A_M * inverse)
        scratch[_INVERSE, i] = inverse_r2
    for i in range(LANES):
        scratch[_DENSITY, i] = density_in(scratch[_HEIGHT, i], air)
    if wind.size > 0:
        for i in range(LANES):
            wx, wy, wz = wind_itrf(scratch[_HEIGHT, i], y[0, i], y[1, i], y[2, i], wind)
            scratch[_WX, i], scratch[_WY, i], scratch[_WZ, i] = wx, wy, wz
    turn = EARTH_ROTATION_RAD_S
    for i in range(LANES):
        x, yy, z = y[0, i], y[1, i], y[2, i]
        vx, vy, vz = y[3, i], y[4, i], y[5, i]
        ux, uy, uz = vx - scratch[_WX, i], vy - scratch[_WY, i], vz - scratch[_WZ, i]
        inverse_r2 = scratch[_INVERSE, i]
        drag = -own[_DRAG, i] * scratch[_DENSITY, i] * np.sqrt(ux * ux + uy * uy + uz * uz)
        pull = GM_EARTH_M3_S2 * inverse_r2 * np.sqrt(inverse_r2)
        bulge = 1.5 * J2_EARTH * EGM_RADIUS_M * EGM_RADIUS_M * inverse_r2
        polar = 5.0 * z * z * inverse_r2
        across = pull * (1.0 + bulge * (1.0 - polar))
        k[0, i] = vx
        k[1, i] = vy
        k[2, i] = vz
        k[3, i] = free_fall * (-across * x + turn * (turn * x + 2.0 * vy)) + drag * ux
        k[4, i] = free_fall * (-across * yy + turn * (turn * yy - 2.0 * vx)) + drag * uy
        k[5, i] = free_fall * (-pull * (1.0 + bulge * (3.0 - polar)) * z) + drag * uz


@njit(error_model="numpy", fastmath={"contract"})
def _stages(
    y: Array, own: Array, free_fall: float, air: Array, wind: Array, scratch: Array, k: Array,
    work: Array,
) -> None:  # fmt: skip
    """Fill the slopes of all stages, and `work` with the states a step later."""
    for c in range(6):
        for i in range(LANES):
            work[c, i] = y[c, i] + own[_H, i] * (A_2_1 * k[0, c, i])
    _slopes(work, own, free_fall, air, wind, scratch, k[1])
    for c in range(6):
        for i in range(LANES):
            work[c, i] = y[c, i] + own[_H, i] * (A_3_1 * k[0, c, i] + A_3_2 * k[1, c, i])
    _slopes(work, own, free_fall, air, wind, scratch, k[2])
    for c in range(6):
        for i in range(LANES):
            s = A_4_1 * k[0, c, i] + A_4_2 * k[1, c, i] + A_4_3 * k[2, c, i]
            work[c, i] = y[c, i] + own[_H, i] * s
    _slopes(work, own, free_fall, air, wind, scratch, k[3])
    for c in range(6):
        for i in range(LANES):
            s = A_5_1 * k[0, c, i] + A_5_2 * k[1, c, i] + A_5_3 * k[2, c, i] + A_5_4 * k[3, c, i]
            work[c, i] = y[c, i] + own[_H, i] * s
    _slopes(work, own, free_fall, air, wind, scratch, k[4])
    for c in range(6):
        for i in range(LANES):
            s = A_6_1 * k[0, c, i] + A_6_2 * k[1, c, i] + A_6_3 * k[2, c, i] + A_6_4 * k[3, c, i]
            work[c, i] = y[c, i] + own[_H, i] * (s + A_6_5 * k[4, c, i])
    _slopes(work, own, free_fall, air, wind, scratch, k[5])
    for c in range(6):
        for i in range(LANES):
            s = B_1 * k[0, c, i] + B_3 * k[2, c, i] + B_4 * k[3, c, i] + B_5 * k[4, c, i]
            work[c, i] = y[c, i] + own[_H, i] * (s + B_6 * k[5, c, i])
    _slopes(work, own, free_fall, air, wind, scratch, k[6])


@njit(error_model="numpy", fastmath={"contract"})
def _errors(own: Array, tolerance_m: float, k: Array, work: Array, scratch: Array) -> None:
    """Fill every lane's error in tolerances, and the time in which its velocity changes."""
    for i in range(LANES):
        place, speed = 0.0, 0.0
        for c in range(3):
            s = E_1 * k[0, c, i] + E_3 * k[2, c, i] + E_4 * k[3, c, i] + E_5 * k[4, c, i]
            s += E_6 * k[5, c, i] + E_7 * k[6, c, i]
            place += s * s
            d = c + 3
            s = E_1 * k[0, d, i] + E_3 * k[2, d, i] + E_4 * k[3, d, i] + E_5 * k[4, d, i]
            s += E_6 * k[5, d, i] + E_7 * k[6, d, i]
            speed += s * s
        v2 = work[3, i] * work[3, i] + work[4, i] * work[4, i] + work[5, i] * work[5, i]
        a2 = k[6, 3, i] * k[6, 3, i] + k[6, 4, i] * k[6, 4, i] + k[6, 5, i] * k[6, 5, i]
        # an error in velocity lasts for as long as the velocity itself
        own_time2 = v2 / (a2 + 100.0)
        scratch[_OWN_TIME, i] = np.sqrt(own_time2)
        scratch[_RATIO, i] = own[_H, i] * np.sqrt(place + speed * own_time2) / tolerance_m


@njit(inline="always", error_model="numpy")
def growth(ratio: float) -> float:
    """Return by how much the step may grow after an error of `ratio` tolerances."""
    if not ratio < 1e6:
        return SHRINK
    # a fourth root is cheap, and on the careful side of the fifth where steps must shrink
    return min(GROW, max(SHRINK, SAFETY / np.sqrt(np.sqrt(ratio + 1e-9))))


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _climb(i: int, y: Array, altitude_m: float, k: Array) -> tuple[float, float]:
    """Return the rate of climb [m s-1] and half its slope [m s-2] on a sphere."""
    r = WGS84_A_M + altitude_m
    v2 = y[3, i] * y[3, i] + y[4, i] * y[4, i] + y[5, i] * y[5, i]
    rate = (y[0, i] * y[3, i] + y[1, i] * y[4, i] + y[2, i] * y[5, i]) / r
    bend = (y[0, i] * k[3, i] + y[1, i] * k[4, i] + y[2, i] * k[5, i] + v2 - rate * rate) / r
    return rate, 0.5 * bend


@njit(error_model="numpy", fastmath={"contract"})
def _next_step(i: int, h: float, y: Array, own: Array, settings: Array, kinks: Array, k: Array) -> None:
    """Set a lane's step, so that it does not reach far past a kink of the air."""
    altitude = own[_ALTITUDE, i]
    h = min(h, settings[TIME_LIMIT_S] - own[_T, i], LONGEST_STEP_S)
    at = int(own[_KINK, i])
    while at < kinks.size and kinks[at] > altitude - 1.0:
        at += 1
    own[_KINK, i] = at
    if at < kinks.size:
        rate, bend = _climb(i, y, altitude, k)
        left = altitude - kinks[at]
        fall = -h * (rate + h * bend)
        if fall * (1.0 - PAST_KINK) > left > fall * BEFORE_KINK:
            h = left / (0.5 * (-rate + np.sqrt(max(rate * rate - 4.0 * bend * left, 0.0))))
            if not 0.0 < h < LONGEST_STEP_S:
                h = LONGEST_STEP_S
    own[_H, i] = h


@njit(error_model="numpy", fastmath={"contract"})
def _load(
    i: int, body: int, states: Array, drag: Array, settings: Array, y: Array, own: Array
) -> None:
    """Put a body into a lane; its slope has still to be taken."""
    for c in range(6):
        y[c, i] = states[body, c]
    altitude = altitude_of(y[0, i], y[1, i], y[2, i])
    own[:, i] = 0.0
    own[_H, i] = FIRST_STEP_S
    own[_DRAG, i] = drag[body]
    own[_ALTITUDE, i] = altitude
    own[_ENTERED, i] = 1.0 if altitude <= settings[EXIT_M] else 0.0
    own[_BODY, i] = body


@njit(error_model="numpy", fastmath={"contract"})
def _seek_stop(i: int, miss_m: float, own: Array, k: Array, work: Array) -> float:
    """Close in on the stop altitude; return the seconds still missing, or infinity to go on.

    The step from the lane's state is tried again shorter or longer (Illinois) until a parabola does.
    """
    altitude = own[_ALTITUDE, i]
    if own[_SEEKING, i] == 0.0:
        own[_SEEKING, i] = 1.0
        own[_SHORT, i], own[_ABOVE, i] = 0.0, own[_ABOVE, i]
        own[_LONG, i], own[_BELOW, i] = own[_H, i], miss_m
    elif miss_m > 0.0:
        own[_SHORT, i], own[_ABOVE, i] = own[_H, i], miss_m
        own[_BELOW, i] *= 0.5
    else:
        own[_LONG, i], own[_BELOW, i] = own[_H, i], miss_m
        own[_ABOVE, i] *= 0.5
    rate, bend = _climb(i, work, altitude, k)
    if rate < 0.0:
        dt = miss_m / (0.5 * (-rate + np.sqrt(max(rate * rate - 4.0 * bend * miss_m, 0.0))))
        if abs(dt) < NEAR_STOP_S:
            return dt
    if abs(miss_m) < STOP_WITHIN_M or own[_LONG, i] - own[_SHORT, i] < SHORTEST_STEP_S:
        return 0.0
    own[_H, i] = (own[_SHORT, i] * own[_BELOW, i] - own[_LONG, i] * own[_ABOVE, i]) / (
        own[_BELOW, i] - own[_ABOVE, i]
    )
    return np.inf


@njit(error_model="numpy", fastmath={"contract"})
def _advance_lane(
    i: int, y: Array, own: Array, settings: Array, kinks: Array, scratch: Array, k: Array, work: Array
) -> int:  # fmt: skip
    """Judge the step that a lane has tried; return the outcome, or -1 while it flies on."""
    scratch[_TAKEN, i] = 0.0
    own[_STEPS, i] += 1.0
    stop = settings[STOP_M]
    reached, ratio, h = scratch[_HEIGHT, i], scratch[_RATIO, i], own[_H, i]
    if own[_SEEKING, i] == 0.0 and not ratio <= 1.0:
        own[_H, i] = h * growth(ratio)
        return -1 if own[_H, i] > SHORTEST_STEP_S and own[_STEPS, i] < MOST_STEPS else LOST
    if reached <= stop or own[_SEEKING, i] != 0.0:
        if own[_SEEKING, i] == 0.0:
            own[_ABOVE, i] = own[_ALTITUDE, i] - stop
            if own[_ABOVE, i] <= 0.0:  # it began below
                return LANDED if stop <= 0.0 else STOPPED
        dt = _seek_stop(i, reached - stop, own, k[6], work)
        if dt == np.inf:
            return -1
        own[_T, i] += own[_H, i] + dt
        for c in range(3):
            y[c, i] = work[c, i] + dt * (work[c + 3, i] + 0.5 * dt * k[6, c + 3, i])
            y[c + 3, i] = work[c + 3, i] + dt * k[6, c + 3, i]
        return LANDED if stop <= 0.0 else STOPPED
    scratch[_TAKEN, i] = 1.0
    climbing = reached > own[_ALTITUDE, i]
    own[_T, i] += h
    own[_ALTITUDE, i] = reached
    above = reached > settings[EXIT_M]
    gone = own[_ENTERED, i] != 0.0 and above and climbing
    if not above:
        own[_ENTERED, i] = 1.0
    late = own[_T, i] >= settings[TIME_LIMIT_S] or own[_STEPS, i] >= MOST_STEPS
    if gone or late:
        for c in range(6):
            y[c, i] = work[c, i]
        return SKIPPED if above else LOST
    wanted = min(h * growth(ratio), STABLE_STEP * scratch[_OWN_TIME, i])
    _next_step(i, wanted, work, own, settings, kinks, k[6])
    return -1


@njit(error_model="numpy", fastmath={"contract"})
def _take(y: Array, k: Array, work: Array, scratch: Array) -> None:
    """Move the lanes whose step is taken to its end."""
    for c in range(6):
        for i in range(LANES):
            taken = scratch[_TAKEN, i] != 0.0
            y[c, i] = work[c, i] if taken else y[c, i]
            k[0, c, i] = k[6, c, i] if taken else k[0, c, i]


@njit(error_model="numpy", fastmath={"contract"})
def _fall_steadily(
    i: int, y: Array, own: Array, settings: Array, air: Array, wind: Array, one: Array
) -> bool:  # fmt: skip
    """Carry a lane down to the stop altitude if its fall is steady; say whether it was."""
    v2 = y[3, i] * y[3, i] + y[4, i] * y[4, i] + y[5, i] * y[5, i]
    if own[_ALTITUDE, i] > STEADY_BELOW_M or v2 > STEADY_BELOW_M_S * STEADY_BELOW_M_S:
        return False
    for c in range(6):
        one[c] = y[c, i]
    if not unsteadiness_m(one, own[_DRAG, i], air, wind) < STEADY_M:
        return False
    own[_T, i] += descend(one, own[_DRAG, i], settings[STOP_M], air, wind)
    for c in range(6):
        y[c, i] = one[c]
    return True


@cached_njit(types.void(MATRIX, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, MATRIX))
def fly_batch(
    states: Array, drag: Array, settings: Array, kinks: Array, air: Array, wind: Array, out: Array
) -> None:
    """Fill a row of `ENTRY_COLUMNS` for every state; `drag` is half the inverse coefficient. [m2 kg-1]"""
    y, work, one = np.empty((6, LANES)), np.empty((6, LANES)), np.empty(6)
    k = np.zeros((STAGES, 6, LANES))
    own, scratch = np.zeros((_OWN_ROWS, LANES)), np.zeros((_STAGE_ROWS, LANES))
    count = states.shape[0]
    loaded, done = min(count, LANES), 0
    for i in range(LANES):
        _load(i, min(i, count - 1), states, drag, settings, y, own)
        if i >= count:
            own[_BODY, i] = -1.0
    fresh = True
    while done < count:
        if fresh:
            _slopes(y, own, settings[FREE_FALL], air, wind, scratch, k[0])
            fresh = False
        _stages(y, own, settings[FREE_FALL], air, wind, scratch, k, work)
        _errors(own, settings[TOLERANCE_M], k, work, scratch)
        for i in range(LANES):
            if own[_BODY, i] < 0.0:
                scratch[_TAKEN, i] = 0.0
                continue
            outcome = _advance_lane(i, y, own, settings, kinks, scratch, k, work)
            if outcome < 0 and scratch[_TAKEN, i] != 0.0 and settings[STEADY_FALL] != 0.0:
                if _fall_steadily(i, work, own, settings, air, wind, one):
                    outcome = LANDED if settings[STOP_M] <= 0.0 else STOPPED
                    for c in range(6):
                        y[c, i] = one[c]
            if outcome < 0:
                continue
            scratch[_TAKEN, i] = 0.0
            body = int(own[_BODY, i])
            for c in range(6):
                out[body, c] = y[c, i]
            out[body, TIME_S] = own[_T, i]
            out[body, OUTCOME] = outcome
            done += 1
            if loaded < count:
                _load(i, loaded, states, drag, settings, y, own)
                loaded += 1
                fresh = True
            else:
                own[_BODY, i] = -1.0
                own[_H, i] = 0.0
        _take(y, k, work, scratch)
