"""The record of one visit: what was predicted, what it rests on, and how it was judged."""

from typing import Literal

from pydantic import Field

from portcall.records.base import FrozenRecord, Utc, Vector
from portcall.records.disposal import DisposalRecord
from portcall.records.docking import DockingRecord
from portcall.records.handover import Arrival, Contact, Insertion
from portcall.records.mass import LedgerEntry
from portcall.records.sighting import Sighting
from portcall.records.timeline import ElementsUsed, TimelineEvent
from portcall.records.verdict import Verdict


class Burn(FrozenRecord):
    """One burn as flown: V-bar, orbit normal and R-bar components in the ship's LVLH."""

    name: str
    utc: Utc
    duration_s: float
    delta_v_m_s: float
    delta_v_lvlh_m_s: Vector
    propellant_kg: float
    range_m: float
    perigee_after_m: float


class DeltaV(FrozenRecord):
    """Total of the far rendezvous, and the least that any plan between its ends must spend."""

    total: float
    bound: float


class LateLaunch(FrozenRecord):
    """What a launch late by some seconds, or on a backup day, would cost."""

    utc: Utc
    late_s: float
    phase_deg: float
    profile_open: bool
    plane_cost_m_s: float
    delta_v_m_s: float | None = None


class Window(FrozenRecord):
    """The launch window: the instant, the phase, and the cost of missing it."""

    phase_deg: float
    phase_sigma_deg: float
    phase_min_deg: float
    phase_max_deg: float
    drift_deg: float
    late_cost_m_s_per_s: float
    backups: tuple[LateLaunch, ...] = ()


class Closed(FrozenRecord):
    """A profile that the phase does not allow, and what would open it."""

    profile: str
    phase_deg: float
    by_deg: float
    reboost_m_s: float | None = None
    reboost_utc: Utc | None = None
    opens_on: str | None = None


class BurnCase(FrozenRecord):
    """What becomes of the visit when one burn is missed or cut short."""

    burn: str
    case: Literal["missed", "cut at half"]
    outcome: Literal["re-planned", "falls back", "lost"]
    delta_v_m_s: float | None = None
    propellant_kg: float | None = None
    contact_utc: Utc | None = None
    note: str = ""


class Fallback(FrozenRecord):
    """Where a visit falls back to when its first burn is missed."""

    profile: str
    contact_utc: Utc
    phase_deg: float
    delta_v_m_s: float
    propellant_kg: float
    note: str = ""


class Dispersions(FrozenRecord):
    """What samples of the flight's errors did to propellant and arrival.

    The 99th percentiles are bounded from above, with the confidence that is stated.
    """

    samples: int
    seed: int
    arrived: int
    tolerance_m: float
    tolerance_m_s: float
    propellant_p50_kg: float
    propellant_p99_kg: float
    delta_v_p50_m_s: float
    delta_v_p99_m_s: float
    arrival_miss_p99_m: float
    arrival_miss_p99_m_s: float
    p99_confidence: float
    p99_note: str = ""
    density_spread_fraction: float
    burn_cases: tuple[BurnCase, ...] = ()
    fallback: Fallback | None = None


class VisitRecord(FrozenRecord):
    """A visit from lift-off to hatch opening, and the way home when it is known."""

    flight: str
    profile: str
    vehicle: str
    site: str
    station: str
    port: str
    elements: ElementsUsed
    station_maneuvers: int
    window: Window
    insertion: Insertion
    burns: tuple[Burn, ...]
    delta_v_m_s: DeltaV
    arrival: Arrival
    contact: Contact
    events: tuple[TimelineEvent, ...]
    mass: tuple[LedgerEntry, ...]
    verdicts: tuple[Verdict, ...] = ()
    dispersions: Dispersions | None = None
    sightings: tuple[Sighting, ...] = ()
    closed: Closed | None = None
    docking: DockingRecord | None = None
    home: DisposalRecord | None = None
    notes: tuple[str, ...] = ()
    timing: dict[str, float] = Field(default_factory=dict)
