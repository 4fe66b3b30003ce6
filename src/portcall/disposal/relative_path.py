"""The ship seen from the station: two integrated orbits, one minus the other.

Model   Both craft on the same forces, each with its own ballistic coefficient; positions in the
        LVLH frame at the station's center of mass.
Valid   Any distance; along the curve of the orbit it is a straight-line distance, not an arc.
Source  `orbit.propagation`, `orbit.relative_state`; Clohessy and Wiltshire 1960, Journal of the Aerospace
        Sciences 27, 653, for the linear solution that it is checked against.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.orbit.flight_path import FlightPath
from portcall.orbit.relative_state import positions_lvlh

Array = NDArray[np.float64]


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
