"""How safe an approach is when something fails: drifts, avoidance, plume. Data only."""

from typing import Literal

from portcall.records.base import FrozenRecord, Vector


class DriftVerdict(FrozenRecord):
    """One failure at one point of the plan, and the free drift after it.

    `zone` is what the drift must keep out of: before the entry the approach ellipsoid, then the keep-out
    sphere; in the corridor the rule gives way to an avoidance maneuver. `least` counts in that zone's own
    size: 1 touches it. `passive`: no drift of those tried enters. `avoidance`: one enters, or the ship is
    in the corridor, and the burn given takes it away. `continue`: so near that going on is safer.
    """

    failure: str
    part_of_burn: float
    burn: int | None
    time_s: float
    range_m: float
    zone: Literal["ellipsoid", "keep-out-sphere", "corridor"]
    verdict: Literal["passive", "avoidance", "continue", "unsafe"]
    least: float
    least_range_m: float | None
    least_after_s: float
    entries: int
    samples: int
    no_entry_probability_lower_95: float
    avoidance_lvlh_m_s: Vector | None = None


class PlanSafety(FrozenRecord):
    """Every point and every failure of a plan."""

    drift_h: float
    samples_each: int
    seed: int
    drifts_flown: int
    passive: int
    avoidance: int
    near_contact: int
    unsafe: int
    largest_avoidance_m_s: float | None
    cases: tuple[DriftVerdict, ...]

    @property
    def safe(self) -> bool:
        """Whether every failure is passively safe or has an avoidance maneuver."""
        return self.unsafe == 0

    @property
    def first_without_passive_safety(self) -> DriftVerdict | None:
        """The earliest case that needs an avoidance maneuver, if any."""
        needing = [case for case in self.cases if case.verdict != "passive"]
        return min(needing, key=lambda case: case.time_s) if needing else None

    @property
    def worst(self) -> DriftVerdict | None:
        """The case outside the corridor that comes nearest to its zone, or deepest into it."""
        judged = [case for case in self.cases if case.zone != "corridor"]
        return min(judged, key=lambda case: case.least) if judged else None


class AvoidanceSummary(FrozenRecord):
    """What a port's table of avoidance maneuvers holds."""

    port: str
    cells: int
    without_burn: int
    largest_m_s: float
    hold_h: float
    acceleration_m_s2: float


class PlumeLoad(FrozenRecord):
    """One thruster firing toward the station at one range."""

    thruster: int
    range_m: float
    off_axis_deg: float
    pressure_pa: float
    limit_pa: float
    target: str


class PlumeCheck(FrozenRecord):
    """Which thrusters may not fire how near, and what they load."""

    verdict: Literal["pass", "fail"]
    reason: str
    inhibited_below_m: float
    inhibited_thrusters: tuple[int, ...]
    worst: PlumeLoad | None
    loads: tuple[PlumeLoad, ...]
