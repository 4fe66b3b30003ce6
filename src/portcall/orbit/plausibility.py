"""Is an element set what it says it is: each figure beside the range that the real station keeps.

Model   Ranges for one set; between two sets of one object the node must regress as J2 says; for
        the station, also against sets known to be real, by node and revolution count.
Valid   Node: 2791 pairs of real sets of the station, 2021 to 2026: 0.025 deg at most up to 2 days
        apart, 0.023 at 10, 0.065 at 60, 0.8 over 1.5 years (its height changes between).
Source  J2 secular rate: Vallado 2013, 4th ed., eq. 9-38. Known sets: public element sets of 25544.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from portcall.core.constants import DAY_S, GM_EARTH_M3_S2, J2_EARTH, WGS84_A_M
from portcall.core.time import elapsed_s, format_utc
from portcall.orbit.elements import ElementSet

STATION_NORAD_ID = 25_544
STALE_AFTER_DAYS = 14.0
_NODE_FLOOR_DEG = 0.03
_NODE_GROWTH_DEG_DAY = 0.003
_KNOWN_GROWTH_DEG_DAY = (
    0.005  # real sets reach 0.0047 beyond the floor, two months from a known one
)
_REVOLUTION_FLOOR = 3.0
_REVOLUTION_GROWTH_PER_DAY = 0.03
_STATION_REVOLUTIONS_DAY = 15.495  # mean of 2021 to 2026
_ANCHOR_REACH_DAYS = 600.0  # farther from a known set, height changes make the node useless
_REVOLUTIONS_WRAP = 100_000  # two-line sets print five digits


def _known(
    epoch: datetime, motion: float, inclination: float, node: float, count: int
) -> ElementSet:
    return ElementSet(
        epoch=epoch,
        mean_motion_rev_day=motion,
        eccentricity=0.0,
        inclination_deg=inclination,
        raan_deg=node,
        argp_deg=0.0,
        mean_anomaly_deg=0.0,
        norad_id=STATION_NORAD_ID,
        revolution_at_epoch=count,
    )


_BSTAR_NOTE = "the set was probably fitted across a maneuver"

# public sets of 25544 that their neighbors confirm
_KNOWN = (
    _known(datetime(2021, 1, 1, 5, 19, 37, tzinfo=UTC), 15.49246, 51.6464, 88.5894, 26_271),
    _known(datetime(2022, 3, 1, 1, 20, 26, tzinfo=UTC), 15.49532, 51.6438, 152.0847, 32_841),
    _known(datetime(2023, 2, 24, 3, 58, 29, tzinfo=UTC), 15.49277, 51.6388, 168.3534, 38_426),
    _known(datetime(2024, 9, 15, 0, 58, 13, tzinfo=UTC), 15.49088, 51.6359, 230.2949, 47_248),
    _known(datetime(2025, 3, 9, 3, 18, 0, tzinfo=UTC), 15.49829, 51.6367, 82.5748, 49_964),
    _known(datetime(2025, 11, 2, 10, 9, 34, tzinfo=UTC), 15.49700, 51.6344, 342.0717, 53_660),
    _known(datetime(2026, 8, 1, 11, 23, 1, tzinfo=UTC), 15.49301, 51.6315, 75.9770, 57_877),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One figure, the range expected of it, and whether it lies within; `ok` None only informs."""

    name: str
    value: float
    unit: str
    low: float | None
    high: float | None
    ok: bool | None
    note: str = ""


def _range(name: str, value: float, unit: str, low: float, high: float, note: str = "") -> Check:
    return Check(name, value, unit, low, high, low <= value <= high, note)


def semi_major_axis_m(elements: ElementSet) -> float:
    """Return the two-body semi-major axis of the published mean motion [m]."""
    motion_rad_s = elements.mean_motion_rev_day * 2.0 * math.pi / DAY_S
    return float((GM_EARTH_M3_S2 / motion_rad_s**2) ** (1.0 / 3.0))


def node_rate_deg_day(elements: ElementSet) -> float:
    """Return the secular drift of the node that J2 gives [deg/day].

    Examples
    --------
    The station's node moves 5 degrees a day to the west:

    >>> station = ElementSet(
    ...     epoch=datetime(2021, 1, 1, tzinfo=UTC), mean_motion_rev_day=15.49246091,
    ...     eccentricity=0.0001153, inclination_deg=51.6464, raan_deg=88.6, argp_deg=173.7,
    ...     mean_anomaly_deg=39.6)
    >>> node_rate_deg_day(station)
    -4.95
    """
    axis_m = semi_major_axis_m(elements)
    motion_deg_day = elements.mean_motion_rev_day * 360.0
    flattening_term = J2_EARTH * (WGS84_A_M / (axis_m * (1.0 - elements.eccentricity**2))) ** 2
    cosine = math.cos(math.radians(elements.inclination_deg))
    return -1.5 * motion_deg_day * flattening_term * cosine


