"""Chunks on a Dask cluster of processes on this machine: same bytes; what dies is done again."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time

import cloudpickle
import numpy as np
import pytest
import toy_campaign
from distributed import Client, LocalCluster
from toy_campaign import COLUMNS, same_code, toy, toy_rows

from portcall.campaign import plan
from portcall.campaign.chunks import run_campaign
from portcall.campaign.plan import software
from portcall.campaign.sequential import plan_looks
from portcall.core.errors import DataError, InputError

# its own clean-up leaves sockets to the collector
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

PATIENCE_S = 5.0


@pytest.fixture(autouse=True, scope="module")
def _same_code():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portcall.campaign.plan._digest_of_code", lambda: "same")
        # workers do not find the test's own files
        cloudpickle.register_pickle_by_value(toy_campaign)
        yield
        cloudpickle.unregister_pickle_by_value(toy_campaign)


def there(pause_s=0.0):
    """The toy's rows, on workers whose code counts as the same."""
    rows = toy_rows(pause_s=pause_s)

    def chunk(first, last):
        same_code()
        return rows(first, last)

    return chunk


@pytest.fixture
def cluster():
    """Two workers, each a process with one thread."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as started:
        yield started


def _bytes(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_two_worker_cluster_gives_the_same_bytes_as_threads(cluster, tmp_path):
    run_campaign(toy_rows(), toy(330), threads=2, folder=tmp_path / "threads")
    address = cluster.scheduler_address
    got = run_campaign(there(), toy(330), cluster=address, folder=tmp_path / "cluster")
    assert got.notes == ()
    assert _bytes(tmp_path / "cluster") == _bytes(tmp_path / "threads")
    # the same cluster, another campaign, a stop
    looks = plan_looks(0.1, runs=2000, chunk_runs=20)
    stopping = toy(2000, looks=looks, counted=COLUMNS[0])
    here = run_campaign(toy_rows(), stopping, threads=1)
    got = run_campaign(there(), stopping, cluster=address)
    assert got.stopped
    assert np.array_equal(here.table(), got.table())

    def chunk(first, last):
        if first >= 40:
            raise ZeroDivisionError("no")
        return there()(first, last)

    with pytest.raises(ZeroDivisionError) as caught:
        run_campaign(chunk, toy(100), cluster=address)
    assert "of toy" in caught.value.__notes__[-1]


def test_a_worker_that_dies_half_way_costs_nothing(cluster, tmp_path):
    victim = []

    def kill_one(runs):
        if runs >= 100 and not victim:
            victim.append(next(iter(cluster.workers.values())).pid)
            os.kill(victim[0], signal.SIGKILL)

    got = run_campaign(
        there(pause_s=0.05),
        toy(600),
        cluster=cluster.scheduler_address,
        folder=tmp_path / "c",
        progress=kill_one,
    )
    assert victim
    run_campaign(toy_rows(), toy(600), threads=2, folder=tmp_path / "threads")
    assert got.runs == 600
    assert _bytes(tmp_path / "c") == _bytes(tmp_path / "threads")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class _ByHand:
    """A scheduler and a worker, each a process of its own, as on a real cluster."""

    def __init__(self):
        self.port = _free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.children = []
        self.start()

    def start(self):
        self._spawn("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        self._spawn("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        with Client(self.address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)

    def _spawn(self, *words):
        self.children.append(
            subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def kill_worker(self):
        worker = self.children.pop()
        worker.kill()
        worker.wait()

    def kill(self):
        for child in self.children:
            child.kill()
            child.wait()
        self.children.clear()


@pytest.fixture
def by_hand():
    cluster = _ByHand()
    yield cluster
    cluster.kill()


def _killing(by_hand, runs, then=lambda: None):
    killed = []

    def progress(done):
        if done >= runs and not killed:
            killed.append(done)
            by_hand.kill()
            then()

    return progress


def test_a_cluster_that_dies_is_one_line_and_what_is_finished_is_kept(by_hand, tmp_path):
    with pytest.raises(DataError) as caught:
        run_campaign(
            there(pause_s=0.05),
            toy(600),
            cluster=by_hand.address,
            folder=tmp_path / "c",
            progress=_killing(by_hand, 100),
            patience_s=PATIENCE_S,
        )
    text = str(caught.value)
    assert "\n" not in text
    assert f"the cluster at {by_hand.address} does not answer after" in text
    assert "of 600 runs, which are kept in" in text
    assert "leave --cluster out" in text
    got = run_campaign(toy_rows(), toy(600), threads=2, folder=tmp_path / "c")
    assert got.kept_runs >= 100
    run_campaign(toy_rows(), toy(600), threads=2, folder=tmp_path / "threads")
    assert _bytes(tmp_path / "c") == _bytes(tmp_path / "threads")


def test_a_cluster_without_workers_is_given_up(by_hand):
    by_hand.kill_worker()
    with pytest.raises(DataError, match=r"has no workers after 0 of 40 runs, which are lost"):
        run_campaign(there(), toy(40), cluster=by_hand.address, patience_s=1.0)


def test_a_cluster_that_dies_is_finished_here_when_asked(by_hand, tmp_path):
    got = run_campaign(
        there(pause_s=0.02),
        toy(300),
        cluster=by_hand.address,
        folder=tmp_path / "c",
        progress=_killing(by_hand, 60),
        local_if_lost=True,
        patience_s=PATIENCE_S,
    )
    assert "the other runs were made on this machine" in got.notes[0]
    assert np.array_equal(got.table(), toy_rows()(0, 300))


def test_a_cluster_that_comes_back_is_used_again(by_hand):
    def later():
        time.sleep(2.0)
        by_hand.start()

    returning = threading.Thread(target=later)
    try:
        got = run_campaign(
            there(pause_s=0.02),
            toy(600),
            cluster=by_hand.address,
            progress=_killing(by_hand, 100, returning.start),
            patience_s=60.0,
        )
    finally:
        returning.join()
    assert np.array_equal(got.table(), toy_rows()(0, 600))


def test_workers_with_other_software_are_refused(by_hand):
    def older(first, last):
        plan._digest_of_code = lambda: "older"
        return np.zeros((last - first, 3))

    with pytest.raises(DataError, match=r"other software \(code older, here same\)"):
        run_campaign(older, toy(40), cluster=by_hand.address)
    assert software()["code"] == "same"


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://127.0.0.1:1", "127.0.0.1:1", "here"])
def test_an_address_where_nobody_is_is_one_line(address):
    with pytest.raises((InputError, DataError), match="--cluster") as caught:
        run_campaign(toy_rows(), toy(40), cluster=address, patience_s=1.0)
    assert "\n" not in str(caught.value)


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "portcall.campaign.cluster", raising=False)
    with pytest.raises(DataError, match="install the 'cluster' extra"):
        run_campaign(toy_rows(), toy(40), cluster="tcp://127.0.0.1:1")
