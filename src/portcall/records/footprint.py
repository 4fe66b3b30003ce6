"""Where the pieces fall: how long, how wide, how they are spread, and the hull around them."""

import math
from typing import Literal, Self

from portcall.records.base import FrozenRecord

Position = tuple[float, float]
LinearRing = tuple[Position, ...]


class Place(FrozenRecord):
    """A place on the ellipsoid, geodetic."""

    lat_deg: float
    lon_deg: float

    @classmethod
    def of(cls, latitude_rad: float, longitude_rad: float) -> Self:
        """Return the place at angles in radians."""
        return cls(lat_deg=math.degrees(latitude_rad), lon_deg=math.degrees(longitude_rad))


class Hull(FrozenRecord):
    """A GeoJSON geometry: longitude before latitude, rings closed, cut at the antimeridian."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: tuple[LinearRing, ...] | tuple[tuple[LinearRing, ...], ...]


class DistancePercentile(FrozenRecord):
    """A percentile along or across the track; the true one is in its range with 95 % confidence."""

    at_percent: float
    value_km: float
    low_km: float
    high_km: float


class TimePercentile(FrozenRecord):
    """A percentile of a time after ignition, over the falls."""

    at_percent: float
    time_s: float


class FootprintEllipse(FrozenRecord):
    """The ellipse of three standard deviations, for comparison: falls are not Gaussian.

    `held_share` is the share of the pieces that lie inside it; 0.989 of a Gaussian's would.
    """

    center: Place
    semi_major_km: float
    semi_minor_km: float
    azimuth_deg: float
    sigmas: float
    held_share: float


class Zone(FrozenRecord):
    """Where pieces of one sort fall.

    Distances along the nominal ground track count from below the entry interface, those across it are
    positive to the right. Length and width hold the central `central_percent` of the pieces each.
    `list_share` is how much of the object list's pieces falls here. `all_pieces_km` holds all pieces
    of a fall with `held_probability` at 95 % confidence, both ends taken together; the bound is not
    `shown` when there were too few falls for it.
    """

    pieces: int
    list_share: float
    central_percent: float
    length_km: float
    width_km: float
    along_track_km: tuple[DistancePercentile, ...]
    cross_track_km: tuple[DistancePercentile, ...]
    along_skew_coefficient: float
    cross_skew_coefficient: float
    mean: Place
    median: Place
    all_pieces_km: tuple[float, float]
    held_probability: float
    shown: bool
    first_impact: tuple[TimePercentile, ...]
    last_impact: tuple[TimePercentile, ...]
    ellipse: FootprintEllipse
    hull: Hull | None
    statement: str


class Outcomes(FrozenRecord):
    """What becomes of the object list's pieces, over all falls; together 1."""

    landed_share: float
    demised_share: float
    enclosed_share: float
    skipped_share: float
    lost_share: float
    stayed_up_share: float


class Footprint(FrozenRecord):
    """The falls of many samples: what is dangerous, and everything that comes down.

    `length_km`, `width_km` and `hull` are those of the dangerous pieces, above `energy_floor_j`; none
    when nothing dangerous reaches the ground.
    """

    samples: int
    entered_samples: int
    listed_pieces: int
    energy_floor_j: float
    length_km: float | None
    width_km: float | None
    hull: Hull | None
    dangerous: Zone | None
    everything: Zone | None
    outcomes: Outcomes
