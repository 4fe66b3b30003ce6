"""The truth of a plan, day by day: recounted outside the solver, to the gram, by the books of the station.

Model   The plan's loads come on the books whole on the day after docking, its trash leaves whole on the day
        before undocking; people count by the day. At the end of every bucket the books must be the solver's
        own numbers exactly; between, no line may be crossed.
Valid   What the solver counts: cargo on board the complex, carried in or not.
Source  `stay.daily_stocks`, which knows nothing of the solver.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import PortcallError
from portcall.records.stocks import BOOKS, GRAMS_A_KG, RESOURCES, TRASH
from portcall.stay.consumption import DailyRates
from portcall.stay.daily_stocks import DailyStocks, Delivery, Removal, daily_stocks
from portcall.stay.unloading import Unloading
from portcall.traffic.plan.problem import BUCKET_DAYS, PlanProblem, PlanSolution

AT_ONCE_G_DAY = 10**12  # the books of the reserve count a ship's load when it is there


class PlanDisagreesError(PortcallError):
    """The recounted days are not the solver's: a fault of the planner, never of its input."""

    exit_code = 1


@dataclass(frozen=True)
class DailyTruth:
    """The recounted days of a plan."""

    books: DailyStocks
    crew: NDArray[np.int64]  # (days, 2)


def crew_by_day(problem: PlanProblem, solution: PlanSolution) -> NDArray[np.int64]:
    """Return the people on board at each day by side, (days, 2)."""
    crew = np.tile(np.array([problem.crew.us, problem.crew.rs], np.int64), (problem.days, 1))
    for task, done in zip(problem.ships, solution.ships, strict=True):
        if not done.flown:
            continue
        if not task.docked:
            crew[done.start :] += (task.up.us, task.up.rs)
        crew[done.end :] -= (task.down.us, task.down.rs)
    return crew


def _draws(problem: PlanProblem, solution: PlanSolution) -> NDArray[np.int64]:
    """Return what spacewalks and reboosts take beside the daily use, (days, books)."""
    draws = np.zeros((problem.days, len(BOOKS)), np.int64)
    for task, day in zip(problem.walks, solution.walks, strict=True):
        draws[day, BOOKS.index("gas")] += task.gas_g
    for ship, done in zip(problem.ships, solution.ships, strict=True):
        burn = ship.burn_of(done.start)
        if done.flown and burn is not None:
            draws[burn.burn_day, BOOKS.index("propellant")] += burn.propellant_g
    return draws


def deliveries_of(
    problem: PlanProblem, solution: PlanSolution, first_day: date, rate_g_day: int | None
) -> tuple[Delivery, ...]:
    """Return what the ships of a plan bring; `rate_g_day` None: at the station's usual pace."""
    return tuple(
        Delivery(
            ship=task.ship,
            dock_day=first_day + timedelta(days=done.start),
            undock_day=first_day + timedelta(days=done.end),
            amounts_g={
                name: kg * GRAMS_A_KG for name, kg in zip(RESOURCES, done.load_kg, strict=True)
            },
            rate_g_day=rate_g_day,
        )
        for task, done in zip(problem.ships, solution.ships, strict=True)
        if done.flown and any(done.load_kg)
    )


def recount(
    problem: PlanProblem,
    solution: PlanSolution,
    first_day: date,
    rates: DailyRates,
    *,
    pace: Unloading | None = None,
) -> DailyTruth:
    """Recount a plan's stocks; with a `pace`, as the crew really carries them in and out.

    Parameters
    ----------
    problem : PlanProblem
        What was planned.
    solution : PlanSolution
        The decisions; its own books are not read.
    first_day : date
        Of the horizon.
    rates : DailyRates
        Of use.
    pace : Unloading or None
        Of cargo work; None: loads count whole when they arrive.
    """
    crew = crew_by_day(problem, solution)
    at_once = Unloading(rate_g_day=AT_ONCE_G_DAY, days_to_hatch=1, loading_days=1)
    removals = tuple(
        Removal(task.ship, first_day + timedelta(days=done.end), done.trash_kg * GRAMS_A_KG)
        for task, done in zip(problem.ships, solution.ships, strict=True)
        if done.flown and done.trash_kg and done.end <= problem.days
    )
    start = {task.name: task.start_g for task in problem.resources}
    books = daily_stocks(
        first_day,
        problem.days,
        {**start, TRASH: problem.trash.start_g},
        crew,
        deliveries_of(problem, solution, first_day, None),
        removals,
        rates,
        pace=pace or at_once,
        draws_g=_draws(problem, solution),
    )
    return DailyTruth(books, crew)


def require_agreement(problem: PlanProblem, solution: PlanSolution, truth: DailyTruth) -> None:
    """Refuse a plan whose recounted days are not the solver's, or cross a line between buckets.

    Raises
    ------
    PlanDisagreesError
        The first disagreement: resource, day, both numbers.
    """
    books, stocks = truth.books, truth.books.stocks_g
    planned = np.array([*solution.stock_g, solution.trash_g], np.int64)[:, 1:].T
    ends = stocks[BUCKET_DAYS - 1 :: BUCKET_DAYS]
    for bucket, column in np.argwhere(planned != ends):
        day = books.day_of(BUCKET_DAYS * (bucket + 1) - 1)
        raise PlanDisagreesError(
            f"{BOOKS[column]} on {day}: {ends[bucket, column]} g recounted",
            limit=f"{planned[bucket, column]} g by the solver",
            remedy="report this plan: the planner is at fault",
        )
    floors = [task.floor_g for task in problem.resources]
    mosts = [*(task.most_g for task in problem.resources), problem.trash.most_g]
    short = np.argwhere(stocks[:, : len(floors)] < np.array(floors))
    over = np.argwhere(stocks > np.array(mosts))
    for row, column in [*short, *over]:
        raise PlanDisagreesError(
            f"{BOOKS[column]} is {stocks[row, column]} g on {books.day_of(row)}",
            limit=f"{floors[column] if len(short) else mosts[column]} g",
            remedy="report this plan: the planner is at fault",
        )
    wanted = [kg for kg in (done.trash_kg for done in solution.ships) if kg]
    if books.short_g.any() or not books.closes():
        raise PlanDisagreesError("use found nothing in a stock", limit=f"{len(wanted)} ships")
    if (truth.crew < 0).any():
        raise PlanDisagreesError("a side of the crew below zero", limit="0 or more")
