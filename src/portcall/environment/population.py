"""People on the ground: how many live around a point, and on average under an orbit.

Model   People by cell of one degree and by year, straight lines between the years. Under an orbit
        the mean goes over latitudes by the time that a circular orbit spends above each, and evenly
        over longitudes. Cell areas are those of a sphere with the authalic radius.
Valid   1990 to 2035. Countries' totals are the United Nations'; inside a country places of more than
        1,000 people stand where they are and the rest is spread, so that single cells may be off by
        a factor of two where few live. Geocentric and geodetic latitude are not told apart (0.2
        degrees at most). Those who are at sea, in the air or on ice are not counted.
Source  GeoNames (CC BY 4.0), World Population Prospects 2024 (CC BY 3.0 IGO), Natural Earth;
        `tools/build_population.py`. The latitude weighting is that of NASA's casualty assessments
        (NASA-STD-8719.14, section 4.7).
"""

import math
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import WGS84_A_M, WGS84_F
from portcall.core.errors import InputError

Array = NDArray[np.float64]

_ECCENTRICITY = math.sqrt(WGS84_F * (2.0 - WGS84_F))
# the sphere with the ellipsoid's surface (Snyder 1987, USGS PP 1395, eq. 3-12 and 3-13)
AUTHALIC_RADIUS_KM = (WGS84_A_M / 1e3) * math.sqrt(
    0.5 * (1.0 + (1.0 - _ECCENTRICITY**2) / _ECCENTRICITY * math.atanh(_ECCENTRICITY))
)
_EDGES_RAD = np.radians(np.arange(-90.0, 91.0))
CELL_AREA_KM2 = AUTHALIC_RADIUS_KM**2 * np.radians(1.0) * np.diff(np.sin(_EDGES_RAD))  # by row


@lru_cache(maxsize=1)
def _shipped() -> tuple[Array, Array, str]:
    with files("portcall.environment").joinpath("data/population.npz").open("rb") as stream:
        data = np.load(stream)
        years, people = data["year"].astype(np.float64), data["people"].astype(np.float64)
        return years, people, str(data["attribution"])


def attribution() -> str:
    """Return whom the figures are owed to, as their licences ask."""
    return _shipped()[2]


@lru_cache(maxsize=4)
def people_by_cell(year: int) -> Array:
    """Return the people in each cell, (180, 360), rows from 90 S and columns from 180 W.

    Raises
    ------
    InputError
        The year lies outside the tables.

    Examples
    --------
    >>> round(float(people_by_cell(2011).sum()) / 1e9, 1)
    7.1
    """
    years, people, _ = _shipped()
    if not years[0] <= year <= years[-1]:
        raise InputError(
            f"no population for {year}",
            limit=f"{years[0]:.0f} to {years[-1]:.0f}",
            remedy="name the nearest year inside",
        )
    after = max(int(np.searchsorted(years, year)), 1)
    share = (year - years[after - 1]) / (years[after] - years[after - 1])
    grid = (1.0 - share) * people[after - 1] + share * people[after]
    grid.flags.writeable = False
    return np.asarray(grid, dtype=np.float64)


def people_per_km2(latitude_rad: Array | float, longitude_rad: Array | float, year: int) -> Array:
    """Return the density of each point's cell; 0 where nobody lives. [1/km2]

    Parameters
    ----------
    latitude_rad, longitude_rad : Array
        Any shape that broadcasts. [rad]
    year : int
        1990 to 2035.

    Examples
    --------
    Around Cairo, and south of Tahiti:

    >>> people_per_km2(np.radians([30.1, -45.0]), np.radians([31.2, -150.0]), 2020).round(-2)
    array([3600.,    0.])
    """
    latitude_deg, longitude_deg = np.broadcast_arrays(
        np.degrees(latitude_rad), np.degrees(longitude_rad)
    )
    row = np.clip(np.floor(latitude_deg + 90.0).astype(np.int64), 0, 179)
    column = np.floor(longitude_deg + 180.0).astype(np.int64) % 360
    return np.asarray(people_by_cell(year)[row, column] / CELL_AREA_KM2[row], dtype=np.float64)


def mean_density_per_km2(inclination_rad: float, year: int) -> float:
    """Return the mean density under a circular orbit, by the time spent at each latitude. [1/km2]

    The share of time between two latitudes is the difference of asin(sin(latitude) / sin(i)) / pi.

    Examples
    --------
    >>> round(mean_density_per_km2(math.radians(51.6), 2025), 1)
    18.4
    """
    height = math.sin(inclination_rad)
    if height < 1e-6:  # over the equator: the two rows beside it
        shares = np.zeros(180)
        shares[89:91] = 0.5
    else:
        shares = np.diff(np.arcsin(np.clip(np.sin(_EDGES_RAD) / height, -1.0, 1.0))) / math.pi
    by_row = people_by_cell(year).sum(axis=1) / (360.0 * CELL_AREA_KM2)
    return float(shares @ by_row)
