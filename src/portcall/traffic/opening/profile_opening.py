"""What opens a short rendezvous profile for a coming launch: the station's phase, and the reboost for it.

Model   The pad's pass of the launch day gives the phase at insertion; the profile says what it needs; a
        reboost of the station before it shifts the phase by 2.1 degrees a day for each m/s. Its size is
        solved with the launch instant moving along; its propellant follows from the docked ship's engine.
Valid   To three weeks ahead. The phase's uncertainty grows from 0.1 degrees at two days to 9 at 14 and 21
        at 21 (68 %), unannounced reboosts included: beyond, the profile's range says nothing any more and
        only the cost of opening it for any phase is known.
Source  `visit.closed`, `visit.pad_pass`, `visit.uncertainty`; `stay.reboost`.
"""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from portcall.catalogue.load import Catalogue
from portcall.catalogue.reboost import EngineClass, load_reboosts
from portcall.core.constants import DAY_S, WGS84_A_M
from portcall.core.errors import InputError
from portcall.core.time import elapsed_s
from portcall.orbit.station import StationMotion, station_mean
from portcall.records.base import FrozenRecord, Utc
from portcall.stay.reboost import planned_reboost
from portcall.traffic.opening.opening_cost import LEAD_DAYS, open_probability, raising_m_s

if TYPE_CHECKING:
    from portcall.visit.insertion import InsertionPoint
    from portcall.visit.pad_pass import PadPass
    from portcall.visit.setting import Setting

KNOWABLE_DAYS = 21.0
SHORT_PROFILES = ("2-orbit", "4-orbit")
_HOUR_S = 3600.0
_DAYS_OF_PASSES = timedelta(days=1)

Verdict = Literal["open", "opened by a reboost", "closed", "not knowable"]


class ProfileOpening(FrozenRecord):
    """One profile on one launch day: whether its phase comes, and what would bring it.

    `reboost_m_s` is the smaller way in, negative where the station has to go lower, and `through_m_s` what
    takes the phase across the range to its other edge: whatever lies between opens the profile.
    `raising_m_s` is the way up only, which drag's make-up pays for where it is flown anyway.
    """

    profile: str
    liftoff_utc: Utc
    ahead_days: float
    phase_deg: float
    phase_sigma_deg: float
    phase_min_deg: float
    phase_max_deg: float
    verdict: Verdict
    open_probability: float
    reboost_m_s: float | None = None
    through_m_s: float | None = None
    reboost_utc: Utc | None = None
    raising_m_s: float | None = None
    engine_class: str | None = None
    burn_s: float | None = None
    propellant_kg: float | None = None
    reason: str


def profile_openings(
    catalogue: Catalogue,
    *,
    vehicle: str,
    site: str,
    launch_day: date,
    motion: StationMotion,
    now: datetime,
    station: str = "iss",
    profiles: Sequence[str] = SHORT_PROFILES,
    lead_days: float = LEAD_DAYS,
    pushing: tuple[str, str] = ("progress-ms", "zvezda-aft"),
) -> tuple[ProfileOpening, ...]:
    """Say for a launch day which short profiles are open, and what opens the others.

    Parameters
    ----------
    catalogue : Catalogue
        Where records are looked up.
    vehicle, site, station : str
        Ids of the coming ship, its pad and the station.
    launch_day : date
        UTC day of the launch; its pass of the pad through the plane is taken.
    motion : StationMotion
        The station's elements and what maneuvers are announced.
    now : datetime
        When one asks: the reboost comes a day later at the soonest.
    profiles : Sequence[str]
        Ids of the profiles asked for; those that the vehicle does not fly are left out.
    lead_days : float
        How long before the launch the reboost is flown, where there is time. [day]
    pushing : tuple[str, str]
        The docked ship that pushes, and its port.

    Returns
    -------
    tuple[ProfileOpening, ...]
        In the order asked for; a profile that the launcher does not reach is left out.

    Raises
    ------
    InputError, DataError
        Names that nothing carries, a ship that cannot push from its port.
    """
    from portcall.launch.ascent import NoAscent  # noqa: PLC0415  (loads the ascent's kernels)
    from portcall.visit.insertion import insertion_of  # noqa: PLC0415
    from portcall.visit.pad_pass import pad_passes_between  # noqa: PLC0415
    from portcall.visit.windows import window_settings  # noqa: PLC0415

    engine = load_reboosts(station).engine_of(*pushing)
    if engine is None:
        raise InputError(f"a '{pushing[0]}' on '{pushing[1]}' pushes nothing that is known")
    start = datetime(launch_day.year, launch_day.month, launch_day.day, tzinfo=UTC)
    flown = [name for name in profiles if name in catalogue.vehicle(vehicle).profiles]
    settings = window_settings(
        catalogue,
        vehicle=vehicle,
        site=site,
        station=station,
        port=None,
        motion=motion,
        start=start,
        profiles=flown,
    )
    found = []
    for setting in settings if flown else ():
        point = insertion_of(setting)
        if isinstance(point, NoAscent):
            continue
        passes = pad_passes_between(setting, point, start, start + _DAYS_OF_PASSES)
        if passes:
            found.append(_opening(setting, point, passes[0], now, lead_days, engine))
    return tuple(found)


