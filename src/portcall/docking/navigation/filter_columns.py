"""Where the filter keeps what is its own: errors beyond the contract's fifteen, and its constants.

Model   Errors 0 to 14 are those of `columns` (D_*); behind them the station's rate of turn and the
        biases of the sensors, so that what does not average out is known not to.
Valid   The compiled filter and what builds its constants.
Source  Chosen here.
"""

from typing import Final

from portcall.docking.columns import ERROR_SIZE, ESTIMATE_SIZE

# errors
D_TILT_RATE: Final = ERROR_SIZE  # 3 [rad/s]
D_RANGE_BIAS: Final = 18  # [m]
D_RATE_BIAS: Final = 19  # [m/s]
D_ANGLE_BIAS: Final = 20  # 2 [rad] ship's side
D_OTHER_BIAS: Final = 22  # 3: port-side angles [rad], two of them; or satellite position [m]
D_ATTITUDE_BIAS: Final = 25  # 3 [rad] of the attitude reference, body axes
FILTER_SIZE: Final = 28

# behind the contract's estimate, in the same order
E_TILT_RATE: Final = ESTIMATE_SIZE
E_SENSOR_BIAS: Final = ESTIMATE_SIZE + 3
E_ATTITUDE_AGE: Final = E_SENSOR_BIAS + 10  # [s] since the attitude reference was taken in
FILTER_ESTIMATE_SIZE: Final = E_ATTITUDE_AGE + 1

# constants
Q_RANGE_NOISE: Final = 0  # [m]
Q_RANGE_PART: Final = 1
Q_RANGE_CEILING: Final = 2  # [m]
Q_RATE_NOISE: Final = 3  # [m/s]
Q_ANGLE_NOISE: Final = 4  # [rad]
Q_PORT_NOISE: Final = 5  # [rad]
Q_RELATIVE_NOISE: Final = 6  # [rad]
Q_SATELLITE_NOISE: Final = 7  # [m]
Q_SATELLITE_RATE_NOISE: Final = 8  # [m/s]
Q_ATTITUDE_NOISE: Final = 9  # [rad]
Q_ACCELERATION_DENSITY: Final = 10  # [m2/s3] of the velocity's random walk
Q_DELTA_V_PART: Final = 11  # of a measured delta-v, scale and timing
Q_GYRO_DENSITY: Final = 12  # [rad2/s]
Q_GYRO_BIAS_DENSITY: Final = 13  # [rad2/s3]
Q_TILT_PULL: Final = 14  # [s-2 rad-2] stiffness of the station's swing, over the tilt's variance
Q_TILT_DAMPING: Final = 15  # [s-1] of the swing's rate
Q_TILT_DENSITY: Final = 16  # [rad2/s3]
Q_GATE: Final = 17  # sigmas beyond which a measurement is not believed
Q_GATE_TILT: Final = 18  # [rad-2] how much wider the gate is while the tilt is not known, squared
Q_PLACE: Final = (
    19  # [m2] of antennas and center of mass that are not where they are believed, each axis
)
Q_START: Final = 20  # one sigma of each error at the start, FILTER_SIZE of them
FILTER_CONSTANTS_SIZE: Final = Q_START + FILTER_SIZE

# scratch: what an update says of itself, then room to work
U_NIS: Final = 0  # sum of the squared normalised innovations
U_USED: Final = 1
U_REJECTED: Final = 2
U_KEPT: Final = 3  # scalars taken that the covariance does not know of yet
U_ROOM: Final = 8
KEPT_MOST: Final = 6
U_INVERSE: Final = U_ROOM + 2 * FILTER_SIZE  # one over the variance of each of them
U_FOUND: Final = U_INVERSE + KEPT_MOST  # innovation over variance of each
U_SHARE: Final = U_FOUND + KEPT_MOST  # of each in the next scalar
U_GAIN: Final = U_SHARE + KEPT_MOST + 2  # P h of each, FILTER_SIZE numbers; on a boundary of four
FILTER_SCRATCH_SIZE: Final = U_GAIN + KEPT_MOST * FILTER_SIZE
