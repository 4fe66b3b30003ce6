"""The station's mean altitude on a date, from the element set nearest to it.

Model   The nearest element set's mean altitude, let fall with the density factor fitted to the nearest
        pair of sets without a reboost between them; reported reboosts on the way are added. Farther than
        three weeks from any set the reboosts in between are not known: then the altitude is the one that
        was held, the mean of the sets around, and its scatter.
Valid   Spans that the sets reach. The decay is off by 45 % (68 % level) a week to three weeks on, as
        measured on recorded sets of 2021 to 2026: the Sun is not forecast.
Source  `stay.mean_drag`; density factor as in `orbit.decay`; element sets of the flights in the catalogue.
"""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.load import Catalogue, list_flights, load_catalogue
from portcall.catalogue.reboost import Reboosts, load_reboosts
from portcall.catalogue.station import Station
from portcall.core.constants import DAY_S, WGS84_A_M
from portcall.core.errors import DataError
from portcall.core.time import elapsed_s
from portcall.orbit.decay import HIGH, LEAST_DAYS, LOW
from portcall.orbit.elements import ElementSet, mean_elements_at
from portcall.stay.mean_drag import Air, decay_m_day, fall
from portcall.stay.reboost import delta_v_for_gain_m_s, gain_m

DECAY_ERROR = 0.45  # 68 % level of the error of a decay foretold for one to three weeks
FAR_DECAY_ERROR = 1.0  # where the density is from a pair of sets more than a month away
SET_ERROR_M = 30.0  # of one set's mean axis
REACH_DAYS = 21.0
PAIR_DAYS = 30.0  # sets farther apart have a reboost between them that nobody reported
_AROUND_DAYS = 400.0


@dataclass(frozen=True, slots=True)
class KnownAltitude:
    """One element set as altitude: epoch, mean altitude over the equator's radius [m]."""

    utc: datetime
    altitude_m: float


@dataclass(frozen=True, slots=True)
class AltitudeAt:
    """The station's mean altitude at an instant, and how it is known."""

    utc: datetime
    altitude_m: float
    sigma_m: float
    decay_m_day: float
    density_factor: float
    set_epoch: datetime
    set_age_days: float
    reached: bool
    reason: str


def known_altitudes(sets: Iterable[ElementSet]) -> tuple[KnownAltitude, ...]:
    """Return mean altitudes of element sets, in order of time, each epoch once."""
    found = {
        one.epoch: mean_elements_at(one, one.epoch).semi_major_axis_m - WGS84_A_M for one in sets
    }
    return tuple(KnownAltitude(utc, found[utc]) for utc in sorted(found))


def fitted_factor(
    known: Sequence[KnownAltitude], utc: datetime, air: Air, burns: Sequence[tuple[datetime, float]]
) -> tuple[float, float, str]:
    """Return the density factor of the pair of sets nearest to an instant, its error, and the pair.

    A pair with a reported burn inside, or one that rises, tells nothing of the air.
    """
    best: tuple[float, float, str] | None = None
    for older, newer in pairwise(known):
        days = elapsed_s(older.utc, newer.utc) / DAY_S
        if not LEAST_DAYS <= days <= PAIR_DAYS:
            continue
        if any(older.utc <= when <= newer.utc for when, _ in burns):
            continue
        middle_m = 0.5 * (older.altitude_m + newer.altitude_m)
        factor = (older.altitude_m - newer.altitude_m) / days / decay_m_day(middle_m, air)
        if not LOW <= factor <= HIGH:
            continue
        away = min(abs(elapsed_s(one.utc, utc)) for one in (older, newer))
        if best is None or away < best[0]:
            span = f"{older.utc:%Y-%m-%d} to {newer.utc:%Y-%m-%d}"
            best = (away, factor, f"decay as from {span}")
    if best is None:
        return 1.0, FAR_DECAY_ERROR, "decay of an average Sun"
    away, factor, reason = best
    return factor, DECAY_ERROR if away <= PAIR_DAYS * DAY_S else FAR_DECAY_ERROR, reason


