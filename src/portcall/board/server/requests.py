"""What clients may ask for, as the API reads it: every field bounded, no field unknown."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from portcall.board.server.limits import (
    PRESS_CHARACTERS,
    RATE_LEAST,
    RATE_MOST,
    UPLOAD_CHARACTERS,
)
from portcall.records.board_view import Job

Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
RunName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Rate = Annotated[
    float, Field(ge=RATE_LEAST, le=RATE_MOST, description="seconds of the run a second")
]


class Asked(BaseModel):
    """A body that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class RunWanted(Asked):
    """A run to be made: a flight, as it is or with one decision changed; or a visit of one's own."""

    flight: Name | None = None
    launch_date: date | None = Field(default=None, description="another UTC date of lift-off")
    port: Name | None = Field(default=None, description="another port")
    profile: Name | None = Field(default=None, description="another rendezvous profile")
    fault: Annotated[str, Field(max_length=120)] | None = Field(
        default=None, description="NAME[:UNIT][=SIZE][@WHEN][+LASTS], as thruster-stuck-on:7@50m"
    )
    of: RunName | None = Field(default=None, description="the run that it is held against")
    visit_toml: Annotated[str, Field(max_length=UPLOAD_CHARACTERS)] | None = Field(
        default=None, description="a flight's file, in place of a flight of the catalogue"
    )


class PlanWanted(Asked):
    """A plan of traffic to be made."""

    scenario: Name = "iss-2026"
    lose: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    slip: Annotated[dict[Name, int], Field(max_length=20)] = Field(
        default_factory=dict, description="ship to days"
    )


class PressWanted(Asked):
    """A text to be audited."""

    text: Annotated[str, Field(max_length=PRESS_CHARACTERS)]
    dateline: date | None = Field(default=None, description="its day, where it names none")


class PlayWanted(Asked):
    """A run to be played."""

    run: RunName
    utc: AwareDatetime | None = Field(default=None, description="where to begin; the run's start")
    rate: Rate = 1.0


class PlayChange(Asked):
    """What of a play is to change."""

    utc: AwareDatetime | None = None
    rate: Rate | None = None
    paused: bool | None = None


class FlightView(BaseModel):
    """A flight of the catalogue."""

    id: str
    name: str
    nasa_name: str
    vehicle: str
    site: str
    port: str | None
    profile: str | None
    launch_date: date


class Flights(BaseModel):
    """Every flight of the catalogue, in the order of launch."""

    flights: list[FlightView]


class FaultView(BaseModel):
    """A fault that can be injected."""

    name: str
    meaning: str
    unit: Literal["", "thruster", "axis"]
    size: float | None
    size_unit: str
    flew: str


class Faults(BaseModel):
    """Every fault that can be injected, and how one is written."""

    grammar: str
    faults: list[FaultView]


class ShipName(BaseModel):
    """A ship of a scenario."""

    id: str
    name: str


class ScenarioView(BaseModel):
    """A scenario of traffic, and the ships that can still be lost or late."""

    id: str
    name: str
    ships: list[ShipName]


class Scenarios(BaseModel):
    """Every scenario that a plan can be made of."""

    scenarios: list[ScenarioView]


class Jobs(BaseModel):
    """Jobs, newest first."""

    jobs: list[Job]


class Deleted(BaseModel):
    """What is no longer there."""

    deleted: str


class LogPage(BaseModel):
    """Events of the station log, the one recorded last first."""

    place: str | None = Field(description="the log; null when there is none yet")
    station: str | None
    entries: list[dict[str, Any]] = Field(description="as `portcall log show --events --json`")
    before: str | None = Field(description="the id to go on with; null at the first event")


class Recorded(BaseModel):
    """What the log has now: events that are new, and events that it had."""

    recorded: list[dict[str, Any]]
    already: list[dict[str, Any]]


class Health(BaseModel):
    """Whether the server is well."""

    status: Literal["ok"]
    version: str
    plays: int
    viewers: int
    jobs_running: int
