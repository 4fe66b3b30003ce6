"""The flight rules of a visit up to contact, each a verdict with its margin.

Model   A rule compares one figure of the record with one of the catalogue. A rule whose input is not
        known says so; it neither passes nor fails.
Valid   Visits as `records.visit` holds them.
Source  Limits come from the catalogue, which names their sources.
"""

from collections.abc import Callable

from portcall.catalogue.profile import Profile
from portcall.catalogue.station import Station
from portcall.catalogue.vehicle import Vehicle
from portcall.core.time import elapsed_s
from portcall.records.mass import CLOSES_TO_KG
from portcall.records.verdict import Verdict
from portcall.records.visit import VisitRecord
from portcall.verify.limits import at_least, at_most

GATE_TOLERANCE_M = 100.0  # three times what far navigation knows of the position at the gate
OLDEST_ELEMENTS_H = 14.0 * 24.0

Rule = Callable[[VisitRecord, Profile, Vehicle, Station], Verdict]


def _phase(record: VisitRecord, profile: Profile, _: Vehicle, __: Station) -> Verdict:
    low, high = profile.phase_min_deg.value, profile.phase_max_deg.value
    phase = record.window.phase_deg
    nearest = low if phase < (low + high) / 2.0 else high
    closed = profile.closed_by_deg(phase)
    margin = -closed if closed else max(0.0, min(phase - low, high - phase))
    return Verdict(
        rule="phase is in the profile's range",
        verdict="fail" if closed else "pass",
        value=phase,
        limit=nearest,
        unit="deg",
        margin=margin,
        note=f"{low:g} to {high:g} deg",
    )


def _elements(record: VisitRecord, *_: object) -> Verdict:
    used = record.elements
    note = "from after the launch: a hindcast" if used.hindcast else ""
    return at_most("elements are fresh", used.age_h, OLDEST_ELEMENTS_H, "h", note)


def _third_stage(record: VisitRecord, *_: object) -> Verdict:
    left = record.insertion.third_stage_propellant_left_kg
    return at_least("third stage has propellant left", left, 0.0, "kg")


def _gate(record: VisitRecord, *_: object) -> Verdict:
    return at_most("ship is at the arrival gate", record.arrival.miss_m, GATE_TOLERANCE_M, "m")


def _perigee(record: VisitRecord, profile: Profile, *_: object) -> Verdict:
    rule = "perigee stays above the floor"
    if not record.burns:
        return Verdict(rule=rule, verdict="cannot say", note="no burn was flown")
    lowest = min(burn.perigee_after_m for burn in record.burns)
    floor = 1e3 * profile.min_perigee_km.value
    return at_least(rule, lowest, floor, "m", "above the ellipsoid")


def _first_burn(record: VisitRecord, profile: Profile, *_: object) -> Verdict:
    rule = "first burn is not too early"
    if not record.burns:
        return Verdict(rule=rule, verdict="cannot say", note="no burn was flown")
    burn = record.burns[0]
    ignition_s = elapsed_s(record.insertion.liftoff_utc, burn.utc)
    middle_s = ignition_s + burn.duration_s / 2.0  # profiles place the middle of a burn
    earliest = profile.first_burn_earliest_s.low or profile.first_burn_earliest_s.value
    return at_least(rule, middle_s, earliest, "s", "its middle")


def _bound(record: VisitRecord, *_: object) -> Verdict:
    return at_least(
        "delta-v is at or above the bound",
        record.delta_v_m_s.total,
        record.delta_v_m_s.bound,
        "m/s",
    )


def _reserve(record: VisitRecord, _: Profile, vehicle: Vehicle, __: Station) -> Verdict:
    kept = record.mass[-1].tanks.deorbit_reserve_kg
    wanted = vehicle.masses.deorbit_reserve_kg.value
    return at_least("deorbit reserve is untouched", kept, wanted, "kg")


def _starts(record: VisitRecord, _: Profile, vehicle: Vehicle, __: Station) -> Verdict:
    rule = "main engine starts stay in its life"
    if vehicle.main_engine.max_starts is None:
        return Verdict(rule=rule, verdict="cannot say", note="no limit is known")
    return at_most(rule, float(len(record.burns)), vehicle.main_engine.max_starts.value, "starts")


def _burn_time(record: VisitRecord, _: Profile, vehicle: Vehicle, __: Station) -> Verdict:
    rule = "main engine burn time stays in its life"
    if vehicle.main_engine.max_total_burn_s is None:
        return Verdict(rule=rule, verdict="cannot say", note="no limit is known")
    total = sum(burn.duration_s for burn in record.burns)
    return at_most(rule, total, vehicle.main_engine.max_total_burn_s.value, "s")


def _ledger(record: VisitRecord, *_: object) -> Verdict:
    worst = max(abs(entry.gap_kg) for entry in record.mass)
    return at_most("mass ledger closes", worst, CLOSES_TO_KG, "kg")


def _port(record: VisitRecord, _: Profile, vehicle: Vehicle, station: Station) -> Verdict:
    rule = "port takes the ship"
    ports = {port.id: port for port in station.port}
    if record.port not in ports:
        return Verdict(rule=rule, verdict="cannot say", note="no port is named")
    takes = vehicle.id in ports[record.port].vehicles
    return Verdict(rule=rule, verdict="pass" if takes else "fail", note=record.port)


def _seen(record: VisitRecord, *_: object) -> Verdict:
    seen = record.contact.in_ground_coverage or record.contact.in_relay_coverage
    note = "ground" if record.contact.in_ground_coverage else "relay" if seen else "neither"
    return Verdict(
        rule="contact is in view of ground or relay", verdict="pass" if seen else "fail", note=note
    )


def _captures(record: VisitRecord, *_: object) -> Verdict:
    rule = "approach ends in capture"
    if record.docking is None:
        return Verdict(rule=rule, verdict="cannot say", note="the approach is not simulated")
    run = record.docking.nominal
    caught = run.outcome == "captured"
    note = "without errors; ask dock for the odds" if caught else f"{run.outcome}: {run.reason}"
    return Verdict(rule=rule, verdict="pass" if caught else "fail", note=note)


def _keep_out(record: VisitRecord, *_: object) -> Verdict:
    rule = "keep-out sphere is entered with leave only"
    if record.docking is None:
        return Verdict(rule=rule, verdict="cannot say", note="the approach is not simulated")
    entered = float(record.docking.keep_out_violations)
    return at_most(rule, entered, 0.0, "violations")


RULES: tuple[Rule, ...] = (
    _elements,
    _phase,
    _third_stage,
    _first_burn,
    _perigee,
    _gate,
    _bound,
    _keep_out,
    _captures,
    _reserve,
    _starts,
    _burn_time,
    _ledger,
    _port,
    _seen,
)


def judge(
    record: VisitRecord, profile: Profile, vehicle: Vehicle, station: Station
) -> tuple[Verdict, ...]:
    """Hold a record against every rule."""
    return tuple(rule(record, profile, vehicle, station) for rule in RULES)
