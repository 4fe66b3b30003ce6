"""Why a visit is not on its nominal day, in words that a planner can check.

Model   The nominal day is held against the plan as it stands: light, window, traffic of that day, ports,
        the crew before it, spacewalks. The first that closes it is named.
Valid   One visit moved alone; that others might move instead is not said.
Source  The plan itself.
"""

from portcall.traffic.plan.problem import PlanProblem, PlanSolution, ShipDecision, ShipTask


def why_moved(
    problem: PlanProblem, solution: PlanSolution, task: ShipTask, done: ShipDecision
) -> str:
    """Say what closes a visit's nominal day; empty when it has not moved."""
    day = task.nominal_day
    if task.docked or done.start == day:
        return ""
    if day < task.days[0]:
        return "cannot come before its earliest day"
    if day not in task.days:
        return "the Sun stands too far out of the orbit plane, or no opportunity is known"
    return (
        _event(problem, solution, task, day)
        or _walk(problem, solution, day)
        or _ports(problem, solution, task, day)
        or _relief(problem, solution, task, day)
        or "gives way to other visits or to a stock"
    )


def _event(problem: PlanProblem, solution: PlanSolution, task: ShipTask, day: int) -> str:
    near = problem.limits.separation_days
    for other, done in zip(problem.ships, solution.ships, strict=True):
        if other.ship == task.ship or not done.flown:
            continue
        if not other.docked and abs(done.start - day) < near:
            return f"{other.ship} docks on or near that day"
        if abs(done.end - day) < near:
            return f"{other.ship} leaves on or near that day"
    return ""


def _walk(problem: PlanProblem, solution: PlanSolution, day: int) -> str:
    limits = problem.limits
    for walk, when in zip(problem.walks, solution.walks, strict=True):
        if when - limits.walk_days_before <= day <= when + limits.walk_days_after:
            return f"{walk.name} keeps that day clear"
    return ""


def _ports(problem: PlanProblem, solution: PlanSolution, task: ShipTask, day: int) -> str:
    holders = []
    for port in task.ports:
        for other, done in zip(problem.ships, solution.ships, strict=True):
            if other.ship == task.ship or not done.flown or done.port != port:
                continue
            if done.start <= day < done.end + other.gap_days.get(port, 1):
                holders.append(other.ship)
                break
        else:
            return ""
    return f"its ports are held by {' and '.join(holders)}"


def _relief(problem: PlanProblem, solution: PlanSolution, task: ShipTask, day: int) -> str:
    if not task.rotation:
        return ""
    chain = [
        (other, done)
        for other, done in zip(problem.ships, solution.ships, strict=True)
        if other.rotation == task.rotation
    ]
    place = next(i for i, (other, _) in enumerate(chain) if other.ship == task.ship)
    least, most = problem.limits.handover_days[task.vehicle]
    if place + 1 < len(chain):
        after, comes = chain[place + 1]
        if day + task.stay[1] < comes.start + least:
            return f"may stay {task.stay[1]} days and has to be there when {after.ship} comes"
    if place > 0:
        before, leaves = chain[place - 1]
        if not least <= leaves.end - day <= most:
            return f"relieves {before.ship}, which leaves {leaves.end - leaves.start} days after it came"
    return ""
