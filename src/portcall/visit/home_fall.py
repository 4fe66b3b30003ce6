"""The planned fall: every figure at its value, no errors; what it leaves and where its middle lies.

Model   `disposal.break_up` with one entry and nothing spread. The middle of the fall is the mean place
        of what reaches the ground, weighed by the energy it brings: dense pieces are what endangers,
        and what an operator's ballistic calculation follows.
Valid   As `disposal.break_up`.
Source  As `disposal.break_up`.
"""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.debris import ObjectList
from portcall.catalogue.load import Catalogue
from portcall.catalogue.material import Material
from portcall.core.sourced import Figure
from portcall.disposal.break_up import fall_apart
from portcall.disposal.deorbit import Entry
from portcall.disposal.entry_states import EntryStates
from portcall.disposal.fallen import Fallen
from portcall.disposal.ground_track import directions_of, places_of
from portcall.disposal.spread import none
from portcall.disposal.survival import materials_of
from portcall.disposal.targeting import Center

Array = NDArray[np.float64]
R = TypeVar("R", ObjectList, Material)


@dataclass(frozen=True)
class Pieces:
    """What a ship comes apart into, with its materials, and the same without ranges."""

    objects: ObjectList
    materials: tuple[Material, ...]
    sure_objects: ObjectList
    sure_materials: tuple[Material, ...]
    heating: str


def _sure(figure: Figure) -> Figure:
    return Figure(value=figure.value, status="derived", source=figure.source)


def _without_ranges(record: R) -> R:
    """Return a record whose figures have no ranges, so that nothing is drawn."""
    update: dict[str, object] = {
        name: _sure(value) for name, value in record if isinstance(value, Figure)
    }
    if isinstance(record, ObjectList):
        update["object"] = tuple(
            one.model_copy(
                update={name: _sure(value) for name, value in one if isinstance(value, Figure)}
            )
            for one in record.object
        )
    return record.model_copy(update=update)


def pieces_of(catalogue: Catalogue, objects: ObjectList, heating: str) -> Pieces:
    """Gather an object list and its materials.

    Raises
    ------
    InputError
        A material that nothing carries; the nearest is offered.
    """
    materials = materials_of(objects, catalogue)
    return Pieces(
        objects=objects,
        materials=materials,
        sure_objects=_without_ranges(objects),
        sure_materials=tuple(_without_ranges(material) for material in materials),
        heating=heating,
    )


def planned_fall(entry: Entry, pieces: Pieces) -> Fallen:
    """Let a ship fall as planned; times count from the entry, shape (1, objects)."""
    states = EntryStates(
        entry.state_itrf[None, :], np.zeros(1), np.array([float(entry.state_gcrf[6])])
    )
    return fall_apart(
        states,
        pieces.sure_objects,
        pieces.sure_materials,
        none(),
        seed=0,
        heating=pieces.heating,
    )


def middle_of(fallen: Fallen) -> Center | None:
    """Return the middle of a fall; None when nothing reaches the ground."""
    down = fallen.landed()
    if not down.any():
        return None
    weight = (fallen.weights() * fallen.energy_j)[down]
    direction = np.average(
        directions_of(fallen.latitude_rad[down], fallen.longitude_rad[down]), axis=0, weights=weight
    )
    latitude, longitude = places_of(direction[None, :])
    after_entry_s = float(np.average(fallen.time_s[down], weights=weight))
    return Center(float(latitude[0]), math.remainder(float(longitude[0]), math.tau), after_entry_s)


def first_of(fallen: Fallen) -> Center:
    """Return where and when the first piece of a fall comes down; something has to."""
    down = np.where(fallen.landed()[0], fallen.time_s[0], np.inf)
    k = int(np.argmin(down))
    return Center(
        float(fallen.latitude_rad[0, k]), float(fallen.longitude_rad[0, k]), float(down[k])
    )


def planned_middle(entry: Entry, pieces: Pieces) -> Center | None:
    """Return the middle of the planned fall from an entry."""
    return middle_of(planned_fall(entry, pieces))
