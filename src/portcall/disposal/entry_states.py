"""Where dispersed deorbits meet the air: the errors of a burn carried to the entry interface.

Model   Every sample flies its own burn and coast on the full dynamics. The cut-off is by speed: an
        engine that is weak or a ship that is heavy burns longer. Errors are independent and Gaussian.
Valid   One inertially held or velocity-aligned burn; samples that stay up or skip out are counted, not
        dropped.
Source  Figures: `catalogue.dispersions`, nearly all estimates.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.run_table import run_table
from portcall.catalogue.dispersions import ErrorModel
from portcall.core.streams import stream
from portcall.core.time import after, elapsed_s
from portcall.disposal.deorbit import Attitude, DeorbitBurn, fly_deorbit
from portcall.orbit.dynamics import Forces
from portcall.orbit.engine import Engine
from portcall.orbit.propagation import final_state

Array = NDArray[np.float64]


@dataclass(frozen=True)
class PlannedBurn:
    """The burn that every sample means to fly, and the state it is flown from.

    Attributes
    ----------
    ignition : datetime
    state : Array
        At ignition: position [m], velocity [m/s], GCRF, and mass [kg], shape (7,).
    delta_v_m_s : float
        At which the engine is cut. [m/s]
    """

    ignition: datetime
    state: Array
    delta_v_m_s: float
    attitude: Attitude
    engine: Engine
    forces: Forces


@dataclass(frozen=True)
class EntryStates:
    """The samples at the entry interface, in order of their number.

    Attributes
    ----------
    states_itrf : Array
        Position [m] and Earth-relative velocity [m/s], shape (n, 6); NaN for a ship that stays up.
    after_ignition_s : Array
        Shape (n,). [s]
    mass_kg : Array
        Shape (n,). [kg]
    """

    states_itrf: Array
    after_ignition_s: Array
    mass_kg: Array

    @property
    def entered(self) -> NDArray[np.bool_]:
        """Which samples come down, shape (n,)."""
        return np.isfinite(self.after_ignition_s)


def _sampled(planned: PlannedBurn, errors: ErrorModel, seed: int, run: int) -> tuple[float, ...]:
    """Fly one sample; return its entry state, seconds after ignition and mass."""
    draw = stream(seed, "disposal.burn", run).standard_normal(8)
    size, cutoff, pitch, yaw, late, thrust, mass, along = draw
    burn, other = errors.burn, errors.deorbit
    state = planned.state.copy()
    state[6] *= 1.0 + other.mass_fraction.value * mass
    late_s = other.ignition_s.value * late
    ahead_s = other.along_track_m.value * along / float(np.linalg.norm(state[3:6]))
    state = final_state(planned.ignition, state, late_s + ahead_s, planned.forces)
    ignition = after(planned.ignition, late_s)
    delta_v = planned.delta_v_m_s * (1.0 + burn.size_fraction.value * size)
    delta_v = max(0.0, delta_v + burn.cutoff_m_s.value * cutoff)
    nominal = planned.engine
    engine = Engine(
        nominal.thrust_n * (1.0 + other.thrust_fraction.value * thrust),
        nominal.exhaust_velocity_m_s,
    )
    tilt_rad = math.radians(burn.pointing_deg.value)
    flown = DeorbitBurn(
        ignition,
        engine.duration_s(engine.propellant_kg(float(state[6]), delta_v)),
        planned.attitude,
        pitch_rad=tilt_rad * pitch,
        yaw_rad=tilt_rad * yaw,
    )
    deorbit = fly_deorbit(ignition, state, [flown], engine, planned.forces)
    if deorbit.entry is None:
        return (math.nan,) * 8
    after_s = elapsed_s(planned.ignition, deorbit.entry.utc)
    return (*deorbit.entry.state_itrf.tolist(), after_s, float(deorbit.entry.state_gcrf[6]))


def entry_states(
    planned: PlannedBurn,
    errors: ErrorModel,
    *,
    samples: int,
    seed: int,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> EntryStates:
    """Fly dispersed deorbits to the entry interface.

    Parameters
    ----------
    planned : PlannedBurn
        What each of them means to fly.
    errors : ErrorModel
        How large the errors are.
    samples, seed : int
        How many; sample i of a seed is always the same.
    threads : int, optional
        One a processor; the result does not depend on it.
    progress : Callable[[int], object], optional
        Called with the number of finished samples.
    """
    rows = run_table(
        lambda run: _sampled(planned, errors, seed, run),
        samples,
        threads=threads,
        progress=progress,
    )
    table = np.array(rows)
    return EntryStates(table[:, :6], table[:, 6], table[:, 7])
