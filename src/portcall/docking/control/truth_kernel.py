"""What really happens to ship and station in one control cycle, compiled.

Model   Each thruster gives its commanded on-time with the scatter of its valve and whatever fault it has,
        times its own force and torque of this run; pulses begin with the cycle, and what they do to
        place and direction counts from there. The ship is a rigid body with its principal axes along
        the body axes: Euler's equations with the gravity gradient at the middle of the cycle, the turn
        then exact for a constant rate. The relative motion is that of `orbit.relative_dynamics`. The
        station swings between the ends of its dead band at a constant rate about each axis.
Valid   Cycles to 1 s; turns below 5 degrees a second.
Source  Wertz 1978, Spacecraft Attitude Determination and Control, sections 16.1 (Euler), 17.2 (gravity
        gradient).
"""

from typing import Any, Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking.columns import (
    ATTITUDE,
    F_END_S,
    F_KIND,
    F_MAGNITUDE,
    F_START_S,
    F_UNIT,
    FAULT_ENGINE_CUT,
    FAULT_STATION_TURNS,
    FAULT_THRUSTER_OFF,
    FAULT_THRUSTER_ON,
    FAULT_THRUSTER_WEAK,
    MASS,
    POSITION,
    RATE,
    TILT,
    TILT_RATE,
)
from portcall.docking.noise import STATE, gauss
from portcall.orbit.motion_columns import MU_R3, W
from portcall.orbit.relative_dynamics import between_rows, relative_step, row_place

Array = NDArray[np.float64]

# what is true of the ship and the station in one run
Y_INERTIA: Final = 0  # 3 [kg m2]
Y_SHIP_DRAG: Final = 3  # [m2/kg] times the run's air
Y_STATION_DRAG: Final = 4
Y_SCATTER_S: Final = 5  # of an on-time
Y_TILT_MIDDLE: Final = 6  # 3 [rad]
Y_TILT_BAND: Final = 9  # [rad]
Y_ENGINE_ROW: Final = 10  # -1 without one
TRUE_SHIP_SIZE: Final = 11

# what one thruster really gives in one run, a row each
G_FORCE: Final = 0  # 3 [N]
G_TORQUE: Final = 3  # 3 [N m] about the true center of mass
G_FLOW: Final = 6  # [kg/s]
G_MINIMUM_S: Final = 7
GIVEN_SIZE: Final = 8

# what a cycle leaves behind
B_DELTA_V: Final = 0  # 3 [m/s] by thrusters, body axes
B_PROPELLANT: Final = 3  # [kg]
B_PULSES: Final = 4
B_DELTA_V_SUM: Final = 5  # [m/s] what the run has spent
B_MEAN_RATE: Final = 6  # 3 [rad/s] inertial, body axes
CYCLE_SIZE: Final = 9


