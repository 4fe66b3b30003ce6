"""Faults in thousands of approaches: isolation of every thruster, no false alarm, radar failures.

Progress to Poisk's zenith port; each of its thrusters fails in turn.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pytest
from scenario_case import scenario_of

from portcall.docking.columns import ABORT_NAVIGATION, ABORT_THRUSTER
from portcall.docking.faults.faults import fault_table, parse_fault
from portcall.docking.run import result_columns as r
from portcall.docking.run.fault_sweep import CellCount, count_cell, without_isolation
from portcall.docking.run.fly import fly_many

pytestmark = pytest.mark.acceptance

THREADS = 2
RUNS = 20  # of each thruster at each range
NOMINAL_RUNS = 10_000
SOON_S = 5.0
RANGES_M = (150, 20)


@lru_cache(maxsize=32)
def _each_thruster(name: str, range_m: int, *, watched: bool):
    """Return the results of all runs, and for each the row of the thruster that failed."""
    scenario = scenario_of()
    flown = scenario if watched else without_isolation(scenario)
    names = scenario.thruster_names
    kind, _, size = name.partition("=")
    results, failed = [], []
    for row, own in enumerate(names):
        text = f"{kind}:{own}" + (f"={size}" if size else "") + f"@{range_m}m"
        faults = fault_table([parse_fault(text, names)])
        results.append(fly_many(flown, 1, 0, RUNS, faults=faults, threads=THREADS))
        failed += [row] * RUNS
    return np.concatenate(results), np.array(failed)


def _said(count: CellCount) -> str:
    return (
        f"{count.captured} captured, {count.safe} flown away safely, {count.violated} violations, "
        f"{count.lost} lost"
    )


@pytest.mark.parametrize("range_m", RANGES_M)
def test_isolation_makes_a_stuck_open_thruster_safe(range_m, record_figure: Callable[..., None]):
    watched, failed = _each_thruster("thruster-stuck-on", range_m, watched=True)
    alone, _ = _each_thruster("thruster-stuck-on", range_m, watched=False)
    safe, unsafe = count_cell(watched), count_cell(alone)
    record_figure(
        f"Progress, each thruster stuck open from {range_m} m, isolated",
        required="captured or flown away; no collision, no violation",
        measured=_said(safe),
        passed=safe.violated + safe.lost == 0,
        note=f"{len(watched)} runs, {RUNS} of each thruster",
    )
    burning = int((alone[:, r.R_BURNING] > 0.0).sum())
    struck = int(np.isin(alone[:, r.R_OUTCOME], (r.NOT_CAPTURED, r.COLLISION)).sum())
    record_figure(
        f"Progress, each thruster stuck open from {range_m} m, not isolated",
        required="fails",
        measured=_said(unsafe),
        passed=unsafe.captured == 0,
        note=f"{burning} touched with the thruster burning on, {struck} were not captured",
    )
    delay_s = watched[:, r.R_ISOLATED_S] - watched[:, r.R_FAULT_S]
    feed = np.array(scenario_of().setting.group)[failed]
    right = watched[:, r.R_ISOLATED] == -(1.0 + feed)
    soon = right & (delay_s <= SOON_S)
    record_figure(
        f"Progress, stuck open from {range_m} m: the right feed closed",
        required=f"within {SOON_S:g} s",
        measured=f"{100.0 * soon.mean():.1f} % within {SOON_S:g} s; worst {delay_s[right].max():g} s",
        passed=bool(soon.all()),
        note=f"{int((~right).sum())} of {len(watched)} ended with another answer",
    )
    assert safe.violated + safe.lost == 0
    assert unsafe.captured == 0
    assert soon.mean() > 0.98
    assert right.all()


def test_no_false_alarm_in_nominal_runs(record_figure: Callable[..., None]):
    results = fly_many(scenario_of(), 1, 0, NOMINAL_RUNS, threads=THREADS)
    isolated = int((results[:, r.R_ISOLATED] != 0.0).sum())
    called = np.isin(results[:, r.R_ABORT], (ABORT_NAVIGATION, ABORT_THRUSTER))
    record_figure(
        "Progress, false alarms of the watch",
        required=f"none in {NOMINAL_RUNS} nominal runs",
        measured=f"{isolated} isolations, {int(called.sum())} aborts",
        passed=isolated + int(called.sum()) == 0,
        note="seed 1",
    )
    assert isolated == 0
    assert not called.any()


@pytest.mark.parametrize("name", ["thruster-stuck-off", "thruster-weak=0.5"])
def test_a_thruster_that_gives_too_little(name, record_figure: Callable[..., None]):
    for range_m in RANGES_M:
        results, _ = _each_thruster(name, range_m, watched=True)
        count = count_cell(results)
        record_figure(
            f"Progress, each thruster {name.removeprefix('thruster-')} from {range_m} m",
            required="captured or flown away; no collision, no violation",
            measured=_said(count),
            passed=count.violated + count.lost == 0,
            note=f"{len(results)} runs",
        )
        assert count.violated + count.lost == 0
        assert count.captured > 0.95 * len(results)


@pytest.mark.parametrize("name", ["radar-lost", "radar-frozen", "angles-lost", "range-lost"])
def test_a_radar_that_fails_ends_in_a_safe_abort(name, record_figure: Callable[..., None]):
    scenario = scenario_of()
    for range_m in (1000, 150, 20):
        faults = fault_table([parse_fault(f"{name}@{range_m}m")])
        results = fly_many(scenario, 1, 0, 10 * RUNS, faults=faults, threads=THREADS)
        count = count_cell(results)
        record_figure(
            f"Progress, {name} from {range_m} m",
            required="a safe abort",
            measured=_said(count),
            passed=count.violated + count.lost == 0,
            note=f"{len(results)} runs",
        )
        assert count.violated + count.lost == 0
