"""The arrival gate: mean orbit, full state and relative state agree; the bound is a bound."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.constants import GM_EARTH_M3_S2
from portcall.orbit.mean_elements import NearCircular, from_state, to_state
from portcall.orbit.relative_state import relative_lvlh
from portcall.rendezvous.gate import Gate, goal_at_gate, least_delta_v_m_s
from portcall.rendezvous.targeting import gate_state_gcrf

A_M = 6_796_137.0
STATION = NearCircular(A_M, 0.0, 0.0, 0.9012, 0.4, 1.1)
MOTION_RAD_S = math.sqrt(GM_EARTH_M3_S2 / A_M**3)


def _curvature_m(gate):
    """What a linear relative orbit leaves out: its size squared over the radius."""
    size_m = 4.0 * (gate.range_m + gate.closing_m_s / MOTION_RAD_S)
    return 0.1 + size_m**2 / A_M


gates = st.builds(
    Gate,
    st.just(2040.0),
    st.floats(500.0, 5000.0),
    st.floats(0.0, 8.0),
    st.floats(0.0, math.pi / 2),
)


@given(gates)
def test_prop_the_gate_lies_where_it_says_and_closes_along_the_sight(gate):
    position, velocity = gate.position_lvlh_m, gate.velocity_lvlh_m_s
    assert np.linalg.norm(position) == pytest.approx(gate.range_m)
    assert position[0] <= 1e-9 * gate.range_m  # behind
    assert position[2] >= 0.0  # below: z towards the Earth
    closing = -float(position @ velocity) / gate.range_m
    assert closing == pytest.approx(gate.closing_m_s)


@given(gates, st.floats(0.0, math.tau))
def test_prop_the_goal_orbit_passes_through_the_gate(gate, latitude_rad):
    station = NearCircular(A_M, 0.0, 0.0, 0.9012, 0.4, latitude_rad)
    ship = np.concatenate(to_state(goal_at_gate(station, gate)))
    there = np.concatenate(to_state(station))
    position, velocity = relative_lvlh(ship, there)
    assert np.abs(position - gate.position_lvlh_m).max() < _curvature_m(gate)
    assert np.abs(velocity - gate.velocity_lvlh_m_s).max() < 2.0 * MOTION_RAD_S * _curvature_m(gate)


@given(gates)
def test_prop_gate_state_and_relative_state_undo_each_other(gate):
    there = np.concatenate(to_state(NearCircular(A_M, 4e-4, -7e-4, 0.9, 2.0, 5.0)))
    position, velocity = relative_lvlh(gate_state_gcrf(there, gate), there)
    assert np.allclose(position, gate.position_lvlh_m, rtol=0.0, atol=1e-7)
    assert np.allclose(velocity, gate.velocity_lvlh_m_s, rtol=0.0, atol=1e-10)


def test_a_ship_at_rest_behind_the_station_shares_its_orbit():
    rest = Gate(1000.0, 1000.0, 0.0, 0.0)
    goal = goal_at_gate(STATION, rest)
    assert goal.semi_major_axis_m == pytest.approx(A_M)
    assert (goal.ex, goal.ey) == pytest.approx((0.0, 0.0), abs=1e-12)
    behind = STATION.argument_of_latitude_rad - goal.argument_of_latitude_rad
    assert behind == pytest.approx(1000.0 / A_M)


@given(
    st.floats(170e3, 260e3),
    st.floats(0.0, 60e3),
    st.floats(380e3, 430e3),
)
def test_prop_the_bound_is_below_hohmanns_transfer(perigee_m, spread_m, target_m):
    r1, r2 = 6_378_137.0 + perigee_m, 6_378_137.0 + perigee_m + spread_m
    r3 = 6_378_137.0 + target_m
    a = (r1 + r2) / 2.0
    start = NearCircular(a, (r2 - r1) / (r2 + r1), 0.0, 0.9, 0.0, 0.0)
    goal = NearCircular(r3, 0.0, 0.0, 0.9, 0.0, 0.0)

    def speed(r, axis):
        return math.sqrt(GM_EARTH_M3_S2 * (2.0 / r - 1.0 / axis))

    # burn at perigee to reach the circle, and burn there to stay
    first = speed(r1, (r1 + r3) / 2.0) - speed(r1, a)
    last = speed(r3, r3) - speed(r3, (r1 + r3) / 2.0)
    bound = least_delta_v_m_s(start, goal)
    assert bound <= first + last + 1e-9
    assert bound > 0.95 * (first + last)  # and no idle bound


def test_the_bound_for_an_eccentricity_alone():
    start = NearCircular(A_M, 5e-3, 0.0, 0.9, 0.0, 0.0)
    goal = NearCircular(A_M, -5e-3, 0.0, 0.9, 0.0, 0.0)
    speed = math.sqrt(GM_EARTH_M3_S2 / A_M)
    assert least_delta_v_m_s(start, goal) == pytest.approx(speed * 0.01 / 2.0)


def test_from_state_of_the_gate_is_near_the_goal():
    gate = Gate(2040.0, 2500.0, 5.8, math.radians(60.0))
    there = np.concatenate(to_state(STATION))
    ship = gate_state_gcrf(there, gate)
    exact, linear = from_state(ship[:3], ship[3:]), goal_at_gate(STATION, gate)
    assert exact.semi_major_axis_m == pytest.approx(linear.semi_major_axis_m, abs=20.0)
