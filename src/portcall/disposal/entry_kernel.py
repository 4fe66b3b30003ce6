"""The fall of a body with a constant ballistic coefficient, compiled: one call flies a whole batch.

Model   `entry_forces.free_fall_itrf` and drag along the airspeed, order 5(4) with an even tolerance. Once
        the fall is steady, the airspeed is that at which drag carries the weight and what the thickening
        air takes away; the body drifts with the wind it passed v^2/g higher up, and with the Coriolis
        force. That descent is integrated over altitude.
Valid   Ballistic coefficients of 0.1 kg m-2 and more. The steady descent begins where the velocity is
        within `STEADY_M` of it, reckoned as the way still lost before the difference has died away.
Source  Hairer, Norsett, Wanner (see `dormand_prince`); the steady descent is derived in the model page.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.constants import EARTH_ROTATION_RAD_S, WGS84_A_M, WGS84_F
from portcall.core.signatures import ARRAY, MATRIX
from portcall.disposal.dormand_prince import STAGES, growth, local_error, stage_state
from portcall.disposal.entry_forces import free_fall_itrf
from portcall.environment.atmosphere import TOP_M
from portcall.environment.entry_air import air_part, density_in, ln_density, wind_at

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
STOP_WITHIN_M = 1e-3
STEADY_M = 0.5
STEADY_BEND = 0.03  # v^2/(g H): the series of the steady speed is cut after its first power
STEADY_STEP_M = 1_500.0
E2 = WGS84_F * (2.0 - WGS84_F)
SCALE_HEIGHT_STEP_M = 50.0


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def altitude_of(x: float, y: float, z: float) -> float:
    """Return the altitude over WGS84, to 0.1 m up to low orbit. [m]"""
    r2 = x * x + y * y + z * z
    r = np.sqrt(r2)
    sine2 = z * z / r2
    lift = WGS84_F * sine2
    curve = WGS84_F * lift * (1.0 - sine2)
    low = r - WGS84_A_M * (1.0 - lift - 1.5 * curve)
    return float(low - 2.0 * curve * low * (WGS84_A_M / r))


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def wind_itrf(
    altitude_m: float, x: float, y: float, z: float, wind: Array
) -> tuple[float, float, float]:
    """Return the velocity of the air relative to the ground. [m s-1]"""
    if wind.size == 0:
        return 0.0, 0.0, 0.0
    east, north = wind_at(altitude_m, wind)
    up_z = z / (1.0 - E2)  # the ellipsoid's normal, exact on its surface
    p = np.sqrt(x * x + y * y) + 1e-9
    n = 1.0 / np.sqrt(p * p + up_z * up_z)
    return (
        -east * y / p - north * x * up_z * n / p,
        east * x / p - north * y * up_z * n / p,
        north * p * n,
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def entry_slope(
    y: Array, drag_m2_kg: float, free_fall: float, air: Array, wind: Array, k: Array, row: int
) -> None:
    """Fill velocity and acceleration; `drag_m2_kg` is half the inverse ballistic coefficient."""
    vx, vy, vz = y[3], y[4], y[5]
    altitude = altitude_of(y[0], y[1], y[2])
    wx, wy, wz = wind_itrf(altitude, y[0], y[1], y[2], wind)
    ux, uy, uz = vx - wx, vy - wy, vz - wz
    drag = -drag_m2_kg * density_in(altitude, air) * np.sqrt(ux * ux + uy * uy + uz * uz)
    ax, ay, az = free_fall_itrf(y[0], y[1], y[2], vx, vy)
    k[row, 0] = vx
    k[row, 1] = vy
    k[row, 2] = vz
    k[row, 3] = free_fall * ax + drag * ux
    k[row, 4] = free_fall * ay + drag * uy
    k[row, 5] = free_fall * az + drag * uz


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _own_time(y: Array, k: Array) -> float:
    """Return the time in which the velocity changes at the end of a step. [s]"""
    v2 = y[3] * y[3] + y[4] * y[4] + y[5] * y[5]
    a2 = k[6, 3] * k[6, 3] + k[6, 4] * k[6, 4] + k[6, 5] * k[6, 5]
    return float(np.sqrt(v2 / (a2 + 100.0)))


@njit(error_model="numpy", fastmath={"contract"})
def _take_step(
    h: float, y: Array, drag_m2_kg: float, settings: Array, air: Array, wind: Array,
    k: Array, work: Array,
) -> float:  # fmt: skip
    """Fill `work` with the state a step later; return the error in tolerances."""
    free_fall = settings[FREE_FALL]
    stage_state(2, h, y, k, work)
    entry_slope(work, drag_m2_kg, free_fall, air, wind, k, 1)
    stage_state(3, h, y, k, work)
    entry_slope(work, drag_m2_kg, free_fall, air, wind, k, 2)
    stage_state(4, h, y, k, work)
    entry_slope(work, drag_m2_kg, free_fall, air, wind, k, 3)
    stage_state(5, h, y, k, work)
    entry_slope(work, drag_m2_kg, free_fall, air, wind, k, 4)
    stage_state(6, h, y, k, work)
    entry_slope(work, drag_m2_kg, free_fall, air, wind, k, 5)
    stage_state(7, h, y, k, work)
    entry_slope(work, drag_m2_kg, free_fall, air, wind, k, 6)
    place, speed = 0.0, 0.0
    for i in range(3):
        place += local_error(h, i, k) ** 2
        speed += local_error(h, i + 3, k) ** 2
    # an error in velocity lasts for as long as the velocity itself
    time = _own_time(work, k)
    return float(np.sqrt(place + speed * time * time) / settings[TOLERANCE_M])


@njit(error_model="numpy", fastmath={"contract"})
def steady_speed(
    altitude_m: float, weight_m_s2: float, drag_m2_kg: float, air: Array
) -> tuple[float, float]:
    """Return the steady falling speed [m s-1] and its bend v^2/(g H)."""
    at, u = air_part(altitude_m, air)
    thinning = -(air[at + 1] + u * (2.0 * air[at + 2] + 3.0 * u * air[at + 3]))
    v2 = weight_m_s2 / (drag_m2_kg * np.exp(ln_density(at, u, air)))
    bend = v2 * thinning / weight_m_s2
    # dv/dt = -v^2/(2H) lightens the load by half the bend
    return float(np.sqrt(v2 / (1.0 - 0.5 * bend))), float(bend)


@njit(error_model="numpy", fastmath={"contract"})
def _unsteadiness(y: Array, k: Array, drag_m2_kg: float, air: Array, wind: Array) -> float:
    """Return the way [m] that a fall still loses on the steady one, or infinity when far from it."""
    altitude = altitude_of(y[0], y[1], y[2])
    x, yy, z = y[0], y[1], y[2]
    ax, ay, az = free_fall_itrf(x, yy, z, 0.0, 0.0)
    weight = np.sqrt(ax * ax + ay * ay + az * az)
    v, bend = steady_speed(altitude, weight, drag_m2_kg, air)
    if bend > STEADY_BEND:
        return np.inf
    wx, wy, wz = wind_itrf(altitude + v * v / weight, x, yy, z, wind)
    dx = y[3] - wx - ax / weight * v
    dy = y[4] - wy - ay / weight * v
    dz = y[5] - wz - az / weight * v
    return float(np.sqrt(dx * dx + dy * dy + dz * dz) * v / weight)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _drift(
    altitude_m: float, latitude_rad: float, weight_m_s2: float, drag_m2_kg: float, air: Array,
    wind: Array,
) -> tuple[float, float, float]:  # fmt: skip
    """Return seconds, radians of latitude and of longitude per meter of steady descent."""
    v, _ = steady_speed(altitude_m, weight_m_s2, drag_m2_kg, air)
    east, north = wind_at(altitude_m + v * v / weight_m_s2, wind)
    sine, cosine = np.sin(latitude_rad), np.cos(latitude_rad)
    lag_s = v / weight_m_s2
    east += 2.0 * EARTH_ROTATION_RAD_S * lag_s * (v * cosine + north * sine)
    north -= 2.0 * EARTH_ROTATION_RAD_S * lag_s * east * sine
    curve = 1.0 / (1.0 - E2 * sine * sine)
    across_m = WGS84_A_M * np.sqrt(curve) + altitude_m
    along_m = WGS84_A_M * (1.0 - E2) * curve * np.sqrt(curve) + altitude_m
    return 1.0 / v, north / (v * along_m), east / (v * across_m * (cosine + 1e-12))


@njit(error_model="numpy", fastmath={"contract"})
def geodetic_of(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return geodetic latitude, longitude [rad] and altitude [m] over WGS84, to a micrometer."""
    b_over_a = 1.0 - WGS84_F
    ep2 = E2 / (1.0 - E2)
    p = np.sqrt(x * x + y * y)
    r = np.sqrt(p * p + z * z)
    up = z * (1.0 + ep2 * WGS84_A_M * b_over_a / r)
    reduced = np.arctan2(up * b_over_a / b_over_a, p / b_over_a * b_over_a)
    reduced = np.arctan2(b_over_a * z * (1.0 + ep2 * WGS84_A_M * b_over_a / r), p)
    sine, cosine = np.sin(reduced), np.cos(reduced)
    latitude = np.arctan2(
        z + ep2 * WGS84_A_M * b_over_a * sine * sine * sine, p - E2 * WGS84_A_M * cosine**3
    )
    sine, cosine = np.sin(latitude), np.cos(latitude)
    altitude = p * cosine + z * sine - WGS84_A_M * np.sqrt(1.0 - E2 * sine * sine)
    return float(latitude), float(np.arctan2(y, x)), float(altitude)


