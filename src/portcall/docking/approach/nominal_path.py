"""The planned path: guidance itself flown by a point mass that always turns as it is asked to.

Model   Clohessy-Wiltshire motion with a thrust acceleration that is held for a step, by fourth-order
        Runge-Kutta; the navigator believes the truth; control gives what guidance asks, up to a limit.
Valid   The plan's times, rates and delta-v; pulses, errors and attitude are the flight simulation's.
Source  Clohessy and Wiltshire 1960; Kutta 1901.
"""

from typing import Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking.approach.guidance_field import on_axis, tilted_port
from portcall.docking.approach.guidance_kernel import M_RANGE_M, guide
from portcall.docking.approach.legs import L_CORRIDOR_RAD
from portcall.docking.columns import (
    DONE,
    E_ATTITUDE,
    E_RATE,
    E_TILT,
    ERROR_SIZE,
    ESTIMATE_SIZE,
    LEG,
    P_DOCKED,
    S_ACCELERATION,
    S_ATTITUDE,
    S_RATE,
    S_VELOCITY,
    SETPOINT_SIZE,
)

Array = NDArray[np.float64]

# rows of a path: at these times, so far out, in this leg, with this much delta-v spent
N_TIME: Final = 0
N_POSITION: Final = 1  # 3 [m] LVLH
N_VELOCITY: Final = 4  # 3 [m/s] LVLH
N_RANGE: Final = 7  # [m] to go; on the axis the gap
N_CLOSING: Final = 8  # [m/s] of that range
N_LEG: Final = 9
N_DELTA_V: Final = 10  # [m/s] spent so far
N_ATTITUDE: Final = 11  # 4 body_from_lvlh, as asked
PATH_SIZE: Final = 15


@njit(error_model="numpy", fastmath={"contract"})
def _pushed_step(s: Array, dt: float, n: float, px: float, py: float, pz: float) -> None:
    """Advance position and velocity by one step with a held thrust."""
    k = np.empty((4, 6))
    w = s.copy()
    for stage in range(4):
        k[stage, 0], k[stage, 1], k[stage, 2] = w[3], w[4], w[5]
        k[stage, 3] = px + 2.0 * n * w[5]
        k[stage, 4] = py - n * n * w[1]
        k[stage, 5] = pz + 3.0 * n * n * w[2] - 2.0 * n * w[3]
        if stage < 3:
            part = dt if stage == 2 else 0.5 * dt
            for i in range(6):
                w[i] = s[i] + part * k[stage, i]
    for i in range(6):
        s[i] += dt / 6.0 * (k[0, i] + 2.0 * (k[1, i] + k[2, i]) + k[3, i])


PATH_SIGNATURE = types.int64(
    ARRAY, MATRIX, MATRIX, ARRAY, types.float64, types.float64, types.float64, ARRAY, ARRAY, MATRIX
)


@cached_njit(PATH_SIGNATURE)
def fly_point(
    start: Array, legs: Array, gates: Array, port: Array, n_rad_s: float, step_s: float,
    acceleration_m_s2: float, tilt_rad: Array, mode: Array, rows: Array,
) -> int:  # fmt: skip
    """Fly the plan as a point mass; return how many rows of the path were filled.

    Parameters
    ----------
    start : Array
        Position and velocity LVLH, shape (6,). [m, m/s]
    legs, gates, port : Array
        The plan's tables.
    n_rad_s, step_s, acceleration_m_s2 : float
        Orbital rate, step, greatest thrust acceleration.
    tilt_rad : Array
        The station's tilt, shape (3,).
    mode : Array
        Shape (MODE_SIZE,); moved to the end.
    rows : Array
        Shape (k, PATH_SIZE).

    Returns
    -------
    int
        Rows filled: to contact, to the end of the plan, or as many as there are.
    """
    s = start.copy()
    estimate = np.zeros(ESTIMATE_SIZE)
    covariance = np.zeros((ERROR_SIZE, ERROR_SIZE))
    setpoint = np.zeros(SETPOINT_SIZE)
    estimate[E_ATTITUDE : E_ATTITUDE + 4] = port[P_DOCKED : P_DOCKED + 4]
    estimate[E_TILT : E_TILT + 3] = tilt_rad
    actual = tilted_port(port, estimate, E_TILT)
    spent, before = 0.0, np.nan
    for row in range(rows.shape[0]):
        estimate[:6] = s
        guide(row * step_s, estimate, covariance, mode, legs, gates, port, n_rad_s, setpoint)
        range_m = mode[M_RANGE_M]
        if legs[int(mode[LEG]), L_CORRIDOR_RAD] > 0.0:
            range_m, _, _ = on_axis(actual, s[0], s[1], s[2])
        out = rows[row]
        out[N_TIME], out[N_RANGE], out[N_LEG], out[N_DELTA_V] = (
            row * step_s, range_m, mode[LEG], spent,
        )  # fmt: skip
        out[N_POSITION : N_POSITION + 6] = s
        out[N_CLOSING] = (before - range_m) / step_s if row > 0 else np.nan
        out[N_ATTITUDE : N_ATTITUDE + 4] = setpoint[S_ATTITUDE : S_ATTITUDE + 4]
        before = range_m
        if range_m <= 0.0 or mode[DONE] != 0.0:
            return int(row + 1)
        push = np.empty(3)
        for i in range(3):
            push[i] = setpoint[S_ACCELERATION + i] + (setpoint[S_VELOCITY + i] - s[3 + i]) / step_s
        size = np.sqrt(push[0] ** 2 + push[1] ** 2 + push[2] ** 2)
        if size > acceleration_m_s2:
            push *= acceleration_m_s2 / size
            size = acceleration_m_s2
        spent += size * step_s
        _pushed_step(s, step_s, n_rad_s, push[0], push[1], push[2])
        estimate[E_ATTITUDE : E_ATTITUDE + 4] = setpoint[S_ATTITUDE : S_ATTITUDE + 4]
        estimate[E_RATE : E_RATE + 3] = setpoint[S_RATE : S_RATE + 3]
    return int(rows.shape[0])
