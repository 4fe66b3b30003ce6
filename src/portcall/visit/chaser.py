"""What flies the chase: its times, gate and engine, and the forces on ship and station.

Model   The forces of the flight on the full dynamics, prepared once; a density factor scales the drag of
        both craft.
Valid   As `orbit.dynamics`.
Source  As the rooms it calls.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.dispersions import ErrorModel
from portcall.catalogue.station import Station
from portcall.core.time import after
from portcall.orbit.dynamics import DRAG, ForceModel, Forces, prepare_forces
from portcall.orbit.engine import Engine
from portcall.orbit.station import StationManeuver
from portcall.rendezvous.gate import Gate
from portcall.rendezvous.schedule import Schedule, gate_of
from portcall.visit.flight import (
    Flight,
    engine_of,
    ship_ballistic_m2_kg,
)
from portcall.visit.setting import Setting

Array = NDArray[np.float64]

_AFTER_GATE_S = 60.0


@dataclass(frozen=True)
class Chaser:
    """What flies: the plan's times, the gate, the engine and the nominal forces on both craft."""

    separation: datetime
    schedule: Schedule
    gate: Gate
    engine: Engine
    ship: Forces
    station: Forces
    maneuvers: tuple[StationManeuver, ...]
    tolerance: Array  # of the state at the gate: m, m, m, m/s, m/s, m/s

    @property
    def gate_utc(self) -> datetime:
        """Time of arrival at the gate."""
        return after(self.separation, self.schedule.gate_s)

    def with_density(self, factor: float) -> "Chaser":
        """Return the same with the density multiplied by a factor, for ship and station."""
        return replace(self, ship=_denser(self.ship, factor), station=_denser(self.station, factor))


def _denser(forces: Forces, factor: float) -> Forces:
    params = forces.params.copy()
    params[DRAG] *= factor
    return replace(forces, params=params)


def nominal_burns(flight: Flight, schedule: Schedule) -> Array:
    """Return the flown burns along V-bar, outward, along the orbit normal, shape (n, 3).

    A burn of the schedule that the flight left out stands as zero.
    """
    flown = {burn.name: burn.delta_v_lvlh_m_s for burn in flight.chase.burns}
    rows = [flown.get(name, np.zeros(3)) for name in schedule.names]
    return np.array([(x, -z, -y) for x, y, z in rows])


def tolerance_of(errors: ErrorModel) -> Array:
    """Return the tolerance of the state at the gate, shape (6,). [m, m/s]"""
    return np.repeat([errors.gate.tolerance_m.value, errors.gate.tolerance_m_s.value], 3)


def chaser_of(
    setting: Setting,
    schedule: Schedule,
    flight: Flight,
    station: Station,
    tolerance: Array,
) -> Chaser:
    """Return what flies a schedule of a setting, on the flight's forces."""
    span_s = schedule.gate_s + _AFTER_GATE_S
    ship, port = (
        prepare_forces(
            ForceModel(
                atmosphere="us76",
                ballistic_m2_kg=ballistic,
                density_factor=flight.density.factor,
            ),
            flight.separation,
            span_s,
        )
        for ballistic in (
            ship_ballistic_m2_kg(setting.vehicle, setting.launch_mass_kg),
            station.ballistic_m2_kg,
        )
    )
    return Chaser(
        flight.separation,
        schedule,
        gate_of(setting.profile),
        engine_of(setting.vehicle),
        ship,
        port,
        tuple(setting.motion.maneuvers),
        tolerance,
    )
