"""Where a port is and which way it looks, for a station that holds an attitude.

Model   The station's body axes are its analysis axes (X along the modules, Y starboard, Z nadir), turned in
        LVLH by yaw, pitch and roll. A port's x points out of it. Its y is the station's starboard, except
        for a port that looks to a side; z completes them. The docked ship looks into the port: body
        x = -port x, y = -port y, z = +port z.
Valid   Port positions of the catalogue (about 1 m); the station's nominal attitude, without its tilt.
Source  Chosen here; positions, axes and attitudes are the catalogue's.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Port, Station
from portcall.docking.columns import (
    P_AXES,
    P_DOCKED,
    P_PORT_ANTENNA,
    P_POSITION,
    P_PROBE,
    P_SHIP_ANTENNA,
    PORT_SIZE,
)
from portcall.orbit.station_attitude import lvlh_from_station

Array = NDArray[np.float64]

_SIDEWAYS = 0.9  # a port that looks this much along starboard needs another y


def port_place_m(station: Station, port: Port) -> Array:
    """Return the port's place from the station's center of mass, station axes, shape (3,). [m]"""
    body = station.body
    center = (body.center_x_m.value, body.center_y_m.value, body.center_z_m.value)
    place = (port.x_m.value, port.y_m.value, port.z_m.value)
    return np.asarray(np.array(place) - np.array(center))


def port_axes(port: Port) -> Array:
    """Return `port_from_station`, shape (3, 3): rows are the port's axes, x out of it."""
    out = np.array(port.axis) / np.linalg.norm(port.axis)
    starboard = np.array([0.0, 1.0, 0.0])
    if abs(out @ starboard) > _SIDEWAYS:
        starboard = np.array([-1.0, 0.0, 0.0])
    side = starboard - out * (out @ starboard)
    side /= np.linalg.norm(side)
    return np.array([out, side, np.cross(out, side)])


def quaternion_of(matrix: Array) -> Array:
    """Return the scalar-last quaternion of a matrix that turns components, shape (4,).

    The convention is C(q) = (w^2 - v.v) I + 2 v v' - 2 w [v x].

    Source: Shuster 1993, A Survey of Attitude Representations, eq. 163.
    """
    trace = float(np.trace(matrix))
    squares = np.array([1.0 + 2.0 * matrix[i, i] - trace for i in range(3)] + [1.0 + trace])
    largest = int(np.argmax(squares))
    m = matrix
    if largest == 3:
        rest = [m[1, 2] - m[2, 1], m[2, 0] - m[0, 2], m[0, 1] - m[1, 0], squares[3]]
    else:
        j, k = (largest + 1) % 3, (largest + 2) % 3
        rest = [0.0, 0.0, 0.0, m[j, k] - m[k, j]]
        rest[largest] = squares[largest]
        rest[j], rest[k] = m[largest, j] + m[j, largest], m[largest, k] + m[k, largest]
    q = np.array(rest)
    q /= np.linalg.norm(q)
    return q if q[3] >= 0.0 else -q


def port_vector(
    station: Station,
    port: Port,
    attitude: str,
    *,
    probe_m: Array,
    ship_antenna_m: Array,
    port_antenna_m: Array | None = None,
) -> Array:
    """Return a port as compiled code needs it, shape (PORT_SIZE,): see `portcall.docking.columns`.

    Parameters
    ----------
    station, port : Station, Port
        Of the catalogue.
    attitude : str
        Id of the attitude that the station holds.
    probe_m, ship_antenna_m : Array
        Shape (3,): from the ship's center of mass, body axes. [m]
    port_antenna_m : Array, optional
        Shape (3,): from the port, port axes; by default in the port's plane, where it faces the antenna
        of the docked ship: seen askew, an error of the range would become one across the axis. [m]
    """
    lvlh = lvlh_from_station(station, attitude)
    axes = port_axes(port) @ lvlh.T
    vector = np.zeros(PORT_SIZE)
    vector[P_POSITION : P_POSITION + 3] = lvlh @ port_place_m(station, port)
    vector[P_AXES : P_AXES + 9] = axes.ravel()
    vector[P_DOCKED : P_DOCKED + 4] = quaternion_of(np.array([-axes[0], -axes[1], axes[2]]))
    vector[P_PROBE : P_PROBE + 3] = probe_m
    vector[P_SHIP_ANTENNA : P_SHIP_ANTENNA + 3] = ship_antenna_m
    if port_antenna_m is None:
        _, right_m, down_m = ship_antenna_m - probe_m
        port_antenna_m = np.array([0.0, -right_m, down_m])
    vector[P_PORT_ANTENNA : P_PORT_ANTENNA + 3] = port_antenna_m
    return vector