@njit(error_model="numpy", fastmath={"contract"})
def _descend(
    y: Array, drag_m2_kg: float, stop_m: float, air: Array, wind: Array
) -> float:
    """Carry a steady fall down to an altitude; return how long it took. [s]"""
    latitude, longitude, altitude = geodetic_of(y[0], y[1], y[2])
    steps = max(1, int(np.ceil((altitude - stop_m) / STEADY_STEP_M)))
    h = (altitude - stop_m) / steps
    time = 0.0
    ax, ay, az = free_fall_itrf(y[0], y[1], y[2], 0.0, 0.0)
    weight = np.sqrt(ax * ax + ay * ay + az * az)
    gain = 2.0 * weight / (WGS84_A_M + altitude)  # weight grows downwards
    top = altitude
    t1, n1, e1 = _drift(altitude, latitude, weight, drag_m2_kg, air, wind)
    for step in range(steps):
        g2 = weight + gain * (step + 0.5) * h
        t2, n2, e2 = _drift(altitude - 0.5 * h, latitude + 0.5 * h * n1, g2, drag_m2_kg, air, wind)
        altitude = top - (step + 1) * h
        g3 = weight + gain * (step + 1.0) * h
        t3, n3, e3 = _drift(altitude, latitude + h * n2, g3, drag_m2_kg, air, wind)
        time += h / 6.0 * (t1 + 4.0 * t2 + t3)
        latitude += h / 6.0 * (n1 + 4.0 * n2 + n3)
        longitude += h / 6.0 * (e1 + 4.0 * e2 + e3)
        t1, n1, e1 = t3, n3, e3
    _place(y, latitude, longitude, altitude, 1.0 / t1, n1 / t1, e1 / t1)
    return time


