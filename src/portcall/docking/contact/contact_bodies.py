"""The two bodies of a contact as an array, from the catalogue and the port.

Model   Principal moments along the axes. The station's are those of its own axes, taken along LVLH: its
        attitude is within degrees of it, or turned by half a turn.
Valid   A ship of the catalogue at a port of its station.
Source  The catalogue.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Station
from portcall.catalogue.vehicle import Vehicle
from portcall.core.errors import InputError
from portcall.docking.columns import P_AXES, P_POSITION
from portcall.docking.contact.contact_columns import (
    B_PORT,
    B_PORT_AXES,
    B_PUSH_DELAY_S,
    B_PUSH_DURATION_S,
    B_PUSH_N,
    B_SHIP_INERTIA,
    B_SHIP_MASS,
    B_STATION_INERTIA,
    B_STATION_MASS,
    B_TIP,
    BODIES_SIZE,
)
from portcall.docking.control.layout import inertia_kg_m2, tip_m

Array = NDArray[np.float64]


def contact_bodies(vehicle: Vehicle, mass_kg: float, station: Station, port: Array) -> Array:
    """Return the two bodies of a contact, columns `B_*`.

    Parameters
    ----------
    vehicle : Vehicle
        With moments of inertia and `[proximity]`.
    mass_kg : float
        Of the ship at contact.
    station : Station
        Whose body answers at the port.
    port : ndarray, shape (PORT_SIZE,)
        See `docking.columns`.

    Returns
    -------
    ndarray, shape (BODIES_SIZE,)
    """
    own, body = vehicle.proximity, station.body
    if own is None:
        raise InputError(f"{vehicle.id} has no `[proximity]`", where=f"vehicles/{vehicle.id}.toml")
    bodies = np.zeros(BODIES_SIZE)
    bodies[B_SHIP_MASS] = mass_kg
    bodies[B_SHIP_INERTIA : B_SHIP_INERTIA + 3] = inertia_kg_m2(vehicle)
    bodies[B_TIP : B_TIP + 3] = tip_m(vehicle)
    bodies[B_STATION_MASS] = body.mass_kg.value
    moments = (body.ixx_kg_m2, body.iyy_kg_m2, body.izz_kg_m2)
    bodies[B_STATION_INERTIA : B_STATION_INERTIA + 3] = [moment.value for moment in moments]
    bodies[B_PORT : B_PORT + 3] = port[P_POSITION : P_POSITION + 3]
    bodies[B_PORT_AXES : B_PORT_AXES + 9] = port[P_AXES : P_AXES + 9]
    bodies[B_PUSH_N] = own.push_n.value
    bodies[B_PUSH_DELAY_S] = own.push_delay_s.value
    bodies[B_PUSH_DURATION_S] = own.push_duration_s.value
    return bodies
