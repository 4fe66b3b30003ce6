"""The plain keys of a flight file: from the text, else from what is on record; each says which.

Of a ship that is not in the catalogue, what others of its class did is taken, and said to be a guess where
they differ.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue, list_flights
from portcall.core.time import parse_utc
from portcall.export.visit_choice import Chosen

_ELEMENTS_DAYS = 14.0  # older ones are refused by `portcall fly`
_DURATION_SHARE = 0.1  # a rendezvous differs from its profile's usual time by less
_CREW_SHIP = "crew-dragon"


@dataclass(frozen=True)
class Known:
    """What the catalogue knows of a ship."""

    catalogue: Catalogue
    ship: str
    flight: Flight | None
    vehicle: str | None
    sisters: tuple[Flight, ...]


def known_of(catalogue: Catalogue, ship: str) -> Known:
    """Return what the catalogue has on a ship: its own flight if any, its class, the class's flights."""
    flight = catalogue.flight(ship) if ship in catalogue.names("flights") else None
    vehicle = flight.vehicle if flight else _class_of(catalogue, ship)
    everyone = list_flights(catalogue)
    ordered = sorted(everyone, key=lambda one: one.launch_date, reverse=True)
    sisters = tuple(one for one in ordered if one.vehicle == vehicle and one.id != ship)
    return Known(catalogue, ship, flight, vehicle, sisters)


def _class_of(catalogue: Catalogue, ship: str) -> str | None:
    for name in catalogue.names("calendars"):
        for stay in catalogue.calendar(name).stay:
            if stay.ship == ship:
                return stay.vehicle
    fits = [one for one in catalogue.names("vehicles") if ship.startswith(one)]
    if fits:
        return max(fits, key=len)
    return _CREW_SHIP if ship.startswith("crew-") and ship[5:].isdigit() else None


def plain_key(known: Known, key: str, said: Chosen | None, names: tuple[str, ...]) -> Chosen | None:
    """Return a key's value: as the text says, completed from what is on record.

    Parameters
    ----------
    known : Known
        What the catalogue has on the ship.
    key : str
        `launcher`, `site`, `port` or `profile`.
    said : Chosen or None
        The text's value: an id, or the first part of one (`baikonur`, `poisk`).
    names : tuple[str, ...]
        The ids that there are.
    """
    if said is not None and said.value in names:
        return said
    fits = names
    if said is not None:
        fits = tuple(one for one in names if one.startswith(f"{said.value}-"))
    if said is not None and len(fits) == 1:
        return Chosen(fits[0], said.status, said.source, said.note, said.comment)
    own = getattr(known.flight, key) if known.flight else None
    if own in fits and known.flight is not None:
        held = known.flight.sources.get(key)
        note = f"not said whole in the text; as recorded of {known.ship}"
        if held is None:
            return Chosen(str(own), "derived", f"the catalogue's flight {known.ship}", note)
        return Chosen(str(own), held.status, held.source, note)
    return None if key in {"port", "profile"} else _usual(known, key, fits)


def _usual(known: Known, key: str, fits: tuple[str, ...]) -> Chosen | None:
    used = [(getattr(one, key), one.id) for one in known.sisters if getattr(one, key) in fits]
    if not used:
        return None
    value, last = used[0]
    if len({one for one, _ in used}) == 1:
        note = f"not said whole in the text; every recorded {known.vehicle} that fits it used it"
        return Chosen(value, "derived", "the catalogue's flights", note)
    note = f"not said whole in the text; the last recorded {known.vehicle} that fits it used it"
    return Chosen(value, "estimated", f"the catalogue's flight {last}", note)


def profile_between(catalogue: Catalogue, launch: Chosen, docking: Chosen) -> Chosen | None:
    """Return the profile whose usual duration is nearest to what lies between launch and docking."""
    between_h = (parse_utc(docking.value) - parse_utc(launch.value)).total_seconds() / 3600.0
    ranked = [
        (abs(between_h / catalogue.profile(name).nominal_duration_h.value - 1.0), name)
        for name in catalogue.names("profiles")
    ]
    off, name = min(ranked, default=(1.0, ""))
    if off > _DURATION_SHARE:
        return None
    note = f"not said in the text; launch to docking takes {between_h:.1f} h"
    return Chosen(name, "derived", launch.source, note)


def elements_before(known: Known, launch_utc: datetime) -> tuple[RecordedElements, ...]:
    """Return the station's recorded elements for a launch: its own, else the newest from before."""
    if known.flight is not None and known.flight.known_before.elements:
        return known.flight.known_before.elements
    oldest = launch_utc - timedelta(days=_ELEMENTS_DAYS)
    sets = [
        one
        for flight in list_flights(known.catalogue)
        for part in (flight.known_before, flight.known_before_departure)
        for one in part.elements
        if not one.after_launch and oldest < one.epoch_utc < launch_utc
    ]
    return (max(sets, key=lambda one: one.epoch_utc),) if sets else ()
