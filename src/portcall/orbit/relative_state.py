"""A ship's state seen from the station, and back: the turning LVLH frame at its center of mass.

Model   Two absolute states and the frame's turn. The turn is that of the orbit, about minus y; with a
        table of motion at hand, its true turn (the plane's own included) may be given instead.
Valid   Any distance; along the curve of the orbit it is a straight-line distance, not an arc.
Source  `core.frames`; Fehse 2003, Automated Rendezvous and Docking of Spacecraft, appendix A.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.core.frames import lvlh_from_gcrf

Array = NDArray[np.float64]


def orbital_turn_rad_s(station_state_gcrf: Array) -> Array:
    """Return how LVLH turns with an orbit in a fixed plane, in LVLH, shape (3,). [rad/s]

    Examples
    --------
    >>> orbital_turn_rad_s(np.array([6.8e6, 0.0, 0.0, 0.0, 7.65e3, 0.0]))
    array([ 0.      , -0.001125,  0.      ])
    """
    position, velocity = station_state_gcrf[:3], station_state_gcrf[3:6]
    rate = float(np.linalg.norm(np.cross(position, velocity))) / float(position @ position)
    return np.array([0.0, -rate, 0.0])


def state_beside(
    station_state_gcrf: Array,
    offset_lvlh_m: Array,
    speed_lvlh_m_s: Array,
    turn_lvlh_rad_s: Array | None = None,
) -> Array:
    """Return the state of a craft given relative to the station, which turns with its orbit.

    Parameters
    ----------
    station_state_gcrf : Array
        Position [m] and velocity [m/s], shape (6,).
    offset_lvlh_m, speed_lvlh_m_s : Array
        Place and speed in the turning LVLH frame, shape (3,).
    turn_lvlh_rad_s : Array, optional
        The frame's true turn, shape (3,); otherwise that of the orbit alone. [rad/s]

    Returns
    -------
    Array
        GCRF position [m] and velocity [m/s], shape (6,).
    """
    into = lvlh_from_gcrf(station_state_gcrf[:3], station_state_gcrf[3:6])
    turn = orbital_turn_rad_s(station_state_gcrf) if turn_lvlh_rad_s is None else turn_lvlh_rad_s
    carried = np.cross(turn, offset_lvlh_m)
    return station_state_gcrf[:6] + np.concatenate(
        (into.T @ offset_lvlh_m, into.T @ (speed_lvlh_m_s + carried))
    )


def relative_lvlh(
    ship: Array, station: Array, turn_lvlh_rad_s: Array | None = None
) -> tuple[Array, Array]:
    """Return the ship's position [m] and velocity [m/s] in the station's turning LVLH.

    Parameters
    ----------
    ship, station : Array
        GCRF position [m] and velocity [m/s], shape (6,) or longer.
    turn_lvlh_rad_s : Array, optional
        As in `state_beside`. [rad/s]
    """
    into = lvlh_from_gcrf(station[:3], station[3:6])
    turn = orbital_turn_rad_s(station) if turn_lvlh_rad_s is None else turn_lvlh_rad_s
    position = into @ (ship[:3] - station[:3])
    return position, into @ (ship[3:6] - station[3:6]) - np.cross(turn, position)


def _axes(states: Array) -> tuple[Array, Array, Array]:
    """Return the LVLH axes of states, each (n, 3), GCRF."""
    position, velocity = states[:, :3], states[:, 3:6]
    down = -position / np.linalg.norm(position, axis=1)[:, None]
    across = -np.cross(position, velocity)
    across /= np.linalg.norm(across, axis=1)[:, None]
    return np.cross(across, down), across, down


def positions_lvlh(station_states: Array, ship_states: Array) -> Array:
    """Return where the ship is in the station's LVLH, shape (n, 3). [m]

    Parameters
    ----------
    station_states, ship_states : Array
        GCRF position [m] and velocity [m/s], shape (n, 6).
    """
    apart = ship_states[:, :3] - station_states[:, :3]
    axes = _axes(station_states)
    return np.stack([np.einsum("ij,ij->i", apart, axis) for axis in axes], axis=1)


def states_beside(station_states: Array, offsets_lvlh_m: Array, speeds_lvlh_m_s: Array) -> Array:
    """Return the states of a craft given relative to the station at many instants, as `state_beside`.

    Parameters
    ----------
    station_states : Array
        GCRF position [m] and velocity [m/s], shape (n, 6).
    offsets_lvlh_m, speeds_lvlh_m_s : Array
        Place and speed in the turning LVLH frame, shape (n, 3).

    Returns
    -------
    Array
        GCRF position [m] and velocity [m/s], shape (n, 6).
    """
    position, velocity = station_states[:, :3], station_states[:, 3:6]
    axes = np.stack(_axes(station_states), axis=1)
    momentum = np.linalg.norm(np.cross(position, velocity), axis=1)
    turns = np.zeros_like(position)
    turns[:, 1] = -momentum / np.einsum("ij,ij->i", position, position)
    carried = speeds_lvlh_m_s + np.cross(turns, offsets_lvlh_m)
    beside = [np.einsum("ij,ijk->ik", part, axes) for part in (offsets_lvlh_m, carried)]
    return np.asarray(station_states[:, :6] + np.concatenate(beside, axis=1))
