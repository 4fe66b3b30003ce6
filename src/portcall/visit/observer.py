"""When an observer on the ground has ship and station in the sky, and whether they can be seen.

Model   Passes of both flown paths above 10 degrees (`orbit.visibility`); the sky is dark with the
        Sun more than 6 degrees down (civil dusk); a craft shines while it is in sunlight.
Valid   Clear weather and a flat horizon. How bright a craft is, is not worked out.
Source  `orbit.visibility`, `environment.eclipse`.
"""

import math
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.time import after, elapsed_s
from portcall.environment.eclipse import cylinder_clearance_m
from portcall.environment.sun_moon import sun_elevation_rad, sun_position_gcrf_m
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.visibility import (
    Pass,
    Place,
    PositionItrf,
    paired_passes,
    positions_itrf_from_gcrf,
)
from portcall.records.sighting import CraftPass, Sighting

Array = NDArray[np.float64]

DARK_BELOW_DEG = -6.0
_LOOKS = 9  # how often a pass is looked at for sunlight
_LIMITS = {"latitude": (-90.0, 90.0, "deg"), "longitude": (-180.0, 360.0, "deg")}
_LOWEST_M, _HIGHEST_M = -500.0, 9_000.0
_HOW = "write LAT,LON[,ALT] in degrees and m, such as --observer 51.48,-0.01 or 46.0,63.56,100"


def parse_place(text: str) -> Place:
    """Read an observer's place: latitude and longitude [deg], and a height [m] if given.

    Raises
    ------
    InputError
        Not two or three numbers, or none that a place on the ground can have.

    Examples
    --------
    >>> place = parse_place("51.48,-0.01")
    >>> round(math.degrees(place.latitude_rad), 2), place.altitude_m
    (51.48, 0.0)
    """
    where = "--observer"
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in {2, 3}:
        raise InputError(f"'{text}' is not a place", where=where, remedy=_HOW)
    altitude_m = numbers[2] if len(numbers) == 3 else 0.0
    limits = (*_LIMITS.items(), ("height", (_LOWEST_M, _HIGHEST_M, "m")))
    for value, (name, (low, high, unit)) in zip((*numbers[:2], altitude_m), limits, strict=True):
        if not low <= value <= high:  # also refuses what is not a number
            raise InputError(
                f"the {name} is {value:g} {unit}",
                limit=f"{low:g} to {high:g} {unit}",
                where=where,
                remedy=_HOW,
            )
    longitude_rad = math.remainder(math.radians(numbers[1]), math.tau)
    return Place("observer", math.radians(numbers[0]), longitude_rad, altitude_m)


def _itrf_of(path: FlightPath, start: datetime) -> PositionItrf:
    offset_s = elapsed_s(path.epoch, start)

    def positions(seconds: Array) -> Array:
        states = path.states_at(np.asarray(seconds) + offset_s)
        return positions_itrf_from_gcrf(start, np.asarray(seconds), states[:, :3])

    return positions


def _sunlit(path: FlightPath, one: Pass) -> bool:
    """Return whether a craft is in sunlight at any time of a pass."""
    sun = sun_position_gcrf_m(one.culmination)
    first_s, last_s = elapsed_s(path.epoch, one.rise), elapsed_s(path.epoch, one.set)
    states = path.states_at(np.linspace(first_s, last_s, _LOOKS))
    return any(cylinder_clearance_m(*state[:3], *sun) > 0.0 for state in states)


def _record(path: FlightPath, one: Pass) -> CraftPass:
    return CraftPass(
        rise_utc=one.rise,
        culmination_utc=one.culmination,
        set_utc=one.set,
        culmination_elevation_deg=math.degrees(one.culmination_elevation_rad),
        rise_azimuth_deg=math.degrees(one.rise_azimuth_rad),
        set_azimuth_deg=math.degrees(one.set_azimuth_rad),
        sunlit=_sunlit(path, one),
    )


def sightings(place: Place, ship: FlightPath, station: FlightPath) -> tuple[Sighting, ...]:
    """Find when both craft pass over a place, while both paths last.

    Parameters
    ----------
    place : Place
        The observer.
    ship, station : FlightPath
        The flown paths, GCRF.

    Returns
    -------
    tuple[Sighting, ...]
        In time order; those that nobody can see are there too, and say so.
    """
    start = max(ship.epoch, station.epoch)
    end = min(after(path.epoch, path.duration_s) for path in (ship, station))
    found = []
    ways = (_itrf_of(ship, start), _itrf_of(station, start))
    for one, other in paired_passes(place, *ways, start, end):
        sun_deg = math.degrees(
            sun_elevation_rad(place.latitude_rad, place.longitude_rad, one.culmination)
        )
        ship_pass, station_pass = _record(ship, one), _record(station, other)
        dark = sun_deg < DARK_BELOW_DEG
        found.append(
            Sighting(
                ship=ship_pass,
                station=station_pass,
                gap_s=elapsed_s(one.culmination, other.culmination),
                sun_elevation_deg=sun_deg,
                dark=dark,
                visible=dark and (ship_pass.sunlit or station_pass.sunlit),
            )
        )
    return tuple(found)
