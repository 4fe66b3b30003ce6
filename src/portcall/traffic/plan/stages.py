"""Solves the goals one after the other, holding what the ones before have reached.

Model   Least change is first proven for the traffic alone, which is a bound for the whole; then loads are
        sought for those very days. Where there are none, the books as linear rows are asked
        whether there can be any; if so, days and loads are searched together. Every later stage starts
        from the plan of the one before.
Valid   Problems of `plan_problem`.
Source  Decomposition by a relaxation: J. N. Hooker, G. Ottosson, Mathematical Programming 96 (2003).
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ortools.sat.python import cp_model

from portcall.records.traffic_plan import PlanStatus, StageResult, StageTiming
from portcall.traffic.plan.book_clash import BooksAnswer, book_clash
from portcall.traffic.plan.goals import GOALS, Goal
from portcall.traffic.plan.model import PlanModel, build_model
from portcall.traffic.plan.problem import PlanProblem, PlanSolution
from portcall.traffic.plan.search import SolveEffort, Watch, Way, hint_all, new_solver
from portcall.traffic.plan.solution import read_solution
from portcall.traffic.plan.variables import ShipVariables

FOUND = ("optimal", "feasible")
Report = Callable[[str, int | None, int | None], None]
STATUS: dict[int, PlanStatus] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}


@dataclass
class Staircase:
    """The whole model and the traffic alone, on their way through the stages."""

    built: PlanModel
    traffic: PlanModel
    effort: SolveEffort
    report: Report | None
    begun_s: float = field(default_factory=time.perf_counter)
    first_plan_s: float | None = None
    best: PlanSolution | None = None
    values: list[int] = field(default_factory=list)
    spent: float = 0.0
    books: BooksAnswer | None = None

    def search(
        self, model: cp_model.CpModel, way: Way, limit: float, goal: Goal | None = None
    ) -> tuple[PlanStatus, cp_model.CpSolver]:
        """Run the solver on a model; tell of better plans when a goal is given."""
        solver = new_solver(self.effort, way, limit)
        watch = None if goal is None or self.report is None else Watch(self._tell(goal))
        status = STATUS.get(solver.solve(model, watch), "unknown")
        self.spent += solver.response_proto.deterministic_time
        return status, solver

    def _tell(self, goal: Goal) -> Callable[[int, int], None]:
        def told(objective: int, bound: int) -> None:
            if self.report is not None:
                self.report(goal.name, goal.shown(objective), goal.shown(bound))

        return told

    def keep(self, solver: cp_model.CpSolver) -> None:
        """Keep the plan that a search of the whole ended with, and start the next one from it."""
        if self.first_plan_s is None:
            self.first_plan_s = time.perf_counter() - self.begun_s
        self.best = read_solution(self.built, solver)
        self.values = list(solver.response_proto.solution)
        hint_all(self.built.model, self.values)


def _days(ship: ShipVariables) -> Iterable[cp_model.IntVar]:
    yield from (ship.start, ship.end)
    if ship.flown is not None:
        yield ship.flown


def _ports(ship: ShipVariables) -> Iterable[cp_model.IntVar]:
    yield ship.first_end
    yield from ship.at.values()
    yield from ship.then_at.values()
    for one in (ship.moved, ship.held, ship.held_from):
        if one is not None:
            yield one


def _loads(ship: ShipVariables) -> Iterable[cp_model.IntVar]:
    yield from ship.load.values()
    yield from ship.trash.values()


def _held(
    model: cp_model.CpModel, variables: Iterable[cp_model.IntVar], values: Iterable[int]
) -> cp_model.CpModel:
    """Return a copy of a model with some of its variables held at given values."""
    copy = model.clone()
    for variable, value in zip(variables, values, strict=True):
        copy.add(copy.get_int_var_from_proto_index(variable.index) == value)
    return copy


def _placed(built: PlanModel) -> list[cp_model.IntVar]:
    """Return the unknowns of the traffic: what the whole and the traffic alone have in common."""
    found = [one for ship in built.ships for part in (_days, _ports) for one in part(ship)]
    return [*found, *built.walks]


def _arrivals(built: PlanModel) -> list[cp_model.IntVar]:
    """Return what says who comes when and where."""
    found = [one for ship in built.ships for one in (ship.start, *ship.at.values())]
    return [*found, *(ship.flown for ship in built.ships if ship.flown is not None), *built.walks]


def _bound(stairs: Staircase, goal: Goal) -> tuple[int | None, cp_model.CpSolver | None]:
    """Prove what the traffic alone can reach; None: nothing at all."""
    expression = goal.build(stairs.traffic)
    stairs.traffic.model.minimize(expression)
    status, solver = stairs.search(stairs.traffic.model, "prove", stairs.effort.first_stage / 4.0)
    if status == "infeasible":
        return None, None
    bound = round(solver.best_objective_bound)
    if status != "optimal":
        return bound, None
    stairs.traffic.model.add(expression <= bound)
    return bound, solver


def _tidy(stairs: Staircase, prover: cp_model.CpSolver) -> cp_model.CpSolver:
    """Take needless moves out of a traffic plan, its days of docking held."""
    traffic = stairs.traffic
    days = [*(ship.start for ship in traffic.ships), *traffic.walks]
    moves = next(goal for goal in GOALS if goal.name == "fewest relocations")
    traffic.model.minimize(moves.build(traffic))
    held = _held(traffic.model, days, [prover.value(day) for day in days])
    status, solver = stairs.search(held, "prove", stairs.effort.later_stage)
    return solver if status in FOUND else prover


def _least_change(stairs: Staircase, goal: Goal) -> tuple[PlanStatus, tuple[int, int] | None]:
    bound, prover = _bound(stairs, goal)
    if bound is None:
        return "infeasible", None
    whole = goal.build(stairs.built)
    if prover is not None:
        prover = _tidy(stairs, prover)
        values = [prover.value(one) for one in _placed(stairs.traffic)]
        fixed = _held(stairs.built.model, _placed(stairs.built), values)
        status, filler = stairs.search(fixed, "fill", stairs.effort.later_stage)
        if status in FOUND:
            stairs.keep(filler)
            stairs.built.model.add(whole <= bound)
            return "optimal", (bound, bound)
    stairs.books = BooksAnswer(book_clash(stairs.built.problem))
    if stairs.books.shortage is not None:
        return "infeasible", None
    stairs.built.model.add(whole >= bound)
    stairs.built.model.minimize(whole)
    status, reached = _together(stairs, goal, stairs.effort.first_stage)
    if reached is not None:
        stairs.built.model.add(whole <= reached[0])
    return status, reached


def _together(
    stairs: Staircase, goal: Goal, limit: float
) -> tuple[PlanStatus, tuple[int, int] | None]:
    """Search days, ports and loads together."""
    status, solver = stairs.search(stairs.built.model, "both", limit, goal)
    if status not in FOUND:
        return status, None
    stairs.keep(solver)
    return status, (round(solver.objective_value), round(solver.best_objective_bound))


def _depart(stairs: Staircase, value: int) -> int:
    """Search departures and loads with the arrivals held: the search of all starts from there."""
    kept = _arrivals(stairs.built)
    held = _held(stairs.built.model, kept, [stairs.values[one.index] for one in kept])
    status, solver = stairs.search(held, "fill", stairs.effort.later_stage)
    if status not in FOUND:
        return value
    stairs.keep(solver)
    reached: int = round(solver.objective_value)
    return reached


def _later(stairs: Staircase, goal: Goal) -> tuple[PlanStatus, tuple[int, int] | None]:
    built = stairs.built
    expression = goal.build(built)
    built.model.minimize(expression)
    bound = goal.least(built)
    if goal.traffic:
        kept = [one for ship in built.ships for part in (_days, _loads) for one in part(ship)]
        way: Way = "prove"
    else:
        kept, way = _placed(built), "fill"
    held = _held(built.model, kept, [stairs.values[one.index] for one in kept])
    status, solver = stairs.search(held, way, stairs.effort.later_stage)
    if status not in FOUND:
        return "unknown", None
    stairs.keep(solver)
    value = round(solver.objective_value)
    reached = (value, round(solver.best_objective_bound) if goal.held else bound)
    if goal.departures:
        value = _depart(stairs, value)
        reached = (value, bound)
    if not goal.held and value > bound:
        status, more = _together(stairs, goal, stairs.effort.later_stage)
        reached = more or reached
    built.model.add(expression <= reached[0])
    return "optimal" if reached[0] == reached[1] else "feasible", reached


def _stage(
    stairs: Staircase,
    goal: Goal,
    solve: Callable[[Staircase, Goal], tuple[PlanStatus, tuple[int, int] | None]],
) -> StageResult:
    begun, stairs.spent = time.perf_counter(), 0.0
    status, reached = solve(stairs, goal)
    first_s = stairs.first_plan_s if goal is GOALS[0] else None
    return StageResult(
        name=goal.name,
        status=status,
        objective=goal.shown(reached[0]) if reached else None,
        bound=goal.shown(reached[1]) if reached else None,
        unit=goal.unit,
        largest=goal.largest is not None,
        effort=round(stairs.spent, 4),
        timing=StageTiming(seconds=time.perf_counter() - begun, first_plan_s=first_s),
    )


class Climbed(NamedTuple):
    """How far the stages came.

    Parameters
    ----------
    solution : PlanSolution | None
        The last plan found; None: there is none, or none was found.
    books : BooksAnswer | None
        What the books said; None: they were not asked.
    """

    stages: tuple[StageResult, ...]
    solution: PlanSolution | None
    books: BooksAnswer | None


def solve_stages(
    problem: PlanProblem, effort: SolveEffort, report: Report | None = None
) -> Climbed:
    """Solve every goal in order."""
    traffic = build_model(problem, stocks=False)
    stairs = Staircase(build_model(problem), traffic, effort, report)
    stages = [_stage(stairs, GOALS[0], _least_change)]
    for goal in GOALS[1:]:
        if stairs.best is None:
            break
        stages.append(_stage(stairs, goal, _later))
    return Climbed(tuple(stages), stairs.best, stairs.books)
