"""Bounds on a share: published sample sizes, published bounds, exact coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from portcall.campaign.binomial import (
    runs_needed,
    share_interval,
    share_lower,
    share_upper,
    wilson_interval,
)
from portcall.campaign.bounds import samples_needed

ROUNDING = 0.5e-5  # the published bounds have five digits


@pytest.mark.parametrize(
    ("share", "runs"), [(0.99, 299), (0.9973, 1109), (0.999, 2995), (0.9999, 29956)]
)
def test_val_runs_without_failure_that_show_a_share(share, runs):
    assert runs_needed(share) == runs
    assert samples_needed(share, 0.95) == runs


@pytest.mark.parametrize(
    ("successes", "runs", "exact", "wilson"),
    [
        (500, 500, 0.99265, 0.99238),
        (997, 1000, 0.99126, 0.99122),
        (4500, 4500, 0.99918, 0.99915),
        (5000, 5000, 0.99926, 0.99923),
    ],
)
def test_val_two_sided_lower_bounds(successes, runs, exact, wilson):
    assert share_interval(successes, runs)[0] == pytest.approx(exact, abs=ROUNDING)
    assert wilson_interval(successes, runs)[0] == pytest.approx(wilson, abs=ROUNDING)


def test_four_failures_of_ten_thousand_are_the_most_that_show_three_nines():
    assert share_lower(9996, 10_000) > 0.999 > share_lower(9995, 10_000)


@given(st.integers(0, 40), st.floats(0.5, 0.9999), st.floats(0.5, 0.999))
def test_prop_runs_needed_is_the_first_that_shows_it(failures, share, confidence):
    runs = runs_needed(share, failures=failures, confidence=confidence)
    slack = 1e-12  # the two inversions round differently
    assert share_lower(runs - failures, runs, confidence) >= share - slack
    assert share_lower(runs - 1 - failures, runs - 1, confidence) < share + slack


@given(st.integers(1, 300), st.data(), st.floats(0.5, 0.999))
def test_prop_bounds_are_each_others_mirror_and_hold_the_share(runs, data, confidence):
    successes = data.draw(st.integers(0, runs))
    low, high = share_interval(successes, runs, confidence)
    assert low <= successes / runs <= high
    assert share_upper(successes, runs, confidence) == pytest.approx(
        1.0 - share_lower(runs - successes, runs, confidence), abs=1e-9
    )
    wilson_low, wilson_high = wilson_interval(successes, runs, confidence)
    assert 0.0 <= wilson_low <= successes / runs + 1e-12
    assert successes / runs - 1e-12 <= wilson_high <= 1.0


@given(st.integers(1, 120), st.floats(0.001, 0.999))
def test_prop_the_exact_bound_holds_as_often_as_it_says(runs, share):
    counts = np.arange(runs + 1)
    likely = binom.pmf(counts, runs, share)
    held = [share_lower(int(k), runs) <= share for k in counts]
    assert float(likely @ held) >= 0.95 - 1e-9
