"""The habit of handovers: a crew meets the next one on board, for some days."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from portcall.records.known_time import gap_days
from portcall.traffic.check.case import Case, Finding, between, days
from portcall.traffic.check.port_calls import PortCall


def handover_findings(case: Case) -> Iterator[Finding]:
    """Yield the handovers of each kind of crew ship that are shorter or longer than usual."""
    chains: dict[str, list[PortCall]] = defaultdict(list)
    for call in case.calls:
        if call.first.role == "crew":
            chains[call.vehicle].append(call)
    for vehicle, chain in chains.items():
        usual = case.rules.handover_days(vehicle)
        if usual is None:
            continue
        for first, second in pairwise(chain):
            # a ship that comes empty relieves nobody
            if second.first.crew_up and first.last.departure is not None:
                yield from _handover(case, first, second, usual)


def _handover(
    case: Case, first: PortCall, second: PortCall, usual: tuple[float, float]
) -> Iterator[Finding]:
    if not (case.is_listed(first.departure) and case.is_listed(second.arrival)):
        return
    least_usual_days, most_usual_days = usual
    least_days, most_days = gap_days(second.arrival, first.departure)
    if least_usual_days <= least_days and most_days <= most_usual_days:
        return
    surely = most_days < least_usual_days or least_days > most_usual_days
    if most_days <= 0.0:
        found = f"none: {between(-most_days, -least_days)} without either crew"
    else:
        found = f"{between(least_days, most_days)} together"
    yield Finding(
        "handover",
        "broken" if surely else "cannot say",
        min(first.departure.earliest_utc, second.arrival.earliest_utc),
        max(first.departure.latest_utc, second.arrival.latest_utc),
        (first.ship, second.ship),
        limit=f"{least_usual_days:g} to {days(most_usual_days)}",
        found=found,
    )
