"""An element set as the catalogue records it: figures in named keys.

Model   Mean elements of SGP4 (TEME of date), as a two-line set or an OMM carries them.
Valid   Earth satellites with fewer than 18 revolutions a day.
Source  Hoots and Roehrich, Spacetrack Report No. 3 (1980); CCSDS 502.0-B-3, section 4.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from portcall.catalogue.record import Record
from portcall.core.sourced import Status

Angle = Annotated[float, Field(ge=0.0, lt=360.0)]


class RecordedElements(Record):
    """One element set: mean elements of SGP4, with its source."""

    norad_id: int = Field(gt=0, le=999_999_999, description="satellite catalogue number")
    object: str = Field(min_length=1, description="name of the object")
    international_designator: str = Field(default="", description="as in the set, e.g. 98067A")
    epoch_utc: AwareDatetime = Field(description="epoch of the set, to the microsecond")
    mean_motion_rev_day: float = Field(gt=0.0, lt=18.0, description="mean motion [rev/day]")
    eccentricity: float = Field(ge=0.0, lt=1.0)
    inclination_deg: float = Field(ge=0.0, le=180.0)
    raan_deg: Angle = Field(description="right ascension of the ascending node [deg]")
    argp_deg: Angle = Field(description="argument of perigee [deg]")
    mean_anomaly_deg: Angle
    bstar: float = Field(description="SGP4 drag term [1/Earth radii]")
    mean_motion_dot: float = Field(
        default=0.0, description="half the first rate of mean motion, as printed [rev/day^2]"
    )
    mean_motion_ddot: float = Field(
        default=0.0, description="a sixth of the second rate, as printed [rev/day^3]"
    )
    element_set_no: int = Field(default=999, ge=0)
    rev_at_epoch: int = Field(default=0, ge=0)
    after_launch: bool = Field(
        default=False, description="the set is from after lift-off: a hindcast may use it only"
    )
    status: Status
    source: str = Field(min_length=3)

    @model_validator(mode="after")
    def _epoch_is_utc(self) -> Self:
        if self.epoch_utc.utcoffset() != timedelta(0):
            raise ValueError("epoch_utc must be in UTC (end it with Z)")
        return self

    def age_h(self, moment: datetime) -> float:
        """Return how old the set is at an instant, in h; negative when it is younger."""
        return (moment.astimezone(UTC) - self.epoch_utc).total_seconds() / 3600.0
