"""A station ephemeris as an element set: fits SGP4 to tabulated states.

Model   Least squares of position over the span, in seven numbers: mean motion, the eccentricity
        vector, inclination, node, argument of latitude and B*; weights equal.
Valid   Near-circular low orbits (period under 225 min). A burn within the span spoils the fit: the
        residual says so, and `station_from_oem` stops short of the first announced maneuver.
Source  Vallado & Crawford 2008, AIAA 2008-6770 (TLE from ephemeris).
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from portcall.core.constants import DAY_S, GM_EARTH_M3_S2
from portcall.core.errors import InputError
from portcall.core.frames import gcrf_from_teme
from portcall.core.time import after, elapsed_s, format_utc
from portcall.orbit.elements import ElementSet, states_teme
from portcall.orbit.oem import Ephemeris, ephemeris_state_gcrf

Array = NDArray[np.float64]

_STEP_S = 600.0  # nine states an orbit
_FIRST_SPAN_S = 3.0 * 3600.0  # two orbits settle the mean motion before the whole span is fitted
_FAR_M = 1e9  # stands for a set that SGP4 refuses
_SCALE = np.array([1e-4, 1e-4, 1e-4, 1e-2, 1e-2, 1e-2, 1e-4])  # of the seven numbers


@dataclass(frozen=True, slots=True)
class StationOrbit:
    """A station's orbit from its ephemeris: the fitted set and how well it fits."""

    elements: ElementSet
    residual_rms_m: float
    fitted_from: datetime
    fitted_to: datetime


def _set(seven: Array, like: ElementSet) -> ElementSet:
    motion, k, h, inclination, node, latitude, bstar = (float(value) for value in seven)
    argp_deg = math.degrees(math.atan2(h, k))
    return ElementSet(
        epoch=like.epoch,
        object_name=like.object_name,
        norad_id=like.norad_id,
        international_designator=like.international_designator,
        source=like.source,
        mean_motion_rev_day=motion,
        eccentricity=math.hypot(k, h),
        inclination_deg=inclination,
        raan_deg=node % 360.0,
        argp_deg=argp_deg % 360.0,
        mean_anomaly_deg=(latitude - argp_deg) % 360.0,
        bstar_per_earth_radius=bstar,
    )


def _start(position_teme_m: Array, velocity_teme_m_s: Array) -> Array:
    """Return the osculating elements as a first guess of the mean ones."""
    radius = float(np.linalg.norm(position_teme_m))
    axis = 1.0 / (2.0 / radius - float(velocity_teme_m_s @ velocity_teme_m_s) / GM_EARTH_M3_S2)
    if not 6.4e6 < axis < 1.2e7:
        raise InputError(
            f"the ephemeris is of an orbit with a semi-major axis of {axis / 1e3:.0f} km",
            limit="6400 to 12000 km",
            remedy="give an ephemeris of a station in low orbit",
        )
    normal = np.cross(position_teme_m, velocity_teme_m_s)
    normal /= np.linalg.norm(normal)
    node = math.atan2(normal[0], -normal[1])
    toward_node = np.array([math.cos(node), math.sin(node), 0.0])
    latitude = math.atan2(
        float(position_teme_m @ np.cross(normal, toward_node)), float(position_teme_m @ toward_node)
    )
    motion = math.sqrt(GM_EARTH_M3_S2 / axis**3) * DAY_S / (2.0 * math.pi)
    angles = np.degrees([math.acos(normal[2]), node, latitude])
    return np.array([motion, 1e-4, 1e-4, *angles, 1e-4])


def fit_element_set(
    like: ElementSet, seven: Array, seconds: Array, positions_teme_m: Array
) -> tuple[Array, float]:
    """Fit the seven numbers of a set to positions.

    Parameters
    ----------
    like : ElementSet
        Gives the epoch and the names.
    seven : Array
        First guess: mean motion [rev/day], e cos w, e sin w, inclination [deg], node [deg],
        argument of latitude [deg], B* [1/Earth radius].
    seconds : Array
        Times since the epoch, shape (n,). [s]
    positions_teme_m : Array
        Positions in TEME of their own times, shape (n, 3). [m]

    Returns
    -------
    tuple[Array, float]
        The seven numbers and the root mean square of the distances. [m]
    """

    def misses(scaled: Array) -> Array:
        try:
            found, _ = states_teme(_set(seven + scaled * _SCALE, like), seconds)
        except InputError:
            return np.full(3 * seconds.size, _FAR_M)
        return (found - positions_teme_m).ravel()

    fit = least_squares(misses, np.zeros(7), method="lm", xtol=1e-12, ftol=1e-12)
    rms_m = math.sqrt(float(np.mean(np.sum(fit.fun.reshape(-1, 3) ** 2, axis=1))))
    return seven + fit.x * _SCALE, rms_m


def station_from_oem(
    ephemeris: Ephemeris, utc: datetime | None = None, *, span_s: float = DAY_S
) -> StationOrbit:
    """Turn a station ephemeris into an element set, so that it serves wherever sets do.

    Parameters
    ----------
    ephemeris : Ephemeris
        The station's, from `read_any`.
    utc : datetime | None
        Epoch of the set; the ephemeris's first usable time when None.
    span_s : float
        How long after the epoch to fit; cut at the table's end and at the first maneuver that
        its header announces. [s]

    Raises
    ------
    InputError
        The ephemeris does not cover two hours from the epoch, or is of another kind of orbit.
    """
    segment = ephemeris.segments[0]
    epoch = utc or segment.usable_start
    ends = [s.usable_stop for s in ephemeris.segments if s.covers(epoch)]
    burns = [event.utc for event in ephemeris.station.maneuvers if event.utc > epoch]
    stop = min([after(epoch, span_s), *ends[-1:], *burns])
    if not ends or elapsed_s(epoch, stop) < 7200.0:
        raise InputError(
            f"the ephemeris covers no two hours without a maneuver after {format_utc(epoch)}",
            where=ephemeris.source,
            remedy="choose another time, or a longer ephemeris",
        )
    seconds = np.arange(0.0, elapsed_s(epoch, stop), _STEP_S)
    moments = [after(epoch, float(second)) for second in seconds]
    states = [ephemeris_state_gcrf(ephemeris, moment) for moment in moments]
    rotations = [gcrf_from_teme(moment).T for moment in moments]
    positions = np.array([r @ state[0] for r, state in zip(rotations, states, strict=True)])
    seven = _start(positions[0], rotations[0] @ states[0][1])
    name = segment.object_name.strip() or "station"
    like = ElementSet(
        epoch=epoch,
        object_name=name,
        norad_id=25544 if name.upper().startswith("ISS") else 0,
        international_designator=segment.object_id,
        source=f"{ephemeris.source}: SGP4 fitted to the ephemeris",
        mean_motion_rev_day=float(seven[0]),
        eccentricity=0.0,
        inclination_deg=float(seven[3]),
        raan_deg=0.0,
        argp_deg=0.0,
        mean_anomaly_deg=0.0,
    )
    early = seconds <= _FIRST_SPAN_S
    seven, _ = fit_element_set(like, seven, seconds[early], positions[early])
    seven, rms_m = fit_element_set(like, seven, seconds, positions)
    return StationOrbit(_set(seven, like), rms_m, epoch, stop)
