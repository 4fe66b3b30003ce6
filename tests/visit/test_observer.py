"""Both craft over a place: geometry by hand, light by the Sun, places that are none."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.core.frames import geodetic_from_itrf, itrf_from_gcrf
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.flight_path import coast_with_maneuvers
from portcall.visit.observer import DARK_BELOW_DEG, parse_place, sightings

START = datetime(2025, 7, 4, 20, tzinfo=UTC)
SPAN_S = 6 * 3600.0
RADIUS_M, SPEED_M_S = 6_796e3, 7_658.5
BEHIND_S = 300.0
LEAD_TOLERANCE_S = 20.0  # the Earth turns under the second pass


def _path(behind_s):
    """Return a circular orbit at 51.6 degrees, flown so much later along the same circle."""
    tilt = math.radians(51.6)
    ahead = math.radians(20.0) - behind_s * SPEED_M_S / RADIUS_M
    node, across = np.array([1.0, 0, 0]), np.array([0, math.cos(tilt), math.sin(tilt)])
    position = RADIUS_M * (math.cos(ahead) * node + math.sin(ahead) * across)
    velocity = SPEED_M_S * (math.cos(ahead) * across - math.sin(ahead) * node)
    forces = prepare_forces(ForceModel(), START, SPAN_S)
    return coast_with_maneuvers(START, np.concatenate((position, velocity)), SPAN_S, forces)


@pytest.fixture(scope="module")
def paths():
    return _path(BEHIND_S), _path(0.0)


@pytest.fixture(scope="module")
def below(paths):
    """Return the point below the station an hour after the start."""
    moment = START.replace(hour=21)
    position = paths[1].state_utc(moment)[:3]
    latitude, longitude, _ = geodetic_from_itrf(itrf_from_gcrf(moment) @ position)
    return moment, f"{math.degrees(latitude):.6f},{math.degrees(longitude):.6f}"


def test_the_station_culminates_over_who_stands_below_it(paths, below):
    moment, text = below
    seen = sightings(parse_place(text), *paths)
    nearest = min(seen, key=lambda one: abs(one.station.culmination_utc - moment))
    assert abs((nearest.station.culmination_utc - moment).total_seconds()) < LEAD_TOLERANCE_S
    assert nearest.station.culmination_elevation_deg > 89.0


def test_the_ship_behind_comes_later_by_as_much(paths, below):
    seen = sightings(parse_place(below[1]), *paths)
    assert seen
    for one in seen:
        assert one.gap_s == pytest.approx(-BEHIND_S, abs=LEAD_TOLERANCE_S)
        assert one.ship.rise_utc < one.ship.culmination_utc < one.ship.set_utc


def test_visible_needs_a_dark_sky_and_a_craft_in_sunlight(paths):
    found = [
        one
        for latitude in (-50, -25, 0, 25, 50)
        for longitude in range(-180, 180, 40)
        for one in sightings(parse_place(f"{latitude},{longitude}"), *paths)
    ]
    assert len(found) > 10
    for one in found:
        assert one.dark == (one.sun_elevation_deg < DARK_BELOW_DEG)
        assert one.visible == (one.dark and (one.ship.sunlit or one.station.sunlit))
    assert {one.dark for one in found} == {True, False}
    # by day at the place the craft above it is in the Sun too
    assert all(one.station.sunlit for one in found if one.sun_elevation_deg > 0.0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a place"),
        ("Vienna", "is not a place"),
        ("1,2,3,4", "is not a place"),
        ("91,0", "limit: -90 to 90 deg"),
        ("0,361", "limit: -180 to 360 deg"),
        ("nan,0", "latitude"),
        ("10,20,inf", "height"),
    ],
)
def test_what_is_no_place_is_refused(text, why):
    with pytest.raises(InputError, match="--observer") as raised:
        parse_place(text)
    assert why in str(raised.value)


@given(st.floats(-90.0, 90.0), st.floats(-180.0, 360.0))
def test_prop_a_place_reads_back(latitude_deg, longitude_deg):
    place = parse_place(f"{latitude_deg!r},{longitude_deg!r}")
    assert math.degrees(place.latitude_rad) == pytest.approx(latitude_deg)
    turn = math.remainder(math.degrees(place.longitude_rad) - longitude_deg, 360.0)
    assert turn == pytest.approx(0.0, abs=1e-9)
    assert abs(place.longitude_rad) <= math.pi
