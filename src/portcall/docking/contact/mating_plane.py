"""The moment at which a ship's leading point crosses the port's plane, and the conditions then.

Model   Between the two ends of a step the ship's center of mass follows the cubic through its positions
        and velocities, and its attitude and the station's tilt turn evenly. The depth of the leading
        point under the port's plane, which moves with the tilted station, is brought to zero by Newton
        steps inside a shrinking bracket. The conditions are then those of the two interpolated states;
        velocities are the cubic's, and rates go evenly from one end to the other.
Valid   Steps in which neither body turns by more than some degrees.
Source  Hermite's cubic; safeguarded Newton iteration: Press and others, Numerical Recipes, section 9.4.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY
from portcall.docking.columns import (
    ATTITUDE,
    MASS,
    P_AXES,
    P_DOCKED,
    P_POSITION,
    P_PROBE,
    POSITION,
    RATE,
    TILT,
    TILT_RATE,
    TRUTH_SIZE,
    VELOCITY,
)
from portcall.docking.contact.contact_columns import (
    C_ANGLES,
    C_AXIAL,
    C_CLOSING,
    C_LATERAL_RATE,
    C_MASS,
    C_OFFSET,
    C_RATES,
    C_TIME,
)
from portcall.docking.turns import cross, matrix_of, times, times_transposed, turning_matrix

Array = NDArray[np.float64]

ITERATIONS = 40
DEPTH_TOLERANCE_M = 1e-12  # a crossing at 0.1 m/s is then placed to a part in 1e10 of a second


@njit(error_model="numpy", _nrt=False)
def _tilt(x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Return the quaternion (scalar-last) of a rotation vector."""
    angle = np.sqrt(x * x + y * y + z * z)
    half = 0.5 - angle * angle / 48.0 if angle < 1e-4 else np.sin(0.5 * angle) / angle
    return x * half, y * half, z * half, np.cos(0.5 * angle)


@njit(error_model="numpy", _nrt=False)
def conditions_of(time_s: float, s: Array, port: Array, rate_rad_s: float, out: Array) -> None:
    """Fill the conditions of one state; see `conditions_at`."""
    body_from_lvlh = matrix_of(s, ATTITUDE)
    # the frame turns with the orbit about minus its y
    ox, oy, oz = times(body_from_lvlh, 0.0, -rate_rad_s, 0.0)
    wx, wy, wz = s[RATE] - ox, s[RATE + 1] - oy, s[RATE + 2] - oz
    ax, ay, az = port[P_PROBE], port[P_PROBE + 1], port[P_PROBE + 2]
    tx, ty, tz = times_transposed(body_from_lvlh, ax, ay, az)
    ux, uy, uz = cross(wx, wy, wz, ax, ay, az)
    ux, uy, uz = times_transposed(body_from_lvlh, ux, uy, uz)
    # of the tip, against the station's center of mass, in LVLH
    rx, ry, rz = s[POSITION] + tx, s[POSITION + 1] + ty, s[POSITION + 2] + tz
    hx, hy, hz = s[TILT_RATE], s[TILT_RATE + 1], s[TILT_RATE + 2]
    cx, cy, cz = cross(hx, hy, hz, rx, ry, rz)
    vx, vy, vz = s[VELOCITY] + ux - cx, s[VELOCITY + 1] + uy - cy, s[VELOCITY + 2] + uz - cz
    # into the tilted station's axes, in which the port stands still
    tilting = turning_matrix(s[TILT], s[TILT + 1], s[TILT + 2])
    rx, ry, rz = times_transposed(tilting, rx, ry, rz)
    vx, vy, vz = times_transposed(tilting, vx, vy, vz)
    rx, ry, rz = rx - port[P_POSITION], ry - port[P_POSITION + 1], rz - port[P_POSITION + 2]
    p = P_AXES
    out[C_AXIAL] = port[p] * rx + port[p + 1] * ry + port[p + 2] * rz
    out[C_OFFSET] = port[p + 3] * rx + port[p + 4] * ry + port[p + 5] * rz
    out[C_OFFSET + 1] = port[p + 6] * rx + port[p + 7] * ry + port[p + 8] * rz
    out[C_CLOSING] = -(port[p] * vx + port[p + 1] * vy + port[p + 2] * vz)
    out[C_LATERAL_RATE] = port[p + 3] * vx + port[p + 4] * vy + port[p + 5] * vz
    out[C_LATERAL_RATE + 1] = port[p + 6] * vx + port[p + 7] * vy + port[p + 8] * vz
    # docked attitude in LVLH with the tilt: C = C_docked C_tilt
    q0, q1, q2, q3 = s[ATTITUDE], s[ATTITUDE + 1], s[ATTITUDE + 2], s[ATTITUDE + 3]
    k0, k1, k2, k3 = _tilt(s[TILT], s[TILT + 1], s[TILT + 2])
    d0, d1, d2, d3 = port[P_DOCKED], port[P_DOCKED + 1], port[P_DOCKED + 2], port[P_DOCKED + 3]
    m3 = k3 * d3 - k0 * d0 - k1 * d1 - k2 * d2
    m0 = k3 * d0 + d3 * k0 + k1 * d2 - k2 * d1
    m1 = k3 * d1 + d3 * k1 + k2 * d0 - k0 * d2
    m2 = k3 * d2 + d3 * k2 + k0 * d1 - k1 * d0
    # the turn from there to the ship: conj(m) q
    e3 = m3 * q3 + m0 * q0 + m1 * q1 + m2 * q2
    e0 = m3 * q0 - q3 * m0 - m1 * q2 + m2 * q1
    e1 = m3 * q1 - q3 * m1 - m2 * q0 + m0 * q2
    e2 = m3 * q2 - q3 * m2 - m0 * q1 + m1 * q0
    sine = np.sqrt(e0 * e0 + e1 * e1 + e2 * e2)
    scale = 2.0 if e3 >= 0.0 else -2.0
    if sine > 1e-9:
        scale *= np.arctan2(sine, abs(e3)) / sine
    out[C_ANGLES], out[C_ANGLES + 1], out[C_ANGLES + 2] = scale * e0, scale * e1, scale * e2
    bx, by, bz = times(body_from_lvlh, hx, hy, hz)
    out[C_RATES], out[C_RATES + 1], out[C_RATES + 2] = wx - bx, wy - by, wz - bz
    out[C_TIME], out[C_MASS] = time_s, s[MASS]


