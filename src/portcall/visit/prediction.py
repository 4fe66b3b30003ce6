"""The prediction: launch instant, phase, contact and chase of one flight, from the blind setting.

Model   The ascent offers a plane fixed to the Earth at lift-off and a place on it at separation. The
        contact rule looks at the station's orbit; the chase is planned in mean elements; its nodal
        drift moves the lift-off; and so around until the instant stands still.
Valid   Near-circular station orbits; element sets up to two weeks old.
Source  `launch.window`, `rendezvous.lighting`, `rendezvous.mean_chase`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.frames import gcrf_from_teme
from portcall.core.time import after, elapsed_s
from portcall.environment.sun_moon import sun_direction_gcrf
from portcall.launch.window import LaunchInstant, gmst_rad, pad_passes, solve_launch
from portcall.orbit.mean_elements import NearCircular
from portcall.orbit.secular import secular_rates
from portcall.orbit.station import station_mean
from portcall.rendezvous.burn_times import cheapest_times
from portcall.rendezvous.gate import goal_at_gate
from portcall.rendezvous.lighting import ContactChoice, choose_contact
from portcall.rendezvous.mean_chase import MeanPlan, nodal_drift_rad, plan_chase
from portcall.rendezvous.schedule import Schedule, gate_of, schedule
from portcall.visit.insertion import InsertionPoint
from portcall.visit.setting import Setting

Array = NDArray[np.float64]

# to first order the node drifts by this much for each radian of phase closed: where to start from
_DRIFT_PER_PHASE = -0.0021
_SHORT_ORBITS = 6  # longer profiles have burns at any argument of latitude: nothing to gain


@dataclass(frozen=True, slots=True)
class Chase:
    """The planned chase of a launch at one instant."""

    liftoff: datetime
    phase_rad: float
    contact: ContactChoice
    schedule: Schedule
    start: NearCircular
    station: NearCircular
    goal: NearCircular
    plan: MeanPlan
    drift_rad: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """A launch instant and its chase."""

    launch: LaunchInstant
    chase: Chase


@lru_cache(maxsize=4096)
def _sun_teme(moment: datetime) -> tuple[float, float, float]:
    x, y, z = gcrf_from_teme(moment).T @ sun_direction_gcrf(moment)
    return float(x), float(y), float(z)


def sun_teme(moment: datetime) -> Array:
    """Return the unit vector to the Sun in the frame of the mean elements."""
    return np.array(_sun_teme(moment))


def mean_station_at(setting: Setting) -> Callable[[datetime], NearCircular]:
    """Return the station's mean orbit as a function of time."""
    return lambda utc: station_mean(setting.motion, utc)


def start_of_chase(setting: Setting, point: InsertionPoint, liftoff: datetime) -> NearCircular:
    """Return the chaser's mean orbit at separation, node from the equinox of date."""
    pad = math.radians(setting.site.longitude_deg.value)
    return replace(point.mean, node_rad=gmst_rad(liftoff) + pad + point.mean.node_rad)


def phase_rad(
    setting: Setting,
    chaser: NearCircular,
    station: NearCircular,
    near_rad: float | None = None,
) -> float:
    """Return how far the station is ahead at insertion, in the turn around the profile's range.

    `near_rad` is a phase half a turn around which the answer lies instead.
    """
    profile = setting.profile
    middle = math.radians(profile.phase_min_deg.value + profile.phase_max_deg.value) / 2.0
    middle = middle if near_rad is None else near_rad
    ahead = station.argument_of_latitude_rad - chaser.argument_of_latitude_rad
    return middle + math.remainder(ahead - middle, math.tau)


def plan_chase_from(
    setting: Setting,
    point: InsertionPoint,
    liftoff: datetime,
    contact: ContactChoice | None = None,
    *,
    refine: bool = False,
    near_phase_rad: float | None = None,
) -> Chase:
    """Plan contact and chase for a launch at an instant, the node error left to the window.

    `near_phase_rad` says which turn of the phase is meant, when the range's own is not.
    With `refine`, the burns of a short profile also move to the cheapest minutes near their times.
    """
    mean_at = mean_station_at(setting)
    if contact is None:
        rule = setting.profile.contact_rule_for(setting.vehicle.id)
        contact = choose_contact(rule, liftoff, mean_at, sun_teme)
    times = schedule(
        setting.profile,
        separation_met_s=point.separation_met_s,
        contact_met_s=elapsed_s(liftoff, contact.utc),
        semi_major_axis_m=point.mean.semi_major_axis_m,
    )
    separation = after(liftoff, point.separation_met_s)
    start = start_of_chase(setting, point, liftoff)
    station = mean_at(separation)
    phase = phase_rad(setting, start, station, near_phase_rad)
    station = replace(station, argument_of_latitude_rad=start.argument_of_latitude_rad + phase)
    goal = _goal(setting, start, station, separation, times)
    plan = plan_chase(start, goal, times.times_s, times.gate_s)
    if refine and setting.profile.orbits <= _SHORT_ORBITS:
        earliest_s = setting.profile.first_burn_earliest_s.value - point.separation_met_s
        plan = cheapest_times(start, goal, times.times_s, times.gate_s, earliest_s=earliest_s)
        times = replace(times, times_s=plan.times_s)
    drift = nodal_drift_rad(start, station, plan, times.gate_s)
    return Chase(liftoff, phase, contact, times, start, station, goal, plan, drift)


