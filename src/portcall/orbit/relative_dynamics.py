"""The truth of a ship beside the station, compiled: its way in the station's turning LVLH frame.

Model   Encke's form. The point mass's difference of pull exactly, by Battin's f(q), so that a
        millimeter at 6,800 km is not lost; the difference of J2 exactly too, as it is small enough to
        subtract; the rest of the field, Sun and Moon by their tabulated gradient times the offset;
        drag by the tabulated pressure, the ship's area over mass less the station's, the air denser
        below. The frame turns as the station's perturbed orbit does, its rate's change included. What
        changes slowly (row, perturbations) is taken at the middle of a step; the rest is a
        fourth-order Runge-Kutta step.
Valid   As the gradient is first order, to 10 km; steps to 20 s.
Source  Battin 1999, An Introduction to the Mathematics and Methods of Astrodynamics, section 8.4
        (the function of q); Clohessy and Wiltshire 1960, J. Aerospace Sciences 27, 653, of which it
        is the nonlinear form.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.orbit.motion_columns import (
    DRAG_WAY,
    GRADIENT,
    LAPSE,
    MOTION_SIZE,
    MU_R3,
    OBLATE,
    POLE,
    PRESSURE,
    RADIUS,
    W_DOT,
    W,
)

Array = NDArray[np.float64]


@njit(error_model="numpy", fastmath={"contract"})
def row_place(time_s: float, table_step_s: float, rows: Array) -> tuple[int, float]:
    """Return the row before an instant and the part of the way to the next one."""
    place = time_s / table_step_s
    before = min(max(int(place), 0), rows.shape[0] - 2)
    return before, place - before


@njit(error_model="numpy", fastmath={"contract"})
def motion_row(time_s: float, table_step_s: float, rows: Array, row: Array) -> None:
    """Fill `row` (MOTION_SIZE,) with the table's figures at an instant, straight between two rows."""
    before, part = row_place(time_s, table_step_s, rows)
    for k in range(MOTION_SIZE):
        row[k] = rows[before, k] + part * (rows[before + 1, k] - rows[before, k])


@njit(error_model="numpy", fastmath={"contract"})
def between_rows(rows: Array, before: int, part: float, column: int) -> float:
    """Return one figure of the table, straight between two rows."""
    here = rows[before, column]
    return float(here + part * (rows[before + 1, column] - here))


@njit(error_model="numpy", fastmath={"contract"})
def point_mass_difference(
    x: float, y: float, z: float, radius_m: float, mu_r3: float
) -> tuple[float, float, float]:
    """Return the point mass's pull at an offset less that at the station, LVLH. [m s-2]

    Examples
    --------
    >>> "%.9e" % point_mass_difference(0.0, 0.0, -1e-3, 6.8e6, 1.27e-6)[2]
    '-2.539999999e-09'
    """
    q = (x * x + y * y + z * (z - 2.0 * radius_m)) / (radius_m * radius_m)
    near = 1.0 + q
    near_3_2 = near * np.sqrt(near)
    # (1 + q)^(-3/2) - 1 without the difference
    f = -q * (3.0 + q * (3.0 + q)) / (near_3_2 * (1.0 + near_3_2))
    pull = -mu_r3 * (1.0 + f)
    return pull * x, pull * y, pull * z + mu_r3 * f * radius_m


@njit(error_model="numpy", fastmath={"contract"})
def oblate_pull(
    x: float, y: float, z: float, px: float, py: float, pz: float, oblate: float
) -> tuple[float, float, float]:
    """Return the pull of J2 at a place from the Earth's center, its axis being `p`. [m s-2]"""
    inverse_r2 = 1.0 / (x * x + y * y + z * z)
    along = x * px + y * py + z * pz
    size = oblate * inverse_r2 * inverse_r2 * np.sqrt(inverse_r2)
    radial = size * (5.0 * along * along * inverse_r2 - 1.0)
    axial = -2.0 * size * along
    return radial * x + axial * px, radial * y + axial * py, radial * z + axial * pz


