"""What a plan's reader should know beside it: how the stocks look at the crew's real pace of unloading."""

from datetime import date

from portcall.records.stocks import BOOKS
from portcall.stay.consumption import DailyRates
from portcall.stay.unloading import Unloading
from portcall.traffic.plan.daily_truth import recount
from portcall.traffic.plan.problem import PlanProblem, PlanSolution


def notes_on(
    problem: PlanProblem,
    solution: PlanSolution,
    first_day: date,
    rates: DailyRates,
    pace: Unloading,
) -> tuple[str, ...]:
    """Say what is carried in too late, and what a ship takes away unopened."""
    books = recount(problem, solution, first_day, rates, pace=pace).books
    found = []
    short = books.first_short()
    if short is not None:
        found.append(
            f"at {pace.rate_g_day / 1000:.0f} kg a day and ship, {short[1]} is used up inside the"
            f" station by {short[0]} while more of it waits in a docked ship"
        )
    left = books.left_g.sum(axis=0)
    taken = [f"{left[i] / 1000:.0f} kg of {BOOKS[i]}" for i in range(left.size) if left[i]]
    if taken:
        found.append(f"ships leave before they are empty: {', '.join(taken)}")
    return tuple(found)