@njit(error_model="numpy", fastmath={"contract"})
def _place(
    y: Array, latitude_rad: float, longitude_rad: float, altitude_m: float, down_m_s: float,
    north_rad_s: float, east_rad_s: float,
) -> None:  # fmt: skip
    """Write the ITRF state of a place that sinks and drifts."""
    sine, cosine = np.sin(latitude_rad), np.cos(latitude_rad)
    s, c = np.sin(longitude_rad), np.cos(longitude_rad)
    curve = 1.0 / (1.0 - E2 * sine * sine)
    across = WGS84_A_M * np.sqrt(curve)
    north = north_rad_s * (across * (1.0 - E2) * curve + altitude_m)
    east = east_rad_s * (across + altitude_m) * cosine
    y[0] = (across + altitude_m) * cosine * c
    y[1] = (across + altitude_m) * cosine * s
    y[2] = (across * (1.0 - E2) + altitude_m) * sine
    y[3] = -down_m_s * cosine * c - north * sine * c - east * s
    y[4] = -down_m_s * cosine * s - north * sine * s + east * c
    y[5] = -down_m_s * sine + north * cosine


@njit(error_model="numpy", fastmath={"contract"})
def _stop_at(
    h: float, high_m: float, low_m: float, y: Array, drag_m2_kg: float, settings: Array,
    air: Array, wind: Array, k: Array, work: Array,
) -> float:  # fmt: skip
    """Shorten a step that passed the stop altitude until it ends there; return its length. [s]"""
    short, long = 0.0, h
    above, below = high_m - settings[STOP_M], low_m - settings[STOP_M]
    middle = h
    for _ in range(30):
        middle = (short * below - long * above) / (below - above)
        _take_step(middle, y, drag_m2_kg, settings, air, wind, k, work)
        miss = altitude_of(work[0], work[1], work[2]) - settings[STOP_M]
        if abs(miss) < STOP_WITHIN_M:
            break
        if miss > 0.0:
            short, above = middle, miss
            below *= 0.5
        else:
            long, below = middle, miss
            above *= 0.5
    return middle


