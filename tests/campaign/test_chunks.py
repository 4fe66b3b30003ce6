"""The same rows for any number of threads; what fails says where; a stop that nobody can move."""

import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_campaign import COLUMNS, toy, toy_rows

from portcall.campaign.chunks import run_campaign
from portcall.campaign.plan import RUNS_MAX
from portcall.campaign.sequential import plan_looks
from portcall.core.errors import InputError


@given(st.integers(1, 90), st.integers(1, 40), st.integers(1, 4))
def test_prop_rows_depend_on_neither_chunks_nor_threads(runs, chunk_runs, threads):
    expected = toy_rows()(0, runs)
    got = run_campaign(toy_rows(), toy(runs, chunk_runs=chunk_runs), threads=threads)
    assert got.runs == runs
    assert np.array_equal(got.table(), expected)


def test_progress_counts_finished_runs_in_the_calling_thread():
    seen = []
    run_campaign(
        toy_rows(),
        toy(50),
        threads=2,
        progress=lambda runs: seen.append((runs, threading.current_thread())),
    )
    counts = [runs for runs, _ in seen]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-1] == 50
    assert {thread for _, thread in seen} == {threading.current_thread()}


def test_threads_work_side_by_side():
    at_once = threading.Barrier(2, timeout=20)

    def chunk(first, last):
        at_once.wait()  # passes only when two chunks are under way
        return np.zeros((last - first, 3))

    assert run_campaign(chunk, toy(40), threads=2).runs == 40


def test_few_chunks_are_under_way_at_a_time():
    begun = []

    def chunk(first, last):
        begun.append(first)
        if first == 0:
            raise RuntimeError("the first fails")
        return np.zeros((last - first, 3))

    with pytest.raises(RuntimeError):
        run_campaign(chunk, toy(2000), threads=2)
    assert len(begun) < 10


def test_what_a_chunk_raises_names_its_runs_and_what_is_finished_stays(tmp_path):
    def chunk(first, last):
        if first == 60:
            raise ZeroDivisionError("no")
        return toy_rows()(first, last)

    with pytest.raises(ZeroDivisionError) as caught:
        run_campaign(chunk, toy(100), threads=1, folder=tmp_path / "c")
    assert caught.value.__notes__ == ["raised in runs 60 to 79 of toy"]
    again = run_campaign(toy_rows(), toy(100), threads=1, folder=tmp_path / "c")
    assert again.kept_runs >= 60
    assert np.array_equal(again.table(), toy_rows()(0, 100))


def test_rows_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"runs 0 to 19 came back as \(20, 2\), not \(20, 3\)"):
        run_campaign(lambda first, last: np.zeros((last - first, 2)), toy(40), threads=1)


@pytest.mark.parametrize("runs", [0, -5, RUNS_MAX + 1, 1_000_000_000])
def test_no_campaign_of_no_runs_or_a_billion(runs):
    with pytest.raises(InputError, match="limit: 1 to 10,000,000"):
        run_campaign(toy_rows(), toy(runs))


def test_not_a_number_is_a_result():
    got = run_campaign(lambda a, b: np.full((b - a, 3), np.nan), toy(30), threads=2)
    assert np.isnan(got.table()).all()


def _stopping(width=0.1, runs=2000, **changes):
    looks = plan_looks(width, runs=runs, chunk_runs=20)
    return toy(runs, looks=looks, counted=COLUMNS[0], **changes)


def _first_look_that_is_enough(looks, captured):
    return next(n for n in looks.runs if looks.enough(int(captured[:n].sum()), n))


@pytest.mark.parametrize("threads", [1, 3])
def test_the_stop_is_at_the_first_look_that_is_enough(threads):
    campaign = _stopping()
    got = run_campaign(toy_rows(), campaign, threads=threads)
    expected = _first_look_that_is_enough(campaign.looks, toy_rows()(0, 2000)[:, 0])
    assert got.stopped
    assert got.runs == expected < 2000
    assert np.array_equal(got.table(), toy_rows()(0, expected))


def test_chunks_that_come_in_another_order_do_not_move_the_stop():
    campaign = _stopping()

    def first_chunks_slow(first, last):
        time.sleep(0.05 if first < 60 else 0.0)
        return toy_rows()(first, last)

    slow = run_campaign(first_chunks_slow, campaign, threads=4)
    assert np.array_equal(slow.table(), run_campaign(toy_rows(), campaign, threads=1).table())


def test_without_a_narrow_interval_all_runs_are_made():
    campaign = _stopping(width=0.001, runs=130)
    got = run_campaign(toy_rows(), campaign, threads=2)
    assert not got.stopped
    assert got.runs == 130
