"""A flown run as a record: legs, touch, what was shut off, and its seconds."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from portcall.docking import columns as c
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import DockingFlight
from portcall.docking.run.run_record import (
    isolated_of,
    legs_of,
    run_record,
    samples_of,
    touch_of,
)
from portcall.records.docking import DockingRun

LEGS = ("braking", "station-keeping", "final-approach", "retreat")
END_S = 9.5
EXACT = 1e-12


@pytest.fixture
def scenario():
    """Only what a record reads of a scenario: names, and a port whose axes are those of LVLH."""
    port = np.zeros(c.PORT_SIZE)
    port[c.P_POSITION : c.P_POSITION + 3] = (-10.0, 0.0, 0.0)
    port[c.P_AXES : c.P_AXES + 9] = np.diag([-1.0, 1.0, -1.0]).ravel()  # x out: backwards
    plan = SimpleNamespace(names=LEGS, port=port)
    return SimpleNamespace(plan=plan, thruster_names=("a", "b", "c"), feed_names=("left", "right"))


@pytest.fixture
def flown():
    history = np.zeros((10, r.HISTORY_SIZE))
    history[:, r.W_TIME_S] = np.arange(10.0)
    history[:, r.W_LEG] = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2]
    history[:, r.W_RANGE_M] = np.linspace(90.0, 0.0, 10)
    history[:, r.W_CLOSING_M_S] = 10.0
    truth = history[:, r.W_TRUTH : r.W_TRUTH + c.TRUTH_SIZE]
    truth[:, c.POSITION] = -10.0 - history[:, r.W_RANGE_M]
    truth[:, c.POSITION + 1] = 3.0
    truth[:, c.POSITION + 2] = 4.0
    truth[:, c.ATTITUDE + 3] = 1.0  # the nose along +x, into the port
    history[:, r.W_ESTIMATE : r.W_ESTIMATE + 3] = truth[:, :3] + np.array([0.0, 0.0, 0.5])
    result = np.full(r.RESULT_SIZE, np.nan)
    values = {
        "outcome": 0.0, "code_tight": 0.0, "end_s": END_S, "closing_m_s": 0.12, "offset_y_m": 0.03,
        "offset_z_m": -0.04, "lateral_rate_y_m_s": 0.0, "lateral_rate_z_m_s": 0.01,
        "roll_rad": -0.02, "pitch_rad": 0.003, "yaw_rad": 0.004, "roll_rate_rad_s": 0.0,
        "pitch_rate_rad_s": 0.0, "yaw_rate_rad_s": 0.0, "contact_s": END_S,
        "contact_mass_kg": 7100.0, "capture_after_s": 1.5, "delta_v_m_s": 12.0,
        "propellant_kg": 30.0, "pulses": 400.0, "isolated": 0.0,
    }  # fmt: skip
    for name, value in values.items():
        result[r.NAMES.index(name)] = value
    return DockingFlight(7, result, history, np.zeros(1))


def changed(flown, **values):
    result = flown.result.copy()
    for name, value in values.items():
        result[r.NAMES.index(name)] = value
    return replace(flown, result=result)


def test_legs_follow_one_another_to_the_end(flown):
    legs = legs_of(LEGS, flown.history, END_S)
    assert [leg.name for leg in legs] == list(LEGS[:3])
    assert [leg.start_s for leg in legs] == [0.0, 3.0, 5.0]
    assert sum(leg.duration_s for leg in legs) == END_S
    assert legs[1].start_range_m == 60.0


def test_a_record_of_a_captured_run(scenario, flown):
    record = run_record(scenario, flown, 7)
    assert (record.run, record.outcome) == (7, "captured")
    assert record.touch.lateral_offset_m == pytest.approx(0.05, rel=EXACT)
    assert record.touch.roll_deg == pytest.approx(math.degrees(0.02), rel=EXACT)
    assert record.touch.pitch_yaw_deg == pytest.approx(math.degrees(0.005), rel=EXACT)
    assert record.capture_s == 1.5
    assert record.isolated == ""
    assert record.isolated_after_s is None
    assert DockingRun.model_validate_json(record.model_dump_json()) == record


def test_a_run_that_never_touched_has_no_touch(scenario, flown):
    away = changed(
        flown, outcome=float(r.ABORTED), abort=float(c.ABORT_CORRIDOR), closing_m_s=np.nan,
        capture_after_s=np.nan,
    )  # fmt: skip
    record = run_record(scenario, away, None)
    assert record.touch is None
    assert record.capture_s is None
    assert record.run is None
    assert (record.outcome, record.reason) == ("aborted", "left the corridor")
    assert touch_of(dict(zip(r.NAMES, away.result, strict=True))) is None


@pytest.mark.parametrize(
    ("code", "name"), [(0, ""), (2, "b"), (-1, "feed left"), (-2, "feed right")]
)
def test_what_was_shut_off_is_named(scenario, code, name):
    assert isolated_of(scenario, code) == name


def test_isolation_counts_from_the_fault(scenario, flown):
    record = run_record(scenario, changed(flown, isolated=3.0, isolated_s=6.0, fault_s=4.0), None)
    assert (record.isolated, record.isolated_after_s) == ("c", 2.0)


def test_samples_stand_in_the_ports_axes(scenario, flown):
    samples = samples_of(scenario, flown)
    assert len(samples) == len(flown.history)
    assert {one.lateral_m for one in samples} == {5.0}
    assert max(one.pointing_deg for one in samples) == 0.0
    assert {one.navigation_error_m for one in samples} == {0.5}
    assert samples[4].leg == "station-keeping"
    assert samples[0].position_lvlh_m == (-100.0, 3.0, 4.0)


def test_a_ship_that_looks_away_from_the_port_points_wrongly(scenario, flown):
    history = flown.history.copy()
    at = r.W_TRUTH + c.ATTITUDE
    half = math.radians(30.0) / 2.0  # nose turned by 30 degrees about z
    history[:, at : at + 4] = (0.0, 0.0, math.sin(half), math.cos(half))
    shown = samples_of(scenario, replace(flown, history=history))
    assert shown[0].pointing_deg == pytest.approx(30.0, abs=1e-6)  # arc cosine near one
