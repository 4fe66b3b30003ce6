"""The contact envelope and the crossing of the port's plane."""

from math import radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.docking import columns as c
from portcall.docking.contact import contact_columns as k
from portcall.docking.contact.envelope import fractions_of, judge_contact, reason_of
from portcall.docking.contact.mating_plane import conditions_at, crossing
from portcall.docking.contact.mechanism_limits import limits_of, mechanism_ranges, mechanism_row

CATALOGUE = load_catalogue()
RATE = 1.13e-3
ROOT_M = (
    1e-11  # left of the plane at the root: a thousandth of what shifts the contact by a nanosecond
)
ROUNDING = 1e-9


def _judged(limits, **given_values):
    conditions = np.zeros(k.CONDITIONS_SIZE)
    conditions[k.C_CLOSING] = 0.075
    for name, value in given_values.items():
        conditions[getattr(k, name)] = value
    judged = np.zeros(k.JUDGED_SIZE)
    judge_contact(conditions, limits, judged)
    return judged


IDSS_ROWS = [
    ("C_CLOSING", 0.05, k.L_CLOSING_MIN, -1),
    ("C_CLOSING", 0.10, k.L_CLOSING_MAX, 1),
    ("C_OFFSET", 0.10, k.L_OFFSET, 1),
    ("C_LATERAL_RATE", 0.04, k.L_LATERAL_RATE, 1),
    ("C_ANGLES", radians(4.0), k.L_ROLL, 1),
    ("C_RATES", radians(0.2), k.L_ROLL_RATE, 1),
]


@pytest.mark.parametrize(("column", "limit", "criterion", "outward"), IDSS_ROWS)
def test_val_idss_table_is_kept_on_one_side_and_refused_on_the_other(
    column, limit, criterion, outward
):
    limits = limits_of(CATALOGUE.mechanism("idss"))
    inside = _judged(limits, **{column: limit * (1.0 - outward * 1e-6)})
    outside = _judged(limits, **{column: limit * (1.0 + outward * 1e-6)})
    assert inside[k.J_CODE + k.NOMINAL] == 0.0
    assert outside[k.J_CODE + k.NOMINAL] == 1.0 + criterion
    assert outside[k.J_WORST + k.NOMINAL] == pytest.approx(1.0 + 1e-6, abs=1e-8)


def test_val_idss_pitch_and_yaw_count_as_a_vector():
    limits = limits_of(CATALOGUE.mechanism("idss"))
    both = np.zeros(k.CONDITIONS_SIZE)
    both[k.C_CLOSING] = 0.075
    both[k.C_ANGLES + 1 : k.C_ANGLES + 3] = radians(3.0)  # each inside 4, together 4.24
    judged = np.zeros(k.JUDGED_SIZE)
    judge_contact(both, limits, judged)
    assert reason_of(int(judged[k.J_CODE + k.NOMINAL])) == "pitch and yaw angle"


def test_val_ssvp_window_is_what_its_sources_state():
    limits = limits_of(CATALOGUE.mechanism("ssvp"))
    assert limits[k.TIGHT, k.L_CLOSING_MIN] == 0.10
    assert limits[k.WIDE, k.L_CLOSING_MIN] == 0.05
    assert limits[:, k.L_CLOSING_MAX].tolist() == [0.35, 0.35, 0.35]
    assert limits[[k.TIGHT, k.WIDE], k.L_OFFSET].tolist() == [0.10, 0.34]


def test_val_the_flown_contacts_of_atv_are_inside_at_the_value():
    limits = limits_of(CATALOGUE.mechanism("ssvp"))
    for closing, offset in ((0.07, 0.10), (0.07, 0.05), (0.065, 0.06)):
        judged = _judged(limits, C_CLOSING=closing, C_OFFSET=offset)
        assert judged[k.J_CODE + k.NOMINAL] == 0.0


@pytest.mark.parametrize("name", ["ssvp", "idss", "cbm"])
def test_a_tighter_end_never_allows_more(name):
    limits = limits_of(CATALOGUE.mechanism(name))
    for column in range(k.LIMITS_SIZE):
        sign = -1.0 if column == k.L_CLOSING_MIN else 1.0
        assert (np.diff(sign * limits[:, column]) >= 0.0).all()


