"""Passes, relays and pairs, on geometry whose answers are known in closed form."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.constants import WGS84_A_M
from portcall.core.errors import InputError
from portcall.core.frames import itrf_from_gcrf, itrf_from_geodetic
from portcall.core.time import after, elapsed_s
from portcall.orbit.elements import state_gcrf, states_gcrf
from portcall.orbit.tle import parse_tle
from portcall.orbit.visibility import (
    GEOSTATIONARY_RADIUS_M,
    Place,
    look_angles,
    paired_passes,
    passes,
    positions_itrf_from_gcrf,
    relay_coverage,
    relay_in_sight,
)

START = datetime(2025, 7, 3, tzinfo=UTC)
ORIGIN = Place("Gulf of Guinea", 0.0, 0.0)
RADIUS_M = 6_798_137.0  # 420 km above the equator
PERIOD_S = 5570.0
EDGE_S = 0.01  # bisection to 0.3 ms, and the crossing's own slope
TOP_S = 0.5  # an elevation is flat at its top
FRAME_M = 0.15

STATION = parse_tle(
    "1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998",
    "2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708",
)


def _equatorial(phase_s: float = 0.0):
    """A craft that circles over the equator of an Earth that stands still."""

    def positions(seconds):
        angle = 2.0 * math.pi * (seconds - phase_s) / PERIOD_S
        return RADIUS_M * np.column_stack((np.cos(angle), np.sin(angle), np.zeros_like(angle)))

    return positions


def _half_pass_s(mask_rad: float) -> float:
    """Seconds from the top to the mask: the Earth angle is acos(R/r cos e) - e."""
    earth_angle = math.acos(WGS84_A_M / RADIUS_M * math.cos(mask_rad)) - mask_rad
    return earth_angle / (2.0 * math.pi) * PERIOD_S


@given(mask_deg=st.floats(0.0, 60.0))
def test_prop_an_overhead_pass_lasts_as_geometry_says(mask_deg: float) -> None:
    mask_rad = math.radians(mask_deg)
    (one,) = passes(ORIGIN, _equatorial(2000.0), START, after(START, 4000.0), mask_rad)
    half_s = _half_pass_s(mask_rad)
    assert elapsed_s(START, one.rise) == pytest.approx(2000.0 - half_s, abs=EDGE_S)
    assert elapsed_s(START, one.set) == pytest.approx(2000.0 + half_s, abs=EDGE_S)
    assert elapsed_s(START, one.culmination) == pytest.approx(2000.0, abs=TOP_S)
    assert one.culmination_elevation_rad == pytest.approx(math.pi / 2.0, abs=0.02)
    assert one.rise_azimuth_rad == pytest.approx(1.5 * math.pi, abs=1e-6)  # from the west
    assert one.set_azimuth_rad == pytest.approx(0.5 * math.pi, abs=1e-6)


def test_a_pass_is_cut_at_the_ends_of_the_search() -> None:
    (one,) = passes(ORIGIN, _equatorial(0.0), START, after(START, 100.0))
    assert one.rise == START
    assert elapsed_s(START, one.set) == pytest.approx(100.0)


def test_no_pass_where_the_craft_never_rises() -> None:
    pole = Place("pole", math.pi / 2.0, 0.0)
    assert passes(pole, _equatorial(), START, after(START, PERIOD_S)) == []


def test_look_angles_north_and_up() -> None:
    above = itrf_from_geodetic(0.0, 0.0, 400e3)
    north = itrf_from_geodetic(0.0, 0.0, 0.0) + np.array([0.0, 0.0, 1000.0])
    elevation, azimuth, distance = look_angles(ORIGIN, np.array([above, north]))
    assert elevation == pytest.approx([math.pi / 2.0, 0.0], abs=1e-7)
    assert azimuth[1] == pytest.approx(0.0, abs=1e-9)
    assert distance == pytest.approx([400e3, 1000.0])


def test_a_relay_is_hidden_behind_the_limb() -> None:
    # the line grazes the sphere when the angle between craft and relay is acos(R/r) + acos(R/g)
    sphere_m = WGS84_A_M + 100e3
    grazing = math.acos(sphere_m / RADIUS_M) + math.acos(sphere_m / GEOSTATIONARY_RADIUS_M)
    angles = np.array([0.0, grazing - 1e-4, grazing + 1e-4, math.pi])
    craft = RADIUS_M * np.column_stack((np.cos(angles), np.sin(angles), np.zeros(4)))
    assert relay_in_sight(craft, 0.0).tolist() == [True, True, False, False]


def test_relay_coverage_adds_up_to_the_visible_arc() -> None:
    sphere_m = WGS84_A_M + 100e3
    grazing = math.acos(sphere_m / RADIUS_M) + math.acos(sphere_m / GEOSTATIONARY_RADIUS_M)
    spans = relay_coverage([0.0], _equatorial(), START, after(START, PERIOD_S))
    covered_s = sum(span.duration_s for span in spans)
    assert covered_s == pytest.approx(grazing / math.pi * PERIOD_S, abs=2 * EDGE_S)
    both = relay_coverage([0.0, math.pi], _equatorial(), START, after(START, PERIOD_S))
    assert sum(span.duration_s for span in both) == pytest.approx(PERIOD_S)


def test_two_craft_in_one_sky() -> None:
    end = after(START, 2.0 * PERIOD_S)
    chaser, station = _equatorial(1100.0), _equatorial(1000.0)
    pairs = paired_passes(ORIGIN, chaser, station, START, end, within_s=300.0)
    assert len(pairs) == 2
    for one, other in pairs:
        assert elapsed_s(other.culmination, one.culmination) == pytest.approx(100.0, abs=2 * TOP_S)
    assert paired_passes(ORIGIN, chaser, station, START, end, within_s=60.0) == []


def test_a_search_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InputError, match="before it starts"):
        passes(ORIGIN, _equatorial(), START, after(START, -1.0))


def test_many_rotations_agree_with_one_at_a_time() -> None:
    seconds = np.array([-5000.0, 0.0, 900.0, 86_400.0, 172_000.5])
    many = positions_itrf_from_gcrf(STATION.epoch, seconds, states_gcrf(STATION, seconds)[0])
    for second, position_itrf_m in zip(seconds, many, strict=True):
        utc = after(STATION.epoch, float(second))
        one = itrf_from_gcrf(utc) @ state_gcrf(STATION, utc)[0]
        assert np.linalg.norm(position_itrf_m - one) < FRAME_M


@pytest.mark.peers
def test_val_station_passes_against_skyfield() -> None:
    api = pytest.importorskip("skyfield.api")
    place = Place("Moscow", math.radians(55.75), math.radians(37.62), 150.0)
    end = after(STATION.epoch, 86_400.0)

    def positions(seconds):
        return positions_itrf_from_gcrf(STATION.epoch, seconds, states_gcrf(STATION, seconds)[0])

    ours = passes(place, positions, STATION.epoch, end, math.radians(10.0))
    scale = api.load.timescale(builtin=True)
    craft = api.EarthSatellite(
        "1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998",
        "2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708",
        ts=scale,
    )
    observer = api.wgs84.latlon(55.75, 37.62, 150.0)
    span = scale.from_datetime(STATION.epoch), scale.from_datetime(end)
    times, events = craft.find_events(observer, *span, altitude_degrees=10.0)
    theirs = [t.utc_datetime() for t, event in zip(times, events, strict=True) if event == 0]
    assert len(ours) == len(theirs) > 3
    for one, rise in zip(ours, theirs, strict=True):
        assert abs((one.rise - rise).total_seconds()) < 0.5  # its events are good to half a second
