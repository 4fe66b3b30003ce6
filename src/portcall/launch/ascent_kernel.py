"""The ascent's equations of motion, compiled: one point mass over the turning ellipsoid.

Model   Three degrees of freedom in the frame that is frozen at lift-off (Earth-fixed axes of that
        instant, not turning). Point-mass gravity with J2; thrust that falls with back pressure;
        drag against air that turns with the Earth; mass flow. Phases of constant engine setting,
        each flown by classical Runge-Kutta steps that end exactly on its end, so that no step ever
        spans a staging event.
Valid   Pad to separation. No wind, no lift, no attitude dynamics: the thrust points where the
        steering asks. One-second steps hold the separation state to 5 m and 2 cm/s, half-second
        steps to 1 m (tested): corners of the air and drag tables, not the order, set the error.
Source  Kutta 1901 (Hairer, Norsett & Wanner 1993, table 1.2, left); J2 as Vallado 2013, eq. 8-30.
"""

import math

import numpy as np
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit_at_call
from portcall.core.constants import (
    EARTH_ROTATION_RAD_S,
    EGM_RADIUS_M,
    GM_EARTH_M3_S2,
    J2_EARTH,
    WGS84_A_M,
)
from portcall.environment.atmosphere import (
    US76_GAS_CONSTANT_J_KG_K,
    US76_JOIN_M,
    geodetic_altitude_m,
    sound_speed_m_s,
    us76_density,
    us76_low,
    us76_table,
)

Array = NDArray[np.float64]

# state: position 0-2, velocity 3-5, mass 6, then what the thrust could have given and where it went
SIZE = 11
MASS, IDEAL, GRAVITY_LOSS, DRAG_LOSS, STEERING_LOSS = 6, 7, 8, 9, 10

# columns of a phase
START, END, THRUST, EXIT_AREA, FLOW, DRAG_AREA, DROP, MODE, PHASE_COLUMNS = range(9)
VERTICAL, PITCH_OVER, GRAVITY_TURN, TANGENT = 0.0, 1.0, 2.0, 3.0

# columns of the steering
PITCH, AZIMUTH, PITCH_START, PITCH_END, TANGENT_START = range(5)
UP_RATIO, UP_RATE, SIDE_RATIO, SIDE_RATE, STEERING_COLUMNS = range(5, 10)

_UPPER_AIR = us76_table()
_AIR_TOP_M = 150_000.0
# the standard's temperature from 86 to 91 km; above, pressure and Mach number no longer matter
_MESOPAUSE_K = 186.87
_MESOPAUSE_SOUND_M_S = 274.1
_AIR_RADIUS2_M2 = (WGS84_A_M + _AIR_TOP_M) ** 2  # no air above, at any latitude
_J2_M5_S2 = 1.5 * J2_EARTH * GM_EARTH_M3_S2 * EGM_RADIUS_M**2


@cached_njit_at_call()
def air(altitude_m: float) -> tuple[float, float, float]:
    """Return density [kg/m3], pressure [Pa] and speed of sound [m/s] of the US76 air.

    Nothing above 150 km, where the dynamic pressure at 5 km/s is 0.03 Pa.
    """
    if altitude_m < US76_JOIN_M:
        density_kg_m3, pressure_pa, temperature_k = us76_low(altitude_m)
        return density_kg_m3, pressure_pa, sound_speed_m_s(temperature_k)
    if altitude_m >= _AIR_TOP_M:
        return 0.0, 0.0, _MESOPAUSE_SOUND_M_S
    density_kg_m3 = us76_density(altitude_m, _UPPER_AIR, 0)
    pressure_pa = density_kg_m3 * US76_GAS_CONSTANT_J_KG_K * _MESOPAUSE_K
    return density_kg_m3, pressure_pa, _MESOPAUSE_SOUND_M_S


