"""What the navigation filter believes of its sensors, of the station and of its own start.

Model   The sensors' noise as designed; the velocity's random walk from the accelerometer, a residual
        bias acting over `BIAS_MEMORY_S`, and what the linearised motion leaves out. The station's rate
        of tilt forgets itself over the time from the middle of the dead band to its end. Where the port
        side is seen from, nothing pulls the tilt back: a model with a mean would hold the station's
        constant offset against the sensors' biases, and be wrong about both (measured: normalised
        squares a third too large). Unseen for an hour, such a walk reaches degrees, and a port on an arm
        of 35 m is lost with it: there the tilt is pulled back to within the station's range.
Valid   As the filter.
Source  Chosen here; figures of the catalogue.
"""

from math import hypot, radians, sqrt

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.docking_errors import DockingErrors
from portcall.core.sourced import Figure
from portcall.docking import columns as c
from portcall.docking import filter_columns as f
from portcall.docking import sensor_columns as n

Array = NDArray[np.float64]

GATE_SIGMAS = 5.0  # one true measurement in 1.7 million falls beyond
BIAS_MEMORY_S = 50.0  # over which the range rate and the angles correct the velocity
LEFT_OUT_M_S2 = 3e-6  # eccentricity, second order of gravity and oblateness at 2.5 km
DELTA_V_PART = 0.002  # scale of the accelerometer, and timing of a push within its interval
GYRO_BIAS_WALK_RAD_S15 = 1e-9  # 0.2 deg/h over an hour


def _rms(figure: Figure) -> float:
    """Return the root mean square over a figure's range."""
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return sqrt((low * low + low * high + high * high) / 3.0)


def _high(figure: Figure) -> float:
    """Return a figure at its high end: at the start nothing true may be refused as too far off."""
    return figure.value if figure.high is None else figure.high


def filter_constants(sensor: Array, errors: DockingErrors) -> Array:
    """Return the filter's constants, (FILTER_CONSTANTS_SIZE,).

    Parameters
    ----------
    sensor : Array
        What the filter assumes of its sensors (`sensors.design_sensor`).
    errors : DockingErrors
        Of the gate, and how the station moves.
    """
    rate = radians(_high(errors.station.rate_deg_s))  # the fastest swing is the one to keep up with
    damping_s1 = rate / radians(_rms(errors.station.dead_band_deg))
    bias = sensor[n.N_ACCELERATION_BIAS]
    k = np.zeros(f.FILTER_CONSTANTS_SIZE)
    k[f.Q_RANGE_NOISE] = sensor[n.N_RANGE_NOISE]
    k[f.Q_RANGE_PART] = sensor[n.N_RANGE_PART]
    k[f.Q_RANGE_CEILING] = sensor[n.N_RANGE_CEILING]
    k[f.Q_RATE_NOISE] = sensor[n.N_RATE_NOISE]
    k[f.Q_ANGLE_NOISE] = sensor[n.N_ANGLE_NOISE]
    k[f.Q_PORT_NOISE] = sensor[n.N_PORT_NOISE]
    k[f.Q_RELATIVE_NOISE] = sensor[n.N_RELATIVE_NOISE]
    k[f.Q_SATELLITE_NOISE] = sensor[n.N_SATELLITE_NOISE]
    k[f.Q_SATELLITE_RATE_NOISE] = sensor[n.N_SATELLITE_RATE_NOISE]
    k[f.Q_ATTITUDE_NOISE] = sensor[n.N_ATTITUDE_NOISE]
    k[f.Q_ACCELERATION_DENSITY] = (
        sensor[n.N_DELTA_V_NOISE] ** 2 + (bias**2 + LEFT_OUT_M_S2**2) * BIAS_MEMORY_S
    )
    k[f.Q_DELTA_V_PART] = DELTA_V_PART
    k[f.Q_GYRO_DENSITY] = sensor[n.N_GYRO_NOISE] ** 2
    k[f.Q_GYRO_BIAS_DENSITY] = GYRO_BIAS_WALK_RAD_S15**2
    farthest = radians(
        hypot(_high(errors.station.attitude_offset_deg), _high(errors.station.dead_band_deg))
    )
    if (
        sensor[n.N_PORT_FIELD] <= 0.0
    ):  # unseen from the port's side, a walk would wander off for good
        k[f.Q_TILT_STIFFNESS] = (rate / farthest) ** 2
    k[f.Q_TILT_DAMPING] = damping_s1
    k[f.Q_TILT_DENSITY] = 2.0 * damping_s1 * rate**2
    k[f.Q_GATE] = GATE_SIGMAS
    start = k[f.Q_START :]
    start[c.D_POSITION : c.D_POSITION + 3] = _high(errors.gate.known_position_m)
    start[c.D_VELOCITY : c.D_VELOCITY + 3] = _high(errors.gate.known_velocity_m_s)
    start[c.D_ATTITUDE : c.D_ATTITUDE + 3] = 2.0 * sensor[n.N_ATTITUDE_BIAS]
    start[c.D_GYRO_BIAS : c.D_GYRO_BIAS + 3] = sensor[n.N_GYRO_BIAS]
    start[c.D_TILT : c.D_TILT + 3] = farthest
    start[f.D_TILT_RATE : f.D_TILT_RATE + 3] = rate
    start[f.D_RANGE_BIAS] = sensor[n.N_RANGE_BIAS]
    start[f.D_RATE_BIAS] = sensor[n.N_RATE_BIAS]
    start[f.D_ANGLE_BIAS : f.D_ANGLE_BIAS + 2] = sensor[n.N_ANGLE_BIAS]
    other = max(sensor[n.N_PORT_BIAS], sensor[n.N_SATELLITE_BIAS])  # one of the two is zero
    start[f.D_OTHER_BIAS : f.D_OTHER_BIAS + 3] = other
    start[f.D_ATTITUDE_BIAS : f.D_ATTITUDE_BIAS + 3] = sensor[n.N_ATTITUDE_BIAS]
    return k
