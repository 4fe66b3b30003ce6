"""The forces and the motion of the three bodies of a contact: ship, head of its rod, station.

Model   See `probe_drogue`. Everything stands in the axes of the docked ship; the rod is along the ship's x.
        The station's answer at its port is 1/M and, for its turn, the arm's cross products about its
        inverse inertia: velocities per impulse.
Valid   As `probe_drogue`.
Source  Rigid body mechanics.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.docking.contact import contact_columns as k

Array = NDArray[np.float64]
Triple = tuple[float, float, float]
Rod = tuple[float, ...]

SLOW_M_S = 1e-3  # under it friction goes down with the speed


@njit(error_model="numpy", _nrt=False, inline="always")
def _out(y: Array, x: float, b: float, c: float) -> Triple:
    """Return components in the docked axes of what the body's axes give."""
    q0, q1, q2, q3 = y[k.Y_ATTITUDE], y[k.Y_ATTITUDE + 1], y[k.Y_ATTITUDE + 2], y[k.Y_ATTITUDE + 3]
    tx, ty, tz = 2.0 * (q1 * c - q2 * b), 2.0 * (q2 * x - q0 * c), 2.0 * (q0 * b - q1 * x)
    return (
        x + q3 * tx + q1 * tz - q2 * ty,
        b + q3 * ty + q2 * tx - q0 * tz,
        c + q3 * tz + q0 * ty - q1 * tx,
    )


@njit(error_model="numpy", _nrt=False, inline="always")
def _in(y: Array, x: float, b: float, c: float) -> Triple:
    """Return components in the body's axes of what the docked axes give."""
    q0, q1, q2, q3 = y[k.Y_ATTITUDE], y[k.Y_ATTITUDE + 1], y[k.Y_ATTITUDE + 2], y[k.Y_ATTITUDE + 3]
    tx, ty, tz = 2.0 * (q1 * c - q2 * b), 2.0 * (q2 * x - q0 * c), 2.0 * (q0 * b - q1 * x)
    return (
        x - q3 * tx + q1 * tz - q2 * ty,
        b - q3 * ty + q2 * tx - q0 * tz,
        c - q3 * tz + q0 * ty - q1 * tx,
    )


@njit(error_model="numpy", _nrt=False)
def _station(bodies: Array, y: Array) -> None:
    """Fill how the station's port gives way and how the station turns, per impulse at the port."""
    a = k.B_PORT_AXES
    sign = (-1.0, -1.0, 1.0)  # docked axes from the port's
    for j in range(3):
        at = a + 3 * j
        fx, fy, fz = sign[j] * bodies[at], sign[j] * bodies[at + 1], sign[j] * bodies[at + 2]
        rx, ry, rz = bodies[k.B_PORT], bodies[k.B_PORT + 1], bodies[k.B_PORT + 2]
        wx = (ry * fz - rz * fy) / bodies[k.B_STATION_INERTIA]
        wy = (rz * fx - rx * fz) / bodies[k.B_STATION_INERTIA + 1]
        wz = (rx * fy - ry * fx) / bodies[k.B_STATION_INERTIA + 2]
        vx = fx / bodies[k.B_STATION_MASS] + wy * rz - wz * ry
        vy = fy / bodies[k.B_STATION_MASS] + wz * rx - wx * rz
        vz = fz / bodies[k.B_STATION_MASS] + wx * ry - wy * rx
        for i in range(3):
            at = a + 3 * i
            gx, gy, gz = sign[i] * bodies[at], sign[i] * bodies[at + 1], sign[i] * bodies[at + 2]
            y[k.Y_MOBILITY + 3 * i + j] = gx * vx + gy * vy + gz * vz
            y[k.Y_TURNING + 3 * i + j] = gx * wx + gy * wy + gz * wz


