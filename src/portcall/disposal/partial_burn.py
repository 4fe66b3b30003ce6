"""What a deorbit burn leaves that stops too early: an entry now, an entry some day, or an orbit.

Model   The ship is followed for one revolution; when it does not come down in it, its decay is.
Valid   As `disposal.uncontrolled`. Between the two lies a narrow band of fractions in which the ship
        grazes the air a few times: there the days are good, the place is not.
Source  As `disposal.uncontrolled`.
"""

import math
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import DAY_S, GM_EARTH_M3_S2
from portcall.core.time import after
from portcall.disposal.deorbit import apsides_m
from portcall.disposal.uncontrolled import decay_to_entry, fly_to_entry, place_below
from portcall.orbit.dynamics import ForceModel
from portcall.orbit.mean_elements import from_state
from portcall.records.decay import PartialBurn

Array = NDArray[np.float64]

WITHIN_REVOLUTIONS = 1.25  # a burn's end to an entry half a turn later, and the fall after it


def after_partial_burn(
    epoch: datetime,
    state_gcrf: Array,
    ballistic_m2_kg: float,
    *,
    fraction: float,
    density_factor: float = 1.0,
) -> PartialBurn:
    """Say what becomes of a ship whose deorbit burn has stopped.

    Parameters
    ----------
    epoch : datetime
        Of the state.
    state_gcrf : Array
        After the burn: position [m] and velocity [m/s], shape (6,) or longer.
    ballistic_m2_kg : float
        Drag coefficient times area over mass, of the tumbling ship. [m2/kg]
    fraction : float
        Which part of the burn was flown, for the record.
    density_factor : float
        On US76.

    Returns
    -------
    PartialBurn
    """
    state = np.asarray(state_gcrf[:6], dtype=np.float64)
    orbit = from_state(state[:3], state[3:])
    perigee_m, apogee_m = apsides_m(state)
    edge_deg = math.degrees(min(orbit.inclination_rad, math.pi - orbit.inclination_rad))
    known = {
        "burn_fraction": fraction,
        "perigee_km": perigee_m / 1e3,
        "apogee_km": apogee_m / 1e3,
    }
    turn_s = math.tau * math.sqrt(orbit.semi_major_axis_m**3 / GM_EARTH_M3_S2)
    model = ForceModel(8, 8, "us76", ballistic_m2_kg, density_factor)
    _, entry_s, entry = fly_to_entry(epoch, state, model, WITHIN_REVOLUTIONS * turn_s)
    if entry_s is not None:
        utc = after(epoch, entry_s)
        latitude_rad, longitude_rad = place_below(utc, entry)
        latitude_deg = math.degrees(latitude_rad)
        return PartialBurn(
            outcome="enters",
            entry_utc=utc,
            life_days=entry_s / DAY_S,
            latitude_deg=latitude_deg,
            longitude_deg=math.degrees(longitude_rad),
            south_deg=latitude_deg,
            north_deg=latitude_deg,
            **known,
        )
    decay = decay_to_entry(epoch, state, ballistic_m2_kg, density_factor=density_factor)
    return PartialBurn(
        outcome="stays up" if decay is None else "decays",
        entry_utc=None if decay is None else decay.entry_utc,
        life_days=None if decay is None else decay.life_s / DAY_S,
        south_deg=-edge_deg,
        north_deg=edge_deg,
        **known,
    )
