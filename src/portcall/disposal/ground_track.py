"""The ground track that falls are measured along: where the entry would pass over if there were no air.

Model   The nominal entry state goes on at its own even angular rate in the plane of its inertial
        velocity, and the Earth turns beneath. Along-track is the distance on the ground from below the
        entry state to the foot of the perpendicular; cross-track is positive to the right of flight.
Valid   Low orbits, from 3,300 km before the entry state to 13,000 km past it, within 1,000 km of the
        track. Distances are those of a sphere of the mean radius: within 0.4 % of the ellipsoid's.
Source  Plane and rate from the angular momentum of the state; mean radius from Moritz 2000, Geodetic
        Reference System 1980 (R1).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import EARTH_ROTATION_RAD_S, WGS84_F
from portcall.core.frames import EARTH_RATE_VECTOR_RAD_S

Array = NDArray[np.float64]

MEAN_RADIUS_M = 6_371_008.8
BEFORE_RAD, PAST_RAD, STEP_RAD = np.radians([30.0, 120.0, 0.2])
_TURNS = 4  # each turn of the fixed point shrinks the error 15 times


def directions_of(latitude_rad: Array, longitude_rad: Array) -> Array:
    """Return the geocentric unit vectors of places on the ellipsoid, shape (n, 3), ITRF."""
    geocentric = np.arctan((1.0 - WGS84_F) ** 2 * np.tan(latitude_rad))
    level = np.cos(geocentric)
    return np.stack(
        (level * np.cos(longitude_rad), level * np.sin(longitude_rad), np.sin(geocentric)), axis=-1
    )


def places_of(directions_itrf: Array) -> tuple[Array, Array]:
    """Return geodetic latitude and longitude of directions from the Earth's center. [rad]

    Examples
    --------
    >>> latitude, longitude = places_of(directions_of(np.array([0.7]), np.array([-3.0])))
    >>> round(float(latitude[0]), 12), round(float(longitude[0]), 12)
    (0.7, -3.0)
    """
    x, y, z = np.moveaxis(directions_itrf, -1, 0)
    latitude_rad = np.arctan2(z, (1.0 - WGS84_F) ** 2 * np.hypot(x, y))
    return latitude_rad, np.arctan2(y, x)


def _turned(vectors: Array, angle_rad: Array) -> Array:
    """Return vectors turned about the pole, eastwards for positive angles."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    x, y, z = np.moveaxis(vectors, -1, 0)
    return np.stack((c * x - s * y, s * x + c * y, z), axis=-1)


@dataclass(frozen=True)
class GroundTrack:
    """A ground track as nodes: place, direction of flight and distance from the entry state.

    Attributes
    ----------
    up_itrf, ahead_itrf : Array
        Unit vectors at the nodes, shape (nodes, 3).
    along_m : Array
        Distance on the ground, zero below the entry state. [m]
    plane_itrf : Array
        Rows radial, ahead and normal of the inertial plane, in ITRF at the time of the entry state.
    turn_ratio : float
        How far the Earth turns while the track goes on by one radian.
    """

    up_itrf: Array
    ahead_itrf: Array
    along_m: Array
    plane_itrf: Array
    turn_ratio: float

    @classmethod
    def from_entry(cls, state_itrf: Array) -> Self:
        """Lay the track of an entry state: position and Earth-relative velocity, shape (6,)."""
        position = np.asarray(state_itrf[:3], dtype=np.float64)
        velocity = state_itrf[3:6] + np.cross(EARTH_RATE_VECTOR_RAD_S, position)
        momentum = np.cross(position, velocity)
        radial = position / np.linalg.norm(position)
        normal = momentum / np.linalg.norm(momentum)
        plane = np.array([radial, np.cross(normal, radial), normal])
        rate_rad_s = float(np.linalg.norm(momentum) / (position @ position))
        turn = EARTH_ROTATION_RAD_S / rate_rad_s
        angle = np.arange(-BEFORE_RAD, PAST_RAD, STEP_RAD)
        c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
        up = _turned(c * plane[0] + s * plane[1], -turn * angle)
        pole = np.array([0.0, 0.0, 1.0])
        ahead = _turned(c * plane[1] - s * plane[0], -turn * angle) - turn * np.cross(pole, up)
        pace = np.linalg.norm(ahead, axis=1)
        steps = 0.5 * (pace[1:] + pace[:-1]) * STEP_RAD * MEAN_RADIUS_M
        along = np.concatenate(([0.0], np.cumsum(steps)))
        below = float(np.interp(0.0, angle, along))
        return cls(up, ahead / pace[:, None], along - below, plane, turn)

    def _nodes_beside(self, directions: Array) -> NDArray[np.intp]:
        angle = np.zeros(len(directions))
        for _ in range(_TURNS):
            radial, ahead, _ = self.plane_itrf @ _turned(directions, self.turn_ratio * angle).T
            angle = np.arctan2(ahead, radial)
        nodes = np.rint((angle + BEFORE_RAD) / STEP_RAD).astype(np.intp)
        return np.asarray(np.clip(nodes, 0, len(self.along_m) - 1))

    def along_and_cross_m(self, latitude_rad: Array, longitude_rad: Array) -> tuple[Array, Array]:
        """Return where places lie along and to the right of the track, shape (n,). [m]"""
        directions = directions_of(latitude_rad, longitude_rad)
        node = self._nodes_beside(directions)
        up, ahead = self.up_itrf[node], self.ahead_itrf[node]
        forward = np.sum(directions * ahead, axis=1)
        beyond = np.arctan2(forward, np.sum(directions * up, axis=1))
        right = np.sum(directions * np.cross(ahead, up), axis=1)
        return self.along_m[node] + MEAN_RADIUS_M * beyond, MEAN_RADIUS_M * np.arcsin(right)

    def place_at(self, along_m: float, cross_m: float) -> tuple[float, float]:
        """Return geodetic latitude and longitude of a point beside the track. [rad]"""
        node = int(np.argmin(np.abs(self.along_m - along_m)))
        up, ahead = self.up_itrf[node], self.ahead_itrf[node]
        angle, aside = (along_m - self.along_m[node]) / MEAN_RADIUS_M, cross_m / MEAN_RADIUS_M
        foot = np.cos(angle) * up + np.sin(angle) * ahead
        latitude, longitude = places_of(np.cos(aside) * foot + np.sin(aside) * np.cross(ahead, up))
        return float(latitude), float(longitude)

    def bearing_rad(self, along_m: float) -> float:
        """Return the direction of flight, from north over east, 0 to 2 pi. [rad]"""
        node = int(np.argmin(np.abs(self.along_m - along_m)))
        x, y, z = self.up_itrf[node]
        vx, vy, vz = self.ahead_itrf[node]
        level = np.hypot(x, y)
        east = (x * vy - y * vx) / level
        north = vz * level - z * (x * vx + y * vy) / level
        return float(np.arctan2(east, north) % (2.0 * np.pi))
