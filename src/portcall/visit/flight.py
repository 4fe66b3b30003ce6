"""Flies a predicted visit on the full dynamics: station and ship, from separation to the gate.

Model   Gravity 8x8, Sun and Moon, drag in the standard atmosphere with a density factor fitted to the
        station's own decay when two element sets allow it. The approach from the gate is `visit.docking`'s.
Valid   As `orbit.propagation`.
Source  As the rooms it calls.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Station
from portcall.catalogue.vehicle import Vehicle
from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.time import after, elapsed_s
from portcall.orbit.decay import DensityFit
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.engine import Engine
from portcall.orbit.flight_path import FlightPath, coast_with_maneuvers
from portcall.orbit.station import station_state_gcrf
from portcall.rendezvous.schedule import gate_of
from portcall.rendezvous.targeting import FlownChase, target_chase
from portcall.visit.insertion import InsertionPoint
from portcall.visit.prediction import Prediction
from portcall.visit.setting import Setting

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Flight:
    """A visit on the full dynamics."""

    station: FlightPath
    chase: FlownChase
    separation: datetime
    density: DensityFit


def ship_ballistic_m2_kg(vehicle: Vehicle, mass_kg: float) -> float:
    """Return a ship's drag coefficient times area over mass, flying nose on. [m2/kg]"""
    drag = vehicle.drag
    return drag.drag_coefficient.value * drag.area_nose_on_m2.value / mass_kg


def engine_of(vehicle: Vehicle) -> Engine:
    """Return the engine that flies the burns."""
    main = vehicle.main_engine
    return Engine(main.thrust_n.value, main.isp_s.value * STANDARD_GRAVITY_M_S2)


def fly(
    setting: Setting,
    point: InsertionPoint,
    prediction: Prediction,
    station: Station,
    density: DensityFit,
) -> Flight:
    """Fly a prediction: the station coasts, the ship burns its way to the gate."""
    chase = prediction.chase
    separation, position, velocity = point.ascent.separation_gcrf(chase.liftoff)
    span_s = elapsed_s(separation, chase.contact.utc) + 60.0
    factor = density.factor
    port = prepare_forces(
        ForceModel(
            atmosphere="us76",
            ballistic_m2_kg=station.ballistic_m2_kg,
            density_factor=factor,
        ),
        separation,
        span_s,
    )
    ship = prepare_forces(
        ForceModel(
            atmosphere="us76",
            ballistic_m2_kg=ship_ballistic_m2_kg(setting.vehicle, setting.launch_mass_kg),
            density_factor=factor,
        ),
        separation,
        span_s,
    )
    start = np.concatenate(station_state_gcrf(setting.motion, separation))
    path = coast_with_maneuvers(separation, start, span_s, port, setting.motion.maneuvers)
    state = np.concatenate((position, velocity, [setting.launch_mass_kg]))
    flown = target_chase(
        separation,
        state,
        chase.schedule,
        chase.plan.burns_m_s,
        gate=gate_of(setting.profile),
        station=path,
        engine=engine_of(setting.vehicle),
        forces=ship,
    )
    return Flight(path, flown, separation, density)


def gate_utc(flight: Flight, prediction: Prediction) -> datetime:
    """Return the instant of arrival at the gate."""
    return after(flight.separation, prediction.chase.schedule.gate_s)
