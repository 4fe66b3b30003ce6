"""Thruster layouts: what the arrays hold, and that no single loss takes an axis away."""

import numpy as np
import pytest
from scipy.optimize import linprog

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.docking import columns as c
from portcall.docking.control.layout import (
    antenna_m,
    center_of_mass_m,
    feed_names,
    thruster_names,
    thruster_rows,
    tip_m,
)

CATALOGUE = load_catalogue()
DOCKING = ("progress-ms", "soyuz-ms", "crew-dragon", "cargo-dragon", "atv")
BERTHED = ("cygnus", "cygnus-xl", "htv-x")
EVERY = DOCKING + BERTHED
MOST_SECONDS = (
    60.0  # of thrust for a newton second at the center: above it an axis is lost in practice
)


def _effects(name: str) -> tuple[np.ndarray, np.ndarray]:
    vehicle = CATALOGUE.vehicle(name)
    rows = thruster_rows(vehicle)
    rows = rows[rows[:, c.T_MAIN] == 0.0]
    force = rows[:, c.T_FORCE : c.T_FORCE + 3] * rows[:, c.T_THRUST_N, None]
    arm = rows[:, c.T_POSITION : c.T_POSITION + 3] - center_of_mass_m(vehicle)
    return np.vstack([force.T, np.cross(arm, force).T]), rows


def _axes_lost(effects: np.ndarray) -> list[str]:
    lost = []
    for axis in range(6):
        for sign in (1.0, -1.0):
            wanted = np.zeros(6)
            wanted[axis] = sign * 100.0
            found = linprog(np.ones(effects.shape[1]), A_eq=effects, b_eq=wanted, method="highs")
            if not found.success or found.fun > MOST_SECONDS:
                lost.append("+-"[sign < 0] + ("fx", "fy", "fz", "tx", "ty", "tz")[axis])
    return lost


@pytest.mark.parametrize("name", EVERY)
def test_every_axis_is_there_both_ways(name):
    effects, _ = _effects(name)
    assert _axes_lost(effects) == []


@pytest.mark.parametrize("name", EVERY)
def test_no_single_thruster_takes_an_axis_away(name):
    effects, rows = _effects(name)
    lost = {n: _axes_lost(np.delete(effects, n, axis=1)) for n in range(len(rows))}
    assert {n: axes for n, axes in lost.items() if axes} == {}


@pytest.mark.parametrize("name", ["progress-ms", "soyuz-ms"])
def test_either_manifold_alone_controls_a_russian_ship(name):
    effects, rows = _effects(name)
    for group in set(rows[:, c.T_GROUP]):
        assert _axes_lost(effects[:, rows[:, c.T_GROUP] != group]) == []


@pytest.mark.parametrize("name", EVERY)
def test_the_layout_has_the_published_count_of_thrusters(name):
    _, rows = _effects(name)
    assert len(rows) == CATALOGUE.vehicle(name).thrusters.count.value


@pytest.mark.parametrize("name", ["progress-ms", "soyuz-ms"])
def test_val_eight_thrusters_push_forward_and_every_pair_has_two_feeds(name):
    vehicle = CATALOGUE.vehicle(name)
    rows = thruster_rows(vehicle)
    names = np.array(thruster_names(vehicle))
    forward = (rows[:, c.T_FORCE] > 0.99) & (rows[:, c.T_MAIN] == 0.0)
    assert forward.sum() == vehicle.thrusters.axial_count.value == 8
    pairs = {name.rsplit("-", 1)[0] for name in names if name != "main"}
    assert len(pairs) == 14
    for pair in pairs:
        feeds = {
            rows[n, c.T_GROUP] for n, name in enumerate(names) if name.rsplit("-", 1)[0] == pair
        }
        assert len(feeds) == 2


@pytest.mark.parametrize("name", EVERY)
def test_places_are_on_the_ship_and_the_tip_leads(name):
    vehicle = CATALOGUE.vehicle(name)
    rows = thruster_rows(vehicle)
    radius = np.hypot(rows[:, c.T_POSITION + 1], rows[:, c.T_POSITION + 2])
    assert (rows[:, c.T_POSITION] >= 0.0).all()
    assert (rows[:, c.T_POSITION] <= vehicle.size.length_m.value).all()
    assert (radius <= 0.51 * vehicle.size.diameter_m.value).all()
    assert np.allclose(np.linalg.norm(rows[:, c.T_FORCE : c.T_FORCE + 3], axis=1), 1.0)
    assert len(feed_names(vehicle)) >= 2
    if vehicle.capture == "docks":
        assert tip_m(vehicle)[0] > antenna_m(vehicle)[0] > 0.0


def test_a_ship_without_a_layout_is_refused():
    with pytest.raises(InputError, match="no thruster layout"):
        thruster_rows(CATALOGUE.vehicle("progress-m-um"))
