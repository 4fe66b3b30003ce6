"""Faults as text and as rows of the table."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.docking import columns as c
from portcall.docking.faults.fault_kinds import KINDS
from portcall.docking.faults.faults import arm_faults, fault_lines, fault_table, parse_fault

NAMES = ("aft-1", "aft-2", "belt-1")


def test_every_fault_of_the_columns_has_a_name_and_a_meaning():
    names = [name for name in vars(c) if name.startswith("FAULT_") and name != "FAULT_SIZE"]
    assert {kind.code for kind in KINDS} == {getattr(c, name) for name in names}
    assert len(fault_lines()) == len(KINDS)
    assert all(kind.meaning for kind in KINDS)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("thruster-stuck-on:7@50m", (-2.0, 6.0, 50.0, math.inf, 0.0)),
        ("thruster-weak:3=0.25@400s+1min", (3.0, 2.0, 400.0, 460.0, 0.25)),
        ("radar-lost", (4.0, -1.0, 0.0, math.inf, 0.0)),
        ("radar-lost@1.2km+30s", (-4.0, -1.0, 1200.0, 30.0, 0.0)),
        ("late-abort=3s@30m", (-13.0, -1.0, 30.0, math.inf, 3.0)),
        ("station-turns:z=0.1deg/s", (14.0, 2.0, 0.0, math.inf, math.radians(0.1))),
        ("wrong-mass=1.2", (12.0, -1.0, 0.0, math.inf, 1.2)),
    ],
)
def test_a_text_becomes_its_row(text, row):
    assert parse_fault(text).row == pytest.approx(row)


def test_a_thruster_may_be_called_by_its_id():
    assert parse_fault("thruster-stuck-off:belt-1", NAMES).unit == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("thruster-stuck-om:7", "did you mean 'thruster-stuck-on'"),
        ("thruster-stuck-on", "which thruster is not said"),
        ("thruster-stuck-on:4", "1 to 3"),
        ("thruster-stuck-on:belt-2", "did you mean 'belt-1'"),
        ("radar-lost:2", "has no unit"),
        ("radar-lost=5m", "has no size"),
        ("radar-lost@50", "is not a figure with its unit"),
        ("radar-lost@-50m", "begins at -50m"),
        ("radar-lost@50m+0s", "lasts 0 s"),
        ("thruster-weak:1=1.5", "0 to below 1"),
        ("wrong-mass=5", "0.5 to 2"),
        ("wrong-mass@50m", "from the beginning"),
        ("station-turns:w", "unknown axis 'w'"),
        ("range-biased=1e999m", "is not finite"),
        ("Radar lost!", "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(text, says):
    with pytest.raises(InputError, match=r"--fault") as caught:
        parse_fault(text, NAMES)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_row_waits_for_its_range_and_then_lasts_its_time():
    table = fault_table([parse_fault("radar-lost@50m+30s"), parse_fault("gyro-drift@10s")])
    arm_faults(100.0, 60.0, table)
    assert table[0, c.F_KIND] == -c.FAULT_RADAR_LOST
    arm_faults(120.0, 49.0, table)
    assert table[0].tolist() == [c.FAULT_RADAR_LOST, -1.0, 120.0, 150.0, 0.0]
    arm_faults(140.0, 20.0, table)
    assert table[0, c.F_START_S] == 120.0
    assert table[1, c.F_START_S] == 10.0


def test_no_fault_is_a_row_of_nothing():
    assert fault_table([]).tolist() == [[0.0] * c.FAULT_SIZE]


@given(st.text(max_size=40))
def test_prop_any_text_is_read_or_refused_plainly(text):
    try:
        fault = parse_fault(text, NAMES)
    except InputError:
        return
    assert np.isfinite(fault.row[0])
