"""Which station elements a prediction may use: from before the launch, and not too old.

Model   The newest set from before the launch on the flight's day. Sets from after it are used only for
        a hindcast, sets older than two weeks only on request; both are said wherever results appear.
Valid   Element sets, or an ephemeris fitted with one (its announced maneuvers come along).
Source  The flight's record, or the user's file.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.elements import RecordedElements
from portcall.core.errors import DataError, InputError
from portcall.launch.window import pad_passes
from portcall.orbit.elements import ElementSet
from portcall.orbit.formats import OrbitFile
from portcall.orbit.station import StationManeuver, StationMotion, station_mean

STALE_H = 14.0 * 24.0
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
    mine = tuple(one for one in file.elements if one.norad_id == norad_id)
    if not mine:
        found = sorted({one.norad_id for one in file.elements})
        raise InputError(
            f"elements of object {', '.join(map(str, found[:5]))}, not of the station",
            limit=f"object {norad_id}",
            where=file.name,
            remedy="give the station's elements",
        )
    return KnownElements(tuple(replace(one, source=file.name) for one in mine), where=file.name)


def launch_day(
    brief: FlightBrief, known: KnownElements, pad_longitude_rad: float, node_from_pad_rad: float
) -> datetime:
    """Return about when the flight lifts off: its day's pass of the pad through the plane.

    Good to some minutes with elements of any age, which is enough to tell before from after.
    """
    motion = StationMotion(max(known.sets, key=lambda one: one.epoch))
    day = brief.launch_date
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    if (
        abs((noon - motion.epoch).days) > 60
    ):  # SGP4 is not asked for years; the age is refused anyway
        return noon
    passes = pad_passes(
        day,
        node_at=lambda utc: station_mean(motion, utc + timedelta(seconds=_ASCENT_S)).node_rad,
        pad_longitude_rad=pad_longitude_rad,
        node_from_pad_rad=node_from_pad_rad,
    )
    return passes[min(brief.launch_opportunity, len(passes)) - 1] if passes else noon


def usable(known: KnownElements, liftoff: datetime, policy: Policy) -> tuple[ElementSet, ...]:
    """Return the sets that may be used, newest first.

    Raises
    ------
    InputError
        All sets are from after the launch, or the newest from before it is more than 14 days old.
    """
    newest_first = sorted(known.sets, key=lambda one: one.epoch, reverse=True)
    before = tuple(one for one in newest_first if one.epoch < liftoff)
    if policy.hindcast and len(before) < len(newest_first):
        return (newest_first[len(newest_first) - len(before) - 1], *before)
    if not before:
        raise InputError(
            f"the elements ({newest_first[-1].epoch:%Y-%m-%d %H:%M} UTC) are from after the launch "
            f"({liftoff:%Y-%m-%d %H:%M} UTC)",
            where=known.where,
            remedy="give older ones, or --hindcast to use them and say so",
        )
    age_h = (liftoff - before[0].epoch).total_seconds() / 3600.0
    if age_h > STALE_H and not policy.allow_stale:
        raise InputError(
            f"the newest elements ({before[0].epoch:%Y-%m-%d %H:%M} UTC) are {age_h / 24:.1f} days "
            f"older than the launch",
            limit="14 days",
            where=known.where,
            remedy="give newer ones with --elements FILE, or fly with --allow-stale",
        )
    return before
