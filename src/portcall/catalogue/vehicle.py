"""A visiting vehicle: masses, tanks, engines, air drag, port mechanism and lives.

Model   One record a vehicle type. `own_propellant_kg` is the whole load of the ship's own tanks,
        of which `deorbit_reserve_kg` may not be burned before the deorbit. Places on the ship count from
        the middle of its aft end: x forward along its axis and out of the nose, y and z across.
Valid   Nominal ships; what one ship differs in stands in its flight's `[ship]` and `[cargo]`.
Source  Each figure names its own.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Attribution, Identifier, Record
from portcall.core.sourced import Figure

Mechanism = Literal["SSVP", "IDSS", "CBM"]


class Masses(Record):
    """Masses of the ship, in kg."""

    launch_mass_kg: Figure
    dry_mass_kg: Figure = Field(description="structure: without cargo and propellant")
    own_propellant_kg: Figure = Field(description="the ship's own load, deorbit reserve included")
    deorbit_reserve_kg: Figure = Field(description="the part of own_propellant_kg kept for deorbit")


class Manifest(Record):
    """A typical load by tank, in kg."""

    dry_cargo_kg: Figure
    transfer_propellant_kg: Figure
    water_kg: Figure
    gas_kg: Figure
    trash_kg: Figure = Field(description="typical load at departure; zero at launch")


class MainEngine(Record):
    """The engine that flies the large burns (or the thruster set that does)."""

    name: str
    thrust_n: Figure = Field(description="all engines that fire together [N]")
    isp_s: Figure
    gimbal_deg: Figure | None = None
    max_total_burn_s: Figure | None = None
    max_starts: Figure | None = None


class Thrusters(Record):
    """The attitude and translation thrusters."""

    name: str
    count: Figure
    thrust_n: Figure = Field(description="of one thruster [N]")
    isp_s: Figure
    pulse_isp_s: Figure | None = None
    min_on_time_s: Figure | None = None
    axial_count: Figure | None = Field(default=None, description="that push the ship forward")


class Drag(Record):
    """Free-molecular drag: the ballistic data."""

    drag_coefficient: Figure
    area_nose_on_m2: Figure
    area_broadside_m2: Figure


class Inertia(Record):
    """Mass properties in one state, about the center of mass, body axes."""

    state: str
    mass_kg: Figure
    center_x_m: Figure | None = Field(default=None, description="forward of the aft end [m]")
    ixx_kg_m2: Figure
    iyy_kg_m2: Figure
    izz_kg_m2: Figure


class Size(Record):
    """Outer dimensions, in m."""

    length_m: Figure
    diameter_m: Figure
    array_span_m: Figure | None = None


class Life(Record):
    """How long the ship may stay and fly, in days."""

    docked_days: Figure
    free_flight_days: Figure


class Departure(Record):
    """How the ship leaves and falls."""

    spring_speed_m_s: Figure | None = None
    coast_before_burn_s: Figure | None = None
    separation_burn_s: Figure | None = None
    separation_delta_v_m_s: Figure | None = None
    undocking_to_deorbit_s: Figure | None = None
    deorbit_delta_v_m_s: Figure | None = None
    deorbit_burn_s: Figure | None = None
    ignition_to_entry_s: Figure | None = None
    aim_latitude_deg: Figure | None = Field(default=None, description="middle of the fall [deg]")
    aim_longitude_deg: Figure | None = Field(default=None, description="middle of the fall [deg]")
    arrival_propellant_kg: Figure | None = Field(
        default=None, description="what the way to the port takes of the ship's own load"
    )
    failed_burn_probability: Figure | None = Field(
        default=None, description="that the deorbit burn does not bring the ship down as planned"
    )


class Landing(Record):
    """How a ship that lands comes down: the part that does, its aerodynamics and its parachutes.

    The coefficients belong to `reference_area_m2` and the trimmed angle of attack.
    """

    descent_module_kg: Figure
    separation_altitude_m: Figure = Field(description="where the modules part")
    entry_altitude_m: Figure = Field(description="what the operator calls entry")
    guidance_altitude_m: Figure = Field(description="plasma forms, control begins")
    entry_to_parachute_km: Figure = Field(description="nominal range over the ground")
    reference_area_m2: Figure
    nose_radius_m: Figure
    drag_coefficient: Figure = Field(description="above Mach 1.3")
    drag_coefficient_subsonic: Figure = Field(description="below Mach 0.7")
    lift_coefficient: Figure = Field(description="above Mach 1.3")
    lift_coefficient_subsonic: Figure = Field(description="below Mach 0.7")
    roll_rate_deg_s: Figure
    load_limit_g: Figure = Field(description="lift is kept up rather than exceed it")
    parachute_altitude_m: Figure = Field(description="pilot parachutes and drogue open")
    drogue_speed_m_s: Figure = Field(description="under the drogue, where the main opens")
    main_altitude_m: Figure = Field(description="the main parachute opens, reefed")
    main_reefed_s: Figure
    main_reefed_speed_m_s: Figure = Field(description="at the end of reefing")
    main_speed_m_s: Figure = Field(description="under the main parachute, near the ground")
    heat_shield_altitude_m: Figure
    heat_shield_kg: Figure = Field(description="all that falls off on the parachute")
    touchdown_speed_m_s: Figure = Field(description="after the soft landing engines")
    site_latitude_deg: Figure
    site_longitude_deg: Figure
    site_elevation_m: Figure


class Sensor(Record):
    """The rendezvous sensor's stated errors."""

    name: str
    range_max_km: Figure
    range_error_m: Figure
    range_rate_error_m_s: Figure
    angle_error_deg: Figure


