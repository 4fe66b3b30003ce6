"""The cost of a short profile, as a plan carries it with a visit.

Model   Up to three weeks ahead, with elements in hand: the reboost that the computed opportunity asks for.
        Beyond: the mean over every phase of a burn flown as long before as set-up burns are announced,
        with the worst beside it in words.
Valid   The visit's launch and docking fall on one day, as short profiles have it.
Source  `traffic.profile_opening`, `traffic.opening_cost`.
"""

from datetime import UTC, date, datetime

from portcall.catalogue.load import Catalogue
from portcall.catalogue.reboost import EngineClass, load_reboosts
from portcall.core.constants import DAY_S
from portcall.core.time import elapsed_s
from portcall.orbit.station import StationMotion
from portcall.records.traffic_plan import Opening
from portcall.traffic.opening.opening_cost import opening_cost
from portcall.traffic.opening.profile_opening import KNOWABLE_DAYS, profile_openings

FAR_LEAD_DAYS = 45.0  # set-up burns for a flight begin one to two months before it
_LEAST_LEAD_DAYS = 2.0  # a day of notice, and a day for the phase to move
_TURN_DEG = 360.0


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
    pushing: tuple[str, str] = ("progress-ms", "zvezda-aft"),
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
    if record.phase_max_deg.value - record.phase_min_deg.value >= _TURN_DEG:
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
        for one in found:
            if one.verdict == "open":
                chance = f"chance {100.0 * one.open_probability:.0f} %"
                return Opening(profile=profile, delta_v_m_s=0.0, propellant_kg=0.0, note=chance)
            if one.verdict == "opened by a reboost" and one.reboost_m_s and one.propellant_kg:
                return Opening(
                    profile=profile,
                    delta_v_m_s=one.reboost_m_s,
                    propellant_kg=one.propellant_kg,
                    note=f"burn on {one.reboost_utc:%Y-%m-%d}; {one.reason}",
                )
        return None
    engine = load_reboosts(station).engine_of(*pushing)
    return None if engine is None else _mean_opening(catalogue, profile, ahead_days, now, engine)


def _mean_opening(
    catalogue: Catalogue, profile: str, ahead_days: float, now: datetime, engine: EngineClass
) -> Opening | None:
    """Return what a phase that may be anything costs on average."""
    lead_days = min(FAR_LEAD_DAYS, ahead_days - 1.0)
    if lead_days < _LEAST_LEAD_DAYS:
        return None
    cost = opening_cost(
        catalogue.profile(profile),
        engine,
        station_mass_kg=load_reboosts().station_mass_kg(now),
        lead_days=lead_days,
    )
    return Opening(
        profile=profile,
        delta_v_m_s=cost.mean_m_s,
        propellant_kg=cost.mean_kg,
        note=(
            f"the phase is not knowable {ahead_days:.0f} days ahead: mean of all, at worst "
            f"{cost.worst_m_s:.1f} m/s and {cost.worst_kg:.0f} kg, burning {lead_days:.0f} days before"
        ),
    )
