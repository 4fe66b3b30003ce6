"""What the mission board shows beside a scene: runs, traffic, stocks, jobs and plays.

Model   Times of the recorded calendar are intervals that hold the instant; those of a plan are days.
        What is not known is null, with the reason in words where one is needed.
Valid   One station.
Source  Made by `board.world` and `board.server`.
"""

from typing import Literal

from portcall.records.base import FrozenRecord, Utc

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


class RunFile(FrozenRecord):
    """A file of a run folder."""

    name: str
    size_bytes: int


class RunSummary(FrozenRecord):
    """A run folder as it is listed; a damaged one says in one sentence what is wrong with it."""

    id: str
    kind: Literal["visit", "docking", "plan", "disposal"] | None = None
    flight: str | None = None
    name: str
    made_utc: Utc
    what_if: str | None = None
    of: str | None = None
    damaged: str | None = None
    files: tuple[RunFile, ...] = ()


class PortView(FrozenRecord):
    """A port of the station and what it takes."""

    id: str
    name: str
    module: str
    side: str
    takes: tuple[str, ...]


class StayView(FrozenRecord):
    """One ship on one port; a ship that changed ports has one for each."""

    ship: str
    name: str
    vehicle: str
    port: str | None
    from_earliest_utc: Utc
    from_latest_utc: Utc
    to_earliest_utc: Utc | None = None
    to_latest_utc: Utc | None = None
    role: str
    crew_up: tuple[str, ...] = ()
    crew_down: tuple[str, ...] = ()
    crew_up_count: int | None = None
    crew_down_count: int | None = None
    source: str


class SpacewalkView(FrozenRecord):
    """People outside."""

    name: str
    start_utc: Utc
    duration_s: float | None
    airlock: str | None
    people: tuple[str, ...] = ()


class CrewStep(FrozenRecord):
    """How many people are on board from an instant on."""

    utc: Utc
    count_low: int
    count_high: int


class BreakView(FrozenRecord):
    """A rule of the traffic that is broken, or of which nobody can say."""

    rule: str
    severity: Literal["rule", "notice"]
    verdict: Literal["broken", "cannot say"]
    first_utc: Utc
    last_utc: Utc
    ships: tuple[str, ...]
    ports: tuple[str, ...]
    limit: str
    found: str
    suggestion: str


class TrafficView(FrozenRecord):
    """Who is on which port between two instants."""

    source: str
    station: str
    from_utc: Utc
    to_utc: Utc
    ports: tuple[PortView, ...]
    stays: tuple[StayView, ...]
    spacewalks: tuple[SpacewalkView, ...] = ()
    crew: tuple[CrewStep, ...] = ()
    breaks: tuple[BreakView, ...] = ()
    notes: tuple[str, ...] = ()


class StockCurve(FrozenRecord):
    """One resource at dates in order.

    `floor_kg` is what the reserve rule holds back for the usual crew of the span, `most_kg` what the
    station can put up with; `crosses_floor_utc` the first date below that floor.
    """

    resource: Literal["food", "water", "gas", "propellant", "dry", "trash"]
    name: str
    utc: tuple[Utc, ...]
    amount_kg: tuple[float | None, ...]
    low_kg: tuple[float | None, ...]
    high_kg: tuple[float | None, ...]
    floor_kg: float | None = None
    most_kg: float | None = None
    supply_days: tuple[float | None, ...] = ()
    floor_days: float | None = None
    usual_days: float | None = None
    crosses_floor_utc: Utc | None = None
    known: str


class StocksView(FrozenRecord):
    """What is on board between two instants."""

    source: str
    series: tuple[StockCurve, ...]
    notes: tuple[str, ...] = ()


class Job(FrozenRecord):
    """Work that runs beside the server."""

    id: str
    what: str
    state: JobState
    message: str = ""
    run: str | None = None
    plan: str | None = None
    started_utc: Utc | None = None
    ended_utc: Utc | None = None


class Play(FrozenRecord):
    """A run that is being shown: where its clock stands and how fast it goes."""

    id: str
    run: str
    utc: Utc
    rate: float
    paused: bool


class ErrorDetail(FrozenRecord):
    """What is wrong, in the parts that every error has."""

    what: str
    value: str | None = None
    limit: str | None = None
    where: str | None = None
    remedy: str | None = None


class ErrorBody(FrozenRecord):
    """The body of every answer that is an error."""

    error: ErrorDetail
