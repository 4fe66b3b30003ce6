"""Uncontrolled decay: Progress M-27M, the averaged part, latitudes, risk, and burns cut short."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.core.constants import DAY_S, GM_EARTH_M3_S2, WGS84_A_M
from portcall.core.errors import InputError
from portcall.disposal.mean_decay import FLOOR_M, mean_decay
from portcall.disposal.partial_burn import after_partial_burn
from portcall.disposal.uncontrolled import (
    decay_to_entry,
    decay_window,
    latitude_share,
    life_fraction_for,
    state_on_orbit,
    tumbling_ballistic_m2_kg,
    uncontrolled_risk,
)
from portcall.orbit.decay import modelled_decay_m_s
from portcall.orbit.mean_elements import NearCircular, from_state, mean_from_osculating

# Progress M-27M: orbit from the element set of 2015-04-29 02:36:45 UTC (187 x 258 km, 51.65 deg,
# 88.95 min) and mass 7298 kg (en.wikipedia.org/wiki/Progress_M-27M, as of May 2015); end by
# USSTRATCOM 02:20 and by Roscosmos 02:04 UTC
M27M_EPOCH = datetime(2015, 4, 29, 2, 36, 45, tzinfo=UTC)
M27M_MASS_KG = 7298.0
M27M_ENDS = (datetime(2015, 5, 8, 2, 20, tzinfo=UTC), datetime(2015, 5, 8, 2, 4, tzinfo=UTC))
# the perigee stood near the injection point, 80 degrees past the node; not published
M27M_PERIGEE_RAD = math.radians(80.0)
INCLINATION_RAD = math.radians(51.65)
EPOCH = datetime(2026, 2, 3, tzinfo=UTC)
BALLISTIC_M2_KG = 0.0058


def m27m_state(perigee_rad=M27M_PERIGEE_RAD):
    return state_on_orbit(187e3, 258e3, INCLINATION_RAD, perigee_rad)


def m27m_ballistic():
    return tumbling_ballistic_m2_kg(load_catalogue().vehicle("progress-ms"), M27M_MASS_KG)


def test_val_progress_m_27m_came_down_inside_its_window():
    window = decay_window(M27M_EPOCH, m27m_state(), m27m_ballistic())
    for end in M27M_ENDS:
        assert window.earliest_utc < end < window.latest_utc
    # better than the mean error of agencies' predictions, a tenth of the life left (Pardini 2017)
    error_s = abs((window.nominal_utc - M27M_ENDS[0]).total_seconds())
    assert error_s < 0.10 * window.life_days * DAY_S
    assert window.life_fraction == 0.20


@pytest.mark.parametrize("perigee_deg", range(0, 360, 60))
def test_val_the_window_holds_wherever_the_perigee_stood(perigee_deg):
    state = m27m_state(math.radians(perigee_deg))
    window = decay_window(M27M_EPOCH, state, m27m_ballistic(), nodes=0)
    assert window.earliest_utc < M27M_ENDS[1] < M27M_ENDS[0] < window.latest_utc


def test_val_the_tumbling_area_is_what_trackers_found():
    # Molczan, SeeSat-L 2015-05-04: A/m 0.00259 m2/kg at Cd 2.2 fits the decay of 2 to 4 May (MSISE-90)
    found_m2_kg, day_to_day = 2.2 * 0.00259, 0.12  # his values of 4 and 7 May differ by 12 %
    assert m27m_ballistic() == pytest.approx(found_m2_kg, rel=day_to_day)


def test_the_track_of_the_window_lists_its_nodes():
    window = decay_window(M27M_EPOCH, m27m_state(), m27m_ballistic(), nodes=12)
    assert len(window.nodes) == 12
    assert window.latest_utc - window.nodes[-1].utc < timedelta(hours=8)
    steps = [
        (b.longitude_deg - a.longitude_deg) % 360.0
        for a, b in zip(window.nodes, window.nodes[1:], strict=False)
    ]
    # the Earth turns 22 degrees in a revolution and the node a third of a degree
    assert all(abs(step - 360.0 + 22.3) < 0.4 for step in steps)
    assert abs(window.latitude_deg) < 52.0


@settings(max_examples=8)
@given(factor=st.floats(0.7, 1.4))
def test_prop_life_goes_with_one_over_drag(factor):
    usual = decay_to_entry(M27M_EPOCH, m27m_state(), BALLISTIC_M2_KG)
    other = decay_to_entry(M27M_EPOCH, m27m_state(), BALLISTIC_M2_KG, density_factor=factor)
    # the perigee turns by degrees a day over an oblate Earth, so not to the last percent
    assert other.life_s * factor == pytest.approx(usual.life_s, rel=0.04)


def test_more_mass_lives_longer_and_factor_and_area_are_one():
    light = decay_to_entry(EPOCH, m27m_state(), 0.006)
    heavy = decay_to_entry(EPOCH, m27m_state(), 0.005)
    same = decay_to_entry(EPOCH, m27m_state(), 0.005, density_factor=1.2)
    assert heavy.life_s > light.life_s
    assert same.life_s == pytest.approx(light.life_s, rel=1e-6)


@pytest.mark.parametrize(("height_m", "days"), [(230e3, 12.0), (260e3, 12.0)])
def test_the_average_agrees_with_the_integration(height_m, days):
    state = state_on_orbit(height_m, height_m + 10e3, INCLINATION_RAD, 1.0)
    mean = mean_from_osculating(from_state(state[:3], state[3:]))
    slow = mean_decay(mean, BALLISTIC_M2_KG, 1000.0 * DAY_S)
    whole = decay_to_entry(EPOCH, state, BALLISTIC_M2_KG)
    # the floor lies an hour or two above the entry; mean elements leave out the odd zonals
    assert whole.life_s == pytest.approx(slow.duration_s, rel=0.03)
    assert slow.ended
    assert whole.averaged == (slow.duration_s > days * DAY_S)


def test_the_average_agrees_with_the_circular_decay():
    a = WGS84_A_M + 400e3
    circular = NearCircular(a, 0.0, 0.0, INCLINATION_RAD, 0.0, 0.0)
    table = mean_decay(circular, BALLISTIC_M2_KG, 2.0 * DAY_S).table
    rate_m_s = (table[-1, 1] - table[0, 1]) / (table[-1, 0] - table[0, 0])
    # two sums over the same revolution, one with 36 points
    assert rate_m_s == pytest.approx(
        modelled_decay_m_s(a, INCLINATION_RAD, BALLISTIC_M2_KG), rel=0.01
    )


def test_drag_rounds_an_orbit_off():
    eccentric = NearCircular(WGS84_A_M + 300e3, 0.02, 0.0, INCLINATION_RAD, 0.0, 0.0)
    table = mean_decay(eccentric, BALLISTIC_M2_KG, 1000.0 * DAY_S).table
    assert np.all(np.diff(table[:, 2]) < 0.0)
    perigee_m = table[:, 1] * (1.0 - table[:, 2]) - WGS84_A_M
    assert perigee_m[-1] < FLOOR_M < perigee_m[-2]
    # the apogee falls much faster than the perigee
    apogee_m = table[:, 1] * (1.0 + table[:, 2]) - WGS84_A_M
    assert apogee_m[0] - apogee_m[-1] > 3.0 * (perigee_m[0] - perigee_m[-1])


def test_the_entry_lies_at_the_entry_interface():
    decay = decay_to_entry(EPOCH, m27m_state(), BALLISTIC_M2_KG)
    radius_m = float(np.linalg.norm(decay.entry_state_gcrf[:3]))
    assert WGS84_A_M - 21_400.0 + 120e3 < radius_m < WGS84_A_M + 120e3 + 1.0
    assert not decay.averaged


def test_who_stays_up_for_ten_years_has_no_window():
    state = state_on_orbit(700e3, 710e3, INCLINATION_RAD, 0.0)
    assert decay_window(EPOCH, state, BALLISTIC_M2_KG) is None


@pytest.mark.parametrize("ballistic_m2_kg", [0.0, -1.0])
def test_a_decay_wants_drag(ballistic_m2_kg):
    with pytest.raises(InputError, match="above zero"):
        decay_to_entry(EPOCH, m27m_state(), ballistic_m2_kg)


def test_windows_are_those_that_experience_gives():
    assert life_fraction_for(1.9 * DAY_S, 0.90) > life_fraction_for(2.1 * DAY_S, 0.90)
    with pytest.raises(InputError, match=r"0\.90 or 0\.95"):
        life_fraction_for(3.0 * DAY_S, 0.99)


@given(inclination_deg=st.floats(5.0, 175.0), bands=st.integers(2, 60))
def test_prop_latitude_shares_sum_to_one_and_mirror(inclination_deg, bands):
    edges = np.linspace(-math.pi / 2, math.pi / 2, bands + 1)
    share = latitude_share(math.radians(inclination_deg), edges)
    assert share.sum() == pytest.approx(1.0)
    assert np.allclose(share, share[::-1])
    assert np.all(share >= 0.0)


def test_latitude_share_is_that_of_a_circle_walked_along():
    u = np.random.default_rng(1).uniform(0.0, math.tau, 200_000)
    walked = np.arcsin(math.sin(INCLINATION_RAD) * np.sin(u))
    edges = np.radians([-60.0, -45.0, -20.0, 0.0, 30.0, 50.0, 60.0])
    counted = np.histogram(walked, edges)[0] / u.size
    five_sigmas = 5.0 * math.sqrt(0.25 / u.size)
    assert np.abs(latitude_share(INCLINATION_RAD, edges) - counted).max() < five_sigmas


def test_val_euve_risk_from_its_casualty_area():
    # published: 12.41 m2, 1 in 5,300; the density 15.55 /km2 below 28.5 deg in 2000 is a derived one
    risk = uncontrolled_risk(12.41, math.radians(28.5), 2000, lambda _i, _y: 15.55)
    assert risk.one_in == pytest.approx(5300.0, rel=0.10)
    empty = uncontrolled_risk(12.41, 0.5, 2000, lambda _i, _y: 0.0)
    assert (empty.casualty_expectation, empty.one_in) == (0.0, None)


def _after_burn(delta_v_m_s):
    radius_m = WGS84_A_M + 418e3
    speed = math.sqrt(GM_EARTH_M3_S2 / radius_m) - delta_v_m_s
    return np.array(
        [radius_m, 0.0, 0.0, 0.0, speed * math.cos(0.9013), speed * math.sin(0.9013), 5800.0]
    )


def test_a_burn_cut_short_leaves_less_life_the_longer_it_burned():
    left = [
        after_partial_burn(EPOCH, _after_burn(120.0 * part), BALLISTIC_M2_KG, fraction=part)
        for part in (0.0, 0.25, 0.5, 0.7, 0.9, 1.0)
    ]
    lives = [one.life_days for one in left]
    assert lives == sorted(lives, reverse=True)
    assert [one.outcome for one in left] == ["decays"] * 4 + ["enters"] * 2
    assert left[0].south_deg == pytest.approx(-51.64, abs=0.1)
    assert left[-1].south_deg == left[-1].north_deg == left[-1].latitude_deg
    # from the ignition half a turn to the perigee, the interface a third of a turn on
    assert 1200.0 < left[-1].life_days * DAY_S < 2400.0


def test_a_perigee_that_grazes_the_air_is_no_entry_yet():
    grazing = after_partial_burn(EPOCH, _after_burn(85.0), BALLISTIC_M2_KG, fraction=0.71)
    assert grazing.perigee_km < 130.0
    assert grazing.outcome == "decays"
    assert 0.06 < grazing.life_days < 3.0
