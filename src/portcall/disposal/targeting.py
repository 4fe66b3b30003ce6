"""When to light the engine so that the pieces fall around an aim point, and which passes can do it.

Model   The ship's unburned ground track passes the aim at its nearest; the burn is lit so that the
        middle of the fall lies abreast of the aim: along the track the miss is closed by a chord
        Newton on the ignition time, across it is what the pass leaves. A box is aimed at in the
        middle of the track inside it.
Valid   Near-circular low orbits, aims within reach of their inclination.
Source  Geometry on the sphere; miss distances of a few kilometers do not need more.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.core.frames import itrf_from_gcrf
from portcall.core.time import after, elapsed_s
from portcall.disposal.deorbit import (
    ENTRY_INTERFACE_M,
    Attitude,
    Deorbit,
    DeorbitBurn,
    Entry,
    fly_deorbit,
)
from portcall.orbit.dynamics import Forces
from portcall.orbit.engine import Engine
from portcall.orbit.flight_path import FlightPath

Array = NDArray[np.float64]

MEAN_RADIUS_M = 6_371_008.8  # IUGG mean radius, for distances on the ground
ON_AIM_M = 2e3  # a hundredth of the width of the fall; ignition is set to a third of a second
FARTHEST_PASS_M = 2_600e3  # farther off, "abreast of the aim" says nothing of where a fall is
_SAMPLE_S = 20.0
FALL_S = 42.0 * 60.0  # first guess of ignition to impact: Progress is reported with 40 to 43 min
_GROUND_SPEED_M_S = 7.2e3
_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Aim:
    """Where the middle of the fall should be."""

    latitude_rad: float
    longitude_rad: float

    @property
    def direction(self) -> Array:
        """Unit vector from the Earth's center, taking geodetic latitude for geocentric. [1]"""
        level = math.cos(self.latitude_rad)
        return np.array(
            [
                level * math.cos(self.longitude_rad),
                level * math.sin(self.longitude_rad),
                math.sin(self.latitude_rad),
            ]
        )


@dataclass(frozen=True, slots=True)
class AimBox:
    """A box of latitude and longitude; `west_rad` beyond `east_rad` crosses the antimeridian."""

    south_rad: float
    north_rad: float
    west_rad: float
    east_rad: float

    @property
    def center(self) -> Aim:
        """The middle of the box."""
        width = (self.east_rad - self.west_rad) % math.tau
        middle = math.remainder(self.west_rad + width / 2.0, math.tau)
        return Aim((self.south_rad + self.north_rad) / 2.0, middle)

    def holds(self, latitude_rad: Array, longitude_rad: Array) -> NDArray[np.bool_]:
        """Tell which places are inside."""
        width = (self.east_rad - self.west_rad) % math.tau
        inside = (longitude_rad - self.west_rad) % math.tau <= width
        return inside & (latitude_rad >= self.south_rad) & (latitude_rad <= self.north_rad)


@dataclass(frozen=True, slots=True)
class Pass:
    """One passage of the unburned ground track by the aim."""

    utc: datetime
    aim: Aim
    off_m: float


@dataclass(frozen=True, slots=True)
class Center:
    """The middle of a fall."""

    latitude_rad: float
    longitude_rad: float
    after_entry_s: float


@dataclass(frozen=True)
class Targeted:
    """A deorbit that was aimed, and by how much it misses."""

    deorbit: Deorbit
    center: Center
    aim: Aim
    along_m: float
    across_m: float

    @property
    def on_aim(self) -> bool:
        """Whether the middle of the fall lies abreast of the aim."""
        return abs(self.along_m) <= ON_AIM_M


@dataclass(frozen=True, slots=True)
class NoDeorbit:
    """Why a deorbit cannot be flown as asked."""

    reason: str


FallOf = Callable[[Entry], Center | None]


@dataclass(frozen=True)
class Descent:
    """How a ship comes down: its burn, and what follows from an entry.

    Attributes
    ----------
    engine, forces
        As `disposal.deorbit.fly_deorbit`.
    attitude : {"inertial", "velocity"}
    fall_of : FallOf
        The middle of the fall from an entry; None when nothing comes down.
    stop_altitude_m : float
        Where the entry is taken. [m]
    """

    engine: Engine
    forces: Forces
    attitude: Attitude
    fall_of: FallOf
    stop_altitude_m: float = ENTRY_INTERFACE_M


def ground_track(path: FlightPath, seconds: Array) -> tuple[Array, Array]:
    """Return latitude (geocentric) and longitude under a path. [rad]"""
    positions = path.states_at(seconds)[:, :3]
    middle_s = float(np.mean(seconds))
    fixed = positions @ itrf_from_gcrf(after(path.epoch, middle_s)).T
    turn = -EARTH_ROTATION_RAD_S * (seconds - middle_s)
    x = np.cos(turn) * fixed[:, 0] - np.sin(turn) * fixed[:, 1]
    y = np.sin(turn) * fixed[:, 0] + np.cos(turn) * fixed[:, 1]
    return np.arctan2(fixed[:, 2], np.hypot(x, y)), np.arctan2(y, x)


