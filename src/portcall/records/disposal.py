"""The record of coming home: from the springs of the port to the last piece in the water.

What lands with its crew carries a `landing` in place of footprint, survivors, risk and area.
"""

from typing import Literal

from pydantic import Field

from portcall.records.area import Area, AreaComparison
from portcall.records.base import FrozenRecord, Utc
from portcall.records.departure import Departure
from portcall.records.footprint import Footprint, Place
from portcall.records.landing import Landing
from portcall.records.mass import LedgerEntry
from portcall.records.risk import Risk
from portcall.records.timeline import ElementsUsed, TimelineEvent
from portcall.records.verdict import Verdict

Role = Literal["chosen", "backup", "last safe", "not safe"]


class AimRecord(FrozenRecord):
    """Where the middle of the fall was aimed, and by how much it misses."""

    lat_deg: float
    lon_deg: float
    source: str
    along_miss_km: float
    across_miss_km: float


class EntryInterface(FrozenRecord):
    """The ship at 120 km; steepness of the inertial velocity below the horizon."""

    utc: Utc
    altitude_km: float
    lat_deg: float
    lon_deg: float
    speed_m_s: float
    steepness_deg: float
    mass_kg: float


class ImpactTimes(FrozenRecord):
    """When the first and the last surviving piece of the planned flight come down."""

    first: Utc
    last: Utc


class Survivor(FrozenRecord):
    """One kind of object that reaches the ground on the planned flight."""

    object: str
    material: str
    count: int
    mass_kg: float
    speed_m_s: float
    energy_j: float
    utc: Utc
    lat_deg: float
    lon_deg: float
    survives_fraction: float | None = Field(
        default=None, description="share of the samples in which it reaches the ground"
    )


class CutShort(FrozenRecord):
    """What happens when the burn stops at a fraction of its duration.

    The distance to land is that of the nearest piece of the fall; none when nothing comes down at once.
    """

    fraction: float
    delta_v_m_s: float
    perigee_km: float
    outcome: Literal["enters", "skips out", "decays", "stays up"]
    impact: Place | None = None
    nearest_foreign_land_km: float | None = None
    remaining_days: float | None = None


class Opportunity(FrozenRecord):
    """One pass by the aim: the chosen one, a backup, or one that is not safe."""

    ignition_utc: Utc
    impact: Place
    across_miss_km: float
    nearest_foreign_land_km: float | None = None
    safe: bool
    role: Role


class Bounded(FrozenRecord):
    """An estimate with its one-sided upper confidence bound."""

    value: float
    bound: float
    confidence: float
    note: str = ""


class DisposalRecord(FrozenRecord):
    """A ship that came home."""

    flight: str
    vehicle: str
    station: str
    port: str
    kind: Literal["disposal", "landing"]
    elements: ElementsUsed
    aim: AimRecord
    attitude: Literal["inertial", "velocity"]
    undocking_utc: Utc
    ignition_utc: Utc
    duration_s: float
    delta_v_m_s: float
    propellant_kg: float
    entry_interface_utc: Utc
    entry: EntryInterface
    impact_utc: ImpactTimes
    impact: Place
    footprint: Footprint | None = None
    survivors: tuple[Survivor, ...] = ()
    casualty_expectation: Bounded | None = None
    casualty_expectation_if_burn_fails: Bounded | None = None
    nearest_land_km: float | None = None
    risk: Risk | None = None
    area: Area | None = None
    against: AreaComparison | None = None
    landing: Landing | None = None
    ballistic_landing: Landing | None = None
    departure: Departure | None = None
    opportunities: tuple[Opportunity, ...] = ()
    cut_short: tuple[CutShort, ...] = ()
    events: tuple[TimelineEvent, ...] = ()
    mass: tuple[LedgerEntry, ...]
    verdicts: tuple[Verdict, ...] = ()
    samples: int = 0
    seed: int = 0
    notes: tuple[str, ...] = ()
    timing: dict[str, float] = Field(default_factory=dict)
