"""The drift after an undocking: the ship through its burns, the station beside it, for a day.

Model   Springs set a relative speed; each burn is finite, with mass flow, its direction held in the
        ship's own LVLH; the station and the ship feel the same forces, each with its own drag. The
        thrust is the mean that gives the asked change of speed in the asked time.
Valid   As `orbit.propagation`.
Source  As `orbit.propagation`.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Station
from portcall.core.time import after
from portcall.disposal.passive_safety import judge_drift
from portcall.disposal.relative_path import RelativePath
from portcall.orbit.dynamics import ForceModel, Forces, Thrust, prepare_forces
from portcall.orbit.engine import Engine
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.propagation import propagate
from portcall.orbit.relative_state import state_beside
from portcall.records.departure import PassiveSafety, SeparationBurnFlown

Array = NDArray[np.float64]

DRIFT_TOLERANCE_M = 1e-4  # of a step: a few centimeters of relative position after a day
SECOND_BURN_WAIT_S = 120.0  # after the first, for the burn that is suggested


@dataclass(frozen=True)
class SeparationBurn:
    """A burn away from the station; the direction of the acceleration is in the ship's LVLH."""

    after_undocking_s: float
    duration_s: float
    delta_v_m_s: float
    direction_lvlh: tuple[float, float, float]


@dataclass(frozen=True)
class DeparturePlan:
    """How a ship leaves: from where, with what push, with which burns.

    `offset_lvlh_m` is the ship's center of mass from the station's, while docked.
    """

    port: str
    station_attitude: str
    axis_lvlh: tuple[float, float, float]
    offset_lvlh_m: tuple[float, float, float]
    spring_speed_m_s: float
    burns: tuple[SeparationBurn, ...]

    def with_burn_fraction(self, fraction: float) -> "DeparturePlan":
        """Return the plan with its burns cut short; none at all for zero."""
        cut = tuple(
            replace(
                burn,
                duration_s=burn.duration_s * fraction,
                delta_v_m_s=burn.delta_v_m_s * fraction,
            )
            for burn in self.burns
            if fraction > 0.0
        )
        return replace(self, burns=cut)


@dataclass(frozen=True)
class DepartingShip:
    """The ship as it leaves."""

    mass_kg: float
    exhaust_velocity_m_s: float
    ballistic_m2_kg: float


def fly_ship(
    station_state_gcrf: Array,
    undocking_utc: datetime,
    plan: DeparturePlan,
    ship: DepartingShip,
    forces: Forces,
    drift_s: float,
) -> tuple[FlightPath, tuple[SeparationBurnFlown, ...]]:
    """Fly the ship from the springs through its burns to the end of the drift after the last.

    Without burns the drift starts at undocking. `forces` are the ship's, and cover it all.
    """
    axis = np.array(plan.axis_lvlh)
    beside = state_beside(
        station_state_gcrf, np.array(plan.offset_lvlh_m), plan.spring_speed_m_s * axis
    )
    state = np.append(beside, ship.mass_kg)
    arcs, flown, now_s = [], [], 0.0
    for number, burn in enumerate(plan.burns, start=1):
        start_utc = after(undocking_utc, burn.after_undocking_s)
        arcs.append(
            propagate(
                after(undocking_utc, now_s),
                state,
                burn.after_undocking_s - now_s,
                forces,
                tolerance_m=DRIFT_TOLERANCE_M,
            )
        )
        mass_kg = float(arcs[-1].final_state[6])
        engine = Engine(1.0, ship.exhaust_velocity_m_s)
        propellant_kg = engine.propellant_kg(mass_kg, burn.delta_v_m_s)
        force_n = propellant_kg / burn.duration_s * ship.exhaust_velocity_m_s
        thrust = Thrust(force_n, ship.exhaust_velocity_m_s, burn.direction_lvlh)
        arcs.append(
            propagate(
                start_utc, arcs[-1].final_state, burn.duration_s, forces, thrust=thrust,
                tolerance_m=DRIFT_TOLERANCE_M,
            )
        )  # fmt: skip
        state = arcs[-1].final_state
        now_s = burn.after_undocking_s + burn.duration_s
        flown.append(
            SeparationBurnFlown(
                name=f"separation {number}",
                start_utc=start_utc,
                duration_s=burn.duration_s,
                delta_v_m_s=burn.delta_v_m_s,
                direction_lvlh=burn.direction_lvlh,
                propellant_kg=mass_kg - float(state[6]),
            )
        )
    arcs.append(
        propagate(
            after(undocking_utc, now_s), state, drift_s, forces, tolerance_m=DRIFT_TOLERANCE_M
        )
    )
    return FlightPath(tuple(arcs)), tuple(flown)


@dataclass(frozen=True)
class Drift:
    """What all variants of one departure share: the station's path and the ship's forces."""

    undocking_utc: datetime
    station_state_gcrf: Array
    station: Station
    station_path: FlightPath
    model: ForceModel
    drift_s: float

    def fly(
        self, plan: DeparturePlan, ship: DepartingShip
    ) -> tuple[RelativePath, tuple[SeparationBurnFlown, ...]]:
        """Fly one variant."""
        model = replace(self.model, ballistic_m2_kg=ship.ballistic_m2_kg)
        forces = prepare_forces(model, self.undocking_utc, self.station_path.duration_s)
        path, burns = fly_ship(
            self.station_state_gcrf, self.undocking_utc, plan, ship, forces, self.drift_s
        )
        return RelativePath(self.station_path, path), burns

    def judge(self, case: str, plan: DeparturePlan, ship: DepartingShip) -> PassiveSafety:
        """Fly and judge one variant."""
        return judge_drift(case, self.fly(plan, ship)[0], self.station.safety)


def prepare_drift(
    station_state_gcrf: Array,
    undocking_utc: datetime,
    plan: DeparturePlan,
    station: Station,
    *,
    model: ForceModel | None = None,
    drift_s: float | None = None,
) -> Drift:
    """Fly the station once, over undocking, burns and drift.

    Parameters
    ----------
    station_state_gcrf : Array
        At undocking: position [m] and velocity [m/s], shape (6,).
    undocking_utc : datetime
        The instant at which the ship starts to move.
    plan : DeparturePlan
        Its burns say how long the path must be.
    station : Station
    model : ForceModel, optional
        What acts on both; each craft's own ballistic coefficient is put in. 8x8 and US76 by default.
    drift_s : float, optional
        Length of the free drift; the station's `safe_free_drift_h` by default. [s]
    """
    free_s = station.safety.safe_free_drift_h.value * 3600.0 if drift_s is None else drift_s
    last = plan.burns[-1] if plan.burns else None
    # room for one more burn, should one be suggested
    busy_s = (last.after_undocking_s + 2.0 * last.duration_s if last else 0.0) + SECOND_BURN_WAIT_S
    shared = ForceModel() if model is None else model
    own = replace(shared, ballistic_m2_kg=station.ballistic_m2_kg)
    length_s = free_s + busy_s
    forces = prepare_forces(own, undocking_utc, length_s)
    state = np.array(station_state_gcrf[:6], dtype=np.float64)
    arc = propagate(undocking_utc, state, length_s, forces, tolerance_m=DRIFT_TOLERANCE_M)
    return Drift(undocking_utc, state, station, FlightPath((arc,)), shared, free_s)
