"""The whole model of a traffic plan: ports, dates, loads, crews, stocks and reserves together.

Model   One CP-SAT model; the stages differ in their objective only.
Valid   Problems of `plan_problem`: whole days, kg loads, gram stocks.
Source  Traffic and manifests must be decided together: with fixed shares of the manifests the same traffic
        has no plan at all.
"""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from portcall.traffic.plan.crew import keep_crew, keep_handovers, keep_hours
from portcall.traffic.plan.ports import keep_clearances, keep_days, keep_ports, keep_walk_ports
from portcall.traffic.plan.problem import PlanProblem
from portcall.traffic.plan.rules import Rulebook
from portcall.traffic.plan.stocks import StockVariables, keep_stocks
from portcall.traffic.plan.variables import (
    EXPLAINED_SHIFT_DAYS,
    ShipVariables,
    load_variables,
    ship_variables,
)


@dataclass(frozen=True)
class PlanModel:
    """A built model and the handles to its unknowns."""

    problem: PlanProblem
    model: cp_model.CpModel
    rules: Rulebook
    ships: tuple[ShipVariables, ...]
    walks: tuple[cp_model.IntVar, ...]
    stocks: StockVariables | None


def build_model(
    problem: PlanProblem, *, explaining: bool = False, stocks: bool = True
) -> PlanModel:
    """Build the model of a problem.

    Parameters
    ----------
    problem : PlanProblem
        What is to be planned.
    explaining : bool
        Give every rule and subject a literal, and let ships leave their windows where that is allowed.
    stocks : bool
        Without them only the traffic is modelled: a relaxation, which bounds the whole.
    """
    model = cp_model.CpModel()
    rules = Rulebook(model, explaining)
    ships = tuple(ship_variables(model, rules, problem, task) for task in problem.ships)
    walks = tuple(
        model.new_int_var_from_domain(cp_model.Domain.from_values(list(task.days)), "")
        for task in problem.walks
    )
    keep_ports(model, rules, problem, ships)
    keep_days(model, rules, problem, ships, walks)
    for task, day in zip(problem.walks, walks, strict=True):
        keep_walk_ports(model, rules, task, day, ships)
    keep_clearances(model, rules, problem, ships)
    keep_handovers(model, rules, problem, ships)
    keep_crew(model, rules, problem, ships)
    keep_hours(model, rules, problem, ships, walks)
    books = None
    if stocks:
        for ship in ships:
            load_variables(model, rules, problem, ship)
        spread = EXPLAINED_SHIFT_DAYS if explaining else 0
        books = keep_stocks(model, rules, problem, ships, walks, spread)
    return PlanModel(problem, model, rules, ships, walks, books)
