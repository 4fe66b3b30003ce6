"""The watch over thrusters and sensors, as a run calls it: gather every control cycle, judge every second.

Model   See `thruster_watch` and `sensor_watch`; the watch sees commands and measurements only.
Valid   As those.
Source  As those.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking import columns as c
from portcall.docking.faults import watch_columns as w
from portcall.docking.faults.sensor_watch import watch_sensors
from portcall.docking.faults.thruster_watch import watch_thrusters

Array = NDArray[np.float64]

_NUMBER = types.float64


@cached_njit(types.void(_NUMBER, ARRAY, ARRAY, ARRAY), _nrt=False)
def watch_gather(interval_s: float, measured: Array, on_times: Array, state: Array) -> None:
    """Add one control cycle to what the next call of `watch` judges.

    Parameters
    ----------
    interval_s : float
        The cycle's length. [s]
    measured : (MEASURED_SIZE,) array
        Its velocity increment.
    on_times : (N,) array
        What each thruster was told in it; pulses begin with the cycle. [s]
    state : (watch_size(N),) array
        The watch's own.
    """
    for i in range(3):
        state[w.W_DELTA_V + i] += measured[c.M_DELTA_V + i]
    state[w.W_TIME] += interval_s
    part = 0.5 / interval_s
    for k in range(on_times.shape[0]):
        at = w.W_BANK + w.BANK_SIZE * k
        on_s = on_times[k]
        state[at + w.B_ON_S] += on_s
        state[at + w.B_LATE_S] = part * on_s * on_s


@cached_njit(types.int64(_NUMBER, ARRAY, ARRAY, ARRAY, ARRAY, MATRIX, ARRAY, ARRAY), _nrt=False)
def watch(
    time_s: float,
    estimate: Array,
    measured: Array,
    innovations: Array,
    port: Array,
    table: Array,
    constants: Array,
    state: Array,
) -> int:
    """Judge what was gathered since the last call.

    Parameters
    ----------
    time_s : float
        Time of the run. [s]
    estimate : (ESTIMATE_SIZE or more,) array
        The navigator's.
    measured : (MEASURED_SIZE,) array
        As the sensors gave it; not a number where one is silent.
    innovations : (n,) array
        Of this cycle's update, over their sigma, refused ones included.
    port : (PORT_SIZE,) array
        As it is believed.
    table, constants : arrays
        `watch_table`, `watch_constants`.
    state : (watch_size(N),) array
        The watch's own; zeros at the start of a run.

    Returns
    -------
    int
        One of WATCH_*; where several, the gravest.
    """
    x = estimate[c.E_POSITION] - port[c.P_POSITION]
    y = estimate[c.E_POSITION + 1] - port[c.P_POSITION + 1]
    z = estimate[c.E_POSITION + 2] - port[c.P_POSITION + 2]
    range_m = max(np.sqrt(x * x + y * y + z * z) - port[c.P_PROBE], 0.0)
    interval_s = state[w.W_TIME]
    thrusters = watch_thrusters(time_s, estimate[c.E_MASS], measured, table, constants, state)
    sensors = watch_sensors(
        interval_s, range_m, estimate, measured, innovations, port, constants, state
    )
    gravest = w.WATCH_ABORT
    if thrusters == gravest or sensors == gravest:  # noqa: PLR1714
        return w.WATCH_ABORT
    if thrusters == w.WATCH_ISOLATED or sensors == w.WATCH_NONE:
        return int(thrusters)
    return int(sensors)
