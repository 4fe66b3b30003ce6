"""The last part of a fall, in which drag carries the weight: integrated over altitude, not over time.

Model   The airspeed is that at which drag carries the weight and what the thickening air takes away; the
        body drifts with the wind it passed v^2/g higher up, and with the Coriolis force.
Valid   From where the velocity is so near the steady one that the way still lost, reckoned as the
        difference times v/g, is under `STEADY_M`; v^2/(g H) under `STEADY_BEND`, as the series of the
        steady speed is cut after its second power.
Source  Derived in the model page; tested there against every step of the fall.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.constants import EARTH_ROTATION_RAD_S, WGS84_A_M, WGS84_F
from portcall.disposal.entry_air_speed import WGS84_E2, altitude_of, wind_itrf
from portcall.disposal.entry_forces import free_fall_itrf
from portcall.environment.entry_air import air_part, density_of_part, wind_at

Array = NDArray[np.float64]

STEADY_M = 0.5
STEADY_BEND = 0.06
STEADY_STEP_M = 2_000.0
STEADY_WIND_STEP_M = 500.0  # winds bend at every node
STEADY_BELOW_M = 60_000.0
STEADY_BELOW_M_S = 100.0


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def steady_speed(
    altitude_m: float, weight_m_s2: float, drag_m2_kg: float, air: Array
) -> tuple[float, float]:
    """Return the steady falling speed [m s-1] and its bend v^2/(g H)."""
    at, u = air_part(altitude_m, air)
    density = density_of_part(at, u, air)
    thinning = -(air[at + 1] + u * (2.0 * air[at + 2] + 3.0 * u * air[at + 3])) / density
    v2 = weight_m_s2 / (drag_m2_kg * density)
    bend = v2 * thinning / weight_m_s2
    # v^2 = (g + d(v^2)/dz / 2) / (drag rho), put into itself twice where 1/rho grows as exp(z/H)
    return float(np.sqrt(v2 * (1.0 + 0.5 * bend * (1.0 + bend)))), float(bend)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def unsteadiness_m(y: Array, drag_m2_kg: float, air: Array, wind: Array) -> float:
    """Return the way [m] that a fall still loses on the steady one, or infinity when far from it."""
    altitude = altitude_of(y[0], y[1], y[2])
    x, yy, z = y[0], y[1], y[2]
    ax, ay, az = free_fall_itrf(x, yy, z, 0.0, 0.0)
    weight = np.sqrt(ax * ax + ay * ay + az * az)
    v, bend = steady_speed(altitude, weight, drag_m2_kg, air)
    if bend > STEADY_BEND:
        return np.inf
    wx, wy, wz = wind_itrf(altitude + v * v / weight, x, yy, z, wind)
    dx = y[3] - wx - ax / weight * v
    dy = y[4] - wy - ay / weight * v
    dz = y[5] - wz - az / weight * v
    return float(np.sqrt(dx * dx + dy * dy + dz * dz) * v / weight)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _drift(
    altitude_m: float, latitude_rad: float, weight_m_s2: float, drag_m2_kg: float, air: Array,
    wind: Array,
) -> tuple[float, float, float]:  # fmt: skip
    """Return seconds, radians of latitude and of longitude per meter of steady descent."""
    v, _ = steady_speed(altitude_m, weight_m_s2, drag_m2_kg, air)
    east, north = wind_at(altitude_m + v * v / weight_m_s2, wind)
    sine, cosine = np.sin(latitude_rad), np.cos(latitude_rad)
    lag_s = v / weight_m_s2
    east += 2.0 * EARTH_ROTATION_RAD_S * lag_s * (v * cosine + north * sine)
    north -= 2.0 * EARTH_ROTATION_RAD_S * lag_s * east * sine
    curve = 1.0 / (1.0 - WGS84_E2 * sine * sine)
    across_m = WGS84_A_M * np.sqrt(curve) + altitude_m
    along_m = WGS84_A_M * (1.0 - WGS84_E2) * curve * np.sqrt(curve) + altitude_m
    return 1.0 / v, north / (v * along_m), east / (v * across_m * (cosine + 1e-12))


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def geodetic_of(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return geodetic latitude, longitude [rad] and altitude [m] over WGS84, to a micrometer."""
    b_over_a = 1.0 - WGS84_F
    ep2 = WGS84_E2 / (1.0 - WGS84_E2)
    p = np.sqrt(x * x + y * y)
    r = np.sqrt(p * p + z * z)
    up = z * (1.0 + ep2 * WGS84_A_M * b_over_a / r)
    reduced = np.arctan2(up * b_over_a, p)
    sine, cosine = np.sin(reduced), np.cos(reduced)
    latitude = np.arctan2(
        z + ep2 * WGS84_A_M * b_over_a * sine * sine * sine, p - WGS84_E2 * WGS84_A_M * cosine**3
    )
    sine, cosine = np.sin(latitude), np.cos(latitude)
    altitude = p * cosine + z * sine - WGS84_A_M * np.sqrt(1.0 - WGS84_E2 * sine * sine)
    return float(latitude), float(np.arctan2(y, x)), float(altitude)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def descend(
    y: Array, drag_m2_kg: float, stop_m: float, air: Array, wind: Array,
) -> float:  # fmt: skip
    """Carry a steady fall down to an altitude; return how long it took. [s]"""
    latitude, longitude, altitude = geodetic_of(y[0], y[1], y[2])
    step_m = STEADY_STEP_M if wind.size == 0 else STEADY_WIND_STEP_M
    steps = max(1, int(np.ceil((altitude - stop_m) / step_m)))
    h = (altitude - stop_m) / steps
    time = 0.0
    ax, ay, az = free_fall_itrf(y[0], y[1], y[2], 0.0, 0.0)
    weight = np.sqrt(ax * ax + ay * ay + az * az)
    gain = 2.0 * weight / (WGS84_A_M + altitude)  # weight grows downwards
    top = altitude
    t1, n1, e1 = _drift(altitude, latitude, weight, drag_m2_kg, air, wind)
    for step in range(steps):
        g2 = weight + gain * (step + 0.5) * h
        t2, n2, e2 = _drift(altitude - 0.5 * h, latitude + 0.5 * h * n1, g2, drag_m2_kg, air, wind)
        altitude = top - (step + 1) * h
        g3 = weight + gain * (step + 1.0) * h
        t3, n3, e3 = _drift(altitude, latitude + h * n2, g3, drag_m2_kg, air, wind)
        time += h / 6.0 * (t1 + 4.0 * t2 + t3)
        latitude += h / 6.0 * (n1 + 4.0 * n2 + n3)
        longitude += h / 6.0 * (e1 + 4.0 * e2 + e3)
        t1, n1, e1 = t3, n3, e3
    _place(y, latitude, longitude, altitude, 1.0 / t1, n1 / t1, e1 / t1)
    return time


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _place(
    y: Array, latitude_rad: float, longitude_rad: float, altitude_m: float, down_m_s: float,
    north_rad_s: float, east_rad_s: float,
) -> None:  # fmt: skip
    """Write the ITRF state of a place that sinks and drifts."""
    sine, cosine = np.sin(latitude_rad), np.cos(latitude_rad)
    s, c = np.sin(longitude_rad), np.cos(longitude_rad)
    curve = 1.0 / (1.0 - WGS84_E2 * sine * sine)
    across = WGS84_A_M * np.sqrt(curve)
    north = north_rad_s * (across * (1.0 - WGS84_E2) * curve + altitude_m)
    east = east_rad_s * (across + altitude_m) * cosine
    y[0] = (across + altitude_m) * cosine * c
    y[1] = (across + altitude_m) * cosine * s
    y[2] = (across * (1.0 - WGS84_E2) + altitude_m) * sine
    y[3] = -down_m_s * cosine * c - north * sine * c - east * s
    y[4] = -down_m_s * cosine * s - north * sine * s + east * c
    y[5] = -down_m_s * sine + north * cosine
