"""Stagnation flux and what a hot wall and a thick one make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.disposal.heating import (
    HEATINGS,
    biot_number,
    stagnation_flux_w_m2,
    wall_factor,
)

SG_REL = 1e-4  # as the table of cases asks
SPREAD = 0.16  # of the three formulas at orbital speed


def test_val_three_formulas_at_one_state():
    flux = [stagnation_flux_w_m2(model, 2.5238e-5, 7500.0, 0.5) for model in HEATINGS.values()]
    assert flux[0] == pytest.approx(521_980.0, rel=SG_REL)
    assert flux[1] == pytest.approx(595_400.0, rel=SG_REL)
    assert flux[2] == pytest.approx(589_700.0, rel=SG_REL)
    assert max(flux) / min(flux) < 1.0 + SPREAD


@given(
    st.sampled_from(sorted(HEATINGS.values())),
    st.floats(1e-9, 1e-2),
    st.floats(500.0, 8e3),
    st.floats(0.01, 5.0),
)
def test_prop_flux_goes_with_the_root_of_density_over_radius(model, density, speed, radius):
    once = stagnation_flux_w_m2(model, density, speed, radius)
    assert stagnation_flux_w_m2(model, 4.0 * density, speed, radius) == pytest.approx(
        2.0 * once, rel=1e-9
    )
    assert stagnation_flux_w_m2(model, density, speed, 4.0 * radius) == pytest.approx(
        0.5 * once, rel=1e-9
    )
    assert stagnation_flux_w_m2(model, density, 1.1 * speed, radius) > 1.3 * once


def test_a_wall_at_the_gas_temperature_takes_nothing():
    assert wall_factor.py_func(0.0, 600.0) == 0.0
    assert wall_factor.py_func(7500.0, 300.0) == 1.0
    assert 0.9 < wall_factor.py_func(7500.0, 1800.0) < 1.0


def test_a_thick_poor_conductor_is_not_of_one_temperature():
    assert biot_number(3e5, 0.05, 7.0, 1600.0) > 1.0 > biot_number(3e5, 0.002, 160.0, 550.0)
