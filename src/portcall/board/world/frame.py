"""A scene at one instant: where the craft are, what phase it is, go or hold, and what comes next.

Model   A craft goes along a great circle from one sample of a track to the next, evenly in time; what
        is lit is told by the nearer sample. Between tracks nobody is placed. In the keep-out sphere the
        ship has to be in the corridor; outside of it nobody asks.
Valid   Any instant; before and after the run it says so.
Source  The scene's own lists; great circles: E. Williams, Aviation Formulary, "Intermediate points".
        The page's `sceneAt` does the same sums.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from portcall.board.world.go import go_of
from portcall.core.time import require_utc
from portcall.records.scene import (
    ApproachNow,
    Craft,
    CraftNow,
    Frame,
    Geometry,
    NextEvent,
    Phase,
    Scene,
    SceneApproach,
    SceneEvent,
    Track,
)

DOCKED = "docked: the months at the port are not simulated, so there is no track"
BEFORE = "before lift-off"
BEFORE_RUN = "before this run begins"
AFTER = "after the end of this run"
BETWEEN = "no track was flown at this instant"
_HALF = 0.5
_SAME_PLACE_RAD = 1e-9
_AT_THE_PORT_M = 1.0  # nearer than this the cone has no width
FALLING = "the ship has come apart: what is left falls in pieces"


@dataclass(frozen=True)
class _Index:
    """What is looked up at every instant, sorted once a scene."""

    tracks: dict[Craft, tuple[list[datetime], list[Track]]]
    phase_starts: list[datetime]
    event_times: list[datetime]
    events: list[SceneEvent]


class _Same:
    """A scene as a key: one object is one key, whatever it holds."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def __hash__(self) -> int:
        return id(self.scene)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.scene is self.scene


@lru_cache(maxsize=32)
def _index(same: _Same) -> _Index:
    scene = same.scene
    tracks: dict[Craft, tuple[list[datetime], list[Track]]] = {}
    for craft in ("chaser", "station"):
        own = sorted(
            (one for one in scene.tracks if one.craft == craft), key=lambda one: one.start_utc
        )
        tracks[craft] = ([one.start_utc for one in own], own)
    events = sorted(scene.events, key=lambda one: one.utc)
    return _Index(
        tracks, [one.start_utc for one in scene.phases], [one.utc for one in events], events
    )


def frame_at(scene: Scene, utc: datetime) -> Frame:
    """Return a scene at an instant.

    Parameters
    ----------
    scene : Scene
        Whole; keep the object, it is indexed once.
    utc : datetime
        Aware.

    Raises
    ------
    InputError
        The instant has no time zone.
    """
    moment = require_utc(utc)
    index = _index(_Same(scene))
    phase = _phase_at(scene, index, moment)
    approach = _approach_at(scene.approach, moment)
    chaser = _craft_at(index, "chaser", moment)
    go, reason = go_of(scene, moment, approach)
    following = bisect_right(index.event_times, moment)
    later = index.events[following] if following < len(index.events) else None
    return Frame(
        utc=moment,
        phase=None if phase is None else phase.id,
        phase_name=phase.name if phase else _outside(scene, moment),
        go=go,
        go_reason=reason,
        met_s=None
        if scene.liftoff_utc is None
        else round((moment - scene.liftoff_utc).total_seconds(), 3),
        chaser=chaser,
        station=_craft_at(index, "station", moment),
        approach=approach,
        next_event=None
        if later is None
        else NextEvent(id=later.id, name=later.name, utc=later.utc),
        why_no_track=None if chaser is not None else _why(scene, moment),
    )


def _phase_at(scene: Scene, index: _Index, moment: datetime) -> Phase | None:
    place = bisect_right(index.phase_starts, moment) - 1
    if place < 0:
        return None
    phase = scene.phases[place]
    last = place == len(scene.phases) - 1
    return phase if moment < phase.end_utc or (last and moment == phase.end_utc) else None


def _outside(scene: Scene, moment: datetime) -> str:
    if moment < scene.start_utc:
        return "Before lift-off" if scene.start_utc == scene.liftoff_utc else "Before the approach"
    return "After the run" if moment > scene.end_utc else "Between phases"


def _why(scene: Scene, moment: datetime) -> str:
    if moment < scene.start_utc:
        return BEFORE if scene.start_utc == scene.liftoff_utc else BEFORE_RUN
    if moment > scene.end_utc:
        return AFTER
    if scene.why_no_track is not None:
        return scene.why_no_track
    if scene.pieces and any(
        one.id in ("entry", "landed") and one.start_utc <= moment for one in scene.phases
    ):
        return FALLING
    docked = scene.contact_utc is not None and scene.contact_utc <= moment
    return (
        DOCKED
        if docked and (scene.undocking_utc is None or moment < scene.undocking_utc)
        else BETWEEN
    )


def _place(times: Sequence[float], second: float) -> tuple[int, float] | None:
    """Return the sample before a time and the share of the way to the next; None outside."""
    if not times or second < times[0] or second > times[-1]:
        return None
    place = min(bisect_right(times, second) - 1, len(times) - 2)
    if place < 0:
        return 0, 0.0  # a single sample
    return place, (second - times[place]) / (times[place + 1] - times[place])