def _goal(
    setting: Setting,
    start: NearCircular,
    station: NearCircular,
    separation: datetime,
    times: Schedule,
) -> NearCircular:
    """Return the mean orbit at the gate, its latitude unwrapped from the station's at separation."""
    later = station_mean(setting.motion, after(separation, times.gate_s))
    rates = secular_rates(station.semi_major_axis_m, station.inclination_rad)
    latitude = station.argument_of_latitude_rad + rates[1] * times.gate_s
    latitude += math.remainder(later.argument_of_latitude_rad - latitude, math.tau)
    node = start.node_rad + math.remainder(later.node_rad - start.node_rad, math.tau)
    there = replace(later, argument_of_latitude_rad=latitude, node_rad=node)
    return goal_at_gate(there, gate_of(setting.profile))


def predict_at(
    setting: Setting, point: InsertionPoint, near: datetime, near_phase_rad: float | None = None
) -> Prediction:
    """Predict the launch nearest to a pad pass, and its chase.

    The phase keeps its turn while the instant moves: near the ends of a full turn it would
    otherwise jump, and the ship be launched into the plane of another chase.
    """
    mean_at = mean_station_at(setting)

    def node_at(utc: datetime) -> float:
        return mean_at(after(utc, point.separation_met_s)).node_rad

    # the contact hardly moves with the launch second: choose it once for the first guess, then again
    guess = near
    launch = None
    turn = near_phase_rad
    for _ in range(2):
        first = plan_chase_from(setting, point, guess, near_phase_rad=turn)
        turn = first.phase_rad
        slope = first.drift_rad / first.phase_rad if first.phase_rad else _DRIFT_PER_PHASE

        def drift_at(utc: datetime, first: Chase = first, slope: float = slope) -> float:
            # phase grows with the launch second, as the station runs on
            ahead = mean_at(after(utc, point.separation_met_s)).argument_of_latitude_rad
            was = first.station.argument_of_latitude_rad
            return first.drift_rad + slope * math.remainder(ahead - was, math.tau)

        launch = solve_launch(
            guess,
            node_at=node_at,
            drift_at=drift_at,
            pad_longitude_rad=math.radians(setting.site.longitude_deg.value),
            node_from_pad_rad=point.mean.node_rad,
        )
        guess = launch.utc
    assert launch is not None  # noqa: S101  (the loop above ran)
    return Prediction(
        launch, plan_chase_from(setting, point, launch.utc, refine=True, near_phase_rad=turn)
    )


def opportunity(setting: Setting, point: InsertionPoint) -> datetime:
    """Return the pad pass of the flight's launch date."""
    mean_at = mean_station_at(setting)
    # the drift of the chase shifts the launch by minutes: look for passes with the usual drift in it
    passes = pad_passes(
        setting.brief.launch_date,
        node_at=lambda utc: (
            mean_at(after(utc, point.separation_met_s)).node_rad
            - _DRIFT_PER_PHASE * math.radians(_usual_phase_deg(setting))
        ),
        pad_longitude_rad=math.radians(setting.site.longitude_deg.value),
        node_from_pad_rad=point.mean.node_rad,
    )
    if not passes:
        raise InputError(
            f"no pass of the pad through the station's plane on {setting.brief.launch_date}",
            where=setting.motion.elements.source,
            remedy="the elements are not the station's: give others with --elements FILE",
        )
    return passes[min(setting.brief.launch_opportunity, len(passes)) - 1]


def _usual_phase_deg(setting: Setting) -> float:
    return (setting.profile.phase_min_deg.value + setting.profile.phase_max_deg.value) / 2.0


def predict(setting: Setting, point: InsertionPoint) -> Prediction:
    """Predict a flight: its launch instant, contact and chase."""
    return predict_at(setting, point, opportunity(setting, point))
