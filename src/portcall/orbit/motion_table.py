"""The table of the station's motion: what each ship beside it feels, an instant a row.

Model   The station's orbit under its full force model; the turn of its LVLH frame from its angular
        momentum and the force along the orbit normal; the gradient of the field beyond point mass and
        J2 by central differences of the same force model; the pressure of the air, and how fast it
        grows downwards.
Valid   As the force model. Rows 5 s apart: straight lines between them cost under 0.1 mm over 34
        minutes from 2.5 km (tested).
Source  As `orbit.dynamics`; the frame's turn: Montenbruck and Gill 2000, Satellite Orbits, section 2.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.constants import EGM_RADIUS_M, GM_EARTH_M3_S2
from portcall.core.errors import InputError
from portcall.core.rotation_table import celestial, rotation_at
from portcall.core.signatures import ARRAY, MATRIX
from portcall.core.time import elapsed_s
from portcall.environment.gravity import coefficients
from portcall.environment.sun_moon import bodies_at
from portcall.orbit.dynamics import AT_BODIES, AT_ROTATION, ForceModel, orbit_rhs, prepare_forces
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
    SUN,
    W_DOT,
    W,
)
from portcall.orbit.propagation import TIGHT_TOLERANCE_M, propagate
from portcall.orbit.relative_dynamics import oblate_pull

Array = NDArray[np.float64]

DEFAULT_STEP_S = 5.0
DIFFERENCE_M = 1000.0  # J2 is gone already: what is left bends over hundreds of kilometers
LAPSE_OVER_M = 500.0
MARGIN_ROWS = 3
MOST_ROWS = 2_000_000
STATION_FORCES = ForceModel(8, 8, "us76", ballistic_m2_kg=0.0105)


@dataclass(frozen=True)
class MotionTable:
    """The station's motion over a span.

    Attributes
    ----------
    epoch : datetime
        Instant of the first row; zero of all seconds.
    span_s : float
        The rows cover it with a margin. [s]
    step_s : float
        Between two rows. [s]
    rows : Array
        Shape (n, MOTION_SIZE), as `motion_columns`.
    states_gcrf : Array
        The station's position [m] and velocity [m/s] at each row, (n, 6).
    station_drag_m2_kg : float
        The station's drag coefficient times area over mass, as flown. [m2 kg-1]
    """

    epoch: datetime
    span_s: float
    step_s: float
    rows: Array = field(repr=False)
    states_gcrf: Array = field(repr=False)
    station_drag_m2_kg: float

    @property
    def mean_motion_rad_s(self) -> float:
        """The frame's mean turn over the span. [rad/s]"""
        return float(-self.rows[:, W + 1].mean())


@njit(error_model="numpy", fastmath={"contract"})
def _minor_pull(
    t: float,
    state: Array,
    params: Array,
    pole: tuple[float, float, float],
    oblate: float,
    out: Array,
) -> tuple[float, float, float]:
    """Return the pull of everything but the point mass and J2, GCRF. [m s-2]"""
    orbit_rhs(t, state, params, out)
    x, y, z = state[0], state[1], state[2]
    r2 = x * x + y * y + z * z
    pull = GM_EARTH_M3_S2 / (r2 * np.sqrt(r2))
    jx, jy, jz = oblate_pull(x, y, z, pole[0], pole[1], pole[2], oblate)
    return out[3] + pull * x - jx, out[4] + pull * y - jy, out[5] + pull * z - jz


@njit(error_model="numpy", fastmath={"contract"})
def _fill_axes(state: Array, axes: Array) -> tuple[float, float]:
    """Fill `axes` (3, 3), lvlh_from_gcrf; return the angular momentum [m2/s] and the radius [m]."""
    x, y, z, vx, vy, vz = state
    hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
    h = np.sqrt(hx * hx + hy * hy + hz * hz)
    r = np.sqrt(x * x + y * y + z * z)
    axes[1, 0], axes[1, 1], axes[1, 2] = -hx / h, -hy / h, -hz / h
    axes[2, 0], axes[2, 1], axes[2, 2] = -x / r, -y / r, -z / r
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        axes[0, i] = axes[1, j] * axes[2, k] - axes[1, k] * axes[2, j]
    return h, r