@njit(error_model="numpy", fastmath={"contract"})
def perturbing_difference(
    x: float,
    y: float,
    z: float,
    rows: Array,
    before: int,
    part: float,
    ship_drag_m2_kg: float,
    station_drag_m2_kg: float,
) -> tuple[float, float, float]:
    """Return what acts on the ship beyond the point mass, less what acts on the station. [m s-2]"""
    radius = between_rows(rows, before, part, RADIUS)
    px = between_rows(rows, before, part, POLE)
    py = between_rows(rows, before, part, POLE + 1)
    pz = between_rows(rows, before, part, POLE + 2)
    oblate = rows[before, OBLATE]
    ax, ay, az = oblate_pull(x, y, z - radius, px, py, pz, oblate)
    bx, by, bz = oblate_pull(0.0, 0.0, -radius, px, py, pz, oblate)
    xx = between_rows(rows, before, part, GRADIENT)
    xy = between_rows(rows, before, part, GRADIENT + 1)
    xz = between_rows(rows, before, part, GRADIENT + 2)
    yy = between_rows(rows, before, part, GRADIENT + 3)
    yz = between_rows(rows, before, part, GRADIENT + 4)
    zz = between_rows(rows, before, part, GRADIENT + 5)
    denser = 1.0 + between_rows(rows, before, part, LAPSE) * z
    drag = between_rows(rows, before, part, PRESSURE) * (
        ship_drag_m2_kg * denser - station_drag_m2_kg
    )
    dx = between_rows(rows, before, part, DRAG_WAY)
    dy = between_rows(rows, before, part, DRAG_WAY + 1)
    dz = between_rows(rows, before, part, DRAG_WAY + 2)
    return (
        ax - bx + xx * x + xy * y + xz * z + drag * dx,
        ay - by + xy * x + yy * y + yz * z + drag * dy,
        az - bz + xz * x + yz * y + zz * z + drag * dz,
    )


@njit(error_model="numpy", fastmath={"contract"})
def turning_acceleration(
    x: float,
    y: float,
    z: float,
    vx: float,
    vy: float,
    vz: float,
    wy: float,
    wz: float,
    ay: float,
    az: float,
    radius_m: float,
    mu_r3: float,
) -> tuple[float, float, float]:
    """Return the acceleration seen in a frame turning with `(0, wy, wz)`, changing by `(0, ay, az)`."""
    gx, gy, gz = point_mass_difference(x, y, z, radius_m, mu_r3)
    ww = wy * wy + wz * wz
    along = wy * y + wz * z
    return (
        gx - 2.0 * (wy * vz - wz * vy) - (ay * z - az * y) + ww * x,
        gy - 2.0 * wz * vx - az * x + ww * y - wy * along,
        gz + 2.0 * wy * vx + ay * x + ww * z - wz * along,
    )


@njit(error_model="numpy", fastmath={"contract"})
def relative_acceleration(
    time_s: float,
    state: Array,
    offset: int,
    table_step_s: float,
    rows: Array,
    ship_drag_m2_kg: float,
    station_drag_m2_kg: float,
) -> tuple[float, float, float]:
    """Return the acceleration in the turning LVLH, without thrust. [m s-2]

    Parameters
    ----------
    time_s : float
        After the table's epoch. [s]
    state, offset : Array, int
        Position [m] and velocity [m/s] in LVLH from `state[offset]` on.
    table_step_s, rows : float, Array
        Of the table of motion.
    ship_drag_m2_kg, station_drag_m2_kg : float
        Drag coefficient times area over mass, times what the air is denser than the table's. [m2 kg-1]
    """
    before, part = row_place(time_s, table_step_s, rows)
    x, y, z = state[offset], state[offset + 1], state[offset + 2]
    px, py, pz = perturbing_difference(
        x, y, z, rows, before, part, ship_drag_m2_kg, station_drag_m2_kg
    )
    ax, ay, az = turning_acceleration(
        x,
        y,
        z,
        state[offset + 3],
        state[offset + 4],
        state[offset + 5],
        between_rows(rows, before, part, W + 1),
        between_rows(rows, before, part, W + 2),
        between_rows(rows, before, part, W_DOT + 1),
        between_rows(rows, before, part, W_DOT + 2),
        between_rows(rows, before, part, RADIUS),
        between_rows(rows, before, part, MU_R3),
    )
    return ax + px, ay + py, az + pz


