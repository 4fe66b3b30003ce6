"""Ports and days: one ship a port, one event a day, spacewalks and arrivals that need room.

Model   A visit is an interval on its port, followed by the port's gap; a move splits it in two. Every dock,
        undock, move and spacewalk takes its days of the station's attention for itself alone.
Valid   Whole days.
Source  Optional intervals without overlap: P. Baptiste, C. Le Pape, W. Nuijten, Constraint-Based
        Scheduling (2001), chapter 2.
"""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from portcall.traffic.plan.problem import PlanProblem, WalkTask
from portcall.traffic.plan.rules import Rulebook
from portcall.traffic.plan.variables import BoolVar, ShipVariables


def _both(model: cp_model.CpModel, literals: Sequence[BoolVar]) -> BoolVar:
    """Return a literal that is true when all of them are."""
    if len(literals) == 1:
        return literals[0]
    every = model.new_bool_var("")
    model.add_bool_and(literals).only_enforce_if(every)
    model.add_bool_or([every, *(literal.negated() for literal in literals)])
    return every


def _on_port(
    model: cp_model.CpModel,
    rules: Rulebook,
    ship: ShipVariables,
    port: str,
    second: bool,
) -> cp_model.IntervalVar:
    gap = ship.task.gap_days.get(port, 1)
    begin = ship.first_end if second else ship.start
    finish = ship.end if second else ship.first_end
    here = (ship.then_at if second else ship.at)[port]
    literals = [here, *ship.presence()]
    if rules.explaining:
        literals.append(rules.guard("ports", ship.task.ship))
    length = model.new_int_var(0, 2 * (ship.task.stay[1] + gap), "")
    return model.new_optional_interval_var(begin, length, finish + gap, _both(model, literals), "")


def keep_ports(
    model: cp_model.CpModel, rules: Rulebook, problem: PlanProblem, ships: Sequence[ShipVariables]
) -> None:
    """One ship at a time on each port, and the gap of the port between two."""
    for port in problem.ports:
        intervals = [
            _on_port(model, rules, ship, port, second)
            for ship in ships
            for second, choice in ((False, ship.at), (True, ship.then_at))
            if port in choice
        ]
        if len(intervals) > 1:
            model.add_no_overlap(intervals)


def _events(
    model: cp_model.CpModel, problem: PlanProblem, ship: ShipVariables
) -> list[cp_model.IntervalVar]:
    size = problem.limits.separation_days

    def event(day: cp_model.LinearExprT, literals: Sequence[BoolVar]) -> cp_model.IntervalVar:
        if not literals:
            return model.new_fixed_size_interval_var(day, size, "")
        return model.new_optional_fixed_size_interval_var(day, size, _both(model, literals), "")

    flown = ship.presence()
    found = [event(ship.end, flown)]
    if not ship.task.docked:
        found.append(event(ship.start, flown))
    if ship.moved is not None:
        found.append(event(ship.first_end, [ship.moved, *flown]))
    if ship.held is not None and ship.held_from is not None:
        back = ship.held_from + problem.limits.hold_days
        found += [event(ship.held_from, [ship.held]), event(back, [ship.held])]
    return found


def keep_days(
    model: cp_model.CpModel,
    rules: Rulebook,
    problem: PlanProblem,
    ships: Sequence[ShipVariables],
    walks: Sequence[cp_model.IntVar],
) -> None:
    """One event at a time, and the days around a spacewalk clear of traffic."""
    limits = problem.limits
    events = [event for ship in ships for event in _events(model, problem, ship)]
    before, after = limits.walk_days_before, limits.walk_days_after
    blocks = [
        model.new_fixed_size_interval_var(day - before, before + after + 1, "") for day in walks
    ]
    if rules.explaining:
        rules.keep("separation", f"{limits.separation_days} days", model.add_no_overlap(events))
        for task, block in zip(problem.walks, blocks, strict=True):
            rules.keep("spacewalk", task.name, model.add_no_overlap([*events, block]))
    else:
        model.add_no_overlap([*events, *blocks])
    if len(walks) > 1:
        model.add_no_overlap(
            model.new_fixed_size_interval_var(day, limits.walk_spacing_days, "") for day in walks
        )


def _apart(
    model: cp_model.CpModel, first: cp_model.LinearExprT, ship: ShipVariables
) -> tuple[BoolVar, BoolVar]:
    """Return literals for a day before a visit begins and after it has ended."""
    before, after = model.new_bool_var(""), model.new_bool_var("")
    model.add(first < ship.start).only_enforce_if(before)
    model.add(first > ship.end).only_enforce_if(after)
    return before, after


def keep_walk_ports(
    model: cp_model.CpModel,
    rules: Rulebook,
    walk: WalkTask,
    day: cp_model.IntVar,
    ships: Sequence[ShipVariables],
) -> None:
    """Keep the ports free that a spacewalk needs free."""
    for ship in ships:
        for port, vehicle in walk.needs_free:
            if port in ship.at and ship.task.vehicle == vehicle:
                before, after = _apart(model, day, ship)
                elsewhere = [ship.at[port].negated()]
                elsewhere += [literal.negated() for literal in ship.presence()]
                rules.keep("spacewalk", walk.name, model.add_bool_or([before, after, *elsewhere]))
                if port in ship.then_at:
                    model.add_bool_or([before, after, ship.then_at[port].negated()])


def _cleared(
    model: cp_model.CpModel, hold_days: int, comes: ShipVariables, stands: ShipVariables
) -> list[BoolVar]:
    """Return the literals of which one must hold: before, after, or taken off for the arrival."""
    ways = list(_apart(model, comes.start, stands))
    if stands.held is not None and stands.held_from is not None:
        held = model.new_bool_var("")
        model.add_implication(held, stands.held)
        model.add(comes.start > stands.held_from).only_enforce_if(held)
        model.add(comes.start < stands.held_from + hold_days).only_enforce_if(held)
        ways.append(held)
    return ways


def keep_clearances(
    model: cp_model.CpModel, rules: Rulebook, problem: PlanProblem, ships: Sequence[ShipVariables]
) -> None:
    """No arrival beside an occupied berth, unless the ship there is held on the arm."""
    for pair in problem.limits.clearances:
        for comes in ships:
            task = comes.task
            if task.docked or pair.port not in comes.at or task.vehicle not in pair.comers:
                continue
            for stands in ships:
                if stands is comes or pair.beside not in stands.at:
                    continue
                if stands.task.vehicle not in pair.vehicles or not _may_meet(comes, stands):
                    continue
                ways = _cleared(model, problem.limits.hold_days, comes, stands)
                ways += [comes.at[pair.port].negated(), stands.at[pair.beside].negated()]
                ways += [one.negated() for one in (*comes.presence(), *stands.presence())]
                rules.keep("clearance", stands.task.ship, model.add_bool_or(ways))


def _may_meet(comes: ShipVariables, stands: ShipVariables) -> bool:
    first, last = comes.task.days[0] - 90, comes.task.days[-1] + 90
    return stands.task.days[0] <= last and stands.task.days[-1] + stands.task.stay[1] >= first
