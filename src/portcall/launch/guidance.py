"""Guidance: solves the steering so that the ascent ends in the wanted orbit and the wanted plane.

Model   Two nested solves. The pitch-over angle puts staging at its published height (secant on the
        first phase alone). Then Newton with finite differences on azimuth, pitch tangent and its
        rate, yaw tangent and cut-off against radius, speed, path angle and plane at separation.
        The orbit that comes out is measured with J2 over a revolution, and its miss is taken off
        the commanded radius, size and plane until heights, inclination and node fit.
Valid   Targets within reach of one continuous burn. A target out of reach is a value with a reason.
Source  Shooting: Stoer & Bulirsch 2002, section 7.3. The orbit's measures: launch/insertion.py.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import GM_EARTH_M3_S2
from portcall.environment.atmosphere import geodetic_altitude_m
from portcall.launch import ascent_kernel as kernel
from portcall.launch.insertion import InsertionOrbit, InsertionTarget, insertion_orbit
from portcall.launch.steering import (
    Pad,
    Steering,
    cut_at,
    guidance_axes,
    pad_axes,
    pad_position_itrf_m,
    plane_normal,
    powered_phases,
    start_state,
    steering_row,
)
from portcall.launch.vehicle_model import LauncherModel

Array = NDArray[np.float64]

SOLVE_STEP_S = 1.0
# what one unit of each residual stands for: 1 km, 1 m/s, 1e-4 rad, 1e-5 rad twice
_RESIDUAL_UNIT = np.array([1e3, 1.0, 1e-4, 1e-5, 1e-5])
_SOLVED = 1e-4  # of those units: 0.1 m, 0.1 mm/s, 1e-8 rad
_FAR = 50.0  # beyond this many units the Jacobian is taken afresh
# unknowns: cut-off [s], azimuth [rad], pitch tangent, yaw tangent, pitch rate [1/s]
_DIFFERENCE = np.array([0.05, 1e-4, 1e-3, 1e-4, 1e-5])
_LONGEST_STEP = np.array([15.0, 0.1, 0.2, 0.1, 4e-4])
_HEIGHT_TOLERANCE_M = 1.0
_ANGLE_TOLERANCE_RAD = 1e-8
_STAGING_TOLERANCE_M = 0.5
_ROUNDS = 12
_NEWTON_STEPS = 40


@dataclass(frozen=True)
class Solution:
    """A solved steering, the state it ends in (frozen axes, shape (11,)) and the orbit."""

    steering: Steering
    state: Array
    orbit: InsertionOrbit


@dataclass
class _Command:
    """What is asked of the inner solve; moved until the measured orbit fits the target."""

    radius_m: float
    semi_major_axis_m: float
    inclination_rad: float
    node_rad: float


class Shooting:
    """One launcher, pad, payload and target: flies trial steerings through the kernel."""

    def __init__(
        self, launcher: LauncherModel, pad: Pad, payload_kg: float, target: InsertionTarget
    ) -> None:
        self.launcher = launcher
        self.target = target
        self.node_rad = pad.longitude_rad + target.node_from_pad_rad
        self.pad_axes = pad_axes(pad)
        self.axes = guidance_axes(pad, target.inclination_rad, self.node_rad)
        self.start = start_state(launcher, pad, payload_kg)
        self.phases = powered_phases(launcher)
        self.drag_curve = np.array([launcher.drag_mach, launcher.drag_coefficient])
        self.pad_position_m = pad_position_itrf_m(pad)
        self._no_history = np.empty((0, kernel.SIZE + 1))

    def fly(self, steering: Steering, step_s: float, history: Array | None = None) -> Array:
        """Return the state at separation, shape (11,)."""
        separation_s = steering.cutoff_s + self.launcher.separation_delay_s
        phases = cut_at(self.phases, steering.cutoff_s, separation_s)
        row = steering_row(self.launcher, steering)
        kept = self._no_history if history is None else history
        return self._end_of(phases, row, step_s, kept)

    def _end_of(self, phases: Array, row: Array, step_s: float, kept: Array) -> Array:
        state, _, _ = kernel.fly(
            phases, row, self.pad_axes, self.axes, self.drag_curve, self.start, step_s, kept
        )
        return np.asarray(state)

    def first_azimuth_rad(self) -> float:
        """Return the Earth-fixed heading whose inertial plane has the target's inclination."""
        east, north = self.pad_axes[2], self.pad_axes[1]
        ahead = self.axes[0] * math.sqrt(GM_EARTH_M3_S2 / 6.56e6) - self.start[3:6]
        return math.atan2(float(ahead @ east), float(ahead @ north))

    def staging_height_m(self, pitch_over_rad: float, azimuth_rad: float) -> float:
        """Return the height at which the first blocks fall away [m]."""
        end_s = self.launcher.ground_stages[0].separation_s
        trial = Steering(pitch_over_rad, azimuth_rad, 0.0, 0.0, 0.0, 0.0, end_s)
        phases = self.phases[self.phases[:, kernel.END] <= end_s]
        row = steering_row(self.launcher, trial)
        state = self._end_of(phases, row, SOLVE_STEP_S, self._no_history)
        return float(geodetic_altitude_m(state[0], state[1], state[2]))

    def pitch_over_rad(self, azimuth_rad: float) -> float | None:
        """Return the tilt that puts staging at its height, or None if no tilt does."""
        wanted_m = self.launcher.staging_height_m
        low, high = 0.0, 0.35
        if self.staging_height_m(low, azimuth_rad) < wanted_m:
            return None
        for _ in range(60):
            middle = 0.5 * (low + high)
            miss_m = self.staging_height_m(middle, azimuth_rad) - wanted_m
            if abs(miss_m) < _STAGING_TOLERANCE_M:
                break
            low, high = (middle, high) if miss_m > 0.0 else (low, middle)
        return middle

    def residuals(self, state: Array, command: _Command) -> Array:
        """Return radius, speed, path angle and plane of a separation state less the command."""
        position_m, velocity_m_s = state[:3], state[3:6]
        radius_m = float(np.linalg.norm(position_m))
        speed_m_s = float(np.linalg.norm(velocity_m_s))
        normal = np.cross(position_m, velocity_m_s)
        tilt = normal / np.linalg.norm(normal)
        tilt = tilt - plane_normal(command.inclination_rad, command.node_rad)
        wanted_m_s = math.sqrt(GM_EARTH_M3_S2 * (2.0 / radius_m - 1.0 / command.semi_major_axis_m))
        path = float(position_m @ velocity_m_s) / (radius_m * speed_m_s)
        miss = np.array(
            [
                radius_m - command.radius_m,
                speed_m_s - wanted_m_s,
                path - math.sin(self.target.flight_path_angle_rad),
                float(tilt @ self.axes[0]),
                float(tilt @ self.axes[1]),
            ]
        )
        return np.asarray(miss / _RESIDUAL_UNIT)

    def first_command(self) -> _Command:
        """Return the command as if heights were above a sphere through the pad."""
        radius_m = float(np.linalg.norm(self.pad_position_m))
        mean_m = 0.5 * (self.target.perigee_m + self.target.apogee_m)
        return _Command(
            radius_m + self.target.perigee_m,
            radius_m + mean_m,
            self.target.inclination_rad,
            self.node_rad,
        )


