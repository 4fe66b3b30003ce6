"""Propagation: where a craft will be, or was, and what it meets on the way.

Model   `orbit.dynamics` under the adaptive DOP853 of `core.integrator`, forwards or backwards,
        coasting or under a thrust that lasts the whole span. Burns split a flight into spans.
Valid   As the force model. The default tolerance keeps two days of low orbit within 1 m of the
        exact solution of the same model (measured: 0.2 m), `TIGHT_TOLERANCE_M` within 5 cm
        (measured: 0.1 mm).
Source  As `orbit.dynamics` and `core.integrator`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.integrator import Run, integrate
from portcall.core.time import after, elapsed_s
from portcall.orbit.dynamics import ForceModel, Forces, Thrust, orbit_rhs, prepare_forces
from portcall.orbit.orbit_events import NAMES, Event, orbit_events, params_with_events

Array = NDArray[np.float64]

DEFAULT_TOLERANCE_M = 1e-3  # local error of a step; some 0.2 m after two days
TIGHT_TOLERANCE_M = 1e-6
# a position error grows from a speed error at about the mean motion of a low orbit, 1.1e-3 rad/s
VELOCITY_TOLERANCE_PER_S = 1e-3
MASS_TOLERANCE_KG = 1e-6


@dataclass(frozen=True)
class OrbitEvent:
    """One crossing.

    Attributes
    ----------
    name : str
        `ascending-node`, `descending-node`, `shadow-entry`, `shadow-exit` (and `umbra-`, `penumbra-`),
        `altitude-rising`, `altitude-falling`, `perigee`, `apogee`.
    index : int
        Which of the asked events.
    time_s : float
        After the trajectory's epoch. [s]
    state : Array
        State there, GCRF, shape (6,) or (7,).
    epoch : datetime
        The trajectory's.
    """

    name: str
    index: int
    time_s: float
    state: Array
    epoch: datetime = field(repr=False)

    @property
    def utc(self) -> datetime:
        """The instant, worked out when asked for: a flight meets hundreds."""
        return after(self.epoch, self.time_s)


@dataclass(frozen=True)
class Trajectory:
    """A flown span: dense output and events.

    Attributes
    ----------
    epoch : datetime
        Zero of `time_s`.
    start_s, end_s : float
        The span; `end_s` lies before `start_s` when it was flown backwards. [s]
    events : tuple[OrbitEvent, ...]
        In the order of the run.
    stopped : bool
        Whether a terminal event ended it.
    """

    epoch: datetime
    start_s: float
    end_s: float
    events: tuple[OrbitEvent, ...]
    stopped: bool
    run: Run = field(repr=False)
    offset_s: float = field(repr=False)

    @property
    def final_state(self) -> Array:
        """The state at `end_s`, GCRF, shape (6,) or (7,)."""
        return self.run.final_state

    @property
    def sample_step_s(self) -> float:
        """Longest step between samples that can be joined again: any, nothing jumps inside. [s]"""
        return math.inf

    @property
    def step_times_s(self) -> Array:
        """The integrator's own steps after the epoch, shape (n + 1,). [s]"""
        return self.run.times_s - self.offset_s

    def state_at(self, time_s: Array | Sequence[float] | float) -> Array:
        """Return the state at times after the epoch.

        Parameters
        ----------
        time_s : float or Array
            Inside the span. [s]

        Returns
        -------
        Array
            Position [m], velocity [m s-1] and mass [kg] if carried, GCRF: (d,) or (times, d).

        Raises
        ------
        InputError
            A time outside the span.
        """
        return self.run.at(np.asarray(time_s, dtype=np.float64) + self.offset_s)

    def state_utc(self, moment: datetime) -> Array:
        """Return the state at an instant, shape (d,)."""
        return self.state_at(elapsed_s(self.epoch, moment))


def tolerances(size: int, tolerance_m: float) -> Array:
    """Return the local error allowed per component of a state of six or seven entries."""
    allowed = np.full(size, tolerance_m)
    allowed[3:6] *= VELOCITY_TOLERANCE_PER_S
    allowed[6:] = MASS_TOLERANCE_KG
    return allowed


