"""One visit, from the blind setting to the judged record."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.load import Catalogue
from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M, WGS84_F
from portcall.core.errors import PortcallError
from portcall.core.time import elapsed_s
from portcall.launch.ascent import NoAscent
from portcall.orbit.decay import fit_density
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.plausibility import check_set
from portcall.orbit.relative_state import relative_lvlh
from portcall.records.handover import Arrival, Contact
from portcall.records.timeline import ElementsUsed
from portcall.records.visit import Burn, Closed, DeltaV, LateLaunch, VisitRecord, Window
from portcall.rendezvous.gate import least_delta_v_m_s
from portcall.verify.rules import judge
from portcall.visit.closed import closed_in_words, closed_profile
from portcall.visit.coverage import coverage_at, networks_of
from portcall.visit.flight import Flight, fly, gate_utc
from portcall.visit.gate_arrival import GateArrival, flown_arrival
from portcall.visit.insertion import InsertionPoint, insertion_of, insertion_record
from portcall.visit.known_elements import STALE_H
from portcall.visit.ledger import ledger_of, tanks_at_liftoff
from portcall.visit.pad_pass import PadPass
from portcall.visit.prediction import Prediction, predict, predict_at
from portcall.visit.setting import Setting
from portcall.visit.timeline import events_of
from portcall.visit.uncertainty import phase_sigma_rad
from portcall.visit.visit_docking import not_captured, not_simulated, with_docking

if TYPE_CHECKING:
    from portcall.docking.run.fly import DockingFlight
    from portcall.visit.docking import Docking

Array = NDArray[np.float64]

_SAMPLE_S = 30.0
_BACKUP_DAYS = (1, 2)


@dataclass(frozen=True)
class Visit:
    """The record of a visit, and the paths it was flown on."""

    setting: Setting
    record: VisitRecord
    point: InsertionPoint
    prediction: Prediction
    flight: Flight
    docking: "tuple[Docking, DockingFlight] | None" = None


@dataclass(frozen=True)
class NoPlan:
    """Why there is no visit to show: the rocket or the ship cannot make it."""

    flight: str
    reason: str
    closed: Closed | None = None


def _lowest_altitude_m(path: FlightPath, start_s: float, end_s: float) -> float:
    """Return the lowest height above the ellipsoid between two times of a path. [m]"""
    times = np.linspace(start_s, end_s, max(2, int((end_s - start_s) / _SAMPLE_S)))
    positions = path.states_at(times)[:, :3]
    radius = np.linalg.norm(positions, axis=1)
    sine = positions[:, 2] / radius
    return float(np.min(radius - WGS84_A_M * (1.0 - WGS84_F * sine**2)))


def _burns(flight: Flight) -> tuple[Burn, ...]:
    path, station = flight.chase.path, flight.station
    burns = []
    for burn in flight.chase.burns:
        start_s = elapsed_s(path.epoch, burn.start)
        end_s = start_s + burn.duration_s
        orbit_s = math.tau * math.sqrt(WGS84_A_M**3 * 1.1 / GM_EARTH_M3_S2)
        at = path.states_at([start_s])[0]
        range_m = np.linalg.norm(at[:3] - station.state_utc(burn.start)[:3])
        burns.append(
            Burn(
                name=burn.name,
                utc=burn.start,
                duration_s=burn.duration_s,
                delta_v_m_s=burn.delta_v_m_s,
                delta_v_lvlh_m_s=tuple(float(x) for x in burn.delta_v_lvlh_m_s),
                propellant_kg=burn.propellant_kg,
                range_m=float(range_m),
                perigee_after_m=_lowest_altitude_m(
                    path, end_s, min(end_s + orbit_s, path.duration_s)
                ),
            )
        )
    return tuple(burns)


def _plane_cost_m_s(prediction: Prediction, late_s: float) -> float:
    """Return what turning the plane back costs after a launch so much later. [m/s]"""
    chase = prediction.chase
    speed = math.sqrt(GM_EARTH_M3_S2 / chase.goal.semi_major_axis_m)
    off = abs(prediction.launch.off_plane_rad(late_s))
    return 2.0 * speed * math.sin(off * math.sin(chase.goal.inclination_rad) / 2.0)


def _backup(setting: Setting, point: InsertionPoint, first: datetime, days: int) -> LateLaunch:
    """Return what a launch on a later day's pass would find."""
    prediction = predict_at(setting, point, first + timedelta(hours=23.6 * days))
    profile = setting.profile
    phase = math.degrees(prediction.chase.phase_rad)
    plan = prediction.chase.plan
    is_open = profile.closed_by_deg(phase) == 0.0
    return LateLaunch(
        utc=prediction.launch.utc,
        late_s=elapsed_s(first, prediction.launch.utc),
        phase_deg=phase,
        profile_open=is_open,
        plane_cost_m_s=0.0,
        delta_v_m_s=plan.delta_v_m_s if plan.closed and is_open else None,
    )


