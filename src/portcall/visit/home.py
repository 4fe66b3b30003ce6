"""The way home of one visit, from the blind setting to the judged record.

Model   Departure, deorbit and the planned fall first; then, when samples are asked for, the footprint,
        the risk and the area to close. A crew lands instead.
Valid   Ships of the catalogue with an object list or a `[landing]`.
Source  As the rooms it calls.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from portcall.catalogue.load import Catalogue
from portcall.core.errors import DataError, InputError
from portcall.core.frames import geodetic_from_itrf
from portcall.core.time import after, elapsed_s
from portcall.disposal.deorbit import Entry
from portcall.disposal.entry_states import EntryStates
from portcall.disposal.fallen import Fallen
from portcall.disposal.targeting import Aim, AimBox, NoDeorbit
from portcall.environment.coarse_land import coarse_distance_km
from portcall.environment.country import on_land
from portcall.records.area import Area
from portcall.records.disposal import (
    AimRecord,
    DisposalRecord,
    EntryInterface,
    ImpactTimes,
    Survivor,
)
from portcall.records.footprint import Place
from portcall.records.mass import Tanks
from portcall.records.risk import ENERGY_FLOOR_J, FOREIGN_LIMIT_KM
from portcall.records.timeline import ElementsUsed
from portcall.verify.home_rules import judge_home
from portcall.visit.home_events import home_events, home_ledger
from portcall.visit.home_fall import Pieces, pieces_of, planned_fall, planned_middle
from portcall.visit.home_plan import HomePlan, plan_home
from portcall.visit.home_setting import HomeSetting
from portcall.visit.home_tanks import tanks_at_arrival, tanks_at_undocking
from portcall.visit.known_elements import STALE_H

if TYPE_CHECKING:
    from portcall.visit.home_risk import Sampling

# the planned pieces keep this from foreign land: the rule's 370 km, the 240 km that the farthest of a
# thousand samples strayed (measured on Progress MS-31), and some to spare
CLEAR_KM = 650.0


@dataclass(frozen=True)
class Home:
    """The record of a way home, and what it was flown with."""

    setting: HomeSetting
    record: DisposalRecord
    plan: HomePlan
    fallen: Fallen | None
    entries: EntryStates | None


def tanks_aboard(setting: HomeSetting, arrived: Tanks | None = None) -> tuple[Tanks, Tanks]:
    """Return the tanks at the hatch opening and at undocking."""
    there = arrived or tanks_at_arrival(setting.brief, setting.vehicle)
    return there, tanks_at_undocking(there, setting.vehicle)


def pieces_for(catalogue: Catalogue, setting: HomeSetting) -> Pieces:
    """Return what the ship comes apart into.

    Raises
    ------
    DataError
        No object list is known for the vehicle.
    """
    name = setting.wishes.object_list or setting.vehicle.id
    if setting.wishes.object_list is None and name not in catalogue.names("debris"):
        raise DataError(
            f"no object list is known for '{name}'",
            remedy="write one (portcall schema object-list) and give it with --objects FILE",
        )
    return pieces_of(catalogue, catalogue.object_list(name), setting.wishes.heating)


def _clear_km(entry: Entry, pieces: Pieces) -> float:
    """Return about how far from any land the planned pieces above 15 J fall. [km]"""
    fallen = planned_fall(entry, pieces)
    down = fallen.landed(ENERGY_FLOOR_J)
    if not down.any():
        return math.inf
    return float(np.min(coarse_distance_km(fallen.latitude_rad[down], fallen.longitude_rad[down])))


def planned_home(
    catalogue: Catalogue, setting: HomeSetting, tanks: Tanks
) -> tuple[HomePlan | NoDeorbit, Pieces | None]:
    """Plan a way home; an aim that nobody gave yields to land along the track.

    Parameters
    ----------
    catalogue : Catalogue
        For object lists and materials.
    setting : HomeSetting
        What is known.
    tanks : Tanks
        Aboard at undocking.

    Returns
    -------
    tuple[HomePlan | NoDeorbit, Pieces | None]
        The plan, and what the ship comes apart into; no pieces for a crew.
    """
    if setting.vehicle.landing is not None:
        from portcall.visit.home_landing import range_center, site_of  # noqa: PLC0415  (crews only)

        site = site_of(setting)
        return plan_home(setting, tanks, lambda e: range_center(e, setting.vehicle, site)), None
    pieces = pieces_for(catalogue, setting)
    given = setting.wishes.aim is not None or setting.wishes.ignition is not None
    plan = plan_home(
        setting,
        tanks,
        lambda entry: planned_middle(entry, pieces),
        None if given else lambda entry: CLEAR_KM - _clear_km(entry, pieces),
    )
    return plan, pieces


def refuse_land(setting: HomeSetting, aim: Aim) -> None:
    """Refuse an aim on land for what falls in pieces."""
    if setting.vehicle.landing is not None:
        return
    if on_land(np.array([aim.latitude_rad]), np.array([aim.longitude_rad]))[0]:
        raise InputError(
            f"the aim {math.degrees(aim.latitude_rad):.2f}, {math.degrees(aim.longitude_rad):.2f} "
            "lies on land",
            limit=f"open sea, {FOREIGN_LIMIT_KM:.0f} km from land",
            where="aim",
            remedy="choose a place at sea",
        )


def _refuse_unknown_chance(setting: HomeSetting) -> None:
    """Refuse to sample a ship whose chance of a failed burn is not known."""
    if setting.vehicle.departure.failed_burn_probability is None:
        raise DataError(
            f"no chance of a failed deorbit burn is known for '{setting.vehicle.id}'",
            remedy="give failed_burn_probability in the vehicle's [departure], or --samples 0",
        )


def _interface(entry: Entry) -> EntryInterface:
    latitude, longitude, altitude_m = geodetic_from_itrf(entry.state_itrf[:3])
    return EntryInterface(
        utc=entry.utc,
        altitude_km=altitude_m / 1e3,
        lat_deg=math.degrees(latitude),
        lon_deg=math.degrees(longitude),
        speed_m_s=float(np.linalg.norm(entry.state_gcrf[3:6])),
        steepness_deg=math.degrees(entry.steepness_rad),
        mass_kg=float(entry.state_gcrf[6]),
    )


def entry_of(plan: HomePlan) -> Entry:
    """Return the entry of a plan; there is always one."""
    entry = plan.chosen.deorbit.entry
    assert entry is not None  # noqa: S101  (a plan without one is a NoDeorbit)
    return entry


def _survivors(entry: Entry, fallen: Fallen, pieces: Pieces) -> tuple[Survivor, ...]:
    found = []
    for k in np.flatnonzero(fallen.landed()[0]):
        one = pieces.objects.object[k]
        found.append(
            Survivor(
                object=one.id,
                material=pieces.materials[k].name,
                count=one.count,
                mass_kg=float(fallen.mass_kg[0, k]),
                speed_m_s=float(fallen.speed_m_s[0, k]),
                energy_j=float(fallen.energy_j[0, k]),
                utc=after(entry.utc, float(fallen.time_s[0, k])),
                lat_deg=math.degrees(float(fallen.latitude_rad[0, k])),
                lon_deg=math.degrees(float(fallen.longitude_rad[0, k])),
            )
        )
    return tuple(sorted(found, key=lambda one: one.utc))


def _common(setting: HomeSetting, plan: HomePlan) -> dict[str, object]:
    """Return the fields that disposals and landings share."""
    chosen, entry = plan.chosen, entry_of(plan)
    burn = chosen.deorbit.burns[0]
    epoch = setting.motion.epoch
    age_h = elapsed_s(setting.known_epoch or epoch, burn.ignition) / 3600.0
    return {
        "flight": setting.brief.id,
        "vehicle": setting.vehicle.id,
        "station": setting.station.id,
        "port": setting.port.id,
        "elements": ElementsUsed(
            epoch_utc=setting.known_epoch or epoch,
            age_h=round(age_h, 3),
            source=setting.motion.elements.source,
            stale=age_h > STALE_H,
            hindcast=age_h < 0.0,
        ),
        "aim": AimRecord(
            lat_deg=math.degrees(chosen.aim.latitude_rad),
            lon_deg=math.degrees(chosen.aim.longitude_rad),
            source=setting.aim_source,
            along_miss_km=chosen.along_m / 1e3,
            across_miss_km=chosen.across_m / 1e3,
        ),
        "attitude": setting.wishes.attitude,
        "undocking_utc": plan.departure.record.undocking_utc,
        "ignition_utc": burn.ignition,
        "duration_s": burn.duration_s,
        "delta_v_m_s": burn.delta_v_m_s,
        "propellant_kg": burn.propellant_kg,
        "entry_interface_utc": entry.utc,
        "entry": _interface(entry),
        "departure": plan.departure.record,
    }


def _notes(setting: HomeSetting) -> tuple[str, ...]:
    notes = [f"density factor {setting.density.factor:.2f}, {setting.density.reason}"]
    if setting.known_epoch is not None:
        notes.append(
            f"STAND-IN elements: the plane of {setting.known_epoch:%Y-%m-%d} carried on; where the "
            "station is along its orbit on the day is not known, so no time below is a prediction"
        )
    notes.append("the stay is not simulated: a typical load of trash is aboard")
    return tuple(notes)


def _landed(plan: HomePlan, arrived: Tanks, liftoff: datetime | None, *, survey: bool) -> Home:
    from portcall.visit.home_landing import landings_of, site_of  # noqa: PLC0415  (crews only)
    from portcall.visit.home_survey import opportunities  # noqa: PLC0415

    setting = plan.setting
    guided, ballistic = landings_of(entry_of(plan), setting.vehicle, site_of(setting))
    last = guided.events[-1]
    record = DisposalRecord(
        **_common(setting, plan),
        kind="landing",
        impact_utc=ImpactTimes(first=last.utc, last=last.utc),
        impact=Place(lat_deg=last.lat_deg, lon_deg=last.lon_deg),
        landing=guided,
        ballistic_landing=ballistic,
        opportunities=opportunities(plan, None) if survey else (),
        events=home_events(plan, None, guided, liftoff),
        mass=tuple(home_ledger(plan, arrived, guided.landed_kg)),
        notes=(*_notes(setting), "the fall of the other two modules is not followed"),
    )
    judged = record.model_copy(update={"verdicts": judge_home(record, setting.vehicle)})
    return Home(setting, judged, plan, None, None)


def come_home(
    catalogue: Catalogue,
    setting: HomeSetting,
    *,
    arrived: Tanks | None = None,
    liftoff: datetime | None = None,
    sampling: "Sampling | None" = None,
    against: Area | None = None,
    survey: bool = True,
) -> Home | NoDeorbit:
    """Plan, fly and judge a way home.

    Parameters
    ----------
    catalogue : Catalogue
        For object lists and materials.
    setting : HomeSetting
        What is known.
    arrived : Tanks, optional
        Aboard at the hatch opening, from a flown visit; a typical way there without it.
    liftoff : datetime, optional
        Zero of mission time.
    sampling : Sampling, optional
        How many falls to sample; without it neither footprint nor risk nor area.
    against : Area, optional
        A declared area to hold the fall against.
    survey : bool
        Also fly every other pass of the day, and the burn cut short at every tenth.

    Returns
    -------
    Home | NoDeorbit
        The way home, or why there is none.

    Raises
    ------
    InputError, DataError
        An aim on land, a burn larger than the tanks, an object list or material that is missing.
    """
    if isinstance(setting.aim, Aim) and setting.wishes.aim is not None:
        refuse_land(setting, setting.aim)
    if sampling is not None and setting.vehicle.landing is None:
        _refuse_unknown_chance(setting)
    there, tanks = tanks_aboard(setting, arrived)
    plan, pieces = planned_home(catalogue, setting, tanks)
    if isinstance(plan, NoDeorbit):
        return plan
    setting = plan.setting
    if isinstance(setting.aim, AimBox):
        refuse_land(setting, plan.chosen.aim)
    if pieces is None:
        return _landed(plan, there, liftoff, survey=survey)
    entry = entry_of(plan)
    fallen = planned_fall(entry, pieces)
    survivors = _survivors(entry, fallen, pieces)
    falls = (survivors[0].utc, survivors[-1].utc)
    center = plan.chosen.center
    clear_km = _clear_km(entry, pieces)
    record = DisposalRecord(
        **_common(setting, plan),
        kind="disposal",
        impact_utc=ImpactTimes(first=falls[0], last=falls[1]),
        impact=Place.of(center.latitude_rad, center.longitude_rad),
        survivors=survivors,
        nearest_land_km=clear_km if math.isfinite(clear_km) else None,
        events=home_events(plan, falls, None, liftoff),
        mass=tuple(home_ledger(plan, there, None)),
        notes=_notes(setting),
    )
    if survey:
        # exact shores, which only the survey needs
        from portcall.visit.home_survey import surveyed  # noqa: PLC0415

        record = surveyed(record, plan, pieces)
    sampled, entries = None, None
    if sampling is not None:
        # half a second of libraries that only samples need
        from portcall.visit.home_risk import sampled_fields  # noqa: PLC0415

        found = sampled_fields(record, plan, pieces, sampling, against)
        record, sampled, entries = found.record, found.fallen, found.entries
    judged = record.model_copy(update={"verdicts": judge_home(record, setting.vehicle)})
    return Home(setting, judged, plan, sampled, entries)
