"""The sensors of one ship as the arrays that the compiled measurement and the filter read.

Model   All sensors that name the vehicle are taken together; each kind of measurement may come from one
        of them. A run draws each figure between `low` and `high`; the filter assumes the root mean
        square of that range, so that it is right on the average of the runs.
Valid   One line-of-sight sensor a ship.
Source  The catalogue's sensors.
"""

from dataclasses import dataclass
from math import inf, radians
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.load import Catalogue
from portcall.catalogue.proximity_sensor import (
    Inertial,
    LineOfSight,
    PortSide,
    ProximitySensor,
    RelativeAttitude,
    RelativeSatellite,
)
from portcall.catalogue.record import Record
from portcall.core.errors import InputError
from portcall.core.sourced import Figure
from portcall.docking.navigation import sensor_columns as n

Array = NDArray[np.float64]
End = Literal["value", "low", "high"]
B = TypeVar("B", bound=Record)


@dataclass(frozen=True)
class SensorSuite:
    """What one ship measures with.

    Parameters
    ----------
    line_of_sight : LineOfSight
        Range, rate and angles.
    inertial : Inertial
        Gyros, accelerometers, attitude reference.
    port_side, relative_attitude, relative_satellite
        None where the ship has no such thing.
    names : tuple of str
        The sensors' names.
    """

    line_of_sight: LineOfSight
    inertial: Inertial
    port_side: PortSide | None
    relative_attitude: RelativeAttitude | None
    relative_satellite: RelativeSatellite | None
    names: tuple[str, ...]


def _only(blocks: list[B | None], vehicle_id: str, what: str) -> B | None:
    found = [block for block in blocks if block is not None]
    if len(found) > 1:
        raise InputError(
            f"{len(found)} sensors give {what}",
            limit="one",
            where=f"sensors of {vehicle_id}",
            remedy="take the vehicle out of the `vehicles` of all but one",
        )
    return found[0] if found else None


def sensor_suite(catalogue: Catalogue, vehicle_id: str) -> SensorSuite:
    """Gather the sensors that a vehicle carries.

    Raises
    ------
    InputError
        When the vehicle has no line-of-sight or no inertial sensor, or two of one kind.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> sensor_suite(load_catalogue(), "progress-ms").names
    ('Kurs-NA rendezvous radar', 'Gyro unit, accelerometers and star sensors of the MS ships')
    """
    every = [catalogue.sensor(name) for name in catalogue.names("sensors")]
    own: list[ProximitySensor] = [sensor for sensor in every if vehicle_id in sensor.vehicles]
    line = _only([sensor.line_of_sight for sensor in own], vehicle_id, "a line of sight")
    inertial = _only([sensor.inertial for sensor in own], vehicle_id, "gyro and accelerometer")
    if line is None or inertial is None:
        raise InputError(
            f"no {'line-of-sight' if line is None else 'inertial'} sensor is known",
            where=f"sensors of {vehicle_id}",
            remedy="name the vehicle in the `vehicles` of a sensor of the catalogue",
        )
    suite = SensorSuite(
        line,
        inertial,
        _only([sensor.port_side for sensor in own], vehicle_id, "port-side angles"),
        _only([sensor.relative_attitude for sensor in own], vehicle_id, "relative attitude"),
        _only([sensor.relative_satellite for sensor in own], vehicle_id, "satellite navigation"),
        tuple(sensor.name for sensor in own),
    )
    if suite.port_side is not None and suite.relative_satellite is not None:
        raise InputError(
            "port-side angles and satellite navigation together are not modelled",
            where=f"sensors of {vehicle_id}",
        )
    return suite


def _of(figure: Figure, end: End) -> float:
    chosen = {"value": figure.value, "low": figure.low, "high": figure.high}[end]
    return figure.value if chosen is None else chosen


