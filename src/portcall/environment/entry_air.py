"""Air for entry: density, speed of sound and molar mass from the ground to 1000 km in one flat table.

Model   Cells of one kilometer, each cut once where the atmosphere has a kink; in each part the density
        is a cubic, speed of sound and molar mass are straight lines. The mean free path follows from
        density and molar mass with the standard's collision diameter. Wind is a table of its own, linear.
Valid   US76 as `environment.atmosphere`: 1e-4 in density below 86 km, 1e-3 above. The speed of sound above
        86 km goes with the kinetic temperature and molar mass; it is used where a Mach number means little.
        Below the ground the lowest cell goes on for a kilometer.
Source  U.S. Standard Atmosphere 1976 (NASA TM-X-74335): equations 25 to 31 for temperature above 86 km,
        table of molecular weight, equation 42 with a collision diameter of 3.65e-10 m.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.errors import InputError
from portcall.core.signatures import ARRAY
from portcall.environment.atmosphere import (
    HEAT_CAPACITY_RATIO,
    TOP_M,
    US76_EARTH_RADIUS_M,
    US76_GAS_CONSTANT_J_KG_K,
    US76_JOIN_M,
    us76_density,
    us76_low,
    us76_table,
)

Array = NDArray[np.float64]

CELL_M = 1_000.0
CELL_WIDTH = 17  # the cut, then two parts of eight
PART_WIDTH = 8  # density c0 c1 c2 c3, speed of sound c0 c1, molar mass c0 c1
SOUND, MOLAR = 4, 6
LOWEST_M = -1_000.0

COLLISION_DIAMETER_M = 3.65e-10
AVOGADRO_PER_KMOL = 6.022169e26  # the standard's own
GAS_CONSTANT_J_KMOL_K = 8_314.32  # the standard's own
# mean free path = this * molar mass / density
PATH_M_KG_M3 = 1.0 / (np.sqrt(2.0) * np.pi * COLLISION_DIAMETER_M**2 * AVOGADRO_PER_KMOL)

_KINK_GEOPOTENTIAL_M = np.array([11_000.0, 20_000.0, 32_000.0, 47_000.0, 51_000.0, 71_000.0])
_MOLAR_ALTITUDE_KM = np.array([
    0, 80, 86, 90, 95, 100, 105, 110, 115, 120, 130, 140, 150, 160, 180, 200, 250, 300, 350, 400, 500,
    600, 700, 800, 900, 1000,
])  # fmt: skip
_MOLAR_KG_KMOL = np.array([
    28.9644, 28.9644, 28.95, 28.91, 28.73, 28.40, 27.88, 27.27, 26.68, 26.20, 25.44, 24.75, 24.10, 23.49,
    22.34, 21.30, 19.19, 17.73, 16.64, 15.98, 14.33, 11.51, 8.00, 5.54, 4.40, 3.94,
])  # fmt: skip

WIND_STEP_M = 250.0
WIND_TOP_M = 120_000.0


@dataclass(frozen=True)
class Wind:
    """Wind by altitude: where the air goes, relative to the ground.

    Attributes
    ----------
    altitude_m : tuple[float, ...]
        Increasing. [m]
    east_m_s, north_m_s : tuple[float, ...]
        Towards the east and towards the north. [m s-1]
    """

    altitude_m: tuple[float, ...]
    east_m_s: tuple[float, ...]
    north_m_s: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse a table that is not one."""
        sizes = {len(self.altitude_m), len(self.east_m_s), len(self.north_m_s)}
        if len(sizes) != 1 or not self.altitude_m or np.any(np.diff(self.altitude_m) <= 0.0):
            raise InputError(
                "the wind is not a table",
                limit="as many east and north speeds as altitudes, which increase",
            )

    def table(self) -> Array:
        """Return a factor, then east and north speed on an even grid, flat, for the kernels. [m s-1]"""
        grid_m = np.arange(0.0, WIND_TOP_M + WIND_STEP_M, WIND_STEP_M)
        east = np.interp(grid_m, self.altitude_m, self.east_m_s)
        north = np.interp(grid_m, self.altitude_m, self.north_m_s)
        return np.concatenate((np.ones(1), np.stack((east, north), axis=1).ravel()))