def _checked(state: Array, thrust: Thrust | None) -> Array:
    checked = np.asarray(state, dtype=np.float64)
    if checked.shape not in ((6,), (7,)) or not np.all(np.isfinite(checked)):
        raise InputError(
            f"a state of shape {checked.shape} cannot be flown",
            limit="six finite figures (GCRF m, m/s), or seven with the mass in kg",
        )
    if thrust is not None and checked.size == 6:
        raise InputError("a thrust needs the mass", remedy="give the mass as seventh entry [kg]")
    return checked


def propagate(
    epoch: datetime,
    state: Array,
    duration_s: float,
    model: ForceModel | Forces,
    *,
    thrust: Thrust | None = None,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    events: Sequence[Event] = (),
) -> Trajectory:
    """Fly a span.

    Parameters
    ----------
    epoch : datetime
        Aware instant of the state.
    state : Array
        Position and velocity in GCRF [m, m s-1], and mass [kg] if it is to be carried; (6,) or (7,).
    duration_s : float
        Negative flies backwards. [s]
    model : ForceModel or Forces
        What acts; a `Forces` from `prepare_forces` when its tables are to be shared.
    thrust : Thrust, optional
        Acts during the whole span.
    tolerance_m : float
        Local error allowed in a step. [m]
    events : Sequence[Event]
        What to watch for.

    Returns
    -------
    Trajectory

    Raises
    ------
    InputError
        Bad state, a span outside the prepared tables, or an orbit that leaves the model's range.
    """
    start = _checked(state, thrust)
    forces, offset_s = covering(model, epoch, duration_s)
    params = forces.with_thrust(thrust)
    if events:
        params = params_with_events(params, events)
    run = integrate(
        orbit_rhs,
        offset_s,
        offset_s + duration_s,
        start,
        params,
        absolute=tolerances(start.size, tolerance_m),
        event=orbit_events,
        directions=[event.direction for event in events],
        terminals=[event.terminal for event in events],
    )
    met = tuple(
        OrbitEvent(
            name=NAMES[events[hit.index].kind][int(hit.rising)],
            index=hit.index,
            time_s=hit.time_s - offset_s,
            state=hit.state,
            epoch=epoch,
        )
        for hit in run.hits
    )
    end_s = float(run.times_s[-1]) - offset_s if run.stopped else float(duration_s)
    return Trajectory(epoch, 0.0, end_s, met, run.stopped, run, offset_s)


def final_state(
    epoch: datetime,
    state: Array,
    duration_s: float,
    model: ForceModel | Forces,
    *,
    thrust: Thrust | None = None,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> Array:
    """Return only the state at the end of a span, shape (6,) or (7,); for targeting loops."""
    start = _checked(state, thrust)
    if duration_s == 0.0:
        return start.copy()
    forces, offset_s = covering(model, epoch, duration_s)
    return integrate(
        orbit_rhs,
        offset_s,
        offset_s + duration_s,
        start,
        forces.with_thrust(thrust),
        absolute=tolerances(start.size, tolerance_m),
    ).final_state


def covering(
    model: ForceModel | Forces, epoch: datetime, duration_s: float
) -> tuple[Forces, float]:
    """Return forces whose tables cover a span, and the span's start on their clock. [s]"""
    forces = prepare_forces(model, epoch, duration_s) if isinstance(model, ForceModel) else model
    offset_s = elapsed_s(forces.epoch, epoch)
    first_s, last_s = sorted((offset_s, offset_s + duration_s))
    if first_s < forces.start_s or last_s > forces.end_s:
        raise InputError(
            f"the span {first_s:.0f} to {last_s:.0f} s is outside the prepared forces",
            limit=f"{forces.start_s:.0f} to {forces.end_s:.0f} s after {forces.epoch.isoformat()}",
            remedy="prepare the forces for the whole flight",
        )
    return forces, offset_s
