"""One scalar measurement taken into the covariance, compiled: three shapes of what it depends on.

Model   W = P h, S = h W + r, P <- P - W W' / S, and the found errors grow by W nu / S, with nu less what
        the scalars before it at the same instant have explained. What was `seen` is the innovation,
        its noise's variance and the gate in sigmas. Beyond the gate nothing changes.
        W W' is symmetric to rounding, so P stays so. P is handed in flat, row after row: only so does
        the compiler know that rows do not overlap, and uses packed arithmetic.
Valid   P positive definite and well above rounding against r.
Source  Bierman 1977, Factorization Methods for Discrete Sequential Estimation, chapter V.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking import filter_columns as f
from portcall.docking.turns import Three

Array = NDArray[np.float64]

SIZE = f.FILTER_SIZE
AT = f.U_ROOM  # of W
DX = f.U_ROOM + SIZE  # of the errors found


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _take(P: Array, nu: float, variance: float, gate_sigmas: float, room: Array) -> float:
    """Take in a scalar whose W stands in the room; return the innovation over its sigma."""
    inverse = 1.0 / variance
    square, scaled = nu * nu * inverse, nu / np.sqrt(variance)
    if not square <= gate_sigmas * gate_sigmas:
        room[f.U_REJECTED] += 1.0
        return float(scaled)
    room[f.U_NIS] += square
    room[f.U_USED] += 1.0
    for i in range(SIZE):
        gain = room[AT + i] * inverse
        room[DX + i] += gain * nu
        row = i * SIZE
        for j in range(SIZE):
            P[row + j] -= gain * room[AT + j]
    return float(scaled)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def line_scalar(
    P: Array, position: Three, attitude: Three, tilt: Three, bias: int, seen: Three, room: Array
) -> float:
    """Take in what depends on position, attitude, tilt and one bias (-1: none)."""
    px, py, pz = position
    ax, ay, az = attitude
    tx, ty, tz = tilt
    off, r, gate_sigmas = seen
    a, t = c.D_ATTITUDE, c.D_TILT
    for j in range(SIZE):
        room[AT + j] = (
            (px * P[j] + py * P[SIZE + j] + pz * P[2 * SIZE + j])
            + (ax * P[a * SIZE + j] + ay * P[(a + 1) * SIZE + j] + az * P[(a + 2) * SIZE + j])
            + (tx * P[t * SIZE + j] + ty * P[(t + 1) * SIZE + j] + tz * P[(t + 2) * SIZE + j])
        )
    variance, nu = r, off
    if bias >= 0:
        for j in range(SIZE):
            room[AT + j] += P[bias * SIZE + j]
        variance += room[AT + bias]
        nu -= room[DX + bias]
    w, d = AT, DX
    variance += px * room[w] + py * room[w + 1] + pz * room[w + 2]
    variance += ax * room[w + a] + ay * room[w + a + 1] + az * room[w + a + 2]
    variance += tx * room[w + t] + ty * room[w + t + 1] + tz * room[w + t + 2]
    nu -= px * room[d] + py * room[d + 1] + pz * room[d + 2]
    nu -= ax * room[d + a] + ay * room[d + a + 1] + az * room[d + a + 2]
    nu -= tx * room[d + t] + ty * room[d + t + 1] + tz * room[d + t + 2]
    return float(_take(P, nu, variance, gate_sigmas, room))


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def rate_scalar(
    P: Array,
    position: Three,
    velocity: Three,
    tilt: Three,
    tilt_rate: Three,
    bias: int,
    seen: Three,
    room: Array,
) -> float:
    """Take in what depends on position, velocity, tilt, its rate and one bias."""
    px, py, pz = position
    vx, vy, vz = velocity
    tx, ty, tz = tilt
    qx, qy, qz = tilt_rate
    off, r, gate_sigmas = seen
    t, q = c.D_TILT, f.D_TILT_RATE
    for j in range(SIZE):
        room[AT + j] = (
            (px * P[j] + py * P[SIZE + j] + pz * P[2 * SIZE + j])
            + (vx * P[3 * SIZE + j] + vy * P[4 * SIZE + j] + vz * P[5 * SIZE + j])
            + (tx * P[t * SIZE + j] + ty * P[(t + 1) * SIZE + j] + tz * P[(t + 2) * SIZE + j])
            + (qx * P[q * SIZE + j] + qy * P[(q + 1) * SIZE + j] + qz * P[(q + 2) * SIZE + j])
            + P[bias * SIZE + j]
        )
    w, d = AT, DX
    variance, nu = r + room[w + bias], off - room[d + bias]
    variance += px * room[w] + py * room[w + 1] + pz * room[w + 2]
    variance += vx * room[w + 3] + vy * room[w + 4] + vz * room[w + 5]
    variance += tx * room[w + t] + ty * room[w + t + 1] + tz * room[w + t + 2]
    variance += qx * room[w + q] + qy * room[w + q + 1] + qz * room[w + q + 2]
    nu -= px * room[d] + py * room[d + 1] + pz * room[d + 2]
    nu -= vx * room[d + 3] + vy * room[d + 4] + vz * room[d + 5]
    nu -= tx * room[d + t] + ty * room[d + t + 1] + tz * room[d + t + 2]
    nu -= qx * room[d + q] + qy * room[d + q + 1] + qz * room[d + q + 2]
    return float(_take(P, nu, variance, gate_sigmas, room))


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def point_scalar(P: Array, at: int, bias: int, seen: Three, room: Array) -> float:
    """Take in one error itself, with one bias (-1: none) added."""
    off, r, gate_sigmas = seen
    for j in range(SIZE):
        room[AT + j] = P[at * SIZE + j]
    variance, nu = r + room[AT + at], off - room[DX + at]
    if bias >= 0:
        for j in range(SIZE):
            room[AT + j] += P[bias * SIZE + j]
        variance = r + room[AT + at] + room[AT + bias]
        nu -= room[DX + bias]
    return float(_take(P, nu, variance, gate_sigmas, room))
