"""A profile closed at a launch instant: by how much, and what would open it.

Model   A reboost of the station, two weeks before launch or a day from now, changes its period and
        so its phase at launch, 1 m/s by about 2.1 degrees a day; its size is solved by the secant
        rule, the launch instant moving along. Or a later day: each pass has another phase.
Valid   Reboosts of at most 10 m/s, a day or more before launch; later days within 30.
Source  `orbit.station` for the maneuver, `visit.pad_pass` for the instant.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from portcall.catalogue.profile import Profile
from portcall.core.time import elapsed_s
from portcall.orbit.station import StationManeuver, StationMotion
from portcall.records.visit import Closed
from portcall.visit.insertion import InsertionPoint
from portcall.visit.pad_pass import PadPass, pad_pass_near, pad_passes_between
from portcall.visit.setting import Setting

NOTICE = timedelta(days=1)  # a reboost is planned and commanded in about this time
EARLIEST = timedelta(days=14)  # before the launch; sooner, the phase is not known well enough
LEAST_LEAD = timedelta(days=1)
LARGEST_REBOOST_M_S = 10.0  # about 1.4 t of propellant
LATER_DAYS = 30
_DEG_PER_M_S_DAY = -2.1  # a higher station falls behind
_INSIDE_DEG = 0.25  # how far inside the range the reboost aims
_ROUNDS = 12
_ENOUGH_DEG = 0.02  # a tenth of the aim inside


def _shift_deg(setting: Setting, phase_deg: float) -> float:
    """Return the smallest change of phase that brings it inside the profile's range [deg]."""
    low, high = setting.profile.phase_min_deg.value, setting.profile.phase_max_deg.value
    inside = min(_INSIDE_DEG, (high - low) / 2.0)
    options = (
        math.remainder(low + inside - phase_deg, 360.0),
        math.remainder(high - inside - phase_deg, 360.0),
    )
    return min(options, key=abs)


def reboosted(setting: Setting, maneuver: StationManeuver) -> Setting:
    """Return a setting with one more station maneuver in it."""
    maneuvers = (*setting.motion.maneuvers, maneuver)
    return replace(setting, motion=StationMotion(setting.motion.elements, maneuvers))


def opening_reboost(
    setting: Setting, point: InsertionPoint, at: PadPass, when: datetime
) -> StationManeuver | None:
    """Return the station reboost at an instant that opens a closed profile.

    Returns
    -------
    StationManeuver | None
        Negative when the station would have to go lower; None when it takes more than 10 m/s or
        leaves less than a day to the launch.
    """
    lead_d = elapsed_s(when, at.utc) / 86_400.0
    if lead_d * 86_400.0 < LEAST_LEAD.total_seconds():
        return None
    wanted = math.degrees(at.phase_rad) + _shift_deg(setting, math.degrees(at.phase_rad))

    def miss_deg(speed_m_s: float) -> float:
        moved = reboosted(setting, StationManeuver(when, speed_m_s))
        phase = math.degrees(pad_pass_near(moved, point, at.utc).phase_rad)
        return math.remainder(phase - wanted, 360.0)

    last, last_miss = 0.0, miss_deg(0.0)
    speed = -last_miss / (_DEG_PER_M_S_DAY * lead_d)
    for _ in range(_ROUNDS):
        if abs(speed) > LARGEST_REBOOST_M_S:
            return None
        miss = miss_deg(speed)
        if abs(miss) < _ENOUGH_DEG:
            return StationManeuver(when, speed)
        step = miss * (speed - last) / (miss - last_miss)
        last, last_miss = speed, miss
        speed -= step
    return None


def closed_profile(
    setting: Setting,
    point: InsertionPoint,
    at: PadPass,
    *,
    not_before: datetime,
    later: Sequence[PadPass] | None = None,
) -> Closed | None:
    """Say by how much a profile is closed, and what opens it.

    Parameters
    ----------
    setting : Setting
        Ship, pad, profile and station.
    point : InsertionPoint
        Where the ascent leaves the ship.
    at : PadPass
        The launch instant and its phase.
    not_before : datetime
        Now, as the planner sees it: a reboost comes a day later at the soonest.
    later : Sequence[PadPass], optional
        Passes already known for the days after.

    Returns
    -------
    Closed | None
        None when the profile is open.
    """
    profile = setting.profile
    phase_deg = math.degrees(at.phase_rad)
    by_deg = profile.closed_by_deg(phase_deg)
    if by_deg == 0.0:
        return None
    last = at.utc + timedelta(days=LATER_DAYS)
    if later is None:
        later = pad_passes_between(setting, point, at.utc + timedelta(hours=12), last)
    opening = (
        one.utc
        for one in later
        if at.utc < one.utc <= last and not profile.closed_by_deg(math.degrees(one.phase_rad))
    )
    opens = next(opening, None)
    when = max(not_before + NOTICE, at.utc - EARLIEST)
    reboost = opening_reboost(setting, point, at, when)
    return Closed(
        profile=profile.id,
        phase_deg=phase_deg,
        by_deg=by_deg,
        reboost_m_s=reboost.delta_v_m_s if reboost else None,
        reboost_utc=reboost.utc if reboost else None,
        opens_on=opens.date().isoformat() if opens else None,
    )


def closed_in_words(closed: Closed, profile: Profile) -> str:
    """Say by how much a profile is closed, and what opens it, in one line."""
    low, high = profile.phase_min_deg.value, profile.phase_max_deg.value
    ways = []
    if closed.reboost_m_s is not None and closed.reboost_utc is not None:
        ways.append(
            f"a station reboost of {closed.reboost_m_s:+.2f} m/s on "
            f"{closed.reboost_utc:%Y-%m-%d at %H:%M} UTC opens it"
        )
    if closed.opens_on is not None:
        ways.append(f"it is open on {closed.opens_on}")
    none = (
        f"no station reboost of at most {LARGEST_REBOOST_M_S:g} m/s a day or more before the "
        f"launch opens it, and no day within {LATER_DAYS}"
    )
    return (
        f"profile {closed.profile} is closed by {closed.by_deg:.1f} deg: the phase is "
        f"{closed.phase_deg:.1f} deg (limit: {low:g} to {high:g} deg); {', or '.join(ways) or none}"
    )
