"""What becomes of a visit when a burn is missed or cut at half: re-planned, or fallen back.

Model   The flight is nominal up to the burn. The burns that remain are planned anew in mean elements,
        as they stand and with one more a revolution after the failure, and the cheaper plan is
        corrected on the full dynamics. When neither closes within propellant and perigee floor, the
        visit falls back: to the profile's named fall-back with its own contact rule, or to the
        same lighting a day later. The station may then be a whole turn nearer or farther than the
        profile's range says: the plane was chosen at launch, so the cheaper turn is flown.
Valid   As `rendezvous.mean_chase`. The engine works again after the failure; the re-planned burns are
        flown without errors.
Source  `rendezvous.mean_chase`, `rendezvous.targeting`; fall-back profiles name their sources.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.ledger import starting_tanks
from portcall.catalogue.load import load_profile
from portcall.catalogue.profile import Profile
from portcall.catalogue.station import Station
from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M
from portcall.core.time import after, elapsed_s
from portcall.orbit.flight_path import FlightPath, coast_with_maneuvers
from portcall.orbit.mean_elements import NearCircular
from portcall.orbit.secular import secular_rates
from portcall.records.visit import BurnCase, Fallback
from portcall.rendezvous.lighting import choose_contact
from portcall.rendezvous.mean_chase import MeanPlan, plan_chase
from portcall.rendezvous.schedule import Schedule, schedule
from portcall.rendezvous.targeting import FlownChase, gate_state_gcrf, mean_of, target_chase
from portcall.visit.chaser import Chaser, chaser_of, nominal_burns
from portcall.visit.closed_loop import coast_ship, fly_burn
from portcall.visit.flight import Flight
from portcall.visit.prediction import Prediction, mean_station_at, sun_teme
from portcall.visit.setting import Setting

Array = NDArray[np.float64]

_READY_S = 1200.0  # from a failure to the next burn that the ground can set
_APART_S = 900.0  # least time between two burns
_DAY_REVOLUTIONS_H = 22.5  # the same lighting comes again within the next revolution
_TURNS = (0, 1)  # the station is up to half a turn away; or it, or the ship, goes one more round
_SHORTEST_CHASE_S = 6.0 * 3600.0  # a phase that must be closed in less is not a two-day chase


@dataclass(frozen=True)
class Failure:
    """Where a ship is after a burn that failed, and what it has burned until then."""

    burn: str
    case: str
    time_s: float
    state: Array
    spent_m_s: float


@dataclass(frozen=True)
class Rescue:
    """A flown plan after a failure."""

    chase: FlownChase
    schedule: Schedule
    spent_m_s: float
    start_kg: float

    @property
    def delta_v_m_s(self) -> float:
        """Total since separation. [m/s]"""
        return self.spent_m_s + self.chase.delta_v_m_s

    @property
    def propellant_kg(self) -> float:
        """Total since separation. [kg]"""
        return self.start_kg - float(self.chase.path.final_state[6])


@dataclass(frozen=True)
class Limits:
    """What a plan may take: propellant without the deorbit reserve, and the perigee floor."""

    propellant_kg: float
    perigee_radius_m: float


def limits_of(setting: Setting) -> Limits:
    """Return the limits of a setting's ship and profile."""
    tanks = starting_tanks(setting.brief, setting.vehicle)
    floor_m = 1e3 * setting.profile.min_perigee_km.value
    insertion_m = 1e3 * setting.profile.insertion.perigee_km.value
    # the insertion orbit itself is allowed, whatever its mean perigee; 5 km of short-period terms
    return Limits(tanks["own_propellant"], WGS84_A_M + min(floor_m, insertion_m) - 5e3)


