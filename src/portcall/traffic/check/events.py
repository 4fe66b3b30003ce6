"""Rules of arrivals and departures: time between them, and what must be clear beside a port."""

from collections.abc import Iterator
from datetime import timedelta

from portcall.catalogue.traffic_rules import Clearance, RuleName
from portcall.records.known_time import apart_days, gap_days
from portcall.records.port_calendar import PortStay
from portcall.traffic.check.case import Case, Finding, between, days
from portcall.traffic.check.port_calls import TrafficEvent


def event_findings(case: Case) -> Iterator[Finding]:
    """Yield what the rules of arrivals and departures find."""
    longest_days = max(case.rules.separation_days, case.rules.usual_separation_days)
    events = sorted(case.events, key=lambda event: event.when.earliest_utc)
    for index, first in enumerate(events):
        for second in events[index + 1 :]:
            if gap_days(first.when, second.when)[0] >= longest_days:
                break  # whatever starts later is no nearer
            if first.stay.ship != second.stay.ship:
                yield from _separation(case, first, second)
    for pair in case.rules.clearance:
        yield from _clearance(case, pair)


def _separation(case: Case, first: TrafficEvent, second: TrafficEvent) -> Iterator[Finding]:
    least_days, most_days = apart_days(first.when, second.when)
    rules: tuple[tuple[RuleName, float], ...] = (
        ("separation", case.rules.separation_days),
        ("usual-separation", case.rules.usual_separation_days),
    )
    for rule, limit_days in rules:
        if least_days < limit_days:
            surely = most_days < limit_days
            yield Finding(
                rule,
                "broken" if surely else "cannot say",
                first.when.earliest_utc,
                second.when.latest_utc,
                (first.stay.ship, second.stay.ship),
                ports=tuple(filter(None, (first.stay.port, second.stay.port))),
                limit=f"at least {days(limit_days)}",
                found=f"{between(least_days, most_days)}: {first}, {second}",
                advice=f"{second.stay.ship} not before {_clear(first, limit_days)}",
            )
            return  # whoever breaks the rule leaves the habit as well


def _clear(first: TrafficEvent, limit_days: float) -> str:
    """Return from when on another event is far enough from one."""
    clear_utc = first.when.latest_utc + timedelta(days=limit_days)
    return f"{clear_utc:%Y-%m-%d %H:%M}"


def _comes(stay: PortStay, pair: Clearance) -> bool:
    return stay.port == pair.arriving_port and stay.vehicle in pair.arriving_vehicles


def _clearance(case: Case, pair: Clearance) -> Iterator[Finding]:
    beside = [
        stay
        for stay in case.calendar.stays
        if stay.port == pair.beside_port and stay.vehicle in pair.beside_vehicles
    ]
    for stay in case.calendar.stays:
        if not _comes(stay, pair):
            continue
        for other in beside:
            answer = case.holds(other, stay.arrival)
            if answer == "no":
                continue
            yield Finding(
                "clearance",
                "broken" if answer == "yes" else "cannot say",
                stay.arrival.earliest_utc,
                stay.arrival.latest_utc,
                (stay.ship, other.ship),
                ports=(pair.arriving_port, pair.beside_port),
                limit=f"{pair.beside_port} without {other.vehicle}",
                found=f"{stay.ship} docks {stay.arrival} while {other.ship} is on {other.port}",
                advice=f"hold {other.ship} on the arm that day",
                source=pair.source,
            )