@njit(error_model="numpy", _nrt=False)
def begin(c: Array, bodies: Array, m: Array, y: Array) -> None:
    """Fill the state at the crossing, where the tip stands in the plane of the mouth."""
    for i in range(y.size):
        y[i] = 0.0
    _station(bodies, y)
    angle = np.sqrt(c[k.C_ANGLES] ** 2 + c[k.C_ANGLES + 1] ** 2 + c[k.C_ANGLES + 2] ** 2)
    half = 0.5 if angle < 1e-9 else np.sin(0.5 * angle) / angle
    for i in range(3):
        y[k.Y_ATTITUDE + i] = half * c[k.C_ANGLES + i]
        y[k.Y_RATE + i] = c[k.C_RATES + i]
    y[k.Y_ATTITUDE + 3] = np.cos(0.5 * angle)
    px, py, pz = bodies[k.B_TIP], bodies[k.B_TIP + 1], bodies[k.B_TIP + 2]
    wx, wy, wz = y[k.Y_RATE], y[k.Y_RATE + 1], y[k.Y_RATE + 2]
    ux, uy, uz = _out(y, wy * pz - wz * py, wz * px - wx * pz, wx * py - wy * px)
    tx, ty, tz = _out(y, px, py, pz)
    y[k.Y_CENTER] = -c[k.C_AXIAL] - tx
    y[k.Y_CENTER + 1] = -c[k.C_OFFSET] - ty
    y[k.Y_CENTER + 2] = c[k.C_OFFSET + 1] - tz
    y[k.Y_VELOCITY] = c[k.C_CLOSING] - ux
    y[k.Y_VELOCITY + 1] = -c[k.C_LATERAL_RATE] - uy
    y[k.Y_VELOCITY + 2] = c[k.C_LATERAL_RATE + 1] - uz
    back = m[k.K_PRELOAD_N] / m[k.K_STOP_STIFFNESS_N_M]
    rod = rod_state(y, bodies, m[k.K_HEAD_RADIUS_M])
    for i in range(3):
        y[k.Y_HEAD + i] = rod[9 + i] + back * rod[12 + i]
        y[k.Y_HEAD_VELOCITY + i] = rod[6 + i]


@njit(error_model="numpy", _nrt=False)
def rod_state(
    y: Array, bodies: Array, head_radius_m: float
) -> tuple[
    float, float, float, float, float, float, float, float, float, float, float, float, float, float,
    float,
]:  # fmt: skip
    """Return how the rod stands.

    Compression [m] and its rate, the head's two lateral deflections and the axial, the two lateral
    rates (0, 1, 2, 3, 4, 5: compression, rate, y, z, y rate, z rate); the velocity of the rod's free end
    where the head would rest (6 to 8), that place (9 to 11), and the rod's direction (12 to 14).
    """
    px, py, pz = bodies[k.B_TIP] - head_radius_m, bodies[k.B_TIP + 1], bodies[k.B_TIP + 2]
    wx, wy, wz = y[k.Y_RATE], y[k.Y_RATE + 1], y[k.Y_RATE + 2]
    rx, ry, rz = _in(
        y,
        y[k.Y_HEAD] - y[k.Y_CENTER],
        y[k.Y_HEAD + 1] - y[k.Y_CENTER + 1],
        y[k.Y_HEAD + 2] - y[k.Y_CENTER + 2],
    )
    vx, vy, vz = _in(
        y,
        y[k.Y_HEAD_VELOCITY] - y[k.Y_VELOCITY],
        y[k.Y_HEAD_VELOCITY + 1] - y[k.Y_VELOCITY + 1],
        y[k.Y_HEAD_VELOCITY + 2] - y[k.Y_VELOCITY + 2],
    )
    vx, vy, vz = vx - (wy * rz - wz * ry), vy - (wz * rx - wx * rz), vz - (wx * ry - wy * rx)
    ex, ey, ez = _out(y, px, py, pz)
    ux, uy, uz = _out(y, wy * pz - wz * py, wz * px - wx * pz, wx * py - wy * px)
    dx, dy, dz = _out(y, 1.0, 0.0, 0.0)
    return (
        px - rx, -vx, ry - py, rz - pz, vy, vz,
        y[k.Y_VELOCITY] + ux, y[k.Y_VELOCITY + 1] + uy, y[k.Y_VELOCITY + 2] + uz,
        y[k.Y_CENTER] + ex, y[k.Y_CENTER + 1] + ey, y[k.Y_CENTER + 2] + ez,
        dx, dy, dz,
    )  # fmt: skip