def failures(chaser: Chaser, ship: Array, burns_m_s: Array) -> tuple[Failure, ...]:
    """Return each burn missed, and cut at half, after a nominal flight up to it.

    Parameters
    ----------
    chaser : Chaser
        Nominal times, engine and forces.
    ship : Array
        State at separation, shape (7,).
    burns_m_s : Array
        Nominal burns, shape (n, 3).
    """
    found = []
    here, now, spent = ship, 0.0, 0.0
    for name, center_s, burn in zip(
        chaser.schedule.names, chaser.schedule.times_s, burns_m_s, strict=True
    ):
        at_s = float(center_s)
        size = float(np.linalg.norm(burn))
        missed = coast_ship(chaser, here, now, at_s)
        found.append(Failure(name, "missed", at_s, missed, spent))
        half, half_s = fly_burn(chaser, here, now, at_s, 0.5 * burn)
        found.append(Failure(name, "cut at half", half_s, half, spent + 0.5 * size))
        here, now = fly_burn(chaser, here, now, at_s, burn)
        spent += size
    return tuple(found)


def _goals(
    chaser: Chaser, failure: Failure, station: FlightPath, turns: tuple[int, ...]
) -> tuple[NearCircular, list[NearCircular]]:
    """Return the ship's mean orbit, and the gate's in each turn around the nearest one."""
    here = after(chaser.separation, failure.time_s)
    start = mean_of(failure.state, here)
    port = mean_of(station.state_utc(here), here)
    gate = mean_of(
        gate_state_gcrf(station.state_utc(chaser.gate_utc), chaser.gate), chaser.gate_utc
    )
    ahead = math.remainder(port.argument_of_latitude_rad - start.argument_of_latitude_rad, math.tau)
    rate = secular_rates(port.semi_major_axis_m, port.inclination_rad)[1]
    span_s = chaser.schedule.gate_s - failure.time_s
    about = start.argument_of_latitude_rad + ahead + rate * span_s
    latitude = about + math.remainder(gate.argument_of_latitude_rad - about, math.tau)
    node = start.node_rad + math.remainder(gate.node_rad - start.node_rad, math.tau)
    return start, [
        replace(gate, node_rad=node, argument_of_latitude_rad=latitude + turn * math.tau)
        for turn in turns
    ]


def _cheapest(
    chaser: Chaser,
    failure: Failure,
    station: FlightPath,
    schedules: list[Schedule],
    turns: tuple[int, ...],
    limits: Limits,
) -> tuple[Schedule, MeanPlan] | None:
    """Return the cheapest plan that closes above the perigee floor."""
    best: tuple[Schedule, MeanPlan] | None = None
    start, goals = _goals(chaser, failure, station, turns)
    for times in schedules:
        if len(times.names) < 2:
            continue
        for goal in goals:
            plan = plan_chase(
                start, goal, times.times_s - failure.time_s, times.gate_s - failure.time_s
            )
            low = plan.lowest_perigee_m < limits.perigee_radius_m
            if not plan.closed or low:
                continue
            if best is None or plan.delta_v_m_s < best[1].delta_v_m_s:
                best = times, plan
    return best


def _rescue(
    chaser: Chaser,
    failure: Failure,
    station: FlightPath,
    schedules: list[Schedule],
    turns: tuple[int, ...],
    limits: Limits,
    start_kg: float,
) -> Rescue | None:
    """Plan and fly the cheapest way to the gate after a failure, or None."""
    found = _cheapest(chaser, failure, station, schedules, turns, limits)
    if found is None:
        return None
    times, plan = found
    chase = target_chase(
        after(chaser.separation, failure.time_s),
        failure.state,
        Schedule(times.names, times.times_s - failure.time_s, times.gate_s - failure.time_s),
        plan.burns_m_s,
        gate=chaser.gate,
        station=station,
        engine=chaser.engine,
        forces=chaser.ship,
    )
    rescue = Rescue(chase, times, failure.spent_m_s, start_kg)
    if not chase.arrived or rescue.propellant_kg > limits.propellant_kg:
        return None
    return rescue


