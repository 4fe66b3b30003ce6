"""Linear relative motion: closed forms against each other, the point mass, and computed rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from portcall.core.errors import InputError
from portcall.orbit import yamanaka_ankersen
from portcall.orbit.clohessy_wiltshire import linear_step, pushed, transition, two_impulse
from portcall.orbit.curvilinear import curvilinear_from_lvlh, lvlh_from_curvilinear
from portcall.orbit.relative_maneuvers import (
    coelliptic_state,
    course_acceleration_m_s2,
    drift_ellipse,
    fly_around_m_s,
    glideslope,
    r_bar_line_m_s,
)
from portcall.orbit.relative_state import relative_lvlh, state_beside

GM = 3.986004418e14
RADIUS_M = 6_788_137.0
N = float(np.sqrt(GM / RADIUS_M**3))
J2_TERM = 1.5 * 1.08262668e-3 * GM * 6_378_137.0**2
STATION_INCLINATION_RAD = np.radians(51.64)
# the rows give two or three digits
ROW_PART = 0.05
ROUNDING = 1e-9

offsets_m = st.floats(-3000.0, 3000.0)
speeds_m_s = st.floats(-3.0, 3.0)
states = st.tuples(*[offsets_m] * 3, *[speeds_m_s] * 3).map(np.array)
times_s = st.floats(-6000.0, 6000.0)


def station(radius_of_perigee_m, eccentricity, anomaly_rad, inclination_rad=0.0):
    p = radius_of_perigee_m * (1.0 + eccentricity)
    r, h = p / (1.0 + eccentricity * np.cos(anomaly_rad)), np.sqrt(GM * p)
    s, c = np.sin(anomaly_rad), np.cos(anomaly_rad)
    tilt = np.array([0.0, np.cos(inclination_rad), np.sin(inclination_rad)])
    ahead = np.array([1.0, 0.0, 0.0])
    return np.concatenate(
        (r * (c * ahead + s * tilt), GM / h * (-s * ahead + (eccentricity + c) * tilt))
    )


def both_after(station_state, offset, time_s, j2_term=0.0):
    """The relative state after a coast, from two absolute orbits."""

    def slope(_, y):
        out = np.empty(12)
        for k in (0, 6):
            x, r2 = y[k : k + 3], y[k : k + 3] @ y[k : k + 3]
            flat = j2_term / r2**2.5 * (5.0 * x[2] ** 2 / r2 - np.array([1.0, 1.0, 3.0])) * x
            out[k : k + 3], out[k + 3 : k + 6] = y[k + 3 : k + 6], -GM * x / r2**1.5 + flat
        return out

    ship = state_beside(station_state, offset[:3], offset[3:])
    end = solve_ivp(
        slope, (0.0, time_s), np.concatenate((station_state, ship)),
        method="DOP853", rtol=1e-13, atol=1e-7,
    ).y[:, -1]  # fmt: skip
    return np.concatenate(relative_lvlh(end[6:], end[:6]))


@given(states, times_s, st.tuples(*[st.floats(-1e-2, 1e-2)] * 3))
def test_prop_the_step_is_the_matrix_and_the_push(state, time_s, push):
    here = state.copy()
    linear_step(here, 0, time_s, N, *push)
    wanted = transition(N, time_s) @ state + pushed(N, time_s) @ np.array(push)
    np.testing.assert_allclose(here, wanted, rtol=1e-9, atol=1e-6)


@given(states, times_s, times_s)
def test_prop_two_spans_are_one(state, first_s, second_s):
    in_two = transition(N, second_s) @ transition(N, first_s) @ state
    np.testing.assert_allclose(
        in_two, transition(N, first_s + second_s) @ state, rtol=1e-9, atol=1e-6
    )


@given(st.floats(0.0, 6.28), times_s)
def test_prop_yamanaka_ankersen_on_a_circle_is_clohessy_wiltshire(anomaly, time_s):
    scale = np.diag([1.0] * 3 + [1.0 / N] * 3)
    circle = np.linalg.inv(scale) @ transition(N, time_s) @ scale
    ellipse = np.linalg.inv(scale) @ yamanaka_ankersen.transition(N, 0.0, anomaly, time_s) @ scale
    np.testing.assert_allclose(ellipse, circle, rtol=0, atol=ROUNDING * np.abs(circle).max())


@pytest.mark.parametrize("eccentricity", [0.0, 1e-4, 0.1, 0.4, 0.7])
def test_yamanaka_ankersen_follows_the_point_mass(eccentricity):
    """The row: 1e-5 m over 4000 s at meters of distance, growing only as the square of it."""
    anomaly, time_s = 0.9, 4000.0
    a = RADIUS_M / (1.0 - eccentricity)
    n = np.sqrt(GM / a**3)
    orbit = station(RADIUS_M, eccentricity, anomaly)
    near = np.array([3.0, -2.0, 1.5, 0.004, 0.002, -0.003])
    matrix = yamanaka_ankersen.transition(n, eccentricity, anomaly, time_s)
    second_order_m = 1e-4
    miss = [np.abs(matrix @ k_near - both_after(orbit, k_near, time_s))[:3].max()
            for k_near in (near, 10.0 * near)]  # fmt: skip
    assert miss[0] < second_order_m
    assert miss[1] < 100.0 * second_order_m
    assert miss[1] > 10.0 * miss[0]


def test_an_anomaly_keeps_its_turns():
    period_s = 2.0 * np.pi / N
    for turns in (-3.0, 1.0, 2.0):
        end = yamanaka_ankersen.anomaly_after(0.5, 2.0, N, turns * period_s)
        assert end == pytest.approx(2.0 + turns * 2.0 * np.pi, abs=1e-9)


@given(states, st.floats(-3.0, 3.0))
def test_prop_curvilinear_and_back(state, climb):
    back = lvlh_from_curvilinear(curvilinear_from_lvlh(state, RADIUS_M, climb), RADIUS_M, climb)
    np.testing.assert_allclose(back, state, rtol=0, atol=1e-7)


def test_curvilinear_rates_are_the_slopes():
    state, climb, dt = np.array([-30e3, 2e3, 5e3, 8.0, 1.0, -2.0]), 3.0, 0.01

    def at(time_s):
        moved = state + time_s * np.concatenate((state[3:], np.zeros(3)))
        return curvilinear_from_lvlh(moved, RADIUS_M + climb * time_s, climb)

    slopes = (at(dt) - at(-dt))[:3] / (2.0 * dt)
    np.testing.assert_allclose(at(0.0)[3:], slopes, rtol=0, atol=1e-6)


COASTS = {  # behind, below: error of the straight and of the curved form, what J2 does
    "VC-025": (30e3, 5e3, (1190.0, 91.0, 210.0)),
    "VC-026": (15.5e3, 5e3, (272.0, 91.0, 153.0)),
    "VC-027": (3.5e3, 0.0, (17.8, 0.0, 14.1)),
    "VC-028": (1e3, 200.0, (1.3, 0.15, 7.6)),
    "VC-029": (250.0, 0.0, (0.1, 0.0, 1.0)),
}
LAST_DIGIT_M = {"VC-028": 0.05, "VC-029": 0.05}


def _coast_errors(behind_m, below_m, eccentricity=0.0):
    start = coelliptic_state(np.array([-behind_m, 0.0, below_m]), N)
    start = lvlh_from_curvilinear(start, RADIUS_M)
    half_s = np.pi / N
    orbit = station(RADIUS_M * (1.0 - eccentricity), eccentricity, 0.0, STATION_INCLINATION_RAD)
    truth = both_after(orbit, start, half_s)
    straight = transition(N, half_s) @ start
    curved = transition(N, half_s) @ curvilinear_from_lvlh(start, RADIUS_M)
    curved = lvlh_from_curvilinear(curved, RADIUS_M)
    flat = both_after(orbit, start, half_s, J2_TERM)
    return [np.linalg.norm((path - truth)[:3]) for path in (straight, curved, flat)]


@pytest.mark.parametrize("case", COASTS)
def test_val_what_the_linear_form_leaves_out(case):
    behind_m, below_m, figures = COASTS[case]
    got = _coast_errors(behind_m, below_m)
    for mine, listed in zip(got, figures, strict=True):
        assert mine == pytest.approx(listed, rel=ROW_PART, abs=LAST_DIGIT_M.get(case, 0.005))


def test_val_what_an_eccentric_station_adds():
    straight, curved, flat = _coast_errors(3500.0, 0.0, 0.0005)
    assert straight == pytest.approx(21.2, rel=ROW_PART)
    assert curved == pytest.approx(3.5, rel=ROW_PART)
    assert flat == pytest.approx(14.1, rel=ROW_PART)


@given(states)
def test_prop_a_free_drift_stays_on_its_ellipse(state):
    ellipse = drift_ellipse(state, N)
    for time_s in (0.0, 700.0, 4000.0):
        x, y, z = (transition(N, time_s) @ state)[:3]
        across = (x - ellipse.ahead_m - ellipse.drift_m_s * time_s) / 2.0
        assert np.hypot(across, z - ellipse.down_m) == pytest.approx(
            ellipse.semi_minor_m, rel=1e-9, abs=1e-6
        )
        assert abs(y) <= ellipse.across_m + 1e-6


@given(states, states, st.floats(300.0, 2400.0))
def test_prop_two_impulses_arrive(start, end, time_s):
    burns = two_impulse(start, end, time_s, N)
    leaving = start + np.concatenate((np.zeros(3), burns.first_m_s))
    arriving = transition(N, time_s) @ leaving + np.concatenate((np.zeros(3), burns.second_m_s))
    np.testing.assert_allclose(arriving, end, rtol=0, atol=1e-6)
    assert not burns.singular
    assert burns.miss_m == 0.0


def test_a_singular_time_is_an_answer_not_an_error():
    start, end = np.array([-1000.0, 20.0, 0, 0, 0, 0]), np.zeros(6)
    half = two_impulse(start, end, np.pi / N, N)
    assert half.singular
    # it comes out on the other side of the plane whatever is burnt
    assert half.miss_m == pytest.approx(20.0, rel=1e-6)
    assert half.total_m_s < 1.0
    in_plane = two_impulse(start * [1, 0, 1, 1, 1, 1], end, np.pi / N, N)
    assert in_plane.miss_m < 1e-6
    assert in_plane.total_m_s == pytest.approx(N * 1000.0 / 2.0, rel=1e-9)


def test_a_steady_push_keeps_the_straight_course():
    state = np.array([-200.0, 30.0, 50.0, 0.4, -0.05, 0.1])
    here = state.copy()
    step_s, steps = 0.1, 3000
    for k in range(steps):
        middle = state[:3] + (k + 0.5) * step_s * state[3:]
        push = course_acceleration_m_s2(middle, state[3:], N)
        linear_step(here, 0, step_s, N, push[0], push[1], push[2])
    held_for_a_step_m = 1e-4
    wanted = state[:3] + steps * step_s * state[3:]
    np.testing.assert_allclose(here[:3], wanted, rtol=0, atol=held_for_a_step_m)


def test_the_cost_of_a_circle_and_of_a_line_is_that_of_their_pushes():
    radius, rate = 150.0, 1.5 * N
    angles = np.linspace(0.3, 2.0, 4001)
    pushes = []
    for angle in angles:
        x, z = radius * np.sin(angle), radius * np.cos(angle)
        push = course_acceleration_m_s2(
            np.array([x, 0.0, z]), rate * np.array([z, 0.0, -x]), N
        ) - rate**2 * np.array([x, 0.0, z])
        pushes.append(np.linalg.norm(push))
    paid = np.trapezoid(pushes, angles / rate) + 2.0 * radius * rate
    assert fly_around_m_s(radius, rate, 0.3, 2.0, N) == pytest.approx(paid, rel=1e-6)
    depth, speed = np.linspace(300.0, 100.0, 2001), 0.3
    down = np.array([np.abs(course_acceleration_m_s2(
        np.array([0.0, 0.0, z]), np.array([0.0, 0.0, -speed]), N)) for z in depth])  # fmt: skip
    paid = np.trapezoid(down.sum(axis=1), (300.0 - depth) / speed) + 2.0 * speed
    assert r_bar_line_m_s(300.0, 100.0, speed, N) == pytest.approx(paid, rel=1e-6)


def test_a_glideslope_runs_along_its_line():
    start = np.array([-800.0, 10.0, 200.0, 0.1, 0.0, -0.1])
    end = np.array([-100.0, 0.0, 20.0])
    plan = glideslope(start, end, 2.0, 0.1, 15, N)
    arrived = plan.impulses.fly(start, N)
    np.testing.assert_allclose(arrived[:3], end, rtol=0, atol=1e-6)
    along = (end - start[:3]) / np.linalg.norm(end - start[:3])
    np.testing.assert_allclose(arrived[3:], 0.1 * along, rtol=0, atol=1e-9)
    speed_fall = np.log(2.0 / 0.1) * np.linalg.norm(end - start[:3]) / 1.9
    assert plan.impulses.duration_s == pytest.approx(speed_fall, rel=1e-9)

    # more pulses press the path closer to the line
    def widest(pulses):
        path, here = [], start.copy()
        slope = glideslope(start, end, 2.0, 0.1, pulses, N)
        for k in range(pulses):
            here[3:] += slope.impulses.delta_v_lvlh_m_s[k]
            span_s = slope.impulses.times_s[k + 1] - slope.impulses.times_s[k]
            for part in (0.25, 0.5, 0.75):
                apart = (transition(N, part * span_s) @ here)[:3] - start[:3]
                path.append(np.linalg.norm(apart - along * (apart @ along)))
            here = transition(N, span_s) @ here
        return max(path)

    assert widest(30) < 0.3 * widest(10)


@pytest.mark.parametrize(("first", "last", "pulses"), [(1.0, 1.0, 5), (1.0, 0.0, 5), (1.0, 0.1, 0)])
def test_a_glideslope_must_fall(first, last, pulses):
    with pytest.raises(InputError, match="glideslope"):
        glideslope(np.array([-800.0, 0, 0, 0, 0, 0]), np.zeros(3), first, last, pulses, N)
