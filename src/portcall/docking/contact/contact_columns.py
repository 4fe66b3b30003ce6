"""Where each number of a contact stands in the arrays that its compiled parts hand on.

Model   Conditions are those of the ship's leading point against the port, in the port's axes (x out of
        the port), at the moment it crosses the port's plane. Angles are the rotation vector from the
        docked attitude to the ship's, and rates are against the station, both in the ship's body axes:
        about x roll, about y pitch, about z yaw.
Valid   Every compiled function of a contact.
Source  Chosen here.
"""

from typing import Final

C_CLOSING: Final = 0  # [m/s] positive when closing
C_OFFSET: Final = 1  # 2 [m] along the port's y and z
C_LATERAL_RATE: Final = 3  # 2 [m/s] along the port's y and z
C_ANGLES: Final = 5  # 3 [rad] roll, pitch, yaw
C_RATES: Final = 8  # 3 [rad/s] roll, pitch, yaw
C_TIME: Final = 11  # [s]
C_MASS: Final = 12  # [kg]
C_AXIAL: Final = 13  # [m] out of the plane; 0 at a crossing
CONDITIONS_SIZE: Final = 14

# what a mechanism allows; one row an end of the published range
TIGHT: Final = 0
NOMINAL: Final = 1
WIDE: Final = 2
ENDS: Final = ("tight", "nominal", "wide")

L_CLOSING_MIN: Final = 0  # [m/s]
L_CLOSING_MAX: Final = 1  # [m/s]
L_OFFSET: Final = 2  # [m]
L_LATERAL_RATE: Final = 3  # [m/s]
L_PITCH_YAW: Final = 4  # [rad] vector sum
L_ROLL: Final = 5  # [rad]
L_PITCH_YAW_RATE: Final = 6  # [rad/s] vector sum
L_ROLL_RATE: Final = 7  # [rad/s]
LIMITS_SIZE: Final = 8

J_CODE: Final = 0  # 3, one an end: 0 inside, else 1 + column of the criterion that is worst
J_WORST: Final = 3  # 3, one an end: what is used of the limit that is used most
JUDGED_SIZE: Final = 6

# the two bodies of a contact
B_SHIP_MASS: Final = 0  # [kg]
B_SHIP_INERTIA: Final = 1  # 3 [kg m2] principal, body axes
B_TIP: Final = 4  # 3 [m] leading point from the ship's center of mass, body axes
B_STATION_MASS: Final = 7  # [kg]
B_STATION_INERTIA: Final = 8  # 3 [kg m2] principal, LVLH axes
B_PORT: Final = 11  # 3 [m] port from the station's center of mass, LVLH axes
B_PORT_AXES: Final = 14  # 9 port_from_lvlh, rows
B_PUSH_N: Final = 23  # forward, from the delay after the first touch on
B_PUSH_DELAY_S: Final = 24
B_PUSH_DURATION_S: Final = 25
BODIES_SIZE: Final = 26

# the mechanism at one end of its ranges
K_KIND: Final = 0  # PROBE or RING
K_CONE_DEPTH_M: Final = 1  # from the port's plane to the socket
K_MOUTH_RADIUS_M: Final = 2
K_SOCKET_RADIUS_M: Final = 3
K_HEAD_RADIUS_M: Final = 4
K_ROD_STIFFNESS_N_M: Final = 5
K_ROD_DAMPING_N_S_M: Final = 6
K_ROD_TRAVEL_M: Final = 7
K_STOP_STIFFNESS_N_M: Final = 8
K_LATERAL_STIFFNESS_N_M: Final = 9
K_LATERAL_DAMPING_N_S_M: Final = 10
K_WALL_STIFFNESS_N_M: Final = 11
K_WALL_DAMPING_N_S_M: Final = 12
K_FRICTION: Final = 13
K_LATCH_N: Final = 14  # against the head, over the latches' travel
K_LATCH_TRAVEL_M: Final = 15
K_HEAD_MASS_KG: Final = 16
K_PRELOAD_N: Final = 17  # of the rod's spring: under it the rod stands
K_OVERLOAD_N: Final = 18
K_LIMIT_S: Final = 19
MECHANISM_SIZE: Final = 20
PROBE: Final = 1
RING: Final = 2

O_CODE: Final = 0
O_CAPTURE_S: Final = 1  # after the crossing; not a number without capture
O_PEAK_LOAD_N: Final = 2
O_AXIAL_SPEED: Final = 3  # [m/s] of the tip against the port at the end, positive when closing
O_LATERAL_SPEED: Final = 4  # [m/s]
O_RATES: Final = 5  # 3 [rad/s] of the ship against the station at the end
O_TRAVEL_M: Final = 8  # most that the rod gave
O_TOUCHES: Final = 9  # times that the head met the cone
O_SEAT_SPEED: Final = (
    10  # [m/s] of the ship where the head reached the latches; not a number: it did not
)
O_STATION_RATE: Final = 11  # [rad/s] of the station at the end
OUTCOME_SIZE: Final = 12

CAPTURED: Final = 1
REBOUNDED: Final = 2
MISSED: Final = 3  # outside the cone's mouth
STALLED: Final = 4  # still in the cone, uncaptured, when time was up
OVERLOADED: Final = 5

# the state of a contact: axes of the docked ship, from the middle of the cone's mouth; x into the port
Y_CENTER: Final = 0  # 3 [m] ship's center of mass
Y_VELOCITY: Final = 3  # 3 [m/s]
Y_ATTITUDE: Final = 6  # 4, scalar-last: components in the docked axes of what the body's axes give
Y_RATE: Final = 10  # 3 [rad/s] body axes
Y_HEAD: Final = 13  # 3 [m] middle of the head
Y_HEAD_VELOCITY: Final = 16  # 3 [m/s]
Y_PORT: Final = 19  # 3 [m] how far the port gave way
Y_PORT_VELOCITY: Final = 22  # 3 [m/s]
Y_MOBILITY: Final = 25  # 9 [1/kg] of the station at the port
Y_TURNING: Final = 34  # 9 [1/(kg m)] rate of the station by an impulse at the port
Y_STATION_RATE: Final = 43  # 3 [rad/s]
Y_FORCE: Final = 46  # 3 [N] last force of the port on the head
STATE_SIZE: Final = 49
