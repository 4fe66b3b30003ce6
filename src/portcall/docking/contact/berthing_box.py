"""A ship held for the arm: where it is in its box, and where it drifts with its thrusters off.

Model   The ship's reference point against the middle of a box on the port's axis. With the thrusters off
        the ship's center moves as Clohessy and Wiltshire's closed form, it turns evenly, and the worst
        distance in the time of free drift is the greatest of samples two seconds apart.
Valid   A minute or two of drift near the station: there the closed form is good to millimeters.
Source  Clohessy and Wiltshire, J. Aerospace Sci. 27 (1960), in LVLH axes.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY
from portcall.docking.columns import ATTITUDE, POSITION, RATE, TILT, TILT_RATE, TRUTH_SIZE, VELOCITY
from portcall.docking.contact.contact_columns import C_AXIAL, C_OFFSET
from portcall.docking.contact.mating_plane import conditions_of
from portcall.docking.turns import matrix_of, times, turn_on

Array = NDArray[np.float64]

SAMPLE_S = 2.0


@njit(error_model="numpy", _nrt=False)
def drifted(state: Array, t: float, rate_rad_s: float, out: Array) -> None:
    """Fill the state after a time without thrust."""
    x, y, z = state[POSITION], state[POSITION + 1], state[POSITION + 2]
    vx, vy, vz = state[VELOCITY], state[VELOCITY + 1], state[VELOCITY + 2]
    n = rate_rad_s
    s, c = np.sin(n * t), np.cos(n * t)
    for i in range(TRUTH_SIZE):
        out[i] = state[i]
    out[POSITION] = (
        x + 6.0 * (n * t - s) * z + (4.0 * s / n - 3.0 * t) * vx + 2.0 * (1.0 - c) / n * vz
    )
    out[POSITION + 1] = c * y + s / n * vy
    out[POSITION + 2] = (4.0 - 3.0 * c) * z - 2.0 * (1.0 - c) / n * vx + s / n * vz
    out[VELOCITY] = 6.0 * n * (1.0 - c) * z + (4.0 * c - 3.0) * vx + 2.0 * s * vz
    out[VELOCITY + 1] = -n * s * y + c * vy
    out[VELOCITY + 2] = 3.0 * n * s * z - 2.0 * s * vx + c * vz
    ox, oy, oz = times(matrix_of(state, ATTITUDE), 0.0, -n, 0.0)
    wx, wy, wz = state[RATE] - ox, state[RATE + 1] - oy, state[RATE + 2] - oz
    turn_on(out, ATTITUDE, wx * t, wy * t, wz * t)
    for i in range(3):
        out[TILT + i] = state[TILT + i] + t * state[TILT_RATE + i]


@cached_njit(
    types.void(types.float64, ARRAY, ARRAY, types.float64, types.float64, ARRAY), _nrt=False
)
def box_conditions(
    time_s: float, truth: Array, port: Array, range_m: float, rate_rad_s: float, conditions: Array
) -> None:
    """Fill the conditions `C_*` against the middle of the box, `range_m` out of the port."""
    conditions_of(time_s, truth, port, rate_rad_s, conditions)
    conditions[C_AXIAL] -= range_m


@cached_njit(
    types.float64(ARRAY, ARRAY, types.float64, types.float64, types.float64, ARRAY, ARRAY),
    _nrt=False,
)
def box_dwell(
    truth: Array, port: Array, range_m: float, drift_s: float, rate_rad_s: float, scratch: Array,
    conditions: Array,
) -> float:  # fmt: skip
    """Return the greatest distance from the middle of the box in a time without thrust. [m]

    Parameters
    ----------
    truth : ndarray, shape (TRUTH_SIZE,)
        Where the thrusters are turned off.
    port : ndarray, shape (PORT_SIZE,)
        See `docking.columns`; `P_PROBE` is the point that has to stay in the box.
    range_m : float
        From the port to the middle of the box.
    drift_s : float
        How long.
    rate_rad_s : float
        At which LVLH turns.
    scratch : ndarray, shape (TRUTH_SIZE,)
        Left with the last state.
    conditions : ndarray, shape (CONDITIONS_SIZE,)
        Left with the last conditions against the box.
    """
    worst = 0.0
    samples = int(np.ceil(drift_s / SAMPLE_S))
    for i in range(samples + 1):
        drifted(truth, drift_s * i / samples, rate_rad_s, scratch)
        conditions_of(drift_s * i / samples, scratch, port, rate_rad_s, conditions)
        conditions[C_AXIAL] -= range_m
        x, y, z = conditions[C_AXIAL], conditions[C_OFFSET], conditions[C_OFFSET + 1]
        worst = max(worst, np.sqrt(x * x + y * y + z * z))
    return float(worst)


def push_into_box_m_s(distance_m: float, drift_s: float, rate_rad_s: float) -> float:
    """Return the speed towards the station that keeps a hold on the radial axis centered in a drift.

    A ship at rest below or above the center falls away from it by 3 n^2 d t^2 / 2; half of that speed
    given beforehand makes the drift symmetric.

    Examples
    --------
    >>> round(push_into_box_m_s(30.0, 60.0, 1.13e-3), 5)
    0.00345
    """
    return 1.5 * rate_rad_s * rate_rad_s * distance_m * drift_s
