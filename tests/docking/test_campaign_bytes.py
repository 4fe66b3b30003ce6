"""The same campaign on one thread, on two, and on a cluster of two processes: the same bytes."""

import importlib.util
from functools import partial
from pathlib import Path

import pytest
from distributed import LocalCluster

from portcall.campaign.chunks import run_campaign
from portcall.campaign.plan import Campaign
from portcall.docking.run import result_columns as r
from portcall.docking.run.scenario_digest import scenario_digest
from portcall.visit.docking import COUNTED, fly_chunk

SPEC = importlib.util.spec_from_file_location(
    "scenario_case", Path(__file__).with_name("scenario_case.py")
)
CASE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CASE)

# the cluster's own clean-up leaves sockets to the collector
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

RUNS, CHUNK_RUNS, SEED = 14, 3, 4  # the last chunk is not full


def campaign():
    return Campaign(
        name="docking, three ways",
        columns=(*r.NAMES, COUNTED),
        runs=RUNS,
        seed=SEED,
        inputs={"scenario": scenario_digest(CASE.scenario_of())},
        chunk_runs=CHUNK_RUNS,
        counted=COUNTED,
    )


def fly(folder, **where):
    chunk = partial(fly_chunk, CASE.scenario_of(), SEED, None, 1.0)
    results = run_campaign(chunk, campaign(), folder=folder, **where)
    assert results.runs == RUNS
    assert results.notes == ()
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def on_one_thread(tmp_path_factory):
    return fly(tmp_path_factory.mktemp("one"), threads=1)


def test_two_threads_give_the_bytes_of_one(on_one_thread, tmp_path):
    assert "runs.parquet" in on_one_thread
    assert fly(tmp_path, threads=2) == on_one_thread


def test_a_cluster_of_two_gives_the_bytes_of_one_thread(on_one_thread, tmp_path):
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        assert fly(tmp_path, cluster=cluster.scheduler_address) == on_one_thread