def _remaining(times: Schedule, failure: Failure) -> list[Schedule]:
    """Return the burns after a failure, as they stand and with one more a revolution later."""
    later = [k for k, at in enumerate(times.times_s) if at > failure.time_s + _APART_S / 2.0]
    rest = Schedule(tuple(times.names[k] for k in later), times.times_s[later], times.gate_s)
    a = float(np.linalg.norm(failure.state[:3]))
    made_up_s = failure.time_s + math.tau * math.sqrt(a**3 / GM_EARTH_M3_S2)
    return [rest, *_with(rest, {f"{failure.burn}-late": made_up_s})]


def _with(rest: Schedule, added: dict[str, float]) -> list[Schedule]:
    """Return a schedule with burns added, or nothing when they do not fit."""
    for at_s in added.values():
        if at_s > rest.gate_s - _APART_S or np.any(np.abs(rest.times_s - at_s) < _APART_S):
            return []
    pairs = sorted(
        [
            *zip(rest.times_s.tolist(), rest.names, strict=True),
            *((at_s, name) for name, at_s in added.items()),
        ]
    )
    return [Schedule(tuple(n for _, n in pairs), np.array([t for t, _ in pairs]), rest.gate_s)]


@dataclass(frozen=True)
class Later:
    """The contact that a visit falls back to, and the way there."""

    chaser: Chaser
    profile: Profile
    contact: datetime
    station: FlightPath
    how: str


def later_contact(
    setting: Setting,
    prediction: Prediction,
    flight: Flight,
    station: Station,
    named: Profile | None,
    base: Chaser,
) -> Later:
    """Return the fall-back of a visit: a named profile from the same lift-off, or a day later.

    Parameters
    ----------
    setting, prediction, flight, station
        The visit as planned and flown.
    named : Profile | None
        The profile to fall back to.
    base : Chaser
        The nominal one.
    """
    profile = named or setting.profile
    liftoff = prediction.chase.liftoff
    rule = profile.contact_rule_for(setting.vehicle.id)
    since = liftoff
    if named is None:
        nominal_h = elapsed_s(liftoff, prediction.chase.contact.utc) / 3600.0
        since = after(liftoff, 3600.0 * (_DAY_REVOLUTIONS_H + nominal_h - rule.earliest_h.value))
    contact = choose_contact(rule, since, mean_station_at(setting), sun_teme).utc
    times = schedule(
        profile,
        separation_met_s=elapsed_s(liftoff, flight.separation),
        contact_met_s=elapsed_s(liftoff, contact),
        semi_major_axis_m=prediction.chase.start.semi_major_axis_m,
    )
    how = f"falls back to: {named.name}" if named else "contact a day later"
    chaser = chaser_of(replace(setting, profile=profile), times, flight, station, base.tolerance)
    start = flight.station.states_at([elapsed_s(flight.station.epoch, flight.separation)])[0]
    path = coast_with_maneuvers(
        flight.separation, start, times.gate_s + 60.0, chaser.station, chaser.maneuvers
    )
    return Later(chaser, profile, contact, path, how)


def _fallback_schedules(later: Later, failure: Failure) -> list[Schedule]:
    """Return the burns of a fall-back that are still ahead, with a phasing pair as soon as possible."""
    times = later.chaser.schedule
    ready_s = failure.time_s + _READY_S
    ahead = [k for k, at in enumerate(times.times_s) if at > ready_s]
    rest = Schedule(tuple(times.names[k] for k in ahead), times.times_s[ahead], times.gate_s)
    a = float(np.linalg.norm(failure.state[:3]))
    revolution_s = math.tau * math.sqrt(a**3 / GM_EARTH_M3_S2)
    first_s = failure.time_s + revolution_s
    pair = {"phasing-1": first_s, "phasing-2": first_s + revolution_s / 2.0}
    return [rest, *_with(rest, pair)]


def fall_back(later: Later, failure: Failure, limits: Limits, start_kg: float) -> Rescue | None:
    """Fly a fall-back after a failure; None when it takes more than the ship has."""
    if later.chaser.schedule.gate_s - failure.time_s < _SHORTEST_CHASE_S:
        return None
    schedules = _fallback_schedules(later, failure)
    return _rescue(later.chaser, failure, later.station, schedules, _TURNS, limits, start_kg)