def _opening(
    setting: "Setting",
    point: "InsertionPoint",
    at: "PadPass",
    now: datetime,
    lead_days: float,
    engine: EngineClass,
) -> ProfileOpening:
    """Judge one pass for one profile."""
    from portcall.visit.uncertainty import phase_sigma_rad  # noqa: PLC0415

    profile = setting.profile
    low, high = profile.phase_min_deg.value, profile.phase_max_deg.value
    phase_deg = math.degrees(at.phase_rad)
    sigma_deg = math.degrees(phase_sigma_rad(elapsed_s(setting.motion.epoch, at.utc) / _HOUR_S))
    ahead_days = elapsed_s(now, at.utc) / DAY_S
    bare = ProfileOpening(
        profile=profile.id,
        liftoff_utc=at.utc,
        ahead_days=ahead_days,
        phase_deg=phase_deg,
        phase_sigma_deg=sigma_deg,
        phase_min_deg=low,
        phase_max_deg=high,
        verdict="open",
        open_probability=open_probability(profile, phase_deg, sigma_deg),
        reason="the phase is in the range",
    )
    if ahead_days > KNOWABLE_DAYS:
        reason = (
            f"{ahead_days:.0f} days ahead the phase is known to {sigma_deg:.0f} deg (68 %), and the "
            f"range is {high - low:.0f} deg wide"
        )
        return bare.model_copy(update={"verdict": "not knowable", "reason": reason})
    if profile.closed_by_deg(phase_deg) == 0.0:
        return bare
    return bare.model_copy(update=_way_in(setting, point, at, now, lead_days, engine))


def _way_in(
    setting: "Setting",
    point: "InsertionPoint",
    at: "PadPass",
    now: datetime,
    lead_days: float,
    engine: EngineClass,
) -> dict[str, object]:
    """Return what a closed profile's opening takes, as fields of the record."""
    from portcall.visit.closed import NOTICE, opening_reboost  # noqa: PLC0415

    by_deg = setting.profile.closed_by_deg(math.degrees(at.phase_rad))
    when = max(now + NOTICE, at.utc - timedelta(days=lead_days))
    burn = opening_reboost(setting, point, at, when)
    if burn is None:
        reason = f"closed by {by_deg:.1f} deg; no reboost of 10 m/s a day or more before opens it"
        return {"verdict": "closed", "reason": reason}
    altitude_m = station_mean(setting.motion, when).semi_major_axis_m - WGS84_A_M
    flown = planned_reboost(
        engine,
        when,
        burn.delta_v_m_s,
        station_mass_kg=load_reboosts(setting.brief.station).station_mass_kg(when),
        altitude_m=altitude_m,
    )
    lead = elapsed_s(when, at.utc) / DAY_S
    width_deg = setting.profile.phase_max_deg.value - setting.profile.phase_min_deg.value
    phase_deg = math.degrees(at.phase_rad)
    return {
        "verdict": "opened by a reboost",
        "reboost_m_s": burn.delta_v_m_s,
        "through_m_s": burn.delta_v_m_s * (by_deg + width_deg) / by_deg,
        "reboost_utc": when,
        "raising_m_s": raising_m_s(setting.profile, phase_deg, lead, altitude_m),
        "engine_class": engine.id,
        "burn_s": flown.duration_s,
        "propellant_kg": flown.propellant_kg,
        "reason": f"closed by {by_deg:.1f} deg without it",
    }
