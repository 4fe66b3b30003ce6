"""What a ship comes apart into: the list of objects that entry sets free.

Model   Each object is a simple shape of one material. It is exposed to the air when the ship breaks
        up, or when the object that encloses it is gone.
Valid   Object-oriented survival analysis; joints, layers and tumbling dynamics are not in it.
Source  Each figure names its own; nearly all object lists are estimates and carry ranges.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure

Shape = Literal["sphere", "cylinder", "box", "plate"]


class DebrisObject(Record):
    """One kind of object of the list.

    A sphere has a diameter; a cylinder a length and a diameter; a box a length, a width and a height;
    a plate a length, a width and its thickness as height.
    """

    id: Identifier
    name: str
    shape: Shape
    material: Identifier
    count: int = Field(default=1, ge=1, le=500)
    mass_kg: Figure = Field(description="of one, with what stays inside it [kg]")
    diameter_m: Figure | None = None
    length_m: Figure | None = None
    width_m: Figure | None = None
    height_m: Figure | None = None
    thermal_mass_kg: Figure | None = Field(
        default=None, description="the part that heats and melts, when not the whole [kg]"
    )
    released_by: Identifier | None = Field(
        default=None, description="the object whose end sets it free; none is the break-up"
    )
    note: str = ""

    @model_validator(mode="after")
    def _has_its_sizes(self) -> Self:
        needed = {
            "sphere": ("diameter_m",),
            "cylinder": ("length_m", "diameter_m"),
            "box": ("length_m", "width_m", "height_m"),
            "plate": ("length_m", "width_m", "height_m"),
        }[self.shape]
        for size in needed:
            if getattr(self, size) is None:
                raise ValueError(f"a {self.shape} needs `{size}`")
        return self


class ObjectList(Record):
    """What one type of ship, stage or stack comes apart into."""

    id: Identifier = Field(description="that of the vehicle, where it is one of the catalogue")
    name: str
    entry_mass_kg: Figure = Field(description="the whole, at entry [kg]")
    entry_drag_coefficient: Figure = Field(description="of the whole, tumbling, on the entry area")
    entry_area_m2: Figure = Field(description="mean projected area of the whole, tumbling [m2]")
    breakup_altitude_km: Figure
    object: tuple[DebrisObject, ...] = Field(min_length=1, max_length=200)
    note: str = ""

    @model_validator(mode="after")
    def _parents_exist(self) -> Self:
        ids = [one.id for one in self.object]
        if len(set(ids)) != len(ids):
            raise ValueError("two objects share an id")
        for one in self.object:
            if one.released_by is not None and one.released_by not in ids:
                raise ValueError(f"{one.id}: released_by names no object: '{one.released_by}'")
        return self
