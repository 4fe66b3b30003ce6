"""Propellant: the reboosts that open profiles take it from the station, and only some ports bring it in.

Model   Docking days that take the same mass in the same week are one piece of a ship's window, with one
        literal; the piece that the ship docks in is drawn from the stock in the week of the burn. A ship's
        propellant is loaded only when the port that it arrives at has lines to the station's tanks.
Valid   One stock for the station; a ship that is relocated later has not emptied its tanks before.
Source  `traffic.plan.openings` for the masses, the station's record for the lines.
"""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from portcall.records.stocks import RESOURCES
from portcall.traffic.plan.problem import BUCKET_DAYS, PlanProblem, ShipTask
from portcall.traffic.plan.rules import Rulebook
from portcall.traffic.plan.variables import ShipVariables

PROPELLANT = RESOURCES.index("propellant")


def pieces(task: ShipTask) -> list[tuple[int, int, int]]:
    """Return first docking day, week of the burn and mass [g] of each piece of a window."""
    found: list[tuple[int, int, int]] = []
    for day in task.days:
        burn = task.burn_of(day)
        week, mass_g = (
            (-1, 0) if burn is None else (burn.burn_day // BUCKET_DAYS, burn.propellant_g)
        )
        if not found or found[-1][1:] != (week, mass_g):
            found.append((day, week, mass_g))
    return found


def drawn_on(task: ShipTask, dock_day: int) -> tuple[int, int]:
    """Return the week and the mass [g] of the burn for a docking day.

    A day outside the window, where windows are on trial, takes what the nearest piece before it does.
    """
    parts = pieces(task)
    _, week, mass_g = next((one for one in reversed(parts) if one[0] <= dock_day), parts[0])
    return week, mass_g


def propellant_draws(
    model: cp_model.CpModel, problem: PlanProblem, ships: Sequence[ShipVariables]
) -> list[cp_model.LinearExprT]:
    """Return the propellant that opening reboosts take in each bucket. [g]"""
    draws: list[cp_model.LinearExprT] = [0] * problem.weeks
    for ship in ships:
        if not ship.task.burns:
            continue
        parts = pieces(ship.task)
        literals = [model.new_bool_var("") for _ in parts]
        grounded = [literal.negated() for literal in ship.presence()]
        model.add_exactly_one([*literals, *grounded])
        for place, (literal, (first, week, mass_g)) in enumerate(zip(literals, parts, strict=True)):
            if place:
                model.add(ship.start >= first).only_enforce_if(literal)
            if place + 1 < len(parts):
                model.add(ship.start < parts[place + 1][0]).only_enforce_if(literal)
            if mass_g and week < problem.weeks:
                draws[week] += mass_g * literal
    return draws


def keep_transfer(
    model: cp_model.CpModel, rules: Rulebook, problem: PlanProblem, ships: Sequence[ShipVariables]
) -> None:
    """Let ships give propellant only from ports with lines to the station's tanks."""
    if problem.transfer_ports is None:
        return
    for ship in ships:
        with_lines = [here for port, here in ship.at.items() if port in problem.transfer_ports]
        if len(with_lines) == len(ship.at):
            continue
        most_kg = ship.task.most_kg[PROPELLANT]
        for (resource, _), part in ship.load.items():
            if resource == PROPELLANT:
                given = model.add(part <= most_kg * sum(with_lines))
                rules.keep("propellant transfer", ship.task.ship, given)
