"""The recorded traffic as a calendar: statements of sources become instants known between two ends.

Model   A time of precision p holds the instant in [t, t + p]; an estimate in [t - e, t + e]. A blank
        departure at a known port lies between the ship's arrival and the next arrival there; where
        nothing follows, it stays open.
Valid   Calendars as the catalogue records them.
Source  Each stay names its own.
"""

from datetime import UTC, datetime, time, timedelta
from typing import cast

from portcall.catalogue.calendar import Calendar, RecordedSpacewalk, RecordedStay
from portcall.catalogue.record import SourcedTime
from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortCalendar, PortStay, Spacewalk


def known_time(stated: SourcedTime) -> KnownTime:
    """Return between which instants a stated time lies."""
    if stated.plus_minus_s is None:
        return KnownTime.parse(stated.value)
    half = timedelta(seconds=stated.plus_minus_s)
    return KnownTime(earliest_utc=stated.utc - half, latest_utc=stated.utc + half)


def _departure(stay: RecordedStay) -> KnownTime | None:
    if stay.departure is not None:
        return known_time(stay.departure)
    if stay.departure_after is None or stay.departure_before is None:
        return None
    after, before = known_time(stay.departure_after), known_time(stay.departure_before)
    return KnownTime(earliest_utc=after.earliest_utc, latest_utc=before.latest_utc)


def _stay(stay: RecordedStay) -> PortStay:
    departure = stay.departure or stay.departure_before
    sources = dict.fromkeys([stay.arrival.source, departure.source if departure else ""])
    return PortStay(
        ship=stay.ship,
        vehicle=stay.vehicle,
        port=stay.port,
        arrival=known_time(stay.arrival),
        departure=_departure(stay),
        berthed=stay.berthed,
        role=stay.role,
        crew_up=stay.crew_up,
        crew_down=stay.crew_down,
        seats=None if stay.seats is None else round(stay.seats.value),
        begins=stay.begins,
        ends=stay.ends,
        source=" ; ".join(filter(None, sources)),
        note=stay.note,
    )


def _start(walk: RecordedSpacewalk, duration_s: float | None) -> KnownTime:
    if walk.start is not None or walk.end is None:
        return known_time(cast("SourcedTime", walk.start))  # the record has a start or an end
    if duration_s is None:
        return KnownTime.on(walk.end.utc.date())
    end, back = known_time(walk.end), timedelta(seconds=duration_s)
    return KnownTime(earliest_utc=end.earliest_utc - back, latest_utc=end.latest_utc - back)


def _spacewalk(walk: RecordedSpacewalk) -> Spacewalk:
    duration_s = None if walk.duration_min is None else 60.0 * walk.duration_min.value
    return Spacewalk(
        name=walk.name,
        start=_start(walk, duration_s),
        duration_s=duration_s,
        airlock=walk.airlock,
        people=walk.people,
        status=walk.status,
        source=walk.source,
    )


def fill_blanks(stays: tuple[PortStay, ...]) -> tuple[PortStay, ...]:
    """Return the stays, each blank departure bounded by the next arrival at the same port.

    Parameters
    ----------
    stays : tuple[PortStay, ...]
        In any order.

    Returns
    -------
    tuple[PortStay, ...]
        In the same order. A departure after which nobody came to the port stays open.
    """
    return tuple(_filled(stay, stays) for stay in stays)


def _filled(stay: PortStay, stays: tuple[PortStay, ...]) -> PortStay:
    if stay.departure is not None or stay.port is None:
        return stay
    later = [
        other.arrival
        for other in stays
        if other.port == stay.port and other.arrival.earliest_utc > stay.arrival.latest_utc
    ]
    if not later:
        return stay
    last_utc = max(stay.arrival.latest_utc, min(arrival.earliest_utc for arrival in later))
    between = KnownTime(earliest_utc=stay.arrival.earliest_utc, latest_utc=last_utc)
    return stay.model_copy(update={"departure": between})


def recorded_calendar(record: Calendar) -> PortCalendar:
    """Return a recorded calendar as the judge reads it, in the order of the arrivals."""
    stays = sorted(map(_stay, record.stay), key=lambda one: one.arrival.middle_utc)
    return PortCalendar(
        station=record.station,
        stays=fill_blanks(tuple(stays)),
        spacewalks=tuple(map(_spacewalk, record.spacewalk)),
        complete_from_utc=datetime.combine(record.complete_from, time(), UTC),
        complete_to_utc=datetime.combine(record.complete_to, time(), UTC) + timedelta(days=1),
    )
