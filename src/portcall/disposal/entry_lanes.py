"""Entries side by side: where the figures of all lanes lie, and a step's arithmetic over them.

Model   `entry_forces.free_fall_itrf` and drag, written over lanes so that one instruction serves several
        bodies; all stages of the order 5(4) pair, and its error.
Valid   As `entry_kernel`, which decides what becomes of each step.
Source  As `entry_forces` and `dormand_prince`.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.constants import (
    EARTH_ROTATION_RAD_S,
    EGM_RADIUS_M,
    GM_EARTH_M3_S2,
    J2_EARTH,
    WGS84_A_M,
    WGS84_F,
)
from portcall.disposal.dormand_prince import (
    A_2_1,
    A_3_1,
    A_3_2,
    A_4_1,
    A_4_2,
    A_4_3,
    A_5_1,
    A_5_2,
    A_5_3,
    A_5_4,
    A_6_1,
    A_6_2,
    A_6_3,
    A_6_4,
    A_6_5,
    B_1,
    B_3,
    B_4,
    B_5,
    B_6,
    E_1,
    E_3,
    E_4,
    E_5,
    E_6,
    E_7,
    STAGES,
)  # fmt: skip
from portcall.disposal.entry_air_speed import wind_itrf
from portcall.environment.entry_air import density_in

Array = NDArray[np.float64]

LANES = 16
# all figures of all lanes lie in one flat array, row by row: a loop over lanes becomes a vector loop
# only where the compiler sees that rows do not overlap, as it does when their distances are constants
AT_Y, AT_WORK, AT_OUT, AT_K = (
    0,
    6 * LANES,
    12 * LANES,
    18 * LANES,
)  # state, state of a stage, its slope, all slopes
STATE_SIZE = 6 * LANES  # from the slope of one stage to that of the next
AT_K1, AT_K2, AT_K3, AT_K4, AT_K5, AT_K6, AT_K7 = (
    AT_K + STATE_SIZE * _stage for _stage in range(STAGES)
)
AT_OWN = AT_K + STATE_SIZE * STAGES
AT_T, AT_H, AT_DRAG, AT_STEPS, AT_KINK, AT_ENTERED, AT_ALTITUDE = (
    AT_OWN + _row * LANES for _row in range(7)
)
AT_SEEKING, AT_SHORT, AT_LONG, AT_ABOVE, AT_BELOW, AT_BODY = (
    AT_OWN + _row * LANES for _row in range(7, 13)
)
AT_HEIGHT, AT_INVERSE, AT_DENSITY, AT_WX, AT_WY, AT_WZ = (
    AT_OWN + _row * LANES for _row in range(13, 19)
)
AT_RATIO, AT_OWN_TIME, AT_TAKEN = (AT_OWN + _row * LANES for _row in range(19, 22))
MEMORY = 6 + AT_OWN + 22 * LANES
LANES_2, LANES_3, LANES_4, LANES_5 = 2 * LANES, 3 * LANES, 4 * LANES, 5 * LANES


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def slopes(m: Array, free_fall_factor: float, air: Array, wind: Array) -> None:
    """Fill the slope of the state in `AT_WORK` into `AT_OUT`, for all lanes."""
    for i in range(LANES):
        x, y, z = m[AT_WORK + i], m[AT_WORK + LANES + i], m[AT_WORK + LANES_2 + i]
        r2 = x * x + y * y + z * z
        inverse_r2 = 1.0 / r2
        inverse = np.sqrt(inverse_r2)
        sine2 = z * z * inverse_r2
        lift = WGS84_F * sine2
        curve = WGS84_F * lift * (1.0 - sine2)
        low = r2 * inverse - WGS84_A_M * (1.0 - lift - 1.5 * curve)
        m[AT_HEIGHT + i] = low - 2.0 * curve * low * (WGS84_A_M * inverse)
        m[AT_INVERSE + i] = inverse_r2
    for i in range(LANES):
        m[AT_DENSITY + i] = density_in(m[AT_HEIGHT + i], air)
    if wind.size > 0:
        for i in range(LANES):
            at = AT_WORK + i
            wx, wy, wz = wind_itrf(m[AT_HEIGHT + i], m[at], m[at + LANES], m[at + LANES_2], wind)
            m[AT_WX + i], m[AT_WY + i], m[AT_WZ + i] = wx, wy, wz
    turn = EARTH_ROTATION_RAD_S
    for i in range(LANES):
        x, y, z = m[AT_WORK + i], m[AT_WORK + LANES + i], m[AT_WORK + LANES_2 + i]
        vx, vy, vz = m[AT_WORK + LANES_3 + i], m[AT_WORK + LANES_4 + i], m[AT_WORK + LANES_5 + i]
        ux, uy, uz = vx - m[AT_WX + i], vy - m[AT_WY + i], vz - m[AT_WZ + i]
        inverse_r2 = m[AT_INVERSE + i]
        drag = -m[AT_DRAG + i] * m[AT_DENSITY + i] * np.sqrt(ux * ux + uy * uy + uz * uz)
        pull = GM_EARTH_M3_S2 * inverse_r2 * np.sqrt(inverse_r2)
        bulge = 1.5 * J2_EARTH * EGM_RADIUS_M * EGM_RADIUS_M * inverse_r2
        polar = 5.0 * z * z * inverse_r2
        across = pull * (1.0 + bulge * (1.0 - polar))
        m[AT_OUT + i] = vx
        m[AT_OUT + LANES + i] = vy
        m[AT_OUT + LANES_2 + i] = vz
        m[AT_OUT + LANES_3 + i] = (
            free_fall_factor * (-across * x + turn * (turn * x + 2.0 * vy)) + drag * ux
        )
        m[AT_OUT + LANES_4 + i] = (
            free_fall_factor * (-across * y + turn * (turn * y - 2.0 * vx)) + drag * uy
        )
        m[AT_OUT + LANES_5 + i] = (
            free_fall_factor * (-pull * (1.0 + bulge * (3.0 - polar)) * z) + drag * uz
        )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def copy(m: Array, source: int, target: int) -> None:
    """Copy the six rows at one place to another."""
    for i in range(STATE_SIZE):
        m[target + i] = m[source + i]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def stages(m: Array, free_fall_factor: float, air: Array, wind: Array) -> None:
    """Fill the slopes of all stages, and `AT_WORK` with the states a step later."""
    for c in range(0, STATE_SIZE, LANES):
        for i in range(LANES):
            m[AT_WORK + c + i] = m[AT_Y + c + i] + m[AT_H + i] * (A_2_1 * m[AT_K1 + c + i])
    slopes(m, free_fall_factor, air, wind)
    for c in range(0, STATE_SIZE, LANES):
        for i in range(LANES):
            k = m[AT_OUT + c + i]
            m[AT_K2 + c + i] = k
            s = A_3_1 * m[AT_K1 + c + i] + A_3_2 * k
            m[AT_WORK + c + i] = m[AT_Y + c + i] + m[AT_H + i] * s
    slopes(m, free_fall_factor, air, wind)
    for c in range(0, STATE_SIZE, LANES):
        for i in range(LANES):
            k = m[AT_OUT + c + i]
            m[AT_K3 + c + i] = k
            s = A_4_1 * m[AT_K1 + c + i] + A_4_2 * m[AT_K2 + c + i] + A_4_3 * k
            m[AT_WORK + c + i] = m[AT_Y + c + i] + m[AT_H + i] * s
    slopes(m, free_fall_factor, air, wind)
    for c in range(0, STATE_SIZE, LANES):
        for i in range(LANES):
            k = m[AT_OUT + c + i]
            m[AT_K4 + c + i] = k
            s = (
                A_5_1 * m[AT_K1 + c + i]
                + A_5_2 * m[AT_K2 + c + i]
                + A_5_3 * m[AT_K3 + c + i]
                + A_5_4 * k
            )
            m[AT_WORK + c + i] = m[AT_Y + c + i] + m[AT_H + i] * s
    slopes(m, free_fall_factor, air, wind)
    for c in range(0, STATE_SIZE, LANES):
        for i in range(LANES):
            k = m[AT_OUT + c + i]
            m[AT_K5 + c + i] = k
            s = A_6_1 * m[AT_K1 + c + i] + A_6_2 * m[AT_K2 + c + i] + A_6_3 * m[AT_K3 + c + i]
            s += A_6_4 * m[AT_K4 + c + i] + A_6_5 * k
            m[AT_WORK + c + i] = m[AT_Y + c + i] + m[AT_H + i] * s
    slopes(m, free_fall_factor, air, wind)
    for c in range(0, STATE_SIZE, LANES):
        for i in range(LANES):
            k = m[AT_OUT + c + i]
            m[AT_K6 + c + i] = k
            s = B_1 * m[AT_K1 + c + i] + B_3 * m[AT_K3 + c + i] + B_4 * m[AT_K4 + c + i]
            s += B_5 * m[AT_K5 + c + i] + B_6 * k
            m[AT_WORK + c + i] = m[AT_Y + c + i] + m[AT_H + i] * s
    slopes(m, free_fall_factor, air, wind)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _error2(m: Array, at: int) -> float:
    """Return the square of a component's error, per square of the step."""
    s = E_1 * m[AT_K1 + at] + E_3 * m[AT_K3 + at] + E_4 * m[AT_K4 + at] + E_5 * m[AT_K5 + at]
    s += E_6 * m[AT_K6 + at] + E_7 * m[AT_OUT + at]
    return float(s * s)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def errors(m: Array, tolerance_m: float) -> None:
    """Fill every lane's error in tolerances, and the time in which its velocity changes."""
    for i in range(LANES):
        place = _error2(m, i) + _error2(m, LANES + i) + _error2(m, LANES_2 + i)
        speed = _error2(m, LANES_3 + i) + _error2(m, LANES_4 + i) + _error2(m, LANES_5 + i)
        vx, vy, vz = m[AT_WORK + LANES_3 + i], m[AT_WORK + LANES_4 + i], m[AT_WORK + LANES_5 + i]
        ax, ay, az = m[AT_OUT + LANES_3 + i], m[AT_OUT + LANES_4 + i], m[AT_OUT + LANES_5 + i]
        # an error in velocity lasts for as long as the velocity itself
        time2 = (vx * vx + vy * vy + vz * vz) / (ax * ax + ay * ay + az * az + 100.0)
        m[AT_OWN_TIME + i] = np.sqrt(time2)
        m[AT_RATIO + i] = m[AT_H + i] * np.sqrt(place + speed * time2) / tolerance_m
