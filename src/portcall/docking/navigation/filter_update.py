"""Scalar measurements taken into the covariance, compiled: three shapes of what they depend on.

Model   W = P h, S = h W + r, P <- P - W W' / S, and the found errors grow by W nu / S, with nu less what
        the scalars before it at the same instant have explained. What was `seen` is the innovation,
        its noise's variance and the gate in sigmas. Beyond the gate nothing changes.
        The scalars of an instant wait, up to six of them, and then go through the covariance together:
        until then W is that of the old P less what the waiting ones take of it, which is the same.
        W W' is symmetric to rounding, so P stays so. P is handed in flat, row after row: only so does
        the compiler know that rows do not overlap, and uses packed arithmetic.
Valid   P positive definite and well above rounding against r; `settle` before P is read.
Source  Bierman 1977, Factorization Methods for Discrete Sequential Estimation, chapter V.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.navigation import filter_columns as f
from portcall.docking.turns import Three

Array = NDArray[np.float64]

SIZE = f.FILTER_SIZE
AT = f.U_ROOM  # of W
DX = f.U_ROOM + SIZE  # of the errors found
G = f.U_GAIN
HALF = f.KEPT_MOST // 2


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _settle_few(P: Array, room: Array) -> None:
    """Take up to three scalars out of the covariance."""
    for i in range(SIZE):
        a = room[G + i] * room[f.U_INVERSE]
        b = room[G + SIZE + i] * room[f.U_INVERSE + 1]
        d = room[G + 2 * SIZE + i] * room[f.U_INVERSE + 2]
        room[DX + i] += (
            room[G + i] * room[f.U_FOUND]
            + room[G + SIZE + i] * room[f.U_FOUND + 1]
            + room[G + 2 * SIZE + i] * room[f.U_FOUND + 2]
        )
        row = i * SIZE
        for j in range(SIZE):
            P[row + j] -= a * room[G + j] + b * room[G + SIZE + j] + d * room[G + 2 * SIZE + j]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _settle_all(P: Array, room: Array) -> None:
    """Take up to six scalars out of the covariance."""
    for i in range(SIZE):
        a = room[G + i] * room[f.U_INVERSE]
        b = room[G + SIZE + i] * room[f.U_INVERSE + 1]
        d = room[G + 2 * SIZE + i] * room[f.U_INVERSE + 2]
        e = room[G + 3 * SIZE + i] * room[f.U_INVERSE + 3]
        g = room[G + 4 * SIZE + i] * room[f.U_INVERSE + 4]
        h = room[G + 5 * SIZE + i] * room[f.U_INVERSE + 5]
        room[DX + i] += (
            room[G + i] * room[f.U_FOUND]
            + room[G + SIZE + i] * room[f.U_FOUND + 1]
            + room[G + 2 * SIZE + i] * room[f.U_FOUND + 2]
            + room[G + 3 * SIZE + i] * room[f.U_FOUND + 3]
            + room[G + 4 * SIZE + i] * room[f.U_FOUND + 4]
            + room[G + 5 * SIZE + i] * room[f.U_FOUND + 5]
        )
        row = i * SIZE
        for j in range(SIZE):
            P[row + j] -= (
                (a * room[G + j] + b * room[G + SIZE + j])
                + (d * room[G + 2 * SIZE + j] + e * room[G + 3 * SIZE + j])
                + (g * room[G + 4 * SIZE + j] + h * room[G + 5 * SIZE + j])
            )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def settle(P: Array, room: Array) -> None:
    """Take the scalars that wait out of the covariance."""
    kept = int(room[f.U_KEPT])
    if kept > HALF:
        _settle_all(P, room)
    elif kept > 0:
        _settle_few(P, room)
    for k in range(kept):
        room[f.U_INVERSE + k] = room[f.U_FOUND + k] = room[f.U_SHARE + k] = 0.0
    room[f.U_KEPT] = 0.0


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _explained(room: Array, kept: int, part: float) -> float:
    """Note how much of a waiting scalar is in the next; return what it explains of its innovation."""
    room[f.U_SHARE + kept] = part * room[f.U_INVERSE + kept]
    return float(part * room[f.U_FOUND + kept])


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _shares(room: Array) -> tuple[float, float, float, float, float, float]:
    """Return the shares of the waiting scalars in the next one."""
    s = f.U_SHARE
    return room[s], room[s + 1], room[s + 2], room[s + 3], room[s + 4], room[s + 5]


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _waiting(room: Array, j: int, shares: tuple[float, float, float, float, float, float]) -> float:
    """Return what the waiting scalars take off a number of the next W."""
    s, u, v, x, y, z = shares
    g = G + j
    return float(
        (s * room[g] + u * room[g + SIZE])
        + (v * room[g + 2 * SIZE] + x * room[g + 3 * SIZE])
        + (y * room[g + 4 * SIZE] + z * room[g + 5 * SIZE])
    )


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
    kept = int(room[f.U_KEPT])
    at = G + kept * SIZE
    for i in range(SIZE):
        room[at + i] = room[AT + i]
    room[f.U_INVERSE + kept] = inverse
    room[f.U_FOUND + kept] = nu * inverse
    room[f.U_KEPT] = kept + 1.0
    if kept + 1 == f.KEPT_MOST:
        settle(P, room)
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
    a, t, d, w = c.D_ATTITUDE, c.D_TILT, DX, AT
    nu = off
    for kept in range(int(room[f.U_KEPT])):
        g = G + kept * SIZE
        part = px * room[g] + py * room[g + 1] + pz * room[g + 2]
        part += ax * room[g + a] + ay * room[g + a + 1] + az * room[g + a + 2]
        part += tx * room[g + t] + ty * room[g + t + 1] + tz * room[g + t + 2]
        if bias >= 0:
            part += room[g + bias]
        nu -= _explained(room, kept, part)
    shares = _shares(room)
    for j in range(SIZE):
        room[AT + j] = (
            (px * P[j] + py * P[SIZE + j] + pz * P[2 * SIZE + j])
            + (ax * P[a * SIZE + j] + ay * P[(a + 1) * SIZE + j] + az * P[(a + 2) * SIZE + j])
            + (tx * P[t * SIZE + j] + ty * P[(t + 1) * SIZE + j] + tz * P[(t + 2) * SIZE + j])
            - _waiting(room, j, shares)
        )
    variance = r
    if bias >= 0:
        for j in range(SIZE):
            room[AT + j] += P[bias * SIZE + j]
        variance += room[w + bias]
        nu -= room[d + bias]
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
    t, q, d, w = c.D_TILT, f.D_TILT_RATE, DX, AT
    nu = off - room[d + bias]
    for kept in range(int(room[f.U_KEPT])):
        g = G + kept * SIZE
        part = room[g + bias] + px * room[g] + py * room[g + 1] + pz * room[g + 2]
        part += vx * room[g + 3] + vy * room[g + 4] + vz * room[g + 5]
        part += tx * room[g + t] + ty * room[g + t + 1] + tz * room[g + t + 2]
        part += qx * room[g + q] + qy * room[g + q + 1] + qz * room[g + q + 2]
        nu -= _explained(room, kept, part)
    shares = _shares(room)
    for j in range(SIZE):
        room[AT + j] = (
            (px * P[j] + py * P[SIZE + j] + pz * P[2 * SIZE + j])
            + (vx * P[3 * SIZE + j] + vy * P[4 * SIZE + j] + vz * P[5 * SIZE + j])
            + (tx * P[t * SIZE + j] + ty * P[(t + 1) * SIZE + j] + tz * P[(t + 2) * SIZE + j])
            + (qx * P[q * SIZE + j] + qy * P[(q + 1) * SIZE + j] + qz * P[(q + 2) * SIZE + j])
            + (P[bias * SIZE + j] - _waiting(room, j, shares))
        )
    variance = r + room[w + bias]
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
    nu = off - room[DX + at]
    for kept in range(int(room[f.U_KEPT])):
        g = G + kept * SIZE
        part = room[g + at] + room[g + bias] if bias >= 0 else room[g + at]
        nu -= _explained(room, kept, part)
    shares = _shares(room)
    for j in range(SIZE):
        room[AT + j] = P[at * SIZE + j] - _waiting(room, j, shares)
    variance = r + room[AT + at]
    if bias >= 0:
        for j in range(SIZE):
            room[AT + j] += P[bias * SIZE + j]
        variance = r + room[AT + at] + room[AT + bias]
        nu -= room[DX + bias]
    return float(_take(P, nu, variance, gate_sigmas, room))
