"""People: rotations that relieve each other, room and seats for all, hours for the work.

Model   Successive ships of a rotation overlap by the handover's days (direct), or the later comes within
        a limit after the earlier has left (indirect). The crew changes at docking and undocking by what
        each ship brings and takes. Unloading and spacewalks are minutes of work under a common capacity:
        the usual crew's, day by day. The judge's book is by the week, of the people really on board,
        with the trash carried out: what it finds beyond stands in the plan's breaks.
Valid   People who leave with a ship of the plan.
Source  Cumulative and reservoir constraints of CP-SAT.
"""

from collections.abc import Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from portcall.traffic.plan.problem import PlanProblem
from portcall.traffic.plan.rules import STATION, Rulebook
from portcall.traffic.plan.variables import ShipVariables

MOST_SPARE_SEATS = 99  # more than all ports together hold


def keep_handovers(
    model: cp_model.CpModel, rules: Rulebook, problem: PlanProblem, ships: Sequence[ShipVariables]
) -> None:
    """Each ship of a rotation relieves the one before it."""
    chains: dict[str, list[ShipVariables]] = {}
    for ship in ships:
        if ship.task.rotation:
            chains.setdefault(ship.task.rotation, []).append(ship)
    for chain in chains.values():
        for leaves, comes in pairwise(chain):
            _relieve(model, rules, problem, leaves, comes)


def _relieve(
    model: cp_model.CpModel,
    rules: Rulebook,
    problem: PlanProblem,
    leaves: ShipVariables,
    comes: ShipVariables,
) -> None:
    least, most = problem.limits.handover_days[comes.task.vehicle]
    overlap = leaves.end - comes.start
    kind, subject = comes.task.handover, comes.task.ship
    rules.keep("handover", subject, model.add(leaves.start < comes.start))
    if kind == "direct":
        rules.keep("handover", subject, model.add(overlap >= least))
        rules.keep("handover", subject, model.add(overlap <= most))
        return
    indirect = model.new_bool_var("")
    if kind == "indirect":
        model.add(indirect == 1)
    direct = indirect.negated()
    rules.keep("handover", subject, model.add(overlap >= least), direct)
    rules.keep("handover", subject, model.add(overlap <= most), direct)
    rules.keep("handover", subject, model.add(overlap < 0), indirect)
    rules.keep("handover", subject, model.add(-overlap <= problem.limits.indirect_days), indirect)


def _reservoir(
    model: cp_model.CpModel,
    problem: PlanProblem,
    ships: Sequence[ShipVariables],
    changes: Sequence[tuple[int, int]],
    start: int,
    most: int,
) -> None:
    """Keep a level from zero to `most` while ships change it; who leaves after the horizon is not asked."""
    times: list[cp_model.LinearExprT] = [-1]
    steps: list[int] = [start]
    active: list[cp_model.LiteralT] = [True]
    for ship, (gain, loss) in zip(ships, changes, strict=True):
        if not ship.task.docked and gain:
            times.append(ship.start)
            steps.append(gain)
            active.append(True)
        if loss:
            inside = model.new_bool_var("")
            model.add(ship.end < problem.days).only_enforce_if(inside)
            model.add(ship.end >= problem.days).only_enforce_if(inside.negated())
            times.append(ship.end)
            steps.append(-loss)
            active.append(inside)
    model.add_reservoir_constraint_with_active(times, steps, active, 0, most)


def keep_crew(
    model: cp_model.CpModel, rules: Rulebook, problem: PlanProblem, ships: Sequence[ShipVariables]
) -> None:
    """Keep the number of people inside its limits, and a seat home for each."""
    crewed = [ship for ship in ships if ship.task.seats]
    limits = problem.limits
    if not crewed:
        return
    if rules.explaining:
        _keep_crew_on_trial(model, rules, problem, crewed)
        return
    people = [(ship.task.up.count, ship.task.down.count) for ship in crewed]
    # a reservoir starts from nothing: its level counts people above the least
    above = problem.crew.count - limits.crew_least
    _reservoir(model, problem, crewed, people, above, limits.crew_most - limits.crew_least)
    spare = [
        (ship.task.seats - ship.task.up.count, ship.task.seats - ship.task.down.count)
        for ship in crewed
    ]
    seats = sum(ship.task.seats for ship in crewed if ship.task.docked)
    if seats < problem.crew.count or any(gain or loss for gain, loss in spare):
        _reservoir(model, problem, crewed, spare, seats - problem.crew.count, MOST_SPARE_SEATS)


