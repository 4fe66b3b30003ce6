"""A launcher: stages, fairing, timeline, and the orbits that it reaches.

Model   Stage thrust and Isp at sea level and in vacuum, for one unit; `count` units burn together.
Valid   Nominal vehicles.
Source  Each figure names its own.
"""

from pydantic import Field

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure


class Stage(Record):
    """One stage, or one set of like boosters."""

    name: str
    engine: str
    count: int = Field(default=1, ge=1, le=8)
    ignition_met_s: Figure
    cutoff_met_s: Figure
    separation_met_s: Figure | None = None
    thrust_vacuum_n: Figure = Field(description="of one unit [N]")
    thrust_sea_level_n: Figure | None = None
    isp_vacuum_s: Figure
    isp_sea_level_s: Figure | None = None
    dry_mass_kg: Figure = Field(description="of one unit [kg]")
    propellant_kg: Figure = Field(description="of one unit [kg]")


class Fairing(Record):
    """Payload fairing (with the escape system, where the timeline says so)."""

    mass_kg: Figure
    diameter_m: Figure
    jettison_met_s: Figure = Field(description="for a cargo ship")
    jettison_crewed_met_s: Figure | None = None


class Timeline(Record):
    """Published times after lift-off, in s."""

    booster_separation_met_s: Figure | None = None
    core_separation_met_s: Figure
    cutoff_met_s: Figure
    separation_met_s: Figure


class InsertionTarget(Record):
    """The orbit that the launcher delivers for some profiles."""

    profiles: tuple[Identifier, ...] = Field(description="empty: every other profile")
    perigee_km: Figure = Field(description="above the equatorial radius [km]")
    apogee_km: Figure
    inclination_deg: Figure = Field(description="osculating at the node [deg]")


class InsertionPoint(Record):
    """Where separation happens."""

    latitude_deg: Figure
    longitude_deg: Figure
    argument_of_latitude_deg: Figure


class Launcher(Record):
    """One launcher type."""

    id: Identifier
    name: str
    liftoff_mass_kg: Figure
    payload_low_orbit_kg: Figure | None = None
    body_diameter_m: Figure
    drag_coefficient: Figure
    stage: tuple[Stage, ...] = Field(min_length=1)
    fairing: Fairing | None = None
    timeline: Timeline
    insertion: tuple[InsertionTarget, ...] = Field(min_length=1)
    insertion_point: InsertionPoint | None = None
    note: str = ""

    def insertion_for(self, profile: str | None) -> InsertionTarget:
        """Return the insertion orbit of a profile, or the launcher's general one."""
        for target in self.insertion:
            if profile is not None and profile in target.profiles:
                return target
        for target in self.insertion:
            if not target.profiles:
                return target
        return self.insertion[0]
