"""A space station: ports, body, attitudes, safety zones and communication.

Model   Positions and axes in the station analysis system: origin at the center of truss S0, X along
        the module stack towards Harmony, Y starboard, Z nadir.
Valid   Port positions are stacked module lengths: about 1 m.
Source  Each figure names its own.
"""

from typing import Literal

from pydantic import Field

from portcall.catalogue.record import Identifier, Record, SourcedFlag
from portcall.catalogue.vehicle import Mechanism
from portcall.core.sourced import Figure


class Port(Record):
    """One docking or berthing port."""

    id: Identifier
    module: str
    mechanism: Mechanism
    x_m: Figure
    y_m: Figure
    z_m: Figure
    axis: tuple[float, float, float] = Field(
        description="outward normal; the ship flies along -axis"
    )
    approach: Literal["v-bar-behind", "v-bar-ahead", "r-bar-below", "r-bar-above"] = Field(
        description="side it is reached from in the usual flight attitude"
    )
    vehicles: tuple[Identifier, ...] = Field(description="that may use it")
    propellant_transfer: SourcedFlag = Field(
        description="whether lines lead from a ship on it to the station's propellant tanks"
    )
    retired: bool = False
    note: str = ""


class Body(Record):
    """The station as a body."""

    mass_kg: Figure
    drag_area_m2: Figure
    drag_coefficient: Figure
    center_x_m: Figure
    center_y_m: Figure
    center_z_m: Figure
    ixx_kg_m2: Figure
    iyy_kg_m2: Figure
    izz_kg_m2: Figure


class Attitude(Record):
    """A station attitude: body axes in LVLH."""

    id: Identifier
    yaw_deg: Figure
    pitch_deg: Figure
    roll_deg: Figure
    use: str


class Safety(Record):
    """Zones and rules around the station."""

    ellipsoid_semi_axis_v_bar_m: Figure
    ellipsoid_semi_axis_h_bar_m: Figure
    ellipsoid_semi_axis_r_bar_m: Figure
    keep_out_sphere_radius_m: Figure
    corridor_half_angle_deg: Figure
    safe_free_drift_h: Figure
    traffic_separation_h: Figure


class Communication(Record):
    """Proximity links and coverage."""

    omni_range_m: Figure
    directional_range_m: Figure
    networks: tuple[Identifier, ...]


class Station(Record):
    """One space station."""

    id: Identifier
    name: str
    norad_id: int
    inclination_deg: Figure
    port: tuple[Port, ...] = Field(min_length=1)
    body: Body
    attitude: tuple[Attitude, ...]
    safety: Safety
    communication: Communication

    @property
    def ballistic_m2_kg(self) -> float:
        """Drag coefficient times area over mass. [m2/kg]"""
        body = self.body
        return body.drag_coefficient.value * body.drag_area_m2.value / body.mass_kg.value

    @property
    def ports_in_use(self) -> tuple[Port, ...]:
        """The ports that are not retired."""
        return tuple(port for port in self.port if not port.retired)
