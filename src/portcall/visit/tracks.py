"""Where ship and station were over the ground, from the pad to the port and from the port to the entry.

Model   The flown paths, turned into the terrestrial frame and sampled. Sunlight is judged by the Earth's
        cylindrical shadow. A crew's landing gives the events of its descent, not a path.
Valid   The flown phases. The docked months are not flown, nor is the fall of the pieces: no rows.
Source  `orbit.visibility`, `environment.eclipse`.
"""

from collections.abc import Iterator
from datetime import datetime

import erfa
import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import WGS84_A_M, WGS84_F
from portcall.core.time import after, elapsed_s
from portcall.environment.eclipse import cylinder_clearance_m
from portcall.environment.sun_moon import sun_position_gcrf_m
from portcall.launch.ascent import Ascent
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.visibility import positions_itrf_from_gcrf
from portcall.records.tracks import Craft, GroundTrack, TrackPhase
from portcall.visit.home import Home
from portcall.visit.visit import Visit

Array = NDArray[np.float64]

ASCENT_STEP_S, CHASE_STEP_S, APPROACH_STEP_S, HOME_STEP_S = 10.0, 60.0, 20.0, 60.0


def _times(duration_s: float, step_s: float) -> Array:
    """Return times from 0 to an end, both included, at most a step apart."""
    return np.linspace(0.0, duration_s, max(2, int(np.ceil(duration_s / step_s)) + 1))


def _sunlit(start: datetime, times_s: Array, positions_gcrf_m: Array) -> NDArray[np.bool_]:
    """Tell where the Sun shines; it moves a degree a day, so its place is looked up by the hour."""
    lit = np.empty(times_s.size, dtype=np.bool_)
    hours = np.floor(times_s / 3600.0)
    for hour in np.unique(hours):
        sun = sun_position_gcrf_m(after(start, float(hour) * 3600.0))
        for k in np.flatnonzero(hours == hour):
            lit[k] = cylinder_clearance_m(*positions_gcrf_m[k], *sun) > 0.0
    return lit


def _over_ground(positions_itrf_m: Array) -> tuple[Array, Array, Array]:
    """Return latitude [deg], longitude [deg] and altitude [m] of positions, each (n,)."""
    longitude, latitude, altitude_m = erfa.gc2gde(WGS84_A_M, WGS84_F, positions_itrf_m)
    return (
        np.degrees(latitude),
        np.degrees(np.arctan2(np.sin(longitude), np.cos(longitude))),
        altitude_m,
    )


def _pair(
    phase: TrackPhase,
    start: datetime,
    end: datetime,
    ship: FlightPath,
    station: FlightPath,
    step_s: float,
) -> Iterator[GroundTrack]:
    """Yield both craft between two instants that both paths cover."""
    times_s = _times(elapsed_s(start, end), step_s)
    places = {}
    crafts: tuple[tuple[Craft, FlightPath], ...] = (("chaser", ship), ("station", station))
    for craft, path in crafts:
        wanted_s = np.clip(times_s + elapsed_s(path.epoch, start), 0.0, path.duration_s)
        places[craft] = path.states_at(wanted_s)[:, :3]
    range_m = np.linalg.norm(places["chaser"] - places["station"], axis=1)
    for craft, _ in crafts:
        latitude, longitude, altitude_m = _over_ground(
            positions_itrf_from_gcrf(start, times_s, places[craft])
        )
        lit = _sunlit(start, times_s, places[craft])
        yield GroundTrack(
            craft, phase, start, times_s, latitude, longitude, altitude_m, lit, range_m
        )


def ascent_track(ascent: Ascent, liftoff: datetime) -> GroundTrack:
    """Return the way up; its shadow is looked for in the Earth-fixed frame of lift-off's Sun."""
    last = len(ascent.time_s) - 1
    wanted_s = _times(float(ascent.time_s[last]), ASCENT_STEP_S)
    kept = np.unique(np.searchsorted(ascent.time_s, wanted_s).clip(0, last))
    positions = ascent.position_itrf_m[kept]
    latitude, longitude, altitude_m = _over_ground(positions)
    # ten minutes of the Earth's turning are undone by turning the Sun instead
    sun_gcrf = sun_position_gcrf_m(liftoff)
    times_s = np.ascontiguousarray(ascent.time_s[kept])
    sun = positions_itrf_from_gcrf(liftoff, times_s, np.tile(sun_gcrf, (kept.size, 1)))
    lit = np.array(
        [cylinder_clearance_m(*p, *s) > 0.0 for p, s in zip(positions, sun, strict=True)]
    )
    unknown = np.full(kept.size, np.nan)
    return GroundTrack(
        "chaser", "ascent", liftoff, times_s, latitude, longitude, altitude_m, lit, unknown
    )


def _to_the_port(visit: Visit, path: FlightPath) -> Iterator[GroundTrack]:
    station, gate = visit.flight.station, visit.record.arrival.utc
    yield from _pair("chase", path.epoch, gate, path, station, CHASE_STEP_S)
    contact = after(path.epoch, path.duration_s)
    if contact > gate:
        yield from _pair("approach", gate, contact, path, station, APPROACH_STEP_S)


def _way_home(home: Home) -> Iterator[GroundTrack]:
    both, burn = home.plan.departure.path, home.plan.chosen.deorbit
    ignition = burn.burns[0].ignition
    yield from _pair("departure", both.epoch, ignition, both.ship, both.station, HOME_STEP_S)
    entry = home.record.entry_interface_utc
    end = min(entry, after(both.station.epoch, both.station.duration_s))
    end = min(end, after(burn.path.epoch, burn.path.duration_s))
    yield from _pair("home", ignition, end, burn.path, both.station, HOME_STEP_S)


def tracks_of(visit: Visit, path: FlightPath, home: Home | None) -> tuple[GroundTrack, ...]:
    """Return every flown phase of a visit over the ground.

    Parameters
    ----------
    visit : Visit
        The visit.
    path : FlightPath
        The ship from separation to the gate, or to contact.
    home : Home, optional
        The way home.

    Returns
    -------
    tuple[GroundTrack, ...]
        In order of time, the ship before the station.
    """
    tracks = []
    if visit.point.ascent is not None:
        tracks.append(ascent_track(visit.point.ascent, visit.record.insertion.liftoff_utc))
    tracks += _to_the_port(visit, path)
    if home is not None:
        tracks += _way_home(home)
    return tuple(tracks)
