"""The way home, planned: which pass, when to undock, when to light the engine.

Model   The station's track of the day finds the passes by the aim. Of those whose whole burn is in view
        of the ship's ground stations the nearest is chosen, or the revolution that is asked for.
        Undocking follows from the ignition, the departure is flown, and the ignition is set again from
        where the departure leaves the ship.
Valid   A deorbit on a day that is given; the free flight before it may be longer than a day.
Source  As `disposal.departure`, `disposal.targeting`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import DataError
from portcall.core.time import after, elapsed_s
from portcall.disposal.deorbit import ENTRY_INTERFACE_M, GIVE_UP_S, Entry
from portcall.disposal.departure import (
    FlownDeparture,
    departing_ship,
    fly_departure,
    plan_departure,
    undocking_for,
)
from portcall.disposal.targeting import (
    FALL_S,
    MEAN_RADIUS_M,
    Aim,
    Center,
    Descent,
    NoDeorbit,
    Pass,
    Targeted,
    fly_to,
    passes_by,
    target_pass,
)
from portcall.orbit.dynamics import ForceModel, Forces, prepare_forces
from portcall.orbit.flight_path import FlightPath, coast_with_maneuvers
from portcall.orbit.station import station_state_gcrf
from portcall.records.mass import Tanks
from portcall.visit.coverage import coverage_at
from portcall.visit.home_setting import DAY, HomeSetting
from portcall.visit.home_tanks import refuse_more_than_aboard

Array = NDArray[np.float64]
FallOf = Callable[[Entry], Center | None]
ShortOf = Callable[[Entry], float]

LEAD = timedelta(hours=4)  # undocking comes three hours before the ignition
TAIL = timedelta(hours=2)
_SAME_PASS_S = 1800.0
_LEAST_MOVE_KM = 25.0
_MOST_MOVES = 6
_MOVED = ", moved down the track from land"
_BESIDE_THE_DAY = timedelta(minutes=10)
_LONGEST_FREE_FLIGHT = timedelta(days=3)
_ABOVE_SEPARATION_M = 5e3  # the whole ship is handed over a little before its modules part


@dataclass(frozen=True)
class HomePlan:
    """The way home down to the entry interface."""

    setting: HomeSetting
    tanks_at_undocking: Tanks
    departure: FlownDeparture
    ship: FlightPath
    descent: Descent
    mass_kg: float
    duration_s: float
    chosen: Targeted

    @property
    def forces(self) -> Forces:
        """What acts on the ship."""
        return self.descent.forces


def _station_path(setting: HomeSetting) -> FlightPath:
    """Return the station's path over the day, with room before and behind."""
    begin = setting.first_utc - LEAD
    span_s = elapsed_s(begin, setting.first_utc + DAY + TAIL)
    forces = _forces(setting, setting.station.ballistic_m2_kg, begin, span_s)
    state = np.concatenate(station_state_gcrf(setting.motion, begin))
    return coast_with_maneuvers(begin, state, span_s, forces, setting.motion.maneuvers)


def _forces(setting: HomeSetting, ballistic_m2_kg: float, start: datetime, span_s: float) -> Forces:
    model = ForceModel(
        atmosphere="us76",
        ballistic_m2_kg=ballistic_m2_kg,
        density_factor=setting.density.factor,
    )
    return prepare_forces(model, start, span_s)


def burn_duration_s(setting: HomeSetting, mass_kg: float, tanks: Tanks) -> float:
    """Return how long the deorbit burn lasts, from the asked or the usual size. [s]

    Raises
    ------
    InputError
        It takes more propellant than there is.
    """
    engine, wishes = setting.engine, setting.wishes
    if wishes.duration_s is not None:
        propellant_kg = wishes.duration_s * engine.mass_flow_kg_s
        delta_v = engine.delta_v_m_s(mass_kg, min(propellant_kg, 0.99 * mass_kg))
    else:
        usual = setting.vehicle.departure.deorbit_delta_v_m_s
        if wishes.delta_v_m_s is None and usual is None:
            raise DataError(
                f"no deorbit burn is known for '{setting.vehicle.id}'",
                remedy="give one with --delta-v",
            )
        delta_v = wishes.delta_v_m_s or (usual.value if usual else 0.0)
        propellant_kg = engine.propellant_kg(mass_kg, delta_v)
    refuse_more_than_aboard(propellant_kg, delta_v, tanks)
    return engine.duration_s(propellant_kg)


