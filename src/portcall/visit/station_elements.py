"""Which station elements a search for windows rests on: the user's, or the newest recorded ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portcall.catalogue.load import Catalogue, list_flights
from portcall.core.errors import DataError, InputError
from portcall.core.time import elapsed_s
from portcall.orbit.elements import ElementSet
from portcall.orbit.station import StationMotion
from portcall.visit.known_elements import STALE_H, KnownElements, element_set, refuse_orbit

_MIDNIGHT = timedelta(days=1)  # a search from a bare date may use that day's own elements
_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class KnownMotion:
    """The station's motion, where it is from, and how old it is when the search starts [h]."""

    motion: StationMotion
    source: str
    age_h: float

    @property
    def stale(self) -> bool:
        """Whether the elements are more than two weeks older than the start."""
        return self.age_h > STALE_H


def newest_recorded(catalogue: Catalogue, station: str, before: datetime) -> KnownElements:
    """Return the newest element set before an instant in any recorded flight.

    Raises
    ------
    DataError
        There is none.
    """
    found = [
        (recorded.epoch_utc, flight.id, recorded)
        for flight in list_flights(catalogue)
        if flight.station == station
        for recorded in flight.known_before.elements
        if recorded.epoch_utc <= before
    ]
    if not found:
        raise DataError(
            f"no recorded flight has station elements from before {before:%Y-%m-%d}",
            remedy="give some with --elements FILE",
        )
    _, flight_id, newest = max(found, key=lambda one: (one[0], one[1]))
    where = f"flight '{flight_id}'"
    return KnownElements((element_set(newest, where),), where=where)


def _newest_usable(known: KnownElements, start: datetime) -> ElementSet:
    """Return the newest set from before the start, or one of the day that the search starts on."""
    before = [one for one in known.sets if one.epoch <= start]
    if before:
        return max(before, key=lambda one: one.epoch)
    first = min(known.sets, key=lambda one: one.epoch)
    if first.epoch > start + _MIDNIGHT:
        raise InputError(
            f"the elements ({first.epoch:%Y-%m-%d %H:%M} UTC) are from after the start of the "
            f"search, {start:%Y-%m-%d %H:%M} UTC",
            where=known.where,
            remedy="start the search at their epoch, or give older ones",
        )
    return first


def motion_for(
    catalogue: Catalogue,
    *,
    station: str,
    start: datetime,
    given: KnownElements | None = None,
    allow_stale: bool = False,
) -> KnownMotion:
    """Choose the station's motion for a search that starts at an instant.

    Parameters
    ----------
    catalogue : Catalogue
        Where the station and the flights are looked up.
    station : str
        Id of the station.
    start : datetime
        Start of the search.
    given : KnownElements, optional
        The user's own elements, with the maneuvers announced beside them.
    allow_stale : bool
        Whether elements more than 14 days older than the start may be used.

    Raises
    ------
    InputError, DataError
        No elements, another object's, too old or too new ones.
    """
    if given is None:
        given = newest_recorded(catalogue, station, start)
    elements = _newest_usable(given, start)
    refuse_orbit(elements, given.where)
    later = tuple(m for m in given.maneuvers if m.utc > elements.epoch)
    motion, source = StationMotion(elements, later), given.where
    age_h = elapsed_s(motion.epoch, start) / _HOUR_S
    if age_h > STALE_H and not allow_stale:
        raise InputError(
            f"the newest elements ({motion.epoch:%Y-%m-%d %H:%M} UTC) are {age_h / 24.0:.0f} days "
            f"older than the start of the search, {start:%Y-%m-%d}",
            limit="14 days",
            where=source,
            remedy="give newer ones with --elements FILE, or search with --allow-stale",
        )
    return KnownMotion(motion, source, age_h)
