"""Reads the solver's answer into whole numbers."""

from ortools.sat.python import cp_model

from portcall.traffic.plan.model import PlanModel
from portcall.traffic.plan.problem import PlanSolution, ShipDecision
from portcall.traffic.plan.variables import ShipVariables


def _decision(
    ship: ShipVariables, solver: cp_model.CpSolver, resources: int, hold_days: int
) -> ShipDecision:
    def true(literal: cp_model.IntVar | None) -> bool:
        return literal is not None and solver.boolean_value(literal)

    moved = None
    if true(ship.moved):
        second = next(port for port, here in ship.then_at.items() if true(here))
        moved = (solver.value(ship.first_end), second)
    hold = None
    if true(ship.held) and ship.held_from is not None:
        off = solver.value(ship.held_from)
        hold = (off, off + hold_days)
    load = [0] * resources
    for (resource, _), part in ship.load.items():
        load[resource] += solver.value(part)
    return ShipDecision(
        start=solver.value(ship.start),
        end=solver.value(ship.end),
        port=next(port for port, here in ship.at.items() if true(here)),
        flown=ship.flown is None or true(ship.flown),
        moved=moved,
        hold=hold,
        load_kg=tuple(load),
        trash_kg=sum(solver.value(part) for part in ship.trash.values()),
    )


def read_solution(built: PlanModel, solver: cp_model.CpSolver) -> PlanSolution:
    """Return the decisions and the solver's own books."""
    resources = len(built.problem.resources)
    hold_days = built.problem.limits.hold_days
    books = built.stocks
    return PlanSolution(
        ships=tuple(_decision(ship, solver, resources, hold_days) for ship in built.ships),
        walks=tuple(solver.value(day) for day in built.walks),
        stock_g=tuple(tuple(map(solver.value, row)) for row in books.stock) if books else (),
        trash_g=tuple(map(solver.value, books.trash)) if books else (),
    )
