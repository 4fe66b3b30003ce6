"""A flown disposal or landing that is no visit of this catalogue: what a model of entry is held to.

Model   The orbit it left, the burns that took it out, what was aimed at, and when and where which
        height, the water or the ground was reached, as planned and as flown.
Valid   Anything that came down; what no source gives is absent.
Source  Each value names its own; an estimate carries its range.
"""

from typing import Self

from pydantic import Field, model_validator

from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.flight import Conflict
from portcall.catalogue.record import Identifier, Record, SourcedText, SourcedTime
from portcall.core.sourced import Figure

MAX_BURNS = 12
MAX_EVENTS = 40


class OrbitBefore(Record):
    """The orbit before the first recorded burn, or at an epoch; heights above the equator."""

    epoch_utc: SourcedTime | None = None
    perigee_km: Figure | None = None
    apogee_km: Figure | None = None
    inclination_deg: Figure | None = None
    ignition_altitude_km: Figure | None = Field(
        default=None, description="height above the ellipsoid where the last burn starts [km]"
    )
    elements: RecordedElements | None = None


class DisposalBurn(Record):
    """One burn; its thrust stands here when it is not the vehicle's."""

    name: str = ""
    utc: SourcedTime | None = Field(default=None, description="ignition")
    end_utc: SourcedTime | None = Field(default=None, description="cut-off")
    duration_s: Figure | None = None
    delta_v_m_s: Figure | None = Field(default=None, description="size of the braking impulse")
    thrust_n: Figure | None = None
    perigee_after_km: Figure | None = None
    apogee_after_km: Figure | None = None


class Aim(Record):
    """The point that was aimed at, or the strip around it."""

    latitude_deg: Figure | None = None
    longitude_deg: Figure | None = None
    length_km: Figure | None = None
    width_km: Figure | None = None


class Descent(Record):
    """When and where it came down, as planned or as flown."""

    undocking_utc: SourcedTime | None = None
    entry_utc: SourcedTime | None = Field(default=None, description="passage of entry_altitude_km")
    entry_altitude_km: Figure | None = None
    entry_angle_deg: Figure | None = Field(
        default=None, description="of the inertial velocity below the horizontal, negative down"
    )
    breakup_utc: SourcedTime | None = None
    breakup_altitude_km: Figure | None = None
    first_splash_utc: SourcedTime | None = None
    last_splash_utc: SourcedTime | None = None
    landing_utc: SourcedTime | None = None
    position: SourcedText | None = None
    latitude_deg: Figure | None = None
    longitude_deg: Figure | None = None
    along_track_km: Figure | None = Field(
        default=None, description="half the length of the area where pieces fell [km]"
    )
    short_of_aim_km: Figure | None = None
    peak_load_g: Figure | None = None


class DisposalEvent(Record):
    """One event of a timeline, with its height where it is known."""

    name: str = Field(min_length=1)
    utc: SourcedTime
    altitude_km: Figure | None = None


class DisposalCase(Record):
    """One disposal or landing that was flown, and what is known of it."""

    id: Identifier
    name: str = Field(min_length=1)
    vehicle: str = Field(min_length=1, description="id of a vehicle, or its name in words")
    controlled: bool = True
    crewed: bool = False
    mass_kg: Figure | None = Field(default=None, description="at the first recorded burn")
    thrust_n: Figure | None = None
    isp_s: Figure | None = None
    orbit: OrbitBefore = OrbitBefore()
    burn: tuple[DisposalBurn, ...] = Field(default=(), max_length=MAX_BURNS)
    aim: Aim = Aim()
    planned: Descent = Descent()
    flown: Descent = Descent()
    event: tuple[DisposalEvent, ...] = Field(default=(), max_length=MAX_EVENTS)
    conflict: tuple[Conflict, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _burns_are_in_order(self) -> Self:
        starts = [burn.utc.utc for burn in self.burn if burn.utc is not None]
        if starts != sorted(starts):
            raise ValueError("the burns are not in the order of their ignitions")
        return self

    @model_validator(mode="after")
    def _uncontrolled_means_no_burn(self) -> Self:
        if self.burn and not self.controlled:
            raise ValueError("an uncontrolled fall has no burns")
        return self