def _undocking(setting: HomeSetting, ignition: datetime) -> datetime:
    """Return when to undock: the usual wait before the ignition, on the day that is set for it."""
    undocking = undocking_for(ignition, setting.vehicle)
    if setting.undocking_day is None or setting.wishes.day is not None:
        return undocking
    whole_days = (undocking.date() - setting.undocking_day).days
    return undocking - max(whole_days, 0) * DAY


def _departed(
    setting: HomeSetting, undocking: datetime, mass_kg: float, until: datetime
) -> FlownDeparture:
    motion = setting.motion
    plan = plan_departure(setting.station, setting.port, setting.vehicle)
    free_h = setting.station.safety.safe_free_drift_h.value
    drift_s = max(free_h * 3600.0, elapsed_s(undocking, until))
    return fly_departure(
        np.concatenate(station_state_gcrf(motion, undocking)),
        undocking,
        plan,
        ship=departing_ship(setting.vehicle, mass_kg),
        station=setting.station,
        model=ForceModel(density_factor=setting.density.factor),
        drift_s=drift_s,
    )


def revolution_of(station: FlightPath, midnight: datetime, ignition: datetime) -> int:
    """Return how many ascending nodes of the UTC day lie before an ignition."""
    seconds = np.arange(
        elapsed_s(station.epoch, midnight), elapsed_s(station.epoch, ignition), 30.0
    )
    north = station.states_at(seconds)[:, 2] > 0.0 if seconds.size else np.zeros(0, dtype=np.bool_)
    return int(np.count_nonzero(~north[:-1] & north[1:]))


def _in_view(setting: HomeSetting, station: FlightPath, ignition: datetime, burn_s: float) -> bool:
    """Tell whether ground stations see both ends of a burn."""
    ends = (ignition, after(ignition, burn_s))
    return all(
        coverage_at(station.state_utc(utc)[:3], utc, setting.networks).ground for utc in ends
    )


def _choice(
    setting: HomeSetting, station: FlightPath, passes: tuple[Pass, ...], burn_s: float
) -> Pass | NoDeorbit:
    """Return the pass to take."""
    if not passes:
        return NoDeorbit(f"no pass of {setting.day} comes within reach of the aim")
    wanted = setting.revolution
    if wanted is not None:
        numbered = {
            revolution_of(station, setting.first_utc, after(one.utc, -FALL_S)): one
            for one in passes
        }
        if wanted in numbered:
            return numbered[wanted]
        known = ", ".join(str(number) for number in sorted(numbered))
        return NoDeorbit(
            f"revolution {wanted} of {setting.day} does not pass the aim (those that do: {known})"
        )
    if setting.vehicle.landing is None:
        seen = tuple(
            one for one in passes if _in_view(setting, station, after(one.utc, -FALL_S), burn_s)
        )
        passes = seen or passes
    return min(passes, key=lambda one: one.off_m)


def _passes(setting: HomeSetting, station: FlightPath) -> tuple[Pass, ...]:
    """Return the day's passes by the aim."""
    # the burn of a pass is lit some minutes off the guess: a little of the days beside is looked at
    first = after(setting.first_utc, FALL_S) - _BESIDE_THE_DAY
    last = after(setting.first_utc + DAY, FALL_S) + _BESIDE_THE_DAY
    return passes_by(station, first, last, setting.aim)


def _descent(
    setting: HomeSetting, ballistic_m2_kg: float, begin: datetime, fall_of: FallOf
) -> Descent:
    """Return how the ship comes down, its forces prepared from before any undocking."""
    start = begin - _LONGEST_FREE_FLIGHT
    span_s = elapsed_s(start, setting.first_utc + DAY) + GIVE_UP_S
    landing = setting.vehicle.landing
    return Descent(
        engine=setting.engine,
        forces=_forces(setting, ballistic_m2_kg, start, span_s),
        attitude=setting.wishes.attitude,
        fall_of=fall_of,
        stop_altitude_m=ENTRY_INTERFACE_M
        if landing is None
        else landing.separation_altitude_m.value + _ABOVE_SEPARATION_M,
    )


