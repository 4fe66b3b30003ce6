"""What a prediction rests on: the blind brief, the records it names, and the station's orbit.

Nothing here reads a planned or a flown time: a `FlightBrief` holds none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.launcher import Launcher
from portcall.catalogue.load import Catalogue
from portcall.catalogue.profile import Profile
from portcall.catalogue.site import Site
from portcall.catalogue.vehicle import Vehicle
from portcall.core.errors import DataError, InputError, unknown_name
from portcall.orbit.elements import ElementSet
from portcall.orbit.station import StationManeuver, StationMotion
from portcall.visit.known_elements import (
    KnownElements,
    Policy,
    launch_day,
    recorded_elements,
    refuse_other_object,
    usable,
)

PLANE_CONSTANT = "plane_constant"
_DECAY_SPAN = timedelta(days=7)


@dataclass(frozen=True)
class Setting:
    """All that a prediction may see."""

    brief: FlightBrief
    vehicle: Vehicle
    launcher: Launcher
    site: Site
    profile: Profile
    motion: StationMotion
    older: ElementSet | None
    node_from_pad_rad: float
    policy: Policy

    @cached_property
    def launch_mass_kg(self) -> float:
        """Mass of the ship at lift-off: its own record, or its type's. [kg]"""
        own = self.brief.ship.launch_mass_kg
        return own.value if own else self.vehicle.masses.launch_mass_kg.value


def _profile_of(brief: FlightBrief, catalogue: Catalogue, wanted: str | None) -> Profile:
    name = wanted or brief.profile
    if name is None:
        raise DataError(
            "no rendezvous profile is known",
            where=f"flight '{brief.id}'",
            remedy="name one in the flight file (profile = ...)",
        )
    return catalogue.profile(name)


def refuse_port(catalogue: Catalogue, station: str, port: str, vehicle: str) -> None:
    """Refuse a port that the station lacks or that the vehicle cannot use."""
    record = catalogue.port(station, port)
    if vehicle not in record.vehicles:
        in_use = catalogue.station(station).ports_in_use
        fitting = [p.id for p in in_use if vehicle in p.vehicles]
        raise InputError(
            f"port '{port}' does not take a '{vehicle}'",
            limit="ports for it: " + (", ".join(fitting) or "none"),
            remedy="choose one of these",
        )


def older_set(sets: Sequence[ElementSet]) -> ElementSet | None:
    """Return the set that tells the decay best beside the newest: about a week before it."""
    return min(sets[1:], key=lambda one: abs(sets[0].epoch - one.epoch - _DECAY_SPAN), default=None)


def setting_of(
    catalogue: Catalogue,
    brief: FlightBrief,
    *,
    policy: Policy = Policy(),  # noqa: B008  (frozen)
    given: KnownElements | None = None,
    profile: str | None = None,
) -> Setting:
    """Gather what a prediction of this flight rests on.

    Parameters
    ----------
    catalogue : Catalogue
        Where records are looked up.
    brief : FlightBrief
        The flight without its planned and flown times.
    policy : Policy
        Whether stale elements or elements from after the launch may be used.
    given : KnownElements, optional
        Elements from the user's file, instead of the flight's own.
    profile : str, optional
        Another profile than the flight's.

    Raises
    ------
    InputError, DataError
        Names that nothing carries, a port the vehicle cannot use, elements missing or refused.
    """
    vehicle = catalogue.vehicle(brief.vehicle)
    chosen = _profile_of(brief, catalogue, profile)
    if chosen.id not in vehicle.profiles and not str(profile or brief.profile).endswith(".toml"):
        raise unknown_name(f"profile for a {vehicle.id}", chosen.id, vehicle.profiles)
    if brief.port is not None:
        refuse_port(catalogue, brief.station, brief.port, brief.vehicle)
    constant = catalogue.calibration().find(PLANE_CONSTANT, vehicle.id)
    if constant is None:
        raise DataError(
            f"no plane constant is calibrated for '{vehicle.id}'",
            remedy="only vehicles with one can be flown from the pad",
        )
    node_from_pad_rad = math.radians(constant.value)
    site = catalogue.site(brief.site)
    known = given or recorded_elements(brief, policy)
    refuse_other_object(known.sets, catalogue.station(brief.station).norad_id, known.where)
    day = launch_day(brief, known, math.radians(site.longitude_deg.value), node_from_pad_rad)
    sets = usable(known, day, policy)
    own = [StationManeuver(m.utc.utc, m.delta_v_m_s.value) for m in brief.station_maneuvers]
    later = tuple(m for m in (*own, *known.maneuvers) if m.utc > sets[0].epoch)
    return Setting(
        brief=brief,
        vehicle=vehicle,
        launcher=catalogue.launcher(brief.launcher),
        site=site,
        profile=chosen,
        motion=StationMotion(sets[0], later),
        older=older_set(sets),
        node_from_pad_rad=node_from_pad_rad,
        policy=policy,
    )
