"""Casualties and the land rule: published cases, closed forms, and nobody below."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from portcall.core.errors import InputError
from portcall.disposal.casualty import (
    casualties_by_fall,
    casualty,
    casualty_area_m2,
    orsat_casualty_area_m2,
    uncontrolled_expectation,
)
from portcall.disposal.confidence import mean_upper_bound, share_upper_bound
from portcall.disposal.entry_kernel import LANDED
from portcall.disposal.fallen import Fallen
from portcall.disposal.land_rule import land_rule
from portcall.environment.population import mean_density_per_km2, people_per_km2

INCLINATION_RAD = math.radians(51.6)
EUVE_TOLERANCE = 0.10  # what the issue asks for
UARS_TOLERANCE = 0.10  # its casualty area is general knowledge, to three figures


def _fallen(latitude_deg, longitude_deg, energy_j=1e4, area_m2=1.0, count=None):
    """Falls by objects, all landed unless the place is NaN."""
    latitude, longitude = np.broadcast_arrays(
        np.atleast_2d(np.asarray(latitude_deg, dtype=float)), np.asarray(longitude_deg, dtype=float)
    )
    full = np.ones(latitude.shape)
    objects = latitude.shape[1]
    return Fallen(
        latitude_rad=np.radians(latitude),
        longitude_rad=np.radians(longitude),
        time_s=3000.0 * full,
        speed_m_s=60.0 * full,
        steepness_rad=1.5 * full,
        mass_kg=full,
        energy_j=energy_j * full,
        area_m2=area_m2 * full,
        demise_altitude_m=np.nan * full,
        outcome=np.where(np.isnan(latitude), LANDED + 1, LANDED).astype(np.int16),
        count=np.ones(objects) if count is None else np.asarray(count, dtype=float),
        object_ids=tuple(f"object-{k}" for k in range(objects)),
    )


def _ocean(falls=200, objects=3):
    random = np.random.default_rng(3)
    return _fallen(
        random.normal(-45.0, 1.0, (falls, objects)), random.normal(-135.0, 3.0, (falls, objects))
    )


def _casualty(fallen, year=2026, failure_probability=0.01):
    return casualty(
        fallen,
        inclination_rad=INCLINATION_RAD,
        year=year,
        failure_probability=failure_probability,
    )


def test_val_euve():
    """12.41 m2 at 28.5 degrees in 2000: 1 in 5,300 (NASA, DAS 1.0)."""
    expectation = uncontrolled_expectation(12.41, math.radians(28.5), 2000)
    assert 1.0 / expectation == pytest.approx(5300.0, rel=EUVE_TOLERANCE)


def test_val_uars():
    """57 degrees in 2011: 1 in 3,200 (NASA); 22.4 m2 is general knowledge."""
    expectation = uncontrolled_expectation(22.4, math.radians(57.0), 2011)
    assert 1.0 / expectation == pytest.approx(3200.0, rel=UARS_TOLERANCE)


def test_val_casualty_areas():
    """(0.6 + root A)^2, 0.36 m2 for a grain; ORSAT's 0.278 + A + 0.3 P."""
    assert casualty_area_m2(np.array([0.0, 1.0, 4.0])) == pytest.approx([0.36, 2.56, 6.76])
    assert float(orsat_casualty_area_m2(4.0, 8.0)) == pytest.approx(6.678)


def test_an_expectation_is_area_times_density():
    fallen = _fallen([[35.7, -45.0]], [139.7, -140.0], count=[2, 1])
    density = float(people_per_km2(math.radians(35.7), math.radians(139.7), 2026))
    risk = _casualty(fallen)
    assert risk.expectation == pytest.approx(2 * 2.56e-6 * density, rel=1e-12)
    assert [piece.pieces for piece in risk.objects] == [2.0, 1.0]
    assert risk.objects[1].expectation == 0.0
    assert risk.uncontrolled.casualty_area_m2 == pytest.approx(3 * 2.56)
    assert casualties_by_fall(fallen, 2026).sum() == pytest.approx(risk.expectation)


def test_a_failed_burn_is_the_uncontrolled_risk_times_its_probability():
    risk = _casualty(_ocean(), failure_probability=0.02)
    density = mean_density_per_km2(INCLINATION_RAD, 2026)
    assert risk.uncontrolled.expectation == pytest.approx(3 * 2.56e-6 * density)
    assert risk.if_burn_fails == pytest.approx(0.02 * risk.uncontrolled.expectation)
    assert risk.if_burn_fails <= risk.if_burn_fails_bound


def test_pieces_below_the_energy_floor_hurt_nobody():
    weak, strong = (_fallen([[35.7]], [139.7], energy_j=energy_j) for energy_j in (14.9, 15.0))
    assert _casualty(weak).expectation == 0.0
    assert _casualty(weak).notes
    assert _casualty(strong).expectation > 0.0


