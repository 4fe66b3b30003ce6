"""Approaches a second on one core, beside Basilisk; three thousand runs as a user starts them; memory.

Both sides fly in turn in this process and the least processor time of each is kept, so that a busy machine
disturbs them alike. Ours flies the whole closed loop: sensors, filter, guidance, watch, every thruster of
the ship, contact. Basilisk flies two craft and an attitude loop with twelve thrusters at its customary
step, without navigation, translation control or contact.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import docking_cases as cases
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import fly_many
from speed_figures import alternate, report

ROOT = Path(__file__).resolve().parents[1]
RUNS = 25
ROUNDS = 8
LEAST_RUNS_PER_S, LEAST_TIMES = 200.0, 40.0
MANY, MANY_S, CORES = 3000, 15.0, 2
MOST_RUNS, PEAK_LIMIT_MB = 100_000, 1000.0
SMALL, LARGE = 2_000, 12_000  # campaigns whose peaks tell the growth a run


@pytest.mark.peers("Basilisk")
def test_final_approach_against_basilisk(record_property):
    scenario = cases.final_approach()
    rows = fly_many(scenario, 1, 0, RUNS)
    assert (rows[:, r.R_OUTCOME] == r.CAPTURED).all()
    thrusters = scenario.setting.thrusters.shape[0]
    assert thrusters >= 24
    prepare, fly = cases.basilisk_approach()
    pointing = fly(prepare())
    assert np.linalg.norm(pointing) < 0.01  # its loop holds the attitude too

    ready = [prepare() for _ in range(ROUNDS)]
    ours_s, theirs_s = alternate(
        [lambda: fly_many(scenario, 1, 0, RUNS), lambda: fly(ready.pop())], ROUNDS
    )
    ours_s /= RUNS
    per_s, ratio = 1.0 / ours_s, theirs_s / ours_s
    record_property("final approach, runs/s a core", round(per_s, 1))
    record_property("final approach / Basilisk", round(ratio, 1))
    note = (
        f"{rows[:, r.R_END_S].mean():.0f} s a run, {thrusters} thrusters, ours {1e3 * ours_s:.2f} ms, "
        f"Basilisk {1e3 * theirs_s:.0f} ms of processor time"
    )
    report(
        "final approach, runs a second on one core", f"at least {LEAST_RUNS_PER_S:g}",
        f"{per_s:.0f}", per_s >= LEAST_RUNS_PER_S, note,
    )  # fmt: skip
    report(
        "final approach, times faster than Basilisk", f"at least {LEAST_TIMES:g}",
        f"{ratio:.0f}", ratio >= LEAST_TIMES, note,
    )  # fmt: skip


def test_whole_approach():
    scenario = cases.whole_approach()
    rows = fly_many(scenario, 1, 0, RUNS)
    (took_s,) = alternate([lambda: fly_many(scenario, 1, 0, RUNS)], ROUNDS)
    per_s = RUNS / took_s
    report(
        "whole approach from 2.5 km, runs a second on one core", "recorded", f"{per_s:.0f}", True,
        f"{rows[:, r.R_END_S].mean():.0f} s a run, {1e3 * took_s / RUNS:.2f} ms of processor time",
    )  # fmt: skip


def _campaign(runs, folder, *more):
    """Run the command in a process of its own; return wall time [s], peak memory [MB] and its record."""
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'portcall', *sys.argv[1:]],"
        " stdout=subprocess.PIPE)\n"
        "sys.stdout.buffer.write(done.stdout)\n"
        "print('\\n', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    asked = ["dock", "progress-ms-31", "--runs", str(runs), "--json", "--out", str(folder), *more]
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *asked], check=True, capture_output=True, text=True
    )
    wall_s = time.perf_counter() - began
    shown, _, peak_kib = done.stdout.rstrip().rpartition("\n")
    return wall_s, float(peak_kib) / 1024.0, json.loads(shown)


def test_three_thousand_runs_on_two_cores(tmp_path):
    _campaign(CORES, tmp_path / "warm")
    took = [_campaign(MANY, tmp_path / str(k), "--workers", str(CORES)) for k in range(3)]
    wall_s, peak_mb, shown = min(took, key=lambda one: one[0])
    load = os.getloadavg()[0]
    report(
        f"portcall dock progress-ms-31 --runs {MANY}, wall", f"under {MANY_S:g} s",
        f"{wall_s:.1f} s", wall_s < MANY_S,
        f"best of three, start and run folder included, {CORES} threads; {shown['captured']} captured, "
        f"{shown['timing']['runs_per_s']:.0f} runs/s, peak {peak_mb:.0f} MB, load {load:.1f}",
    )  # fmt: skip
    assert shown["runs"] == MANY


def test_memory_of_a_large_campaign(tmp_path):
    _, small_mb, _ = _campaign(SMALL, tmp_path / "small")
    _, large_mb, _ = _campaign(LARGE, tmp_path / "large")
    a_run_kb = 1024.0 * max(large_mb - small_mb, 0.0) / (LARGE - SMALL)
    reached_mb = large_mb + a_run_kb / 1024.0 * (MOST_RUNS - LARGE)
    report(
        f"portcall dock, peak memory of {MOST_RUNS:,} runs", f"under {PEAK_LIMIT_MB / 1000:g} GB",
        f"{reached_mb:.0f} MB", reached_mb < PEAK_LIMIT_MB,
        f"drawn on from {SMALL:,} runs ({small_mb:.0f} MB) and {LARGE:,} ({large_mb:.0f} MB): "
        f"{a_run_kb:.2f} kB a run; rows go to disk",
    )  # fmt: skip
    assert large_mb < PEAK_LIMIT_MB
