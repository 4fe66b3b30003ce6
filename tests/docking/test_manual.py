"""The operator: in from where Progress M-21M was taken over, and M-34 without range data."""

import numpy as np
import pytest

from portcall.docking import columns as c
from portcall.docking.faults.manual_kernel import MANUAL_SIZE, manual_constants, manual_guide
from portcall.docking.noise import seed_noise
from portcall.orbit.clohessy_wiltshire import transition

N_RAD_S = 1.1294e-3
TAKE_OVER_M = 55.0  # Progress M-21M
WITHIN_M = 0.34  # the widest offset that the probe and cone take
THRUST_M_S2 = 0.05  # a pair of thrusters
PORT = np.zeros(c.PORT_SIZE)
PORT[c.P_POSITION] = -30.0
PORT[c.P_AXES : c.P_AXES + 9] = np.diag([-1.0, -1.0, 1.0]).ravel()
PORT[c.P_DOCKED + 3] = 1.0
PORT[c.P_PROBE] = 4.0


def _fly(run, start_m, closing_m_s, *, range_data=True, tilt_rad=0.0):
    """Return lateral offset and closing speed at contact, the time, and the mode."""
    noise, mode = seed_noise(11, run), np.zeros(c.MODE_SIZE)
    truth, estimate = np.zeros(c.TRUTH_SIZE), np.zeros(c.ESTIMATE_SIZE)
    truth[:6] = [-34.0 - start_m, 0.02 * start_m, -0.01 * start_m, closing_m_s, 0.0, 0.0]
    truth[c.TILT + 1] = tilt_rad
    constants, state = manual_constants(range_data=range_data), np.zeros(MANUAL_SIZE)
    setpoint = np.zeros(c.SETPOINT_SIZE)
    step = transition(N_RAD_S, 1.0)
    for second in range(2000):
        gap = -34.0 - truth[0]
        if gap <= 0.0:
            return float(np.hypot(truth[1], truth[2])), float(truth[3]), second, mode
        estimate[c.E_VELOCITY : c.E_VELOCITY + 3] = truth[3:6]
        manual_guide(float(second), truth, estimate, mode, PORT, constants, state, noise, setpoint)
        push = np.clip(setpoint[:3] - truth[3:6], -THRUST_M_S2, THRUST_M_S2)
        truth[3:6] += push
        truth[:6] = step @ truth[:6]
        if mode[c.ABORT]:
            break
    return np.nan, np.nan, second, mode


def test_val_taken_over_at_55_m_the_operator_docks_as_progress_m_21m_did():
    ends = [_fly(run, TAKE_OVER_M, 0.3) for run in range(100)]
    offsets, speeds = np.array([e[0] for e in ends]), np.array([e[1] for e in ends])
    assert np.isfinite(offsets).all()
    assert np.quantile(offsets, 0.95) < WITHIN_M
    assert speeds.min() > 0.05
    assert speeds.max() < 0.35
    # slower and noisier than the automatic approach, whose offsets are a few centimeters
    assert np.median(offsets) > 0.02


def test_val_without_range_data_he_strikes_fast_as_progress_m_34_did():
    """At 200 m and 2 m/s, with a picture that says neither distance nor rate well."""
    blind = [_fly(run, 200.0, 2.0, range_data=False) for run in range(60)]
    seeing = [_fly(run, 200.0, 2.0) for run in range(60)]
    too_fast = sum(not speed < 0.35 for _, speed, _, _ in blind)
    assert too_fast > 3 * sum(not speed < 0.35 for _, speed, _, _ in seeing) + 3


def test_he_acts_late():
    constants = manual_constants(delay_s=0.8)
    assert 0.5 <= constants[0] <= 1.0


def test_out_of_the_window_he_gives_up():
    noise, mode = seed_noise(1, 1), np.zeros(c.MODE_SIZE)
    truth, estimate = np.zeros(c.TRUTH_SIZE), np.zeros(c.ESTIMATE_SIZE)
    truth[:3] = [-84.0, 40.0, 0.0]
    state, setpoint = np.zeros(MANUAL_SIZE), np.zeros(c.SETPOINT_SIZE)
    for second in range(30):
        manual_guide(
            float(second), truth, estimate, mode, PORT, manual_constants(), state, noise, setpoint
        )
    assert mode[c.ABORT] == c.ABORT_COMMAND


@pytest.mark.parametrize("tilt_rad", [-0.01, 0.01])
def test_attitude_follows_the_tilted_station(tilt_rad):
    """The wanted matrix is docked times the inverse of the station's turn."""
    noise, mode = seed_noise(1, 1), np.zeros(c.MODE_SIZE)
    truth, estimate = np.zeros(c.TRUTH_SIZE), np.zeros(c.ESTIMATE_SIZE)
    truth[0], truth[c.TILT + 1] = -60.0, tilt_rad
    constants, state = manual_constants(), np.zeros(MANUAL_SIZE)
    constants[5] = 0.0  # no noise of the tilt
    setpoint = np.zeros(c.SETPOINT_SIZE)
    manual_guide(0.0, truth, estimate, mode, PORT, constants, state, noise, setpoint)
    # C(q) = exp(-[t x]) = R(t) transposed: the quaternion of half the tilt
    assert setpoint[c.S_ATTITUDE + 1] == pytest.approx(0.5 * tilt_rad, rel=1e-3)