def _window(
    setting: Setting, point: InsertionPoint, prediction: Prediction, age_h: float
) -> Window:
    profile = setting.profile
    return Window(
        phase_deg=math.degrees(prediction.chase.phase_rad),
        phase_sigma_deg=math.degrees(phase_sigma_rad(age_h)),
        phase_min_deg=profile.phase_min_deg.value,
        phase_max_deg=profile.phase_max_deg.value,
        drift_deg=math.degrees(prediction.launch.drift_rad),
        late_cost_m_s_per_s=_plane_cost_m_s(prediction, 1.0),
        backups=tuple(
            _backup(setting, point, prediction.launch.utc, days) for days in _BACKUP_DAYS
        ),
    )


def _arrival(prediction: Prediction, flight: Flight) -> Arrival:
    utc = gate_utc(flight, prediction)
    ship, port = flight.chase.path.final_state, flight.station.state_utc(utc)
    position, velocity = relative_lvlh(ship, port)
    return Arrival(
        utc=utc,
        position_gcrf_m=tuple(float(x) for x in ship[:3]),
        velocity_gcrf_m_s=tuple(float(x) for x in ship[3:6]),
        position_lvlh_m=tuple(float(x) for x in position),
        velocity_lvlh_m_s=tuple(float(x) for x in velocity),
        miss_m=flight.chase.miss_m,
        miss_m_s=flight.chase.miss_m_s,
        mass_kg=float(ship[6]),
    )


def _contact(
    catalogue: Catalogue, setting: Setting, prediction: Prediction, flight: Flight
) -> Contact:
    chosen = prediction.chase.contact
    there = flight.station.state_utc(chosen.utc)[:3]
    seen = coverage_at(there, chosen.utc, networks_of(catalogue, setting.vehicle.id))
    return Contact(
        utc=chosen.utc,
        port=setting.brief.port or "",
        method="published approach timeline",
        reason=chosen.reason,
        sun_elevation_rad=seen.sun_elevation_rad,
        in_ground_coverage=bool(seen.ground),
        in_relay_coverage=bool(seen.relays),
    )


def _notes(
    setting: Setting, flight: Flight, closed: Closed | None, age_h: float
) -> tuple[str, ...]:
    notes = [f"density factor {flight.density.factor:.2f}, {flight.density.reason}"]
    if closed is not None:
        notes.insert(0, f"CLOSED: {closed_in_words(closed, setting.profile)}")
    doubtful = [
        f"{check.name} {check.value:.4g} {check.unit} (limit: {check.low:.4g} to {check.high:.4g})"
        for check in check_set(setting.motion.elements, setting.motion.epoch)
        if check.ok is False
    ]
    if doubtful:
        notes.append("DOUBTFUL elements: " + ", ".join(doubtful))
    if not setting.motion.maneuvers:
        notes.append("no station maneuver between the elements and docking was given")
    if age_h < 0.0:
        notes.append(f"HINDCAST: the elements are from {-age_h:.1f} h after the launch")
    if age_h > STALE_H:
        notes.append(
            f"STALE: the elements are {age_h / 24.0:.1f} days older than the launch; every "
            "uncertainty is widened"
        )
    return tuple(notes)


def _unaffordable(setting: Setting, flight: Flight) -> str:
    """Return why the ship cannot fly the chase with what is aboard; nothing when it can."""
    tanks = tanks_at_liftoff(setting)
    aboard_kg = tanks.own_propellant_kg + tanks.deorbit_reserve_kg
    burned_kg = sum(burn.propellant_kg for burn in flight.chase.burns)
    if burned_kg <= aboard_kg:
        return ""
    return (
        f"the chase takes {burned_kg:.0f} kg of propellant ({flight.chase.delta_v_m_s:.0f} m/s) "
        f"and the ship has {aboard_kg:.0f} kg of its own"
    )


