"""Turns, compiled: matrices of quaternions and rotation vectors, and a quaternion turned on.

Model   A quaternion is scalar-last; its matrix turns components of the frame it starts from into those
        of the frame it leads to, as `columns` says. A rotation vector t turns vectors:
        v' = v + t x v + ...; a body that turns by t in its own axes has the matrix exp(-[t x]) in front.
Valid   Any angle for rotation vectors to matrices; `turn_on` and `vector_of_turn` too.
Source  Shuster 1993, Journal of the Astronautical Sciences 41(4), 439.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Nine = tuple[float, float, float, float, float, float, float, float, float]
Three = tuple[float, float, float]


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def matrix_of(values: Array, at: int) -> Nine:
    """Return the matrix of the quaternion that begins at an index, by rows."""
    x, y, z, s = values[at], values[at + 1], values[at + 2], values[at + 3]
    return (
        1.0 - 2.0 * (y * y + z * z),
        2.0 * (x * y + s * z),
        2.0 * (x * z - s * y),
        2.0 * (x * y - s * z),
        1.0 - 2.0 * (x * x + z * z),
        2.0 * (y * z + s * x),
        2.0 * (x * z + s * y),
        2.0 * (y * z - s * x),
        1.0 - 2.0 * (x * x + y * y),
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def turning_matrix(x: float, y: float, z: float) -> Nine:
    """Return exp([t x]) of a rotation vector t [rad], by rows."""
    square = x * x + y * y + z * z
    if square < 1e-4:  # the next terms are below 1e-17
        s = 1.0 - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0))
        c = 0.5 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)))
    else:
        angle = np.sqrt(square)
        s, c = np.sin(angle) / angle, (1.0 - np.cos(angle)) / square
    return (
        1.0 - c * (y * y + z * z),
        c * x * y - s * z,
        c * x * z + s * y,
        c * x * y + s * z,
        1.0 - c * (x * x + z * z),
        c * y * z - s * x,
        c * x * z - s * y,
        c * y * z + s * x,
        1.0 - c * (x * x + y * y),
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def times(m: Nine, x: float, y: float, z: float) -> Three:
    """Return a matrix times a vector."""
    return (
        m[0] * x + m[1] * y + m[2] * z,
        m[3] * x + m[4] * y + m[5] * z,
        m[6] * x + m[7] * y + m[8] * z,
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def times_transposed(m: Nine, x: float, y: float, z: float) -> Three:
    """Return the transpose of a matrix times a vector."""
    return (
        m[0] * x + m[3] * y + m[6] * z,
        m[1] * x + m[4] * y + m[7] * z,
        m[2] * x + m[5] * y + m[8] * z,
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def cross(x: float, y: float, z: float, bx: float, by: float, bz: float) -> Three:
    """Return the cross product of (x, y, z) and b."""
    return y * bz - z * by, z * bx - x * bz, x * by - y * bx


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def turn_on(values: Array, at: int, x: float, y: float, z: float) -> None:
    """Turn the body of a quaternion on by a rotation vector in its own axes [rad], in place."""
    square = x * x + y * y + z * z
    if square < 1e-4:
        s = 0.5 * (1.0 - square / 24.0 * (1.0 - square / 80.0))
        c = 1.0 - square / 8.0 * (1.0 - square / 48.0)
    else:
        angle = np.sqrt(square)
        s, c = np.sin(0.5 * angle) / angle, np.cos(0.5 * angle)
    px, py, pz = s * x, s * y, s * z
    qx, qy, qz, qs = values[at], values[at + 1], values[at + 2], values[at + 3]
    kx = c * qx + qs * px - (py * qz - pz * qy)
    ky = c * qy + qs * py - (pz * qx - px * qz)
    kz = c * qz + qs * pz - (px * qy - py * qx)
    ks = c * qs - (px * qx + py * qy + pz * qz)
    norm = 1.0 / np.sqrt(kx * kx + ky * ky + kz * kz + ks * ks)
    values[at], values[at + 1], values[at + 2], values[at + 3] = (
        kx * norm,
        ky * norm,
        kz * norm,
        ks * norm,
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def turned_y(values: Array, at: int, angle_rad: float) -> None:
    """Let the frame that a quaternion starts from turn about its y axis, in place."""
    h = 0.5 * angle_rad
    s, c = -h * (1.0 - h * h / 6.0), 1.0 - 0.5 * h * h * (1.0 - h * h / 12.0)
    qx, qy, qz, qs = values[at], values[at + 1], values[at + 2], values[at + 3]
    values[at] = c * qx + s * qz
    values[at + 1] = c * qy + s * qs
    values[at + 2] = c * qz - s * qx
    values[at + 3] = c * qs - s * qy


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def vector_of_turn(values: Array, at: int, other: Array, at_other: int) -> Three:
    """Return the turn [rad], body axes, that leads from the attitude `other` to `values`."""
    ax, ay, az, as_ = values[at], values[at + 1], values[at + 2], values[at + 3]
    bx, by = -other[at_other], -other[at_other + 1]
    bz, bs = -other[at_other + 2], other[at_other + 3]
    x = as_ * bx + bs * ax - (ay * bz - az * by)
    y = as_ * by + bs * ay - (az * bx - ax * bz)
    z = as_ * bz + bs * az - (ax * by - ay * bx)
    s = as_ * bs - (ax * bx + ay * by + az * bz)
    if s < 0.0:
        x, y, z, s = -x, -y, -z, -s
    sine = np.sqrt(x * x + y * y + z * z)
    if sine < 1e-6:
        return 2.0 * x, 2.0 * y, 2.0 * z
    scale = 2.0 * np.arctan2(sine, s) / sine
    return scale * x, scale * y, scale * z
