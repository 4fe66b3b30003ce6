"""A traffic plan: who docks where and when, with what; how far it is proven, and what it keeps in stock.

Model   Dates are whole UTC days: `dock_utc` and `undock_utc` are the midnights that begin them. Masses are
        books in grams, written in kg here. Wall time stands under `timing` and is no part of the result.
Valid   One station, one horizon.
Source  `traffic.plan` makes it; `traffic.daily_truth` has recounted every figure in `stocks`.
"""

from typing import Literal

from pydantic import Field

from portcall.records.base import FrozenRecord, Utc
from portcall.records.port_calendar import Break

PlanStatus = Literal["optimal", "feasible", "infeasible", "unknown"]
DateBasis = Literal["docked", "computed opportunity", "plane pass and lighting", "issued"]


class StageTiming(FrozenRecord):
    """How long a stage took; differs from run to run."""

    seconds: float
    first_plan_s: float | None = Field(default=None, description="until its first plan")


class StageResult(FrozenRecord):
    """One level of the lexicographic order: what it reached and what is proven about it."""

    name: str
    status: PlanStatus
    objective: int | None = Field(description="reached, in `unit`; less is better unless `largest`")
    bound: int | None = Field(description="no plan is better than this")
    unit: str
    largest: bool = Field(default=False, description="whether more is better")
    effort: float = Field(description="deterministic time spent: the solver's own count of work")
    timing: StageTiming

    @property
    def gap(self) -> int | None:
        """How far objective and bound are apart, in the stage's unit."""
        if self.objective is None or self.bound is None:
            return None
        return abs(self.objective - self.bound)


class PlannedMove(FrozenRecord):
    """The ship leaves one port for another: a relocation, or a hold on the arm and back."""

    utc: Utc = Field(description="day of the move; of a hold, when it is taken off")
    from_port: str
    to_port: str
    back_utc: Utc | None = Field(default=None, description="of a hold: when it is put back")


class Opening(FrozenRecord):
    """What the planned day takes of the station: the reboost that brings the phase, and the chance."""

    profile: str
    delta_v_m_s: float = Field(description="along the velocity; negative lowers the orbit")
    propellant_kg: float = Field(
        description="taken from the station's stock on the day of the burn"
    )
    burn_utc: Utc | None = Field(default=None, description="of the reboost, where there is one")
    liftoff_utc: Utc | None = Field(
        default=None, description="the pad's pass, where it was computed from elements"
    )
    open_probability: float | None = Field(
        default=None,
        description="that the phase lies in the profile's range; null where it is not knowable",
    )
    note: str = ""


class PlannedVisit(FrozenRecord):
    """One visit as planned."""

    ship: str
    vehicle: str
    role: Literal["crew", "cargo", "private crew", "test crew"]
    port: str = Field(description="the port that it arrives at")
    dock_utc: Utc
    undock_utc: Utc
    berthed: bool = False
    docked_before: bool = Field(description="already on the station when the plan begins")
    nominal_dock_utc: Utc
    moved_days: int = Field(description="docking against its nominal or last issued day")
    undock_moved_days: int | None = Field(
        default=None, description="undocking against the last issued plan"
    )
    why: str = Field(default="", description="in words, when it moved")
    date_basis: DateBasis
    move: PlannedMove | None = None
    hold: PlannedMove | None = None
    manifest_kg: dict[str, float] = Field(description="by resource; delivered at docking")
    trash_kg: float = Field(description="taken away at undocking")
    crew_up: int
    crew_down: int
    opening: Opening | None = None


class PlannedSpacewalk(FrozenRecord):
    """One spacewalk as planned."""

    name: str
    utc: Utc
    airlock: str
    moved_days: int
    outside_h: float


class StockSeries(FrozenRecord):
    """What is on board of one resource (or trash), day by day."""

    resource: str
    amount_kg: tuple[float, ...] = Field(description="at the end of each UTC day from the first on")
    lowest_kg: float
    lowest_utc: Utc
    highest_kg: float
    highest_utc: Utc


class Reserve(FrozenRecord):
    """How long a resource lasts at its lowest point, without another delivery."""

    resource: str
    lowest_days: float
    lowest_utc: Utc
    floor_days: float
    wanted_days: float
    worst_loss: str = Field(description="the ship whose loss would hurt this resource most")
    if_lost_days: float = Field(description="lowest reserve before the plan is mended after it")


class ClashRule(FrozenRecord):
    """One rule of a smallest set that cannot be kept together."""

    rule: str
    subject: str = Field(description="ship, spacewalk, resource or chain that it binds")
    words: str


class PlanTiming(FrozenRecord):
    """Wall time of the whole; differs from run to run."""

    build_s: float
    solve_s: float
    truth_s: float


class TrafficPlan(FrozenRecord):
    """A plan with its proof, or the rules that clash."""

    scenario: str
    station: str
    status: PlanStatus = Field(description="optimal when every stage is proven")
    first_day_utc: Utc
    last_day_utc: Utc
    solver: str = Field(description="name, version, seed, workers")
    slipped_days: dict[str, int] = Field(default_factory=dict)
    lost: tuple[str, ...] = ()
    stages: tuple[StageResult, ...] = ()
    visits: tuple[PlannedVisit, ...] = ()
    spacewalks: tuple[PlannedSpacewalk, ...] = ()
    crew: tuple[int, ...] = Field(default=(), description="on board at the end of each UTC day")
    stocks: tuple[StockSeries, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    breaks: tuple[Break, ...] = ()
    clash: tuple[ClashRule, ...] = ()
    notes: tuple[str, ...] = ()
    timing: PlanTiming
