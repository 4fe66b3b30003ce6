"""The ship seen from the station: two integrated orbits, one minus the other.

Model   Both craft on the same forces, each with its own ballistic coefficient; positions in the
        LVLH frame at the station's center of mass.
Valid   Any distance; along the curve of the orbit it is a straight-line distance, not an arc.
Source  `orbit.propagation`, `core.frames`; Clohessy and Wiltshire 1960, Journal of the Aerospace
        Sciences 27, 653, for the linear solution that it is checked against.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.frames import lvlh_from_gcrf
from portcall.orbit.flight_path import FlightPath

Array = NDArray[np.float64]


def state_beside(station_state_gcrf: Array, offset_lvlh_m: Array, speed_lvlh_m_s: Array) -> Array:
    """Return the state of a craft given relative to the station, which turns with its orbit.

    Parameters
    ----------
    station_state_gcrf : Array
        Position [m] and velocity [m/s], shape (6,).
    offset_lvlh_m, speed_lvlh_m_s : Array
        Place and speed in the turning LVLH frame, shape (3,).

    Returns
    -------
    Array
        GCRF position [m] and velocity [m/s], shape (6,).
    """
    position, velocity = station_state_gcrf[:3], station_state_gcrf[3:6]
    into = lvlh_from_gcrf(position, velocity)
    radius2_m2 = float(position @ position)
    # the frame turns about its own -y, the orbit normal
    rate_rad_s = float(np.linalg.norm(np.cross(position, velocity))) / radius2_m2
    carried = np.cross([0.0, -rate_rad_s, 0.0], offset_lvlh_m)
    return np.concatenate(
        (position + into.T @ offset_lvlh_m, velocity + into.T @ (speed_lvlh_m_s + carried))
    )


def positions_lvlh(station_states: Array, ship_states: Array) -> Array:
    """Return where the ship is in the station's LVLH, shape (n, 3). [m]

    Parameters
    ----------
    station_states, ship_states : Array
        GCRF position [m] and velocity [m/s], shape (n, 6).
    """
    position, velocity = station_states[:, :3], station_states[:, 3:6]
    down = -position / np.linalg.norm(position, axis=1)[:, None]
    across = -np.cross(position, velocity)
    across /= np.linalg.norm(across, axis=1)[:, None]
    ahead = np.cross(across, down)
    apart = ship_states[:, :3] - position
    return np.stack([np.einsum("ij,ij->i", apart, axis) for axis in (ahead, across, down)], axis=1)


@dataclass(frozen=True)
class RelativePath:
    """Both flights from one instant on.

    Attributes
    ----------
    station, ship : FlightPath
        Each covers the other's span; the ship's starts at undocking.
    """

    station: FlightPath
    ship: FlightPath

    @property
    def epoch(self) -> datetime:
        """Undocking."""
        return self.ship.epoch

    @property
    def duration_s(self) -> float:
        """Length that both cover. [s]"""
        return min(self.station.duration_s, self.ship.duration_s)

    def at(self, seconds: Array) -> Array:
        """Return the ship's place in the station's LVLH at seconds after undocking, (n, 3). [m]"""
        return positions_lvlh(self.station.states_at(seconds), self.ship.states_at(seconds))
