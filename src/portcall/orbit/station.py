"""The station's motion as it was known at a time: element sets, what SGP4 lacks, and maneuvers.

Model   SGP4 from the set nearest before the wanted time, its node turned by the rates that SGP4 lacks
        (`orbit.secular`), and each maneuver as an impulse along the velocity in mean elements.
Valid   Two weeks from the set without maneuvers that are not given. Along track the error grows with
        the drag that the set did not foresee; the plane stays good to 0.01 degrees.
Source  `orbit.elements` (SGP4), `orbit.secular`; Gauss's equations for the maneuvers.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import GM_EARTH_M3_S2
from portcall.core.frames import gcrf_from_teme
from portcall.core.time import elapsed_s
from portcall.orbit.elements import ElementSet, mean_elements_at, state_teme
from portcall.orbit.mean_elements import NearCircular, from_state, mean_from_osculating
from portcall.orbit.secular import node_rate_missing_in_sgp4_rad_s, secular_rates

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StationManeuver:
    """A change of the station's speed along its velocity; negative lowers the orbit."""

    utc: datetime
    delta_v_m_s: float


@dataclass(frozen=True, slots=True)
class StationMotion:
    """What is known of the station's orbit: one element set and the maneuvers since its epoch."""

    elements: ElementSet
    maneuvers: tuple[StationManeuver, ...] = ()

    @property
    def epoch(self) -> datetime:
        """Epoch of the element set."""
        return self.elements.epoch


def _raised(mean: NearCircular, maneuver: StationManeuver, utc: datetime) -> NearCircular:
    """Return the mean orbit with one past maneuver in it."""
    after_s = elapsed_s(maneuver.utc, utc)
    if after_s <= 0.0:
        return mean
    a = mean.semi_major_axis_m
    raised_m = 2.0 * maneuver.delta_v_m_s * math.sqrt(a**3 / GM_EARTH_M3_S2)
    before = secular_rates(a, mean.inclination_rad)
    behind = secular_rates(a + raised_m, mean.inclination_rad)
    return replace(
        mean,
        semi_major_axis_m=a + raised_m,
        node_rad=mean.node_rad + (behind[0] - before[0]) * after_s,
        argument_of_latitude_rad=mean.argument_of_latitude_rad + (behind[1] - before[1]) * after_s,
    )


@lru_cache(maxsize=8192)
def station_mean(motion: StationMotion, utc: datetime) -> NearCircular:
    """Return the station's mean orbit at a time; node from the mean equinox of date (TEME).

    The eccentricity is taken from SGP4's osculating state, since its long-period part is not in the
    mean elements that SGP4 propagates.
    """
    sgp4 = mean_elements_at(motion.elements, utc)
    osculating = from_state(*state_teme(motion.elements, utc))
    smooth = mean_from_osculating(osculating)
    age_s = elapsed_s(motion.epoch, utc)
    missing = node_rate_missing_in_sgp4_rad_s(sgp4.semi_major_axis_m, sgp4.inclination_rad)
    mean = NearCircular(
        sgp4.semi_major_axis_m,
        smooth.ex,
        smooth.ey,
        sgp4.inclination_rad,
        sgp4.raan_rad + missing * age_s,
        sgp4.argument_of_latitude_rad,
    )
    for maneuver in motion.maneuvers:
        mean = _raised(mean, maneuver, utc)
    return mean


def station_state_gcrf(motion: StationMotion, utc: datetime) -> tuple[Array, Array]:
    """Return the station's osculating state, its plane turned by what SGP4 lacks.

    Maneuvers before `utc` shift the state along the orbit by the phase they made.

    Returns
    -------
    tuple[Array, Array]
        Position [m] and velocity [m/s] in GCRF, each shape (3,).
    """
    position, velocity = state_teme(motion.elements, utc)
    bare = mean_elements_at(motion.elements, utc)
    mean = station_mean(motion, utc)
    node_turn = math.remainder(mean.node_rad - bare.raan_rad, math.tau)
    along = math.remainder(mean.argument_of_latitude_rad - bare.argument_of_latitude_rad, math.tau)
    normal = np.cross(position, velocity)
    turn = _about_z(node_turn) @ _about(normal / np.linalg.norm(normal), along)
    scale = mean.semi_major_axis_m / bare.semi_major_axis_m
    rotation = gcrf_from_teme(utc) @ turn
    return rotation @ position * scale, rotation @ velocity / math.sqrt(scale)


def _about_z(angle_rad: float) -> Array:
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def _about(axis: Array, angle_rad: float) -> Array:
    """Return the rotation by an angle about a unit axis (Rodrigues)."""
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turned = math.sin(angle_rad) * cross + (1.0 - math.cos(angle_rad)) * cross @ cross
    return np.asarray(np.eye(3) + turned)
