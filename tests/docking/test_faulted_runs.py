"""Faults in the closed loop, at reduced counts: found, isolated, flown away from, or flown by hand."""

import numpy as np
import pytest
from scenario_case import scenario_of

from portcall.docking.columns import ABORT_COMMAND, ABORT_NAVIGATION
from portcall.docking.faults.faults import fault_table, parse_fault
from portcall.docking.run import result_columns as r
from portcall.docking.run.fault_sweep import count_cell, sweep_faults, without_isolation
from portcall.docking.run.fly import fly_many, fly_one

SOON_S = 5.0  # isolation within it
FEW = 4  # runs of each fault
SILENT_S = 10.0  # the watch's patience with a silent sensor, and a second for it to act
LATE_S = 6.0


def flown(*texts, runs=FEW, watched=True):
    """Return the results of some runs with faults."""
    scenario = scenario_of()
    names = scenario.thruster_names
    table = fault_table([parse_fault(text, names) for text in texts])
    return fly_many(scenario if watched else without_isolation(scenario), 1, 0, runs, faults=table)


def is_safe(results):
    """Return whether each run ended without harm to the station."""
    counted = count_cell(results)
    return counted.captured + counted.safe == len(results)


@pytest.mark.parametrize("range_m", [150, 20])
@pytest.mark.parametrize("row", range(0, 28, 3))
def test_a_stuck_open_thruster_is_isolated_and_the_run_is_safe(row, range_m):
    scenario = scenario_of()
    results = flown(f"thruster-stuck-on:{row + 1}@{range_m}m")
    feed = int(scenario.setting.group[row])
    assert is_safe(results)
    assert (results[:, r.R_ISOLATED] == -(1 + feed)).all()
    assert (results[:, r.R_ISOLATED_S] - results[:, r.R_FAULT_S] <= SOON_S).all()


def test_without_isolation_a_stuck_open_thruster_is_not_safe():
    results = flown("thruster-stuck-on:belt-side-1-1@150m", watched=False)
    counted = count_cell(results)
    assert counted.lost + counted.violated == FEW
    assert (results[:, r.R_ISOLATED] == 0.0).all()


def test_a_thruster_that_burns_on_after_contact_is_counted_as_lost():
    results = flown("thruster-stuck-on:aft-push-1-1@20m", watched=False)
    assert (results[:, r.R_BURNING] == 1.0).any()
    assert count_cell(results).captured == 0


@pytest.mark.parametrize("fault", ["radar-lost", "angles-lost", "range-lost", "radar-frozen"])
@pytest.mark.parametrize("range_m", [400, 100])
def test_without_its_radar_the_ship_flies_away_safely(fault, range_m):
    results = flown(f"{fault}@{range_m}m")
    assert is_safe(results)
    assert (results[:, r.R_OUTCOME] == r.ABORTED).all()
    assert (results[:, r.R_ABORT] == ABORT_NAVIGATION).all()
    late_s = results[:, r.R_ABORT_S] - results[:, r.R_FAULT_S]
    assert (late_s <= SILENT_S + 2.0).all()


def test_a_dead_or_weak_thruster_does_not_keep_the_ship_from_docking():
    for text in ("thruster-stuck-off:12@400m", "thruster-weak:17=0.5@150m"):
        results = flown(text)
        assert (results[:, r.R_OUTCOME] == r.CAPTURED).all(), text


def test_a_late_abort_comes_late_and_ends_outside_the_sphere():
    results = flown(f"late-abort={LATE_S:g}s@30m")
    assert (results[:, r.R_OUTCOME] == r.ABORTED).all()
    assert (results[:, r.R_ABORT] == ABORT_COMMAND).all()
    assert (results[:, r.R_VIOLATION_S] == 0.0).all()
    late_s = results[:, r.R_ABORT_S] - results[:, r.R_FAULT_S]
    assert ((late_s >= LATE_S - 1.0) & (late_s <= LATE_S + 1.0)).all()


def test_an_operator_docks_without_the_radar():
    results = flown("radar-lost@100m", "manual@97m")
    assert (results[:, r.R_OUTCOME] == r.CAPTURED).sum() >= FEW - 1
    assert (results[:, r.R_VIOLATION_S] == 0.0).all()
    assert (results[:, r.R_ABORT] == 0.0).sum() >= FEW - 1


def test_by_hand_the_contact_is_coarser():
    by_hand, alone = flown("manual@60m", runs=12), flown(runs=12)

    def offset_m(results):
        return np.hypot(results[:, r.R_CONDITIONS + 1], results[:, r.R_CONDITIONS + 2])

    assert np.nanmean(offset_m(by_hand)) > np.nanmean(offset_m(alone))


def test_a_station_that_turns_ends_the_approach_or_is_followed_safely():
    assert is_safe(flown("station-turns:y@100m"))


def test_a_station_turns_at_the_rate_that_was_asked_for():
    scenario = scenario_of()
    table = fault_table([parse_fault("station-turns:y=0.02deg/s@400s")])
    history = fly_one(scenario, 1, 0, faults=table).history
    tilt = history[:, r.W_TRUTH + 15]
    times = history[:, r.W_TIME_S]
    turned = np.interp(900.0, times, tilt) - np.interp(420.0, times, tilt)
    assert turned == pytest.approx(480.0 * np.radians(0.02), rel=1e-6)


def test_the_sweep_says_whether_the_watch_was_on():
    scenario = scenario_of()
    fault = parse_fault("thruster-stuck-on:17", scenario.thruster_names)
    watched = sweep_faults(scenario, 1, [fault], ranges_m=[150.0], runs=2)
    alone = sweep_faults(without_isolation(scenario), 1, [fault], ranges_m=[150.0], runs=2)
    assert watched[0].isolated
    assert not alone[0].isolated
    assert watched[0].captured + watched[0].safe_aborts == 2
    assert alone[0].lost + alone[0].violations == 2
