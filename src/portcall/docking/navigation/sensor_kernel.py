"""What the sensors say of the truth, compiled: bias, noise, field of view and faults.

Model   The line of sight runs from the ship's antenna to the port's, both off their centers, the port's
        turned with the station. Every value is the truth, a bias of the run and Gaussian noise. A sensor
        says nothing (not a number) outside its ranges and fields. The gyro gives the mean rate over the
        interval and the accelerometer the delta-v of the thrusters, both as the loop hands them in.
Valid   The last kilometers. No signal delay, no multipath beyond the bias, no false lock; the
        accelerometer sits at the center of mass.
Source  Fehse 2003, Automated Rendezvous and Docking of Spacecraft, chapter 7 (what is measured);
        figures: the catalogue's sensors.
"""

from typing import Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking import columns as c
from portcall.docking.navigation import sensor_columns as n
from portcall.docking.navigation.filter_hearing import (
    antenna_speed,
    in_port_axes,
    port_antenna,
    ship_antenna,
)
from portcall.docking.noise import STATE, State, gauss
from portcall.docking.turns import (
    cross,
    matrix_of,
    times,
    turn_on,
    vector_of_turn,
)

Array = NDArray[np.float64]

DOCKED_FIELD_RAD: Final = (
    0.25  # off the docked attitude, within which it is seen and the filter linear
)

LINE_SLOTS = c.M_GYRO - c.M_RANGE  # range, rate, both pairs of angles


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _active(kind: int, time_s: float, faults: Array) -> int:
    """Return the row of an active fault of a kind, -1 without one."""
    for row in range(faults.shape[0]):
        live = faults[row, c.F_START_S] <= time_s < faults[row, c.F_END_S]
        if live and faults[row, c.F_KIND] == kind:
            return row
    return -1


