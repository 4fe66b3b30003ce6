"""The certified least delta-v: computed rows, primal against bound, closed forms."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.orbit import yamanaka_ankersen
from portcall.orbit.clohessy_wiltshire import mean_motion_rad_s, two_impulse
from portcall.orbit.impulsive_optimum import impulsive_optimum
from portcall.orbit.relative_maneuvers import coelliptic_state, height_change

ROWS = Path(__file__).resolve().parents[3] / "shared/reference/gnc/validation_cases.csv"
N = mean_motion_rad_s(6_378_137.0 + 410e3)
PERIOD_S = 2.0 * np.pi / N
BELOW = coelliptic_state(np.array([-15_500.0, 0.0, 5000.0]), N)
ASIDE = BELOW + np.array([0.0, 300.0, 0.0, 0.0, 0.2, 0.0])
HOLD = np.array([-3500.0, 0.0, 0.0, 0.0, 0.0, 0.0])
CASES = {
    "VC-044": (BELOW, PERIOD_S, 2.822169, 1e-6),
    "VC-045": (BELOW, PERIOD_S / 2.0, 2.823924, 1e-5),
    "VC-046": (ASIDE, PERIOD_S, 2.961135, 5e-6),
}
MILLIMETER_M = 1e-3


@pytest.mark.parametrize("case", CASES)
def test_val_the_bound_and_impulses_that_reach_it(case):
    start, time_s, figure, allowed = CASES[case]
    best = impulsive_optimum(start, HOLD, time_s, N)
    assert best.bound_m_s == pytest.approx(figure, abs=allowed)
    assert 0.0 <= best.gap < 1e-6
    assert best.primer.max() <= 1.0
    assert best.slack < 1e-5
    assert best.miss_m < MILLIMETER_M
    assert best.miss_m_s < 1e-6
    if ROWS.exists():
        with ROWS.open(encoding="utf-8") as file:
            row = next(row for row in csv.DictReader(file) if row["id"] == case)
        assert float(row["expected"].split(";")[0]) == figure


def test_val_two_impulses_cost_a_little_more_in_half_an_orbit():
    joined = two_impulse(BELOW, HOLD, PERIOD_S / 2.0, N)
    assert joined.total_m_s == pytest.approx(2.824871, abs=1e-5)


def test_two_orbits_are_no_cheaper_than_one():
    """The height alone costs n dz / 2."""
    best = impulsive_optimum(BELOW, HOLD, 2.0 * PERIOD_S, N)
    assert best.bound_m_s == pytest.approx(N * 5000.0 / 2.0, rel=1e-6)


def test_a_hohmann_pair_is_its_own_optimum():
    start = np.zeros(6)
    pair = height_change(1000.0, N)
    best = impulsive_optimum(start, pair.fly(start, N), pair.duration_s, N)
    assert best.bound_m_s == pytest.approx(pair.total_m_s, rel=1e-6)
    assert best.impulses.times_s[[0, -1]] == pytest.approx([0.0, pair.duration_s], abs=5.0)


def test_nothing_to_do_costs_nothing():
    best = impulsive_optimum(HOLD, HOLD, 1000.0, N)
    assert best.bound_m_s == 0.0
    assert best.gap == 0.0


def test_another_motion_may_be_given():
    e, anomaly, time_s = 0.1, 0.5, 3000.0

    def remaining(left_s):
        at = yamanaka_ankersen.anomaly_after(e, anomaly, N, time_s - left_s)
        return yamanaka_ankersen.transition(N, e, at, left_s)

    best = impulsive_optimum(BELOW, HOLD, time_s, N, matrix=remaining, grid=301)
    assert best.miss_m < MILLIMETER_M
    assert 0.0 <= best.gap < 1e-4


@settings(max_examples=8)
@given(
    st.tuples(*[st.floats(-3000.0, 3000.0)] * 3, *[st.floats(-2.0, 2.0)] * 3).map(np.array),
    st.floats(900.0, 6000.0),
)
def test_prop_two_impulses_never_beat_the_bound(start, time_s):
    best = impulsive_optimum(start, HOLD, time_s, N, grid=241)
    joined = two_impulse(start, HOLD, time_s, N)
    assert joined.singular or joined.total_m_s >= best.bound_m_s * (1.0 - 1e-9)
    assert best.impulses.total_m_s >= best.bound_m_s * (1.0 - 1e-9)


@pytest.mark.parametrize(("time_s", "grid"), [(0.0, 241), (float("nan"), 241), (100.0, 3)])
def test_a_transfer_needs_time(time_s, grid):
    with pytest.raises(InputError, match="transfer"):
        impulsive_optimum(BELOW, HOLD, time_s, N, grid=grid)
