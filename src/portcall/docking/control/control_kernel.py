"""What the thrusters do in one control cycle, compiled.

Model   Translation: guidance asks for a velocity; what is missing, as an impulse in body axes, is held as
        a demand once a navigation cycle and paid off in the control cycles after it. An axis is asked
        only beyond the dead band of speed and fired only when the demand reaches the least impulse of
        its thrusters, so small demands wait in the velocity itself. Attitude: a phase plane for each
        axis, x = w + e / tau; beyond its dead band a pulse brings x back to half of it, and nothing is
        fired within; how long it will stay there is told, so that the cycles until then can be flown as
        one. On-times are superposed from the table, those of the attitude shrunk alike until they fit into
        the cycle, and those below half the minimum dropped; what was not given stays in the demand. The
        main engine is a unit of its own with a start threshold and a cut-off.
Valid   Small angles about the commanded attitude; larger ones turn at the limit of rate.
Source  Phase plane and pulses: Wertz 1978, Spacecraft Attitude Determination and Control, section 18.3;
        Fehse 2003, Automated Rendezvous and Docking of Spacecraft, section 6.2.
"""

from typing import Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking.columns import (
    E_ATTITUDE,
    E_MASS,
    E_RATE,
    E_VELOCITY,
    S_ACCELERATION,
    S_ANGLE_DEADBAND,
    S_ATTITUDE,
    S_ENGINE,
    S_RATE,
    S_SPEED_DEADBAND,
    S_VELOCITY,
)

Array = NDArray[np.float64]

# constants of the controller, one vector a scenario
K_TAU_S: Final = 0
K_RATE_MOST: Final = 1  # [rad/s]
K_INERTIA: Final = 2  # 3 [kg m2]
K_ENGINE_ROW: Final = 5  # -1 without one
K_ENGINE_N: Final = 6
K_ENGINE_START: Final = 7  # [m/s] smaller demands are the thrusters'
K_ENGINE_CONE: Final = 8  # cosine of the angle between demand and nose within which it starts
CONTROL_CONSTANTS_SIZE: Final = 9

# what the controller holds between two cycles
H_DEMAND: Final = 0  # 3 [N s] body axes
H_PLANE: Final = 3  # plane of the table: which thruster or feed is given up
H_ENGINE_LOST: Final = 4  # 1 when it is not used any more
H_ENGINE_ON: Final = 5
H_ENGINE_DEMAND: Final = 6  # [N s] along the nose
H_REST_S: Final = 7  # for so long the attitude's phase plane will ask for nothing
HELD_SIZE: Final = 8

KEPT: Final = 0.9  # part of the dead band within which a coming rest counts as one
_STILL_RAD_S: Final = 1e-9

CUBE: Final = types.Array(types.float64, 3, "C")


@cached_njit(types.void(ARRAY, ARRAY, ARRAY, types.float64, ARRAY), _nrt=False)
def ask(estimate: Array, setpoint: Array, constants: Array, period_s: float, held: Array) -> None:
    """Set the demand of impulse from the velocity that guidance asks for, once a navigation cycle.

    Parameters
    ----------
    estimate, setpoint : Array
        (ESTIMATE_SIZE,), (SETPOINT_SIZE,).
    constants : Array
        (CONTROL_CONSTANTS_SIZE,).
    period_s : float
        Until the next call; the acceleration that holds the course is asked for so long. [s]
    held : Array
        (HELD_SIZE,), changed.
    """
    vx = setpoint[S_VELOCITY] - estimate[E_VELOCITY] + period_s * setpoint[S_ACCELERATION]
    vy = (
        setpoint[S_VELOCITY + 1]
        - estimate[E_VELOCITY + 1]
        + period_s * setpoint[S_ACCELERATION + 1]
    )
    vz = (
        setpoint[S_VELOCITY + 2]
        - estimate[E_VELOCITY + 2]
        + period_s * setpoint[S_ACCELERATION + 2]
    )
    a, b, c, w = (
        estimate[E_ATTITUDE],
        estimate[E_ATTITUDE + 1],
        estimate[E_ATTITUDE + 2],
        estimate[E_ATTITUDE + 3],
    )
    # body_from_lvlh: v - 2 w (q x v) + 2 q x (q x v)
    tx, ty, tz = 2.0 * (b * vz - c * vy), 2.0 * (c * vx - a * vz), 2.0 * (a * vy - b * vx)
    bx = vx - w * tx + b * tz - c * ty
    by = vy - w * ty + c * tx - a * tz
    bz = vz - w * tz + a * ty - b * tx
    mass, band = estimate[E_MASS], setpoint[S_SPEED_DEADBAND]
    held[H_ENGINE_DEMAND] = 0.0
    if setpoint[S_ENGINE] > 0.5 and held[H_ENGINE_LOST] < 0.5 and constants[K_ENGINE_ROW] >= 0.0:
        size = np.sqrt(bx * bx + by * by + bz * bz)
        start = bx > constants[K_ENGINE_START] and bx > constants[K_ENGINE_CONE] * size
        if start or (held[H_ENGINE_ON] > 0.5 and bx > band):
            held[H_ENGINE_DEMAND] = mass * bx
            bx = 0.0
    held[H_ENGINE_ON] = 1.0 if held[H_ENGINE_DEMAND] > 0.0 else 0.0
    held[H_DEMAND] = mass * bx if abs(bx) > band else 0.0
    held[H_DEMAND + 1] = mass * by if abs(by) > band else 0.0
    held[H_DEMAND + 2] = mass * bz if abs(bz) > band else 0.0


