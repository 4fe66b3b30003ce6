"""A docking mechanism: what it allows at contact, and how it gives.

Model   Each limit is a figure with a low and a high end: what sources state differs, and a contact is
        judged at the tight end, at the value and at the wide end. Of the least closing speed the tight
        end is the high one.
Valid   The mechanisms of the station's ports.
Source  Each figure names its own.
"""

from typing import Literal

from pydantic import Field

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure


class ContactLimits(Record):
    """What may be at the crossing of the port's plane; all hold together."""

    closing_min_m_s: Figure
    closing_max_m_s: Figure
    lateral_offset_m: Figure
    lateral_rate_m_s: Figure
    pitch_yaw_deg: Figure = Field(description="vector sum of both")
    roll_deg: Figure
    pitch_yaw_rate_deg_s: Figure = Field(description="vector sum of both")
    roll_rate_deg_s: Figure


class ContactModel(Record):
    """Springs, dampers and shapes of a probe in its cone, or of a ring on its posts."""

    cone_depth_m: Figure = Field(description="from the port's plane to the socket")
    mouth_radius_m: Figure
    socket_radius_m: Figure
    head_radius_m: Figure
    head_mass_kg: Figure = Field(description="that moves with the rod")
    rod_preload_n: Figure
    rod_stiffness_n_m: Figure
    rod_damping_n_s_m: Figure
    rod_travel_m: Figure
    stop_stiffness_n_m: Figure = Field(description="at the end of the travel")
    lateral_stiffness_n_m: Figure
    lateral_damping_n_s_m: Figure
    wall_stiffness_n_m: Figure
    wall_damping_n_s_m: Figure
    friction: Figure
    latch_n: Figure = Field(description="against the head while the latches go in")
    latch_travel_m: Figure
    overload_n: Figure
    limit_s: Figure = Field(description="after which an attempt without capture has failed")


class BerthingBox(Record):
    """Where a ship holds for the arm, and for how long it drifts free."""

    range_m: Figure = Field(description="from the port to the middle of the box")
    radius_m: Figure
    free_drift_s: Figure


class ContactMechanism(Record):
    """One docking or berthing mechanism."""

    id: Identifier
    name: str
    kind: Literal["probe", "ring", "berthing"]
    limits: ContactLimits
    model: ContactModel | None = None
    box: BerthingBox | None = None
    note: str = ""
