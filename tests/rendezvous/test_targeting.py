"""Targeting on the full dynamics: it closes, it burns what the rocket equation says, all adds up."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.frames import gcrf_from_teme
from portcall.core.time import elapsed_s
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.flight_path import coast_with_maneuvers
from portcall.orbit.mean_elements import NearCircular, osculating_from_mean, to_state
from portcall.orbit.relative_state import relative_lvlh
from portcall.orbit.secular import secular_rates
from portcall.rendezvous.gate import goal_at_gate, least_delta_v_m_s
from portcall.rendezvous.mean_chase import plan_chase
from portcall.rendezvous.schedule import gate_of, schedule
from portcall.rendezvous.targeting import (
    ARRIVED_M,
    ARRIVED_M_S,
    Engine,
    fly_burns,
    target_chase,
)

START = datetime(2025, 7, 3, 19, 41, 28, tzinfo=UTC)
PROFILE = load_catalogue().profile("34-orbit")
ENGINE = Engine(2950.0, 302.0 * 9.80665)
MASS_KG = 7400.0
LEDGER_KG = 1e-6  # a milligram
SHIP_M2_KG = 2.2 * 6.0 / MASS_KG
PLAN_SHARE = 0.05  # finite burns, drag and the field beyond the mean plan


def _state(mean):
    rotation = gcrf_from_teme(START)
    position, velocity = to_state(osculating_from_mean(mean))
    return np.concatenate((rotation @ position, rotation @ velocity))


@pytest.fixture(scope="module")
def chase():
    tilt = math.radians(51.64)
    perigee = math.radians(80.0)
    a, e = 6_378_137.0 + 205e3, 2.4e-3
    ship = NearCircular(a, e * math.cos(perigee), e * math.sin(perigee), tilt, 0.5, 1.43)
    phase = math.radians(250.0)
    station = NearCircular(6_796_137.0, 3e-4, -2e-4, tilt, 0.5 - 0.0021 * phase, 1.43 + phase)
    times = schedule(
        PROFILE, separation_met_s=528.8, contact_met_s=49.6 * 3600.0, semi_major_axis_m=a
    )
    span_s = times.gate_s + 60.0
    still = prepare_forces(ForceModel(ballistic_m2_kg=0.0), START, span_s)
    dragged = prepare_forces(ForceModel(ballistic_m2_kg=SHIP_M2_KG), START, span_s)
    path = coast_with_maneuvers(START, _state(station), span_s, still)
    node, latitude = secular_rates(station.semi_major_axis_m, tilt)
    later = NearCircular(
        station.semi_major_axis_m,
        station.ex,
        station.ey,
        tilt,
        station.node_rad + node * times.gate_s,
        station.argument_of_latitude_rad + latitude * times.gate_s,
    )
    goal = goal_at_gate(later, gate_of(PROFILE))
    plan = plan_chase(ship, goal, times.times_s, times.gate_s)
    flown = target_chase(
        START,
        np.append(_state(ship), MASS_KG),
        times,
        plan.burns_m_s,
        gate=gate_of(PROFILE),
        station=path,
        engine=ENGINE,
        forces=dragged,
    )
    return ship, goal, times, plan, path, dragged, flown


def test_it_closes_on_the_full_dynamics(chase):
    *_, plan, path, _, flown = chase
    assert plan.closed
    assert flown.arrived
    gate = gate_of(PROFILE)
    position, velocity = relative_lvlh(
        flown.path.final_state, path.states_at([flown.path.duration_s])[0]
    )
    assert np.linalg.norm(position - gate.position_lvlh_m) < ARRIVED_M + 0.1
    assert np.linalg.norm(velocity - gate.velocity_lvlh_m_s) < ARRIVED_M_S + 1e-3
    assert flown.rounds > 1  # the mean plan alone does not arrive


def test_it_spends_what_the_plan_said_and_no_less_than_the_bound(chase):
    ship, goal, _, plan, *_, flown = chase
    assert flown.delta_v_m_s == pytest.approx(plan.delta_v_m_s, rel=PLAN_SHARE)
    assert flown.delta_v_m_s >= least_delta_v_m_s(ship, goal)


def test_mass_obeys_the_rocket_equation(chase):
    *_, flown = chase
    mass = MASS_KG
    for burn in flown.burns:
        mass *= math.exp(-burn.delta_v_m_s / ENGINE.exhaust_velocity_m_s)
        assert burn.mass_after_kg == pytest.approx(mass, abs=LEDGER_KG)
        flow = ENGINE.thrust_n / ENGINE.exhaust_velocity_m_s
        assert burn.propellant_kg == pytest.approx(flow * burn.duration_s, abs=LEDGER_KG)
    assert flown.path.final_state[6] == pytest.approx(mass, abs=LEDGER_KG)
    assert sum(b.propellant_kg for b in flown.burns) == pytest.approx(MASS_KG - mass, abs=LEDGER_KG)


def test_burns_are_centered_on_their_times(chase):
    _, _, times, *_, flown = chase
    at = dict(zip(times.names, times.times_s, strict=True))
    for burn in flown.burns:
        center = elapsed_s(START, burn.start) + burn.duration_s / 2.0
        assert center == pytest.approx(at[burn.name], abs=1e-3)


def test_a_path_has_no_gap_at_ignition_and_cutoff(chase):
    *_, flown = chase
    for before, behind in zip(flown.path.arcs, flown.path.arcs[1:], strict=False):
        assert np.array_equal(before.final_state[:6], behind.state_at(0.0)[:6])


def test_a_burn_too_small_to_make_is_not_flown(chase):
    ship, _, times, _, _, forces, _ = chase
    burns = np.zeros((times.times_s.size, 3))
    burns[0] = (1.0, 0.0, 0.0)
    burns[-1] = (5e-4, 0.0, 0.0)
    path, flown = fly_burns(START, np.append(_state(ship), MASS_KG), times, burns, ENGINE, forces)
    assert [burn.name for burn in flown] == [times.names[0]]
    assert path.duration_s == pytest.approx(times.gate_s, abs=1e-5)


def test_a_hopeless_chase_does_not_claim_to_arrive(chase):
    ship, _, times, _, path, forces, _ = chase
    behind = NearCircular(
        ship.semi_major_axis_m, 0.0, 0.0, ship.inclination_rad + 0.2, ship.node_rad, 1.0
    )
    lost = target_chase(
        START,
        np.append(_state(behind), MASS_KG),
        times,
        np.tile([1.0, 0.0, 0.0], (times.times_s.size, 1)),
        gate=gate_of(PROFILE),
        station=path,
        engine=ENGINE,
        forces=forces,
    )
    assert not lost.arrived
    assert lost.miss_m > 1e4
