"""States and bodies that the entry tests share."""

import numpy as np

from portcall.core.constants import WGS84_A_M, WGS84_F
from portcall.disposal import bodies as b
from portcall.disposal.heating import CONTINUUM_SHARE, LINE_SHARE
from portcall.disposal.tumbling import LOW_SPEED_DRAG, surface_m2, volume_m3

E2 = WGS84_F * (2.0 - WGS84_F)
ALUMINIUM = (
    2700.0,
    900.0,
    0.3,
    850.0,
    390e3,
    0.3,
)  # density, heat, its slope, end, end heat, emissivity
TITANIUM = (4430.0, 520.0, 0.2, 1900.0, 390e3, 0.5)
STEEL = (7900.0, 460.0, 0.1, 1700.0, 280e3, 0.6)


def entry_state(
    altitude_m=120e3,
    latitude_deg=10.0,
    longitude_deg=20.0,
    speed_m_s=7550.0,
    angle_deg=-1.5,
    azimuth_deg=45.0,
):
    lat, lon, down, azimuth = np.radians([latitude_deg, longitude_deg, angle_deg, azimuth_deg])
    n = WGS84_A_M / np.sqrt(1.0 - E2 * np.sin(lat) ** 2)
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    north = np.cross(up, east)
    place = up * altitude_m + n * up * np.array([1.0, 1.0, 1.0 - E2])
    ahead = np.cos(azimuth) * north + np.sin(azimuth) * east
    return np.concatenate((place, speed_m_s * (np.cos(down) * ahead + np.sin(down) * up)))


def spread_states(count, **given):
    rng = np.random.default_rng(0)
    return np.array(
        [
            entry_state(
                latitude_deg=rng.uniform(-45, 45), longitude_deg=rng.uniform(-180, 180), **given
            )
            for _ in range(count)
        ]
    )


def body(shape, mass_kg, sizes_m, material, thermal_kg=None):
    density, heat, slope, end, end_heat, emissivity = material
    thermal = thermal_kg or mass_kg
    row = np.ones(b.BODY_COLUMNS)
    row[b.SHAPE] = b.SHAPES.index(shape)
    row[b.MASS_KG], row[b.THERMAL_KG] = mass_kg, thermal
    row[b.SURFACE_M2] = surface_m2(shape, *sizes_m)
    row[b.NOSE_M] = b.half_width_m(shape, sizes_m)
    row[b.WIDTH_M] = 2.0 * row[b.NOSE_M]
    row[b.HOLLOW] = max(0.0, 1.0 - thermal / (density * volume_m3(shape, *sizes_m)))
    row[7:12] = heat, slope, end, end_heat, emissivity
    row[b.LOW_DRAG] = LOW_SPEED_DRAG[shape]
    row[b.HEAT_SHARE] = CONTINUUM_SHARE * (1.0 if shape == "sphere" else LINE_SHARE)
    return row
