"""The launch window: the instant at which the planes will coincide when the chase is over.

Model   The ascent inserts into a plane fixed to the Earth at lift-off. Flying lower, the chaser's node
        then drifts west against the station's; so the ship is launched into a plane that lies east of
        the station's by that drift. One equation, solved for the instant of lift-off.
Valid   Ascending passes of sites below the orbit's inclination.
Source  Differential nodal regression (Vallado 2013, section 9.6); the drift itself comes from the
        planned chase.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import erfa

from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.core.earth_orientation import julian_date_ut1
from portcall.core.errors import InputError
from portcall.core.time import after, julian_date_utc

NodeAt = Callable[[datetime], float]  # the station's mean node, true equator and mean equinox [rad]
DriftAt = Callable[
    [datetime], float
]  # chaser's node drift against the station's in the chase [rad]

_TOLERANCE_S = 1e-4
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class LaunchInstant:
    """One opportunity: the instant, and how fast the plane slips away from it."""

    utc: datetime
    drift_rad: float
    plane_rate_rad_s: float  # how fast the pad turns against the wanted plane

    def off_plane_rad(self, late_s: float) -> float:
        """Return the node offset after a launch so much later. [rad]"""
        return self.plane_rate_rad_s * late_s


def gmst_rad(utc: datetime) -> float:
    """Return Greenwich mean sidereal time of the 1982 model, which the frame of elements uses."""
    return float(erfa.gmst82(*julian_date_ut1(julian_date_utc(utc))))


def plane_gap_rad(
    utc: datetime, *, node_at: NodeAt, pad_longitude_rad: float, node_from_pad_rad: float
) -> float:
    """Return how far east of the plane offered by a launch now the station's node lies, wrapped."""
    offered = gmst_rad(utc) + pad_longitude_rad + node_from_pad_rad
    return math.remainder(node_at(utc) - offered, math.tau)


def refuse_unreachable(latitude_rad: float, inclination_rad: float, site: str) -> None:
    """Refuse a site that no plane of this inclination passes over."""
    if abs(latitude_rad) > inclination_rad:
        raise InputError(
            f"site '{site}' lies at {math.degrees(latitude_rad):.2f} deg, farther from the equator "
            f"than the station's orbit ever goes",
            limit=f"inclination {math.degrees(inclination_rad):.2f} deg",
            remedy="choose a site nearer to the equator",
        )


def pad_passes(
    day: date, *, node_at: NodeAt, pad_longitude_rad: float, node_from_pad_rad: float
) -> tuple[datetime, ...]:
    """Return the instants of a UTC day when a launch meets the station's plane, drift left out."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)

    def gap(utc: datetime) -> float:
        return plane_gap_rad(
            utc,
            node_at=node_at,
            pad_longitude_rad=pad_longitude_rad,
            node_from_pad_rad=node_from_pad_rad,
        )

    # the pad turns eastward past the plane once in a little under a day
    passes: list[datetime] = []
    first = midnight + timedelta(seconds=(gap(midnight) % math.tau) / EARTH_ROTATION_RAD_S)
    for guess in (first - timedelta(hours=23, minutes=36), first, first + timedelta(hours=23.6)):
        utc = guess
        for _ in range(4):
            utc = utc + timedelta(seconds=gap(utc) / EARTH_ROTATION_RAD_S)
        if utc.date() == day and (not passes or (utc - passes[-1]).total_seconds() > 3600.0):
            passes.append(utc)
    return tuple(passes)


def solve_launch(
    near: datetime,
    *,
    node_at: NodeAt,
    drift_at: DriftAt,
    pad_longitude_rad: float,
    node_from_pad_rad: float,
) -> LaunchInstant:
    """Return the instant near a pad pass at which the planes will coincide after the chase.

    Solves `node(t + insertion) - gmst(t) - pad = node_from_pad - drift(t)` with the drift of the chase
    planned for a launch at that instant.

    Parameters
    ----------
    near : datetime
        A pad pass; the instant lies within minutes after or before it.
    node_at : NodeAt
        The station's mean node at insertion, for a lift-off at the given instant. [rad]
    drift_at : DriftAt
        Drift of the chaser's node against the station's, from insertion to arrival. [rad]
    pad_longitude_rad, node_from_pad_rad : float
        Longitude of the pad, and of the insertion plane's node from it at lift-off. [rad]
    """

    def mismatch(offset_s: float) -> float:
        utc = after(near, offset_s)
        gap = plane_gap_rad(
            utc,
            node_at=node_at,
            pad_longitude_rad=pad_longitude_rad,
            node_from_pad_rad=node_from_pad_rad,
        )
        return gap - drift_at(utc)

    # the pad turns at the Earth's rate, all else a hundred times slower: the slope hardly changes
    offset_s, slope_rad_s = 0.0, -EARTH_ROTATION_RAD_S
    for _ in range(_MOST_ROUNDS):
        step_s = -mismatch(offset_s) / slope_rad_s
        offset_s += step_s
        if abs(step_s) < _TOLERANCE_S:
            break
    slope_rad_s = (mismatch(offset_s + 1.0) - mismatch(offset_s - 1.0)) / 2.0
    utc = after(near, offset_s)
    return LaunchInstant(utc, drift_at(utc), slope_rad_s)
