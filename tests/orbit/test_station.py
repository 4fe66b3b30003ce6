"""The station's motion: what maneuvers do to the phase, and what the node correction is worth."""

import math
from datetime import timedelta

import numpy as np
import pytest

from portcall.core.frames import gcrf_from_teme
from portcall.orbit.elements import mean_elements_at, state_gcrf
from portcall.orbit.station import (
    StationManeuver,
    StationMotion,
    station_mean,
    station_state_gcrf,
)
from portcall.orbit.tle import parse_tle

# two real sets, 13.6 days apart, no reboost between
OLDER = parse_tle(
    "1 25544U 98067A   21111.91737997  .00001932  00000-0  43335-4 0  9995",
    "2 25544  51.6441 261.0482 0002551 261.6267 242.9044 15.48916232279878",
)
NEWER = parse_tle(
    "1 25544U 98067A   21125.52853295  .00001266  00000-0  31146-4 0  9994",
    "2 25544  51.6430 193.7224 0002743 322.0184 171.5401 15.48981207281987",
)
BARE = StationMotion(OLDER)
BURN = OLDER.epoch + timedelta(hours=6)
PHASE_DEG_PER_M_S_DAY = 2.19  # 3 / (a n) per second, in degrees a day, backwards: 3 dv / a
PLANE_DEG = 0.01  # what the module promises after two weeks


def _moved_deg(delta_v_m_s, days):
    moved = StationMotion(OLDER, (StationManeuver(BURN, delta_v_m_s),))
    utc = BURN + timedelta(days=days)
    with_it, without = station_mean(moved, utc), station_mean(BARE, utc)
    turn = with_it.argument_of_latitude_rad - without.argument_of_latitude_rad
    return math.degrees(math.remainder(turn, math.tau))


@pytest.mark.parametrize("delta_v_m_s", [-1.0, 0.5, 2.0])
@pytest.mark.parametrize("days", [1.0, 3.0])
def test_a_maneuver_moves_the_phase(delta_v_m_s, days):
    # closed form: raising by dv slows the mean motion by 3 dv / a
    closed_form_deg = -math.degrees(3.0 * delta_v_m_s / 6_795_000.0) * 86_400.0 * days
    assert closed_form_deg == pytest.approx(-PHASE_DEG_PER_M_S_DAY * delta_v_m_s * days, rel=0.01)
    # J2 adds 0.4 % to the closed form, the second order in dv another 0.05 %
    assert _moved_deg(delta_v_m_s, days) == pytest.approx(closed_form_deg, rel=0.01)


def test_a_maneuver_changes_nothing_before_it():
    moved = StationMotion(OLDER, (StationManeuver(BURN, 2.0),))
    before = BURN - timedelta(seconds=1)
    assert station_mean(moved, before) == station_mean(BARE, before)
    for one, other in zip(
        station_state_gcrf(moved, before), station_state_gcrf(BARE, before), strict=True
    ):
        assert np.array_equal(one, other)


def test_a_maneuver_raises_the_flown_orbit():
    moved = StationMotion(OLDER, (StationManeuver(BURN, 1.0),))
    utc = BURN + timedelta(days=1)
    (r1, v1), (r0, v0) = station_state_gcrf(moved, utc), station_state_gcrf(BARE, utc)
    # both states are the same place on the orbit, turned by the phase: energies compare directly
    mu = 3.986004415e14
    a1, a0 = (1.0 / (2.0 / np.linalg.norm(r) - v @ v / mu) for r, v in ((r1, v1), (r0, v0)))
    assert a1 - a0 == pytest.approx(2.0 * 6_795_000.0 / 7_659.0, rel=0.01)  # 2 a dv / v


def test_two_maneuvers_add_up():
    pair = (StationManeuver(BURN, 1.0), StationManeuver(BURN, -1.0))
    utc = BURN + timedelta(days=1)
    undone, bare = station_mean(StationMotion(OLDER, pair), utc), station_mean(BARE, utc)
    # all but the second order of a 1.8 km raise
    assert undone.semi_major_axis_m == pytest.approx(bare.semi_major_axis_m, abs=2.0)
    turn = undone.argument_of_latitude_rad - bare.argument_of_latitude_rad
    assert abs(math.degrees(math.remainder(turn, math.tau))) < 0.005


def test_at_the_epoch_the_state_is_sgp4s():
    for one, other in zip(
        station_state_gcrf(BARE, OLDER.epoch), state_gcrf(OLDER, OLDER.epoch), strict=True
    ):
        assert np.allclose(one, other, rtol=0.0, atol=1e-6)


def _off_plane_deg(state, reference):
    # node difference, in the frame of the elements
    turned = gcrf_from_teme(NEWER.epoch).T
    nodes = []
    for position, velocity in (state, reference):
        h = turned @ np.cross(position, velocity)
        nodes.append(math.atan2(h[0], -h[1]))
    return math.degrees(math.remainder(nodes[0] - nodes[1], math.tau))


def test_val_the_plane_stays_good_over_two_weeks():
    later = state_gcrf(NEWER, NEWER.epoch)
    ours = _off_plane_deg(station_state_gcrf(BARE, NEWER.epoch), later)
    sgp4s = _off_plane_deg(state_gcrf(OLDER, NEWER.epoch), later)
    assert abs(sgp4s) > 0.015  # five seconds of launch time
    assert abs(ours) < PLANE_DEG
    assert abs(ours) < 0.6 * abs(sgp4s)


def test_mean_node_agrees_with_the_states_plane():
    utc = OLDER.epoch + timedelta(days=9)
    turn = station_mean(BARE, utc).node_rad - mean_elements_at(OLDER, utc).raan_rad
    assert math.degrees(turn) == pytest.approx(9 * 0.0023, rel=0.02)
