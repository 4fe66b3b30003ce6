"""The station at an instant: ports, people, stocks, trash and altitude, each with how it is known.

Model   Ports and people from a calendar of what was recorded (the catalogue's, or the station log's);
        stocks from the log's counts, or public estimates; the altitude from the newest elements.
Valid   From the first day of the calendar on; after its last day nothing is certain.
Source  Each part names its own.
"""

from datetime import datetime

from portcall.catalogue.load import Catalogue
from portcall.core.errors import DataError
from portcall.records.known_time import KnownTime
from portcall.records.log_state import LogState
from portcall.records.port_calendar import PortCalendar
from portcall.records.station_state import AltitudeState, PersonAboard, StationState
from portcall.records.stocks import KnownBy
from portcall.traffic.check.crew_curve import crew_curve, people_at
from portcall.traffic.station.stocks_at import stocks_at
from portcall.traffic.station.who_is_there import after_records, crew_at, port_state


def recorded_state(
    catalogue: Catalogue,
    calendar: PortCalendar,
    moment: datetime,
    *,
    log: LogState | None = None,
    source: str = "the recorded traffic",
) -> StationState:
    """Return what is known of a station at an instant.

    Parameters
    ----------
    catalogue : Catalogue
        Stations, rates, elements.
    calendar : PortCalendar
        Who was docked, and who came and went.
    moment : datetime
        Aware UTC.
    log : LogState | None
        The log at that instant, for counted stocks.
    source : str
        What the calendar is, for answers that have no source of their own.

    Returns
    -------
    StationState

    Raises
    ------
    DataError
        The instant is before the first day of the calendar.
    """
    first = calendar.complete_from_utc
    if first is not None and moment < first:
        raise DataError(
            f"nothing is recorded of {moment:%Y-%m-%d}",
            limit=f"{first:%Y-%m-%d} or later",
            where="--at",
            remedy="choose a later date, or give a log that reaches back with --db",
        )
    late = after_records(calendar, moment)
    levels, trash = stocks_at(
        catalogue.consumption(calendar.station),
        moment,
        len(people_at(calendar, moment)) if log is None else len(log.crew),
        log=log,
        crew_changes=crew_changes(calendar),
    )
    return StationState(
        station=calendar.station,
        utc=moment,
        ports=tuple(
            port_state(calendar, port.id, moment, source=source)
            for port in catalogue.station(calendar.station).ports_in_use
        ),
        crew=crew_at(calendar, moment) if log is None else logged_crew(log),
        crew_known=KnownBy(
            how="recorded", as_of_utc=calendar.complete_to_utc if late else moment, source=source
        ),
        stocks=levels,
        trash=trash,
        altitude=altitude_state(catalogue, moment, calendar.station),
        recorded_from_utc=first,
        recorded_to_utc=calendar.complete_to_utc,
        status="after the records" if late else "recorded",
    )


def logged_crew(log: LogState) -> tuple[PersonAboard, ...]:
    """Return the people on board as the log has them, by name."""
    return tuple(
        PersonAboard(
            name=one.name, aboard="yes", ship=one.ship, since=KnownTime.exactly(one.since_utc)
        )
        for one in sorted(log.crew.values(), key=lambda one: one.name)
    )


def crew_changes(calendar: PortCalendar) -> tuple[tuple[KnownTime, int], ...]:
    """Return when the number of people on board became what."""
    return tuple((segment.start, segment.count) for segment in crew_curve(calendar))


def altitude_state(catalogue: Catalogue, moment: datetime, station: str) -> AltitudeState | None:
    """Return the mean altitude, or None where no elements are known before the instant."""
    from portcall.stay.station_altitude import recorded_altitude_at  # noqa: PLC0415  slow to load

    try:
        found = recorded_altitude_at(catalogue, moment, station)
    except DataError:
        return None
    return AltitudeState(
        altitude_m=found.altitude_m,
        sigma_m=found.sigma_m,
        decay_m_day=found.decay_m_day,
        from_epoch_utc=found.set_epoch,
        age_days=found.set_age_days,
        known=KnownBy(
            how="computed" if found.reached else "estimated",
            as_of_utc=found.set_epoch,
            source=f"element sets of the catalogue's flights; {found.reason}",
        ),
    )
