"""No plan: the smallest set of rules that cannot be kept together, in words.

Model   Every rule of every ship gets a literal; the solver says which of them suffice for the
        contradiction. That set is shrunk by deletion: a rule is left out when the rest has no plan, so
        that in the end each of those named is needed. Traffic alone is asked first: it answers faster.
        Then the books as linear rows, which show at once what a search of days and loads does not; only
        what they do not show is left to the solver's search of everything.
Valid   Windows, stays and rules are on trial; a ship whose window is may come up to sixty days outside.
        A rule is named as needed when the solver, in its time, finds no contradiction without it. That a
        ship carries no more than it can, and the days of spacewalks, are not on trial.
Source  J. Chinneck, E. Dravnieks, ORSA Journal on Computing 3 (1991): the deletion filter.
"""

from collections.abc import Collection
from datetime import date

from ortools.sat.python import cp_model

from portcall.records.traffic_plan import ClashRule
from portcall.traffic.plan.book_clash import BooksAnswer, book_clash
from portcall.traffic.plan.clash_words import shortage_words
from portcall.traffic.plan.model import PlanModel, build_model
from portcall.traffic.plan.problem import PlanProblem
from portcall.traffic.plan.rules import in_words

Key = tuple[str, str]
CORE_TIME, SHRINK_TIME = 4.0, 0.3  # deterministic time: of the first answer, and of each deletion
BOOK_TIME = 0.05  # of a deletion from what the books show: they have shrunk it already
NOT_SHOWN = ClashRule(
    rule="not shown",
    subject="",
    words="which rules clash could not be shown in the work allowed; that some do is proven",
)


def _contradiction(built: PlanModel, kept: Collection[Key], limit: float) -> tuple[Key, ...] | None:
    """Return which rules suffice for the contradiction; None when there is none, or none was shown."""
    model = built.model.clone()
    by_index = {}
    for key, guard in sorted(built.rules.guards.items()):
        literal = model.get_bool_var_from_proto_index(guard.index)
        if key in kept:
            model.add_assumption(literal)
            by_index[literal.index] = key
        else:
            model.add(literal == 0)
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
    return None if core is None else _shrunk(built, core, SHRINK_TIME)


def _shrunk(built: PlanModel, core: Collection[Key], limit: float) -> tuple[Key, ...]:
    """Leave out what the contradiction does not need."""
    needed: list[Key] = []
    rest = sorted(core)
    while rest:
        key = rest.pop()
        smaller = _contradiction(built, {*rest, *needed}, limit)
        if smaller is None:
            needed.append(key)
        else:
            rest = [one for one in rest if one in smaller]
            needed = [one for one in needed if one in smaller]
    return tuple(sorted(needed))


def smallest_clash(
    problem: PlanProblem, first_day: date | None = None, books: BooksAnswer | None = None
) -> tuple[ClashRule, ...]:
    """Name a smallest set of rules that clash.

    Parameters
    ----------
    problem : PlanProblem
        A problem without a plan.
    first_day : date | None
        Of the horizon; days are counted where it is not given.
    books : BooksAnswer | None
        What they have said already; a shortage that they show is taken before any other clash.

    Returns
    -------
    tuple[ClashRule, ...]
        Without any one of them no contradiction of the others was found. One that says so when
        no contradiction could be shown in the work allowed.
    """
    if books is None or books.shortage is None:
        found = _smallest(build_model(problem, explaining=True, stocks=False))
        if found is not None:
            return _in_words(found)
    shortage = book_clash(problem) if books is None else books.shortage
    if shortage is not None:
        needed = _shrunk(build_model(problem, explaining=True), shortage.rules, BOOK_TIME)
        more = shortage_words(shortage, first_day)
        return _in_words(needed, more)
    found = _smallest(build_model(problem, explaining=True))
    return (NOT_SHOWN,) if found is None else _in_words(found)


def _in_words(found: Collection[Key], more: tuple[Key, str] | None = None) -> tuple[ClashRule, ...]:
    """Say each rule; `more` adds what is known of one of them."""
    return tuple(
        ClashRule(
            rule=rule,
            subject=subject,
            words=in_words(rule, subject)
            + (f": {more[1]}" if more is not None and more[0] == (rule, subject) else ""),
        )
        for rule, subject in found
    )
