"""What holds of every history of altitudes."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.reboost import load_reboosts
from portcall.core.constants import DAY_S
from portcall.stay.mean_drag import Air, fall
from portcall.stay.orbit_upkeep import (
    LARGEST_BURN_M_S,
    altitude_history,
    drag_make_up,
    hold_altitude,
)
from portcall.stay.reboost import gain_m, planned_reboost

START = datetime(2026, 1, 1, tzinfo=UTC)
ENGINE = load_reboosts().engine("progress-axial")
MASS_KG = 470e3
airs = st.builds(
    Air, st.just(math.radians(51.64)), st.just(2.6 * 1515.0 / 470e3), st.floats(0.3, 3.0)
)
heights = st.floats(400e3, 425e3)


def _burn(day, delta_v, height=415e3):
    return planned_reboost(
        ENGINE,
        START + timedelta(days=day),
        delta_v,
        station_mass_kg=MASS_KG,
        altitude_m=height,
    )


@given(airs, heights, st.floats(1.0, 90.0))
def test_prop_without_burns_it_is_the_free_fall(air, height, day):
    history = altitude_history(START, height, 90.0, air)
    there = START + timedelta(days=day)
    seconds = (there - START).total_seconds()
    assert history.at(there) == pytest.approx(float(fall(height, np.array(seconds), air)), abs=1e-3)
    assert history.propellant_kg == 0.0


@given(airs, heights, st.floats(1.0, 20.0), st.floats(0.1, 2.0))
def test_prop_a_burn_lifts_at_once_by_its_gain(air, height, day, delta_v):
    history = altitude_history(START, height, 60.0, air, [_burn(day, delta_v)])
    when = START + timedelta(days=day)
    before = history.at(when - timedelta(seconds=1))
    assert history.at(when) - before == pytest.approx(gain_m(delta_v, before), abs=1.0)


@given(airs, heights, st.permutations([(3.0, 0.4), (9.0, -0.2), (20.0, 1.1)]))
def test_prop_the_order_in_which_burns_are_given_does_not_matter(air, height, burns):
    given_so = altitude_history(START, height, 60.0, air, [_burn(*one) for one in burns])
    in_time = altitude_history(START, height, 60.0, air, [_burn(*one) for one in sorted(burns)])
    assert given_so == in_time


@given(airs, st.floats(405e3, 415e3), st.floats(1e3, 8e3))
def test_prop_a_held_station_never_leaves_its_band(air, low, width):
    high = low + width
    kept = hold_altitude(
        START, high, 400.0, air, ENGINE, low_m=low, high_m=high, station_mass_kg=MASS_KG
    )
    daily = kept.daily_m()
    assert daily.min() > low - 2.0
    assert daily.max() < high + 2.0
    assert all(0.0 < one.delta_v_m_s <= LARGEST_BURN_M_S for one in kept.reboosts)


@given(airs, heights)
def test_prop_a_years_make_up_is_what_it_falls(air, height):
    year = drag_make_up(height, air, station_mass_kg=MASS_KG, isp_s=285.0)
    there = float(fall(height, np.array(DAY_S), air))
    assert height - there == pytest.approx(year.decay_m_day, rel=0.01)
    assert gain_m(year.delta_v_m_s_year, height) == pytest.approx(365.25 * year.decay_m_day)
