"""A campaign on disk: same bytes, goes on after a kill, refuses to mix, loses nothing."""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from toy_campaign import COLUMNS, toy, toy_rows

from portcall.campaign import folder as folder_module
from portcall.campaign.chunks import run_campaign
from portcall.campaign.plan import Campaign
from portcall.campaign.sequential import plan_looks
from portcall.core.errors import DataError, InputError

TOY = Path(__file__).with_name("toy_campaign.py")
MEMORY_GROWTH_MAX_B = 300e6  # a third of what the whole command may use


@pytest.fixture(autouse=True)
def _same_code(monkeypatch):
    monkeypatch.setattr("portcall.campaign.plan._digest_of_code", lambda: "same")


def _bytes(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _run(folder, runs=100, threads=2, chunk=None, **changes):
    return run_campaign(chunk or toy_rows(), toy(runs, **changes), threads=threads, folder=folder)


def test_same_bytes_for_any_number_of_threads(tmp_path):
    for threads in (1, 2, 5):
        _run(tmp_path / str(threads), runs=170, threads=threads)
    first = _bytes(tmp_path / "1")
    assert set(first) == {"manifest.json", "runs.parquet"}
    assert _bytes(tmp_path / "2") == first
    assert _bytes(tmp_path / "5") == first


def test_another_seed_gives_other_bytes(tmp_path):
    _run(tmp_path / "a")
    _run(tmp_path / "b", chunk=toy_rows(seed=4), seed=4)
    assert _bytes(tmp_path / "a")["runs.parquet"] != _bytes(tmp_path / "b")["runs.parquet"]


def test_anyone_can_read_the_file_and_each_row_names_its_run(tmp_path):
    got = _run(tmp_path / "c", runs=90)
    table = pq.read_table(got.file)
    assert table.column_names == ["run", *COLUMNS]
    assert table["run"].to_pylist() == list(range(90))
    assert np.array_equal(table["speed_m_s"].to_numpy(), toy_rows()(0, 90)[:, 1])
    assert np.array_equal(got.column("speed_m_s"), table["speed_m_s"].to_numpy())


def _journal_lines(folder):
    journal = folder / "journal.jsonl"
    return len(journal.read_text().split()) if journal.exists() else 0


@pytest.fixture
def killed_folder(tmp_path):
    """A campaign of 1,000 runs killed outright when some parts were there."""
    folder = tmp_path / "killed"
    child = subprocess.Popen([sys.executable, str(TOY), str(folder)])
    deadline = time.monotonic() + 60.0
    while _journal_lines(folder) < 4 and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not (folder / "runs.parquet").exists()
    return folder


def test_a_killed_campaign_goes_on_and_gives_the_same_bytes(killed_folder, tmp_path):
    begun = []

    def watched(first, last):
        begun.append(first)
        return toy_rows()(first, last)

    got = _run(killed_folder, runs=1000, chunk=watched)
    assert 0 < got.kept_runs < 1000
    assert len(begun) * 20 == 1000 - got.kept_runs
    _run(tmp_path / "whole", runs=1000)
    assert _bytes(killed_folder) == _bytes(tmp_path / "whole")


def test_a_cut_line_and_a_damaged_part_are_run_again(killed_folder, tmp_path):
    journal = killed_folder / "journal.jsonl"
    names = sorted((killed_folder / "parts").glob("0*.parquet"))
    names[0].write_bytes(names[0].read_bytes()[:-10])
    journal.write_text(journal.read_text().rstrip()[:-30])
    got = _run(killed_folder, runs=1000)
    assert got.kept_runs <= 20 * (len(names) - 1)
    _run(tmp_path / "whole", runs=1000)
    assert _bytes(killed_folder) == _bytes(tmp_path / "whole")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seed": 4}, "its seed is 3, not 4"),
        ({"inputs": {"scenario": "b2"}}, "its inputs scenario is a1, not b2"),
        ({"inputs": {"scenario": "a1", "fault": "x"}}, "its inputs fault is none, not x"),
        ({"chunk_runs": 10}, "its chunk_runs is 20, not 10"),
    ],
)
def test_rows_of_two_campaigns_are_never_mixed(tmp_path, changes, said):
    _run(tmp_path / "c")
    before = _bytes(tmp_path / "c")
    with pytest.raises(InputError, match="holds another campaign") as caught:
        _run(tmp_path / "c", **changes)
    assert said in str(caught.value)
    assert _bytes(tmp_path / "c") == before


