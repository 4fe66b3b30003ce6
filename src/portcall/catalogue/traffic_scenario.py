"""A traffic scenario: the state a plan starts from, and the visits and spacewalks it has to place.

Model   Every visit has a nominal docking date, days that it may be earlier or later, and a range for its
        stay. What a ship may carry, who fits which port and how crews relieve each other stand in the
        vehicles', the station's and the traffic rules' records.
Valid   One station; whole UTC days; a horizon of whole weeks.
Source  Each figure names its own; future dates are estimates unless an operator has given them.
"""

import os
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.load import default_root
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Attribution, Identifier, Record, SourcedTime
from portcall.core.errors import unknown_name
from portcall.core.sourced import Figure

FOLDER = "traffic-scenarios"
Resource = Literal["food", "water", "gas", "propellant", "dry", "trash"]


class PeopleBySide(Record):
    """How many people of each side a ship brings or takes."""

    us: int = Field(default=0, ge=0, le=12)
    rs: int = Field(default=0, ge=0, le=12)


class StartingStock(Record):
    """One stock on the first day, and the most that can be stored."""

    resource: str
    amount_kg: Figure
    most_kg: Figure


class ScenarioVisit(Record):
    """One visit: docked already (`docked_at`), or to come."""

    ship: Identifier
    vehicle: Identifier
    role: Literal["crew", "cargo", "private crew", "test crew"] = "cargo"
    dock: SourcedTime = Field(description="nominal day; of a docked ship the day it came")
    earlier_days: int = Field(default=7, ge=0, le=200)
    later_days: int = Field(default=21, ge=0, le=200)
    stay_days: Figure = Field(description="nominal, with the shortest and longest as low and high")
    docked_at: Identifier | None = None
    ports: tuple[Identifier, ...] = Field(default=(), description="empty: all that take it")
    profile: Identifier | None = Field(
        default=None, description="rendezvous profile that a reboost shall open"
    )
    rotation: str = Field(default="", description="ships of one rotation relieve each other")
    handover: Literal["direct", "indirect", "either"] = "direct"
    crew_up: PeopleBySide = PeopleBySide()
    crew_down: PeopleBySide = PeopleBySide()
    may_move: bool = Field(default=False, description="may be relocated to another port")
    may_hold: bool = Field(default=False, description="may be held on the arm for an arrival")
    option: bool = Field(default=False, description="flies only when needed")
    note: str = ""

    @model_validator(mode="after")
    def _stay_has_a_range(self) -> Self:
        low, high = self.stay_days.low, self.stay_days.high
        if low is None or high is None or low < 1:
            raise ValueError(f"{self.ship}: stay_days needs `low` (1 or more) and `high`")
        return self


class ScenarioSpacewalk(Record):
    """One spacewalk to place."""

    name: str = Field(min_length=1)
    day: SourcedTime
    earlier_days: int = Field(default=14, ge=0, le=200)
    later_days: int = Field(default=14, ge=0, le=200)
    airlock: Literal["quest", "poisk"]
    free_ports: tuple[Identifier, ...] = Field(default=(), description="must be empty on the day")


class ScenarioRules(Record):
    """What this plan holds beyond, or instead of, the rule book; blank: as the books say."""

    floor_days: Figure | None = None
    wanted_days: Figure | None = None
    lost_flight_days: Figure = Field(
        description="of reserve that the loss of any one flight leaves"
    )
    lost_flight_weeks: Figure = Field(description="until another flight makes up for a lost one")
    separation_days: Figure
    spacewalk_spacing_days: Figure
    hold_days: Figure = Field(description="that a ship is held on the arm for an arrival")
    option_cost_days: Figure = Field(description="of change that one more launch counts as")
    node_deg: Figure = Field(
        description="right ascension of the station's node at noon of the first day"
    )
    node_rate_deg_day: Figure


class TrafficScenario(Record):
    """Where a plan starts and what it has to place."""

    id: Identifier
    name: str
    station: Identifier = "iss"
    start: date
    weeks: int = Field(ge=2, le=208)
    traffic_rules: str = "iss"
    consumption: str = "iss"
    crew: PeopleBySide = Field(description="on board on the first day")
    reserve_crew: PeopleBySide = Field(description="whose use a day of reserve is")
    state: Attribution = Field(description="where the state of the first day is from")
    elements: tuple[RecordedElements, ...] = Field(
        default=(),
        description="the station's, from before the first day; recorded flights have others",
    )
    stock: tuple[StartingStock, ...]
    visit: tuple[ScenarioVisit, ...]
    spacewalk: tuple[ScenarioSpacewalk, ...] = ()
    rules: ScenarioRules
    note: str = ""


def traffic_scenario_names(root: Path | None = None) -> tuple[str, ...]:
    """Return the ids of the bundled scenarios, sorted."""
    return tuple(sorted(path.stem for path in ((root or default_root()) / FOLDER).glob("*.toml")))


def load_traffic_scenario(name: str | Path, root: Path | None = None) -> TrafficScenario:
    """Return a bundled scenario by id, or one from a user's own TOML file.

    Raises
    ------
    InputError
        No scenario of that name (the nearest is offered), or a file that does not fit.

    Examples
    --------
    >>> load_traffic_scenario("iss-2026").start.isoformat()
    '2026-05-01'
    """
    text = str(name)
    if text.endswith(".toml") or os.sep in text:
        return read_record(Path(text), TrafficScenario)
    names = traffic_scenario_names(root)
    if text not in names:
        raise unknown_name("traffic scenario", text, names)
    return read_record((root or default_root()) / FOLDER / f"{text}.toml", TrafficScenario)