@cached_njit_at_call()
def gravity(x_m: float, y_m: float, z_m: float) -> tuple[float, float, float]:
    """Return the acceleration [m/s2] of a point mass with J2, axes along the pole."""
    r2 = x_m * x_m + y_m * y_m + z_m * z_m
    r = math.sqrt(r2)
    center = -GM_EARTH_M3_S2 / (r2 * r)
    bulge = -_J2_M5_S2 / (r2 * r2 * r)
    polar = 5.0 * z_m * z_m / r2
    side = center + bulge * (1.0 - polar)
    return side * x_m, side * y_m, (center + bulge * (3.0 - polar)) * z_m


@cached_njit_at_call()
def _drag_coefficient(mach: float, drag: Array) -> float:
    if mach >= drag[0, -1]:
        return float(drag[1, -1])
    k = 0
    while mach > drag[0, k + 1]:
        k += 1
    part = (mach - drag[0, k]) / (drag[0, k + 1] - drag[0, k])
    return float(drag[1, k] + part * (drag[1, k + 1] - drag[1, k]))


@cached_njit_at_call()
def _thrust_direction(
    t_s: float, mode: float, steering: Array, pad: Array, axes: Array, wind: Array, out: Array
) -> None:
    """Write the unit thrust direction; rows of pad: up, north, east; of axes: ahead, up, side."""
    if mode == TANGENT:
        tau_s = t_s - steering[TANGENT_START]
        up = steering[UP_RATIO] + steering[UP_RATE] * tau_s
        side = steering[SIDE_RATIO] + steering[SIDE_RATE] * tau_s
        size = math.sqrt(1.0 + up * up + side * side)
        for k in range(3):
            out[k] = (axes[0, k] + up * axes[1, k] + side * axes[2, k]) / size
        return
    if mode == GRAVITY_TURN:
        size = math.sqrt(wind[0] ** 2 + wind[1] ** 2 + wind[2] ** 2)
        for k in range(3):
            out[k] = wind[k] / size
        return
    tilt = 0.0
    if mode == PITCH_OVER:
        span_s = steering[PITCH_END] - steering[PITCH_START]
        tilt = steering[PITCH] * (t_s - steering[PITCH_START]) / span_s
    cu = math.cos(tilt)
    cn = math.sin(tilt) * math.cos(steering[AZIMUTH])
    ce = math.sin(tilt) * math.sin(steering[AZIMUTH])
    x = cu * pad[0, 0] + cn * pad[1, 0] + ce * pad[2, 0]
    y = cu * pad[0, 1] + cn * pad[1, 1] + ce * pad[2, 1]
    # the pad turns with the Earth
    turn = EARTH_ROTATION_RAD_S * t_s
    c, s = math.cos(turn), math.sin(turn)
    out[0] = c * x - s * y
    out[1] = s * x + c * y
    out[2] = cu * pad[0, 2] + cn * pad[1, 2] + ce * pad[2, 2]


@cached_njit_at_call()
def _rates(
    t_s: float,
    y: Array,
    phase: Array,
    steering: Array,
    pad: Array,
    axes: Array,
    drag_curve: Array,
    scratch: Array,
    out: Array,
) -> None:
    density_kg_m3, pressure_pa, sound_m_s = 0.0, 0.0, 1.0
    if y[0] * y[0] + y[1] * y[1] + y[2] * y[2] < _AIR_RADIUS2_M2:
        density_kg_m3, pressure_pa, sound_m_s = air(geodetic_altitude_m(y[0], y[1], y[2]))
    wind, direction = scratch[0], scratch[1]
    wind[0] = y[3] + EARTH_ROTATION_RAD_S * y[1]
    wind[1] = y[4] - EARTH_ROTATION_RAD_S * y[0]
    wind[2] = y[5]
    air_speed_m_s = math.sqrt(wind[0] ** 2 + wind[1] ** 2 + wind[2] ** 2)
    drag = 0.0
    if density_kg_m3 > 0.0:
        cd = _drag_coefficient(air_speed_m_s / sound_m_s, drag_curve)
        drag = 0.5 * density_kg_m3 * air_speed_m_s * cd * phase[DRAG_AREA] / y[MASS]
    push = 0.0
    if phase[THRUST] > 0.0:
        push = (phase[THRUST] - pressure_pa * phase[EXIT_AREA]) / y[MASS]
        _thrust_direction(t_s, phase[MODE], steering, pad, axes, wind, direction)
    gx, gy, gz = gravity(y[0], y[1], y[2])
    speed_m_s = math.sqrt(y[3] ** 2 + y[4] ** 2 + y[5] ** 2)
    along = (direction[0] * y[3] + direction[1] * y[4] + direction[2] * y[5]) / speed_m_s
    out[0], out[1], out[2] = y[3], y[4], y[5]
    out[3] = gx + push * direction[0] - drag * wind[0]
    out[4] = gy + push * direction[1] - drag * wind[1]
    out[5] = gz + push * direction[2] - drag * wind[2]
    out[MASS] = -phase[FLOW]
    out[IDEAL] = push
    out[GRAVITY_LOSS] = -(gx * y[3] + gy * y[4] + gz * y[5]) / speed_m_s
    out[DRAG_LOSS] = drag * (wind[0] * y[3] + wind[1] * y[4] + wind[2] * y[5]) / speed_m_s
    out[STEERING_LOSS] = push * (1.0 - along)


