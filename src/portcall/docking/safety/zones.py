"""Where a ship may be: approach ellipsoid, keep-out sphere, and the corridor of the active leg.

Model   Sphere and ellipsoid stand about the station's center of mass, in LVLH. The corridor is a cone
        about the port's axis that turns with the station; at the place that the ship's center of mass
        has when docked it is as wide as its throat. All tests look at the ship's center of mass.
        A keep-out violation is being inside the sphere outside the corridor of the active leg, or in
        the corridor before it was cleared.
Valid   Station attitude within some 10 degrees of the nominal: the tilt enters to first order.
Source  Zones: catalogue, `[safety]` of the station. A monitor that is armed everywhere inside the sphere
        would abort the nominal swing from below to the front, so each leg names its own corridor.
"""

from typing import Any, Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.catalogue.station import Safety
from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY
from portcall.docking.columns import P_AXES, P_DOCKED, P_POSITION, P_PROBE

Array = NDArray[np.float64]

Z_RADIUS: Final = 0  # [m] keep-out sphere
Z_AXIS_V: Final = 1  # [m] semi-axes of the approach ellipsoid
Z_AXIS_H: Final = 2
Z_AXIS_R: Final = 3
Z_THROAT: Final = 4  # [m] radius of a corridor at the docked place
ZONES_SIZE: Final = 5

IN_SPHERE: Final = 1
IN_ELLIPSOID: Final = 2
IN_CORRIDOR: Final = 4

THROAT_M = 3.0  # chosen: room for a lateral error of 1 % of range and the station's swing at a hold

ZONE_SIGNATURE = types.int64(ARRAY, types.int64, ARRAY, ARRAY, types.float64)
VIOLATION_SIGNATURE = types.boolean(types.int64, types.float64)
PLACE_SIGNATURE = types.UniTuple(types.float64, 3)(ARRAY, types.int64, ARRAY)
PLACE_VELOCITY_SIGNATURE = types.UniTuple(types.float64, 6)(ARRAY, types.int64, ARRAY)


def zones_of(safety: Safety, *, throat_m: float = THROAT_M) -> Array:
    """Pack the zones of a station for compiled code.

    Parameters
    ----------
    safety : Safety
        The station's record.
    throat_m : float
        Radius of each corridor where the ship docks. [m]

    Returns
    -------
    Array
        Shape (ZONES_SIZE,). [m]
    """
    return np.array(
        [
            safety.keep_out_sphere_radius_m.value,
            safety.ellipsoid_semi_axis_v_bar_m.value,
            safety.ellipsoid_semi_axis_h_bar_m.value,
            safety.ellipsoid_semi_axis_r_bar_m.value,
            throat_m,
        ]
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def docked_place(port: Array) -> Any:
    """Return where the center of mass is when docked, in LVLH with the station untilted. [m]"""
    qx, qy, qz, qw = port[P_DOCKED], port[P_DOCKED + 1], port[P_DOCKED + 2], port[P_DOCKED + 3]
    px, py, pz = port[P_PROBE], port[P_PROBE + 1], port[P_PROBE + 2]
    # body to LVLH: the quaternion's vector part turns p the other way than body_from_lvlh
    tx, ty, tz = (
        2.0 * (qy * pz - qz * py),
        2.0 * (qz * px - qx * pz),
        2.0 * (qx * py - qy * px),
    )
    lx = px + qw * tx + qy * tz - qz * ty
    ly = py + qw * ty + qz * tx - qx * tz
    lz = pz + qw * tz + qx * ty - qy * tx
    return port[P_POSITION] - lx, port[P_POSITION + 1] - ly, port[P_POSITION + 2] - lz


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _in_port_axes(port: Array, x: float, y: float, z: float) -> Any:
    """Turn components from LVLH to the port's axes, the station untilted."""
    a = P_AXES
    return (
        port[a] * x + port[a + 1] * y + port[a + 2] * z,
        port[a + 3] * x + port[a + 4] * y + port[a + 5] * z,
        port[a + 6] * x + port[a + 7] * y + port[a + 8] * z,
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _untilted(state: Array, at: int, tilt_at: int) -> Any:
    """Return a vector of the state as the tilted station sees it."""
    x, y, z = state[at], state[at + 1], state[at + 2]
    ax, ay, az = state[tilt_at], state[tilt_at + 1], state[tilt_at + 2]
    return x - (ay * z - az * y), y - (az * x - ax * z), z - (ax * y - ay * x)


@cached_njit(PLACE_SIGNATURE, inline="always", _nrt=False)
def range_to_docked(state: Array, tilt_at: int, port: Array) -> Any:
    """Return how far the center of mass is from its docked place: along the axis, and across. [m]

    Parameters
    ----------
    state : Array
        Truth or estimate; position first.
    tilt_at : int
        Where the station's tilt stands in it: `TILT` or `E_TILT`.
    port : Array
        Shape (PORT_SIZE,).

    Returns
    -------
    tuple of float
        Components in the port's axes; the first is positive outside the port.
    """
    x, y, z = _untilted(state, 0, tilt_at)
    dx, dy, dz = docked_place(port)
    return _in_port_axes(port, x - dx, y - dy, z - dz)


@cached_njit(PLACE_VELOCITY_SIGNATURE, inline="always", _nrt=False)
def place_and_velocity(state: Array, tilt_at: int, port: Array) -> Any:
    """Return `range_to_docked` and the velocity in the same axes, the turn of the station left out."""
    x, y, z = _untilted(state, 0, tilt_at)
    dx, dy, dz = docked_place(port)
    along, aside, down = _in_port_axes(port, x - dx, y - dy, z - dz)
    u, v, w = _untilted(state, 3, tilt_at)
    vx, vy, vz = _in_port_axes(port, u, v, w)
    return along, aside, down, vx, vy, vz


@cached_njit(ZONE_SIGNATURE, _nrt=False)
def zone(state: Array, tilt_at: int, port: Array, zones: Array, corridor_rad: float) -> int:
    """Say in which zones the ship is.

    Parameters
    ----------
    state : Array
        Truth or estimate; position first. [m]
    tilt_at : int
        Where the station's tilt stands in it: `TILT` or `E_TILT`.
    port, zones : Array
        Shapes (PORT_SIZE,) and (ZONES_SIZE,).
    corridor_rad : float
        Half angle of the active leg's corridor; zero, negative or not a number: it has none. [rad]

    Returns
    -------
    int
        Sum of IN_SPHERE, IN_ELLIPSOID and IN_CORRIDOR.
    """
    x, y, z = state[0], state[1], state[2]
    radius = zones[Z_RADIUS]
    ev, eh, er = x / zones[Z_AXIS_V], y / zones[Z_AXIS_H], z / zones[Z_AXIS_R]
    if ev * ev + eh * eh + er * er > 1.0:
        return 0
    bits = IN_ELLIPSOID
    if x * x + y * y + z * z < radius * radius:
        bits += IN_SPHERE
    if corridor_rad > 0.0:
        along, aside, down = range_to_docked(state, tilt_at, port)
        wide = zones[Z_THROAT] + max(along, 0.0) * np.tan(corridor_rad)
        if along > -zones[Z_THROAT] and aside * aside + down * down <= wide * wide:
            bits += IN_CORRIDOR
    return bits


@cached_njit(VIOLATION_SIGNATURE, inline="always", _nrt=False)
def violates(bits: int, cleared: float) -> bool:
    """Say whether being in these zones breaks the keep-out rule; `cleared` is 1 after the go."""
    return (bits & IN_SPHERE) != 0 and ((bits & IN_CORRIDOR) == 0 or cleared == 0.0)