def _farther(targeted: Targeted, by_km: float) -> Aim:
    """Return an aim that lies farther down the track than the middle of a fall."""
    entry, center = targeted.deorbit.entry, targeted.center
    assert entry is not None  # noqa: S101  (what is targeted has entered)
    normal = np.cross(entry.state_itrf[:3], entry.state_itrf[3:6])
    normal /= np.linalg.norm(normal)
    here = Aim(center.latitude_rad, center.longitude_rad).direction
    angle = by_km * 1e3 / MEAN_RADIUS_M
    there = here * math.cos(angle) + np.cross(normal, here) * math.sin(angle)
    return Aim(math.asin(float(there[2])), math.atan2(float(there[1]), float(there[0])))


def plan_home(
    setting: HomeSetting, tanks: Tanks, fall_of: FallOf, short_km: ShortOf | None = None
) -> HomePlan | NoDeorbit:
    """Plan the way home.

    Parameters
    ----------
    setting : HomeSetting
        What is known.
    tanks : Tanks
        Aboard at undocking.
    fall_of : FallOf
        The middle of the fall from an entry state.
    short_km : ShortOf, optional
        How much nearer to land than it should an entry's fall comes; the aim yields by as much.

    Returns
    -------
    HomePlan | NoDeorbit
        The plan, or why there is none.

    Raises
    ------
    InputError
        A burn that takes more than is aboard.
    """
    station = _station_path(setting)
    passes = _passes(setting, station)
    duration_s = burn_duration_s(setting, tanks.total_kg, tanks)
    drag_m2_kg = departing_ship(setting.vehicle, tanks.total_kg).ballistic_m2_kg
    descent = _descent(setting, drag_m2_kg, station.epoch, fall_of)
    chosen = _choice(setting, station, passes, duration_s)
    if isinstance(chosen, NoDeorbit):
        return chosen

    def aimed(which: Pass, path: FlightPath, mass_kg: float) -> Targeted | NoDeorbit:
        asked = setting.wishes.ignition
        if asked is not None:
            return fly_to(asked, path, mass_kg, duration_s, which.aim, descent)
        return target_pass(which, path, mass_kg, duration_s, descent, path.epoch)

    guess = aimed(chosen, station, tanks.total_kg)
    for _ in range(_MOST_MOVES):
        if isinstance(guess, NoDeorbit):
            return guess
        entry = guess.deorbit.entry
        by_km = 0.0 if short_km is None or entry is None else short_km(entry)
        if by_km <= 0.0:
            break
        chosen = replace(chosen, aim=_farther(guess, by_km + _LEAST_MOVE_KM))
        source = setting.aim_source.partition(_MOVED)[0] + _MOVED
        setting = replace(setting, aim=chosen.aim, aim_source=source)
        guess = aimed(chosen, station, tanks.total_kg)
    if isinstance(guess, NoDeorbit):
        return guess
    ignition = guess.deorbit.burns[0].ignition
    undocking = _undocking(setting, ignition)
    departure = _departed(setting, undocking, tanks.total_kg, after(ignition, 3600.0))
    ship = departure.path.ship
    mass_kg = departure.record.mass_after_kg
    duration_s = burn_duration_s(setting, mass_kg, tanks)
    final = aimed(chosen, ship, mass_kg)
    if isinstance(final, NoDeorbit):
        return final
    return HomePlan(
        setting=setting,
        tanks_at_undocking=tanks,
        departure=departure,
        ship=ship,
        descent=descent,
        mass_kg=mass_kg,
        duration_s=duration_s,
        chosen=final,
    )


def other_passes(plan: HomePlan) -> tuple[Targeted, ...]:
    """Return what a burn at each other pass of the day would do, from the station's own track."""
    setting, ignition = plan.setting, plan.chosen.deorbit.burns[0].ignition
    if setting.wishes.ignition is not None:
        return ()
    station = _station_path(setting)
    flown = [
        target_pass(one, station, plan.mass_kg, plan.duration_s, plan.descent, station.epoch)
        for one in _passes(setting, station)
        if abs(elapsed_s(after(one.utc, -FALL_S), ignition)) > _SAME_PASS_S
    ]
    return tuple(one for one in flown if isinstance(one, Targeted))
