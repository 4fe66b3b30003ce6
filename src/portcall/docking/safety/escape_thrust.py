"""How hard a ship can push in a given direction when its worst thruster is lost.

Model   On-times of the tables of `thrusters` superposed, so that no torque is left; the thruster that
        fires longest sets the pace. The least over every single thruster lost.
Valid   As `thrusters`; the ship in its docked attitude.
Source  As `thrusters`.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.docking.columns import P_AXES
from portcall.docking.control.thrusters import Allocation

Array = NDArray[np.float64]

DOCKED_FROM_PORT = np.diag([-1.0, -1.0, 1.0])  # body axes of the docked ship


def body_directions(port: Array, burns_lvlh: Array) -> Array:
    """Return unit vectors of burns in the axes of the docked ship, (k, 3)."""
    axes = port[P_AXES : P_AXES + 9].reshape(3, 3)
    ways = burns_lvlh / np.linalg.norm(burns_lvlh, axis=1)[:, None]
    return np.asarray(ways @ axes.T @ DOCKED_FROM_PORT)


def thrust_with_one_lost_n(allocation: Allocation, directions_body: Array) -> Array:
    """Return the greatest steady force in each direction with the worst thruster lost. [N]

    Parameters
    ----------
    allocation : Allocation
        Of the ship.
    directions_body : Array
        Unit vectors in body axes, (k, 3).

    Returns
    -------
    Array
        Shape (k,); zero where some single loss leaves nothing.
    """
    thrusters = allocation.table.shape[2]
    table = allocation.table[: 1 + thrusters]
    least = np.full(len(directions_body), np.inf)
    for plane in table:
        for k, way in enumerate(directions_body):
            used = [(abs(part), 2 * i + int(part < 0.0)) for i, part in enumerate(way)]
            times = sum(
                (size * plane[row] for size, row in used if size > 1e-9), np.zeros(thrusters)
            )
            longest = float(np.max(times))
            force = 0.0 if np.isnan(longest) else 1.0 / longest
            least[k] = min(least[k], force)
    return least
