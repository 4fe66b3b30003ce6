"""The docking days of the coming three weeks, from launch opportunities that are computed.

Model   Each day's pass of the pad gives the lift-off, the profile's usual duration the docking. A day
        counts when a profile is open by itself or when a reboost opens it; of several, the one that takes
        least propellant, then the likeliest.
Valid   Three weeks from the first day and from the epoch of the elements, whichever ends first: the
        phase's uncertainty is not measured beyond. No other reboost flies in between.
Source  `traffic.opening.profile_opening`; durations of `catalogue/data/profiles`.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from portcall.catalogue.load import Catalogue
from portcall.orbit.station import StationMotion
from portcall.records.traffic_plan import Opening
from portcall.traffic.opening.profile_opening import KNOWABLE_DAYS, profile_openings
from portcall.traffic.opening.visit_opening import computed_opening

LONGEST_CHASE = timedelta(days=3)  # a ship in flight on the first day was launched no earlier


def last_knowable_day(start: date, motion: StationMotion) -> date:
    """Return the last whole day for which a docking is knowable; before the start: none is."""
    return min(start, motion.epoch.date()) + timedelta(days=round(KNOWABLE_DAYS) - 1)


def coming_days(
    catalogue: Catalogue,
    *,
    vehicle: str,
    site: str,
    profiles: Sequence[str],
    motion: StationMotion,
    start: date,
    last: date,
    station: str = "iss",
) -> dict[date, Opening]:
    """Return the days on which a ship may dock, each with what it takes of the station.

    Parameters
    ----------
    catalogue : Catalogue
        Where records are looked up.
    vehicle, site, station : str
        Ids of the ship, its pad and the station.
    profiles : Sequence[str]
        Ids of those that it may fly.
    motion : StationMotion
        The station's elements, from before the start.
    start, last : date
        The first and the last docking day asked for; the plan is made on the first.

    Raises
    ------
    InputError, DataError
        What `profile_openings` refuses.
    """
    now = datetime.combine(start, time(), UTC)
    found: dict[date, Opening] = {}
    launch_day = start - LONGEST_CHASE
    while launch_day <= last:
        for one in profile_openings(
            catalogue,
            vehicle=vehicle,
            site=site,
            launch_day=launch_day,
            motion=motion,
            now=now,
            station=station,
            profiles=profiles,
        ):
            profile = catalogue.profile(one.profile)
            opening = computed_opening(one, profile, station)
            chase = timedelta(hours=profile.nominal_duration_h.value)
            day = (one.liftoff_utc + chase).date()
            if opening is not None and start <= day <= last:
                found[day] = min(found.get(day, opening), opening, key=_price)
        launch_day += timedelta(days=1)
    return dict(sorted(found.items()))


def _price(opening: Opening) -> tuple[float, float]:
    return opening.propellant_kg, -(opening.open_probability or 0.0)
