"""Where each number of the watch stands: its state in one run, its constants, its table of thrusters.

Source  Chosen here.
"""

from typing import Final

WATCH_NONE: Final = 0
WATCH_ISOLATED: Final = 1  # W_UNIT or W_GROUP has changed
WATCH_MASKED: Final = 2  # W_MASK_RANGE or W_MASK_ANGLES has changed
WATCH_ABORT: Final = 3  # W_ABORT says why
WATCH_MANUAL: Final = 4  # the operator takes over

# state of one run; numbers of each thruster follow
W_UNIT: Final = 0  # 1 + row of the thruster that is shut off or weak and used no more; 0: none
W_GROUP: Final = 1  # 1 + feed that is closed because a thruster of it stuck open; 0: none
W_KIND: Final = 2  # FAULT_THRUSTER_OFF, _ON or _WEAK; 0: none
W_ISOLATED_S: Final = 3  # when
W_ABORT: Final = 4  # ABORT_*
W_MASK_RANGE: Final = 5  # 1: range and range rate are not to be believed
W_MASK_ANGLES: Final = 6
W_MANUAL: Final = 7  # 1: the operator flies
W_SUSPECT: Final = 8  # 1 + row that a stuck-open thruster was found at
W_SAMPLES: Final = 9  # since the bank was armed; 0: it is not
W_ENERGY_OFF: Final = 10  # squared residual since then, forgotten like the sums of dead thrusters
W_ENERGY_ON: Final = 48  # forgotten like the sums of thrusters stuck open
W_HOLD: Final = 11  # calls after an isolation in which the rates are not judged
W_BAD: Final = 12  # samples since arming that nothing nominal explains
W_STARTED: Final = 13
W_GYRO: Final = 14  # 3 [rad/s] at the last call
W_DELTA_V: Final = 17  # 3 [m/s] since the last call, body axes
W_TIME: Final = 20  # [s] gathered since the last call
W_GAIN_TOP: Final = 21  # 6 sums of measured times expected change, of velocity and of rate
W_GAIN_BOTTOM: Final = 27  # 6 of expected squared: true over believed acceleration is their ratio
W_LAST_RANGE: Final = 33
W_LAST_RATE: Final = 34
W_LAST_ANGLE: Final = 35
W_SAME: Final = 36  # equal measurements one after the other
W_SILENT_RANGE_S: Final = 37
W_SILENT_ANGLES_S: Final = 38
W_SEEN_RANGE: Final = 39
W_SEEN_ANGLES: Final = 40
W_TRACK_M: Final = 42  # range carried on by the range rate
W_RANGE_OFF_M: Final = 43  # mean difference of the two
W_TRACKED: Final = 44  # [s] since the track has begun; 0: it has not
W_ENDS_OFF: Final = 45  # 3 mean sum of the two lines of sight, LVLH
W_SURPRISE: Final = 49  # 26 cumulative sums of squared innovations, one a measurement
W_BANK: Final = 75

# of each thruster, after W_BANK, one block of this length a thruster
B_ON_S: Final = 0  # commanded since the last call [s]
B_LATE_S: Final = 1  # part of it that the last mean rate does not show yet [s]
B_CARRIED_S: Final = 2  # the same at the call before [s]
B_OFF_MATCH: Final = 3
B_OFF_ENERGY: Final = 4
B_ON_MATCH: Final = 5
B_ON_ENERGY: Final = 6
BANK_SIZE: Final = 7

# constants
WC_GYRO2: Final = 0  # variance of the difference of two rates [rad2/s2]
WC_DELTA_V2: Final = 1  # variance of a velocity increment [m2/s2]
WC_DRIFT_M_S2: Final = 2  # accelerometer's bias that is not known [m/s2]
WC_INERTIA: Final = 3  # 3 [kg m2]
WC_ON_TIME2: Final = 6  # variance of one pulse's length [s2]
WC_MIN_ON_S: Final = 7
WC_ARM: Final = 8  # squared residual of six that arms the bank
WC_CERTAIN: Final = 9  # log likelihood ratio that isolates
WC_OFF_LEAST: Final = 10  # least missing part of the thrust
WC_ON_LEAST: Final = 11
WC_LEFT: Final = 12  # part of the residual that may be left unexplained
WC_GIVE_UP: Final = 13  # bad samples without an answer
WC_SILENT_S: Final = 14  # longest silence
WC_BLIND_M: Final = 15  # silence nearer than this is let pass
WC_SURPRISE_DRIFT: Final = 16  # part of each squared innovation that is expected
WC_SURPRISE: Final = 17
WC_RANGE_SIGMA_M: Final = 18
WC_RANGE_PART: Final = 19
WC_RANGE_SIGMAS: Final = 20
WC_RATE_OFF_M_S: Final = 21  # bias of the range rate that is let pass
WC_ENDS: Final = 22  # largest disagreement of the two lines of sight, a sine
WC_MANUAL: Final = 23  # 1: an operator stands by
WC_MANUAL_M: Final = 24  # largest range at which he takes over
WC_SIZE: Final = 25

# one thruster a row
WT_FORCE: Final = 0  # 3 [N]
WT_TURN: Final = 3  # 3 angular acceleration [rad/s2]
WT_FORCE2: Final = 6  # 3 variance of the force that is not known [N2]
WT_TURN2: Final = 9  # 3 [rad2/s4]
WT_GROUP: Final = 12
WT_MAIN: Final = 13
WT_SIZE: Final = 14


def watch_size(thrusters: int) -> int:
    """Return the length of the state for so many thrusters."""
    return W_BANK + BANK_SIZE * thrusters
