"""Targeting on the full dynamics: finite burns with mass flow, corrected until the ship is at the gate.

Model   The mean plan's impulses become burns centered on the same times, held in the ship's LVLH, with
        mass flow. The miss at the gate, in mean elements, is mapped back to the burns with the mean
        plan's sensitivity (a chord Newton), each burn taking its share.
Valid   Where the mean plan is a good start: misses of some hundred kilometers close in a few rounds.
Source  Differential correction (Vallado 2013, section 10.2) with an approximate Jacobian; rocket equation.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.core.frames import gcrf_from_teme
from portcall.core.time import after
from portcall.orbit.dynamics import Forces, Thrust
from portcall.orbit.engine import Engine
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.mean_elements import NearCircular, from_state, mean_from_osculating
from portcall.orbit.propagation import Trajectory, propagate
from portcall.orbit.relative_state import state_beside
from portcall.orbit.secular import zonal_table
from portcall.rendezvous.gate import Gate
from portcall.rendezvous.mean_chase import as_array, correction, residual, sensitivity
from portcall.rendezvous.schedule import Schedule

Array = NDArray[np.float64]

ARRIVED_M = (
    5.0  # far below what navigation knows at the gate (30 m); tightening changes no figure shown
)
ARRIVED_M_S = 0.01
_ROUNDS = 12
_LARGEST_M_S = 1000.0  # no chase holds such a burn, and the next orbit could leave the model
_NO_BURN_M_S = 1e-3  # below the main engine's cut-off error by a factor of fifty


@dataclass(frozen=True, slots=True)
class FlownBurn:
    """A burn as flown; the delta-v components are along V-bar, minus the orbit normal, R-bar."""

    name: str
    start: datetime
    duration_s: float
    delta_v_lvlh_m_s: Array
    propellant_kg: float
    mass_after_kg: float

    @property
    def delta_v_m_s(self) -> float:
        """Size of the burn. [m/s]"""
        return float(np.linalg.norm(self.delta_v_lvlh_m_s))


@dataclass(frozen=True)
class FlownChase:
    """The chase on the full dynamics, and how near the gate it ends."""

    path: FlightPath
    burns: tuple[FlownBurn, ...]
    miss_m: float
    miss_m_s: float
    rounds: int

    @property
    def delta_v_m_s(self) -> float:
        """Total of the burns. [m/s]"""
        return sum(burn.delta_v_m_s for burn in self.burns)

    @property
    def arrived(self) -> bool:
        """Whether the ship is at the gate."""
        return self.miss_m <= ARRIVED_M and self.miss_m_s <= ARRIVED_M_S


def gate_state_gcrf(station: Array, gate: Gate) -> Array:
    """Return the ship's wanted state at the gate, GCRF, from the station's, shape (6,)."""
    return state_beside(station, gate.position_lvlh_m, gate.velocity_lvlh_m_s)


def fly_burns(
    start: datetime,
    state: Array,
    schedule: Schedule,
    burns_m_s: Array,
    engine: Engine,
    forces: Forces,
) -> tuple[FlightPath, tuple[FlownBurn, ...]]:
    """Fly a ship through burns to the time of the gate.

    Parameters
    ----------
    start : datetime
        Separation.
    state : Array
        Position [m], velocity [m/s], GCRF, and mass [kg], shape (7,).
    schedule : Schedule
        Names and centers of the burns, time of the gate.
    burns_m_s : Array
        Components along V-bar, outward and along the orbit normal, shape (n, 3).
    engine : Engine
        Thrust and exhaust velocity.
    forces : Forces
        Prepared for the ship over the whole span.
    """
    arcs: list[Trajectory] = []
    flown: list[FlownBurn] = []
    now_s, here = 0.0, np.asarray(state, dtype=np.float64)
    for name, center_s, burn in zip(schedule.names, schedule.times_s, burns_m_s, strict=True):
        size = float(np.linalg.norm(burn))
        if size < _NO_BURN_M_S:
            continue
        propellant_kg = engine.propellant_kg(float(here[6]), size)
        length_s = engine.duration_s(propellant_kg)
        # centered, but over before the gate and not begun before the burn in front is over
        ignition_s = max(min(center_s - length_s / 2.0, schedule.gate_s - length_s), now_s)
        arcs.append(propagate(after(start, now_s), here, ignition_s - now_s, forces))
        along, outward, normal = burn
        lvlh = (float(along), float(-normal), float(-outward))
        thrust = Thrust(engine.thrust_n, engine.exhaust_velocity_m_s, lvlh)
        ignition = after(start, ignition_s)
        arcs.append(propagate(ignition, arcs[-1].final_state, length_s, forces, thrust=thrust))
        here = arcs[-1].final_state
        # by the rocket equation; the integrated mass beside it checks the ledger
        flown.append(
            FlownBurn(
                name, ignition, length_s, np.array(lvlh), float(propellant_kg), float(here[6])
            )
        )
        now_s = ignition_s + length_s
    arcs.append(propagate(after(start, now_s), here, schedule.gate_s - now_s, forces))
    return FlightPath(tuple(arcs)), tuple(flown)


@lru_cache(maxsize=4096)
def gcrf_from_mean_frame(moment: datetime) -> Array:
    """Return the rotation out of the frame of the mean elements, shape (3, 3); not to be written to."""
    return gcrf_from_teme(moment)


def mean_of(state: Array, moment: datetime) -> NearCircular:
    """Return the mean orbit of a GCRF state, in the frame of the mean elements."""
    turn = gcrf_from_mean_frame(moment).T
    return mean_from_osculating(from_state(turn @ state[:3], turn @ state[3:6]))


def unwrapped(orbit: NearCircular, near: NearCircular) -> Array:
    """Return mean elements with node and latitude in the turn of another orbit's, shape (6,)."""
    out, beside = as_array(orbit), as_array(near)
    for k in (4, 5):
        out[k] = beside[k] + math.remainder(out[k] - beside[k], math.tau)
    return out


