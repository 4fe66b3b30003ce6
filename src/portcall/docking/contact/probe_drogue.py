"""A probe's head in its cone, or a ring between its guides, until it is captured or comes out again.

Model   Axes of the docked ship, x into the port, at rest with the station; the few seconds of a contact
        are too short for the orbit to matter. The ship is a rigid body. The station answers a force at
        its port as a free rigid body does, by a constant matrix. The head is a sphere with a mass of its
        own, held to the ship by a preloaded spring, a brake and a stop along the rod, and by a spring and
        a damper across it. Cone and socket push it off with a stiffness and a damping along their
        normal, never pulling, and with Coulomb's friction, which below a millimeter a second goes down
        with the speed. In the socket the latches resist over their travel, and then hold. From a delay
        after the first touch on, the thrusters push along the ship's axis; attitude control is off.
        After capture the head stays and the rod brakes the ship until it no longer closes.
        Steps: semi-implicit Euler, two milliseconds where the head touches or swings, else longer.
Valid   Angles under about 20 degrees. Not modelled: the rim of the cone, the turn of the station's cone
        (under a milliradian), sloshing, flexible arrays, the limiter of angles after capture, a ring
        with motors.
Source  Syromyatnikov, Spacecraft docking devices (1984), chapters 4 and 5, for what happens in which
        order. The penalty force is that of Hunt and Crossley (J. Appl. Mech. 42, 1975), made linear.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.errors import InputError
from portcall.core.signatures import ARRAY
from portcall.docking.contact import contact_columns as k
from portcall.docking.contact.contact_body import (
    Rod,
    begin,
    drift,
    gap_m,
    head_forces,
    push_port,
    push_ship,
    rod_state,
    wall_force,
)

Array = NDArray[np.float64]

STEP_S = 2e-3
"""A thirtieth of it changes the time to capture and the load by under 0.2 %: tests/docking."""

PINNED_STEP_S = 4e-3
LONGEST_STEP_S = 0.05
QUIET_M_S = 2e-4  # the head no longer swings on its rod: it may be carried along
GONE_M = 0.05  # out of the mouth
LEAVING_M_S = 1e-3  # faster outwards when time is up: on the way out

OUTCOMES = {
    k.CAPTURED: "captured",
    k.REBOUNDED: "came out of the cone again",
    k.MISSED: "missed the mouth of the cone",
    k.STALLED: "time was up in the cone",
    k.OVERLOADED: "captured with too great a load",
}


def outcome_text(code: int) -> str:
    """Return the outcome of a contact in words.

    Examples
    --------
    >>> outcome_text(1)
    'captured'
    """
    if code not in OUTCOMES:
        raise InputError(f"no such contact outcome: {code}")
    return OUTCOMES[code]


@njit(error_model="numpy", _nrt=False)
def _finish(code: int, y: Array, bodies: Array, outcome: Array) -> None:
    """Fill what is left of the motion at the end."""
    rod = rod_state(y, bodies, 0.0)
    outcome[k.O_CODE] = code
    wx, wy, wz = y[k.Y_RATE], y[k.Y_RATE + 1], y[k.Y_RATE + 2]
    sx, sy, sz = y[k.Y_STATION_RATE], y[k.Y_STATION_RATE + 1], y[k.Y_STATION_RATE + 2]
    outcome[k.O_AXIAL_SPEED] = rod[6] - y[k.Y_PORT_VELOCITY]
    outcome[k.O_LATERAL_SPEED] = np.sqrt(
        (rod[7] - y[k.Y_PORT_VELOCITY + 1]) ** 2 + (rod[8] - y[k.Y_PORT_VELOCITY + 2]) ** 2
    )
    outcome[k.O_RATES], outcome[k.O_RATES + 1], outcome[k.O_RATES + 2] = wx - sx, wy - sy, wz - sz
    outcome[k.O_STATION_RATE] = np.sqrt(sx * sx + sy * sy + sz * sz)


@njit(error_model="numpy", _nrt=False)
def _pinned(time_s: float, y: Array, bodies: Array, m: Array, outcome: Array) -> None:
    """Brake the ship, whose head is held, until it no longer closes."""
    peak, travel = outcome[k.O_PEAK_LOAD_N], outcome[k.O_TRAVEL_M]
    for _ in range(int((m[k.K_LIMIT_S] - time_s) / PINNED_STEP_S) + 1):
        for i in range(3):
            y[k.Y_HEAD_VELOCITY + i] = y[k.Y_PORT_VELOCITY + i]
        rod = rod_state(y, bodies, m[k.K_HEAD_RADIUS_M])
        if rod[1] <= 0.0:
            break
        fx, fy, fz = head_forces(rod, m, y)
        load = np.sqrt(fx * fx + fy * fy + fz * fz)
        peak, travel = max(peak, load), max(travel, rod[0])
        push_ship(PINNED_STEP_S, -fx, -fy, -fz, 0.0, y, bodies)
        push_port(PINNED_STEP_S, fx, fy, fz, y)
        for i in range(3):
            y[k.Y_HEAD_VELOCITY + i] = y[k.Y_PORT_VELOCITY + i]
        drift(PINNED_STEP_S, y)
    outcome[k.O_PEAK_LOAD_N], outcome[k.O_TRAVEL_M] = peak, travel


@njit(error_model="numpy", _nrt=False)
def _touching_step(h: float, push_n: float, y: Array, bodies: Array, m: Array, rod: Rod) -> float:
    """Step all three bodies; return the load on the rod. [N]"""
    fx, fy, fz = head_forces(rod, m, y)
    wx, wy, wz = wall_force(y, m)
    y[k.Y_FORCE], y[k.Y_FORCE + 1], y[k.Y_FORCE + 2] = wx, wy, wz
    mass = m[k.K_HEAD_MASS_KG]
    push_ship(h, -fx, -fy, -fz, push_n, y, bodies)
    y[k.Y_HEAD_VELOCITY] += h * (fx + wx) / mass
    y[k.Y_HEAD_VELOCITY + 1] += h * (fy + wy) / mass
    y[k.Y_HEAD_VELOCITY + 2] += h * (fz + wz) / mass
    if wx != 0.0 or wy != 0.0 or wz != 0.0:
        push_port(h, -wx, -wy, -wz, y)
    drift(h, y)
    return float(np.sqrt(wx * wx + wy * wy + wz * wz))


@njit(error_model="numpy", _nrt=False)
def _carried_step(h: float, push_n: float, y: Array, bodies: Array, m: Array) -> None:
    """Step the ship with its head at rest on the rod."""
    push_ship(h, 0.0, 0.0, 0.0, push_n, y, bodies)
    drift(h, y)
    rod = rod_state(y, bodies, m[k.K_HEAD_RADIUS_M])
    back = m[k.K_PRELOAD_N] / m[k.K_STOP_STIFFNESS_N_M]
    for i in range(3):  # onto the place where preload and stop hold each other
        y[k.Y_HEAD + i] = rod[9 + i] + back * rod[12 + i]
        y[k.Y_HEAD_VELOCITY + i] = rod[6 + i]


@cached_njit(types.void(ARRAY, ARRAY, ARRAY, types.float64, ARRAY, ARRAY), _nrt=False)
def contact(
    conditions: Array, bodies: Array, mechanism: Array, step_s: float, state: Array, outcome: Array
) -> None:
    """Fly a contact to its end.

    Parameters
    ----------
    conditions : ndarray, shape (CONDITIONS_SIZE,)
        At the crossing of the port's plane, columns `C_*`.
    bodies : ndarray, shape (BODIES_SIZE,)
        Columns `B_*`.
    mechanism : ndarray, shape (MECHANISM_SIZE,)
        Columns `K_*`.
    step_s : float
        While the head touches; `STEP_S`.
    state : ndarray, shape (STATE_SIZE,)
        Left with the state at the end, columns `Y_*`.
    outcome : ndarray, shape (OUTCOME_SIZE,)
        Filled, columns `O_*`.
    """
    m = mechanism
    for i in range(outcome.size):
        outcome[i] = 0.0
    outcome[k.O_CAPTURE_S] = outcome[k.O_SEAT_SPEED] = np.nan
    begin(conditions, bodies, m, state)
    off = np.sqrt(conditions[k.C_OFFSET] ** 2 + conditions[k.C_OFFSET + 1] ** 2)
    if not off < m[k.K_MOUTH_RADIUS_M]:
        _finish(k.MISSED, state, bodies, outcome)
        return
    time_s, first_s, touched = 0.0, np.inf, False
    while time_s < m[k.K_LIMIT_S]:
        rod = rod_state(state, bodies, m[k.K_HEAD_RADIUS_M])
        start_s = first_s + bodies[k.B_PUSH_DELAY_S]
        pushing = start_s <= time_s < start_s + bodies[k.B_PUSH_DURATION_S]
        push_n = bodies[k.B_PUSH_N] if pushing else 0.0
        gap, speed = gap_m(state, m)
        swing = abs(rod[1]) + abs(rod[4]) + abs(rod[5])
        if gap > 0.0 and swing < QUIET_M_S:
            h = min(LONGEST_STEP_S, max(0.5 * gap / max(speed, 1e-6), step_s))
            if not pushing and time_s < start_s < time_s + h:
                h = max(start_s - time_s, 1e-6)
            _carried_step(h, push_n, state, bodies, m)
            touched = False
        else:
            h = step_s
            load = _touching_step(h, push_n, state, bodies, m, rod)
            if load > 0.0:
                first_s = min(first_s, time_s)
                outcome[k.O_TOUCHES] += 0.0 if touched else 1.0
                outcome[k.O_PEAK_LOAD_N] = max(outcome[k.O_PEAK_LOAD_N], load)
            touched = load > 0.0
            outcome[k.O_TRAVEL_M] = max(outcome[k.O_TRAVEL_M], rod[0])
        time_s += h
        inside = state[k.Y_HEAD] - state[k.Y_PORT] - m[k.K_CONE_DEPTH_M]
        if inside > 0.0 and np.isnan(outcome[k.O_SEAT_SPEED]):
            outcome[k.O_SEAT_SPEED] = rod[6] - state[k.Y_PORT_VELOCITY]
        if inside >= m[k.K_LATCH_TRAVEL_M]:
            outcome[k.O_CAPTURE_S] = time_s
            _pinned(time_s, state, bodies, m, outcome)
            over = outcome[k.O_PEAK_LOAD_N] > m[k.K_OVERLOAD_N]
            _finish(k.OVERLOADED if over else k.CAPTURED, state, bodies, outcome)
            return
        gone = inside + m[k.K_CONE_DEPTH_M] < -GONE_M - m[k.K_HEAD_RADIUS_M]
        if gone and (start_s == np.inf or time_s > start_s + bodies[k.B_PUSH_DURATION_S]):
            _finish(k.REBOUNDED, state, bodies, outcome)
            return
    leaving = state[k.Y_VELOCITY] < -LEAVING_M_S and gap_m(state, m)[0] > 0.0
    _finish(k.REBOUNDED if leaving else k.STALLED, state, bodies, outcome)