def _wrapped(value: float, turn: float) -> float:
    return (value + turn / 2.0) % turn - turn / 2.0


def _days(start: datetime, end: datetime) -> float:
    return elapsed_s(start, end) / DAY_S


def node_residual_deg(earlier: ElementSet, later: ElementSet) -> float:
    """Return how far the later set's node lies from where J2 takes the earlier one's [deg]."""
    days = _days(earlier.epoch, later.epoch)
    rate = 0.5 * (node_rate_deg_day(earlier) + node_rate_deg_day(later))
    return _wrapped(later.raan_deg - earlier.raan_deg - rate * days, 360.0)


def check_age(elements: ElementSet, now: datetime) -> Check:
    """Say how old a set is; sets older than two weeks, or from the future, are marked."""
    days = _days(elements.epoch, now)
    note = ""
    if days > STALE_AFTER_DAYS:
        note = f"stale: over {STALE_AFTER_DAYS:.0f} days, a plan from it needs --allow-stale"
    elif days < 0.0:
        note = f"from after {format_utc(now)}"
    return Check("age", days, "days", None, STALE_AFTER_DAYS, None, note)


def _any_object(elements: ElementSet) -> list[Check]:
    axis_m = semi_major_axis_m(elements)
    perigee_km = (axis_m * (1.0 - elements.eccentricity) - WGS84_A_M) / 1e3
    apogee_km = (axis_m * (1.0 + elements.eccentricity) - WGS84_A_M) / 1e3
    station = elements.norad_id == STATION_NORAD_ID
    low, high = (350.0, 470.0) if station else (90.0, 1e6)
    return [
        _range("perigee height", perigee_km, "km", low, high, "above the equatorial radius"),
        _range("apogee height", apogee_km, "km", low, high, "above the equatorial radius"),
    ]


def _station_only(elements: ElementSet) -> list[Check]:
    bstar, low, high = elements.bstar_per_earth_radius, -0.005, 0.006
    checks = [
        _range("mean motion", elements.mean_motion_rev_day, "rev/day", 15.40, 15.75),
        _range("inclination", elements.inclination_deg, "deg", 51.60, 51.68),
        _range("eccentricity", elements.eccentricity, "", 0.0, 0.003),
        _range(
            "B*", bstar, "1/Earth radius", low, high, "" if low <= bstar <= high else _BSTAR_NOTE
        ),
    ]
    known = min(_KNOWN, key=lambda one: abs(_days(one.epoch, elements.epoch)))
    days = _days(known.epoch, elements.epoch)
    if abs(days) > _ANCHOR_REACH_DAYS:
        return checks
    against = f"against the known set of {known.epoch:%Y-%m-%d}, {days:+.0f} days away"
    allowed = _NODE_FLOOR_DEG + _KNOWN_GROWTH_DEG_DAY * abs(days)
    checks.append(
        _range("node", node_residual_deg(known, elements), "deg", -allowed, allowed, against)
    )
    if elements.revolution_at_epoch > 0:
        expected = known.revolution_at_epoch + _STATION_REVOLUTIONS_DAY * days
        off = _wrapped(elements.revolution_at_epoch - expected, _REVOLUTIONS_WRAP)
        most = _REVOLUTION_FLOOR + _REVOLUTION_GROWTH_PER_DAY * abs(days)
        checks.append(_range("revolution count", off, "rev", -most, most, against))
    return checks


def check_set(elements: ElementSet, now: datetime) -> list[Check]:
    """Return every check of one set.

    Parameters
    ----------
    elements : ElementSet
        The set.
    now : datetime
        When its age is wanted.
    """
    checks = [check_age(elements, now), *_any_object(elements)]
    if elements.norad_id == STATION_NORAD_ID:
        checks += _station_only(elements)
    return checks


def check_between(sets: Sequence[ElementSet]) -> list[Check]:
    """Return the node regression between neighbours of each object, in order of epoch.

    Returns
    -------
    list[Check]
        One for each pair of neighbouring epochs; its value is the miss against J2. [deg]
    """
    checks = []
    for norad_id in dict.fromkeys(one.norad_id for one in sets):
        own = sorted((s for s in sets if s.norad_id == norad_id), key=lambda s: s.epoch)
        for earlier, later in pairwise(own):
            days = _days(earlier.epoch, later.epoch)
            if not 0.0 < days <= _ANCHOR_REACH_DAYS:
                continue
            allowed = _NODE_FLOOR_DEG + _NODE_GROWTH_DEG_DAY * days
            note = f"{norad_id}: {format_utc(earlier.epoch)} to {format_utc(later.epoch)}"
            miss = node_residual_deg(earlier, later)
            checks.append(_range("node regression", miss, "deg", -allowed, allowed, note))
    return checks
