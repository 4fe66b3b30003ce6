"""The record of an approach: how it was planned, what one run did, and what a campaign shows."""

from typing import Literal

from pydantic import Field

from portcall.records.base import FrozenRecord, Utc, Vector
from portcall.records.docking_safety import AvoidanceSummary, PlanSafety, PlumeCheck
from portcall.records.linear_covariance import LinearCovariance
from portcall.records.verdict import Verdict

Outcome = Literal[
    "captured",
    "not captured",
    "outside the limits",
    "aborted",
    "time out",
    "collision",
    "not a number",
]


class Percentiles(FrozenRecord):
    """Middle and tail of a quantity over the runs that have it.

    `p99_bound` is the order statistic that bounds the 99th percentile from above with 95 %
    confidence; absent while the runs are too few.
    """

    p50: float
    p95: float
    p99: float
    p99_bound: float | None = None


class ContactStatistics(FrozenRecord):
    """The first touch, over all runs that touched."""

    closing_speed_m_s: Percentiles
    lateral_offset_m: Percentiles
    lateral_rate_m_s: Percentiles
    pitch_yaw_deg: Percentiles
    roll_deg: Percentiles
    pitch_yaw_rate_deg_s: Percentiles
    roll_rate_deg_s: Percentiles


class Touch(FrozenRecord):
    """The first touch of one run, at the crossing of the mating plane."""

    after_gate_s: float
    closing_speed_m_s: float
    lateral_offset_m: float
    lateral_rate_m_s: float
    pitch_yaw_deg: float
    roll_deg: float
    pitch_yaw_rate_deg_s: float
    roll_rate_deg_s: float
    mass_kg: float = Field(description="the ship's, as integrated")


class Leg(FrozenRecord):
    """One leg as one run flew it."""

    name: str
    start_s: float
    duration_s: float
    start_range_m: float
    closing_m_s: float


class DockingSample(FrozenRecord):
    """One second of one run, for pictures and tables."""

    time_s: float
    position_lvlh_m: Vector
    velocity_lvlh_m_s: Vector
    port_range_m: float
    closing_m_s: float
    lateral_m: float
    pointing_deg: float
    navigation_error_m: float
    propellant_kg: float
    leg: str


class DockingRun(FrozenRecord):
    """One run, with what it ended in and why."""

    run: int | None = Field(description="number in the campaign; absent: the nominal run")
    outcome: Outcome
    reason: str
    touch: Touch | None
    capture_s: float | None = Field(default=None, description="after the first touch [s]")
    duration_s: float
    delta_v_m_s: float
    propellant_kg: float
    pulses: int
    isolated: str = Field(default="", description="the thruster that was shut off")
    isolated_after_s: float | None = Field(default=None, description="the fault began [s]")
    legs: tuple[Leg, ...] = ()


class FailureClass(FrozenRecord):
    """Runs that did not capture for one reason, and their numbers for a replay."""

    outcome: Outcome
    reason: str
    count: int
    runs: tuple[int, ...]


class CaptureBound(FrozenRecord):
    """What the runs show of the capture, held against one end of the mechanism's limits."""

    limits: Literal["tight", "nominal", "wide"]
    captured: int
    probability_lower_95: float


class ApproachSafety(FrozenRecord):
    """How safe the plan is when something fails: drifts, avoidance burns, plumes."""

    plan: PlanSafety | None = None
    avoidance: AvoidanceSummary | None = None
    plume: PlumeCheck | None = None


class FaultCell(FrozenRecord):
    """What became of the runs with one fault from one range on."""

    fault: str
    range_m: float
    isolated: bool = Field(description="whether isolation was at work")
    runs: int
    captured: int
    safe_aborts: int
    violations: int
    lost: int


class ApproachGeometry(FrozenRecord):
    """The port and what surrounds it, in the station's LVLH about its center of mass.

    `axis_lvlh` points out of the port; the corridor is a cone about it.
    """

    port_lvlh_m: Vector
    axis_lvlh: Vector
    corridor_half_angle_deg: float
    keep_out_sphere_radius_m: float


class DockingRecord(FrozenRecord):
    """An approach and its docking: one run, or many with what they show."""

    flight: str
    vehicle: str
    station: str
    port: str
    mechanism: str
    approach: str
    station_attitude: str
    elements_epoch_utc: Utc = Field(description="of the station's orbit")
    gate_utc: Utc
    contact_utc: Utc | None
    start: Literal["arrival of the flown visit", "the approach's own gate"]
    seed: int
    widen: float = 1.0
    faults: tuple[str, ...] = ()
    runs: int
    captured: int = Field(
        description="caught, and inside the mechanism's limits at their tight end"
    )
    capture_probability_lower_95: float | None
    bounds: tuple[CaptureBound, ...] = ()
    contact: ContactStatistics | None = None
    duration_s: Percentiles | None = None
    delta_v_m_s: Percentiles | None = None
    propellant_kg: Percentiles | None = None
    propellant_aboard_kg: float = Field(description="at the gate, the deorbit reserve left out")
    keep_out_violations: int = 0
    no_escape_runs: int | None = Field(
        default=None,
        description="with a second of the final leg without an avoidance burn; absent: not looked for",
    )
    failures: tuple[FailureClass, ...] = ()
    geometry: ApproachGeometry | None = None
    nominal: DockingRun
    replayed: DockingRun | None = None
    safety: ApproachSafety | None = None
    fault_map: tuple[FaultCell, ...] = ()
    linear_covariance: LinearCovariance | None = None
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[str, ...] = ()
    timing: dict[str, float] = Field(default_factory=dict)
