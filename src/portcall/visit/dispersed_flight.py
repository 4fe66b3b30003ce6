"""One flight with errors, from separation to the gate: what a sample of `visit.dispersions` flies.

Model   Full dynamics with a density that the plan does not know. Burns are set after tracking, before
        each trim burn and, on board, before each autonomous one; a last thruster correction from the
        radar follows when the last leg is long. Burns before the first tracking fly as loaded.
Valid   The profiles of the catalogue. Density is not learned in flight, and errors are independent
        from one setting to the next.
Source  Scheme: the profiles' own sources; figures: `catalogue.dispersions`.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.dispersions import ErrorModel
from portcall.catalogue.profile import Profile
from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.time import after
from portcall.rendezvous.schedule import Schedule
from portcall.rendezvous.targeting import gate_state_gcrf
from portcall.visit.chaser import Chaser
from portcall.visit.closed_loop import (
    Retargeting,
    coast_ship,
    coast_station,
    fly_burn,
    retargeting_at,
    set_burns,
    wanted_at_gate,
)
from portcall.visit.sampled_errors import (
    Draw,
    density_factor,
    dispersed_insertion,
    draw_of,
    estimated_ship,
    estimated_station,
    executed,
    radar_fix,
)

Array = NDArray[np.float64]

_SETTLE_S = 30.0  # between the end of a burn and the fix for the next
_PROBE_M_S = 0.1


@dataclass(frozen=True)
class Loop:
    """The nominal flight, and when which burns are set anew."""

    chaser: Chaser
    ship: Array
    station: Array
    burns_m_s: Array
    retargetings: tuple[Retargeting, ...]
    correction_s: float | None
    correction_matrix: Array
    thruster_exhaust_m_s: float
    errors: ErrorModel
    density_spread_fraction: float


@dataclass(frozen=True, slots=True)
class Sample:
    """What one dispersed flight came to; `burns_m_s` are the sizes as flown, the correction last."""

    run: int
    delta_v_m_s: float
    propellant_kg: float
    miss_m: float
    miss_m_s: float
    burns_m_s: tuple[float, ...]


def _times_of_setting(
    profile: Profile, chaser: Chaser, errors: ErrorModel
) -> list[tuple[int, float, bool]]:
    """Return index of the first burn, time since separation and who sets it, setting by setting."""
    figures = errors.closed_loop
    # a burn that the profile does not list is a correction on board
    kinds: dict[str, str] = {burn.name: burn.kind for burn in profile.burn}
    found: list[tuple[int, float, bool]] = []
    for index, name in enumerate(chaser.schedule.names):
        at_s = float(chaser.schedule.times_s[index])
        onboard = kinds.get(name, "autonomous") == "autonomous"
        if at_s < figures.tracked_after_s.value or (found and kinds.get(name) == "phasing"):
            continue
        lead = figures.onboard_lead_s if onboard else figures.ground_lead_s
        found.append((index, at_s - lead.value, onboard))
    return found


def with_corrections(
    schedule: Schedule, burns_m_s: Array, errors: ErrorModel
) -> tuple[Schedule, Array]:
    """Return schedule and burns with corrections of nominally zero in a long leg to the last burn."""
    figures = errors.closed_loop
    before_s, last_s = schedule.times_s[-2:]
    if last_s - before_s < figures.long_leg_s.value:
        return schedule, burns_m_s
    added = ((before_s + last_s) / 2.0, last_s - figures.last_correction_s.value)
    names = (*schedule.names[:-1], "correction-1", "correction-2", schedule.names[-1])
    times_s = np.concatenate((schedule.times_s[:-1], added, [last_s]))
    burns = np.concatenate((burns_m_s[:-1], np.zeros((2, 3)), burns_m_s[-1:]))
    return Schedule(names, times_s, schedule.gate_s), burns


def loop_of(
    profile: Profile,
    chaser: Chaser,
    ship: Array,
    station: Array,
    burns_m_s: Array,
    *,
    errors: ErrorModel,
    density_spread_fraction: float,
    thruster_isp_s: float,
) -> Loop:
    """Fly the nominal plan once and prepare each setting of its burns.

    Parameters
    ----------
    profile : Profile
        Kinds of its burns.
    chaser : Chaser
        Times, gate, engine, nominal forces.
    ship, station : Array
        Nominal states at separation, GCRF, shapes (7,) and (6,).
    burns_m_s : Array
        The nominal burns along V-bar, outward, along the orbit normal, shape (n, 3).
    errors : ErrorModel
        What the samples are drawn from.
    density_spread_fraction : float
        Of the density's natural logarithm.
    thruster_isp_s : float
        Of the thrusters that fly the last correction. [s]
    """
    times, burns_m_s = with_corrections(chaser.schedule, burns_m_s, errors)
    chaser = replace(chaser, schedule=times)
    wanted = _times_of_setting(profile, chaser, errors)
    prepared: list[Retargeting] = []
    here, now = ship, 0.0
    for index, center_s in enumerate(chaser.schedule.times_s):
        for first, time_s, onboard in wanted:
            if first == index:
                at_s = max(time_s, now + _SETTLE_S)
                here, now = coast_ship(chaser, here, now, at_s), at_s
                prepared.append(
                    retargeting_at(chaser, here, now, burns_m_s, first=first, onboard=onboard)
                )
        here, now = fly_burn(chaser, here, now, float(center_s), burns_m_s[index])
    correction_s: float | None = chaser.schedule.gate_s - errors.closed_loop.last_correction_s.value
    matrix = np.zeros((3, 3))
    if correction_s is not None and correction_s > now + errors.closed_loop.onboard_lead_s.value:
        here = coast_ship(chaser, here, now, correction_s)
        matrix = _push_matrix(chaser, here, correction_s)
    else:
        correction_s = None
    return Loop(
        chaser,
        ship,
        station,
        burns_m_s,
        tuple(prepared),
        correction_s,
        matrix,
        thruster_isp_s * STANDARD_GRAVITY_M_S2,
        errors,
        density_spread_fraction,
    )


def _push_matrix(chaser: Chaser, state: Array, time_s: float) -> Array:
    """Return the change of position at the gate with a change of velocity now, GCRF, (3, 3)."""
    gate_s = chaser.schedule.gate_s
    end = coast_ship(chaser, state, time_s, gate_s)
    matrix = np.empty((3, 3))
    for axis in range(3):
        pushed = state.copy()
        pushed[3 + axis] += _PROBE_M_S
        shifted = coast_ship(chaser, pushed, time_s, gate_s)
        matrix[:, axis] = (shifted[:3] - end[:3]) / _PROBE_M_S
    return matrix


def _last_correction(loop: Loop, draw: Draw, ship: Array, station: Array) -> tuple[Array, float]:
    """Return the ship's state after the radar's correction, and its size. [m/s]"""
    chaser, time_s = loop.chaser, float(loop.correction_s or 0.0)
    fix = radar_fix(draw, ship, station)
    end = coast_ship(chaser, fix, time_s, chaser.schedule.gate_s)
    off = end[:3] - wanted_at_gate(chaser, station, time_s)[:3]
    push = executed(draw, np.asarray(-np.linalg.solve(loop.correction_matrix, off), np.float64))
    size = float(np.linalg.norm(push))
    out = ship.copy()
    out[3:6] += push
    out[6] *= math.exp(-size / loop.thruster_exhaust_m_s)
    return out, size


def fly_sample(loop: Loop, seed: int, run: int) -> Sample:
    """Fly one run with its errors; the same run again gives the same figures.

    Parameters
    ----------
    loop : Loop
        From `loop_of`.
    seed, run : int
        Name the random streams.
    """
    draw = draw_of(loop.errors, seed, run)
    known = loop.chaser
    truth = known.with_density(density_factor(draw, loop.density_spread_fraction))
    ship = dispersed_insertion(draw, loop.ship, known.separation)
    station, station_s, now = loop.station, 0.0, 0.0
    burns = loop.burns_m_s
    due = {setting.first: setting for setting in loop.retargetings}
    sizes = []
    for index, center_s in enumerate(known.schedule.times_s):
        setting = due.get(index)
        if setting is not None:
            at_s = max(setting.time_s, now)
            ship, now = coast_ship(truth, ship, now, at_s), at_s
            station, station_s = coast_station(truth, station, station_s, at_s), at_s
            believed = estimated_ship(draw, ship)
            there = estimated_station(draw, station, after(known.separation, at_s))
            burns = set_burns(known, setting, believed, there, now_s=at_s, burns_m_s=burns)
        burn = executed(draw, burns[index])
        ship, now = fly_burn(truth, ship, now, float(center_s), burn)
        sizes.append(float(np.linalg.norm(burn)))
    if loop.correction_s is not None:
        at_s = max(loop.correction_s, now)
        ship, now = coast_ship(truth, ship, now, at_s), at_s
        station, station_s = coast_station(truth, station, station_s, at_s), at_s
        ship, size = _last_correction(loop, draw, ship, station)
        sizes.append(size)
    ship = coast_ship(truth, ship, now, known.schedule.gate_s)
    station = coast_station(truth, station, station_s, known.schedule.gate_s)
    off = ship[:6] - gate_state_gcrf(station, known.gate)
    return Sample(
        run,
        sum(sizes),
        float(loop.ship[6] - ship[6]),
        float(np.linalg.norm(off[:3])),
        float(np.linalg.norm(off[3:])),
        tuple(sizes),
    )
