"""How one second of a run answers small changes: differences of the compiled code that flies it.

Model   The filter's step from one measurement to the next, the measurement taken in, and the push that
        guidance asks for, each called again with one thing changed a little. Nothing is written down a
        second time, so what is linearised is what flies. Errors are those of the filter, in its order:
        `columns` D_* and `filter_columns`; believed less true.
Valid   Away from the instants at which a leg changes.
Source  Chosen here.
"""

from math import isfinite
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.navigation import filter_columns as f
from portcall.docking.navigation import sensor_columns as n
from portcall.docking.navigation.filter_kernel import predict, update
from portcall.docking.navigation.sensor_kernel import measure
from portcall.docking.noise import seed_noise
from portcall.docking.plug.session_pieces import steer
from portcall.docking.run import run_arrays as a
from portcall.orbit.motion_columns import MU_R3, W_DOT, W

Array = NDArray[np.float64]

SIZE: Final = f.FILTER_SIZE
# where each error stands in the estimate; the attitude's are turns and stand apart
_SLOTS: Final = np.array(
    [*range(6), -1, -1, -1, *range(c.E_GYRO_BIAS, c.E_GYRO_BIAS + 3),
     *range(c.E_TILT, c.E_TILT + 3), *range(f.E_TILT_RATE, f.E_TILT_RATE + 13)]
)  # fmt: skip
_TURNS: Final = slice(c.D_ATTITUDE, c.D_ATTITUDE + 3)
_QUATERNION: Final = slice(c.E_ATTITUDE, c.E_ATTITUDE + 4)
# so small that the bend of the functions over a step stays far below what many seconds would add up to,
# and large against rounding
_STEPS: Final = np.array(
    [1e-6] * 3
    + [1e-7] * 3
    + [1e-7] * 3
    + [1e-9] * 3
    + [1e-7] * 3
    + [1e-8] * 3
    + [1e-6, 1e-7]
    + [1e-7] * 8
)
_PLACE_STEP_M: Final = 1e-5
_HEARD_STEP: Final = 1e-6  # [m], [m/s], [rad] of a measurement; the gate stays open
_GYRO_STEP_RAD_S, _PUSH_STEP_M_S = 1e-6, 1e-4

_LINE: Final = tuple(range(c.M_RANGE, c.M_GYRO))
_PLAIN: Final = (
    *_LINE,
    *range(c.M_RELATIVE_ATTITUDE, c.M_RELATIVE_ATTITUDE + 3),
    *range(c.M_GNSS_POSITION, c.M_GNSS_POSITION + 6),
)
_NOISE_COLUMNS: Final = (
    n.N_RANGE_NOISE, n.N_RANGE_PART, n.N_RATE_NOISE, n.N_ANGLE_NOISE, n.N_PORT_NOISE,
    n.N_RELATIVE_NOISE, n.N_SATELLITE_NOISE, n.N_SATELLITE_RATE_NOISE, n.N_GYRO_NOISE,
    n.N_DELTA_V_NOISE, n.N_ATTITUDE_NOISE,
)  # fmt: skip
PLACES: Final = 6  # antenna of the port, port axes; center of mass of the ship, body axes: 3 each


class Heard(NamedTuple):
    """One second of the navigator: errors after it, from what was before it.

    `step` (28, 28) from the errors, `gyro` and `push` (28, 3) from gyro [rad/s] and delta-v [m/s];
    then `keeps` (28, 28) from the errors before the measurement, `noise` (28, k) from its noises of one
    sigma, `places` (28, 6) from antenna and center of mass that are not where they are believed.
    """

    step: Array
    gyro: Array
    push: Array
    keeps: Array
    noise: Array
    places: Array
    estimate: Array


def silenced(sensor: Array) -> Array:
    """Return the figures of sensors without noise."""
    out = sensor.copy()
    out[list(_NOISE_COLUMNS)] = 0.0
    return out


_QUIET: Final = seed_noise(0, 0)


def _crossing(vector: Array) -> Array:
    """Return the matrix that crosses a vector with what it is applied to, (3, 3)."""
    x, y, z = vector
    return np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])


def turned_on(quaternion: Array, turns: Array) -> Array:
    """Return a body turned on by small rotation vectors in its own axes: (k, 4) of (4,) and (k, 3)."""
    vector, scalar = quaternion[:3], quaternion[3]
    half = 0.5 * turns
    out = np.empty((turns.shape[0], 4))
    out[:, :3] = vector + scalar * half + half @ _crossing(vector).T
    out[:, 3] = scalar - half @ vector
    return np.asarray(out / np.sqrt(np.sum(out**2, axis=1, keepdims=True)))


