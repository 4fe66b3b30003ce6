"""Sensors say what is there, are silent where they cannot see, and fail as told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.docking import columns as c
from portcall.docking.navigation import sensor_columns as n
from portcall.docking.navigation.sensor_kernel import measure
from portcall.docking.navigation.sensors import (
    design_sensor,
    draw_biases,
    sensor_constants,
    sensor_suite,
)
from portcall.docking.noise import seed_noise
from portcall.docking.turns import matrix_of, turn_on, turning_matrix, vector_of_turn

CATALOGUE = load_catalogue()
NOISE_SIGMAS = 6.0  # no seed of these tests goes further
ROUNDING = 1e-12


def scene(range_m=100.0):
    """A ship on the axis of a port that looks back along the orbit, antennas on the axis."""
    truth, port = np.zeros(c.TRUTH_SIZE), np.zeros(c.PORT_SIZE)
    truth[c.ATTITUDE + 3] = port[c.P_DOCKED + 3] = 1.0
    port[c.P_AXES : c.P_AXES + 9] = np.array([[-1, 0, 0], [0, -1, 0], [0, 0, 1.0]]).ravel()
    truth[0], truth[3] = -range_m, 0.2
    return truth, port


def look(truth, port, vehicle="progress-ms", faults=(), time_s=10.0, frozen=None, quiet=True):
    sensor = sensor_constants(sensor_suite(CATALOGUE, vehicle))
    if quiet:
        for k in (n.N_RANGE_NOISE, n.N_RANGE_PART, n.N_RATE_NOISE, n.N_ANGLE_NOISE, n.N_PORT_NOISE):
            sensor[k] = 0.0
    table = np.array([*faults, [0.0] * c.FAULT_SIZE])
    measured = np.empty(c.MEASURED_SIZE)
    kept = np.full(c.MEASURED_SIZE, np.nan) if frozen is None else frozen
    measure(
        time_s, 1.0, truth, np.zeros(3), 0.0, port, sensor, np.zeros(n.BIAS_SIZE), table,
        seed_noise(1, 1), kept, measured,
    )  # fmt: skip
    return measured


def test_a_quiet_radar_says_the_geometry():
    truth, port = scene()
    truth[2] = 1.0  # below the port
    said = look(truth, port)
    assert said[c.M_RANGE] == pytest.approx(np.hypot(100.0, 1.0), abs=ROUNDING)
    assert said[c.M_RANGE_RATE] == pytest.approx(-0.2 * 100.0 / np.hypot(100.0, 1.0), abs=ROUNDING)
    assert said[c.M_SHIP_ANGLES : c.M_SHIP_ANGLES + 2] == pytest.approx([0.0, -np.arctan(0.01)])
    assert said[c.M_PORT_ANGLES : c.M_PORT_ANGLES + 2] == pytest.approx([0.0, np.arctan(0.01)])


def test_a_tilted_station_is_seen_from_its_own_side_only():
    truth, port = scene()
    truth[c.TILT + 1] = 0.01
    said = look(truth, port)
    assert said[c.M_SHIP_ANGLES + 1] == pytest.approx(0.0, abs=ROUNDING)
    assert abs(said[c.M_PORT_ANGLES + 1]) == pytest.approx(0.01, rel=1e-9)


def test_nothing_is_seen_outside_the_field():
    truth, port = scene()
    half = 0.5 * np.radians(40.0)  # nose 40 degrees away from the port, field 30
    truth[c.ATTITUDE : c.ATTITUDE + 4] = [0.0, np.sin(half), 0.0, np.cos(half)]
    said = look(truth, port)
    assert np.isnan(said[c.M_RANGE : c.M_GYRO]).all()
    assert np.isfinite(said[c.M_GYRO : c.M_RELATIVE_ATTITUDE]).all()


@pytest.mark.parametrize(
    ("kind", "silent"),
    [
        (c.FAULT_RADAR_LOST, range(c.M_RANGE, c.M_GYRO)),
        (c.FAULT_RANGE_LOST, range(c.M_RANGE, c.M_SHIP_ANGLES)),
        (c.FAULT_ANGLES_LOST, range(c.M_SHIP_ANGLES, c.M_GYRO)),
    ],
)
def test_a_lost_sensor_is_silent_while_the_fault_lasts(kind, silent):
    fault = [kind, 0.0, 5.0, 20.0, 0.0]
    said = look(*scene(), faults=[fault])
    assert set(np.flatnonzero(np.isnan(said[: c.M_RELATIVE_ATTITUDE]))) == set(silent)
    assert np.isfinite(look(*scene(), faults=[fault], time_s=20.0)[c.M_RANGE : c.M_GYRO]).all()


def test_a_frozen_radar_repeats_itself():
    kept = np.full(c.MEASURED_SIZE, np.nan)
    first = look(*scene(100.0), frozen=kept, quiet=False)
    fault = [c.FAULT_RADAR_FROZEN, 0.0, 5.0, 20.0, 0.0]
    later = look(*scene(50.0), faults=[fault], frozen=kept, quiet=False)
    assert np.array_equal(later[c.M_RANGE : c.M_GYRO], first[c.M_RANGE : c.M_GYRO])


@pytest.mark.parametrize(
    ("kind", "unit", "slot"),
    [
        (c.FAULT_RANGE_BIAS, 0, c.M_RANGE),
        (c.FAULT_ANGLE_BIAS, 1, c.M_SHIP_ANGLES + 1),
        (c.FAULT_ANGLE_BIAS, 2, c.M_PORT_ANGLES),
        (c.FAULT_GYRO_DRIFT, 2, c.M_GYRO + 2),
    ],
)
def test_a_bias_adds_itself_to_one_value(kind, unit, slot):
    change = look(*scene(), faults=[[kind, unit, 0.0, 1e9, 0.25]]) - look(*scene())
    said = np.nonzero(np.nan_to_num(change))[0]
    assert list(said) == [slot]
    assert change[slot] == pytest.approx(0.25, abs=ROUNDING)


def test_cameras_and_satellites_take_turns():
    far, near = look(*scene(2000.0), "crew-dragon"), look(*scene(20.0), "crew-dragon")
    assert np.isfinite(far[c.M_GNSS_POSITION :]).all()
    assert np.isnan(far[c.M_RELATIVE_ATTITUDE])
    assert np.isnan(near[c.M_GNSS_POSITION :]).all()
    assert np.abs(near[c.M_RELATIVE_ATTITUDE : c.M_RELATIVE_ATTITUDE + 3]).max() < (
        NOISE_SIGMAS * np.radians(0.2)
    )


@pytest.mark.parametrize(
    "vehicle", ["progress-ms", "soyuz-ms", "crew-dragon", "cargo-dragon", "cygnus-xl", "htv-x"]
)
def test_each_ship_has_a_suite_whose_design_lies_within_its_range(vehicle):
    suite = sensor_suite(CATALOGUE, vehicle)
    low, high = sensor_constants(suite, "low"), sensor_constants(suite, "high")
    design = design_sensor(suite)
    assert (low <= design).all()
    assert (design <= high).all()
    assert draw_biases(design, np.ones((4, n.BIAS_SIZE))).shape == (4, n.BIAS_SIZE)


def test_a_ship_without_sensors_is_refused():
    with pytest.raises(InputError, match="no line-of-sight sensor"):
        sensor_suite(CATALOGUE, "no-such-ship")


@njit
def _turned(attitude, x, y, z):
    turned = attitude.copy()
    turn_on(turned, 0, x, y, z)
    return matrix_of(attitude, 0), matrix_of(turned, 0), turning_matrix(-x, -y, -z), turned


@njit
def _between(now, before):
    return vector_of_turn(now, 0, before, 0)


SIDE = st.floats(-1.5, 1.5)


@given(st.tuples(SIDE, SIDE, SIDE), st.tuples(SIDE, SIDE, SIDE))
def test_prop_turning_on_is_a_matrix_in_front_and_can_be_read_back(start, turn):
    attitude = np.array([*start, 1.0])
    attitude /= np.linalg.norm(attitude)
    before, after, front, turned = (np.array(part) for part in _turned(attitude, *turn))
    before, after, front = before.reshape(3, 3), after.reshape(3, 3), front.reshape(3, 3)
    assert np.abs(after - front @ before).max() < ROUNDING
    assert _between(turned, attitude) == pytest.approx(turn, abs=1e-8)
