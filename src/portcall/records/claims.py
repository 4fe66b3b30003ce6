"""What a text about station visits claims: each claim with its place, and what became of it.

A value stands in the field of its kind: `value` holds an ISO instant, date or interval (`first/last`) of an
event, or an id; the others a number with its unit, or names. Times are read literally, also when they are
wrong; what was probably meant is the correction's.
"""

from typing import Literal

from pydantic import Field

from portcall.records.base import FrozenRecord, Utc

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
EVENT_KINDS: tuple[str, ...] = EventKind.__args__  # type: ignore[attr-defined]
Precision = Literal["second", "minute", "hour", "day", "month", "year", "vague"]
ClaimVerdict = Literal["holds", "contradicts", "cannot_check"]


class ClaimValue(FrozenRecord):
    """What is claimed; one of the fields is filled."""

    value: str | None = None
    value_kg: float | None = None
    value_s: float | None = None
    value_people: int | None = None
    value_names: tuple[str, ...] | None = None


class Correction(ClaimValue):
    """What was probably meant, and why that fits."""

    weekday: str | None = Field(default=None, description="the right one, of a date that is right")
    why: str


class SaidTime(FrozenRecord):
    """How a time was put: what the judge needs to say which part of it is wrong.

    `date_said` is the date as printed or resolved, in the zone of the text, and may not exist;
    `clock_said` is HH:MM or HH:MM:SS on 24 hours as read literally. `zone` is an IANA name, `UTC`, or
    `unnamed`; `zone_said` the words; `offset_said_s` an offset from UTC that the text states. `group`
    joins the clock times that tell one instant in several zones; `relative_to` is the number of the claim
    that a relative time counts from.
    """

    date_said: str | None = None
    weekday_said: str | None = None
    clock_said: str | None = None
    meridiem_said: Literal["am", "pm"] | None = None
    zone: str | None = None
    zone_said: str | None = None
    offset_said_s: int | None = None
    year_said: bool = False
    group: int | None = None
    relative_to: int | None = None


class Claim(ClaimValue):
    """One thing that a text says, at one place.

    `start` and `end` count characters of the text; `sure` is how sure the reading is, from 0 to 1.
    """

    number: int
    kind: ClaimKind
    subject: str | None = Field(description="id of the ship or the spacewalk; absent: not said")
    item: Literal["total", "dry", "propellant", "water", "gas"] | None = None
    precision: Precision | None = None
    planned: bool = False
    said: SaidTime | None = None
    quote: str
    start: int
    end: int
    sure: float
    verdict: ClaimVerdict | None = Field(default=None, description="absent: not judged yet")
    reason: str = ""
    correction: Correction | None = None


class Reading(FrozenRecord):
    """A text with what it claims.

    `dateline` is the day that relative times count from; `dateline_from` says whether it was given, is in
    the text, or is its own first date. `language` is absent when no grammar reads the text.
    """

    source: str
    text: str
    language: str | None
    dateline: str | None = None
    dateline_from: Literal["given", "in the text", "first date", "none"] = "none"
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()


class Told(FrozenRecord):
    """One event of the cross-checked timeline: the instant that fits best, and who says what."""

    kind: EventKind
    subject: str
    utc: str | None = Field(description="ISO instant, date or interval; absent: nothing fits")
    basis: str = Field(description="what it rests on: catalogue, calendar, mechanics, the texts")
    claims: tuple[tuple[str, int], ...] = Field(description="source and number of each claim")
    agree: bool


class PressAudit(FrozenRecord):
    """The audit of one text or of several together."""

    made_utc: Utc | None = None
    readings: tuple[Reading, ...]
    timeline: tuple[Told, ...] = ()
    notes: tuple[str, ...] = ()
    timing: dict[str, float] = Field(default_factory=dict)
