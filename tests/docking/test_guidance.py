"""Guidance on a point mass that does what it is asked: dispersed gates, tilts, goes and aborts."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.docking.approach.guidance_kernel import guide, start_mode
from portcall.docking.approach.legs import (
    L_CORRIDOR_RAD,
    L_END_M,
    L_KIND,
    L_LONGEST_S,
    L_NOT_BEFORE_S,
    LEG_HOLD,
)
from portcall.docking.approach.nominal_path import (
    N_CLOSING,
    N_LEG,
    N_POSITION,
    PATH_SIZE,
    fly_point,
)
from portcall.docking.approach.plan import plan_approach
from portcall.docking.approach.port_frame import port_axes, quaternion_of
from portcall.docking.columns import (
    ABORT,
    ABORT_COMMAND,
    ABORT_NO_GO,
    DONE,
    E_ATTITUDE,
    E_RATE,
    E_TILT,
    ESTIMATE_SIZE,
    GO,
    LEG,
    LEG_START_S,
    P_DOCKED,
    P_PROBE,
    S_ACCELERATION,
    S_ATTITUDE,
    S_RATE,
    SETPOINT_SIZE,
)

CATALOGUE = load_catalogue()
STATION = CATALOGUE.station("iss")
SPHERE_M = STATION.safety.keep_out_sphere_radius_m.value
PLANS = {
    port: plan_approach(CATALOGUE, "progress-ms", "iss", port)
    for port in ("zvezda-aft", "poisk-zenith", "rassvet-nadir", "prichal-nadir")
}
LATERAL_M = 0.01  # asked of guidance alone, with perfect navigation
RATE_M_S = 0.005  # of the aimed closing speed at contact, for a step of one second
THRUST_M_S2 = 0.035  # two of Progress's thrusters


def _turned(tilt_rad, vector):
    return vector + np.cross(tilt_rad, vector)


def _contact(plan, path, tilt_rad):
    """Offset of the probe's tip across the tilted axis at the last row before the plane. [m]"""
    port = plan.port
    axes = [_turned(tilt_rad, port[3 + 3 * k : 6 + 3 * k]) for k in range(3)]
    place = _turned(tilt_rad, port[:3])
    probe = port[P_PROBE : P_PROBE + 3]
    tip = path[-2, N_POSITION : N_POSITION + 3] + (
        -axes[0] * probe[0] - axes[1] * probe[1] + axes[2] * probe[2]
    )
    return math.hypot((tip - place) @ axes[1], (tip - place) @ axes[2])


@settings(max_examples=40)
@given(
    port=st.sampled_from(sorted(PLANS)),
    place=st.tuples(*[st.floats(-500.0, 500.0)] * 3),
    speed=st.tuples(*[st.floats(-1.5, 1.5)] * 3),
    tilt=st.tuples(*[st.floats(-0.01, 0.01)] * 3),
)
def test_prop_any_gate_ends_on_the_axis_of_the_port_as_it_is(port, place, speed, tilt):
    plan = PLANS[port]
    start, tilt_rad = plan.start + np.array([*place, *speed]), np.array(tilt)
    mode, rows = start_mode(), np.empty((4000, PATH_SIZE))
    filled = fly_point(
        start,
        plan.legs,
        plan.gates,
        plan.port,
        plan.n_rad_s,
        1.0,
        THRUST_M_S2,
        tilt_rad,
        mode,
        rows,
    )
    path = rows[:filled]
    assert mode[ABORT] == 0.0
    assert filled < 4000
    assert _contact(plan, path, tilt_rad) < LATERAL_M
    assert abs(path[-1, N_CLOSING] - plan.gates[-2, 1]) < RATE_M_S
    inside = np.linalg.norm(path[:, N_POSITION : N_POSITION + 3], axis=1) < SPHERE_M
    leg = path[inside, N_LEG].astype(int)
    assert np.all(plan.legs[leg, L_CORRIDOR_RAD] > 0.0)
    out = _turned(tilt_rad, plan.port[3:6])
    offset = path[inside, N_POSITION : N_POSITION + 3] - _turned(tilt_rad, plan.port[:3])
    angle = np.arccos(np.clip(offset @ out / np.linalg.norm(offset, axis=1), -1.0, 1.0))
    assert np.all(angle < plan.legs[leg, L_CORRIDOR_RAD])


def _believed(plan, row, leg):
    estimate, mode = np.zeros(ESTIMATE_SIZE), start_mode()
    estimate[:6] = row
    estimate[E_ATTITUDE : E_ATTITUDE + 4] = plan.port[P_DOCKED : P_DOCKED + 4]
    # what holds the docked attitude in LVLH turns once an orbit about minus y
    estimate[E_RATE + 1] = plan.n_rad_s
    mode[LEG] = leg
    return estimate, mode


def _hold_of(plan):
    return int(np.flatnonzero(plan.legs[:, L_KIND] == LEG_HOLD)[-1])


def _held_place(plan):
    """Center of mass at the last hold, at rest. [m, m/s]"""
    probe, axes = plan.port[P_PROBE : P_PROBE + 3], plan.port[3:12].reshape(3, 3)
    docked = plan.port[:3] + axes[0] * probe[0] + axes[1] * probe[1] - axes[2] * probe[2]
    return np.concatenate([docked + axes[0] * plan.legs[_hold_of(plan), L_END_M], np.zeros(3)])


def _called(plan, time_s, estimate, mode, sigma_m=0.1):
    covariance, setpoint = np.eye(15) * sigma_m**2, np.zeros(SETPOINT_SIZE)
    guide(
        time_s, estimate, covariance, mode, plan.legs, plan.gates, plan.port, plan.n_rad_s, setpoint
    )
    return setpoint


