"""The same method on second-order systems: what its stages do to positions alone.

Model   Where the force does not depend on speed, the slope of a position is a speed that the method has
        itself made, so the sums over stages nest: `AA` is the square of the matrix `A`, `BB` the row `B`
        times `A` (`BB_4` and `BB_5` vanish). Positions come out the same, to rounding, for half the
        sums and half the memory.
Valid   y'' = f(t, y).
Source  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.14, equation 14.13.
"""

from numba import types

from portcall.core import tableau as tb
from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX, RHS
from portcall.core.stages import Array, Compiled, slope_into

AA_3_1 = tb.A_3_2 * tb.A_2_1
AA_4_1 = tb.A_4_3 * tb.A_3_1
AA_4_2 = tb.A_4_3 * tb.A_3_2
AA_5_1 = tb.A_5_3 * tb.A_3_1 + tb.A_5_4 * tb.A_4_1
AA_5_2 = tb.A_5_3 * tb.A_3_2
AA_5_3 = tb.A_5_4 * tb.A_4_3
AA_6_1 = tb.A_6_4 * tb.A_4_1 + tb.A_6_5 * tb.A_5_1
AA_6_3 = tb.A_6_4 * tb.A_4_3 + tb.A_6_5 * tb.A_5_3
AA_6_4 = tb.A_6_5 * tb.A_5_4
AA_7_1 = tb.A_7_4 * tb.A_4_1 + tb.A_7_5 * tb.A_5_1 + tb.A_7_6 * tb.A_6_1
AA_7_3 = tb.A_7_4 * tb.A_4_3 + tb.A_7_5 * tb.A_5_3
AA_7_4 = tb.A_7_5 * tb.A_5_4 + tb.A_7_6 * tb.A_6_4
AA_7_5 = tb.A_7_6 * tb.A_6_5
AA_8_1 = tb.A_8_4 * tb.A_4_1 + tb.A_8_5 * tb.A_5_1 + tb.A_8_6 * tb.A_6_1 + tb.A_8_7 * tb.A_7_1
AA_8_3 = tb.A_8_4 * tb.A_4_3 + tb.A_8_5 * tb.A_5_3
AA_8_4 = tb.A_8_5 * tb.A_5_4 + tb.A_8_6 * tb.A_6_4 + tb.A_8_7 * tb.A_7_4
AA_8_5 = tb.A_8_6 * tb.A_6_5 + tb.A_8_7 * tb.A_7_5
AA_8_6 = tb.A_8_7 * tb.A_7_6
AA_9_1 = (
    tb.A_9_4 * tb.A_4_1
    + tb.A_9_5 * tb.A_5_1
    + tb.A_9_6 * tb.A_6_1
    + tb.A_9_7 * tb.A_7_1
    + tb.A_9_8 * tb.A_8_1
)
AA_9_3 = tb.A_9_4 * tb.A_4_3 + tb.A_9_5 * tb.A_5_3
AA_9_4 = tb.A_9_5 * tb.A_5_4 + tb.A_9_6 * tb.A_6_4 + tb.A_9_7 * tb.A_7_4 + tb.A_9_8 * tb.A_8_4
AA_9_5 = tb.A_9_6 * tb.A_6_5 + tb.A_9_7 * tb.A_7_5 + tb.A_9_8 * tb.A_8_5
AA_9_6 = tb.A_9_7 * tb.A_7_6 + tb.A_9_8 * tb.A_8_6
AA_9_7 = tb.A_9_8 * tb.A_8_7
AA_10_1 = (
    tb.A_10_4 * tb.A_4_1
    + tb.A_10_5 * tb.A_5_1
    + tb.A_10_6 * tb.A_6_1
    + tb.A_10_7 * tb.A_7_1
    + tb.A_10_8 * tb.A_8_1
    + tb.A_10_9 * tb.A_9_1
)
AA_10_3 = tb.A_10_4 * tb.A_4_3 + tb.A_10_5 * tb.A_5_3
AA_10_4 = (
    tb.A_10_5 * tb.A_5_4
    + tb.A_10_6 * tb.A_6_4
    + tb.A_10_7 * tb.A_7_4
    + tb.A_10_8 * tb.A_8_4
    + tb.A_10_9 * tb.A_9_4
)
AA_10_5 = tb.A_10_6 * tb.A_6_5 + tb.A_10_7 * tb.A_7_5 + tb.A_10_8 * tb.A_8_5 + tb.A_10_9 * tb.A_9_5
AA_10_6 = tb.A_10_7 * tb.A_7_6 + tb.A_10_8 * tb.A_8_6 + tb.A_10_9 * tb.A_9_6
AA_10_7 = tb.A_10_8 * tb.A_8_7 + tb.A_10_9 * tb.A_9_7
AA_10_8 = tb.A_10_9 * tb.A_9_8
AA_11_1 = (
    tb.A_11_4 * tb.A_4_1
    + tb.A_11_5 * tb.A_5_1
    + tb.A_11_6 * tb.A_6_1
    + tb.A_11_7 * tb.A_7_1
    + tb.A_11_8 * tb.A_8_1
    + tb.A_11_9 * tb.A_9_1
    + tb.A_11_10 * tb.A_10_1
)
AA_11_3 = tb.A_11_4 * tb.A_4_3 + tb.A_11_5 * tb.A_5_3
AA_11_4 = (
    tb.A_11_5 * tb.A_5_4
    + tb.A_11_6 * tb.A_6_4
    + tb.A_11_7 * tb.A_7_4
    + tb.A_11_8 * tb.A_8_4
    + tb.A_11_9 * tb.A_9_4
    + tb.A_11_10 * tb.A_10_4
)
AA_11_5 = (
    tb.A_11_6 * tb.A_6_5
    + tb.A_11_7 * tb.A_7_5
    + tb.A_11_8 * tb.A_8_5
    + tb.A_11_9 * tb.A_9_5
    + tb.A_11_10 * tb.A_10_5
)
AA_11_6 = (
    tb.A_11_7 * tb.A_7_6 + tb.A_11_8 * tb.A_8_6 + tb.A_11_9 * tb.A_9_6 + tb.A_11_10 * tb.A_10_6
)
AA_11_7 = tb.A_11_8 * tb.A_8_7 + tb.A_11_9 * tb.A_9_7 + tb.A_11_10 * tb.A_10_7
AA_11_8 = tb.A_11_9 * tb.A_9_8 + tb.A_11_10 * tb.A_10_8
AA_11_9 = tb.A_11_10 * tb.A_10_9
AA_12_1 = (
    tb.A_12_4 * tb.A_4_1
    + tb.A_12_5 * tb.A_5_1
    + tb.A_12_6 * tb.A_6_1
    + tb.A_12_7 * tb.A_7_1
    + tb.A_12_8 * tb.A_8_1
    + tb.A_12_9 * tb.A_9_1
    + tb.A_12_10 * tb.A_10_1
    + tb.A_12_11 * tb.A_11_1
)
AA_12_3 = tb.A_12_4 * tb.A_4_3 + tb.A_12_5 * tb.A_5_3
AA_12_4 = (
    tb.A_12_5 * tb.A_5_4
    + tb.A_12_6 * tb.A_6_4
    + tb.A_12_7 * tb.A_7_4
    + tb.A_12_8 * tb.A_8_4
    + tb.A_12_9 * tb.A_9_4
    + tb.A_12_10 * tb.A_10_4
    + tb.A_12_11 * tb.A_11_4
)
AA_12_5 = (
    tb.A_12_6 * tb.A_6_5
    + tb.A_12_7 * tb.A_7_5
    + tb.A_12_8 * tb.A_8_5
    + tb.A_12_9 * tb.A_9_5
    + tb.A_12_10 * tb.A_10_5
    + tb.A_12_11 * tb.A_11_5
)
AA_12_6 = (
    tb.A_12_7 * tb.A_7_6
    + tb.A_12_8 * tb.A_8_6
    + tb.A_12_9 * tb.A_9_6
    + tb.A_12_10 * tb.A_10_6
    + tb.A_12_11 * tb.A_11_6
)
AA_12_7 = (
    tb.A_12_8 * tb.A_8_7 + tb.A_12_9 * tb.A_9_7 + tb.A_12_10 * tb.A_10_7 + tb.A_12_11 * tb.A_11_7
)
AA_12_8 = tb.A_12_9 * tb.A_9_8 + tb.A_12_10 * tb.A_10_8 + tb.A_12_11 * tb.A_11_8
AA_12_9 = tb.A_12_10 * tb.A_10_9 + tb.A_12_11 * tb.A_11_9
AA_12_10 = tb.A_12_11 * tb.A_11_10
BB_1 = (
    tb.B_6 * tb.A_6_1
    + tb.B_7 * tb.A_7_1
    + tb.B_8 * tb.A_8_1
    + tb.B_9 * tb.A_9_1
    + tb.B_10 * tb.A_10_1
    + tb.B_11 * tb.A_11_1
    + tb.B_12 * tb.A_12_1
)
BB_6 = (
    tb.B_7 * tb.A_7_6
    + tb.B_8 * tb.A_8_6
    + tb.B_9 * tb.A_9_6
    + tb.B_10 * tb.A_10_6
    + tb.B_11 * tb.A_11_6
    + tb.B_12 * tb.A_12_6
)
BB_7 = (
    tb.B_8 * tb.A_8_7
    + tb.B_9 * tb.A_9_7
    + tb.B_10 * tb.A_10_7
    + tb.B_11 * tb.A_11_7
    + tb.B_12 * tb.A_12_7
)
BB_8 = tb.B_9 * tb.A_9_8 + tb.B_10 * tb.A_10_8 + tb.B_11 * tb.A_11_8 + tb.B_12 * tb.A_12_8
BB_9 = tb.B_10 * tb.A_10_9 + tb.B_11 * tb.A_11_9 + tb.B_12 * tb.A_12_9
BB_10 = tb.B_11 * tb.A_11_10 + tb.B_12 * tb.A_12_10
BB_11 = tb.B_12 * tb.A_12_11


