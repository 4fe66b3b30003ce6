"""One step of the Dormand-Prince method: stages, new state, error, and the interpolant's stages.

Model   Explicit Runge-Kutta 8(5,3); `k` holds one stage's slope per row. The sums are written out
        so that the compiler sees constant weights and no zeros.
Valid   Any smooth first-order system `rhs(t, y, params, out)`.
Source  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.10.
"""

from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core import tableau as tb
from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX, RHS

Array = NDArray[np.float64]
Compiled = Any  # a compiled function that numba passes as a typed pointer

STAGE_ROWS = 16


@cached_njit(types.void(RHS, types.float64, ARRAY, ARRAY, MATRIX, types.int64))
def slope_into(rhs: Compiled, t: float, y: Array, params: Array, k: Array, row: int) -> None:
    """Write the slope at a state into one row of `k`."""
    rhs(t, y, params, k[row])


@cached_njit(types.void(RHS, types.float64, types.float64, ARRAY, ARRAY, MATRIX, ARRAY))
def stages(
    rhs: Compiled, t: float, h: float, y: Array, params: Array, k: Array, work: Array
) -> None:
    """Fill rows 1 to 11 of `k`; row 0 holds the slope at the step's start already."""
    for i in range(y.size):
        work[i] = y[i] + h * (tb.A_2_1 * k[0, i])
    slope_into(rhs, t + tb.C_2 * h, work, params, k, 1)
    for i in range(y.size):
        work[i] = y[i] + h * (tb.A_3_1 * k[0, i] + tb.A_3_2 * k[1, i])
    slope_into(rhs, t + tb.C_3 * h, work, params, k, 2)
    for i in range(y.size):
        work[i] = y[i] + h * (tb.A_4_1 * k[0, i] + tb.A_4_3 * k[2, i])
    slope_into(rhs, t + tb.C_4 * h, work, params, k, 3)
    for i in range(y.size):
        work[i] = y[i] + h * (tb.A_5_1 * k[0, i] + tb.A_5_3 * k[2, i] + tb.A_5_4 * k[3, i])
    slope_into(rhs, t + tb.C_5 * h, work, params, k, 4)
    for i in range(y.size):
        work[i] = y[i] + h * (tb.A_6_1 * k[0, i] + tb.A_6_4 * k[3, i] + tb.A_6_5 * k[4, i])
    slope_into(rhs, t + tb.C_6 * h, work, params, k, 5)
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_7_1 * k[0, i] + tb.A_7_4 * k[3, i] + tb.A_7_5 * k[4, i] + tb.A_7_6 * k[5, i]
        )
    slope_into(rhs, t + tb.C_7 * h, work, params, k, 6)
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_8_1 * k[0, i]
            + tb.A_8_4 * k[3, i]
            + tb.A_8_5 * k[4, i]
            + tb.A_8_6 * k[5, i]
            + tb.A_8_7 * k[6, i]
        )
    slope_into(rhs, t + tb.C_8 * h, work, params, k, 7)
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_9_1 * k[0, i]
            + tb.A_9_4 * k[3, i]
            + tb.A_9_5 * k[4, i]
            + tb.A_9_6 * k[5, i]
            + tb.A_9_7 * k[6, i]
            + tb.A_9_8 * k[7, i]
        )
    slope_into(rhs, t + tb.C_9 * h, work, params, k, 8)
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_10_1 * k[0, i]
            + tb.A_10_4 * k[3, i]
            + tb.A_10_5 * k[4, i]
            + tb.A_10_6 * k[5, i]
            + tb.A_10_7 * k[6, i]
            + tb.A_10_8 * k[7, i]
            + tb.A_10_9 * k[8, i]
        )
    slope_into(rhs, t + tb.C_10 * h, work, params, k, 9)
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_11_1 * k[0, i]
            + tb.A_11_4 * k[3, i]
            + tb.A_11_5 * k[4, i]
            + tb.A_11_6 * k[5, i]
            + tb.A_11_7 * k[6, i]
            + tb.A_11_8 * k[7, i]
            + tb.A_11_9 * k[8, i]
            + tb.A_11_10 * k[9, i]
        )
    slope_into(rhs, t + tb.C_11 * h, work, params, k, 10)
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_12_1 * k[0, i]
            + tb.A_12_4 * k[3, i]
            + tb.A_12_5 * k[4, i]
            + tb.A_12_6 * k[5, i]
            + tb.A_12_7 * k[6, i]
            + tb.A_12_8 * k[7, i]
            + tb.A_12_9 * k[8, i]
            + tb.A_12_10 * k[9, i]
            + tb.A_12_11 * k[10, i]
        )
    slope_into(rhs, t + h, work, params, k, 11)


