"""What the filter expects a sensor to say, and how that hangs on its errors, compiled.

Model   d runs from the ship's antenna to the port's; g is the gradient of a value by d in LVLH. An error
        of position moves d by its negative, a turn theta of the body moves the ship's antenna by
        C'(theta x s), a tilt phi of the station moves the port's antenna by phi x f.
Valid   Errors whose squares do not matter against the noise.
Source  Fehse 2003, Automated Rendezvous and Docking of Spacecraft, chapter 7; derived here.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.navigation import filter_columns as f
from portcall.docking.navigation.filter_update import line_scalar, rate_scalar
from portcall.docking.turns import (
    Nine,
    Three,
    cross,
    matrix_of,
    times,
    times_transposed,
    turn_on,
    turning_matrix,
    vector_of_turn,
)

Array = NDArray[np.float64]

A = c.P_AXES
BIAS = f.E_SENSOR_BIAS
Line = tuple[Three, Three, Nine, Nine]


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def port_antenna(state: Array, tilt: int, port: Array) -> tuple[float, float, float, Nine]:
    """Return the port's antenna from the station's center of mass, LVLH, and the tilt's matrix."""
    turn = turning_matrix(state[tilt], state[tilt + 1], state[tilt + 2])
    ax, ay, az = port[c.P_PORT_ANTENNA], port[c.P_PORT_ANTENNA + 1], port[c.P_PORT_ANTENNA + 2]
    x, y, z = times(
        turn,
        port[c.P_POSITION] + port[A] * ax + port[A + 3] * ay + port[A + 6] * az,
        port[c.P_POSITION + 1] + port[A + 1] * ax + port[A + 4] * ay + port[A + 7] * az,
        port[c.P_POSITION + 2] + port[A + 2] * ax + port[A + 5] * ay + port[A + 8] * az,
    )
    return x, y, z, turn


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def ship_antenna(state: Array, attitude: int, port: Array) -> tuple[float, float, float, Nine]:
    """Return the ship's antenna from the station's center of mass, LVLH, and the body's matrix."""
    body = matrix_of(state, attitude)
    s = c.P_SHIP_ANTENNA
    x, y, z = times_transposed(body, port[s], port[s + 1], port[s + 2])
    return state[0] + x, state[1] + y, state[2] + z, body


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def in_port_axes(port: Array, turn: Nine, x: float, y: float, z: float) -> Three:
    """Return components of LVLH in the tilted port's axes."""
    x, y, z = times_transposed(turn, x, y, z)
    return (
        port[A] * x + port[A + 1] * y + port[A + 2] * z,
        port[A + 3] * x + port[A + 4] * y + port[A + 5] * z,
        port[A + 6] * x + port[A + 7] * y + port[A + 8] * z,
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def antenna_speed(state: Array, rate: int, body: Nine, port: Array, rate_rad_s: float) -> Three:
    """Return the velocity of the ship's antenna in the turning LVLH."""
    s = c.P_SHIP_ANTENNA
    ox, oy, oz = times(body, 0.0, -rate_rad_s, 0.0)
    x, y, z = cross(
        state[rate] - ox,
        state[rate + 1] - oy,
        state[rate + 2] - oz,
        port[s],
        port[s + 1],
        port[s + 2],
    )
    x, y, z = times_transposed(body, x, y, z)
    return state[3] + x, state[4] + y, state[5] + z


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _gradient(axis: int, x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Return azimuth (0) or elevation (1) of a direction, and its gradient by that direction."""
    square = x * x + y * y
    if axis == 0:
        return np.arctan2(y, x), -y / square, x / square, 0.0
    flat = np.sqrt(square)
    scale = 1.0 / (flat * (square + z * z))
    return np.arctan2(z, flat), -x * z * scale, -y * z * scale, square * scale


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def line_of(estimate: Array, port: Array) -> Line:
    """Return both antennas and the matrices of body and tilt, as estimated."""
    fx, fy, fz, turn = port_antenna(estimate, c.E_TILT, port)
    hx, hy, hz, body = ship_antenna(estimate, c.E_ATTITUDE, port)
    return (fx, fy, fz), (hx, hy, hz), body, turn


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def hear_range(
    estimate: Array,
    P: Array,
    measured: Array,
    port: Array,
    k: Array,
    innovations: Array,
    line: Line,
    room: Array,
) -> None:
    """Take in the range."""
    if np.isnan(measured[c.M_RANGE]):
        return
    (fx, fy, fz), (hx, hy, hz), body, _ = line
    dx, dy, dz = fx - hx, fy - hy, fz - hz
    distance = np.sqrt(dx * dx + dy * dy + dz * dz)
    ux, uy, uz = dx / distance, dy / distance, dz / distance
    gx, gy, gz = times(body, ux, uy, uz)
    s = c.P_SHIP_ANTENNA
    kx, ky, kz = cross(port[s], port[s + 1], port[s + 2], gx, gy, gz)
    tx, ty, tz = cross(fx, fy, fz, ux, uy, uz)
    grown = k[f.Q_RANGE_PART] * distance
    sigma = min(k[f.Q_RANGE_CEILING], np.sqrt(k[f.Q_RANGE_NOISE] ** 2 + grown * grown))
    innovations[c.M_RANGE] = line_scalar(
        P,
        (-ux, -uy, -uz),
        (-kx, -ky, -kz),
        (tx, ty, tz),
        f.D_RANGE_BIAS,
        (measured[c.M_RANGE] - distance - estimate[BIAS], sigma * sigma, k[f.Q_GATE]),
        room,
    )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def hear_range_rate(
    estimate: Array,
    P: Array,
    measured: Array,
    port: Array,
    rate_rad_s: float,
    k: Array,
    innovations: Array,
    line: Line,
    room: Array,
) -> None:
    """Take in the range rate."""
    if np.isnan(measured[c.M_RANGE_RATE]):
        return
    (fx, fy, fz), (hx, hy, hz), body, _ = line
    dx, dy, dz = fx - hx, fy - hy, fz - hz
    distance = np.sqrt(dx * dx + dy * dy + dz * dz)
    ux, uy, uz = dx / distance, dy / distance, dz / distance
    kx, ky, kz = antenna_speed(estimate, c.E_RATE, body, port, rate_rad_s)
    q = f.E_TILT_RATE
    px, py, pz = cross(estimate[q], estimate[q + 1], estimate[q + 2], fx, fy, fz)
    mx, my, mz = px - kx, py - ky, pz - kz
    opening = ux * mx + uy * my + uz * mz
    ex, ey, ez = (
        (mx - opening * ux) / distance,
        (my - opening * uy) / distance,
        (mz - opening * uz) / distance,
    )
    tx, ty, tz = cross(fx, fy, fz, ex, ey, ez)
    qx, qy, qz = cross(fx, fy, fz, ux, uy, uz)
    innovations[c.M_RANGE_RATE] = rate_scalar(
        P,
        (-ex, -ey, -ez),
        (-ux, -uy, -uz),
        (tx, ty, tz),
        (qx, qy, qz),
        f.D_RATE_BIAS,
        (
            measured[c.M_RANGE_RATE] - opening - estimate[BIAS + 1],
            k[f.Q_RATE_NOISE] ** 2,
            k[f.Q_GATE],
        ),
        room,
    )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def hear_ship_angle(
    axis: int,
    estimate: Array,
    P: Array,
    measured: Array,
    port: Array,
    k: Array,
    innovations: Array,
    line: Line,
    room: Array,
) -> None:
    """Take in azimuth (0) or elevation (1) of the port's antenna in the body."""
    m = c.M_SHIP_ANGLES + axis
    if np.isnan(measured[m]):
        return
    (fx, fy, fz), (hx, hy, hz), body, _ = line
    bx, by, bz = times(body, fx - hx, fy - hy, fz - hz)
    angle, gx, gy, gz = _gradient(axis, bx, by, bz)
    s = c.P_SHIP_ANTENNA
    ex, ey, ez = cross(port[s] + bx, port[s + 1] + by, port[s + 2] + bz, gx, gy, gz)
    kx, ky, kz = times_transposed(body, gx, gy, gz)
    tx, ty, tz = cross(fx, fy, fz, kx, ky, kz)
    innovations[m] = line_scalar(
        P,
        (-kx, -ky, -kz),
        (-ex, -ey, -ez),
        (tx, ty, tz),
        f.D_ANGLE_BIAS + axis,
        (measured[m] - angle - estimate[BIAS + 2 + axis], k[f.Q_ANGLE_NOISE] ** 2, k[f.Q_GATE]),
        room,
    )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def hear_port_angle(
    axis: int,
    estimate: Array,
    P: Array,
    measured: Array,
    port: Array,
    k: Array,
    innovations: Array,
    line: Line,
    gate_sigmas: float,
    room: Array,
) -> None:
    """Take in azimuth (0) or elevation (1) of the ship's antenna in the port's axes."""
    m = c.M_PORT_ANGLES + axis
    if np.isnan(measured[m]):
        return
    (fx, fy, fz), (hx, hy, hz), body, turn = line
    cx, cy, cz = in_port_axes(port, turn, hx - fx, hy - fy, hz - fz)
    angle, gx, gy, gz = _gradient(axis, cx, cy, cz)
    kx, ky, kz = times(
        turn,
        port[A] * gx + port[A + 3] * gy + port[A + 6] * gz,
        port[A + 1] * gx + port[A + 4] * gy + port[A + 7] * gz,
        port[A + 2] * gx + port[A + 5] * gy + port[A + 8] * gz,
    )
    tx, ty, tz = cross(hx, hy, hz, kx, ky, kz)
    ex, ey, ez = times(body, kx, ky, kz)
    s = c.P_SHIP_ANTENNA
    ex, ey, ez = cross(port[s], port[s + 1], port[s + 2], ex, ey, ez)
    innovations[m] = line_scalar(
        P,
        (kx, ky, kz),
        (ex, ey, ez),
        (-tx, -ty, -tz),
        f.D_OTHER_BIAS + axis,
        (measured[m] - angle - estimate[BIAS + 4 + axis], k[f.Q_PORT_NOISE] ** 2, gate_sigmas),
        room,
    )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def hear_docked_attitude(
    estimate: Array,
    P: Array,
    measured: Array,
    port: Array,
    k: Array,
    innovations: Array,
    gate_sigmas: float,
    room: Array,
) -> None:
    """Take in the turn from the docked attitude."""
    body = matrix_of(estimate, c.E_ATTITUDE)
    tilt_x, tilt_y, tilt_z = estimate[c.E_TILT], estimate[c.E_TILT + 1], estimate[c.E_TILT + 2]
    mx, my, mz = times(matrix_of(port, c.P_DOCKED), tilt_x, tilt_y, tilt_z)
    for q in range(4):
        room[f.U_ROOM + q] = port[c.P_DOCKED + q]
    turn_on(room, f.U_ROOM, mx, my, mz)
    x, y, z = vector_of_turn(estimate, c.E_ATTITUDE, room, f.U_ROOM)
    r = k[f.Q_RELATIVE_NOISE] ** 2
    m = c.M_RELATIVE_ATTITUDE
    innovations[m] = line_scalar(
        P,
        (0.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
        (-body[0], -body[1], -body[2]),
        -1,
        (measured[m] - x, r, gate_sigmas),
        room,
    )
    innovations[m + 1] = line_scalar(
        P,
        (0.0, 0.0, 0.0),
        (0.0, 1.0, 0.0),
        (-body[3], -body[4], -body[5]),
        -1,
        (measured[m + 1] - y, r, gate_sigmas),
        room,
    )
    innovations[m + 2] = line_scalar(
        P,
        (0.0, 0.0, 0.0),
        (0.0, 0.0, 1.0),
        (-body[6], -body[7], -body[8]),
        -1,
        (measured[m + 2] - z, r, gate_sigmas),
        room,
    )
