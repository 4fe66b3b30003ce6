"""Who is docked where and when, who came and left with which ship, and what a judge says of it."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from portcall.records.base import FrozenRecord, Utc
from portcall.records.known_time import KnownTime

Role = Literal["crew", "cargo", "private crew", "test crew"]
Change = Literal["visit", "relocation", "arm"]
Severity = Literal["rule", "notice"]


class PortStay(FrozenRecord):
    """One ship on one port. A relocated ship has a stay for each of its ports.

    `begins` and `ends` say what the stay's ends are: `visit` is an arrival from, or a departure to,
    free flight; `relocation` a move to another port; `arm` a hold on the station's arm in between.
    `departure` None: not known, after the arrival. `port` None: not known.
    `seats` None: as many as the vehicle has. Cargo is whole grams by resource, for this arrival.
    """

    ship: str
    vehicle: str
    port: str | None
    arrival: KnownTime
    departure: KnownTime | None = None
    berthed: bool = False
    role: Role = "cargo"
    crew_up: tuple[str, ...] = ()
    crew_down: tuple[str, ...] = ()
    seats: int | None = Field(default=None, ge=0)
    begins: Change = "visit"
    ends: Change = "visit"
    cargo_up_g: dict[str, int] = Field(default_factory=dict)
    trash_down_g: int = Field(default=0, ge=0)
    source: str = ""
    note: str = ""


class Spacewalk(FrozenRecord):
    """One spacewalk; `airlock` None: not known."""

    name: str
    start: KnownTime
    duration_s: float | None = None
    airlock: str | None = None
    people: tuple[str, ...] = ()
    status: Literal["done", "planned", "cancelled"] = "done"
    source: str = ""


class PortCalendar(FrozenRecord):
    """The stays and spacewalks of a station.

    `complete_from_utc` to `complete_to_utc` is the span in which every visit is listed; rules that
    count what is there (people, seats, separation) judge only inside it. None: no limit.
    `crew_at_start` are the people on board at `complete_from_utc` whose own arrival is not listed.
    """

    station: str = "iss"
    stays: tuple[PortStay, ...] = ()
    spacewalks: tuple[Spacewalk, ...] = ()
    complete_from_utc: Utc | None = None
    complete_to_utc: Utc | None = None
    crew_at_start: tuple[str, ...] = ()

    def docked_at(self, moment: datetime) -> tuple[PortStay, ...]:
        """Return the stays that surely hold an instant."""
        return tuple(
            stay
            for stay in self.stays
            if stay.arrival.latest_utc <= moment
            and (stay.departure is None or moment < stay.departure.earliest_utc)
        )


class Break(FrozenRecord):
    """A rule that a calendar breaks, or of which nothing certain can be said.

    `severity` tells a rule (operations forbid it) from a notice (a habit that history leaves now
    and then). `limit` and `found` are words with their units.
    """

    rule: str
    severity: Severity = "rule"
    verdict: Literal["broken", "cannot say"]
    first_utc: Utc
    last_utc: Utc
    ships: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    limit: str = ""
    found: str = ""
    suggestion: str = ""
    source: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether a rule, not a habit, is surely broken."""
        return self.severity == "rule" and self.verdict == "broken"


class TrafficCheck(FrozenRecord):
    """What a judge says of a calendar: `ok` when no rule is surely broken."""

    calendar: str
    station: str
    stays: int
    spacewalks: int
    first_utc: Utc | None = None
    last_utc: Utc | None = None
    ok: bool
    rules_broken: int
    rules_cannot_say: int
    notices: int
    breaks: tuple[Break, ...]
