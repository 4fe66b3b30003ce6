"""How far the Sun stands out of the station's orbit plane on a date, from the nearest element set.

Model   The node moves at J2's rate from the set nearest in time; the Sun as in `environment`. What the
        other harmonics (0.3 %) and a changed altitude do to the rate widens the answer: 0.03 degrees for
        each day between.
Valid   A year from a set, to some degrees; mean equinox of date taken for that of 2000 (0.4 degrees).
Source  Vallado 2013, equation 9-38 (node under J2); ERFA `epv00`.
"""

import math
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.load import Catalogue, list_flights
from portcall.core.constants import DAY_S, EGM_RADIUS_M, GM_EARTH_M3_S2, J2_EARTH
from portcall.environment.sun_moon import sun_direction_gcrf
from portcall.records.known_time import KnownTime

BASE_ERROR_DEG = 0.5  # the frame, and the Sun within an hour
RATE_ERROR_DEG_DAY = 0.03  # an altitude off by 5 km gives 0.013, the harmonics left out 0.015
REACH_DAYS = 365.0
STEP = timedelta(hours=6)  # the angle changes by some degrees a day
DOUBTFUL_DAYS = 5.0  # a time known no better than this says little of the angle


@dataclass(frozen=True)
class OrbitPlane:
    """The station's orbit plane at an epoch, and how its node moves."""

    epoch_utc: datetime
    node_rad: float
    inclination_rad: float
    node_rate_rad_s: float

    def beta_rad(self, moment: datetime) -> float:
        """Return the Sun's angle out of the plane at an instant. [rad]"""
        node = self.node_rad + self.node_rate_rad_s * (moment - self.epoch_utc).total_seconds()
        tilt = math.sin(self.inclination_rad)
        normal = np.array(
            [math.sin(node) * tilt, -math.cos(node) * tilt, math.cos(self.inclination_rad)]
        )
        return math.asin(float(normal @ sun_direction_gcrf(moment)))


def orbit_plane(elements: RecordedElements) -> OrbitPlane:
    """Return the plane of an element set of a near-circular orbit."""
    motion_rad_s = 2.0 * math.pi * elements.mean_motion_rev_day / DAY_S
    semi_major_axis_m = (GM_EARTH_M3_S2 / motion_rad_s**2) ** (1.0 / 3.0)
    inclination_rad = math.radians(elements.inclination_deg)
    ratio = EGM_RADIUS_M / semi_major_axis_m
    rate_rad_s = -1.5 * motion_rad_s * J2_EARTH * ratio**2 * math.cos(inclination_rad)
    return OrbitPlane(
        elements.epoch_utc, math.radians(elements.raan_deg), inclination_rad, rate_rad_s
    )


@dataclass(frozen=True)
class BetaAngles:
    """The angle on any date that an element set reaches.

    Parameters
    ----------
    planes : tuple[OrbitPlane, ...]
        In the order of their epochs.
    """

    planes: tuple[OrbitPlane, ...]

    def range_deg(self, when: KnownTime) -> tuple[float, float] | None:
        """Return the least and the most of the angle's size; None where no set reaches. [deg]"""
        if not self.planes or when.width_s > DOUBTFUL_DAYS * DAY_S:
            return None
        plane = self._nearest(when.middle_utc)
        away_days = abs((when.middle_utc - plane.epoch_utc).total_seconds()) / DAY_S
        if away_days > REACH_DAYS:
            return None
        error_deg = BASE_ERROR_DEG + RATE_ERROR_DEG_DAY * away_days
        count = int((when.latest_utc - when.earliest_utc) / STEP)
        moments = [when.earliest_utc + number * STEP for number in range(count + 1)]
        sizes = [
            abs(math.degrees(plane.beta_rad(moment))) for moment in [*moments, when.latest_utc]
        ]
        return max(0.0, min(sizes) - error_deg), max(sizes) + error_deg

    def _nearest(self, moment: datetime) -> OrbitPlane:
        index = bisect(self.planes, moment, key=lambda plane: plane.epoch_utc)
        near = self.planes[max(0, index - 1) : index + 1]
        return min(near, key=lambda plane: abs(plane.epoch_utc - moment))


def beta_angles(elements: Iterable[RecordedElements]) -> BetaAngles:
    """Return the angles that element sets of a station give."""
    planes = sorted(map(orbit_plane, elements), key=lambda plane: plane.epoch_utc)
    return BetaAngles(tuple(planes))


def recorded_beta_angles(catalogue: Catalogue, station: str = "iss") -> BetaAngles:
    """Return the angles from every element set of a station that the catalogue's flights carry."""
    number = catalogue.station(station).norad_id
    return beta_angles(
        one
        for flight in list_flights(catalogue)
        for known in (flight.known_before, flight.known_before_departure)
        for one in known.elements
        if one.norad_id == number
    )
