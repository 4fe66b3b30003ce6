"""Down under parachutes: the drogue, the main one reefed, then open, and the heat shield's fall.

Model   Each parachute is a drag area that follows from the published speed under it: weight equals drag
        (drogue, main), or a reefed parachute that slows the craft from one speed to another in a
        stated time under gravity. Areas open at once; the loads of opening are not modelled.
Valid   Still air; a craft that hangs freely. Wind would carry it some 8 km at 10 m/s.
Source  Speeds, altitudes and the time of reefing: the vehicle's record.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.disposal.landing_craft import LandingCraft
from portcall.disposal.lifting_entry import Glide, glide
from portcall.disposal.lifting_kernel import TIME
from portcall.environment.atmosphere import density_kg_m3

Array = NDArray[np.float64]

CHUTE_STEP_S = 0.25


@dataclass(frozen=True, slots=True)
class Chain:
    """The drag areas, each with the craft under it."""

    drogue_m2: float
    reefed_m2: float
    main_m2: float
    light_kg: float


@dataclass(frozen=True)
class ParachuteDescent:
    """The descent from the opening of the drogue to the ground.

    Attributes
    ----------
    rows : Array
        Kernel rows, shape (n, 11), times from the opening. [s]
    main_row, heat_shield_row : Array
        The moments before the main parachute opens and before the heat shield falls.
    """

    rows: Array
    main_row: Array
    heat_shield_row: Array


def hanging_drag_area_m2(mass_kg: float, speed_m_s: float, altitude_m: float) -> float:
    """Return the drag area under which a mass sinks steadily at a speed. [m2]

    Examples
    --------
    A craft of 2500 kg at 7.2 m/s near sea level needs 772 m2, less than the 1000 m2 of cloth:

    >>> round(hanging_drag_area_m2(2500.0, 7.2, 0.0))
    772
    """
    pressure = 0.5 * density_kg_m3(altitude_m) * speed_m_s**2
    return mass_kg * STANDARD_GRAVITY_M_S2 / pressure


def slowing_drag_area_m2(
    mass_kg: float, from_m_s: float, to_m_s: float, duration_s: float, altitude_m: float
) -> float:
    """Return the drag area that slows a falling mass from one speed to another in a time. [m2]

    Closed form of a straight fall with drag by the square of the speed:
    v = vt coth(g t / vt + arcoth(v0 / vt)), vt the steady speed.
    """

    def late_s(steady_m_s: float) -> float:
        fall = math.atanh(steady_m_s / to_m_s) - math.atanh(steady_m_s / from_m_s)
        return steady_m_s / STANDARD_GRAVITY_M_S2 * fall - duration_s

    steady_m_s = float(brentq(late_s, 1e-3, to_m_s * (1.0 - 1e-9)))
    return hanging_drag_area_m2(mass_kg, steady_m_s, altitude_m)


def chain_of(craft: LandingCraft, ground_m: float) -> Chain:
    """Return the drag areas of a craft's parachutes, craft included.

    Parameters
    ----------
    craft : LandingCraft
    ground_m : float
        Elevation of the ground, where the main parachute's speed holds. [m]
    """
    light_kg = craft.mass_kg - craft.heat_shield_kg
    main_m = craft.main_altitude_m
    return Chain(
        hanging_drag_area_m2(craft.mass_kg, craft.drogue_speed_m_s, main_m),
        slowing_drag_area_m2(
            craft.mass_kg,
            craft.drogue_speed_m_s,
            craft.main_reefed_speed_m_s,
            craft.main_reefed_s,
            main_m,
        ),
        hanging_drag_area_m2(light_kg, craft.main_speed_m_s, ground_m),
        light_kg,
    )


def fall_under_parachutes(
    state_itrf: Array, craft: LandingCraft, ground_m: float
) -> ParachuteDescent:
    """Fly from the opening of the drogue to the ground.

    Parameters
    ----------
    state_itrf : Array
        ITRF position [m] and Earth-relative velocity [m/s] at the opening, shape (6,).
    craft : LandingCraft
    ground_m : float
        Elevation of the ground over WGS84. [m]

    Returns
    -------
    ParachuteDescent
    """
    chain, mass_kg = chain_of(craft, ground_m), craft.mass_kg
    legs: list[Glide] = []
    state = state_itrf
    for area_m2, hung_kg, floor_m, longest_s in (
        (chain.drogue_m2, mass_kg, craft.main_altitude_m, math.inf),
        (chain.reefed_m2, mass_kg, ground_m, craft.main_reefed_s),
        (chain.main_m2, mass_kg, craft.heat_shield_altitude_m, math.inf),
        (chain.main_m2, chain.light_kg, ground_m, math.inf),
    ):
        legs.append(
            glide(
                state,
                craft.parachute_body(area_m2, hung_kg),
                0.0,
                floor_m,
                longest_s=min(longest_s, 3_600.0),
                step_s=CHUTE_STEP_S,
            )
        )
        state = legs[-1].end_state
    now_s, shifted = 0.0, []
    for leg in legs:
        rows = leg.rows.copy()
        rows[:, TIME] += now_s
        now_s += leg.duration_s
        shifted.append(rows)
    return ParachuteDescent(np.concatenate(shifted), shifted[0][-1], shifted[2][-1])