def wind_table(wind: Wind | None) -> Array:
    """Return the table of a wind, empty for none."""
    return np.empty(0) if wind is None else wind.table()


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def wind_at(altitude_m: float, wind: Array) -> tuple[float, float]:
    """Return the speed of the air towards east and north. [m s-1]"""
    if wind.size == 0:
        return 0.0, 0.0
    place = min(max(altitude_m / WIND_STEP_M, 0.0), 0.5 * (wind.size - 1) - 1.000001)
    node = int(place)
    part = place - node
    at = 1 + 2 * node
    factor = wind[0]
    return (
        factor * (wind[at] + part * (wind[at + 2] - wind[at])),
        factor * (wind[at + 1] + part * (wind[at + 3] - wind[at + 1])),
    )


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def air_part(altitude_m: float, air: Array) -> tuple[int, float]:
    """Return where the coefficients for an altitude begin, and the height over the cell's floor. [m]"""
    z = max(altitude_m, LOWEST_M)
    cell = int(max(z, 0.0) * (1.0 / CELL_M))
    at = min(cell * CELL_WIDTH, air.size - CELL_WIDTH)
    u = z - cell * CELL_M
    if u >= air[at]:
        return at + 1 + PART_WIDTH, u
    return at + 1, u


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def density_of_part(at: int, u: float, air: Array) -> float:
    """Return the density from the part at `at`. [kg m-3]"""
    return float(air[at] + u * (air[at + 1] + u * (air[at + 2] + u * air[at + 3])))


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def density_in(altitude_m: float, air: Array) -> float:
    """Return the density, zero above the table. [kg m-3]"""
    if altitude_m >= TOP_M:
        return 0.0
    at, u = air_part(altitude_m, air)
    return float(density_of_part(at, u, air))


@njit(error_model="numpy")
def air_in(altitude_m: float, air: Array) -> tuple[float, float, float]:
    """Return density [kg m-3], speed of sound [m s-1] and mean free path [m]."""
    at, u = air_part(min(altitude_m, TOP_M - 1.0), air)
    density = density_of_part(at, u, air)
    sound = air[at + SOUND] + u * air[at + SOUND + 1]
    molar = air[at + MOLAR] + u * air[at + MOLAR + 1]
    return float(density), float(sound), float(PATH_M_KG_M3 * molar / density)


Profile = Callable[[Array], Array]


