"""The closed loop of a dispersed flight: burns flown with errors, and set anew from what is known.

Model   A ship's remaining burns are set from an estimate of its state and the station's, on the nominal
        force model: the miss at the gate is mapped back with the mean chase's sensitivity. A lone burn
        makes position and velocity as good as it can, each weighed by the gate's tolerance.
Valid   Misses up to half a revolution; the nominal plan is a good start.
Source  Differential correction (Vallado 2013, section 10.2) with an approximate Jacobian.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.time import after, elapsed_s
from portcall.orbit.dynamics import Thrust
from portcall.orbit.mean_elements import (
    NearCircular,
    osculating_from_mean,
    to_state,
)
from portcall.orbit.propagation import final_state
from portcall.orbit.secular import zonal_table
from portcall.rendezvous.mean_chase import as_array, correction, residual, sensitivity
from portcall.rendezvous.targeting import (
    gate_state_gcrf,
    gcrf_from_mean_frame,
    mean_of,
    unwrapped,
)
from portcall.visit.chaser import Chaser

Array = NDArray[np.float64]

_TOLERANCE_M = 0.1  # local error of a step: some meters in two days, far below any error sampled
_NO_BURN_M_S = 1e-3
_ROUNDS = 5
_SET_M = 30.0  # residual of mean elements at which burns count as set; below what navigation knows
_SET_M_S = 0.003
# a correction from within this leaves a few meters: it need not be flown again to be believed
_SURE_M = 3000.0
_SURE_M_S = 1.0
_PROBE_M_S = 0.1


@dataclass(frozen=True)
class Retargeting:
    """A setting of the burns from `first` on, at a time; `matrix` maps burns to the miss.

    The matrix is (6, 3 n) in mean elements as lengths [m per m/s]; for a lone burn it is (6, 3): the
    GCRF state at the gate, as multiples of the gate's tolerance.
    """

    first: int
    time_s: float
    onboard: bool
    matrix: Array


def moved(state: Array, moment: datetime, mean: NearCircular, other: NearCircular) -> Array:
    """Return a GCRF state moved by the difference of two mean orbits; a mass stays."""
    turn = gcrf_from_mean_frame(moment)
    now, then = to_state(osculating_from_mean(mean)), to_state(osculating_from_mean(other))
    out = state.copy()
    out[:3] += turn @ (then[0] - now[0])
    out[3:6] += turn @ (then[1] - now[1])
    return out


def coast_ship(chaser: Chaser, state: Array, start_s: float, end_s: float) -> Array:
    """Return the ship's state after a coast between two times since separation."""
    start = after(chaser.separation, start_s)
    return final_state(start, state, end_s - start_s, chaser.ship, tolerance_m=_TOLERANCE_M)


def coast_station(chaser: Chaser, state: Array, start_s: float, end_s: float) -> Array:
    """Return the station's state after a coast with its maneuvers on the way."""
    now, here = start_s, state
    for maneuver in sorted(chaser.maneuvers, key=lambda one: one.utc):
        at_s = elapsed_s(chaser.separation, maneuver.utc)
        if now < at_s < end_s:
            here = _station_arc(chaser, here, now, at_s)
            here[3:6] *= 1.0 + maneuver.delta_v_m_s / float(np.linalg.norm(here[3:6]))
            now = at_s
    return _station_arc(chaser, here, now, end_s)


def _station_arc(chaser: Chaser, state: Array, start_s: float, end_s: float) -> Array:
    start = after(chaser.separation, start_s)
    return final_state(start, state, end_s - start_s, chaser.station, tolerance_m=_TOLERANCE_M)


def fly_burn(
    chaser: Chaser, state: Array, now_s: float, center_s: float, burn_m_s: Array
) -> tuple[Array, float]:
    """Coast to a burn and fly it; return the state after it [m, m/s, kg] and the time [s].

    `burn_m_s` is along V-bar, outward and along the orbit normal, shape (3,).
    """
    size = float(np.linalg.norm(burn_m_s))
    if size < _NO_BURN_M_S:
        return state, now_s
    engine = chaser.engine
    propellant_kg = state[6] * -math.expm1(-size / engine.exhaust_velocity_m_s)
    length_s = propellant_kg * engine.exhaust_velocity_m_s / engine.thrust_n
    ignition_s = max(center_s - length_s / 2.0, now_s)
    here = coast_ship(chaser, state, now_s, ignition_s)
    along, outward, normal = (float(x) for x in burn_m_s)
    thrust = Thrust(engine.thrust_n, engine.exhaust_velocity_m_s, (along, -normal, -outward))
    ignition = after(chaser.separation, ignition_s)
    here = final_state(ignition, here, length_s, chaser.ship, thrust=thrust)
    return here, ignition_s + length_s