def visit_arrival(visit: Visit) -> GateArrival:
    """Return the gate as a visit reached it."""
    station = visit.flight.station.state_utc(visit.record.arrival.utc)
    gate = next(entry for entry in visit.record.mass if entry.event == "gate")
    epoch = visit.record.elements.epoch_utc
    return flown_arrival(visit.record.arrival, epoch, station, gate.tanks.own_propellant_kg)


def _docked(catalogue: Catalogue, visit: Visit) -> Visit:
    """Fly a visit's approach; where that cannot be, the notes say why."""
    # only here: a visit to the gate alone is spared the compiled approach
    from portcall.visit.docking import DockWishes, docking_of, docking_record, fly_docking  # noqa: PLC0415

    brief, arrival = visit.setting.brief, visit_arrival(visit)
    wanted_s = elapsed_s(arrival.utc, visit.prediction.chase.contact.utc)
    try:
        docking = docking_of(
            catalogue, brief, arrival, DockWishes(with_escapes=False), contact_after_s=wanted_s
        )
    except PortcallError as why:
        return replace(visit, record=not_simulated(visit.record, str(why)))
    flown = fly_docking(docking)
    found = docking_record(docking, flown)
    if found.nominal.outcome != "captured":
        return replace(visit, record=not_captured(visit.record, found))
    return replace(visit, record=with_docking(visit.record, found), docking=(docking, flown))


def make_visit(catalogue: Catalogue, setting: Setting, *, dock: bool = True) -> Visit | NoPlan:
    """Predict, fly and judge a visit.

    Parameters
    ----------
    catalogue : Catalogue
        Where records are looked up.
    setting : Setting
        What the prediction rests on.
    dock : bool
        Whether the approach from the gate is flown too; otherwise contact follows the profile.

    Returns
    -------
    Visit | NoPlan
        The visit, or why there is none: the launcher cannot lift the ship to its orbit, or the ship
        cannot afford the chase.
    """
    point = insertion_of(setting)
    if isinstance(point, NoAscent):
        return NoPlan(setting.brief.id, point.reason)
    station = catalogue.station(setting.brief.station)
    prediction = predict(setting, point)
    density = fit_density(setting.older, setting.motion.elements, station.ballistic_m2_kg)
    flight = fly(setting, point, prediction, station, density)
    liftoff = prediction.launch.utc
    age_h = elapsed_s(setting.motion.epoch, liftoff) / 3600.0
    at = PadPass(liftoff, prediction.chase.phase_rad)
    closed = closed_profile(setting, point, at, not_before=setting.motion.epoch)
    unaffordable = _unaffordable(setting, flight)
    if unaffordable:
        why = closed_in_words(closed, setting.profile) if closed else unaffordable
        return NoPlan(setting.brief.id, why, closed)
    record = VisitRecord(
        flight=setting.brief.id,
        profile=setting.profile.id,
        vehicle=setting.vehicle.id,
        site=setting.site.id,
        station=setting.brief.station,
        port=setting.brief.port or "",
        elements=ElementsUsed(
            epoch_utc=setting.motion.epoch,
            age_h=round(age_h, 3),
            source=setting.motion.elements.source,
            stale=age_h > STALE_H,
            hindcast=age_h < 0.0,
        ),
        station_maneuvers=len(setting.motion.maneuvers),
        window=_window(setting, point, prediction, age_h),
        closed=closed,
        insertion=insertion_record(point, liftoff),
        burns=_burns(flight),
        delta_v_m_s=DeltaV(
            total=flight.chase.delta_v_m_s,
            bound=least_delta_v_m_s(prediction.chase.start, prediction.chase.goal),
        ),
        arrival=_arrival(prediction, flight),
        contact=_contact(catalogue, setting, prediction, flight),
        events=events_of(setting.profile, point, prediction, flight, age_h),
        mass=ledger_of(setting, flight),
        notes=_notes(setting, flight, closed, age_h),
    )
    visit = Visit(setting, record, point, prediction, flight)
    if dock:
        visit = _docked(catalogue, visit)
    verdicts = judge(visit.record, setting.profile, setting.vehicle, station)
    return replace(visit, record=visit.record.model_copy(update={"verdicts": verdicts}))
