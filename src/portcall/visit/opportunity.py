"""One launch opportunity: a pass of the pad, judged for one profile.

Model   Where the phase lies in the profile's range, the chase is planned in mean elements and the
        lift-off solved with that chase's drift; contact is looked at for light, coverage and ports.
        Where it does not, the opportunity says by how much and what would open it.
Valid   As the elements: an opportunity is marked uncertain when the 68 % uncertainty of the phase
        reaches beyond the edge of the profile's range that is nearest.
Source  `visit.prediction`, `visit.uncertainty`, `visit.closed`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portcall.catalogue.network import Network
from portcall.core.constants import EGM_RADIUS_M, GM_EARTH_M3_S2
from portcall.core.time import elapsed_s
from portcall.environment.eclipse import cylinder_clearance_m
from portcall.environment.sun_moon import sun_position_gcrf_m
from portcall.orbit.station import station_state_gcrf
from portcall.records.base import FrozenRecord, Utc
from portcall.records.visit import Closed, LateLaunch
from portcall.visit.closed import closed_profile
from portcall.visit.coverage import coverage_at
from portcall.visit.insertion import InsertionPoint
from portcall.visit.pad_pass import PadPass
from portcall.visit.port_state import PortBook, PortState
from portcall.visit.prediction import Prediction, predict_at
from portcall.visit.setting import Setting
from portcall.visit.uncertainty import contact_sigma_s, launch_sigma_s, phase_sigma_rad

BACKUP_DAYS = (1, 2)
_HOUR_S = 3600.0
_SAME_PASS = timedelta(hours=6)  # how far a backup's pass may be from 24 h a day
_HALF_TURN_DEG = 180.0


class Rendezvous(FrozenRecord):
    """The planned chase of an open opportunity, and what contact finds."""

    delta_v_m_s: float
    plan_closes: bool
    lowest_perigee_km: float
    drift_deg: float
    late_cost_m_s_per_s: float
    contact_utc: Utc
    contact_sigma_s: float
    contact_reason: str
    contact_latitude_deg: float
    contact_longitude_deg: float
    sun_elevation_deg: float
    sunlit: bool
    ground_stations: tuple[str, ...]
    relays: tuple[str, ...]
    ports: tuple[PortState, ...]


class Opportunity(FrozenRecord):
    """One pass of the pad through the plane, with one profile."""

    liftoff_utc: Utc
    liftoff_sigma_s: float
    profile: str
    elements_age_h: float
    phase_deg: float
    phase_sigma_deg: float
    phase_min_deg: float
    phase_max_deg: float
    open: bool
    closed_by_deg: float
    uncertain: bool
    rendezvous: Rendezvous | None = None
    closed: Closed | None = None
    backups: tuple[LateLaunch, ...] = ()


@dataclass(frozen=True)
class PassSearch:
    """What every opportunity of one profile shares."""

    setting: Setting
    point: InsertionPoint
    passes: tuple[PadPass, ...]
    not_before: datetime
    networks: tuple[Network, ...]
    ports: tuple[str, ...]
    book: PortBook


def plane_cost_m_s(prediction: Prediction, late_s: float) -> float:
    """Return what turning the plane back costs after a launch so much later [m/s]."""
    goal = prediction.chase.goal
    speed = math.sqrt(GM_EARTH_M3_S2 / goal.semi_major_axis_m)
    off = abs(prediction.launch.off_plane_rad(late_s)) * math.sin(goal.inclination_rad)
    return 2.0 * speed * math.sin(off / 2.0)


def is_uncertain(
    phase_min_deg: float, phase_max_deg: float, phase_deg: float, sigma_deg: float
) -> bool:
    """Return whether the phase's uncertainty reaches beyond the edge nearest to the phase.

    A profile that takes every phase has no edges: there it is uncertain when the phase may be
    anywhere, that is from half a turn on.

    Examples
    --------
    A range of 13 to 19 degrees, 2 degrees inside: certain to 1 degree, not to 3.

    >>> is_uncertain(13.0, 19.0, 15.0, 1.0), is_uncertain(13.0, 19.0, 15.0, 3.0)
    (False, True)
    """
    if phase_max_deg - phase_min_deg >= 2.0 * _HALF_TURN_DEG:
        return sigma_deg > _HALF_TURN_DEG
    edges = (phase_min_deg, phase_max_deg)
    margin = min(abs(math.remainder(phase_deg - edge, 360.0)) for edge in edges)
    return sigma_deg > min(margin, phase_max_deg - phase_min_deg)


def _rendezvous(search: PassSearch, prediction: Prediction, age_h: float) -> Rendezvous:
    setting, chase = search.setting, prediction.chase
    contact = chase.contact.utc
    position, _ = station_state_gcrf(setting.motion, contact)
    seen = coverage_at(position, contact, search.networks)
    contact_age_h = age_h + elapsed_s(chase.liftoff, contact) / _HOUR_S
    return Rendezvous(
        delta_v_m_s=chase.plan.delta_v_m_s,
        plan_closes=chase.plan.closed,
        lowest_perigee_km=(chase.plan.lowest_perigee_m - EGM_RADIUS_M) / 1e3,
        drift_deg=math.degrees(prediction.launch.drift_rad),
        late_cost_m_s_per_s=plane_cost_m_s(prediction, 1.0),
        contact_utc=contact,
        contact_sigma_s=contact_sigma_s(setting.profile.orbits, contact_age_h),
        contact_reason=chase.contact.reason,
        contact_latitude_deg=math.degrees(seen.latitude_rad),
        contact_longitude_deg=math.degrees(seen.longitude_rad),
        sun_elevation_deg=math.degrees(seen.sun_elevation_rad),
        sunlit=bool(cylinder_clearance_m(*position, *sun_position_gcrf_m(contact)) > 0.0),
        ground_stations=seen.ground,
        relays=seen.relays,
        ports=tuple(search.book.at(port, contact) for port in search.ports),
    )


def judge_pass(search: PassSearch, at: PadPass) -> Opportunity:
    """Judge one pass: plan the chase where it is open, say what opens it where it is not.

    Parameters
    ----------
    search : PassSearch
        Ship, pad, profile, station, and what contact is held against.
    at : PadPass
        The pass.
    """
    setting = search.setting
    low, high = setting.profile.phase_min_deg.value, setting.profile.phase_max_deg.value
    age_h = elapsed_s(setting.motion.epoch, at.utc) / _HOUR_S
    sigma_deg = math.degrees(phase_sigma_rad(age_h))
    utc, phase_deg = at.utc, math.degrees(at.phase_rad)
    rendezvous = None
    if setting.profile.closed_by_deg(phase_deg) == 0.0:
        prediction = predict_at(setting, search.point, at.utc, at.phase_rad)
        utc, phase_deg = prediction.launch.utc, math.degrees(prediction.chase.phase_rad)
        rendezvous = _rendezvous(search, prediction, age_h)
    by_deg = setting.profile.closed_by_deg(phase_deg)
    closed = None
    if by_deg > 0.0:
        closed = closed_profile(
            setting,
            search.point,
            PadPass(utc, math.radians(phase_deg)),
            not_before=search.not_before,
            later=search.passes,
        )
    return Opportunity(
        liftoff_utc=utc,
        liftoff_sigma_s=launch_sigma_s(age_h),
        profile=setting.profile.id,
        elements_age_h=age_h,
        phase_deg=phase_deg,
        phase_sigma_deg=sigma_deg,
        phase_min_deg=low,
        phase_max_deg=high,
        open=by_deg == 0.0,
        closed_by_deg=by_deg,
        uncertain=is_uncertain(low, high, phase_deg, sigma_deg),
        rendezvous=rendezvous if by_deg == 0.0 else None,
        closed=closed,
    )


def backups_of(chosen: Opportunity, others: Iterable[Opportunity]) -> tuple[LateLaunch, ...]:
    """Return what the passes one and two days later offer to the same profile."""
    same = [one for one in others if one.profile == chosen.profile]
    found = []
    for days in BACKUP_DAYS:
        wanted = chosen.liftoff_utc + timedelta(days=days)
        near = [one for one in same if abs(one.liftoff_utc - wanted) < _SAME_PASS]
        if near:
            one = min(near, key=lambda other: abs(other.liftoff_utc - wanted))
            found.append(
                LateLaunch(
                    utc=one.liftoff_utc,
                    late_s=elapsed_s(chosen.liftoff_utc, one.liftoff_utc),
                    phase_deg=one.phase_deg,
                    profile_open=one.open,
                    plane_cost_m_s=0.0,  # a new pass meets the plane again
                    delta_v_m_s=one.rendezvous.delta_v_m_s if one.rendezvous else None,
                )
            )
    return tuple(found)
