"""The recorded traffic of a station: stays, seats by name, spacewalks, and reports that disagree.

Model   Each time is a statement of a source, as precise as the source gives it. A time that nobody
        gives stays blank, or lies between two statements (`departure_after`, `departure_before`).
Valid   `complete_from` to `complete_to`: the span in which every visit is listed.
Source  Each time and each list of names carries its own.
"""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.flight import Conflict
from portcall.catalogue.record import Attribution, Identifier, Record, SourcedTime
from portcall.core.sourced import Figure

Change = Literal["visit", "relocation", "arm"]


class RecordedStay(Record):
    """One ship on one port. A ship that changes ports has a stay for each."""

    ship: Identifier
    name: str = Field(default="", description="the ship's own name, or the number NASA gives it")
    vehicle: Identifier
    role: Literal["crew", "cargo", "private crew", "test crew"]
    port: Identifier | None = Field(default=None, description="blank when no source gives it")
    port_source: Attribution | None = None
    berthed: bool = False
    begins: Change = "visit"
    ends: Change = "visit"
    arrival: SourcedTime = Field(description="contact; for a berthed ship, bolted to the port")
    departure: SourcedTime | None = None
    departure_after: SourcedTime | None = None
    departure_before: SourcedTime | None = None
    crew_up: tuple[str, ...] = ()
    crew_down: tuple[str, ...] = ()
    crew_source: Attribution | None = None
    seats: Figure | None = Field(default=None, description="where this ship differs from its class")
    note: str = ""

    @model_validator(mode="after")
    def _departure_is_said_once(self) -> Self:
        between = (self.departure_after, self.departure_before)
        if self.departure is not None and any(between):
            raise ValueError("give `departure`, or `departure_after` and `departure_before`")
        if any(between) and not all(between):
            raise ValueError("`departure_after` and `departure_before` come together")
        return self

    @model_validator(mode="after")
    def _names_have_a_source(self) -> Self:
        if (self.crew_up or self.crew_down) and self.crew_source is None:
            raise ValueError("`crew_up` and `crew_down` need `crew_source`")
        return self


class RecordedSpacewalk(Record):
    """One spacewalk, done, planned or called off."""

    name: str = Field(min_length=1)
    station_number: int | None = None
    start: SourcedTime | None = None
    end: SourcedTime | None = None
    duration_min: Figure | None = None
    airlock: Identifier | None = Field(default=None, description="blank when not stated")
    people: tuple[str, ...] = ()
    status: Literal["done", "planned", "cancelled"]
    source: str = Field(min_length=3)
    note: str = ""

    @model_validator(mode="after")
    def _has_a_time(self) -> Self:
        if self.start is None and self.end is None:
            raise ValueError("a spacewalk needs `start` or `end`")
        return self


class Calendar(Record):
    """The traffic of a station over some years, as far as it was recorded."""

    id: Identifier
    station: Identifier = "iss"
    complete_from: date
    complete_to: date
    completeness: Attribution
    stay: tuple[RecordedStay, ...] = Field(min_length=1)
    spacewalk: tuple[RecordedSpacewalk, ...] = ()
    conflict: tuple[Conflict, ...] = ()
