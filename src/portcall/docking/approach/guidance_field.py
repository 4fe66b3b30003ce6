"""Where each kind of leg wants the ship to move: a velocity for every place, compiled.

Model   Each leg is a field of velocities in LVLH. Between two gates the square of the rate is linear in
        the range: constant deceleration. The line of sight may turn with a part of the orbital rate (0:
        fixed in LVLH, 1: fixed among the stars). The fly-around follows a great circle about the station
        while its radius changes in proportion to the arc that is left, so it never cuts the sphere. On the
        port's axis the ship closes by the gates and returns to the axis with a time constant; far off
        the axis it closes slower, so that it enters a funnel. The port's axis is the tilted one.
Valid   Small tilts of the station (first order); places other than the station's center.
Source  Chosen here; the gates are data.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.docking.approach.legs import (
    GATE_RANGE_M,
    GATE_RATE_M_S,
    L_CORRIDOR_RAD,
    L_END_M,
    L_GATE_COUNT,
    L_GATE_FIRST,
    L_GO_OFFSET_M,
    L_GOAL,
    L_KIND,
    L_SIDE_SPEED_M_S,
    L_SPEED_M_S,
    L_TIME_CONSTANT_S,
    L_TURN,
    LEG_AROUND,
    LEG_AWAY,
    LEG_LINE,
    LEG_POINT,
    LEG_SIGHT,
)
from portcall.docking.columns import P_AXES, P_POSITION, P_PROBE

Array = NDArray[np.float64]

# the port as the tilted station carries it
A_PLACE, A_X, A_Y, A_Z, A_DOCKED = 0, 3, 6, 9, 12

_FUNNEL = 0.04  # the funnel's half-width as a part of the range: half of a corridor of 5 deg
_WAY_ROUND_RAD = 2.6  # above this much the given way round is taken, below it the great circle
_OVERSHOT_RAD = 6.0  # a way round longer than this one was overshot


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def _turned(port: Array, at: int, tx: float, ty: float, tz: float) -> Any:
    x, y, z = port[at], port[at + 1], port[at + 2]
    return x + ty * z - tz * y, y + tz * x - tx * z, z + tx * y - ty * x


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def tilted_port(port: Array, estimate: Array, tilt_at: int) -> Any:
    """Return the port's place, its three axes and the docked center of mass for the tilted station.

    Fifteen numbers, LVLH: a tuple, so that they stay in registers.
    """
    tx, ty, tz = estimate[tilt_at], estimate[tilt_at + 1], estimate[tilt_at + 2]
    px, py, pz = _turned(port, P_POSITION, tx, ty, tz)
    xx, xy, xz = _turned(port, P_AXES, tx, ty, tz)
    yx, yy, yz = _turned(port, P_AXES + 3, tx, ty, tz)
    zx, zy, zz = _turned(port, P_AXES + 6, tx, ty, tz)
    # docked: body x = -x, y = -y, z = +z of the port
    tip_x, tip_y, tip_z = port[P_PROBE], port[P_PROBE + 1], port[P_PROBE + 2]
    return (
        px, py, pz, xx, xy, xz, yx, yy, yz, zx, zy, zz,
        px + tip_x * xx + tip_y * yx - tip_z * zx,
        py + tip_x * xy + tip_y * yy - tip_z * zy,
        pz + tip_x * xz + tip_y * yz - tip_z * zz,
    )  # fmt: skip


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def gate_rate(range_m: float, leg: Array, gates: Array) -> Any:
    """Return the planned rate at a range, constant deceleration between two gates. [m/s]"""
    first = int(leg[L_GATE_FIRST])
    last = first + int(leg[L_GATE_COUNT]) - 1
    if last < first:
        return 0.0
    if range_m >= gates[first, GATE_RANGE_M]:
        return gates[first, GATE_RATE_M_S]
    for row in range(first, last):
        far, near = gates[row, GATE_RANGE_M], gates[row + 1, GATE_RANGE_M]
        if range_m >= near:
            fast, slow = gates[row, GATE_RATE_M_S], gates[row + 1, GATE_RATE_M_S]
            part = (range_m - near) / (far - near)
            return np.sqrt(slow * slow + part * (fast * fast - slow * slow))
    return gates[last, GATE_RATE_M_S]


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def _toward(leg: Array, x: float, y: float, z: float, limit: float) -> Any:
    """Return the velocity that takes an offset away with the leg's time constant, up to a speed."""
    size = np.sqrt(x * x + y * y + z * z)
    rate = 1.0 / leg[L_TIME_CONSTANT_S]
    if size * rate > limit:
        rate = limit / size
    return -x * rate, -y * rate, -z * rate


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def _around(leg: Array, gates: Array, x: float, y: float, z: float, ramp: float) -> Any:
    """Return the fly-around's velocity, and the length of path that is left."""
    radius = np.sqrt(x * x + y * y + z * z)
    ux, uy, uz = x / radius, y / radius, z / radius
    gx, gy, gz = leg[L_GOAL], leg[L_GOAL + 1], leg[L_GOAL + 2]
    goal_radius = np.sqrt(gx * gx + gy * gy + gz * gz)
    gx, gy, gz = gx / goal_radius, gy / goal_radius, gz / goal_radius
    cosine = ux * gx + uy * gy + uz * gz
    tx, ty, tz = gx - cosine * ux, gy - cosine * uy, gz - cosine * uz
    sine = np.sqrt(tx * tx + ty * ty + tz * tz)
    angle = np.arctan2(sine, cosine)
    sense = leg[L_TURN]
    if sense != 0.0:
        turn = (np.arctan2(gz, -gx) - np.arctan2(uz, -ux)) * sense % (2.0 * np.pi)
        if _WAY_ROUND_RAD < turn < _OVERSHOT_RAD:
            angle = turn
            tx, ty, tz = sense * uz, 0.0, -sense * ux
            sine = np.sqrt(tx * tx + tz * tz)
    arc, shrink = radius * angle, radius - goal_radius
    left = np.sqrt(arc * arc + shrink * shrink)
    speed = min(gate_rate(left, leg, gates), left / leg[L_TIME_CONSTANT_S], ramp)
    along = speed * arc / (left + 1e-9) / (sine + 1e-12)
    inward = -speed * shrink / (left + 1e-9)
    return along * tx + inward * ux, along * ty + inward * uy, along * tz + inward * uz, left


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def on_axis(actual: Any, x: float, y: float, z: float) -> Any:
    """Return the place of the center of mass from its docked place in the tilted port's axes."""
    dx, dy, dz = x - actual[A_DOCKED], y - actual[A_DOCKED + 1], z - actual[A_DOCKED + 2]
    return (
        actual[A_X] * dx + actual[A_X + 1] * dy + actual[A_X + 2] * dz,
        actual[A_Y] * dx + actual[A_Y + 1] * dy + actual[A_Y + 2] * dz,
        actual[A_Z] * dx + actual[A_Z + 1] * dy + actual[A_Z + 2] * dz,
    )


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def _off_axis(actual: Any, along: float, side: float, up: float) -> Any:
    """Turn components from the tilted port's axes to LVLH."""
    return (
        actual[A_X] * along + actual[A_Y] * side + actual[A_Z] * up,
        actual[A_X + 1] * along + actual[A_Y + 1] * side + actual[A_Z + 1] * up,
        actual[A_X + 2] * along + actual[A_Y + 2] * side + actual[A_Z + 2] * up,
    )


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def _line(leg: Array, gates: Array, gap: float, side: float, up: float, ramp: float) -> Any:
    """Return the velocity along the port's axis, in its axes."""
    off = np.sqrt(side * side + up * up)
    funnel = leg[L_GO_OFFSET_M] + _FUNNEL * max(gap, 0.0)
    closing = min(gate_rate(gap, leg, gates), ramp)
    if off > funnel:
        closing *= max(0.0, 2.0 - off / funnel)
    back = _toward(leg, 0.0, side, up, leg[L_SIDE_SPEED_M_S])
    return -closing, back[1], back[2]


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def _away(leg: Array, gates: Array, actual: Any, x: float, y: float, z: float) -> Any:
    """Return the retreat's velocity: out along the axis inside the corridor, else away from the station."""
    gap, side, up = on_axis(actual, x, y, z)
    radius = np.sqrt(x * x + y * y + z * z)
    speed = gate_rate(radius, leg, gates)
    if gap > 0.0 and np.sqrt(side * side + up * up) < np.tan(leg[L_CORRIDOR_RAD]) * gap + 3.0:
        back = _toward(leg, 0.0, side, up, leg[L_SIDE_SPEED_M_S])
        return _off_axis(actual, speed, back[1], back[2])
    return speed * x / radius, speed * y / radius, speed * z / radius


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def wanted_velocity(
    ramp_m_s: float, x: float, y: float, z: float,
    leg: Array, gates: Array, port: Array, actual: Any, n_rad_s: float,
) -> Any:  # fmt: skip
    """Return the velocity that a leg wants at a place, LVLH [m/s].

    Parameters
    ----------
    ramp_m_s : float
        Greatest speed along the leg so soon after its start. [m/s]
    x, y, z : float
        The ship's center of mass from the station's, LVLH. [m]
    leg, gates, port : Array
        As in `portcall.docking.approach.legs` and `portcall.docking.columns`.
    actual : tuple
        Of `tilted_port`.
    n_rad_s : float
        The orbital rate. [rad/s]
    """
    kind = int(leg[L_KIND])
    if kind == LEG_SIGHT:
        ex, ey, ez = x - actual[A_PLACE], y - actual[A_PLACE + 1], z - actual[A_PLACE + 2]
        distance = np.sqrt(ex * ex + ey * ey + ez * ez)
        closing = gate_rate(distance - port[P_PROBE], leg, gates) / distance
        turn = leg[L_TURN] * n_rad_s
        return turn * ez - closing * ex, -closing * ey, -turn * ex - closing * ez
    if kind == LEG_AROUND:
        vx, vy, vz, _ = _around(leg, gates, x, y, z, ramp_m_s)
        return vx, vy, vz
    if kind == LEG_POINT:
        ex, ey, ez = x - leg[L_GOAL], y - leg[L_GOAL + 1], z - leg[L_GOAL + 2]
        distance = np.sqrt(ex * ex + ey * ey + ez * ez)
        return _toward(leg, ex, ey, ez, min(gate_rate(distance, leg, gates), ramp_m_s))
    if kind == LEG_AWAY:
        return _away(leg, gates, actual, x, y, z)
    gap, side, up = on_axis(actual, x, y, z)
    if kind == LEG_LINE:
        along, side, up = _line(leg, gates, gap, side, up, ramp_m_s)
    else:
        along, side, up = _toward(leg, gap - leg[L_END_M], side, up, leg[L_SPEED_M_S])
    return _off_axis(actual, along, side, up)


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def way_left(leg: Array, gates: Array, x: float, y: float, z: float) -> Any:
    """Return the length of path that a fly-around has left. [m]"""
    return _around(leg, gates, x, y, z, 1.0)[3]
