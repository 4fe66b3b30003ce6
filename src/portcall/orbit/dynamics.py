"""What accelerates a craft in orbit: the compiled right-hand side and its parameter vector.

Model   Spherical-harmonic gravity turned with the real Earth, drag against co-rotating air, the
        pull of Sun and Moon, and a thrust held in the craft's own LVLH, along its velocity, or
        inertially. State: position and velocity in GCRF, and mass when there is a seventh entry.
Valid   Above 86 km for long spans; the drag area over mass is constant, burns included.
Source  Montenbruck and Gill 2000, Satellite Orbits, chapter 3; the rooms of `environment` name
        theirs.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.constants import GM_MOON_M3_S2, GM_SUN_M3_S2, WGS84_A_M, WGS84_F
from portcall.core.errors import InputError
from portcall.core.rotation_table import (
    Rotation,
    celestial,
    earth_fixed,
    rotation_at,
    rotation_table,
    table_nodes_s,
)
from portcall.core.signatures import RHS_SIGNATURE
from portcall.core.time import elapsed_s, require_utc
from portcall.environment.atmosphere import (
    HARRIS_PRIESTER,
    KINDS,
    US76,
    Atmosphere,
    harris_priester_density,
    harris_priester_table,
    us76_density,
    us76_table,
)
from portcall.environment.gravity import acceleration, packed_field
from portcall.environment.sun_moon import bodies_at, sun_moon_table, third_body

Array = NDArray[np.float64]

# where things lie in the parameter vector
DEGREE, ORDER, AIR, DRAG, SUN_MOON = 0, 1, 2, 3, 4
FORCE, EXHAUST, TOWARDS_X, TOWARDS_Y, TOWARDS_Z = 5, 6, 7, 8, 9
AT_ROTATION, AT_BODIES, AT_FIELD, AT_AIR, AT_EVENTS = 10, 11, 12, 13, 14
AT_HOLD = 15
HEADER = 16

Hold = Literal["lvlh", "velocity", "inertial"]
_IN_LVLH, _ALONG_VELOCITY, _INERTIALLY = 0.0, 1.0, 2.0
_HOLDS: dict[str, float] = {
    "lvlh": _IN_LVLH,
    "velocity": _ALONG_VELOCITY,
    "inertial": _INERTIALLY,
}


@dataclass(frozen=True)
class ForceModel:
    """What acts on a craft.

    Attributes
    ----------
    degree, order : int
        Truncation of the gravity field; (0, 0) is the point mass, (2, 0) is J2.
    atmosphere : {"none", "us76", "harris-priester"}
        Which air.
    ballistic_m2_kg : float
        Drag coefficient times area over mass. [m2 kg-1]
    density_factor : float
        Multiplies the density, fitted to decay.
    sun_moon : bool
        Whether Sun and Moon pull.
    rotation : {"iau", "uniform"}
        The real Earth, or an even turn about the celestial pole (for comparison with other codes).
    """

    degree: int = 8
    order: int = 8
    atmosphere: Atmosphere = "us76"
    ballistic_m2_kg: float = 0.0
    density_factor: float = 1.0
    sun_moon: bool = True
    rotation: Rotation = "iau"


@dataclass(frozen=True)
class Thrust:
    """A thrust constant in size, and in direction in the frame that holds it.

    Attributes
    ----------
    force_n : float
        Thrust. [N]
    exhaust_velocity_m_s : float
        Effective exhaust velocity; the mass flow is the thrust over it. [m s-1]
    direction : tuple[float, float, float]
        Of the acceleration, in the frame that `hold` names; made a unit vector.
    hold : {"lvlh", "velocity", "inertial"}
        The craft's LVLH (x V-bar, y minus normal, z towards the Earth); the same with x along the
        velocity; or GCRF.
    """

    force_n: float
    exhaust_velocity_m_s: float
    direction: tuple[float, float, float] = (1.0, 0.0, 0.0)
    hold: Hold = "lvlh"


@dataclass(frozen=True)
class Forces:
    """A force model prepared for a span: tables and parameters, to be used again and again.

    Attributes
    ----------
    epoch : datetime
        Zero of the tables' seconds.
    start_s, end_s : float
        Span that the tables cover. [s]
    model : ForceModel
    params : Array
        What the compiled right-hand side reads. Never written to.
    """

    epoch: datetime
    start_s: float
    end_s: float
    model: ForceModel
    params: Array

    def with_thrust(self, thrust: Thrust | None) -> Array:
        """Return the parameters with a thrust entered."""
        if thrust is None:
            return self.params
        towards = np.asarray(thrust.direction, dtype=np.float64)
        size = float(np.linalg.norm(towards))
        if size == 0.0 or thrust.exhaust_velocity_m_s <= 0.0:
            raise InputError(
                f"thrust along {thrust.direction} at {thrust.exhaust_velocity_m_s} m/s exhaust",
                limit="a direction that is not zero, and an exhaust velocity above 0 m/s",
            )
        params = self.params.copy()
        params[FORCE] = thrust.force_n
        params[EXHAUST] = thrust.exhaust_velocity_m_s
        params[TOWARDS_X : TOWARDS_Z + 1] = towards / size
        params[AT_HOLD] = _HOLDS[thrust.hold]
        return params


def _assembled(model: ForceModel, epoch: datetime, start_s: float, end_s: float) -> Array:
    if model.atmosphere not in KINDS:
        raise InputError(f"no atmosphere '{model.atmosphere}'", limit=", ".join(KINDS))
    air = harris_priester_table() if model.atmosphere == "harris-priester" else us76_table()
    parts = (
        rotation_table(epoch, start_s, end_s, model.rotation),
        sun_moon_table(epoch, table_nodes_s(start_s, end_s)),
        packed_field(model.degree, model.order),
        air,
    )
    header = np.zeros(HEADER)
    header[DEGREE] = model.degree
    header[ORDER] = model.order
    header[AIR] = KINDS[model.atmosphere] if model.ballistic_m2_kg > 0.0 else KINDS["none"]
    header[DRAG] = 0.5 * model.ballistic_m2_kg * model.density_factor
    header[SUN_MOON] = float(model.sun_moon)
    at = HEADER
    for slot, part in zip((AT_ROTATION, AT_BODIES, AT_FIELD, AT_AIR), parts, strict=True):
        header[slot] = at
        at += part.size
    header[AT_EVENTS] = at
    return np.concatenate((header, *parts))


@lru_cache(maxsize=64)
def _forces_of_days(model: ForceModel, midnight: datetime, days: int) -> Forces:
    end_s = elapsed_s(midnight, midnight + timedelta(days=days))
    params = _assembled(model, midnight, 0.0, end_s)
    return Forces(midnight, 0.0, end_s, model, params)


def prepare_forces(model: ForceModel, start: datetime, duration_s: float) -> Forces:
    """Build, or find again, the tables of a force model over a span.

    Parameters
    ----------
    model : ForceModel
    start : datetime
        Aware start of the span.
    duration_s : float
        Length, negative for a span that ends at `start`. [s]

    Returns
    -------
    Forces
        Covers whole UTC days around the span; one object for all spans within the same days.
    """
    begin = require_utc(start) + timedelta(seconds=min(duration_s, 0.0))
    end = require_utc(start) + timedelta(seconds=max(duration_s, 0.0) + 1.0)
    midnight = datetime(begin.year, begin.month, begin.day, tzinfo=UTC)
    days = (end - midnight).days + 1
    return _forces_of_days(model, midnight, days)


@njit(error_model="numpy", fastmath={"contract"})
def drag_altitude_m(x: float, y: float, z: float, along_axis_m: float) -> float:
    """Return the altitude over WGS84 to 0.1 m in low orbit, for the air alone. [m]

    The ellipsoid's radius as a series in the flattening; `along_axis_m` is the part along the Earth's
    axis. The exact altitude (`geodetic_altitude_m`) costs three times as much.
    """
    r2 = x * x + y * y + z * z
    r = np.sqrt(r2)
    sine2 = along_axis_m * along_axis_m / r2
    lift = WGS84_F * sine2
    curve = WGS84_F * lift * (1.0 - sine2)
    radius = WGS84_A_M * (1.0 - lift - 1.5 * curve)
    # the plumb line leans against the radius by twice the flattening's share
    return float(r - radius - 2.0 * curve * (r - radius) * WGS84_A_M / r)


@njit(error_model="numpy", fastmath={"contract"})
def density_at(t: float, x: float, y: float, z: float, altitude_m: float, params: Array) -> float:
    """Return the air density of the parameter vector's model, without the density factor."""
    if params[AIR] == US76:
        return float(us76_density(altitude_m, params, int(params[AT_AIR])))
    if params[AIR] == HARRIS_PRIESTER:
        bodies = bodies_at(t, params, int(params[AT_BODIES]))
        return float(
            harris_priester_density(
                altitude_m, x, y, z, bodies[0], bodies[1], bodies[2], params, int(params[AT_AIR])
            )
        )
    return 0.0


