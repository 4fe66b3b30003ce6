"""From port to port: undock, back off, fly round to the other axis, and come in again.

Model   Straight back along the first port's axis to the stand-off, a hold, an arc about the station's
        center of mass at a steady rate to the second port's axis, a hold, and a line in at falling rate.
        Each leg lasts its length over its speed, plus the time to reach and to lose that speed; delta-v is
        what starts and stops each leg plus what holds the course against the relative motion
        (Clohessy-Wiltshire). The speeds and the hold are chosen, not published.
Valid   Two ports on different sides of the station, no ship between.
Source  Soyuz MS-17, 2021-03-19: undocked from Rassvet 16:38:27, docked at Poisk 17:12:35 UTC, 34 min 8 s
        by hand (knowpia.com); Soyuz MS-18 was planned with 39 min from Rassvet to Nauka.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.docking import columns as c
from portcall.orbit.relative_maneuvers import course_acceleration_m_s2

Array = NDArray[np.float64]

STAND_OFF_M = 40.0  # between the probe's tip and the port
BACK_OFF_M_S = 0.12  # pushed off by springs, then thrusters
AWAY_M_S = 0.3
ROUND_RAD_S = 0.00349  # 0.2 deg/s
IN_M_S = 0.2
CONTACT_M_S = 0.1
SLOW_M = 10.0  # below it the line in is flown at the contact speed
ACCELERATION_M_S2 = 0.03
CHECK_S = 240.0  # at rest before the fly-around, and on the new axis before the go
_POINTS = 200


@dataclass(frozen=True, slots=True)
class RelocationLeg:
    """One leg: `back`, `around`, `hold` or `line`, as the legs of an approach.

    Parameters
    ----------
    kind : str
        Which.
    length_m, speed_m_s, duration_s, delta_v_m_s : float
        Of the path [m], on it [m/s], of the leg [s], and to fly it. [m/s]
    """

    kind: str
    length_m: float
    speed_m_s: float
    duration_s: float
    delta_v_m_s: float


@dataclass(frozen=True, slots=True)
class Relocation:
    """A move from one port to another.

    Parameters
    ----------
    legs : tuple of RelocationLeg
        In the order flown.
    turn_rad : float
        Angle between the two stand-off points as seen from the middle of the circle. [rad]
    radius_m : float
        Largest distance of the fly-around from the station's center of mass. [m]
    """

    legs: tuple[RelocationLeg, ...]
    turn_rad: float
    radius_m: float

    @property
    def duration_s(self) -> float:
        """From undocking to contact. [s]"""
        return sum(leg.duration_s for leg in self.legs)

    @property
    def delta_v_m_s(self) -> float:
        """Of all legs. [m/s]"""
        return sum(leg.delta_v_m_s for leg in self.legs)


def _docked_m(port: Array) -> Array:
    """Return where the docked ship's center of mass is, LVLH. [m]"""
    return np.asarray(
        port[c.P_POSITION : c.P_POSITION + 3] + port[c.P_PROBE] * port[c.P_AXES : c.P_AXES + 3]
    )


def _course_m_s(points: Array, speed_m_s: float, n_rad_s: float) -> float:
    """Return what holds the course along points at steady speed. [m/s]"""
    steps = np.diff(points, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    total = 0.0
    for here, step, length in zip(points[:-1], steps, lengths, strict=True):
        if length > 0.0:
            push = course_acceleration_m_s2(here, step / length * speed_m_s, n_rad_s)
            total += float(np.linalg.norm(push)) * float(length) / speed_m_s
    return total


def _leg(kind: str, points: Array, speed_m_s: float, n_rad_s: float, stops: float) -> RelocationLeg:
    length_m = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    ramp_s = stops * 0.5 * speed_m_s / ACCELERATION_M_S2
    cost = stops * speed_m_s + _course_m_s(points, speed_m_s, n_rad_s)
    return RelocationLeg(kind, length_m, speed_m_s, length_m / speed_m_s + ramp_s, cost)


def _between(start: Array, end: Array) -> Array:
    return np.asarray(start + np.linspace(0.0, 1.0, _POINTS)[:, None] * (end - start))


def _arc(start: Array, end: Array) -> tuple[Array, float]:
    """Return points on the arc from one stand-off to the other about the station's center."""
    near, far = float(np.linalg.norm(start)), float(np.linalg.norm(end))
    one, other = start / near, end / far
    angle = math.acos(float(np.clip(one @ other, -1.0, 1.0)))
    axis = np.cross(one, other)
    if np.linalg.norm(axis) < 1e-6:  # from one side to the opposite one: in the orbit's plane
        axis = np.array([0.0, 1.0, 0.0])
    axis = axis / np.linalg.norm(axis)
    side = np.cross(axis, one)
    turns = np.linspace(0.0, angle, _POINTS)
    radii = near + (far - near) * turns / max(angle, 1e-12)
    way = np.cos(turns)[:, None] * one + np.sin(turns)[:, None] * side
    return radii[:, None] * way, angle


def plan_relocation(
    start_port: Array, end_port: Array, *, n_rad_s: float, stand_off_m: float = STAND_OFF_M
) -> Relocation:
    """Plan a move between two ports.

    Parameters
    ----------
    start_port, end_port : (PORT_SIZE,) array
        Of the same ship in the same attitude of the station.
    n_rad_s : float
        Station's mean motion. [rad/s]
    stand_off_m : float
        Gap between probe and port at which the fly-around begins and ends. [m]

    Raises
    ------
    InputError
        The ports are one, or the stand-off is not in front of the port.
    """
    start, end = _docked_m(start_port), _docked_m(end_port)
    if float(np.linalg.norm(start - end)) < 1.0:
        raise InputError("the ship is docked at this port already", remedy="name another port")
    if not stand_off_m > SLOW_M:
        raise InputError(f"a stand-off of {stand_off_m:g} m", limit=f"above {SLOW_M:g} m")
    out = start + stand_off_m * start_port[c.P_AXES : c.P_AXES + 3]
    axis = end_port[c.P_AXES : c.P_AXES + 3]
    front, slow = end + stand_off_m * axis, end + SLOW_M * axis
    arc, angle = _arc(out, front)
    length_m = float(np.linalg.norm(np.diff(arc, axis=0), axis=1).sum())
    speed_m_s = min(length_m / max(angle, 1e-12) * ROUND_RAD_S, 2.0 * AWAY_M_S)
    first = start + 0.25 * (out - start)
    legs = (
        _leg("back", _between(start, first), BACK_OFF_M_S, n_rad_s, 1.0),
        _leg("back", _between(first, out), AWAY_M_S, n_rad_s, 1.0),
        RelocationLeg("hold", 0.0, 0.0, CHECK_S, _hold_m_s(out, n_rad_s)),
        _leg("around", arc, speed_m_s, n_rad_s, 2.0),
        RelocationLeg("hold", 0.0, 0.0, CHECK_S, _hold_m_s(front, n_rad_s)),
        _leg("line", _between(front, slow), IN_M_S, n_rad_s, 1.0),
        _leg("line", _between(slow, end), CONTACT_M_S, n_rad_s, 1.0),
    )
    return Relocation(legs, angle, float(np.linalg.norm(arc, axis=1).max()))


def _hold_m_s(place: Array, n_rad_s: float) -> float:
    push = course_acceleration_m_s2(place, np.zeros(3), n_rad_s)
    return float(np.linalg.norm(push)) * CHECK_S
