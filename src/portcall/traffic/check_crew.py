"""Rules of the people: a seat for everybody, names that add up, not too many and not too few."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from portcall.catalogue.traffic_rules import RuleName
from portcall.records.port_calendar import PortStay
from portcall.traffic.bounded_count import Change, Stretch, stretches
from portcall.traffic.check_case import Case, Finding, Verdict
from portcall.traffic.crew_curve import crew_changes
from portcall.traffic.port_calls import NEVER, PortCall

Judge = Callable[[Stretch], bool]


def crew_findings(case: Case) -> Iterator[Finding]:
    """Yield what the rules of the people find."""
    yield from _ship_seats(case)
    yield from _names(case)
    if not case.calls or not any(call.first.crew_up for call in case.calls):
        return  # a calendar without people says nothing about them
    people = [change for call in case.calls for change in _people(call)]
    margin = [change for call in case.calls for change in _unseated(case, call)]
    start = len(case.calendar.crew_at_start)
    most, least = case.rules.crew_most, case.rules.crew_least
    counted = _span(case, people, start)
    yield from _stretched(
        case, "crew-most", counted, lambda one: one.least > most, lambda one: one.most > most, most
    )
    yield from _stretched(
        case,
        "crew-least",
        counted,
        lambda one: one.most < least,
        lambda one: one.least < least,
        least,
    )
    seatless = _span(case, margin, start)
    yield from _stretched(
        case, "lifeboat-seats", seatless, lambda one: one.least > 0, lambda one: one.most > 0, 0
    )


def _span(case: Case, changes: list[Change], start: int) -> list[Stretch]:
    """Return the count where every visit is listed; else from the first arrival of people on."""
    came = [call.arrival.latest_utc for call in case.calls if call.first.crew_up]
    first = case.calendar.complete_from_utc or min(came)
    ends = [one.when.latest_utc for one in changes if one.when.latest_utc < NEVER]
    return list(stretches(changes, start, first, case.calendar.complete_to_utc or max(ends)))


def _people(call: PortCall) -> Iterator[Change]:
    yield Change(call.arrival, sum(len(stay.crew_up) for stay in call.stays))
    yield Change(call.departure, -sum(len(stay.crew_down) for stay in call.stays))


def _unseated(case: Case, call: PortCall) -> Iterator[Change]:
    """Yield how the people without a seat change: who comes less the seats that come with them."""
    up = sum(len(stay.crew_up) for stay in call.stays)
    down = sum(len(stay.crew_down) for stay in call.stays)
    seats = [_seats(case, stay) for stay in call.stays]
    yield Change(call.arrival, up - seats[0])
    for stay, (before, after) in zip(call.stays[1:], pairwise(seats), strict=True):
        yield Change(stay.arrival, before - after)
    yield Change(call.departure, seats[-1] - down)


def _seats(case: Case, stay: PortStay) -> int:
    return case.rules.seats(stay.vehicle) if stay.seats is None else stay.seats


def _stretched(
    case: Case, rule: RuleName, counted: list[Stretch], sure: Judge, may: Judge, limit: int
) -> Iterator[Finding]:
    """Yield one finding for each run of stretches with the same verdict."""
    open_finding: Finding | None = None
    for one in counted:
        verdict: Verdict | None = "broken" if sure(one) else "cannot say" if may(one) else None
        if open_finding is not None and open_finding.verdict == verdict:
            worst = _worse(rule, open_finding, one, limit)
            open_finding = replace(worst, last_utc=one.end_utc)
            continue
        if open_finding is not None:
            yield open_finding
        open_finding = None if verdict is None else _at(case, rule, one, verdict, limit)
    if open_finding is not None:
        yield open_finding


def _found(rule: RuleName, one: Stretch, verdict: Verdict) -> str:
    if rule == "lifeboat-seats":
        return f"{one.least if verdict == 'broken' else one.most} without a seat"
    range_ = f"{one.least}" if one.least == one.most else f"{one.least} to {one.most}"
    return f"{range_} on board"


def _worse(rule: RuleName, finding: Finding, one: Stretch, limit: int) -> Finding:
    del limit
    found = _found(rule, one, finding.verdict)
    further = max if rule != "crew-least" else min
    return replace(
        finding, found=further(finding.found, found, key=lambda text: int(text.split()[0]))
    )


def _at(case: Case, rule: RuleName, one: Stretch, verdict: Verdict, limit: int) -> Finding:
    words = {
        "crew-most": f"at most {limit} people",
        "crew-least": f"at least {limit} people",
        "lifeboat-seats": "a seat each",
    }
    docked = [
        stay.ship
        for stay in case.calendar.docked_at(one.start_utc + (one.end_utc - one.start_utc) / 2)
        if _seats(case, stay)
    ]
    return Finding(
        rule,
        verdict,
        one.start_utc,
        one.end_utc,
        tuple(docked),
        limit=words[rule],
        found=_found(rule, one, verdict),
    )


def _ship_seats(case: Case) -> Iterator[Finding]:
    for stay in case.calendar.stays:
        seats = _seats(case, stay)
        if stay.seats is None and case.rules.visitor(stay.vehicle) is None:
            continue  # `port-use` says that nothing is known of the vehicle
        for people, when in ((stay.crew_up, stay.arrival), (stay.crew_down, case.end_of(stay))):
            if len(people) > seats:
                yield Finding(
                    "ship-seats",
                    "broken",
                    when.earliest_utc,
                    when.latest_utc,
                    (stay.ship,),
                    limit=f"{seats} seats",
                    found=f"{len(people)} people: {', '.join(people)}",
                )


def _names(case: Case) -> Iterator[Finding]:
    on_board = set(case.calendar.crew_at_start)
    for change in crew_changes(case.calendar):
        again, absent = on_board & set(change.came), set(change.left) - on_board
        on_board = (on_board | set(change.came)) - set(change.left)
        found = [f"{name} is on board already" for name in sorted(again)]
        found += [f"{name} is not on board" for name in sorted(absent)]
        if found and case.is_listed(change.when):
            yield Finding(
                "crew-names",
                "broken",
                change.when.earliest_utc,
                change.when.latest_utc,
                (change.ship,),
                limit="on board once",
                found=", ".join(found),
                advice="name who was on board at the start (`crew_at_start`)" if absent else "",
            )
