"""One run as the mission board shows it: tracks, approach, events, verdicts, and one instant of it.

Model   Lists of figures stand side by side: entry i of every list of a track belongs to `time_s[i]`,
        seconds after its `start_utc`. Positions near the station are LVLH about its center of mass.
        What is not known is null, never a guess.
Valid   One run; figures are rounded for the eye (1e-4 deg, 1 m; 0.01 m in the approach), those of
        events, verdicts, burns and limits are the record's own.
Source  Made by `board.world` from a run folder.
"""

from typing import Literal

from portcall.records.base import FrozenRecord, Utc, Vector
from portcall.records.footprint import LinearRing

Craft = Literal["chaser", "station"]
PhaseId = Literal[
    "ascent", "phasing", "rendezvous", "approach", "docked", "departure", "coast", "deorbit",
    "entry", "landed",
]  # fmt: skip
TrackPhase = Literal["ascent", "chase", "approach", "departure", "home", "fall"]
Go = Literal["go", "hold", "no go", "done"]
Number = int | float  # whole ones are written without a point: lists are long
VerdictWord = Literal["pass", "fail", "cannot say"]
LimitedQuantity = Literal[
    "closing speed", "lateral offset", "lateral rate", "pitch and yaw", "roll",
    "pitch and yaw rate", "roll rate",
]  # fmt: skip


class SceneRun(FrozenRecord):
    """Which run this is; `of` is the run that a what-if was made from."""

    id: str
    flight: str
    name: str
    short_name: str
    vehicle: str
    profile: str
    site: str
    site_name: str
    station: str
    port: str
    kind: Literal["visit", "docking"]
    of: str | None = None
    what_if: str | None = None
    made_utc: Utc


class Phase(FrozenRecord):
    """A part of the visit."""

    id: PhaseId
    name: str
    start_utc: Utc
    end_utc: Utc


class Track(FrozenRecord):
    """The way of one craft over the ground in one phase."""

    craft: Craft
    phase: TrackPhase
    start_utc: Utc
    time_s: tuple[Number, ...]
    lat_deg: tuple[Number, ...]
    lon_deg: tuple[Number, ...]
    altitude_m: tuple[Number, ...]
    sunlit: tuple[int, ...]
    range_m: tuple[Number | None, ...]


class Site(FrozenRecord):
    """A place on the ground."""

    id: str
    name: str
    lat_deg: float
    lon_deg: float
    kind: Literal["launch site", "ground station", "landing"]


class SceneArea(FrozenRecord):
    """An area on the ground: outer rings, cut at 180 degrees, longitude before latitude."""

    kind: Literal["closed area", "footprint", "confidence area"]
    name: str
    rings: tuple[LinearRing, ...]
    from_utc: Utc | None = None
    to_utc: Utc | None = None


class Piece(FrozenRecord):
    """Something that reaches the ground on the planned fall."""

    object: str
    lat_deg: float
    lon_deg: float
    mass_kg: float
    energy_j: float


class Geometry(FrozenRecord):
    """The port and what surrounds it; the axis points out of the port."""

    port_lvlh_m: Vector
    axis_lvlh: Vector
    keep_out_sphere_radius_m: float | None = None
    corridor_half_angle_deg: float | None = None


class SceneLeg(FrozenRecord):
    """A leg of the approach; one that `waits` holds for leave to go on."""

    name: str
    start_s: float
    start_range_m: float
    waits: bool = False


class DispersedWay(FrozenRecord):
    """One approach of those flown with sampled errors."""

    run: int
    time_s: tuple[Number, ...]
    x_m: tuple[Number, ...]
    y_m: tuple[Number, ...]
    z_m: tuple[Number, ...]


class SpreadAt(FrozenRecord):
    """How far from the port's axis the dispersed approaches are at one distance."""

    port_range_m: float
    lateral_p50_m: float
    lateral_p95_m: float


class ContactLimit(FrozenRecord):
    """One quantity of the touch against its mechanism's limit.

    `value` is the touch of the shown run. `low` and `high` are what surely is allowed, the tight end of
    what sources state; `wide_low` and `wide_high` what may be. Inside the tight end it passes, beyond
    the wide one it fails, between them nobody can say.
    """

    quantity: LimitedQuantity
    name: str
    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    wide_low: float | None = None
    wide_high: float | None = None
    verdict: VerdictWord


