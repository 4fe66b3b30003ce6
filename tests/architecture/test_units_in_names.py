"""The unit is the suffix of the name: on every public float parameter and every float field."""

import ast
import re

import pytest
from source_trees import Function, functions, is_public, modules, room

BASE = (
    "m|km|mm|s|ms|us|min|h|days|kg|g|rad|deg|arcsec|n|kn|k|pa|kpa|w|j|hz|v|day|year|rev|au|m2|m3|s2|km2|km3|"
    "jd|mjd|per_earth_radius|percent"
)
SUFFIX = re.compile(rf"(_({BASE})\d?|^m?jd)$")
DIMENSIONLESS = re.compile(
    r"(^|_)(factor|ratio|fraction|coefficient|eccentricity|mach|scale|probability|quantile|exponent|"
    r"share|weight|sigmas|orbits|cosine|sine|tangent|slope|flattening|confidence|gain|efficiency|expectation|knudsen|"
    r"part|lower_95)$"
)
_WIDEN = "a factor on estimated ranges, named as the option is"
# (module, qualified name or class.field): why the name carries no unit of its own
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("records/traffic_plan.py", "StageTiming.seconds"): "a unit itself",
    ("records/traffic_plan.py", "StageResult.effort"): "the solver's own count of its work",
    ("traffic/plan/search.py", "SolveEffort.first_stage"): "as effort",
    ("traffic/plan/search.py", "SolveEffort.later_stage"): "as effort",
    ("traffic/plan/search.py", "new_solver.deterministic_time"): "as effort",
    ("traffic/plan/stages.py", "Staircase.search.limit"): "as effort",
    ("traffic/plan/stages.py", "Staircase.spent"): "as effort",
    ("traffic/plan/certificate.py", "Rows.unknown.low"): "a row has no unit of its own",
    ("traffic/plan/certificate.py", "Rows.unknown.high"): "as low",
    ("traffic/plan/certificate.py", "Rows.at_most.limit"): "as low",
    ("traffic/plan/certificate.py", "Rows.equal.value"): "as low",
    ("core/sourced.py", "Figure.value"): "the key that holds the figure carries the unit",
    ("core/sourced.py", "Figure.low"): "as value",
    ("core/sourced.py", "Figure.high"): "as value",
    ("catalogue/calibration.py", "Constant.value"): "its unit stands in the key beside it",
    ("catalogue/elements.py", "RecordedElements.bstar"): "the element set's own name for the field",
    ("catalogue/elements.py", "RecordedElements.mean_motion_dot"): "as bstar",
    ("catalogue/elements.py", "RecordedElements.mean_motion_ddot"): "as bstar",
    ("audit/spread.py", "Spread.median"): "stands under a key that ends in the unit",
    ("audit/spread.py", "Spread.worst"): "as median",
    ("records/visit.py", "DeltaV.total"): "stands under the key `delta_v_m_s`",
    ("records/visit.py", "DeltaV.bound"): "as total",
    ("records/verdict.py", "Verdict.value"): "its unit stands in the key beside it",
    ("records/verdict.py", "Verdict.limit"): "as value",
    ("records/verdict.py", "Verdict.margin"): "as value",
    ("records/scene.py", "ContactLimit.value"): "its unit stands in the field beside it",
    ("records/scene.py", "ContactLimit.low"): "as value",
    ("records/scene.py", "ContactLimit.high"): "as value",
    ("records/scene.py", "ContactLimit.wide_low"): "as value",
    ("records/scene.py", "ContactLimit.wide_high"): "as value",
    ("records/scene.py", "SceneVerdict.value"): "as a verdict's",
    ("records/scene.py", "SceneVerdict.limit"): "as value",
    ("records/scene.py", "SceneVerdict.margin"): "as value",
    ("records/claims.py", "Claim.sure"): "how sure the reading is, from 0 to 1",
    ("records/board_view.py", "Play.rate"): "seconds of the run a second: a ratio",
    ("board/server/play.py", "LivePlay.change.rate"): "as a play's",
    ("board/server/stage.py", "Stage.play.rate"): "as a play's",
    ("board/server/stage.py", "Stage.change.rate"): "as a play's",
    ("board/server/requests.py", "FaultView.size"): "its unit stands in the field beside it",
    ("board/world/events.py", "figure_words.value"): "its unit is the argument beside it",
    ("verify/limits.py", "at_least.value"): "its unit is the argument beside it",
    ("verify/limits.py", "at_least.limit"): "as value",
    ("verify/limits.py", "at_most.value"): "as value",
    ("verify/limits.py", "at_most.limit"): "as value",
    ("records/disposal.py", "Bounded.value"): "stands under a key that names what is expected",
    ("records/disposal.py", "Bounded.bound"): "as value",
    ("disposal/entry.py", "column.values"): "whatever the column holds; its name says it",
    ("orbit/plausibility.py", "Check.value"): "its unit stands in the key beside it",
    ("orbit/plausibility.py", "Check.low"): "as value",
    ("orbit/plausibility.py", "Check.high"): "as value",
    ("orbit/mean_elements.py", "NearCircular.ex"): "a component of the eccentricity vector",
    ("orbit/mean_elements.py", "NearCircular.ey"): "as ex",
    ("orbit/clohessy_wiltshire.py", "TwoImpulse.condition"): "the condition number of a matrix",
    ("orbit/impulsive_optimum.py", "ImpulsiveOptimum.slack"): "a part of the optimum itself",
    (
        "orbit/relative_dynamics.py",
        "point_mass_difference.mu_r3",
    ): "the table of motion's column, 1/s2",
    ("orbit/relative_dynamics.py", "turning_acceleration.mu_r3"): "as above",
    ("orbit/relative_dynamics.py", "oblate_pull.oblate"): "the table of motion's column, m5/s2",
    ("records/docking.py", "Percentiles.p50"): "stands under a key that ends in the unit",
    ("records/docking.py", "Percentiles.p95"): "as p50",
    ("records/docking.py", "Percentiles.p99"): "as p50",
    ("records/docking.py", "Percentiles.p99_bound"): "as p50",
    ("records/docking.py", "DockingRecord.widen"): _WIDEN,
    ("visit/docking.py", "DockWishes.widen"): _WIDEN,
    ("visit/docking.py", "fly_chunk.widen"): _WIDEN,
    ("visit/docking.py", "campaign_of.until_width"): "a width in probability, the option's name",
    ("docking/run/fly.py", "fly_one.widen"): _WIDEN,
    ("docking/run/fly.py", "fly_many.widen"): _WIDEN,
    ("docking/run/sample.py", "Ranges.table.widen"): _WIDEN,
    ("docking/run/sample.py", "draw_samples.widen"): _WIDEN,
    ("docking/plug/session.py", "draw_run.widen"): _WIDEN,
    ("docking/faults/fault_kinds.py", "FaultKind.size"): "its unit stands in the field beside it",
    ("docking/faults/faults.py", "Fault.size"): "its unit is its kind's",
    ("docking/safety/free_drift.py", "DriftErrors.log_air"): "a logarithm",
    (
        "docking/covariance/linear_covariance.py",
        "Consistency.lower",
    ): "a bound on a ratio of sigmas",
    ("docking/covariance/linear_covariance.py", "Consistency.upper"): "as lower",
    ("docking/safety/plume.py", "plume_pressure_pa.power"): "an exponent, the equation's own word",
    ("docking/faults/watch_table.py", "surprise_exponent.expected_square"): "a ratio of variances",
    ("docking/faults/watch_table.py", "surprise_exponent.drift_per_square"): "as expected_square",
    (
        "docking/faults/watch_table.py",
        "surprise_exponent.log_mean.x",
    ): "the running variable of a root",
    ("docking/safety/zones.py", "violates.cleared"): "0 or 1, in compiled code",
    ("records/linear_covariance.py", "SigmasAt.lower"): "a bound on a ratio of sigmas",
    ("records/linear_covariance.py", "SigmasAt.upper"): "as lower",
    ("records/docking_safety.py", "DriftVerdict.part_of_burn"): "a ratio",
    ("stay/water_balance.py", "WaterBalance.people"): "a mean number of people",
    ("stay/water_balance.py", "planned_balance.us"): "as people",
    ("stay/water_balance.py", "planned_balance.rs"): "as people",
    ("stay/water_balance.py", "us_balance_of_people.us"): "as people",
    ("records/docking_safety.py", "DriftVerdict.least"): "its unit is its zone's, named beside it",
    (
        "audit/press/reading/mentions/amounts.py",
        "Amount.value",
    ): "its unit stands in the field beside it",
    ("audit/press/reading/mentions/amounts.py", "Amount.sure"): "from 0 to 1",
    ("audit/press/reading/events/attach.py", "Told.sure"): "from 0 to 1",
    ("audit/press/reading/ships/people.py", "CrewList.sure"): "from 0 to 1",
    ("report/shown.py", "plain_number.value"): "writes a number of any unit",
    ("report/shown.py", "digits_for.value"): "as plain_number",
}
_ANY = "integrates any right-hand side: neither the state nor its variable has a unit of its own"
UNITLESS_MODULES = {
    "core/dense.py": _ANY,
    "core/event_roots.py": _ANY,
    "core/integrator.py": _ANY,
    "core/stages.py": _ANY,
    "export/picture_panel.py": "places on a sheet, and axes of any quantity",
}
# compiled kernels keep the equation's own symbols for coordinates and the running variable
KERNEL_SYMBOL = re.compile(
    r"^(t|u|h|n|s|c|theta|((sun|body|push)_)?[xyz]|[abpvw][xyz]|dv[xyz]|push|before|here|behind)$"
)
# the command line shows units in its own help text and metavars
EXEMPT_ROOMS = {"cli"}


