"""Air of a day and place for entry, from NRLMSIS: the `msis` extra.

Model   What `pymsis` gives along one vertical, logarithmic between altitudes 2 km apart, as the table of
        `entry_air`. The speed of sound goes with its temperature and molar mass.
Valid   0 to 1000 km; one vertical serves a whole entry, which crosses a quarter of the Earth.
Source  Emmert et al. 2021, NRLMSIS 2.0, Earth and Space Science 8. Its license is for academic use, which
        is why it is not a dependency.
"""

from datetime import datetime
from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import DataError
from portcall.core.time import require_utc
from portcall.environment.atmosphere import HEAT_CAPACITY_RATIO, TOP_M
from portcall.environment.entry_air import (
    AVOGADRO_PER_KMOL,
    GAS_CONSTANT_J_KMOL_K,
    air_table,
    molar_mass_kg_kmol,
)

Array = NDArray[np.float64]

_STEP_M = 2_000.0
# columns of the result that are number densities, and their molar masses
_SPECIES_KG_KMOL = {
    1: 28.0134,
    2: 31.9988,
    3: 15.9994,
    4: 4.0026,
    5: 1.00784,
    6: 39.948,
    7: 14.0067,
}
_TEMPERATURE_COLUMN = 10


def _pymsis() -> ModuleType:
    try:
        return import_module("pymsis")
    except ImportError:
        raise DataError(
            "NRLMSIS is not installed", remedy="install the extra: portcall[msis]"
        ) from None


def entry_air_from_msis(moment: datetime, latitude_rad: float, longitude_rad: float) -> Array:
    """Return the air over a place at a moment as a table for the kernels.

    Parameters
    ----------
    moment : datetime
        Aware UTC.
    latitude_rad, longitude_rad : float
        Geodetic. [rad]

    Returns
    -------
    Array
        As `entry_air.air_table`.

    Raises
    ------
    DataError
        The extra is not installed.
    """
    when = np.datetime64(require_utc(moment).replace(tzinfo=None))
    nodes_m = np.arange(0.0, TOP_M + _STEP_M, _STEP_M)
    rows = np.squeeze(
        _pymsis().calculate(
            when, np.degrees(longitude_rad), np.degrees(latitude_rad), nodes_m / 1e3
        )
    )
    ln_density = np.log(rows[:, 0])
    number = {column: np.nan_to_num(rows[:, column]) for column in _SPECIES_KG_KMOL}
    total = sum(number.values())
    mass = sum(_SPECIES_KG_KMOL[column] * number[column] for column in number)
    fallback = molar_mass_kg_kmol(nodes_m)
    molar = np.where(total > 0.0, mass / np.maximum(total, 1.0), fallback)
    # where the model leaves atoms out the sum over species falls short of the density
    whole = np.abs(mass / AVOGADRO_PER_KMOL / rows[:, 0] - 1.0) < 0.05
    molar = np.where(whole, molar, fallback)
    sound = np.sqrt(
        HEAT_CAPACITY_RATIO * GAS_CONSTANT_J_KMOL_K / molar * rows[:, _TEMPERATURE_COLUMN]
    )
    return air_table(
        lambda z: np.exp(np.interp(z, nodes_m, ln_density)),
        lambda z: np.interp(z, nodes_m, sound),
        lambda z: np.interp(z, nodes_m, molar),
        np.empty(0),
    )
