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

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Port, Station
from portcall.catalogue.vehicle import Vehicle
from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.errors import InputError
from portcall.core.sourced import Figure
from portcall.disposal.drift import (
    SECOND_BURN_WAIT_S,
    DepartingShip,
    DeparturePlan,
    Drift,
    SeparationBurn,
    prepare_drift,
)
from portcall.disposal.passive_safety import judge_drift
from portcall.disposal.relative_path import RelativePath
from portcall.orbit.dynamics import ForceModel
from portcall.orbit.station_attitude import lvlh_from_station
from portcall.records.departure import Departure, DepartureSample, PassiveSafety

Array = NDArray[np.float64]

TRAJECTORY_SAMPLES = 101
# what becomes of the separation burns, as the part of them that is flown
CASES = {
    "as planned": 1.0,
    "separation burn fails": 0.0,
    "separation burn stops half-way": 0.5,
}
# undocking to ignition of the Progress flights whose both times are published
OBSERVED_UNDOCKING_TO_IGNITION_S = (10_800.0, 11_880.0)


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
