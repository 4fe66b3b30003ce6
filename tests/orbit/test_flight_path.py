"""Flight paths: joined without a gap, read anywhere, impulses where they belong."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.core.time import after
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.flight_path import coast_with_maneuvers
from portcall.orbit.propagation import propagate
from portcall.orbit.station import StationManeuver

START = datetime(2025, 7, 3, 19, 40, tzinfo=UTC)
SPAN_S = 9000.0
POINT = ForceModel(degree=0, order=0, atmosphere="none", sun_moon=False)
FORCES = prepare_forces(POINT, START, SPAN_S)
RADIUS_M = 6_796_137.0
SPEED_M_S = math.sqrt(3.986004415e14 / RADIUS_M)
STATE = np.array([RADIUS_M, 0.0, 0.0, 0.0, SPEED_M_S, 0.0])
SAME_M = 0.01  # two runs with other steps, at the default tolerance over three hours


def _path(*maneuvers):
    return coast_with_maneuvers(START, STATE, SPAN_S, FORCES, maneuvers)


def _at(seconds, delta_v_m_s):
    return StationManeuver(after(START, seconds), delta_v_m_s)


def test_an_impulse_adds_speed_and_leaves_the_place():
    path = _path(_at(3000.0, 1.5))
    assert len(path.arcs) == 2
    before, behind = path.arcs[0].final_state, path.arcs[1].state_at(0.0)
    assert np.array_equal(before[:3], behind[:3])
    gained = np.linalg.norm(behind[3:6]) - np.linalg.norm(before[3:6])
    assert gained == pytest.approx(1.5, abs=1e-9)
    assert np.linalg.norm(np.cross(before[3:6], behind[3:6])) < 1e-6 * SPEED_M_S**2
    # at the joint the later arc counts
    assert np.allclose(path.states_at([3000.0])[0], behind, atol=1e-9)


def test_maneuvers_fly_in_order_of_time():
    one, two = _at(2000.0, 1.0), _at(5000.0, -2.0)
    assert np.array_equal(_path(one, two).final_state, _path(two, one).final_state)


def test_maneuvers_outside_the_span_are_left_out():
    path = _path(_at(-10.0, 5.0), _at(SPAN_S + 10.0, 5.0))
    assert len(path.arcs) == 1
    assert np.array_equal(path.final_state, _path().final_state)


def test_a_split_coast_is_the_same_coast():
    split = _path(_at(4000.0, 0.0))
    whole = propagate(START, STATE, SPAN_S, FORCES)
    times = np.linspace(0.0, SPAN_S, 50)
    apart = split.states_at(times)[:, :3] - whole.state_at(times)[:, :3]
    assert np.abs(apart).max() < SAME_M
    assert split.duration_s == pytest.approx(SPAN_S, abs=1e-6)


@given(st.lists(st.floats(0.0, SPAN_S), min_size=1, max_size=20))
def test_prop_any_order_of_times_reads_the_same(times):
    path = _PATH
    together = path.states_at(times)
    apart = np.array([path.states_at([time])[0] for time in times])
    assert np.allclose(together, apart, rtol=0.0, atol=1e-6)


_PATH = _path(_at(1500.0, 1.0), _at(4000.0, -0.5))


def test_an_instant_is_its_seconds():
    moment = START + timedelta(seconds=1234.5)
    assert np.allclose(_PATH.state_utc(moment), _PATH.states_at([1234.5])[0], atol=1e-6)


@pytest.mark.parametrize("seconds", [-1.0, SPAN_S + 1.0])
def test_times_outside_are_refused(seconds):
    with pytest.raises(InputError, match="outside the flight path"):
        _PATH.states_at([seconds])
