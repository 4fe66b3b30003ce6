"""A launcher: stages, what it drops on the way, and the figures that its ascent is flown with.

Model   Stage masses at ignition, thrust and specific impulse at sea level and in vacuum, for one
        unit; `count` units burn together. Times count from contact lift-off. A launcher that is
        flown from the pad has `[ascent]`; without it only its published times are known.
Valid   Nominal vehicles. With `[ascent]`: every stage but the last burns from the pad, the last one
        is lit in flight and guided to its cut-off.
Source  Each figure names its own.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.profile import Insertion
from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure, Status

EVENT_NAME = r"^[a-z]+([_ ][a-z]+)*$"


class ThrottleStep(Record):
    """A thrust level, and when it begins."""

    met_s: Figure
    level: Figure = Field(description="share of full thrust")


class Stage(Record):
    """One stage, or one set of like boosters."""

    name: str
    engine: str
    count: int = Field(default=1, ge=1, le=8)
    ignition_met_s: Figure
    cutoff_met_s: Figure
    separation_met_s: Figure | None = None
    throttle: tuple[ThrottleStep, ...] = Field(
        default=(), description="levels between lift-off and cut-off; full where none is stated"
    )
    thrust_vacuum_n: Figure = Field(description="of one unit [N]")
    thrust_sea_level_n: Figure | None = None
    isp_vacuum_s: Figure
    isp_sea_level_s: Figure | None = None
    dry_mass_kg: Figure = Field(description="of one unit, with what it drops in flight [kg]")
    propellant_kg: Figure = Field(description="of one unit, at ignition [kg]")
    burnt_on_pad_kg: Figure | None = Field(default=None, description="of that, before lift-off")
    unusable_kg: Figure | None = Field(default=None, description="of that, out of the pumps' reach")
    peroxide_kg: Figure | None = Field(
        default=None, description="drives the pumps, gives no thrust"
    )
    nitrogen_kg: Figure | None = Field(default=None, description="pressurant, stays aboard")
    frontal_area_m2: Figure | None = Field(
        default=None, description="of the whole launcher while this stage is the lowest"
    )


class Jettison(Record):
    """Something dropped on the way, other than an empty stage."""

    name: str = Field(pattern=EVENT_NAME, description="of the event")
    met_s: Figure
    mass_kg: Figure
    on: Literal["cargo", "crewed", "all"] = Field(default="all", description="which flights")
    part_of: str | None = Field(default=None, description="stage whose dry mass holds it")


class DragCurve(Record):
    """Drag coefficient on the frontal area against Mach number, straight between its points."""

    mach: tuple[float, ...] = Field(min_length=2)
    coefficient: tuple[float, ...]
    status: Status
    source: str = Field(min_length=3)
    factor: Figure = Field(description="on the whole curve; its range is the curve's")

    @model_validator(mode="after")
    def _is_a_curve(self) -> Self:
        if len(self.mach) != len(self.coefficient):
            raise ValueError(f"{len(self.mach)} Mach numbers, {len(self.coefficient)} coefficients")
        if self.mach[0] != 0.0 or not _ascending(self.mach):
            raise ValueError("Mach numbers start at 0 and grow")
        return self


class AscentFigures(Record):
    """What the ascent needs beyond stages and jettisons."""

    adapter_kg: Figure = Field(description="stays with the last stage")
    vertical_s: Figure = Field(description="end of the vertical rise")
    pitch_over_end_s: Figure = Field(description="the turn follows the air stream from here")
    guidance_start_s: Figure = Field(description="linear-tangent steering from here")
    staging_height_m: Figure = Field(description="above the ellipsoid, when the first stage leaves")
    separation_delay_s: Figure = Field(description="cut-off to the release of the ship")
    drag: DragCurve


class InsertionTolerance(Record):
    """What the launcher's maker allows the orbit to miss by."""

    perigee_below_km: Figure
    perigee_above_km: Figure
    apogee_km: Figure
    period_s: Figure
    inclination_deg: Figure


class InsertionPoint(Record):
    """Where separation happens."""

    latitude_deg: Figure
    longitude_deg: Figure
    argument_of_latitude_deg: Figure


class Launcher(Record):
    """One launcher type."""

    id: Identifier
    name: str
    liftoff_mass_kg: Figure = Field(description="at ignition, with a ship")
    payload_low_orbit_kg: Figure | None = None
    body_diameter_m: Figure
    fairing_diameter_m: Figure | None = None
    stage: tuple[Stage, ...] = Field(min_length=1)
    jettison: tuple[Jettison, ...] = ()
    ascent: AscentFigures | None = None
    insertion: Insertion | None = Field(default=None, description="where no profile states it")
    insertion_tolerance: InsertionTolerance | None = None
    insertion_point: InsertionPoint | None = None
    note: str = ""

    @model_validator(mode="after")
    def _jettisons_belong_to_stages(self) -> Self:
        names = [stage.name for stage in self.stage]
        for dropped in self.jettison:
            if dropped.part_of is not None and dropped.part_of not in names:
                raise ValueError(
                    f"'{dropped.name}' is part of '{dropped.part_of}', which is no stage of: "
                    + ", ".join(names)
                )
        return self

    @model_validator(mode="after")
    def _ascent_has_what_it_needs(self) -> Self:
        if self.ascent is None:
            return self
        *ground, guided = self.stage
        if not ground:
            raise ValueError("an ascent needs a stage on the ground and one that is guided")
        if ground[0].frontal_area_m2 is None:
            raise ValueError(f"an ascent needs frontal_area_m2 of '{ground[0].name}'")
        for stage in ground:
            if stage.separation_met_s is None or stage.ignition_met_s.value > 0.0:
                raise ValueError(
                    f"an ascent needs '{stage.name}' lit on the pad, with its separation_met_s"
                )
            times = [*(step.met_s.value for step in stage.throttle), stage.cutoff_met_s.value]
            if times[0] < 0.0 or not _ascending(times):
                raise ValueError(f"throttle of '{stage.name}' goes from lift-off to cut-off")
        if guided.throttle:
            raise ValueError(f"'{guided.name}' is guided: it burns at full thrust")
        return self


def _ascending(values: Sequence[float]) -> bool:
    return all(low < high for low, high in pairwise(values))
