"""Uncertainties grow with age, meet the measured table, and add as they should."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.visit.uncertainty import (
    burn_anchor,
    contact_sigma_s,
    element_errors,
    event_sigma_s,
    launch_sigma_s,
    node_sigma_rad,
    phase_sigma_rad,
)

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT / ".." / "shared" / "reference" / "flights" / "iss_elements.csv"
EARTH_DEG_S = 360.9856 / 86_400.0  # sidereal turning rate
TABLE_ROUNDING = 0.03  # the table is given to two or three figures
AGES_H = st.floats(0.0, 24.0 * 60.0)


def test_reg_table_is_met_at_its_ages():
    table = element_errors()
    for age_d, phase_deg, node_deg in zip(
        table.age_d, table.phase_deg, table.node_deg, strict=True
    ):
        assert math.degrees(phase_sigma_rad(24.0 * age_d)) == pytest.approx(phase_deg)
        assert math.degrees(node_sigma_rad(24.0 * age_d)) == pytest.approx(node_deg)


@given(AGES_H, AGES_H)
def test_prop_older_elements_are_never_surer(one_h, other_h):
    young_h, old_h = sorted((one_h, other_h))
    assert phase_sigma_rad(young_h) <= phase_sigma_rad(old_h)
    assert launch_sigma_s(young_h) <= launch_sigma_s(old_h)
    assert contact_sigma_s(34, young_h) <= contact_sigma_s(34, old_h)


@given(AGES_H)
def test_prop_a_hindcast_errs_as_a_forecast(age_h):
    assert phase_sigma_rad(-age_h) == phase_sigma_rad(age_h)


def test_launch_error_is_node_over_the_turning_earth_and_the_plane():
    age_h = 24.0 * 7.0
    slip_s = math.degrees(node_sigma_rad(age_h)) / EARTH_DEG_S
    plane_s = element_errors().plane_repeatability_s
    assert launch_sigma_s(age_h) == pytest.approx(math.sqrt(slip_s**2 + plane_s**2), rel=1e-5)


def test_contact_of_a_short_profile_is_less_sure():
    assert contact_sigma_s(2, 10.0) > contact_sigma_s(34, 10.0)
    assert contact_sigma_s(2, 10.0) == contact_sigma_s(4, 10.0)


def test_events_follow_what_they_are_timed_from():
    profile = load_catalogue().profile("34-orbit")
    anchors = {burn.name: burn_anchor(burn) for burn in profile.burn}
    assert set(anchors.values()) == {"liftoff", "contact"}
    assert event_sigma_s("liftoff", orbits=34, age_h=40.0) == launch_sigma_s(40.0)
    own = event_sigma_s("contact", orbits=34, age_h=40.0, own_sigma_s=300.0)
    assert own == pytest.approx(math.hypot(contact_sigma_s(34, 40.0), 300.0))


def test_an_age_that_is_no_number_is_refused():
    with pytest.raises(InputError, match="nan h old"):
        phase_sigma_rad(math.nan)


def test_val_table_is_what_public_sets_show():
    if not SETS.is_file():
        pytest.skip("the public sets are not beside the checkout")
    spec = importlib.util.spec_from_file_location(
        "element_set_errors", ROOT / "studies" / "element_set_errors.py"
    )
    study = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(study)
    sets, table = study.sets_in(SETS), element_errors()
    for age_d in (1.0, 7.0):
        k = table.age_d.index(age_d)
        phase_deg, node_deg = study.errors_at(sets, age_d)
        assert np.percentile(phase_deg, 68) == pytest.approx(table.phase_deg[k], rel=TABLE_ROUNDING)
        assert np.percentile(node_deg, 68) == pytest.approx(table.node_deg[k], rel=TABLE_ROUNDING)
