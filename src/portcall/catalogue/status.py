"""What can be done with a flight: predicted, hindcast, or neither, and why."""

from datetime import UTC, datetime, time
from typing import Literal

from portcall.catalogue.flight import Flight
from portcall.core.constants import DAY_S

FlightStatus = Literal["flyable", "hindcast only", "stale elements", "no elements", "no profile"]
MAX_ELEMENTS_AGE_H = 14.0 * 24.0  # beyond it the node error alone passes the launch tolerance


def launch_or_date(flight: Flight) -> datetime:
    """Return the best known lift-off of a flight, for listing: flown, planned, or the date."""
    for stated in (flight.flown.launch_utc, flight.planned.launch_utc):
        if stated is not None and stated.precision_s < DAY_S:
            return stated.utc
    return datetime.combine(flight.launch_date, time(0), UTC)


def reasons_not_to_fly(flight: Flight) -> tuple[FlightStatus, ...]:
    """Return what stands against predicting a flight; empty when nothing does."""
    found: list[FlightStatus] = []
    sets = flight.known_before.elements
    before = [entry for entry in sets if not entry.after_launch]
    if flight.profile is None:
        found.append("no profile")
    if not sets:
        found.append("no elements")
    elif not before:
        found.append("hindcast only")
    elif min(entry.age_h(launch_or_date(flight)) for entry in before) > MAX_ELEMENTS_AGE_H:
        found.append("stale elements")
    return tuple(found)


def flight_status(flight: Flight) -> FlightStatus:
    """Return the first reason not to predict a flight, or `flyable`."""
    reasons = reasons_not_to_fly(flight)
    return reasons[0] if reasons else "flyable"