def _so_far(
    model: cp_model.CpModel, when: cp_model.LinearExprT, ships: Sequence[ShipVariables]
) -> tuple[list[cp_model.IntVar], list[cp_model.IntVar]]:
    """Return literals for who has docked, and who has left, by the end of a day."""

    def by_then(day: cp_model.LinearExprT) -> cp_model.IntVar:
        literal = model.new_bool_var("")
        model.add(day <= when).only_enforce_if(literal)
        model.add(day > when).only_enforce_if(literal.negated())
        return literal

    return [by_then(ship.start) for ship in ships], [by_then(ship.end) for ship in ships]


def _keep_crew_on_trial(
    model: cp_model.CpModel, rules: Rulebook, problem: PlanProblem, crewed: Sequence[ShipVariables]
) -> None:
    """Say the same as the reservoirs do, event by event: those cannot be switched off by a literal."""
    limits, known = problem.limits, [ship for ship in crewed if ship.task.docked]
    seats_docked = sum(ship.task.seats for ship in known)
    events: list[tuple[cp_model.LinearExprT, bool]] = [(-1, False)]
    events += [(ship.start, False) for ship in crewed if not ship.task.docked]
    events += [(ship.end, True) for ship in crewed]
    for when, leaves in events:
        came, left = _so_far(model, when, crewed)
        people: cp_model.LinearExprT = problem.crew.count
        spare: cp_model.LinearExprT = seats_docked - problem.crew.count
        for ship, here, gone in zip(crewed, came, left, strict=True):
            task = ship.task
            if not task.docked:
                people += task.up.count * here
                spare += (task.seats - task.up.count) * here
            people -= task.down.count * gone
            spare -= (task.seats - task.down.count) * gone
        asked = []
        if leaves:  # who leaves after the horizon is not asked
            asked = [model.new_bool_var("")]
            model.add(when < problem.days).only_enforce_if(asked[0])
            model.add(when >= problem.days).only_enforce_if(asked[0].negated())
        rules.keep("most people", STATION, model.add(people <= limits.crew_most), *asked)
        rules.keep("least people", STATION, model.add(people >= limits.crew_least), *asked)
        rules.keep("seats", STATION, model.add(spare >= 0), *asked)


def keep_hours(
    model: cp_model.CpModel,
    rules: Rulebook,
    problem: PlanProblem,
    ships: Sequence[ShipVariables],
    walks: Sequence[cp_model.IntVar],
) -> None:
    """Unloading and spacewalks together stay within the crew's minutes of a day."""
    limits = problem.limits
    if not limits.crew_minutes_day:
        return
    tasks: list[cp_model.IntervalVar] = []
    demands: list[int] = []
    for ship in ships:
        days = ship.task.unloading_days
        if not ship.task.docked and days:
            tasks.append(_work(model, ship, days))
            demands.append(limits.unloading_minutes_day)
    before, after = limits.walk_work_days
    for day in walks:
        work = model.new_fixed_size_interval_var(day - before, before + after, "")
        tasks.append(work)
        demands.append(limits.walk_minutes_day)
    if tasks:
        capacity = limits.crew_minutes_day
        rules.keep("crew hours", STATION, model.add_cumulative(tasks, demands, capacity))


def _work(model: cp_model.CpModel, ship: ShipVariables, days: int) -> cp_model.IntervalVar:
    """Return the days of unloading; a ship that is left on the ground asks for none."""
    if ship.flown is None:
        return model.new_fixed_size_interval_var(ship.start + 1, days, "")
    return model.new_optional_fixed_size_interval_var(ship.start + 1, days, ship.flown, "")
