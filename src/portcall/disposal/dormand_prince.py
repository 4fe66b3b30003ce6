"""The pair of orders 5 and 4 that carries many short falls, written for small states.

Model   Dormand and Prince's seven stages, the last of which is the first of the next step. Where ten
        meters are asked after half an hour, order 5 costs less than the order 8 of `core.integrator`.
Valid   Smooth systems; the step follows the stability of the fall as well as its accuracy.
Source  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, table II.5.2.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]

STAGES = 7
SAFETY = 0.9
SHRINK = 0.2
GROW = 4.0

A_2_1 = 1.0 / 5.0
A_3_1, A_3_2 = 3.0 / 40.0, 9.0 / 40.0
A_4_1, A_4_2, A_4_3 = 44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0
A_5_1, A_5_2 = 19372.0 / 6561.0, -25360.0 / 2187.0
A_5_3, A_5_4 = 64448.0 / 6561.0, -212.0 / 729.0
A_6_1, A_6_2, A_6_3 = 9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0
A_6_4, A_6_5 = 49.0 / 176.0, -5103.0 / 18656.0
B_1, B_3, B_4, B_5, B_6 = 35.0 / 384.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0
E_1, E_3, E_4 = 71.0 / 57600.0, -71.0 / 16695.0, 71.0 / 1920.0
E_5, E_6, E_7 = -17253.0 / 339200.0, 22.0 / 525.0, -1.0 / 40.0


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def stage_state(stage: int, h: float, y: Array, k: Array, out: Array) -> None:
    """Fill the state at which stage 2 to 7 is taken; that of 7 is the end of the step."""
    for i in range(out.size):
        if stage == 2:
            s = A_2_1 * k[0, i]
        elif stage == 3:
            s = A_3_1 * k[0, i] + A_3_2 * k[1, i]
        elif stage == 4:
            s = A_4_1 * k[0, i] + A_4_2 * k[1, i] + A_4_3 * k[2, i]
        elif stage == 5:
            s = A_5_1 * k[0, i] + A_5_2 * k[1, i] + A_5_3 * k[2, i] + A_5_4 * k[3, i]
        elif stage == 6:
            s = A_6_1 * k[0, i] + A_6_2 * k[1, i] + A_6_3 * k[2, i] + A_6_4 * k[3, i]
            s += A_6_5 * k[4, i]
        else:
            s = B_1 * k[0, i] + B_3 * k[2, i] + B_4 * k[3, i] + B_5 * k[4, i] + B_6 * k[5, i]
        out[i] = y[i] + h * s


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def local_error(h: float, i: int, k: Array) -> float:
    """Return the difference of the two orders in one component."""
    s = E_1 * k[0, i] + E_3 * k[2, i] + E_4 * k[3, i] + E_5 * k[4, i] + E_6 * k[5, i]
    return float(h * (s + E_7 * k[6, i]))


@njit(inline="always", error_model="numpy")
def growth(ratio: float) -> float:
    """Return by how much the step may grow after an error of `ratio` tolerances."""
    if not ratio < 1e6:
        return SHRINK
    return float(min(GROW, max(SHRINK, SAFETY * np.exp(-0.2 * np.log(max(ratio, 1e-9))))))
