"""The ascent: plan it once for an orbit, then fly it and keep what happened.

Model   `plan_ascent` solves the steering (launch/guidance.py); `fly_ascent` flies the solved
        steering through the same equations and keeps events, history, masses and losses.
Valid   Independent of the date: the plane is asked for relative to the pad. The instant of lift-off
        only turns the result into a celestial frame.
Source  See launch/ascent_kernel.py, launch/guidance.py; figures in docs/models/ascent.md.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.core.errors import InputError
from portcall.core.frames import gcrf_state_from_itrf
from portcall.core.time import after
from portcall.environment.atmosphere import geodetic_altitude_m
from portcall.launch import ascent_kernel as kernel
from portcall.launch.guidance import SOLVE_STEP_S, Shooting, solve
from portcall.launch.insertion import InsertionOrbit, InsertionTarget, insertion_orbit
from portcall.launch.steering import Pad, Steering, pad_position_itrf_m
from portcall.launch.vehicle_model import Dispersion, LauncherModel

Array = NDArray[np.float64]

FLY_STEP_S = 0.5


@dataclass(frozen=True)
class AscentPlan:
    """What we intend.

    Attributes
    ----------
    steering : Steering
        The solved numbers, with the cut-off.
    orbit : InsertionOrbit
        What the steering reaches.
    propellant_left_kg : float
        Usable propellant in the guided stage at cut-off. [kg]
    """

    launcher: LauncherModel
    pad: Pad
    payload_kg: float
    target: InsertionTarget
    steering: Steering
    orbit: InsertionOrbit
    propellant_left_kg: float

    @property
    def separation_s(self) -> float:
        """Return the time of separation after lift-off [s]."""
        return self.steering.cutoff_s + self.launcher.separation_delay_s


@dataclass(frozen=True)
class NoAscent:
    """Why there is no plan, and by how much propellant it fails (0 when that is not the reason)."""

    reason: str
    short_kg: float = 0.0


@dataclass(frozen=True)
class AscentEvent:
    """Something that happened on the way up.

    Attributes
    ----------
    name : str
        `liftoff`, `booster_separation`, `core_separation`, `fairing`, `cutoff`, `separation`...
    time_s : float
        After lift-off. [s]
    mass_kg : float
        Just before anything falls away. [kg]
    position_itrf_m, velocity_itrf_m_s : Array
        Shape (3,), Earth-fixed at that instant, velocity relative to the Earth.
    altitude_m : float
        Above the WGS84 ellipsoid. [m]
    """

    name: str
    time_s: float
    mass_kg: float
    position_itrf_m: Array
    velocity_itrf_m_s: Array
    altitude_m: float


@dataclass(frozen=True)
class DeltaV:
    """Where the velocity went [m/s]: inertial gain = ideal - gravity - drag - steering."""

    ideal_m_s: float
    gravity_m_s: float
    drag_m_s: float
    steering_m_s: float


@dataclass(frozen=True)
class Ascent:
    """What happened.

    Attributes
    ----------
    events : tuple[AscentEvent, ...]
        In order of time.
    time_s, position_itrf_m, velocity_itrf_m_s, mass_kg : Array
        History, shapes (n,), (n, 3), (n, 3), (n,).
    separation_frozen : Array
        Shape (6,): position [m] and inertial velocity [m/s] at separation in the Earth-fixed axes
        of the instant of lift-off, not turning.
    orbit : InsertionOrbit
        Judged from that state.
    payload_kg, propellant_left_kg : float
        At separation; the second is what the guided stage could still burn. [kg]
    ledger_kg : tuple[tuple[str, float], ...]
        Everything that was aboard at lift-off: burnt, dropped, left, payload. [kg]
    delta_v : DeltaV
        The losses.
    max_dynamic_pressure_pa, max_acceleration_m_s2 : float
        Largest dynamic pressure and thrust acceleration.
    """

    events: tuple[AscentEvent, ...]
    time_s: Array
    position_itrf_m: Array
    velocity_itrf_m_s: Array
    mass_kg: Array
    separation_frozen: Array
    orbit: InsertionOrbit
    payload_kg: float
    propellant_left_kg: float
    ledger_kg: tuple[tuple[str, float], ...]
    delta_v: DeltaV
    max_dynamic_pressure_pa: float
    max_acceleration_m_s2: float

    def event(self, name: str) -> AscentEvent:
        """Return the event of this name."""
        return next(event for event in self.events if event.name == name)

    def separation_gcrf(self, liftoff: datetime) -> tuple[datetime, Array, Array]:
        """Return the instant of separation, position [m] and inertial velocity [m/s] in GCRF."""
        last = self.event("separation")
        moment = after(liftoff, last.time_s)
        position_gcrf_m, velocity_gcrf_m_s = gcrf_state_from_itrf(
            last.position_itrf_m, last.velocity_itrf_m_s, moment
        )
        return moment, position_gcrf_m, velocity_gcrf_m_s


def _require_reachable_plane(pad: Pad, target: InsertionTarget) -> None:
    position_m = pad_position_itrf_m(pad)
    latitude_rad = abs(math.asin(float(position_m[2] / np.linalg.norm(position_m))))
    steepest_rad = min(target.inclination_rad, math.pi - target.inclination_rad)
    if latitude_rad > steepest_rad:
        raise InputError(
            f"a pad at {math.degrees(latitude_rad):.2f} deg geocentric latitude lies outside an "
            f"orbit of {math.degrees(target.inclination_rad):.2f} deg inclination",
            limit="latitude at most the inclination",
            remedy="choose another site or a higher inclination",
        )


def _require_sound(payload_kg: float, target: InsertionTarget) -> None:
    if not (math.isfinite(payload_kg) and payload_kg > 0.0):
        raise InputError(f"a payload of {payload_kg} kg", limit="above 0 kg")
    if not 100e3 < target.perigee_m <= target.apogee_m < 2000e3:
        raise InputError(
            f"an orbit of {target.perigee_m / 1e3:.1f} x {target.apogee_m / 1e3:.1f} km",
            limit="100 km < perigee <= apogee < 2000 km",
        )


def plan_ascent(
    launcher: LauncherModel, pad: Pad, payload_kg: float, target: InsertionTarget
) -> AscentPlan | NoAscent:
    """Solve the steering that ends in the target orbit with this payload.

    Parameters
    ----------
    launcher : LauncherModel
        Engines, masses, times.
    pad : Pad
        Where from.
    payload_kg : float
        What is released. [kg]
    target : InsertionTarget
        Heights, inclination, and node relative to the pad at lift-off.

    Returns
    -------
    AscentPlan | NoAscent
        The plan, or the reason why there is none; if the guided stage would run dry, how many
        kilograms of propellant it lacks.

    Raises
    ------
    InputError
        The pad's latitude exceeds the inclination, or the payload or orbit makes no sense.
    """
    _require_reachable_plane(pad, target)
    _require_sound(payload_kg, target)
    return _plan(launcher, pad, payload_kg, target, FLY_STEP_S)


def _plan(
    launcher: LauncherModel, pad: Pad, payload_kg: float, target: InsertionTarget, step_s: float
) -> AscentPlan | NoAscent:
    solution = solve(Shooting(launcher, pad, payload_kg, target), step_s=step_s)
    if isinstance(solution, str):
        return NoAscent(solution)
    stage = launcher.guided_stage
    burn_s = solution.steering.cutoff_s - stage.throttle[0][0]
    left_kg = stage.usable_kg - stage.flow_kg_s * burn_s
    if left_kg < 0.0:
        return NoAscent(
            f"the {stage.name} would run dry {-left_kg / stage.flow_kg_s:.1f} s before cut-off at "
            f"{solution.steering.cutoff_s:.1f} s: at least {-left_kg:.0f} kg of propellant short",
            short_kg=-left_kg,
        )
    return AscentPlan(launcher, pad, payload_kg, target, solution.steering, solution.orbit, left_kg)


def _event_times(launcher: LauncherModel, plan: AscentPlan) -> list[tuple[str, float]]:
    cutoff_s = plan.steering.cutoff_s
    times = [("liftoff", 0.0)]
    times += [(f"{s.name}_separation", s.separation_s) for s in launcher.ground_stages]
    times += [(j.name, j.time_s) for j in launcher.jettisons if j.time_s < cutoff_s]
    times += [("cutoff", cutoff_s), ("separation", plan.separation_s)]
    return sorted(times, key=lambda pair: pair[1])


def _to_itrf(time_s: Array, states: Array) -> tuple[Array, Array]:
    """Turn frozen states (n, 6+) into Earth-fixed position and relative velocity, (n, 3) each."""
    cos, sin = np.cos(EARTH_ROTATION_RAD_S * time_s), np.sin(EARTH_ROTATION_RAD_S * time_s)

    def turned(vector: Array) -> Array:
        x, y, z = vector.T
        return np.column_stack([cos * x + sin * y, cos * y - sin * x, z])

    position, velocity = states[:, :3], states[:, 3:6]
    carried = np.column_stack(
        [-EARTH_ROTATION_RAD_S * position[:, 1], EARTH_ROTATION_RAD_S * position[:, 0]]
    )
    relative = velocity.copy()
    relative[:, :2] -= carried
    return turned(position), turned(relative)


def _ledger(plan: AscentPlan, launcher: LauncherModel) -> tuple[tuple[str, float], ...]:
    entries: list[tuple[str, float]] = []
    for stage in launcher.ground_stages:
        burnt_kg = stage.count * stage.flow_kg_s * stage.burn_s
        entries += [
            (f"{stage.name} propellant burnt", burnt_kg),
            (f"{stage.name} peroxide spent", stage.count * stage.peroxide_kg),
            (
                f"{stage.name} dropped",
                stage.count * (stage.dry_kg + stage.propellant_kg) - burnt_kg,
            ),
        ]
    entries += [(f"{jettison.name} dropped", jettison.mass_kg) for jettison in launcher.jettisons]
    guided = launcher.guided_stage
    burnt_kg = guided.flow_kg_s * (plan.steering.cutoff_s - guided.throttle[0][0])
    entries += [
        (f"{guided.name} propellant burnt", burnt_kg),
        (f"{guided.name} propellant left", guided.propellant_kg - burnt_kg),
        (f"{guided.name} dry, with adapter", guided.dry_kg + launcher.adapter_kg),
        ("payload", plan.payload_kg),
    ]
    return tuple(entries)


def _peaks(rows: Array, position_itrf_m: Array, velocity_itrf_m_s: Array) -> tuple[float, float]:
    """Return the largest dynamic pressure [Pa] and thrust acceleration [m/s2] of a history."""
    pressures = [
        0.5 * kernel.air(geodetic_altitude_m(*position))[0] * float(velocity @ velocity)
        for position, velocity in zip(position_itrf_m, velocity_itrf_m_s, strict=True)
    ]
    ideal = np.diff(rows[:, 1 + kernel.IDEAL])
    span_s = np.diff(rows[:, 0])
    # a step that a breakpoint made very short says nothing about the acceleration
    long = span_s > 0.1 * FLY_STEP_S
    return max(pressures), float(np.max(ideal[long] / span_s[long]))


def fly_ascent(plan: AscentPlan, *, dispersion: Dispersion | None = None) -> Ascent | NoAscent:
    """Fly a plan.

    Parameters
    ----------
    plan : AscentPlan
        From `plan_ascent`.
    dispersion : Dispersion | None
        What the launcher really does; the guidance closes the loop by solving its steering again
        for the dispersed launcher. None flies the plan as it stands.

    Returns
    -------
    Ascent | NoAscent
        The flight, or why the dispersed launcher does not make it.
    """
    launcher = plan.launcher
    if dispersion is not None:
        launcher = dispersion.applied_to(launcher)
        again = _plan(launcher, plan.pad, plan.payload_kg, plan.target, SOLVE_STEP_S)
        if isinstance(again, NoAscent):
            return again
        plan = again
    shooting = Shooting(launcher, plan.pad, plan.payload_kg, plan.target)
    history = np.full((int(plan.separation_s / FLY_STEP_S) + 64, kernel.SIZE + 1), np.nan)
    final = shooting.fly(plan.steering, FLY_STEP_S, history)
    rows = history[~np.isnan(history[:, 0])]
    position_itrf_m, velocity_itrf_m_s = _to_itrf(rows[:, 0], rows[:, 1:])
    events = []
    for name, time_s in _event_times(launcher, plan):
        k = int(np.argmin(np.abs(rows[:, 0] - time_s)))
        altitude_m = float(geodetic_altitude_m(*position_itrf_m[k]))
        events.append(
            AscentEvent(
                name,
                time_s,
                float(rows[k, 1 + kernel.MASS]),
                position_itrf_m[k],
                velocity_itrf_m_s[k],
                altitude_m,
            )
        )
    peak_pa, peak_m_s2 = _peaks(rows, position_itrf_m, velocity_itrf_m_s)
    return Ascent(
        events=tuple(events),
        time_s=rows[:, 0],
        position_itrf_m=position_itrf_m,
        velocity_itrf_m_s=velocity_itrf_m_s,
        mass_kg=rows[:, 1 + kernel.MASS],
        separation_frozen=final[:6],
        orbit=insertion_orbit(final[:6]),
        payload_kg=plan.payload_kg,
        propellant_left_kg=plan.propellant_left_kg,
        ledger_kg=_ledger(plan, launcher),
        delta_v=DeltaV(*(float(value) for value in final[kernel.IDEAL :])),
        max_dynamic_pressure_pa=peak_pa,
        max_acceleration_m_s2=peak_m_s2,
    )
