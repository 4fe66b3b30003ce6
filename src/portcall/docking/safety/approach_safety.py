"""The safety of a planned approach, put together: zones, avoidance table, failures, plume.

Model   As the pieces: `avoidance`, `failed_burns`, `plume`. The ship at its mass of arrival, its drag
        between nose-on and broadside.
Valid   As the pieces.
Source  As the pieces.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.load import Catalogue
from portcall.catalogue.vehicle import Vehicle
from portcall.docking.approach.nominal_path import N_POSITION, N_RANGE, N_TIME
from portcall.docking.approach.plan import ApproachPlan
from portcall.docking.control.layout import center_of_mass_m, thruster_rows, tip_m
from portcall.docking.safety.avoidance import HOLD_S, AvoidanceTable
from portcall.docking.safety.failed_burns import (
    DISPERSED_EVERY_S,
    SAMPLES,
    SafetySetting,
    judge_plan,
)
from portcall.docking.safety.free_drift import DriftErrors
from portcall.docking.safety.plume import LOOKED_AT_M, plume_check
from portcall.docking.safety.port_avoidance import port_avoidance
from portcall.docking.safety.zones import zones_of
from portcall.orbit.motion_table import MotionTable
from portcall.records.docking_safety import AvoidanceSummary, PlanSafety, PlumeCheck

Array = NDArray[np.float64]

# estimated, one sigma, of where a ship is beside its plan when it stops: guidance follows its estimate to
# a part of the range, and its speed to a part of the closing speed that the range allows
POSITION_M, POSITION_PART = 0.5, 0.02
VELOCITY_M_S, VELOCITY_PART_1_S = 0.02, 1e-4


@dataclass(frozen=True)
class ApproachSafety:
    """What a plan's safety comes to, and the table that flies with it."""

    plan: PlanSafety
    avoidance: AvoidanceTable
    summary: AvoidanceSummary
    plume: PlumeCheck


def ship_errors(vehicle: Vehicle, mass_kg: float) -> DriftErrors:
    """Return how a ship's drift may differ from the plan's: state, drag, air."""
    drag = vehicle.drag
    nose_on = drag.drag_coefficient.value * drag.area_nose_on_m2.value / mass_kg
    broadside = drag.drag_coefficient.value * drag.area_broadside_m2.value / mass_kg
    return DriftErrors(
        POSITION_M, POSITION_PART, VELOCITY_M_S, VELOCITY_PART_1_S, nose_on, broadside
    )


def _summary(port_id: str, table: AvoidanceTable) -> AvoidanceSummary:
    sizes = np.linalg.norm(table.burns_lvlh_m_s, axis=1)
    used = table.cells[table.cells >= 0]
    with np.errstate(divide="ignore"):
        slowest = float(np.min(sizes / table.burn_s))
    return AvoidanceSummary(
        port=port_id,
        cells=int(table.cells.size),
        without_burn=int(np.sum(table.cells < 0)),
        largest_m_s=float(sizes[used].max()) if used.size else 0.0,
        hold_h=HOLD_S / 3600.0,
        acceleration_m_s2=slowest,
    )


def judge_approach(
    catalogue: Catalogue,
    plan: ApproachPlan,
    table: MotionTable,
    mass_kg: float,
    *,
    seed: int = 1,
    samples: int = SAMPLES,
    every_s: float = DISPERSED_EVERY_S,
) -> ApproachSafety:
    """Judge a planned approach.

    Parameters
    ----------
    catalogue : Catalogue
    plan : ApproachPlan
    table : MotionTable
        From the gate on, as long as the plan and a day.
    mass_kg : float
        Of the ship at the gate. [kg]
    seed, samples, every_s
        As `failed_burns.judge_plan`.
    """
    vehicle, station = catalogue.vehicle(plan.vehicle), catalogue.station(plan.station)
    zones = zones_of(station.safety)
    corridor_rad = float(np.deg2rad(station.safety.corridor_half_angle_deg.value))
    avoid = port_avoidance(
        vehicle, plan.port, zones, table.mean_motion_rad_s, corridor_rad, mass_kg
    )
    setting = SafetySetting(table, zones, plan.port, avoid, ship_errors(vehicle, mass_kg))
    rows = plan.path[plan.path[:, N_RANGE] >= 0.0]
    states = np.ascontiguousarray(rows[:, N_POSITION : N_POSITION + 6])
    judged = judge_plan(
        rows[:, N_TIME], states, setting, seed=seed, samples=samples, every_s=every_s
    )
    tip = tip_m(vehicle) + center_of_mass_m(vehicle)
    plume = plume_check(thruster_rows(vehicle), tip, LOOKED_AT_M)
    return ApproachSafety(judged, avoid, _summary(plan.port_id, avoid), plume)
