"""Bodies that heat, melt or land: the fall of many, each from its own state.

Model   As `fall_kernel`; a batch is shared out to threads, each body on its own steps.
Valid   As `fall_kernel`.
Source  As `fall_kernel`.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError, unknown_name
from portcall.disposal.bodies import BODY_COLUMNS
from portcall.disposal.dormand_prince import STAGES
from portcall.disposal.entry import DEFAULT_TIME_LIMIT_S, EXIT_ALTITUDE_M, checked_states
from portcall.disposal.fall_kernel import FALL_COLUMNS, SIZE, fall_batch
from portcall.disposal.heating import HEATINGS
from portcall.environment.entry_air import Wind, us76_entry_air, wind_table

Array = NDArray[np.float64]

START_TEMPERATURE_K = 300.0
DEFAULT_TOLERANCE_M = 3.0  # local, of one step
CHUNK = 512


def _checked_bodies(bodies: Array, count: int) -> Array:
    rows = np.array(bodies, dtype=np.float64, ndmin=2, order="C")
    if rows.shape != (count, BODY_COLUMNS) or not np.all(np.isfinite(rows)):
        raise InputError(
            f"bodies of shape {np.shape(bodies)} for {count} states",
            limit=f"({count}, {BODY_COLUMNS}), finite: rows of disposal.bodies",
        )
    return rows


def fall_all(
    states_itrf: Array,
    bodies: Array,
    *,
    heating: str = "sutton-graves",
    threads: int = 1,
    wind: Wind | None = None,
    air: Array | None = None,
    start_temperature_k: float = START_TEMPERATURE_K,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> Array:
    """Fly many bodies to the ground, or to where the last of them melts.

    Parameters
    ----------
    states_itrf : Array
        Position [m] and Earth-relative velocity [m s-1] in ITRF, shape (bodies, 6).
    bodies : Array
        A row of `disposal.bodies` for each, shape (bodies, `BODY_COLUMNS`).
    heating : str
        Stagnation flux: "sutton-graves", "detra-kemp-riddell" or "detra-hidalgo".
    threads : int
        The result does not depend on it.
    wind : Wind, optional
    air : Array, optional
        A table of `environment.entry_air`; US76 without it.
    start_temperature_k : float
        Of every body. [K]
    time_limit_s : float
        [s]
    tolerance_m : float
        Local error of a step. [m]

    Returns
    -------
    Array
        Shape (bodies, `FALL_COLUMNS`), columns of `fall_kernel`: time [s], geodetic latitude, longitude
        [rad] and altitude [m] of the end, speed [m s-1], steepness below the horizon [rad], mass [kg],
        energy [J], mean projected area [m2], peak temperature [K], altitude of demise [m] (nan without),
        outcome (`LANDED`, `DEMISED`, `SKIPPED`, `LOST`), and the ITRF state at the end.

    Raises
    ------
    InputError
        States, bodies or a heating formula that cannot be flown.
    """
    states = checked_states(states_itrf)
    rows = _checked_bodies(bodies, states.shape[0])
    if heating not in HEATINGS:
        raise unknown_name("heating formula", heating, HEATINGS)
    settings = np.array([
        start_temperature_k, EXIT_ALTITUDE_M, time_limit_s, tolerance_m, float(HEATINGS[heating]),
    ])  # fmt: skip
    table = np.require(us76_entry_air() if air is None else air, requirements=["C", "W"])
    gusts = wind_table(wind)
    out = np.empty((states.shape[0], FALL_COLUMNS))

    def fly(first: int) -> None:
        part = slice(first, first + CHUNK)
        memory = np.zeros((2 + STAGES, SIZE))
        fall_batch(states[part], rows[part], settings, table, gusts.copy(), memory, out[part])

    firsts = range(0, states.shape[0], CHUNK)
    if threads <= 1:
        for first in firsts:
            fly(first)
        return out
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fly, firsts))
    return out
