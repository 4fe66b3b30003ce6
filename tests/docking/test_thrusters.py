"""The tables of on-times give what they promise, with every thruster and without any one."""

import numpy as np
import pytest

from portcall.catalogue.load import load_vehicle
from portcall.core.errors import InputError
from portcall.docking.columns import T_MAIN, T_MIN_ON_S
from portcall.docking.control.layout import center_of_mass_m, thruster_rows
from portcall.docking.control.thrusters import SIGNED_AXES, allocate

SOLVER_TOLERANCE = 1e-7  # of the linear program, relative to the unit impulse


def _allocation(vehicle):
    ship = load_vehicle(vehicle)
    rows = thruster_rows(ship)
    return rows, allocate(rows, center_of_mass_m(ship))


@pytest.mark.parametrize("vehicle", ["progress-ms", "soyuz-ms"])
def test_each_row_is_a_unit_impulse_along_its_axis_alone(vehicle):
    rows, allocation = _allocation(vehicle)
    assert allocation.missing == ()
    for plane in allocation.packed:
        for row in range(SIGNED_AXES):
            wanted = np.zeros(6)
            wanted[row // 2] = -1.0 if row % 2 else 1.0
            np.testing.assert_allclose(
                allocation.effect @ plane[row], wanted, atol=SOLVER_TOLERANCE
            )
    assert (allocation.packed[:, :, rows[:, T_MAIN] > 0.5] == 0.0).all()


def test_a_lost_thruster_and_a_closed_feed_are_not_used():
    rows, allocation = _allocation("progress-ms")
    count = len(rows)
    for unit in range(count):
        assert (allocation.packed[1 + unit, :, unit] == 0.0).all()
    group = rows[:, 9].astype(int)
    for feed in range(group.max() + 1):
        assert (allocation.packed[1 + count + feed][:, group == feed] == 0.0).all()


def test_the_least_impulse_is_what_the_longest_fired_gives_in_its_minimum():
    rows, allocation = _allocation("soyuz-ms")
    least = allocation.least(rows[:, T_MIN_ON_S])
    longest = (least[0][:, None] * allocation.packed[0]).max(axis=1)
    np.testing.assert_allclose(longest, rows[0, T_MIN_ON_S])


def test_thrusters_that_cannot_turn_the_ship_are_refused():
    rows, _ = _allocation("progress-ms")
    with pytest.raises(InputError, match="thruster layout gives no"):
        allocate(rows[:4], np.array([3.7, 0.0, 0.0]))
