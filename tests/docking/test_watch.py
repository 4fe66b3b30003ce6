"""The watch: it finds every single thruster's fault, and never cries wolf."""

import numpy as np
import pytest
from numba import njit

from portcall.catalogue.load import load_vehicle
from portcall.docking import columns as c
from portcall.docking.control.layout import center_of_mass_m, inertia_kg_m2, thruster_rows
from portcall.docking.control.thrusters import allocate
from portcall.docking.faults import watch_columns as w
from portcall.docking.faults.watch_kernel import watch, watch_gather
from portcall.docking.faults.watch_table import surprise_exponent, watch_constants, watch_table
from portcall.docking.noise import gauss, seed_noise, uniform

CYCLE_S = 0.2
PER_SECOND = 5
SHORTEST_S = 0.03


@njit
def fly_stream(
    seconds, seed_state, signatures, plans, inertia, table, constants, mass_kg, fault, errors,
    measured, innovations, port, estimate, state, out,
):  # fmt: skip
    """Fill out: time of the first action, action, unit, group, kind, time of the last, actions, last,
    and how long the faulty thruster was told to burn before the first [s].

    signatures (N, 6): true force [N] and angular acceleration [rad/s2]; plans: table of
    allocation. fault: kind, unit, start [s], magnitude. errors: gyro, delta-v,
    pulse, accelerometer bias.
    """
    n = table.shape[0]
    on = np.zeros(n)
    rate = np.zeros(3)
    out[:] = 0.0
    out[0] = -1.0
    for second in range(seconds):
        for cycle in range(PER_SECOND):
            now = second + cycle * CYCLE_S
            on[:] = 0.0
            plane = int(state[w.W_UNIT])
            if state[w.W_GROUP] > 0.0:
                plane = n + int(state[w.W_GROUP])
            # bursts of some seconds: about as busy as a real approach, and busier
            busy = 0.3 if (second // 7) % 3 == 0 else 0.04
            for axis in range(6):
                if uniform(seed_state) > busy:
                    continue
                row = 2 * axis + int(uniform(seed_state) < 0.5)
                if axis > 2:  # an attitude control keeps the rates small
                    row = 2 * axis + int(rate[axis - 3] > 0.0)
                most = np.max(plans[plane, row])
                if most > 0.0:
                    length = SHORTEST_S + 0.15 * uniform(seed_state) ** 2
                    on += plans[plane, row] * (length / most)
            for k in range(n):
                on[k] = min(on[k], CYCLE_S) if on[k] >= SHORTEST_S else 0.0
            if fault[0] > 0 and now >= fault[2] and out[0] < 0.0:
                out[8] += on[int(fault[1])]
            dv = np.zeros(3)
            spin = np.array(
                [
                    (inertia[1] - inertia[2]) * rate[1] * rate[2] / inertia[0],
                    (inertia[2] - inertia[0]) * rate[2] * rate[0] / inertia[1],
                    (inertia[0] - inertia[1]) * rate[0] * rate[1] / inertia[2],
                ]
            )
            rate += spin * CYCLE_S
            mean = rate - 0.5 * spin * CYCLE_S
            for k in range(n):
                true_s = on[k]
                if true_s > 0.0:
                    true_s = max(true_s + errors[2] * gauss(seed_state), 0.0)
                if fault[0] > 0 and k == int(fault[1]) and now >= fault[2]:
                    if fault[0] == c.FAULT_THRUSTER_OFF:
                        true_s = 0.0
                    elif fault[0] == c.FAULT_THRUSTER_WEAK:
                        true_s *= fault[3]
                    elif int(state[w.W_GROUP]) - 1 != int(table[k, w.WT_GROUP]):
                        true_s = CYCLE_S
                for i in range(3):
                    dv[i] += true_s * signatures[k, i] / mass_kg
                    rate[i] += true_s * signatures[k, 3 + i]
                    part = 1.0 - 0.5 * true_s / CYCLE_S
                    mean[i] += part * true_s * signatures[k, 3 + i]
            for i in range(3):
                measured[c.M_DELTA_V + i] = (
                    dv[i]
                    + errors[1] * gauss(seed_state) / np.sqrt(PER_SECOND)
                    + errors[3] * CYCLE_S
                )
                measured[c.M_GYRO + i] = mean[i] + errors[0] * gauss(seed_state)
            watch_gather(CYCLE_S, measured, on, state)
        action = watch(second + 1.0, estimate, measured, innovations, port, table, constants, state)
        if action != 0:
            if out[0] < 0.0:
                out[0] = second + 1.0
                out[1] = action
            out[2], out[3], out[4] = state[w.W_UNIT], state[w.W_GROUP], state[w.W_KIND]
            out[5] = second + 1.0
            out[6] += 1.0
            out[7] = action
            if action == w.WATCH_ABORT:
                return


SHIP = load_vehicle("progress-ms")
ROWS, CENTER_M, INERTIA_KG_M2 = thruster_rows(SHIP), center_of_mass_m(SHIP), inertia_kg_m2(SHIP)
TABLE, CONSTANTS = watch_table(ROWS, CENTER_M, INERTIA_KG_M2), watch_constants(INERTIA_KG_M2)
PLANS = np.ascontiguousarray(allocate(ROWS, CENTER_M).packed)
MASS_KG = 7000.0
ERRORS = np.array(
    [8e-5, 5e-4, 0.002, 1e-5]
)  # gyro, delta-v, pulse, accelerometer: as the watch thinks
SOON_S = 5.0  # isolation within it
SECOND_ANSWER_S = 8.0  # where the twin on the other feed was shut off first
SMALL = [k for k, row in enumerate(ROWS) if row[c.T_MAIN] == 0.0]


def _hardware(draw):
    """Return what the thrusters of one ship really give, (N, 6), and its mass."""
    rows = ROWS.copy()
    rows[:, c.T_THRUST_N] *= draw.normal(1.0, 0.04) * draw.normal(1.0, 0.03, len(rows))
    tilt = draw.normal(0.0, np.radians(0.5), (len(rows), 3))
    rows[:, c.T_FORCE : c.T_FORCE + 3] += tilt
    center = CENTER_M + draw.normal(0.0, 0.04, 3)
    inertia = INERTIA_KG_M2 * draw.uniform(0.8, 1.2, 3)
    true = watch_table(rows, center, inertia)
    return np.ascontiguousarray(true[:, :6]), inertia, MASS_KG * draw.normal(1.0, 0.01)


def _fly(run, seconds, fault=(0.0, 0.0, 0.0, 0.0)):
    draw = np.random.default_rng([4, run])
    signatures, inertia, mass_kg = _hardware(draw)
    measured = np.full(c.MEASURED_SIZE, np.nan)
    estimate, port = np.zeros(c.ESTIMATE_SIZE), np.zeros(c.PORT_SIZE)
    estimate[c.E_MASS] = MASS_KG
    state, out = np.zeros(w.watch_size(len(ROWS))), np.zeros(9)
    fly_stream(
        seconds, seed_noise(4, run), signatures, PLANS, inertia, TABLE,
        CONSTANTS, mass_kg, np.array(fault), ERRORS, measured, np.full(4, np.nan), port, estimate,
        state, out,
    )  # fmt: skip
    return out


def test_no_false_alarm_in_nominal_streams():
    alarms = [run for run in range(150) if _fly(run, 800)[0] >= 0.0]
    assert alarms == []


@pytest.mark.acceptance
def test_no_false_alarm_in_ten_thousand_nominal_streams():
    alarms = [run for run in range(10_000) if _fly(run, 800)[0] >= 0.0]
    assert alarms == []


def test_a_thruster_stuck_open_is_shut_off_within_five_seconds():
    """Each thruster, several ships; a first answer may be the twin on the other feed, put right later."""
    start_s, late, wrong = 61.37, [], []
    flown = [(unit, rep) for unit in SMALL for rep in range(3)]
    for unit, rep in flown:
        out = _fly(1000 + unit + 100 * rep, 90, (c.FAULT_THRUSTER_ON, unit, start_s, 0.0))
        if out[7] != w.WATCH_ISOLATED or out[3] != ROWS[unit, c.T_GROUP] + 1:
            wrong.append((unit, rep))
        elif out[5] - start_s > SOON_S:
            late.append((unit, rep, out[5] - start_s))
        else:
            assert out[4] == c.FAULT_THRUSTER_ON
    # an approach that is aborted because no thruster explains it is safe, but is not an isolation
    assert len(wrong) <= 0.03 * len(flown), wrong
    assert len(late) <= 0.1 * len(flown), late
    assert all(seconds <= SECOND_ANSWER_S for _, _, seconds in late)


def test_a_dead_thruster_that_is_used_is_found_and_no_other():
    """Silent while it is hardly told to burn: then nothing is lost by it either."""
    unseen_s = 2.0  # commanded to a dead thruster that turns the ship, at the most
    for unit in SMALL:
        out = _fly(1000 + unit, 120, (c.FAULT_THRUSTER_OFF, unit, 61.37, 0.0))
        assert out[7] in (0.0, w.WATCH_ISOLATED)
        if out[7]:
            assert out[2] == unit + 1
            assert out[4] == c.FAULT_THRUSTER_OFF
        assert out[8] < unseen_s


def test_val_the_exponent_of_the_cumulative_sum():
    """E exp(x (z^2 - 2)) = 1: x = 0.398 by hand; and the limit leaves no alarm in 1.6e8 innovations."""
    assert surprise_exponent(1.0, 2.0) == pytest.approx(0.398, abs=5e-4)
    chance = np.exp(-surprise_exponent(1.5, 3.0) * CONSTANTS[w.WC_SURPRISE])
    assert chance * 1.6e8 < 1e-3


def _sense(seconds, change, *, manual_below_m=0.0):
    """Let a radar on a straight line in be watched; return the first action, its second, the state."""
    noise, state = seed_noise(9, 2), np.zeros(w.watch_size(len(ROWS)))
    constants = watch_constants(INERTIA_KG_M2, manual_below_m=manual_below_m)
    port, estimate = np.zeros(c.PORT_SIZE), np.zeros(c.ESTIMATE_SIZE)
    port[c.P_AXES : c.P_AXES + 9] = np.diag([-1.0, -1.0, 1.0]).ravel()
    estimate[c.E_MASS], estimate[c.E_ATTITUDE + 3] = MASS_KG, 1.0
    for second in range(seconds):
        range_m = 200.0 - 0.3 * second
        estimate[0] = -range_m
        measured, innovations = np.full(c.MEASURED_SIZE, np.nan), np.full(c.MEASURED_SIZE, np.nan)
        measured[c.M_GYRO : c.M_GYRO + 3] = [8e-5 * gauss(noise) for _ in range(3)]
        measured[c.M_DELTA_V : c.M_DELTA_V + 3] = [2e-4 * gauss(noise) for _ in range(3)]
        measured[c.M_RANGE] = range_m + 0.3 * gauss(noise)
        measured[c.M_RANGE_RATE] = -0.3 + 0.005 * gauss(noise)
        for i in range(c.M_SHIP_ANGLES, c.M_PORT_ANGLES + 2):
            measured[i] = 0.0012 * gauss(noise)
        for i in range(c.M_RANGE, c.M_PORT_ANGLES + 2):
            innovations[i] = gauss(noise)
        change(second, measured, innovations, noise)
        watch_gather(1.0, measured, np.zeros(len(ROWS)), state)
        action = watch(
            float(second), estimate, measured, innovations, port, TABLE, constants, state
        )
        if action:
            return action, second, state
    return w.WATCH_NONE, seconds, state


KEPT = np.full(c.MEASURED_SIZE, np.nan)


def _frozen(second, measured, *_):
    if second == 100:
        KEPT[:] = measured
    elif second > 100:
        measured[c.M_RANGE : c.M_GYRO] = KEPT[c.M_RANGE : c.M_GYRO]


def _lost(second, measured, *_):
    if second >= 100:
        measured[c.M_RANGE : c.M_GYRO] = np.nan


def _biased_range(second, measured, *_):
    if second >= 100:
        measured[c.M_RANGE] += 20.0


def _biased_angles(second, measured, *_):
    if second >= 100:
        measured[c.M_SHIP_ANGLES] += np.radians(4.0)


def _surprising(second, _measured, innovations, _noise):
    if second >= 100:
        innovations[c.M_RANGE_RATE] += 4.0


@pytest.mark.parametrize(
    ("change", "action", "within_s"),
    [
        (_frozen, w.WATCH_MASKED, 3),
        (_lost, w.WATCH_ABORT, 11),
        (_biased_range, w.WATCH_ABORT, 5),
        (_biased_angles, w.WATCH_ABORT, 10),
        (_surprising, w.WATCH_ABORT, 20),
    ],
)
def test_a_bad_sensor_is_found(change, action, within_s):
    found, second, state = _sense(300, change)
    assert found == action
    assert 100 <= second <= 100 + within_s
    if action == w.WATCH_ABORT:
        assert state[w.W_ABORT] == c.ABORT_NAVIGATION


def test_good_sensors_are_believed():
    assert _sense(600, lambda *_: None)[0] == w.WATCH_NONE


def test_an_operator_takes_over_near_the_station_instead_of_an_abort():
    found, _, state = _sense(300, _lost, manual_below_m=180.0)
    assert found == w.WATCH_MANUAL
    assert state[w.W_ABORT] == 0.0
