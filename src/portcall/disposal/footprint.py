"""The footprint: where the pieces of many falls come down, along and across the ground track.

Model   Percentiles along and across the nominal ground track, weighted by how many pieces an object
        stands for; the convex hull of all pieces; the ellipse of three standard deviations beside them;
        the stretch that holds all pieces of a fall, from order statistics over falls.
Valid   Falls of one ship that share a plan: pieces within 1,000 km of the track.
Source  Wilks 1941, Annals of Mathematical Statistics 12, 91 (all pieces of a fall); the energy floor of
        15 J is that of NASA-STD-8719.14C, 4.7.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.bounds import upper_bound
from portcall.core.errors import InputError
from portcall.disposal.entry_kernel import LANDED, LOST, SKIPPED
from portcall.disposal.fall_kernel import DEMISED
from portcall.disposal.fallen import ENCLOSED, STAYED_UP, Fallen
from portcall.disposal.ground_track import GroundTrack
from portcall.disposal.hull import hull_geojson, hull_of
from portcall.disposal.percentiles import Percentiles, percentiles
from portcall.records.footprint import (
    DistancePercentile,
    Footprint,
    FootprintEllipse,
    Hull,
    Outcomes,
    Place,
    TimePercentile,
    Zone,
)
from portcall.records.risk import ENERGY_FLOOR_J

Array = NDArray[np.float64]

CENTRAL_PERCENT = 99.0
PERCENTS = (0.135, 1.0, 5.0, 50.0, 95.0, 99.0, 99.865)
HELD_PROBABILITY = 0.99
HELD_CONFIDENCE = 0.95
SIGMAS = 3.0
GAUSSIAN_SHARE = 1.0 - math.exp(-0.5 * SIGMAS**2)  # of pieces inside the ellipse, in two dimensions
_SKEWED = 0.2  # beyond it a distribution is called skewed


@dataclass(frozen=True)
class _Pieces:
    """Pieces on the ground: the fall of each, what it stands for, and where it lies."""

    fall: NDArray[np.intp]
    weight: Array
    latitude_rad: Array
    longitude_rad: Array
    along_m: Array
    cross_m: Array


def _pieces(fallen: Fallen, chosen: NDArray[np.bool_], track: GroundTrack) -> _Pieces:
    latitude, longitude = fallen.latitude_rad[chosen], fallen.longitude_rad[chosen]
    along, cross = track.along_and_cross_m(latitude, longitude)
    fall = np.nonzero(chosen)[0]
    return _Pieces(fall, fallen.weights()[chosen], latitude, longitude, along, cross)


def _place(track: GroundTrack, along_m: float, cross_m: float) -> Place:
    latitude_rad, longitude_rad = track.place_at(along_m, cross_m)
    return Place.of(latitude_rad, longitude_rad)


def _skewness(values: Array, weights: Array) -> float:
    centered = values - float(np.average(values, weights=weights))
    variance = float(np.average(centered**2, weights=weights))
    if variance < 1e-6:  # a square millimeter: all in one place
        return 0.0
    return float(np.average(centered**3, weights=weights) / variance**1.5)


def _ellipse(pieces: _Pieces, track: GroundTrack) -> FootprintEllipse:
    points = np.stack((pieces.along_m, pieces.cross_m))
    center = np.average(points, axis=1, weights=pieces.weight)
    centered = points - center[:, None]
    covariance = (pieces.weight * centered) @ centered.T / pieces.weight.sum()
    variances, axes = np.linalg.eigh(covariance)
    variances = np.maximum(variances, 1e-6)
    inside = np.sum((axes.T @ centered) ** 2 / variances[:, None], axis=0) <= SIGMAS**2
    minor_m, major_m = SIGMAS * np.sqrt(variances)
    turn = math.atan2(axes[1, 1], axes[0, 1])
    azimuth = math.degrees(track.bearing_rad(float(center[0])) + turn) % 180.0
    return FootprintEllipse(
        center=_place(track, float(center[0]), float(center[1])),
        semi_major_km=float(major_m) / 1e3,
        semi_minor_km=float(minor_m) / 1e3,
        azimuth_deg=azimuth,
        sigmas=SIGMAS,
        held_share=float(np.average(inside, weights=pieces.weight)),
    )


def _hull(pieces: _Pieces) -> Hull | None:
    """Return the hull of the pieces; none where it would hold a pole or half of the Earth."""
    try:
        return hull_geojson(hull_of(pieces.latitude_rad, pieces.longitude_rad))
    except InputError:
        return None


def _per_fall(values: Array, fall: NDArray[np.intp], falls: int) -> tuple[Array, Array]:
    """Return the least and the greatest value of each fall that has one."""
    least, greatest = np.full(falls, np.inf), np.full(falls, -np.inf)
    np.minimum.at(least, fall, values)
    np.maximum.at(greatest, fall, values)
    there = np.isfinite(least)
    return least[there], greatest[there]


def _times(times_s: Array) -> tuple[TimePercentile, ...]:
    whole = np.arange(len(times_s), dtype=np.intp)
    found = percentiles(times_s, np.ones(len(times_s)), whole, PERCENTS)
    return tuple(
        TimePercentile(at_percent=percent, time_s=float(value))
        for percent, value in zip(found.percents, found.values, strict=True)
    )


def _distances(found: Percentiles) -> tuple[DistancePercentile, ...]:
    return tuple(
        DistancePercentile(
            at_percent=percent,
            value_km=float(value) / 1e3,
            low_km=float(low) / 1e3,
            high_km=float(high) / 1e3,
        )
        for percent, value, low, high in zip(
            found.percents, found.values, found.low, found.high, strict=True
        )
    )


def _statement(along: float, cross: float, held: float) -> str:
    shape = "far from Gaussian" if max(abs(along), abs(cross)) > _SKEWED else "nearly symmetric"
    return (
        f"{shape}: skewness {along:+.2f} along and {cross:+.2f} across the track; the ellipse of "
        f"{SIGMAS:g} sigma holds {100.0 * held:.1f} % of the pieces ({100.0 * GAUSSIAN_SHARE:.1f} % of "
        "a Gaussian's)"
    )


def _zone(
    fallen: Fallen, chosen: NDArray[np.bool_], track: GroundTrack, central: float
) -> Zone | None:
    if not chosen.any():
        return None
    pieces = _pieces(fallen, chosen, track)
    tail = 0.5 * (100.0 - central)
    percents = sorted({*PERCENTS, tail, 100.0 - tail})
    along = percentiles(pieces.along_m, pieces.weight, pieces.fall, percents)
    cross = percentiles(pieces.cross_m, pieces.weight, pieces.fall, percents)
    nearest, furthest = _per_fall(pieces.along_m, pieces.fall, fallen.falls)
    first_s, last_s = _per_fall(fallen.time_s[chosen], pieces.fall, fallen.falls)
    # half of the doubt for each end
    end, surely = 0.5 * (1.0 + HELD_PROBABILITY), 0.5 * (1.0 + HELD_CONFIDENCE)
    heel, toe = upper_bound(list(-nearest), end, surely), upper_bound(list(furthest), end, surely)
    ellipse = _ellipse(pieces, track)
    skews = [_skewness(one, pieces.weight) for one in (pieces.along_m, pieces.cross_m)]
    mean = [np.average(one, weights=pieces.weight) for one in (pieces.along_m, pieces.cross_m)]
    return Zone(
        pieces=len(pieces.fall),
        list_share=float(pieces.weight.sum() / fallen.weights().sum()),
        central_percent=central,
        length_km=(along.at(100.0 - tail) - along.at(tail)) / 1e3,
        width_km=(cross.at(100.0 - tail) - cross.at(tail)) / 1e3,
        along_track_km=_distances(along),
        cross_track_km=_distances(cross),
        along_skew_coefficient=skews[0],
        cross_skew_coefficient=skews[1],
        mean=_place(track, float(mean[0]), float(mean[1])),
        median=_place(track, along.at(50.0), cross.at(50.0)),
        all_pieces_km=(float(nearest[heel.which]) / 1e3, float(furthest[toe.which]) / 1e3),
        held_probability=HELD_PROBABILITY,
        shown=heel.enough and toe.enough,
        first_impact=_times(first_s),
        last_impact=_times(last_s),
        ellipse=ellipse,
        hull=_hull(pieces),
        statement=_statement(skews[0], skews[1], ellipse.held_share),
    )


def _outcomes(fallen: Fallen) -> Outcomes:
    weights = fallen.weights()

    def share(outcome: int) -> float:
        return float(weights[fallen.outcome == outcome].sum() / weights.sum())

    return Outcomes(
        landed_share=share(LANDED),
        demised_share=share(DEMISED),
        enclosed_share=share(ENCLOSED),
        skipped_share=share(SKIPPED),
        lost_share=share(LOST),
        stayed_up_share=share(STAYED_UP),
    )


def footprint_of(
    fallen: Fallen,
    track: GroundTrack,
    *,
    energy_floor_j: float = ENERGY_FLOOR_J,
    central_percent: float = CENTRAL_PERCENT,
) -> Footprint:
    """Return the footprint of many falls.

    Parameters
    ----------
    fallen : Fallen
        At least one fall.
    track : GroundTrack
        Of the nominal entry state.
    energy_floor_j : float
        From which a piece is dangerous. [J]
    central_percent : float
        Share of the pieces that length and width hold, as much left out at either end. [%]

    Returns
    -------
    Footprint
        Without zones when nothing reaches the ground.
    """
    dangerous = _zone(fallen, fallen.landed(energy_floor_j), track, central_percent)
    return Footprint(
        samples=fallen.falls,
        listed_pieces=int(fallen.count.sum()),
        entered_samples=int(np.count_nonzero((fallen.outcome != STAYED_UP).any(axis=1))),
        energy_floor_j=energy_floor_j,
        length_km=dangerous.length_km if dangerous else None,
        width_km=dangerous.width_km if dangerous else None,
        hull=dangerous.hull if dangerous else None,
        dangerous=dangerous,
        everything=_zone(fallen, fallen.landed(), track, central_percent),
        outcomes=_outcomes(fallen),
    )
