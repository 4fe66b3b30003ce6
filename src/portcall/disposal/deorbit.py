"""The deorbit: finite burns out of orbit, down to the entry interface.

Model   Burns with mass flow, held inertially at the attitude of ignition or along the velocity, on the
        dynamics of `orbit.dynamics`; between and after them the ship coasts. It is followed until it
        meets the entry interface, or for `GIVE_UP_S` after the last burn: a perigee that never enters
        is an outcome.
Valid   From orbit to 120 km, where the air is thin enough for one ballistic coefficient.
Source  As `orbit.propagation`; 120 km is the interface that JAXA states for HTV.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M
from portcall.core.frames import itrf_state_from_gcrf
from portcall.core.time import after, elapsed_s
from portcall.orbit.dynamics import Forces, Hold, Thrust
from portcall.orbit.engine import Engine
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.orbit_events import Event
from portcall.orbit.propagation import Trajectory, propagate

Array = NDArray[np.float64]
Attitude = Literal["inertial", "velocity"]

ENTRY_INTERFACE_M = 120e3
GIVE_UP_S = 2.0 * 5600.0  # two revolutions of a low orbit
RETROGRADE = (-1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class DeorbitBurn:
    """One burn against the velocity."""

    ignition: datetime
    duration_s: float
    attitude: Attitude = "inertial"
    # how the engine points beside where it should, in the ship's LVLH at ignition
    pitch_rad: float = 0.0
    yaw_rad: float = 0.0


@dataclass(frozen=True, slots=True)
class FlownDeorbitBurn:
    """A burn as flown."""

    ignition: datetime
    duration_s: float
    delta_v_m_s: float
    propellant_kg: float
    mass_after_kg: float
    perigee_after_m: float
    apogee_after_m: float


@dataclass(frozen=True)
class Entry:
    """The ship where it meets the entry interface.

    Attributes
    ----------
    utc : datetime
    state_itrf : Array
        Position [m] and Earth-relative velocity [m/s], shape (6,).
    state_gcrf : Array
        Position [m], velocity [m/s] and mass [kg], shape (7,).
    steepness_rad : float
        Of the inertial velocity against the horizon; negative downwards.
    """

    utc: datetime
    state_itrf: Array
    state_gcrf: Array
    steepness_rad: float


@dataclass(frozen=True)
class Deorbit:
    """The burns as flown, the path, and the entry; no entry when the ship stays up."""

    path: FlightPath
    burns: tuple[FlownDeorbitBurn, ...]
    entry: Entry | None

    @property
    def propellant_kg(self) -> float:
        """What all burns took. [kg]"""
        return sum(burn.propellant_kg for burn in self.burns)

    @property
    def delta_v_m_s(self) -> float:
        """Sum of the burns. [m/s]"""
        return sum(burn.delta_v_m_s for burn in self.burns)


def apsides_m(state: Array) -> tuple[float, float]:
    """Return the heights of perigee and apogee over the equatorial radius, two-body. [m]

    Examples
    --------
    From 415 km, 120 m/s against the velocity lower the perigee to 5.39 km:

    >>> r = WGS84_A_M + 415e3
    >>> v = math.sqrt(GM_EARTH_M3_S2 / r) - 120.0
    >>> round(apsides_m(np.array([r, 0.0, 0.0, 0.0, v, 0.0]))[0] / 1e3, 2)
    5.39
    """
    position, velocity = state[:3], state[3:6]
    r = float(np.linalg.norm(position))
    energy = float(velocity @ velocity) / 2.0 - GM_EARTH_M3_S2 / r
    a = -GM_EARTH_M3_S2 / (2.0 * energy)
    momentum = np.cross(position, velocity)
    e = math.sqrt(max(0.0, 1.0 - float(momentum @ momentum) / (GM_EARTH_M3_S2 * a)))
    return a * (1.0 - e) - WGS84_A_M, a * (1.0 + e) - WGS84_A_M


def impulse_to_perigee_m_s(altitude_m: float, perigee_m: float) -> float:
    """Return the impulse from a circular orbit that lowers the perigee so far. [m/s]

    Examples
    --------
    From 415 km to 50 km:

    >>> round(impulse_to_perigee_m_s(415e3, 50e3), 3)
    106.476
    """
    r, low = WGS84_A_M + altitude_m, WGS84_A_M + perigee_m
    return math.sqrt(GM_EARTH_M3_S2 / r) * (1.0 - math.sqrt(2.0 * low / (r + low)))


def pointed(pitch_rad: float, yaw_rad: float) -> tuple[float, float, float]:
    """Return the retrograde direction, turned up by a pitch and aside by a yaw, in LVLH."""
    level = math.cos(pitch_rad)
    return (-level * math.cos(yaw_rad), level * math.sin(yaw_rad), -math.sin(pitch_rad))


def _thrust(state: Array, burn: DeorbitBurn, engine: Engine) -> Thrust:
    """Return the thrust of a burn that is lit in this state."""
    towards = pointed(burn.pitch_rad, burn.yaw_rad)
    hold: Hold = "velocity"
    if burn.attitude == "inertial":
        ahead = state[3:6] / np.linalg.norm(state[3:6])
        normal = np.cross(state[:3], state[3:6])
        aside = -normal / np.linalg.norm(normal)
        axes = np.array([ahead, aside, np.cross(ahead, aside)])
        held = np.asarray(towards) @ axes
        towards, hold = (float(held[0]), float(held[1]), float(held[2])), "inertial"
    return Thrust(engine.thrust_n, engine.exhaust_velocity_m_s, towards, hold)


def entry_of(utc: datetime, state_gcrf: Array) -> Entry:
    """Return the entry record of a state."""
    position, velocity = state_gcrf[:3], state_gcrf[3:6]
    radial = float(position @ velocity) / float(np.linalg.norm(position))
    fixed = np.concatenate(itrf_state_from_gcrf(position, velocity, utc))
    steepness_rad = math.asin(radial / float(np.linalg.norm(velocity)))
    return Entry(utc, fixed, np.array(state_gcrf), steepness_rad)


def _fly_down(
    start: datetime, state: Array, forces: Forces, stop_m: float
) -> tuple[Trajectory, Entry | None]:
    falling = Event("altitude", level_m=stop_m, direction=-1, terminal=True)
    arc = propagate(start, state, GIVE_UP_S, forces, events=(falling,))
    entry = entry_of(after(start, arc.end_s), arc.final_state) if arc.stopped else None
    return arc, entry


def fly_deorbit(
    start: datetime,
    state: Array,
    burns: Sequence[DeorbitBurn],
    engine: Engine,
    forces: Forces,
    *,
    stop_altitude_m: float = ENTRY_INTERFACE_M,
) -> Deorbit:
    """Fly a ship out of its orbit.

    Parameters
    ----------
    start : datetime
        Aware instant of the state.
    state : Array
        Position [m], velocity [m/s], GCRF, and mass [kg], shape (7,).
    burns : Sequence[DeorbitBurn]
        In order of time, none before `start`.
    engine : Engine
        Thrust and exhaust velocity.
    forces : Forces
        Prepared for the ship from `start` to `GIVE_UP_S` after the last burn.
    stop_altitude_m : float
        The entry interface, over WGS84. [m]

    Returns
    -------
    Deorbit
        Without an entry when the ship is still up two revolutions after the last burn.
    """
    arcs: list[Trajectory] = []
    flown = []
    now, here = start, np.array(state, dtype=np.float64)
    for burn in burns:
        wait_s = elapsed_s(now, burn.ignition)
        if wait_s > 0.0:
            arcs.append(propagate(now, here, wait_s, forces))
            here = arcs[-1].final_state
        before_kg = float(here[6])
        arcs.append(
            propagate(
                burn.ignition, here, burn.duration_s, forces, thrust=_thrust(here, burn, engine)
            )
        )
        here = arcs[-1].final_state
        now = after(burn.ignition, burn.duration_s)
        spent_kg = before_kg - float(here[6])
        perigee_m, apogee_m = apsides_m(here)
        flown.append(
            FlownDeorbitBurn(
                ignition=burn.ignition,
                duration_s=burn.duration_s,
                delta_v_m_s=engine.delta_v_m_s(before_kg, spent_kg),
                propellant_kg=spent_kg,
                mass_after_kg=float(here[6]),
                perigee_after_m=perigee_m,
                apogee_after_m=apogee_m,
            )
        )
    last, entry = _fly_down(now, here, forces, stop_altitude_m)
    return Deorbit(FlightPath((*arcs, last)), tuple(flown), entry)
