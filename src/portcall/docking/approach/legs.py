"""The table of legs of an approach: what guidance, safety and the loop of a run read of each.

Model   One row a leg, in the order in which they are flown; the last row is always the retreat, which is
        entered when the flight is aborted. Range: distance of the ship's center of mass from the port less
        the probe's length; on the port's axis, the gap between the probe's tip and the port's plane for
        the docked attitude. It is zero at contact.
Valid   Every compiled function of `portcall.docking`.
Source  Chosen here.
"""

from typing import Final

L_KIND: Final = 0
L_PERIOD_S: Final = 1  # control cycle
L_CORRIDOR_RAD: Final = (
    2  # half-angle of the cone about the actual port axis; 0: outside the sphere
)
L_NEEDS_GO: Final = 3  # least value of mode[GO] inside the keep-out sphere
L_GATE_FIRST: Final = 4  # row of the table of gates
L_GATE_COUNT: Final = 5
L_GOAL: Final = 6  # 3 [m] LVLH
L_END_M: Final = 9  # range at which the leg ends, or is held
L_LEAST_S: Final = 10
L_LONGEST_S: Final = 11  # not a number: as long as it takes
L_NOT_BEFORE_S: Final = 12  # time of the run before which a hold does not end
L_NEAR_M: Final = 13  # how near the goal, or the axis, counts as there
L_SPEED_M_S: Final = 14  # greatest speed towards a held point
L_TURN: Final = 15  # sight: part of the orbital rate by which the line turns; around: the way round
L_ATTITUDE: Final = 16
L_ENGINE: Final = 17
L_SPEED_DEADBAND: Final = 18
L_ANGLE_DEADBAND: Final = 19
L_TIME_CONSTANT_S: Final = 20  # of the return to the axis or to the held point
L_SIDE_SPEED_M_S: Final = 21  # greatest speed across the axis
L_GO_OFFSET_M: Final = 22
L_GO_RATE_M_S: Final = 23
L_GO_ANGLE_RAD: Final = 24
L_GO_TURN_RAD_S: Final = 25
L_GO_SIGMA_M: Final = 26
L_GO_STEADY_S: Final = 27
L_CLOSING_PART: Final = 28  # the closing band, as a part of the planned rate
L_CLOSING_SLACK_M_S: Final = 29
L_ACCELERATION_M_S2: Final = 30  # of the start from rest
L_LAST: Final = 31  # 1 for the leg that ends in contact or in the berthing box
LEG_SIZE: Final = 32

LEG_SIGHT: Final = 1  # braking along the line of sight
LEG_AROUND: Final = 2  # fly-around outside the keep-out sphere
LEG_HOLD: Final = 3  # on the port's axis
LEG_LINE: Final = 4  # along the port's axis
LEG_BERTH: Final = 5  # held in the capture box
LEG_AWAY: Final = 6  # after an abort
LEG_POINT: Final = 7  # straight to a waypoint

ATTITUDE_NOSE: Final = 0
ATTITUDE_DOCKED: Final = 1
ATTITUDE_TAIL: Final = 2

GATE_RANGE_M: Final = 0
GATE_RATE_M_S: Final = 1
GATE_SIZE: Final = 2

CLEARED_INTO_CORRIDOR: Final = 1
CLEARED_TO_CONTACT: Final = 2
