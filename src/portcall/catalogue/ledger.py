"""The tanks of the mass ledger at lift-off."""

from typing import Literal, get_args

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.vehicle import Vehicle
from portcall.core.errors import InputError
from portcall.core.sourced import Figure

Tank = Literal[
    "structure",
    "own_propellant",
    "deorbit_reserve",
    "transfer_propellant",
    "gas",
    "water",
    "dry_cargo",
    "trash",
]
TANKS: tuple[Tank, ...] = get_args(Tank)


def _value(own: Figure | None, typical: Figure) -> float:
    return typical.value if own is None else own.value


def starting_tanks(brief: FlightBrief, vehicle: Vehicle) -> dict[Tank, float]:
    """Return what each tank holds at lift-off; the sum is the launch mass.

    What the flight states comes first, the vehicle's typical load fills the rest, and the
    structure is what remains of the launch mass. The ship's own propellant is split into the part
    that may be burned and the deorbit reserve.

    Parameters
    ----------
    brief : FlightBrief
        Cargo and ship masses of the flight.
    vehicle : Vehicle
        Typical masses.

    Returns
    -------
    dict[Tank, float]
        Mass of every tank. [kg]

    Raises
    ------
    InputError
        When the loads leave no mass for the structure.
    """
    cargo, masses, typical = brief.cargo, vehicle.masses, vehicle.manifest
    launch_kg = _value(brief.ship.launch_mass_kg, masses.launch_mass_kg)
    own_kg = _value(brief.ship.own_propellant_kg, masses.own_propellant_kg)
    reserve_kg = masses.deorbit_reserve_kg.value
    tanks: dict[Tank, float] = {
        "structure": 0.0,
        "own_propellant": own_kg - reserve_kg,
        "deorbit_reserve": reserve_kg,
        "transfer_propellant": _value(cargo.transfer_propellant_kg, typical.transfer_propellant_kg),
        "gas": _value(cargo.gas_kg, typical.gas_kg),
        "water": _value(cargo.water_kg, typical.water_kg),
        "dry_cargo": _value(cargo.dry_kg, typical.dry_cargo_kg),
        "trash": 0.0,
    }
    tanks["structure"] = launch_kg - sum(tanks.values())
    if tanks["structure"] <= 0.0 or tanks["own_propellant"] < 0.0:
        raise InputError(
            f"loads leave {tanks['structure']:.0f} kg of structure and "
            f"{tanks['own_propellant']:.0f} kg of own propellant",
            limit=f"launch mass {launch_kg:.0f} kg",
            where=f"{brief.id}: cargo, ship",
            remedy="check [cargo] and [ship]",
        )
    return tanks
