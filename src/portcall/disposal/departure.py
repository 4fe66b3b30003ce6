"""The departure: springs, coast, separation burns, and a day of free drift after them.

Model   The station holds its attitude in LVLH. Springs push the ship off along the port's axis; after a
        coast it burns along that axis, held in its own LVLH, as a finite burn with mass flow. Then both
        craft drift, each with its own drag. The station's recoil from the springs is left out: they set
        the relative speed.
Valid   Ships that dock; a berthed one is let go by the arm. The thrust is the mean that gives the
        published change of speed in the published time.
Source  Timeline of Soyuz MS-11 (asc-csa.gc.ca, expedition 58): 0.12 m/s from Poisk, 180 s, then 8 s and
        0.53 m/s. NASA's Soyuz landing timeline: 4 in/s, 15 s burn about 3 minutes later.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Port, Station
from portcall.catalogue.vehicle import Vehicle
from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.errors import InputError, unknown_name
from portcall.core.sourced import Figure
from portcall.core.time import after
from portcall.disposal.passive_safety import judge_drift
from portcall.disposal.relative_path import RelativePath, state_beside
from portcall.orbit.dynamics import ForceModel, Forces, Thrust, prepare_forces
from portcall.orbit.engine import Engine
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.propagation import propagate
from portcall.records.departure import (
    Departure,
    DepartureSample,
    PassiveSafety,
    SeparationBurnFlown,
)

Array = NDArray[np.float64]

DRIFT_TOLERANCE_M = 1e-4  # of a step: a few centimeters of relative position after a day
TRAJECTORY_SAMPLES = 101
SECOND_BURN_WAIT_S = 120.0  # after the first, for the burn that is suggested
# what becomes of the separation burns, as the part of them that is flown
CASES = {
    "as planned": 1.0,
    "separation burn fails": 0.0,
    "separation burn stops half-way": 0.5,
}
# undocking to ignition of the Progress flights whose both times are published
OBSERVED_UNDOCKING_TO_IGNITION_S = (10_800.0, 11_880.0)


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


@dataclass(frozen=True)
class FlownDeparture:
    """The record, and both paths over the free drift, from which the deorbit starts."""

    record: Departure
    path: RelativePath


def departing_ship(vehicle: Vehicle, mass_kg: float) -> DepartingShip:
    """Return the ship at undocking; its drag area is the mean of nose-on and broadside."""
    drag = vehicle.drag
    area_m2 = 0.5 * (drag.area_nose_on_m2.value + drag.area_broadside_m2.value)
    return DepartingShip(
        mass_kg,
        vehicle.thrusters.isp_s.value * STANDARD_GRAVITY_M_S2,
        drag.drag_coefficient.value * area_m2 / mass_kg,
    )


def station_ballistic_m2_kg(station: Station) -> float:
    """Return the station's drag coefficient times area over mass. [m2/kg]"""
    body = station.body
    return body.drag_coefficient.value * body.drag_area_m2.value / body.mass_kg.value


def lvlh_from_station(station: Station, attitude: str) -> Array:
    """Return the rotation from the station's body axes to LVLH in a named attitude, shape (3, 3).

    Yaw about z, then pitch about the new y, then roll about the newest x.

    Raises
    ------
    InputError
        An attitude that the station's record does not have.
    """
    known = {one.id: one for one in station.attitude}
    if attitude not in known:
        raise unknown_name("attitude", attitude, known, where=station.id)
    held = known[attitude]
    yaw, pitch, roll = (
        math.radians(angle.value) for angle in (held.yaw_deg, held.pitch_deg, held.roll_deg)
    )
    cy, sy, cp, sp = math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch)
    cr, sr = math.cos(roll), math.sin(roll)
    about_z = np.array([[cy, -sy, 0.0], [sy, cy, 0.0], [0.0, 0.0, 1.0]])
    about_y = np.array([[cp, 0.0, sp], [0.0, 1.0, 0.0], [-sp, 0.0, cp]])
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, cr, -sr], [0.0, sr, cr]])
    return np.asarray(about_z @ about_y @ about_x)


def _needed(figure: Figure | None, name: str, vehicle: Vehicle) -> float:
    if figure is None:
        raise InputError(
            f"{vehicle.id} has no departure figure '{name}'",
            limit="a ship that docks and whose departure is known",
            remedy="give the figure in the vehicle's [departure]",
        )
    return figure.value


def _tuple(vector: Array) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in vector)
    return x, y, z


def plan_departure(
    station: Station,
    port: Port,
    vehicle: Vehicle,
    *,
    attitude: str = "plus-xvv",
    second_burn: SeparationBurn | None = None,
) -> DeparturePlan:
    """Lay out a departure from the catalogue's figures.

    Parameters
    ----------
    station : Station
    port : Port
        Its axis is the way out.
    vehicle : Vehicle
        Its `[departure]` gives spring, coast and burn.
    attitude : str
        The station's attitude in LVLH at undocking.
    second_burn : SeparationBurn, optional
        Flown after the first.

    Raises
    ------
    InputError
        An attitude or a figure that is missing.
    """
    to_lvlh = lvlh_from_station(station, attitude)
    axis_body = np.array(port.axis) / np.linalg.norm(port.axis)
    place_body_m = np.array([port.x_m.value, port.y_m.value, port.z_m.value])
    body = station.body
    center_m = np.array([body.center_x_m.value, body.center_y_m.value, body.center_z_m.value])
    ship_m = place_body_m - center_m + 0.5 * vehicle.size.length_m.value * axis_body
    axis = _tuple(to_lvlh @ axis_body)
    figures = vehicle.departure
    first = SeparationBurn(
        _needed(figures.coast_before_burn_s, "coast_before_burn_s", vehicle),
        _needed(figures.separation_burn_s, "separation_burn_s", vehicle),
        _needed(figures.separation_delta_v_m_s, "separation_delta_v_m_s", vehicle),
        axis,
    )
    return DeparturePlan(
        port.id,
        attitude,
        axis,
        _tuple(to_lvlh @ ship_m),
        _needed(figures.spring_speed_m_s, "spring_speed_m_s", vehicle),
        (first,) if second_burn is None else (first, second_burn),
    )


