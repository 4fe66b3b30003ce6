"""The ship's navigation filter, compiled: a multiplicative extended Kalman filter of 28 errors.

Model   The state is the relative orbit, the attitude as a quaternion with a rotation vector in body axes
        for its error, the gyro's bias, the station's swing about its nominal attitude (a damped
        oscillator), and the sensors' biases, which do not average out. The relative orbit goes by the
        linearised motion with the frame's present rate; measured delta-v and gyro drive it. Scalars come
        in one at a time, with one linearisation for all of an instant; each passes a gate.
Valid   Steps up to a few seconds within some kilometers; a measurement model good to the second order of
        the errors left out.
Source  Lefferts, Markley and Shuster 1982, Journal of Guidance 5(5), 417 (attitude); Clohessy and
        Wiltshire 1960; Bierman 1977, Factorization Methods, chapter V (scalar updates).
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking import columns as c
from portcall.docking.navigation import filter_columns as f
from portcall.docking.navigation.filter_hearing import (
    hear_docked_attitude,
    hear_port_angle,
    hear_range,
    hear_range_rate,
    hear_ship_angle,
    line_of,
)
from portcall.docking.navigation.filter_update import point_scalar, settle
from portcall.docking.noise import STATE, State, gauss
from portcall.docking.turns import (
    Nine,
    Three,
    matrix_of,
    times_transposed,
    turn_on,
    turned_y,
    turning_matrix,
    vector_of_turn,
)

Array = NDArray[np.float64]

SIZE = f.FILTER_SIZE
ATTITUDE_PERIOD_S = 5.0  # the gyro carries the attitude so long without loss
TICK_S = 0.2  # instants are multiples of it, to rounding
DYNAMIC = f.D_RANGE_BIAS  # errors before it have dynamics, the biases stay


@cached_njit(types.void(ARRAY, ARRAY, STATE, ARRAY, MATRIX), _nrt=False)
def start_filter(
    truth: Array, filter_constants: Array, noise: State, estimate: Array, covariance: Array
) -> None:
    """Begin with the truth and an error drawn from the covariance that is believed.

    Parameters
    ----------
    truth : Array
        `columns`.
    filter_constants : Array
        `filter_columns`; its last part is one sigma of each error.
    noise : Array
        State of the run's generator, changed.
    estimate, covariance : Array
        Filled, but for the mass.
    """
    s = f.Q_START
    for i in range(SIZE):
        for j in range(SIZE):
            covariance[i, j] = 0.0
        covariance[i, i] = filter_constants[s + i] ** 2
    for k in range(6):
        estimate[k] = truth[k] + filter_constants[s + k] * gauss(noise)
    for k in range(4):
        estimate[c.E_ATTITUDE + k] = truth[c.ATTITUDE + k]
    x = filter_constants[s + c.D_ATTITUDE] * gauss(noise)
    y = filter_constants[s + c.D_ATTITUDE + 1] * gauss(noise)
    z = filter_constants[s + c.D_ATTITUDE + 2] * gauss(noise)
    turn_on(estimate, c.E_ATTITUDE, x, y, z)
    for k in range(3):
        estimate[c.E_RATE + k] = truth[c.RATE + k]
    for k in range(f.FILTER_ESTIMATE_SIZE):
        if k >= c.E_GYRO_BIAS and k != c.E_MASS:
            estimate[k] = 0.0
    estimate[f.E_ATTITUDE_AGE] = ATTITUDE_PERIOD_S


@cached_njit(
    types.void(ARRAY, ARRAY, types.float64, types.float64, types.float64, types.float64),
    _nrt=False,
)
def advance(
    estimate: Array,
    measured: Array,
    dt_s: float,
    rate_rad_s: float,
    rate_slope_rad_s2: float,
    gravity_s2: float,
) -> None:
    """Bring the estimate from the last instant to now with gyro and delta-v.

    Parameters
    ----------
    estimate : Array
        Changed: position, velocity, attitude, rate, mass stays.
    measured : Array
        M_GYRO and M_DELTA_V over the interval.
    dt_s : float
        The interval. [s]
    rate_rad_s, rate_slope_rad_s2 : float
        At which LVLH turns, about minus y, and how that changes. [rad/s, rad/s2]
    gravity_s2 : float
        Gravitational parameter over the cube of the station's radius. [s-2]
    """
    before = matrix_of(estimate, c.E_ATTITUDE)
    gx = measured[c.M_GYRO] - estimate[c.E_GYRO_BIAS]
    gy = measured[c.M_GYRO + 1] - estimate[c.E_GYRO_BIAS + 1]
    gz = measured[c.M_GYRO + 2] - estimate[c.E_GYRO_BIAS + 2]
    estimate[c.E_RATE], estimate[c.E_RATE + 1], estimate[c.E_RATE + 2] = gx, gy, gz
    turn_on(estimate, c.E_ATTITUDE, gx * dt_s, gy * dt_s, gz * dt_s)
    turned_y(estimate, c.E_ATTITUDE, -rate_rad_s * dt_s)
    after = matrix_of(estimate, c.E_ATTITUDE)
    vx, vy, vz = measured[c.M_DELTA_V], measured[c.M_DELTA_V + 1], measured[c.M_DELTA_V + 2]
    ax, ay, az = times_transposed(before, vx, vy, vz)
    bx, by, bz = times_transposed(after, vx, vy, vz)
    px, py, pz = 0.5 * (ax + bx), 0.5 * (ay + by), 0.5 * (az + bz)
    x, y, z, vx, vy, vz = (
        estimate[0],
        estimate[1],
        estimate[2],
        estimate[3],
        estimate[4],
        estimate[5],
    )
    # half the push comes in before, half after: the mean of an even push
    vx, vy, vz = vx + 0.5 * px, vy + 0.5 * py, vz + 0.5 * pz
    nn, slope, twice = rate_rad_s * rate_rad_s, rate_slope_rad_s2, 2.0 * rate_rad_s
    accel_x = twice * vz + slope * z + (nn - gravity_s2) * x
    accel_y = -gravity_s2 * y
    accel_z = -twice * vx - slope * x + (nn + 2.0 * gravity_s2) * z
    jerk_x = twice * accel_z + slope * vz + (nn - gravity_s2) * vx
    jerk_y = -gravity_s2 * vy
    jerk_z = -twice * accel_x - slope * vx + (nn + 2.0 * gravity_s2) * vz
    h, t = 0.5 * dt_s, dt_s / 3.0
    estimate[0] = x + dt_s * (vx + h * (accel_x + t * jerk_x))
    estimate[1] = y + dt_s * (vy + h * (accel_y + t * jerk_y))
    estimate[2] = z + dt_s * (vz + h * (accel_z + t * jerk_z))
    estimate[3] = vx + dt_s * (accel_x + h * jerk_x) + 0.5 * px
    estimate[4] = vy + dt_s * (accel_y + h * jerk_y) + 0.5 * py
    estimate[5] = vz + dt_s * (accel_z + h * jerk_z) + 0.5 * pz


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _leave_places(P: Array, k: Array) -> None:
    """Take out of the covariance of the position what no measurement can tell from it."""
    for axis in range(3):
        own = axis * (SIZE + 1)
        P[own] = max(P[own] - k[f.Q_PLACE], 0.0)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _count_places(P: Array, k: Array) -> None:
    """Put it back: antennas and center of mass stay as far off as they are."""
    for axis in range(3):
        P[axis * (SIZE + 1)] += k[f.Q_PLACE]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _swing(estimate: Array, dt_s: float, k: Array, variance: Three) -> None:
    """Let the estimated swing of the station go on, pulled back as far as it is unknown."""
    for axis in range(3):
        tilt, rate = estimate[c.E_TILT + axis], estimate[f.E_TILT_RATE + axis]
        estimate[c.E_TILT + axis] = tilt + dt_s * rate
        estimate[f.E_TILT_RATE + axis] = rate - dt_s * (
            k[f.Q_TILT_DAMPING] * rate + k[f.Q_TILT_PULL] * variance[axis] * tilt
        )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _carry_rows(
    P: Array,
    columns: int,
    dt_s: float,
    coriolis: float,
    gravity: float,
    kept: float,
    back: Three,
    push: Nine,
    turn: Nine,
) -> None:
    """Let the dynamics act on the rows of the flat covariance, in its first columns."""
    ax, ay, az, bx, by, bz, cx, cy, cz = push
    r0, r1, r2, r3, r4, r5, r6, r7, r8 = turn
    back_x, back_y, back_z = back
    h, S = 0.5 * dt_s, SIZE
    for j in range(columns):
        u, v, w = P[3 * S + j], P[4 * S + j], P[5 * S + j]
        s, t, q = P[6 * S + j], P[7 * S + j], P[8 * S + j]
        px = coriolis * w + ax * s + bx * t + cx * q
        py = -gravity * P[1 * S + j] + ay * s + by * t + cy * q
        pz = -coriolis * u + 3.0 * gravity * P[2 * S + j] + az * s + bz * t + cz * q
        P[j] += dt_s * u + h * px
        P[1 * S + j] += dt_s * v + h * py
        P[2 * S + j] += dt_s * w + h * pz
        P[3 * S + j] = u + px
        P[4 * S + j] = v + py
        P[5 * S + j] = w + pz
        P[6 * S + j] = r0 * s + r1 * t + r2 * q - dt_s * P[9 * S + j]
        P[7 * S + j] = r3 * s + r4 * t + r5 * q - dt_s * P[10 * S + j]
        P[8 * S + j] = r6 * s + r7 * t + r8 * q - dt_s * P[11 * S + j]
        u, v, w = P[15 * S + j], P[16 * S + j], P[17 * S + j]
        s, t, q = P[12 * S + j], P[13 * S + j], P[14 * S + j]
        P[12 * S + j] = s + dt_s * u
        P[13 * S + j] = t + dt_s * v
        P[14 * S + j] = q + dt_s * w
        P[15 * S + j] = kept * u - back_x * s
        P[16 * S + j] = kept * v - back_y * t
        P[17 * S + j] = kept * w - back_z * q


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _transpose(P: Array) -> None:
    """Transpose the block of the errors that have dynamics."""
    for i in range(1, DYNAMIC):
        for j in range(i):
            kept = P[i * SIZE + j]
            P[i * SIZE + j] = P[j * SIZE + i]
            P[j * SIZE + i] = kept


@cached_njit(
    types.void(
        ARRAY,
        MATRIX,
        ARRAY,
        types.float64,
        types.float64,
        types.float64,
        types.float64,
        ARRAY,
    ),
    _nrt=False,
)
def predict(
    estimate: Array,
    covariance: Array,
    measured: Array,
    dt_s: float,
    rate_rad_s: float,
    rate_slope_rad_s2: float,
    gravity_s2: float,
    filter_constants: Array,
) -> None:
    """Bring estimate and covariance from the last instant to now.

    Parameters
    ----------
    estimate, covariance : Array
        Changed.
    measured : Array
        M_GYRO and M_DELTA_V over the interval.
    dt_s, rate_rad_s, rate_slope_rad_s2, gravity_s2 : float
        As in `advance`.
    filter_constants : Array
        `filter_columns`.
    """
    k, P = filter_constants, covariance.reshape(SIZE * SIZE)
    before = matrix_of(estimate, c.E_ATTITUDE)
    advance(estimate, measured, dt_s, rate_rad_s, rate_slope_rad_s2, gravity_s2)
    t = c.D_TILT * (SIZE + 1)
    tilt = (P[t], P[t + SIZE + 1], P[t + 2 * (SIZE + 1)])
    _swing(estimate, dt_s, k, tilt)
    estimate[f.E_ATTITUDE_AGE] += dt_s
    vx, vy, vz = measured[c.M_DELTA_V], measured[c.M_DELTA_V + 1], measured[c.M_DELTA_V + 2]
    # velocity error for a body-axes attitude error: C^T (theta x delta-v)
    push = (
        *times_transposed(before, 0.0, -vz, vy),
        *times_transposed(before, vz, 0.0, -vx),
        *times_transposed(before, -vy, vx, 0.0),
    )
    wx, wy, wz = (
        estimate[c.E_RATE] * dt_s,
        estimate[c.E_RATE + 1] * dt_s,
        estimate[c.E_RATE + 2] * dt_s,
    )
    turn = turning_matrix(-wx, -wy, -wz)
    gravity, coriolis, h = gravity_s2 * dt_s, 2.0 * rate_rad_s * dt_s, 0.5 * dt_s
    kept, pull = 1.0 - k[f.Q_TILT_DAMPING] * dt_s, k[f.Q_TILT_PULL] * dt_s
    back = (pull * tilt[0], pull * tilt[1], pull * tilt[2])
    _leave_places(P, k)
    _carry_rows(P, SIZE, dt_s, coriolis, gravity, kept, back, push, turn)
    _transpose(P)
    _carry_rows(P, DYNAMIC, dt_s, coriolis, gravity, kept, back, push, turn)
    for j in range(DYNAMIC, SIZE):
        for i in range(DYNAMIC):
            P[j * SIZE + i] = P[i * SIZE + j]
    pushed = vx * vx + vy * vy + vz * vz
    velocity = k[f.Q_ACCELERATION_DENSITY] * dt_s + k[f.Q_DELTA_V_PART] ** 2 * pushed
    for axis in range(3):
        P[axis * SIZE + axis] += velocity * h * h
        P[axis * SIZE + 3 + axis] += velocity * h
        P[(3 + axis) * SIZE + axis] += velocity * h
        P[(3 + axis) * SIZE + 3 + axis] += velocity
        P[(6 + axis) * SIZE + 6 + axis] += k[f.Q_GYRO_DENSITY] * dt_s
        P[(9 + axis) * SIZE + 9 + axis] += k[f.Q_GYRO_BIAS_DENSITY] * dt_s
        P[(15 + axis) * SIZE + 15 + axis] += k[f.Q_TILT_DENSITY] * dt_s
    _count_places(P, k)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _apply(estimate: Array, room: Array) -> None:
    """Move the estimate by the errors that were found."""
    d = f.U_ROOM + SIZE
    for k in range(6):
        estimate[k] += room[d + k]
    at = d + c.D_ATTITUDE
    turn_on(estimate, c.E_ATTITUDE, room[at], room[at + 1], room[at + 2])
    for axis in range(3):
        estimate[c.E_GYRO_BIAS + axis] += room[d + c.D_GYRO_BIAS + axis]
        estimate[c.E_RATE + axis] -= room[d + c.D_GYRO_BIAS + axis]
        estimate[c.E_TILT + axis] += room[d + c.D_TILT + axis]
    for k in range(SIZE - c.ERROR_SIZE):
        estimate[f.E_TILT_RATE + k] += room[d + c.ERROR_SIZE + k]


@cached_njit(
    types.void(ARRAY, MATRIX, ARRAY, ARRAY, types.float64, ARRAY, ARRAY, ARRAY), _nrt=False
)
def update(
    estimate: Array,
    covariance: Array,
    measured: Array,
    port: Array,
    rate_rad_s: float,
    filter_constants: Array,
    innovations: Array,
    scratch: Array,
) -> None:
    """Take in what the sensors say now.

    Parameters
    ----------
    estimate, covariance : Array
        Changed.
    measured : Array
        Not a number where a sensor is silent.
    port : Array
        As the ship's computer knows it.
    rate_rad_s : float
        At which LVLH turns, about minus y. [rad/s]
    filter_constants : Array
        `filter_columns`.
    innovations : Array
        (MEASURED_SIZE,), filled: each innovation over its sigma; not a number where a sensor is silent.
    scratch : Array
        Its first three: sum of the squares, how many were taken, how many were not believed.
    """
    k, P, room = filter_constants, covariance.reshape(SIZE * SIZE), scratch
    for i in range(f.FILTER_SCRATCH_SIZE):
        room[i] = 0.0
    for i in range(c.MEASURED_SIZE):
        innovations[i] = np.nan
    _leave_places(P, k)
    t = c.D_TILT * (SIZE + 1)
    unknown = max(P[t], P[t + SIZE + 1], P[t + 2 * (SIZE + 1)])
    gate = k[f.Q_GATE] * np.sqrt(1.0 + k[f.Q_GATE_TILT] * unknown)
    line = line_of(estimate, port)
    hear_range(estimate, P, measured, port, k, innovations, line, room)
    hear_range_rate(estimate, P, measured, port, rate_rad_s, k, innovations, line, room)
    for axis in range(2):
        hear_ship_angle(axis, estimate, P, measured, port, k, innovations, line, room)
        hear_port_angle(axis, estimate, P, measured, port, k, innovations, line, gate, room)
    due = estimate[f.E_ATTITUDE_AGE] > ATTITUDE_PERIOD_S - 0.5 * TICK_S
    if due and not np.isnan(measured[c.M_ATTITUDE]):
        estimate[f.E_ATTITUDE_AGE] = 0.0
        x, y, z = vector_of_turn(measured, c.M_ATTITUDE, estimate, c.E_ATTITUDE)
        r, b = k[f.Q_ATTITUDE_NOISE] ** 2, f.E_SENSOR_BIAS + 7
        at, by = c.D_ATTITUDE, f.D_ATTITUDE_BIAS
        m, g = c.M_ATTITUDE, k[f.Q_GATE]
        innovations[m] = point_scalar(P, at, by, (x - estimate[b], r, g), room)
        innovations[m + 1] = point_scalar(P, at + 1, by + 1, (y - estimate[b + 1], r, g), room)
        innovations[m + 2] = point_scalar(P, at + 2, by + 2, (z - estimate[b + 2], r, g), room)
    if not np.isnan(measured[c.M_RELATIVE_ATTITUDE]):
        hear_docked_attitude(estimate, P, measured, port, k, innovations, gate, room)
    if not np.isnan(measured[c.M_GNSS_POSITION]):
        for axis in range(3):
            m = c.M_GNSS_POSITION + axis
            off = measured[m] - estimate[axis] - estimate[f.E_SENSOR_BIAS + 4 + axis]
            r = k[f.Q_SATELLITE_NOISE] ** 2
            innovations[m] = point_scalar(
                P, axis, f.D_OTHER_BIAS + axis, (off, r, k[f.Q_GATE]), room
            )
            m = c.M_GNSS_VELOCITY + axis
            off = measured[m] - estimate[3 + axis]
            r = k[f.Q_SATELLITE_RATE_NOISE] ** 2
            innovations[m] = point_scalar(P, 3 + axis, -1, (off, r, k[f.Q_GATE]), room)
    settle(P, room)
    _count_places(P, k)
    _apply(estimate, room)