@cached_njit(
    types.float64(types.float64, types.float64, types.float64, types.float64, types.float64),
    _nrt=False,
)
def _turn_by(
    angle_rad: float, rate_rad_s: float, band_rad: float, tau_s: float, most_rad_s: float
) -> float:
    """Return by how much to change the rate about one axis; zero inside the dead band. [rad s-1]"""
    wanted = min(max(angle_rad / tau_s, -most_rad_s), most_rad_s)
    off = rate_rad_s + wanted
    band = band_rad / tau_s
    if abs(off) <= band:
        return 0.0
    return -off + 0.5 * band if off > 0.0 else -off - 0.5 * band


@cached_njit(types.void(types.int64, types.int64, types.float64, CUBE, ARRAY), _nrt=False)
def _add(plane: int, axis: int, impulse: float, table: Array, on_s: Array) -> None:
    """Superpose the on-times that give an impulse along one axis."""
    row = 2 * axis if impulse > 0.0 else 2 * axis + 1
    size = abs(impulse)
    for i in range(on_s.size):
        on_s[i] += size * table[plane, row, i]


@cached_njit(types.int64(ARRAY, ARRAY, ARRAY, CUBE, MATRIX, ARRAY, ARRAY), _nrt=False)
def _turn(
    flown: Array, setpoint: Array, constants: Array, table: Array, least: Array, held: Array,
    on_s: Array,
) -> int:  # fmt: skip
    """Add the on-times of the attitude's phase plane; return how many axes fired."""
    a, b, c, w = (
        setpoint[S_ATTITUDE],
        setpoint[S_ATTITUDE + 1],
        setpoint[S_ATTITUDE + 2],
        setpoint[S_ATTITUDE + 3],
    )
    p, q, r, s = (
        flown[E_ATTITUDE],
        flown[E_ATTITUDE + 1],
        flown[E_ATTITUDE + 2],
        flown[E_ATTITUDE + 3],
    )
    # the turn from the commanded body axes to the true ones: conjugate(set) * flown
    twice = 2.0 if w * s + a * p + b * q + c * r >= 0.0 else -2.0
    ex = twice * (w * p - a * s - b * r + c * q)
    ey = twice * (w * q - b * s - c * p + a * r)
    ez = twice * (w * r - c * s - a * q + b * p)
    u, v, o = setpoint[S_RATE], setpoint[S_RATE + 1], setpoint[S_RATE + 2]
    plane, fired = int(held[H_PLANE]), 0
    tau, most, band = constants[K_TAU_S], constants[K_RATE_MOST], setpoint[S_ANGLE_DEADBAND]
    rest = np.inf
    wx = flown[E_RATE] - u + ey * o - ez * v
    wy = flown[E_RATE + 1] - v + ez * u - ex * o
    wz = flown[E_RATE + 2] - o + ex * v - ey * u
    for axis in range(3):
        angle = ex if axis == 0 else (ey if axis == 1 else ez)
        rate = wx if axis == 0 else (wy if axis == 1 else wz)
        change = _turn_by(angle, rate, band, tau, most)
        off = abs(rate + min(max(angle / tau, -most), most))
        rest = min(rest, (KEPT * band - tau * off) / (abs(rate) + _STILL_RAD_S))
        if change == 0.0:
            continue
        impulse = change * constants[K_INERTIA + axis]
        smallest = least[plane, 6 + 2 * axis if impulse > 0.0 else 7 + 2 * axis]
        if smallest < np.inf:
            impulse = max(impulse, smallest) if impulse > 0.0 else min(impulse, -smallest)
            _add(plane, 3 + axis, impulse, table, on_s)
            fired += 1
    held[H_REST_S] = rest
    return int(fired)


