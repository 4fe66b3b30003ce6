"""A docking scenario: everything that the runs of one approach have in common, as plain arrays.

Model   The plan's legs and port, the station's motion over the approach, the ship's thrusters with their
        tables, the constants of navigator, watch and controller, the zones and the avoidance table, the
        mechanism's limits; and the ranges that the runs are drawn from.
Valid   A plan of `plan.plan_approach`.
Source  The catalogue.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.docking_errors import DockingErrors, load_docking_errors
from portcall.catalogue.load import Catalogue
from portcall.catalogue.station import Station
from portcall.catalogue.vehicle import Vehicle
from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.errors import InputError
from portcall.docking import columns as c
from portcall.docking.approach import legs as g
from portcall.docking.approach.plan import ApproachPlan
from portcall.docking.contact.contact_columns import MECHANISM_SIZE
from portcall.docking.contact.mechanism_limits import limits_of, mechanism_row
from portcall.docking.control import control_kernel as k
from portcall.docking.control.layout import (
    center_of_mass_m,
    feed_names,
    inertia_kg_m2,
    thruster_names,
    thruster_rows,
)
from portcall.docking.control.thrusters import Allocation, allocate
from portcall.docking.faults.manual_kernel import manual_constants
from portcall.docking.faults.watch_table import watch_constants, watch_table
from portcall.docking.navigation.filter_setting import filter_constants
from portcall.docking.navigation.sensors import (
    SensorSuite,
    design_sensor,
    sensor_constants,
    sensor_suite,
)
from portcall.docking.run import run_arrays as a
from portcall.docking.run.sample import Ranges, ranges_of
from portcall.docking.safety.port_avoidance import port_avoidance
from portcall.docking.safety.zones import zones_of
from portcall.orbit.motion_table import MotionTable, motion_table

Array = NDArray[np.float64]

NAVIGATION_S: Final = 1.0
PATIENCE_S: Final = 2400.0  # beyond the planned end, after which a run is given up
TAU_S: Final = 12.0  # of the phase plane: rate wanted per angle off
RATE_MOST_RAD_S: Final = np.radians(0.8)
ENGINE_START_M_S: Final = 1.0  # smaller demands are the thrusters'
ENGINE_CONE_RAD: Final = np.radians(12.0)
ATTITUDE: Final = "plus-xvv"


@dataclass(frozen=True)
class DockingScenario:
    """What the runs of one approach have in common.

    Attributes
    ----------
    plan : ApproachPlan
        What is flown.
    setting : Setting
        The arrays that compiled code reads.
    ranges : Ranges
        What the ship, the station and the gate are drawn from.
    sensor_ranges : Array
        (3, SENSOR_SIZE): value, low and high of each figure of the sensors.
    allocation : Allocation
        Thruster tables, with what cannot be had.
    thruster_names, feed_names : tuple of str
        Of the rows, and of the feeds.
    motion : MotionTable
        The station's motion.
    """

    plan: ApproachPlan
    setting: a.Setting = field(repr=False)
    ranges: Ranges = field(repr=False)
    sensor_ranges: Array = field(repr=False)
    allocation: Allocation = field(repr=False)
    thruster_names: tuple[str, ...]
    feed_names: tuple[str, ...]
    motion: MotionTable = field(repr=False)

    @property
    def berths(self) -> bool:
        """Whether it ends in a capture box."""
        return bool(self.setting.flight[a.V_BERTH] > 0.5)


def _control_constants(rows: Array, inertia: Array) -> Array:
    engines = np.flatnonzero(rows[:, c.T_MAIN] > 0.5)
    out = np.zeros(k.CONTROL_CONSTANTS_SIZE)
    out[k.K_TAU_S], out[k.K_RATE_MOST] = TAU_S, RATE_MOST_RAD_S
    out[k.K_INERTIA : k.K_INERTIA + 3] = inertia
    out[k.K_ENGINE_ROW] = engines[0] if engines.size else -1.0
    out[k.K_ENGINE_N] = rows[engines[0], c.T_THRUST_N] if engines.size else 1.0
    out[k.K_ENGINE_START] = ENGINE_START_M_S
    out[k.K_ENGINE_CONE] = np.cos(ENGINE_CONE_RAD)
    return out


def _flight(
    plan: ApproachPlan, station: Station, motion: MotionTable, mass_kg: float, rows: Array,
    center: Array, inertia: Array, box_m: float,
) -> Array:  # fmt: skip
    body = station.body
    engines = np.flatnonzero(rows[:, c.T_MAIN] > 0.5)
    out = np.zeros(a.FLIGHT_SIZE)
    out[a.V_TABLE_STEP_S], out[a.V_RATE] = motion.step_s, motion.mean_motion_rad_s
    out[a.V_NAVIGATION_S] = NAVIGATION_S
    out[a.V_LONGEST_S] = motion.span_s - 2.0 * NAVIGATION_S
    out[a.V_MASS] = mass_kg
    out[a.V_ENGINE_ROW] = engines[0] if engines.size else -1.0
    out[a.V_WATCH] = 1.0
    out[a.V_STATION_DRAG] = motion.station_drag_m2_kg
    out[a.V_STATION_MASS] = body.mass_kg.value
    out[a.V_STATION_INERTIA : a.V_STATION_INERTIA + 3] = (
        body.ixx_kg_m2.value, body.iyy_kg_m2.value, body.izz_kg_m2.value,
    )  # fmt: skip
    if np.isfinite(box_m):
        out[a.V_BERTH], out[a.V_BOX] = 1.0, box_m
    out[a.V_START : a.V_START + 6] = plan.start
    out[a.V_INERTIA : a.V_INERTIA + 3] = inertia
    out[a.V_CENTER : a.V_CENTER + 3] = center
    return out


def _escapes(plan: ApproachPlan, ship: Vehicle, zones: Array, mass_kg: float) -> Array:
    """Return the packed avoidance table; empty where no leg leads to contact."""
    last = [row for row in plan.legs if int(row[g.L_KIND]) == g.LEG_LINE and row[g.L_LAST] == 1.0]
    if not last:
        return np.zeros(0)
    corridor_rad = float(last[-1][g.L_CORRIDOR_RAD])
    table = port_avoidance(ship, plan.port, zones, plan.n_rad_s, corridor_rad, mass_kg)
    return np.ascontiguousarray(table.packed, dtype=np.float64)


def _suite_ranges(suite: SensorSuite) -> Array:
    return np.array(
        [sensor_constants(suite), sensor_constants(suite, "low"), sensor_constants(suite, "high")]
    )


def docking_scenario(
    catalogue: Catalogue,
    plan: ApproachPlan,
    epoch: datetime,
    station_state_gcrf: Array,
    *,
    errors: DockingErrors | None = None,
    mass_kg: float | None = None,
    with_escapes: bool = True,
) -> DockingScenario:
    """Collect what the runs of an approach have in common.

    Parameters
    ----------
    catalogue : Catalogue
        The records.
    plan : ApproachPlan
        Of `plan_approach`.
    epoch : datetime
        Aware instant at which the ship passes the gate.
    station_state_gcrf : Array
        The station's position [m] and velocity [m/s] then, shape (6,).
    errors : DockingErrors, optional
        What the runs are drawn from; by default the catalogue's.
    mass_kg : float, optional
        The ship's mass at the gate; by default that of the catalogue's docking state.
    with_escapes : bool
        Whether to solve the table of avoidance burns; it takes some seconds.

    Raises
    ------
    InputError
        A ship without layout, sensors or mass properties; a mechanism that is not known.
    """
    ship, home = catalogue.vehicle(plan.vehicle), catalogue.station(plan.station)
    spread = load_docking_errors(catalogue.root) if errors is None else errors
    rows, center, inertia = thruster_rows(ship), center_of_mass_m(ship), inertia_kg_m2(ship)
    mass = _docking_mass_kg(ship) if mass_kg is None else mass_kg
    mechanism = catalogue.mechanism(ship.mechanism.lower())
    berths = mechanism.model is None
    allocation, zones = allocate(rows, center), zones_of(home.safety)
    suite = sensor_suite(catalogue, ship.id)
    design = design_sensor(suite)
    motion = motion_table(epoch, station_state_gcrf, plan.contact_s + PATIENCE_S)
    berth = plan.legs[plan.legs[:, g.L_KIND] == g.LEG_BERTH]
    box_m = float(berth[-1, g.L_END_M]) if berths and len(berth) else np.nan
    minimum = np.ascontiguousarray(rows[:, c.T_MIN_ON_S])
    setting = a.Setting(
        flight=_flight(plan, home, motion, mass, rows, center, inertia, box_m),
        legs=np.ascontiguousarray(plan.legs),
        gates=np.ascontiguousarray(plan.gates),
        port=np.ascontiguousarray(plan.port),
        motion=motion.rows,
        thrusters=rows,
        flow=rows[:, c.T_THRUST_N] / (STANDARD_GRAVITY_M_S2 * rows[:, c.T_ISP_S]),
        group=np.ascontiguousarray(rows[:, c.T_GROUP]),
        minimum_s=minimum,
        table=np.ascontiguousarray(allocation.packed),
        least=np.ascontiguousarray(allocation.least(minimum)),
        effect=np.ascontiguousarray(allocation.effect),
        control=_control_constants(rows, inertia),
        filter=filter_constants(design, spread),
        watch_table=watch_table(rows, center, inertia),
        watch=watch_constants(inertia),
        manual=manual_constants(),
        zones=zones,
        avoidance=_escapes(plan, ship, zones, mass) if with_escapes else np.zeros(0),
        limits=limits_of(mechanism),
        mechanism=np.zeros(MECHANISM_SIZE) if berths else mechanism_row(mechanism),
    )
    return DockingScenario(
        plan, setting, ranges_of(spread, ship), _suite_ranges(suite), allocation,
        thruster_names(ship), feed_names(ship), motion,
    )  # fmt: skip


def _docking_mass_kg(ship: Vehicle) -> float:
    for own in ship.inertia:
        if own.state == "docking":
            return own.mass_kg.value
    raise InputError(
        f"{ship.id} has no mass for the state 'docking'",
        where=f"vehicles/{ship.id}.toml: [[inertia]]",
    )
