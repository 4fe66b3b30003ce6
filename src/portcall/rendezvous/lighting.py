"""When contact is made: the lighting that crews and cameras wait for, as a rule over the orbit.

Model   A circular station orbit and a cylindrical shadow. Contact follows an orbital eclipse entry, or a
        Sun angle past orbital noon, by a stated angle; each profile and vehicle names its rule.
Valid   Beta angles below 70 degrees have a night; above, the darkest point of the orbit stands for it.
Source  The rule is a hypothesis, judged by `portcall validate`; the eclipse half-angle is Vallado 2013,
        section 5.3 (cylindrical shadow, circular orbit).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.profile import ContactRule
from portcall.core.constants import WGS84_A_M
from portcall.core.time import after, elapsed_s
from portcall.orbit.mean_elements import NearCircular
from portcall.orbit.secular import secular_rates

Array = NDArray[np.float64]
MeanAt = Callable[[datetime], NearCircular]
SunAt = Callable[[datetime], Array]  # unit vector to the Sun in the frame of the mean elements

_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class ContactChoice:
    """The contact that a rule chooses, and why."""

    utc: datetime
    reason: str


def sun_in_orbit(mean: NearCircular, sun: Array) -> tuple[float, float]:
    """Return the angle past orbital noon [0, 2 pi) and the beta angle. [rad]

    Examples
    --------
    A craft over the point where the Sun stands in the orbit plane's zenith is at noon:

    >>> orbit = NearCircular(6.8e6, 0.0, 0.0, 0.9, 0.0, 0.0)
    >>> sun_in_orbit(orbit, np.array([1.0, 0.0, 0.0]))
    (0.0, 0.0)
    """
    cn, sn = math.cos(mean.node_rad), math.sin(mean.node_rad)
    ci, si = math.cos(mean.inclination_rad), math.sin(mean.inclination_rad)
    ahead = sun @ np.array([cn, sn, 0.0])
    across = sun @ np.array([-sn * ci, cn * ci, si])
    normal = sun @ np.array([sn * si, -cn * si, ci])
    noon = math.atan2(across, ahead)
    past = (mean.argument_of_latitude_rad - noon) % math.tau
    return past, math.asin(max(-1.0, min(1.0, float(normal))))


def eclipse_half_angle_rad(semi_major_axis_m: float, beta_rad: float) -> float:
    """Return half the arc of a circular orbit that lies in the Earth's shadow; 0 without a night.

    Examples
    --------
    With the Sun in its plane, the station spends two fifths of its orbit in the dark:

    >>> round(eclipse_half_angle_rad(6_796_000.0, 0.0) / math.pi, 2)
    0.39
    """
    horizon = math.sqrt(1.0 - (WGS84_A_M / semi_major_axis_m) ** 2)
    ratio = horizon / math.cos(beta_rad)
    return math.acos(ratio) if ratio < 1.0 else 0.0


def _next_at(start: datetime, mean_at: MeanAt, sun_at: SunAt, *, past_noon_rad: float) -> datetime:
    """Return the first instant from `start` on when the station is so far past noon.

    A negative angle means so far past eclipse entry.
    """
    now = start
    for attempt in range(5):
        mean = mean_at(now)
        past, beta = sun_in_orbit(mean, sun_at(now))
        goal = past_noon_rad
        if past_noon_rad < 0.0:
            goal = math.pi - eclipse_half_angle_rad(mean.semi_major_axis_m, beta)
        rate = secular_rates(mean.semi_major_axis_m, mean.inclination_rad)[1]
        gap = (goal - past) % math.tau if attempt == 0 else math.remainder(goal - past, math.tau)
        now = after(now, gap / rate)
    return now


def _after_entry(rule: ContactRule, start: datetime, mean_at: MeanAt, sun_at: SunAt) -> datetime:
    """Return the contact that follows the first eclipse entry from `start` on."""
    entry = _next_at(start, mean_at, sun_at, past_noon_rad=-1.0)
    offset = rule.eclipse_entry_offset_deg
    mean = mean_at(entry)
    rate = secular_rates(mean.semi_major_axis_m, mean.inclination_rad)[1]
    return after(entry, math.radians(offset.value if offset else 0.0) / rate)


def choose_contact(
    rule: ContactRule, liftoff: datetime, mean_at: MeanAt, sun_at: SunAt
) -> ContactChoice:
    """Return when a rule puts contact.

    Parameters
    ----------
    rule : ContactRule
        The profile's rule for the vehicle.
    liftoff : datetime
        Instant of lift-off.
    mean_at : MeanAt
        The station's mean orbit at an instant.
    sun_at : SunAt
        Unit vector to the Sun in the frame of the mean elements.
    """
    earliest = after(liftoff, rule.earliest_h.value * _HOUR_S)
    options: list[ContactChoice] = []
    if rule.kind != "duration":
        contact = _after_entry(rule, earliest, mean_at, sun_at)
        if rule.kind == "noon-or-eclipse-entry":
            # here the bound is on contact itself, so an entry shortly before it counts too
            early = _after_entry(rule, after(earliest, -0.1 * _HOUR_S), mean_at, sun_at)
            contact = early if early >= earliest else contact
        options.append(ContactChoice(contact, "after eclipse entry"))
    if rule.past_noon_deg is not None and rule.kind == "noon-or-eclipse-entry":
        angle = math.radians(rule.past_noon_deg.value)
        noon = _next_at(earliest, mean_at, sun_at, past_noon_rad=angle)
        options.append(ContactChoice(noon, f"{rule.past_noon_deg.value:g} deg past noon"))
    best = min(options, key=lambda option: option.utc, default=None)
    latest_h = rule.latest_h.value if rule.latest_h else math.inf
    if best is not None and elapsed_s(liftoff, best.utc) <= latest_h * _HOUR_S:
        return best
    fallback_h = rule.fallback_h or rule.earliest_h
    return ContactChoice(
        after(liftoff, fallback_h.value * _HOUR_S), "usual duration: no lighting in time"
    )
