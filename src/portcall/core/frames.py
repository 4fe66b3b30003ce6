r"""Frames: GCRF to integrate, ITRF for the Earth, TEME inside the SGP4 reader, LVLH around the station.

Model   IAU 2006/2000A precession-nutation with UT1-UTC and polar motion; no celestial-pole offsets
        (below 1 mas: 3 cm at the station would be 1 mas; the omitted offsets are about 0.3 mas, 1 cm).
Valid   1973 to the end of the orientation table; beyond it the last values are held.
Source  IERS Conventions 2010, chapter 5 (ERFA `c2t06a`, `gmst82`); Vallado 2006 (AIAA 2006-6753) for TEME.

A rotation reads right to left: `r_itrf = itrf_from_gcrf(t) @ r_gcrf`.

LVLH, seen from the station::

        +y (against the orbit normal)
         \
          o-----> +x V-bar (flight direction)
          |
          v +z R-bar (towards the Earth)
"""

from datetime import datetime

import erfa
import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import EARTH_ROTATION_RAD_S, WGS84_A_M, WGS84_F
from portcall.core.earth_orientation import earth_orientation, julian_date_ut1
from portcall.core.time import julian_date_tt, julian_date_utc

Array = NDArray[np.float64]

EARTH_RATE_VECTOR_RAD_S = np.array([0.0, 0.0, EARTH_ROTATION_RAD_S])


def itrf_from_gcrf(moment: datetime) -> Array:
    """Return the rotation from the celestial to the terrestrial frame, shape (3, 3)."""
    jd_utc = julian_date_utc(moment)
    _, pole_x_rad, pole_y_rad = earth_orientation(jd_utc)
    return np.asarray(
        erfa.c2t06a(*julian_date_tt(moment), *julian_date_ut1(jd_utc), pole_x_rad, pole_y_rad)
    )


def itrf_from_teme(moment: datetime) -> Array:
    """Return the rotation from the frame of element sets to the terrestrial frame, shape (3, 3)."""
    jd_utc = julian_date_utc(moment)
    _, pole_x_rad, pole_y_rad = earth_orientation(jd_utc)
    gmst_rad = erfa.gmst82(*julian_date_ut1(jd_utc))
    pole = erfa.pom00(pole_x_rad, pole_y_rad, 0.0)
    return np.asarray(pole @ erfa.rz(gmst_rad, np.eye(3)))


def gcrf_from_teme(moment: datetime) -> Array:
    """Return the rotation from the frame of element sets to the celestial frame, shape (3, 3)."""
    return np.asarray(itrf_from_gcrf(moment).T @ itrf_from_teme(moment))


def lvlh_from_gcrf(position_gcrf_m: Array, velocity_gcrf_m_s: Array) -> Array:
    """Return the rotation into the local frame of a craft, shape (3, 3).

    Rows are V-bar, minus the orbit normal, R-bar (towards the Earth), each in GCRF.
    """
    z = -position_gcrf_m / np.linalg.norm(position_gcrf_m)
    normal = np.cross(position_gcrf_m, velocity_gcrf_m_s)
    y = -normal / np.linalg.norm(normal)
    return np.array([np.cross(y, z), y, z])


def itrf_state_from_gcrf(
    position_gcrf_m: Array, velocity_gcrf_m_s: Array, moment: datetime
) -> tuple[Array, Array]:
    """Return position and Earth-relative velocity in the terrestrial frame."""
    rotation = itrf_from_gcrf(moment)
    position = rotation @ position_gcrf_m
    return position, rotation @ velocity_gcrf_m_s - np.cross(EARTH_RATE_VECTOR_RAD_S, position)


def gcrf_state_from_itrf(
    position_itrf_m: Array, velocity_itrf_m_s: Array, moment: datetime
) -> tuple[Array, Array]:
    """Return position and inertial velocity in the celestial frame from an Earth-relative state."""
    rotation = itrf_from_gcrf(moment).T
    inertial = velocity_itrf_m_s + np.cross(EARTH_RATE_VECTOR_RAD_S, position_itrf_m)
    return rotation @ position_itrf_m, rotation @ inertial


def itrf_from_geodetic(latitude_rad: float, longitude_rad: float, altitude_m: float) -> Array:
    """Return the position of a place on or above the WGS84 ellipsoid. [m]

    Examples
    --------
    >>> itrf_from_geodetic(0.0, 0.0, 0.0)
    array([6378137.,       0.,       0.])
    """
    return np.asarray(erfa.gd2gce(WGS84_A_M, WGS84_F, longitude_rad, latitude_rad, altitude_m))


def geodetic_from_itrf(position_itrf_m: Array) -> tuple[float, float, float]:
    """Return geodetic latitude [rad], longitude [rad] and altitude above WGS84 [m]."""
    longitude_rad, latitude_rad, altitude_m = erfa.gc2gde(WGS84_A_M, WGS84_F, position_itrf_m)
    return float(latitude_rad), float(longitude_rad), float(altitude_m)
