"""Rules of the ports: who may use one, one ship at a time, one place for a ship, free days between."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from portcall.records.known_time import gap_days, is_before
from portcall.records.port_calendar import PortStay
from portcall.traffic.check.case import Case, Finding, between, days

LONGEST_MOVE_DAYS = 1.0  # real moves take under an hour


def port_findings(case: Case) -> Iterator[Finding]:
    """Yield what the rules of the ports find."""
    by_port: dict[str, list[PortStay]] = defaultdict(list)
    for stay in sorted(case.calendar.stays, key=lambda one: one.arrival.middle_utc):
        yield from _order(stay)
        yield from _use(case, stay)
        if stay.port is not None:
            by_port[stay.port].append(stay)
    for stays in by_port.values():
        for index, first in enumerate(stays):
            for second in stays[index + 1 :]:
                yield from _overlap(case, first, second)
        for first, second in pairwise(stays):
            yield from _gap(case, first, second)
    came: dict[str, PortStay] = {}
    for call in case.calls:
        yield from _places(case, call.stays)
        if call.ship in came:
            yield _misplaced(case, came[call.ship], call.first, "comes again")
        came[call.ship] = call.last


def _order(stay: PortStay) -> Iterator[Finding]:
    if stay.departure is not None and is_before(stay.arrival, stay.departure) == "no":
        yield Finding(
            "time-order",
            "broken",
            stay.departure.earliest_utc,
            stay.arrival.latest_utc,
            (stay.ship,),
            ports=(stay.port or "",),
            limit="docks first",
            found=f"docks {stay.arrival}, undocks {stay.departure}",
        )


def _use(case: Case, stay: PortStay) -> Iterator[Finding]:
    first_utc, last_utc = stay.arrival.earliest_utc, stay.arrival.latest_utc
    if stay.port is None:
        yield Finding(
            "port-use", "cannot say", first_utc, last_utc, (stay.ship,), found="no port is named"
        )
        return
    port = case.ports.get(stay.port)
    takes = None if port is None else case.rules.takes(port, stay.vehicle)
    if takes:
        return
    fitting = ", ".join(case.free_ports(stay))
    known = "nothing is known of" if port is not None else "the station has no port for"
    yield Finding(
        "port-use",
        "broken" if takes is False or port is None else "cannot say",
        first_utc,
        last_utc,
        (stay.ship,),
        ports=(stay.port,),
        limit=", ".join(port.vehicles) if port is not None else ", ".join(case.ports),
        found=f"{stay.vehicle} at {stay.port}"
        if takes is False
        else f"{known} {stay.vehicle} at {stay.port}",
        advice=f"free and fitting: {fitting}" if fitting else "no fitting port is free then",
    )


def _overlap(case: Case, first: PortStay, second: PortStay) -> Iterator[Finding]:
    left, later_left = case.end_of(first), case.end_of(second)
    apart = {is_before(left, second.arrival), is_before(later_left, first.arrival)}
    if "yes" in apart:
        return
    free = ", ".join(case.free_ports(second))
    yield Finding(
        "port-overlap",
        "broken" if apart == {"no"} else "cannot say",
        second.arrival.earliest_utc,
        min(left.latest_utc, later_left.latest_utc),
        (first.ship, second.ship),
        ports=(first.port or "",),
        limit="one ship",
        found=f"{second.ship} docks {second.arrival}, {first.ship} undocks "
        + (str(first.departure) if first.departure is not None else "at no stated time"),
        advice="; ".join(
            filter(None, (_from_when(first, second), free and f"free and fitting: {free}"))
        ),
    )


def _from_when(first: PortStay, second: PortStay) -> str:
    """Say from which day on the port is free for the second ship."""
    if first.departure is None:
        return ""
    return f"{second.ship} may come from {first.departure.latest_utc:%Y-%m-%d} on"


def _gap(case: Case, first: PortStay, second: PortStay) -> Iterator[Finding]:
    usual_days = case.rules.port_gap_days(first.port or "")
    left = case.end_of(first)
    least_days, most_days = gap_days(left, second.arrival)
    if first.ship == second.ship or least_days >= usual_days:
        return
    if is_before(left, second.arrival) != "yes":
        return  # `port-overlap` says what there is to say
    yield Finding(
        "port-gap",
        "broken" if most_days < usual_days else "cannot say",
        left.earliest_utc,
        second.arrival.latest_utc,
        (first.ship, second.ship),
        ports=(first.port or "",),
        limit=f"at least {days(usual_days)}",
        found=between(max(0.0, least_days), most_days),
    )


def _places(case: Case, stays: tuple[PortStay, ...]) -> Iterator[Finding]:
    for stay, after in zip(stays, (*stays[1:], None), strict=True):
        if after is None:
            if stay.ends != "visit":
                yield _misplaced(case, stay, None, "ends with a move, but no port follows")
        elif stay.ends != after.begins:
            yield _misplaced(case, stay, after, "moves without having left")
        elif stay.departure is None or is_before(stay.departure, after.arrival) == "no":
            yield _misplaced(case, stay, after, "is at two ports at a time")
        elif (
            stay.ends == "relocation"
            and gap_days(stay.departure, after.arrival)[0] > LONGEST_MOVE_DAYS
        ):
            yield _misplaced(case, stay, after, "takes longer than a day to move")
    if stays[0].begins != "visit" and case.is_listed(stays[0].arrival):
        yield _misplaced(case, stays[0], None, "begins with a move, but no port came before")


def _misplaced(case: Case, stay: PortStay, after: PortStay | None, found: str) -> Finding:
    last = after.arrival if after is not None else case.end_of(stay)
    return Finding(
        "one-place",
        "broken",
        min(stay.arrival.earliest_utc, last.earliest_utc),
        last.latest_utc,
        (stay.ship,),
        ports=tuple(filter(None, (stay.port, after.port if after is not None else None))),
        limit="one port at a time",
        found=f"{stay.ship} {found}",
    )