@pytest.mark.parametrize("port", sorted(PLANS))
def test_val_a_hold_asks_for_the_closed_form_acceleration(port):
    """A held point needs 3 n^2 z against z and n^2 y along y (Clohessy and Wiltshire 1960)."""
    plan = PLANS[port]
    estimate, mode = _believed(plan, _held_place(plan), _hold_of(plan))
    setpoint = _called(plan, 0.0, estimate, mode)
    _, y, z = estimate[:3]
    n = plan.n_rad_s
    closed_form = [0.0, n * n * y, -3.0 * n * n * z]
    assert np.allclose(setpoint[S_ACCELERATION : S_ACCELERATION + 3], closed_form, atol=1e-9)
    asked, docked = setpoint[S_ATTITUDE : S_ATTITUDE + 4], plan.port[P_DOCKED : P_DOCKED + 4]
    assert abs(abs(asked @ docked) - 1.0) < 1e-12
    assert math.isclose(np.linalg.norm(setpoint[S_RATE : S_RATE + 3]), n)


def test_a_go_needs_steady_conditions_and_the_clock():
    plan = PLANS["poisk-zenith"]
    hold = _hold_of(plan)
    estimate, mode = _believed(plan, _held_place(plan), hold)
    legal = plan.legs[hold, L_NOT_BEFORE_S]
    for time_s in range(int(legal) - 60, int(legal)):
        _called(plan, float(time_s), estimate, mode)
        assert mode[LEG] == hold
    _called(plan, legal + 1.0, estimate, mode)
    assert mode[LEG] == hold + 1
    assert mode[GO] == 2.0


@pytest.mark.parametrize("spoilt", ["sigma", "offset", "rate", "turn", "angle"])
def test_no_go_without_each_condition_and_then_an_abort(spoilt):
    plan = PLANS["rassvet-nadir"]
    hold = _hold_of(plan)
    estimate, mode = _believed(plan, _held_place(plan), hold)
    if spoilt == "offset":
        estimate[:3] += 5.0 * plan.port[6:9]
    elif spoilt == "rate":
        estimate[3] = 0.2
    elif spoilt == "turn":
        estimate[E_RATE] = 0.01
    elif spoilt == "angle":
        estimate[E_ATTITUDE : E_ATTITUDE + 4] = [0.0, 0.0, 0.0, 1.0]
    sigma_m = 10.0 if spoilt == "sigma" else 0.1
    start = float(plan.legs[hold, L_NOT_BEFORE_S])
    mode[LEG_START_S] = start
    for time_s in range(200):
        _called(plan, start + time_s, estimate, mode, sigma_m)
        assert mode[LEG] == hold
    _called(plan, start + plan.legs[hold, L_LONGEST_S] + 1.0, estimate, mode, sigma_m)
    assert mode[ABORT] == ABORT_NO_GO
    assert mode[LEG] == len(plan.legs) - 1


@pytest.mark.parametrize("port", sorted(PLANS))
@pytest.mark.parametrize("range_m", [150.0, 50.0, 10.0, 2.0])
def test_an_abort_backs_out_along_the_axis_until_it_is_away(port, range_m):
    plan = PLANS[port]
    row = plan.path[np.flatnonzero(plan.path[:, 7] <= range_m)[0]]
    mode, rows = start_mode(), np.empty((3000, PATH_SIZE))
    mode[LEG], mode[ABORT] = len(plan.legs) - 2, ABORT_COMMAND
    start = row[N_POSITION : N_POSITION + 6].copy()
    filled = fly_point(
        start, plan.legs, plan.gates, plan.port, plan.n_rad_s, 1.0, THRUST_M_S2, np.zeros(3),
        mode, rows,
    )  # fmt: skip
    assert mode[DONE] == 1.0
    radius_m = np.linalg.norm(rows[:filled, N_POSITION : N_POSITION + 3], axis=1)
    assert radius_m[-1] > plan.legs[-1, L_END_M] > SPHERE_M
    assert rows[:filled, 7].min() > 0.0


def test_inside_the_last_meter_an_abort_goes_on():
    plan = PLANS["zvezda-aft"]
    row = plan.path[np.flatnonzero(plan.path[:, 7] <= 0.8)[0]]
    estimate, mode = _believed(plan, row[N_POSITION : N_POSITION + 6], len(plan.legs) - 2)
    mode[ABORT] = ABORT_COMMAND
    _called(plan, 2000.0, estimate, mode)
    assert mode[LEG] == len(plan.legs) - 2


@given(tilt=st.tuples(*[st.floats(-0.02, 0.02)] * 3))
def test_prop_the_asked_attitude_on_the_axis_is_the_tilted_ports(tilt):
    plan = PLANS["prichal-nadir"]
    estimate, mode = _believed(plan, _held_place(plan), _hold_of(plan))
    estimate[E_TILT : E_TILT + 3] = tilt
    setpoint = _called(plan, 0.0, estimate, mode)
    axes = [_turned(np.array(tilt), plan.port[3 + 3 * k : 6 + 3 * k]) for k in range(3)]
    wanted = quaternion_of(np.array([-axes[0], -axes[1], axes[2]]))
    asked = setpoint[S_ATTITUDE : S_ATTITUDE + 4]
    # first order in the tilt: 0.02 rad leaves its square
    assert abs(asked @ wanted) > 1.0 - 1e-3


def test_the_axes_of_every_port_are_right_handed_and_point_out():
    for port in STATION.port:
        axes = port_axes(port)
        assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-12)
        assert np.linalg.det(axes) > 0.0
        assert np.allclose(axes[0], port.axis)
