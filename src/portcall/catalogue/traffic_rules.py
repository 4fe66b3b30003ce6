"""The rules of a station's traffic, as data: what is forbidden, what is only unusual, and by whom.

Model   A rule of severity `rule` is one that operations do not break; a `notice` is a habit measured on
        real traffic, which real traffic has left at times. Limits are figures with their sources.
Valid   One station. Who may use a port stands in the station's record, seats and docked life in the
        vehicle's; here is only what those do not hold.
Source  Each rule and each figure names its own.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Attribution, Identifier, Record
from portcall.catalogue.vehicle import Mechanism
from portcall.core.sourced import Figure, Status

RuleName = Literal[
    "time-order",
    "one-place",
    "port-overlap",
    "port-use",
    "port-gap",
    "separation",
    "usual-separation",
    "clearance",
    "docked-life",
    "longest-stay",
    "lifeboat-seats",
    "ship-seats",
    "crew-names",
    "crew-most",
    "crew-least",
    "handover",
    "spacewalk-traffic",
    "spacewalk-block",
    "spacewalk-airlock",
    "spacewalk-people",
    "beta-angle",
]


class TrafficRule(Record):
    """One rule in words."""

    id: RuleName
    severity: Literal["rule", "notice"]
    statement: str = Field(min_length=10, description="what is asked for, in a sentence")
    suggestion: str = Field(min_length=5, description="what usually mends a break")
    status: Status
    source: str = Field(min_length=3)


class Limits(Record):
    """Limits that hold for the station as a whole."""

    usual_separation_days: Figure = Field(description="between traffic events of different ships")
    crew_most: Figure
    crew_least: Figure
    spacewalk_traffic_h: Figure = Field(description="no traffic event this near a spacewalk")
    spacewalk_block_days: Figure = Field(description="usually none this near its day either")


class PortGap(Record):
    """The shortest usual time from one ship's departure to the next arrival at the same port."""

    port: Identifier
    gap_days: Figure


class Clearance(Record):
    """A ship that may not arrive at one port while another sits on the port beside it."""

    arriving_port: Identifier
    arriving_vehicles: tuple[Identifier, ...]
    beside_port: Identifier
    beside_vehicles: tuple[Identifier, ...]
    status: Status
    source: str = Field(min_length=3)
    note: str = ""


class Airlock(Record):
    """A hatch for spacewalks, and what may block it."""

    id: Identifier
    port: Identifier | None = Field(default=None, description="whose docked ship can block it")
    blocked_by: tuple[Identifier, ...] = ()
    status: Status
    source: str = Field(min_length=3)


class Handover(Record):
    """How long the crews of two successive ships of one kind are on board together."""

    vehicle: Identifier
    least_days: Figure
    most_days: Figure


class VisitorRules(Record):
    """What the traffic rules know of one vehicle beyond its own record.

    `mechanism`, `ports`, `seats` and `docked_days` are for vehicles that have no record.
    """

    id: Identifier
    longest_docked_days: Figure | None = Field(
        default=None, description="the longest stay that the kind has shown or is cleared for"
    )
    beta_limit_deg: Figure | None = Field(
        default=None, description="no arrival while the Sun is further out of the orbit plane"
    )
    mechanism: Mechanism | None = None
    ports: tuple[Identifier, ...] = ()
    seats: Figure | None = None
    docked_days: Figure | None = None
    source: Attribution | None = None


class TrafficRuleBook(Record):
    """Every traffic rule of one station."""

    id: Identifier
    station: Identifier
    rule: tuple[TrafficRule, ...] = Field(min_length=1)
    limits: Limits
    port_gap: tuple[PortGap, ...] = ()
    clearance: tuple[Clearance, ...] = ()
    airlock: tuple[Airlock, ...] = ()
    handover: tuple[Handover, ...] = ()
    vehicle: tuple[VisitorRules, ...] = ()

    @model_validator(mode="after")
    def _each_rule_once(self) -> Self:
        names = [rule.id for rule in self.rule]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the rule '{twice[0]}' is given twice")
        return self
