"""A sensor of the last kilometers: what it measures, from where to where, and how well.

Model   Every measurement is the truth, a bias that stays for the whole approach, and white noise; both
        Gaussian, the figures one sigma. The noise of a range may grow with the range, up to a ceiling.
Valid   Sensors that give one measurement a second. What a maker states as an accuracy without saying
        how it is meant is read as three sigma of noise and bias together.
Source  Each figure names its own.
"""

from typing import Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure


class LineOfSight(Record):
    """A sensor that sees the port: range, its rate, and where it stands."""

    farthest_m: Figure
    nearest_m: Figure
    field_half_angle_deg: Figure = Field(description="about the ship's long axis")
    range_noise_m: Figure = Field(description="at no range")
    range_noise_fraction: Figure = Field(description="of the range, added to it")
    range_noise_ceiling_m: Figure
    range_bias_m: Figure
    range_rate_noise_m_s: Figure
    range_rate_bias_m_s: Figure
    angle_noise_deg: Figure = Field(description="azimuth and elevation alike")
    angle_bias_deg: Figure


class PortSide(Record):
    """What the equipment at the port measures of the ship."""

    field_half_angle_deg: Figure = Field(description="about the port's axis")
    angle_noise_deg: Figure
    angle_bias_deg: Figure


class RelativeAttitude(Record):
    """A camera that sees a pattern of reflectors: how the ship is turned against its docked attitude."""

    farthest_m: Figure
    noise_deg: Figure = Field(description="each axis")


class RelativeSatellite(Record):
    """Difference of two satellite receivers, one at the station."""

    nearest_m: Figure = Field(description="nearer than this the station's structure reflects")
    position_noise_m: Figure = Field(description="each axis")
    position_bias_m: Figure = Field(description="each axis")
    velocity_noise_m_s: Figure = Field(description="each axis")


class Inertial(Record):
    """Gyros, accelerometers and an attitude reference."""

    gyro_noise_deg: Figure = Field(description="angle that a second's measurement is off")
    gyro_bias_deg_s: Figure = Field(description="left after calibration")
    delta_v_noise_m_s: Figure = Field(description="that a second's measurement is off")
    acceleration_bias_m_s2: Figure = Field(description="left after calibration in the coast")
    attitude_noise_deg: Figure = Field(description="of the reference, each axis")
    attitude_bias_deg: Figure = Field(description="mounting and orbit together, each axis")


class ProximitySensor(Record):
    """One sensor, and the vehicles that carry it."""

    id: Identifier
    name: str
    vehicles: tuple[Identifier, ...] = Field(min_length=1)
    line_of_sight: LineOfSight | None = None
    port_side: PortSide | None = None
    relative_attitude: RelativeAttitude | None = None
    relative_satellite: RelativeSatellite | None = None
    inertial: Inertial | None = None
    note: str = ""

    @model_validator(mode="after")
    def _measures_something(self) -> Self:
        blocks = (
            self.line_of_sight,
            self.port_side,
            self.relative_attitude,
            self.relative_satellite,
            self.inertial,
        )
        if all(block is None for block in blocks):
            raise ValueError("a sensor needs at least one block of what it measures")
        if self.port_side is not None and self.relative_satellite is not None:
            raise ValueError(
                "one of port_side and relative_satellite: the filter knows one of them"
            )
        return self
