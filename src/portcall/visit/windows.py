"""Launch opportunities: every pass of a pad through the station's plane, for every profile.

Model   Each pass is solved with an estimated drift (`visit.pad_pass`); where its phase lies in the
        profile's range or within its uncertainty of it, the chase is planned in mean elements and
        the instant solved again with that chase's drift. Closed passes say what would open them.
Valid   As the elements: the uncertainty of the phase stands beside it, and an opportunity whose
        being open depends on it is marked.
Source  `visit.pad_pass`, `visit.opportunity`.
"""

import math
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from pydantic import Field

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.flight import Cargo, Ship
from portcall.catalogue.launcher import Launcher
from portcall.catalogue.load import Catalogue
from portcall.catalogue.site import Site
from portcall.catalogue.vehicle import Vehicle
from portcall.core.errors import DataError, InputError, unknown_name
from portcall.core.time import elapsed_s, require_utc
from portcall.launch.ascent import NoAscent
from portcall.launch.window import refuse_unreachable
from portcall.orbit.station import StationMotion
from portcall.records.base import FrozenRecord
from portcall.visit.closed import LATER_DAYS
from portcall.visit.coverage import networks_of
from portcall.visit.insertion import insertion_of
from portcall.visit.known_elements import Policy
from portcall.visit.opportunity import (
    BACKUP_DAYS,
    Opportunity,
    PassSearch,
    backups_of,
    judge_pass,
)
from portcall.visit.pad_pass import pad_passes_between
from portcall.visit.port_state import candidate_ports, port_book
from portcall.visit.setting import PLANE_CONSTANT, Setting

LONGEST_SPAN_DAYS = 400.0

Progress = Callable[[int, int], None]  # passes done, passes in all


class WindowSearch(FrozenRecord):
    """All opportunities in order of time, and the profiles that the launcher does not reach."""

    opportunities: tuple[Opportunity, ...]
    unreachable: dict[str, str] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()


def _launcher_of(catalogue: Catalogue, vehicle: Vehicle, site: Site) -> Launcher:
    """Return the launcher that lifts the vehicle from the site, one with an ascent model first."""
    fitting = [name for name in vehicle.launchers if name in site.launchers]
    if not fitting:
        raise InputError(
            f"no launcher of '{vehicle.id}' uses site '{site.id}'",
            limit="sites for it: " + ", ".join(vehicle.sites),
            remedy="choose one of these",
        )
    records = [catalogue.launcher(name) for name in fitting]
    return next((record for record in records if record.ascent is not None), records[0])


def _wanted(vehicle: Vehicle, profiles: Iterable[str] | None) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(profiles)) if profiles else vehicle.profiles
    for name in names:
        if name not in vehicle.profiles and not name.endswith(".toml"):
            raise unknown_name(f"profile for a {vehicle.id}", name, vehicle.profiles)
    return names


def window_settings(
    catalogue: Catalogue,
    *,
    vehicle: str,
    site: str,
    station: str,
    port: str | None,
    motion: StationMotion,
    start: datetime,
    profiles: Iterable[str] | None = None,
) -> tuple[Setting, ...]:
    """Return what a search rests on, one setting a profile.

    Raises
    ------
    InputError, DataError
        Names that nothing carries, a launcher that does not use the site, a site that the plane
        never passes over, a port that does not take the vehicle, a vehicle without a constant.
    """
    ship, pad = catalogue.vehicle(vehicle), catalogue.site(site)
    inclination_deg = catalogue.station(station).inclination_deg.value
    refuse_unreachable(math.radians(pad.latitude_deg.value), math.radians(inclination_deg), pad.id)
    candidate_ports(catalogue, station, port, ship.id)
    names = _wanted(ship, profiles)
    launcher = _launcher_of(catalogue, ship, pad)
    constant = catalogue.calibration().find(PLANE_CONSTANT, ship.id)
    if constant is None:
        raise DataError(
            f"no plane constant is calibrated for '{ship.id}'",
            remedy="only vehicles with one can be flown from the pad",
        )
    brief = FlightBrief(
        id=f"{ship.id}-window",
        vehicle=ship.id,
        launcher=launcher.id,
        site=pad.id,
        station=station,
        port=port,
        profile=None,
        launch_date=start.date(),
        launch_opportunity=1,
        elements=(),
        station_maneuvers=(),
        cargo=Cargo(),
        ship=Ship(),
    )
    return tuple(
        Setting(
            brief=brief,
            vehicle=ship,
            launcher=launcher,
            site=pad,
            profile=catalogue.profile(name),
            motion=motion,
            older=None,
            node_from_pad_rad=math.radians(constant.value),
            policy=Policy(allow_stale=True),
        )
        for name in names
    )


