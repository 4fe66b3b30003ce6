"""Which station elements a prediction may use: from before the launch, and not too old.

Model   The newest set from before the launch on the flight's day. Sets from after it are used only for
        a hindcast, sets older than two weeks only on request; both are said wherever results appear.
Valid   Element sets, or an ephemeris fitted with one (its announced maneuvers come along).
Source  The flight's record, or the user's file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.elements import RecordedElements
from portcall.core.constants import WGS84_A_M
from portcall.core.errors import DataError, InputError
from portcall.launch.window import pad_passes
from portcall.orbit.elements import ElementSet
from portcall.orbit.formats import OrbitFile
from portcall.orbit.plausibility import Check, check_set
from portcall.orbit.station import StationManeuver, StationMotion, station_mean

STALE_H = 14.0 * 24.0
FARTHEST_DAYS = 60.0  # beyond it a set says nothing of the station, on request or not
_LARGEST_BSTAR = (
    0.5  # the largest of 2838 real sets is 0.114, across a reboost; beyond, SGP4 breaks down
)
_LOWEST_M, _HIGHEST_M = 300e3, 500e3  # no station that is visited leaves these heights
_ORBIT = {"mean motion", "inclination", "eccentricity"}
_ASCENT_S = 529.0  # near enough for telling before from after the launch


@dataclass(frozen=True)
class Policy:
    """Which element sets may be used: stale ones and ones from after the launch only on request."""

    allow_stale: bool = False
    hindcast: bool = False


@dataclass(frozen=True)
class KnownElements:
    """Element sets and announced maneuvers, and where they are from."""

    sets: tuple[ElementSet, ...]
    maneuvers: tuple[StationManeuver, ...] = ()
    where: str = ""


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


def recorded_elements(brief: FlightBrief, policy: Policy) -> KnownElements:
    """Return the sets of a flight's own record that the policy admits."""
    where = f"flight '{brief.id}'"
    before = [e for e in brief.elements if not e.after_launch]
    later = [e for e in brief.elements if e.after_launch]
    if later and (policy.hindcast or not before):
        if not policy.hindcast:
            raise InputError(
                f"the only elements are from after the launch ({later[0].epoch_utc:%Y-%m-%d})",
                where=where,
                remedy="--hindcast uses them, and every output says so",
            )
        before = later
    if not before:
        raise DataError(
            "no station elements from before the launch",
            where=where,
            remedy="give some with --elements FILE",
        )
    return KnownElements(tuple(element_set(e, where) for e in before), where=where)


def refuse_other_object(sets: Iterable[ElementSet], norad_id: int, where: str) -> None:
    """Refuse element sets of which none is of the station."""
    found = sorted({one.norad_id for one in sets})
    if norad_id not in found:
        raise InputError(
            f"elements of object {', '.join(map(str, found[:5]))}, not of the station",
            limit=f"object {norad_id}",
            where=where,
            remedy="give the station's elements",
        )


def elements_from_file(file: OrbitFile, norad_id: int) -> KnownElements:
    """Return the station's sets of a user's file; an ephemeris is fitted with one.

    Raises
    ------
    InputError
        The file holds no set of the station.
    """
    if file.ephemeris is not None:
        # its least squares take a quarter of a second to load, which only an ephemeris is worth
        from portcall.orbit.sgp4_fit import station_from_oem  # noqa: PLC0415

        fitted = station_from_oem(file.ephemeris)
        burns = tuple(
            StationManeuver(event.utc, event.delta_v_m_s or 0.0)
            for event in file.ephemeris.station.maneuvers
        )
        return KnownElements((fitted.elements,), burns, file.name)
    refuse_other_object(file.elements, norad_id, file.name)
    mine = (one for one in file.elements if one.norad_id == norad_id)
    return KnownElements(tuple(replace(one, source=file.name) for one in mine), where=file.name)