def _moved(estimate: Array) -> Array:
    """Return estimates, one a row, each with one error stepped."""
    out = np.repeat(estimate[None, :], SIZE, axis=0)
    plain = np.flatnonzero(_SLOTS >= 0)
    out[plain, _SLOTS[plain]] += _STEPS[plain]
    out[_TURNS, _QUATERNION] = turned_on(estimate[_QUATERNION], np.diag(_STEPS[_TURNS]))
    return out


def _between(estimates: Array, base: Array) -> Array:
    """Return what leads from one estimate to each of several, as errors, (k, 28)."""
    out = estimates[:, _SLOTS] - base[_SLOTS]
    vector, scalar = base[c.E_ATTITUDE : c.E_ATTITUDE + 3], base[c.E_ATTITUDE + 3]
    own = estimates[:, _QUATERNION]
    twice = 2.0 * (scalar * own[:, :3] - own[:, 3:] * vector - own[:, :3] @ _crossing(vector).T)
    out[:, _TURNS] = twice
    return np.asarray(out)


def _motion(setting: a.Setting, middle_s: float) -> tuple[float, float, float]:
    """Return rate, slope and gravity as the filter takes them from the table of motion."""
    rows = setting.motion
    place = middle_s / float(setting.flight[a.V_TABLE_STEP_S])
    before = min(max(int(place), 0), rows.shape[0] - 2)
    row = rows[before] + (place - before) * (rows[before + 1] - rows[before])
    return -float(row[W + 1]), -float(row[W_DOT + 1]), float(row[MU_R3])


def hear(
    setting: a.Setting, work: a.Work, sensor: Array, before: Array, covariance: Array
) -> Heard:
    """Linearise the navigator's last second.

    Parameters
    ----------
    setting, work : Setting, Work
        A run that has just measured; its `measured` is free of noise.
    sensor : Array
        Figures of the sensors with their noise, (SENSOR_SIZE,).
    before, covariance : Array
        The estimate and covariance of the filter a second earlier.
    """
    interval_s = float(setting.flight[a.V_NAVIGATION_S])
    first = work.counts[a.K_CYCLES] < 1.5  # nothing to step from
    time_s = float(setting.flight[a.V_START_S] + work.measured[c.M_TIME])
    motion = _motion(setting, time_s if first else time_s - 0.5 * interval_s)
    step, gyro, push = np.eye(SIZE), np.zeros((SIZE, 3)), np.zeros((SIZE, 3))
    here, grown = before.copy(), covariance.copy()
    if not first:
        step, gyro, push, here = _stepped(setting, work.measured, motion, before, grown)
    keeps, noise, places, after = _taken_in(setting, work, sensor, motion[0], here, grown)
    return Heard(step, gyro, push, keeps, noise, places, after)


def _stepped(
    setting: a.Setting, measured: Array, motion: tuple[float, float, float], before: Array,
    covariance: Array,
) -> tuple[Array, Array, Array, Array]:  # fmt: skip
    """Linearise `predict`, every time from the same covariance; that one is stepped once."""
    dt, spare, base = float(setting.flight[a.V_NAVIGATION_S]), covariance.copy(), before.copy()
    moved = _moved(before)
    for row in moved:
        np.copyto(spare, covariance)  # how the believed tilt is pulled back depends on it
        predict(row, spare, measured, dt, *motion, setting.filter)
    driven = np.repeat(before[None, :], 6, axis=0)
    for k in range(6):
        other = measured.copy()
        other[(c.M_GYRO if k < 3 else c.M_DELTA_V - 3) + k] += (
            _GYRO_STEP_RAD_S if k < 3 else _PUSH_STEP_M_S
        )
        np.copyto(spare, covariance)
        predict(driven[k], spare, other, dt, *motion, setting.filter)
    predict(base, covariance, measured, dt, *motion, setting.filter)
    answers = _between(driven, base).T
    return (
        (_between(moved, base) / _STEPS[:, None]).T,
        answers[:, :3] / _GYRO_STEP_RAD_S,
        answers[:, 3:] / _PUSH_STEP_M_S,
        base,
    )


def _taken_in(
    setting: a.Setting, work: a.Work, sensor: Array, rate_rad_s: float, here: Array, grown: Array
) -> tuple[Array, Array, Array, Array]:
    """Linearise `update` by the estimate, by each noise and by what is not where it is believed."""
    innovations, scratch, spare = work.innovations.copy(), work.scratch.copy(), grown.copy()

    def taken(estimate: Array, measured: Array) -> None:
        np.copyto(spare, grown)
        update(
            estimate, spare, measured, setting.port, rate_rad_s, setting.filter, innovations,
            scratch,
        )  # fmt: skip

    base, moved = here.copy(), _moved(here)
    taken(base, work.measured)
    for row in moved:
        taken(row, work.measured)
    slots, others = _others(work.measured)
    heard = np.repeat(here[None, :], len(others), axis=0)
    for row, other in zip(heard, others, strict=True):
        taken(row, other)
    gains = _between(heard, base).T / _HEARD_STEP
    sigmas = [_sigma(work.measured, sensor, slot) for slot in slots]
    sigmas += [float(sensor[n.N_ATTITUDE_NOISE])] * (len(others) - len(slots))
    lines = [slot for slot in slots if slot in _LINE]
    answers = _places(setting, work)[[_LINE.index(slot) for slot in lines]]
    places = gains[:, [slots.index(slot) for slot in lines]] @ answers
    return (_between(moved, base) / _STEPS[:, None]).T, gains * np.array(sigmas), places, base


