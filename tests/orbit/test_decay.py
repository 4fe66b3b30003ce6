"""The density factor: closed form on the equator, recovery of a known factor, refusals with reasons."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.constants import EARTH_ROTATION_RAD_S, GM_EARTH_M3_S2
from portcall.environment.atmosphere import density_kg_m3
from portcall.orbit.decay import LEAST_DAYS, fit_density, modelled_decay_m_s
from portcall.orbit.elements import mean_elements_at
from portcall.orbit.tle import parse_tle

NEWER = parse_tle(
    "1 25544U 98067A   21125.52853295  .00001266  00000-0  31146-4 0  9994",
    "2 25544  51.6430 193.7224 0002743 322.0184 171.5401 15.48981207281987",
)
BALLISTIC_M2_KG = 0.0075
FIT_SHARE = 0.02  # the axis goes with the power 2/3 of the motion; the density bends over 1 km


def test_decay_on_the_equator_is_the_closed_form():
    a = 6_796_000.0
    speed = math.sqrt(GM_EARTH_M3_S2 / a) - EARTH_ROTATION_RAD_S * a
    density = density_kg_m3(a - 6_378_137.0)
    n = math.sqrt(GM_EARTH_M3_S2 / a**3)
    expected = -density * BALLISTIC_M2_KG * speed**2 / n
    assert modelled_decay_m_s(a, 0.0, BALLISTIC_M2_KG) == pytest.approx(expected, rel=1e-9)


def test_decay_of_the_station_is_tens_of_meters_a_day():
    a_day = modelled_decay_m_s(6_796_000.0, math.radians(51.64), BALLISTIC_M2_KG) * 86_400.0
    assert -300.0 < a_day < -30.0


def _older(days, higher_m):
    """The newer set, days before and on an orbit higher by so much."""
    a = mean_elements_at(NEWER, NEWER.epoch).semi_major_axis_m
    motion = NEWER.mean_motion_rev_day * (a / (a + higher_m)) ** 1.5
    return replace(NEWER, epoch=NEWER.epoch - timedelta(days=days), mean_motion_rev_day=motion)


@given(st.floats(0.2, 8.0), st.floats(2.5, 14.0))
def test_prop_a_known_factor_is_found_again(factor, days):
    a = mean_elements_at(NEWER, NEWER.epoch).semi_major_axis_m
    lost_m = 0.0
    for _ in range(4):  # the decay at the mean of the two orbits, as the fit takes it
        rate = modelled_decay_m_s(a + lost_m / 2.0, math.radians(51.643), BALLISTIC_M2_KG)
        lost_m = -factor * rate * days * 86_400.0
    fit = fit_density(_older(days, lost_m), NEWER, BALLISTIC_M2_KG)
    assert fit.factor == pytest.approx(factor, rel=FIT_SHARE)
    assert "fitted to" in fit.reason


@pytest.mark.parametrize(
    ("older", "reason"),
    [
        (None, "one element set only"),
        (_older(LEAST_DAYS - 0.1, 100.0), "days apart"),
        (_older(5.0, -500.0), "raised"),
        (_older(5.0, 40_000.0), "out of range"),
        (_older(5.0, 1.0), "out of range"),
    ],
)
def test_what_cannot_be_fitted_says_why(older, reason):
    fit = fit_density(older, NEWER, BALLISTIC_M2_KG)
    assert fit.factor == 1.0
    assert fit.reason.startswith("not fitted")
    assert reason in fit.reason
