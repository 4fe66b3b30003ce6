"""Guidance, compiled: which leg is flown, and what it asks of control.

Model   A state machine over the table of legs; each leg is a field of velocities (`guidance_field`). The
        thrust that is asked for beforehand is what the field's change along the path needs beyond the
        Clohessy-Wiltshire motion, so that control fires only for errors. A hold ends when the conditions of
        a go have held for a while and the clock allows it; passing a leg into the corridor, or out of
        the hold, sets the go that the next leg needs. An abort leads to the retreat, except within the
        last meter, where going on is the safer way.
Valid   Called about once a second. It sees what the navigator believes, nothing else.
Source  Clohessy and Wiltshire 1960 for the relative motion; Shuster 1993, A Survey of Attitude
        Representations, for the quaternion of a matrix; the rest is chosen here.
"""

from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking.approach.guidance_field import (
    A_PLACE,
    A_X,
    A_Y,
    A_Z,
    gate_rate,
    on_axis,
    tilted_port,
    wanted_velocity,
    way_left,
)
from portcall.docking.approach.legs import (
    ATTITUDE_DOCKED,
    ATTITUDE_TAIL,
    L_ACCELERATION_M_S2,
    L_ANGLE_DEADBAND,
    L_ATTITUDE,
    L_CLOSING_PART,
    L_CLOSING_SLACK_M_S,
    L_CORRIDOR_RAD,
    L_END_M,
    L_ENGINE,
    L_GO_ANGLE_RAD,
    L_GO_OFFSET_M,
    L_GO_RATE_M_S,
    L_GO_SIGMA_M,
    L_GO_STEADY_S,
    L_GO_TURN_RAD_S,
    L_GOAL,
    L_KIND,
    L_LAST,
    L_LEAST_S,
    L_LONGEST_S,
    L_NEAR_M,
    L_NEEDS_GO,
    L_NOT_BEFORE_S,
    L_SPEED_DEADBAND,
    LEG_AROUND,
    LEG_AWAY,
    LEG_BERTH,
    LEG_HOLD,
    LEG_LINE,
    LEG_POINT,
    LEG_SIGHT,
)
from portcall.docking.columns import (
    ABORT,
    ABORT_CLOSING,
    ABORT_CORRIDOR,
    ABORT_NO_GO,
    ABORT_TIME,
    D_POSITION,
    DONE,
    E_ATTITUDE,
    E_POSITION,
    E_RATE,
    E_TILT,
    E_VELOCITY,
    GO,
    GOOD_SINCE_S,
    LEG,
    LEG_START_S,
    MODE_SIZE,
    P_PROBE,
    S_ACCELERATION,
    S_ANGLE_DEADBAND,
    S_ATTITUDE,
    S_ENGINE,
    S_RATE,
    S_SPEED_DEADBAND,
    S_VELOCITY,
    SCRATCH,
)

Array = NDArray[np.float64]

M_RANGE_M = (
    SCRATCH  # what the machine believes: range, closing rate [m/s], time outside the band [s]
)
M_CLOSING_M_S = SCRATCH + 1
M_OUT_OF_BAND_S = SCRATCH + 2
_M_LAST_CALL_S = SCRATCH + 3
M_START_M_S = SCRATCH + 4  # speed at which the leg was entered

_START_M_S = 0.03  # speed at which a start from rest begins
_AHEAD_S = 1.0  # over which the change of the field is taken
_BAND_PATIENCE_S = 30.0  # a rate outside its band for so long is an abort
_BRAKING_PATIENCE_S = 120.0  # far out: two thrusters take so long for the 3 m/s between two gates
_SETTLE_S = 60.0  # a leg's first seconds are not judged by the closing band
_NO_RETURN_M = 1.0  # inside it, going on is safer than turning back
_CORRIDOR_THROAT_M = 3.0  # the corridor's radius at the port
_CORRIDOR_PART = 0.9  # of its half-angle, where the abort is called

GUIDE_SIGNATURE = types.void(
    types.float64, ARRAY, MATRIX, ARRAY, MATRIX, MATRIX, ARRAY, types.float64, ARRAY
)