def launch_day(
    brief: FlightBrief, known: KnownElements, pad_longitude_rad: float, node_from_pad_rad: float
) -> datetime:
    """Return about when the flight lifts off: its day's pass of the pad through the plane.

    Good to some minutes with elements of any age, which is enough to tell before from after.
    """
    newest = max(known.sets, key=lambda one: one.epoch)
    refuse_orbit(newest, known.where)
    motion = StationMotion(newest)
    day = brief.launch_date
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    if abs((noon - motion.epoch).days) > FARTHEST_DAYS:  # refused anyway
        return noon
    height_m = station_mean(motion, noon).semi_major_axis_m - WGS84_A_M
    if not _LOWEST_M < height_m < _HIGHEST_M:
        raise InputError(
            f"the elements' drag takes the station to {height_m / 1e3:.0f} km by {noon:%Y-%m-%d}",
            limit=f"{_LOWEST_M / 1e3:.0f} to {_HIGHEST_M / 1e3:.0f} km",
            where=known.where,
            remedy="give nearer ones with --elements FILE",
        )
    passes = pad_passes(
        day,
        node_at=lambda utc: station_mean(motion, utc + timedelta(seconds=_ASCENT_S)).node_rad,
        pad_longitude_rad=pad_longitude_rad,
        node_from_pad_rad=node_from_pad_rad,
    )
    return passes[min(brief.launch_opportunity, len(passes)) - 1] if passes else noon


def _orbit_fault(one: ElementSet) -> Check | None:
    """Return the first figure of an orbit that the station never has, if any."""
    drag = one.bstar_per_earth_radius
    if not abs(drag) <= _LARGEST_BSTAR:
        return Check("B*", drag, "1/Earth radius", -_LARGEST_BSTAR, _LARGEST_BSTAR, ok=False)
    wrong = (check for check in check_set(one, one.epoch) if check.ok is False)
    return next((check for check in wrong if check.name in _ORBIT), None)


def refuse_orbit(one: ElementSet, where: str) -> None:
    """Refuse a set whose orbit the station never has, whatever object it says it is of."""
    fault = _orbit_fault(one)
    if fault is not None:
        raise InputError(
            f"{fault.name} {fault.value:.5g} {fault.unit} is not the station's",
            limit=f"{fault.low:.5g} to {fault.high:.5g} {fault.unit}",
            where=where,
            remedy="give the station's elements; `portcall elements FILE` checks a file",
        )


def _refuse_age(
    newest: ElementSet, liftoff: datetime, policy: Policy, where: str, event: str
) -> None:
    age_d = (liftoff - newest.epoch).total_seconds() / 86_400.0
    limit_d = FARTHEST_DAYS if policy.allow_stale else STALE_H / 24.0
    if abs(age_d) <= limit_d:
        return
    remedy = "give nearer ones with --elements FILE"
    if abs(age_d) <= FARTHEST_DAYS:
        remedy += ", or fly with --allow-stale"
    raise InputError(
        f"the nearest elements ({newest.epoch:%Y-%m-%d %H:%M} UTC) are {abs(age_d):.1f} days "
        f"{'older' if age_d > 0.0 else 'later'} than the {event}",
        limit=f"{limit_d:g} days",
        where=where,
        remedy=remedy,
    )


def usable(
    known: KnownElements, liftoff: datetime, policy: Policy, *, event: str = "launch"
) -> tuple[ElementSet, ...]:
    """Return the sets that may be used, newest first.

    Raises
    ------
    InputError
        All sets are from after the launch, or the nearest is more than 14 days from it (60, when
        stale ones are allowed), or its orbit is not the station's.
    """
    newest_first = sorted(known.sets, key=lambda one: one.epoch, reverse=True)
    before = tuple(one for one in newest_first if one.epoch < liftoff)
    if policy.hindcast and len(before) < len(newest_first):
        chosen = (newest_first[len(newest_first) - len(before) - 1], *before)
    elif before:
        chosen = before
    else:
        raise InputError(
            f"the elements ({newest_first[-1].epoch:%Y-%m-%d %H:%M} UTC) are from after the {event} "
            f"({liftoff:%Y-%m-%d %H:%M} UTC)",
            where=known.where,
            remedy="give older ones, or --hindcast to use them and say so",
        )
    _refuse_age(chosen[0], liftoff, policy, known.where, event)
    refuse_orbit(chosen[0], known.where)
    return (chosen[0], *(one for one in chosen[1:] if _orbit_fault(one) is None))
