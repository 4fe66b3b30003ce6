"""From an approach profile to the tables that guidance reads.

Model   One row a leg and one for the retreat. Waypoints and the end of a fly-around are points: in a
        direction of LVLH, or on the port's axis at a distance from the station's center. Inside the
        corridor the control cycle and the dead bands are the near ones.
Valid   The station's nominal attitude; guidance itself follows the tilted port.
Source  Figures of the profile and of the station's safety rules.
"""

import math

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.approach import Approach, ApproachLeg, Side, Steering
from portcall.catalogue.station import Safety
from portcall.core.errors import InputError
from portcall.core.sourced import Figure
from portcall.docking.approach.guidance_field import A_DOCKED, A_X
from portcall.docking.approach.legs import (
    ATTITUDE_DOCKED,
    ATTITUDE_NOSE,
    ATTITUDE_TAIL,
    L_ACCELERATION_M_S2,
    L_ANGLE_DEADBAND,
    L_ATTITUDE,
    L_CLOSING_PART,
    L_CLOSING_SLACK_M_S,
    L_CORRIDOR_RAD,
    L_END_M,
    L_ENGINE,
    L_GATE_COUNT,
    L_GATE_FIRST,
    L_GO_ANGLE_RAD,
    L_GO_OFFSET_M,
    L_GO_RATE_M_S,
    L_GO_SIGMA_M,
    L_GO_STEADY_S,
    L_GO_TURN_RAD_S,
    L_GOAL,
    L_KIND,
    L_LAST,
    L_LEAST_S,
    L_LONGEST_S,
    L_NEAR_M,
    L_NEEDS_GO,
    L_NOT_BEFORE_S,
    L_PERIOD_S,
    L_SIDE_SPEED_M_S,
    L_SPEED_DEADBAND,
    L_SPEED_M_S,
    L_TIME_CONSTANT_S,
    LEG_AROUND,
    LEG_AWAY,
    LEG_BERTH,
    LEG_HOLD,
    LEG_LINE,
    LEG_POINT,
    LEG_SIGHT,
    LEG_SIZE,
)
from portcall.docking.columns import P_AXES, P_POSITION, P_PROBE

Array = NDArray[np.float64]

KINDS = {
    "sight": LEG_SIGHT,
    "around": LEG_AROUND,
    "point": LEG_POINT,
    "line": LEG_LINE,
    "hold": LEG_HOLD,
    "berth": LEG_BERTH,
}
WAYS = {"v-bar-behind": (-1, 0, 0), "v-bar-ahead": (1, 0, 0), "r-bar-below": (0, 0, 1)}
WAYS["r-bar-above"] = (0, 0, -1)
_ATTITUDES = {"nose": ATTITUDE_NOSE, "docked": ATTITUDE_DOCKED, "tail": ATTITUDE_TAIL}

_WAYPOINT_NEAR_M = 8.0  # a waypoint is reached within it
_BOX_NEAR_M = 0.5  # half-size of the capture box
_HOLD_SPEED_M_S = 0.3  # greatest speed towards a held point
_BEYOND_CONTACT_M = -5.0  # the last leg asks to go on: contact ends it
_RETREAT_NAME = "retreat"


def untilted(port: Array) -> Array:
    """Return the port as `tilted_port` gives it for a station without tilt, shape (15,)."""
    place, axes = port[P_POSITION : P_POSITION + 3], port[P_AXES : P_AXES + 9].reshape(3, 3)
    tip = port[P_PROBE : P_PROBE + 3]
    docked = place + tip[0] * axes[0] + tip[1] * axes[1] - tip[2] * axes[2]
    return np.concatenate([place, axes.ravel(), docked])


def axis_point_m(port: Array, radius_m: float) -> Array:
    """Return the point of the docking axis at a distance from the station's center, shape (3,). [m]

    Raises
    ------
    InputError
        Where the whole axis is farther from the center than that.
    """
    actual = untilted(port)
    docked, out = actual[A_DOCKED : A_DOCKED + 3], actual[A_X : A_X + 3]
    along = float(docked @ out)
    square = along**2 - float(docked @ docked) + radius_m**2
    if square < 0.0:
        raise InputError(
            f"a waypoint {radius_m:.0f} m from the station's center is not on the port's axis",
            limit=f"at least {math.sqrt(float(docked @ docked) - along**2):.0f} m",
            remedy="give the leg a larger radius_m",
        )
    return np.asarray(docked + (math.sqrt(square) - along) * out)


def _value(figure: Figure | None, otherwise: float) -> float:
    return otherwise if figure is None else figure.value


def _goal_m(leg: ApproachLeg, port: Array) -> Array:
    radius_m = _value(leg.radius_m, 0.0)
    side: Side | None = leg.towards
    if side is None:
        return axis_point_m(port, radius_m)
    return radius_m * np.array(WAYS[side], dtype=float)


