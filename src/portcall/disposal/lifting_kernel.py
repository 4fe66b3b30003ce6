"""A lifting body's way through the air, compiled: three degrees of freedom and a bank angle.

Model   A point mass over the turning ellipsoid with J2 (`entry_forces`), drag against the airflow and
        lift across it, turned about it by the bank; coefficients over the Mach number; US76 air times
        a density factor. Fourth-order Runge-Kutta; a step is at most `step_s`, and at most
        `RELAXATION` of the time in which drag would stop the body, so that an opening parachute is
        followed too.
Valid   Below 150 km. No attitude motion: the body is trimmed, the bank is where it is commanded.
        Half-second steps hold the place of the parachute's opening to 10 m (tested).
Source  Vinh, Busemann and Culp 1980, Hypersonic and Planetary Entry Flight Mechanics, chapter 2;
        Sutton and Graves 1971, NASA TR R-376 (heating); Kutta 1901.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.signatures import ARRAY, MATRIX
from portcall.disposal.entry_forces import free_fall_itrf
from portcall.environment.atmosphere import (
    US76_JOIN_M,
    geodetic_altitude_m,
    sound_speed_m_s,
    us76_density,
    us76_low,
    us76_table,
)

Array = NDArray[np.float64]

# what a body is: areas over mass times coefficients, slow and fast, and what changes between
(
    DRAG_SLOW, DRAG_FAST, LIFT_SLOW, LIFT_FAST,
    MACH_SLOW, MACH_FAST, DENSITY_FACTOR, NOSE_RADIUS, BODY_COLUMNS,
) = range(9)  # fmt: skip
# what ends a flight besides the time
FLOOR, CEILING, SPAN, STEP, LIMIT_COLUMNS = range(5)
# rows of what is kept of a flight
TIME, X, Y, Z, VX, VY, VZ, ALTITUDE, LOAD, FLUX, BANK, ROW_COLUMNS = range(12)

RELAXATION = 0.2
SUTTON_GRAVES_SI = 1.7415e-4  # W m-2 with density in kg m-3, radius in m, speed in m/s
_MESOPAUSE_SOUND_M_S = 274.1  # at 186.87 K; above 86 km the Mach number no longer matters
_UPPER_AIR = us76_table()


@njit(error_model="numpy", fastmath={"contract"})
def _air(altitude_m: float) -> tuple[float, float]:
    if altitude_m < US76_JOIN_M:
        density_kg_m3, _, temperature_k = us76_low(altitude_m)
        return density_kg_m3, sound_speed_m_s(temperature_k)
    return float(us76_density(altitude_m, _UPPER_AIR, 0)), _MESOPAUSE_SOUND_M_S


@njit(error_model="numpy", fastmath={"contract"})
def _between(slow: float, fast: float, mach: float, body: Array) -> float:
    if mach >= body[MACH_FAST]:
        return fast
    if mach <= body[MACH_SLOW]:
        return slow
    part = (mach - body[MACH_SLOW]) / (body[MACH_FAST] - body[MACH_SLOW])
    return float(slow + part * (fast - slow))


@njit(error_model="numpy", fastmath={"contract"})
def _rates(y: Array, body: Array, bank: float, out: Array, felt: Array) -> None:
    """Fill the slope, and what is felt: altitude [m], load [g], heat flux [W/m2], stopping rate [1/s]."""
    x, v = y[:3], y[3:]
    altitude = geodetic_altitude_m(x[0], x[1], x[2])
    density, sound = _air(altitude)
    density *= body[DENSITY_FACTOR]
    speed = np.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    mach = speed / sound
    pressure = 0.5 * density * speed * speed
    drag = pressure * _between(body[DRAG_SLOW], body[DRAG_FAST], mach, body)
    lift = pressure * _between(body[LIFT_SLOW], body[LIFT_FAST], mach, body)
    fx, fy, fz = v[0] / speed, v[1] / speed, v[2] / speed
    # starboard lies across speed and radius; up completes them, across the airflow
    sx, sy, sz = fy * x[2] - fz * x[1], fz * x[0] - fx * x[2], fx * x[1] - fy * x[0]
    size = 1.0 / np.sqrt(sx * sx + sy * sy + sz * sz + 1e-12)
    sx, sy, sz = sx * size, sy * size, sz * size
    ux, uy, uz = sy * fz - sz * fy, sz * fx - sx * fz, sx * fy - sy * fx
    up, aside = lift * np.cos(bank), lift * np.sin(bank)
    ax, ay, az = free_fall_itrf(x[0], x[1], x[2], v[0], v[1])
    out[0], out[1], out[2] = v[0], v[1], v[2]
    out[3] = ax - drag * fx + up * ux + aside * sx
    out[4] = ay - drag * fy + up * uy + aside * sy
    out[5] = az - drag * fz + up * uz + aside * sz
    felt[0] = altitude
    felt[1] = np.sqrt(drag * drag + lift * lift) / STANDARD_GRAVITY_M_S2
    felt[2] = SUTTON_GRAVES_SI * np.sqrt(density / body[NOSE_RADIUS]) * speed**3
    felt[3] = drag / speed


@njit(error_model="numpy", fastmath={"contract"})
def _step(y: Array, h: float, body: Array, bank: float, k: Array, w: Array, felt: Array) -> None:
    """Advance the state; the first slope is already in `k[0]`."""
    for i in range(6):
        w[i] = y[i] + 0.5 * h * k[0, i]
    _rates(w, body, bank, k[1], felt)
    for i in range(6):
        w[i] = y[i] + 0.5 * h * k[1, i]
    _rates(w, body, bank, k[2], felt)
    for i in range(6):
        w[i] = y[i] + h * k[2, i]
    _rates(w, body, bank, k[3], felt)
    for i in range(6):
        y[i] += h / 6.0 * (k[0, i] + 2.0 * (k[1, i] + k[2, i]) + k[3, i])


@njit(error_model="numpy", fastmath={"contract"})
def _keep(row: Array, t: float, y: Array, felt: Array, bank: float) -> None:
    row[TIME] = t
    row[X : VZ + 1] = y
    row[ALTITUDE] = felt[0]
    row[LOAD] = felt[1]
    row[FLUX] = felt[2]
    row[BANK] = bank


@cached_njit(types.int64(ARRAY, ARRAY, types.float64, ARRAY, MATRIX))
def descend(state: Array, body: Array, bank_rad: float, limits: Array, rows: Array) -> int:
    """Fly a body at one bank angle until it meets the floor or the ceiling, or the time is up.

    Parameters
    ----------
    state : Array
        ITRF position [m] and Earth-relative velocity [m/s], shape (6,); moved to the end.
    body : Array
        Shape (8,): see the column names; areas over mass in m2/kg.
    bank_rad : float
        Of the lift about the airflow, from up towards starboard. [rad]
    limits : Array
        Shape (4,): floor [m], ceiling [m], longest flight [s], longest step [s].
    rows : Array
        Shape (m, 11): filled with the first state, each step's, and the last; the last row of all
        is kept for the last state, so that two rows suffice for the two ends.

    Returns
    -------
    int
        Rows filled.
    """
    y, w, felt = state, np.empty(6), np.empty(4)
    k = np.empty((4, 6))
    last = rows.shape[0] - 1
    t, filled = 0.0, 0
    while True:
        _rates(y, body, bank_rad, k[0], felt)
        altitude = felt[0]
        falling = (k[0, 0] * y[0] + k[0, 1] * y[1] + k[0, 2] * y[2]) / np.sqrt(
            y[0] * y[0] + y[1] * y[1] + y[2] * y[2]
        )
        ended = t >= limits[SPAN] - 1e-9 or altitude > limits[CEILING]
        if ended or (falling < 0.0 and altitude <= limits[FLOOR] + 1e-3):
            break
        if filled < last:
            _keep(rows[filled], t, y, felt, bank_rad)
            filled += 1
        h = min(limits[STEP], limits[SPAN] - t, RELAXATION / max(felt[3], 1e-9))
        if falling < 0.0:
            # the last step ends on the floor: Newton, a few steps of shrinking length
            h = min(h, max((limits[FLOOR] - altitude) / falling, 1e-6))
        _step(y, h, body, bank_rad, k, w, felt)
        t += h
    _keep(rows[filled], t, y, felt, bank_rad)
    return filled + 1
