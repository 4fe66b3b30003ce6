"""Was the pad in the station's plane at the instant of a lift-off, and what would it cost if not.

Model   The node of the nearest element set of the catalogue, moved at its secular rate; the pad turns
        with the Earth. The node that a launch offers is a calibrated angle from the pad's meridian for
        ships that have one, else that of the ascending great circle through the pad.
Valid   Element sets up to half a year from the instant: the node is then good to four degrees. Pads
        that launch along the ascending branch; Tanegashima, which launches along the other, is left out.
Source  `launch.window`; plane change for a node offset: 2 v sin(angle / 2), Vallado 2013, section 6.5.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.edits import Edit, edits
from portcall.audit.press.judging.phrases import day_words, instant_words, iso_minute
from portcall.audit.press.judging.said_times import exact_utc, local
from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.load import Catalogue, list_flights
from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.records.claims import Claim, Correction

if TYPE_CHECKING:
    from portcall.orbit.elements import ElementSet

FARTHEST_DAYS = 183.0
CALIBRATED_DEG, GEOMETRIC_DEG = 2.0, 3.5  # drift of the chase and its spread; launch windows
DRIFT_DEG_PER_DAY = 0.012  # reboosts and drag move the node rate: a minute a month
SPEED_M_S = 7665.0
NOT_IN_SGP4_RAD_S = math.radians(0.0023) / 86_400.0  # zonals from J6 on, the Sun and the Moon
MOST_OTHERS = 20
COMMON = frozenset({"weekday", "am-pm", "midnight", "hour", "zone", "day", "month-day"})
ONE_PASS = timedelta(minutes=10)
ATTEMPTS = timedelta(days=7)
ASCENDING = (
    "baikonur",
    "ksc",
    "ccsfs",
    "wallops",
)  # places that launch north-eastward to the station
_PLANE_CONSTANT = "plane_constant"
_ASCENT_S = 529.0


@dataclass(frozen=True)
class PlaneAt:
    """How far east of the offered plane the station's node lies, with its doubt."""

    gap_deg: float
    doubt_deg: float
    inclination_deg: float
    age_days: float
    epoch: datetime

    @property
    def off(self) -> bool:
        """True when the pad was certainly out of the plane."""
        return abs(self.gap_deg) > self.doubt_deg

    @property
    def change_deg(self) -> float:
        """The angle between the planes."""
        half = math.sin(math.radians(self.gap_deg) / 2.0)
        return math.degrees(
            2.0 * math.asin(abs(half) * math.sin(math.radians(self.inclination_deg)))
        )

    @property
    def delta_v_m_s(self) -> float:
        """What turning the plane in orbit would cost."""
        return 2.0 * SPEED_M_S * math.sin(math.radians(self.change_deg) / 2.0)

    @property
    def words(self) -> str:
        """The node, the angle, the cost and what it is from."""
        return (
            f"the node is {abs(self.gap_deg):.1f} deg off: {self.change_deg:.1f} deg of plane "
            f"change, {self.delta_v_m_s / 1e3:.1f} km/s (elements {abs(self.age_days):.0f} days "
            f"{'old' if self.age_days >= 0 else 'later'}, good to {self.doubt_deg:.1f} deg)"
        )


@dataclass(frozen=True)
class _Node:
    epoch: datetime
    node_rad: float
    rate_rad_s: float
    inclination_deg: float


@lru_cache(maxsize=4)
def _nodes(catalogue: Catalogue) -> tuple[_Node, ...]:
    """Return the station's node at the epoch of every recorded element set, and its rate."""
    from portcall.orbit.elements import ElementSet, mean_elements_at  # noqa: PLC0415 (SGP4)

    recorded = {
        one.epoch_utc: one
        for flight in list_flights(catalogue)
        for one in (*flight.known_before.elements, *flight.known_before_departure.elements)
        if one.norad_id == catalogue.station().norad_id
    }
    found = []
    for epoch, one in sorted(recorded.items()):
        mean = mean_elements_at(_element_set(ElementSet, one), epoch)
        rate = mean.raan_rate_rad_s + NOT_IN_SGP4_RAD_S
        found.append(_Node(epoch, mean.raan_rad, rate, math.degrees(mean.inclination_rad)))
    return tuple(found)


def _element_set(make: "type[ElementSet]", one: RecordedElements) -> "ElementSet":
    return make(
        epoch=one.epoch_utc,
        mean_motion_rev_day=one.mean_motion_rev_day,
        eccentricity=one.eccentricity,
        inclination_deg=one.inclination_deg,
        raan_deg=one.raan_deg,
        argp_deg=one.argp_deg,
        mean_anomaly_deg=one.mean_anomaly_deg,
        bstar_per_earth_radius=one.bstar,
    )


def _offered_rad(
    catalogue: Catalogue, vehicle: str | None, site: str, inclination_deg: float
) -> tuple[float, bool]:
    """Return the node of the insertion plane from the pad's meridian; true when calibrated."""
    constant = catalogue.calibration().find(_PLANE_CONSTANT, vehicle) if vehicle else None
    if constant is not None and site.startswith("baikonur"):
        return math.radians(constant.value), True
    latitude = math.radians(catalogue.site(site).latitude_deg.value)
    ratio = math.tan(latitude) / math.tan(math.radians(inclination_deg))
    return -math.asin(max(-1.0, min(1.0, ratio))), False


