"""Where each number stands in the plain arrays that the compiled parts of a docking run hand on.

Model   Flat arrays of float64, one value a slot, so that a run is one compiled loop without records.
        Positions and velocities are those of the ship's center of mass from the station's center of
        mass, in the station's turning LVLH frame. A quaternion is scalar-last and turns components of
        LVLH into components of the ship's body: its matrix is `body_from_lvlh`. Ship's body axes: x along
        the probe, out of the nose; y and z complete it. Rates of turn are inertial, in body axes.
Valid   Every compiled function of `portcall.docking`.
Source  Chosen here.
"""

from typing import Final

# the truth of one run
POSITION: Final = 0  # 3 [m] LVLH
VELOCITY: Final = 3  # 3 [m/s] LVLH, as seen in the turning frame
ATTITUDE: Final = 6  # 4, body_from_lvlh
RATE: Final = 10  # 3 [rad/s] inertial, body axes
MASS: Final = 13  # [kg]
TILT: Final = 14  # 3 [rad] rotation vector of the station from its nominal attitude, LVLH axes
TILT_RATE: Final = 17  # 3 [rad/s]
TRUTH_SIZE: Final = 20

# what the navigator believes
E_POSITION: Final = 0
E_VELOCITY: Final = 3
E_ATTITUDE: Final = 6
E_RATE: Final = 10  # gyro less its estimated bias
E_GYRO_BIAS: Final = 13
E_TILT: Final = 16
E_MASS: Final = 19  # [kg] by the propellant book
ESTIMATE_SIZE: Final = 20

# the errors that its covariance speaks of, in this order: body-axes attitude error, rotation vector
D_POSITION: Final = 0
D_VELOCITY: Final = 3
D_ATTITUDE: Final = 6
D_GYRO_BIAS: Final = 9
D_TILT: Final = 12
ERROR_SIZE: Final = 15

# what the sensors give; not a number where a sensor is silent
M_TIME: Final = 0  # [s]
M_RANGE: Final = 1  # [m] ship's antenna to the port's antenna
M_RANGE_RATE: Final = 2  # [m/s] positive when opening
M_SHIP_ANGLES: Final = 3  # 2 [rad] azimuth, elevation of the port's antenna in the ship's body
M_PORT_ANGLES: Final = 5  # 2 [rad] azimuth, elevation of the ship's antenna in the port's axes
M_GYRO: Final = 7  # 3 [rad/s] inertial, body axes
M_ATTITUDE: Final = 10  # 4 body_from_lvlh by star tracker and the known orbit
M_DELTA_V: Final = 14  # 3 [m/s] by accelerometer since the last measurement, body axes
M_RELATIVE_ATTITUDE: Final = (
    17  # 3 [rad] rotation vector of the ship from its docked attitude, body axes
)
M_GNSS_POSITION: Final = 20  # 3 [m] as POSITION
M_GNSS_VELOCITY: Final = 23  # 3 [m/s] as VELOCITY
MEASURED_SIZE: Final = 26

# what guidance asks of control
S_VELOCITY: Final = 0  # 3 [m/s] LVLH
S_ACCELERATION: Final = (
    3  # 3 [m/s2] LVLH, what holding that course needs against the relative motion
)
S_ATTITUDE: Final = 6  # 4 body_from_lvlh
S_RATE: Final = 10  # 3 [rad/s] inertial, body axes
S_SPEED_DEADBAND: Final = 13  # [m/s] demands below it are not fired
S_ANGLE_DEADBAND: Final = 14  # [rad]
S_ENGINE: Final = 15  # 1 where the main engine may brake, else 0
SETPOINT_SIZE: Final = 16

# where guidance stands between two calls
LEG: Final = 0  # row of the table of legs
LEG_START_S: Final = 1
GO: Final = 2  # 1 once the final approach was cleared
ABORT: Final = 3  # 0, or why (ABORT_*)
DONE: Final = 4  # 1 when the plan ends: held in the berthing box, or away after an abort
GOOD_SINCE_S: Final = 5  # since when every condition of a go holds; not a number: it does not
SCRATCH: Final = 6  # 6 more for guidance alone
MODE_SIZE: Final = 12

ABORT_NONE: Final = 0
ABORT_NO_GO: Final = 1  # the hold ended without a go
ABORT_CORRIDOR: Final = 2
ABORT_CLOSING: Final = 3  # range or rate outside the leg's band
ABORT_NAVIGATION: Final = 4  # no measurement for too long, or innovations that cannot be
ABORT_THRUSTER: Final = 5
ABORT_COMMAND: Final = 6  # from outside
ABORT_TIME: Final = 7

# a port, as compiled code needs it
P_POSITION: Final = 0  # 3 [m] LVLH from the station's center of mass, nominal attitude
P_AXES: Final = 3  # 9 port_from_lvlh, rows; x out of the port
P_DOCKED: Final = 12  # 4 body_from_lvlh of the docked ship
P_PROBE: Final = 16  # 3 [m] tip of the probe from the ship's center of mass, body axes
P_SHIP_ANTENNA: Final = 19  # 3 [m] from the ship's center of mass, body axes
P_PORT_ANTENNA: Final = 22  # 3 [m] from the port, port axes
PORT_SIZE: Final = 25

# one thruster a row
T_POSITION: Final = 0  # 3 [m] from the catalogue's body origin, body axes
T_FORCE: Final = 3  # 3 unit direction of the force on the ship
T_THRUST_N: Final = 6
T_ISP_S: Final = 7
T_MIN_ON_S: Final = 8
T_GROUP: Final = 9  # index of the feed that one valve can close
T_MAIN: Final = 10  # 1 for the main engine
THRUSTER_SIZE: Final = 11

# one fault a row; compiled code reads the table at every step
F_KIND: Final = 0
F_UNIT: Final = 1  # thruster row, or axis
F_START_S: Final = 2
F_END_S: Final = 3
F_MAGNITUDE: Final = 4
FAULT_SIZE: Final = 5

FAULT_THRUSTER_OFF: Final = 1
FAULT_THRUSTER_ON: Final = 2
FAULT_THRUSTER_WEAK: Final = 3  # magnitude: part of the thrust that is left
FAULT_RADAR_LOST: Final = 4
FAULT_ANGLES_LOST: Final = 5
FAULT_RANGE_LOST: Final = 6
FAULT_RADAR_FROZEN: Final = 7
FAULT_RANGE_BIAS: Final = 8  # [m]
FAULT_ANGLE_BIAS: Final = 9  # [rad]
FAULT_GYRO_DRIFT: Final = 10  # [rad/s]
FAULT_ENGINE_CUT: Final = 11  # the main engine gives nothing more
FAULT_WRONG_MASS: Final = 12  # magnitude: true mass over believed mass
FAULT_LATE_ABORT: Final = 13  # an abort commanded at F_START_S, executed F_MAGNITUDE seconds later
FAULT_STATION_TURNS: Final = 14  # [rad/s] about F_UNIT, the station's attitude control lost
FAULT_MANUAL: Final = 15  # the operator flies from F_START_S on
