"""The final approach that is timed, and 800 seconds of dynamics and attitude alone in another code."""

from datetime import UTC, datetime

import numpy as np

from portcall.catalogue.docking_errors import load_docking_errors
from portcall.catalogue.load import load_catalogue
from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M
from portcall.docking import columns as c
from portcall.docking.approach.plan import plan_approach
from portcall.docking.run.scenario import docking_scenario

EPOCH = datetime(2025, 7, 5, 20, 0, tzinfo=UTC)
STATION_RADIUS_M = WGS84_A_M + 417e3
INCLINATION_RAD = np.radians(51.64)
FINAL_S = 800.0
FROM_M = 250.0  # range to the port at rest, outside the keep-out sphere
PEER_STEP_S, PEER_CONTROL_S = 0.1, 0.5
SHIP = "progress-ms"
PORT = "poisk-zenith"


def station_state():
    """Return a circular orbit like the station's, GCRF."""
    speed_m_s = np.sqrt(GM_EARTH_M3_S2 / STATION_RADIUS_M)
    c_i, s_i = np.cos(INCLINATION_RAD), np.sin(INCLINATION_RAD)
    return np.array([STATION_RADIUS_M, 0.0, 0.0, 0.0, speed_m_s * c_i, speed_m_s * s_i])


def errors_at_a_hold():
    """Return the errors of a ship that has kept station for a while instead of just having arrived."""
    errors = load_docking_errors()
    ends = {
        "position_m": (1.0, 0.5, 2.0),
        "velocity_m_s": (0.01, 0.005, 0.02),
        "known_position_m": (1.0, 0.5, 2.0),
        "known_velocity_m_s": (0.01, 0.005, 0.02),
    }
    figures = {
        name: getattr(errors.gate, name).model_copy(
            update={"value": value, "low": low, "high": high}
        )
        for name, (value, low, high) in ends.items()
    }
    return errors.model_copy(update={"gate": errors.gate.model_copy(update=figures)})


def final_approach():
    """Return the scenario of the last 800 s: from rest at 250 m on the port's axis to contact."""
    catalogue = load_catalogue()
    port = plan_approach(catalogue, SHIP, "iss", PORT).port
    start = np.zeros(6)
    out = port[c.P_AXES : c.P_AXES + 3]
    start[:3] = port[c.P_POSITION : c.P_POSITION + 3] + (FROM_M + port[c.P_PROBE]) * out
    plan = plan_approach(catalogue, SHIP, "iss", PORT, start=start, contact_after_s=FINAL_S)
    return docking_scenario(catalogue, plan, EPOCH, station_state(), errors=errors_at_a_hold())


def whole_approach():
    """Return the scenario from the gate at 2.5 km."""
    catalogue = load_catalogue()
    plan = plan_approach(catalogue, SHIP, "iss", PORT)
    return docking_scenario(catalogue, plan, EPOCH, station_state())


def _craft(name, state, mass_kg, inertia_kg_m2, gravity):
    from Basilisk.simulation import spacecraft

    craft = spacecraft.Spacecraft()
    craft.ModelTag = name
    craft.hub.mHub = mass_kg
    craft.hub.IHubPntBc_B = np.diag(inertia_kg_m2).tolist()
    craft.hub.r_CN_NInit = state[:3].tolist()
    craft.hub.v_CN_NInit = state[3:].tolist()
    craft.hub.sigma_BNInit = [[0.02], [-0.01], [0.015]]
    craft.hub.omega_BN_BInit = [[1e-3], [-1e-3], [5e-4]]
    gravity.addBodiesTo(craft)
    return craft


