"""An approach profile: the legs of the last kilometers, their range-rate gates and what they wait for.

Model   A start at the arrival gate and legs in order. Ranges count from contact: the port less the probe.
        Between two gates of a leg the deceleration is constant. Published points of flown approaches stand
        beside the legs, each with its use: one flight calibrates, the others judge.
Valid   Station ports reached along their axis. A user's own TOML file in the same form works too.
Source  Each figure names its own.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure

Side = Literal["v-bar-behind", "v-bar-ahead", "r-bar-below", "r-bar-above"]
LegKind = Literal["sight", "around", "point", "line", "hold", "berth"]


class Start(Record):
    """Where the approach begins: the arrival gate."""

    range_m: Figure = Field(description="from the station's center of mass")
    closing_m_s: Figure
    below_deg: Figure = Field(description="direction below the station's backward V-bar")


class RateGate(Record):
    """One row of a leg's table: a range, or a path that is left, and the rate there."""

    range_m: Figure
    rate_m_s: Figure


class ApproachLeg(Record):
    """One leg."""

    name: Identifier
    kind: LegKind
    end_range_m: Figure | None = Field(default=None, description="where it ends, or is held")
    towards: Side | None = Field(
        default=None, description="direction of a waypoint; without it, the port's axis"
    )
    radius_m: Figure | None = Field(
        default=None, description="of the waypoint from the station's center of mass"
    )
    least_s: Figure | None = Field(default=None, description="shortest time of the leg")
    longest_s: Figure | None = Field(default=None, description="then it is given up")
    cleared: Literal[0, 1, 2] = Field(
        default=0, description="go that it needs inside the sphere: 1 corridor, 2 final approach"
    )
    attitude: Literal["nose", "docked", "tail"] = "nose"
    engine: bool = Field(default=False, description="the main engine may brake")
    gate: tuple[RateGate, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        moving = self.kind in ("sight", "around", "point", "line")
        if moving and not self.gate:
            raise ValueError(f"leg '{self.name}' moves and needs at least one [[leg.gate]]")
        if self.kind in ("sight", "hold", "berth") and self.end_range_m is None:
            raise ValueError(f"leg '{self.name}' needs `end_range_m`")
        if self.kind in ("around", "point") and self.radius_m is None:
            raise ValueError(f"leg '{self.name}' needs `radius_m`")
        ranges = [gate.range_m.value for gate in self.gate]
        if ranges != sorted(ranges, reverse=True):
            raise ValueError(f"gates of leg '{self.name}' must come in falling range")
        return self


class Steering(Record):
    """How tightly the ship is held, and what a go asks for."""

    side_time_constant_s: Figure = Field(description="of the return to the port's axis")
    side_speed_m_s: Figure = Field(description="greatest speed across the axis")
    start_acceleration_m_s2: Figure = Field(description="with which a hold is left")
    far_period_s: Figure = Field(description="control cycle outside the corridor")
    near_period_s: Figure = Field(description="control cycle inside it")
    far_speed_deadband_m_s: Figure
    near_speed_deadband_m_s: Figure
    far_angle_deadband_deg: Figure
    near_angle_deadband_deg: Figure
    closing_band_part: Figure = Field(description="of the planned rate; outside it, abort")
    closing_band_slack_m_s: Figure
    go_offset_m: Figure = Field(description="across the axis, at the last hold")
    go_rate_m_s: Figure
    go_angle_deg: Figure
    go_turn_deg_s: Figure
    go_sigma_m: Figure = Field(description="navigator's own one-sigma, worst axis")
    go_steady_s: Figure = Field(description="for which all of them hold")
    retreat_m_s: Figure
    retreat_m: Figure = Field(description="from the station's center, where the retreat ends")


class PublishedPoint(Record):
    """One published point of a flown or planned approach."""

    id: str
    flight: str
    event: str
    leg: Identifier = Field(description="the leg it belongs to")
    use: Literal["calibrates", "judges", "contradicts"]
    before_contact_s: float | None = None
    time_band_s: float = Field(default=60.0, description="both ends are rounded to the minute")
    range_m: float | None = None
    rate_m_s: float | None = None
    status: Literal["published", "derived", "estimated"] = "published"
    source: str = Field(min_length=3)
    note: str = ""


class Approach(Record):
    """One approach profile."""

    id: Identifier
    name: str
    vehicles: tuple[Identifier, ...] = Field(min_length=1)
    sides: tuple[Side, ...] = Field(min_length=1, description="of ports it is flown to")
    nominal_duration_s: Figure | None = Field(default=None, description="start to contact")
    start: Start
    leg: tuple[ApproachLeg, ...] = Field(min_length=1)
    steering: Steering
    published: tuple[PublishedPoint, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _ends_at_the_port(self) -> Self:
        if self.leg[-1].kind not in ("line", "berth"):
            raise ValueError("the last leg must be a `line` to contact or a `berth`")
        names = [leg.name for leg in self.leg]
        if len(set(names)) != len(names):
            raise ValueError("two legs have the same name")
        for point in self.published:
            if point.leg not in names:
                raise ValueError(f"published point {point.id} names no leg of this approach")
        return self
