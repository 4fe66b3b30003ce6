"""What a prediction rests on: the blind brief, the records it names, and the station's orbit.

Nothing here reads a planned or a flown time: a `FlightBrief` holds none.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.launcher import Launcher
from portcall.catalogue.load import Catalogue
from portcall.catalogue.profile import Profile
from portcall.catalogue.site import Site
from portcall.catalogue.vehicle import Vehicle
from portcall.core.errors import DataError, InputError, unknown_name
from portcall.orbit.elements import ElementSet
from portcall.orbit.station import StationManeuver, StationMotion

STALE_H = 14.0 * 24.0
PLANE_CONSTANT = "plane_constant"


@dataclass(frozen=True)
class Policy:
    """Which element sets may be used: stale ones and ones from after the launch only on request."""

    allow_stale: bool = False
    hindcast: bool = False


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


def element_set(recorded: RecordedElements, where: str) -> ElementSet:
    """Return a recorded element set as the propagator takes it."""
    return ElementSet(
        epoch=recorded.epoch_utc,
        mean_motion_rev_day=recorded.mean_motion_rev_day,
        eccentricity=recorded.eccentricity,
        inclination_deg=recorded.inclination_deg,
        raan_deg=recorded.raan_deg,
        argp_deg=recorded.argp_deg,
        mean_anomaly_deg=recorded.mean_anomaly_deg,
        bstar_per_earth_radius=recorded.bstar,
        mean_motion_dot_rev_day2=recorded.mean_motion_dot,
        mean_motion_ddot_rev_day3=recorded.mean_motion_ddot,
        object_name=recorded.object,
        norad_id=recorded.norad_id,
        element_set_no=recorded.element_set_no,
        revolution_at_epoch=recorded.rev_at_epoch,
        source=recorded.source or where,
    )


def _usable(
    brief: FlightBrief, policy: Policy, given: tuple[ElementSet, ...]
) -> tuple[ElementSet, ...]:
    """Return the sets that the policy admits, newest first."""
    if given:
        return tuple(sorted(given, key=lambda elements: elements.epoch, reverse=True))
    where = f"flight '{brief.id}'"
    before = [e for e in brief.elements if not e.after_launch]
    after_launch = [e for e in brief.elements if e.after_launch]
    if not before and after_launch and not policy.hindcast:
        raise InputError(
            f"the only elements are from after the launch ({after_launch[0].epoch_utc:%Y-%m-%d})",
            where=where,
            remedy="--hindcast uses them, and every output says so",
        )
    if policy.hindcast and after_launch:
        return tuple(element_set(e, where) for e in after_launch)
    if not before:
        raise DataError(
            "no station elements from before the launch",
            where=where,
            remedy="give some with --elements FILE",
        )
    newest_first = sorted(before, key=lambda e: e.epoch_utc, reverse=True)
    return tuple(element_set(e, where) for e in newest_first)


def _refuse_age(elements: ElementSet, brief: FlightBrief, policy: Policy) -> None:
    """Refuse elements that are too old for the launch date, or from after it."""
    day = brief.launch_date
    end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
    age_h = (end - elements.epoch).total_seconds() / 3600.0 - 12.0  # from the middle of the day
    where = elements.source or f"flight '{brief.id}'"
    if age_h > STALE_H and not policy.allow_stale:
        raise InputError(
            f"the newest elements ({elements.epoch:%Y-%m-%d %H:%M} UTC) are {age_h / 24:.0f} days "
            f"older than the launch on {day}",
            limit="14 days",
            where=where,
            remedy="give newer ones with --elements FILE, or fly with --allow-stale",
        )
    if age_h < -12.0 and not policy.hindcast:
        raise InputError(
            f"the elements ({elements.epoch:%Y-%m-%d %H:%M} UTC) are from after the launch on {day}",
            where=where,
            remedy="give older ones, or --hindcast to use them and say so",
        )


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
        usable = [p.id for p in catalogue.station(station).port if vehicle in p.vehicles]
        raise InputError(
            f"port '{port}' does not take a '{vehicle}'",
            limit="ports for it: " + (", ".join(usable) or "none"),
            remedy="choose one of these",
        )


def setting_of(
    catalogue: Catalogue,
    brief: FlightBrief,
    *,
    policy: Policy = Policy(),  # noqa: B008  (frozen)
    given: tuple[ElementSet, ...] = (),
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
    given : tuple[ElementSet, ...]
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
    sets = _usable(brief, policy, given)
    _refuse_age(sets[0], brief, policy)
    maneuvers = tuple(
        StationManeuver(m.utc.utc, m.delta_v_m_s.value) for m in brief.station_maneuvers
    )
    later = tuple(m for m in maneuvers if m.utc > sets[0].epoch)
    return Setting(
        brief=brief,
        vehicle=vehicle,
        launcher=catalogue.launcher(brief.launcher),
        site=catalogue.site(brief.site),
        profile=chosen,
        motion=StationMotion(sets[0], later),
        older=sets[1] if len(sets) > 1 else None,
        node_from_pad_rad=math.radians(constant.value),
        policy=policy,
    )
