"""A flight path: coasts, burns and impulses joined end to end, read as one trajectory.

Model   `orbit.propagation` arc by arc; an impulse changes the velocity between two arcs.
Valid   As the arcs.
Source  As `orbit.propagation`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.time import after, elapsed_s
from portcall.orbit.dynamics import Forces
from portcall.orbit.propagation import propagate
from portcall.orbit.station import StationManeuver

Array = NDArray[np.float64]


class Arc(Protocol):
    """What a path is joined from: a `Trajectory`, or another thing that knows its states."""

    @property
    def epoch(self) -> datetime:
        """Zero of its seconds."""

    @property
    def start_s(self) -> float:
        """Start after the epoch. [s]"""

    @property
    def end_s(self) -> float:
        """End after the epoch. [s]"""

    @property
    def sample_step_s(self) -> float:
        """Longest step between samples that can be joined again; infinite: any. [s]"""

    @property
    def final_state(self) -> Array:
        """State at the end, GCRF, shape (d,)."""

    def state_at(self, time_s: Array | float, /) -> Array:
        """Return the state at times after the epoch, GCRF, shape (d,) or (n, d)."""


@dataclass(frozen=True)
class FlightPath:
    """Arcs in order of time, each starting where the one before ends."""

    arcs: tuple[Arc, ...]

    @property
    def epoch(self) -> datetime:
        """Where the path starts; zero of its seconds."""
        return self.arcs[0].epoch

    @property
    def duration_s(self) -> float:
        """Length of the path. [s]"""
        last = self.arcs[-1]
        return elapsed_s(self.epoch, last.epoch) + last.end_s

    @property
    def final_state(self) -> Array:
        """State at the end, GCRF, shape (d,)."""
        return self.arcs[-1].final_state

    def states_at(self, seconds: Array | Sequence[float]) -> Array:
        """Return position [m] and velocity [m/s], GCRF, at seconds after the epoch, shape (n, 6).

        At a joint the later arc counts.

        Raises
        ------
        InputError
            A time outside the path.
        """
        wanted = np.asarray(seconds, dtype=np.float64)
        starts = np.array([elapsed_s(self.epoch, arc.epoch) for arc in self.arcs])
        slack_s = 1e-6  # times that went through a clock of microseconds
        if wanted.size and (wanted.min() < -slack_s or wanted.max() > self.duration_s + slack_s):
            raise InputError(
                f"{wanted.min():.3f} to {wanted.max():.3f} s is outside the flight path",
                limit=f"0 to {self.duration_s:.3f} s",
            )
        which = np.clip(np.searchsorted(starts, wanted, side="right") - 1, 0, len(self.arcs) - 1)
        states = np.empty((wanted.size, 6))
        for k in np.unique(which):
            mine = which == k
            arc = self.arcs[k]
            inside = np.clip(wanted[mine] - starts[k], arc.start_s, arc.end_s)
            states[mine] = np.atleast_2d(arc.state_at(inside))[:, :6]
        return states

    def state_utc(self, moment: datetime) -> Array:
        """Return position and velocity, GCRF, at an instant, shape (6,)."""
        return np.asarray(self.states_at([elapsed_s(self.epoch, moment)])[0])


def coast_with_maneuvers(
    epoch: datetime,
    state: Array,
    duration_s: float,
    forces: Forces,
    maneuvers: Sequence[StationManeuver] = (),
) -> FlightPath:
    """Fly a coast with impulses along the velocity in it.

    Parameters
    ----------
    epoch : datetime
        Start.
    state : Array
        Position [m] and velocity [m/s], GCRF, shape (6,).
    duration_s : float
        Length; positive. [s]
    forces : Forces
        Prepared for the whole span.
    maneuvers : Sequence[StationManeuver]
        Those outside the span are left out.
    """
    end = after(epoch, duration_s)
    inside = sorted(
        (m for m in maneuvers if epoch < m.utc < end), key=lambda maneuver: maneuver.utc
    )
    arcs = []
    now, here = epoch, np.array(state[:6])
    for maneuver in inside:
        arcs.append(propagate(now, here, elapsed_s(now, maneuver.utc), forces))
        here = arcs[-1].final_state.copy()
        here[3:6] *= 1.0 + maneuver.delta_v_m_s / float(np.linalg.norm(here[3:6]))
        now = maneuver.utc
    arcs.append(propagate(now, here, elapsed_s(now, end), forces))
    return FlightPath(tuple(arcs))
