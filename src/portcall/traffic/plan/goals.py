"""What a plan is for, in order: each goal is an expression that one stage makes as small as it can.

Model   Least change first, then the largest smallest reserve, fewest relocations, fewest launches; the last
        two goals only choose among equals: steady reserves, then days and loads in a fixed order.
Valid   After `plan_model.build_model`.
Source  Lexicographic optimisation: one weighted sum of these leaves a gap that does not close.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from portcall.traffic.plan.model import PlanModel

PORT_CHANGE_DAYS = 3  # another port than issued counts as this many days of change
MOST_RESERVE_DAYS = 180  # six months: more is not asked for
TIE_SPREAD = 7  # distinct small weights: equals are told apart


@dataclass(frozen=True)
class Goal:
    """One stage: `build` posts what the goal needs and returns what is to be made small.

    A goal that wants the `largest` is written as what is missing to that number. `traffic` goals do not
    depend on loads, so the traffic alone bounds them; a `held` goal is asked for the planned days only;
    a goal of `departures` is reached by them for the most part.
    """

    name: str
    unit: str
    build: Callable[[PlanModel], cp_model.LinearExprT]
    largest: int | None = None
    traffic: bool = False
    held: bool = False
    departures: bool = False

    def least(self, built: PlanModel) -> int:
        """Return what no plan is below, known without a search."""
        tasks = built.problem.ships
        needed = sum(1 for task in tasks if not task.docked and not task.option)
        return needed if self.build is _launches else 0

    def shown(self, value: int) -> int:
        """Return a reached value as it is meant."""
        return value if self.largest is None else self.largest - value


def _distance(
    built: PlanModel, day: cp_model.LinearExprT, wanted: int, most: int
) -> cp_model.IntVar:
    change = built.model.new_int_var(0, most, "")
    built.model.add(change >= day - wanted)
    built.model.add(change >= wanted - day)
    return change


def _change(built: PlanModel) -> cp_model.LinearExprT:
    terms: list[cp_model.LinearExprT] = []
    for ship in built.ships:
        task = ship.task
        if not task.docked:
            far = max(abs(day - task.nominal_day) for day in (task.days[0], task.days[-1]))
            terms.append(_distance(built, ship.start, task.nominal_day, far))
        if task.issued_end is not None:
            terms.append(_distance(built, ship.end, task.issued_end, built.problem.last_day))
        if task.issued_port in ship.at:
            terms.append(PORT_CHANGE_DAYS * (1 - ship.at[task.issued_port]))
        if ship.flown is not None:
            terms.append(built.problem.limits.option_cost_days * ship.flown)
    for walk, day in zip(built.problem.walks, built.walks, strict=True):
        terms.append(_distance(built, day, walk.nominal_day, built.problem.days))
    return sum(terms)


def _lowest_days(built: PlanModel, least: Sequence[cp_model.IntVar]) -> None:
    """Let each resource's lowest reserve be at least `least` days of the reserve crew's use."""
    books = built.stocks
    if books is None:
        return
    for task, lows, days in zip(built.problem.resources, books.lowest, least, strict=True):
        for low in lows:
            built.model.add(low >= task.reserve_g_day * days)


def _smallest_reserve(built: PlanModel) -> cp_model.LinearExprT:
    least = built.model.new_int_var(0, MOST_RESERVE_DAYS, "")
    _lowest_days(built, [least] * len(built.problem.resources))
    return MOST_RESERVE_DAYS - least


def _relocations(built: PlanModel) -> cp_model.LinearExprT:
    return sum(
        literal
        for ship in built.ships
        for literal in (ship.moved, ship.held)
        if literal is not None
    )


def _launches(built: PlanModel) -> cp_model.LinearExprT:
    return sum(
        1 if ship.flown is None else ship.flown for ship in built.ships if not ship.task.docked
    )


def _steady(built: PlanModel) -> cp_model.LinearExprT:
    """Every resource's own lowest reserve, and stays near their nominal lengths."""
    tasks = built.problem.resources
    lowest = [built.model.new_int_var(0, task.wanted_days, "") for task in tasks]
    _lowest_days(built, lowest)
    stays = [
        _distance(built, ship.end - ship.start, ship.task.nominal_stay, built.problem.last_day)
        for ship in built.ships
        if ship.task.issued_end is None
    ]
    return sum(task.wanted_days for task in tasks) - sum(lowest) + sum(stays)


def _ties(built: PlanModel) -> cp_model.LinearExprT:
    """Among equals, full ships, the earlier ones first, in a fixed order of resources."""
    terms: list[cp_model.LinearExprT] = []
    for place, ship in enumerate(built.ships):
        weight = 1 + place % TIE_SPREAD
        terms += [(weight + TIE_SPREAD * key[0]) * load for key, load in ship.load.items()]
        terms += [weight * load for load in ship.trash.values()]
    return -sum(terms) if terms else 0


GOALS = (
    Goal("least change", "days", _change, traffic=True),
    Goal("largest smallest reserve", "days", _smallest_reserve, largest=MOST_RESERVE_DAYS),
    Goal("fewest relocations", "moves", _relocations, traffic=True),
    Goal("fewest launches", "launches", _launches, traffic=True),
    Goal("steady reserves, usual stays", "days", _steady, departures=True),
    Goal("ties: full ships", "points", _ties, held=True),
)
