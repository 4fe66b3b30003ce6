"""Mean elements of a near-circular orbit, and the osculating ones that J2 makes of them.

Model   First-order J2 short-period terms for small eccentricity, in the variables that stay regular on
        a circle: semi-major axis, eccentricity vector, inclination, node, argument of latitude.
Valid   Eccentricity below 0.01; left over are J2 squared and the other harmonics: some 100 m in the
        semi-major axis, 0.001 degrees in the plane.
Source  Eckstein & Hechler 1970 (ESRO SR-13), first-order J2 terms.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import EGM_RADIUS_M, GM_EARTH_M3_S2, J2_EARTH

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NearCircular:
    """An orbit in variables that stay regular on a circle; angles in the frame of `node_rad`.

    `ex` and `ey` are the eccentricity vector along the node and 90 degrees past it;
    `argument_of_latitude_rad` is the mean one (argument of perigee plus mean anomaly).
    """

    semi_major_axis_m: float
    ex: float
    ey: float
    inclination_rad: float
    node_rad: float
    argument_of_latitude_rad: float

    @property
    def perigee_radius_m(self) -> float:
        """Radius of the lowest point. [m]"""
        return self.semi_major_axis_m * (1.0 - math.hypot(self.ex, self.ey))

    @property
    def apogee_radius_m(self) -> float:
        """Radius of the highest point. [m]"""
        return self.semi_major_axis_m * (1.0 + math.hypot(self.ex, self.ey))


def _cross(a: Array, b: Array) -> Array:
    """Return the cross product of two vectors; numpy's own takes ten times as long on single ones."""
    ax, ay, az = a.tolist()
    bx, by, bz = b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def from_state(position_m: Array, velocity_m_s: Array) -> NearCircular:
    """Return the osculating near-circular elements of a state, in the state's own frame."""
    r = float(np.linalg.norm(position_m))
    h = _cross(position_m, velocity_m_s)
    h_norm = float(np.linalg.norm(h))
    node = math.atan2(h[0], -h[1])
    inclination = math.acos(h[2] / h_norm)
    along_node = np.array([math.cos(node), math.sin(node), 0.0])
    across = _cross(h / h_norm, along_node)
    eccentricity = _cross(velocity_m_s, h) / GM_EARTH_M3_S2 - position_m / r
    ex, ey = float(eccentricity @ along_node), float(eccentricity @ across)
    a = 1.0 / (2.0 / r - float(velocity_m_s @ velocity_m_s) / GM_EARTH_M3_S2)
    true_latitude = math.atan2(float(position_m @ across), float(position_m @ along_node))
    return NearCircular(a, ex, ey, inclination, node, _mean_latitude(true_latitude, ex, ey))


def _mean_latitude(true_latitude_rad: float, ex: float, ey: float) -> float:
    """Return the mean argument of latitude of a true one (Kepler's equation, eccentric on the way)."""
    e = math.hypot(ex, ey)
    perigee = math.atan2(ey, ex)
    true_anomaly = true_latitude_rad - perigee
    eccentric = 2.0 * math.atan2(
        math.sqrt(1.0 - e) * math.sin(true_anomaly / 2.0),
        math.sqrt(1.0 + e) * math.cos(true_anomaly / 2.0),
    )
    return (perigee + eccentric - e * math.sin(eccentric)) % math.tau


def to_state(elements: NearCircular) -> tuple[Array, Array]:
    """Return position [m] and velocity [m/s] of osculating near-circular elements."""
    a, ex, ey = elements.semi_major_axis_m, elements.ex, elements.ey
    longitude = elements.argument_of_latitude_rad
    eccentric = longitude
    for _ in range(8):  # Newton on Kepler's equation; e < 0.01 converges in three
        value = eccentric - ex * math.sin(eccentric) + ey * math.cos(eccentric) - longitude
        slope = 1.0 - ex * math.cos(eccentric) - ey * math.sin(eccentric)
        eccentric -= value / slope
    c, s = math.cos(eccentric), math.sin(eccentric)
    b = 1.0 / (1.0 + math.sqrt(1.0 - ex * ex - ey * ey))
    x = a * ((1.0 - b * ey * ey) * c + b * ex * ey * s - ex)
    y = a * ((1.0 - b * ex * ex) * s + b * ex * ey * c - ey)
    rate = math.sqrt(GM_EARTH_M3_S2 / a) / (1.0 - ex * c - ey * s)
    vx = rate * (-(1.0 - b * ey * ey) * s + b * ex * ey * c)
    vy = rate * ((1.0 - b * ex * ex) * c - b * ex * ey * s)
    cn, sn = math.cos(elements.node_rad), math.sin(elements.node_rad)
    ci, si = math.cos(elements.inclination_rad), math.sin(elements.inclination_rad)
    p = np.array([cn, sn, 0.0])
    q = np.array([-sn * ci, cn * ci, si])
    return x * p + y * q, vx * p + vy * q


def short_period(mean: NearCircular) -> NearCircular:
    """Return osculating minus mean, as first-order J2 makes it at the mean argument of latitude."""
    k = J2_EARTH * (EGM_RADIUS_M / mean.semi_major_axis_m) ** 2
    i, u = mean.inclination_rad, mean.argument_of_latitude_rad
    s2 = math.sin(i) ** 2
    return NearCircular(
        1.5 * k * mean.semi_major_axis_m * s2 * math.cos(2 * u),
        1.5 * k * ((1 - 1.25 * s2) * math.cos(u) + 7.0 / 12.0 * s2 * math.cos(3 * u)),
        1.5 * k * ((1 - 1.75 * s2) * math.sin(u) + 7.0 / 12.0 * s2 * math.sin(3 * u)),
        0.375 * k * math.sin(2 * i) * math.cos(2 * u),
        0.75 * k * math.cos(i) * math.sin(2 * u),
        1.5 * k * (1.25 * s2 - 0.5) * math.sin(2 * u),
    )


def _shifted(elements: NearCircular, by: NearCircular, sign: float) -> NearCircular:
    return NearCircular(
        elements.semi_major_axis_m + sign * by.semi_major_axis_m,
        elements.ex + sign * by.ex,
        elements.ey + sign * by.ey,
        elements.inclination_rad + sign * by.inclination_rad,
        elements.node_rad + sign * by.node_rad,
        elements.argument_of_latitude_rad + sign * by.argument_of_latitude_rad,
    )


def osculating_from_mean(mean: NearCircular) -> NearCircular:
    """Return the osculating elements of a mean orbit."""
    return _shifted(mean, short_period(mean), 1.0)


def mean_from_osculating(osculating: NearCircular) -> NearCircular:
    """Return the mean orbit behind osculating elements (fixed point, three rounds)."""
    mean = osculating
    for _ in range(3):
        mean = _shifted(osculating, short_period(mean), -1.0)
    return mean
