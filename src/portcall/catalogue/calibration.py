"""Calibrated constants of vehicles, each with the one flight it came from."""

from pydantic import Field

from portcall.catalogue.record import Identifier, Record


class Constant(Record):
    """One calibrated constant."""

    name: str = Field(min_length=1)
    vehicle: Identifier
    value: float
    unit: str = Field(min_length=1)
    calibrated_on: Identifier = Field(description="the flight it was fitted on")
    method: str = Field(min_length=1)


class Calibration(Record):
    """All calibrated constants of the catalogue."""

    constant: tuple[Constant, ...] = ()

    def find(self, name: str, vehicle: str) -> Constant | None:
        """Return a vehicle's constant, or None when it has none."""
        for constant in self.constant:
            if constant.name == name and constant.vehicle == vehicle:
                return constant
        return None
