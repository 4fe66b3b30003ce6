"""Stocks: every resource and the trash from bucket to bucket, to the gram.

Model   Stock at the end of a bucket = stock before + what docked - use. The lowest point inside a bucket is
        no lower than the stock before it less its whole use, as if every delivery came at its end: that is
        what must keep the reserve. Storage is judged as if every delivery came at its beginning.
Valid   Use that is linear in the people on board of each side.
Source  Balance of a stock in discrete time; mass in integer grams.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from portcall.traffic.plan.problem import BUCKET_DAYS, PlanProblem, ResourceTask
from portcall.traffic.plan.propellant import keep_transfer, propellant_draws
from portcall.traffic.plan.rules import Rulebook
from portcall.traffic.plan.variables import ShipVariables, bucket_literals

G_PER_KG = 1000


@dataclass(frozen=True)
class StockVariables:
    """Stocks at bucket ends and the lowest they fall to inside buckets, by resource; the trash."""

    stock: tuple[tuple[cp_model.IntVar, ...], ...]
    trash: tuple[cp_model.IntVar, ...]
    lowest: tuple[tuple[cp_model.LinearExprT, ...], ...]


def _days_after(
    model: cp_model.CpModel,
    day: cp_model.IntVar,
    first: int,
    last: int,
    weeks: int,
) -> list[cp_model.LinearExprT]:
    """Return, for each bucket, how many of its days are `day` or later."""
    literals = bucket_literals(model, day, first, last, weeks)
    found: list[cp_model.LinearExprT] = []
    for week in range(weeks):
        passed = [literal for other, literal in literals.items() if other < week]
        part: cp_model.LinearExprT = 0
        if week in literals:
            part = model.new_int_var(0, BUCKET_DAYS, "")
            rest = BUCKET_DAYS * (week + 1) - day
            model.add(part == rest).only_enforce_if(literals[week])
            model.add(part == 0).only_enforce_if(literals[week].negated())
        if len(passed) == len(literals):
            found.append(BUCKET_DAYS)
        else:
            found.append(part + BUCKET_DAYS * sum(passed))
    return found


def crew_days(
    model: cp_model.CpModel, problem: PlanProblem, ships: Sequence[ShipVariables], spread: int
) -> tuple[list[cp_model.LinearExprT], list[cp_model.LinearExprT]]:
    """Return the person-days of each bucket, by side of the station."""
    us: list[cp_model.LinearExprT] = [BUCKET_DAYS * problem.crew.us] * problem.weeks
    rs: list[cp_model.LinearExprT] = [BUCKET_DAYS * problem.crew.rs] * problem.weeks
    for ship in ships:
        task = ship.task
        if not task.docked and task.up.count:
            here = _days_after(
                model,
                ship.start,
                max(task.days[0] - spread, 0),
                task.days[-1] + spread,
                problem.weeks,
            )
            us = [total + task.up.us * days for total, days in zip(us, here, strict=True)]
            rs = [total + task.up.rs * days for total, days in zip(rs, here, strict=True)]
        if task.down.count:
            first = max(1, task.days[0] + task.stay[0] - spread) if not spread else 1
            last = task.days[-1] + task.stay[1] if not spread else problem.last_day + 2 * spread
            gone = _days_after(model, ship.end, first, last, problem.weeks)
            us = [total - task.down.us * days for total, days in zip(us, gone, strict=True)]
            rs = [total - task.down.rs * days for total, days in zip(rs, gone, strict=True)]
    return us, rs


def _named(
    model: cp_model.CpModel, expressions: Sequence[cp_model.LinearExprT], most: int
) -> list[cp_model.IntVar]:
    """Give each expression a variable, so that it is written out once."""
    found = []
    for expression in expressions:
        variable = model.new_int_var(0, most, "")
        model.add(variable == expression)
        found.append(variable)
    return found


def keep_stocks(
    model: cp_model.CpModel,
    rules: Rulebook,
    problem: PlanProblem,
    ships: Sequence[ShipVariables],
    walks: Sequence[cp_model.IntVar],
    spread: int,
) -> StockVariables:
    """Post the balance of every resource and of the trash, and the lines that they keep."""
    us, rs = crew_days(model, problem, ships, spread)
    most = BUCKET_DAYS * problem.limits.crew_most
    us_days, rs_days = _named(model, us, most), _named(model, rs, most)
    draws = {
        "gas": _gas_draws(model, problem, walks),
        "propellant": propellant_draws(model, problem, ships),
    }
    stocks, lowest = [], []
    for index, task in enumerate(problem.resources):
        use = [
            BUCKET_DAYS * task.base_g_day + task.us_g_day * u + task.rs_g_day * r
            for u, r in zip(us_days, rs_days, strict=True)
        ]
        if task.name in draws:
            use = [one + draw for one, draw in zip(use, draws[task.name], strict=True)]
        loads = _loads(problem, ships, index)
        one, low = _one_stock(model, rules, task, use, loads)
        stocks.append(one)
        lowest.append(low)
        _keep_without_any(model, rules, problem, ships, index, (one, use))
    keep_transfer(model, rules, problem, ships)
    trash = _trash(model, rules, problem, ships, us_days, rs_days)
    return StockVariables(tuple(stocks), trash, tuple(lowest))


def _gas_draws(
    model: cp_model.CpModel, problem: PlanProblem, walks: Sequence[cp_model.IntVar]
) -> list[cp_model.LinearExprT]:
    """Return the gas that spacewalks take in each bucket. [g]"""
    draws: list[cp_model.LinearExprT] = [0] * problem.weeks
    for task, day in zip(problem.walks, walks, strict=True):
        literals = bucket_literals(model, day, task.days[0], task.days[-1], problem.weeks)
        for week, literal in literals.items():
            if week < problem.weeks:
                draws[week] += task.gas_g * literal
    return draws


def net_g_per_kg(problem: PlanProblem, resource: int) -> int:
    """Return what a loaded kg adds to a stock: dry cargo comes in packing that is thrown away. [g]"""
    if problem.resources[resource].name == "dry":
        return G_PER_KG - problem.trash.packing_g_per_kg
    return G_PER_KG


def _loads(
    problem: PlanProblem, ships: Sequence[ShipVariables], resource: int
) -> list[cp_model.LinearExprT]:
    """Return what comes on the books in each bucket. [g]"""
    net = net_g_per_kg(problem, resource)
    return [
        net * sum(ship.load[resource, week] for ship in ships if (resource, week) in ship.load)
        for week in range(problem.weeks)
    ]


def _one_stock(
    model: cp_model.CpModel,
    rules: Rulebook,
    task: ResourceTask,
    use: Sequence[cp_model.LinearExprT],
    loads: Sequence[cp_model.LinearExprT],
) -> tuple[tuple[cp_model.IntVar, ...], tuple[cp_model.LinearExprT, ...]]:
    top = 2 * task.most_g
    lowest = []
    stock = [model.new_int_var(task.start_g, task.start_g, "")]
    for used, came in zip(use, loads, strict=True):
        before = stock[-1]
        after = model.new_int_var(-top if rules.explaining else 0, top, "")
        model.add(after == before + came - used)
        rules.keep("reserve", task.name, model.add(before - used >= task.floor_g))
        rules.keep("storage", task.name, model.add(before + came <= task.most_g))
        stock.append(after)
        lowest.append(before - used)
    return tuple(stock), tuple(lowest)


def _keep_without_any(
    model: cp_model.CpModel,
    rules: Rulebook,
    problem: PlanProblem,
    ships: Sequence[ShipVariables],
    resource: int,
    book: tuple[Sequence[cp_model.IntVar], Sequence[cp_model.LinearExprT]],
) -> None:
    """Keep a line even if any one flight had been lost, for as long as it takes to mend the plan."""
    task = problem.resources[resource]
    if not task.lost_floor_g:
        return
    stock, use = book
    span = problem.limits.lost_weeks
    for ship in ships:
        weeks = sorted(week for index, week in ship.load if index == resource)
        for week in range(weeks[0] + 1, min(weeks[-1] + span + 1, problem.weeks)) if weeks else ():
            recent = [ship.load[resource, w] for w in weeks if week - span <= w < week]
            without = stock[week] - use[week] - net_g_per_kg(problem, resource) * sum(recent)
            kept = model.add(without >= task.lost_floor_g)
            rules.keep("one flight lost", task.name, kept)


def _trash(
    model: cp_model.CpModel,
    rules: Rulebook,
    problem: PlanProblem,
    ships: Sequence[ShipVariables],
    us_days: Sequence[cp_model.IntVar],
    rs_days: Sequence[cp_model.IntVar],
) -> tuple[cp_model.IntVar, ...]:
    task = problem.trash
    dry = next(i for i, one in enumerate(problem.resources) if one.name == "dry")
    top = 2 * task.most_g
    book = [model.new_int_var(task.start_g, task.start_g, "")]
    for week in range(problem.weeks):
        before = book[-1]
        unpacked = sum(ship.load[dry, week] for ship in ships if (dry, week) in ship.load)
        taken = G_PER_KG * sum(ship.trash[week] for ship in ships if week in ship.trash)
        made = (
            BUCKET_DAYS * task.base_g_day
            + task.us_g_day * us_days[week]
            + task.rs_g_day * rs_days[week]
            + task.packing_g_per_kg * unpacked
        )
        after = model.new_int_var(0, top, "")
        model.add(after == before + made - taken)
        model.add(before >= taken)
        rules.keep("trash", "the station", model.add(before + made <= task.most_g))
        book.append(after)
    return tuple(book)
