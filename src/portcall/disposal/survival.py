"""Which objects of a list come through entry, and what they carry at the ground.

Model   A row of the fall table per object of the list; an object counts when it landed.
Valid   As the fall model; what a list leaves out cannot survive in it.
Source  The 15 J below which a piece hurts nobody: NASA-STD-8719.14C, 4.7-1.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError, unknown_name
from portcall.disposal import fall_kernel as fall
from portcall.disposal.entry_kernel import LANDED
from portcall.records.risk import ENERGY_FLOOR_J

if TYPE_CHECKING:
    from portcall.catalogue.debris import ObjectList
    from portcall.catalogue.load import Catalogue
    from portcall.catalogue.material import Material

Array = NDArray[np.float64]


def materials_of(
    objects: "ObjectList", catalogue: "Catalogue", *, where: str = ""
) -> tuple["Material", ...]:
    """Return the material of each object of a list, in its order.

    Parameters
    ----------
    objects : ObjectList
    catalogue : Catalogue
        Where materials are looked up.
    where : str
        The list's file, for errors; its id when not given.

    Raises
    ------
    InputError
        A material that the catalogue does not have, with the nearest offered.
    """
    known = catalogue.names("materials")
    for index, one in enumerate(objects.object):
        if one.material not in known:
            place = f"{where or objects.id}: object[{index}] {one.id}: material"
            raise unknown_name("material", one.material, known, where=place)
    return tuple(catalogue.material(one.material) for one in objects.object)


@dataclass(frozen=True)
class Survivor:
    """One kind of object that reaches the ground, and how.

    Attributes
    ----------
    mass_kg, speed_m_s, energy_j : float
        Of one, at the ground.
    area_m2 : float
        Mean projected area of one: what the casualty area is made from. [m2]
    """

    object_id: str
    name: str
    material: str
    count: int
    mass_kg: float
    speed_m_s: float
    energy_j: float
    area_m2: float
    latitude_deg: float
    longitude_deg: float

    @property
    def harmful(self) -> bool:
        """Whether one of them carries more than 15 J."""
        return self.energy_j > ENERGY_FLOOR_J


def survivors(objects: "ObjectList", falls: Array) -> tuple[Survivor, ...]:
    """Return what reaches the ground in one fall of an object list.

    Parameters
    ----------
    objects : ObjectList
    falls : Array
        The fall table of `fall.fall_all`, a row per object in the list's order. Rows that did not
        land, or that were never set free (NaN), are left out.

    Raises
    ------
    InputError
        Another number of rows than objects.
    """
    if len(falls) != len(objects.object):
        raise InputError(f"{len(falls)} falls for {len(objects.object)} objects")
    found = []
    for one, row in zip(objects.object, falls, strict=True):
        if row[fall.OUTCOME] != LANDED:
            continue
        found.append(
            Survivor(
                object_id=one.id,
                name=one.name,
                material=one.material,
                count=one.count,
                mass_kg=float(row[fall.MASS_KG]),
                speed_m_s=float(row[fall.SPEED_M_S]),
                energy_j=float(row[fall.ENERGY_J]),
                area_m2=float(row[fall.AREA_M2]),
                latitude_deg=math.degrees(row[fall.LATITUDE_RAD]),
                longitude_deg=math.degrees(row[fall.LONGITUDE_RAD]),
            )
        )
    return tuple(found)