@njit(error_model="numpy", fastmath={"contract"})
def _fill_turn(state: Array, pull: Array, axes: Array, h: float, r: float, row: Array) -> None:
    """Fill the frame's rate and the part of its change that is known without a derivative."""
    ahead = axes[0, 0] * pull[3] + axes[0, 1] * pull[4] + axes[0, 2] * pull[5]
    across = axes[1, 0] * pull[3] + axes[1, 1] * pull[4] + axes[1, 2] * pull[5]
    climb = (state[0] * state[3] + state[1] * state[4] + state[2] * state[5]) / r
    row[W], row[W + 1] = 0.0, -h / (r * r)
    # a push along +y, against the normal, turns the plane about the radius
    row[W + 2] = r / h * across
    row[W_DOT], row[W_DOT + 1] = 0.0, -(ahead - 2.0 * h * climb / (r * r)) / r
    row[RADIUS], row[MU_R3] = r, GM_EARTH_M3_S2 / r**3


@njit(error_model="numpy", fastmath={"contract"})
def _fill_gradient(
    t: float, state: Array, params: Array, pole: tuple[float, float, float], oblate: float,
    axes: Array, work: Array, out: Array, row: Array,
) -> None:  # fmt: skip
    """Fill the symmetric gradient by central differences along the three axes."""
    for k in range(3):
        for i in range(3):
            work[i] = state[i] + DIFFERENCE_M * axes[k, i]
        ax, ay, az = _minor_pull(t, work, params, pole, oblate, out)
        for i in range(3):
            work[i] = state[i] - DIFFERENCE_M * axes[k, i]
        bx, by, bz = _minor_pull(t, work, params, pole, oblate, out)
        for j in range(k, 3):
            place = GRADIENT + k * (5 - k) // 2 + j  # xx xy xz yy yz zz
            row[place] = (
                axes[j, 0] * (ax - bx) + axes[j, 1] * (ay - by) + axes[j, 2] * (az - bz)
            ) / (2.0 * DIFFERENCE_M)


@njit(error_model="numpy", fastmath={"contract"})
def _fill_air(
    t: float, state: Array, quiet: Array, airy: Array, axes: Array, work: Array, out: Array,
    row: Array,
) -> None:  # fmt: skip
    """Fill the drag's way, the pressure and its growth downwards, from forces of 1 m2/kg."""
    lower = 0.0
    for below_m in (LAPSE_OVER_M, 0.0):
        for i in range(3):
            work[i] = state[i] + below_m * axes[2, i]
        orbit_rhs(t, work, airy, out)
        ax, ay, az = out[3], out[4], out[5]
        orbit_rhs(t, work, quiet, out)
        ax, ay, az = ax - out[3], ay - out[4], az - out[5]
        pressure = np.sqrt(ax * ax + ay * ay + az * az)
        if below_m > 0.0:
            lower = pressure
    row[PRESSURE] = pressure
    row[DRAG_WAY], row[DRAG_WAY + 1], row[DRAG_WAY + 2] = -1.0, 0.0, 0.0
    row[LAPSE] = 0.0
    if pressure > 0.0:
        row[LAPSE] = np.log(lower / pressure) / LAPSE_OVER_M
        for k in range(3):
            row[DRAG_WAY + k] = (axes[k, 0] * ax + axes[k, 1] * ay + axes[k, 2] * az) / pressure


