"""The start of a run, compiled: the draw of a run becomes the truth, and the navigator is told of it.

Model   Mass, inertia, center of mass, thrusters, port and station as drawn; each thruster's own gain and
        direction from the run's noise. The ship begins at the plan's start with its errors, in the
        attitude that guidance asks for there with its errors.
Valid   Rows of `sample`.
Source  Chosen here.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.docking import columns as c
from portcall.docking.approach.guidance_kernel import guide
from portcall.docking.control import truth_kernel as t
from portcall.docking.control.control_kernel import H_PLANE
from portcall.docking.navigation.filter_kernel import start_filter
from portcall.docking.noise import gauss
from portcall.docking.run import run_arrays as a
from portcall.docking.run import sample as x
from portcall.docking.run.run_arrays import copy
from portcall.docking.turns import turn_on

Array = NDArray[np.float64]


@njit(error_model="numpy")
def _start_thrusters(setting: a.Setting, work: a.Work, sample: Array) -> None:
    """Fill what each thruster gives in this run."""
    rows, noise = setting.thrusters, work.noise
    for i in range(rows.shape[0]):
        fx, fy, fz = rows[i, c.T_FORCE], rows[i, c.T_FORCE + 1], rows[i, c.T_FORCE + 2]
        main = rows[i, c.T_MAIN] > 0.5
        first, second, own = gauss(noise), gauss(noise), gauss(noise)
        if main:
            first, second = sample[x.X_ENGINE_POINTING], sample[x.X_ENGINE_POINTING + 1]
            gain = sample[x.X_ENGINE_GAIN]
        else:
            first, second = sample[x.X_MISALIGNMENT] * first, sample[x.X_MISALIGNMENT] * second
            gain = sample[x.X_GAIN] * (1.0 + sample[x.X_OWN_GAIN] * own)
        # two directions across the force: z x f or x x f, and f x that
        if abs(fz) < 0.9:
            ux, uy, uz = -fy, fx, 0.0
        else:
            ux, uy, uz = 0.0, -fz, fy
        size = 1.0 / np.sqrt(ux * ux + uy * uy + uz * uz)
        ux, uy, uz = ux * size, uy * size, uz * size
        vx, vy, vz = fy * uz - fz * uy, fz * ux - fx * uz, fx * uy - fy * ux
        gx = fx + first * ux + second * vx
        gy = fy + first * uy + second * vy
        gz = fz + first * uz + second * vz
        size = gain * rows[i, c.T_THRUST_N] / np.sqrt(gx * gx + gy * gy + gz * gz)
        gx, gy, gz = gx * size, gy * size, gz * size
        given = work.given
        given[i, t.G_FORCE], given[i, t.G_FORCE + 1], given[i, t.G_FORCE + 2] = gx, gy, gz
        rx = rows[i, c.T_POSITION] - setting.flight[a.V_CENTER] - sample[x.X_CENTER]
        ry = rows[i, c.T_POSITION + 1] - setting.flight[a.V_CENTER + 1] - sample[x.X_CENTER + 1]
        rz = rows[i, c.T_POSITION + 2] - setting.flight[a.V_CENTER + 2] - sample[x.X_CENTER + 2]
        # the main engine is gimballed: it pushes through the center of mass
        lever = 0.0 if main else 1.0
        given[i, t.G_TORQUE] = lever * (ry * gz - rz * gy)
        given[i, t.G_TORQUE + 1] = lever * (rz * gx - rx * gz)
        given[i, t.G_TORQUE + 2] = lever * (rx * gy - ry * gx)
        given[i, t.G_FLOW] = size / (STANDARD_GRAVITY_M_S2 * rows[i, c.T_ISP_S])
        given[i, t.G_MINIMUM_S] = rows[i, c.T_MIN_ON_S]


@njit(error_model="numpy")
def _start_bodies(setting: a.Setting, work: a.Work, sample: Array) -> None:
    """Fill ship, port, station and what the contact will need of them."""
    flight, ship, truth, port = setting.flight, work.ship, work.truth, work.port
    wrong = 1.0
    for k in range(work.faults.shape[0]):
        if int(work.faults[k, c.F_KIND]) == c.FAULT_WRONG_MASS:
            wrong = work.faults[k, c.F_MAGNITUDE]
    mass = flight[a.V_MASS] * sample[x.X_MASS] * wrong
    truth[c.MASS] = mass
    copy(setting.port, port)
    for i in range(3):
        ship[t.Y_INERTIA + i] = sample[x.X_INERTIA + i] * wrong
        ship[t.Y_TILT_MIDDLE + i] = sample[x.X_TILT_MIDDLE + i]
        place = sample[x.X_TILT_BAND] * sample[x.X_TILT_PLACE + i]
        truth[c.TILT + i] = sample[x.X_TILT_MIDDLE + i] + place
        truth[c.TILT_RATE + i] = sample[x.X_TILT_RATE + i]
        port[c.P_PORT_ANTENNA + i] += sample[x.X_ANTENNA + i]
        port[c.P_PROBE + i] -= sample[x.X_CENTER + i]
        port[c.P_SHIP_ANTENNA + i] -= sample[x.X_CENTER + i]
    ship[t.Y_TILT_BAND] = sample[x.X_TILT_BAND]
    ship[t.Y_SCATTER_S] = sample[x.X_SCATTER_S]
    ship[t.Y_ENGINE_ROW] = flight[a.V_ENGINE_ROW]
    air = sample[x.X_AIR]
    ship[t.Y_SHIP_DRAG] = air * sample[x.X_DRAG_COEFFICIENT] * sample[x.X_DRAG_AREA] / mass
    ship[t.Y_STATION_DRAG] = air * flight[a.V_STATION_DRAG]


@njit(error_model="numpy", fastmath={"contract"})
def begin(
    setting: Any, work: Any, sample: Array, sensor: Array, bias: Array, noise: Any
) -> None:  # fmt: skip
    """Set everything of a run to its start.

    Parameters
    ----------
    setting, work : Setting, Work
        `work.faults` is to hold the run's table of faults.
    sample : Array
        (SAMPLE_SIZE,).
    sensor, bias : Array
        (SENSOR_SIZE,), (BIAS_SIZE,) of this run.
    noise : Array
        The generator's state at the start, (4,) uint64.
    """
    flight, truth, mode = setting.flight, work.truth, work.mode
    for i in range(4):
        work.noise[i] = noise[i]
    copy(sensor, work.sensor)
    copy(bias, work.bias)
    work.counts[:] = 0.0
    work.counts[a.K_CLOSED] = -1.0
    work.counts[a.K_RANGE] = np.inf
    work.counts[a.K_BOOK_KG] = flight[a.V_MASS]
    work.cycle[:] = 0.0
    work.held[:] = 0.0
    work.held[H_PLANE] = 0.0
    work.on_s[:] = 0.0
    work.told_s[:] = 0.0
    work.told_late_s[:] = 0.0
    work.watch[:] = 0.0
    work.manual[:] = 0.0
    work.frozen[:] = np.nan
    work.measured[:] = np.nan
    work.innovations[:] = np.nan
    work.result[:] = np.nan
    _start_thrusters(setting, work, sample)
    _start_bodies(setting, work, sample)
    for i in range(6):
        truth[i] = flight[a.V_START + i] + sample[x.X_GATE_POSITION + i]
    estimate = work.estimate
    estimate[:] = 0.0
    for i in range(6):
        estimate[i] = truth[i]
    estimate[c.E_ATTITUDE + 3] = 1.0
    mode[:] = 0.0
    mode[c.GOOD_SINCE_S] = np.nan
    guide(
        0.0, estimate, work.covariance, mode, setting.legs, setting.gates, setting.port,
        flight[a.V_RATE], work.setpoint,
    )  # fmt: skip
    mode[:] = 0.0
    mode[c.GOOD_SINCE_S] = np.nan
    for i in range(4):
        truth[c.ATTITUDE + i] = work.setpoint[c.S_ATTITUDE + i]
    turn_on(
        truth, c.ATTITUDE, sample[x.X_ATTITUDE], sample[x.X_ATTITUDE + 1], sample[x.X_ATTITUDE + 2]
    )
    for i in range(3):
        truth[c.RATE + i] = work.setpoint[c.S_RATE + i] + sample[x.X_RATE + i]
    start_filter(truth, setting.filter, work.noise, estimate, work.covariance)
    estimate[c.E_MASS] = flight[a.V_MASS]
