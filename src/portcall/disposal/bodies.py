"""Bodies as the fall's kernel takes them: one row of figures each, from the object list and its materials.

Model   Mean projected area a quarter of the surface. What melts leaves from the outside: the outline
        shrinks evenly while the hollow inside it (outer volume less mass over density) stays, so a solid
        shrinks with the cube root of its mass and a shell thins to nothing around its cavity.
Valid   Convex outlines of one material.
Source  The object list and the materials name theirs.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.debris import DebrisObject, ObjectList
from portcall.catalogue.material import Material
from portcall.core.errors import unknown_name
from portcall.disposal.heating import CONTINUUM_SHARE, LINE_SHARE
from portcall.disposal.tumbling import LOW_SPEED_DRAG, surface_m2, volume_m3

Array = NDArray[np.float64]

SHAPES = ("sphere", "cylinder", "box", "plate")
SHAPE, MASS_KG, THERMAL_KG, SURFACE_M2, WIDTH_M, NOSE_M, HOLLOW = 0, 1, 2, 3, 4, 5, 6
HEAT_J_KG_K, HEAT_SLOPE_J_KG_K2, END_K, END_J_KG, EMISSIVITY = 7, 8, 9, 10, 11
LOW_DRAG, HEAT_SHARE = 12, 13
DRAG_FACTOR, HEAT_FACTOR, DENSITY_FACTOR, LOW_DRAG_FACTOR, WIND_FACTOR = 14, 15, 16, 17, 18
BODY_COLUMNS = 19


def sizes_m(one: DebrisObject) -> tuple[float, float, float]:
    """Return length, width and height; a sphere's diameter is its length, a cylinder's its width. [m]"""
    diameter, length, width, height = (
        figure.value if figure is not None else 0.0
        for figure in (one.diameter_m, one.length_m, one.width_m, one.height_m)
    )
    if one.shape == "sphere":
        return diameter, diameter, diameter
    if one.shape == "cylinder":
        return length, diameter, diameter
    return length, width, height


def half_width_m(shape: str, sizes: tuple[float, float, float]) -> float:
    """Return the radius that meets the flow: of the body, or of a face's mean side."""
    if shape in ("sphere", "cylinder"):
        return 0.5 * sizes[1]
    if shape == "plate":
        return float(0.5 * np.sqrt(sizes[0] * sizes[1]))
    return float(0.5 * np.cbrt(sizes[0] * sizes[1] * sizes[2]))


def body_row(one: DebrisObject, material: Material) -> Array:
    """Return the row of one object, all factors one, shape (`BODY_COLUMNS`,)."""
    sizes = sizes_m(one)
    thermal_kg = (one.thermal_mass_kg or one.mass_kg).value
    volume = volume_m3(one.shape, *sizes)
    slope = material.specific_heat_slope_j_kg_k2
    row = np.ones(BODY_COLUMNS)
    row[SHAPE] = SHAPES.index(one.shape)
    row[MASS_KG] = one.mass_kg.value
    row[THERMAL_KG] = min(thermal_kg, one.mass_kg.value)
    row[SURFACE_M2] = surface_m2(one.shape, *sizes)
    row[NOSE_M] = half_width_m(one.shape, sizes)
    row[WIDTH_M] = 2.0 * row[NOSE_M]
    row[HOLLOW] = max(0.0, 1.0 - thermal_kg / (material.density_kg_m3.value * volume))
    row[HEAT_J_KG_K] = material.specific_heat_j_kg_k.value
    row[HEAT_SLOPE_J_KG_K2] = 0.0 if slope is None else slope.value
    row[END_K] = material.end_temperature_k.value
    row[END_J_KG] = material.end_heat_j_kg.value
    row[EMISSIVITY] = material.emissivity_fraction.value
    row[LOW_DRAG] = LOW_SPEED_DRAG[one.shape]
    row[HEAT_SHARE] = CONTINUUM_SHARE * (1.0 if one.shape == "sphere" else LINE_SHARE)
    return row


def body_rows(objects: ObjectList, materials: Mapping[str, Material]) -> Array:
    """Return a row for every object of a list, in its order.

    Parameters
    ----------
    objects : ObjectList
    materials : Mapping[str, Material]
        By id.

    Returns
    -------
    Array
        Shape (objects, `BODY_COLUMNS`); a row's count is not in it.

    Raises
    ------
    InputError
        A material is missing; the nearest is offered.
    """
    rows = np.empty((len(objects.object), BODY_COLUMNS))
    for at, one in enumerate(objects.object):
        if one.material not in materials:
            raise unknown_name("material", one.material, materials, where=f"{objects.id}, {one.id}")
        rows[at] = body_row(one, materials[one.material])
    return rows
