"""The insertion orbit: what is asked of the ascent, and how a separation state is judged.

Model   Heights are the lowest and highest above the WGS84 ellipsoid over the first revolution of
        the drag-free orbit with J2. Inclination and node are osculating at the ascending node,
        found by flying back to it; the node is then carried to the instant of separation with the
        secular J2 rate.
Valid   Low near-circular orbits, where separation lies less than a revolution past a node.
Source  Kozai 1959 for the secular rate. The height convention is argued in docs/models/ascent.md:
        it is the one in which the published state of Progress M-37 (Agapov 1997) and the published
        193 x 240 km with 88.6 min agree.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit_at_call
from portcall.core.constants import EGM_RADIUS_M, GM_EARTH_M3_S2, J2_EARTH
from portcall.environment.atmosphere import geodetic_altitude_m
from portcall.launch.ascent_kernel import gravity

Array = NDArray[np.float64]

_STEP_S = 20.0


@dataclass(frozen=True)
class InsertionTarget:
    """The orbit wanted at separation.

    Attributes
    ----------
    perigee_m, apogee_m : float
        Lowest and highest height above the WGS84 ellipsoid in the first revolution. [m]
    inclination_rad : float
        Osculating at the ascending node. [rad]
    node_from_pad_rad : float
        Longitude of the ascending node less that of the pad, in the Earth-fixed axes of the
        instant of lift-off (true equator); the orbit plane is that of the instant of separation,
        free of the short-period J2 terms. East positive. [rad]
    flight_path_angle_rad : float
        At separation, above the local horizontal (inertial velocity); zero puts separation at
        perigee, as in the published nominal state of Progress M-37. [rad]
    """

    perigee_m: float
    apogee_m: float
    inclination_rad: float
    node_from_pad_rad: float
    flight_path_angle_rad: float = 0.0


@dataclass(frozen=True)
class InsertionOrbit:
    """The orbit that a separation state gives, in the same terms as the target.

    Attributes
    ----------
    perigee_m, apogee_m : float
        Lowest and highest height above the ellipsoid in the first revolution. [m]
    inclination_rad : float
        Osculating at the ascending node. [rad]
    mean_inclination_rad : float
        Free of the short-period J2 term (first order). [rad]
    node_rad : float
        Longitude in the axes frozen at lift-off, at separation, free of short-period terms. [rad]
    flight_path_angle_rad : float
        At separation. [rad]
    argument_of_latitude_rad : float
        At separation. [rad]
    period_s : float
        From one ascending node to the next. [s]
    """

    perigee_m: float
    apogee_m: float
    inclination_rad: float
    mean_inclination_rad: float
    node_rad: float
    flight_path_angle_rad: float
    argument_of_latitude_rad: float
    period_s: float


@cached_njit_at_call()
def _coast(y: Array, h: float) -> None:
    """Take one Runge-Kutta step of the drag-free orbit with J2, in place."""
    k = np.empty((4, 6))
    part = (0.0, 0.5, 0.5, 1.0)
    w = np.empty(6)
    for s in range(4):
        for j in range(6):
            w[j] = y[j] + (h * part[s] * k[s - 1, j] if s > 0 else 0.0)
        k[s, 0], k[s, 1], k[s, 2] = w[3], w[4], w[5]
        k[s, 3], k[s, 4], k[s, 5] = gravity(w[0], w[1], w[2])
    for j in range(6):
        y[j] += h / 6.0 * (k[0, j] + 2.0 * (k[1, j] + k[2, j]) + k[3, j])


@cached_njit_at_call()
def _to_node(y: Array, step_s: float) -> float:
    """Coast to the next (for a negative step the previous) ascending node; return the time."""
    t = 0.0
    was = y[2]
    for n in range(1000):
        _coast(y, step_s)
        t += step_s
        # the first steps may leave the node that the coast starts on
        crossed = was < 0.0 <= y[2] if step_s > 0.0 else y[2] < 0.0 <= was
        if n > 2 and crossed:
            break
        was = y[2]
    for _ in range(4):
        h = -y[2] / y[5]
        _coast(y, h)
        t += h
    return t


@cached_njit_at_call()
def _extreme(values: Array, sign: float) -> float:
    """Return the least (sign 1) or greatest (-1), refined by the parabola through its neighbors."""
    best = 0
    for k in range(values.size):
        if sign * values[k] < sign * values[best]:
            best = k
    if best in (0, values.size - 1):
        return float(values[best])
    a, b, c = values[best - 1], values[best], values[best + 1]
    return float(b - (a - c) ** 2 / (8.0 * (a - 2.0 * b + c)))


@cached_njit_at_call()
def measure(state: Array, out: Array) -> None:
    """Write perigee, apogee, path angle, inclination, node, argument of latitude, period.

    Parameters
    ----------
    state : Array
        Shape (6,): position [m] and inertial velocity [m/s] in the axes frozen at lift-off.
    out : Array
        Shape (7,), SI.
    """
    x = state.copy()
    r = math.sqrt(x[0] ** 2 + x[1] ** 2 + x[2] ** 2)
    v = math.sqrt(x[3] ** 2 + x[4] ** 2 + x[5] ** 2)
    out[2] = math.asin((x[0] * x[3] + x[1] * x[4] + x[2] * x[5]) / (r * v))
    a = 1.0 / (2.0 / r - v * v / GM_EARTH_M3_S2)
    if not 6.2e6 < a < 8.0e6:
        # no orbit worth flying: tell the solver by numbers that point the right way
        out[0], out[1] = a - 6.37e6 - 1e6, a - 6.37e6
        out[3], out[4], out[5], out[6] = math.nan, math.nan, math.nan, math.nan
        return
    back_s = _to_node(x, -_STEP_S)
    hx, hy, hz = (
        x[1] * x[5] - x[2] * x[4],
        x[2] * x[3] - x[0] * x[5],
        x[0] * x[4] - x[1] * x[3],
    )
    out[3] = math.atan2(math.hypot(hx, hy), hz)
    motion = math.sqrt(GM_EARTH_M3_S2 / a**3)
    rate = -1.5 * motion * J2_EARTH * (EGM_RADIUS_M / a) ** 2 * math.cos(out[3])
    out[4] = math.atan2(hx, -hy) - rate * back_s
    # along the node line and at right angles in the plane of the separation state
    z = state
    nx, ny, nz = (
        z[1] * z[5] - z[2] * z[4],
        z[2] * z[3] - z[0] * z[5],
        z[0] * z[4] - z[1] * z[3],
    )
    node = math.atan2(nx, -ny)
    across = math.hypot(nx, ny)
    cn, sn = math.cos(node), math.sin(node)
    ahead = (-sn * z[0] + cn * z[1]) * nz / math.hypot(across, nz) + z[2] * across / math.hypot(
        across, nz
    )
    out[5] = math.atan2(ahead, cn * z[0] + sn * z[1])
    out[6] = _to_node(x, _STEP_S)
    y = state.copy()
    heights = np.empty(int(out[6] / _STEP_S) + 2)
    for k in range(heights.size):
        heights[k] = geodetic_altitude_m(y[0], y[1], y[2])
        _coast(y, _STEP_S)
    out[0], out[1] = _extreme(heights, 1.0), _extreme(heights, -1.0)


def insertion_orbit(state: Array) -> InsertionOrbit:
    """Judge a separation state.

    Parameters
    ----------
    state : Array
        Shape (6,): position [m] and inertial velocity [m/s] in the axes frozen at lift-off.

    Examples
    --------
    Progress M-37's published nominal state (Agapov 1997), in Earth-fixed axes of that instant:

    >>> orbit = insertion_orbit(np.array([355203.0, 4117639.0, 5092747.0,
    ...                                   -7754.183, -370.798, 840.63]))
    >>> round(orbit.perigee_m / 1e3, 1), round(math.degrees(orbit.inclination_rad), 3)
    (192.7, 51.662)
    """
    out = np.empty(7)
    measure(np.asarray(state, dtype=np.float64), out)
    inclination_rad = float(out[3])
    size = EGM_RADIUS_M / (6.37e6 + 0.5 * (out[0] + out[1]))
    # Kozai 1959: at the node the osculating value is above the mean by this much
    excess_rad = 0.375 * J2_EARTH * size**2 * math.sin(2.0 * inclination_rad)
    return InsertionOrbit(
        perigee_m=float(out[0]),
        apogee_m=float(out[1]),
        inclination_rad=inclination_rad,
        mean_inclination_rad=inclination_rad - float(excess_rad),
        node_rad=float(out[4]),
        flight_path_angle_rad=float(out[2]),
        argument_of_latitude_rad=float(out[5]),
        period_s=float(out[6]),
    )
