"""Rules of the people of each ship: no more than its seats, and names that add up."""

from collections.abc import Iterator

from portcall.traffic.check.case import Case, Finding
from portcall.traffic.check.crew_counts import count_findings, seats_of
from portcall.traffic.check.crew_curve import crew_changes


def crew_findings(case: Case) -> Iterator[Finding]:
    """Yield what the rules of the people find."""
    yield from _ship_seats(case)
    yield from _names(case)
    yield from count_findings(case)


def _ship_seats(case: Case) -> Iterator[Finding]:
    for stay in case.calendar.stays:
        seats = seats_of(case, stay)
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
