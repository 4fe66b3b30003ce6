"""The avoidance table of a port for one ship: each burn as fast as the ship can with a thruster lost.

Model   As `avoidance`, with the thrust that the ship's layout has along each burn of the menu when its most
        important thruster is gone.
Valid   Ships with a thruster layout.
Source  As `avoidance`.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.vehicle import Vehicle
from portcall.docking.columns import P_AXES
from portcall.docking.control.layout import center_of_mass_m, thruster_rows
from portcall.docking.control.thrusters import allocate
from portcall.docking.safety.avoidance import HOLD_S, AvoidanceTable, avoidance_table, menu
from portcall.docking.safety.escape_thrust import body_directions, thrust_with_one_lost_n

Array = NDArray[np.float64]


def port_avoidance(
    vehicle: Vehicle,
    port: Array,
    zones: Array,
    n_rad_s: float,
    corridor_rad: float,
    mass_kg: float,
    *,
    hold_s: float = HOLD_S,
) -> AvoidanceTable:
    """Return the avoidance table of a port for a ship with its worst thruster lost.

    Parameters
    ----------
    vehicle : Vehicle
        With a thruster layout.
    port, zones : Array
        Shapes (PORT_SIZE,) and (ZONES_SIZE,).
    n_rad_s, corridor_rad, mass_kg, hold_s : float
        Mean motion [rad/s], half angle of the final leg's corridor [rad], mass [kg], drift [s].
    """
    burns = menu(port[P_AXES : P_AXES + 3])
    allocation = allocate(thruster_rows(vehicle), center_of_mass_m(vehicle))
    force_n = thrust_with_one_lost_n(allocation, body_directions(port, burns))
    return avoidance_table(
        port, n_rad_s, zones, corridor_rad, acceleration_m_s2=force_n / mass_kg, hold_s=hold_s
    )