@njit(error_model="numpy")
def _fit(dt_s: float, on_s: Array) -> None:
    """Shrink on-times to the cycle, all alike: cutting the longest alone would turn the ship elsewhere."""
    most = 0.0
    for i in range(on_s.size):
        most = max(most, on_s[i])
    if most > dt_s:
        part = dt_s / most
        for i in range(on_s.size):
            on_s[i] *= part


@cached_njit(types.int64(types.float64, CUBE, MATRIX, ARRAY, ARRAY, ARRAY), _nrt=False)
def _push(dt_s: float, table: Array, least: Array, held: Array, push_s: Array, on_s: Array) -> int:
    """Add the on-times that pay off the demand, in what the cycle has left; return the axes fired.

    Each axis is fitted by itself, the nose's first: a large demand across does not keep the ship from
    braking.
    """
    plane, fired = int(held[H_PLANE]), 0
    for axis in range(3):
        impulse = held[H_DEMAND + axis]
        if abs(impulse) < least[plane, 2 * axis if impulse > 0.0 else 2 * axis + 1]:
            continue
        push_s[:] = 0.0
        _add(plane, axis, impulse, table, push_s)
        part = 1.0
        for i in range(on_s.size):
            if push_s[i] > 0.0:
                part = min(part, max(dt_s - on_s[i], 0.0) / push_s[i])
        for i in range(on_s.size):
            on_s[i] += part * push_s[i]
        fired += 1
    return int(fired)


@cached_njit(
    types.int64(
        ARRAY, ARRAY, ARRAY, types.float64, CUBE, MATRIX, MATRIX, ARRAY, ARRAY, ARRAY, ARRAY
    ),
    _nrt=False,
)
def control(
    flown: Array, setpoint: Array, constants: Array, dt_s: float, table: Array, least: Array,
    effect: Array, minimum_s: Array, held: Array, push_s: Array, on_s: Array,
) -> int:  # fmt: skip
    """Fill the on-times of one control cycle; return 0 when nothing fires.

    Parameters
    ----------
    flown : Array
        (ESTIMATE_SIZE,) the estimate, its attitude and rate brought up to now by the gyro.
    setpoint, constants : Array
        (SETPOINT_SIZE,), (CONTROL_CONSTANTS_SIZE,).
    dt_s : float
        Length of the cycle. [s]
    table, least, effect : Array
        Of `Allocation`: (planes, 12, n), (planes, 12), (6, n).
    minimum_s : Array
        (n,) shortest on-time of each thruster. [s]
    held : Array
        (HELD_SIZE,), changed: what the cycle pays off leaves the demand.
    push_s : Array
        (n,) scratch.
    on_s : Array
        (n,) filled. [s]
    """
    on_s[:] = 0.0
    fired = _turn(flown, setpoint, constants, table, least, held, on_s)
    if fired:
        _fit(dt_s, on_s)
    asked = abs(held[H_DEMAND]) + abs(held[H_DEMAND + 1]) + abs(held[H_DEMAND + 2])
    if asked > 0.0:
        fired += _push(dt_s, table, least, held, push_s, on_s)
    if fired:
        for i in range(on_s.size):
            on = on_s[i]
            if on <= 0.0:
                continue
            if on < minimum_s[i]:
                on = minimum_s[i] if on >= 0.5 * minimum_s[i] else 0.0
            on = min(on, dt_s)
            on_s[i] = on
            if asked > 0.0:
                held[H_DEMAND] -= effect[0, i] * on
                held[H_DEMAND + 1] -= effect[1, i] * on
                held[H_DEMAND + 2] -= effect[2, i] * on
    wanted = held[H_ENGINE_DEMAND]
    if wanted > 0.0:
        row = int(constants[K_ENGINE_ROW])
        on = min(wanted / constants[K_ENGINE_N], dt_s)
        if on >= minimum_s[row] or held[H_ENGINE_ON] > 0.5:
            on_s[row] = on
            held[H_ENGINE_DEMAND] = wanted - on * constants[K_ENGINE_N]
            fired += 1
    return int(fired)
