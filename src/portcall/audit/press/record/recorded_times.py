"""The recorded times of every ship and spacewalk, from all that the catalogue has.

Model   Flights first, then the port calendar, then the collected clock times of visits. A collected
        time of an event that a flight or the calendar has to the minute is left out.
Valid   What is recorded; nothing is said of a ship without times.
Source  The catalogue given.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache

from portcall.audit.press.record.known_times import (
    MINUTE_S,
    KnownTime,
    calendar_times,
    flight_times,
    spacewalk_times,
)
from portcall.catalogue.calendar import Calendar, RecordedSpacewalk, RecordedStay
from portcall.catalogue.load import Catalogue, list_flights
from portcall.catalogue.visit_times import VisitTime

COLLECTED = "the collected times of visits"
KINDS = {
    "launch": ("launch", "lift-off"),
    "docking": ("docking", "contact"),
    "berthing": ("berthing", "capture"),
    "undocking": ("undocking", "undocking"),
    "relocation-start": ("relocation", "start of the move"),
    "relocation-end": ("relocation", "end of the move"),
    "deorbit": ("deorbit", "deorbit burn"),
    "landing": ("landing", "landing"),
    "spacewalk-start": ("spacewalk", "start"),
    "spacewalk-end": ("spacewalk", "end"),
}
ONE_EVENT = timedelta(days=1)
# a berthed ship is caught, then bolted; unbolted, then released; a move has two ends
TWO_MOMENTS, ONE_MOMENT = frozenset({"berthing", "undocking", "relocation"}), timedelta(minutes=15)


@lru_cache(maxsize=4)
def recorded_times(catalogue: Catalogue) -> Mapping[str, tuple[KnownTime, ...]]:
    """Return the recorded times by the id of a ship or a spacewalk."""
    found: dict[str, tuple[KnownTime, ...]] = {}
    for flight in list_flights(catalogue):
        berthed = catalogue.vehicle(flight.vehicle).capture == "berthed"
        found[flight.id] = flight_times(flight, berthed=berthed)
    for name in catalogue.names("calendars"):
        calendar = catalogue.calendar(name)
        for ship, stays in stays_by_ship(calendar).items():
            found[ship] = found.get(ship, ()) + calendar_times(stays)
        for walk in calendar.spacewalk:
            if walk.status != "cancelled":
                found[walk_id(walk)] = spacewalk_times(walk)
    collected: dict[str, list[VisitTime]] = {}
    for name in catalogue.names("visit-times"):
        for one in catalogue.visit_times(name).time:
            collected.setdefault(one.ship, []).append(one)
    for ship, rows in collected.items():
        known = found.get(ship, ())
        found[ship] = known + tuple(_missing(rows, known))
    return found


def stays_by_ship(calendar: Calendar) -> dict[str, list[RecordedStay]]:
    """Return the stays of a calendar by ship, each ship's in their order."""
    found: dict[str, list[RecordedStay]] = {}
    for stay in calendar.stay:
        found.setdefault(stay.ship, []).append(stay)
    return found


def walk_id(walk: RecordedSpacewalk) -> str:
    """Return the id that texts and collected times know a spacewalk by."""
    return walk.name.split(",")[0].lower().replace(" ", "-")


def _missing(rows: Iterable[VisitTime], known: Iterable[KnownTime]) -> Iterable[KnownTime]:
    """Yield collected times of events that are not known to the minute."""
    exact = [one for one in known if not one.day_only and not one.planned]
    for row in rows:
        kind, what = KINDS[row.kind]
        within = ONE_MOMENT if kind in TWO_MOMENTS else ONE_EVENT
        if any(one.kind == kind and abs(one.utc - row.utc) < within for one in exact):
            continue
        second_hand = row.status != "published"
        precise_s = 1.0 if row.value.count(":") > 1 else MINUTE_S
        yield KnownTime(kind, row.utc, precise_s, False, what, COLLECTED, second_hand)
