"""Whether the sensors can be believed: silent, frozen, biased, or at odds with each other.

Model   Silence is timed. Numbers that come again to the last bit are frozen, for noise never does. The
        range is held against the range that its own rate carries on: a step shows in the mean of their
        difference. The line of sight of the ship and that of the port, turned by the attitude, must be
        opposite but for the tilt that the station's control allows. The filter's squared innovations of
        each measurement, less what is expected, are summed and never fall below 0; not those of the
        attitude against the port, which surprise while the station's tilt is not known yet.
Valid   A radar with noise; a bias that comes in a step. A bias there from the beginning is the filter's.
Source  Page 1954, Biometrika 41, 100 (cumulative sum).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.faults import watch_columns as w

Array = NDArray[np.float64]

FAST = 0.2  # weight of the newest in a mean of differences
MEAN_SIGMA = 1.0 / 3.0  # of such a mean, sqrt(FAST / (2 - FAST))
TRACK_S = 60.0  # in which the carried range follows the measured one
FROZEN = 2.0  # repetitions
WILD = 12.0  # most that one squared innovation counts


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _given(value: float) -> bool:
    return bool(value == value)  # noqa: PLR0124  # not a number is unequal to itself


@njit(error_model="numpy", _nrt=False)
def _frozen(measured: Array, state: Array) -> bool:
    """Count equal measurements and say whether there were too many."""
    range_m, rate_m_s, angle = (
        measured[c.M_RANGE],
        measured[c.M_RANGE_RATE],
        measured[c.M_SHIP_ANGLES],
    )
    if not (_given(range_m) or _given(angle)):
        return False
    same = not _given(range_m) or (
        range_m == state[w.W_LAST_RANGE] and rate_m_s == state[w.W_LAST_RATE]
    )
    same = same and (not _given(angle) or angle == state[w.W_LAST_ANGLE])
    state[w.W_SAME] = state[w.W_SAME] + 1.0 if same else 0.0
    state[w.W_LAST_RANGE], state[w.W_LAST_RATE] = range_m, rate_m_s
    state[w.W_LAST_ANGLE] = angle
    return bool(state[w.W_SAME] >= FROZEN)


@njit(error_model="numpy", _nrt=False)
def _silent(interval_s: float, measured: Array, constants: Array, state: Array) -> bool:
    """Time the silence of range and of angles and say whether one is too long."""
    other = _given(measured[c.M_GNSS_POSITION])
    has_range = other or (_given(measured[c.M_RANGE]) and state[w.W_MASK_RANGE] == 0.0)
    has_angles = other or (
        (_given(measured[c.M_SHIP_ANGLES]) or _given(measured[c.M_PORT_ANGLES]))
        and state[w.W_MASK_ANGLES] == 0.0
    )
    if has_range:
        state[w.W_SEEN_RANGE], state[w.W_SILENT_RANGE_S] = 1.0, 0.0
    else:
        state[w.W_SILENT_RANGE_S] += state[w.W_SEEN_RANGE] * interval_s
    if has_angles:
        state[w.W_SEEN_ANGLES], state[w.W_SILENT_ANGLES_S] = 1.0, 0.0
    else:
        state[w.W_SILENT_ANGLES_S] += state[w.W_SEEN_ANGLES] * interval_s
    longest_s = max(state[w.W_SILENT_RANGE_S], state[w.W_SILENT_ANGLES_S])
    return bool(longest_s > constants[w.WC_SILENT_S])


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _range_off(interval_s: float, measured: Array, constants: Array, state: Array) -> bool:
    """Hold the range against its own rate."""
    range_m, rate_m_s = measured[c.M_RANGE], measured[c.M_RANGE_RATE]
    if not (_given(range_m) and _given(rate_m_s)):
        state[w.W_TRACKED] = 0.0
        return False
    if state[w.W_TRACKED] == 0.0:
        state[w.W_TRACKED], state[w.W_TRACK_M], state[w.W_RANGE_OFF_M] = 1.0, range_m, 0.0
        return False
    state[w.W_TRACK_M] += rate_m_s * interval_s
    off_m = range_m - state[w.W_TRACK_M]
    # early on the track follows fast: it began at a single noisy range
    state[w.W_TRACKED] += interval_s
    state[w.W_TRACK_M] += off_m * interval_s / min(state[w.W_TRACKED] + interval_s, TRACK_S)
    state[w.W_RANGE_OFF_M] += FAST * (off_m - state[w.W_RANGE_OFF_M])
    sigma_m = constants[w.WC_RANGE_SIGMA_M] + constants[w.WC_RANGE_PART] * range_m
    young = 1.0 + 2.0 / np.sqrt(state[w.W_TRACKED])
    limit_m = constants[w.WC_RANGE_SIGMAS] * MEAN_SIGMA * sigma_m * young
    limit_m += constants[w.WC_RATE_OFF_M_S] * TRACK_S
    return bool(abs(state[w.W_RANGE_OFF_M]) > limit_m)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _ends_off(
    estimate: Array, measured: Array, port: Array, constants: Array, state: Array
) -> bool:
    """Hold the line of sight at the ship against that at the port."""
    a, e = measured[c.M_SHIP_ANGLES], measured[c.M_SHIP_ANGLES + 1]
    b, f = measured[c.M_PORT_ANGLES], measured[c.M_PORT_ANGLES + 1]
    if not (_given(a) and _given(e) and _given(b) and _given(f)):
        return False
    ux, uy, uz = np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)
    qx, qy, qz, qw = (
        estimate[c.E_ATTITUDE],
        estimate[c.E_ATTITUDE + 1],
        estimate[c.E_ATTITUDE + 2],
        estimate[c.E_ATTITUDE + 3],
    )
    # lvlh_from_body: u + 2 w (q x u) + 2 q x (q x u)
    tx, ty, tz = qy * uz - qz * uy, qz * ux - qx * uz, qx * uy - qy * ux
    sx = ux + 2.0 * (qw * tx + qy * tz - qz * ty)
    sy = uy + 2.0 * (qw * ty + qz * tx - qx * tz)
    sz = uz + 2.0 * (qw * tz + qx * ty - qy * tx)
    px, py, pz = np.cos(f) * np.cos(b), np.cos(f) * np.sin(b), np.sin(f)
    p = c.P_AXES
    sx += port[p] * px + port[p + 3] * py + port[p + 6] * pz
    sy += port[p + 1] * px + port[p + 4] * py + port[p + 7] * pz
    sz += port[p + 2] * px + port[p + 5] * py + port[p + 8] * pz
    state[w.W_ENDS_OFF] += FAST * (sx - state[w.W_ENDS_OFF])
    state[w.W_ENDS_OFF + 1] += FAST * (sy - state[w.W_ENDS_OFF + 1])
    state[w.W_ENDS_OFF + 2] += FAST * (sz - state[w.W_ENDS_OFF + 2])
    off2 = 0.0
    for i in range(3):
        off2 += state[w.W_ENDS_OFF + i] * state[w.W_ENDS_OFF + i]
    return bool(off2 > constants[w.WC_ENDS] * constants[w.WC_ENDS])


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _surprised(innovations: Array, constants: Array, state: Array) -> bool:
    """Sum the squared innovations of each measurement less what is expected of them."""
    most = 0.0
    for i in range(min(innovations.shape[0], c.MEASURED_SIZE)):
        if _given(innovations[i]) and not c.M_RELATIVE_ATTITUDE <= i < c.M_GNSS_POSITION:
            # one wild value is the gate's to refuse: only many in a row tell of a fault
            square = min(innovations[i] * innovations[i], WILD)
            total = state[w.W_SURPRISE + i] + square - constants[w.WC_SURPRISE_DRIFT]
            state[w.W_SURPRISE + i] = max(total, 0.0)
            most = max(most, total)
    return bool(most > constants[w.WC_SURPRISE])


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def watch_sensors(
    interval_s: float,
    range_m: float,
    estimate: Array,
    measured: Array,
    innovations: Array,
    port: Array,
    constants: Array,
    state: Array,
) -> int:
    """Judge one navigation cycle's measurements; return what is to be done."""
    if range_m < constants[w.WC_BLIND_M] or state[w.W_MANUAL] > 0.0:
        return w.WATCH_NONE
    if state[w.W_ABORT] != 0.0:
        return w.WATCH_NONE
    action = w.WATCH_NONE
    if state[w.W_MASK_RANGE] == 0.0 and _frozen(measured, state):
        state[w.W_MASK_RANGE], state[w.W_MASK_ANGLES] = 1.0, 1.0
        action = w.WATCH_MASKED
    gone = _silent(interval_s, measured, constants, state)
    if state[w.W_MASK_RANGE] == 0.0 and _range_off(interval_s, measured, constants, state):
        state[w.W_MASK_RANGE] = 1.0
        gone = True
    if state[w.W_MASK_ANGLES] == 0.0 and _ends_off(estimate, measured, port, constants, state):
        state[w.W_MASK_ANGLES] = 1.0
        gone = True
    gone = _surprised(innovations, constants, state) or gone
    if not gone:
        return action
    if constants[w.WC_MANUAL] > 0.0 and range_m <= constants[w.WC_MANUAL_M]:
        state[w.W_MANUAL] = 1.0
        return w.WATCH_MANUAL
    state[w.W_ABORT] = c.ABORT_NAVIGATION
    return w.WATCH_ABORT
