"""The thruster tables that are shipped solved are those that the linear programs give."""

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import PortcallError
from portcall.docking.control.layout import center_of_mass_m, thruster_rows
from portcall.docking.control.thrusters import allocate, effects, layout_key, solve, solved_tables

SOLVER_TOLERANCE = 1e-7  # of the linear program, relative to the unit impulse
COST_TOLERANCE = 1e-6  # of an optimum: another vertex may cost the same, none less


def _layouts():
    catalogue, found = load_catalogue(), {}
    for name in catalogue.names("vehicles"):
        vehicle = catalogue.vehicle(name)
        try:
            found[name] = thruster_rows(vehicle), center_of_mass_m(vehicle)
        except PortcallError:
            continue
    return found


LAYOUTS = _layouts()


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_catalogue_ships_table_is_shipped_and_as_good_as_one_solved_now(name):
    rows, center_m = LAYOUTS[name]
    shipped = solved_tables().get(layout_key(rows, center_m))
    assert shipped is not None, "run tools/build_allocations.py"
    now = solve(rows, center_m)
    np.testing.assert_array_equal(np.isnan(shipped), np.isnan(now))
    effect = effects(rows, center_m)
    given, wanted = np.nan_to_num(shipped) @ effect.T, np.nan_to_num(now) @ effect.T
    np.testing.assert_allclose(given, wanted, atol=2 * SOLVER_TOLERANCE)
    thrust = np.linalg.norm(effect[:3], axis=0)
    np.testing.assert_allclose(shipped @ thrust, now @ thrust, rtol=COST_TOLERANCE)


def test_a_changed_layout_is_solved_anew():
    rows, center_m = LAYOUTS["progress-ms"]
    moved = center_m + np.array([0.01, 0.0, 0.0])
    assert layout_key(rows, moved) not in solved_tables()
    effect = effects(rows, moved)
    unit = allocate(rows, moved).packed[0, 0] @ effect.T
    np.testing.assert_allclose(unit, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0], atol=SOLVER_TOLERANCE)
