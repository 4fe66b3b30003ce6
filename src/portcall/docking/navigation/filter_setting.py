"""What the navigation filter believes of its sensors, of the station and of its own start.

Model   The sensors' noise as designed; the velocity's random walk from the accelerometer, a residual
        bias acting over `BIAS_MEMORY_S`, and what the linearised motion leaves out. The station's rate
        of tilt is a first-order process with the mean square and the reversals of the catalogue's ranges.
        What the tilt is before anything has seen it is an offset and a place in the dead band, and so
        much it stays however long nothing sees it: the pull back goes with the variance that is left. A
        tilt that has been seen is a walk; a pull on it would hold the station's constant offset against
        the sensors' biases, and be wrong about both. Antennas and a center of mass that are not where
        they are believed shift the position by what no measurement tells: that much always stays in it.
        What runs are drawn from is taken at its root mean square, but for the gate: it lets in what is
        true at the high end.
Valid   As the filter.
Source  Chosen here; figures of the catalogue. Schmidt 1966, Advances in Control Systems 3, 293 (what is
        considered and not estimated).
"""

from math import hypot, log, radians, sqrt

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.docking_errors import DockingErrors
from portcall.core.sourced import Figure
from portcall.docking import columns as c
from portcall.docking.navigation import filter_columns as f
from portcall.docking.navigation import sensor_columns as n

Array = NDArray[np.float64]

GATE_SIGMAS = 5.0  # one true measurement in 1.7 million falls beyond
BIAS_MEMORY_S = 50.0  # over which the range rate and the angles correct the velocity
LEFT_OUT_M_S2 = 3e-6  # eccentricity, second order of gravity and oblateness at 2.5 km
DELTA_V_PART = 0.002  # scale of the accelerometer, and timing of a push within its interval
GYRO_BIAS_WALK_RAD_S15 = 1e-9  # 0.2 deg/h over an hour
# the orbit's plane turns about the radial: 3 J2 mu R^2 sin i cos i / (r^4 v), 1.6e-6 at most at 417 km and
# 51.6 deg; the gyro's bias takes it up, and from body axis to body axis while the ship flies around
LEFT_OUT_RAD_S = 1.1e-6  # root mean square over an orbit
FLY_AROUND_S = 600.0  # a quarter of a turn, from the catalogue's approaches


def _ends(figure: Figure) -> tuple[float, float]:
    low = figure.value if figure.low is None else figure.low
    return low, figure.value if figure.high is None else figure.high


def _rms(figure: Figure) -> float:
    """Return the root mean square over a figure's range."""
    low, high = _ends(figure)
    return sqrt((low * low + low * high + high * high) / 3.0)


def _high(figure: Figure) -> float:
    """Return a figure at its high end: at the start nothing true may be refused as too far off."""
    return figure.value if figure.high is None else figure.high


def _tilt(offset_deg: float, band_deg: float) -> float:
    """Return one sigma of the tilt: an offset, and anywhere in the dead band about it. [rad]"""
    return radians(hypot(offset_deg, band_deg / sqrt(3.0)))


def _reversals(rate_deg_s: Figure, band_deg: Figure) -> float:
    """Return the density of the random walk that reversals at the dead band's ends are. [rad2/s3]

    Twice the rate, squared, once in the time from end to end; both drawn from their ranges.
    """
    low, high = _ends(rate_deg_s)
    cube = 0.25 * (low + high) * (low * low + high * high)
    narrow, wide = _ends(band_deg)
    inverse = log(wide / narrow) / (wide - narrow) if 0.0 < narrow < wide else 1.0 / _rms(band_deg)
    return 2.0 * radians(1.0) ** 2 * cube * inverse


def _believe_of_station(k: Array, errors: DockingErrors) -> None:
    """Fill what is believed of the station's tilt."""
    station = errors.station
    rate = radians(_rms(station.rate_deg_s))
    density = _reversals(station.rate_deg_s, station.dead_band_deg)
    off = _tilt(_rms(station.attitude_offset_deg), _rms(station.dead_band_deg))
    farthest = _tilt(_high(station.attitude_offset_deg), _high(station.dead_band_deg))
    k[f.Q_TILT_PULL] = (rate / off**2) ** 2  # a swing of that rate then has that variance
    k[f.Q_TILT_DAMPING] = 0.5 * density / rate**2
    k[f.Q_TILT_DENSITY] = density
    k[f.Q_GATE_TILT] = (farthest**2 - off**2) / off**4  # unseen, the gate is that of the high end
    start = k[f.Q_START :]
    start[c.D_TILT : c.D_TILT + 3] = off
    start[f.D_TILT_RATE : f.D_TILT_RATE + 3] = rate


def filter_constants(sensor: Array, errors: DockingErrors) -> Array:
    """Return the filter's constants, (FILTER_CONSTANTS_SIZE,).

    Parameters
    ----------
    sensor : Array
        What the filter assumes of its sensors (`sensors.design_sensor`).
    errors : DockingErrors
        Of the gate, and how the station moves.
    """
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
    k[f.Q_GYRO_BIAS_DENSITY] = GYRO_BIAS_WALK_RAD_S15**2 + LEFT_OUT_RAD_S**2 / FLY_AROUND_S
    k[f.Q_PLACE] = (
        _rms(errors.ship.center_of_mass_m) ** 2 + _rms(errors.station.port_antenna_m) ** 2
    )
    k[f.Q_GATE] = GATE_SIGMAS
    _believe_of_station(k, errors)
    start = k[f.Q_START :]
    start[c.D_POSITION : c.D_POSITION + 3] = hypot(
        _high(errors.gate.known_position_m), sqrt(k[f.Q_PLACE])
    )
    start[c.D_VELOCITY : c.D_VELOCITY + 3] = _high(errors.gate.known_velocity_m_s)
    start[c.D_ATTITUDE : c.D_ATTITUDE + 3] = 2.0 * sensor[n.N_ATTITUDE_BIAS]
    start[c.D_GYRO_BIAS : c.D_GYRO_BIAS + 3] = sensor[n.N_GYRO_BIAS]
    start[f.D_RANGE_BIAS] = sensor[n.N_RANGE_BIAS]
    start[f.D_RATE_BIAS] = sensor[n.N_RATE_BIAS]
    start[f.D_ANGLE_BIAS : f.D_ANGLE_BIAS + 2] = sensor[n.N_ANGLE_BIAS]
    other = max(sensor[n.N_PORT_BIAS], sensor[n.N_SATELLITE_BIAS])  # one of the two is zero
    start[f.D_OTHER_BIAS : f.D_OTHER_BIAS + 3] = other
    start[f.D_ATTITUDE_BIAS : f.D_ATTITUDE_BIAS + 3] = sensor[n.N_ATTITUDE_BIAS]
    return k