@njit(error_model="numpy", _nrt=False)
def head_forces(rod: Rod, m: Array, y: Array) -> Triple:
    """Return the force of the rod on its head, docked axes. [N]"""
    give = rod[0]
    along = m[k.K_PRELOAD_N] + m[k.K_ROD_DAMPING_N_S_M] * rod[1]
    if give < 0.0:  # against the forward stop
        along += m[k.K_STOP_STIFFNESS_N_M] * give
    else:
        along += m[k.K_ROD_STIFFNESS_N_M] * give
        along += m[k.K_STOP_STIFFNESS_N_M] * max(give - m[k.K_ROD_TRAVEL_M], 0.0)
    across_y = -m[k.K_LATERAL_STIFFNESS_N_M] * rod[2] - m[k.K_LATERAL_DAMPING_N_S_M] * rod[4]
    across_z = -m[k.K_LATERAL_STIFFNESS_N_M] * rod[3] - m[k.K_LATERAL_DAMPING_N_S_M] * rod[5]
    fx, fy, fz = _out(y, along, across_y, across_z)
    return fx, fy, fz


@njit(error_model="numpy", _nrt=False)
def clearance(before_m: float, out_m: float, m: Array) -> Triple:
    """Return the distance of the head's middle from the wall, and the wall's normal there.

    `before_m` is how far the socket still is, `out_m` the distance from the axis. The normal points off
    the wall: its part along x, and its part towards the axis. Cone, edge of the socket and socket join
    without a step for the head as a whole.
    """
    inward = m[k.K_SOCKET_RADIUS_M] - out_m
    if before_m <= 0.0:
        return inward, 0.0, 1.0
    rise = m[k.K_MOUTH_RADIUS_M] - m[k.K_SOCKET_RADIUS_M]
    side = np.sqrt(rise * rise + m[k.K_CONE_DEPTH_M] * m[k.K_CONE_DEPTH_M])
    sine, cosine = rise / side, m[k.K_CONE_DEPTH_M] / side
    if before_m * cosine < inward * sine:
        far = np.sqrt(before_m * before_m + inward * inward)
        return far, -before_m / far, inward / far
    return inward * cosine + before_m * sine, -sine, cosine


@njit(error_model="numpy", _nrt=False)
def gap_m(y: Array, m: Array) -> tuple[float, float]:
    """Return the least distance of the head from wall and latches, and its speed. [m, m/s]"""
    before = m[k.K_CONE_DEPTH_M] - y[k.Y_HEAD] + y[k.Y_PORT]
    b, c = y[k.Y_HEAD + 1] - y[k.Y_PORT + 1], y[k.Y_HEAD + 2] - y[k.Y_PORT + 2]
    gap = clearance(before, np.sqrt(b * b + c * c), m)[0] - m[k.K_HEAD_RADIUS_M]
    vx = y[k.Y_HEAD_VELOCITY] - y[k.Y_PORT_VELOCITY]
    vy = y[k.Y_HEAD_VELOCITY + 1] - y[k.Y_PORT_VELOCITY + 1]
    vz = y[k.Y_HEAD_VELOCITY + 2] - y[k.Y_PORT_VELOCITY + 2]
    return min(gap, before), np.sqrt(vx * vx + vy * vy + vz * vz)


@njit(error_model="numpy", _nrt=False)
def wall_force(y: Array, m: Array) -> Triple:
    """Return the force of the cone, the socket and the latches on the head, docked axes. [N]"""
    before = m[k.K_CONE_DEPTH_M] - y[k.Y_HEAD] + y[k.Y_PORT]
    b, c = y[k.Y_HEAD + 1] - y[k.Y_PORT + 1], y[k.Y_HEAD + 2] - y[k.Y_PORT + 2]
    vx = y[k.Y_HEAD_VELOCITY] - y[k.Y_PORT_VELOCITY]
    vy = y[k.Y_HEAD_VELOCITY + 1] - y[k.Y_PORT_VELOCITY + 1]
    vz = y[k.Y_HEAD_VELOCITY + 2] - y[k.Y_PORT_VELOCITY + 2]
    out = np.sqrt(b * b + c * c)
    fx = 0.0
    if before < 0.0 and vx > 0.0:
        fx = -m[k.K_LATCH_N] * min(vx / SLOW_M_S, 1.0)
    far, nx, across = clearance(before, out, m)
    depth = m[k.K_HEAD_RADIUS_M] - far
    if depth <= 0.0:
        return fx, 0.0, 0.0
    ry, rz = (b / out, c / out) if out > 1e-12 else (0.0, 0.0)
    ny, nz = -across * ry, -across * rz
    opening = vx * nx + vy * ny + vz * nz
    normal = m[k.K_WALL_STIFFNESS_N_M] * depth - m[k.K_WALL_DAMPING_N_S_M] * opening
    if normal <= 0.0:
        return fx, 0.0, 0.0
    tx, ty, tz = vx - opening * nx, vy - opening * ny, vz - opening * nz
    slip = np.sqrt(tx * tx + ty * ty + tz * tz)
    rub = m[k.K_FRICTION] * normal / max(slip, SLOW_M_S)
    return fx + normal * nx - rub * tx, normal * ny - rub * ty, normal * nz - rub * tz


