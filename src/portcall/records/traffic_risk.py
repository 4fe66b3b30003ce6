"""The risk of a traffic plan: how often something goes wrong when ships slip, by month and kind.

Model   Counts of replays, with exact one-sided bounds. Two ways: the plan as drawn slips leave it, and with
        ships that wait for their ports.
Valid   The slips that the statistics hold; see `traffic.slip_model` for what they cannot say.
Source  `traffic.risk`.
"""

from pydantic import Field

from portcall.records.base import FrozenRecord, Utc
from portcall.records.traffic_plan import PlanStatus


class Chance(FrozenRecord):
    """Of how many replays something happened in, and what that says."""

    count: int
    share: float
    lower_share: float = Field(description="one-sided exact bound, 95 %")
    upper_share: float = Field(description="one-sided exact bound, 95 %")


class KindRisk(FrozenRecord):
    """One kind of trouble: two ships for one port, a reserve's floor, a resource that is out, ..."""

    kind: str = Field(description="port, FOOD zero, FOOD floor, ..., trash, docked life")
    words: str
    whole: Chance = Field(description="in any month")
    by_month: tuple[Chance, ...] = Field(description="in the order of the months")


class FirstTrouble(FrozenRecord):
    """How often a kind is the first thing that goes wrong, and the run to look at."""

    kind: str
    count: int
    median_utc: Utc = Field(description="day on which it does, in the middle one of these replays")
    replay: int = Field(description="number of that run")


class WayRisk(FrozenRecord):
    """All replays done in one way."""

    way: str = Field(description="as drawn | re-planned")
    any_trouble: Chance
    any_reserve: Chance = Field(description="a floor broken or a resource out")
    kinds: tuple[KindRisk, ...]
    first: tuple[FirstTrouble, ...]
    clashes: int = Field(description="pairs of ships for one port, in all replays together")
    waiting_ships: int = Field(description="in all replays together")
    mean_waited_days: float
    longest_wait_days: int


class ReplayedVisit(FrozenRecord):
    """One visit in one replay; a ship that does not come has no dates."""

    ship: str
    planned_dock_utc: Utc
    slip_days: int | None
    dock_utc: Utc | None
    undock_utc: Utc | None
    replanned_dock_utc: Utc | None
    replanned_undock_utc: Utc | None


class Trouble(FrozenRecord):
    """The first thing that goes wrong in one replay."""

    way: str
    kind: str
    words: str
    utc: Utc
    clashes: int
    waiting_ships: int
    longest_wait_days: int


class Replay(FrozenRecord):
    """One replay by its number: who slipped, and what breaks first."""

    run: int
    visits: tuple[ReplayedVisit, ...]
    troubles: tuple[Trouble, ...] = Field(description="one a way that has any")
    lowest_kg: dict[str, dict[str, float]] = Field(description="by way, then resource")


class SolvedReplay(FrozenRecord):
    """One replay given to the solver: whether any plan keeps every rule."""

    run: int
    status: PlanStatus
    moved_days: int = Field(description="of all dockings together, against the slipped plan")
    rules: tuple[str, ...] = Field(default=(), description="that clash, where there is no plan")


class SolvedSample(FrozenRecord):
    """The first replays planned anew by the solver, which knows all slips from the first day on."""

    found: Chance = Field(description="replays with a plan that keeps every rule")
    replays: tuple[SolvedReplay, ...]


class TrafficRisk(FrozenRecord):
    """The risk of one plan."""

    scenario: str
    station: str
    slips: str = Field(description="the statistics that the slips were drawn from")
    plan_digest: str
    visits: int
    first_day_utc: Utc
    months: tuple[str, ...]
    runs: int
    seed: int
    ways: tuple[WayRisk, ...] = ()
    replayed: Replay | None = None
    solved: SolvedSample | None = None
    notes: tuple[str, ...] = ()
    timing: dict[str, float] = Field(default_factory=dict)