def refuse_span(start: datetime, end: datetime) -> None:
    """Refuse a search that ends before it starts or lasts over 400 days."""
    days = elapsed_s(require_utc(start), require_utc(end)) / 86_400.0
    if days <= 0.0:
        raise InputError(
            f"the search ends {end:%Y-%m-%d %H:%M} UTC, not after its start "
            f"{start:%Y-%m-%d %H:%M} UTC",
            where="--from, --to",
            remedy="swap them",
        )
    if days > LONGEST_SPAN_DAYS:
        raise InputError(
            f"the search spans {days:.0f} days",
            limit=f"{LONGEST_SPAN_DAYS:.0f} days",
            where="--from, --to",
            remedy="search in parts",
        )


def _with_backups(found: list[Opportunity], end: datetime) -> tuple[Opportunity, ...]:
    ordered = sorted(found, key=lambda one: (one.liftoff_utc, one.profile))
    return tuple(
        one.model_copy(update={"backups": backups_of(one, ordered)}) if one.open else one
        for one in ordered
        if one.liftoff_utc <= end
    )


def find_windows(
    catalogue: Catalogue,
    *,
    vehicle: str,
    site: str,
    station: str,
    motion: StationMotion,
    start: datetime,
    end: datetime,
    port: str | None = None,
    profiles: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> WindowSearch:
    """Find every launch opportunity between two instants.

    Parameters
    ----------
    catalogue : Catalogue
        Where records are looked up.
    vehicle, site, station : str
        Ids.
    motion : StationMotion
        The station's elements and what maneuvers are known.
    start, end : datetime
        The search; at most 400 days.
    port : str, optional
        The port; without one, each that takes the vehicle is looked at.
    profiles : Iterable[str], optional
        Ids of profiles; without any, all that the vehicle flies.
    progress : Callable[[int, int], None], optional
        Told of passes done and passes in all.

    Raises
    ------
    InputError, DataError
        An impossible span, or what `window_settings` refuses.
    """
    refuse_span(start, end)
    settings = window_settings(
        catalogue,
        vehicle=vehicle,
        site=site,
        station=station,
        port=port,
        motion=motion,
        start=start,
        profiles=profiles,
    )
    ports = candidate_ports(catalogue, station, port, settings[0].vehicle.id)
    book = port_book(catalogue, station)
    networks = networks_of(catalogue, settings[0].vehicle.id)
    unreachable: dict[str, str] = {}
    searches = []
    for setting in settings:
        point = insertion_of(setting)
        if isinstance(point, NoAscent):
            unreachable[setting.profile.id] = point.reason
            continue
        last = end + timedelta(days=LATER_DAYS)
        passes = pad_passes_between(setting, point, start, last)
        searches.append(
            PassSearch(setting, point, passes, max(motion.epoch, start), networks, ports, book)
        )
    horizon = end + timedelta(days=max(BACKUP_DAYS))
    todo = [(search, at) for search in searches for at in search.passes if at.utc <= horizon]
    found = []
    for done, (search, at) in enumerate(todo, start=1):
        found.append(judge_pass(search, at))
        if progress is not None:
            progress(done, len(todo))
    return WindowSearch(
        opportunities=_with_backups(found, end),
        unreachable=unreachable,
        notes=_notes(settings[0]),
    )


def _notes(setting: Setting) -> tuple[str, ...]:
    notes = []
    if not setting.motion.maneuvers:
        notes.append("no station maneuver was given: none is in the station's motion")
    if setting.site.retired:
        notes.append(f"site '{setting.site.id}' is retired")
    return tuple(notes)