@cached_njit(
    types.void(types.float64, types.float64, ARRAY, ARRAY, ARRAY, ARRAY, MATRIX, STATE, ARRAY),
    _nrt=False,
)
def sense_motion(
    time_s: float,
    interval_s: float,
    truth: Array,
    delta_v_body: Array,
    sensor: Array,
    bias: Array,
    faults: Array,
    noise: State,
    measured: Array,
) -> None:
    """Fill time, gyro and delta-v.

    Parameters
    ----------
    time_s, interval_s : float
        Now, and since the last time. [s]
    truth : Array
        `columns`; its RATE is the mean inertial rate over the interval.
    delta_v_body : Array
        What the thrusters gave over the interval, (3,). [m/s, body axes]
    sensor, bias : Array
        `sensor_columns`.
    faults : Array
        (faults, FAULT_SIZE).
    noise : Array
        State of the run's generator, changed.
    measured : Array
        Filled at M_TIME, M_GYRO and M_DELTA_V.
    """
    measured[c.M_TIME] = time_s
    gyro = sensor[n.N_GYRO_NOISE] / np.sqrt(interval_s)
    push = sensor[n.N_DELTA_V_NOISE] * np.sqrt(interval_s)
    for axis in range(3):
        measured[c.M_GYRO + axis] = truth[c.RATE + axis] + bias[n.B_GYRO + axis]
        measured[c.M_GYRO + axis] += gyro * gauss(noise)
        measured[c.M_DELTA_V + axis] = (
            delta_v_body[axis] + bias[n.B_ACCELERATION + axis] * interval_s + push * gauss(noise)
        )
    for row in range(faults.shape[0]):
        live = faults[row, c.F_START_S] <= time_s < faults[row, c.F_END_S]
        if live and faults[row, c.F_KIND] == c.FAULT_GYRO_DRIFT:
            axis = min(2, max(0, int(faults[row, c.F_UNIT])))
            measured[c.M_GYRO + axis] += faults[row, c.F_MAGNITUDE]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _see_line(
    truth: Array,
    rate_rad_s: float,
    port: Array,
    sensor: Array,
    bias: Array,
    noise: State,
    measured: Array,
) -> None:
    """Fill range, rate and both pairs of angles."""
    fx, fy, fz, turn = port_antenna(truth, c.TILT, port)
    hx, hy, hz, body = ship_antenna(truth, c.ATTITUDE, port)
    dx, dy, dz = fx - hx, fy - hy, fz - hz
    distance = np.sqrt(dx * dx + dy * dy + dz * dz)
    if distance > sensor[n.N_FARTHEST] or distance < sensor[n.N_NEAREST]:
        return
    bx, by, bz = times(body, dx, dy, dz)
    if bx < distance * np.cos(sensor[n.N_SHIP_FIELD]):
        return
    grown = sensor[n.N_RANGE_PART] * distance
    sigma = min(sensor[n.N_RANGE_CEILING], np.hypot(sensor[n.N_RANGE_NOISE], grown))
    measured[c.M_RANGE] = distance + bias[n.B_RANGE] + sigma * gauss(noise)
    kx, ky, kz = antenna_speed(truth, c.RATE, body, port, rate_rad_s)
    qx, qy, qz = truth[c.TILT_RATE], truth[c.TILT_RATE + 1], truth[c.TILT_RATE + 2]
    px, py, pz = cross(qx, qy, qz, fx, fy, fz)
    opening = (dx * (px - kx) + dy * (py - ky) + dz * (pz - kz)) / distance
    measured[c.M_RANGE_RATE] = opening + bias[n.B_RATE] + sensor[n.N_RATE_NOISE] * gauss(noise)
    sigma = sensor[n.N_ANGLE_NOISE]
    measured[c.M_SHIP_ANGLES] = np.arctan2(by, bx) + bias[n.B_SHIP_ANGLES] + sigma * gauss(noise)
    measured[c.M_SHIP_ANGLES + 1] = (
        np.arctan2(bz, np.hypot(bx, by)) + bias[n.B_SHIP_ANGLES + 1] + sigma * gauss(noise)
    )
    cx, cy, cz = in_port_axes(port, turn, -dx, -dy, -dz)
    if sensor[n.N_PORT_FIELD] <= 0.0 or cx < distance * np.cos(sensor[n.N_PORT_FIELD]):
        return
    sigma = sensor[n.N_PORT_NOISE]
    measured[c.M_PORT_ANGLES] = np.arctan2(cy, cx) + bias[n.B_PORT_ANGLES] + sigma * gauss(noise)
    measured[c.M_PORT_ANGLES + 1] = (
        np.arctan2(cz, np.hypot(cx, cy)) + bias[n.B_PORT_ANGLES + 1] + sigma * gauss(noise)
    )


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _see_docked_attitude(
    truth: Array, port: Array, sensor: Array, noise: State, measured: Array
) -> None:
    """Fill the turn from the docked attitude, where the camera is near enough."""
    dx = truth[0] - port[c.P_POSITION]
    dy = truth[1] - port[c.P_POSITION + 1]
    dz = truth[2] - port[c.P_POSITION + 2]
    if dx * dx + dy * dy + dz * dz > sensor[n.N_RELATIVE_FARTHEST] ** 2:
        return
    tx, ty, tz = truth[c.TILT], truth[c.TILT + 1], truth[c.TILT + 2]
    mx, my, mz = times(matrix_of(port, c.P_DOCKED), tx, ty, tz)
    for k in range(4):  # in slots that are filled later
        measured[c.M_DELTA_V + k] = port[c.P_DOCKED + k]
    turn_on(measured, c.M_DELTA_V, mx, my, mz)
    x, y, z = vector_of_turn(truth, c.ATTITUDE, measured, c.M_DELTA_V)
    if x * x + y * y + z * z > DOCKED_FIELD_RAD * DOCKED_FIELD_RAD:
        measured[c.M_RELATIVE_ATTITUDE] = np.nan  # the last of those slots
        return
    sigma = sensor[n.N_RELATIVE_NOISE]
    measured[c.M_RELATIVE_ATTITUDE] = x + sigma * gauss(noise)
    measured[c.M_RELATIVE_ATTITUDE + 1] = y + sigma * gauss(noise)
    measured[c.M_RELATIVE_ATTITUDE + 2] = z + sigma * gauss(noise)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _see_place(truth: Array, sensor: Array, bias: Array, noise: State, measured: Array) -> None:
    """Fill what the satellites give, where the station is far enough."""
    square = truth[0] * truth[0] + truth[1] * truth[1] + truth[2] * truth[2]
    if square < sensor[n.N_SATELLITE_NEAREST] ** 2:
        return
    for axis in range(3):
        measured[c.M_GNSS_POSITION + axis] = (
            truth[axis] + bias[n.B_SATELLITE + axis] + sensor[n.N_SATELLITE_NOISE] * gauss(noise)
        )
        measured[c.M_GNSS_VELOCITY + axis] = truth[3 + axis] + sensor[
            n.N_SATELLITE_RATE_NOISE
        ] * gauss(noise)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _spoil(time_s: float, faults: Array, frozen: Array, measured: Array) -> None:
    """Apply the faults of the line of sight; keep what it last said for when it freezes."""
    for row in range(faults.shape[0]):
        if not faults[row, c.F_START_S] <= time_s < faults[row, c.F_END_S]:
            continue
        kind = int(faults[row, c.F_KIND])
        if kind == c.FAULT_RANGE_BIAS:
            measured[c.M_RANGE] += faults[row, c.F_MAGNITUDE]
        elif kind == c.FAULT_ANGLE_BIAS:
            unit = min(3, max(0, int(faults[row, c.F_UNIT])))
            measured[c.M_SHIP_ANGLES + unit] += faults[row, c.F_MAGNITUDE]
    keeps = _active(c.FAULT_RADAR_FROZEN, time_s, faults) >= 0
    for k in range(c.M_RANGE, c.M_RANGE + LINE_SLOTS):
        if keeps:
            measured[k] = frozen[k]
        else:
            frozen[k] = measured[k]
    lost = _active(c.FAULT_RADAR_LOST, time_s, faults) >= 0
    if lost or _active(c.FAULT_RANGE_LOST, time_s, faults) >= 0:
        measured[c.M_RANGE] = np.nan
        measured[c.M_RANGE_RATE] = np.nan
    if lost or _active(c.FAULT_ANGLES_LOST, time_s, faults) >= 0:
        for k in range(4):
            measured[c.M_SHIP_ANGLES + k] = np.nan
    if lost:
        for k in range(3):
            measured[c.M_RELATIVE_ATTITUDE + k] = np.nan


