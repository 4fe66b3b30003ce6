"""What the catalogue and the port calendar say of every ship: times, ports, crew, load.

Model   Flown and planned times of the flights, arrivals and departures of the calendar, each with
        where it stands. A value on which sources differ counts beside the one that was taken; one
        that was judged wrong or doubtful does not.
Valid   What is recorded; a ship of which nothing is known has no facts.
Source  The catalogue given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from functools import lru_cache

from portcall.audit.press.judging.occupied import OnPort, intervals, past_intervals
from portcall.audit.press.reading.ships.past_ships import PastShip, past_ships
from portcall.audit.press.record.known_times import DAY_S, KnownTime
from portcall.audit.press.record.past_visits import past_stays
from portcall.audit.press.record.recorded_times import recorded_times, stays_by_ship, walk_id
from portcall.catalogue.calendar import Calendar, RecordedStay
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue, list_flights
from portcall.catalogue.past_stays import PastStay
from portcall.catalogue.profile import Profile
from portcall.catalogue.station import Port
from portcall.catalogue.vehicle import Vehicle

CARGO_KEYS = {
    "total": "total_kg",
    "dry": "dry_kg",
    "propellant": "transfer_propellant_kg",
    "water": "water_kg",
    "gas": "gas_kg",
}
PAST = "the list of past ships"
PAST_STAYS = "the list of past stays"
CALENDAR = "the port calendar"
FIRST_XL = 23
FIRST_DRAGON_2 = 21  # of the cargo flights; the ones before were another ship, that was berthed
BY_PREFIX = {
    "progress-ms": "progress-ms",
    "soyuz-ms": "soyuz-ms",
    "crew": "crew-dragon",
    "ax": "crew-dragon",
    "cargo-dragon-crs": "cargo-dragon",
    "htv-x": "htv-x",
}


@dataclass(frozen=True)
class ShipFacts:
    """One ship, or one spacewalk: what is known of it."""

    id: str
    vehicle: str | None = None
    launcher: str | None = None
    site: str | None = None
    profile: str | None = None
    ports: tuple[OnPort, ...] = ()
    times: tuple[KnownTime, ...] = ()
    crew_up: tuple[str, ...] = ()
    crew_down: tuple[str, ...] = ()
    named_in: str = CALENDAR
    cargo_kg: dict[str, tuple[float, ...]] = field(default_factory=dict)
    burn_s: tuple[float, ...] = ()
    recorded_in: str = ""

    def of_kind(self, *kinds: str, planned: bool | None = None) -> tuple[KnownTime, ...]:
        """Return the known times of some kinds; only planned or flown ones when asked."""
        return tuple(
            one
            for one in self.times
            if one.kind in kinds and (planned is None or one.planned == planned)
        )


@dataclass(frozen=True)
class Facts:
    """Everything that claims are held against."""

    catalogue: Catalogue
    ships: dict[str, ShipFacts]
    ports: tuple[OnPort, ...]
    vehicles: dict[str, Vehicle]
    profiles: dict[str, Profile]
    sites: tuple[str, ...]
    station_ports: tuple[Port, ...]

    def ship(self, name: str | None) -> ShipFacts:
        """Return what is known of a ship; of an unknown one its vehicle, from the form of its id."""
        if name is None:
            return ShipFacts("")
        return self.ships.get(name) or ShipFacts(name, vehicle=vehicle_by_id(name))

    def vehicle(self, name: str | None) -> Vehicle | None:
        """Return the record of a ship's vehicle, when there is one."""
        return self.vehicles.get(self.ship(name).vehicle or "")

    def without(self, ship: str, *kinds: str) -> "Facts":
        """Return the same facts with those of some kinds of one ship left out."""
        known = self.ships.get(ship)
        if known is None:
            return self
        bare = replace(known, times=tuple(one for one in known.times if one.kind not in kinds))
        if "port" in kinds:
            bare = replace(bare, ports=())
        if "profile" in kinds:
            bare = replace(bare, profile=None)
        if "cargo" in kinds:
            bare = replace(bare, cargo_kg={})
        ports = self.ports
        if "port" in kinds or {"docking", "undocking", "relocation"} & set(kinds):
            ports = tuple(one for one in ports if one.ship != ship)
        return replace(self, ships={**self.ships, ship: bare}, ports=ports)


def vehicle_by_id(name: str) -> str | None:
    """Return the vehicle that ids of this form belong to, when only one has flown under it."""
    stem = name.rstrip("0123456789").rstrip("-")
    digits = name.removeprefix(stem).strip("-")
    number = int(digits) if digits.isdecimal() else 0
    if stem == "cygnus-ng":
        return "cygnus-xl" if number >= FIRST_XL else "cygnus"
    if stem == "cargo-dragon-crs" and number < FIRST_DRAGON_2:
        return None
    return BY_PREFIX.get(stem)


