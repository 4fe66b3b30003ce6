"""Plans the traffic of a station: one call from a scenario to a proven, recounted and judged plan.

Model   Problem, stages, daily truth, judge; or, when there is no plan, the rules that clash.
Valid   Scenarios of `catalogue.traffic_scenario`.
Source  The parts name theirs.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ortools import __version__ as solver_version

from portcall.catalogue.load import Catalogue, load_catalogue
from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.records.traffic_plan import PlanStatus, PlanTiming, StageResult, TrafficPlan
from portcall.traffic.check.crew_book import crew_hour_breaks
from portcall.traffic.check.judge import check_calendar
from portcall.traffic.plan.books import Books, open_books
from portcall.traffic.plan.calendar import calendar_of
from portcall.traffic.plan.changes import Changes
from portcall.traffic.plan.clash import smallest_clash
from portcall.traffic.plan.daily_truth import PlanDisagreesError, recount, require_agreement
from portcall.traffic.plan.dates import KnownDays
from portcall.traffic.plan.from_scenario import plan_problem
from portcall.traffic.plan.notes import notes_on
from portcall.traffic.plan.openings import Openings, openings
from portcall.traffic.plan.problem import PlanProblem, PlanSolution
from portcall.traffic.plan.record import (
    midnight,
    planned_spacewalks,
    planned_visits,
    reserves,
    stock_series,
)
from portcall.traffic.plan.search import SolveEffort
from portcall.traffic.plan.stages import Report, solve_stages
from portcall.traffic.plan.start_state import refuse_start_state


@dataclass(frozen=True)
class Solved:
    """What the solver made of a problem."""

    scenario: TrafficScenario
    problem: PlanProblem
    stages: tuple[StageResult, ...]
    solution: PlanSolution
    head: TrafficPlan


def plan_traffic(
    scenario: TrafficScenario,
    *,
    catalogue: Catalogue | None = None,
    slips: Mapping[str, int] | None = None,
    lost: Collection[str] = (),
    issued: TrafficPlan | None = None,
    allowed_dates: Mapping[str, Sequence[date]] | None = None,
    effort: SolveEffort | None = None,
    report: Report | None = None,
) -> TrafficPlan:
    """Find the best plan of a scenario, and prove how good it is.

    Parameters
    ----------
    scenario : TrafficScenario
        Where the plan starts, and what it has to place.
    catalogue : Catalogue | None
        The records that it refers to; the default one without.
    slips : Mapping[str, int] | None
        Ships that cannot come before so many days after their issued (else nominal) day.
    lost : Collection[str]
        Ships that do not come.
    issued : TrafficPlan | None
        The plan before: what follows changes it least.
    allowed_dates : Mapping[str, Sequence[date]] | None
        Days that were computed elsewhere for a ship: up to the last of them no other counts. Without,
        the days of the first three weeks are computed here, where the station's elements are known.
    effort : SolveEffort | None
        Seed, workers and deterministic time.
    report : Report | None
        Called with stage, objective and bound while solving.

    Returns
    -------
    TrafficPlan
        With `clash` and no visits when there is no plan.

    Raises
    ------
    InputError
        A scenario that cannot be meant; an unknown ship.
    PlanDisagreesError
        The recounted days are not the solver's: a fault here.
    """
    begun = time.perf_counter()
    chosen = effort or SolveEffort()
    books = open_books(catalogue or load_catalogue(), scenario)
    known = _with_given(openings(books.catalogue, scenario), allowed_dates or {})
    changes = Changes(dict(slips or {}), tuple(sorted(lost)), issued, known)
    problem = plan_problem(scenario, books, changes)
    refuse_start_state(scenario, books.rules)
    built_s = time.perf_counter() - begun
    stages, solution, said = solve_stages(problem, chosen, report)
    no_plan = stages[0].status == "infeasible"
    head = TrafficPlan(
        scenario=scenario.id,
        station=scenario.station,
        status=_status(stages),
        first_day_utc=midnight(scenario.start, 0),
        last_day_utc=midnight(scenario.start, problem.days),
        solver=f"OR-Tools CP-SAT {solver_version}, seed {chosen.seed}, {chosen.workers} workers",
        slipped_days=dict(sorted(changes.slips.items())),
        lost=tuple(changes.lost),
        stages=stages,
        clash=smallest_clash(problem, scenario.start, said) if no_plan else (),
        notes=known.notes,
        timing=PlanTiming(
            build_s=built_s,
            solve_s=time.perf_counter() - begun - built_s,
            truth_s=0.0,
        ),
    )
    if solution is None:
        return head
    return _told(Solved(scenario, problem, stages, solution, head), books, changes)


def _with_given(known: Openings, given: Mapping[str, Sequence[date]]) -> Openings:
    """Put days that were computed elsewhere in the place of those computed here."""
    days = {ship: KnownDays(tuple(sorted(one)), max(one)) for ship, one in given.items() if one}
    return replace(known, known={**known.known, **days})


def _status(stages: Sequence[StageResult]) -> PlanStatus:
    if stages[0].status in ("infeasible", "unknown"):
        return stages[0].status
    return "optimal" if all(stage.status == "optimal" for stage in stages) else "feasible"


def _told(solved: Solved, books: Books, changes: Changes) -> TrafficPlan:
    """Recount, judge and write down a solution."""
    begun = time.perf_counter()
    problem, solution, start = solved.problem, solved.solution, solved.scenario.start
    truth = recount(problem, solution, start, books.rates)
    require_agreement(problem, solution, truth)
    visits = planned_visits(problem, solution, start, changes.openings)
    plan = solved.head.model_copy(
        update={
            "visits": visits,
            "spacewalks": planned_spacewalks(problem, solution, start),
            "crew": tuple(truth.crew.sum(axis=1).tolist()),
            "stocks": stock_series(truth, start),
            "reserves": reserves(problem, solution, truth, start),
        }
    )
    calendar = calendar_of(plan)
    breaks = check_calendar(calendar, books.rules, books.station)
    for found in breaks:
        if found.is_certain:
            raise PlanDisagreesError(
                f"the judge finds '{found.rule}' broken by {', '.join(found.ships)} on "
                f"{found.first_utc:%Y-%m-%d}: {found.found}",
                limit=found.limit,
                remedy="report this plan: the planner is at fault",
            )
    # the solver's hours are those of the usual crew, day by day: a week may still ask for too many
    breaks = (*breaks, *crew_hour_breaks(books.catalogue, calendar))
    timing = solved.head.timing.model_copy(update={"truth_s": time.perf_counter() - begun})
    notes = (*plan.notes, *notes_on(problem, solution, start, books.rates, books.pace))
    return plan.model_copy(update={"breaks": breaks, "timing": timing, "notes": notes})


def last_day(plan: TrafficPlan) -> date:
    """Return the last day that a plan covers."""
    return (plan.last_day_utc - timedelta(days=1)).date()
