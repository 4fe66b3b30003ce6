"""A traffic plan and its problem as the replays read them.

Model   Days and ports are the plan's, people, stays, gaps, use and floors the problem's. Cargo is on the
        books from the day after docking and trash leaves on the day before undocking, as the plan counts
        them; what the plan's own stocks lose beyond that (spacewalks, reboosts) stays on its days.
Valid   A plan of the scenario that the problem was made of.
Source  `traffic.plan_problem` for the conventions.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.slips import SlipStatistics
from portcall.core.errors import InputError
from portcall.records.stocks import BOOKS, GRAMS_A_KG, RESOURCES
from portcall.records.traffic_plan import PlannedVisit, TrafficPlan
from portcall.stay.consumption import DailyRates
from portcall.stay.unloading import Unloading
from portcall.traffic.plan.problem import PlanProblem, ShipTask
from portcall.traffic.risk.problem import RiskBooks, RiskProblem, RiskVisit, risk_problem
from portcall.traffic.risk.replays import replay_run
from portcall.traffic.risk.slip_model import no_slips

Integers = NDArray[np.int64]
AT_ONCE = Unloading(rate_g_day=10**9, days_to_hatch=1, loading_days=1)


def risk_of_plan(
    plan: TrafficPlan, problem: PlanProblem, statistics: SlipStatistics
) -> RiskProblem:
    """Put a plan into the tables that replays read.

    Parameters
    ----------
    plan : TrafficPlan
        With visits.
    problem : PlanProblem
        Of the plan's scenario.
    statistics : SlipStatistics
        Says which cargo ships are of one kind, and so of one chain.

    Raises
    ------
    InputError
        There is no plan in it, or a ship that the scenario does not have.
    """
    if not plan.visits:
        raise InputError(
            "it holds no visits",
            where=f"plan of '{plan.scenario}' ({plan.status})",
            remedy="give a plan that was found",
        )
    tasks = {task.ship: task for task in problem.ships}
    visits = [_visit(plan, one, _task(one, tasks), statistics) for one in plan.visits]
    return risk_problem(
        visits,
        _books(problem),
        plan.first_day_utc.date(),
        problem.days,
        separation_days=problem.limits.separation_days,
    )


def _task(visit: PlannedVisit, tasks: Mapping[str, ShipTask]) -> ShipTask:
    if visit.ship not in tasks:
        raise InputError(
            f"the scenario has no ship '{visit.ship}'",
            where="plan",
            remedy="give the scenario that it was planned from",
        )
    return tasks[visit.ship]


def _visit(
    plan: TrafficPlan, visit: PlannedVisit, task: ShipTask, statistics: SlipStatistics
) -> RiskVisit:
    def day(moment: datetime) -> int:
        return (moment - plan.first_day_utc).days

    chain = task.rotation
    if not chain and visit.role == "cargo":
        chain = statistics.class_of(visit.vehicle, visit.role).id
    move = visit.move
    ports = [visit.port] if move is None else [visit.port, move.to_port]
    return RiskVisit(
        ship=visit.ship,
        vehicle=visit.vehicle,
        role=visit.role,
        port=visit.port,
        dock_day=day(visit.dock_utc),
        undock_day=day(visit.undock_utc),
        load_g=tuple(round(visit.manifest_kg.get(name, 0.0) * GRAMS_A_KG) for name in RESOURCES),
        trash_g=round(visit.trash_kg * GRAMS_A_KG),
        up=(task.up.us, task.up.rs),
        down=(task.down.us, task.down.rs),
        next_port=None if move is None else move.to_port,
        move_day=0 if move is None else day(move.utc),
        chain=chain,
        docked_before=visit.docked_before,
        gap_days=max(task.gap_days.get(port, 1) for port in ports),
        least_stay=task.stay[0],
        most_stay=task.stay[1],
    )


def _books(problem: PlanProblem) -> RiskBooks:
    resources, trash = problem.resources, problem.trash
    return RiskBooks(
        start_g=(*(one.start_g for one in resources), trash.start_g),
        floor_g=tuple(one.floor_g for one in resources),
        trash_most_g=trash.most_g,
        rates=DailyRates(
            base_g_day=(*(one.base_g_day for one in resources), trash.base_g_day),
            us_g_crew_day=(*(one.us_g_day for one in resources), trash.us_g_day),
            rs_g_crew_day=(*(one.rs_g_day for one in resources), trash.rs_g_day),
            packing_g_per_kg=trash.packing_g_per_kg,
        ),
        pace=AT_ONCE,
        crew=(problem.crew.us, problem.crew.rs),
    )


def with_other_use(tables: RiskProblem, plan: TrafficPlan) -> tuple[RiskProblem, int]:
    """Take over what the plan's stocks lose beyond people and rates: spacewalks, reboosts.

    Parameters
    ----------
    tables : RiskProblem
        Of the plan.
    plan : TrafficPlan
        With the stocks that its daily truth has counted.

    Returns
    -------
    tables, off_g : RiskProblem, int
        With that use on its days; and how far a replay without slips is from the plan's stocks at most,
        zero when the books agree. [g]
    """
    on_time = no_slips(len(tables.ships))
    wanted = _plan_stocks_g(plan)
    shorter = min(len(wanted), tables.month_of_day.size)
    bare = replay_run(tables, on_time, 0, 0).stocks_g[0]
    off = bare[:shorter] - wanted[:shorter]
    daily = np.diff(off, axis=0, prepend=0)
    daily[:, -1] *= -1  # trash is what comes, not what goes
    draws = tables.draws_g.copy()
    draws[:shorter] += np.maximum(daily, 0)
    filled = replace(tables, draws_g=draws)
    found = replay_run(filled, on_time, 0, 0).stocks_g[0]
    return filled, int(np.abs(found[:shorter] - wanted[:shorter]).max())


def _plan_stocks_g(plan: TrafficPlan) -> Integers:
    """Return the plan's own stocks in grams, shape (days, 6), in the order of `BOOKS`."""
    series = {one.resource: one.amount_kg for one in plan.stocks}
    missing = [name for name in BOOKS if name not in series]
    if missing:
        raise InputError(f"no stocks of {missing[0]}", where=f"plan of '{plan.scenario}'")
    table = np.array([series[name] for name in BOOKS], np.float64).T
    return np.rint(table * GRAMS_A_KG).astype(np.int64)
