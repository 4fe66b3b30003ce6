"""Plans and flies a bundled scenario: a profile's chase between two idealised orbits.

Model   Mean orbits from the scenario's heights; burns at the cheapest minutes near the profile's times;
        then the full dynamics with finite burns, mass flow and drag on the ship.
Valid   Profiles of a few revolutions, whose burn times are worth moving.
Source  `rendezvous.burn_times`, `rendezvous.targeting`; figures from the scenario's own file.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.profile import Profile
from portcall.catalogue.scenario import Scenario
from portcall.catalogue.vehicle import Vehicle
from portcall.core.constants import STANDARD_GRAVITY_M_S2, WGS84_A_M
from portcall.core.frames import gcrf_from_teme
from portcall.core.time import after
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.engine import Engine
from portcall.orbit.flight_path import FlightPath, coast_with_maneuvers
from portcall.orbit.mean_elements import NearCircular, osculating_from_mean, to_state
from portcall.orbit.secular import secular_rates
from portcall.rendezvous.burn_times import cheapest_times
from portcall.rendezvous.gate import goal_at_gate, least_delta_v_m_s
from portcall.rendezvous.mean_chase import MeanPlan, nodal_drift_rad
from portcall.rendezvous.schedule import Schedule, gate_of, schedule
from portcall.rendezvous.targeting import FlownChase, target_chase

_PLANE_ROUNDS = 3  # each takes a hundredth of the plane error left by the one before
_MARGIN_S = 60.0


@dataclass(frozen=True, slots=True)
class ScenarioPlan:
    """The chase in mean elements, and the least that any plan between its ends must spend."""

    schedule: Schedule
    start: NearCircular
    station: NearCircular
    goal: NearCircular
    plan: MeanPlan
    bound_m_s: float


@dataclass(frozen=True)
class ScenarioFlight:
    """The chase on the full dynamics."""

    planned: ScenarioPlan
    station: FlightPath
    chase: FlownChase


def _starting_orbits(scenario: Scenario) -> tuple[NearCircular, NearCircular]:
    orbit = scenario.start
    perigee_m = WGS84_A_M + 1e3 * orbit.perigee_km.value
    apogee_m = WGS84_A_M + 1e3 * orbit.apogee_km.value
    e = (apogee_m - perigee_m) / (apogee_m + perigee_m)
    perigee = math.radians(orbit.argument_of_perigee_deg.value)
    ship = NearCircular(
        0.5 * (perigee_m + apogee_m),
        e * math.cos(perigee),
        e * math.sin(perigee),
        math.radians(orbit.inclination_deg.value),
        math.radians(scenario.node_deg.value),
        math.radians(orbit.argument_of_latitude_deg.value),
    )
    station = NearCircular(
        WGS84_A_M + 1e3 * scenario.station_altitude_km.value,
        0.0,
        0.0,
        ship.inclination_rad,
        ship.node_rad,
        ship.argument_of_latitude_rad + math.radians(scenario.phase_deg.value),
    )
    return ship, station


def _later(station: NearCircular, duration_s: float) -> NearCircular:
    node, latitude = secular_rates(station.semi_major_axis_m, station.inclination_rad)
    return replace(
        station,
        node_rad=station.node_rad + node * duration_s,
        argument_of_latitude_rad=station.argument_of_latitude_rad + latitude * duration_s,
    )


def plan_scenario(scenario: Scenario, profile: Profile) -> ScenarioPlan:
    """Plan a scenario in mean elements; the station's plane is the one that the chase drifts into.

    Parameters
    ----------
    scenario : Scenario
        Orbits, phase and times.
    profile : Profile
        Burn scheme and arrival gate.
    """
    ship, station = _starting_orbits(scenario)
    times = schedule(
        profile,
        separation_met_s=scenario.separation_met_s.value,
        contact_met_s=scenario.contact_met_s.value,
        semi_major_axis_m=ship.semi_major_axis_m,
    )
    earliest_s = profile.first_burn_earliest_s.value - scenario.separation_met_s.value
    for _ in range(_PLANE_ROUNDS):
        goal = goal_at_gate(_later(station, times.gate_s), gate_of(profile))
        plan = cheapest_times(ship, goal, times.times_s, times.gate_s, earliest_s=earliest_s)
        drift = nodal_drift_rad(ship, station, plan, times.gate_s)
        station = replace(station, node_rad=ship.node_rad + drift)
    bound = least_delta_v_m_s(ship, goal)
    return ScenarioPlan(replace(times, times_s=plan.times_s), ship, station, goal, plan, bound)


def _state_gcrf(mean: NearCircular, utc: datetime) -> NDArray[np.float64]:
    rotation = gcrf_from_teme(utc)
    position, velocity = to_state(osculating_from_mean(mean))
    return np.concatenate((rotation @ position, rotation @ velocity))


def fly_scenario(scenario: Scenario, profile: Profile, vehicle: Vehicle) -> ScenarioFlight:
    """Fly a planned scenario on the full dynamics.

    Parameters
    ----------
    scenario, profile
        As `plan_scenario`.
    vehicle : Vehicle
        Engine, launch mass and drag.
    """
    planned = plan_scenario(scenario, profile)
    separation = after(scenario.liftoff_utc.utc, scenario.separation_met_s.value)
    span_s = planned.schedule.gate_s + _MARGIN_S
    mass_kg = vehicle.masses.launch_mass_kg.value
    area_m2 = vehicle.drag.drag_coefficient.value * vehicle.drag.area_nose_on_m2.value
    free = prepare_forces(ForceModel(atmosphere="none"), separation, span_s)
    dragged = prepare_forces(ForceModel(ballistic_m2_kg=area_m2 / mass_kg), separation, span_s)
    station = coast_with_maneuvers(
        separation, _state_gcrf(planned.station, separation), span_s, free
    )
    main = vehicle.main_engine
    chase = target_chase(
        separation,
        np.append(_state_gcrf(planned.start, separation), mass_kg),
        planned.schedule,
        planned.plan.burns_m_s,
        gate=gate_of(profile),
        station=station,
        engine=Engine(main.thrust_n.value, main.isp_s.value * STANDARD_GRAVITY_M_S2),
        forces=dragged,
    )
    return ScenarioFlight(planned, station, chase)
