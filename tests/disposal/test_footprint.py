"""The footprint of pieces whose places are known."""

import json
import math

import numpy as np
import pytest

from portcall.core.constants import GM_EARTH_M3_S2
from portcall.disposal.entry_kernel import LANDED, SKIPPED
from portcall.disposal.fall_kernel import DEMISED
from portcall.disposal.fallen import ENCLOSED, STAYED_UP, Fallen
from portcall.disposal.footprint import GAUSSIAN_SHARE, footprint_of
from portcall.disposal.ground_track import GroundTrack
from portcall.records.footprint import Footprint

FALLS, OBJECTS = 400, 6
ALONG_SIGMA_M, CROSS_SIGMA_M = 200e3, 15e3
MIDDLE_M = 2_000e3
# 400 falls: the error of a Gaussian's 0.5 % and 99.5 % points, three sigma
TAIL_ERROR = 0.25
SHARE_ERROR = 0.02


def _track() -> GroundTrack:
    """Northeast over the South Pacific, across the antimeridian 1,400 km on."""
    radius_m, lat, lon, heading = 6_498_137.0, -0.75, 2.9, 1.0
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    ahead = np.sin(heading) * east + np.cos(heading) * np.cross(up, east)
    speed_m_s = np.sqrt(GM_EARTH_M3_S2 / radius_m) - 300.0
    return GroundTrack.from_entry(np.concatenate((radius_m * up, speed_m_s * ahead)))


def _fallen(track: GroundTrack, *, skew: bool = False, energy_j: float = 1e4) -> Fallen:
    draw = np.random.default_rng(5)
    aside = draw.standard_normal((2, FALLS, OBJECTS))
    if skew:
        aside[0] = draw.standard_exponential((FALLS, OBJECTS)) - 1.0
    places = [
        track.place_at(MIDDLE_M + ALONG_SIGMA_M * a, CROSS_SIGMA_M * c)
        for a, c in zip(aside[0].ravel(), aside[1].ravel(), strict=True)
    ]
    latitude, longitude = np.array(places).T.reshape(2, FALLS, OBJECTS)
    even = np.ones((FALLS, OBJECTS))
    return Fallen(
        latitude_rad=latitude,
        longitude_rad=longitude,
        time_s=2_400.0 + 60.0 * np.abs(aside[1]),
        speed_m_s=50.0 * even,
        steepness_rad=-1.5 * even,
        mass_kg=8.0 * even,
        energy_j=energy_j * even,
        area_m2=even,
        demise_altitude_m=np.nan * even,
        outcome=np.full((FALLS, OBJECTS), LANDED, dtype=np.int16),
        count=np.array([1.0, 2.0, 1.0, 1.0, 3.0, 1.0]),
        object_ids=tuple("abcdef"),
    )


def test_size_and_place_are_those_that_were_put_in() -> None:
    track = _track()
    zone = footprint_of(_fallen(track), track).dangerous
    assert zone is not None
    wide = 2.0 * 2.5758  # a Gaussian's central 99 %
    middle = {one.at_percent: one.value_km for one in zone.along_track_km}[50.0]

    assert zone.length_km == pytest.approx(wide * ALONG_SIGMA_M / 1e3, rel=TAIL_ERROR)
    assert zone.width_km == pytest.approx(wide * CROSS_SIGMA_M / 1e3, rel=TAIL_ERROR)
    assert middle == pytest.approx(MIDDLE_M / 1e3, abs=0.1 * ALONG_SIGMA_M / 1e3)
    assert zone.list_share == 1.0
    assert zone.first_impact[0].time_s >= 2_400.0


def test_ellipse_lies_along_the_track_and_holds_what_a_gaussian_holds() -> None:
    track = _track()
    zone = footprint_of(_fallen(track), track).dangerous
    assert zone is not None
    ellipse = zone.ellipse
    bearing_deg = math.degrees(track.bearing_rad(MIDDLE_M)) % 180.0

    assert ellipse.semi_major_km == pytest.approx(3.0 * ALONG_SIGMA_M / 1e3, rel=0.1)
    assert ellipse.semi_minor_km == pytest.approx(3.0 * CROSS_SIGMA_M / 1e3, rel=0.1)
    assert ellipse.azimuth_deg == pytest.approx(bearing_deg, abs=1.0)
    assert ellipse.held_share == pytest.approx(GAUSSIAN_SHARE, abs=SHARE_ERROR)
    assert "nearly symmetric" in zone.statement


def test_a_skewed_footprint_says_so() -> None:
    track = _track()
    zone = footprint_of(_fallen(track, skew=True), track).dangerous
    assert zone is not None

    # an exponential distribution's skewness is 2
    assert zone.along_skew_coefficient == pytest.approx(2.0, abs=0.4)
    assert "far from Gaussian" in zone.statement


def test_harmless_pieces_are_kept_apart() -> None:
    track = _track()
    footprint = footprint_of(_fallen(track, energy_j=14.0), track)

    assert footprint.dangerous is None
    assert footprint.length_km is None
    assert footprint.everything is not None
    assert footprint.everything.pieces == FALLS * OBJECTS


def test_the_hull_crosses_the_antimeridian_in_two_parts() -> None:
    track = _track()
    footprint = footprint_of(_fallen(track), track)
    assert footprint.hull is not None

    assert footprint.hull.type == "MultiPolygon"
    for polygon in footprint.hull.coordinates:
        ring = np.array(polygon[0])
        assert np.ptp(ring[:, 0]) < 90.0


def test_all_pieces_of_a_fall_take_more_room_than_99_percent_of_the_pieces() -> None:
    track = _track()
    fallen = _fallen(track)
    few = Fallen(**{
        name: value[:100] if getattr(value, "ndim", 0) == 2 else value
        for name, value in vars(fallen).items()
    })  # fmt: skip
    many_zone, few_zone = footprint_of(fallen, track).dangerous, footprint_of(few, track).dangerous
    assert many_zone is not None
    assert few_zone is not None
    heel, toe = many_zone.all_pieces_km

    assert toe - heel > many_zone.length_km
    assert not few_zone.shown


@pytest.mark.parametrize("outcome", [DEMISED, SKIPPED, ENCLOSED, STAYED_UP])
def test_nothing_on_the_ground_is_a_value(outcome: int) -> None:
    track = _track()
    fallen = _fallen(track)
    fallen.outcome[:] = outcome
    footprint = footprint_of(fallen, track)
    outcomes = footprint.outcomes.model_dump()

    assert footprint.dangerous is None
    assert footprint.everything is None
    assert footprint.hull is None
    assert sorted(outcomes.values()) == [0.0] * 5 + [1.0]
    assert footprint.entered_samples == (0 if outcome == STAYED_UP else FALLS)


def test_it_is_read_back_from_its_own_json() -> None:
    track = _track()
    footprint = footprint_of(_fallen(track), track)
    text = footprint.model_dump_json()

    assert Footprint.model_validate_json(text) == footprint
    assert json.loads(text)["hull"]["type"] == "MultiPolygon"


def test_one_piece_is_enough() -> None:
    track = _track()
    fallen = _fallen(track)
    fallen.outcome[:] = DEMISED
    fallen.outcome[0, 0] = LANDED
    zone = footprint_of(fallen, track).dangerous
    assert zone is not None

    assert zone.length_km == 0.0
    assert zone.hull is not None
    assert zone.along_skew_coefficient == 0.0
