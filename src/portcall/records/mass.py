"""The mass ledger: every tank at every event, closing to a gram."""

from typing import Self

from pydantic import model_validator

from portcall.records.base import FrozenRecord

CLOSES_TO_KG = 1e-3


class Tanks(FrozenRecord):
    """What the ship carries, by tank; the deorbit reserve stands apart from the rest. [kg]"""

    structure_kg: float
    own_propellant_kg: float
    deorbit_reserve_kg: float
    transfer_propellant_kg: float
    water_kg: float
    gas_kg: float
    dry_cargo_kg: float
    trash_kg: float = 0.0

    @property
    def total_kg(self) -> float:
        """Sum of the tanks. [kg]"""
        return float(sum(getattr(self, name) for name in type(self).model_fields))

    def after_burning(self, propellant_kg: float) -> "Tanks":
        """Return the tanks after a burn: own propellant first, then the deorbit reserve."""
        from_own = min(propellant_kg, self.own_propellant_kg)
        return self.model_copy(
            update={
                "own_propellant_kg": self.own_propellant_kg - from_own,
                "deorbit_reserve_kg": self.deorbit_reserve_kg - (propellant_kg - from_own),
            }
        )


class LedgerEntry(FrozenRecord):
    """The tanks right after an event, and what the flight's integration says of the mass."""

    event: str
    tanks: Tanks
    total_kg: float
    integrated_kg: float | None = None

    @model_validator(mode="after")
    def _closes(self) -> Self:
        if abs(self.total_kg - self.tanks.total_kg) > CLOSES_TO_KG:
            raise ValueError(f"the ledger at {self.event} does not add up")
        return self

    @property
    def gap_kg(self) -> float:
        """Ledger less integration; 0 when nothing was integrated. [kg]"""
        return 0.0 if self.integrated_kg is None else self.total_kg - self.integrated_kg


def entry(event: str, tanks: Tanks, integrated_kg: float | None = None) -> LedgerEntry:
    """Return a ledger entry whose total is the sum of its tanks."""
    return LedgerEntry(
        event=event, tanks=tanks, total_kg=tanks.total_kg, integrated_kg=integrated_kg
    )
