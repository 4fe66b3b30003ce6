"""Where each number of a finished run stands in its row of results.

Model   One row of float64 a run: how it ended and why, the contact, what it cost, what safety saw, how the
        navigator did. Not a number where a thing did not happen.
Valid   Rows of `run_kernel`.
Source  Chosen here.
"""

from typing import Final

from portcall.docking.contact.contact_columns import CONDITIONS_SIZE, JUDGED_SIZE, OUTCOME_SIZE

R_OUTCOME: Final = 0
R_REASON: Final = 1  # O_CODE of a contact, ABORT_* of an abort
R_END_S: Final = 2  # time of the run at its end
R_CONDITIONS: Final = 3  # the contact's C_*
R_JUDGED: Final = R_CONDITIONS + CONDITIONS_SIZE  # J_*
R_CONTACT: Final = R_JUDGED + JUDGED_SIZE  # O_*
R_DELTA_V_M_S: Final = R_CONTACT + OUTCOME_SIZE
R_PROPELLANT_KG: Final = R_DELTA_V_M_S + 1
R_PULSES: Final = R_DELTA_V_M_S + 2
R_FINAL_PROPELLANT_KG: Final = R_DELTA_V_M_S + 3  # since the go
R_VIOLATION_S: Final = R_FINAL_PROPELLANT_KG + 1  # seconds inside the sphere without leave
R_VIOLATION_AT_S: Final = R_VIOLATION_S + 1  # when first
R_VIOLATION_AT_M: Final = R_VIOLATION_S + 2  # at what range
R_LEAST_M: Final = R_VIOLATION_S + 3  # least distance from the station's center of mass
R_NO_ESCAPE_S: Final = R_VIOLATION_S + 4  # seconds in the final leg without an avoidance burn
R_CORRIDOR_S: Final = R_VIOLATION_S + 5  # when it was cleared into the corridor
R_GO_S: Final = R_VIOLATION_S + 6
R_ABORT: Final = R_VIOLATION_S + 7  # ABORT_*
R_ABORT_S: Final = R_VIOLATION_S + 8
R_ABORT_M: Final = R_VIOLATION_S + 9  # range then
R_LEG: Final = R_VIOLATION_S + 10  # at the end
R_ISOLATED: Final = R_LEG + 1  # 1 + row of the thruster, or minus (1 + feed); 0: none
R_ISOLATED_S: Final = R_LEG + 2  # when the watch came to that answer
R_FAULT_S: Final = R_LEG + 3  # when the first fault began
R_NEES: Final = R_LEG + 4  # 3 means over the run: place and velocity, attitude, all twelve
R_NIS: Final = R_NEES + 3  # mean squared innovation of those used
R_USED: Final = R_NEES + 4
R_REJECTED: Final = R_NEES + 5
R_SIGMA_M: Final = R_NEES + 6  # navigator's worst position sigma at the end
R_MISS_M: Final = R_NEES + 7  # 3 estimated less true place of the ship at the end, port axes
R_BURNING: Final = R_MISS_M + 3  # 1 + row of a thruster that burns on after contact; 0: none
RESULT_SIZE: Final = R_BURNING + 1

CAPTURED: Final = 0
NOT_CAPTURED: Final = 1  # contact, and the mechanism did not hold
ABORTED: Final = 2  # flew away
TIME_OUT: Final = 3
COLLISION: Final = 4  # struck beside the port
NOT_A_NUMBER: Final = 5  # a plug-in or a model gave what no number is
OUTCOMES: Final = (
    "captured", "not captured", "aborted", "time out", "collision", "not a number",
)  # fmt: skip

# one row a second of a recorded run
W_TIME_S: Final = 0
W_TRUTH: Final = 1  # the truth, 20
W_ESTIMATE: Final = 21  # estimated position and velocity, 6
W_LEG: Final = 27
W_RANGE_M: Final = 28
W_CLOSING_M_S: Final = 29
W_PROPELLANT_KG: Final = 30
W_SIGMA_M: Final = 31
W_ZONES: Final = 32
W_ESCAPE: Final = 33
HISTORY_SIZE: Final = 34

NAMES: Final = (
    "outcome", "reason", "end_s",
    "closing_m_s", "offset_y_m", "offset_z_m", "lateral_rate_y_m_s", "lateral_rate_z_m_s",
    "roll_rad", "pitch_rad", "yaw_rad", "roll_rate_rad_s", "pitch_rate_rad_s", "yaw_rate_rad_s",
    "contact_s", "contact_mass_kg", "contact_axial_m",
    "code_tight", "code_nominal", "code_wide", "worst_tight", "worst_nominal", "worst_wide",
    "contact_code", "capture_after_s", "peak_load_n", "residual_axial_m_s", "residual_lateral_m_s",
    "residual_roll_rate_rad_s", "residual_pitch_rate_rad_s", "residual_yaw_rate_rad_s", "travel_m",
    "touches", "seat_speed_m_s", "station_rate_rad_s",
    "delta_v_m_s", "propellant_kg", "pulses", "final_propellant_kg",
    "violation_s", "violation_at_s", "violation_at_m", "least_m", "no_escape_s", "corridor_s", "go_s",
    "abort", "abort_s", "abort_m", "leg", "isolated", "isolated_s", "fault_s",
    "nees_place", "nees_attitude", "nees_all", "nis", "used", "rejected", "sigma_m",
    "miss_x_m", "miss_y_m", "miss_z_m", "burning",
)  # fmt: skip
"""The columns in order, for tables."""