def _between(values: Sequence[float], place: int, share: float) -> float:
    if share == 0.0:
        return float(values[place])
    return float(values[place] + share * (values[place + 1] - values[place]))


def between_places(
    first: tuple[float, float], last: tuple[float, float], share: float
) -> tuple[float, float]:
    """Return the place a share of the way along a great circle, (latitude, longitude). [deg]

    Examples
    --------
    >>> lat, lon = between_places((0.0, 179.0), (0.0, -179.0), 0.75)
    >>> round(lat, 9), round(lon, 9)
    (0.0, -179.5)
    """
    if share <= 0.0 or first == last:
        return first
    one, other = _unit(first), _unit(last)
    angle = math.acos(min(1.0, max(-1.0, sum(a * b for a, b in zip(one, other, strict=True)))))
    if angle < _SAME_PLACE_RAD:
        return last if share > _HALF else first
    low, high = math.sin((1.0 - share) * angle), math.sin(share * angle)
    x, y, z = (low * a + high * b for a, b in zip(one, other, strict=True))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _unit(place: tuple[float, float]) -> tuple[float, float, float]:
    lat, lon = math.radians(place[0]), math.radians(place[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _craft_at(index: _Index, craft: Craft, moment: datetime) -> CraftNow | None:
    starts, tracks = index.tracks[craft]
    place = bisect_right(starts, moment) - 1
    # tracks may overlap by a sample: the latest that holds the instant counts
    while place >= 0:
        found = _on_track(tracks[place], moment)
        if found is not None:
            return found
        place -= 1
    return None


def _on_track(track: Track, moment: datetime) -> CraftNow | None:
    where = _place(track.time_s, (moment - track.start_utc).total_seconds())
    if where is None:
        return None
    place, share = where
    after = min(place + 1, len(track.time_s) - 1)
    near, far = track.range_m[place], track.range_m[after]
    lit = place if share < _HALF else after
    lat_deg, lon_deg = between_places(
        (track.lat_deg[place], track.lon_deg[place]),
        (track.lat_deg[after], track.lon_deg[after]),
        share,
    )
    return CraftNow(
        lat_deg=round(lat_deg, 4),
        lon_deg=round(lon_deg, 4),
        altitude_m=round(_between(track.altitude_m, place, share), 1),
        sunlit=bool(track.sunlit[lit]),
        range_m=None if near is None or far is None else round(near + share * (far - near), 2),
    )


def _approach_at(approach: SceneApproach | None, moment: datetime) -> ApproachNow | None:
    if approach is None:
        return None
    where = _place(approach.time_s, (moment - approach.start_utc).total_seconds())
    if where is None:
        return None
    place, share = where
    leg = approach.leg[place if share < 1.0 else place + 1]
    x_m, y_m, z_m = (
        round(_between(column, place, share), 3)
        for column in (approach.x_m, approach.y_m, approach.z_m)
    )
    return ApproachNow(
        x_m=x_m,
        y_m=y_m,
        z_m=z_m,
        port_range_m=round(_between(approach.port_range_m, place, share), 3),
        closing_m_s=round(_between(approach.closing_m_s, place, share), 4),
        lateral_m=round(_between(approach.lateral_m, place, share), 4),
        pointing_deg=round(_between(approach.pointing_deg, place, share), 3),
        leg=leg,
        in_corridor=in_corridor(approach.geometry, (x_m, y_m, z_m)),
    )


def in_corridor(geometry: Geometry | None, position: tuple[float, float, float]) -> bool | None:
    """Say whether the ship is inside the cone about the port's axis; None outside the keep-out sphere.

    Examples
    --------
    >>> cone = Geometry(
    ...     port_lvlh_m=(0.0, 0.0, 0.0), axis_lvlh=(-1.0, 0.0, 0.0), corridor_half_angle_deg=10.0
    ... )
    >>> in_corridor(cone, (-100.0, 10.0, 0.0)), in_corridor(cone, (-100.0, 30.0, 0.0))
    (True, False)
    """
    if geometry is None or geometry.corridor_half_angle_deg is None:
        return None
    sphere_m = geometry.keep_out_sphere_radius_m
    if sphere_m is not None and math.hypot(*position) > sphere_m:
        return None
    away = [here - port for here, port in zip(position, geometry.port_lvlh_m, strict=True)]
    range_m = math.hypot(*away)
    if range_m < _AT_THE_PORT_M:
        return True
    along = sum(one * axis for one, axis in zip(away, geometry.axis_lvlh, strict=True))
    return along >= range_m * math.cos(math.radians(geometry.corridor_half_angle_deg))


def event_instants(scene: Scene, first: datetime, last: datetime) -> tuple[SceneEvent, ...]:
    """Return the events after one instant up to another, for a clock that has moved on."""
    index = _index(_Same(scene))
    low = bisect_right(index.event_times, min(first, last))
    high = bisect_right(index.event_times, max(first, last))
    return tuple(index.events[low:high])


def clamped(scene: Scene, utc: datetime, margin_s: float = 0.0) -> datetime:
    """Return an instant inside the run, or at its nearer end."""
    room = timedelta(seconds=margin_s)
    return min(max(utc, scene.start_utc - room), scene.end_utc + room)
