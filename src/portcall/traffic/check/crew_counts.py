"""Rules that count people: not too many, not too few, and a seat home for everybody.

Model   Each rule is a number that must not be above zero: people above the most, below the least, or
        without a seat. People and seats of one ship come and go together, so that the doubt about its
        time cancels in what it leaves without a seat.
Valid   Where every visit is listed; elsewhere from the first arrival of people on, and too few are not
        told, for others may be there.
Source  The rule book names the source of each rule.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, pairwise

from portcall.catalogue.traffic_rules import RuleName
from portcall.records.port_calendar import PortStay
from portcall.traffic.check.bounded_count import Change, Stretch, stretches
from portcall.traffic.check.case import Case, Finding
from portcall.traffic.check.port_calls import NEVER, PortCall


@dataclass(frozen=True)
class CountRule:
    """A count, and by how much a stretch of it is surely and at most beyond its limit."""

    name: RuleName
    counted: list[Stretch]
    excess: Callable[[Stretch], tuple[int, int]]
    limit: str
    noun: str


def count_findings(case: Case) -> Iterator[Finding]:
    """Yield where too many or too few are on board, or somebody has no seat."""
    if not any(call.first.crew_up for call in case.calls):
        return  # a calendar without people says nothing about them
    people = _span(case, [change for call in case.calls for change in _people(call)])
    unseated = _span(case, [change for call in case.calls for change in _unseated(case, call)])
    most, least = case.rules.crew_most, case.rules.crew_least
    for rule in (
        CountRule(
            "crew-most",
            people,
            lambda one: (one.least - most, one.most - most),
            f"at most {most} people",
            "on board",
        ),
        CountRule(
            "crew-least",
            people,
            lambda one: (least - one.most, least - one.least),
            f"at least {least} people",
            "on board",
        ),
        CountRule(
            "lifeboat-seats",
            unseated,
            lambda one: (one.least, one.most),
            "a seat each",
            "without a seat",
        ),
    ):
        if rule.name != "crew-least" or case.calendar.complete_from_utc is not None:
            yield from _beyond(case, rule)


def seats_of(case: Case, stay: PortStay) -> int:
    """Return the seats of a ship: its own number, or that of its kind."""
    return case.rules.seats(stay.vehicle) if stay.seats is None else stay.seats


def _span(case: Case, changes: list[Change]) -> list[Stretch]:
    came = [call.arrival.latest_utc for call in case.calls if call.first.crew_up]
    first = case.calendar.complete_from_utc or min(came)
    listed = {name for call in case.calls for stay in call.stays for name in stay.crew_up}
    ends = [one.when.latest_utc for one in changes if one.when.latest_utc < NEVER]
    stays_on = timedelta(
        days=len(ends) < len(changes)
    )  # what does not leave is judged for a day more
    last = case.calendar.complete_to_utc or max(ends) + stays_on
    start = len(set(case.calendar.crew_at_start) - listed)
    return list(stretches(changes, start, first, last))


def _people(call: PortCall) -> Iterator[Change]:
    yield Change(call.arrival, sum(len(stay.crew_up) for stay in call.stays))
    yield Change(call.departure, -sum(len(stay.crew_down) for stay in call.stays))


def _unseated(case: Case, call: PortCall) -> Iterator[Change]:
    """Yield how the people without a seat change: who comes less the seats that come with them."""
    up = sum(len(stay.crew_up) for stay in call.stays)
    down = sum(len(stay.crew_down) for stay in call.stays)
    seats = [seats_of(case, stay) for stay in call.stays]
    yield Change(call.arrival, up - seats[0])
    for stay, (before, after) in zip(call.stays[1:], pairwise(seats), strict=True):
        yield Change(stay.arrival, before - after)
    yield Change(call.departure, seats[-1] - down)


def _beyond(case: Case, rule: CountRule) -> Iterator[Finding]:
    """Yield one finding for each run of stretches that are, or may be, beyond the limit."""
    for beyond, run in groupby(rule.counted, key=lambda one: rule.excess(one)[1] > 0):
        if not beyond:
            continue
        found = list(run)
        worst = max(found, key=rule.excess)
        surely = rule.excess(worst)[0] > 0
        sure = [one for one in found if rule.excess(one)[0] > 0] if surely else found
        count = f"{worst.least}" if worst.least == worst.most else f"{worst.least} to {worst.most}"
        yield Finding(
            rule.name,
            "broken" if surely else "cannot say",
            sure[0].start_utc,
            sure[-1].end_utc,
            _ships(case, worst),
            limit=rule.limit,
            found=f"{count} {rule.noun}",
        )


def _ships(case: Case, stretch: Stretch) -> tuple[str, ...]:
    """Return the ships with seats that are there in the middle of a stretch."""
    middle = stretch.start_utc + (stretch.end_utc - stretch.start_utc) / 2
    return tuple(stay.ship for stay in case.calendar.docked_at(middle) if seats_of(case, stay))
