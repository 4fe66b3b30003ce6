"""The stays of one ship as one call, and what happens at its ends: arrivals, departures, moves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortCalendar, PortStay

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PortCall:
    """The stays of one ship from its arrival to its departure, in order."""

    ship: str
    vehicle: str
    stays: tuple[PortStay, ...]
    departure: KnownTime

    @property
    def first(self) -> PortStay:
        """The stay that the ship came to."""
        return self.stays[0]

    @property
    def last(self) -> PortStay:
        """The stay that the ship left from."""
        return self.stays[-1]

    @property
    def arrival(self) -> KnownTime:
        """When the ship came."""
        return self.first.arrival

    @property
    def is_left_open(self) -> bool:
        """Whether no departure is given."""
        return self.last.departure is None


@dataclass(frozen=True)
class TrafficEvent:
    """A ship comes, goes or moves to another port."""

    kind: Literal["arrival", "departure", "move"]
    stay: PortStay
    when: KnownTime

    def __str__(self) -> str:
        """Write the event in words."""
        verb = {"arrival": "arrives", "departure": "leaves", "move": "moves"}[self.kind]
        return f"{self.stay.ship} {verb} {self.when}"


def end_of(stay: PortStay, calendar: PortCalendar) -> KnownTime:
    """Return when a stay ends.

    A departure that is not given is after all that the calendar lists; without an end of the
    calendar, the ship stays.
    """
    if stay.departure is not None:
        return stay.departure
    last_utc = calendar.complete_to_utc or NEVER
    return KnownTime(earliest_utc=max(last_utc, stay.arrival.latest_utc), latest_utc=NEVER)


def port_calls(calendar: PortCalendar) -> tuple[PortCall, ...]:
    """Return the calls of a calendar, in the order of the arrivals; a ship that comes again has two."""
    calls: dict[str, list[list[PortStay]]] = defaultdict(list)
    for stay in sorted(calendar.stays, key=lambda one: one.arrival.middle_utc):
        if stay.begins == "visit" or not calls[stay.ship]:
            calls[stay.ship].append([])
        calls[stay.ship][-1].append(stay)
    found = [
        PortCall(ship, stays[0].vehicle, tuple(stays), end_of(stays[-1], calendar))
        for ship, own in calls.items()
        for stays in own
    ]
    return tuple(sorted(found, key=lambda call: call.arrival.middle_utc))


def traffic_events(stays: Sequence[PortStay]) -> tuple[TrafficEvent, ...]:
    """Return the known events in order; a move counts once, a hold on the arm not at all."""
    events = [
        TrafficEvent("arrival", stay, stay.arrival) for stay in stays if stay.begins == "visit"
    ]
    for stay in stays:
        if stay.departure is not None and stay.ends == "visit":
            events.append(TrafficEvent("departure", stay, stay.departure))
        elif stay.departure is not None and stay.ends == "relocation":
            events.append(TrafficEvent("move", stay, stay.departure))
    return tuple(sorted(events, key=lambda event: event.when.middle_utc))
