"""What a plan writes beside a visit that flies a short profile."""

from datetime import UTC, date, datetime

import pytest

from portcall.catalogue.load import load_catalogue, load_flight
from portcall.orbit.station import StationMotion
from portcall.traffic.opening.visit_opening import opening_of_visit
from portcall.visit.known_elements import element_set

CATALOGUE = load_catalogue()
NOW = datetime(2025, 4, 1, tzinfo=UTC)


def _motion():
    sets = load_flight("soyuz-ms-27").known_before.elements
    oldest = min(sets, key=lambda one: one.epoch_utc)
    return StationMotion(element_set(oldest, "soyuz-ms-27"))


def _opening(day, *, profile="2-orbit", motion=None):
    return opening_of_visit(
        CATALOGUE, vehicle="soyuz-ms", profile=profile, day=day, now=NOW, motion=motion
    )


def test_two_days_take_every_phase():
    assert _opening(date(2025, 6, 1), profile="34-orbit") is None


def test_near_days_carry_the_computed_burn():
    found = _opening(date(2025, 4, 8), motion=_motion())
    assert found.delta_v_m_s > 1.0
    assert found.propellant_kg == pytest.approx(169.0 * found.delta_v_m_s, rel=0.02)
    assert "burn on 2025-04-" in found.note


def test_an_open_day_costs_nothing_and_says_how_sure_it_is():
    found = _opening(date(2025, 4, 8), profile="4-orbit", motion=_motion())
    assert found.delta_v_m_s == 0.0
    assert "chance" in found.note


def test_far_days_carry_the_mean_and_name_the_worst():
    near, far = _opening(date(2025, 5, 1)), _opening(date(2025, 9, 1), motion=_motion())
    assert near.delta_v_m_s > far.delta_v_m_s > 0.5
    assert "not knowable 153 days ahead" in far.note
    assert "at worst" in far.note


def test_without_elements_a_near_day_has_a_mean_too_or_nothing():
    assert _opening(date(2025, 4, 8)).delta_v_m_s > 3.0
    assert _opening(date(2025, 4, 2)) is None
