"""The ship at the gate where the approach begins: from a flown visit, or the approach's own gate.

Model   A visit that can be predicted arrives as it was flown. A ship whose launch cannot be predicted, or
        whose flight has no elements, begins at the gate of its approach, beside the station on the newest
        recorded elements, about a day after the launch.
Valid   Stations with recorded elements.
Source  `visit.visit`; the approach's own sources.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.ledger import starting_tanks
from portcall.catalogue.load import Catalogue
from portcall.orbit.station import station_state_gcrf
from portcall.records.handover import Arrival
from portcall.visit.known_elements import KnownElements
from portcall.visit.port_state import port_book
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


def docked_ships(
    catalogue: Catalogue, station: str, utc: datetime, *, besides: str
) -> tuple[tuple[str, str], ...]:
    """Return port and vehicle of each ship that the recorded flights have docked at an instant.

    Parameters
    ----------
    catalogue : Catalogue
        The records.
    station : str
        Id.
    utc : datetime
        The instant.
    besides : str
        Flight that does not count: the one that arrives.
    """
    book = port_book(catalogue, station)
    found = {
        (stay.port, catalogue.flight(stay.flight).vehicle)
        for stay in book.stays
        if stay.flight != besides and stay.start and stay.end and stay.start <= utc < stay.end
    }
    return tuple(sorted(found))