@njit(error_model="numpy", fastmath={"contract"})
def relative_step(
    state: Array,
    offset: int,
    dt_s: float,
    time_s: float,
    table_step_s: float,
    rows: Array,
    push_x: float,
    push_y: float,
    push_z: float,
    ship_drag_m2_kg: float,
    station_drag_m2_kg: float,
) -> None:
    """Advance position [m] and velocity [m/s] in LVLH, in place, by one Runge-Kutta step.

    Parameters
    ----------
    state, offset : Array, int
        Position and velocity from `state[offset]` on.
    dt_s : float
        Length of the step, also negative. [s]
    time_s : float
        After the table's epoch, at the step's beginning. [s]
    table_step_s, rows : float, Array
        Of the table of motion, (n, MOTION_SIZE).
    push_x, push_y, push_z : float
        Acceleration by thrust, held in LVLH during the step. [m s-2]
    ship_drag_m2_kg, station_drag_m2_kg : float
        Drag coefficient times area over mass, times what the air is denser than the table's. [m2 kg-1]
    """
    half = 0.5 * dt_s
    before, part = row_place(time_s + half, table_step_s, rows)
    wy = between_rows(rows, before, part, W + 1)
    wz = between_rows(rows, before, part, W + 2)
    ay = between_rows(rows, before, part, W_DOT + 1)
    az = between_rows(rows, before, part, W_DOT + 2)
    radius = between_rows(rows, before, part, RADIUS)
    mu_r3 = between_rows(rows, before, part, MU_R3)
    x, y, z = state[offset], state[offset + 1], state[offset + 2]
    vx, vy, vz = state[offset + 3], state[offset + 4], state[offset + 5]
    px, py, pz = perturbing_difference(
        x + half * vx,
        y + half * vy,
        z + half * vz,
        rows,
        before,
        part,
        ship_drag_m2_kg,
        station_drag_m2_kg,
    )
    px, py, pz = px + push_x, py + push_y, pz + push_z
    a1, b1, c1 = turning_acceleration(x, y, z, vx, vy, vz, wy, wz, ay, az, radius, mu_r3)
    a1, b1, c1 = a1 + px, b1 + py, c1 + pz
    u2, v2, w2 = vx + half * a1, vy + half * b1, vz + half * c1
    a2, b2, c2 = turning_acceleration(
        x + half * vx, y + half * vy, z + half * vz, u2, v2, w2, wy, wz, ay, az, radius, mu_r3
    )
    a2, b2, c2 = a2 + px, b2 + py, c2 + pz
    u3, v3, w3 = vx + half * a2, vy + half * b2, vz + half * c2
    a3, b3, c3 = turning_acceleration(
        x + half * u2, y + half * v2, z + half * w2, u3, v3, w3, wy, wz, ay, az, radius, mu_r3
    )
    a3, b3, c3 = a3 + px, b3 + py, c3 + pz
    u4, v4, w4 = vx + dt_s * a3, vy + dt_s * b3, vz + dt_s * c3
    a4, b4, c4 = turning_acceleration(
        x + dt_s * u3, y + dt_s * v3, z + dt_s * w3, u4, v4, w4, wy, wz, ay, az, radius, mu_r3
    )
    a4, b4, c4 = a4 + px, b4 + py, c4 + pz
    sixth = dt_s / 6.0
    state[offset] = x + sixth * (vx + 2.0 * (u2 + u3) + u4)
    state[offset + 1] = y + sixth * (vy + 2.0 * (v2 + v3) + v4)
    state[offset + 2] = z + sixth * (vz + 2.0 * (w2 + w3) + w4)
    state[offset + 3] = vx + sixth * (a1 + 2.0 * (a2 + a3) + a4)
    state[offset + 4] = vy + sixth * (b1 + 2.0 * (b2 + b3) + b4)
    state[offset + 5] = vz + sixth * (c1 + 2.0 * (c2 + c3) + c4)


@cached_njit(
    types.void(
        ARRAY, types.float64, ARRAY, types.float64, types.float64, MATRIX,
        types.float64, types.float64, MATRIX,
    )
)  # fmt: skip
def drift_states(
    state: Array,
    start_s: float,
    times_s: Array,
    longest_step_s: float,
    table_step_s: float,
    rows: Array,
    ship_drag_m2_kg: float,
    station_drag_m2_kg: float,
    out: Array,
) -> None:
    """Fill `out` (n, 6) with a drifting ship's states in turn; `state` is overwritten.

    Parameters
    ----------
    state : Array
        Position [m] and velocity [m/s] in LVLH at `start_s`, shape (6,).
    start_s : float
        After the table's epoch. [s]
    times_s : Array
        After the table's epoch, in the order flown; backwards too. [s]
    longest_step_s : float
        Each span is cut into equal steps no longer. [s]
    table_step_s, rows : float, Array
        Of the table of motion.
    ship_drag_m2_kg, station_drag_m2_kg : float
        As in `relative_step`.
    out : Array
    """
    now = start_s
    for k in range(times_s.size):
        span = times_s[k] - now
        steps = max(int(np.ceil(abs(span) / longest_step_s - 1e-9)), 1)
        dt = span / steps
        for i in range(steps):
            relative_step(
                state, 0, dt, now + i * dt, table_step_s, rows, 0.0, 0.0, 0.0,
                ship_drag_m2_kg, station_drag_m2_kg,
            )  # fmt: skip
        now = times_s[k]
        for i in range(6):
            out[k, i] = state[i]