def test_a_contact_that_goes_away_or_is_no_number_is_outside():
    limits = limits_of(CATALOGUE.mechanism("ssvp"))
    for closing in (-0.1, 0.0):
        judged = _judged(limits, C_CLOSING=closing)
        assert (judged[:3] == 1 + k.L_CLOSING_MIN).all()
    assert (_judged(limits, C_OFFSET=np.nan)[:3] == 1 + k.L_OFFSET).all()
    assert (_judged(limits, C_CLOSING=np.nan)[:3] != 0.0).all()


def test_a_berthing_box_is_a_sphere_and_knows_no_lower_speed():
    limits = limits_of(CATALOGUE.mechanism("cbm"))
    assert _judged(limits, C_CLOSING=0.0, C_OFFSET=0.3, C_AXIAL=0.39)[k.J_CODE] == 0.0
    assert _judged(limits, C_CLOSING=0.0, C_OFFSET=0.3, C_AXIAL=0.41)[k.J_CODE] == 1 + k.L_OFFSET
    assert _judged(limits, C_CLOSING=-0.03)[k.J_CODE] == 1 + k.L_CLOSING_MIN


def test_reasons_have_words_and_unknown_codes_are_refused():
    assert reason_of(1 + k.L_OFFSET) == "lateral offset"
    with pytest.raises(InputError, match="no such contact code"):
        reason_of(99)


def test_fractions_agree_with_the_verdict():
    limits = limits_of(CATALOGUE.mechanism("ssvp"))
    conditions = np.full(k.CONDITIONS_SIZE, 0.01)
    conditions[k.C_CLOSING] = 0.2
    judged = np.zeros(k.JUDGED_SIZE)
    judge_contact(conditions, limits, judged)
    assert fractions_of(conditions, limits).max(axis=1) == pytest.approx(judged[3:], rel=ROUNDING)


def test_a_berthing_mechanism_has_no_springs_and_ranges_hold_the_value():
    with pytest.raises(InputError, match="no contact dynamics"):
        mechanism_row(CATALOGUE.mechanism("cbm"))
    ssvp = CATALOGUE.mechanism("ssvp")
    low, high = mechanism_ranges(ssvp)
    assert (low <= mechanism_row(ssvp)).all()
    assert (mechanism_row(ssvp) <= high).all()


def _port(axes, position=(3.0, -2.0, 7.0), tip=(3.8, 0.05, -0.02)):
    """Return a port array whose docked ship has x = -x, y = -y, z = z of the port."""
    port = np.zeros(c.PORT_SIZE)
    port[c.P_POSITION : c.P_POSITION + 3] = position
    port[c.P_AXES : c.P_AXES + 9] = axes.ravel()
    body = np.diag([-1.0, -1.0, 1.0]) @ axes
    port[c.P_DOCKED : c.P_DOCKED + 4] = Rotation.from_matrix(body.T).as_quat()
    port[c.P_PROBE : c.P_PROBE + 3] = tip
    return port


def _flight(time, port, start, velocity, error, spin, tilt, tilt_rate):
    """Return the truth at a time of a straight, evenly turning flight; rates are against LVLH."""
    station = Rotation.from_rotvec(tilt + tilt_rate * time)
    docked = Rotation.from_quat(port[c.P_DOCKED : c.P_DOCKED + 4])
    ship = docked * Rotation.from_rotvec(error) * Rotation.from_rotvec(spin * time)
    truth = np.zeros(c.TRUTH_SIZE)
    truth[c.POSITION : c.POSITION + 3] = start + velocity * time
    truth[c.VELOCITY : c.VELOCITY + 3] = velocity
    truth[c.ATTITUDE : c.ATTITUDE + 4] = ship.as_quat()
    truth[c.RATE : c.RATE + 3] = spin + ship.inv().apply([0.0, -RATE, 0.0])
    truth[c.MASS] = 7000.0
    truth[c.TILT : c.TILT + 3] = tilt + tilt_rate * time
    truth[c.TILT_RATE : c.TILT_RATE + 3] = tilt_rate
    return truth, station, ship


def _tip_in_port(truth, station, ship, port):
    tip = truth[c.POSITION : c.POSITION + 3] + ship.apply(port[c.P_PROBE : c.P_PROBE + 3])
    axes = port[c.P_AXES : c.P_AXES + 9].reshape(3, 3)
    return axes @ (station.inv().apply(tip) - port[c.P_POSITION : c.P_POSITION + 3])


small = st.floats(-1.0, 1.0)
triple = st.tuples(small, small, small).map(np.array)


