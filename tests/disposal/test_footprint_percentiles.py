"""Percentiles of weighted, clustered pieces."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.disposal.percentiles import CONFIDENCE, percentiles

PERCENTS = (1.0, 5.0, 50.0, 95.0, 99.0)
# binomial error of the share of 400 trials, three sigma
COVERAGE_SLACK = 0.033


@given(st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=200), st.integers(0, 1000))
def test_prop_percentiles_rise_stay_in_their_range_and_among_the_values(
    values: list[float], seed: int
) -> None:
    array = np.array(values)
    draw = np.random.default_rng(seed)
    weights, cluster = draw.integers(1, 9, len(array)), draw.integers(0, 20, len(array))
    found = percentiles(array, weights.astype(float), cluster, PERCENTS)

    assert (found.low <= found.values).all()
    assert (found.values <= found.high).all()
    assert (np.diff(found.values) >= 0.0).all()
    assert set(found.values) <= set(values)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=100), st.sampled_from(PERCENTS))
def test_prop_even_weights_agree_with_numpy(values: list[float], percent: float) -> None:
    array = np.array(values)
    found = percentiles(array, np.ones(len(array)), np.arange(len(array)), [percent])

    assert found.at(percent) == np.percentile(array, percent, method="inverted_cdf")


def test_a_weight_is_as_good_as_a_repeat() -> None:
    values, counts = np.array([3.0, 1.0, 2.0]), np.array([2, 1, 4])
    weighted = percentiles(values, counts.astype(float), np.arange(3), PERCENTS)
    repeated = percentiles(
        np.repeat(values, counts), np.ones(7), np.repeat(np.arange(3), counts), PERCENTS
    )

    assert np.array_equal(weighted.values, repeated.values)
    assert np.array_equal(weighted.low, repeated.low)


def test_pieces_that_fall_together_are_worth_one() -> None:
    fall = np.repeat(np.arange(50), 40)
    values = np.random.default_rng(2).standard_normal(50)[fall]
    together = percentiles(values, np.ones(2000), fall, [50.0])
    apart = percentiles(values, np.ones(2000), np.arange(2000), [50.0])

    assert together.high[0] - together.low[0] > 3.0 * (apart.high[0] - apart.low[0])


@pytest.mark.parametrize("percent", [5.0, 50.0, 95.0])
def test_ranges_hold_the_true_value_as_often_as_they_say(percent: float) -> None:
    """Falls of 30 pieces with a common error twice as large as each piece's own."""
    draw = np.random.default_rng(11)
    true = np.sqrt(5.0) * {5.0: -1.6449, 50.0: 0.0, 95.0: 1.6449}[percent]
    falls, trials = np.repeat(np.arange(300), 30), 400
    held = 0
    for _ in range(trials):
        values = 2.0 * draw.standard_normal(300)[falls] + draw.standard_normal(len(falls))
        found = percentiles(values, np.ones(len(falls)), falls, [percent])
        held += found.low[0] <= true <= found.high[0]

    assert held / trials == pytest.approx(CONFIDENCE, abs=COVERAGE_SLACK)
