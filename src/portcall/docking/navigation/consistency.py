"""Whether a filter is as good as it says: normalised squares of its errors, compiled.

Model   e' P^-1 e of the errors and the block of the covariance that speaks of them, by Cholesky. For a
        consistent filter it has the mean of its number of errors.
Valid   Blocks that are positive definite; otherwise the value is not a number.
Source  Bar-Shalom, Li and Kirubarajan 2001, Estimation with Applications to Tracking and Navigation,
        section 5.4.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking import columns as c
from portcall.docking.turns import vector_of_turn

Array = NDArray[np.float64]

ORBIT, ATTITUDE, ALL = 0, 1, 2
ORBIT_ERRORS, ATTITUDE_ERRORS, ALL_ERRORS = 6, 3, 12
WORK_SHAPE = (ALL_ERRORS, ALL_ERRORS + 1)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _whiten(work: Array, first: int, last: int) -> None:
    """Factor the block of some rows; their last column becomes errors of variance one."""
    e = ALL_ERRORS
    for i in range(first, last):
        for j in range(first, i):
            part = work[i, j]
            for k in range(first, j):
                part -= work[i, k] * work[j, k]
            work[i, j] = part / work[j, j]
        own, left = work[i, i], work[i, e]
        for k in range(first, i):
            own -= work[i, k] * work[i, k]
            left -= work[i, k] * work[k, e]
        work[i, i] = np.sqrt(own)
        work[i, e] = left / work[i, i]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _sum_of_squares(work: Array, first: int, last: int) -> float:
    total = 0.0
    for i in range(first, last):
        total += work[i, ALL_ERRORS] * work[i, ALL_ERRORS]
    return float(total)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _fill(estimate: Array, covariance: Array, truth: Array, work: Array) -> None:
    """Fill the work with twelve rows of the covariance, and the errors behind them."""
    e = ALL_ERRORS
    for i in range(e):
        p = i if i < c.D_GYRO_BIAS else c.D_TILT + i - c.D_GYRO_BIAS
        for j in range(i + 1):
            q = j if j < c.D_GYRO_BIAS else c.D_TILT + j - c.D_GYRO_BIAS
            work[i, j] = covariance[p, q]
    for k in range(ORBIT_ERRORS):
        work[k, e] = truth[k] - estimate[k]
    x, y, z = vector_of_turn(truth, c.ATTITUDE, estimate, c.E_ATTITUDE)
    work[6, e], work[7, e], work[8, e] = x, y, z
    for k in range(3):
        work[9 + k, e] = truth[c.TILT + k] - estimate[c.E_TILT + k]


@cached_njit(types.void(ARRAY, MATRIX, ARRAY, MATRIX, ARRAY), _nrt=False)
def nees(estimate: Array, covariance: Array, truth: Array, work: Array, out: Array) -> None:
    """Fill the normalised squares of the errors: orbit (6), attitude (3), and both with the tilt (12).

    Parameters
    ----------
    estimate, covariance : Array
        Of the filter.
    truth : Array
        `columns`.
    work : Array
        `WORK_SHAPE`, changed.
    out : Array
        (3,), filled.
    """
    _fill(estimate, covariance, truth, work)
    _whiten(work, ORBIT_ERRORS, ORBIT_ERRORS + ATTITUDE_ERRORS)
    out[ATTITUDE] = _sum_of_squares(work, ORBIT_ERRORS, ORBIT_ERRORS + ATTITUDE_ERRORS)
    _fill(estimate, covariance, truth, work)
    _whiten(work, 0, ALL_ERRORS)
    out[ORBIT] = _sum_of_squares(work, 0, ORBIT_ERRORS)
    out[ALL] = _sum_of_squares(work, 0, ALL_ERRORS)