@given(triple, triple, triple, triple, triple, triple)
def test_prop_conditions_are_those_of_a_plain_calculation(axis, offset, speed, error, spin, tilt):
    port = _port(Rotation.from_rotvec(2.0 * axis).as_matrix())
    error, spin, tilt = 0.1 * error, 0.01 * spin, 0.05 * tilt
    tilt_rate = np.array([2e-4, -3e-4, 1e-4])
    arguments = (port, 10.0 * offset, 0.2 * speed, error, spin, tilt, tilt_rate)
    found = np.zeros(k.CONDITIONS_SIZE)
    truth, station, ship = _flight(0.0, *arguments)
    conditions_at(5.0, truth, port, RATE, found)
    place = _tip_in_port(truth, station, ship, port)
    h = 1e-3
    rate = (
        _tip_in_port(*_flight(h, *arguments), port) - _tip_in_port(*_flight(-h, *arguments), port)
    ) / (2.0 * h)
    assert found[[k.C_AXIAL, k.C_OFFSET, k.C_OFFSET + 1]] == pytest.approx(place, abs=ROUNDING)
    lateral = [k.C_LATERAL_RATE, k.C_LATERAL_RATE + 1]
    # a rotation vector's own rate is the angular velocity to first order in the tilt
    first_order = 0.6 * np.linalg.norm(tilt) * np.linalg.norm(tilt_rate) * 30.0
    assert -found[k.C_CLOSING] == pytest.approx(rate[0], abs=1e-6 + first_order)
    assert found[lateral] == pytest.approx(rate[1:], abs=1e-6 + first_order)
    docked = station * Rotation.from_quat(port[c.P_DOCKED : c.P_DOCKED + 4])
    turn = (docked.inv() * ship).as_rotvec()
    assert found[k.C_ANGLES : k.C_ANGLES + 3] == pytest.approx(turn, abs=1e-8)


@given(triple, triple, triple, st.floats(0.02, 0.5), st.floats(0.05, 0.95))
def test_prop_the_root_lies_in_the_plane_and_at_its_time(axis, error, spin, closing, part):
    port = _port(Rotation.from_rotvec(2.0 * axis).as_matrix())
    axes = port[c.P_AXES : c.P_AXES + 9].reshape(3, 3)
    dt = 0.2
    error, spin = 0.05 * error, 0.005 * spin
    truth, station, ship = _flight(
        0.0, port, np.zeros(3), np.zeros(3), error, spin, np.zeros(3), np.zeros(3)
    )
    place = _tip_in_port(truth, station, ship, port)
    start = -axes.T @ place + axes.T @ np.array([closing * dt * part, 0.02, -0.03])
    arguments = (port, start, -closing * axes[0], error, spin, np.zeros(3), np.zeros(3))
    before, *_ = _flight(0.0, *arguments)
    after, *_ = _flight(dt, *arguments)
    found, scratch = np.zeros(k.CONDITIONS_SIZE), np.zeros(c.TRUTH_SIZE)
    when = crossing(before, after, 100.0, dt, port, RATE, scratch, found)
    if when < 0.0:  # the ship's own turn can carry the tip out of the plane's reach
        assert _tip_in_port(*_flight(dt, *arguments), port)[0] > 0.0
        return
    assert abs(found[k.C_AXIAL]) < ROOT_M
    exact = _tip_in_port(*_flight(when, *arguments), port)[0]
    assert abs(exact) < 1e-7  # the turn is interpolated evenly: an angle cubed of the step
    assert found[k.C_TIME] == pytest.approx(100.0 - dt + when, abs=1e-9)


def test_no_crossing_before_behind_or_outwards():
    port = _port(np.eye(3))
    states = []
    for x in (6.9, 6.79, 6.7):
        truth, *_ = _flight(
            0.0, port, np.array([x, -2.05, 7.02]), np.array([-0.1, 0.0, 0.0]), *np.zeros((4, 3))
        )
        states.append(truth)
    found, scratch = np.zeros(k.CONDITIONS_SIZE), np.zeros(c.TRUTH_SIZE)
    far, near, inside = states
    assert crossing(far, far, 1.0, 1.0, port, RATE, scratch, found) == -1.0
    assert crossing(near, inside, 1.0, 1.0, port, RATE, scratch, found) == -1.0
    assert crossing(inside, far, 1.0, 1.0, port, RATE, scratch, found) == -1.0
    assert 0.0 < crossing(far, inside, 1.0, 1.0, port, RATE, scratch, found) < 1.0