class ThrusterPlace(Record):
    """One thruster of the layout: where it sits, which way it pushes, and what feeds it."""

    id: Identifier
    position_m: tuple[float, float, float] = Field(description="from the middle of the aft end")
    force: tuple[float, float, float] = Field(description="direction of the push on the ship")
    group: Identifier = Field(description="the feed that one valve can close")
    main: bool = Field(default=False, description="the main engine, with its own thrust")

    @model_validator(mode="after")
    def _pushes_somewhere(self) -> Self:
        if not any(self.force):
            raise ValueError("a force without a direction")
        return self


class Proximity(Record):
    """What the ship shows the port, and what it does at contact."""

    tip_x_m: Figure = Field(description="what touches first, or the grapple fixture [m]")
    tip_y_m: Figure
    tip_z_m: Figure
    antenna_x_m: Figure = Field(description="the rendezvous sensor's place [m]")
    antenna_y_m: Figure
    antenna_z_m: Figure
    contact_speed_m_s: Figure = Field(description="closing speed that is aimed at")
    push_n: Figure = Field(description="forward thrust after the first touch [N]")
    push_delay_s: Figure
    push_duration_s: Figure


class Vehicle(Record):
    """One type of visiting vehicle."""

    id: Identifier
    name: str
    operator: str
    crewed: bool
    crew_max: int = Field(default=0, ge=0, le=12)
    mechanism: Mechanism
    capture: Literal["docks", "berthed"]
    launchers: tuple[Identifier, ...]
    sites: tuple[Identifier, ...]
    profiles: tuple[Identifier, ...] = Field(description="rendezvous profiles it may fly")
    masses: Masses
    manifest: Manifest
    main_engine: MainEngine
    thrusters: Thrusters
    drag: Drag
    size: Size
    life: Life
    departure: Departure = Departure()
    landing: Landing | None = None
    sensor: Sensor | None = None
    inertia: tuple[Inertia, ...] = ()
    thruster_layout: Attribution | None = Field(default=None, description="of every [[thruster]]")
    thruster: tuple[ThrusterPlace, ...] = ()
    proximity: Proximity | None = None
    note: str = ""

    @model_validator(mode="after")
    def _layout_is_sourced(self) -> Self:
        if bool(self.thruster) != (self.thruster_layout is not None):
            raise ValueError("`[[thruster]]` rows and `[thruster_layout]` go together")
        if len({place.id for place in self.thruster}) < len(self.thruster):
            raise ValueError("two thrusters of one id")
        return self