def _sentence(rescue: Rescue, nominal_m_s: float) -> str:
    extra = rescue.delta_v_m_s - nominal_m_s
    made_up = [name for name in rescue.schedule.names if name.endswith("-late")]
    how = "made up a revolution later" if made_up else "the remaining burns take it over"
    return f"{how}, {extra:+.1f} m/s"


def burn_cases(
    setting: Setting,
    prediction: Prediction,
    flight: Flight,
    station: Station,
    *,
    tolerance: Array,
    fallback: Profile | None = None,
    progress: Callable[[int], object] | None = None,
) -> tuple[tuple[BurnCase, ...], Fallback | None]:
    """Return what each burn missed or cut at half leads to, and the fall-back from the first.

    Parameters
    ----------
    setting, prediction, flight, station
        The visit as planned and flown.
    tolerance : Array
        Of the state at the gate, shape (6,). [m, m/s]
    fallback : Profile, optional
        Without it, the one that the profile names; if it names none, the visit falls back by a day.
    progress : Callable[[int], object], optional
        Called with the number of finished cases.
    """
    named = fallback
    if named is None and setting.profile.fallback is not None:
        named = load_profile(setting.profile.fallback)
    times = prediction.chase.schedule
    chaser = chaser_of(setting, times, flight, station, tolerance)
    ship = flight.chase.path.arcs[0].state_at(0.0)
    later = later_contact(setting, prediction, flight, station, named, chaser)
    limits = limits_of(setting)
    start_kg = float(ship[6])
    nominal_m_s = flight.chase.delta_v_m_s
    cases: list[BurnCase] = []
    first: Fallback | None = None
    for failure in failures(chaser, ship, nominal_burns(flight, times)):
        rescue = _rescue(
            chaser, failure, flight.station, _remaining(times, failure), _TURNS, limits, start_kg
        )
        outcome, contact, note = "re-planned", prediction.chase.contact.utc, ""
        if rescue is not None:
            note = _sentence(rescue, nominal_m_s)
        else:
            rescue = fall_back(later, failure, limits, start_kg)
            outcome, contact = "falls back", later.contact
            note = f"this contact is no longer reachable; {later.how}"
        cases.append(_case(failure, outcome if rescue else "lost", rescue, contact, note))
        if failure.case == "missed" and first is None:
            first = _fallback_record(later, failure, limits, start_kg)
        if progress is not None:
            progress(len(cases))
    return tuple(cases), first


def _case(
    failure: Failure, outcome: str, rescue: Rescue | None, contact: datetime, note: str
) -> BurnCase:
    if rescue is None:
        note = "no plan closes within the ship's propellant and the perigee floor"
        return BurnCase(burn=failure.burn, case=failure.case, outcome="lost", note=note)
    return BurnCase(
        burn=failure.burn,
        case=failure.case,
        outcome=outcome,
        delta_v_m_s=rescue.delta_v_m_s,
        propellant_kg=rescue.propellant_kg,
        contact_utc=contact,
        note=note,
    )


def _fallback_record(
    later: Later, failure: Failure, limits: Limits, start_kg: float
) -> Fallback | None:
    rescue = fall_back(later, failure, limits, start_kg)
    if rescue is None:
        return None
    here = after(later.chaser.separation, failure.time_s)
    ship, port = mean_of(failure.state, here), mean_of(later.station.state_utc(here), here)
    ahead = port.argument_of_latitude_rad - ship.argument_of_latitude_rad
    return Fallback(
        profile=later.profile.id,
        contact_utc=later.contact,
        phase_deg=math.degrees(ahead % math.tau),
        delta_v_m_s=rescue.delta_v_m_s,
        propellant_kg=rescue.propellant_kg,
        note="burns: " + ", ".join(rescue.schedule.names),
    )
