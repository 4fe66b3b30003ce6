"""The flight rules of the way home, each a verdict with its margin.

Model   As `verify.rules`: a figure of the record against a limit; what is not known is not judged.
Valid   Disposals and landings as `records.disposal` holds them.
Source  NASA-STD-8719.14C, 4.7-1: 1e-4 for uncontrolled entries and for the failed burn of a controlled
        one; no piece above 15 J within 370 km of foreign land, 50 km of own land or the Antarctic ice.
        Other limits come from the catalogue.
"""

from collections.abc import Callable

from portcall.catalogue.vehicle import Vehicle
from portcall.records.disposal import Bounded, DisposalRecord
from portcall.records.mass import CLOSES_TO_KG
from portcall.records.risk import FOREIGN_LIMIT_KM
from portcall.records.verdict import Verdict
from portcall.verify.limits import at_least, at_most

CASUALTY_LIMIT = 1e-4
ABREAST_KM = 5.0
BALLISTIC_LIMIT_G = 10.0  # crews have landed at 8 to 9; a seat carries more for seconds

_LAND_RULE = "pieces above 15 J stay clear of land"

Rule = Callable[[DisposalRecord, Vehicle], Verdict | None]


def _departure(record: DisposalRecord, _: Vehicle) -> Verdict | None:
    if record.departure is None:
        return None
    planned = record.departure.cases[0]
    return Verdict(
        rule="ship does not come back after undocking",
        verdict="pass" if planned.verdict == "pass" else "fail",
        value=planned.least_range_m,
        limit=planned.keep_out_radius_m,
        unit="m",
        margin=None
        if planned.least_range_m is None
        else planned.least_range_m - planned.keep_out_radius_m,
        note=planned.reason,
    )


def _failed_separation(record: DisposalRecord, _: Vehicle) -> Verdict | None:
    if record.departure is None:
        return None
    worst = [case for case in record.departure.cases[1:] if case.verdict == "fail"]
    return Verdict(
        rule="nor when its separation burn fails",
        verdict="fail" if worst else "pass",
        note=f"{worst[0].case}: {worst[0].reason}" if worst else "none, and half of it",
    )


def _aim(record: DisposalRecord, _: Vehicle) -> Verdict:
    miss = abs(record.aim.along_miss_km)
    return at_most("fall lies abreast of the aim", miss, ABREAST_KM, "km", "along the track")


def _propellant(record: DisposalRecord, _: Vehicle) -> Verdict | None:
    burned = [entry for entry in record.mass if entry.event == "deorbit_cutoff"]
    if not burned:
        return None
    left = burned[-1].tanks
    aboard = left.own_propellant_kg + left.deorbit_reserve_kg
    return at_least("propellant is left after the burn", aboard, 0.0, "kg")


def _burn_time(record: DisposalRecord, vehicle: Vehicle) -> Verdict | None:
    limit = vehicle.main_engine.max_total_burn_s
    if limit is None:
        return None
    return at_most("deorbit burn stays in the engine's life", record.duration_s, limit.value, "s")


def _land(record: DisposalRecord, _: Vehicle) -> Verdict | None:
    risk = record.risk
    if record.kind == "landing":
        return None
    if risk is None:
        if record.nearest_land_km is None:
            return None
        note = "the planned pieces alone, by a coarse map; no samples"
        return at_least(_LAND_RULE, record.nearest_land_km, FOREIGN_LIMIT_KM, "km", note)
    rule = risk.land_rule
    known = [one for one in rule.limits if one.margin_km is not None]
    worst = min(known, key=lambda one: one.margin_km or 0.0, default=None)
    return Verdict(
        rule=_LAND_RULE,
        verdict=rule.verdict,
        value=worst.nearest_km if worst else None,
        limit=worst.required_km if worst else None,
        unit="km",
        margin=worst.margin_km if worst else None,
        note=(
            f"{worst.land if worst else 'no'} land is nearest; {rule.breaking_samples} of "
            f"{rule.samples} samples break it, at most {100.0 * rule.bound_probability:.2g} % "
            f"at {100.0 * rule.confidence:g} %"
        ),
    )


def _expected(rule: str, found: Bounded | None) -> Verdict | None:
    """Judge an expectation by its estimate, as the standard does, and say what its bound would be."""
    if found is None:
        return None
    held = "holds" if found.bound <= CASUALTY_LIMIT else "does not"
    note = f"its {100.0 * found.confidence:g} % bound, {found.bound:.2g}, {held}"
    if found.bound == 0.0:
        note = "no sampled piece came near a cell where people live"
    return at_most(rule, found.value, CASUALTY_LIMIT, "", f"{note}; {found.note}".rstrip("; "))


def _casualty(record: DisposalRecord, _: Vehicle) -> Verdict | None:
    return _expected("casualty expectation as planned", record.casualty_expectation)


def _failed_burn(record: DisposalRecord, _: Vehicle) -> Verdict | None:
    found = record.casualty_expectation_if_burn_fails
    return _expected("casualty expectation if the burn fails", found)


def _landed(record: DisposalRecord, _: Vehicle) -> Verdict | None:
    landing = record.landing
    if landing is None:
        return None
    return Verdict(
        rule="crew lands at the site",
        verdict="pass" if landing.outcome == "landed" else "fail",
        value=landing.opening_miss_km,
        limit=landing.tolerance_km,
        unit="km",
        margin=landing.tolerance_km - landing.opening_miss_km,
        note=landing.reason,
    )


def _load(record: DisposalRecord, vehicle: Vehicle) -> Verdict | None:
    if record.landing is None or vehicle.landing is None:
        return None
    limit = vehicle.landing.load_limit_g.value
    return at_most("load stays below the limit", record.landing.peak_load_g, limit, "g")


def _ballistic_load(record: DisposalRecord, _: Vehicle) -> Verdict | None:
    if record.ballistic_landing is None:
        return None
    load = record.ballistic_landing.peak_load_g
    return at_most("ballistic fallback can be borne", load, BALLISTIC_LIMIT_G, "g")


def _ledger(record: DisposalRecord, _: Vehicle) -> Verdict:
    worst = max(abs(entry.gap_kg) for entry in record.mass)
    return at_most("mass ledger closes to the entry", worst, CLOSES_TO_KG, "kg")


RULES: tuple[Rule, ...] = (
    _departure,
    _failed_separation,
    _aim,
    _propellant,
    _burn_time,
    _land,
    _casualty,
    _failed_burn,
    _landed,
    _load,
    _ballistic_load,
    _ledger,
)


def judge_home(record: DisposalRecord, vehicle: Vehicle) -> tuple[Verdict, ...]:
    """Hold a way home against every rule that applies to it."""
    judged = (rule(record, vehicle) for rule in RULES)
    return tuple(verdict for verdict in judged if verdict is not None)
