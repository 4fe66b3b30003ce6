"""What a user's own navigator, guidance or controller must offer, and named views of what it is given.

Model   Each of the three is one method that is called once a cycle with measured data alone: a plug-in
        never sees the truth. The views are frozen copies of the arrays of `columns`, with names; a
        plug-in answers with a view or an array of the same layout. What it raises, or an answer that is
        not finite, ends its run with an outcome that names it.
Valid   Any Python class with the method: nothing needs to be inherited.
Source  Chosen here.
"""

from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.docking import columns as c

Array = NDArray[np.float64]


def _part(values: Array, at: int, size: int) -> Array:
    part = np.array(values[at : at + size], dtype=np.float64)
    part.flags.writeable = False
    return part


@dataclass(frozen=True, eq=False)
class Measured:
    """What the sensors give at one instant; not a number where a sensor is silent.

    Parameters
    ----------
    time_s : float
        Since the start of the run. [s]
    range_m, range_rate_m_s : float
        From the ship's antenna to the port's; positive when opening. [m, m/s]
    ship_angles_rad : Array
        Azimuth and elevation of the port's antenna in the ship's body. [rad]
    port_angles_rad : Array
        Azimuth and elevation of the ship's antenna in the port's axes. [rad]
    gyro_rad_s : Array
        Mean inertial rate since the last instant, body axes. [rad/s]
    attitude : Array
        Quaternion, scalar-last, `body_from_lvlh`.
    delta_v_m_s : Array
        Of the thrusters since the last instant, body axes. [m/s]
    relative_attitude_rad : Array
        Rotation vector from the docked attitude, body axes. [rad]
    satellite_position_m, satellite_velocity_m_s : Array
        Relative satellite navigation, LVLH. [m, m/s]
    """

    time_s: float
    range_m: float
    range_rate_m_s: float
    ship_angles_rad: Array
    port_angles_rad: Array
    gyro_rad_s: Array
    attitude: Array
    delta_v_m_s: Array
    relative_attitude_rad: Array
    satellite_position_m: Array
    satellite_velocity_m_s: Array

    @classmethod
    def of(cls, values: Array) -> Self:
        """Return the view of a (MEASURED_SIZE,) array.

        Examples
        --------
        >>> Measured.of(np.arange(26.0)).range_m
        1.0
        """
        return cls(
            time_s=float(values[c.M_TIME]),
            range_m=float(values[c.M_RANGE]),
            range_rate_m_s=float(values[c.M_RANGE_RATE]),
            ship_angles_rad=_part(values, c.M_SHIP_ANGLES, 2),
            port_angles_rad=_part(values, c.M_PORT_ANGLES, 2),
            gyro_rad_s=_part(values, c.M_GYRO, 3),
            attitude=_part(values, c.M_ATTITUDE, 4),
            delta_v_m_s=_part(values, c.M_DELTA_V, 3),
            relative_attitude_rad=_part(values, c.M_RELATIVE_ATTITUDE, 3),
            satellite_position_m=_part(values, c.M_GNSS_POSITION, 3),
            satellite_velocity_m_s=_part(values, c.M_GNSS_VELOCITY, 3),
        )


