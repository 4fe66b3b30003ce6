"""The ship's path from the gate to contact: the station's own path, and the ship beside it.

Model   The approach's history has the ship beside the station every second; on the station's own path that
        makes states, joined by cubic Hermite arcs. From the last whole second to contact the ship keeps
        its velocity beside the station.
Valid   A visit whose approach was flown. The thrust of a second is smeared over it: 1 cm at 0.1 m/s2.
Source  `docking.run_kernel`; `orbit.relative_state`.
"""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.time import elapsed_s
from portcall.docking import columns as c
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import DockingFlight
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.relative_state import states_beside

Array = NDArray[np.float64]

_SAMPLE_STEP_S = 5.0  # thrust comes in pulses: wider samples would not join again to a decimeter


@dataclass(frozen=True)
class ApproachArc:
    """The way from the gate to contact, as an arc of a flight path.

    Attributes
    ----------
    epoch : datetime
        The gate.
    times_s : Array
        Rising, from 0 to contact, shape (n,). [s]
    states : Array
        Position [m], velocity [m/s] and mass [kg], GCRF, shape (n, 7).
    """

    epoch: datetime
    times_s: Array = field(repr=False)
    states: Array = field(repr=False)

    @property
    def start_s(self) -> float:
        """Start after the epoch. [s]"""
        return float(self.times_s[0])

    @property
    def end_s(self) -> float:
        """Contact after the epoch. [s]"""
        return float(self.times_s[-1])

    @property
    def sample_step_s(self) -> float:
        """Longest step between samples that can be joined again. [s]"""
        return _SAMPLE_STEP_S

    @property
    def final_state(self) -> Array:
        """State at contact, shape (7,)."""
        return np.asarray(self.states[-1])

    def state_at(self, time_s: Array | float, /) -> Array:
        """Return position [m], velocity [m/s] and mass [kg], GCRF, at times after the epoch.

        Shape (7,), or (n, 7) for n times.
        """
        wanted = np.clip(np.atleast_1d(time_s), self.start_s, self.end_s)
        row = np.clip(
            np.searchsorted(self.times_s, wanted, side="right") - 1, 0, len(self.states) - 2
        )
        here, there = self.states[row], self.states[row + 1]
        step = (self.times_s[row + 1] - self.times_s[row])[:, None]
        u = (wanted - self.times_s[row])[:, None] / step
        along = there[:, :3] - here[:, :3]
        speeds = step * here[:, 3:6], step * there[:, 3:6]
        bend = speeds[0] - along, along - speeds[1]
        found = here + u * (there - here)  # the mass; place and velocity follow
        found[:, :3] += u * (1.0 - u) * ((1.0 - u) * bend[0] + u * bend[1])
        slope = (1.0 - u) * (1.0 - 3.0 * u) * bend[0] + u * (2.0 - 3.0 * u) * bend[1]
        found[:, 3:6] = (along + slope) / step
        return found if np.ndim(time_s) else np.asarray(found[0])


def approach_arc(gate: datetime, station: FlightPath, flown: DockingFlight) -> ApproachArc:
    """Return the arc of a flown approach.

    Parameters
    ----------
    gate : datetime
        Start of the run.
    station : FlightPath
        The station's path; an approach that outlasts it is cut at its end.
    flown : DockingFlight
        The run, with its history, ended in contact.
    """
    gate_s = elapsed_s(station.epoch, gate)
    history = flown.history[flown.history[:, r.W_TIME_S] < flown.value("contact_s")]
    last = history[-1].copy()
    over_s = flown.value("contact_s") - last[r.W_TIME_S]
    place, velocity = r.W_TRUTH + c.POSITION, r.W_TRUTH + c.VELOCITY
    last[place : place + 3] += over_s * last[velocity : velocity + 3]
    last[r.W_TIME_S] += over_s
    last[r.W_TRUTH + c.MASS] = flown.value("contact_mass_kg")
    rows = np.vstack([history, last])
    rows = rows[rows[:, r.W_TIME_S] <= station.duration_s - gate_s]
    hosts = station.states_at(rows[:, r.W_TIME_S] + gate_s)
    beside = states_beside(hosts, rows[:, place : place + 3], rows[:, velocity : velocity + 3])
    states = np.column_stack([beside, rows[:, r.W_TRUTH + c.MASS]])
    return ApproachArc(gate, rows[:, r.W_TIME_S], states)


def path_to_contact(
    chase: FlightPath, gate: datetime, station: FlightPath, flown: DockingFlight
) -> FlightPath:
    """Return a ship's path with its flown approach behind the gate.

    Parameters
    ----------
    chase : FlightPath
        From separation to the gate.
    gate, station, flown
        As `approach_arc`.
    """
    return FlightPath((*chase.arcs, approach_arc(gate, station, flown)))
