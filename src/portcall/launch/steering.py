"""Steering: what the kernel flies, from a launcher and a handful of numbers.

Model   Vertical rise; a tilt that grows linearly towards the launch azimuth; a gravity turn along
        the air stream to the end of the strap-ons; then linear-tangent steering to cut-off in axes
        frozen at lift-off: the tangents of pitch and yaw in the target plane change linearly.
Valid   The linear tangent is the optimum over a flat Earth in uniform gravity; over this arc it
        costs a few m/s more than the true optimum.
Source  Lawden 1963, chapter 5; Bryson & Ho 1975, section 2.7 (linear tangent law).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.core.frames import itrf_from_geodetic
from portcall.launch import ascent_kernel as kernel
from portcall.launch.vehicle_model import LauncherModel

Array = NDArray[np.float64]

# a breakpoint this close after another would only be a rounding error
_SAME_TIME_S = 1e-6


@dataclass(frozen=True)
class Pad:
    """A launch pad on the WGS84 ellipsoid: geodetic latitude, longitude [rad], altitude [m]."""

    latitude_rad: float
    longitude_rad: float
    altitude_m: float


@dataclass(frozen=True)
class Steering:
    """The numbers that the solver finds.

    Attributes
    ----------
    pitch_over_rad : float
        Tilt from the vertical at the end of the pitch-over. [rad]
    azimuth_rad : float
        Of the pitch-over, Earth-fixed, from north over east. [rad]
    up_ratio, side_ratio : float
        Tangent of the thrust's pitch and yaw when guidance starts.
    up_ratio_rate_per_s, side_ratio_rate_per_s : float
        Their rates. [1/s]
    cutoff_s : float
        After lift-off. [s]
    """

    pitch_over_rad: float
    azimuth_rad: float
    up_ratio: float
    up_ratio_rate_per_s: float
    side_ratio: float
    side_ratio_rate_per_s: float
    cutoff_s: float


def pad_axes(pad: Pad) -> Array:
    """Return up, north and east at the pad as rows, Earth-fixed, shape (3, 3)."""
    cp, sp = math.cos(pad.latitude_rad), math.sin(pad.latitude_rad)
    cl, sl = math.cos(pad.longitude_rad), math.sin(pad.longitude_rad)
    return np.array([[cp * cl, cp * sl, sp], [-sp * cl, -sp * sl, cp], [-sl, cl, 0.0]])


def pad_position_itrf_m(pad: Pad) -> Array:
    """Return the pad's position, shape (3,) [m]."""
    return itrf_from_geodetic(pad.latitude_rad, pad.longitude_rad, pad.altitude_m)


def plane_normal(inclination_rad: float, node_rad: float) -> Array:
    """Return the unit normal of an orbit plane, shape (3,)."""
    si = math.sin(inclination_rad)
    return np.array([si * math.sin(node_rad), -si * math.cos(node_rad), math.cos(inclination_rad)])


def guidance_axes(pad: Pad, inclination_rad: float, node_rad: float) -> Array:
    """Return ahead, up and side of the target plane above the pad as rows, frozen, shape (3, 3)."""
    normal = plane_normal(inclination_rad, node_rad)
    position = pad_position_itrf_m(pad)
    up = position - (position @ normal) * normal
    up /= np.linalg.norm(up)
    return np.array([np.cross(normal, up), up, normal])


def start_state(launcher: LauncherModel, pad: Pad, payload_kg: float) -> Array:
    """Return the state at lift-off in axes frozen at that instant, shape (11,)."""
    state = np.zeros(kernel.SIZE)
    state[:3] = pad_position_itrf_m(pad)
    state[3], state[4] = -EARTH_ROTATION_RAD_S * state[1], EARTH_ROTATION_RAD_S * state[0]
    state[kernel.MASS] = launcher.liftoff_kg(payload_kg)
    return state


