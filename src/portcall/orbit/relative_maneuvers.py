"""The maneuvers of an approach in closed form: what each costs, how long it lasts, where it ends.

Model   Impulses and steady pushes in Clohessy and Wiltshire's motion: hops along V-bar, changes of
        height, forced lines and holds, circles flown about the station, Hablani's glideslope.
Valid   As `orbit.clohessy_wiltshire`.
Source  Fehse 2003, Automated Rendezvous and Docking of Spacecraft, chapters 3 and 5; Hablani, Tapper
        and Dana-Bashian 2002, J. Guidance, Control, and Dynamics 25, 553 (glideslope).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ellipeinc

from portcall.core.errors import InputError
from portcall.orbit.clohessy_wiltshire import transition, two_impulse

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Impulses:
    """Impulses and when they are given.

    Attributes
    ----------
    times_s : Array
        After the first, shape (k,). [s]
    delta_v_lvlh_m_s : Array
        Shape (k, 3). [m/s]
    """

    times_s: Array
    delta_v_lvlh_m_s: Array = field(repr=False)

    @property
    def each_m_s(self) -> Array:
        """Size of each, shape (k,). [m/s]"""
        return np.asarray(np.linalg.norm(self.delta_v_lvlh_m_s, axis=1))

    @property
    def total_m_s(self) -> float:
        """Sum of the sizes. [m/s]"""
        return float(self.each_m_s.sum())

    @property
    def duration_s(self) -> float:
        """From the first to the last. [s]"""
        return float(self.times_s[-1] - self.times_s[0])

    def fly(self, state: Array, n_rad_s: float) -> Array:
        """Return the state after the last impulse, from that before the first, (6,)."""
        now, here = float(self.times_s[0]), np.array(state, dtype=np.float64)
        for time_s, push in zip(self.times_s, self.delta_v_lvlh_m_s, strict=True):
            here = transition(n_rad_s, float(time_s) - now) @ here
            here[3:] += push
            now = float(time_s)
        return here


def _pair(first: tuple[float, float, float], second: tuple[float, ...], span_s: float) -> Impulses:
    return Impulses(np.array([0.0, span_s]), np.array([first, second]))


def tangential_hop(distance_m: float, n_rad_s: float) -> Impulses:
    """Return a hop along V-bar by two impulses along it: one orbit, safe if the second fails to come.

    Parameters
    ----------
    distance_m : float
        Forward if positive. [m]
    n_rad_s : float
        [rad/s]

    Examples
    --------
    >>> round(tangential_hop(250.0, 1.128868e-3).total_m_s, 5)
    0.02994
    """
    speed = -n_rad_s * distance_m / (6.0 * np.pi)
    return _pair((speed, 0.0, 0.0), (-speed, 0.0, 0.0), 2.0 * np.pi / n_rad_s)


def radial_hop(distance_m: float, n_rad_s: float) -> Impulses:
    """Return a hop along V-bar by two radial impulses: half an orbit, a quarter as high as it is long.

    Examples
    --------
    >>> round(radial_hop(1000.0, 1.128868e-3).total_m_s, 5)
    0.56443
    """
    speed = n_rad_s * distance_m / 4.0
    return _pair((0.0, 0.0, speed), (0.0, 0.0, speed), np.pi / n_rad_s)


def height_change(down_m: float, n_rad_s: float) -> Impulses:
    """Return the change from one coelliptic height to another: half an orbit, two equal impulses.

    Parameters
    ----------
    down_m : float
        Negative climbs. [m]

    Examples
    --------
    Dragon CRS-9 climbed from 2.5 km to 1.2 km below the station with 0.37 m/s twice, 46 min apart.

    >>> climb = height_change(-1300.0, 1.1306e-3)
    >>> [round(float(size), 3) for size in climb.each_m_s], round(climb.duration_s / 60.0, 1)
    ([0.367, 0.367], 46.3)
    """
    speed = -n_rad_s * down_m / 4.0
    return _pair((speed, 0.0, 0.0), (speed, 0.0, 0.0), np.pi / n_rad_s)


def height_change_advance_m(down_m: float) -> float:
    """Return how far a change of height that starts on V-bar carries ahead. [m]"""
    return 0.75 * np.pi * down_m


def altitude_gain_m(delta_v_m_s: float, n_rad_s: float) -> float:
    """Return the rise of the mean height by a push along the path. [m]

    Examples
    --------
    The reboost of 2023-07-05: 1.85 m/s, flown 3.25 km.

    >>> round(altitude_gain_m(1.85, 1.1295e-3) / 1000.0, 2)
    3.28
    """
    return 2.0 * delta_v_m_s / n_rad_s


def coelliptic_state(position_lvlh_m: Array, n_rad_s: float) -> Array:
    """Return the state that keeps its depth: it drifts ahead at 1.5 n z below the station, (6,)."""
    return np.array([*position_lvlh_m, 1.5 * n_rad_s * position_lvlh_m[2], 0.0, 0.0])


def coelliptic_advance_m(down_m: float) -> float:
    """Return how far a coelliptic drift carries ahead in an orbit. [m]"""
    return 3.0 * np.pi * down_m


def hold_acceleration_m_s2(position_lvlh_m: Array, n_rad_s: float) -> Array:
    """Return the push that holds a place at rest in LVLH, (3,): nothing on V-bar. [m s-2]

    Examples
    --------
    >>> hold_acceleration_m_s2(np.array([0.0, 100.0, 400.0]), 1.128868e-3)
    array([ 0.        ,  0.00012743, -0.00152921])
    """
    n2 = n_rad_s**2
    return np.array([0.0, n2 * position_lvlh_m[1], -3.0 * n2 * position_lvlh_m[2]])


def course_acceleration_m_s2(
    position_lvlh_m: Array, velocity_lvlh_m_s: Array, n_rad_s: float
) -> Array:
    """Return the push that keeps a straight course at steady speed, (3,). [m s-2]"""
    turn = 2.0 * n_rad_s * np.array([-velocity_lvlh_m_s[2], 0.0, velocity_lvlh_m_s[0]])
    return hold_acceleration_m_s2(position_lvlh_m, n_rad_s) + turn


def v_bar_line_m_s(distance_m: float, speed_m_s: float, n_rad_s: float) -> float:
    """Return the cost of a straight line along V-bar, start and stop included. [m/s]"""
    return 2.0 * n_rad_s * abs(distance_m) + 2.0 * abs(speed_m_s)


def r_bar_line_m_s(start_m: float, end_m: float, speed_m_s: float, n_rad_s: float) -> float:
    """Return the cost of a straight line along R-bar, start and stop included. [m/s]

    Parameters
    ----------
    start_m, end_m : float
        Depths below the station, on one side of it. [m]
    speed_m_s, n_rad_s : float
        Steady speed [m/s] and mean motion. [rad/s]
    """
    # the two pushes act at once but along two axes; thrusters pay for each
    radial = 1.5 * n_rad_s**2 * abs(start_m**2 - end_m**2) / abs(speed_m_s)
    return radial + 2.0 * n_rad_s * abs(start_m - end_m) + 2.0 * abs(speed_m_s)


def r_bar_return_speed_m_s(down_m: float, time_s: float, n_rad_s: float) -> float:
    """Return the speed away from the station, on R-bar, that is back at its depth after a time. [m/s]"""
    return -3.0 * n_rad_s * down_m * float(np.tan(0.5 * n_rad_s * time_s))


def fly_around_m_s(
    radius_m: float, rate_rad_s: float, start_rad: float, end_rad: float, n_rad_s: float
) -> float:
    """Return the cost of a circle's arc in the orbital plane at steady rate, start and stop included.

    Parameters
    ----------
    radius_m : float
        [m]
    rate_rad_s : float
        Of the line of sight in LVLH, from R-bar (below) towards V-bar (ahead). [rad/s]
    start_rad, end_rad : float
        Angle from R-bar below towards V-bar ahead, whole quarters. [rad]
    n_rad_s : float
        [rad/s]

    Returns
    -------
    float
        [m/s]

    Examples
    --------
    A quarter lap at twice the orbital rate costs 5.5 n r, one that keeps still among the stars 4.422.

    >>> round(fly_around_m_s(1.0, 2.0, 0.0, np.pi / 2, 1.0), 3)
    5.5
    >>> round(fly_around_m_s(1.0, 1.0, 0.0, np.pi / 2, 1.0), 3)
    4.422
    """
    w, n = rate_rad_s, n_rad_s
    ahead, down = 2.0 * n * w - w * w, 2.0 * n * w - w * w - 3.0 * n * n
    # integral of sqrt((ahead sin)^2 + (down cos)^2): an elliptic one
    if down == 0.0:
        swept = abs(ahead) * abs(np.cos(start_rad) - np.cos(end_rad))
    else:
        swept = abs(down) * abs(
            ellipeinc(end_rad, 1.0 - (ahead / down) ** 2)
            - ellipeinc(start_rad, 1.0 - (ahead / down) ** 2)
        )
    return float(radius_m * (swept / abs(w) + 2.0 * abs(w)))


def largest_advance_m(push_m_s: float, n_rad_s: float) -> tuple[float, float]:
    """Return how far a push along V-bar carries at most, and when. [m], [s]

    Examples
    --------
    >>> [round(figure, 4) for figure in largest_advance_m(1.0, 1.0)]
    [0.4775, 0.7227]
    """
    angle = float(np.arccos(0.75))
    reach = float(4.0 * np.sin(angle) - 3.0 * angle)
    return reach * push_m_s / n_rad_s, angle / n_rad_s


def passive_closing_speed_m_s(range_m: float, clear_m: float, n_rad_s: float) -> float:
    """Return the closing speed on V-bar at which a ship without thrust stays out of a sphere. [m/s]

    Sufficient, not necessary: a faster ship may pass above or below.

    Parameters
    ----------
    range_m, clear_m : float
        Of the ship, and of the sphere. [m]

    Examples
    --------
    >>> round(passive_closing_speed_m_s(250.0, 200.0, 1.128868e-3), 3)
    0.118
    """
    return (range_m - clear_m) / largest_advance_m(1.0, n_rad_s)[0]


@dataclass(frozen=True)
class DriftEllipse:
    """A free drift: an ellipse in the orbital plane whose center travels along the orbit.

    Attributes
    ----------
    ahead_m, down_m : float
        Its center at the start. [m]
    drift_m_s : float
        Of the center, ahead. [m/s]
    semi_minor_m : float
        Half its height; half its length is twice that. [m]
    across_m : float
        Amplitude of the motion across the plane. [m]
    """

    ahead_m: float
    down_m: float
    drift_m_s: float
    semi_minor_m: float
    across_m: float


def drift_ellipse(state: Array, n_rad_s: float) -> DriftEllipse:
    """Return the travelling ellipse of a free drift from a relative state, (6,), LVLH."""
    x, y, z, vx, vy, vz = (float(figure) for figure in state)
    n = n_rad_s
    down = 4.0 * z - 2.0 * vx / n
    return DriftEllipse(
        ahead_m=x + 2.0 * vz / n,
        down_m=down,
        drift_m_s=1.5 * n * down,
        semi_minor_m=float(np.hypot(2.0 * vx / n - 3.0 * z, vz / n)),
        across_m=float(np.hypot(y, vy / n)),
    )


@dataclass(frozen=True)
class Glideslope:
    """A straight approach by pulses whose speed falls with the distance.

    Attributes
    ----------
    aim_points_m : Array
        Where the pulses are given, first to last, shape (k + 1, 3), LVLH. [m]
    impulses : Impulses
        The last one stops the ship at the final speed.
    """

    aim_points_m: Array = field(repr=False)
    impulses: Impulses


def _checked_glideslope(length_m: float, first_m_s: float, last_m_s: float, pulses: int) -> None:
    if not (length_m > 0.0 and first_m_s > last_m_s > 0.0 and pulses >= 1):
        raise InputError(
            f"a glideslope of {length_m} m from {first_m_s} to {last_m_s} m/s in {pulses} pulses",
            limit="a length above 0 m, falling speeds above 0 m/s, at least one pulse",
        )


def glideslope(
    start: Array,
    end_lvlh_m: Array,
    first_m_s: float,
    last_m_s: float,
    pulses: int,
    n_rad_s: float,
) -> Glideslope:
    """Return the pulses of an approach along a straight line.

    Parameters
    ----------
    start : Array
        State before the first pulse, LVLH, (6,).
    end_lvlh_m : Array
        Where the line ends, (3,). [m]
    first_m_s, last_m_s : float
        Closing speeds at both ends; between them it falls linearly with the distance. [m/s]
    pulses : int
        Number of spans, one pulse each, and one to end with the last speed along the line.
    n_rad_s : float
        [rad/s]

    Raises
    ------
    InputError
        No length, speeds that do not fall, no pulse.
    """
    line = np.asarray(end_lvlh_m, dtype=np.float64) - start[:3]
    length = float(np.linalg.norm(line))
    _checked_glideslope(length, first_m_s, last_m_s, pulses)
    slope = (last_m_s - first_m_s) / length
    span_s = float(np.log(last_m_s / first_m_s)) / slope / pulses
    grown = np.exp(slope * span_s * np.arange(pulses + 1, dtype=np.float64))
    gone_m = first_m_s / slope * (grown - 1.0)
    points = start[:3] + np.outer(gone_m / length, line)
    here = np.array(start, dtype=np.float64)
    burns = np.empty((pulses + 1, 3))
    for k in range(pulses):
        aim = np.concatenate((points[k + 1], np.zeros(3)))
        burns[k] = two_impulse(here, aim, span_s, n_rad_s).first_m_s
        here[3:] += burns[k]
        here = transition(n_rad_s, span_s) @ here
    burns[pulses] = last_m_s * line / length - here[3:]
    return Glideslope(points, Impulses(span_s * np.arange(pulses + 1, dtype=np.float64), burns))
