"""The drag clock against the decay it is made of, and against itself."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.constants import DAY_S, WGS84_A_M
from portcall.core.errors import InputError
from portcall.orbit.decay import modelled_decay_m_s
from portcall.stay.mean_drag import Air, decay_m_day, fall, fall_time_s

AIR = Air(math.radians(51.64), 2.6 * 1515.0 / 470e3)
CLOCK_M = 0.5  # the clock is tabled every 500 m: between, the curve is a chord
heights = st.floats(330e3, 450e3)


@pytest.mark.parametrize("height_m", [330e3, 380e3, 416e3, 450e3])
def test_decay_is_that_of_the_density_fit(height_m):
    """`orbit.decay` fits the factor with the same formula, point by point."""
    compiled = -modelled_decay_m_s(WGS84_A_M + height_m, AIR.inclination_rad, AIR.ballistic_m2_kg)
    assert decay_m_day(height_m, AIR) == pytest.approx(compiled * DAY_S, rel=1e-9)


@given(heights, st.floats(1.0, 120.0), st.floats(1.0, 120.0))
def test_prop_two_falls_are_one(height, first, second):
    together = float(fall(height, np.array((first + second) * DAY_S), AIR))
    half = float(fall(height, np.array(first * DAY_S), AIR))
    assert float(fall(half, np.array(second * DAY_S), AIR)) == pytest.approx(together, abs=CLOCK_M)


@given(heights, st.floats(100.0, 20e3))
def test_prop_time_of_a_fall_is_the_falls_time(height, drop):
    lasts = fall_time_s(height, height - drop, AIR)
    assert float(fall(height, np.array(lasts), AIR)) == pytest.approx(height - drop, abs=CLOCK_M)


@given(heights, st.floats(0.2, 3.0))
def test_prop_denser_air_is_a_faster_clock(height, factor):
    dense = Air(AIR.inclination_rad, AIR.ballistic_m2_kg, factor)
    assert decay_m_day(height, dense) == pytest.approx(factor * decay_m_day(height, AIR))
    slow = float(fall(height, np.array(30.0 * DAY_S), AIR))
    fast = float(fall(height, np.array(30.0 * DAY_S / factor), dense))
    assert fast == pytest.approx(slow, abs=1e-6)


def test_fall_is_the_integral_of_the_decay():
    """Five thousand small steps of the decay end where the clock does."""
    height, days, steps = 416e3, 100.0, 5000
    for _ in range(steps):
        height -= decay_m_day(height, AIR) * days / steps
    assert float(fall(416e3, np.array(days * DAY_S), AIR)) == pytest.approx(height, abs=2.0)


@pytest.mark.parametrize("height", [200e3, 520e3, math.nan])
def test_heights_off_the_table_are_refused(height):
    with pytest.raises(InputError):
        decay_m_day(height, AIR)


@pytest.mark.parametrize("factor", [0.0, -1.0, math.nan, 1e4])
def test_air_that_no_station_meets_is_refused(factor):
    with pytest.raises(InputError):
        Air(AIR.inclination_rad, AIR.ballistic_m2_kg, factor)