def start_mode() -> Array:
    """Return the mode of a run that begins at the gate, shape (MODE_SIZE,)."""
    mode = np.zeros(MODE_SIZE)
    mode[GOOD_SINCE_S] = np.nan
    return mode


@njit(forceinline=True, error_model="numpy", fastmath={"contract"})
def _attitude_error(estimate: Array, actual: Any) -> Any:
    """Return the angle of the ship's body from its docked attitude. [rad]

    Through the trace of the rotation between the two: the rows of the docked attitude are -x, -y, +z of
    the port.
    """
    qx, qy, qz, qw = (
        estimate[E_ATTITUDE],
        estimate[E_ATTITUDE + 1],
        estimate[E_ATTITUDE + 2],
        estimate[E_ATTITUDE + 3],
    )
    a, b, c = actual[A_X], actual[A_X + 1], actual[A_X + 2]
    first = (qw * qw + qx * qx - qy * qy - qz * qz) * a + 2.0 * (
        (qx * qy + qw * qz) * b + (qx * qz - qw * qy) * c
    )
    a, b, c = actual[A_Y], actual[A_Y + 1], actual[A_Y + 2]
    second = (qw * qw - qx * qx + qy * qy - qz * qz) * b + 2.0 * (
        (qx * qy - qw * qz) * a + (qy * qz + qw * qx) * c
    )
    a, b, c = actual[A_Z], actual[A_Z + 1], actual[A_Z + 2]
    third = (qw * qw - qx * qx - qy * qy + qz * qz) * c + 2.0 * (
        (qx * qz + qw * qy) * a + (qy * qz - qw * qx) * b
    )
    trace = third - first - second
    return np.arccos(min(1.0, max(-1.0, 0.5 * (trace - 1.0))))


@njit(error_model="numpy", fastmath={"contract"})
def _go(leg: Array, estimate: Array, covariance: Array, actual: Any, n_rad_s: float) -> Any:
    """Say whether every condition of a go holds now."""
    gap, side, up = on_axis(actual, estimate[0], estimate[1], estimate[2])
    vx, vy, vz = estimate[E_VELOCITY], estimate[E_VELOCITY + 1], estimate[E_VELOCITY + 2]
    wx, wy, wz = estimate[E_RATE], estimate[E_RATE + 1], estimate[E_RATE + 2]
    # inertial rate of the body against the orbital rate: it holds its attitude in LVLH
    turn = abs(np.sqrt(wx * wx + wy * wy + wz * wz) - n_rad_s)
    worst = 0.0
    for k in range(3):
        worst = max(worst, covariance[D_POSITION + k, D_POSITION + k])
    return (
        side * side + up * up < leg[L_GO_OFFSET_M] ** 2
        and abs(gap - leg[L_END_M]) < 2.0 * leg[L_GO_OFFSET_M] + 0.05 * leg[L_END_M]
        and vx * vx + vy * vy + vz * vz < leg[L_GO_RATE_M_S] ** 2
        and turn < leg[L_GO_TURN_RAD_S]
        and worst < leg[L_GO_SIGMA_M] ** 2
        and _attitude_error(estimate, actual) < leg[L_GO_ANGLE_RAD]
    )


