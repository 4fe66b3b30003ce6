"""The arrival gate: where the far rendezvous ends and the docking phase takes over.

Model   A point behind and below the station from which the ship closes along the line of sight, as the
        published approach timeline gives range and closing rate. The direction is an estimate.
Valid   A few kilometers from the station: its relative orbit is linear there (Clohessy-Wiltshire).
Source  Clohessy & Wiltshire 1960, axes renamed; ranges and rates from the profile's approach.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import GM_EARTH_M3_S2
from portcall.orbit.mean_elements import NearCircular

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gate:
    """Where the ship shall be, and how it shall close, so long before contact.

    `below_rad` is the angle of the ship's direction below the station's backward V-bar.
    """

    before_contact_s: float
    range_m: float
    closing_m_s: float
    below_rad: float

    @property
    def position_lvlh_m(self) -> Array:
        """Position of the ship from the station, LVLH, shape (3,). [m]"""
        return self.range_m * np.array([-math.cos(self.below_rad), 0.0, math.sin(self.below_rad)])

    @property
    def velocity_lvlh_m_s(self) -> Array:
        """Velocity of the ship in the station's rotating LVLH, shape (3,). [m/s]"""
        return -self.position_lvlh_m * (self.closing_m_s / self.range_m)


def goal_at_gate(station: NearCircular, gate: Gate) -> NearCircular:
    """Return the mean orbit that a ship at the gate is on.

    Parameters
    ----------
    station : NearCircular
        The station's mean orbit at the time of the gate.
    gate : Gate
        Relative position and velocity.
    """
    a, u = station.semi_major_axis_m, station.argument_of_latitude_rad
    n = math.sqrt(GM_EARTH_M3_S2 / a**3)
    ahead, up = gate.position_lvlh_m[0], -gate.position_lvlh_m[2]
    ahead_rate, up_rate = gate.velocity_lvlh_m_s[0], -gate.velocity_lvlh_m_s[2]
    higher = 4.0 * up + 2.0 * ahead_rate / n
    # radius: up = higher - a (dex cos u + dey sin u); its rate: up_rate = a n (dex sin u - dey cos u)
    p, q = (higher - up) / a, up_rate / (a * n)
    dex = p * math.cos(u) + q * math.sin(u)
    dey = p * math.sin(u) - q * math.cos(u)
    on = ahead / a - 2.0 * (dex * math.sin(u) - dey * math.cos(u))
    return NearCircular(
        a + higher,
        station.ex + dex,
        station.ey + dey,
        station.inclination_rad,
        station.node_rad,
        u + on,
    )


def least_delta_v_m_s(start: NearCircular, goal: NearCircular) -> float:
    """Return a lower bound on the delta-v between two orbits. [m/s]

    A burn changes the energy by at most its size times the speed, and an orbit that stays between the
    lowest and the highest radius of the two is never faster than sqrt((1 + e) / (1 - e)) times
    the circular speed, where e is the eccentricity of the ellipse that touches both radii. Integrated
    over the semi-major axis this leaves the difference of the circular speeds, over that factor. The
    eccentricity vector alone needs n a |de| / 2. The bound is the larger of the two.

    Examples
    --------
    From 189 x 221 km to a circle at 418 km, where Hohmann's transfer takes 122.9 m/s:

    >>> low = NearCircular(6_583_137.0, 0.0, 0.00243, 0.9, 0.0, 0.0)
    >>> high = NearCircular(6_796_137.0, 0.0, 0.0, 0.9, 0.0, 0.0)
    >>> round(least_delta_v_m_s(low, high), 1)
    120.8
    """
    orbits = (start, goal)
    speeds = [math.sqrt(GM_EARTH_M3_S2 / orbit.semi_major_axis_m) for orbit in orbits]
    low = min(orbit.perigee_radius_m for orbit in orbits)
    high = max(orbit.apogee_radius_m for orbit in orbits)
    e = (high - low) / (high + low)
    by_energy = abs(speeds[0] - speeds[1]) * math.sqrt((1.0 - e) / (1.0 + e))
    turn = math.hypot(goal.ex - start.ex, goal.ey - start.ey)
    return max(by_energy, min(speeds) * turn / 2.0)
