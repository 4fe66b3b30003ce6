"""Who was on which port, and from when to when at least: only what is certain.

Model   A stay of the calendar, or a flight's own record where no calendar reaches. A date alone
        counts from the end of its day for an arrival, from its beginning for a departure.
Valid   What is recorded. A port on which nobody is recorded need not have been free.
Source  The port calendar, the flights of the catalogue, and its list of past stays.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portcall.catalogue.calendar import Calendar, RecordedStay
from portcall.catalogue.flight import Flight
from portcall.catalogue.past_stays import PastStay
from portcall.catalogue.record import SourcedTime

DAY_S = 86_400.0
ZONES = timedelta(hours=14)  # a date may be that of a zone so far from Greenwich


@dataclass(frozen=True)
class OnPort:
    """One ship on one port, certainly from `first` to `last`."""

    ship: str
    port: str
    first: datetime
    last: datetime
    begins: str = "visit"
    until_known: bool = True


def _latest(one: SourcedTime) -> datetime:
    return one.utc + timedelta(days=1) + ZONES if one.precision_s >= DAY_S else one.utc


def _earliest(one: SourcedTime) -> datetime:
    return one.utc - ZONES if one.precision_s >= DAY_S else one.utc


def _stay(stay: RecordedStay, complete_to: datetime) -> OnPort | None:
    if stay.port is None:
        return None
    first = _latest(stay.arrival)
    leaves = stay.departure or stay.departure_after
    last = first if leaves is None else _earliest(leaves)
    if leaves is None and complete_to > first:
        last = complete_to
    return OnPort(stay.ship, stay.port, first, last, stay.begins, leaves is not None)


def _flight(flight: Flight) -> Iterable[OnPort]:
    flown = flight.flown
    came, left = flown.docking_utc, flown.final_undocking_utc or flown.undocking_utc
    port, first = flight.port, came
    begins = "visit"
    for move in flown.relocation:
        if port and first and move.undocking_utc:
            yield OnPort(flight.id, port, _latest(first), _earliest(move.undocking_utc), begins)
        port, first, begins = move.to_port, move.docking_utc, "relocation"
    if port and first and left and not (left is flown.undocking_utc and flown.relocation):
        yield OnPort(flight.id, port, _latest(first), _earliest(left), begins)
    elif port:
        at = datetime(flight.launch_date.year, 1, 1, tzinfo=UTC) if first is None else first.utc
        yield OnPort(flight.id, port, at, at, begins, until_known=False)


def _past(stay: PastStay) -> OnPort | None:
    if stay.port is None:
        return None
    began = datetime.combine(stay.arrived, datetime.min.time(), UTC)
    ended = datetime.combine(stay.left, datetime.min.time(), UTC)
    return OnPort(stay.ship, stay.port, began + timedelta(days=1), ended)


def past_intervals(stays: Iterable[PastStay], listed: Container[str]) -> tuple[OnPort, ...]:
    """Return who was where before the port calendar begins, of ships that are not listed in it."""
    found = (_past(stay) for stay in stays if stay.ship not in listed)
    return tuple(one for one in found if one is not None)


def intervals(flights: Sequence[Flight], calendars: Sequence[Calendar]) -> tuple[OnPort, ...]:
    """Return who was certainly where: the calendar's stays, and those of flights it has not."""
    found: list[OnPort] = []
    listed: set[str] = set()
    for calendar in calendars:
        end = datetime.combine(calendar.complete_to, datetime.min.time(), UTC)
        for stay in calendar.stay:
            listed.add(stay.ship)
            one = _stay(stay, end)
            found += [one] if one is not None else []
    for flight in flights:
        if flight.id not in listed:
            found += _flight(flight)
    return tuple(found)