@njit(error_model="numpy", _nrt=False)
def push_ship(
    h: float, x_n: float, y_n: float, z_n: float, push_n: float, y: Array, bodies: Array
) -> None:
    """Step the ship's velocity and rate under a force at its head and its own push."""
    mass = bodies[k.B_SHIP_MASS]
    dx, dy, dz = _out(y, push_n, 0.0, 0.0)
    y[k.Y_VELOCITY] += h * (x_n + dx) / mass
    y[k.Y_VELOCITY + 1] += h * (y_n + dy) / mass
    y[k.Y_VELOCITY + 2] += h * (z_n + dz) / mass
    ix, iy, iz = (
        bodies[k.B_SHIP_INERTIA],
        bodies[k.B_SHIP_INERTIA + 1],
        bodies[k.B_SHIP_INERTIA + 2],
    )
    bx, by, bz = _in(y, x_n, y_n, z_n)
    ax, ay, az = _in(
        y,
        y[k.Y_HEAD] - y[k.Y_CENTER],
        y[k.Y_HEAD + 1] - y[k.Y_CENTER + 1],
        y[k.Y_HEAD + 2] - y[k.Y_CENTER + 2],
    )
    wx, wy, wz = y[k.Y_RATE], y[k.Y_RATE + 1], y[k.Y_RATE + 2]
    y[k.Y_RATE] += h * (ay * bz - az * by - (iz - iy) * wy * wz) / ix
    y[k.Y_RATE + 1] += h * (az * bx - ax * bz - (ix - iz) * wz * wx) / iy
    y[k.Y_RATE + 2] += h * (ax * by - ay * bx - (iy - ix) * wx * wy) / iz


@njit(error_model="numpy", _nrt=False)
def push_port(h: float, x_n: float, y_n: float, z_n: float, y: Array) -> None:
    """Step the velocity of the station's port, and the station's rate, under a force at the port."""
    for i in range(3):
        at = k.Y_MOBILITY + 3 * i
        y[k.Y_PORT_VELOCITY + i] += h * (y[at] * x_n + y[at + 1] * y_n + y[at + 2] * z_n)
        at = k.Y_TURNING + 3 * i
        y[k.Y_STATION_RATE + i] += h * (y[at] * x_n + y[at + 1] * y_n + y[at + 2] * z_n)


@njit(error_model="numpy", _nrt=False)
def drift(h: float, y: Array) -> None:
    """Move everything on by its velocity."""
    for i in range(3):
        y[k.Y_CENTER + i] += h * y[k.Y_VELOCITY + i]
        y[k.Y_HEAD + i] += h * y[k.Y_HEAD_VELOCITY + i]
        y[k.Y_PORT + i] += h * y[k.Y_PORT_VELOCITY + i]
    q0, q1, q2, q3 = y[k.Y_ATTITUDE], y[k.Y_ATTITUDE + 1], y[k.Y_ATTITUDE + 2], y[k.Y_ATTITUDE + 3]
    half = 0.5 * h
    wx, wy, wz = half * y[k.Y_RATE], half * y[k.Y_RATE + 1], half * y[k.Y_RATE + 2]
    a, b = q0 + q3 * wx + q1 * wz - q2 * wy, q1 + q3 * wy + q2 * wx - q0 * wz
    c, d = q2 + q3 * wz + q0 * wy - q1 * wx, q3 - q0 * wx - q1 * wy - q2 * wz
    norm = 1.0 / np.sqrt(a * a + b * b + c * c + d * d)
    y[k.Y_ATTITUDE], y[k.Y_ATTITUDE + 1] = a * norm, b * norm
    y[k.Y_ATTITUDE + 2], y[k.Y_ATTITUDE + 3] = c * norm, d * norm
