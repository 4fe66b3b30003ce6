"""The cost of a rendezvous profile, as a plan carries it with a visit.

Model   Up to three weeks ahead, with elements in hand: the reboost that the computed opportunity asks for,
        aimed at the middle of the profile's range, and the chance that the phase then lies in it. Beyond:
        the mean over every phase of a burn flown as long before as set-up burns are announced, with the
        worst beside it in words.
Valid   Beyond three weeks the launch and the docking fall on one day, as short profiles have it.
Source  `traffic.opening.profile_opening`, `traffic.opening.opening_cost`.
"""

from datetime import UTC, date, datetime, timedelta

from portcall.catalogue.load import Catalogue
from portcall.catalogue.profile import Profile
from portcall.catalogue.reboost import EngineClass, load_reboosts
from portcall.core.constants import DAY_S
from portcall.core.time import elapsed_s
from portcall.orbit.station import StationMotion
from portcall.records.traffic_plan import Opening
from portcall.stay.reboost import propellant_kg
from portcall.traffic.opening.opening_cost import open_probability, opening_cost
from portcall.traffic.opening.profile_opening import (
    KNOWABLE_DAYS,
    ProfileOpening,
    profile_openings,
)

FAR_LEAD_DAYS = 45.0  # set-up burns for a flight begin one to two months before it
PUSHING = ("progress-ms", "zvezda-aft")  # what usually reboosts, and where it stands
_LEAST_LEAD_DAYS = 2.0  # a day of notice, and a day for the phase to move
_TURN_DEG = 360.0
_GRAM_DIGITS, _SPEED_DIGITS, _CHANCE_DIGITS = 3, 4, 4


def takes_every_phase(profile: Profile) -> bool:
    """Say whether a profile is open whatever the phase, so that nothing has to open it."""
    return profile.phase_max_deg.value - profile.phase_min_deg.value >= _TURN_DEG


def opening_of_visit(
    catalogue: Catalogue,
    *,
    vehicle: str,
    profile: str,
    day: date,
    now: datetime,
    motion: StationMotion | None = None,
    site: str = "baikonur-31-6",
    station: str = "iss",
    pushing: tuple[str, str] = PUSHING,
) -> Opening | None:
    """Return the reboost that opens a profile for a visit on a day.

    Parameters
    ----------
    catalogue : Catalogue
        Where records are looked up.
    vehicle, profile, site, station : str
        Ids of the ship, its profile, its pad and the station.
    day : date
        UTC day of launch and docking.
    now : datetime
        When the plan is made.
    motion : StationMotion, optional
        The station's elements; without them only the mean cost is known.
    pushing : tuple[str, str]
        The docked ship that pushes, and its port.

    Returns
    -------
    Opening | None
        None for a profile that takes every phase, and where nothing opens it in time. Zero delta-v
        where the phase comes by itself.
    """
    record = catalogue.profile(profile)
    if takes_every_phase(record):
        return None
    ahead_days = elapsed_s(now, datetime(day.year, day.month, day.day, tzinfo=UTC)) / DAY_S
    if motion is not None and ahead_days <= KNOWABLE_DAYS:
        found = profile_openings(
            catalogue,
            vehicle=vehicle,
            site=site,
            launch_day=day,
            motion=motion,
            now=now,
            station=station,
            profiles=(profile,),
            pushing=pushing,
        )
        opened = (computed_opening(one, record, station) for one in found)
        return next((one for one in opened if one is not None), None)
    engine = load_reboosts(station).engine_of(*pushing)
    return None if engine is None else mean_opening(record, day, now, engine, station)


def computed_opening(one: ProfileOpening, profile: Profile, station: str) -> Opening | None:
    """Return what a computed opportunity takes; None when it is closed or not knowable.

    The burn is aimed at the middle of the range: that gives the phase its best chance.
    """
    chance = one.open_probability
    if one.verdict == "open":
        return Opening(
            profile=profile.id,
            delta_v_m_s=0.0,
            propellant_kg=0.0,
            liftoff_utc=one.liftoff_utc,
            open_probability=round(chance, _CHANCE_DIGITS),
            note=f"chance {100.0 * chance:.0f} %",
        )
    if one.reboost_m_s is None or one.through_m_s is None or one.reboost_utc is None:
        return None
    book = load_reboosts(station)
    aimed_m_s = 0.5 * (one.reboost_m_s + one.through_m_s)
    isp_s = book.engine(one.engine_class or "").isp_s.value
    kg = propellant_kg(aimed_m_s, book.station_mass_kg(one.reboost_utc), isp_s)
    middle_deg = 0.5 * (one.phase_min_deg + one.phase_max_deg)
    chance = open_probability(profile, middle_deg, one.phase_sigma_deg)
    return Opening(
        profile=profile.id,
        delta_v_m_s=round(aimed_m_s, _SPEED_DIGITS),
        propellant_kg=round(kg, _GRAM_DIGITS),
        burn_utc=one.reboost_utc,
        liftoff_utc=one.liftoff_utc,
        open_probability=round(chance, _CHANCE_DIGITS),
        note=f"burn on {one.reboost_utc:%Y-%m-%d}; {one.reason}; chance {100.0 * chance:.0f} % with it",
    )


def mean_opening(
    profile: Profile, day: date, now: datetime, engine: EngineClass, station: str = "iss"
) -> Opening | None:
    """Return what a phase that may be anything costs on average; None when no burn is in time."""
    launch_day = datetime(day.year, day.month, day.day, tzinfo=UTC)
    ahead_days = elapsed_s(now, launch_day) / DAY_S
    lead_days = min(FAR_LEAD_DAYS, ahead_days - 1.0)
    if lead_days < _LEAST_LEAD_DAYS or takes_every_phase(profile):
        return None
    cost = opening_cost(
        profile,
        engine,
        station_mass_kg=load_reboosts(station).station_mass_kg(now),
        lead_days=lead_days,
    )
    return Opening(
        profile=profile.id,
        delta_v_m_s=round(cost.mean_m_s, _SPEED_DIGITS),
        propellant_kg=round(cost.mean_kg, _GRAM_DIGITS),
        burn_utc=launch_day - timedelta(days=lead_days),
        note=(
            f"the phase is not knowable {ahead_days:.0f} days ahead: mean of all, at worst "
            f"{cost.worst_m_s:.1f} m/s and {cost.worst_kg:.0f} kg, burning {lead_days:.0f} days before"
        ),
    )
