"""Ground tracks joined over phases, and how the ship stands to the station along its orbit.

Model   Along the orbit the phase is the angle at the Earth's center between both craft, counted forward
        in the ship's plane; along and above are arc and difference of radius (curvilinear).
Valid   Near-circular orbits in planes less than a few degrees apart; pictures, not navigation.
Source  Vallado 2013, section 6.8 (curvilinear relative motion).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import WGS84_A_M, WGS84_F
from portcall.core.time import elapsed_s
from portcall.records.tracks import Craft, GroundTrack, TrackPhase

Array = NDArray[np.float64]


@dataclass(frozen=True)
class TrackColumns:
    """One craft in order of time, (n,) each; ranges that are not known are NaN."""

    time_s: Array
    lat_deg: Array
    lon_deg: Array
    altitude_m: Array
    sunlit: NDArray[np.bool_]
    range_m: Array

    def __len__(self) -> int:
        return len(self.time_s)

    def part(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> "TrackColumns":
        """Return the rows that are kept."""
        return TrackColumns(
            self.time_s[keep],
            self.lat_deg[keep],
            self.lon_deg[keep],
            self.altitude_m[keep],
            self.sunlit[keep],
            self.range_m[keep],
        )


def columns_of(
    tracks: Iterable[GroundTrack], craft: Craft, phases: Sequence[TrackPhase], start: datetime
) -> TrackColumns:
    """Return one craft in some phases, joined; seconds count from `start`."""
    found = sorted(
        (one for one in tracks if one.craft == craft and one.phase in phases),
        key=lambda one: one.start,
    )

    def joined(name: str) -> Array:
        return np.concatenate([np.zeros(0), *(getattr(one, name) for one in found)])

    offsets = [one.time_s + elapsed_s(start, one.start) for one in found]
    return TrackColumns(
        np.concatenate([np.zeros(0), *offsets]),
        joined("latitude_deg"),
        joined("longitude_deg"),
        joined("altitude_m"),
        joined("sunlit").astype(bool),
        joined("range_m"),
    )


def positions_itrf_m(track: TrackColumns) -> Array:
    """Return Earth-fixed positions, shape (n, 3). [m]"""
    lat, lon = np.radians(track.lat_deg), np.radians(track.lon_deg)
    e2 = WGS84_F * (2.0 - WGS84_F)
    normal_m = WGS84_A_M / np.sqrt(1.0 - e2 * np.sin(lat) ** 2)
    across_m = (normal_m + track.altitude_m) * np.cos(lat)
    up_m = (normal_m * (1.0 - e2) + track.altitude_m) * np.sin(lat)
    return np.stack([across_m * np.cos(lon), across_m * np.sin(lon), up_m], axis=-1)


def beside_each_other(
    chaser: TrackColumns, station: TrackColumns
) -> tuple[TrackColumns, TrackColumns]:
    """Return both tracks at the instants that both have."""
    times = [np.round(track.time_s * 1e3).astype(np.int64) for track in (chaser, station)]
    _, first, second = np.intersect1d(times[0], times[1], return_indices=True)
    return chaser.part(first), station.part(second)


def phase_ahead_deg(chaser: TrackColumns, station: TrackColumns) -> Array:
    """Return how far the station is ahead along the orbit, without jumps, near 0 at the end. [deg]

    Both tracks at the same instants, two at least.
    """
    ship, goal = positions_itrf_m(chaser), positions_itrf_m(station)
    normal = np.cross(goal[:-1], goal[1:])
    normal = np.vstack([normal, normal[-1:]])
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    sine = np.einsum("ij,ij->i", normal, np.cross(ship, goal))
    cosine = np.einsum("ij,ij->i", ship, goal)
    angle = np.unwrap(np.arctan2(sine, cosine)[::-1])[::-1]
    return np.asarray(np.degrees(angle))


def along_and_above_m(chaser: TrackColumns, station: TrackColumns) -> tuple[Array, Array]:
    """Return the ship's place along the station's orbit, forward positive, and above it. [m]"""
    ahead = -np.radians(phase_ahead_deg(chaser, station))
    radius = np.linalg.norm(positions_itrf_m(station), axis=1)
    own = np.linalg.norm(positions_itrf_m(chaser), axis=1)
    return ahead * radius, own - radius
