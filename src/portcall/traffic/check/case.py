"""What the families of rules look at, and what they say: the case and its findings."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal, Protocol

from portcall.catalogue.station import Port, Station
from portcall.catalogue.traffic_rules import RuleName
from portcall.records.known_time import Answer, KnownTime, is_before
from portcall.records.port_calendar import PortCalendar, PortStay
from portcall.traffic.check.port_calls import (
    PortCall,
    TrafficEvent,
    end_of,
    port_calls,
    traffic_events,
)
from portcall.traffic.check.rules import TrafficRules

Verdict = Literal["broken", "cannot say"]


@dataclass(frozen=True)
class Finding:
    """What a rule found; severity, usual remedy and, where blank, source come from the rule book."""

    rule: RuleName
    verdict: Verdict
    first_utc: datetime
    last_utc: datetime
    ships: tuple[str, ...]
    ports: tuple[str, ...] = ()
    limit: str = ""
    found: str = ""
    advice: str = ""
    source: str = ""


class SunAngles(Protocol):
    """Who knows how far the Sun stands out of the orbit plane."""

    def range_deg(self, when: KnownTime) -> tuple[float, float] | None:
        """Return the least and the most of the angle's size; None where it is not known. [deg]"""


@dataclass(frozen=True)
class Case:
    """A calendar before its judge."""

    calendar: PortCalendar
    rules: TrafficRules
    station: Station
    beta: SunAngles | None = None
    _free: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def calls(self) -> tuple[PortCall, ...]:
        """The calls, in the order of the arrivals."""
        return port_calls(self.calendar)

    @cached_property
    def events(self) -> tuple[TrafficEvent, ...]:
        """The traffic events inside the span in which every visit is listed, in order."""
        return tuple(
            event for event in traffic_events(self.calendar.stays) if self.is_listed(event.when)
        )

    @cached_property
    def ports(self) -> dict[str, Port]:
        """The station's ports by id."""
        return {port.id: port for port in self.station.port}

    def is_listed(self, when: KnownTime) -> bool:
        """Return whether an instant is inside the span in which every visit is listed."""
        first, last = self.calendar.complete_from_utc, self.calendar.complete_to_utc
        after = first is None or when.latest_utc >= first
        return after and (last is None or when.earliest_utc <= last)

    def end_of(self, stay: PortStay) -> KnownTime:
        """Return when a stay ends; a departure that is not given is after all that is listed."""
        return end_of(stay, self.calendar)

    def holds(self, stay: PortStay, when: KnownTime) -> Answer:
        """Say whether a ship sits on its port at an instant."""
        came, left = is_before(stay.arrival, when), is_before(when, self.end_of(stay))
        if came == "no" or left == "no":
            return "no"
        return "yes" if came == left == "yes" else "cannot say"

    def free_ports(self, stay: PortStay) -> tuple[str, ...]:
        """Return the ports that take a ship and surely are free for its whole stay."""
        if id(stay) not in self._free:
            self._free[id(stay)] = self._ports_free_for(stay)
        return self._free[id(stay)]

    def _ports_free_for(self, stay: PortStay) -> tuple[str, ...]:
        end = self.end_of(stay)
        taken = {
            other.port
            for other in self.calendar.stays
            if other is not stay
            and is_before(self.end_of(other), stay.arrival) != "yes"
            and is_before(end, other.arrival) != "yes"
        }
        return tuple(
            port.id
            for port in self.station.ports_in_use
            if self.rules.takes(port, stay.vehicle) and port.id not in taken
        )


def days(span_days: float) -> str:
    """Write a number of days, to a tenth where that says something.

    Examples
    --------
    >>> days(1.0), days(2.5), days(-31.0)
    ('1 day', '2.5 days', '-31 days')
    """
    text = f"{span_days:.1f}".removesuffix(".0")
    return f"{text} day" if text == "1" else f"{text} days"


def between(least_days: float, most_days: float) -> str:
    """Write a span of which only the ends are known."""
    if most_days - least_days < 0.05:
        return days(least_days)
    return f"{days(least_days).split()[0]} to {days(most_days)}"