def passes_by(
    path: FlightPath, start: datetime, end: datetime, aim: Aim | AimBox
) -> tuple[Pass, ...]:
    """Return the passes of a ground track by an aim, in order of time.

    Parameters
    ----------
    path : FlightPath
        The unburned ship; covers the span.
    start, end : datetime
        Span in which the track passes.
    aim : Aim or AimBox
        A box gives one pass for each crossing, aimed at its middle.
    """
    seconds = np.arange(elapsed_s(path.epoch, start), elapsed_s(path.epoch, end), _SAMPLE_S)
    latitude, longitude = ground_track(path, seconds)
    if isinstance(aim, AimBox):
        found = []
        inside = np.concatenate(([False], aim.holds(latitude, longitude), [False]))
        begins = np.flatnonzero(~inside[:-1] & inside[1:])
        ends = np.flatnonzero(inside[:-1] & ~inside[1:])
        for first, last in zip(begins, ends, strict=True):
            k = (first + last - 1) // 2
            middle = Aim(float(latitude[k]), float(longitude[k]))
            off = math.acos(min(1.0, float(middle.direction @ aim.center.direction)))
            utc = after(path.epoch, float(seconds[k]))
            found.append(Pass(utc, middle, off * MEAN_RADIUS_M))
        return tuple(found)
    level = np.cos(latitude)
    under = np.stack((level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)), 1)
    away = np.arccos(np.clip(under @ aim.direction, -1.0, 1.0)) * MEAN_RADIUS_M
    nearest = np.flatnonzero((away[1:-1] <= away[:-2]) & (away[1:-1] < away[2:])) + 1
    return tuple(
        Pass(after(path.epoch, float(seconds[k])), aim, float(away[k]))
        for k in nearest
        if away[k] <= FARTHEST_PASS_M
    )


def miss_m(entry: Entry, center: Center, aim: Aim) -> tuple[float, float]:
    """Return how far a fall lies beyond the aim along the track, and right of it. [m]"""
    normal = np.cross(entry.state_itrf[:3], entry.state_itrf[3:6])
    normal /= np.linalg.norm(normal)
    where = Aim(center.latitude_rad, center.longitude_rad).direction
    wanted = aim.direction
    along = math.atan2(float(normal @ np.cross(wanted, where)), float(wanted @ where))
    across = math.asin(float(wanted @ normal)) - math.asin(float(where @ normal))
    return along * MEAN_RADIUS_M, across * MEAN_RADIUS_M


def target_pass(
    chosen: Pass,
    ship: FlightPath,
    mass_kg: float,
    duration_s: float,
    descent: Descent,
    earliest: datetime,
) -> Targeted | NoDeorbit:
    """Set the ignition so that the fall lies abreast of the aim.

    Parameters
    ----------
    chosen : Pass
        By which pass.
    ship : FlightPath
        The unburned ship.
    mass_kg : float
        At ignition. [kg]
    duration_s : float
        Of the burn. [s]
    descent : Descent
        How it comes down.
    earliest : datetime
        No ignition before it.
    """
    ignition = after(chosen.utc, -FALL_S)
    for _ in range(_ROUNDS):
        if ignition < earliest:
            return NoDeorbit(
                f"the ignition for the pass of {chosen.utc:%H:%M} UTC would be at "
                f"{ignition:%H:%M:%S}, before the ship is ready at {earliest:%H:%M:%S}"
            )
        targeted = fly_to(ignition, ship, mass_kg, duration_s, chosen.aim, descent)
        if isinstance(targeted, NoDeorbit) or targeted.on_aim:
            return targeted
        ignition = after(ignition, -targeted.along_m / _GROUND_SPEED_M_S)
    return NoDeorbit(f"no ignition near {ignition:%H:%M} UTC brings the fall abreast of the aim")


def fly_to(
    ignition: datetime,
    ship: FlightPath,
    mass_kg: float,
    duration_s: float,
    aim: Aim,
    descent: Descent,
) -> Targeted | NoDeorbit:
    """Fly a burn at a given ignition and say how far its fall is from an aim."""
    state = np.append(ship.state_utc(ignition), mass_kg)
    burn = DeorbitBurn(ignition, duration_s, descent.attitude)
    deorbit = fly_deorbit(
        ignition,
        state,
        [burn],
        descent.engine,
        descent.forces,
        stop_altitude_m=descent.stop_altitude_m,
    )
    if deorbit.entry is None:
        flown = deorbit.burns[0]
        return NoDeorbit(
            f"{flown.delta_v_m_s:.1f} m/s leave the perigee at {flown.perigee_after_m / 1e3:.0f} km:"
            " the ship does not enter within two revolutions"
        )
    center = descent.fall_of(deorbit.entry)
    if center is None:
        return NoDeorbit(
            "nothing reaches the ground: the ship leaves the air again, or burns up whole"
        )
    along, across = miss_m(deorbit.entry, center, aim)
    return Targeted(deorbit, center, aim, along, across)