def steering_row(launcher: LauncherModel, steering: Steering) -> Array:
    """Return the steering as the kernel reads it, shape (9,)."""
    row = np.empty(kernel.STEERING_COLUMNS)
    row[kernel.PITCH] = steering.pitch_over_rad
    row[kernel.AZIMUTH] = steering.azimuth_rad
    row[kernel.PITCH_START] = launcher.vertical_s
    row[kernel.PITCH_END] = launcher.pitch_over_end_s
    row[kernel.TANGENT_START] = launcher.guidance_start_s
    row[kernel.UP_RATIO] = steering.up_ratio
    row[kernel.UP_RATE] = steering.up_ratio_rate_per_s
    row[kernel.SIDE_RATIO] = steering.side_ratio
    row[kernel.SIDE_RATE] = steering.side_ratio_rate_per_s
    return row


def _breakpoints(launcher: LauncherModel, end_s: float) -> list[float]:
    times = {0.0, launcher.vertical_s, launcher.pitch_over_end_s, launcher.guidance_start_s}
    times |= {time_s for stage in launcher.stages for time_s, _ in stage.throttle}
    times |= {stage.separation_s for stage in launcher.ground_stages}
    times |= {jettison.time_s for jettison in launcher.jettisons}
    times |= {time_s for time_s, _ in launcher.drag_area_m2}
    return sorted(time_s for time_s in times if time_s < end_s - _SAME_TIME_S)


def _mode(launcher: LauncherModel, time_s: float) -> float:
    if time_s < launcher.vertical_s:
        return kernel.VERTICAL
    if time_s < launcher.pitch_over_end_s:
        return kernel.PITCH_OVER
    return kernel.GRAVITY_TURN if time_s < launcher.guidance_start_s else kernel.TANGENT


def _dropped_kg(launcher: LauncherModel, time_s: float) -> float:
    """Return what falls away at this time: empty blocks with what is left in them [kg]."""
    drop_kg = sum(j.mass_kg for j in launcher.jettisons if j.time_s == time_s)
    for stage in launcher.ground_stages:
        if stage.separation_s == time_s:
            left_kg = stage.propellant_kg - stage.flow_kg_s * stage.burn_s
            drop_kg += stage.count * (stage.dry_kg + left_kg)
    return drop_kg


def powered_phases(launcher: LauncherModel) -> Array:
    """Return the phases from lift-off to a cut-off that `cut_at` sets, shape (n, 8)."""
    guided = launcher.guided_stage
    times = [*_breakpoints(launcher, math.inf), math.inf]
    rows = np.zeros((len(times) - 1, kernel.PHASE_COLUMNS))
    for row, start_s, end_s in zip(rows, times, times[1:], strict=False):
        row[kernel.START], row[kernel.END] = start_s, end_s
        for stage in launcher.stages:
            level = stage.level_at(start_s)
            if level == 0.0:
                continue
            row[kernel.THRUST] += stage.count * level * stage.thrust_vacuum_n
            row[kernel.EXIT_AREA] += stage.count * stage.exit_area_m2
            row[kernel.FLOW] += stage.count * level * stage.flow_kg_s
            if stage is not guided:
                row[kernel.FLOW] += stage.count * level * stage.peroxide_flow_kg_s
        area_m2 = [area for time_s, area in launcher.drag_area_m2 if time_s <= start_s][-1]
        row[kernel.DRAG_AREA] = area_m2 * launcher.drag_factor
        row[kernel.DROP] = _dropped_kg(launcher, end_s)
        row[kernel.MODE] = _mode(launcher, start_s)
    return rows


def cut_at(powered: Array, cutoff_s: float, separation_s: float) -> Array:
    """Return the phases with the last one ended by the cut-off, and the coast to separation."""
    kept = powered[powered[:, kernel.START] < cutoff_s - _SAME_TIME_S]
    rows = np.vstack([kept, kept[-1:]])
    rows[-2, kernel.END] = rows[-1, kernel.START] = cutoff_s
    rows[-1, kernel.END] = separation_s
    rows[-2, kernel.DROP] = rows[-1, kernel.DROP] = 0.0
    rows[-1, kernel.THRUST] = rows[-1, kernel.FLOW] = rows[-1, kernel.EXIT_AREA] = 0.0
    return rows