def undocking_for(ignition_utc: datetime, vehicle: Vehicle) -> datetime:
    """Return when a ship undocks to light its engine at an instant.

    Flown Progress ships took `OBSERVED_UNDOCKING_TO_IGNITION_S`.

    Raises
    ------
    InputError
        The vehicle's record does not say how long it waits.
    """
    wait_s = _needed(vehicle.departure.undocking_to_deorbit_s, "undocking_to_deorbit_s", vehicle)
    return ignition_utc - timedelta(seconds=wait_s)


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
    own = replace(shared, ballistic_m2_kg=station_ballistic_m2_kg(station))
    length_s = free_s + busy_s
    forces = prepare_forces(own, undocking_utc, length_s)
    state = np.array(station_state_gcrf[:6], dtype=np.float64)
    arc = propagate(undocking_utc, state, length_s, forces, tolerance_m=DRIFT_TOLERANCE_M)
    return Drift(undocking_utc, state, station, FlightPath((arc,)), shared, free_s)


def suggest_second_burn(
    drift: Drift, plan: DeparturePlan, ship: DepartingShip
) -> tuple[SeparationBurn, PassiveSafety] | None:
    """Look for a second burn along the velocity that makes a plan safe; None when neither way does.

    It is as large as the first and follows it by `SECOND_BURN_WAIT_S`.
    """
    first = plan.burns[-1]
    start_s = first.after_undocking_s + first.duration_s + SECOND_BURN_WAIT_S
    best = None
    for towards in ((-1.0, 0.0, 0.0), (1.0, 0.0, 0.0)):
        burn = SeparationBurn(start_s, first.duration_s, first.delta_v_m_s, towards)
        found = drift.judge("with a second burn", replace(plan, burns=(*plan.burns, burn)), ship)
        if found.verdict == "pass" and (
            best is None or (found.least_range_m or 0.0) > (best[1].least_range_m or 0.0)
        ):
            best = burn, found
    return best


def _suggestion(drift: Drift, plan: DeparturePlan, ship: DepartingShip) -> str:
    found = suggest_second_burn(drift, plan, ship)
    if found is None:
        return "no second burn along the velocity of the same size makes it safe"
    burn, judged = found
    way = "against" if burn.direction_lvlh[0] < 0.0 else "along"
    return (
        f"add {burn.delta_v_m_s:.2f} m/s {way} the velocity {burn.after_undocking_s:.0f} s after"
        f" undocking: then the least range is {judged.least_range_m:.0f} m"
    )


def fly_departure(
    station_state_gcrf: Array,
    undocking_utc: datetime,
    plan: DeparturePlan,
    *,
    ship: DepartingShip,
    station: Station,
    model: ForceModel | None = None,
    drift_s: float | None = None,
) -> FlownDeparture:
    """Fly a departure and judge it, as planned and with its burns failing.

    Parameters
    ----------
    station_state_gcrf : Array
        At undocking: position [m] and velocity [m/s], GCRF, shape (6,).
    undocking_utc : datetime
        When the ship starts to move.
    plan : DeparturePlan
        From `plan_departure`.
    ship : DepartingShip
        From `departing_ship`.
    station : Station
        For its drag and its zones.
    model, drift_s
        As `prepare_drift`.

    Returns
    -------
    FlownDeparture
        A departure that is not safe is a value with its reason and, where one is found, what to add.
    """
    drift = prepare_drift(
        station_state_gcrf, undocking_utc, plan, station, model=model, drift_s=drift_s
    )
    path, burns = drift.fly(plan, ship)
    cases = tuple(
        judge_drift(case, path, station.safety)
        if fraction == 1.0
        else drift.judge(case, plan.with_burn_fraction(fraction), ship)
        for case, fraction in CASES.items()
    )
    propellant_kg = sum(burn.propellant_kg for burn in burns)
    record = Departure(
        undocking_utc=undocking_utc,
        port=plan.port,
        station_attitude=plan.station_attitude,
        port_axis_lvlh=plan.axis_lvlh,
        spring_speed_m_s=plan.spring_speed_m_s,
        burns=burns,
        mass_before_kg=ship.mass_kg,
        mass_after_kg=ship.mass_kg - propellant_kg,
        propellant_kg=propellant_kg,
        cases=cases,
        suggestion="" if cases[0].verdict == "pass" else _suggestion(drift, plan, ship),
        trajectory=_samples(path),
    )
    return FlownDeparture(record, path)


def _samples(path: RelativePath) -> tuple[DepartureSample, ...]:
    """Return the drift at instants that lie closer together at its start."""
    times_s = path.duration_s * np.linspace(0.0, 1.0, TRAJECTORY_SAMPLES) ** 2
    return tuple(
        DepartureSample(
            time_s=float(time_s),
            position_lvlh_m=_tuple(place),
            range_m=float(np.linalg.norm(place)),
        )
        for time_s, place in zip(times_s, path.at(times_s), strict=True)
    )
