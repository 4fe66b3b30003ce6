"""Draws the errors of one run of a dispersed flight, each kind from its own stream.

Model   Independent Gaussian errors. The station's orbit is known with an error along the track and of
        the semi-major axis, so that it grows with time; the ship's position and velocity on each axis.
Valid   As `catalogue.dispersions`.
Source  The figures of the error model.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.dispersions import ErrorModel
from portcall.core.constants import DAY_S, GM_EARTH_M3_S2
from portcall.core.streams import stream
from portcall.orbit.mean_elements import NearCircular
from portcall.rendezvous.targeting import mean_of
from portcall.visit.closed_loop import moved

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Draw:
    """The random numbers of one run, by purpose: the same for the same seed and run."""

    errors: ErrorModel
    insertion: np.random.Generator
    air: np.random.Generator
    navigation: np.random.Generator
    burn: np.random.Generator


def draw_of(errors: ErrorModel, seed: int, run: int) -> Draw:
    """Return the streams of one run."""
    return Draw(
        errors,
        stream(seed, "visit.insertion", run),
        stream(seed, "visit.air", run),
        stream(seed, "visit.navigation", run),
        stream(seed, "visit.burn", run),
    )


def dispersed_insertion(draw: Draw, state: Array, moment: datetime) -> Array:
    """Return a state at separation with the errors of the ascent, shape (7,)."""
    figures = draw.errors.insertion
    mean = mean_of(state, moment)
    axis, perigee, tilt, node, phase = draw.insertion.standard_normal(5)
    a = mean.semi_major_axis_m + figures.semi_major_axis_m.value * axis
    e = math.hypot(mean.ex, mean.ey)
    stretch = (1.0 - (mean.perigee_radius_m + figures.perigee_m.value * perigee) / a) / e
    node_rad = math.radians(figures.node_deg.value) * node
    other = NearCircular(
        a,
        mean.ex * stretch,
        mean.ey * stretch,
        mean.inclination_rad + math.radians(figures.inclination_deg.value) * tilt,
        mean.node_rad + node_rad,
        mean.argument_of_latitude_rad + math.radians(figures.phase_deg.value) * phase,
    )
    return moved(state, moment, mean, other)


def density_factor(draw: Draw, spread_fraction: float) -> float:
    """Return the true density over the one that the plan knows."""
    return math.exp(spread_fraction * float(draw.air.standard_normal()))


def estimated_ship(draw: Draw, state: Array) -> Array:
    """Return the ship's state as satellite navigation has it."""
    figures = draw.errors.navigation
    noise = draw.navigation.standard_normal(6)
    out = state.copy()
    out[:3] += figures.chaser_position_m.value * noise[:3]
    out[3:6] += figures.chaser_velocity_m_s.value * noise[3:]
    return out


def estimated_station(draw: Draw, state: Array, moment: datetime) -> Array:
    """Return the station's state as the ground's orbit determination has it."""
    figures = draw.errors.navigation
    mean = mean_of(state, moment)
    a = mean.semi_major_axis_m
    noise = draw.navigation.standard_normal(4)
    # an axis off by d drifts 3 pi d a revolution
    per_day = 3.0 * math.pi * DAY_S / (math.tau * math.sqrt(a**3 / GM_EARTH_M3_S2))
    axis_m = figures.station_along_after_day_m.value / per_day
    across = figures.station_across_m.value / a
    other = replace(
        mean,
        semi_major_axis_m=a + axis_m * noise[0],
        argument_of_latitude_rad=mean.argument_of_latitude_rad
        + figures.station_along_m.value / a * noise[1],
        inclination_rad=mean.inclination_rad + across * noise[2],
        node_rad=mean.node_rad + across / math.sin(mean.inclination_rad) * noise[3],
    )
    return moved(state, moment, mean, other)


def radar_fix(draw: Draw, ship: Array, station: Array) -> Array:
    """Return the ship's state as its radar has it, relative to the station."""
    figures = draw.errors.navigation
    line = ship[:3] - station[:3]
    range_m = float(np.linalg.norm(line))
    along, one, two = _triad(line / range_m)
    noise = draw.navigation.standard_normal(6)
    aside_m = range_m * math.radians(figures.radar_angle_deg.value)
    aside_m_s = math.sqrt(2.0) * aside_m / figures.radar_smoothing_s.value
    out = ship.copy()
    out[:3] += figures.radar_range_m.value * noise[0] * along
    out[:3] += aside_m * (noise[1] * one + noise[2] * two)
    out[3:6] += figures.radar_range_rate_m_s.value * noise[3] * along
    out[3:6] += aside_m_s * (noise[4] * one + noise[5] * two)
    return out


def executed(draw: Draw, burn_m_s: Array) -> Array:
    """Return a burn as it comes out: size, cut-off and pointing errors, shape (3,).

    Four numbers are drawn whatever the burn, so that a skipped burn shifts no later one.
    """
    figures = draw.errors.burn
    noise = draw.burn.standard_normal(4)
    size = float(np.linalg.norm(burn_m_s))
    if size == 0.0:
        return burn_m_s
    thrusters = size < figures.thrusters_below_m_s.value
    fraction = (figures.thruster_fraction if thrusters else figures.size_fraction).value
    cutoff_m_s = 0.0 if thrusters else figures.cutoff_m_s.value
    flown_m_s = max(0.0, size * (1.0 + fraction * noise[0]) + cutoff_m_s * noise[1])
    along, one, two = _triad(burn_m_s / size)
    tilt = math.radians(figures.pointing_deg.value)
    towards = along + tilt * (noise[2] * one + noise[3] * two)
    return np.asarray(towards * (flown_m_s / np.linalg.norm(towards)))


def _triad(unit: Array) -> tuple[Array, Array, Array]:
    """Return a unit vector and two across it."""
    aside = np.eye(3)[int(np.argmin(np.abs(unit)))]
    one = np.cross(unit, aside)
    one /= np.linalg.norm(one)
    return unit, one, np.cross(unit, one)
