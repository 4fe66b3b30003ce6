"""Element sets: one object's mean orbit at an epoch, and what SGP4 makes of it.

Model   SGP4 with the WGS 72 constants, which is what public element sets are fitted with.
Valid   Days from the epoch; for the station about 1 km at the epoch and 1 to 3 km a day of drag.
Source  Vallado et al. 2006, AIAA 2006-6753 (the `sgp4` package is its code).
"""

import math
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sgp4.api import SGP4_ERRORS, WGS72, Satrec

from portcall.core.constants import DAY_S
from portcall.core.errors import InputError
from portcall.core.frames import gcrf_from_teme
from portcall.core.time import after, elapsed_s, format_utc, julian_date_utc, require_utc

Array = NDArray[np.float64]

WGS72_RADIUS_M = 6_378_135.0  # the radius that SGP4's semi-major axis is measured in
_SGP4_EPOCH_ZERO_JD = 2_433_281.5  # 1949-12-31 00:00, day 0 of SGP4's epoch argument
_FRAME_STEP_S = 3600.0  # TEME turns 6e-3 arcsec an hour in GCRF: linear between is good to 1 mm
_TURN_RAD = 2.0 * math.pi

# what a set may hold at all: (lowest, highest, unit); eccentricity 1 and no motion are no orbit
_LIMITS = {
    "mean_motion_rev_day": (1e-3, 18.0, "rev/day"),
    "eccentricity": (0.0, 0.999_999_9, ""),
    "inclination_deg": (0.0, 180.0, "deg"),
    "raan_deg": (-360.0, 360.0, "deg"),
    "argp_deg": (-360.0, 360.0, "deg"),
    "mean_anomaly_deg": (-360.0, 360.0, "deg"),
    "bstar_per_earth_radius": (-10.0, 10.0, "1/Earth radius"),
    "mean_motion_dot_rev_day2": (-1e3, 1e3, "rev/day^2"),
    "mean_motion_ddot_rev_day3": (-1e3, 1e3, "rev/day^3"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ElementSet:
    """One set of SGP4 mean elements, in the units in which such sets are published.

    The angles refer to the true equator and mean equinox of the epoch (TEME).
    `mean_motion_dot_rev_day2` and `mean_motion_ddot_rev_day3` are as printed: half the first
    derivative and a sixth of the second; SGP4 uses neither.

    Raises
    ------
    InputError
        A figure that is not finite or that no orbit can have, or an epoch without a time zone.
    """

    epoch: datetime
    mean_motion_rev_day: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float
    argp_deg: float
    mean_anomaly_deg: float
    bstar_per_earth_radius: float = 0.0
    mean_motion_dot_rev_day2: float = 0.0
    mean_motion_ddot_rev_day3: float = 0.0
    object_name: str = ""
    norad_id: int = 0
    international_designator: str = ""  # as 1998-067A
    classification: str = "U"
    element_set_no: int = 999
    revolution_at_epoch: int = 0
    source: str = ""  # the file and line, or the record, that the figures came from

    def __post_init__(self) -> None:
        """Refuse figures that no orbit can have, and bring the epoch to UTC."""
        for key, (low, high, unit) in _LIMITS.items():
            value = getattr(self, key)
            if not low <= value <= high:  # also refuses a value that is not a number
                raise InputError(
                    f"{key} is {value:g} {unit}",
                    limit=f"{low:g} to {high:g}",
                    where=self.source,
                    remedy="take the element set from its publisher again",
                )
        object.__setattr__(self, "epoch", require_utc(self.epoch, where=self.source))

    @property
    def epoch_jd(self) -> tuple[float, float]:
        """The epoch as a two-part Julian date in UTC: midnight, and the fraction of the day."""
        return julian_date_utc(self.epoch)


@dataclass(frozen=True, slots=True)
class MeanElements:
    """SGP4's mean elements at an instant: secular and drag terms applied, periodic ones not.

    Angles lie in [0, 2 pi) and refer to TEME. `mean_motion_rad_s` and `semi_major_axis_m` are
    Brouwer's, with J2 taken out of the published (Kozai) mean motion; the argument of latitude is
    the argument of perigee plus the mean anomaly. Rates are J2's (and J4's) secular ones.
    """

    utc: datetime
    raan_rad: float
    inclination_rad: float
    eccentricity: float
    argp_rad: float
    mean_anomaly_rad: float
    argument_of_latitude_rad: float
    mean_motion_rad_s: float
    semi_major_axis_m: float
    raan_rate_rad_s: float
    argument_of_latitude_rate_rad_s: float


def _build(elements: ElementSet) -> Satrec:
    day, fraction = elements.epoch_jd
    record = Satrec()
    record.sgp4init(
        WGS72,
        "i",
        elements.norad_id % 340_000,  # the largest number the record's label can hold
        day - _SGP4_EPOCH_ZERO_JD + fraction,
        elements.bstar_per_earth_radius,
        elements.mean_motion_dot_rev_day2 * _TURN_RAD / 1440.0**2,
        elements.mean_motion_ddot_rev_day3 * _TURN_RAD / 1440.0**3,
        elements.eccentricity,
        math.radians(elements.argp_deg % 360.0),
        math.radians(elements.inclination_deg),
        math.radians(elements.mean_anomaly_deg % 360.0),
        elements.mean_motion_rev_day * _TURN_RAD / 1440.0,
        math.radians(elements.raan_deg % 360.0),
    )
    return record


@lru_cache(maxsize=1024)
def satrec(elements: ElementSet) -> Satrec:
    """Return the SGP4 record (WGS 72, improved mode) of an element set, built once.

    It is shared: propagate with it, but read its mutable fields only from a copy of your own.
    """
    return _build(elements)


def _refuse(elements: ElementSet, code: int, seconds_since_epoch: float) -> InputError:
    reason = SGP4_ERRORS.get(code, f"error {code}")
    return InputError(
        f"SGP4 gives no state for {elements.object_name or elements.norad_id} "
        f"{seconds_since_epoch / DAY_S:+.2f} days from its epoch {format_utc(elements.epoch)}: "
        f"{reason}",
        where=elements.source,
        remedy="use an element set nearer to that time",
    )


def state_teme(elements: ElementSet, utc: datetime) -> tuple[Array, Array]:
    """Return the osculating state in the frame of element sets.

    Returns
    -------
    tuple[Array, Array]
        Position [m] and velocity [m/s] in TEME of `utc`, each shape (3,).

    Raises
    ------
    InputError
        SGP4 finds no orbit at that time (decayed, or elements that make no sense).

    Examples
    --------
    The first verification case of AIAA 2006-6753, satellite 5 at its epoch, in km:

    >>> from datetime import UTC
    >>> vanguard = ElementSet(
    ...     epoch=datetime(2000, 6, 27, 18, 50, 19, 733568, UTC), norad_id=5,
    ...     mean_motion_rev_day=10.82419157, eccentricity=0.1859667, inclination_deg=34.2682,
    ...     raan_deg=348.7242, argp_deg=331.7664, mean_anomaly_deg=19.3264,
    ...     bstar_per_earth_radius=0.28098e-4)
    >>> state_teme(vanguard, vanguard.epoch)[0] / 1e3
    array([ 7022.46529, -1400.08296,     0.03995])
    """
    seconds = elapsed_s(elements.epoch, utc)
    code, position_km, velocity_km_s = satrec(elements).sgp4_tsince(seconds / 60.0)
    if code:
        raise _refuse(elements, code, seconds)
    return np.array(position_km) * 1e3, np.array(velocity_km_s) * 1e3


def states_teme(elements: ElementSet, seconds_since_epoch: Array) -> tuple[Array, Array]:
    """Return osculating states in TEME at many times.

    Parameters
    ----------
    elements : ElementSet
        The mean orbit.
    seconds_since_epoch : Array
        SI seconds since the epoch of the set, shape (n,). [s]

    Returns
    -------
    tuple[Array, Array]
        Positions [m] and velocities [m/s], each shape (n, 3), each row in TEME of its own time.
    """
    seconds = np.asarray(seconds_since_epoch, dtype=np.float64)
    record = satrec(elements)
    day = np.full(seconds.shape, record.jdsatepoch)
    codes, positions_km, velocities_km_s = record.sgp4_array(
        day, record.jdsatepochF + seconds / DAY_S
    )
    if codes.any():
        bad = int(np.flatnonzero(codes)[0])
        raise _refuse(elements, int(codes[bad]), float(seconds[bad]))
    return positions_km * 1e3, velocities_km_s * 1e3


def state_gcrf(elements: ElementSet, utc: datetime) -> tuple[Array, Array]:
    """Return the osculating state in the celestial frame.

    TEME's own turning (8e-12 rad/s, 5e-5 m/s at the station) is left out of the velocity.

    Returns
    -------
    tuple[Array, Array]
        Position [m] and velocity [m/s] in GCRF, each shape (3,).
    """
    position_teme_m, velocity_teme_m_s = state_teme(elements, utc)
    rotation = gcrf_from_teme(utc)
    return rotation @ position_teme_m, rotation @ velocity_teme_m_s


def states_gcrf(elements: ElementSet, seconds_since_epoch: Array) -> tuple[Array, Array]:
    """Return osculating states in the celestial frame at many times.

    Parameters
    ----------
    elements : ElementSet
        The mean orbit.
    seconds_since_epoch : Array
        SI seconds since the epoch of the set, shape (n,). [s]

    Returns
    -------
    tuple[Array, Array]
        Positions [m] and velocities [m/s] in GCRF, each shape (n, 3).
    """
    seconds = np.asarray(seconds_since_epoch, dtype=np.float64)
    positions_teme_m, velocities_teme_m_s = states_teme(elements, seconds)
    if seconds.size == 0:
        return positions_teme_m, velocities_teme_m_s
    step = np.floor(seconds / _FRAME_STEP_S).astype(np.int64)
    nodes, inverse = np.unique(np.concatenate((step, step + 1)), return_inverse=True)
    rotations = np.array(
        [gcrf_from_teme(after(elements.epoch, float(node) * _FRAME_STEP_S)) for node in nodes]
    )
    low, high = inverse[: step.size], inverse[step.size :]
    weight = (seconds / _FRAME_STEP_S - step)[:, None, None]
    rotation = rotations[low] * (1.0 - weight) + rotations[high] * weight
    return (
        np.einsum("nij,nj->ni", rotation, positions_teme_m),
        np.einsum("nij,nj->ni", rotation, velocities_teme_m_s),
    )


def mean_elements_at(elements: ElementSet, utc: datetime) -> MeanElements:
    """Return SGP4's mean node, inclination, argument of latitude and mean motion at a time.

    Raises
    ------
    InputError
        SGP4 finds no orbit at that time.
    """
    seconds = elapsed_s(elements.epoch, utc)
    record = _build(elements)  # propagating writes the mean elements into the record
    code = record.sgp4_tsince(seconds / 60.0)[0]
    if code:
        raise _refuse(elements, code, seconds)
    return MeanElements(
        utc=require_utc(utc),
        raan_rad=record.Om % _TURN_RAD,
        inclination_rad=record.im,
        eccentricity=record.em,
        argp_rad=record.om % _TURN_RAD,
        mean_anomaly_rad=record.mm % _TURN_RAD,
        argument_of_latitude_rad=(record.om + record.mm) % _TURN_RAD,
        mean_motion_rad_s=record.nm / 60.0,
        semi_major_axis_m=record.am * WGS72_RADIUS_M,
        raan_rate_rad_s=record.nodedot / 60.0,
        argument_of_latitude_rate_rad_s=(record.mdot + record.argpdot) / 60.0,
    )


def age_s(elements: ElementSet, utc: datetime) -> float:
    """Return how long before `utc` the epoch lies; negative when it lies after [s]."""
    return elapsed_s(elements.epoch, utc)