def _cargo(flight: Flight) -> dict[str, tuple[float, ...]]:
    found: dict[str, tuple[float, ...]] = {}
    for item, key in CARGO_KEYS.items():
        figure = getattr(flight.cargo, key)
        others = tuple(
            float(one.value)
            for one in flight.conflict
            if one.key == f"cargo.{key}" and one.judgement == "sources differ"
        )
        taken = () if figure is None else (figure.value,)
        if taken + others:
            found[item] = taken + others
    parts = [found[item][0] for item in ("dry", "propellant", "water", "gas") if item in found]
    if len(parts) == len(CARGO_KEYS) - 1 and "total" not in found:
        found["total"] = (sum(parts),)
    return found


def _of_flight(flight: Flight) -> ShipFacts:
    return ShipFacts(
        id=flight.id,
        vehicle=flight.vehicle,
        launcher=flight.launcher,
        site=flight.site,
        profile=flight.profile,
        cargo_kg=_cargo(flight),
        burn_s=tuple(
            one.deorbit_burn_s.value
            for one in (flight.flown, flight.planned)
            if one.deorbit_burn_s is not None
        ),
        recorded_in=f"flights/{flight.id}",
    )


def _of_past(ship: PastShip) -> ShipFacts:
    """Return what the list of past ships has of one: the day of its launch, which confirms a day told."""
    if ship.status == "unchecked":
        return ShipFacts(ship.id, vehicle=vehicle_by_id(ship.id), recorded_in=PAST)
    launched = datetime.combine(ship.launched, time(), UTC)
    return ShipFacts(
        ship.id,
        vehicle=vehicle_by_id(ship.id),
        times=(KnownTime("launch", launched, DAY_S, planned=False, what="lift-off", where=PAST),),
        recorded_in=PAST,
    )


def _with_stays(known: ShipFacts, stays: list[RecordedStay]) -> ShipFacts:
    up = next((one.crew_up for one in stays if one.crew_up), ())
    down = next((one.crew_down for one in reversed(stays) if one.crew_down), ())
    return replace(
        known,
        vehicle=known.vehicle or stays[0].vehicle,
        crew_up=up,
        crew_down=down,
        recorded_in=known.recorded_in or "the port calendar",
    )


def _with_past(known: ShipFacts, stays: Sequence[PastStay]) -> ShipFacts:
    """Return a ship with the people who came and left in it before the port calendar begins."""
    up = next((one.crew_up for one in stays if one.crew_up), ())
    down = next((one.crew_down for one in reversed(stays) if one.crew_down), ())
    if not (up or down) or known.crew_up or known.crew_down:
        return known
    return replace(known, crew_up=up or down, crew_down=down, named_in=PAST_STAYS)


def _walks(calendar: Calendar) -> dict[str, ShipFacts]:
    return {
        walk_id(walk): ShipFacts(
            walk_id(walk), crew_up=walk.people, recorded_in="the port calendar"
        )
        for walk in calendar.spacewalk
        if walk.status != "cancelled"
    }


def _days_only(days: Iterable[KnownTime], exact: Iterable[KnownTime]) -> tuple[KnownTime, ...]:
    """Return the days that the list of past ships adds to what is known."""
    kinds = {one.kind for one in exact}
    return tuple(one for one in days if one.kind not in kinds)


@lru_cache(maxsize=4)
def facts_of(catalogue: Catalogue) -> Facts:
    """Return the facts of a catalogue, gathered once."""
    ships: dict[str, ShipFacts] = {}
    flights = list_flights(catalogue)
    for flight in flights:
        ships[flight.id] = _of_flight(flight)
    calendars = [catalogue.calendar(name) for name in catalogue.names("calendars")]
    for calendar in calendars:
        for name, stays in stays_by_ship(calendar).items():
            ships[name] = _with_stays(ships.get(name) or ShipFacts(name), stays)
        ships.update(_walks(calendar))
    for name, past in past_ships().items():
        if name not in ships:
            ships[name] = _of_past(past)
    for name, times in recorded_times(catalogue).items():
        known = ships.get(name) or ShipFacts(name, vehicle_by_id(name))
        ships[name] = replace(known, times=times + _days_only(known.times, times))
    for name, past_rows in past_stays(catalogue).items():
        known = ships.get(name) or ShipFacts(name, vehicle_by_id(name))
        ships[name] = _with_past(known, past_rows)
    ports = intervals(flights, calendars)
    listed = {one.ship for one in ports}
    rows = (row for several in past_stays(catalogue).values() for row in several)
    ports += past_intervals(rows, listed)
    for name, known in ships.items():
        mine = tuple(one for one in ports if one.ship == name)
        if mine:
            ships[name] = replace(known, ports=mine)
    return Facts(
        catalogue,
        ships,
        ports,
        vehicles={name: catalogue.vehicle(name) for name in catalogue.names("vehicles")},
        profiles={name: catalogue.profile(name) for name in catalogue.names("profiles")},
        sites=catalogue.names("sites"),
        station_ports=catalogue.station().port,
    )
