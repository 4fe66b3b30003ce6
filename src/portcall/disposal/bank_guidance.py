"""Bank control to a landing site: a predictor and a corrector.

Model   Each cycle, the bank is found that, held to the opening of the parachute, ends as far along the
        track as the site; where the flight so predicted would exceed the load limit, the bank is
        reduced until it does not. Its sign follows a predicted miss to the side: it changes as soon as
        the flight after the change would end on the site's other side by no more than `OVERSHOOT`
        of what side the change gains. The body rolls at a finite rate, through lift up.
Valid   A trimmed capsule. The prediction knows the true air; errors of navigation, air and wind are
        for a campaign to add. Below `QUIET_SPEED_M_S` the bank stays as it is.
Source  Numerical predictor-corrector and predicted side miss after Lu 2014, Entry guidance: a unified
        method, J. Guidance 37(3), 713-728, and Smith 2016, AAS 16-092; here with one constant bank.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.disposal.landing_craft import LandingCraft, LandingSite
from portcall.disposal.lifting_entry import LONGEST_S, Glide, glide, ground_direction, miss_m
from portcall.disposal.lifting_kernel import BANK, TIME

Array = NDArray[np.float64]

LEAST_BANK_RAD = math.radians(15.0)  # some side force always remains
MOST_BANK_RAD = math.radians(110.0)
CYCLE_S = 4.0
ROLL_STEP_S = 0.5
PREDICTION_STEP_S = 2.0
RANGE_TOLERANCE_M = 100.0
SIDE_DEADBAND_M = 1_000.0
OVERSHOOT = 0.25
QUIET_SPEED_M_S = 700.0
_CORRECTIONS = 12


@dataclass(frozen=True, slots=True)
class Predicted:
    """What holding a bank would lead to."""

    bank_rad: float
    beyond_m: float
    starboard_m: float
    peak_load_ratio: float
    opens: bool


def _side(bank_rad: float) -> int:
    return 1 if bank_rad >= 0.0 else -1


def predicted(state: Array, craft: LandingCraft, site: LandingSite, bank_rad: float) -> Predicted:
    """Return where a bank, held, opens the parachute, seen against the site."""
    flown = glide(
        state, craft.body(), bank_rad, craft.parachute_altitude_m, step_s=PREDICTION_STEP_S
    )
    start, end = ground_direction(state[:3]), ground_direction(flown.end_state[:3])
    beyond_m, starboard_m = miss_m(start, end, site)
    if not flown.reached_floor:
        beyond_m = math.inf
    return Predicted(bank_rad, beyond_m, starboard_m, flown.peak_load_ratio, flown.reached_floor)


def bank_for_range(state: Array, craft: LandingCraft, site: LandingSite, side: int) -> Predicted:
    """Return the prediction of the bank that, held, ends at the site's range, or comes nearest to it.

    Parameters
    ----------
    state : Array
        ITRF position [m] and Earth-relative velocity [m/s], shape (6,).
    craft : LandingCraft
    site : LandingSite
    side : int
        1 banks to starboard, -1 to port.
    """
    longest = predicted(state, craft, site, side * LEAST_BANK_RAD)
    if longest.beyond_m <= 0.0:
        return longest
    shortest = predicted(state, craft, site, side * MOST_BANK_RAD)
    if shortest.beyond_m >= 0.0:
        return shortest
    low, high = longest, shortest
    for _ in range(_CORRECTIONS):
        part = 0.5
        if math.isfinite(low.beyond_m):  # the chord, kept off the ends so that the bracket shrinks
            chord = low.beyond_m / (low.beyond_m - high.beyond_m)
            part = min(0.9, max(0.1, chord))
        tried = predicted(state, craft, site, low.bank_rad + part * (high.bank_rad - low.bank_rad))
        if abs(tried.beyond_m) <= RANGE_TOLERANCE_M:
            return tried
        low, high = (tried, high) if tried.beyond_m > 0.0 else (low, tried)
    return min(low, high, key=lambda one: abs(one.beyond_m))


def _within_load(
    state: Array, craft: LandingCraft, site: LandingSite, wanted: Predicted
) -> Predicted:
    """Return the wanted bank, or the greatest below it that keeps to the load limit."""
    limit = craft.load_limit_ratio
    if wanted.peak_load_ratio <= limit:
        return wanted
    side = _side(wanted.bank_rad)
    best = predicted(state, craft, site, side * LEAST_BANK_RAD)
    low_rad, high_rad = LEAST_BANK_RAD, abs(wanted.bank_rad)
    if best.peak_load_ratio > limit:
        return best
    while high_rad - low_rad > math.radians(0.5):
        middle = predicted(state, craft, site, side * 0.5 * (low_rad + high_rad))
        if middle.peak_load_ratio <= limit:
            low_rad, best = abs(middle.bank_rad), middle
        else:
            high_rad = abs(middle.bank_rad)
    return best


def commanded(state: Array, craft: LandingCraft, site: LandingSite, side: int | None) -> Predicted:
    """Return the bank to command now.

    Parameters
    ----------
    state : Array
        ITRF position [m] and Earth-relative velocity [m/s], shape (6,).
    craft : LandingCraft
    site : LandingSite
    side : int or None
        To which the lift lies, 1 for starboard, -1 for port; None chooses the side with the smaller miss.
    """
    if side is None:
        held = bank_for_range(state, craft, site, 1)
        other = predicted(state, craft, site, -held.bank_rad)
        turn = abs(other.starboard_m) < abs(held.starboard_m)
    else:
        held = bank_for_range(state, craft, site, side)
        other = predicted(state, craft, site, -held.bank_rad)
        gained_m = abs(other.starboard_m - held.starboard_m)
        turn = (
            abs(held.starboard_m) > SIDE_DEADBAND_M
            and gained_m > SIDE_DEADBAND_M
            and side * other.starboard_m >= -OVERSHOOT * gained_m
        )
    return _within_load(state, craft, site, other if turn else held)


def _roll(state: Array, craft: LandingCraft, bank_rad: float, towards_rad: float) -> list[Glide]:
    """Fly one cycle while the body rolls towards a bank."""
    arcs: list[Glide] = []
    body, left_s = craft.body(), CYCLE_S
    while left_s > 1e-9:
        turn_rad = towards_rad - bank_rad
        most_rad = craft.roll_rate_rad_s * ROLL_STEP_S
        rolling = abs(turn_rad) > 1e-9
        bank_rad += max(-most_rad, min(most_rad, turn_rad))
        span_s = min(ROLL_STEP_S, left_s) if rolling else left_s
        arcs.append(glide(state, body, bank_rad, craft.parachute_altitude_m, longest_s=span_s))
        state = arcs[-1].end_state
        left_s -= span_s
        if arcs[-1].reached_floor:
            break
    return arcs


def steer(state_itrf: Array, craft: LandingCraft, site: LandingSite, bank_rad: float) -> Glide:
    """Fly under control from the beginning of guidance to the parachute's opening.

    Parameters
    ----------
    state_itrf : Array
        ITRF position [m] and Earth-relative velocity [m/s], shape (6,).
    craft : LandingCraft
    site : LandingSite
        Above which the parachute is to open.
    bank_rad : float
        Bank at the start. [rad]

    Returns
    -------
    Glide
    """
    state, now_s = np.array(state_itrf), 0.0
    kept: list[Array] = []
    command_rad, down = bank_rad, False
    while not down and now_s < LONGEST_S:
        if float(np.linalg.norm(state[3:])) > QUIET_SPEED_M_S:
            command_rad = commanded(state, craft, site, _side(command_rad)).bank_rad
        for arc in _roll(state, craft, bank_rad, command_rad):
            rows = arc.rows.copy()
            rows[:, TIME] += now_s
            now_s += arc.duration_s
            down = arc.reached_floor
            kept.append(rows if down else rows[:-1])
            state, bank_rad = arc.end_state, float(arc.rows[-1, BANK])
    return Glide(np.concatenate(kept), down)