def test_an_empty_ocean_is_nobody_and_says_so():
    risk = _casualty(_ocean())
    assert risk.expectation == risk.bound == risk.greatest_density_per_km2 == 0.0
    assert risk.verdict == "pass"
    assert "nobody lives" in risk.notes[0]


def test_people_next_door_keep_the_bound_from_zero():
    """All pieces fall into an empty cell beside Easter Island's."""
    fallen = _fallen(np.full((100, 1), -27.5), np.full((100, 1), -110.5))
    risk = _casualty(fallen)
    assert risk.expectation == 0.0
    assert 0.0 < risk.bound < 2.56e-6 * risk.greatest_density_per_km2
    assert "cells around" in risk.notes[0]


def test_nothing_that_lands_is_nothing_to_fear():
    fallen = _fallen(np.full((10, 2), np.nan), np.full((10, 2), np.nan))
    risk, rule = _casualty(fallen), land_rule(fallen)
    assert risk.expectation == risk.if_burn_fails == 0.0
    assert risk.uncontrolled.one_in is None
    assert rule.verdict == "pass"
    assert rule.nearest_land_km is None


def test_every_link_of_the_chain_is_listed_with_its_weight():
    risk = _casualty(_fallen([[35.7, 35.0]], [139.7, 137.0], area_m2=np.array([0.5, 2.0])))
    rows = {row.factor: row for row in risk.contributions}
    assert set(rows) == {
        "population year",
        "size of a person",
        "energy floor",
        "form of the casualty area",
        "where people are",
        "what survives",
    }
    person = rows["size of a person"]
    assert person.if_burn_fails_low < risk.if_burn_fails < person.if_burn_fails_high
    assert rows["where people are"].expectation_high != risk.expectation
    round_form = rows["form of the casualty area"]
    area = np.array([0.5, 2.0])
    ratio = (
        orsat_casualty_area_m2(area, 2 * np.sqrt(math.pi * area)).sum()
        / casualty_area_m2(area).sum()
    )
    assert round_form.if_burn_fails_high / risk.if_burn_fails == pytest.approx(float(ratio))


def test_a_year_without_people_is_refused():
    with pytest.raises(InputError, match="1990 to 2035"):
        _casualty(_ocean(), year=2050)


def test_the_rule_holds_far_from_land():
    rule = land_rule(_ocean())
    assert rule.verdict == "pass"
    assert rule.breaking_samples == 0
    assert rule.bound_probability == pytest.approx(1.0 - 0.05 ** (1 / 200))
    foreign, own, ice = rule.limits
    assert foreign.margin_km == pytest.approx(foreign.nearest_km - 370.0)
    assert own.nearest_km is None
    assert ice.nearest_km > 2000.0
    assert rule.nearest_land_km == min(foreign.nearest_km, ice.nearest_km)


def test_the_rule_breaks_when_one_piece_of_one_sample_comes_near():
    """One of four falls drops a piece 150 km off Easter Island; Chile may, at 50 km, others not."""
    latitude = np.full((4, 2), -45.0)
    longitude = np.full((4, 2), -135.0)
    latitude[2, 1], longitude[2, 1] = -28.6, -109.3
    fallen = _fallen(latitude, longitude)
    rule = land_rule(fallen)
    assert (rule.verdict, rule.breaking_samples, rule.breaking_share) == ("fail", 1, 0.25)
    assert rule.limits[0].nearest_km == pytest.approx(157.0, abs=5.0)  # read off a chart
    assert land_rule(fallen, own_country="Chile").verdict == "pass"


def test_an_unknown_own_country_is_refused():
    with pytest.raises(InputError, match="did you mean"):
        land_rule(_ocean(), own_country="Chille")


@given(st.integers(1, 500), st.data())
def test_prop_the_share_s_bound_is_the_binomial_one(samples, data):
    hits = data.draw(st.integers(0, samples - 1))
    bound = share_upper_bound(hits, samples, 0.95)
    assert binom.cdf(hits, samples, bound) == pytest.approx(0.05, rel=1e-6)


@pytest.mark.parametrize("probability", [0.002, 0.02, 0.3])
def test_the_mean_s_bound_holds_as_often_as_it_says(probability):
    """Rare hits of one unit, where Student's interval alone fails: 2,000 tries, 95 % within 3 sigma."""
    random = np.random.default_rng(11)
    tries, samples = 2000, 300
    hits = (random.random((tries, samples)) < probability).astype(float)
    held = np.mean([mean_upper_bound(row, 1.0) >= probability for row in hits])
    assert held > 0.95 - 3.0 * math.sqrt(0.95 * 0.05 / tries)


def test_one_sample_bounds_nothing_but_the_greatest():
    assert mean_upper_bound(np.array([0.2]), 3.0) == 3.0
