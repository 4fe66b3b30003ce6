"""Plumes on the station: the field carries the thrust, and the rule silences what points at it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.load import load_vehicle
from portcall.docking.columns import T_FORCE, T_THRUST_N, THRUSTER_SIZE
from portcall.docking.control.layout import center_of_mass_m, thruster_rows, tip_m
from portcall.docking.safety.plume import (
    REFLECTED,
    WIDEST_RAD,
    PlumeRule,
    braking_thrusters,
    plume_check,
    plume_pressure_pa,
    points_at_station,
)


def _ship(*forces, thrust_n=130.0):
    rows = np.zeros((len(forces), THRUSTER_SIZE))
    for row, force in zip(rows, forces, strict=True):
        row[T_FORCE : T_FORCE + 3] = np.array(force) / np.linalg.norm(force)
        row[T_THRUST_N] = thrust_n
    return rows


@given(st.floats(6.0, 14.0), st.floats(10.0, 1000.0), st.floats(1.0, 100.0))
def test_prop_the_field_carries_the_thrust(power, thrust_n, distance_m):
    angles = np.linspace(0.0, WIDEST_RAD, 4001)
    flux = [
        plume_pressure_pa(thrust_n, distance_m, a, power) / REFLECTED * np.cos(a) * np.sin(a)
        for a in angles
    ]
    carried = 2.0 * np.pi * distance_m**2 * np.trapezoid(flux, angles)
    # what flies beyond 60 degrees is left out: cos(60 deg) ** (power + 2)
    assert carried / thrust_n == pytest.approx(1.0 - 0.5 ** (power + 2.0), abs=1e-3)


def test_only_thrusters_that_push_away_brake():
    rows = _ship((1, 0, 0), (-1, 0, 0), (0, 1, 0), (-1, 1.5, 0))
    assert braking_thrusters(rows) == (1, 3)
    assert points_at_station(rows) == (1,)


def test_what_points_at_the_station_is_silent_near_it_when_others_can_brake():
    rows = _ship((-1, 0, 0), (-1, 1.5, 0), (-1, -1.5, 0), thrust_n=5000.0)
    check = plume_check(rows, np.zeros(3), (2.0, 50.0))
    assert check.inhibited_thrusters == (0,)
    assert {load.thruster for load in check.loads if load.range_m == 2.0} == {1, 2}
    assert {load.thruster for load in check.loads if load.range_m == 50.0} == {0, 1, 2}
    alone = plume_check(_ship((-1, 0, 0), thrust_n=5000.0), np.zeros(3), (2.0,))
    assert alone.inhibited_thrusters == ()
    assert alone.verdict == "fail"
    assert "more than" in alone.reason


def test_progress_brakes_within_what_the_station_bears():
    ship = load_vehicle("progress-ms")
    tip = tip_m(ship) + center_of_mass_m(ship)
    check = plume_check(thruster_rows(ship), tip)
    assert check.verdict == "pass"
    assert check.worst.pressure_pa <= check.worst.limit_pa


def test_the_rule_gives_ranges_for_what_is_estimated():
    rule = PlumeRule()
    figures = [rule.specific_heats, rule.exit_mach, rule.inhibited_below_m]
    figures += [target.limit_pa for target in rule.targets]
    assert all(figure.low < figure.value < figure.high for figure in figures)


def test_no_braking_thruster_no_load():
    check = plume_check(_ship((1, 0, 0)), np.zeros(3))
    assert check.worst is None
    assert check.loads == ()