@cached_njit(
    types.void(types.float64, types.float64, MATRIX, ARRAY, ARRAY, ARRAY, types.float64, MATRIX)
)
def _fill_rows(
    first_s: float, step_s: float, states: Array, flown: Array, quiet: Array, airy: Array,
    oblate: float, rows: Array,
) -> None:  # fmt: skip
    axes, work, out = np.empty((3, 3)), np.empty(6), np.empty(6)
    for n in range(rows.shape[0]):
        t, state, row = first_s + n * step_s, states[n], rows[n]
        h, r = _fill_axes(state, axes)
        orbit_rhs(t, state, flown, out)
        _fill_turn(state, out, axes, h, r, row)
        q = rotation_at(t, quiet, int(quiet[AT_ROTATION]))
        pole = celestial(0.0, 0.0, 1.0, q)
        b = bodies_at(t, quiet, int(quiet[AT_BODIES]))
        sun = np.sqrt(b[0] * b[0] + b[1] * b[1] + b[2] * b[2])
        for k in range(3):
            row[POLE + k] = axes[k, 0] * pole[0] + axes[k, 1] * pole[1] + axes[k, 2] * pole[2]
            row[SUN + k] = (axes[k, 0] * b[0] + axes[k, 1] * b[1] + axes[k, 2] * b[2]) / sun
        for i in range(6):
            work[i] = state[i]
        _fill_gradient(t, state, quiet, pole, oblate, axes, work, out, row)
        _fill_air(t, state, quiet, airy, axes, work, out, row)
        row[OBLATE] = oblate


def _slopes(values: Array, step_s: float) -> Array:
    """Return the time derivative of evenly spaced values, by fourth-order differences."""
    slopes = np.gradient(values, step_s, edge_order=2)
    slopes[2:-2] = (8.0 * (values[3:-1] - values[1:-3]) - (values[4:] - values[:-4])) / (
        12 * step_s
    )
    return np.asarray(slopes)


def _checked_rows(span_s: float, step_s: float) -> int:
    if not (step_s > 0.0 and span_s > 0.0 and span_s / step_s < MOST_ROWS):
        raise InputError(
            f"a table of motion over {span_s} s with a row every {step_s} s",
            limit=f"both above 0 s, and at most {MOST_ROWS} rows",
        )
    return int(np.ceil(span_s / step_s)) + 1 + MARGIN_ROWS


def motion_table(
    epoch: datetime,
    station_state_gcrf: Array,
    span_s: float,
    step_s: float = DEFAULT_STEP_S,
    *,
    forces: ForceModel = STATION_FORCES,
) -> MotionTable:
    """Fly the station and tabulate what a ship beside it feels.

    Parameters
    ----------
    epoch : datetime
        Aware instant of the state.
    station_state_gcrf : Array
        Position [m] and velocity [m/s], shape (6,).
    span_s : float
        [s]
    step_s : float
        Between rows. [s]
    forces : ForceModel
        The station's; the same field, air, Sun and Moon act on the ship.

    Raises
    ------
    InputError
        A span or step that is not positive, or as `propagate`.
    """
    count = _checked_rows(span_s, step_s)
    margin_s = MARGIN_ROWS * step_s
    whole_s = (count - 1) * step_s + margin_s
    path = propagate(epoch, station_state_gcrf[:6], whole_s, forces, tolerance_m=TIGHT_TOLERANCE_M)
    times_s = np.arange(count, dtype=np.float64) * step_s
    states = np.ascontiguousarray(path.state_at(times_s))
    flown, quiet, airy = (
        prepare_forces(replace(forces, ballistic_m2_kg=drag), epoch, whole_s)
        for drag in (forces.ballistic_m2_kg, 0.0, 1.0)
    )
    j2 = -np.sqrt(5.0) * coefficients()[0][2, 0] if forces.degree >= 2 else 0.0
    oblate = 1.5 * j2 * GM_EARTH_M3_S2 * EGM_RADIUS_M**2
    rows = np.zeros((count, MOTION_SIZE))
    first_s = elapsed_s(quiet.epoch, epoch)
    _fill_rows(first_s, step_s, states, flown.params, quiet.params, airy.params, oblate, rows)
    rows[:, W_DOT + 2] = _slopes(rows[:, W + 2], step_s)
    return MotionTable(epoch, span_s, step_s, rows, states, forces.ballistic_m2_kg)