def _thrusters(craft):
    """Return twelve thrusters of 130 N in couples about each axis."""
    from Basilisk.simulation import thrusterDynamicEffector
    from Basilisk.utilities import simIncludeThruster

    factory = simIncludeThruster.thrusterFactory()
    arms = [
        ((0.0, 1.1, 0.0), (0.0, 0.0, 1.0)), ((0.0, -1.1, 0.0), (0.0, 0.0, -1.0)),
        ((0.0, 1.1, 0.0), (0.0, 0.0, -1.0)), ((0.0, -1.1, 0.0), (0.0, 0.0, 1.0)),
        ((3.0, 0.0, 0.0), (0.0, 1.0, 0.0)), ((-3.0, 0.0, 0.0), (0.0, -1.0, 0.0)),
        ((3.0, 0.0, 0.0), (0.0, -1.0, 0.0)), ((-3.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        ((3.0, 0.0, 0.0), (0.0, 0.0, 1.0)), ((-3.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
        ((3.0, 0.0, 0.0), (0.0, 0.0, -1.0)), ((-3.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
    ]  # fmt: skip
    for place, push in arms:
        factory.create(
            "TEST_Thruster", list(place), list(push), MaxThrust=130.0, MinOnTime=PEER_STEP_S
        )
    effector = thrusterDynamicEffector.ThrusterDynamicEffector()
    factory.addToSpacecraft("thrusters", effector, craft)
    return effector, factory.getConfigMessage()


def _attitude_loop(inertia_kg_m2, mass_kg, navigation, effector, config):
    from Basilisk.architecture import messaging
    from Basilisk.fswAlgorithms import (
        attTrackingError,
        inertial3D,
        mrpFeedback,
        thrFiringRemainder,
        thrForceMapping,
    )

    vehicle = messaging.VehicleConfigMsg().write(
        messaging.VehicleConfigMsgPayload(
            ISCPntB_B=np.diag(inertia_kg_m2).ravel().tolist(), massSC=mass_kg
        )
    )
    wanted = inertial3D.inertial3D()
    wanted.sigma_R0N = [0.0, 0.0, 0.0]
    error = attTrackingError.attTrackingError()
    error.attRefInMsg.subscribeTo(wanted.attRefOutMsg)
    error.attNavInMsg.subscribeTo(navigation.attOutMsg)
    feedback = mrpFeedback.mrpFeedback()
    feedback.K, feedback.P, feedback.Ki = 230.0, 4600.0, -1.0
    feedback.guidInMsg.subscribeTo(error.attGuidOutMsg)
    feedback.vehConfigInMsg.subscribeTo(vehicle)
    mapping = thrForceMapping.thrForceMapping()
    mapping.controlAxes_B = [1, 0, 0, 0, 1, 0, 0, 0, 1]
    mapping.thrForceSign = 1
    mapping.cmdTorqueInMsg.subscribeTo(feedback.cmdTorqueOutMsg)
    mapping.thrConfigInMsg.subscribeTo(config)
    mapping.vehConfigInMsg.subscribeTo(vehicle)
    firing = thrFiringRemainder.thrFiringRemainder()
    firing.thrMinFireTime, firing.baseThrustState = PEER_STEP_S, 0
    firing.thrConfInMsg.subscribeTo(config)
    firing.thrForceInMsg.subscribeTo(mapping.thrForceCmdOutMsg)
    effector.cmdsInMsg.subscribeTo(firing.onTimeOutMsg)
    return (wanted, error, feedback, mapping, firing), vehicle


def basilisk_approach():
    """Return functions that prepare and fly 800 s of two craft, one with 12 thrusters, in Basilisk."""
    from Basilisk.simulation import simpleNav
    from Basilisk.utilities import SimulationBaseClass, macros, simIncludeGravBody

    inertia_kg_m2, mass_kg = (6000.0, 23000.0, 23000.0), 7000.0

    def prepare():
        simulation = SimulationBaseClass.SimBaseClass()
        process = simulation.CreateNewProcess("all")
        process.addTask(simulation.CreateNewTask("dynamics", macros.sec2nano(PEER_STEP_S)))
        process.addTask(simulation.CreateNewTask("control", macros.sec2nano(PEER_CONTROL_S)))
        gravity = simIncludeGravBody.gravBodyFactory()
        gravity.createEarth().isCentralBody = True
        behind = station_state()
        behind[1] -= FROM_M
        ship = _craft("ship", behind, mass_kg, inertia_kg_m2, gravity)
        station = _craft("station", station_state(), 420e3, (1.2e8, 0.8e8, 1.9e8), gravity)
        effector, config = _thrusters(ship)
        navigation = simpleNav.SimpleNav()
        navigation.scStateInMsg.subscribeTo(ship.scStateOutMsg)
        loop, vehicle = _attitude_loop(inertia_kg_m2, mass_kg, navigation, effector, config)
        for model in (ship, effector, station, navigation):
            simulation.AddModelToTask("dynamics", model)
        for model in loop:
            simulation.AddModelToTask("control", model)
        simulation.InitializeSimulation()
        simulation.ConfigureStopTime(macros.sec2nano(FINAL_S))
        return simulation, ship, station, navigation, effector, config, loop, vehicle, gravity

    def fly(prepared):
        prepared[0].ExecuteSimulation()
        return np.array(prepared[1].scStateOutMsg.read().sigma_BN)

    return prepare, fly