@njit(error_model="numpy", fastmath={"contract"})
def _ended(
    time_s: float, range_m: float, estimate: Array, covariance: Array, mode: Array,
    leg: Array, gates: Array, actual: Any, n_rad_s: float,
) -> Any:  # fmt: skip
    """Say whether the active leg has reached its end."""
    kind = int(leg[L_KIND])
    if time_s - mode[LEG_START_S] < leg[L_LEAST_S] or time_s < leg[L_NOT_BEFORE_S]:
        if kind == LEG_HOLD and not _go(leg, estimate, covariance, actual, n_rad_s):
            mode[GOOD_SINCE_S] = np.nan
        elif kind == LEG_HOLD and np.isnan(mode[GOOD_SINCE_S]):
            mode[GOOD_SINCE_S] = time_s
        return False
    x, y, z = estimate[E_POSITION], estimate[E_POSITION + 1], estimate[E_POSITION + 2]
    if kind == LEG_SIGHT:
        return range_m <= leg[L_END_M]
    if kind == LEG_POINT:
        dx, dy, dz = x - leg[L_GOAL], y - leg[L_GOAL + 1], z - leg[L_GOAL + 2]
        return dx * dx + dy * dy + dz * dz < leg[L_NEAR_M] ** 2
    if kind == LEG_AROUND:
        return way_left(leg, gates, x, y, z) < leg[L_NEAR_M]
    if kind == LEG_LINE:
        gap, _, _ = on_axis(actual, x, y, z)
        return leg[L_LAST] == 0.0 and gap <= leg[L_END_M]
    if kind == LEG_HOLD:
        if not _go(leg, estimate, covariance, actual, n_rad_s):
            mode[GOOD_SINCE_S] = np.nan
            return False
        if np.isnan(mode[GOOD_SINCE_S]):
            mode[GOOD_SINCE_S] = time_s
        return time_s - mode[GOOD_SINCE_S] >= leg[L_GO_STEADY_S]
    return False


@njit(error_model="numpy", fastmath={"contract"})
def _judge(
    time_s: float, range_m: float, closing_m_s: float, mode: Array, estimate: Array,
    leg: Array, gates: Array, actual: Any,
) -> None:  # fmt: skip
    """Call an abort where the leg's own limits of time, rate and corridor are broken."""
    kind = int(leg[L_KIND])
    since = time_s - mode[LEG_START_S]
    if since > leg[L_LONGEST_S]:
        mode[ABORT] = ABORT_NO_GO if kind == LEG_HOLD else ABORT_TIME
        return
    gap, side, up = on_axis(
        actual, estimate[E_POSITION], estimate[E_POSITION + 1], estimate[E_POSITION + 2]
    )
    if kind in (LEG_SIGHT, LEG_LINE):
        at = range_m if kind == LEG_SIGHT else gap
        planned = gate_rate(at, leg, gates)
        slack = leg[L_CLOSING_PART] * planned + leg[L_CLOSING_SLACK_M_S]
        too_fast = closing_m_s > planned + slack
        too_slow = closing_m_s < planned - slack
        if since > _SETTLE_S and (too_fast or too_slow):
            mode[M_OUT_OF_BAND_S] += time_s - mode[_M_LAST_CALL_S]
        else:
            mode[M_OUT_OF_BAND_S] = 0.0
        patience_s = _BRAKING_PATIENCE_S if kind == LEG_SIGHT else _BAND_PATIENCE_S
        if mode[M_OUT_OF_BAND_S] > patience_s and gap > _NO_RETURN_M:
            mode[ABORT] = ABORT_CLOSING
    if leg[L_CORRIDOR_RAD] > 0.0 and gap > _NO_RETURN_M and mode[GO] >= leg[L_NEEDS_GO]:
        wide = _CORRIDOR_THROAT_M + gap * np.tan(_CORRIDOR_PART * leg[L_CORRIDOR_RAD])
        if side * side + up * up > wide * wide:
            mode[ABORT] = ABORT_CORRIDOR


@njit(error_model="numpy", fastmath={"contract"})
def _quaternion(
    xx: float, xy: float, xz: float, yx: float, yy: float, yz: float,
    zx: float, zy: float, zz: float, setpoint: Array,
) -> None:  # fmt: skip
    """Fill the quaternion of the matrix body_from_lvlh whose rows are the body's axes."""
    trace = xx + yy + zz
    if trace > 0.0:
        w = 0.5 * np.sqrt(1.0 + trace)
        s = 0.25 / w
        x, y, z = (yz - zy) * s, (zx - xz) * s, (xy - yx) * s
    elif xx >= yy and xx >= zz:
        x = 0.5 * np.sqrt(max(0.0, 1.0 + xx - yy - zz))
        s = 0.25 / x
        y, z, w = (xy + yx) * s, (xz + zx) * s, (yz - zy) * s
    elif yy >= zz:
        y = 0.5 * np.sqrt(max(0.0, 1.0 - xx + yy - zz))
        s = 0.25 / y
        x, z, w = (xy + yx) * s, (yz + zy) * s, (zx - xz) * s
    else:
        z = 0.5 * np.sqrt(max(0.0, 1.0 - xx - yy + zz))
        s = 0.25 / z
        x, y, w = (xz + zx) * s, (yz + zy) * s, (xy - yx) * s
    setpoint[S_ATTITUDE], setpoint[S_ATTITUDE + 1] = x, y
    setpoint[S_ATTITUDE + 2], setpoint[S_ATTITUDE + 3] = z, w