def _row(leg: ApproachLeg, steering: Steering, port: Array, corridor_rad: float) -> Array:
    """Return what a leg's row holds besides its gates."""
    row = np.zeros(LEG_SIZE)
    row[L_KIND] = KINDS[leg.kind]
    inside = leg.kind in ("line", "hold", "berth")
    row[L_CORRIDOR_RAD] = corridor_rad if inside else 0.0
    row[L_NEEDS_GO] = leg.cleared
    if leg.kind in ("around", "point"):
        row[L_GOAL : L_GOAL + 3] = _goal_m(leg, port)
    row[L_END_M] = _value(leg.end_range_m, _BEYOND_CONTACT_M)
    row[L_LEAST_S] = _value(leg.least_s, 0.0)
    row[L_LONGEST_S] = _value(leg.longest_s, math.inf)
    row[L_NOT_BEFORE_S] = -math.inf
    row[L_NEAR_M] = _BOX_NEAR_M if leg.kind == "berth" else _WAYPOINT_NEAR_M
    row[L_SPEED_M_S] = _HOLD_SPEED_M_S
    row[L_ATTITUDE] = _ATTITUDES[leg.attitude]
    row[L_ENGINE] = float(leg.engine)
    _fill_steering(row, steering, inside=inside)
    return row


def _fill_steering(row: Array, steering: Steering, *, inside: bool) -> None:
    near = (
        steering.near_period_s,
        steering.near_speed_deadband_m_s,
        steering.near_angle_deadband_deg,
    )
    far = (steering.far_period_s, steering.far_speed_deadband_m_s, steering.far_angle_deadband_deg)
    period, speed, angle = near if inside else far
    row[L_PERIOD_S], row[L_SPEED_DEADBAND] = period.value, speed.value
    row[L_ANGLE_DEADBAND] = math.radians(angle.value)
    row[L_TIME_CONSTANT_S] = steering.side_time_constant_s.value
    row[L_SIDE_SPEED_M_S] = steering.side_speed_m_s.value
    row[L_GO_OFFSET_M] = steering.go_offset_m.value
    row[L_GO_RATE_M_S] = steering.go_rate_m_s.value
    row[L_GO_ANGLE_RAD] = math.radians(steering.go_angle_deg.value)
    row[L_GO_TURN_RAD_S] = math.radians(steering.go_turn_deg_s.value)
    row[L_GO_SIGMA_M] = steering.go_sigma_m.value
    row[L_GO_STEADY_S] = steering.go_steady_s.value
    row[L_CLOSING_PART] = steering.closing_band_part.value
    row[L_CLOSING_SLACK_M_S] = steering.closing_band_slack_m_s.value
    row[L_ACCELERATION_M_S2] = steering.start_acceleration_m_s2.value


def _retreat(steering: Steering, corridor_rad: float) -> Array:
    row = np.zeros(LEG_SIZE)
    row[L_KIND] = LEG_AWAY
    row[L_CORRIDOR_RAD] = corridor_rad
    row[L_END_M] = steering.retreat_m.value
    row[L_LONGEST_S] = math.inf
    row[L_NOT_BEFORE_S] = -math.inf
    row[L_ATTITUDE] = ATTITUDE_DOCKED
    _fill_steering(row, steering, inside=True)
    return row


def leg_tables(approach: Approach, safety: Safety, port: Array) -> tuple[Array, Array, list[str]]:
    """Return the table of legs, the table of gates, and the legs' names.

    Parameters
    ----------
    approach : Approach
        The profile.
    safety : Safety
        The station's corridor.
    port : Array
        Shape (PORT_SIZE,).

    Returns
    -------
    legs : ndarray, shape (n + 1, LEG_SIZE)
        The last row is the retreat.
    gates : ndarray, shape (m, 2)
        Range [m] and rate [m/s].
    names : list of str
        One a row.
    """
    corridor_rad = math.radians(safety.corridor_half_angle_deg.value)
    rows = [_row(leg, approach.steering, port, corridor_rad) for leg in approach.leg]
    rows[-1][L_LAST] = 1.0
    gates: list[tuple[float, float]] = []
    for row, leg in zip(rows, approach.leg, strict=True):
        row[L_GATE_FIRST], row[L_GATE_COUNT] = len(gates), len(leg.gate)
        gates += [(gate.range_m.value, gate.rate_m_s.value) for gate in leg.gate]
    away = _retreat(approach.steering, corridor_rad)
    away[L_GATE_FIRST], away[L_GATE_COUNT] = len(gates), 1
    gates.append((approach.steering.retreat_m.value, approach.steering.retreat_m_s.value))
    names = [leg.name for leg in approach.leg] + [_RETREAT_NAME]
    return np.array([*rows, away]), np.array(gates), names
