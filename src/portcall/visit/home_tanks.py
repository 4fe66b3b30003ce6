"""What a ship carries from the hatch opening to the entry: unloaded, filled with trash, then burned.

Model   At the port everything for the station leaves the ship and a typical load of trash comes in; the
        stay itself is not simulated. Own propellant is what the way to the port left.
Valid   Ships with a typical manifest.
Source  The vehicle's record; the flown visit, where there is one.
"""

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.ledger import starting_tanks
from portcall.catalogue.vehicle import Vehicle
from portcall.core.errors import InputError
from portcall.records.mass import Tanks


def tanks_at_arrival(brief: FlightBrief, vehicle: Vehicle) -> Tanks:
    """Return what is aboard at the hatch opening when the way there was not flown."""
    tanks = Tanks(**{f"{name}_kg": mass for name, mass in starting_tanks(brief, vehicle).items()})
    used = vehicle.departure.arrival_propellant_kg
    return tanks.after_burning(used.value) if used is not None else tanks


def tanks_at_undocking(arrived: Tanks, vehicle: Vehicle) -> Tanks:
    """Return what is aboard at undocking: the station's goods are out, the trash is in."""
    return arrived.model_copy(
        update={
            "transfer_propellant_kg": 0.0,
            "water_kg": 0.0,
            "gas_kg": 0.0,
            "dry_cargo_kg": 0.0,
            "trash_kg": vehicle.manifest.trash_kg.value,
        }
    )


def refuse_more_than_aboard(propellant_kg: float, delta_v_m_s: float, tanks: Tanks) -> None:
    """Refuse a burn that takes more than the ship has."""
    aboard_kg = tanks.own_propellant_kg + tanks.deorbit_reserve_kg
    if propellant_kg > aboard_kg:
        raise InputError(
            f"the deorbit burn of {delta_v_m_s:.1f} m/s takes {propellant_kg:.0f} kg of propellant",
            limit=f"{aboard_kg:.0f} kg aboard",
            remedy="ask for less",
        )
