"""Whether a docked ship stands in the way to a port.

Model   A ship is a cylinder about its port's axis, and where it has solar arrays a wider, shorter one
        about its aft half. The arriving ship sweeps its two cylinders outwards without end. Points on the
        surface of each docked ship are measured against the swept volume; nearer than the margin, the
        axis is blocked.
Valid   The station's body frame; arrays at their full span in every direction. A ship that the arm
        berths is carried round its neighbors: only its own port can be taken.
Source  Chosen here. Cygnus XL was moved off Unity's nadir port for Soyuz MS-28 to come to Rassvet, while
        shorter ships of its kind stood there, and Soyuz beside Soyuz at Rassvet and Prichal: the margin
        lies between the two.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Port, Station
from portcall.catalogue.vehicle import Vehicle
from portcall.docking.approach.port_frame import port_axes

Array = NDArray[np.float64]

MARGIN_M = 1.7  # estimate: between the clearances of the flown cases above, 1.4 m and 2.0 m
_ARRAYS_FROM, _ARRAYS_TO = 0.65, 0.95  # of the ship's length, from the nose
_AROUND = 24  # points on a rim
_ALONG = 8


@dataclass(frozen=True)
class Blocked:
    """Why the way to a port is not free."""

    port: str
    by_port: str
    by_vehicle: str
    clearance_m: float

    @property
    def reason(self) -> str:
        """The reason as one clause."""
        if self.port == self.by_port:
            return f"{self.port} is taken by {self.by_vehicle}"
        return (
            f"{self.by_vehicle} at {self.by_port} leaves {self.clearance_m:.1f} m "
            f"beside the way to {self.port}"
        )


def _cylinders(vehicle: Vehicle) -> list[tuple[float, float, float]]:
    """Return begin and end along the port's axis and radius of each part of a docked ship. [m]"""
    size = vehicle.size
    length_m = size.length_m.value
    parts = [(0.0, length_m, 0.5 * size.diameter_m.value)]
    if size.array_span_m is not None:
        span_m = 0.5 * size.array_span_m.value
        parts.append((_ARRAYS_FROM * length_m, _ARRAYS_TO * length_m, span_m))
    return parts


def _place(port: Port) -> Array:
    return np.array([port.x_m.value, port.y_m.value, port.z_m.value])


def _surface(port: Port, vehicle: Vehicle) -> Array:
    """Return points on the surface of a docked ship, station axes, shape (n, 3). [m]"""
    out, side, up = port_axes(port)
    points = []
    for begin, end, radius in _cylinders(vehicle):
        for along in np.linspace(begin, end, _ALONG):
            for part in (0.5, 1.0):
                for k in range(_AROUND):
                    turn = 2.0 * math.pi * k / _AROUND
                    across = math.cos(turn) * side + math.sin(turn) * up
                    points.append(_place(port) + along * out + part * radius * across)
    return np.array(points)


def clearance_m(port: Port, vehicle: Vehicle, other_port: Port, other: Vehicle) -> float:
    """Return the least distance of a docked ship from the way of another to its port. [m]"""
    axis = port_axes(port)[0]
    offset = _surface(other_port, other) - _place(port)
    along = offset @ axis
    across = np.linalg.norm(offset - np.outer(along, axis), axis=1)
    least = math.inf
    for begin, _, radius in _cylinders(vehicle):
        before = np.maximum(0.0, begin - along)
        beside = np.maximum(0.0, across - radius)
        least = min(least, float(np.hypot(before, beside).min()))
    return least


def blocked_by(
    station: Station, port: Port, vehicle: Vehicle, occupied: Sequence[tuple[Port, Vehicle]]
) -> Blocked | None:
    """Return what blocks the way to a port, or None where it is free.

    Parameters
    ----------
    station : Station
        Whose ports they are.
    port, vehicle : Port, Vehicle
        Where the ship goes, and the ship.
    occupied : sequence of (Port, Vehicle)
        The docked ships.
    """
    worst: Blocked | None = None
    for other_port, other in occupied:
        if other_port.id == port.id:
            return Blocked(port.id, port.id, other.name, 0.0)
        if other_port not in station.port or vehicle.capture == "berthed":
            continue
        left_m = clearance_m(port, vehicle, other_port, other)
        if left_m < MARGIN_M and (worst is None or left_m < worst.clearance_m):
            worst = Blocked(port.id, other_port.id, other.name, left_m)
    return worst