@cached_njit(
    types.void(
        types.float64, types.float64, ARRAY, ARRAY, types.float64, ARRAY, ARRAY, ARRAY, MATRIX,
        STATE, ARRAY, ARRAY,
    ),
    _nrt=False,
)  # fmt: skip
def measure(
    time_s: float,
    interval_s: float,
    truth: Array,
    delta_v_body: Array,
    rate_rad_s: float,
    port: Array,
    sensor: Array,
    bias: Array,
    faults: Array,
    noise: State,
    frozen: Array,
    measured: Array,
) -> None:
    """Fill all that the sensors give at one instant.

    Parameters
    ----------
    time_s, interval_s : float
        Now, and since the last measurement. [s]
    truth : Array
        `columns`; its RATE is the mean inertial rate over the interval.
    delta_v_body : Array
        What the thrusters gave over the interval, (3,). [m/s, body axes]
    rate_rad_s : float
        At which LVLH turns, about minus y. [rad/s]
    port : Array
        The port as it is in this run.
    sensor, bias : Array
        `sensor_columns`.
    faults : Array
        (faults, FAULT_SIZE).
    noise : Array
        State of the run's generator, changed.
    frozen : Array
        (MEASURED_SIZE,), what the line of sight last said; not a number at the start. Changed.
    measured : Array
        (MEASURED_SIZE,), filled; not a number where a sensor is silent.
    """
    for k in range(c.M_RANGE, c.MEASURED_SIZE):
        measured[k] = np.nan
    _see_line(truth, rate_rad_s, port, sensor, bias, noise, measured)
    sigma = sensor[n.N_ATTITUDE_NOISE]
    for k in range(4):
        measured[c.M_ATTITUDE + k] = truth[c.ATTITUDE + k]
    x = bias[n.B_ATTITUDE] + sigma * gauss(noise)
    y = bias[n.B_ATTITUDE + 1] + sigma * gauss(noise)
    turn_on(measured, c.M_ATTITUDE, x, y, bias[n.B_ATTITUDE + 2] + sigma * gauss(noise))
    if sensor[n.N_RELATIVE_FARTHEST] > 0.0:
        _see_docked_attitude(truth, port, sensor, noise, measured)
    if sensor[n.N_SATELLITE_NEAREST] < np.inf:
        _see_place(truth, sensor, bias, noise, measured)
    _spoil(time_s, faults, frozen, measured)
    sense_motion(time_s, interval_s, truth, delta_v_body, sensor, bias, faults, noise, measured)
