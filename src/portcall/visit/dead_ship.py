"""A ship that nobody steers: when it comes down by itself, what survives, and whom it endangers.

Model   Decay from an element set to the entry interface, tumbling; break-up and fall as planned; the
        risk of an entry anywhere along the orbit.
Valid   As `disposal.uncontrolled`, `disposal.break_up`. Where it falls is not predicted: the window
        spans many revolutions until the last hours.
Source  As those.
"""

import math

import numpy as np

from portcall.catalogue.load import Catalogue
from portcall.core.errors import DataError, InputError
from portcall.core.time import after
from portcall.disposal.casualty_chain import Chain, areas_m2_by_fall
from portcall.disposal.deorbit import entry_of
from portcall.disposal.uncontrolled import (
    decay_to_entry,
    decay_window,
    tumbling_ballistic_m2_kg,
    uncontrolled_risk,
)
from portcall.environment.population import mean_density_per_km2
from portcall.orbit.elements import ElementSet, state_gcrf
from portcall.records.decay import DeadShip
from portcall.visit.home_fall import pieces_of, planned_fall

HEAVIEST_KG = 1e6


def dead_ship(
    catalogue: Catalogue,
    vehicle_name: str,
    elements: ElementSet,
    *,
    mass_kg: float | None = None,
    density_factor: float = 1.0,
    confidence: float = 0.90,
) -> DeadShip | None:
    """Predict the uncontrolled end of a ship.

    Parameters
    ----------
    catalogue : Catalogue
        For the vehicle, its object list and materials.
    vehicle_name : str
        What the ship is.
    elements : ElementSet
        Its own, not the station's.
    mass_kg : float, optional
        Of the ship; the vehicle's launch mass without it.
    density_factor : float
        On US76.
    confidence : {0.90, 0.95}
        Of the window.

    Returns
    -------
    DeadShip | None
        None when it stays up for longer than is followed.

    Raises
    ------
    InputError, DataError
        A mass or factor that is none, a vehicle or an object list that nothing carries.
    """
    vehicle = catalogue.vehicle(vehicle_name)
    if vehicle.id not in catalogue.names("debris"):
        raise DataError(f"no object list is known for '{vehicle.id}'", remedy="choose another")
    mass = vehicle.masses.launch_mass_kg.value if mass_kg is None else mass_kg
    for name, value, most in (("mass", mass, HEAVIEST_KG), ("factor", density_factor, 100.0)):
        if not 0.0 < value <= most:
            raise InputError(f"{name} {value:g}", limit=f"above 0, at most {most:g}")
    state = np.concatenate(state_gcrf(elements, elements.epoch))
    ballistic = tumbling_ballistic_m2_kg(vehicle, mass)
    window = decay_window(
        elements.epoch, state, ballistic, density_factor=density_factor, confidence=confidence
    )
    decay = decay_to_entry(elements.epoch, state, ballistic, density_factor=density_factor)
    if window is None or decay is None:
        return None
    pieces = pieces_of(catalogue, catalogue.object_list(vehicle.id), "sutton-graves")
    at_entry = np.append(decay.entry_state_gcrf[:6], mass)
    fallen = planned_fall(entry_of(after(elements.epoch, decay.life_s), at_entry), pieces)
    year = window.nominal_utc.year
    area_m2 = float(areas_m2_by_fall(fallen, Chain(year)).sum())
    risk = uncontrolled_risk(
        area_m2, math.radians(elements.inclination_deg), year, mean_density_per_km2
    )
    return DeadShip(
        vehicle=vehicle.id,
        mass_kg=mass,
        elements_source=elements.source,
        window=window,
        risk=risk,
        surviving_pieces=int(fallen.weights()[fallen.landed(15.0)].sum()),
    )