@njit(error_model="numpy", fastmath={"contract"})
def advance(h: float, y: Array, k: Array, out: Array) -> None:
    """Write the 8th-order state at the step's end."""
    for i in range(y.size):
        out[i] = y[i] + h * (
            tb.B_1 * k[0, i]
            + tb.B_6 * k[5, i]
            + tb.B_7 * k[6, i]
            + tb.B_8 * k[7, i]
            + tb.B_9 * k[8, i]
            + tb.B_10 * k[9, i]
            + tb.B_11 * k[10, i]
            + tb.B_12 * k[11, i]
        )


@njit(error_model="numpy", fastmath={"contract"})
def error_ratio(h: float, k: Array, scale: Array) -> float:
    """Return the step's error over the tolerance (accept at one or less).

    Hairer's blend of the 5th and 3rd-order estimates, root mean square over the components.
    """
    sum5 = 0.0
    sum3 = 0.0
    for i in range(scale.size):
        e5 = (
            tb.E5_1 * k[0, i]
            + tb.E5_6 * k[5, i]
            + tb.E5_7 * k[6, i]
            + tb.E5_8 * k[7, i]
            + tb.E5_9 * k[8, i]
            + tb.E5_10 * k[9, i]
            + tb.E5_11 * k[10, i]
            + tb.E5_12 * k[11, i]
        )
        e3 = (
            tb.E3_1 * k[0, i]
            + tb.E3_6 * k[5, i]
            + tb.E3_7 * k[6, i]
            + tb.E3_8 * k[7, i]
            + tb.E3_9 * k[8, i]
            + tb.E3_10 * k[9, i]
            + tb.E3_11 * k[10, i]
            + tb.E3_12 * k[11, i]
        )
        sum5 += (e5 / scale[i]) ** 2
        sum3 += (e3 / scale[i]) ** 2
    blend = sum5 + 0.01 * sum3
    if blend <= 0.0:
        return 0.0
    return float(abs(h) * sum5 / np.sqrt(blend * scale.size))


@cached_njit(types.void(RHS, types.float64, types.float64, ARRAY, ARRAY, MATRIX, ARRAY))
def dense_stages(
    rhs: Compiled, t: float, h: float, y: Array, params: Array, k: Array, work: Array
) -> None:
    """Fill rows 13 to 15 of `k`, which the interpolant needs; rows 0 to 12 are there already."""
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_14_1 * k[0, i]
            + tb.A_14_7 * k[6, i]
            + tb.A_14_8 * k[7, i]
            + tb.A_14_9 * k[8, i]
            + tb.A_14_10 * k[9, i]
            + tb.A_14_11 * k[10, i]
            + tb.A_14_12 * k[11, i]
            + tb.A_14_13 * k[12, i]
        )
    slope_into(rhs, t + tb.C_14 * h, work, params, k, 13)
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_15_1 * k[0, i]
            + tb.A_15_6 * k[5, i]
            + tb.A_15_7 * k[6, i]
            + tb.A_15_8 * k[7, i]
            + tb.A_15_11 * k[10, i]
            + tb.A_15_12 * k[11, i]
            + tb.A_15_13 * k[12, i]
            + tb.A_15_14 * k[13, i]
        )
    slope_into(rhs, t + tb.C_15 * h, work, params, k, 14)
    for i in range(y.size):
        work[i] = y[i] + h * (
            tb.A_16_1 * k[0, i]
            + tb.A_16_6 * k[5, i]
            + tb.A_16_7 * k[6, i]
            + tb.A_16_8 * k[7, i]
            + tb.A_16_9 * k[8, i]
            + tb.A_16_13 * k[12, i]
            + tb.A_16_14 * k[13, i]
            + tb.A_16_15 * k[14, i]
        )
    slope_into(rhs, t + tb.C_16 * h, work, params, k, 15)
