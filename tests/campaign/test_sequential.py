"""A stopped campaign holds what it says: coverage computed exactly, not sampled."""

import numpy as np
import pytest
from scipy.stats import binom

from portcall.campaign.binomial import share_interval
from portcall.campaign.sequential import plan_looks
from portcall.core.errors import InputError

SHARES = [0.5, 0.9, 0.97, 0.99, 0.995, 0.999, 0.9997]


def _coverage(looks, interval, enough, share):
    """Follow the count of failures from look to look; sum where the stopped interval holds."""
    alive = np.array([1.0])  # probability of each count of failures, not stopped
    before, held = 0, 0.0
    for runs in looks:
        step = binom.pmf(np.arange(runs - before + 1), runs - before, 1.0 - share)
        alive = np.convolve(alive, step)
        before = runs
        for failures in np.flatnonzero(alive > 1e-13):
            successes = runs - int(failures)
            if runs == looks[-1] or enough(successes, runs):
                low, high = interval(successes, runs)
                held += alive[failures] * (low <= share <= high)
                alive[failures] = 0.0
    return held


@pytest.mark.parametrize("share", SHARES)
def test_the_stopped_interval_holds_as_often_as_it_says(share):
    looks = plan_looks(0.01, runs=5000, chunk_runs=100)
    assert _coverage(looks.runs, looks.interval, looks.enough, share) >= 0.95


def test_the_plain_interval_looked_at_after_every_chunk_does_not():
    # why the looks are planned: the same exact sum for the naive rule
    def enough(successes, runs):
        low, high = share_interval(successes, runs)
        return high - low <= 0.01

    every = tuple(range(100, 3001, 100))
    worst = min(_coverage(every, share_interval, enough, share) for share in (0.985, 0.99, 0.993))
    assert worst < 0.95


def test_looks_are_at_chunk_borders_and_end_with_the_runs():
    looks = plan_looks(0.001, runs=9_950, chunk_runs=100)
    assert looks.runs[-1] == 9_950
    assert all(runs % 100 == 0 for runs in looks.runs[:-1])
    assert list(looks.runs) == sorted(set(looks.runs))


def test_no_look_before_the_interval_can_be_narrow_enough():
    looks = plan_looks(0.005, runs=20_000, chunk_runs=10)
    first = looks.runs[0]
    assert looks.enough(first, first)
    assert not looks.enough(first - 10, first - 10)


def test_the_last_look_is_narrow_whatever_was_seen():
    looks = plan_looks(0.05, runs=100_000, chunk_runs=100)
    last = looks.runs[-1]
    assert last < 100_000
    assert all(looks.enough(k, last) for k in range(0, last + 1, 50))


@pytest.mark.parametrize("width", [0.0, 1.0, -0.1, float("nan")])
def test_a_width_that_is_no_share_is_refused(width):
    with pytest.raises(InputError, match="--until-width"):
        plan_looks(width, runs=1000, chunk_runs=100)