@njit(error_model="numpy", fastmath={"contract"})
def _ask_attitude(
    x: float, y: float, z: float, vx: float, vy: float, vz: float,
    leg: Array, actual: Any, n_rad_s: float, setpoint: Array,
) -> None:  # fmt: skip
    """Fill the attitude and the rate of turn: docked, or nose (or tail) to the port."""
    law = int(leg[L_ATTITUDE])
    ax, ay, az = -actual[A_X], -actual[A_X + 1], -actual[A_X + 2]
    bx, by, bz = -actual[A_Y], -actual[A_Y + 1], -actual[A_Y + 2]
    cx, cy, cz = actual[A_Z], actual[A_Z + 1], actual[A_Z + 2]
    wx, wy, wz = 0.0, -n_rad_s, 0.0
    if law != ATTITUDE_DOCKED:
        ex, ey, ez = x - actual[A_PLACE], y - actual[A_PLACE + 1], z - actual[A_PLACE + 2]
        square = ex * ex + ey * ey + ez * ez
        inverse = (1.0 if law == ATTITUDE_TAIL else -1.0) / np.sqrt(square)
        ax, ay, az = ex * inverse, ey * inverse, ez * inverse
        wx += (ey * vz - ez * vy) / square
        wy += (ez * vx - ex * vz) / square
        wz += (ex * vy - ey * vx) / square
        # z completes nose and the docked y, so that the roll is the port's all along
        cx, cy, cz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
        size = 1.0 / np.sqrt(cx * cx + cy * cy + cz * cz + 1e-12)
        cx, cy, cz = cx * size, cy * size, cz * size
        bx, by, bz = cy * az - cz * ay, cz * ax - cx * az, cx * ay - cy * ax
    _quaternion(ax, ay, az, bx, by, bz, cx, cy, cz, setpoint)
    setpoint[S_RATE] = ax * wx + ay * wy + az * wz
    setpoint[S_RATE + 1] = bx * wx + by * wy + bz * wz
    setpoint[S_RATE + 2] = cx * wx + cy * wy + cz * wz


@njit(error_model="numpy", fastmath={"contract"})
def _ask_motion(
    ramp_m_s: float, x: float, y: float, z: float, leg: Array, gates: Array, port: Array,
    actual: Any, n_rad_s: float, setpoint: Array,
) -> Any:  # fmt: skip
    """Fill the wanted velocity, and the thrust that keeps the ship on the field."""
    vx, vy, vz = wanted_velocity(ramp_m_s, x, y, z, leg, gates, port, actual, n_rad_s)
    h = _AHEAD_S
    fx, fy, fz = wanted_velocity(
        ramp_m_s + h * leg[L_ACCELERATION_M_S2],
        x + h * vx, y + h * vy, z + h * vz, leg, gates, port, actual, n_rad_s,
    )  # fmt: skip
    n = n_rad_s
    setpoint[S_VELOCITY], setpoint[S_VELOCITY + 1], setpoint[S_VELOCITY + 2] = vx, vy, vz
    setpoint[S_ACCELERATION] = (fx - vx) / h - 2.0 * n * vz
    setpoint[S_ACCELERATION + 1] = (fy - vy) / h + n * n * y
    setpoint[S_ACCELERATION + 2] = (fz - vz) / h - 3.0 * n * n * z + 2.0 * n * vx
    return vx, vy, vz


