"""Passes of a pad through the station's plane, each with its phase, before any chase is planned.

Model   The launch equation of `launch.window` with a nodal drift in proportion to the phase.
Valid   Within seconds of the planned instant and 0.1 degrees of its phase where the profile is
        open. Where it is closed, the instant is that of a chase that nobody would fly.
Source  `launch.window`; the drift per phase is the one that `visit.prediction` starts from.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.core.time import after
from portcall.orbit.station import station_mean
from portcall.visit.insertion import InsertionPoint
from portcall.visit.prediction import phase_rad, start_of_chase
from portcall.visit.setting import Setting

DRIFT_PER_PHASE = -0.0021  # radians of node for each radian of phase closed, to first order
_BETWEEN_PASSES = timedelta(hours=23.6)  # the node moves west by five degrees a day
_COARSE_ROUNDS = 2
_ROUNDS = 6
_ENOUGH_S = 1e-3
_SLACK_DEG = 1e-6


@dataclass(frozen=True, slots=True)
class PadPass:
    """A lift-off instant, and how far the station is ahead at insertion [rad]."""

    utc: datetime
    phase_rad: float


def _phase_at(setting: Setting, point: InsertionPoint, utc: datetime) -> tuple[float, float]:
    """Return how far east of the offered plane the station's node lies, and the phase [rad]."""
    station = station_mean(setting.motion, after(utc, point.separation_met_s))
    chaser = start_of_chase(setting, point, utc)
    gap = math.remainder(station.node_rad - chaser.node_rad, math.tau)
    return gap, phase_rad(setting, chaser, station)


def pad_pass_near(setting: Setting, point: InsertionPoint, near: datetime) -> PadPass:
    """Return the pad pass nearest to an instant.

    The phase is in the turn around the profile's range, or up to six degrees beyond where that
    turn ends: the instant belongs to the phase that is closed, not to one a whole turn away.
    """
    low, high = setting.profile.phase_min_deg.value, setting.profile.phase_max_deg.value
    usual = math.radians(low + high) / 2.0
    utc = near
    for _ in range(_COARSE_ROUNDS):  # with the usual drift, which no wrapped phase can disturb
        gap, phase = _phase_at(setting, point, utc)
        utc = after(utc, (gap - DRIFT_PER_PHASE * usual) / EARTH_ROTATION_RAD_S)
    _, phase = _phase_at(setting, point, utc)
    for _ in range(_ROUNDS):
        gap, now = _phase_at(setting, point, utc)
        phase += math.remainder(now - phase, math.tau)
        step_s = (gap - DRIFT_PER_PHASE * phase) / EARTH_ROTATION_RAD_S
        if abs(step_s) < _ENOUGH_S:
            break
        utc = after(utc, step_s)
    return PadPass(utc, phase)


def pad_passes_between(
    setting: Setting, point: InsertionPoint, start: datetime, end: datetime
) -> tuple[PadPass, ...]:
    """Return every pad pass from `start` to `end`, in order of time."""
    found: list[PadPass] = []
    # nearest means up to half a day off: begin a day early, so that none is missed
    near = start - timedelta(days=1)
    while True:
        one = pad_pass_near(setting, point, near)
        if one.utc > end:
            return tuple(found)
        if one.utc >= start:
            found.append(one)
        near = one.utc + _BETWEEN_PASSES
