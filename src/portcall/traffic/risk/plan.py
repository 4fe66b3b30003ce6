"""The risk of one plan, from its slips to the record: what `portcall traffic risk` asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from portcall.campaign.results import Results
from portcall.catalogue.load import Catalogue
from portcall.catalogue.slips import SlipStatistics
from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.records.traffic_plan import TrafficPlan
from portcall.records.traffic_risk import Replay, TrafficRisk
from portcall.traffic.plan.books import open_books
from portcall.traffic.plan.changes import Changes
from portcall.traffic.plan.from_scenario import plan_problem
from portcall.traffic.risk.columns import WAYS
from portcall.traffic.risk.from_plan import risk_of_plan, with_other_use
from portcall.traffic.risk.problem import RiskProblem
from portcall.traffic.risk.record import day_utc, replay_record, way_risk
from portcall.traffic.risk.replays import replay_run, risk_campaign, run_risk
from portcall.traffic.risk.slip_model import SlipModel, no_slips, slip_model


@dataclass(frozen=True)
class PlanRisk:
    """A plan in tables, what its ships draw from, and what the reader must know."""

    plan: TrafficPlan
    statistics: SlipStatistics
    problem: RiskProblem
    model: SlipModel
    seed: int
    notes: tuple[str, ...]

    def run(
        self,
        runs: int,
        *,
        threads: int | None = None,
        cluster: str | None = None,
        folder: Path | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Results:
        """Make the replays; see `campaign.chunks.run_campaign`."""
        campaign = risk_campaign(
            self.problem, self.model, name=self.plan.scenario, runs=runs, seed=self.seed
        )
        return run_risk(
            self.problem,
            self.model,
            campaign,
            threads=threads,
            cluster=cluster,
            folder=folder,
            progress=progress,
        )

    def record(self, results: Results) -> TrafficRisk:
        """Return what the replays say."""
        content = self.plan.model_dump_json(exclude={"timing", "stages"})
        return TrafficRisk(
            scenario=self.plan.scenario,
            station=self.plan.station,
            slips=self.statistics.id,
            plan_digest=blake2b(content.encode(), digest_size=12).hexdigest(),
            visits=len(self.problem.ships),
            first_day_utc=day_utc(self.problem, 0),
            months=self.problem.months,
            runs=results.runs,
            seed=self.seed,
            ways=tuple(way_risk(way, results.column, self.problem) for way in WAYS),
            notes=(*self.notes, *results.notes),
        )

    def on_time(self) -> SlipModel:
        """Return the slips of a replay in which every ship is on time."""
        return no_slips(len(self.problem.ships))

    def replay(self, run: int) -> Replay:
        """Tell the replay of one number."""
        return replay_record(
            self.problem, run, replay_run(self.problem, self.model, self.seed, run)
        )


def plan_risk(
    catalogue: Catalogue,
    scenario: TrafficScenario,
    plan: TrafficPlan,
    statistics: SlipStatistics,
    *,
    seed: int = 1,
) -> PlanRisk:
    """Prepare the replays of a plan.

    Parameters
    ----------
    catalogue : Catalogue
        The records that the scenario refers to.
    scenario : TrafficScenario
        That the plan was made from.
    plan : TrafficPlan
        With visits and stocks.
    statistics : SlipStatistics
        The slips seen.
    seed : int
        Of the replays.

    Raises
    ------
    InputError
        A plan without visits, of another scenario, or with a vehicle that no class has.
    """
    changes = Changes(slips=plan.slipped_days, lost=plan.lost)
    problem = plan_problem(scenario, open_books(catalogue, scenario), changes)
    tables = risk_of_plan(plan, problem, statistics)
    tables, off_g = with_other_use(tables, plan)
    notes: tuple[str, ...] = ()
    if off_g:
        notes = (
            f"without slips the replayed stocks are up to {off_g / 1000:.1f} kg off the plan's own",
        )
    model = slip_model(statistics, tables.slips_by)
    return PlanRisk(plan, statistics, tables, model, seed, notes)