@lru_cache(maxsize=8192)
def plane_at(catalogue: Catalogue, vehicle: str | None, site: str, utc: datetime) -> PlaneAt | None:
    """Return how far a pad is from the station's plane; none when no elements are near enough.

    Parameters
    ----------
    catalogue : Catalogue
        Pads, plane constants and element sets.
    vehicle : str or None
        Id; those without a plane constant are held against the great circle through the pad.
    site : str
        Id of the pad.
    utc : datetime
        Lift-off.
    """
    from portcall.launch.window import plane_gap_rad  # noqa: PLC0415 (Earth orientation)

    nodes = _nodes(catalogue)
    if not nodes or not site.startswith(ASCENDING):
        return None
    nearest = min(nodes, key=lambda one: abs(one.epoch - utc))
    age_days = (utc - nearest.epoch) / timedelta(days=1)
    if abs(age_days) > FARTHEST_DAYS:
        return None
    offered, calibrated = _offered_rad(catalogue, vehicle, site, nearest.inclination_deg)

    def node_at(at: datetime) -> float:
        elapsed = (at - nearest.epoch).total_seconds() + _ASCENT_S
        return nearest.node_rad + nearest.rate_rad_s * elapsed

    gap = plane_gap_rad(
        utc,
        node_at=node_at,
        pad_longitude_rad=math.radians(catalogue.site(site).longitude_deg.value),
        node_from_pad_rad=offered,
    )
    doubt = CALIBRATED_DEG if calibrated else GEOMETRIC_DEG
    doubt += DRIFT_DEG_PER_DAY * abs(age_days)
    return PlaneAt(math.degrees(gap), doubt, nearest.inclination_deg, age_days, nearest.epoch)


def _pad_of(case: Case, claim: Claim) -> str | None:
    """Return the pad of a flight; for one not on record, of its vehicle, when all are one place."""
    known = case.ship(claim)
    sites = case.facts.sites
    if known.site is not None and known.site in sites:
        return known.site
    said = [one.value for one in case.about(claim, "site") if one.value in sites]
    if said:
        return said[0]
    vehicle = case.facts.vehicle(claim.subject)
    if vehicle is None or not vehicle.sites:
        return None
    places = {site.split("-")[0] for site in vehicle.sites}
    near = places <= {"ksc", "ccsfs"} or len(places) == 1
    return vehicle.sites[0] if near and vehicle.sites[0] in sites else None


def plane_of(case: Case, claim: Claim, utc: datetime) -> PlaneAt | None:
    """Return how far the pad of a claim's ship is from the plane at an instant."""
    site = _pad_of(case, claim)
    if site is None:
        return None
    return plane_at(case.facts.catalogue, case.ship(claim).vehicle, site, utc)


def plane_words(case: Case, claim: Claim) -> str:
    """Return what a launch at the time said would have cost, as the end of a reason."""
    at = exact_utc(claim)
    if claim.kind != "launch" or at is None:
        return ""
    found = plane_of(case, claim, at)
    if found is None or not found.off:
        return ""
    return f"; on {day_words(local(claim, at).date())} at that time {found.words}"


def pad_in_plane(case: Case, claim: Claim) -> Finding | None:
    """Hold a lift-off against the plane of the station."""
    at = exact_utc(claim)
    if claim.kind != "launch" or at is None:
        return None
    flown = case.ship(claim).of_kind("launch", "docking", "berthing")
    if flown and all(abs(one.utc - at) > ATTEMPTS for one in flown):
        return None  # this ship went up on another day: another ship's launch may be meant
    found = plane_of(case, claim, at)
    if found is None:
        return unknown("no launch on record, no station elements near enough for its plane")
    if not found.off:
        return holds(
            f"the pad was in the station's plane, {abs(found.gap_deg):.1f} deg of node at most"
        )
    fitting = [one for one in _meant(case, claim, at) if _in_plane(case, claim, one.utc)]
    if not fitting or any(abs(one.utc - fitting[0].utc) > ONE_PASS for one in fitting):
        passes = at + timedelta(seconds=math.radians(found.gap_deg) / EARTH_ROTATION_RAD_S)
        return wrong(
            f"the pad was not in the station's plane: {found.words}; it passes at about "
            f"{instant_words(passes.replace(second=0, microsecond=0))}"
        )
    why = f"{fitting[0].words}; at {instant_words(at)} {found.words}"
    return wrong(why, Correction(value=iso_minute(fitting[0].utc), why=why))


def _in_plane(case: Case, claim: Claim, utc: datetime) -> bool:
    plane = plane_of(case, claim, utc)
    return plane is not None and not plane.off


def _meant(case: Case, claim: Claim, at: datetime) -> Iterator[Edit]:
    """Yield what may have been meant: what others tell, then the slips that are common."""
    reports = case.others.get(("launch", claim.subject), ())[:MOST_OTHERS]
    told = [(source, there) for source, one in reports if (there := exact_utc(one)) is not None]
    fitting = [one for one in told if one[1] != at and _in_plane(case, claim, one[1])]
    if fitting:
        source, there = fitting[0]
        yield Edit("report", there, f"{source} has {instant_words(there)}")
        return
    for slip in edits(claim, case.zones):
        if slip.name in COMMON and "beside" not in slip.words:
            yield slip