@njit(error_model="numpy", fastmath={"contract"})
def _push(state: Array, params: Array) -> tuple[float, float, float]:
    """Return the acceleration by a thrust that is constant in the frame that holds it."""
    push = params[FORCE] / state[6]
    px, py, pz = params[TOWARDS_X] * push, params[TOWARDS_Y] * push, params[TOWARDS_Z] * push
    if params[AT_HOLD] == _INERTIALLY:
        return px, py, pz
    x, y, z = state[0], state[1], state[2]
    vx, vy, vz = state[3], state[4], state[5]
    hx, hy, hz = vy * z - vz * y, vz * x - vx * z, vx * y - vy * x
    scale = 1.0 / np.sqrt(hx * hx + hy * hy + hz * hz)
    hx, hy, hz = hx * scale, hy * scale, hz * scale
    if params[AT_HOLD] == _ALONG_VELOCITY:
        ahead = 1.0 / np.sqrt(vx * vx + vy * vy + vz * vz)
        bx, by, bz = vx * ahead, vy * ahead, vz * ahead
        dx, dy, dz = by * hz - bz * hy, bz * hx - bx * hz, bx * hy - by * hx
    else:
        down = -1.0 / np.sqrt(x * x + y * y + z * z)
        dx, dy, dz = x * down, y * down, z * down
        bx, by, bz = hy * dz - hz * dy, hz * dx - hx * dz, hx * dy - hy * dx
    return (
        px * bx + py * hx + pz * dx,
        px * by + py * hy + pz * dy,
        px * bz + py * hz + pz * dz,
    )