def _is_float(annotation: ast.expr | None) -> bool:
    if annotation is None:
        return False
    if isinstance(annotation, ast.BinOp):
        return _is_float(annotation.left) or _is_float(annotation.right)
    return isinstance(annotation, ast.Name) and annotation.id == "float"


def _carries_unit(name: str) -> bool:
    return bool(SUFFIX.search(name.lower()) or DIMENSIONLESS.search(name.lower()))


def _parameters(function: Function) -> list[ast.arg]:
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def _is_compiled(function: Function) -> bool:
    return any("njit" in ast.unparse(decorator) for decorator in function.decorator_list)


def _float_names() -> list[tuple[str, str]]:
    found = []
    for path, tree in modules().items():
        if room(path) in EXEMPT_ROOMS or path in UNITLESS_MODULES:
            continue
        for qualified, function in functions(tree):
            if is_public(qualified):
                found += [
                    (path, f"{qualified}.{parameter.arg}")
                    for parameter in _parameters(function)
                    if _is_float(parameter.annotation)
                    and not (_is_compiled(function) and KERNEL_SYMBOL.match(parameter.arg))
                ]
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found += [
                    (path, f"{node.name}.{field.target.id}")
                    for field in node.body
                    if isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and _is_float(field.annotation)
                ]
    return found


def test_every_float_carries_its_unit():
    bare = [
        f"{path}: {name}"
        for path, name in _float_names()
        if not _carries_unit(name.rsplit(".", 1)[-1]) and (path, name) not in EXCEPTIONS
    ]
    assert not bare, "no unit in the name:\n" + "\n".join(bare)


def test_every_exception_is_still_needed():
    stale = set(EXCEPTIONS) - set(_float_names())
    assert not stale, f"no longer there: {sorted(stale)}"
    assert set(UNITLESS_MODULES) <= set(modules())


@pytest.mark.parametrize(
    ("name", "carries"),
    [
        ("altitude_m", True),
        ("rate_rad_s", True),
        ("gm_m3_s2", True),
        ("ballistic_m2_kg", True),
        ("density_factor", True),
        ("altitude", False),
        ("speed", False),
        ("value", False),
        ("parameters", False),
        ("t", False),
        ("item", False),
    ],
)
def test_the_rule_tells_units_from_bare_names(name, carries):
    assert _carries_unit(name) is carries
