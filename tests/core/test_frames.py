"""Frames against astropy and their own inverses; the table of compiled loops against the frames."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.frames import (
    gcrf_from_teme,
    gcrf_state_from_itrf,
    geodetic_from_itrf,
    itrf_from_gcrf,
    itrf_from_geodetic,
    itrf_state_from_gcrf,
    lvlh_from_gcrf,
)
from portcall.core.rotation_table import itrf_from_gcrf_tabulated, rotation_table
from portcall.core.time import after

MOMENTS = [
    datetime(2016, 12, 31, 23, 59, 50, tzinfo=UTC),  # ten seconds before a leap second
    datetime(2022, 2, 11, 12, 0, tzinfo=UTC),
    datetime(2025, 7, 3, 19, 32, 40, 500_000, tzinfo=UTC),
]
POSITION_M = np.array([4.3e6, -3.9e6, 3.5e6])
VELOCITY_M_S = np.array([5.1e3, 5.2e3, -0.5e3])
STATION_M = 6.8e6
CENTIMETER_M = 0.01


def worst_shift_m(first, second):
    """Return how far the difference of two rotations moves a point at the station's distance."""
    return np.linalg.norm(first - second, 2) * STATION_M


@pytest.fixture
def astropy_offline():
    pytest.importorskip("astropy")
    from astropy.utils import iers

    with iers.conf.set_temp("auto_download", False), iers.conf.set_temp("auto_max_age", None):
        yield


@pytest.mark.peers("astropy")
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.usefixtures("astropy_offline")
def test_val_astropy_turns_the_same_way(moment):
    from astropy import units
    from astropy.coordinates import GCRS, ITRS, TEME, CartesianRepresentation
    from astropy.time import Time

    time = Time(moment.replace(tzinfo=None), scale="utc")
    place = CartesianRepresentation(POSITION_M * units.m)
    ours = itrf_from_gcrf(moment) @ POSITION_M
    theirs = GCRS(place, obstime=time).transform_to(ITRS(obstime=time))
    assert np.linalg.norm(ours - theirs.cartesian.xyz.to_value("m")) < CENTIMETER_M
    ours = itrf_from_gcrf(moment) @ gcrf_from_teme(moment) @ POSITION_M
    theirs = TEME(place, obstime=time).transform_to(ITRS(obstime=time))
    assert np.linalg.norm(ours - theirs.cartesian.xyz.to_value("m")) < CENTIMETER_M


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_table_is_the_exact_rotation_over_seventy_days(moment):
    days = 70.0
    table = rotation_table(moment, 0.0, days * 86_400.0)
    for time_s in np.linspace(0.0, days * 86_400.0, 211):
        exact = itrf_from_gcrf(after(moment, float(time_s)))
        assert worst_shift_m(exact, itrf_from_gcrf_tabulated(time_s, table)) < CENTIMETER_M


def test_the_uniform_table_turns_about_z_from_zero():
    table = rotation_table(MOMENTS[1], 0.0, 86_400.0, "uniform")
    angle = 7.292115e-5 * 3_600.0
    turn = np.array(
        [[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    )
    np.testing.assert_allclose(itrf_from_gcrf_tabulated(3_600.0, table), turn, atol=1e-14)


def test_a_state_turns_there_and_back():
    earth_fixed = itrf_state_from_gcrf(POSITION_M, VELOCITY_M_S, MOMENTS[1])
    back = gcrf_state_from_itrf(*earth_fixed, MOMENTS[1])
    np.testing.assert_allclose(back[0], POSITION_M, atol=1e-6)
    np.testing.assert_allclose(back[1], VELOCITY_M_S, atol=1e-9)


def test_earth_relative_velocity_is_the_slope_of_the_earth_fixed_position():
    step_s = 0.5
    earlier, later = (
        itrf_from_gcrf(after(MOMENTS[1], side)) @ (POSITION_M + side * VELOCITY_M_S)
        for side in (-step_s, step_s)
    )
    slope = (later - earlier) / (2.0 * step_s)
    _, velocity = itrf_state_from_gcrf(POSITION_M, VELOCITY_M_S, MOMENTS[1])
    # the Earth is taken to turn about z of ITRF: the pole's 0.4 arcsec times 500 m/s is 1 mm/s
    np.testing.assert_allclose(velocity, slope, rtol=0, atol=1e-3)


def test_lvlh_points_forwards_and_down():
    radial = np.array([7e6, 0.0, 0.0])
    rotation = lvlh_from_gcrf(radial, np.array([0.0, 7.5e3, 0.0]))
    np.testing.assert_allclose(rotation @ [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], atol=1e-15)
    np.testing.assert_allclose(rotation @ [0.0, 0.0, 1.0], [0.0, -1.0, 0.0], atol=1e-15)
    np.testing.assert_allclose(rotation @ radial, [0.0, 0.0, -7e6], atol=1e-9)


@given(st.floats(-np.pi / 2, np.pi / 2), st.floats(-3.1, 3.1), st.floats(-5e3, 2e6))
def test_prop_geodetic_there_and_back(latitude_rad, longitude_rad, altitude_m):
    place = itrf_from_geodetic(latitude_rad, longitude_rad, altitude_m)
    back = geodetic_from_itrf(place)
    again = itrf_from_geodetic(*back)
    np.testing.assert_allclose(again, place, atol=1e-6)
    assert back[2] == pytest.approx(altitude_m, abs=1e-6)
