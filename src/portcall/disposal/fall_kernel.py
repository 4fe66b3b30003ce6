"""The fall of a tumbling body that heats, melts and shrinks, compiled: one call for a whole batch.

Model   Three degrees of freedom as `entry_kernel`; drag by Knudsen and Mach number (`tumbling`), heat by
        `heating`; one temperature: m c dT/dt = q S - emissivity sigma (T^4 - 250 K^4) S over the outer
        surface. At the end temperature the net heat takes mass away, beginning `MUSHY_K` before it, and the
        outline shrinks as `bodies` says. Below `COLD_M_S` heat is left out.
Valid   Bodies of one material whose Biot number is small; a cavity gives its heat to itself.
Source  As `tumbling`, `heating`, `dormand_prince`.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.disposal import bodies as b
from portcall.disposal.dormand_prince import STAGES, growth, local_error, stage_state
from portcall.disposal.entry_air_speed import altitude_of, wind_itrf
from portcall.disposal.entry_forces import free_fall_itrf
from portcall.disposal.entry_kernel import LANDED, LOST, SKIPPED
from portcall.disposal.heating import (
    FREE_SHARE,
    free_flux_w_m2,
    stagnation_flux_w_m2,
    wall_factor,
)
from portcall.disposal.steady_fall import (
    STEADY_BELOW_M,
    STEADY_BELOW_M_S,
    STEADY_M,
    descend,
    geodetic_of,
    unsteadiness_m,
)
from portcall.disposal.tumbling import FREE_DRAG_COEFFICIENT, continuum_drag, free_share
from portcall.environment.atmosphere import TOP_M
from portcall.environment.entry_air import MOLAR, PATH_M_KG_M3, SOUND, air_part, density_of_part

Array = NDArray[np.float64]

DEMISED = 4
# columns of the result
TIME_S, LATITUDE_RAD, LONGITUDE_RAD, ALTITUDE_M, SPEED_M_S, STEEPNESS_RAD = 0, 1, 2, 3, 4, 5
MASS_KG, ENERGY_J, AREA_M2, PEAK_K, DEMISE_ALTITUDE_M, OUTCOME = 6, 7, 8, 9, 10, 11
STATE = 12  # six columns: the ITRF state at the end
FALL_COLUMNS = 18
# what holds for the whole batch
START_K, EXIT_M, TIME_LIMIT_S, TOLERANCE_M, HEATING = 0, 1, 2, 3, 4
SETTINGS = 5

SIZE = 8  # position, velocity, temperature, melted mass
MEMORY = SIZE * (2 + STAGES)
STEFAN_BOLTZMANN_W_M2_K4 = 5.670374419e-8
AMBIENT_K4 = 250.0**4
MUSHY_K = 2.0
COLD_M_S = 600.0
GONE_SHARE = 0.01  # of the thermal mass: less is gone
TOLERANCE_K = 0.1
TOLERANCE_MELT = 1e-4  # of the thermal mass
FIRST_STEP_S = 2.0
LONGEST_STEP_S = 60.0
SHORTEST_STEP_S = 1e-4
STABLE_STEP = 1.0
MOST_STEPS = 100_000
STEADY_MACH = 0.6
STOP_WITHIN_M = 1e-2


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _scale2(n: int, melted_kg: float, rows: Array) -> float:
    """Return the square of the outline's size against the whole body's."""
    if melted_kg <= 0.0:
        return 1.0
    left = max(1.0 - melted_kg / rows[n, b.THERMAL_KG], 0.5 * GONE_SHARE)
    side = np.cbrt(rows[n, b.HOLLOW] + (1.0 - rows[n, b.HOLLOW]) * left)
    return float(side * side)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _low_drag_m2_kg(n: int, melted_kg: float, rows: Array) -> float:
    """Return half the low-speed drag area over the mass, with the density factor in it."""
    area = 0.25 * rows[n, b.SURFACE_M2] * _scale2(n, melted_kg, rows)
    drag = rows[n, b.LOW_DRAG] * rows[n, b.LOW_DRAG_FACTOR] * rows[n, b.DRAG_FACTOR]
    drag *= 0.5 * area * rows[n, b.DENSITY_FACTOR]
    return float(drag / (rows[n, b.MASS_KG] - melted_kg))


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _slope(
    n: int, y: Array, stage: int, model: int, rows: Array, air: Array, wind: Array, k: Array
) -> None:
    """Fill the slope of all eight."""
    x, yy, z, vx, vy, vz = y[0], y[1], y[2], y[3], y[4], y[5]
    kelvin, melted = y[6], y[7]
    altitude = altitude_of(x, yy, z)
    wx, wy, wz = wind_itrf(altitude, x, yy, z, wind)
    ux, uy, uz = vx - wx, vy - wy, vz - wz
    speed = np.sqrt(ux * ux + uy * uy + uz * uz)
    at, u = air_part(min(altitude, TOP_M - 1.0), air)
    density = density_of_part(at, u, air) * rows[n, b.DENSITY_FACTOR]
    scale2 = _scale2(n, melted, rows)
    path = PATH_M_KG_M3 * (air[at + MOLAR] + u * air[at + MOLAR + 1]) / density
    free = free_share(path / (rows[n, b.WIDTH_M] * np.sqrt(scale2)))
    mach = speed / (air[at + SOUND] + u * air[at + SOUND + 1])
    low = continuum_drag(mach, rows[n, b.LOW_DRAG] * rows[n, b.LOW_DRAG_FACTOR])
    coefficient = rows[n, b.DRAG_FACTOR] * (low + free * (FREE_DRAG_COEFFICIENT - low))
    surface = rows[n, b.SURFACE_M2] * scale2
    mass = rows[n, b.MASS_KG] - min(melted, rows[n, b.THERMAL_KG] * (1.0 - 0.5 * GONE_SHARE))
    drag = -0.125 * coefficient * density * surface * speed / mass
    ax, ay, az = free_fall_itrf(x, yy, z, vx, vy)
    k[stage, 0], k[stage, 1], k[stage, 2] = vx, vy, vz
    k[stage, 3], k[stage, 4], k[stage, 5] = ax + drag * ux, ay + drag * uy, az + drag * uz
    k[stage, 6], k[stage, 7] = 0.0, 0.0
    if speed < COLD_M_S:
        return
    nose = rows[n, b.NOSE_M] * np.sqrt(scale2)
    flux = stagnation_flux_w_m2(model, density, speed, nose) * rows[n, b.HEAT_SHARE]
    if free > 0.0:
        flux += free * (free_flux_w_m2(density, speed) * FREE_SHARE - flux)
    flux *= rows[n, b.HEAT_FACTOR] * wall_factor(speed, kelvin)
    hot4 = kelvin * kelvin * kelvin * kelvin - AMBIENT_K4
    net = surface * (flux - rows[n, b.EMISSIVITY] * STEFAN_BOLTZMANN_W_M2_K4 * hot4)
    melting = 0.0
    if net > 0.0:
        melting = min(max(1.0 + (kelvin - rows[n, b.END_K]) / MUSHY_K, 0.0), 1.0)
    left = max(rows[n, b.THERMAL_KG] - melted, 0.5 * GONE_SHARE * rows[n, b.THERMAL_KG])
    heat = rows[n, b.HEAT_J_KG_K] + rows[n, b.HEAT_SLOPE_J_KG_K2] * kelvin
    k[stage, 6] = (1.0 - melting) * net / (left * heat)
    k[stage, 7] = melting * net / rows[n, b.END_J_KG]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _try_step(
    n: int, h: float, y: Array, settings: Array, rows: Array, air: Array, wind: Array, k: Array,
    work: Array,
) -> float:  # fmt: skip
    """Fill `work` with the state a step later; return the error in tolerances."""
    model = int(settings[HEATING])
    for stage in range(2, STAGES + 1):
        stage_state(stage, h, y, k, work)
        _slope(n, work, stage - 1, model, rows, air, wind, k)
    place, speed = 0.0, 0.0
    for i in range(3):
        place += local_error(h, i, k) ** 2
        speed += local_error(h, i + 3, k) ** 2
    time = _own_time(work, k)
    ratio = np.sqrt(place + speed * time * time) / settings[TOLERANCE_M]
    kelvin = abs(local_error(h, 6, k)) / TOLERANCE_K
    melted = abs(local_error(h, 7, k)) / (TOLERANCE_MELT * rows[n, b.THERMAL_KG])
    return float(max(ratio, kelvin, melted))


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _own_time(y: Array, k: Array) -> float:
    """Return the time in which the velocity changes at the end of a step. [s]"""
    v2 = y[3] * y[3] + y[4] * y[4] + y[5] * y[5]
    a2 = k[6, 3] * k[6, 3] + k[6, 4] * k[6, 4] + k[6, 5] * k[6, 5]
    return float(np.sqrt(v2 / (a2 + 100.0)))


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _land(
    n: int, h: float, high_m: float, low_m: float, y: Array, settings: Array, rows: Array, air: Array,
    wind: Array, k: Array, work: Array,
) -> float:  # fmt: skip
    """Shorten a step that passed the ground until it ends there; return its length. [s]"""
    short, long, above, below, middle = 0.0, h, high_m, low_m, h
    for _ in range(30):
        middle = (short * below - long * above) / (below - above)
        _try_step(n, middle, y, settings, rows, air, wind, k, work)
        miss = altitude_of(work[0], work[1], work[2])
        if abs(miss) < STOP_WITHIN_M:
            break
        if miss > 0.0:
            short, above = middle, miss
            below *= 0.5
        else:
            long, below = middle, miss
            above *= 0.5
    return middle


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _vanish(n: int, h: float, y: Array, rows: Array, work: Array) -> float:
    """Put `work` where the last of the body melts within a step; return the time into it. [s]"""
    gone = (1.0 - GONE_SHARE) * rows[n, b.THERMAL_KG]
    part = min(max((gone - y[7]) / max(work[7] - y[7], 1e-12), 0.0), 1.0)
    for i in range(3):  # Hermite's cubic
        step = work[i] - y[i]
        lean = (
            part
            * (1.0 - part)
            * ((1.0 - part) * (h * y[i + 3] - step) + part * (step - h * work[i + 3]))
        )
        work[i] = y[i] + part * step + lean
    for i in range(3, 6):
        work[i] = y[i] + part * (work[i] - y[i])
    work[7] = gone
    return float(part * h)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _is_steady(
    n: int, y: Array, altitude_m: float, rows: Array, air: Array, wind: Array
) -> bool:  # fmt: skip
    """Say whether the low-speed drag carries the weight from here on."""
    v2 = y[3] * y[3] + y[4] * y[4] + y[5] * y[5]
    if altitude_m > STEADY_BELOW_M or v2 > STEADY_BELOW_M_S * STEADY_BELOW_M_S:
        return False
    return bool(unsteadiness_m(y, _low_drag_m2_kg(n, y[7], rows), air, wind) < STEADY_M)


@njit(inline="always", error_model="numpy")
def _copy(source: Array, target: Array) -> None:
    for i in range(SIZE):
        target[i] = source[i]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _fall_one(
    n: int, y: Array, settings: Array, rows: Array, air: Array, wind: Array, k: Array, work: Array
) -> tuple[float, int, float]:  # fmt: skip
    """Carry one body to its end, which is left in `y`; return time [s], outcome and peak [K]."""
    t, h, peak = 0.0, FIRST_STEP_S, y[6]
    limit, gone = settings[TIME_LIMIT_S], (1.0 - GONE_SHARE) * rows[n, b.THERMAL_KG]
    altitude = altitude_of(y[0], y[1], y[2])
    entered = altitude <= settings[EXIT_M]
    if altitude <= 0.0:
        return t, LANDED, peak
    _slope(n, y, 0, int(settings[HEATING]), rows, air, wind, k)
    for _ in range(MOST_STEPS):
        h = min(h, limit - t, LONGEST_STEP_S)
        ratio = _try_step(n, h, y, settings, rows, air, wind, k, work)
        if not ratio <= 1.0:
            h *= growth(ratio)
            if h < SHORTEST_STEP_S:
                break
            continue
        reached = altitude_of(work[0], work[1], work[2])
        if work[7] >= gone:
            t += _vanish(n, h, y, rows, work)
            _copy(work, y)
            return t, DEMISED, rows[n, b.END_K]
        if reached <= 0.0:
            t += _land(n, h, altitude, reached, y, settings, rows, air, wind, k, work)
            _copy(work, y)
            return t, LANDED, peak
        t += h
        leaving = entered and reached > settings[EXIT_M] and reached > altitude
        _copy(work, y)
        for i in range(SIZE):
            k[0, i] = k[6, i]
        peak, altitude = max(peak, y[6]), reached
        if leaving or t >= limit:
            return t, SKIPPED if reached > settings[EXIT_M] else LOST, peak
        entered = entered or reached <= settings[EXIT_M]
        h = min(h * growth(ratio), STABLE_STEP * _own_time(y, k))
        if _is_steady(n, y, altitude, rows, air, wind):
            t += descend(y, _low_drag_m2_kg(n, y[7], rows), 0.0, air, wind)
            return t, LANDED, peak
    return t, LOST, peak


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _write(
    n: int, t: float, outcome: int, peak_k: float, y: Array, rows: Array, out: Array
) -> None:
    """Fill the row of one body."""
    latitude, longitude, altitude = geodetic_of(y[0], y[1], y[2])
    cosine = np.cos(latitude)
    speed = np.sqrt(y[3] * y[3] + y[4] * y[4] + y[5] * y[5])
    up = (
        cosine * np.cos(longitude) * y[3]
        + cosine * np.sin(longitude) * y[4]
        + np.sin(latitude) * y[5]
    )
    mass = 0.0 if outcome == DEMISED else rows[n, b.MASS_KG] - y[7]
    area = 0.25 * rows[n, b.SURFACE_M2] * _scale2(n, y[7], rows)
    out[n, TIME_S] = t
    out[n, LATITUDE_RAD], out[n, LONGITUDE_RAD], out[n, ALTITUDE_M] = latitude, longitude, altitude
    out[n, SPEED_M_S] = speed
    out[n, STEEPNESS_RAD] = -np.arcsin(min(max(up / max(speed, 1e-12), -1.0), 1.0))
    out[n, MASS_KG] = mass
    # what the air carries along does not hit: a blanket in a gale is no harder than in a calm
    out[n, ENERGY_J] = 0.5 * mass * up * up
    out[n, AREA_M2] = 0.0 if outcome == DEMISED else area
    out[n, PEAK_K] = min(peak_k, rows[n, b.END_K])
    out[n, DEMISE_ALTITUDE_M] = altitude if outcome == DEMISED else np.nan
    out[n, OUTCOME] = outcome
    for i in range(6):
        out[n, STATE + i] = y[i]


@cached_njit(types.void(MATRIX, MATRIX, ARRAY, ARRAY, ARRAY, MATRIX, MATRIX), _nrt=False)
def fall_batch(
    states: Array, rows: Array, settings: Array, air: Array, wind: Array, memory: Array, out: Array
) -> None:
    """Fill a row of `FALL_COLUMNS` for every body.

    `memory` is scratch, (2 + `STAGES`, `SIZE`); the wind's factor is set for each body in the caller's
    table, which therefore is one thread's own.
    """
    y, work, k = memory[0], memory[1], memory[2:]
    for n in range(states.shape[0]):
        for i in range(6):
            y[i] = states[n, i]
        y[6], y[7] = settings[START_K], 0.0
        if wind.size > 0:
            wind[0] = rows[n, b.WIND_FACTOR]
        t, outcome, peak = _fall_one(n, y, settings, rows, air, wind, k, work)
        _write(n, t, outcome, peak, y, rows, out)
