"""The blind brief: all that a predictor may see of a flight, and nothing else.

Model   A flight without its planned and flown times, their sources and its conflicts.
Valid   Any flight record. `brief` copies fields by name; nothing else can leak through.
Source  The rule that a prediction sees elements, dates, ship, pad, port, profile and masses only.
"""

from datetime import date
from typing import Literal

from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.flight import Cargo, Flight, OffPort, Ship, StationManeuver
from portcall.catalogue.record import Identifier, Record


class FlightBrief(Record):
    """What was known before a flight. It holds no planned or flown time."""

    id: Identifier
    vehicle: Identifier
    launcher: Identifier
    site: Identifier
    station: Identifier
    port: Identifier | None
    profile: Identifier | None
    launch_date: date
    launch_opportunity: Literal[1, 2]
    elements: tuple[RecordedElements, ...]
    station_maneuvers: tuple[StationManeuver, ...]
    cargo: Cargo
    ship: Ship
    undocking_date: date | None = None
    deorbit_date: date | None = None
    deorbit_revolution: int | None = None
    departure_port: Identifier | None = None
    departure_elements: tuple[RecordedElements, ...] = ()
    off_port: tuple[OffPort, ...] = ()


def brief(flight: Flight) -> FlightBrief:
    """Return the part of a flight that a predictor may see."""
    return FlightBrief(
        id=flight.id,
        vehicle=flight.vehicle,
        launcher=flight.launcher,
        site=flight.site,
        station=flight.station,
        port=flight.port,
        profile=flight.profile,
        launch_date=flight.launch_date,
        launch_opportunity=flight.launch_opportunity,
        elements=flight.known_before.elements,
        station_maneuvers=flight.station_maneuver,
        cargo=flight.cargo,
        ship=flight.ship,
        undocking_date=flight.undocking_date,
        deorbit_date=flight.deorbit_date,
        deorbit_revolution=flight.deorbit_revolution,
        departure_port=flight.departure_port or flight.port,
        departure_elements=flight.known_before_departure.elements,
        off_port=flight.off_port,
    )