def _newton(
    fly: Callable[[Array], Array],
    residuals: Callable[[Array], Array],
    unknowns: Array,
    slope: Array | None,
) -> tuple[Array, Array, Array | None, bool]:
    """Return the unknowns, the state, the last Jacobian, and whether it converged."""
    state = fly(unknowns)
    for _ in range(_NEWTON_STEPS):
        miss = residuals(state)
        worst = float(np.max(np.abs(miss)))
        if not math.isfinite(worst):
            return unknowns, state, None, False
        if worst < _SOLVED:
            return unknowns, state, slope, True
        if slope is None or worst > _FAR:
            columns = []
            for k, step in enumerate(_DIFFERENCE):
                moved = unknowns.copy()
                moved[k] += step
                columns.append((residuals(fly(moved)) - miss) / step)
            slope = np.array(columns).T
        try:
            change = -np.linalg.solve(slope, miss)
        except np.linalg.LinAlgError:
            return unknowns, state, None, False
        change /= max(1.0, float(np.max(np.abs(change) / _LONGEST_STEP)))
        unknowns = unknowns + change
        state = fly(unknowns)
    return unknowns, state, slope, False


def _turn(angle_rad: float) -> float:
    return (angle_rad + math.pi) % (2.0 * math.pi) - math.pi


def solve(shooting: Shooting, *, step_s: float = SOLVE_STEP_S) -> Solution | str:
    """Solve the steering for a target.

    Returns
    -------
    Solution | str
        The steering with its orbit, or the reason why none was found.
    """
    launcher, target = shooting.launcher, shooting.target
    first_s = launcher.guided_stage.throttle[0][0] + 1.0
    azimuth_rad = shooting.first_azimuth_rad()
    tilt = shooting.pitch_over_rad(azimuth_rad)
    if tilt is None:
        return f"staging stays below {launcher.staging_height_m / 1e3:.0f} km even straight up"
    pitch_over_rad = tilt

    def steering(u: Array) -> Steering:
        # a cut-off before the guided stage burns has no meaning
        return Steering(pitch_over_rad, u[1], u[2], u[4], u[3], 0.0, max(float(u[0]), first_s))

    unknowns = np.array([launcher.latest_cutoff_s, azimuth_rad, 0.45, 0.01, -0.0016])
    command, slope = shooting.first_command(), None
    for _ in range(_ROUNDS):
        unknowns, state, slope, solved = _newton(
            lambda u: shooting.fly(steering(u), step_s),
            lambda y: shooting.residuals(y, command),
            unknowns,
            slope,
        )
        if not solved:
            return "no steering of this kind meets radius, speed, path angle and plane together"
        orbit = insertion_orbit(state[:6])
        low_m, high_m = orbit.perigee_m - target.perigee_m, orbit.apogee_m - target.apogee_m
        tilt_rad = orbit.inclination_rad - target.inclination_rad
        turn_rad = _turn(orbit.node_rad - shooting.node_rad)
        heights_fit = max(abs(low_m), abs(high_m)) < _HEIGHT_TOLERANCE_M
        if heights_fit and max(abs(tilt_rad), abs(turn_rad)) < _ANGLE_TOLERANCE_RAD:
            return Solution(steering(unknowns), state, orbit)
        command.radius_m -= low_m
        command.semi_major_axis_m -= 0.5 * (low_m + high_m)
        command.inclination_rad -= tilt_rad
        command.node_rad -= turn_rad
    spread_km = 1e-3 * (target.apogee_m - target.perigee_m)
    return (
        f"no orbit has these heights with this path angle: {spread_km:.0f} km between lowest and "
        "highest; above the ellipsoid even a circular orbit swings by some 13 km"
    )
