"""A visit's unknowns: docking and undocking days, ports, the move or hold between, load and trash.

Model   A literal for each bucket says in which the cargo comes on the books, another in which the
        trash leaves them; loads are split by these buckets, so that a stock is a plain sum.
Valid   What happens after the horizon has no bucket.
Source  Time-indexed formulation of a load with an uncertain date.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ortools.sat.python import cp_model

from portcall.records.stocks import RESOURCES
from portcall.traffic.plan.problem import BUCKET_DAYS, PlanProblem, ShipTask
from portcall.traffic.plan.rules import Rulebook

FOOD, DRY = RESOURCES.index("food"), RESOURCES.index("dry")
BoolVar: TypeAlias = cp_model.IntVar
EXPLAINED_SHIFT_DAYS = (
    60  # how far a ship may be moved when its window is one of the rules on trial
)


@dataclass
class ShipVariables:
    """The unknowns of one visit."""

    task: ShipTask
    start: cp_model.IntVar
    first_end: cp_model.IntVar  # end of the time on the first port
    end: cp_model.IntVar
    flown: BoolVar | None  # None: always
    at: dict[str, BoolVar]
    then_at: dict[str, BoolVar]
    moved: BoolVar | None
    held: BoolVar | None
    held_from: cp_model.IntVar | None
    load: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    trash: dict[int, cp_model.IntVar] = field(default_factory=dict)
    late_trash: cp_model.IntVar | None = None

    def presence(self) -> list[BoolVar]:
        """Return the literals under which the visit takes place."""
        return [] if self.flown is None else [self.flown]


def bucket_literals(
    model: cp_model.CpModel, day: cp_model.LinearExprT, first: int, last: int, weeks: int
) -> dict[int, BoolVar]:
    """Return a literal for each bucket that `day` may fall in; `weeks` stands for all after the horizon."""
    low = min(max(first // BUCKET_DAYS, -1), weeks)
    high = min(max(last // BUCKET_DAYS, -1), weeks)
    literals = {week: model.new_bool_var("") for week in range(low, high + 1)}
    model.add_exactly_one(literals.values())
    for week, literal in literals.items():
        if week > low:
            model.add(day >= BUCKET_DAYS * week).only_enforce_if(literal)
        if week < high:
            model.add(day < BUCKET_DAYS * (week + 1)).only_enforce_if(literal)
    return literals


def _start(model: cp_model.CpModel, rules: Rulebook, task: ShipTask, last: int) -> cp_model.IntVar:
    window = cp_model.Domain.from_values(list(task.days))
    if not rules.explaining or task.docked:
        return model.new_int_var_from_domain(window, "")
    low, high = task.days[0] - EXPLAINED_SHIFT_DAYS, task.days[-1] + EXPLAINED_SHIFT_DAYS
    start = model.new_int_var(max(0, low), min(high, last), "")
    rules.keep("window", task.ship, model.add_linear_expression_in_domain(start, window))
    return start


def _ends(
    model: cp_model.CpModel, rules: Rulebook, task: ShipTask, start: cp_model.IntVar, last: int
) -> cp_model.IntVar:
    low, high = task.stay
    if rules.explaining:
        end = model.new_int_var(max(1, task.days[0] - EXPLAINED_SHIFT_DAYS), last, "")
        model.add(end > start)
    else:
        end = model.new_int_var(max(1, task.days[0] + low), task.days[-1] + high, "")
    rules.keep("stay", task.ship, model.add(end - start >= low))
    rules.keep("stay", task.ship, model.add(end - start <= high))
    return end


def _move(model: cp_model.CpModel, task: ShipTask, variables: ShipVariables) -> None:
    """Let the visit go on at another port from `first_end` on."""
    moved = model.new_bool_var("")
    variables.moved = moved
    variables.then_at = {port: model.new_bool_var("") for port in task.ports}
    model.add(sum(variables.then_at.values()) == moved)
    for port, literal in variables.then_at.items():
        model.add_implication(literal, variables.at[port].negated())
    model.add(variables.first_end == variables.end).only_enforce_if(moved.negated())
    model.add(variables.first_end > variables.start).only_enforce_if(moved)
    model.add(variables.first_end < variables.end).only_enforce_if(moved)
    model.add(variables.first_end > 0).only_enforce_if(moved)


def ship_variables(
    model: cp_model.CpModel, rules: Rulebook, problem: PlanProblem, task: ShipTask
) -> ShipVariables:
    """Make the unknowns of a visit: dates, ports, move and hold."""
    last = problem.last_day + (2 * EXPLAINED_SHIFT_DAYS if rules.explaining else 0)
    start = _start(model, rules, task, last)
    end = _ends(model, rules, task, start, last)
    flown = model.new_bool_var("") if task.option else None
    at = {port: model.new_bool_var("") for port in task.ports}
    model.add_exactly_one(at.values())
    if task.docked:
        model.add(at[task.ports[0]] == 1)
    moves = task.may_move and len(task.ports) > 1
    first_end = model.new_int_var(max(0, task.days[0]), last, "") if moves else end
    made = ShipVariables(task, start, first_end, end, flown, at, {}, None, None, None)
    if moves:
        _move(model, task, made)
    if task.may_hold:
        made.held = model.new_bool_var("")
        made.held_from = model.new_int_var(0, last, "")
        model.add(made.held_from > start).only_enforce_if(made.held)
        model.add(made.held_from + problem.limits.hold_days < end).only_enforce_if(made.held)
    return made


def load_variables(
    model: cp_model.CpModel, rules: Rulebook, problem: PlanProblem, ship: ShipVariables
) -> None:
    """Split the visit's load and trash over the buckets that they may fall in."""
    task = ship.task
    shift = EXPLAINED_SHIFT_DAYS if rules.explaining else 0
    if not task.docked and task.total_kg:
        first, last = task.days[0] - shift + 1, task.days[-1] + shift + 1
        weeks = bucket_literals(model, ship.start + 1, max(first, 0), last, problem.weeks)
        for week, literal in weeks.items():
            if week < problem.weeks:
                _one_week(model, ship, week, [literal, *ship.presence()])
    if task.trash_kg:
        low, high = task.days[0] + task.stay[0] - 1 - shift, task.days[-1] + task.stay[1] + shift
        late = problem.last_day + 2 * shift
        weeks = bucket_literals(model, ship.end - 1, low, late if shift else high, problem.weeks)
        for week, literal in weeks.items():
            if 0 <= week < problem.weeks:
                _week_of_trash(model, ship, week, [literal, *ship.presence()])


def _one_week(
    model: cp_model.CpModel, ship: ShipVariables, week: int, literals: Sequence[BoolVar]
) -> None:
    parts = []
    for resource, most in enumerate(ship.task.most_kg):
        if most:
            part = model.new_int_var(0, most, "")
            ship.load[resource, week] = part
            parts.append(part)
            for literal in literals:
                model.add(part <= most * literal)
    cabin = [ship.load[key] for key in ((FOOD, week), (DRY, week)) if key in ship.load]
    model.add(sum(cabin) <= ship.task.cabin_kg * literals[0])
    model.add(sum(parts) <= ship.task.total_kg * literals[0])


def _week_of_trash(
    model: cp_model.CpModel, ship: ShipVariables, week: int, literals: Sequence[BoolVar]
) -> None:
    part = model.new_int_var(0, ship.task.trash_kg, "")
    ship.trash[week] = part
    for literal in literals:
        model.add(part <= ship.task.trash_kg * literal)