def sensor_constants(suite: SensorSuite, end: End = "value") -> Array:
    """Return the figures of a suite, (SENSOR_SIZE,), SI: the values, or one end of their ranges.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> suite = sensor_suite(load_catalogue(), "soyuz-ms")
    >>> float(sensor_constants(suite)[n.N_RATE_NOISE])
    0.005
    """
    row = np.zeros(n.SENSOR_SIZE)
    line, inertial = suite.line_of_sight, suite.inertial
    row[n.N_FARTHEST] = _of(line.farthest_m, end)
    row[n.N_NEAREST] = _of(line.nearest_m, end)
    row[n.N_SHIP_FIELD] = radians(_of(line.field_half_angle_deg, end))
    row[n.N_RANGE_NOISE] = _of(line.range_noise_m, end)
    row[n.N_RANGE_PART] = _of(line.range_noise_fraction, end)
    row[n.N_RANGE_CEILING] = _of(line.range_noise_ceiling_m, end)
    row[n.N_RANGE_BIAS] = _of(line.range_bias_m, end)
    row[n.N_RATE_NOISE] = _of(line.range_rate_noise_m_s, end)
    row[n.N_RATE_BIAS] = _of(line.range_rate_bias_m_s, end)
    row[n.N_ANGLE_NOISE] = radians(_of(line.angle_noise_deg, end))
    row[n.N_ANGLE_BIAS] = radians(_of(line.angle_bias_deg, end))
    row[n.N_GYRO_NOISE] = radians(_of(inertial.gyro_noise_deg, end))
    row[n.N_GYRO_BIAS] = radians(_of(inertial.gyro_bias_deg_s, end))
    row[n.N_DELTA_V_NOISE] = _of(inertial.delta_v_noise_m_s, end)
    row[n.N_ACCELERATION_BIAS] = _of(inertial.acceleration_bias_m_s2, end)
    row[n.N_ATTITUDE_NOISE] = radians(_of(inertial.attitude_noise_deg, end))
    row[n.N_ATTITUDE_BIAS] = radians(_of(inertial.attitude_bias_deg, end))
    row[n.N_SATELLITE_NEAREST] = inf
    if suite.port_side is not None:
        row[n.N_PORT_FIELD] = radians(_of(suite.port_side.field_half_angle_deg, end))
        row[n.N_PORT_NOISE] = radians(_of(suite.port_side.angle_noise_deg, end))
        row[n.N_PORT_BIAS] = radians(_of(suite.port_side.angle_bias_deg, end))
    if suite.relative_attitude is not None:
        row[n.N_RELATIVE_NOISE] = radians(_of(suite.relative_attitude.noise_deg, end))
        row[n.N_RELATIVE_FARTHEST] = _of(suite.relative_attitude.farthest_m, end)
    if suite.relative_satellite is not None:
        row[n.N_SATELLITE_NEAREST] = _of(suite.relative_satellite.nearest_m, end)
        row[n.N_SATELLITE_NOISE] = _of(suite.relative_satellite.position_noise_m, end)
        row[n.N_SATELLITE_BIAS] = _of(suite.relative_satellite.position_bias_m, end)
        row[n.N_SATELLITE_RATE_NOISE] = _of(suite.relative_satellite.velocity_noise_m_s, end)
    return row


def design_sensor(suite: SensorSuite) -> Array:
    """Return the figures that a filter assumes: the root mean square over each range, (SENSOR_SIZE,)."""
    low, high = sensor_constants(suite, "low"), sensor_constants(suite, "high")
    wide = high != low  # infinities stay what they are
    row = sensor_constants(suite)
    row[wide] = np.sqrt((low[wide] ** 2 + low[wide] * high[wide] + high[wide] ** 2) / 3.0)
    return row


def draw_biases(sensor: Array, normals: Array) -> Array:
    """Return the biases of approaches.

    Parameters
    ----------
    sensor : Array
        Figures, (..., SENSOR_SIZE).
    normals : Array
        Standard normal numbers, (..., BIAS_SIZE).

    Returns
    -------
    Array
        (..., BIAS_SIZE), as `sensor_columns` orders them.
    """
    return np.asarray(sensor[..., list(n.BIAS_SIGMA)] * normals, dtype=np.float64)
