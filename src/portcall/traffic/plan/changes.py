"""What is different from a scenario when it is planned: slips, losses, the plan before, known days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from portcall.records.traffic_plan import PlannedVisit, TrafficPlan
from portcall.traffic.plan.openings import Openings


@dataclass(frozen=True)
class Changes:
    """What is different from the scenario: slips, losses, the plan to change least, openings."""

    slips: Mapping[str, int]
    lost: Collection[str]
    issued: TrafficPlan | None = None
    openings: Openings = field(default_factory=Openings)

    def issued_visit(self, ship: str) -> PlannedVisit | None:
        """Return a ship's visit in the issued plan."""
        visits = () if self.issued is None else self.issued.visits
        return next((visit for visit in visits if visit.ship == ship), None)