def _sigma(measured: Array, sensor: Array, slot: int) -> float:
    """Return one sigma of a measurement's noise."""
    if slot == c.M_RANGE:
        grown = float(np.hypot(sensor[n.N_RANGE_NOISE], sensor[n.N_RANGE_PART] * measured[slot]))
        return min(float(sensor[n.N_RANGE_CEILING]), grown)
    if slot == c.M_RANGE_RATE:
        return float(sensor[n.N_RATE_NOISE])
    if slot < c.M_PORT_ANGLES:
        return float(sensor[n.N_ANGLE_NOISE])
    if slot < c.M_GYRO:
        return float(sensor[n.N_PORT_NOISE])
    if slot < c.M_GNSS_POSITION:
        return float(sensor[n.N_RELATIVE_NOISE])
    figure = n.N_SATELLITE_NOISE if slot < c.M_GNSS_VELOCITY else n.N_SATELLITE_RATE_NOISE
    return float(sensor[figure])


def _others(measured: Array) -> tuple[list[int], list[Array]]:
    """Return the plain slots that are heard, and the measurement with each stepped, then the attitude."""
    slots = [slot for slot in _PLAIN if isfinite(measured[slot])]
    out = []
    for slot in slots:
        other = measured.copy()
        other[slot] += _HEARD_STEP
        out.append(other)
    quaternion = slice(c.M_ATTITUDE, c.M_ATTITUDE + 4)
    if isfinite(measured[c.M_ATTITUDE]):
        for turned in turned_on(measured[quaternion], _HEARD_STEP * np.eye(3)):
            other = measured.copy()
            other[quaternion] = turned
            out.append(other)
    return slots, out


def _places(setting: a.Setting, work: a.Work) -> Array:
    """Return how the line of sight's values answer antenna and center of mass, (6, 6)."""
    quiet, biases, noise = silenced(work.sensor), np.zeros(n.BIAS_SIZE), _QUIET
    seen = []
    for k in range(PLACES + 1):
        port, out = work.port.copy(), np.full(c.MEASURED_SIZE, np.nan)
        if k < 3:
            port[c.P_PORT_ANTENNA + k] += _PLACE_STEP_M
        elif k < PLACES:  # the ship's antenna from a center of mass that lies further that way
            port[c.P_SHIP_ANTENNA + k - 3] -= _PLACE_STEP_M
        measure(
            0.0, 1.0, work.seen, np.zeros(3), float(setting.flight[a.V_RATE]), port, quiet, biases,
            np.zeros((0, c.FAULT_SIZE)), noise, np.full(c.MEASURED_SIZE, np.nan), out,
        )  # fmt: skip
        seen.append(out[list(_LINE)])
    return np.asarray((np.array(seen[:PLACES]) - seen[PLACES]).T / _PLACE_STEP_M)


def answer(setting: a.Setting, work: a.Work) -> Array:
    """Return how the push of the next second [m/s, LVLH] answers the errors believed, (3, 28).

    Position, velocity, tilt and its rate; by central differences of `steer`, whose effects on the run
    are undone.
    """
    kept = [(one, one.copy()) for one in (work.estimate, work.mode, work.setpoint, work.held,
                                          work.flown, work.result, work.counts)]  # fmt: skip
    out = np.zeros((3, SIZE))
    followed = (*range(6), *range(c.D_TILT, c.D_TILT + 3), *range(f.D_TILT_RATE, f.D_TILT_RATE + 3))
    for k in followed:
        asked = []
        for way in (_STEPS[k], -_STEPS[k]):
            for one, was in kept:
                np.copyto(one, was)
            work.estimate[_SLOTS[k]] += way
            steer(setting, work)
            wanted = work.setpoint[c.S_VELOCITY : c.S_VELOCITY + 3].copy()
            held_s = float(setting.flight[a.V_NAVIGATION_S])
            wanted += held_s * work.setpoint[c.S_ACCELERATION : c.S_ACCELERATION + 3]
            asked.append(wanted - work.estimate[c.E_VELOCITY : c.E_VELOCITY + 3])
        out[:, k] = (asked[0] - asked[1]) / (2.0 * _STEPS[k])
    for one, was in kept:
        np.copyto(one, was)
    return out
