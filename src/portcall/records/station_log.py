"""What the station log is made of: one event, who says so, and which earlier event it replaces.

An event is never changed. A correction is a new event that names the one it `replaces`; a withdrawal is a
correction that puts nothing in its place. The id is made by whoever reports, before anything is sent, so
that a second try is known as such. Masses are whole grams.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, TypeAdapter, model_validator

from portcall.core.errors import unknown_name
from portcall.records.base import FrozenRecord, Utc
from portcall.records.stocks import BOOKS, RESOURCES

EVENT_SCHEMA_VERSION = 1
_LONGEST = 120  # characters of an id or a name


def _to_millisecond(moment: datetime) -> datetime:
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def _known_resource(name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise ValueError(str(unknown_name("resource", name, known)))
    return name


def _resource(name: str) -> str:
    return _known_resource(name, RESOURCES)


def _counted_resource(name: str) -> str:
    return _known_resource(name, BOOKS)


def _worded(pattern: str, rule: str) -> AfterValidator:
    """Check a text as a pattern says, and refuse it in words."""
    known = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if len(text) > _LONGEST or not known.fullmatch(text):
            raise ValueError(rule)
        return text

    return AfterValidator(check)


def _distinct(people: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(people)) < len(people):
        raise ValueError("a person is named twice")
    return people


Instant = Annotated[Utc, AfterValidator(_to_millisecond)]
EventId = Annotated[
    str, _worded(r"[A-Za-z0-9][\w.:-]{0,79}", "an id is letters, digits and . _ : -")
]
Identifier = Annotated[
    str, _worded(r"[a-z0-9]+(-[a-z0-9]+)*", "an id is lower-case words, as progress-ms-33")
]
Person = Annotated[
    str, _worded(r"[^\s;](?:[^;\x00-\x1f]{0,78}[^\s;])?", "a name is text without ';'")
]
Author = Annotated[str, _worded(r"\S(?:[^\x00-\x1f]{0,118}\S)?", "an author is one line of text")]
People = Annotated[tuple[Person, ...], Field(min_length=1), AfterValidator(_distinct)]
Resource = Annotated[str, AfterValidator(_resource)]
CountedResource = Annotated[str, AfterValidator(_counted_resource)]
Grams = Annotated[int, Field(ge=0, le=10**12)]
MovedGrams = Annotated[int, Field(gt=0, le=10**12)]


class LogEvent(FrozenRecord):
    """What every event says, whatever happened."""

    id: EventId = Field(description="made by the reporter; the same report sent twice keeps it")
    author: Author
    happened_utc: Instant
    recorded_utc: Instant
    replaces: EventId | None = Field(default=None, description="the event that this one corrects")
    schema_version: int = EVENT_SCHEMA_VERSION

    @model_validator(mode="after")
    def _is_about_the_past(self) -> Self:
        if self.happened_utc > self.recorded_utc:
            raise ValueError(
                f"happened_utc {self.happened_utc:%Y-%m-%dT%H:%M:%SZ} is after it was recorded, "
                f"{self.recorded_utc:%Y-%m-%dT%H:%M:%SZ}: the log holds what has happened"
            )
        if self.replaces == self.id:
            raise ValueError("an event cannot replace itself")
        return self


class Docked(LogEvent):
    """A ship came to a port, by itself or by the arm."""

    kind: Literal["docked"] = "docked"
    ship: Identifier
    vehicle: Identifier
    port: Identifier
    berthed: bool = False
    cargo_g: dict[Resource, Grams] | None = Field(
        default=None, description="what is in it for the station; unknown without it [g]"
    )


class Undocked(LogEvent):
    """A ship left."""

    kind: Literal["undocked"] = "undocked"
    ship: Identifier


class Relocated(LogEvent):
    """A ship went from its port to another one."""

    kind: Literal["relocated"] = "relocated"
    ship: Identifier
    port: Identifier


class CargoMoved(LogEvent):
    """Cargo went from a ship into the station's stocks, or back."""

    kind: Literal["cargo-moved"] = "cargo-moved"
    ship: Identifier
    resource: Resource
    amount_g: MovedGrams
    to: Literal["station", "ship"] = "station"


class TrashLoaded(LogEvent):
    """Trash went from the station into a ship."""

    kind: Literal["trash-loaded"] = "trash-loaded"
    ship: Identifier
    amount_g: MovedGrams


class Reboosted(LogEvent):
    """The orbit was changed by a docked ship, or by the station's own engines."""

    kind: Literal["reboosted"] = "reboosted"
    ship: Identifier | None = Field(default=None, description="without it, the station itself")
    delta_v_m_s: float
    duration_s: float | None = Field(default=None, gt=0.0)
    altitude_gain_m: float | None = None


class CrewOn(LogEvent):
    """People came on board from a docked ship."""

    kind: Literal["crew-on"] = "crew-on"
    ship: Identifier
    people: People


class CrewOff(LogEvent):
    """People left the station into a docked ship."""

    kind: Literal["crew-off"] = "crew-off"
    ship: Identifier
    people: People


class Spacewalk(LogEvent):
    """People of the crew were outside; it happened when the hatch opened."""

    kind: Literal["spacewalk"] = "spacewalk"
    airlock: Identifier
    people: People
    duration_s: float = Field(gt=0.0, le=86_400.0)


class StockCounted(LogEvent):
    """Somebody counted: from here on the stock is what was found."""

    kind: Literal["stock-counted"] = "stock-counted"
    resource: CountedResource
    amount_g: Grams


class Withdrawn(LogEvent):
    """The event that this one replaces did not happen."""

    kind: Literal["withdrawn"] = "withdrawn"
    replaces: EventId


Event = (
    Docked
    | Undocked
    | Relocated
    | CargoMoved
    | TrashLoaded
    | Reboosted
    | CrewOn
    | CrewOff
    | Spacewalk
    | StockCounted
    | Withdrawn
)
KINDS: dict[str, type[LogEvent]] = {
    model.model_fields["kind"].default: model for model in get_args(Event)
}
COMMON_FIELDS = frozenset({*LogEvent.model_fields, "kind"})
EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
