"""Sun and Moon: where they are, how high the Sun stands, and tables of both for compiled loops.

Model   Sun from the Earth's heliocentric position, Moon from a truncated analytical theory, both
        geometric (no light time) and about the Earth's center, in GCRF.
Valid   1900 to 2100: Sun to about 10 km, Moon to about 50 km at most: 1e-4 of what either pulls.
Source  ERFA `epv00` (Bretagnon and Francou 1988, VSOP2000) and `moon98` (Meeus 1998, chapter 47).
"""

from datetime import datetime

import erfa
import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.constants import ASTRONOMICAL_UNIT_M
from portcall.core.cubic_spline import cubic_segments
from portcall.core.frames import itrf_from_gcrf
from portcall.core.rotation_table import cubic, segment_at
from portcall.core.time import after, julian_date_tt

Array = NDArray[np.float64]

HEADER_SIZE = 3  # first node, spacing, segments
COLUMNS = 6  # Sun, Moon


def sun_position_gcrf_m(epoch: datetime) -> Array:
    """Return the Sun's position about the Earth, shape (3,). [m]"""
    heliocentric, _ = erfa.epv00(*julian_date_tt(epoch))
    return np.asarray(-heliocentric["p"] * ASTRONOMICAL_UNIT_M)


def moon_position_gcrf_m(epoch: datetime) -> Array:
    """Return the Moon's position about the Earth, shape (3,). [m]"""
    return np.asarray(erfa.moon98(*julian_date_tt(epoch))["p"] * ASTRONOMICAL_UNIT_M)


def sun_direction_gcrf(epoch: datetime) -> Array:
    """Return the unit vector from the Earth to the Sun, shape (3,)."""
    position = sun_position_gcrf_m(epoch)
    return np.asarray(position / np.linalg.norm(position))


def sun_elevation_rad(latitude_rad: float, longitude_rad: float, epoch: datetime) -> float:
    """Return the Sun's geometric elevation over a place, without refraction. [rad]

    Parameters
    ----------
    latitude_rad, longitude_rad : float
        Geodetic, on WGS84. [rad]
    epoch : datetime
        Aware instant.
    """
    up = np.array(
        [
            np.cos(latitude_rad) * np.cos(longitude_rad),
            np.cos(latitude_rad) * np.sin(longitude_rad),
            np.sin(latitude_rad),
        ]
    )
    return float(np.arcsin(np.clip(up @ itrf_from_gcrf(epoch) @ sun_direction_gcrf(epoch), -1, 1)))


def beta_angle_rad(position_gcrf_m: Array, velocity_gcrf_m_s: Array, epoch: datetime) -> float:
    """Return the Sun's elevation over the orbital plane, positive on the side of the normal. [rad]"""
    normal = np.cross(position_gcrf_m, velocity_gcrf_m_s)
    return float(np.arcsin(normal @ sun_direction_gcrf(epoch) / np.linalg.norm(normal)))


def sun_moon_table(epoch: datetime, nodes_s: Array) -> Array:
    """Build the table of both bodies over evenly spaced nodes.

    Parameters
    ----------
    epoch : datetime
        Aware instant of the table's zero second.
    nodes_s : Array
        Node times after the epoch, even. [s]

    Returns
    -------
    Array
        Header and spline coefficients, flat, as `bodies_at` reads them.
    """
    tt = np.array([julian_date_tt(after(epoch, float(node))) for node in nodes_s])
    heliocentric, _ = erfa.epv00(tt[:, 0], tt[:, 1])
    moon = erfa.moon98(tt[:, 0], tt[:, 1])
    values = np.hstack((-heliocentric["p"], moon["p"])) * ASTRONOMICAL_UNIT_M
    header = [nodes_s[0], nodes_s[1] - nodes_s[0], nodes_s.size - 1.0]
    return np.concatenate((header, cubic_segments(nodes_s, values).ravel()))


@njit(error_model="numpy", fastmath={"contract"})
def bodies_at(
    t: float, params: Array, offset: int
) -> tuple[float, float, float, float, float, float]:
    """Return the positions of Sun and Moon in GCRF. [m]"""
    segment, u = segment_at(t, params, offset)
    at = offset + HEADER_SIZE + segment * COLUMNS * 4
    return (
        cubic(params, at, COLUMNS, 0, u),
        cubic(params, at, COLUMNS, 1, u),
        cubic(params, at, COLUMNS, 2, u),
        cubic(params, at, COLUMNS, 3, u),
        cubic(params, at, COLUMNS, 4, u),
        cubic(params, at, COLUMNS, 5, u),
    )


@njit(error_model="numpy", fastmath={"contract"})
def third_body(
    x: float, y: float, z: float, bx: float, by: float, bz: float, gm_m3_s2: float
) -> tuple[float, float, float]:
    """Return the pull of a distant body less its pull on the Earth. [m s-2]

    Battin's form, which does not lose figures (An Introduction to the Mathematics and Methods of
    Astrodynamics, 1999, equation 8.60).
    """
    b2 = bx * bx + by * by + bz * bz
    q = (x * (x - 2.0 * bx) + y * (y - 2.0 * by) + z * (z - 2.0 * bz)) / b2
    root = np.sqrt(1.0 + q)
    f = q * (3.0 + q * (3.0 + q)) / (1.0 + (1.0 + q) * root)
    distance3 = b2 * np.sqrt(b2) * (1.0 + q) * root
    scale = -gm_m3_s2 / distance3
    return scale * (x + f * bx), scale * (y + f * by), scale * (z + f * bz)
