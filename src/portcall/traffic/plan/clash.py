"""No plan: the smallest set of rules that cannot be kept together, in words.

Model   Every rule of every ship gets a literal; the solver says which of them suffice for the
        contradiction. That set is shrunk by deletion: a rule is left out when the rest has no plan, so
        that in the end each of those named is needed. Traffic alone is asked first: it answers faster.
Valid   Windows, stays and rules are on trial; that a ship carries no more than it can is not.
Source  J. Chinneck, E. Dravnieks, ORSA Journal on Computing 3 (1991): the deletion filter.
"""

from collections.abc import Collection

from ortools.sat.python import cp_model

from portcall.records.traffic_plan import ClashRule
from portcall.traffic.plan.model import PlanModel, build_model
from portcall.traffic.plan.problem import PlanProblem
from portcall.traffic.plan.rules import in_words

Key = tuple[str, str]
CORE_TIME, SHRINK_TIME = 4.0, 0.6  # deterministic time: of the first answer, and of each deletion


def _contradiction(built: PlanModel, kept: Collection[Key], limit: float) -> tuple[Key, ...] | None:
    """Return which rules suffice for the contradiction; None when there is none, or none was shown."""
    model = built.model
    model.clear_assumptions()
    by_index = {}
    for key in sorted(kept):
        literal = built.rules.guards[key]
        model.add_assumption(literal)
        by_index[literal.index] = key
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = limit
    solver.parameters.cp_model_probing_level = 0
    if solver.solve(model) != cp_model.INFEASIBLE:
        return None
    core = solver.sufficient_assumptions_for_infeasibility()
    return tuple(sorted(by_index[index] for index in core if index in by_index))


def _smallest(built: PlanModel) -> tuple[Key, ...] | None:
    core = _contradiction(built, built.rules.guards, CORE_TIME)
    if core is None:
        return None
    needed: list[Key] = []
    rest = list(core)
    while rest:
        key = rest.pop()
        smaller = _contradiction(built, [*rest, *needed], SHRINK_TIME)
        if smaller is None:
            needed.append(key)
        else:
            rest = [one for one in rest if one in smaller]
            needed = [one for one in needed if one in smaller]
    return tuple(sorted(needed))


def smallest_clash(problem: PlanProblem) -> tuple[ClashRule, ...]:
    """Name a smallest set of rules that clash.

    Parameters
    ----------
    problem : PlanProblem
        A problem without a plan.

    Returns
    -------
    tuple[ClashRule, ...]
        Each rule is needed: without any one of them the others could be kept. Empty when the solver
        could not show a contradiction in the time it has.
    """
    for stocks in (False, True):
        found = _smallest(build_model(problem, explaining=True, stocks=stocks))
        if found is not None:
            return tuple(
                ClashRule(rule=rule, subject=subject, words=in_words(rule, subject))
                for rule, subject in found
            )
    return ()