@dataclass(frozen=True, eq=False)
class Estimate:
    """What the navigator believes.

    Parameters
    ----------
    position_m, velocity_m_s : Array
        Of the ship's center of mass from the station's, LVLH. [m, m/s]
    attitude : Array
        Quaternion, scalar-last, `body_from_lvlh`.
    rate_rad_s : Array
        Inertial, body axes. [rad/s]
    gyro_bias_rad_s : Array
        Body axes. [rad/s]
    tilt_rad : Array
        Rotation vector of the station from its nominal attitude, LVLH axes. [rad]
    mass_kg : float
        By the propellant book. [kg]
    """

    position_m: Array
    velocity_m_s: Array
    attitude: Array
    rate_rad_s: Array
    gyro_bias_rad_s: Array
    tilt_rad: Array
    mass_kg: float

    @classmethod
    def of(cls, values: Array) -> Self:
        """Return the view of an (ESTIMATE_SIZE,) array, or of a longer one."""
        return cls(
            position_m=_part(values, c.E_POSITION, 3),
            velocity_m_s=_part(values, c.E_VELOCITY, 3),
            attitude=_part(values, c.E_ATTITUDE, 4),
            rate_rad_s=_part(values, c.E_RATE, 3),
            gyro_bias_rad_s=_part(values, c.E_GYRO_BIAS, 3),
            tilt_rad=_part(values, c.E_TILT, 3),
            mass_kg=float(values[c.E_MASS]),
        )

    def to_array(self) -> Array:
        """Return the (ESTIMATE_SIZE,) array."""
        parts = (
            self.position_m,
            self.velocity_m_s,
            self.attitude,
            self.rate_rad_s,
            self.gyro_bias_rad_s,
            self.tilt_rad,
        )
        return np.concatenate([*parts, [self.mass_kg]]).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Setpoint:
    """What guidance asks of control.

    Parameters
    ----------
    velocity_m_s, acceleration_m_s2 : Array
        Wanted, and what holding it needs against the relative motion; LVLH. [m/s, m/s2]
    attitude : Array
        Quaternion, scalar-last, `body_from_lvlh`.
    rate_rad_s : Array
        Inertial, body axes. [rad/s]
    speed_deadband_m_s, angle_deadband_rad : float
        Demands below them are not fired. [m/s, rad]
    engine : bool
        Whether the main engine may brake.
    """

    velocity_m_s: Array
    acceleration_m_s2: Array
    attitude: Array
    rate_rad_s: Array
    speed_deadband_m_s: float
    angle_deadband_rad: float
    engine: bool = False

    @classmethod
    def of(cls, values: Array) -> Self:
        """Return the view of a (SETPOINT_SIZE,) array."""
        return cls(
            velocity_m_s=_part(values, c.S_VELOCITY, 3),
            acceleration_m_s2=_part(values, c.S_ACCELERATION, 3),
            attitude=_part(values, c.S_ATTITUDE, 4),
            rate_rad_s=_part(values, c.S_RATE, 3),
            speed_deadband_m_s=float(values[c.S_SPEED_DEADBAND]),
            angle_deadband_rad=float(values[c.S_ANGLE_DEADBAND]),
            engine=bool(values[c.S_ENGINE] > 0.0),
        )

    def to_array(self) -> Array:
        """Return the (SETPOINT_SIZE,) array."""
        parts = (self.velocity_m_s, self.acceleration_m_s2, self.attitude, self.rate_rad_s)
        last = [self.speed_deadband_m_s, self.angle_deadband_rad, float(self.engine)]
        return np.concatenate([*parts, last]).astype(np.float64)


@runtime_checkable
class Navigator(Protocol):
    """Turns measurements into an estimate, once a navigation cycle."""

    def step(self, measured: Measured, dt_s: float, /) -> Estimate:
        """Return the estimate at the time of the measurement, `dt_s` after the last one."""
        ...


@runtime_checkable
class Guidance(Protocol):
    """Decides what to fly, once a navigation cycle."""

    def step(self, estimate: Estimate, time_s: float, /) -> Setpoint:
        """Return what control is to hold until the next call."""
        ...


@runtime_checkable
class Controller(Protocol):
    """Fires the thrusters, once a control cycle."""

    def step(self, estimate: Estimate, setpoint: Setpoint, time_s: float, /) -> Array:
        """Return how long each thruster fires in this cycle, one number a row of the layout. [s]"""
        ...


def checked_answer(values: Array, size: int, plug_in: str) -> Array:
    """Return a plug-in's answer as a contiguous array, or say what is wrong with it.

    Parameters
    ----------
    values : Array
        The answer.
    size : int
        How many numbers it must have.
    plug_in : str
        Its name, for the message.

    Raises
    ------
    InputError
        For another shape, or a number that is not finite.

    Examples
    --------
    >>> float(checked_answer(np.array([0.0, 0.02]), 2, "my controller").sum())
    0.02
    """
    answer = np.ascontiguousarray(values, dtype=np.float64)
    if answer.shape != (size,):
        raise InputError(
            f"{plug_in} answered with shape {answer.shape}", limit=f"({size},)", where=plug_in
        )
    bad = np.flatnonzero(~np.isfinite(answer))
    if bad.size:
        raise InputError(
            f"{plug_in} answered with a number that is not finite",
            where=f"{plug_in}: entry {bad[0]}",
        )
    return answer
