"""What the runs of a campaign differ in, beside the noise within a run.

Model   A run draws each figure uniformly from its own range, `low` to `high` about the value, and then
        Gaussian errors with the drawn figures as their sigma. One stream of random numbers a run, so a
        run is the same whatever runs beside it. Widened ranges reach further from the value by a
        factor, without a change of sign.
        Where the center of mass lies is drawn about the value that the ship's computer holds: the range of
        `center_x_m` in the catalogue is what is not known here, not what is not known aboard.
Valid   Any number of runs.
Source  Figures: `catalogue/data/docking-errors.toml`, the vehicle's and the station's records.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.docking_errors import DockingErrors
from portcall.catalogue.vehicle import Vehicle
from portcall.core.errors import InputError
from portcall.core.sourced import Figure
from portcall.core.streams import stream
from portcall.docking.navigation.sensor_columns import BIAS_SIZE, SENSOR_SIZE
from portcall.docking.navigation.sensors import draw_biases

Array = NDArray[np.float64]

STREAM: Final = "docking.sample"

X_MASS: Final = 0  # true mass over believed mass
X_CENTER: Final = 1  # 3 [m] true center of mass from the believed one, body axes
X_INERTIA: Final = 4  # 3 [kg m2]
X_GAIN: Final = 7  # of all thrusters
X_OWN_GAIN: Final = 8  # sigma of each thruster's own
X_MISALIGNMENT: Final = 9  # [rad] sigma of each thruster's own
X_SCATTER_S: Final = 10
X_ENGINE_GAIN: Final = 11
X_ENGINE_POINTING: Final = 12  # 2 [rad]
X_GATE_POSITION: Final = 14  # 3 [m] from the plan's start
X_GATE_VELOCITY: Final = 17  # 3 [m/s]
X_ATTITUDE: Final = 20  # 3 [rad]
X_RATE: Final = 23  # 3 [rad/s]
X_TILT_MIDDLE: Final = 26  # 3 [rad]
X_TILT_BAND: Final = 29  # [rad]
X_TILT_PLACE: Final = 30  # 3, part of the band where the swing begins, -1 to 1
X_TILT_RATE: Final = 33  # 3 [rad/s]
X_ANTENNA: Final = 36  # 3 [m] true place of the port's antenna from the believed one, port axes
X_AIR: Final = 39  # true density over the table's
X_DRAG_AREA: Final = 40  # [m2] of the ship
X_DRAG_COEFFICIENT: Final = 41
X_PUSH_N: Final = 42
X_PUSH_DELAY_S: Final = 43
X_PUSH_DURATION_S: Final = 44
X_KNOWN_POSITION: Final = 45  # [m] sigma of what the navigator is told at the start
X_KNOWN_VELOCITY: Final = 46  # [m/s]
SAMPLE_SIZE: Final = 47

_PLACES: Final = 6  # uniform numbers beside those of the figures
_NORMALS: Final = 64  # drawn a run; more than are used, so that a new error does not shift the old


@dataclass(frozen=True)
class Ranges:
    """Value, low and high of each figure that is drawn, shape (3,) each, in its own unit."""

    known_position_m: Array
    known_velocity_m_s: Array
    position_m: Array
    velocity_m_s: Array
    attitude_deg: Array
    rate_deg_s: Array
    mass_fraction: Array
    center_of_mass_m: Array
    common_gain_fraction: Array
    own_gain_fraction: Array
    misalignment_deg: Array
    pulse_scatter_s: Array
    engine_gain_fraction: Array
    engine_pointing_deg: Array
    attitude_offset_deg: Array
    dead_band_deg: Array
    tilt_rate_deg_s: Array
    port_antenna_m: Array
    log_density: Array
    ixx_kg_m2: Array
    iyy_kg_m2: Array
    izz_kg_m2: Array
    drag_coefficient: Array
    drag_area_m2: Array
    push_n: Array
    push_delay_s: Array
    push_duration_s: Array

    def table(self, widen: float = 1.0) -> tuple[Array, Array]:
        """Return low and width of every range, (k,) each, reaching `widen` times as far from the value."""
        ends = np.array([getattr(self, own.name) for own in fields(self)]).T
        return _reach(ends, widen)


def _range(figure: Figure) -> Array:
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return np.array([figure.value, low, high])


def ranges_of(errors: DockingErrors, vehicle: Vehicle, state: str = "docking") -> Ranges:
    """Collect the figures that a run is drawn from.

    Raises
    ------
    InputError
        When the vehicle has no mass properties for the state, or no `[proximity]`.
    """
    inertia = next((own for own in vehicle.inertia if own.state == state), None)
    near = vehicle.proximity
    if inertia is None or inertia.center_x_m is None or near is None:
        raise InputError(
            f"{vehicle.id} has no mass properties for '{state}', or no [proximity]",
            where=f"vehicles/{vehicle.id}.toml: [[inertia]], [proximity]",
        )
    gate, ship, thruster, station = errors.gate, errors.ship, errors.thruster, errors.station
    chosen: Sequence[Figure] = (
        gate.known_position_m, gate.known_velocity_m_s, gate.position_m, gate.velocity_m_s,
        gate.attitude_deg, gate.rate_deg_s, ship.mass_fraction, ship.center_of_mass_m,
        thruster.common_gain_fraction, thruster.own_gain_fraction, thruster.misalignment_deg,
        thruster.pulse_scatter_s, thruster.engine_gain_fraction, thruster.engine_pointing_deg,
        station.attitude_offset_deg, station.dead_band_deg, station.rate_deg_s,
        station.port_antenna_m, errors.air.log_density,
        inertia.ixx_kg_m2, inertia.iyy_kg_m2, inertia.izz_kg_m2,
        vehicle.drag.drag_coefficient, vehicle.drag.area_nose_on_m2,
        near.push_n, near.push_delay_s, near.push_duration_s,
    )  # fmt: skip
    return Ranges(*(_range(figure) for figure in chosen))


def draw_samples(
    ranges: Ranges, sensor_ranges: Array, seed: int, first: int, last: int, *, widen: float = 1.0
) -> tuple[Array, Array, Array]:
    """Draw what runs `first` to `last` - 1 differ in.

    Parameters
    ----------
    ranges : Ranges
        Of the ship at the station.
    sensor_ranges : Array
        (3, SENSOR_SIZE): value, low and high of each figure of the sensors.
    seed, first, last : int
        Seed of the campaign and numbers of the runs.
    widen : float
        How many times as far every estimated range reaches from its value.

    Returns
    -------
    samples : Array
        (last - first, SAMPLE_SIZE).
    sensors : Array
        (last - first, SENSOR_SIZE).
    biases : Array
        (last - first, BIAS_SIZE).
    """
    low, width = ranges.table(widen)
    count, figures = last - first, low.size
    parts = np.empty((count, figures + _PLACES + SENSOR_SIZE))
    normals = np.empty((count, _NORMALS + BIAS_SIZE))
    for run in range(first, last):
        generator = stream(seed, STREAM, run)
        parts[run - first] = generator.random(parts.shape[1])
        normals[run - first] = generator.standard_normal(normals.shape[1])
    drawn = Ranges(*(low + width * parts[:, :figures]).T)
    samples = np.empty((count, SAMPLE_SIZE))
    _fill_ship(samples, drawn, normals)
    _fill_place(samples, drawn, parts[:, figures : figures + _PLACES], normals)
    low, width = _reach(sensor_ranges, widen)
    with np.errstate(invalid="ignore"):  # infinities stay what they are
        sensors = np.where(width != 0.0, low + width * parts[:, figures + _PLACES :], low)
    return samples, sensors, draw_biases(sensors, normals[:, _NORMALS:])


def nominal_sample(ranges: Ranges, sensor_ranges: Array) -> tuple[Array, Array, Array]:
    """Return the sample of a run in which every figure has its value and nothing is off.

    Parameters and returns as `draw_samples`, one row; the sensors' noise stays.
    """
    values = Ranges(*(getattr(ranges, own.name)[:1] for own in fields(ranges)))
    samples = np.empty((1, SAMPLE_SIZE))
    normals = np.zeros((1, _NORMALS + BIAS_SIZE))
    _fill_ship(samples, values, normals)
    _fill_place(samples, values, np.full((1, _PLACES), 0.5), normals)
    sensors = np.ascontiguousarray(sensor_ranges[:1])
    return samples, sensors, draw_biases(sensors, normals[:, _NORMALS:])


def _reach(ends: Array, widen: float) -> tuple[Array, Array]:
    """Return low and width of ranges given as value, low and high, (3, k), widened."""
    value, low, high = ends
    with np.errstate(invalid="ignore"):
        begin = np.where(low == value, low, value + widen * (low - value))
        end = np.where(high == value, high, value + widen * (high - value))
        begin = np.where((low >= 0.0) & (begin < 0.0), 0.0, begin)
        return begin, np.where(begin == end, 0.0, end - begin)


def _fill_ship(samples: Array, drawn: Ranges, normals: Array) -> None:
    """Fill what is true of the ship: normals 0 to 7."""
    samples[:, X_MASS] = 1.0 + drawn.mass_fraction * normals[:, 0]
    samples[:, X_CENTER : X_CENTER + 3] = drawn.center_of_mass_m[:, None] * normals[:, 1:4]
    for i, moment in enumerate((drawn.ixx_kg_m2, drawn.iyy_kg_m2, drawn.izz_kg_m2)):
        samples[:, X_INERTIA + i] = moment
    samples[:, X_GAIN] = 1.0 + drawn.common_gain_fraction * normals[:, 4]
    samples[:, X_OWN_GAIN] = drawn.own_gain_fraction
    samples[:, X_MISALIGNMENT] = np.radians(drawn.misalignment_deg)
    samples[:, X_SCATTER_S] = drawn.pulse_scatter_s
    samples[:, X_ENGINE_GAIN] = 1.0 + drawn.engine_gain_fraction * normals[:, 5]
    pointing = np.radians(drawn.engine_pointing_deg)[:, None] * normals[:, 6:8]
    samples[:, X_ENGINE_POINTING : X_ENGINE_POINTING + 2] = pointing
    samples[:, X_DRAG_COEFFICIENT] = drawn.drag_coefficient
    samples[:, X_DRAG_AREA] = drawn.drag_area_m2
    samples[:, X_PUSH_N] = drawn.push_n
    samples[:, X_PUSH_DELAY_S] = drawn.push_delay_s
    samples[:, X_PUSH_DURATION_S] = drawn.push_duration_s


def _fill_place(samples: Array, drawn: Ranges, parts: Array, normals: Array) -> None:
    """Fill where ship and station are: normals 8 to 26, and six uniform numbers."""
    samples[:, X_GATE_POSITION : X_GATE_POSITION + 3] = drawn.position_m[:, None] * normals[:, 8:11]
    samples[:, X_GATE_VELOCITY : X_GATE_VELOCITY + 3] = (
        drawn.velocity_m_s[:, None] * normals[:, 11:14]
    )
    attitude, rate = np.radians(drawn.attitude_deg), np.radians(drawn.rate_deg_s)
    samples[:, X_ATTITUDE : X_ATTITUDE + 3] = attitude[:, None] * normals[:, 14:17]
    samples[:, X_RATE : X_RATE + 3] = rate[:, None] * normals[:, 17:20]
    middle = np.radians(drawn.attitude_offset_deg)[:, None] * normals[:, 20:23]
    samples[:, X_TILT_MIDDLE : X_TILT_MIDDLE + 3] = middle
    samples[:, X_TILT_BAND] = np.radians(drawn.dead_band_deg)
    samples[:, X_TILT_PLACE : X_TILT_PLACE + 3] = 2.0 * parts[:, :3] - 1.0
    way = np.where(parts[:, 3:6] < 0.5, -1.0, 1.0)
    samples[:, X_TILT_RATE : X_TILT_RATE + 3] = np.radians(drawn.tilt_rate_deg_s)[:, None] * way
    samples[:, X_ANTENNA : X_ANTENNA + 3] = drawn.port_antenna_m[:, None] * normals[:, 23:26]
    samples[:, X_AIR] = np.exp(drawn.log_density * normals[:, 26])
    samples[:, X_KNOWN_POSITION] = drawn.known_position_m
    samples[:, X_KNOWN_VELOCITY] = drawn.known_velocity_m_s
