"""A ship's thrusters, center of mass and leading point, as the arrays that compiled code takes.

Model   Every place counts from the middle of the ship's aft end, x forward. The main engine has its own
        thrust; every other thruster has that of the set. In the short pulses of an approach a thruster
        gives the specific impulse of pulses, where one is known.
Valid   Ships of the catalogue with `[[thruster]]` rows, `[proximity]` and an `[[inertia]]`.
Source  The catalogue.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.vehicle import Inertia, Proximity, ThrusterPlace, Vehicle
from portcall.core.errors import InputError
from portcall.docking.columns import (
    T_FORCE,
    T_GROUP,
    T_ISP_S,
    T_MAIN,
    T_MIN_ON_S,
    T_POSITION,
    T_THRUST_N,
    THRUSTER_SIZE,
)

Array = NDArray[np.float64]

SHORTEST_PULSE_S = 0.03
"""Taken where the catalogue knows no shortest pulse: that of the Russian thrusters."""


def _layout(vehicle: Vehicle) -> tuple[ThrusterPlace, ...]:
    if not vehicle.thruster:
        raise InputError(
            f"{vehicle.id} is a vehicle with no thruster layout",
            where=f"vehicles/{vehicle.id}.toml: [[thruster]]",
            remedy="give each thruster's place, direction and feed",
        )
    return vehicle.thruster


def thruster_names(vehicle: Vehicle) -> tuple[str, ...]:
    """Return the names of the thrusters, in the order of `thruster_rows`."""
    return tuple(place.id for place in _layout(vehicle))


def feed_names(vehicle: Vehicle) -> tuple[str, ...]:
    """Return the names of the feeds; a row's `T_GROUP` is an index into them."""
    return tuple(sorted({place.group for place in _layout(vehicle)}))


def thruster_rows(vehicle: Vehicle) -> Array:
    """Return one row a thruster, columns `T_*`.

    Parameters
    ----------
    vehicle : Vehicle
        A ship with a layout.

    Returns
    -------
    ndarray, shape (N, THRUSTER_SIZE)
        Positions [m] from the middle of the aft end, body axes.

    Raises
    ------
    InputError
        For a vehicle with no thruster layout.

    Examples
    --------
    >>> from portcall.catalogue.load import load_vehicle
    >>> thruster_rows(load_vehicle("progress-ms")).shape
    (29, 11)
    """
    feeds, own = feed_names(vehicle), vehicle.thrusters
    isp = own.isp_s if own.pulse_isp_s is None else own.pulse_isp_s
    pulse_s = SHORTEST_PULSE_S if own.min_on_time_s is None else own.min_on_time_s.value
    rows = np.zeros((len(vehicle.thruster), THRUSTER_SIZE))
    for row, place in zip(rows, vehicle.thruster, strict=True):
        force = np.array(place.force)
        row[T_POSITION : T_POSITION + 3] = place.position_m
        row[T_FORCE : T_FORCE + 3] = force / np.linalg.norm(force)
        row[T_THRUST_N] = (vehicle.main_engine if place.main else own).thrust_n.value
        row[T_ISP_S] = (vehicle.main_engine.isp_s if place.main else isp).value
        row[T_MIN_ON_S] = pulse_s
        row[T_GROUP] = feeds.index(place.group)
        row[T_MAIN] = float(place.main)
    return rows


def _state(vehicle: Vehicle, state: str) -> Inertia:
    for given in vehicle.inertia:
        if given.state == state:
            return given
    raise InputError(
        f"{vehicle.id} has no moments of inertia for the state '{state}'",
        where=f"vehicles/{vehicle.id}.toml: [[inertia]]",
    )


def center_of_mass_m(vehicle: Vehicle, state: str = "docking") -> Array:
    """Return the center of mass from the middle of the aft end, shape (3,). [m]"""
    center = _state(vehicle, state).center_x_m
    if center is None:
        raise InputError(
            f"{vehicle.id} has no center of mass for the state '{state}'",
            where=f"vehicles/{vehicle.id}.toml: [[inertia]] center_x_m",
        )
    return np.array([center.value, 0.0, 0.0])


def inertia_kg_m2(vehicle: Vehicle, state: str = "docking") -> Array:
    """Return the principal moments about the center of mass, body axes, shape (3,). [kg m2]"""
    own = _state(vehicle, state)
    return np.array([own.ixx_kg_m2.value, own.iyy_kg_m2.value, own.izz_kg_m2.value])


def _proximity(vehicle: Vehicle) -> Proximity:
    if vehicle.proximity is None:
        raise InputError(
            f"{vehicle.id} has no leading point and no sensor's place",
            where=f"vehicles/{vehicle.id}.toml: [proximity]",
        )
    return vehicle.proximity


def tip_m(vehicle: Vehicle, state: str = "docking") -> Array:
    """Return the leading point from the center of mass, body axes, shape (3,). [m]"""
    own = _proximity(vehicle)
    place = np.array([own.tip_x_m.value, own.tip_y_m.value, own.tip_z_m.value])
    return place - center_of_mass_m(vehicle, state)


def antenna_m(vehicle: Vehicle, state: str = "docking") -> Array:
    """Return the rendezvous sensor from the center of mass, body axes, shape (3,). [m]"""
    own = _proximity(vehicle)
    place = np.array([own.antenna_x_m.value, own.antenna_y_m.value, own.antenna_z_m.value])
    return place - center_of_mass_m(vehicle, state)
