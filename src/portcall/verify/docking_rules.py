"""The flight rules of an approach, each a verdict with its margin.

Model   A rule compares one figure of the record with one of the catalogue. A rule whose input is not
        known, or that the runs are too few to decide, says so; it neither passes nor fails.
Valid   Approaches as `records.docking` holds them.
Source  Limits come from the catalogue, which names their sources; the probability asked for is what
        three thousand runs without a failure show.
"""

from collections.abc import Callable

from portcall.records.docking import DockingRecord
from portcall.records.verdict import Verdict
from portcall.verify.limits import at_least, at_most

PROBABILITY_ASKED = 0.999
RUNS_THAT_SHOW_IT = 2995  # without a failure, at 95 % confidence

Rule = Callable[[DockingRecord], Verdict]


def _captures(record: DockingRecord) -> Verdict:
    outcome = record.nominal.outcome
    return Verdict(
        rule="the nominal approach captures",
        verdict="pass" if outcome == "captured" else "fail",
        note=f"{outcome}: {record.nominal.reason}",
    )


def _probability(record: DockingRecord) -> Verdict:
    rule = "capture is likely enough"
    bound = record.capture_probability_lower_95
    if bound is None:
        return Verdict(rule=rule, verdict="cannot say", note="ask for --runs")
    judged = at_least(rule, bound, PROBABILITY_ASKED, "", "lower bound, 95 % confidence")
    if judged.verdict == "fail" and record.captured == record.runs < RUNS_THAT_SHOW_IT:
        note = f"no run failed, but it takes {RUNS_THAT_SHOW_IT} such runs to show it"
        return judged.model_copy(update={"verdict": "cannot say", "note": note})
    return judged


def _keep_out(record: DockingRecord) -> Verdict:
    return at_most(
        "the keep-out sphere is entered with leave only",
        float(record.keep_out_violations),
        0.0,
        "runs",
    )


def _escape(record: DockingRecord) -> Verdict:
    rule = "an avoidance burn is there at every second"
    if record.no_escape_runs is None:
        return Verdict(rule=rule, verdict="cannot say", note="no avoidance burn was looked for")
    return at_most(
        rule,
        float(record.no_escape_runs),
        0.0,
        "runs",
        "of the final leg",
    )


def _propellant(record: DockingRecord) -> Verdict:
    rule = "the approach leaves the deorbit reserve"
    spent = record.nominal.propellant_kg
    note = "nominal run"
    if record.propellant_kg is not None:
        shown = record.propellant_kg
        spent = shown.p99 if shown.p99_bound is None else shown.p99_bound
        note = "99th percentile"
    return at_most(rule, spent, record.propellant_aboard_kg, "kg", note)


def _drifts(record: DockingRecord) -> Verdict:
    rule = "every failure of the plan is safe for a day"
    if record.safety is None or record.safety.plan is None:
        return Verdict(rule=rule, verdict="cannot say", note="ask for --safety")
    found = record.safety.plan
    return at_most(
        rule,
        float(found.unsafe),
        0.0,
        "cases",
        f"{found.passive} passively, {found.avoidance} by an avoidance burn, "
        f"{found.near_contact} too near to leave",
    )


def _plume(record: DockingRecord) -> Verdict:
    rule = "plumes leave the station alone"
    if record.safety is None or record.safety.plume is None:
        return Verdict(rule=rule, verdict="cannot say", note="ask for --safety")
    found = record.safety.plume
    return Verdict(rule=rule, verdict=found.verdict, note=found.reason)


RULES: tuple[Rule, ...] = (
    _captures,
    _probability,
    _keep_out,
    _escape,
    _propellant,
    _drifts,
    _plume,
)


def judge_docking(record: DockingRecord) -> tuple[Verdict, ...]:
    """Hold an approach against every rule."""
    return tuple(rule(record) for rule in RULES)
