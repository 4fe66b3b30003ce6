"""Where the figures of a ship's sensors stand in the array that the compiled measurement reads.

Model   One row of one-sigma figures, SI, for the sensors of one ship together; a sensor that the ship
        does not carry has a farthest range of 0 (line of sight, relative attitude), a field of 0
        (port side) or an infinite nearest range (satellite navigation).
Valid   One line-of-sight sensor a ship.
Source  Chosen here.
"""

from typing import Final

N_FARTHEST: Final = 0  # [m] line of sight
N_NEAREST: Final = 1  # [m]
N_SHIP_FIELD: Final = 2  # [rad] half angle
N_PORT_FIELD: Final = 3  # [rad] half angle
N_RANGE_NOISE: Final = 4  # [m]
N_RANGE_PART: Final = 5  # of the range
N_RANGE_CEILING: Final = 6  # [m]
N_RANGE_BIAS: Final = 7  # [m]
N_RATE_NOISE: Final = 8  # [m/s]
N_RATE_BIAS: Final = 9  # [m/s]
N_ANGLE_NOISE: Final = 10  # [rad]
N_ANGLE_BIAS: Final = 11  # [rad]
N_PORT_NOISE: Final = 12  # [rad]
N_PORT_BIAS: Final = 13  # [rad]
N_RELATIVE_NOISE: Final = 14  # [rad]
N_RELATIVE_FARTHEST: Final = 15  # [m]
N_SATELLITE_NEAREST: Final = 16  # [m]
N_SATELLITE_NOISE: Final = 17  # [m]
N_SATELLITE_BIAS: Final = 18  # [m]
N_SATELLITE_RATE_NOISE: Final = 19  # [m/s]
N_GYRO_NOISE: Final = 20  # [rad/s^0.5]
N_GYRO_BIAS: Final = 21  # [rad/s]
N_DELTA_V_NOISE: Final = 22  # [m/s^1.5]
N_ACCELERATION_BIAS: Final = 23  # [m/s2]
N_ATTITUDE_NOISE: Final = 24  # [rad]
N_ATTITUDE_BIAS: Final = 25  # [rad]
SENSOR_SIZE: Final = 26

# what stays the same for one approach
B_RANGE: Final = 0  # [m]
B_RATE: Final = 1  # [m/s]
B_SHIP_ANGLES: Final = 2  # 2 [rad]
B_PORT_ANGLES: Final = 4  # 2 [rad]
B_ATTITUDE: Final = 6  # 3 [rad] body axes
B_GYRO: Final = 9  # 3 [rad/s]
B_ACCELERATION: Final = 12  # 3 [m/s2] body axes
B_SATELLITE: Final = 15  # 3 [m] LVLH
BIAS_SIZE: Final = 18
# column of the figure that each bias is drawn from
BIAS_SIGMA: Final = (
    (N_RANGE_BIAS, N_RATE_BIAS)
    + 2 * (N_ANGLE_BIAS,)
    + 2 * (N_PORT_BIAS,)
    + 3 * (N_ATTITUDE_BIAS,)
    + 3 * (N_GYRO_BIAS,)
    + 3 * (N_ACCELERATION_BIAS,)
    + 3 * (N_SATELLITE_BIAS,)
)
