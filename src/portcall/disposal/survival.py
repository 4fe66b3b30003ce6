"""Which objects of a list come through entry, and what they carry at the ground.

Model   A row of the fall table per object of the list; an object counts when it landed.
Valid   As the fall model; what a list leaves out cannot survive in it.
Source  The 15 J below which a piece hurts nobody: NASA-STD-8719.14C, 4.7-1.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import unknown_name

if TYPE_CHECKING:
    from portcall.catalogue.debris import ObjectList
    from portcall.catalogue.load import Catalogue
    from portcall.catalogue.material import Material

Array = NDArray[np.float64]

HARMLESS_J = 15.0


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