def altitude_at(
    utc: datetime,
    known: Sequence[KnownAltitude],
    air: Air,
    burns: Sequence[tuple[datetime, float]] = (),
) -> AltitudeAt:
    """Return the mean altitude at an instant.

    Parameters
    ----------
    utc : datetime
        When.
    known : Sequence[KnownAltitude]
        In order of time; those from after the instant are used too, backwards.
    air : Air
        Inclination and ballistic coefficient; its density factor is replaced by the fitted one.
    burns : Sequence[tuple[datetime, float]]
        Reported burns: when, and the delta-v along the velocity. [m/s]

    Raises
    ------
    DataError
        No element set is known.
    """
    if not known:
        raise DataError("no element set of the station is known", remedy="give some")
    nearest = min(known, key=lambda one: abs(elapsed_s(one.utc, utc)))
    age_days = elapsed_s(nearest.utc, utc) / DAY_S
    bare = Air(air.inclination_rad, air.ballistic_m2_kg)
    factor, error, reason = fitted_factor(known, utc, bare, burns)
    fitted = Air(air.inclination_rad, air.ballistic_m2_kg, factor)
    if abs(age_days) > REACH_DAYS:
        return _held(utc, known, fitted, nearest)
    fallen = float(fall(nearest.altitude_m, np.array(age_days * DAY_S), fitted))
    lifted = 0.0
    low, high = sorted((nearest.utc, utc))
    for when, delta_v in burns:
        if low < when <= high:
            lifted += math.copysign(1.0, age_days) * gain_m(delta_v, fallen)
    return AltitudeAt(
        utc,
        fallen + lifted,
        math.hypot(SET_ERROR_M, error * (fallen - nearest.altitude_m)),
        decay_m_day(fallen + lifted, fitted),
        factor,
        nearest.utc,
        age_days,
        True,
        reason,
    )


def _held(
    utc: datetime, known: Sequence[KnownAltitude], air: Air, nearest: KnownAltitude
) -> AltitudeAt:
    """Return the altitude that is held where reboosts are not known."""
    around = [k.altitude_m for k in known if abs(elapsed_s(k.utc, utc)) <= _AROUND_DAYS * DAY_S]
    heights = around if len(around) > 1 else [k.altitude_m for k in known]
    mean = statistics.fmean(heights)
    scatter = statistics.pstdev(heights)
    return AltitudeAt(
        utc,
        mean,
        max(scatter, SET_ERROR_M),
        decay_m_day(mean, air),
        air.density_factor,
        nearest.utc,
        elapsed_s(nearest.utc, utc) / DAY_S,
        False,
        f"no element set within {REACH_DAYS:g} days: the altitude held around then",
    )


def reported_burns(reboosts: Reboosts) -> tuple[tuple[datetime, float], ...]:
    """Return when burns reported as done were flown, and their delta-v. [m/s]"""
    found = []
    for row in reboosts.reboost:
        delta_v = row.delta_v_m_s
        if delta_v is None and row.gain_km is not None:
            delta_v = delta_v_for_gain_m_s(row.gain_km * 1e3, reboosts.altitude_m(row))
        if delta_v is not None and row.outcome != "planned":
            found.append((row.utc, delta_v))
    return tuple(found)


def _set_of(recorded: RecordedElements) -> ElementSet:
    return ElementSet(
        epoch=recorded.epoch_utc,
        mean_motion_rev_day=recorded.mean_motion_rev_day,
        eccentricity=recorded.eccentricity,
        inclination_deg=recorded.inclination_deg,
        raan_deg=recorded.raan_deg,
        argp_deg=recorded.argp_deg,
        mean_anomaly_deg=recorded.mean_anomaly_deg,
        bstar_per_earth_radius=recorded.bstar,
        source=recorded.source,
    )


def station_air(station: Station, density_factor: float = 1.0) -> Air:
    """Return what brakes a station of the catalogue."""
    inclination_rad = math.radians(station.inclination_deg.value)
    return Air(inclination_rad, station.ballistic_m2_kg, density_factor)


@lru_cache(maxsize=4)
def _recorded(root: Path, station: str) -> tuple[KnownAltitude, ...]:
    norad_id = load_catalogue(root).station(station).norad_id
    flights = [one for one in list_flights(load_catalogue(root)) if one.station == station]
    return known_altitudes(
        _set_of(recorded)
        for flight in flights
        for known in (flight.known_before, flight.known_before_departure)
        for recorded in known.elements
        if recorded.norad_id == norad_id
    )


def recorded_altitude_at(catalogue: Catalogue, utc: datetime, station: str = "iss") -> AltitudeAt:
    """Return the station's mean altitude at an instant from what the catalogue has recorded.

    Raises
    ------
    DataError
        No recorded flight has an element set of the station.

    Examples
    --------
    >>> from datetime import UTC
    >>> at = recorded_altitude_at(load_catalogue(), datetime(2025, 4, 8, tzinfo=UTC))
    >>> round(at.altitude_m / 1e3), at.reached
    (419, True)
    """
    return altitude_at(
        utc,
        _recorded(catalogue.root, station),
        station_air(catalogue.station(station)),
        reported_burns(load_reboosts(station)),
    )
