"""One entry looked at closely: its samples, its loads, and when it passes which altitude.

Model   The forces of `entry_kernel`, carried by `core.integrator` with every step of the terminal fall:
        a second way to the same place as the batch, tested against it.
Valid   As `entry_kernel`.
Source  As `entry_kernel`; heating as `heating`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.errors import unknown_name
from portcall.core.integrator import Run, integrate
from portcall.core.signatures import RHS_SIGNATURE
from portcall.disposal.entry import DEFAULT_TIME_LIMIT_S, EXIT_ALTITUDE_M, checked_states, column
from portcall.disposal.entry_air_speed import altitude_of, wind_itrf
from portcall.disposal.entry_forces import free_fall_itrf
from portcall.disposal.entry_kernel import LANDED, LOST, SKIPPED
from portcall.disposal.heating import HEATINGS, stagnation_flux_w_m2
from portcall.environment.atmosphere import TOP_M
from portcall.environment.entry_air import (
    Wind,
    air_in,
    density_in,
    us76_entry_air,
    wind_table,
)

Array = NDArray[np.float64]

EVENT_ALTITUDES_M = (140e3, 122e3, 120e3, 100e3, 78e3)
SAMPLE_S = 1.0
LOCAL_ERROR_M = 1e-3
LOCAL_ERROR_M_S = 1e-5
_DRAG, _FREE_FALL, _EXIT, _LEVELS, _AIR, _WIND, _FIRST_LEVEL = 0, 1, 2, 3, 4, 5, 6


@cached_njit(RHS_SIGNATURE)
def _path_rhs(t: float, state: Array, params: Array, out: Array) -> None:  # noqa: ARG001  (its signature)
    """Fill the slope of position and Earth-relative velocity."""
    x, y, z, vx, vy, vz = state[0], state[1], state[2], state[3], state[4], state[5]
    altitude = altitude_of(x, y, z)
    at_air, at_wind = int(params[_AIR]), int(params[_WIND])
    wx, wy, wz = wind_itrf(altitude, x, y, z, params[at_wind:])
    ux, uy, uz = vx - wx, vy - wy, vz - wz
    density = density_in(altitude, params[at_air:at_wind])
    drag = -params[_DRAG] * density * np.sqrt(ux * ux + uy * uy + uz * uz)
    ax, ay, az = free_fall_itrf(x, y, z, vx, vy)
    free_fall = params[_FREE_FALL]
    out[0], out[1], out[2] = vx, vy, vz
    out[3], out[4], out[5] = (
        free_fall * ax + drag * ux, free_fall * ay + drag * uy, free_fall * az + drag * uz,
    )  # fmt: skip


@cached_njit(RHS_SIGNATURE)
def _path_events(t: float, state: Array, params: Array, out: Array) -> None:  # noqa: ARG001  (as above)
    """Fill the altitude over the ground, over the way out, and over every level. [m]"""
    altitude = altitude_of(state[0], state[1], state[2])
    out[0] = altitude
    out[1] = altitude - params[_EXIT]
    for i in range(int(params[_LEVELS])):
        out[2 + i] = altitude - params[_FIRST_LEVEL + i]


@dataclass(frozen=True)
class EntrySamples:
    """What the body meets along the way, one value a sample.

    Attributes
    ----------
    time_s : Array
        Since the given state. [s]
    state_itrf : Array
        Position [m] and Earth-relative velocity [m s-1], shape (samples, 6).
    altitude_m, speed_m_s : Array
        Over WGS84, relative to the ground. [m], [m s-1]
    steepness_rad : Array
        Below the horizon. [rad]
    load_g : Array
        Drag over weight at sea level. [g0]
    dynamic_pressure_pa, mach, heat_flux_w_m2 : Array
        Of the air, at its own speed; flux at the stagnation point of the given radius.
    """

    time_s: Array
    state_itrf: Array
    altitude_m: Array
    speed_m_s: Array
    steepness_rad: Array
    load_g: Array
    dynamic_pressure_pa: Array
    mach: Array
    heat_flux_w_m2: Array


@dataclass(frozen=True)
class EntryPath:
    """One entry.

    Attributes
    ----------
    outcome : int
        `LANDED`, `SKIPPED` or `LOST`.
    time_s : float
        Of the end. [s]
    final_state_itrf : Array
        Shape (6,).
    events : dict[float, tuple[float, Array]]
        By altitude [m], on the first way down: time [s] and state; the ground is 0.
    samples : EntrySamples
    """

    outcome: int
    time_s: float
    final_state_itrf: Array
    events: dict[float, tuple[float, Array]]
    samples: EntrySamples


def _samples(
    run: Run,
    every_s: float,
    ballistic_kg_m2: float,
    air: Array,
    gusts: Array,
    flux: tuple[int, float],
) -> EntrySamples:
    end_s = float(run.times_s[-1])
    times = np.append(np.arange(0.0, end_s, every_s), end_s)
    states = run.at(times)
    rows = np.empty((times.size, 7))
    for row, state in zip(rows, states, strict=True):
        x, y, z = (float(v) for v in state[:3])
        altitude = altitude_of(x, y, z)
        density, sound, _ = air_in(min(max(altitude, 0.0), TOP_M - 1.0), air)
        past = float(np.linalg.norm(state[3:] - np.array(wind_itrf(altitude, x, y, z, gusts))))
        speed = float(np.linalg.norm(state[3:]))
        # the ellipsoid's normal, to a few arc seconds at entry altitudes
        up = np.array([x, y, z * 1.00673949674])
        sine = float(up @ state[3:]) / (float(np.linalg.norm(up)) * max(speed, 1e-9))
        pressure = 0.5 * density * past * past
        row[:] = (
            altitude, speed, -np.arcsin(np.clip(sine, -1.0, 1.0)),
            pressure / ballistic_kg_m2 / STANDARD_GRAVITY_M_S2, pressure, past / sound,
            stagnation_flux_w_m2(flux[0], density, past, flux[1]),
        )  # fmt: skip
    return EntrySamples(times, states, *np.ascontiguousarray(rows.T))


def fly_entry(
    state_itrf: Array,
    ballistic_kg_m2: float,
    *,
    altitudes_m: tuple[float, ...] = (),
    density_factor: float = 1.0,
    wind: Wind | None = None,
    air: Array | None = None,
    heating: str = "sutton-graves",
    nose_radius_m: float = 1.0,
    sample_s: float = SAMPLE_S,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
    free_fall: bool = True,
) -> EntryPath:
    """Fly one body with a constant ballistic coefficient and keep its way.

    Parameters
    ----------
    state_itrf : Array
        Position [m] and Earth-relative velocity [m s-1] in ITRF, shape (6,).
    ballistic_kg_m2 : float
        Mass over drag area, m/(CD A). [kg m-2]
    altitudes_m : tuple[float, ...]
        Events beside `EVENT_ALTITUDES_M` and the ground. [m]
    density_factor : float
        On the air's density, for drag.
    wind : Wind, optional
    air : Array, optional
        A table of `environment.entry_air`; US76 without it.
    heating : str
        Stagnation flux formula.
    nose_radius_m : float
        Where the flux is given. [m]
    sample_s : float
        Between samples. [s]
    time_limit_s : float
        [s]
    free_fall : bool
        Off for tests: without gravity and the turning frame.

    Returns
    -------
    EntryPath

    Raises
    ------
    InputError
        A state, coefficient or heating formula that cannot be flown.
    """
    state = checked_states(state_itrf)[0]
    column(ballistic_kg_m2, 1, "ballistic coefficient")
    if heating not in HEATINGS:
        raise unknown_name("heating formula", heating, HEATINGS)
    levels = sorted({*EVENT_ALTITUDES_M, *altitudes_m}, reverse=True)
    table = us76_entry_air() if air is None else air
    gusts = wind_table(wind)
    at_air = _FIRST_LEVEL + len(levels)
    header = [
        0.5 * density_factor / ballistic_kg_m2, float(free_fall), EXIT_ALTITUDE_M, len(levels), at_air,
        at_air + table.size, *levels,
    ]  # fmt: skip
    entered = altitude_of(*(float(v) for v in state[:3])) <= EXIT_ALTITUDE_M
    run = _integrated(
        state, np.concatenate((header, table, gusts)), len(levels), time_limit_s, entered
    )
    events: dict[float, tuple[float, Array]] = {}
    for hit in run.hits:
        level = 0.0 if hit.index == 0 else levels[hit.index - 2] if hit.index > 1 else None
        if level is not None:
            events.setdefault(level, (hit.time_s, hit.state))
    final = run.final_state
    if 0.0 in events:
        outcome = LANDED
    else:
        high = altitude_of(*(float(v) for v in final[:3])) >= EXIT_ALTITUDE_M - 1.0
        outcome = SKIPPED if high else LOST
    samples = _samples(
        run,
        sample_s,
        ballistic_kg_m2 / density_factor,
        table,
        gusts,
        (HEATINGS[heating], nose_radius_m),
    )
    return EntryPath(outcome, float(run.times_s[-1]), final, events, samples)


def _integrated(
    state: Array, params: Array, levels: int, time_limit_s: float, entered: bool
) -> Run:
    """Fly to the ground, out of the atmosphere (once it has been entered) or to the time limit."""

    def fly(leaves: bool, limit_s: float) -> Run:
        return integrate(
            _path_rhs, 0.0, limit_s, state, params,
            absolute=np.array([LOCAL_ERROR_M] * 3 + [LOCAL_ERROR_M_S] * 3),
            event=_path_events, directions=(-1, 1, *([-1] * levels)), terminals=(True, leaves),
        )  # fmt: skip

    if entered:
        return fly(True, time_limit_s)
    whole = fly(False, time_limit_s)
    ways = [hit for hit in whole.hits if hit.index == 1]
    # a state above the way out may rise through it only after it has once come down
    in_s = next((s for s, y in zip(whole.times_s, whole.states, strict=True) if _inside(y)), None)
    out_s = [hit.time_s for hit in ways if in_s is not None and hit.time_s > in_s]
    return fly(False, out_s[0]) if out_s else whole


def _inside(state: Array) -> bool:
    return bool(altitude_of(*(float(v) for v in state[:3])) <= EXIT_ALTITUDE_M)
