"""What became of every piece of every fall.

Model   Data only, as `break_up` fills it.
Valid   As `break_up`.
Source  None of its own.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.debris import ObjectList
from portcall.disposal.entry_kernel import LANDED

Array = NDArray[np.float64]

# beside the outcomes of the kernels: never set free, and never met the air
ENCLOSED, STAYED_UP = 101, 102
FIGURES = 9  # fields that hold one figure a piece


@dataclass(frozen=True)
class Fallen:
    """Where and how every piece of every fall ended, each array of shape (falls, objects).

    Attributes
    ----------
    latitude_rad, longitude_rad : Array
        Geodetic, of the ground or of the demise; NaN for what never fell by itself. [rad]
    time_s : Array
        After ignition. [s]
    speed_m_s, steepness_rad, mass_kg, energy_j, area_m2 : Array
        At the end; the area is the mean projected one.
    demise_altitude_m : Array
        NaN for what did not demise. [m]
    outcome : NDArray
        `LANDED`, `DEMISED`, `SKIPPED` or `LOST` of the kernels, `ENCLOSED` or `STAYED_UP`.
    count : Array
        How many pieces an object stands for, shape (objects,).
    object_ids : tuple[str, ...]
    """

    latitude_rad: Array
    longitude_rad: Array
    time_s: Array
    speed_m_s: Array
    steepness_rad: Array
    mass_kg: Array
    energy_j: Array
    area_m2: Array
    demise_altitude_m: Array
    outcome: NDArray[np.int16]
    count: Array
    object_ids: tuple[str, ...]

    @property
    def falls(self) -> int:
        """How many samples."""
        return len(self.outcome)

    def landed(self, energy_floor_j: float = 0.0) -> NDArray[np.bool_]:
        """Return which pieces reach the ground with at least this energy, shape (falls, objects)."""
        return np.asarray((self.outcome == LANDED) & (self.energy_j >= energy_floor_j))

    def weights(self) -> Array:
        """Return how many pieces each entry stands for, shape (falls, objects)."""
        return np.broadcast_to(self.count, self.outcome.shape)


def unfilled(falls: int, objects: ObjectList) -> Fallen:
    """Return room for what becomes of so many falls; until then all stay up."""
    shape = falls, len(objects.object)
    return Fallen(
        **{one.name: np.full(shape, np.nan) for one in fields(Fallen)[:FIGURES]},
        outcome=np.full(shape, STAYED_UP, dtype=np.int16),
        count=np.array([one.count for one in objects.object], dtype=np.float64),
        object_ids=tuple(one.id for one in objects.object),
    )
