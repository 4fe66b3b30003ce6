"""Short texts about station visits with their claims and slips; rows on which reports disagree.

`texts/README.md` documents the format and how a reading is counted against it.
"""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

HERE = Path(__file__).resolve().parent
HALVES = ("first-half", "second-half")
LATER_PARTS = (
    "third-part",
    "fourth-part",
    "fifth-part",
)  # each written when all before it had been seen
EventKind = Literal[
    "launch",
    "insertion",
    "docking",
    "berthing",
    "undocking",
    "relocation",
    "deorbit",
    "re-entry",
    "landing",
    "spacewalk",
    "broadcast-start",
]
OtherKind = Literal[
    "ship",
    "rocket",
    "site",
    "port",
    "crew",
    "crew-count",
    "cargo",
    "duration",
    "profile",
    "blank",
]
ClaimKind = EventKind | OtherKind
SlipKind = Literal[
    "zone-date",
    "zone-name",
    "zone-offset",
    "planned-as-flown",
    "weekday",
    "month-day",
    "year",
    "am-pm",
    "midnight",
    "impossible-date",
    "hatch",
    "undocking-as-landing",
    "order",
    "gap",
    "off-plane",
    "duration",
    "orbits",
    "ship",
    "site",
    "rocket",
    "port-type",
    "port-taken",
    "crew-count",
    "crew-name",
    "cargo-sum",
    "unit",
    "blank",
]
Genre = Literal["agency", "wire", "blog", "broadcast", "social", "table", "other"]
Precision = Literal["second", "minute", "hour", "day", "month", "year", "vague"]
INSTANT = re.compile(
    r"\d{4}-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?Z)?)?(/\d{4}-\d\d(-\d\d(T\d\d:\d\dZ)?)?)?"
)


class Label(BaseModel):
    """A record that is read once and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Claim(Label):
    """One thing that the text says, at one place."""

    kind: ClaimKind
    also_kinds: tuple[ClaimKind, ...] = Field(
        default=(), description="kinds by which it may be told as well"
    )
    subject: str = Field(min_length=2, description="id of the flight, ship or spacewalk")
    quote: str = Field(min_length=1)
    occurrence: int = Field(default=1, ge=1, description="which of equal quotes, from 1")
    item: Literal["total", "dry", "propellant", "water", "gas"] | None = None
    value: str | None = None
    value_kg: float | None = None
    value_s: float | None = None
    value_people: int | None = None
    value_names: tuple[str, ...] | None = None
    also: tuple[str, ...] = Field(default=(), description="values that are right as well")
    precision: Precision | None = None
    planned: bool = False
    exact_time: bool = False
    verdict: Literal["holds", "contradicts", "cannot_check"]

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        values = (self.value, self.value_kg, self.value_s, self.value_people, self.value_names)
        if sum(one is not None for one in values) != 1:
            raise ValueError("a claim has one value")
        return self

    @model_validator(mode="after")
    def _events_are_instants(self) -> Self:
        if not is_event(self.kind):
            if self.exact_time:
                raise ValueError("only events have exact times")
            return self
        if self.precision is None or self.value is None:
            raise ValueError("an event needs `value` and `precision`")
        if self.exact_time != (self.precision in {"second", "minute"}):
            raise ValueError("exact times are those to the second or the minute")
        if not INSTANT.fullmatch(self.value):
            raise ValueError(f"no ISO instant, date or interval: {self.value}")
        return self


class Slip(Label):
    """One planted error: where it stands, what is wrong, and what is right."""

    kind: SlipKind
    claim_kind: ClaimKind
    subject: str = Field(min_length=2)
    quote: str = Field(min_length=1)
    occurrence: int = Field(default=1, ge=1)
    what: str = Field(min_length=10)
    correction: str | None = None
    correction_kg: float | None = None
    correction_s: float | None = None
    correction_people: int | None = None
    correction_names: tuple[str, ...] | None = None
    correction_weekday: str | None = None
    also: tuple[str, ...] = ()


class LabelledText(Label):
    """A short text with everything that it claims about visits."""

    id: str = Field(pattern=r"^[fstqv]-[a-z]+-\d\d$")
    genre: Genre
    dateline: date = Field(description="published on; relative days count from it")
    recorded: Literal["flights", "calendar", "none"] = Field(
        description="where the main subject stands: a file in flights, the calendar, or nowhere"
    )
    zones: tuple[str, ...] = ()
    negative: bool = Field(default=False, description="no claim at all is expected of it")
    note: str = ""
    text: str
    claim: tuple[Claim, ...] = ()
    slip: tuple[Slip, ...] = ()

    @property
    def clean(self) -> bool:
        """True when nothing in it is wrong."""
        return not self.slip and not self.negative

    def span(self, quote: str, occurrence: int = 1) -> tuple[int, int]:
        """Return start and end of a quote in the text, in characters."""
        start = -1
        for _ in range(occurrence):
            start = self.text.find(quote, start + 1)
            if start < 0:
                raise ValueError(f"{self.id}: '{quote}' is not there {occurrence} times")
        return start, start + len(quote)


class ConflictRow(Label):
    """One value of a fact on which reports disagree."""

    kind: str
    subject: str
    field: str = Field(description="the fact, as the tables name it")
    value: str = Field(description="as claimed: ISO instant or date, id, or plain number")
    value_unit: str = ""
    other: tuple[str, ...] = Field(default=(), description="what else is claimed of the same fact")
    planned: bool = False
    wrong: Literal["this", "other", "neither", "open"] = Field(
        description="which was judged wrong; `open` when nobody knows"
    )
    testable: bool = True
    reason: str = ""
    sources: tuple[str, ...] = ()


def is_event(kind: str) -> bool:
    """Return whether claims of this kind have a time."""
    return kind in EventKind.__args__  # type: ignore[attr-defined]


def load_half(name: str) -> tuple[LabelledText, ...]:
    """Return the texts of a half or of a later part, in the order of their files."""
    return tuple(
        LabelledText.model_validate(row)
        for path in sorted((HERE / "texts" / name).glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["text"]
    )


def load_conflicts(name: str) -> tuple[ConflictRow, ...]:
    """Return the rows of one conflict table."""
    path = HERE / "conflicts" / f"{name}.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["row"]
    return tuple(ConflictRow.model_validate(row) for row in rows)
