"""The berthing box: the closed form of the drift, and what a minute of it does."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.spatial.transform import Rotation

from portcall.docking import columns as c
from portcall.docking.contact import contact_columns as k
from portcall.docking.contact.berthing_box import (
    box_conditions,
    box_dwell,
    drifted,
    push_into_box_m_s,
)

RATE = 1.13e-3
RANGE_M = 12.0
DRIFT_S = 60.0
INTEGRATOR_M = 1e-8
SAMPLED_M = 1e-3  # the worst distance falls between samples two seconds apart


def _port():
    """Return a port that looks down, 3 m under the station's center; the ship's nose points up."""
    port = np.zeros(c.PORT_SIZE)
    axes = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    port[c.P_POSITION : c.P_POSITION + 3] = (14.0, 0.0, 3.0)
    port[c.P_AXES : c.P_AXES + 9] = axes.ravel()
    body = np.diag([-1.0, -1.0, 1.0]) @ axes
    port[c.P_DOCKED : c.P_DOCKED + 4] = Rotation.from_matrix(body.T).as_quat()
    port[c.P_PROBE : c.P_PROBE + 3] = (2.0, 0.0, 0.0)
    return port


def _held(port, velocity=(0.0, 0.0, 0.0), spin=(0.0, 0.0, 0.0)):
    truth = np.zeros(c.TRUTH_SIZE)
    truth[c.POSITION : c.POSITION + 3] = (14.0, 0.0, 3.0 + RANGE_M + 2.0)
    truth[c.VELOCITY : c.VELOCITY + 3] = velocity
    truth[c.ATTITUDE : c.ATTITUDE + 4] = port[c.P_DOCKED : c.P_DOCKED + 4]
    turn = Rotation.from_quat(port[c.P_DOCKED : c.P_DOCKED + 4])
    truth[c.RATE : c.RATE + 3] = turn.inv().apply([0.0, -RATE, 0.0]) + spin
    return truth


def test_the_drift_is_the_integral_of_hills_equations():
    truth = _held(_port(), (0.01, -0.02, 0.03))

    def slope(_time, s):
        _, y, z, vx, vy, vz = s
        return [vx, vy, vz, 2 * RATE * vz, -(RATE**2) * y, 3 * RATE**2 * z - 2 * RATE * vx]

    found = solve_ivp(slope, (0, 300), truth[:6], rtol=1e-12, atol=1e-12).y[:, -1]
    out = np.zeros(c.TRUTH_SIZE)
    drifted(truth, 300.0, RATE, out)
    assert out[:6] == pytest.approx(found, abs=INTEGRATOR_M)


def test_a_ship_in_the_middle_has_no_offset():
    port, found = _port(), np.zeros(k.CONDITIONS_SIZE)
    box_conditions(3.0, _held(port), port, RANGE_M, RATE, found)
    assert found[[k.C_AXIAL, k.C_OFFSET, k.C_OFFSET + 1]] == pytest.approx(np.zeros(3), abs=1e-12)
    assert found[k.C_RATES : k.C_RATES + 3] == pytest.approx(np.zeros(3), abs=1e-12)


def test_from_rest_the_drift_is_the_tide_and_half_its_speed_beforehand_quarters_it():
    port = _port()
    scratch, found = np.zeros(c.TRUTH_SIZE), np.zeros(k.CONDITIONS_SIZE)
    still = box_dwell(_held(port), port, RANGE_M, DRIFT_S, RATE, scratch, found)
    distance = 3.0 + RANGE_M + 2.0
    tide = 1.5 * RATE**2 * distance * DRIFT_S**2
    assert still == pytest.approx(tide, rel=0.01)
    up = push_into_box_m_s(distance, DRIFT_S, RATE)
    pushed = box_dwell(_held(port, (0.0, 0.0, -up)), port, RANGE_M, DRIFT_S, RATE, scratch, found)
    assert pushed == pytest.approx(tide / 4.0, rel=0.05)


def test_a_turn_moves_the_point_by_its_arm():
    port = _port()
    scratch, found = np.zeros(c.TRUTH_SIZE), np.zeros(k.CONDITIONS_SIZE)
    rate = 1e-3
    turned = box_dwell(
        _held(port, spin=(0.0, rate, 0.0)), port, RANGE_M, DRIFT_S, RATE, scratch, found
    )
    tide = 1.5 * RATE**2 * 17.0 * DRIFT_S**2
    assert turned == pytest.approx(np.hypot(tide, 2.0 * rate * DRIFT_S), rel=0.05)
    assert found[k.C_ANGLES + 1] == pytest.approx(rate * DRIFT_S, rel=1e-6)


def test_a_fast_drift_leaves_the_box():
    port = _port()
    scratch, found = np.zeros(c.TRUTH_SIZE), np.zeros(k.CONDITIONS_SIZE)
    worst = box_dwell(_held(port, (0.0, 0.02, 0.0)), port, RANGE_M, DRIFT_S, RATE, scratch, found)
    assert worst > 0.02 * DRIFT_S - SAMPLED_M