@cached_njit(RHS_SIGNATURE)
def orbit_rhs(t: float, state: Array, params: Array, out: Array) -> None:
    """Fill the slope of position [m], velocity [m s-1] and, when there is a seventh, mass [kg]."""
    x, y, z = state[0], state[1], state[2]
    vx, vy, vz = state[3], state[4], state[5]
    q = rotation_at(t, params, int(params[AT_ROTATION]))
    ex, ey, ez = earth_fixed(x, y, z, q)
    gx, gy, gz = acceleration(
        ex, ey, ez, params, int(params[AT_FIELD]), int(params[DEGREE]), int(params[ORDER])
    )
    ax, ay, az = celestial(gx, gy, gz, q)
    if params[AIR] != 0.0:
        density = density_at(t, x, y, z, drag_altitude_m(ex, ey, ez, ez), params)
        rate = params[int(params[AT_ROTATION]) + 4]
        wx, wy, wz = rate * q[6], rate * q[7], rate * q[8]
        ux = vx - (wy * z - wz * y)
        uy = vy - (wz * x - wx * z)
        uz = vz - (wx * y - wy * x)
        drag = -params[DRAG] * density * np.sqrt(ux * ux + uy * uy + uz * uz)
        ax += drag * ux
        ay += drag * uy
        az += drag * uz
    if params[SUN_MOON] != 0.0:
        b = bodies_at(t, params, int(params[AT_BODIES]))
        fx, fy, fz = third_body(x, y, z, b[0], b[1], b[2], GM_SUN_M3_S2)
        mx, my, mz = third_body(x, y, z, b[3], b[4], b[5], GM_MOON_M3_S2)
        ax += fx + mx
        ay += fy + my
        az += fz + mz
    if params[FORCE] != 0.0:
        fx, fy, fz = _push(state, params)
        ax += fx
        ay += fy
        az += fz
    out[0] = vx
    out[1] = vy
    out[2] = vz
    out[3] = ax
    out[4] = ay
    out[5] = az
    if out.size > 6:
        out[6] = -params[FORCE] / params[EXHAUST] if params[FORCE] != 0.0 else 0.0