@cached_njit_at_call()
def fly(
    phases: Array,
    steering: Array,
    pad: Array,
    axes: Array,
    drag_curve: Array,
    start: Array,
    step_s: float,
    history: Array,
) -> tuple[Array, Array, int]:
    """Fly the phases one after another.

    Parameters
    ----------
    phases : Array
        Shape (n, 8): start, end [s], vacuum thrust [N], exit area [m2], flow [kg/s], drag area
        [m2], mass dropped at the end [kg], steering mode.
    steering : Array
        Shape (9,): see the column names.
    pad : Array
        Shape (3, 3): rows up, north, east at the pad, frozen frame.
    axes : Array
        Shape (3, 3): rows ahead, up, side of the guidance frame, frozen frame.
    drag_curve : Array
        Shape (2, k): Mach numbers from 0 up, drag coefficients on the frontal area.
    start : Array
        Shape (11,): state at lift-off, frozen frame.
    step_s : float
        Longest step. [s]
    history : Array
        Shape (m, 12), filled with time and state after every step; no rows: not kept.

    Returns
    -------
    tuple[Array, Array, int]
        Final state (11,), the state at the end of each phase before its drop (n, 11), and the
        number of history rows written.
    """
    y = start.copy()
    ends = np.empty((phases.shape[0], SIZE))
    k1, k2, k3, k4 = np.empty(SIZE), np.empty(SIZE), np.empty(SIZE), np.empty(SIZE)
    scratch, w = np.zeros((2, 3)), np.empty(SIZE)
    rows = 0
    if history.shape[0] > 0:
        history[0, 0] = phases[0, START]
        history[0, 1:] = y
        rows = 1
    for n in range(phases.shape[0]):
        phase = phases[n]
        span_s = phase[END] - phase[START]
        steps = max(1, math.ceil(span_s / step_s - 1e-9))
        h = span_s / steps
        for k in range(steps):
            t = phase[START] + k * h
            _rates(t, y, phase, steering, pad, axes, drag_curve, scratch, k1)
            for j in range(SIZE):
                w[j] = y[j] + 0.5 * h * k1[j]
            _rates(t + 0.5 * h, w, phase, steering, pad, axes, drag_curve, scratch, k2)
            for j in range(SIZE):
                w[j] = y[j] + 0.5 * h * k2[j]
            _rates(t + 0.5 * h, w, phase, steering, pad, axes, drag_curve, scratch, k3)
            for j in range(SIZE):
                w[j] = y[j] + h * k3[j]
            _rates(t + h, w, phase, steering, pad, axes, drag_curve, scratch, k4)
            for j in range(SIZE):
                y[j] += h / 6.0 * (k1[j] + 2.0 * (k2[j] + k3[j]) + k4[j])
            if rows < history.shape[0]:
                history[rows, 0] = t + h
                history[rows, 1:] = y
                rows += 1
        ends[n] = y
        y[MASS] -= phase[DROP]
    return y, ends, rows
