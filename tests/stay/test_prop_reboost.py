"""What holds of every burn."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.reboost import load_reboosts
from portcall.core.errors import InputError
from portcall.stay.reboost import (
    burn_s,
    delta_v_for_gain_m_s,
    delta_v_of_burn_m_s,
    gain_m,
    planned_reboost,
    propellant_kg,
)

ENGINE = load_reboosts().engine("progress-axial")
speeds = st.floats(-10.0, 10.0).filter(lambda v: abs(v) > 1e-6)
heights = st.floats(300e3, 450e3)
masses = st.floats(1e5, 6e5)
isps = st.floats(200.0, 330.0)


@given(speeds, heights)
def test_prop_gain_and_back(delta_v, height):
    assert delta_v_for_gain_m_s(gain_m(delta_v, height), height) == pytest.approx(delta_v)


@given(st.floats(1e-3, 10.0), st.floats(100.0, 7e3), masses, isps)
def test_prop_burn_and_back(delta_v, thrust, mass, isp):
    lasts = burn_s(delta_v, thrust, mass, isp)
    assert delta_v_of_burn_m_s(thrust, lasts, mass, isp) == pytest.approx(delta_v, rel=1e-9)


@given(speeds, speeds, masses, isps)
def test_prop_two_burns_take_what_one_takes(first, second, mass, isp):
    """The rocket equation adds speeds: splitting a burn costs nothing."""
    left = mass - propellant_kg(first, mass, isp)
    split = propellant_kg(first, mass, isp) + propellant_kg(second, left, isp)
    assert split == pytest.approx(propellant_kg(abs(first) + abs(second), mass, isp), rel=1e-9)


@given(speeds, heights, masses)
def test_prop_planned_burn_is_consistent(delta_v, height, mass):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    burn = planned_reboost(ENGINE, now, delta_v, station_mass_kg=mass, altitude_m=height)
    assert math.copysign(1.0, burn.gain_m) == math.copysign(1.0, delta_v)
    assert burn.propellant_kg > 0.0
    flow = ENGINE.thrust_n.value / (ENGINE.isp_s.value * 9.80665)
    assert burn.propellant_kg == pytest.approx(flow * burn.duration_s, rel=1e-9)


@pytest.mark.parametrize("delta_v", [11.0, -10.5, math.nan, math.inf])
def test_burns_that_no_station_flies_are_refused(delta_v):
    with pytest.raises(InputError):
        planned_reboost(
            ENGINE,
            datetime(2026, 1, 1, tzinfo=UTC),
            delta_v,
            station_mass_kg=4e5,
            altitude_m=4e5,
        )


@pytest.mark.parametrize(
    ("thrust", "lasts", "mass", "isp"),
    [(0.0, 100.0, 4e5, 285.0), (800.0, 100.0, 0.0, 285.0), (800.0, 100.0, 4e5, -1.0)],
)
def test_figures_that_no_burn_has_are_refused(thrust, lasts, mass, isp):
    with pytest.raises(InputError):
        delta_v_of_burn_m_s(thrust, lasts, mass, isp)


def test_a_burn_longer_than_the_station_is_heavy_is_refused():
    with pytest.raises(InputError, match="would take"):
        delta_v_of_burn_m_s(800.0, 1e9, 4e5, 285.0)


def test_unknown_engine_class_offers_the_nearest():
    with pytest.raises(InputError, match="progress-axial"):
        load_reboosts().engine("progress-axle")
