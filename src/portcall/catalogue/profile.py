"""A rendezvous profile: allowed phase, burn scheme, first burn, contact rule, approach.

Model   Phase angle: from the chaser forward to the station along the station's orbit, at insertion.
        The contact rule names the lighting that sets the arrival; approach times count back from
        contact.
Valid   Near-circular low orbits. A user's own TOML file in the same form works the same way.
Source  Each figure names its own.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure, Status

_SLACK_DEG = 1e-6  # a phase on the edge of the range is inside it


class Burn(Record):
    """One burn of the nominal scheme: placed by orbit, by elapsed time, or before contact."""

    name: Identifier
    kind: Literal["phasing", "trim", "autonomous"]
    orbit: int | None = Field(default=None, ge=1, description="revolution since insertion")
    orbit_fraction: float = Field(default=0.5, ge=0.0, lt=1.0, description="how far through it")
    met_s: float | None = Field(default=None, gt=0.0, description="after lift-off")
    before_contact_s: float | None = Field(default=None, gt=0.0)
    range_km: Figure | None = Field(default=None, description="to the station at ignition")
    delta_v_m_s: Figure | None = Field(default=None, description="seen or published, as a guide")
    status: Status
    source: str = Field(min_length=3)
    note: str = ""

    @model_validator(mode="after")
    def _placed_once(self) -> Self:
        if [self.orbit, self.met_s, self.before_contact_s].count(None) != 2:
            raise ValueError(
                f"burn '{self.name}' needs exactly one of orbit, met_s, before_contact_s"
            )
        return self


class ContactRule(Record):
    """Which lighting the contact waits for."""

    vehicles: tuple[Identifier, ...] = Field(default=(), description="empty: every vehicle")
    kind: Literal["eclipse-entry", "noon-or-eclipse-entry", "duration"]
    earliest_h: Figure = Field(description="the rule looks from this long after lift-off")
    latest_h: Figure | None = Field(default=None, description="and no later than this")
    eclipse_entry_offset_deg: Figure | None = Field(
        default=None, description="contact comes this much orbit after eclipse entry"
    )
    past_noon_deg: Figure | None = Field(
        default=None, description="or this much orbit past orbital noon, if that comes first"
    )
    fallback_h: Figure | None = Field(default=None, description="when neither comes in time")


class ApproachPoint(Record):
    """One point of the published approach timeline."""

    event: Identifier
    before_contact_s: Figure
    range_m: Figure | None = None
    closing_rate_m_s: Figure | None = None


class AfterContact(Record):
    """What follows contact; reports confuse these with it. In s after contact."""

    hooks_closed_s: Figure
    leak_check_s: Figure = Field(description="end of the leak check")
    hatch_open_s: Figure


class Insertion(Record):
    """The orbit that the profile starts from."""

    perigee_km: Figure = Field(
        description="lowest height above the ellipsoid in the first revolution"
    )
    apogee_km: Figure = Field(description="highest height above the ellipsoid in the same")
    inclination_deg: Figure = Field(description="osculating at the node")


class Profile(Record):
    """One rendezvous profile."""

    id: Identifier
    name: str
    orbits: int = Field(ge=1, le=200, description="nominal revolutions from insertion to docking")
    phase_min_deg: Figure
    phase_max_deg: Figure
    first_burn_earliest_s: Figure = Field(description="after lift-off")
    nominal_duration_h: Figure = Field(description="lift-off to contact")
    min_perigee_km: Figure
    gate_below_deg: Figure | None = Field(
        default=None, description="direction of the arrival gate below the backward V-bar [deg]"
    )
    fallback: Identifier | None = Field(default=None, description="profile flown when this fails")
    insertion: Insertion
    burn: tuple[Burn, ...] = Field(min_length=1)
    contact_rule: tuple[ContactRule, ...] = Field(min_length=1)
    approach: tuple[ApproachPoint, ...] = Field(min_length=1)
    after_contact: AfterContact
    note: str = ""

    @model_validator(mode="after")
    def _phase_range_is_a_range(self) -> Self:
        width_deg = self.phase_max_deg.value - self.phase_min_deg.value
        if not 0.0 < width_deg <= 360.0:
            raise ValueError(f"phase range is {width_deg} deg wide; it must be in (0, 360]")
        return self

    def closed_by_deg(self, phase_deg: float) -> float:
        """Return how far a phase lies outside the allowed range, the shorter way [deg]; 0 inside.

        A range of a full turn allows every phase.
        """
        low = self.phase_min_deg.value
        width = self.phase_max_deg.value - low
        past_low = (phase_deg - low + _SLACK_DEG) % 360.0
        if width >= 360.0 or past_low <= width + 2.0 * _SLACK_DEG:
            return 0.0
        return min(past_low - width, 360.0 - past_low)

    def contact_rule_for(self, vehicle: str) -> ContactRule:
        """Return the contact rule of a vehicle: its own, or the general one."""
        for rule in self.contact_rule:
            if vehicle in rule.vehicles:
                return rule
        for rule in self.contact_rule:
            if not rule.vehicles:
                return rule
        return self.contact_rule[0]
