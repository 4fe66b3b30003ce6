"""Dense output: the state anywhere inside a step, to 7th order.

Model   The method's own continuous extension. A run keeps only the states at its steps; the stages
        of a step are computed again when somebody looks inside it, which costs a run nothing.
Valid   Inside the integrated span. Error about that of the step itself.
Source  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.10
        (contd5/contd8).
"""

import numpy as np
from numba import njit, types

from portcall.core import tableau as tb
from portcall.core.compiled import cached_njit
from portcall.core.function_address import function_at
from portcall.core.signatures import ARRAY, MATRIX
from portcall.core.stages import (
    STAGE_ROWS,
    Array,
    dense_stages,
    slope_into,
    stages,
)

DENSE = np.ascontiguousarray(tb.DENSE.T)  # four neighbours a stage: one vector
POLYNOMIAL_ROWS = 7


@njit(error_model="numpy", fastmath={"contract"})
def dense_polynomial(h: float, y: Array, y_new: Array, k: Array, out: Array) -> None:
    """Write the seven rows of the interpolant over one step."""
    for i in range(y.size):
        delta = y_new[i] - y[i]
        out[0, i] = delta
        out[1, i] = h * k[0, i] - delta
        out[2, i] = 2.0 * delta - h * (k[12, i] + k[0, i])
        slope = k[0, i]
        third, fourth = DENSE[0, 0] * slope, DENSE[0, 1] * slope
        fifth, sixth = DENSE[0, 2] * slope, DENSE[0, 3] * slope
        for j in range(5, STAGE_ROWS):
            slope = k[j, i]
            third += DENSE[j, 0] * slope
            fourth += DENSE[j, 1] * slope
            fifth += DENSE[j, 2] * slope
            sixth += DENSE[j, 3] * slope
        out[3, i] = h * third
        out[4, i] = h * fourth
        out[5, i] = h * fifth
        out[6, i] = h * sixth


@njit(error_model="numpy", fastmath={"contract"})
def dense_value(theta: float, y: Array, polynomial: Array, out: Array) -> None:
    """Write the state at the fraction `theta` of a step."""
    rest = 1.0 - theta
    for i in range(y.size):
        value = polynomial[6, i] * theta
        value = (value + polynomial[5, i]) * rest
        value = (value + polynomial[4, i]) * theta
        value = (value + polynomial[3, i]) * rest
        value = (value + polynomial[2, i]) * theta
        value = (value + polynomial[1, i]) * rest
        out[i] = y[i] + (value + polynomial[0, i]) * theta


@cached_njit(types.void(types.int64, ARRAY, MATRIX, ARRAY, ARRAY, MATRIX))
def dense_states(
    address: int, times: Array, states: Array, params: Array, wanted: Array, out: Array
) -> None:
    """Write the states at the wanted times.

    Parameters
    ----------
    address : int
        Of the right-hand side that the run used.
    times, states : Array
        The run's steps, shape (n + 1,) and (n + 1, d).
    params : Array
        The run's parameters.
    wanted : Array
        Times inside the run, in the order of the run for speed. [s]
    out : Array
        Receives the states, shape (wanted, d).
    """
    rhs = function_at(address)
    dimension = states.shape[1]
    k = np.empty((STAGE_ROWS, dimension))
    work = np.empty(dimension)
    y = np.empty(dimension)
    y_new = np.empty(dimension)
    polynomial = np.empty((POLYNOMIAL_ROWS, dimension))
    sign = 1.0 if times[-1] >= times[0] else -1.0
    current = -1
    for q in range(wanted.size):
        low = 0
        high = times.size - 1
        while high - low > 1:
            middle = (low + high) // 2
            if sign * (wanted[q] - times[middle]) >= 0.0:
                low = middle
            else:
                high = middle
        t = times[low]
        h = times[high] - t
        if low != current:
            for i in range(dimension):
                y[i] = states[low, i]
                y_new[i] = states[high, i]
            slope_into(rhs, t, y, params, k, 0)
            stages(rhs, t, h, y, params, k, work)
            slope_into(rhs, t + h, y_new, params, k, 12)
            dense_stages(rhs, t, h, y, params, k, work)
            dense_polynomial(h, y, y_new, k, polynomial)
            current = low
        theta = (wanted[q] - t) / h if h != 0.0 else 0.0
        dense_value(theta, y, polynomial, work)
        for i in range(dimension):
            out[q, i] = work[i]