@cached_njit(types.void(RHS, types.float64, types.float64, ARRAY, ARRAY, ARRAY, MATRIX, ARRAY))
def advance_positions(
    rhs: Compiled,
    t: float,
    h: float,
    y: Array,
    v: Array,
    params: Array,
    k: Array,
    work: Array,
) -> None:
    """Advance positions and velocities by one step, in place; `rhs` fills accelerations."""
    hh = h * h
    slope_into(rhs, t, y, params, k, 0)
    for i in range(y.size):
        work[i] = y[i] + tb.C_2 * h * v[i]
    slope_into(rhs, t + tb.C_2 * h, work, params, k, 1)
    for i in range(y.size):
        work[i] = y[i] + tb.C_3 * h * v[i] + hh * (AA_3_1 * k[0, i])
    slope_into(rhs, t + tb.C_3 * h, work, params, k, 2)
    for i in range(y.size):
        work[i] = y[i] + tb.C_4 * h * v[i] + hh * (AA_4_1 * k[0, i] + AA_4_2 * k[1, i])
    slope_into(rhs, t + tb.C_4 * h, work, params, k, 3)
    for i in range(y.size):
        work[i] = (
            y[i] + tb.C_5 * h * v[i] + hh * (AA_5_1 * k[0, i] + AA_5_2 * k[1, i] + AA_5_3 * k[2, i])
        )
    slope_into(rhs, t + tb.C_5 * h, work, params, k, 4)
    for i in range(y.size):
        work[i] = (
            y[i] + tb.C_6 * h * v[i] + hh * (AA_6_1 * k[0, i] + AA_6_3 * k[2, i] + AA_6_4 * k[3, i])
        )
    slope_into(rhs, t + tb.C_6 * h, work, params, k, 5)
    for i in range(y.size):
        work[i] = (
            y[i]
            + tb.C_7 * h * v[i]
            + hh * (AA_7_1 * k[0, i] + AA_7_3 * k[2, i] + AA_7_4 * k[3, i] + AA_7_5 * k[4, i])
        )
    slope_into(rhs, t + tb.C_7 * h, work, params, k, 6)
    for i in range(y.size):
        work[i] = (
            y[i]
            + tb.C_8 * h * v[i]
            + hh
            * (
                AA_8_1 * k[0, i]
                + AA_8_3 * k[2, i]
                + AA_8_4 * k[3, i]
                + AA_8_5 * k[4, i]
                + AA_8_6 * k[5, i]
            )
        )
    slope_into(rhs, t + tb.C_8 * h, work, params, k, 7)
    for i in range(y.size):
        work[i] = (
            y[i]
            + tb.C_9 * h * v[i]
            + hh
            * (
                AA_9_1 * k[0, i]
                + AA_9_3 * k[2, i]
                + AA_9_4 * k[3, i]
                + AA_9_5 * k[4, i]
                + AA_9_6 * k[5, i]
                + AA_9_7 * k[6, i]
            )
        )
    slope_into(rhs, t + tb.C_9 * h, work, params, k, 8)
    for i in range(y.size):
        work[i] = (
            y[i]
            + tb.C_10 * h * v[i]
            + hh
            * (
                AA_10_1 * k[0, i]
                + AA_10_3 * k[2, i]
                + AA_10_4 * k[3, i]
                + AA_10_5 * k[4, i]
                + AA_10_6 * k[5, i]
                + AA_10_7 * k[6, i]
                + AA_10_8 * k[7, i]
            )
        )
    slope_into(rhs, t + tb.C_10 * h, work, params, k, 9)
    for i in range(y.size):
        work[i] = (
            y[i]
            + tb.C_11 * h * v[i]
            + hh
            * (
                AA_11_1 * k[0, i]
                + AA_11_3 * k[2, i]
                + AA_11_4 * k[3, i]
                + AA_11_5 * k[4, i]
                + AA_11_6 * k[5, i]
                + AA_11_7 * k[6, i]
                + AA_11_8 * k[7, i]
                + AA_11_9 * k[8, i]
            )
        )
    slope_into(rhs, t + tb.C_11 * h, work, params, k, 10)
    for i in range(y.size):
        work[i] = (
            y[i]
            + h * v[i]
            + hh
            * (
                AA_12_1 * k[0, i]
                + AA_12_3 * k[2, i]
                + AA_12_4 * k[3, i]
                + AA_12_5 * k[4, i]
                + AA_12_6 * k[5, i]
                + AA_12_7 * k[6, i]
                + AA_12_8 * k[7, i]
                + AA_12_9 * k[8, i]
                + AA_12_10 * k[9, i]
            )
        )
    slope_into(rhs, t + h, work, params, k, 11)
    for i in range(y.size):
        y[i] += h * v[i] + hh * (
            BB_1 * k[0, i]
            + BB_6 * k[5, i]
            + BB_7 * k[6, i]
            + BB_8 * k[7, i]
            + BB_9 * k[8, i]
            + BB_10 * k[9, i]
            + BB_11 * k[10, i]
        )
        v[i] += h * (
            tb.B_1 * k[0, i]
            + tb.B_6 * k[5, i]
            + tb.B_7 * k[6, i]
            + tb.B_8 * k[7, i]
            + tb.B_9 * k[8, i]
            + tb.B_10 * k[9, i]
            + tb.B_11 * k[10, i]
            + tb.B_12 * k[11, i]
        )