def test_a_finished_campaign_is_not_run_again_and_more_runs_go_on_from_it(tmp_path):
    def never(*_):
        raise AssertionError

    _run(tmp_path / "c", runs=90)
    before = _bytes(tmp_path / "c")
    assert _run(tmp_path / "c", runs=90, chunk=never).kept_runs == 90
    assert _bytes(tmp_path / "c") == before
    longer = _run(tmp_path / "c", runs=150)
    assert longer.kept_runs == 80  # the last chunk was cut at run 90
    _run(tmp_path / "whole", runs=150)
    assert _bytes(tmp_path / "c") == _bytes(tmp_path / "whole")


def test_a_stop_on_disk_leaves_only_the_runs_that_count(tmp_path):
    looks = plan_looks(0.1, runs=2000, chunk_runs=20)
    campaign = toy(2000, looks=looks, counted=COLUMNS[0])
    one = run_campaign(toy_rows(), campaign, threads=1, folder=tmp_path / "a")
    four = run_campaign(toy_rows(), campaign, threads=4, folder=tmp_path / "b")
    assert one.stopped
    assert one.runs == four.runs == len(one.column(COLUMNS[1]))
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


def test_a_damaged_result_is_not_built_upon(tmp_path):
    _run(tmp_path / "c")
    file = tmp_path / "c" / "runs.parquet"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(DataError, match="is not the file that the campaign wrote"):
        _run(tmp_path / "c")


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"format": "other"}'])
def test_a_folder_of_something_else_is_left_alone(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(InputError, match="holds something else than a campaign"):
        _run(tmp_path)
    assert _bytes(tmp_path) == {"manifest.json": content.encode()}


def test_a_folder_with_foreign_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="holds something else than a campaign"):
        _run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "f").write_text("")
    with pytest.raises(InputError, match="is a file"):
        _run(tmp_path / "f")


def test_two_processes_do_not_work_on_one_campaign(tmp_path):
    def chunk(first, last):
        with pytest.raises(InputError, match="another process works"):
            _run(tmp_path / "c")
        return toy_rows()(first, last)

    assert _run(tmp_path / "c", runs=20, threads=1, chunk=chunk).runs == 20


def test_a_full_disk_is_one_line_and_keeps_what_is_finished(tmp_path, monkeypatch):
    written = []
    whole = folder_module.write_chunks

    def fills_up(path, *rest):
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(path)
        whole(path, *rest)

    refusal = "does not fit on its disk; 60 finished runs are kept"
    with monkeypatch.context() as patch:
        patch.setattr(folder_module, "write_chunks", fills_up)
        with pytest.raises(InputError, match=refusal):
            _run(tmp_path / "c", threads=1)
    assert _run(tmp_path / "c").kept_runs == 60


def test_what_a_chunk_raises_is_not_taken_for_a_full_disk(tmp_path):
    def chunk(*_):
        raise FileNotFoundError("the chunk's own")

    with pytest.raises(FileNotFoundError, match="the chunk's own"):
        _run(tmp_path / "c", chunk=chunk)


def test_another_release_of_the_software_does_not_go_on(tmp_path, monkeypatch):
    _run(tmp_path / "c")
    monkeypatch.setattr("portcall.campaign.plan.software", lambda: {"portcall": "99"})
    with pytest.raises(InputError, match="holds another campaign: its software"):
        _run(tmp_path / "c")


def test_the_manifest_says_what_was_run(tmp_path):
    _run(tmp_path / "c")
    manifest = json.loads((tmp_path / "c" / "manifest.json").read_bytes())
    assert manifest["state"] == "finished"
    assert manifest["campaign"]["inputs"] == {"scenario": "a1"}
    assert manifest["campaign"]["seed"] == 3
    assert manifest["done"]["runs"] == 100


def test_a_hundred_thousand_runs_are_streamed_to_disk(tmp_path):
    def chunk(first, last):
        return np.random.default_rng(first).normal(size=(last - first, 60))

    columns = tuple(f"c{index}" for index in range(60))
    campaign = Campaign("wide", columns, runs=100_000, seed=1, chunk_runs=500)
    small = replace(campaign, runs=2000)
    run_campaign(chunk, small, threads=2, folder=tmp_path / "warm")  # imports and pools
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    got = run_campaign(chunk, campaign, threads=2, folder=tmp_path / "c")
    growth_b = 1024.0 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    assert got.column("c59").shape == (100_000,)
    assert growth_b < MEMORY_GROWTH_MAX_B
