"""The table of avoidance maneuvers: what it promises is flown in the full motion."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M
from portcall.docking.approach.port_frame import port_vector
from portcall.docking.columns import P_AXES, TILT, TRUTH_SIZE
from portcall.docking.control.layout import antenna_m, center_of_mass_m, thruster_rows, tip_m
from portcall.docking.control.thrusters import allocate
from portcall.docking.safety.approach_safety import port_avoidance
from portcall.docking.safety.avoidance import (
    AVOID_CONTINUE,
    AVOID_NONE,
    AVOID_OUTSIDE,
    CONTINUE_M,
    avoidance_available,
    avoidance_burn,
    lookup,
    menu,
)
from portcall.docking.safety.escape_thrust import body_directions, thrust_with_one_lost_n
from portcall.docking.safety.zones import zones_of
from portcall.orbit.motion_table import motion_table
from portcall.orbit.relative_dynamics import drift_states

CATALOGUE = load_catalogue()
STATION = CATALOGUE.station("iss")
ZONES = zones_of(STATION.safety)
CORRIDOR_RAD = math.radians(10.0)
N_RAD_S = 1.1294e-3
MASS_KG = 7000.0
SIDES = ("zvezda-aft", "poisk-zenith", "prichal-nadir")


def _port(name, ship):
    return port_vector(
        STATION, CATALOGUE.port("iss", name), "plus-xvv", probe_m=tip_m(ship),
        ship_antenna_m=antenna_m(ship),
    )  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    ship = CATALOGUE.vehicle("progress-ms")
    ports = {name: _port(name, ship) for name in SIDES}
    return {
        name: (port, port_avoidance(ship, port, ZONES, N_RAD_S, CORRIDOR_RAD, MASS_KG))
        for name, port in ports.items()
    }


def _state(port, along_m, closing_m_s, aside=(0.0, 0.0)):
    axes = port[P_AXES : P_AXES + 9].reshape(3, 3)
    ship = CATALOGUE.vehicle("progress-ms")
    state = np.zeros(TRUTH_SIZE)
    state[:3] = port[:3] + (tip_m(ship)[0] + along_m) * axes[0] + np.array(aside) @ axes[1:]
    state[3:6] = -closing_m_s * axes[0]
    return state


@pytest.mark.parametrize("name", SIDES)
def test_there_is_a_burn_at_the_speeds_of_an_approach(tables, name):
    port, table = tables[name]
    for along_m, closing_m_s in (
        (170.0, 0.5),
        (100.0, 0.5),
        (50.0, 0.3),
        (10.0, 0.19),
        (1.1, 0.11),
    ):
        index = avoidance_available(_state(port, along_m, closing_m_s), TILT, port, table.packed)
        assert index >= 0


def test_near_far_fast_and_aside(tables):
    port, table = tables["zvezda-aft"]

    def look(*given):
        return avoidance_available(_state(port, *given), TILT, port, table.packed)

    assert look(0.9 * CONTINUE_M, 0.1) == AVOID_CONTINUE
    assert look(500.0, 0.1) == AVOID_OUTSIDE
    assert look(50.0, 2.0) == AVOID_NONE
    assert look(1.5, 0.5) == AVOID_NONE  # it cannot stop in time
    assert look(50.0, 0.1, (20.0, 0.0)) == AVOID_NONE  # outside the corridor


def test_the_packed_table_gives_the_burn_of_its_menu(tables):
    port, table = tables["poisk-zenith"]
    state = _state(port, 60.0, 0.3, (-4.0, 3.0))
    index = avoidance_available(state, TILT, port, table.packed)
    burn = np.zeros(3)
    avoidance_burn(index, table.packed, burn)
    assert np.array_equal(burn, table.burns_lvlh_m_s[index])
    assert np.array_equal(lookup(table, state, TILT, port), burn)


def test_faster_never_takes_less(tables):
    for _, table in tables.values():
        sizes = np.linalg.norm(table.burns_lvlh_m_s, axis=1)
        needed = np.where(table.cells < 0, 99.0, sizes[table.cells])
        worst = needed.max(axis=(2, 3))
        assert np.all(np.diff(worst[:, 2:], axis=1) >= -1e-9)


def test_no_burn_of_the_menu_pushes_toward_the_port(tables):
    for port, _ in tables.values():
        axis = port[P_AXES : P_AXES + 3]
        burns = menu(axis)
        assert (burns @ axis > -0.06 * np.linalg.norm(burns, axis=1)).all()


def test_a_lost_thruster_costs_force():
    ship = CATALOGUE.vehicle("progress-ms")
    allocation = allocate(thruster_rows(ship), center_of_mass_m(ship))
    port = _port("zvezda-aft", ship)
    axis = port[P_AXES : P_AXES + 3]
    way = body_directions(port, axis[None, :])
    assert way[0] == pytest.approx([-1.0, 0.0, 0.0], abs=1e-12)  # docked: nose to the port
    with_loss = thrust_with_one_lost_n(allocation, way)[0]
    whole = 1.0 / allocation.table[0, 1].max()
    assert 0.0 < with_loss < whole


@pytest.fixture(scope="module")
def motion():
    radius_m = WGS84_A_M + 418e3
    speed_m_s = math.sqrt(GM_EARTH_M3_S2 / radius_m)
    tilt = math.radians(51.64)
    state = [radius_m, 0.0, 0.0, 0.0, speed_m_s * math.cos(tilt), speed_m_s * math.sin(tilt)]
    return motion_table(datetime(2025, 7, 5, 20, tzinfo=UTC), np.array(state), 90000.0, 10.0)


def _drift(motion, state, start_s, times_s, drag_m2_kg):
    path = np.empty((times_s.size, 6))
    drift_states(
        state.copy(), start_s, times_s, 10.0, motion.step_s, motion.rows, drag_m2_kg,
        motion.station_drag_m2_kg, path,
    )  # fmt: skip
    return path


def _fly(motion, table, index, state, draws):
    """Fly a burn of the table in the full motion, with execution errors; the range every 10 s."""
    parts = 6
    burn_s, burn = table.burn_s[index], table.burns_lvlh_m_s[index]
    size = np.linalg.norm(burn)
    flown = burn * draws.uniform(0.9, 1.1) + draws.normal(0.0, 0.03, 3) * size
    now_s, step_s = 0.0, burn_s / parts / 2.0
    for _ in range(parts):
        state = _drift(motion, state, now_s, np.array([now_s + step_s]), 0.0105)[0]
        state[3:] += flown / parts
        now_s += step_s
        state = _drift(motion, state, now_s, np.array([now_s + step_s]), 0.0105)[0]
        now_s += step_s
    times_s = now_s + np.arange(10.0, 86400.0, 10.0)
    path = _drift(motion, state, now_s, times_s, draws.uniform(0.005, 0.015))
    return np.linalg.norm(path[:, :3], axis=1)


@pytest.mark.parametrize("name", SIDES)
def test_burns_hold_in_the_full_motion_with_errors(tables, motion, name):
    port, table = tables[name]
    draws = np.random.default_rng(3)
    for _ in range(12):
        along_m, angle = draws.uniform(1.0, 170.0), draws.uniform(0.0, 2.0 * math.pi)
        half_width_m = ZONES[4] + along_m * math.tan(CORRIDOR_RAD)
        aside = 0.9 * half_width_m * draws.uniform() * np.array([math.cos(angle), math.sin(angle)])
        state = _state(port, along_m, draws.uniform(0.0, 0.12 if along_m < 8.0 else 0.35), aside)
        index = avoidance_available(state, TILT, port, table.packed)
        assert index >= 0
        start = state[:6].copy()
        start[3:] += draws.normal(0.0, 0.01, 3)
        range_m = _fly(motion, table, index, start, draws)
        left = int(np.argmax(range_m > 200.0))
        assert range_m[left] > 200.0
        assert range_m[left:].min() > 200.0