def air_table(
    density_kg_m3: Profile, sound_m_s: Profile, molar_kg_kmol: Profile, bends_m: Array
) -> Array:
    """Return the flat table of an atmosphere given as functions of altitude.

    Parameters
    ----------
    density_kg_m3, sound_m_s, molar_kg_kmol : callable
        Altitudes [m], shape (n,), to density [kg m-3], speed of sound [m s-1], molar mass [kg kmol-1].
    bends_m : Array
        Where the density's slope jumps; at most one in a kilometer. [m]

    Returns
    -------
    Array
        Cells of `CELL_WIDTH`, from the ground to `TOP_M`, flat.
    """
    cells = int(TOP_M / CELL_M)
    table = np.empty((cells, CELL_WIDTH))
    floors_m = CELL_M * np.arange(cells)
    cuts_m = np.full(cells, np.inf)
    for bend_m in np.asarray(bends_m, dtype=np.float64):
        cuts_m[int(bend_m // CELL_M)] = bend_m % CELL_M
    table[:, 0] = cuts_m
    whole = (cuts_m == 0.0) | (cuts_m == np.inf)
    cuts_m = np.where(whole, CELL_M, cuts_m)
    for part, (low_m, high_m) in enumerate(
        ((np.zeros(cells), cuts_m), (np.where(whole, 0.0, cuts_m), np.full(cells, CELL_M)))
    ):
        # a hair inside, so that a kink belongs to the part it ends
        share = np.array([1e-9, 1.0 / 3.0, 2.0 / 3.0, 1.0 - 1e-9])
        u = low_m[:, None] + (high_m - low_m)[:, None] * share
        at_m = (floors_m[:, None] + u).ravel()
        power = (u[:, :, None] / CELL_M) ** np.arange(4)
        density = density_kg_m3(at_m).reshape(cells, 4, 1)
        first = 1 + part * PART_WIDTH
        cubic = np.linalg.solve(power, density)[:, :, 0]
        table[:, first : first + 4] = cubic / CELL_M ** np.arange(4)
        for column, profile in ((SOUND, sound_m_s), (MOLAR, molar_kg_kmol)):
            value = profile(at_m).reshape(cells, 4)
            slope = (value[:, 3] - value[:, 0]) / (u[:, 3] - u[:, 0])
            table[:, first + column + 1] = slope
            table[:, first + column] = value[:, 0] - slope * u[:, 0]
    flat = table.ravel()
    flat.setflags(write=False)
    return flat


def kinks_m(air: Array) -> Array:
    """Return where the density of a table bends sharply, highest first. [m]"""
    cuts_m = air[::CELL_WIDTH]
    cells = np.flatnonzero(np.isfinite(cuts_m))[::-1]
    return np.ascontiguousarray(cells * CELL_M + cuts_m[cells])


def kinetic_temperature_k(altitude_m: Array) -> Array:
    """Return the standard's kinetic temperature. [K]

    Parameters
    ----------
    altitude_m : Array
        Geometric altitude, 0 to 1000 km. [m]

    Examples
    --------
    The standard's table at 100, 120 and 200 km:

    >>> kinetic_temperature_k(np.array([100e3, 120e3, 200e3])).round(2)
    array([195.08, 360.  , 854.56])
    """
    z_km = np.asarray(altitude_m) / 1e3
    low = _us76_at(np.asarray(altitude_m, dtype=np.float64))[1]
    ellipse = 263.1905 - 76.3232 * np.sqrt(
        np.maximum(1.0 - ((np.clip(z_km, 91.0, 110.0) - 91.0) / 19.9429) ** 2, 0.0)
    )
    earth_km = US76_EARTH_RADIUS_M / 1e3
    rise = (z_km - 120.0) * (earth_km + 120.0) / (earth_km + z_km)
    high = 1000.0 - 640.0 * np.exp(-0.01875 * rise)
    return np.select(
        [z_km < 86.0, z_km < 91.0, z_km < 110.0, z_km < 120.0],
        [low, np.full_like(z_km, 186.8673), ellipse, 240.0 + 12.0 * (z_km - 110.0)],
        high,
    )


def molar_mass_kg_kmol(altitude_m: Array) -> Array:
    """Return the standard's mean molar mass, straight between the published rows. [kg kmol-1]"""
    mass = np.interp(np.asarray(altitude_m) / 1e3, _MOLAR_ALTITUDE_KM, _MOLAR_KG_KMOL)
    return np.asarray(mass, dtype=np.float64)


@cached_njit(types.void(ARRAY, ARRAY, ARRAY, ARRAY))
def _us76_columns(altitude_m: Array, upper: Array, density: Array, temperature: Array) -> None:
    """Fill density and, up to 86 km, molecular-scale temperature."""
    for i in range(altitude_m.size):
        density[i] = us76_density(altitude_m[i], upper, 0)
        temperature[i] = us76_low(min(altitude_m[i], US76_JOIN_M))[2]


def _us76_at(altitude_m: Array) -> tuple[Array, Array]:
    density, temperature = np.empty_like(altitude_m), np.empty_like(altitude_m)
    # a copy, for the compiled signature asks for an array that could be written
    _us76_columns(np.ascontiguousarray(altitude_m), us76_table().copy(), density, temperature)
    return density, temperature


def _us76_sound(altitude_m: Array) -> Array:
    # below 86 km the molecular-scale temperature holds the whole change of molar mass
    gas_j_kg_k = GAS_CONSTANT_J_KMOL_K / molar_mass_kg_kmol(altitude_m)
    high = np.sqrt(HEAT_CAPACITY_RATIO * gas_j_kg_k * kinetic_temperature_k(altitude_m))
    low = np.sqrt(HEAT_CAPACITY_RATIO * US76_GAS_CONSTANT_J_KG_K * _us76_at(altitude_m)[1])
    return np.where(altitude_m < US76_JOIN_M, low, high)


@lru_cache(maxsize=1)
def us76_entry_air() -> Array:
    """Return the U.S. Standard Atmosphere 1976 as a table for the kernels.

    Examples
    --------
    The standard's mean free path at 120 km is 3.3 m:

    >>> round(air_in(120e3, us76_entry_air())[2], 1)
    3.3
    """
    bends_m = (
        US76_EARTH_RADIUS_M * _KINK_GEOPOTENTIAL_M / (US76_EARTH_RADIUS_M - _KINK_GEOPOTENTIAL_M)
    )
    bends_m = np.append(bends_m, US76_JOIN_M)
    return air_table(lambda z: _us76_at(z)[0], _us76_sound, molar_mass_kg_kmol, bends_m)


def exponential_entry_air(surface_kg_m3: float, scale_height_m: float) -> Array:
    """Return air that thins evenly, for comparison with closed forms.

    Parameters
    ----------
    surface_kg_m3 : float
        Density at the ground. [kg m-3]
    scale_height_m : float
        Height in which it falls to 1/e. [m]
    """
    return air_table(
        lambda z: surface_kg_m3 * np.exp(-z / scale_height_m),
        lambda z: np.full_like(z, 300.0),
        lambda z: np.full_like(z, 28.9644),
        np.empty(0),
    )
