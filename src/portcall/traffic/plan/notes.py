"""What a plan's reader should know beside it: the crew's real pace of unloading, who pushes for whom."""

from datetime import date, timedelta

from portcall.records.stocks import BOOKS
from portcall.stay.consumption import DailyRates
from portcall.stay.unloading import Unloading
from portcall.traffic.opening.visit_opening import PUSHING
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
    return (*found, *_not_pushed(problem, solution, first_day))


def _not_pushed(problem: PlanProblem, solution: PlanSolution, first_day: date) -> tuple[str, ...]:
    """Name the reboosts on whose day the usual ship does not stand on its port."""
    vehicle, port = PUSHING
    stays = []
    for task, done in zip(problem.ships, solution.ships, strict=True):
        if done.flown and task.vehicle == vehicle:
            first_end = done.end if done.moved is None else done.moved[0]
            stays.append((done.port, done.start, first_end))
            if done.moved is not None:
                stays.append((done.moved[1], first_end, done.end))
    found = []
    for task, done in zip(problem.ships, solution.ships, strict=True):
        burn = task.burn_of(done.start)
        if not done.flown or burn is None or not burn.propellant_g:
            continue
        if not any(here == port and a < burn.burn_day < b for here, a, b in stays):
            found.append(
                f"no {vehicle} stands on {port} on {first_day + timedelta(days=burn.burn_day)}, when "
                f"{task.ship} wants its reboost: another engine has to fly it"
            )
    return tuple(found)