def fly_on(chaser: Chaser, state: Array, now_s: float, times_s: Array, burns_m_s: Array) -> Array:
    """Fly the remaining burns as commanded; return the state at the gate, shape (7,)."""
    here, now = state, now_s
    for center_s, burn in zip(times_s, burns_m_s, strict=True):
        here, now = fly_burn(chaser, here, now, float(center_s), burn)
    return coast_ship(chaser, here, now, chaser.schedule.gate_s)


def retargeting_at(
    chaser: Chaser, state: Array, time_s: float, burns_m_s: Array, *, first: int, onboard: bool
) -> Retargeting:
    """Prepare the setting of the burns from `first` on, along the nominal flight.

    Parameters
    ----------
    chaser : Chaser
        On the nominal forces.
    state : Array
        The ship's nominal state at the time of the setting, shape (7,).
    time_s : float
        Time of the setting since separation. [s]
    burns_m_s : Array
        All nominal burns, shape (n, 3).
    first : int
        Index of the next burn.
    onboard : bool
        Whether the ship sets it, with its own sensors.
    """
    rest, times = burns_m_s[first:], chaser.schedule.times_s[first:]
    end = fly_on(chaser, state, time_s, times, rest)
    if len(rest) == 1:
        matrix = np.empty((6, 3))
        for axis in range(3):
            probe = rest.copy()
            probe[0, axis] += _PROBE_M_S
            shifted = fly_on(chaser, state, time_s, times, probe)
            matrix[:, axis] = (shifted[:6] - end[:6]) / chaser.tolerance / _PROBE_M_S
        return Retargeting(first, time_s, onboard, matrix)
    start = as_array(mean_of(state, after(chaser.separation, time_s)))
    goal = as_array(mean_of(end, chaser.gate_utc))
    matrix = sensitivity(
        start, times - time_s, rest, chaser.schedule.gate_s - time_s, goal, zonal_table()
    )
    return Retargeting(first, time_s, onboard, matrix)


def wanted_at_gate(chaser: Chaser, station: Array, time_s: float) -> Array:
    """Return the ship's wanted state at the gate from the station's at a time, shape (6,)."""
    there = coast_station(chaser, station, time_s, chaser.schedule.gate_s)
    return gate_state_gcrf(there, chaser.gate)


def set_burns(
    chaser: Chaser,
    retargeting: Retargeting,
    ship: Array,
    station: Array,
    *,
    now_s: float,
    burns_m_s: Array,
) -> Array:
    """Return the burns with those from the setting's first on set anew, shape (n, 3).

    Parameters
    ----------
    chaser : Chaser
        On the nominal forces: those are all that the planner knows.
    retargeting : Retargeting
        Which burns, and their sensitivity.
    ship, station : Array
        Estimated states, shapes (7,) and (6,).
    now_s : float
        Time of the estimates since separation. [s]
    burns_m_s : Array
        The burns as planned so far.
    """
    wanted = wanted_at_gate(chaser, station, now_s)
    goal = mean_of(wanted, chaser.gate_utc)
    burns = burns_m_s.copy()
    first, times = retargeting.first, chaser.schedule.times_s[retargeting.first :]
    lone = len(times) == 1
    for _ in range(_ROUNDS):
        end = fly_on(chaser, ship, now_s, times, burns[first:])
        if lone:
            step = np.linalg.lstsq(
                retargeting.matrix, (end[:6] - wanted) / chaser.tolerance, rcond=None
            )[0]
            if np.linalg.norm(step) < _SET_M_S:
                break
            burns[first] -= step
            if np.linalg.norm(step) < _SURE_M_S:
                break
            continue
        off = residual(unwrapped(mean_of(end, chaser.gate_utc), goal), as_array(goal))
        if np.linalg.norm(off) < _SET_M:
            break
        burns[first:] += correction(retargeting.matrix, -off, burns[first:])
        if np.linalg.norm(off) < _SURE_M:
            break
    return burns
