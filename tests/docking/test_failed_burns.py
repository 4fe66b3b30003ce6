"""The ways in which burns fail, and what judging them says."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M
from portcall.docking.columns import P_AXES, P_DOCKED, PORT_SIZE
from portcall.docking.safety.avoidance import AvoidanceTable
from portcall.docking.safety.burn_branches import (
    CUT,
    LOST,
    MISSED,
    OVER_RUN,
    WRONG_WAY,
    branches_of,
    burns_of,
)
from portcall.docking.safety.drift_screen import LEAST, screen
from portcall.docking.safety.escape_outside import smallest_escape, still_escapes
from portcall.docking.safety.failed_burns import SafetySetting, judge_plan
from portcall.docking.safety.free_drift import DriftErrors
from portcall.orbit.motion_table import motion_table

N_RAD_S = 1.13e-3
ZONES = np.array([200.0, 2000.0, 1000.0, 1000.0, 3.0])
SPHERE = (200.0,) * 3
DAY_S = 86400.0


def _cw_state(state, t):
    s, c, n = math.sin(N_RAD_S * t), math.cos(N_RAD_S * t), N_RAD_S
    x, y, z, vx, vy, vz = state
    return np.array(
        [
            x + 6.0 * (n * t - s) * z + (4.0 * s / n - 3.0 * t) * vx + 2.0 * (1.0 - c) / n * vz,
            c * y + s / n * vy,
            (4.0 - 3.0 * c) * z - 2.0 * (1.0 - c) / n * vx + s / n * vz,
            6.0 * n * (1.0 - c) * z + (4.0 * c - 3.0) * vx + 2.0 * s * vz,
            -n * s * y + c * vy,
            3.0 * n * s * z - 2.0 * s * vx + c * vz,
        ]
    )


def _path_with_a_burn(burn_at_s=100.0, burn_s=20.0, push_m_s2=0.05, end_s=300.0):
    """A free drift from far behind, braked once along -x."""
    state, states, times_s = np.array([-1500.0, 0.0, 0.0, 1.5, 0.0, 0.0]), [], np.arange(0, end_s)
    for t in times_s:
        states.append(state)
        state = _cw_state(state, 1.0)
        if burn_at_s <= t < burn_at_s + burn_s:
            state = state - np.array([0.0, 0.0, 0.0, push_m_s2, 0.0, 0.0])
    return times_s.astype(float), np.array(states)


def test_a_burn_is_found_where_it_is():
    times_s, states = _path_with_a_burn()
    assert burns_of(times_s, states, N_RAD_S) == ((100, 120),)


def test_a_free_path_has_no_burn():
    times_s, states = _path_with_a_burn(push_m_s2=0.0)
    assert burns_of(times_s, states, N_RAD_S) == ()


def test_branches_leave_the_velocity_that_their_part_of_the_burn_gives():
    times_s, states = _path_with_a_burn()
    branches = [b for b in branches_of(times_s, states, N_RAD_S) if b.kind != LOST]
    by_kind = {kind: [b for b in branches if b.kind == kind] for kind in (MISSED, CUT, OVER_RUN)}
    assert len(by_kind[CUT]) == 9
    assert np.array_equal(by_kind[MISSED][0].state, states[100])
    half = next(b for b in by_kind[CUT] if b.part == 0.5)
    assert half.time_s == pytest.approx(110.0, abs=0.5)
    over = next(b for b in by_kind[OVER_RUN] if b.part == 1.5)
    assert over.state[3] - states[120, 3] == pytest.approx(-0.5, rel=0.05)
    wrong = [b for b in branches if b.kind == WRONG_WAY]
    assert len(wrong) == 4
    for branch in wrong:
        off = np.linalg.norm(branch.state[3:] - states[120, 3:])
        assert off == pytest.approx(1.0 * 2.0 * math.sin(math.radians(3.0)), rel=0.05)


def test_an_escape_outside_the_corridor_keeps_out():
    state = np.array([-500.0, 0.0, 0.0, 1.6, 0.0, 0.0])
    assert screen(state[None, :], SPHERE, N_RAD_S, DAY_S)[0, LEAST] < 1.0
    burn = smallest_escape(state, SPHERE, N_RAD_S, DAY_S)
    after = state.copy()
    after[3:] += burn
    assert screen(after[None, :], SPHERE, N_RAD_S, DAY_S)[0, LEAST] >= 1.0
    assert still_escapes(state, burn, SPHERE, N_RAD_S, DAY_S)
    assert not still_escapes(state, 0.01 * burn, SPHERE, N_RAD_S, DAY_S)


def test_too_fast_and_too_near_has_no_escape():
    assert smallest_escape(np.array([-230.0, 0, 0, 30.0, 0, 0]), SPHERE, N_RAD_S, DAY_S) is None


@pytest.fixture(scope="module")
def setting():
    radius_m = WGS84_A_M + 410e3
    speed_m_s = math.sqrt(GM_EARTH_M3_S2 / radius_m)
    state = np.array(
        [radius_m, 0.0, 0.0, 0.0, 0.62 * speed_m_s, math.sqrt(1 - 0.62**2) * speed_m_s]
    )
    table = motion_table(datetime(2025, 7, 5, 20, tzinfo=UTC), state, 90000.0, 10.0)
    port = np.zeros(PORT_SIZE)
    port[P_AXES : P_AXES + 9], port[P_DOCKED + 3] = np.eye(3).ravel(), 1.0
    nothing = AvoidanceTable(
        np.empty((0, 3)), np.empty(0), np.empty((0, 0, 0), dtype=np.int64),
        np.array([0.0, 0.0, 0.0, 0.1, 3.0, 1.0, 1.0, 1.0]),
    )  # fmt: skip
    errors = DriftErrors(1.0, 0.005, 0.005, 0.0, 0.008, 0.014)
    return SafetySetting(table, ZONES, port, nothing, errors)


def test_a_slow_v_bar_approach_is_passive_and_a_fast_one_is_not(setting):
    times_s = np.array([0.0, 1.0])
    slow = np.array([[-500.0 + 0.3 * t, 0.0, 0.0, 0.3, 0.0, 0.0] for t in times_s])
    fast = np.array([[-500.0 + 2.0 * t, 0.0, 0.0, 2.0, 0.0, 0.0] for t in times_s])
    judged = [judge_plan(times_s, states, setting, samples=30) for states in (slow, fast)]
    assert [case.verdict for case in judged[0].cases] == ["passive"] * 2
    assert judged[0].safe
    assert judged[0].first_without_passive_safety is None
    # none of 30 entered: p ** 30 = 0.05
    assert judged[0].cases[0].no_entry_probability_lower_95 == pytest.approx(0.05 ** (1.0 / 30.0))
    assert all(case.verdict == "avoidance" for case in judged[1].cases)
    assert judged[1].cases[0].entries == 30
    assert judged[1].worst.least < 1.0


def test_the_same_seed_gives_the_same_bytes(setting):
    times_s = np.array([0.0])
    states = np.array([[-420.0, 0.0, 0.0, 0.8, 0.0, 0.0]])
    first, again, other = (
        judge_plan(times_s, states, setting, samples=40, seed=seed).model_dump_json()
        for seed in (4, 4, 5)
    )
    assert first == again
    assert first != other
