"""Where a drifting ship goes beside the station: the linear or the full model behind one interface.

Model   `linear`: Clohessy and Wiltshire about the table's mean turn, drag included as a steady push.
        `full`: `orbit.relative_dynamics` over the table of the station's motion.
Valid   As these.
Source  As these.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.orbit.clohessy_wiltshire import pushed, transition
from portcall.orbit.motion_columns import DRAG_WAY, PRESSURE
from portcall.orbit.motion_table import MotionTable
from portcall.orbit.relative_dynamics import drift_states

Array = NDArray[np.float64]
Model = Literal["linear", "full"]

LONGEST_STEP_S = 5.0


def _linear(state: Array, seconds: Array, table: MotionTable, drag_m2_kg: float) -> Array:
    n = table.mean_motion_rad_s
    pressure = table.rows[:, PRESSURE]
    push = drag_m2_kg * (pressure[:, None] * table.rows[:, DRAG_WAY : DRAG_WAY + 3]).mean(axis=0)
    return np.array([transition(n, t) @ state + pushed(n, t) @ push for t in seconds.tolist()])


def relative_path(
    state: Array,
    times_s: Array,
    table: MotionTable,
    model: Model = "full",
    *,
    start_s: float = 0.0,
    ship_drag_m2_kg: float | None = None,
    longest_step_s: float = LONGEST_STEP_S,
) -> Array:
    """Return a drifting ship's states, shape (n, 6), position [m] and velocity [m/s] in LVLH.

    Parameters
    ----------
    state : Array
        At `start_s`, (6,).
    times_s : Array
        After the table's epoch, rising, from `start_s` on. [s]
    table : MotionTable
        The station's motion.
    model : {"full", "linear"}
    start_s : float
        After the table's epoch. [s]
    ship_drag_m2_kg : float, optional
        Drag coefficient times area over mass; the station's own otherwise. [m2 kg-1]
    longest_step_s : float
        Of the full model. [s]

    Raises
    ------
    InputError
        Times that fall or lie outside the table, or a model that does not exist.
    """
    seconds = np.ascontiguousarray(times_s, dtype=np.float64)
    if seconds.size and (
        np.any(np.diff(seconds) < 0.0) or seconds[0] < start_s or seconds[-1] > table.span_s
    ):
        raise InputError(
            f"a drift at {seconds[0]:.1f} to {seconds[-1]:.1f} s",
            limit=f"rising, from {start_s:.1f} s to the end of the table, {table.span_s:.1f} s",
            remedy="tabulate the station's motion for longer",
        )
    drag = table.station_drag_m2_kg if ship_drag_m2_kg is None else ship_drag_m2_kg
    here = np.array(state, dtype=np.float64)
    if model == "linear":
        return _linear(here, seconds - start_s, table, drag - table.station_drag_m2_kg)
    if model != "full":
        raise InputError(f"no relative model '{model}'", limit="linear, full")
    out = np.empty((seconds.size, 6))
    drift_states(
        here, start_s, seconds, longest_step_s, table.step_s, table.rows, drag,
        table.station_drag_m2_kg, out,
    )  # fmt: skip
    return out