@njit(error_model="numpy", fastmath={"contract"})
def _fly_one(
    y: Array, drag_m2_kg: float, settings: Array, air: Array, wind: Array, k: Array, work: Array
) -> tuple[float, float]:
    """Carry one state to its end; return the time [s] and the outcome."""
    t, h = 0.0, FIRST_STEP_S
    stop, limit = settings[STOP_M], settings[TIME_LIMIT_S]
    landed = float(LANDED if stop <= 0.0 else STOPPED)
    altitude = altitude_of(y[0], y[1], y[2])
    entered = altitude <= settings[EXIT_M]
    entry_slope(y, drag_m2_kg, settings[FREE_FALL], air, wind, k, 0)
    for _ in range(MOST_STEPS):
        h = min(h, limit - t, LONGEST_STEP_S)
        ratio = _take_step(h, y, drag_m2_kg, settings, air, wind, k, work)
        if not ratio <= 1.0:
            h *= growth(ratio)
            if h < SHORTEST_STEP_S:
                return t, float(LOST)
            continue
        reached = altitude_of(work[0], work[1], work[2])
        if reached <= stop:
            if altitude <= stop:  # it began below
                return t, landed
            t += _stop_at(h, altitude, reached, y, drag_m2_kg, settings, air, wind, k, work)
            y[:] = work
            return t, landed
        t += h
        y[:] = work
        k[0, :] = k[6, :]
        if entered and reached > settings[EXIT_M] and reached > altitude:
            return t, float(SKIPPED)
        entered = entered or reached <= settings[EXIT_M]
        altitude = reached
        if t >= limit:
            return t, float(SKIPPED if reached > settings[EXIT_M] else LOST)
        h = min(h * growth(ratio), STABLE_STEP * _own_time(y, k))
        if settings[STEADY_FALL] != 0.0 and altitude < 60e3:
            if _unsteadiness(y, k, drag_m2_kg, air, wind) < STEADY_M:
                t += _descend(y, drag_m2_kg, stop, air, wind)
                return t, landed
    return t, float(LOST)


@cached_njit(types.void(MATRIX, ARRAY, ARRAY, ARRAY, ARRAY, MATRIX), loop_vectorize=False)
def fly_batch(
    states: Array, drag_m2_kg: Array, settings: Array, air: Array, wind: Array, out: Array
) -> None:
    """Fill a row of `ENTRY_COLUMNS` for every state."""
    y, work = np.empty(6), np.empty(6)
    k = np.empty((STAGES, 6))
    for n in range(states.shape[0]):
        for i in range(6):
            y[i] = states[n, i]
        t, outcome = _fly_one(y, drag_m2_kg[n], settings, air, wind, k, work)
        for i in range(6):
            out[n, i] = y[i]
        out[n, TIME_S] = t
        out[n, OUTCOME] = outcome
