"""The density that the station itself felt: a factor on the model, fitted to its recent decay.

Model   The mean semi-major axes of two element sets give the decay; the model's, at the same orbit,
        gives what it should have been. A rise between the sets means a reboost: then nothing is fitted.
Valid   Sets some days apart without maneuvers between them. The factor also takes up errors of the drag
        area, which is why it is used for the same station only a few days on.
Source  Decay of a circular orbit, da/dt = -rho (Cd A / m) v_rel^2 / n (Vallado 2013, section 9.6.2).
"""

import math
from dataclasses import dataclass

import numpy as np

from portcall.core.constants import EARTH_ROTATION_RAD_S, GM_EARTH_M3_S2
from portcall.core.time import elapsed_s
from portcall.environment.atmosphere import density_kg_m3
from portcall.orbit.elements import ElementSet, mean_elements_at

LEAST_DAYS = 2.0  # below, the noise of the sets (some 10 m in the axis) hides the decay
LOW, HIGH = 0.1, 10.0  # from quiet to stormy Sun, the density at 420 km spans less than this


@dataclass(frozen=True, slots=True)
class DensityFit:
    """The factor on the model's density, and where it is from."""

    factor: float
    reason: str


def fit_density(older: ElementSet | None, newer: ElementSet, ballistic_m2_kg: float) -> DensityFit:
    """Fit the density factor to the decay between two element sets.

    Parameters
    ----------
    older : ElementSet | None
        None when there is only one set.
    newer : ElementSet
        The set in use.
    ballistic_m2_kg : float
        Drag coefficient times area over mass. [m2/kg]

    Returns
    -------
    DensityFit
        Factor 1 with the reason, when nothing can be fitted.
    """
    if older is None:
        return DensityFit(1.0, "not fitted: one element set only")
    days = elapsed_s(older.epoch, newer.epoch) / 86_400.0
    if days < LEAST_DAYS:
        return DensityFit(1.0, f"not fitted: the sets are {days:.1f} days apart")
    first = mean_elements_at(older, older.epoch)
    last = mean_elements_at(newer, newer.epoch)
    decay_m_s = (last.semi_major_axis_m - first.semi_major_axis_m) / elapsed_s(
        older.epoch, newer.epoch
    )
    if decay_m_s >= 0.0:
        return DensityFit(1.0, "not fitted: the orbit was raised between the sets")
    a = 0.5 * (first.semi_major_axis_m + last.semi_major_axis_m)
    factor = decay_m_s / modelled_decay_m_s(a, last.inclination_rad, ballistic_m2_kg)
    if not LOW <= factor <= HIGH:
        return DensityFit(1.0, f"not fitted: {factor:.2f} is out of range, a maneuver lies between")
    return DensityFit(factor, f"fitted to {days:.1f} days of the station's decay")


def modelled_decay_m_s(
    semi_major_axis_m: float, inclination_rad: float, ballistic_m2_kg: float
) -> float:
    """Return the decay of a circular orbit in the standard atmosphere; negative. [m/s]"""
    n = math.sqrt(GM_EARTH_M3_S2 / semi_major_axis_m**3)
    total = 0.0
    latitudes = np.linspace(0.0, math.tau, 36, endpoint=False)
    for u in latitudes:
        sine = math.sin(inclination_rad) * math.sin(u)
        ellipsoid_m = 6_378_137.0 * (1.0 - sine * sine / 298.257223563)
        density = density_kg_m3(semi_major_axis_m - ellipsoid_m)
        # the air turns with the Earth: its speed along the orbit is omega r cos i
        speed = n * semi_major_axis_m - EARTH_ROTATION_RAD_S * semi_major_axis_m * math.cos(
            inclination_rad
        )
        total += density * speed * speed
    return -total / latitudes.size * ballistic_m2_kg / n
