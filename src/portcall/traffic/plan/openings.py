"""What a scenario's docking days take of the station, and which of the first three weeks are open at all.

Model   With elements from before the scenario's first day, the days that can be known are those computed
        from launch opportunities, with their chance. All later days are plane and light, and a visit with a
        short profile of its own takes the mean reboost, some weeks before it.
Valid   Vehicles with rendezvous profiles and a calibrated plane; of others nothing is computed, which the
        notes say.
Source  `traffic.opening`.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from portcall.catalogue.load import Catalogue
from portcall.catalogue.reboost import load_reboosts
from portcall.catalogue.traffic_scenario import ScenarioVisit, TrafficScenario
from portcall.core.errors import DataError, unknown_name
from portcall.orbit.station import StationMotion
from portcall.records.traffic_plan import Opening
from portcall.traffic.opening.coming_days import coming_days, last_knowable_day
from portcall.traffic.opening.profile_opening import KNOWABLE_DAYS
from portcall.traffic.opening.visit_opening import PUSHING, mean_opening
from portcall.traffic.plan.dates import KnownDays
from portcall.visit.known_elements import element_set
from portcall.visit.setting import PLANE_CONSTANT
from portcall.visit.station_elements import newest_recorded


@dataclass(frozen=True)
class Openings:
    """What docking on a day takes, by ship; the days that were computed; what a reader must know."""

    by_day: Mapping[str, Mapping[date, Opening]] = field(default_factory=dict)
    known: Mapping[str, KnownDays] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def motion_before(catalogue: Catalogue, scenario: TrafficScenario) -> StationMotion | None:
    """Return the station's newest elements from before the scenario's first day; None: none is usable.

    A set that is three weeks old on that day says nothing of the phase any more.
    """
    first = datetime.combine(scenario.start, time(), UTC)
    sets = [element_set(one, f"scenario '{scenario.id}'") for one in scenario.elements]
    with suppress(DataError):  # no flight recorded from before: the scenario's own sets are all
        sets += newest_recorded(catalogue, scenario.station, first).sets
    number = catalogue.station(scenario.station).norad_id
    usable = [
        one
        for one in sets
        if one.norad_id == number and one.epoch <= first < one.epoch + timedelta(KNOWABLE_DAYS)
    ]
    newest = max(usable, key=lambda one: one.epoch, default=None)
    return None if newest is None else StationMotion(newest)


def openings(catalogue: Catalogue, scenario: TrafficScenario) -> Openings:
    """Return what each visit's docking days take, and which of the near ones are open.

    Parameters
    ----------
    catalogue : Catalogue
        Where records are looked up.
    scenario : TrafficScenario
        Its visits and elements.

    Raises
    ------
    InputError
        A profile that the ship's vehicle does not fly; the nearest is offered.
    """
    motion = motion_before(catalogue, scenario)
    by_day: dict[str, dict[date, Opening]] = {}
    known, notes, without = {}, [], []
    for visit in scenario.visit:
        _refuse_profile(catalogue, visit)
        if visit.docked_at is not None:
            continue
        first = max(visit.dock.utc.date() - timedelta(days=visit.earlier_days), scenario.start)
        until = scenario.start - timedelta(days=1)
        if first < scenario.start + timedelta(days=round(KNOWABLE_DAYS)):
            why = _not_computed(catalogue, visit.vehicle)
            if why:
                notes.append(f"{visit.ship}: {why}; its days are plane pass and lighting")
            elif motion is None:
                without.append(visit.ship)
            else:
                until = last_knowable_day(scenario.start, motion)
                by_day[visit.ship] = _computed(catalogue, scenario, visit, motion, until)
                known[visit.ship] = KnownDays(tuple(by_day[visit.ship]), until)
        far = _mean(catalogue, scenario, visit, max(first, until + timedelta(days=1)))
        by_day.setdefault(visit.ship, {}).update(far)
    if without:
        notes.append(
            f"no elements of the station from the {KNOWABLE_DAYS:.0f} days before {scenario.start}: "
            f"no launch opportunity is computed; {', '.join(without)}: plane pass and lighting"
        )
    return Openings({ship: days for ship, days in by_day.items() if days}, known, tuple(notes))


def _refuse_profile(catalogue: Catalogue, visit: ScenarioVisit) -> None:
    flown = catalogue.vehicle(visit.vehicle).profiles
    if visit.profile is not None and visit.profile not in flown:
        raise unknown_name("profile", visit.profile, flown, where=visit.ship)


def _not_computed(catalogue: Catalogue, vehicle: str) -> str:
    """Say why no launch opportunity of a vehicle can be computed; empty when it can."""
    if not catalogue.vehicle(vehicle).profiles:
        return (
            f"no rendezvous profile of a {vehicle} is known, so no launch opportunity is computed"
        )
    if catalogue.calibration().find(PLANE_CONSTANT, vehicle) is None:
        return f"no plane of a {vehicle} is calibrated, so no launch opportunity is computed"
    return ""


def _computed(
    catalogue: Catalogue,
    scenario: TrafficScenario,
    visit: ScenarioVisit,
    motion: StationMotion,
    until: date,
) -> dict[date, Opening]:
    vehicle = catalogue.vehicle(visit.vehicle)
    return coming_days(
        catalogue,
        vehicle=vehicle.id,
        site=next(one for one in vehicle.sites if not catalogue.site(one).retired),
        profiles=vehicle.profiles if visit.profile is None else (visit.profile,),
        motion=motion,
        start=scenario.start,
        last=until,
        station=scenario.station,
    )


def _mean(
    catalogue: Catalogue, scenario: TrafficScenario, visit: ScenarioVisit, first: date
) -> dict[date, Opening]:
    """Return the mean reboost of every day to the end of the horizon: a slip may lead anywhere."""
    engine = load_reboosts(scenario.station).engine_of(*PUSHING)
    if visit.profile is None or engine is None:
        return {}
    profile = catalogue.profile(visit.profile)
    now = datetime.combine(scenario.start, time(), UTC)
    found = {}
    for number in range((first - scenario.start).days, 7 * scenario.weeks):
        day = scenario.start + timedelta(days=number)
        one = mean_opening(profile, day, now, engine, scenario.station)
        if one is not None:
            found[day] = one
    return found