@cached_njit(types.void(types.float64, ARRAY, ARRAY, types.float64, ARRAY), _nrt=False)
def conditions_at(
    time_s: float, truth: Array, port: Array, rate_rad_s: float, conditions: Array
) -> None:
    """Fill the conditions of the leading point against the port at one state.

    Parameters
    ----------
    time_s : float
        Written as it is.
    truth : ndarray, shape (TRUTH_SIZE,)
        See `docking.columns`.
    port : ndarray, shape (PORT_SIZE,)
        See `docking.columns`.
    rate_rad_s : float
        At which LVLH turns, positive.
    conditions : ndarray, shape (CONDITIONS_SIZE,)
        Filled, columns `C_*`.
    """
    conditions_of(time_s, truth, port, rate_rad_s, conditions)


@njit(error_model="numpy", _nrt=False)
def state_between(before: Array, after: Array, dt_s: float, share: float, out: Array) -> None:
    """Fill the state at a share of a step."""
    rest = 1.0 - share
    for i in range(3):
        v0, v1 = before[VELOCITY + i], after[VELOCITY + i]
        step = after[POSITION + i] - before[POSITION + i]
        lean = rest * (dt_s * v0 - step) + share * (step - dt_s * v1)
        out[POSITION + i] = before[POSITION + i] + share * step + share * rest * lean
        turn = (rest - share) * lean + share * rest * (2.0 * step - dt_s * (v0 + v1))
        out[VELOCITY + i] = (step + turn) / dt_s
    for i in range(RATE, TRUTH_SIZE):
        out[i] = rest * before[i] + share * after[i]
    dot = 0.0
    for i in range(4):
        dot += before[ATTITUDE + i] * after[ATTITUDE + i]
    sign, norm = (1.0 if dot >= 0.0 else -1.0), 0.0
    for i in range(ATTITUDE, ATTITUDE + 4):
        out[i] = rest * before[i] + share * sign * after[i]
        norm += out[i] * out[i]
    for i in range(ATTITUDE, ATTITUDE + 4):
        out[i] /= np.sqrt(norm)


@cached_njit(
    types.float64(ARRAY, ARRAY, types.float64, types.float64, ARRAY, types.float64, ARRAY, ARRAY),
    _nrt=False,
)
def crossing(
    before: Array,
    after: Array,
    end_time_s: float,
    dt_s: float,
    port: Array,
    rate_rad_s: float,
    scratch: Array,
    conditions: Array,
) -> float:
    """Return when in the last step the leading point went through the port's plane.

    Parameters
    ----------
    before, after : ndarray, shape (TRUTH_SIZE,)
        The states at both ends of the step.
    end_time_s, dt_s : float
        The time at its end, and its length.
    port : ndarray, shape (PORT_SIZE,)
        See `docking.columns`.
    rate_rad_s : float
        At which LVLH turns.
    scratch : ndarray, shape (TRUTH_SIZE,)
        Left with the state at the crossing.
    conditions : ndarray, shape (CONDITIONS_SIZE,)
        Filled where there is a crossing; overwritten otherwise.

    Returns
    -------
    float
        Seconds after the start of the step, or -1 where the point does not go through inwards.
    """
    conditions_of(end_time_s, after, port, rate_rad_s, conditions)
    if not conditions[C_AXIAL] <= 0.0:
        return -1.0
    conditions_of(end_time_s - dt_s, before, port, rate_rad_s, conditions)
    if not conditions[C_AXIAL] > 0.0:
        return -1.0
    low, high, start = 0.0, 1.0, conditions[C_AXIAL]
    part = min(start / max(conditions[C_CLOSING] * dt_s, start), 1.0)
    for _ in range(ITERATIONS):
        state_between(before, after, dt_s, part, scratch)
        conditions_of(end_time_s - (1.0 - part) * dt_s, scratch, port, rate_rad_s, conditions)
        depth = conditions[C_AXIAL]
        if abs(depth) < DEPTH_TOLERANCE_M or high - low < 1e-13:
            break
        if depth > 0.0:
            low = part
        else:
            high = part
        part += depth / (conditions[C_CLOSING] * dt_s)
        if not low < part < high:
            part = 0.5 * (low + high)
    return float(part * dt_s)