def target_chase(
    start: datetime,
    state: Array,
    schedule: Schedule,
    burns_m_s: Array,
    *,
    gate: Gate,
    station: FlightPath,
    engine: Engine,
    forces: Forces,
) -> FlownChase:
    """Correct a plan's burns on the full dynamics until the ship arrives at the gate.

    Parameters
    ----------
    start, state, schedule, burns_m_s, engine, forces
        As `fly_burns`; the burns are the first guess.
    gate : Gate
        Where to arrive.
    station : FlightPath
        The station's path; covers the time of the gate.

    Returns
    -------
    FlownChase
        `arrived` is false when the correction did not close.
    """
    moment = after(start, schedule.gate_s)
    there = station.state_utc(moment)
    wanted = gate_state_gcrf(there, gate)
    first = as_array(mean_of(state, start))
    goal = mean_of(wanted, moment)
    burns = np.array(burns_m_s, dtype=np.float64)
    zonals = zonal_table()
    for attempt in range(1, _ROUNDS + 1):
        path, flown = fly_burns(start, state, schedule, burns, engine, forces)
        end = path.final_state
        miss = (np.linalg.norm(end[:3] - wanted[:3]), np.linalg.norm(end[3:6] - wanted[3:6]))
        chase = FlownChase(path, flown, float(miss[0]), float(miss[1]), attempt)
        if chase.arrived:
            break
        arrived = mean_of(end, moment)
        off = residual(unwrapped(arrived, goal), as_array(goal))
        matrix = sensitivity(
            first, schedule.times_s, burns, schedule.gate_s, as_array(goal), zonals
        )
        burns = burns + correction(matrix, -off, burns)
        if not np.abs(burns).max() < _LARGEST_M_S:  # nan too: the correction has run away
            break
    return chase