class SceneApproach(FrozenRecord):
    """The approach second by second, thinned for the eye."""

    start_utc: Utc
    time_s: tuple[Number, ...]
    leg: tuple[str, ...]
    x_m: tuple[Number, ...]
    y_m: tuple[Number, ...]
    z_m: tuple[Number, ...]
    port_range_m: tuple[Number, ...]
    closing_m_s: tuple[Number, ...]
    lateral_m: tuple[Number, ...]
    pointing_deg: tuple[Number, ...]
    geometry: Geometry | None = None
    legs: tuple[SceneLeg, ...] = ()
    outcome: str
    reason: str
    runs: tuple[DispersedWay, ...] = ()
    spread: tuple[SpreadAt, ...] = ()
    capture_probability_lower_95: float | None = None
    captured: int | None = None
    run_count: int | None = None
    limits: tuple[ContactLimit, ...] = ()


class SceneDeparture(FrozenRecord):
    """The way out of the port, about the station's center of mass."""

    start_utc: Utc
    time_s: tuple[Number, ...]
    x_m: tuple[Number, ...]
    y_m: tuple[Number, ...]
    z_m: tuple[Number, ...]
    range_m: tuple[Number, ...]


class SceneBurn(FrozenRecord):
    """One burn as flown in the run."""

    name: str
    start_utc: Utc
    duration_s: float
    delta_v_m_s: float
    propellant_kg: float


class EventMargin(FrozenRecord):
    """The verdict that bears on an event, in words."""

    text: str
    verdict: VerdictWord


class SceneEvent(FrozenRecord):
    """A bookmark: what happens when; `error_s` is predicted minus flown."""

    id: str
    name: str
    utc: Utc
    sigma_s: float
    basis: str
    flown_utc: Utc | None = None
    error_s: float | None = None
    note: str = ""
    margin: EventMargin | None = None


class SceneVerdict(FrozenRecord):
    """A flight rule as judged; `way` says which part of the visit it is about."""

    rule: str
    way: Literal["up", "home"]
    verdict: VerdictWord
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    margin: float | None = None
    note: str = ""


class Constraint(FrozenRecord):
    """A stretch of time that binds or limits what may be done."""

    kind: Literal["launch window", "eclipse", "no ground contact", "closed area"]
    name: str
    start_utc: Utc
    end_utc: Utc


class MassEntry(FrozenRecord):
    """The ship's mass after an event; no time when the record has none for it."""

    utc: Utc | None = None
    event: str
    total_kg: float
    propellant_kg: float


class Scene(FrozenRecord):
    """All that the board shows of one run."""

    run: SceneRun
    start_utc: Utc
    end_utc: Utc
    liftoff_utc: Utc | None = None
    contact_utc: Utc | None = None
    undocking_utc: Utc | None = None
    phases: tuple[Phase, ...]
    tracks: tuple[Track, ...] = ()
    why_no_track: str | None = None
    sites: tuple[Site, ...] = ()
    areas: tuple[SceneArea, ...] = ()
    pieces: tuple[Piece, ...] = ()
    approach: SceneApproach | None = None
    departure: SceneDeparture | None = None
    burns: tuple[SceneBurn, ...] = ()
    events: tuple[SceneEvent, ...] = ()
    verdicts: tuple[SceneVerdict, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    mass: tuple[MassEntry, ...] = ()
    notes: tuple[str, ...] = ()
    differs_from_base: tuple[str, ...] | None = None


class CraftNow(FrozenRecord):
    """Where a craft is over the ground."""

    lat_deg: float
    lon_deg: float
    altitude_m: float
    sunlit: bool
    range_m: float | None = None


class ApproachNow(FrozenRecord):
    """Where the ship is before its port; nobody asks for `in_corridor` outside the keep-out sphere."""

    x_m: float
    y_m: float
    z_m: float
    port_range_m: float
    closing_m_s: float
    lateral_m: float
    pointing_deg: float
    leg: str
    in_corridor: bool | None = None


class NextEvent(FrozenRecord):
    """The bookmark that comes next."""

    id: str
    name: str
    utc: Utc


class Frame(FrozenRecord):
    """A scene at one instant."""

    utc: Utc
    phase: PhaseId | None = None
    phase_name: str
    go: Go
    go_reason: str
    met_s: float | None = None
    chaser: CraftNow | None = None
    station: CraftNow | None = None
    approach: ApproachNow | None = None
    next_event: NextEvent | None = None
    why_no_track: str | None = None
