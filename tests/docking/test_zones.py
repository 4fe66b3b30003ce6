"""Sphere, ellipsoid and corridor about a station, and what breaks the keep-out rule."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue, load_vehicle
from portcall.docking.approach.port_frame import port_vector
from portcall.docking.columns import P_AXES, TILT, TRUTH_SIZE
from portcall.docking.control.layout import antenna_m, tip_m
from portcall.docking.safety.zones import (
    IN_CORRIDOR,
    IN_ELLIPSOID,
    IN_SPHERE,
    range_to_docked,
    violates,
    zone,
    zones_of,
)

CORRIDOR_RAD = np.deg2rad(10.0)
PORTS = ("zvezda-aft", "poisk-zenith", "rassvet-nadir", "prichal-nadir")


def _port(name):
    catalogue, ship = load_catalogue(), load_vehicle("progress-ms")
    return port_vector(
        catalogue.station("iss"), catalogue.port("iss", name), "plus-xvv", probe_m=tip_m(ship),
        ship_antenna_m=antenna_m(ship),
    )  # fmt: skip


ZONES = zones_of(load_catalogue().station("iss").safety)


def _docked_place(port):
    """By the definition: the port, and the length of the ship in front of its center out of it."""
    return port[:3] + tip_m(load_vehicle("progress-ms"))[0] * port[P_AXES : P_AXES + 3]


def _truth(place, tilt=(0.0, 0.0, 0.0)):
    truth = np.zeros(TRUTH_SIZE)
    truth[:3], truth[TILT : TILT + 3] = place, tilt
    return truth


@pytest.mark.parametrize("name", PORTS)
def test_the_docked_ship_is_at_range_zero(name):
    port = _port(name)
    assert np.allclose(range_to_docked(_truth(_docked_place(port)), TILT, port), 0.0, atol=1e-9)


@pytest.mark.parametrize("name", PORTS)
def test_on_the_axis_a_ship_is_in_its_corridor_and_beside_it_not(name):
    port = _port(name)
    axes = port[P_AXES : P_AXES + 9].reshape(3, 3)
    on_axis = _docked_place(port) + 100.0 * axes[0]
    half_width_m = ZONES[4] + 100.0 * np.tan(CORRIDOR_RAD)
    inside = zone(_truth(on_axis + 0.99 * half_width_m * axes[1]), TILT, port, ZONES, CORRIDOR_RAD)
    beside = zone(_truth(on_axis + 1.01 * half_width_m * axes[1]), TILT, port, ZONES, CORRIDOR_RAD)
    assert inside == IN_SPHERE + IN_ELLIPSOID + IN_CORRIDOR
    assert beside == IN_SPHERE + IN_ELLIPSOID


def test_the_corridor_turns_with_the_station():
    port = _port("poisk-zenith")
    tilt = np.array([0.0, np.deg2rad(8.0), 0.0])
    angle, way = np.linalg.norm(tilt), tilt / np.linalg.norm(tilt)
    cross = np.cross(np.eye(3), way)
    turn = np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * cross @ cross
    edge = _docked_place(port) + 90.0 * port[P_AXES : P_AXES + 3]
    aside = 14.0 * port[P_AXES + 6 : P_AXES + 9]
    for sign in (1.0, -1.0):
        turned = turn @ (edge + sign * aside)
        along = range_to_docked(_truth(turned, tilt), TILT, port)[0]
        assert along == pytest.approx(90.0, abs=1.5)  # first order in the tilt
        assert zone(_truth(turned, tilt), TILT, port, ZONES, CORRIDOR_RAD) & IN_CORRIDOR
    untilted = [
        zone(_truth(turn @ (edge + s * aside)), TILT, port, ZONES, CORRIDOR_RAD) & IN_CORRIDOR
        for s in (1.0, -1.0)
    ]
    assert 0 in untilted


def test_a_leg_without_corridor_may_not_enter_the_sphere():
    port = _port("zvezda-aft")
    place = _truth(_docked_place(port) + 50.0 * port[P_AXES : P_AXES + 3])
    for none in (0.0, -1.0, np.nan):
        bits = zone(place, TILT, port, ZONES, none)
        assert violates(bits, 1.0)
    bits = zone(place, TILT, port, ZONES, CORRIDOR_RAD)
    assert violates(bits, 0.0)
    assert not violates(bits, 1.0)


@given(st.tuples(*[st.floats(-3000.0, 3000.0)] * 3))
def test_prop_zones_are_what_their_equations_say(place):
    port = _port("zvezda-aft")
    x, y, z = place
    bits = zone(_truth(place), TILT, port, ZONES, CORRIDOR_RAD)
    size = (x / 2000.0) ** 2 + (y / 1000.0) ** 2 + (z / 1000.0) ** 2
    assert bool(bits & IN_ELLIPSOID) == (size <= 1.0)
    assert bool(bits & IN_SPHERE) == (np.linalg.norm(place) < 200.0)
