"""Bounds from order statistics, against the published sample sizes and by simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.campaign.bounds import median, samples_needed, upper_bound
from portcall.campaign.run_table import run_table

# four standard deviations of a 95 % share over the trials below
TRIALS = 2000
SHARE_SLACK = 4.0 * math.sqrt(0.95 * 0.05 / TRIALS)


@pytest.mark.parametrize(("samples", "nth_largest"), [(59, 1), (93, 2), (124, 3)])
def test_val_wilks_sample_sizes_for_95_of_95(samples, nth_largest):
    # one-sided 95/95 tolerance limits of first, second and third order (Wilks 1941)
    bound = upper_bound(range(samples), 0.95)
    assert bound.enough
    assert bound.which == samples - nth_largest
    # with one fewer, the n-th largest does not do: it takes a larger one, or none is large enough
    fewer = upper_bound(range(samples - 1), 0.95)
    assert not fewer.enough or fewer.which > samples - 1 - nth_largest


def test_val_a_99th_percentile_takes_299_samples():
    assert samples_needed(0.99, 0.95) == 299
    assert not upper_bound(range(298), 0.99).enough
    assert upper_bound(range(299), 0.99).enough


def test_prop_the_bound_holds_as_often_as_it_says():
    rng = np.random.default_rng(5)
    quantile = -math.log(0.05)  # 95th percentile of the unit exponential
    held = 0
    for _ in range(TRIALS):
        drawn = rng.exponential(size=100)
        held += drawn[upper_bound(drawn, 0.95).which] >= quantile
    assert held / TRIALS >= 0.95 - SHARE_SLACK


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400))
def test_prop_the_bound_is_no_less_than_the_median(values):
    bound = upper_bound(values, 0.99)
    assert values[bound.which] >= median(values)
    assert 0.0 < bound.confidence <= 1.0


def test_results_come_in_order_and_progress_counts_them():
    seen = []
    results = run_table(lambda run: 10 - run, 7, threads=3, progress=seen.append)
    assert results == (10, 9, 8, 7, 6, 5, 4)
    assert seen == [1, 2, 3, 4, 5, 6, 7]


def test_a_failing_run_ends_the_campaign():
    def fails_at_three(run):
        if run == 3:
            raise ValueError("three")
        return run

    with pytest.raises(ValueError, match="three"):
        run_table(fails_at_three, 6, threads=2)