@cached_njit(GUIDE_SIGNATURE, _nrt=False)
def guide(
    time_s: float, estimate: Array, covariance: Array, mode: Array, legs: Array, gates: Array,
    port: Array, n_rad_s: float, setpoint: Array,
) -> None:  # fmt: skip
    """Choose the leg, and fill what it asks of control.

    Parameters
    ----------
    time_s : float
        Of the run. [s]
    estimate, covariance : Array
        What the navigator believes: `portcall.docking.columns`.
    mode : Array
        Shape (MODE_SIZE,); moved on.
    legs, gates, port : Array
        Of the plan.
    n_rad_s : float
        The station's orbital rate. [rad/s]
    setpoint : Array
        Shape (SETPOINT_SIZE,); filled.
    """
    actual = tilted_port(port, estimate, E_TILT)
    x, y, z = estimate[E_POSITION], estimate[E_POSITION + 1], estimate[E_POSITION + 2]
    ex, ey, ez = x - actual[A_PLACE], y - actual[A_PLACE + 1], z - actual[A_PLACE + 2]
    distance = np.sqrt(ex * ex + ey * ey + ez * ez)
    closing = -(
        ex * estimate[E_VELOCITY] + ey * estimate[E_VELOCITY + 1] + ez * estimate[E_VELOCITY + 2]
    )
    range_m, closing_m_s = distance - port[P_PROBE], closing / distance
    mode[M_RANGE_M], mode[M_CLOSING_M_S] = range_m, closing_m_s
    retreat = legs.shape[0] - 1
    leg = legs[int(mode[LEG])]
    if int(leg[L_KIND]) != LEG_AWAY:
        if mode[ABORT] == 0.0:
            _judge(time_s, range_m, closing_m_s, mode, estimate, leg, gates, actual)
        gap, _, _ = on_axis(actual, x, y, z)
        if mode[ABORT] != 0.0 and not (leg[L_LAST] == 1.0 and gap < _NO_RETURN_M):
            mode[LEG], mode[LEG_START_S] = retreat, time_s
        elif mode[ABORT] == 0.0 and _ended(
            time_s, range_m, estimate, covariance, mode, leg, gates, actual, n_rad_s
        ):
            mode[LEG] += 1.0
            mode[LEG_START_S] = time_s
            mode[M_START_M_S] = np.sqrt(
                estimate[E_VELOCITY] ** 2
                + estimate[E_VELOCITY + 1] ** 2
                + estimate[E_VELOCITY + 2] ** 2
            )
            mode[GOOD_SINCE_S] = np.nan
            mode[M_OUT_OF_BAND_S] = 0.0
            mode[GO] = max(mode[GO], legs[int(mode[LEG]), L_NEEDS_GO])
        leg = legs[int(mode[LEG])]
    mode[_M_LAST_CALL_S] = time_s
    kind = int(leg[L_KIND])
    since = time_s - mode[LEG_START_S]
    if kind == LEG_AWAY:
        radius = np.sqrt(x * x + y * y + z * z)
        if radius > leg[L_END_M] and closing_m_s < 0.0:
            mode[DONE] = 1.0
    elif kind == LEG_BERTH and since >= leg[L_LEAST_S]:
        gap, side, up = on_axis(actual, x, y, z)
        off = (gap - leg[L_END_M]) ** 2 + side * side + up * up
        if off < leg[L_NEAR_M] ** 2:
            mode[DONE] = 1.0
    ramp = max(_START_M_S, mode[M_START_M_S]) + leg[L_ACCELERATION_M_S2] * since
    vx, vy, vz = _ask_motion(ramp, x, y, z, leg, gates, port, actual, n_rad_s, setpoint)
    _ask_attitude(x, y, z, vx, vy, vz, leg, actual, n_rad_s, setpoint)
    setpoint[S_SPEED_DEADBAND] = leg[L_SPEED_DEADBAND]
    setpoint[S_ANGLE_DEADBAND] = leg[L_ANGLE_DEADBAND]
    setpoint[S_ENGINE] = leg[L_ENGINE]
