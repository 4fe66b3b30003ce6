"""The ship that nobody steers: when it comes down, along which track, at which latitudes.

Model   While more than `INTEGRATED_DAYS` are left, `disposal.mean_decay`; then the full dynamics to
        the entry interface. Life goes with one over drag, so the window is the life left, more or less
        by a part that experience with other ships gives.
Valid   As the atmosphere: US76 with one density factor for the whole life. The part holds for weeks to
        hours before the entry.
Source  Pardini and Anselmo 2017 (iris.cnr.it/handle/20.500.14243/427627), 316 predictions of 20
        campaigns: 20 % of the life left holds 90 %, in the last two days 25 % does, 30 % holds 95 %.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.vehicle import Vehicle
from portcall.core.constants import DAY_S, WGS84_A_M
from portcall.core.errors import InputError
from portcall.core.frames import geodetic_from_itrf, itrf_from_gcrf
from portcall.core.time import after
from portcall.disposal.mean_decay import mean_decay
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.mean_elements import (
    NearCircular,
    from_state,
    mean_from_osculating,
    osculating_from_mean,
    to_state,
)
from portcall.orbit.orbit_events import Event
from portcall.orbit.propagation import Trajectory, propagate
from portcall.records.decay import DecayWindow, NodeCrossing, UncontrolledRisk

Array = NDArray[np.float64]

ENTRY_INTERFACE_M = 120e3
LOST_M = (
    85e3  # once this low the ship never rises again; the crossing of 120 km before is the entry
)
INTEGRATED_DAYS = 12.0  # of the end of a life; the mean decay does what is before
LONGEST_LIFE_DAYS = 3652.0
TOLERANCE_M = 0.1  # of a step; the air is known to some percent
NODES_LISTED = 40
# parts of the life left, and the share of predictions that they held
LIFE_FRACTION_90 = 0.20
LIFE_FRACTION_90_LATE = 0.25
LIFE_FRACTION_95 = 0.30
LATE_DAYS = 2.0
M2_PER_KM2 = 1e6


@dataclass(frozen=True)
class Decay:
    """A decay flown to the entry interface.

    Attributes
    ----------
    epoch : datetime
        Of the state it started from.
    life_s : float
        From the epoch to the entry interface. [s]
    entry_state_gcrf : Array
        Position [m] and velocity [m/s] there, shape (6,).
    averaged : bool
        Whether the first part of it was averaged; then the phase along the orbit is arbitrary.
    last_part : Trajectory
        The integrated end.
    """

    epoch: datetime
    life_s: float
    entry_state_gcrf: Array
    averaged: bool
    last_part: Trajectory

    @property
    def entry_utc(self) -> datetime:
        """When it meets the entry interface."""
        return after(self.epoch, self.life_s)

    @property
    def entry_place_rad(self) -> tuple[float, float]:
        """Geodetic latitude and longitude there. [rad]"""
        return place_below(self.entry_utc, self.entry_state_gcrf)


def tumbling_ballistic_m2_kg(vehicle: Vehicle, mass_kg: float) -> float:
    """Return drag coefficient times mean area over mass of a ship that turns end over end. [m2/kg]

    Seen at an angle from the nose, such a ship shows |cos| of its nose-on and |sin| of its broadside
    area; over a turn that is 2/pi of their sum.
    """
    drag = vehicle.drag
    area_m2 = 2.0 / math.pi * (drag.area_nose_on_m2.value + drag.area_broadside_m2.value)
    return drag.drag_coefficient.value * area_m2 / mass_kg


def place_below(utc: datetime, state_gcrf: Array) -> tuple[float, float]:
    """Return geodetic latitude and longitude of a GCRF state. [rad]"""
    latitude_rad, longitude_rad, _ = geodetic_from_itrf(itrf_from_gcrf(utc) @ state_gcrf[:3])
    return latitude_rad, longitude_rad


def fly_to_entry(
    epoch: datetime, state_gcrf: Array, model: ForceModel, limit_s: float
) -> tuple[Trajectory, float | None, Array]:
    """Integrate to the last crossing of 120 km before the ship is lost.

    Returns
    -------
    tuple[Trajectory, float | None, Array]
        The flight, the seconds to the entry (None when the ship is still up at the limit), and the
        state there or at the limit.
    """
    flight = propagate(
        epoch,
        np.asarray(state_gcrf[:6], dtype=np.float64),
        limit_s,
        prepare_forces(model, epoch, limit_s),
        tolerance_m=TOLERANCE_M,
        events=[
            Event("altitude", ENTRY_INTERFACE_M, -1),
            Event("altitude", LOST_M, -1, terminal=True),
            Event("node", direction=1),
        ],
    )
    if not flight.stopped:
        return flight, None, flight.final_state
    falls = [event for event in flight.events if event.index == 0]
    if not falls:  # it started below
        return flight, 0.0, np.asarray(state_gcrf[:6], dtype=np.float64)
    return flight, falls[-1].time_s, falls[-1].state


def decay_to_entry(
    epoch: datetime,
    state_gcrf: Array,
    ballistic_m2_kg: float,
    *,
    density_factor: float = 1.0,
    degree: int = 8,
) -> Decay | None:
    """Let an orbit decay to the entry interface.

    Parameters
    ----------
    epoch : datetime
    state_gcrf : Array
        Position [m] and velocity [m/s], shape (6,).
    ballistic_m2_kg : float
        Drag coefficient times area over mass. [m2/kg]
    density_factor : float
        On US76.
    degree : int
        Of the gravity field in the integrated part.

    Returns
    -------
    Decay | None
        None when it stays up longer than `LONGEST_LIFE_DAYS`.

    Raises
    ------
    InputError
        A ballistic coefficient or factor that is not above zero.
    """
    if ballistic_m2_kg <= 0.0 or density_factor <= 0.0:
        raise InputError(
            f"a decay with {ballistic_m2_kg} m2/kg and a density factor of {density_factor}",
            limit="both above zero",
        )
    felt = ballistic_m2_kg * density_factor
    limit_s = LONGEST_LIFE_DAYS * DAY_S
    mean = mean_from_osculating(from_state(state_gcrf[:3], state_gcrf[3:6]))
    slow = mean_decay(mean, felt, limit_s)
    if not slow.ended:
        return None
    skipped_s, state = 0.0, np.asarray(state_gcrf[:6], dtype=np.float64)
    if slow.duration_s > INTEGRATED_DAYS * DAY_S:
        skipped_s = slow.duration_s - INTEGRATED_DAYS * DAY_S
        state = np.concatenate(to_state(osculating_from_mean(slow.orbit_at(skipped_s))))
    model = ForceModel(degree, degree, "us76", ballistic_m2_kg, density_factor)
    start = after(epoch, skipped_s)
    span_s = slow.duration_s - skipped_s + 3.0 * DAY_S
    flight, entry_s, final = fly_to_entry(start, state, model, span_s)
    while entry_s is None and span_s < 64.0 * INTEGRATED_DAYS * DAY_S:
        span_s *= 2.0
        flight, entry_s, final = fly_to_entry(start, state, model, span_s)
    if entry_s is None:
        return None
    return Decay(epoch, skipped_s + entry_s, final[:6], skipped_s > 0.0, flight)


def life_fraction_for(life_s: float, confidence: float) -> float:
    """Return which part of the life left makes a window of a confidence, 0.90 or 0.95.

    Examples
    --------
    >>> [life_fraction_for(9.0 * DAY_S, part) for part in (0.90, 0.95)]
    [0.2, 0.3]
    """
    if confidence == 0.90:
        return LIFE_FRACTION_90_LATE if life_s < LATE_DAYS * DAY_S else LIFE_FRACTION_90
    if confidence == 0.95:
        return LIFE_FRACTION_95
    raise InputError(
        f"no decay window is known for a confidence of {confidence}", limit="0.90 or 0.95"
    )


def decay_window(
    epoch: datetime,
    state_gcrf: Array,
    ballistic_m2_kg: float,
    *,
    density_factor: float = 1.0,
    confidence: float = 0.90,
    nodes: int = NODES_LISTED,
) -> DecayWindow | None:
    """Predict when an uncontrolled ship comes down.

    Parameters
    ----------
    epoch, state_gcrf, ballistic_m2_kg, density_factor
        As `decay_to_entry`.
    confidence : {0.90, 0.95}
        Of the window.
    nodes : int
        How many equator crossings to list at most, the last ones of the window.

    Returns
    -------
    DecayWindow | None
        None when it stays up longer than `LONGEST_LIFE_DAYS`.
    """
    decay = decay_to_entry(epoch, state_gcrf, ballistic_m2_kg, density_factor=density_factor)
    if decay is None:
        return None
    fraction = life_fraction_for(decay.life_s, confidence)
    spread = timedelta(seconds=fraction * decay.life_s)
    latitude_rad, longitude_rad = decay.entry_place_rad
    window = (decay.entry_utc - spread, decay.entry_utc + spread)
    track: tuple[NodeCrossing, ...] = ()
    if nodes > 0 and not decay.averaged:
        # thinner air, so that the track reaches the end of the window
        late = decay_to_entry(
            epoch, state_gcrf, ballistic_m2_kg, density_factor=density_factor / (1.0 + fraction)
        )
        track = nodes_of(late or decay, *window)[-nodes:]
    mean = mean_from_osculating(from_state(state_gcrf[:3], state_gcrf[3:6]))
    return DecayWindow(
        epoch_utc=epoch,
        nominal_utc=decay.entry_utc,
        earliest_utc=window[0],
        latest_utc=window[1],
        life_days=decay.life_s / DAY_S,
        life_fraction=fraction,
        confidence=confidence,
        inclination_deg=math.degrees(mean.inclination_rad),
        latitude_deg=math.degrees(latitude_rad),
        longitude_deg=math.degrees(longitude_rad),
        ballistic_m2_kg=ballistic_m2_kg,
        density_factor=density_factor,
        method="averaged, then integrated" if decay.averaged else "integrated",
        nodes=track,
    )


def nodes_of(decay: Decay, start: datetime, end: datetime) -> tuple[NodeCrossing, ...]:
    """Return the northward equator crossings of a decay between two instants."""
    crossings = []
    for event in decay.last_part.events:
        if event.name == "ascending-node" and start <= event.utc <= end:
            _, longitude_rad = place_below(event.utc, event.state)
            crossings.append(NodeCrossing(utc=event.utc, longitude_deg=math.degrees(longitude_rad)))
    return tuple(crossings)


def latitude_share(inclination_rad: float, edges_rad: Array) -> Array:
    """Return the probability that an uncontrolled entry falls between latitudes.

    Every argument of latitude is as likely as any other.

    Parameters
    ----------
    inclination_rad : float
    edges_rad : Array
        Rising geocentric latitudes, shape (n + 1,). [rad]

    Returns
    -------
    Array
        Shape (n,); sums to one when the edges span the inclination.

    Examples
    --------
    Half of all entries of a polar orbit fall within 45 degrees of the equator; at 51.6 degrees, 72 %
    do, and 28 % in the outermost bands:

    >>> latitude_share(math.pi / 2, np.radians([-45.0, 45.0])).round(3)
    array([0.5])
    >>> latitude_share(math.radians(51.6), np.radians([-90.0, -45.0, 45.0, 90.0])).round(3)
    array([0.142, 0.716, 0.142])
    """
    ratio = np.clip(np.sin(edges_rad) / abs(math.sin(inclination_rad)), -1.0, 1.0)
    return np.asarray(np.diff(np.arcsin(ratio)) / math.pi)


def uncontrolled_risk(
    casualty_area_m2: float,
    inclination_rad: float,
    year: int,
    mean_density_per_km2: Callable[[float, int], float],
) -> UncontrolledRisk:
    """Return the expected casualties of an entry anywhere along an orbit.

    Parameters
    ----------
    casualty_area_m2 : float
        Of everything that survives. [m2]
    inclination_rad : float
    year : int
        Of the entry, for the population.
    mean_density_per_km2 : callable
        People per square kilometer below an orbit, from inclination and year.

    Examples
    --------
    The published 12.41 m2 of EUVE, with 15.2 people per square kilometer below its orbit:

    >>> risk = uncontrolled_risk(12.41, math.radians(28.5), 2000, lambda inclination, year: 15.2)
    >>> round(risk.one_in)
    5301
    """
    density = float(mean_density_per_km2(inclination_rad, year))
    return UncontrolledRisk(
        casualty_area_m2=casualty_area_m2,
        mean_density_per_km2=density,
        casualty_expectation=casualty_area_m2 / M2_PER_KM2 * density,
    )


def state_on_orbit(
    perigee_height_m: float,
    apogee_height_m: float,
    inclination_rad: float,
    perigee_rad: float,
    *,
    node_rad: float = 0.0,
    argument_of_latitude_rad: float | None = None,
) -> Array:
    """Return a GCRF state on a stated mean orbit, at its perigee unless told, shape (6,).

    Heights are over the equator's radius, as catalogues of orbits give them.
    """
    a = WGS84_A_M + 0.5 * (perigee_height_m + apogee_height_m)
    e = 0.5 * (apogee_height_m - perigee_height_m) / a
    u = perigee_rad if argument_of_latitude_rad is None else argument_of_latitude_rad
    mean = NearCircular(
        a, e * math.cos(perigee_rad), e * math.sin(perigee_rad), inclination_rad, node_rad, u
    )
    return np.concatenate(to_state(osculating_from_mean(mean)))
