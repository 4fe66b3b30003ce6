"""Entry of bodies with a constant ballistic coefficient: many at once.

Model   As `entry_kernel`. `fly_entries` shares a batch out to threads, each body on its own steps.
Valid   States relative to the turning Earth, from low orbit downwards.
Source  As `entry_kernel`.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.disposal.entry_kernel import ENTRY_COLUMNS, SETTINGS, fly_batch
from portcall.disposal.entry_lanes import MEMORY
from portcall.environment.entry_air import Wind, kinks_m, us76_entry_air, wind_table

Array = NDArray[np.float64]

DEFAULT_TIME_LIMIT_S = 10_800.0
DEFAULT_TOLERANCE_M = 0.05  # local, of one step
EXIT_ALTITUDE_M = 130_000.0
CHUNK = 1024


def checked_states(states_itrf: Array) -> Array:
    """Return entry states as the kernels take them, or say what is wrong."""
    states = np.array(states_itrf, dtype=np.float64, ndmin=2, order="C")
    if states.ndim != 2 or states.shape[1] != 6 or not np.all(np.isfinite(states)):
        raise InputError(
            f"entry states of shape {np.shape(states_itrf)} cannot be flown",
            limit="(bodies, 6), finite: ITRF m and Earth-relative m/s",
        )
    return states


def column(values: Array | float, count: int, name: str) -> Array:
    """Return one positive figure per body."""
    filled = np.empty(count)
    try:
        filled[:] = values
    except ValueError:
        raise InputError(
            f"{np.size(values)} values of {name} for {count} bodies", remedy="give one, or one each"
        ) from None
    if not np.all(np.isfinite(filled) & (filled > 0.0)):
        raise InputError(f"{name} of {float(np.min(filled)):g} cannot be flown", limit="above 0")
    return filled


def settings_of(
    stop_altitude_m: float,
    time_limit_s: float,
    tolerance_m: float,
    *,
    free_fall: bool = True,
    steady_fall: bool = True,
) -> Array:
    """Return the kernel's settings in its order."""
    settings = np.array([
        stop_altitude_m, EXIT_ALTITUDE_M, time_limit_s, tolerance_m, float(free_fall),
        float(steady_fall),
    ])  # fmt: skip
    assert settings.size == SETTINGS  # noqa: S101
    return settings


def fly_entries(
    states_itrf: Array,
    ballistic_kg_m2: Array | float,
    *,
    stop_altitude_m: float = 0.0,
    density_factor: Array | float = 1.0,
    wind: Wind | None = None,
    air: Array | None = None,
    threads: int = 1,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    free_fall: bool = True,
    steady_fall: bool = True,
) -> Array:
    """Fly many bodies down to an altitude.

    Parameters
    ----------
    states_itrf : Array
        Position [m] and Earth-relative velocity [m s-1] in ITRF, shape (bodies, 6).
    ballistic_kg_m2 : Array or float
        Mass over drag area, m/(CD A), shape (bodies,). [kg m-2]
    stop_altitude_m : float
        Geodetic altitude at which the flight ends. [m]
    density_factor : Array or float
        On the air's density, per body.
    wind : Wind, optional
    air : Array, optional
        A table of `environment.entry_air`; US76 without it.
    threads : int
        The result does not depend on it.
    time_limit_s : float
        After it a body above 130 km counts as skipped, another as lost. [s]
    tolerance_m : float
        Local error of a step. [m]
    free_fall, steady_fall : bool
        Off for tests: without gravity and the turning frame; with every step of the terminal fall.

    Returns
    -------
    Array
        Shape (bodies, 8): ITRF state, time [s], outcome (`LANDED`, `STOPPED` at an altitude above the
        ground, `SKIPPED` out of the atmosphere, `LOST` at the time limit).

    Raises
    ------
    InputError
        States or coefficients that cannot be flown.
    """
    states = checked_states(states_itrf)
    count = states.shape[0]
    ballistic = column(ballistic_kg_m2, count, "ballistic coefficient")
    drag = 0.5 * column(density_factor, count, "density factor") / ballistic
    settings = settings_of(
        stop_altitude_m, time_limit_s, tolerance_m, free_fall=free_fall, steady_fall=steady_fall
    )
    table = np.require(us76_entry_air() if air is None else air, requirements=["C", "W"])
    gusts, kinks = wind_table(wind), kinks_m(table)
    out = np.empty((count, ENTRY_COLUMNS))

    def fly(first: int) -> None:
        part = slice(first, first + CHUNK)
        fly_batch(
            states[part], drag[part], settings, kinks, table, gusts, np.zeros(MEMORY), out[part]
        )

    if threads <= 1:
        fly_batch(states, drag, settings, kinks, table, gusts, np.zeros(MEMORY), out)
        return out
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fly, range(0, count, CHUNK)))
    return out
