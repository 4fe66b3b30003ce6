"""The ship at the gate where the approach begins: from a flown visit, or the approach's own gate.

Model   A visit that can be predicted arrives as it was flown. A ship whose launch cannot be predicted, or
        whose flight has no elements, begins at the gate of its approach, beside the station on the newest
        recorded elements, about a day after the launch.
Valid   Stations with recorded elements.
Source  `visit.visit`; the approach's own sources.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.brief import FlightBrief, brief
from portcall.catalogue.ledger import starting_tanks
from portcall.catalogue.load import Catalogue, list_flights
from portcall.orbit.station import station_state_gcrf
from portcall.records.handover import Arrival
from portcall.visit.known_elements import KnownElements
from portcall.visit.station_elements import motion_for

Array = NDArray[np.float64]
Start = Literal["arrival of the flown visit", "the approach's own gate"]

_USUAL_CHASE = timedelta(days=1)


@dataclass(frozen=True)
class GateArrival:
    """Where and when an approach begins.

    Attributes
    ----------
    utc : datetime
        The gate.
    elements_epoch : datetime
        Of the station's elements.
    station_gcrf : Array
        The station's position [m] and velocity [m/s], shape (6,).
    ship_lvlh : Array or None
        The ship's position [m] and velocity [m/s] beside it, shape (6,); None: the approach's own gate.
    mass_kg, propellant_kg : float
        The ship's mass, and what it may burn without its deorbit reserve.
    start : Start
        Where this is from.
    note : str
        What a reader must know of it.
    """

    utc: datetime
    elements_epoch: datetime
    station_gcrf: Array
    ship_lvlh: Array | None
    mass_kg: float
    propellant_kg: float
    start: Start
    note: str = ""


def flown_arrival(
    arrival: Arrival, elements_epoch: datetime, station_gcrf: Array, own_propellant_kg: float
) -> GateArrival:
    """Return the gate as a flown visit reached it."""
    return GateArrival(
        utc=arrival.utc,
        elements_epoch=elements_epoch,
        station_gcrf=station_gcrf,
        ship_lvlh=np.array([*arrival.position_lvlh_m, *arrival.velocity_lvlh_m_s]),
        mass_kg=arrival.mass_kg,
        propellant_kg=own_propellant_kg,
        start="arrival of the flown visit",
    )


def own_gate(
    catalogue: Catalogue, brief: FlightBrief, *, given: KnownElements | None = None, why: str = ""
) -> GateArrival:
    """Return the gate of the approach itself, a day after the launch.

    Parameters
    ----------
    catalogue : Catalogue
        The records.
    brief : FlightBrief
        The flight.
    given : KnownElements, optional
        The station's elements from the user's file.
    why : str
        Why the flight itself is not flown to the gate.

    Raises
    ------
    InputError, DataError
        No elements of the station are known.
    """
    utc = datetime.combine(brief.launch_date, time(12), UTC) + _USUAL_CHASE
    known = motion_for(catalogue, station=brief.station, start=utc, given=given, allow_stale=True)
    vehicle = catalogue.vehicle(brief.vehicle)
    tanks = starting_tanks(brief, vehicle)
    spent = vehicle.departure.arrival_propellant_kg
    burned_kg = min(spent.value if spent else 0.0, tanks["own_propellant"])
    epoch = f"{known.motion.epoch:%Y-%m-%d}"
    return GateArrival(
        utc=utc,
        elements_epoch=known.motion.epoch,
        station_gcrf=np.concatenate(station_state_gcrf(known.motion, utc)),
        ship_lvlh=None,
        mass_kg=sum(tanks.values()) - burned_kg,
        propellant_kg=tanks["own_propellant"] - burned_kg,
        start="the approach's own gate",
        note=f"{why}; the station is on its orbit of {epoch}, and the time is not a prediction",
    )


def _leaves(catalogue: Catalogue, ship: FlightBrief) -> date:
    """Return the day on which a ship leaves: as decided, else after the longest stay of its type."""
    if ship.undocking_date is not None:
        return ship.undocking_date
    life = catalogue.vehicle(ship.vehicle).life.docked_days
    return ship.launch_date + timedelta(days=life.high or life.value)


def docked_ships(
    catalogue: Catalogue,
    station: str,
    utc: datetime,
    *,
    besides: str,
    port: str | None = None,
    launched: date | None = None,
) -> tuple[tuple[str, str], ...]:
    """Return port and vehicle of each ship that is docked on a day, by decided dates alone.

    No clock time is read, so that a prediction stays blind. A ship is there from the day after its
    launch to the day before its undocking, but for the days between those on which the arm took it off
    its port and put it back. One whose port was given to another since has moved to the
    port that it leaves from, or has left.

    Parameters
    ----------
    catalogue : Catalogue
        The records.
    station : str
        Id.
    utc : datetime
        The day.
    besides : str
        Flight that does not count: the one that arrives.
    port : str, optional
        Where that one goes; a ship there without a date of undocking has left.
    launched : date, optional
        Its launch: a recorded flight of the same day is that one under another name.
    """
    day = utc.date()
    ships = sorted(
        (
            brief(flight)
            for flight in list_flights(catalogue)
            if flight.station == station
            and flight.id != besides
            and flight.launch_date != launched
            and flight.launch_date < day
        ),
        key=lambda ship: ship.launch_date,
    )
    found: dict[str, str] = {}
    given_since: set[str | None] = set()
    for ship in reversed(ships):
        moved_to = ship.departure_port if ship.departure_port != ship.port else None
        expects = ship.undocking_date is not None and moved_to is None
        stays = ship.port not in given_since and (ship.port != port or expects)
        place = ship.port if stays else moved_to
        on_the_arm = any(one.first_date < day < one.last_date for one in ship.off_port)
        leaves = _leaves(catalogue, ship)
        if place is not None and place not in found and leaves > day and not on_the_arm:
            found[place] = ship.vehicle
        given_since.add(ship.port)
    return tuple(sorted(found.items()))
