"""A few replays planned anew by the solver: how much of the trouble a planner could avoid.

Model   The solver gets the slips and losses of a replay all at once and changes the issued plan as little
        as it can; where it proves that there is none, no plan keeps every rule. A ship that is ready early
        need not dock early.
Valid   As the best that a planner could do who knew every slip on the first day: who learns of them one
        by one does no better. Seconds a replay, so a sample.
Source  `traffic.plan`.
"""

from collections.abc import Callable

from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.records.traffic_risk import SolvedReplay, SolvedSample
from portcall.traffic.plan.planner import plan_traffic
from portcall.traffic.risk import columns as c
from portcall.traffic.risk.plan import PlanRisk
from portcall.traffic.risk.problem import RiskProblem
from portcall.traffic.risk.record import chance_of
from portcall.traffic.risk.replays import ReplayedRun, replay_run
from portcall.traffic.risk.slip_model import NEVER

FOUND = ("optimal", "feasible")


def slips_of(problem: RiskProblem, replayed: ReplayedRun) -> tuple[dict[str, int], list[str]]:
    """Return who slips by how many days, and who is lost: to the horizon, or for good."""
    slips, lost = {}, []
    horizon = problem.month_of_day.size
    for v, ship in enumerate(problem.ships):
        days = int(replayed.slip_days[v])
        if problem.visits[v, c.DOCKED_BEFORE]:
            continue
        if days >= NEVER or problem.visits[v, c.DOCK] + days >= horizon:
            lost.append(ship)
        elif days > 0:
            slips[ship] = days
    return slips, lost


def solve_sample(
    told: PlanRisk,
    scenario: TrafficScenario,
    runs: int,
    *,
    progress: Callable[[], object] | None = None,
) -> SolvedSample:
    """Give the first replays to the solver.

    Parameters
    ----------
    told : PlanRisk
        The plan and its slips.
    scenario : TrafficScenario
        That the plan was made from.
    runs : int
        How many; each takes seconds.
    progress : Callable[[], object], optional
        Called after each.
    """
    found = []
    for run in range(runs):
        replayed = replay_run(told.problem, told.model, told.seed, run)
        slips, lost = slips_of(told.problem, replayed)
        plan = plan_traffic(scenario, slips=slips, lost=lost, issued=told.plan)
        found.append(
            SolvedReplay(
                run=run,
                status=plan.status,
                moved_days=sum(abs(visit.moved_days) for visit in plan.visits),
                rules=tuple(rule.words for rule in plan.clash),
            )
        )
        if progress is not None:
            progress()
    kept = sum(one.status in FOUND for one in found)
    return SolvedSample(found=chance_of(kept, runs), replays=tuple(found))