@cached_njit(
    types.int64(types.float64, types.float64, MATRIX, ARRAY, types.int64, ARRAY), _nrt=False
)
def spoil(
    time_s: float, dt_s: float, faults: Array, groups: Array, closed: int, on_s: Array
) -> int:  # fmt: skip
    """Change commanded on-times into those that faults leave; return how many faults act.

    A closed feed keeps all its thrusters shut, whatever their valves do.
    """
    acting = 0
    for k in range(faults.shape[0]):
        kind = int(faults[k, F_KIND])
        if kind <= 0 or not faults[k, F_START_S] <= time_s < faults[k, F_END_S]:
            continue
        unit = int(faults[k, F_UNIT])
        if kind == FAULT_THRUSTER_OFF:
            on_s[unit] = 0.0
        elif kind == FAULT_THRUSTER_ON:
            on_s[unit] = dt_s
        elif kind == FAULT_THRUSTER_WEAK:
            on_s[unit] *= faults[k, F_MAGNITUDE]
        elif kind == FAULT_ENGINE_CUT:
            on_s[on_s.size - 1 if unit < 0 else unit] = 0.0
        else:
            continue
        acting += 1
    if closed >= 0:
        for i in range(on_s.size):
            if int(groups[i]) == closed:
                on_s[i] = 0.0
    return acting


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _half_turn(x: float, y: float, z: float) -> Any:
    """Return the quaternion of a small rotation vector, scalar last."""
    quarter = 0.25 * (x * x + y * y + z * z)
    sinc = 0.5 * (1.0 - quarter / 6.0 * (1.0 - quarter / 20.0))
    return x * sinc, y * sinc, z * sinc, 1.0 - 0.5 * quarter * (1.0 - quarter / 12.0)


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _times(a: float, b: float, c: float, d: float, p: float, q: float, r: float, s: float) -> Any:
    """Return Hamilton's product of two quaternions, scalar last."""
    return (
        d * p + a * s + b * r - c * q,
        d * q - a * r + b * s + c * p,
        d * r + a * q - b * p + c * s,
        d * s - a * p - b * q - c * r,
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _to_lvlh(a: float, b: float, c: float, d: float, x: float, y: float, z: float) -> Any:
    """Turn components from body axes to LVLH."""
    u, v, w = 2.0 * (b * z - c * y), 2.0 * (c * x - a * z), 2.0 * (a * y - b * x)
    return x + d * u + b * w - c * v, y + d * v + c * u - a * w, z + d * w + a * v - b * u


@njit(error_model="numpy", fastmath={"contract"})
def _spin(
    truth: Array, ship: Array, dt_s: float, turn: Any, lead: Any, wy: float, wz: float,
    mu_r3: float, cycle: Array,
) -> None:  # fmt: skip
    """Turn the ship by one cycle in a frame that turns with `(0, wy, wz)`.

    `turn` is the angular impulse, `lead` what it turns the ship by more than half the cycle's worth.
    """
    a, b, c, d = truth[ATTITUDE], truth[ATTITUDE + 1], truth[ATTITUDE + 2], truth[ATTITUDE + 3]
    # nadir in body axes: the third column of body_from_lvlh
    nx, ny, nz = 2.0 * (a * c - b * d), 2.0 * (b * c + a * d), d * d - a * a - b * b + c * c
    i, j, k = ship[Y_INERTIA], ship[Y_INERTIA + 1], ship[Y_INERTIA + 2]
    pull, half, per = 3.0 * mu_r3, 0.5 * dt_s, 1.0 / dt_s
    u0, v0, w0 = truth[RATE], truth[RATE + 1], truth[RATE + 2]
    u, v, w = u0 + 0.5 * turn[0] / i, v0 + 0.5 * turn[1] / j, w0 + 0.5 * turn[2] / k
    u1 = u0 + (turn[0] + dt_s * (k - j) * (pull * ny * nz - v * w)) / i
    v1 = v0 + (turn[1] + dt_s * (i - k) * (pull * nz * nx - w * u)) / j
    w1 = w0 + (turn[2] + dt_s * (j - i) * (pull * nx * ny - u * v)) / k
    tx = half * (u0 + u1) + lead[0] / i
    ty = half * (v0 + v1) + lead[1] / j
    tz = half * (w0 + w1) + lead[2] / k
    cycle[B_MEAN_RATE], cycle[B_MEAN_RATE + 1], cycle[B_MEAN_RATE + 2] = (
        per * tx,
        per * ty,
        per * tz,
    )
    p, q, r, s = _half_turn(tx, ty, tz)
    a, b, c, d = _times(a, b, c, d, p, q, r, s)
    p, q, r, s = _half_turn(0.0, -dt_s * wy, -dt_s * wz)
    a, b, c, d = _times(p, q, r, s, a, b, c, d)
    size = 1.5 - 0.5 * (a * a + b * b + c * c + d * d)
    truth[ATTITUDE], truth[ATTITUDE + 1] = a * size, b * size
    truth[ATTITUDE + 2], truth[ATTITUDE + 3] = c * size, d * size
    truth[RATE], truth[RATE + 1], truth[RATE + 2] = u1, v1, w1


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _swing(truth: Array, ship: Array, dt_s: float) -> None:
    """Move the station within its dead band."""
    band = ship[Y_TILT_BAND]
    for i in range(3):
        tilt = truth[TILT + i] + dt_s * truth[TILT_RATE + i]
        truth[TILT + i] = tilt
        off = tilt - ship[Y_TILT_MIDDLE + i]
        if (off > band and truth[TILT_RATE + i] > 0.0) or (
            off < -band and truth[TILT_RATE + i] < 0.0
        ):
            truth[TILT_RATE + i] = -truth[TILT_RATE + i]


@cached_njit(types.void(types.float64, MATRIX, ARRAY), _nrt=False)
def turn_station(time_s: float, faults: Array, truth: Array) -> None:
    """Give a station that has lost its attitude control its rate: it turns on beyond its dead band."""
    for k in range(faults.shape[0]):
        if (
            int(faults[k, F_KIND]) == FAULT_STATION_TURNS
            and faults[k, F_START_S] <= time_s < faults[k, F_END_S]
        ):
            truth[TILT_RATE + int(faults[k, F_UNIT])] = faults[k, F_MAGNITUDE]


@cached_njit(
    types.void(
        types.float64, types.float64, ARRAY, ARRAY, MATRIX, ARRAY, types.int64, STATE, types.float64,
        MATRIX, ARRAY,
    ),
    _nrt=False,
)  # fmt: skip
def advance_truth(
    time_s: float, dt_s: float, truth: Array, ship: Array, given: Array, on_s: Array, fired: int,
    noise: Any, table_step_s: float, rows: Array, cycle: Array,
) -> None:  # fmt: skip
    """Advance the truth by one control cycle, in place.

    Parameters
    ----------
    time_s, dt_s : float
        Start of the cycle after the epoch of the table of motion, and its length. [s]
    truth : Array
        (TRUTH_SIZE,), changed.
    ship, given : Array
        (TRUE_SHIP_SIZE,), (n, GIVEN_SIZE).
    on_s : Array
        (n,) on-times after faults, within the cycle. [s]
    fired : int
        0 when every on-time is zero.
    noise : Array
        State of the run's generator.
    table_step_s, rows : float, Array
        Table of motion.
    cycle : Array
        (CYCLE_SIZE,): the delta-v of this cycle is filled, the sums are added to.
    """
    fx = fy = fz = gx = gy = gz = 0.0
    tx = ty = tz = lx = ly = lz = flow = 0.0
    if fired:
        for i in range(on_s.size):
            on = on_s[i]
            if on > 0.0:
                if on < dt_s:
                    on = max(on + ship[Y_SCATTER_S] * gauss(noise), 0.0)
                early = 0.5 * on * (dt_s - on)
                fx += on * given[i, G_FORCE]
                fy += on * given[i, G_FORCE + 1]
                fz += on * given[i, G_FORCE + 2]
                gx += early * given[i, G_FORCE]
                gy += early * given[i, G_FORCE + 1]
                gz += early * given[i, G_FORCE + 2]
                tx += on * given[i, G_TORQUE]
                ty += on * given[i, G_TORQUE + 1]
                tz += on * given[i, G_TORQUE + 2]
                lx += early * given[i, G_TORQUE]
                ly += early * given[i, G_TORQUE + 1]
                lz += early * given[i, G_TORQUE + 2]
                flow += on * given[i, G_FLOW]
                cycle[B_PULSES] += 1.0
        per = 1.0 / (truth[MASS] - 0.5 * flow)
        fx, fy, fz, gx, gy, gz = fx * per, fy * per, fz * per, gx * per, gy * per, gz * per
        truth[MASS] -= flow
        cycle[B_PROPELLANT] += flow
        cycle[B_DELTA_V_SUM] += np.sqrt(fx * fx + fy * fy + fz * fz)
    cycle[B_DELTA_V], cycle[B_DELTA_V + 1], cycle[B_DELTA_V + 2] = fx, fy, fz
    before, part = row_place(time_s, table_step_s, rows)
    a, b, c, d = truth[ATTITUDE], truth[ATTITUDE + 1], truth[ATTITUDE + 2], truth[ATTITUDE + 3]
    _spin(
        truth, ship, dt_s, (tx, ty, tz), (lx, ly, lz), between_rows(rows, before, part, W + 1),
        between_rows(rows, before, part, W + 2), between_rows(rows, before, part, MU_R3), cycle,
    )  # fmt: skip
    if fired:  # turned to LVLH by the attitude at the middle of the cycle
        a, b = 0.5 * (a + truth[ATTITUDE]), 0.5 * (b + truth[ATTITUDE + 1])
        c, d = 0.5 * (c + truth[ATTITUDE + 2]), 0.5 * (d + truth[ATTITUDE + 3])
        gx, gy, gz = _to_lvlh(a, b, c, d, gx, gy, gz)
        truth[POSITION] += gx
        truth[POSITION + 1] += gy
        truth[POSITION + 2] += gz
        per = 1.0 / dt_s
        fx, fy, fz = _to_lvlh(a, b, c, d, per * fx, per * fy, per * fz)
    relative_step(
        truth, POSITION, dt_s, time_s, table_step_s, rows, fx, fy, fz, ship[Y_SHIP_DRAG],
        ship[Y_STATION_DRAG],
    )  # fmt: skip
    _swing(truth, ship, dt_s)
