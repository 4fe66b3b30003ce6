"""The part of a ship that lands, in the figures that its flight needs.

Model   A trimmed body: drag and lift per mass, one value above Mach 1.3, another below Mach 0.7, linear
        between; parachutes as drag areas that follow from the speeds under them.
Valid   One vehicle record with a `[landing]` block.
Source  The record names the source of each figure. Where a blunt capsule's coefficients fall is from
        Moseley, Graham and Hughes 1968, NASA TN D-4688 (Apollo): between Mach 1.3 and 0.7.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.vehicle import Landing, Vehicle
from portcall.core.errors import InputError
from portcall.disposal.lifting_kernel import (
    BODY_COLUMNS,
    DENSITY_FACTOR,
    DRAG_FAST,
    DRAG_SLOW,
    LIFT_FAST,
    LIFT_SLOW,
    MACH_FAST,
    MACH_SLOW,
    NOSE_RADIUS,
)

Array = NDArray[np.float64]

SLOW_MACH, FAST_MACH = 0.7, 1.3


@dataclass(frozen=True, slots=True)
class LandingCraft:
    """A descent module; each field is the record's figure of the same name, in radians where it turns."""

    mass_kg: float
    reference_area_m2: float
    nose_radius_m: float
    drag_coefficient: float
    drag_subsonic_coefficient: float
    lift_coefficient: float
    lift_subsonic_coefficient: float
    separation_altitude_m: float
    entry_altitude_m: float
    guidance_altitude_m: float
    entry_to_parachute_m: float
    roll_rate_rad_s: float
    load_limit_ratio: float
    parachute_altitude_m: float
    drogue_speed_m_s: float
    main_altitude_m: float
    main_reefed_s: float
    main_reefed_speed_m_s: float
    main_speed_m_s: float
    heat_shield_altitude_m: float
    heat_shield_kg: float
    touchdown_speed_m_s: float
    density_factor: float = 1.0

    @property
    def slow_drag_area_m2(self) -> float:
        """Drag coefficient times area below Mach 0.7. [m2]"""
        return self.drag_subsonic_coefficient * self.reference_area_m2

    def body(self, *, lifting: bool = True) -> Array:
        """Return the kernel's row for the body; without lift when it spins, shape (8,)."""
        per_mass = self.reference_area_m2 / self.mass_kg
        row = np.empty(BODY_COLUMNS)
        row[DRAG_SLOW] = self.drag_subsonic_coefficient * per_mass
        row[DRAG_FAST] = self.drag_coefficient * per_mass
        row[LIFT_SLOW] = self.lift_subsonic_coefficient * per_mass if lifting else 0.0
        row[LIFT_FAST] = self.lift_coefficient * per_mass if lifting else 0.0
        row[MACH_SLOW], row[MACH_FAST] = SLOW_MACH, FAST_MACH
        row[DENSITY_FACTOR] = self.density_factor
        row[NOSE_RADIUS] = self.nose_radius_m
        return row

    def parachute_body(self, drag_area_m2: float, mass_kg: float) -> Array:
        """Return the kernel's row for what hangs under a parachute, shape (8,)."""
        row = self.body(lifting=False)
        row[DRAG_SLOW] = row[DRAG_FAST] = drag_area_m2 / mass_kg
        return row


@dataclass(frozen=True, slots=True)
class LandingSite:
    """Where the ship is to land, on WGS84."""

    latitude_rad: float
    longitude_rad: float
    elevation_m: float = 0.0


def _of(vehicle: Vehicle) -> Landing:
    if vehicle.landing is None:
        raise InputError(
            f"no landing is modelled for {vehicle.name}",
            limit="a vehicle with a [landing] block",
            where=f"vehicles/{vehicle.id}.toml",
            remedy="only Soyuz lands here; a capsule's splashdown is not modelled",
        )
    return vehicle.landing


def landing_craft(vehicle: Vehicle) -> LandingCraft:
    """Return the descent module of a vehicle.

    Raises
    ------
    InputError
        The vehicle does not land, or how it does is not modelled.
    """
    landing = _of(vehicle)
    return LandingCraft(
        mass_kg=landing.descent_module_kg.value,
        reference_area_m2=landing.reference_area_m2.value,
        nose_radius_m=landing.nose_radius_m.value,
        drag_coefficient=landing.drag_coefficient.value,
        drag_subsonic_coefficient=landing.drag_coefficient_subsonic.value,
        lift_coefficient=landing.lift_coefficient.value,
        lift_subsonic_coefficient=landing.lift_coefficient_subsonic.value,
        separation_altitude_m=landing.separation_altitude_m.value,
        entry_altitude_m=landing.entry_altitude_m.value,
        guidance_altitude_m=landing.guidance_altitude_m.value,
        entry_to_parachute_m=landing.entry_to_parachute_km.value * 1e3,
        roll_rate_rad_s=math.radians(landing.roll_rate_deg_s.value),
        load_limit_ratio=landing.load_limit_g.value,
        parachute_altitude_m=landing.parachute_altitude_m.value,
        drogue_speed_m_s=landing.drogue_speed_m_s.value,
        main_altitude_m=landing.main_altitude_m.value,
        main_reefed_s=landing.main_reefed_s.value,
        main_reefed_speed_m_s=landing.main_reefed_speed_m_s.value,
        main_speed_m_s=landing.main_speed_m_s.value,
        heat_shield_altitude_m=landing.heat_shield_altitude_m.value,
        heat_shield_kg=landing.heat_shield_kg.value,
        touchdown_speed_m_s=landing.touchdown_speed_m_s.value,
    )


def landing_site(vehicle: Vehicle) -> LandingSite:
    """Return where a vehicle's ships land unless told otherwise.

    Raises
    ------
    InputError
        As `landing_craft`.
    """
    landing = _of(vehicle)
    return LandingSite(
        math.radians(landing.site_latitude_deg.value),
        math.radians(landing.site_longitude_deg.value),
        landing.site_elevation_m.value,
    )
