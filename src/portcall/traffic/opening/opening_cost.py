"""What opening a short profile takes when the phase may be anything, and the chance that it comes.

Model   A burn along the velocity changes the period, and so the phase, in proportion to the days that
        follow; over a phase of which nothing is known mean and worst cost are those of the way into the
        range, up or down, whichever is less.
Valid   Near-circular orbits, burns of a few m/s; J2 slows the shift by 3 % against the two-body one.
Source  Period and speed, Vallado 2013, section 6.6; ranges of `catalogue/data/profiles`.
"""

import math

from portcall.catalogue.profile import Profile
from portcall.catalogue.reboost import EngineClass
from portcall.core.constants import DAY_S, WGS84_A_M
from portcall.core.errors import InputError
from portcall.records.base import FrozenRecord
from portcall.stay.reboost import propellant_kg

LEAD_DAYS = 14.0  # set-up burns are reported 5 to 21 days before a short flight
_TURN_DEG = 360.0


class OpeningCost(FrozenRecord):
    """What opening a profile costs when the phase may be anything, with a burn so many days before."""

    profile: str
    lead_days: float
    mean_m_s: float
    worst_m_s: float
    mean_kg: float
    worst_kg: float


def phase_shift_deg_day(altitude_m: float) -> float:
    """Return by how much 1 m/s along the velocity moves a station back in phase. [deg/day]

    Three times the speed gained over the radius: the period's change, Vallado 2013, section 6.6.

    Examples
    --------
    >>> round(phase_shift_deg_day(416e3), 2)
    2.19
    """
    return math.degrees(3.0 * DAY_S / (WGS84_A_M + altitude_m))


def open_probability(profile: Profile, phase_deg: float, sigma_deg: float) -> float:
    """Return the chance that the phase lies in the profile's range, normal about the foretold one.

    Examples
    --------
    >>> from portcall.catalogue.load import load_profile
    >>> two = load_profile("2-orbit")
    >>> round(open_probability(two, 16.0, 3.0), 2), round(open_probability(two, 16.0, 1e4), 3)
    (0.68, 0.017)
    """
    low, high = profile.phase_min_deg.value, profile.phase_max_deg.value
    width = high - low
    if width >= _TURN_DEG:
        return 1.0
    if sigma_deg > 0.5 * _TURN_DEG:
        return width / _TURN_DEG
    offset = math.remainder(phase_deg - 0.5 * (low + high), _TURN_DEG)
    scale = max(sigma_deg, 1e-9) * math.sqrt(2.0)
    return sum(
        0.5
        * (
            math.erf((0.5 * width - offset - turn * _TURN_DEG) / scale)
            - math.erf((-0.5 * width - offset - turn * _TURN_DEG) / scale)
        )
        for turn in (-2, -1, 0, 1, 2)
    )


def opening_cost(
    profile: Profile,
    engine: EngineClass,
    *,
    station_mass_kg: float,
    altitude_m: float = 416e3,
    lead_days: float = LEAD_DAYS,
) -> OpeningCost:
    """Return what it costs to open a profile for a phase that may be anything.

    Beyond three weeks this is all that can be said: the mean and the worst over every phase, burning up
    or down, whichever is less.

    Raises
    ------
    InputError
        No time between burn and launch.

    Examples
    --------
    >>> from portcall.catalogue.load import load_profile
    >>> from portcall.catalogue.reboost import load_reboosts
    >>> engine = load_reboosts().engine("progress-axial")
    >>> cost = opening_cost(load_profile("4-orbit"), engine, station_mass_kg=470e3, lead_days=45.0)
    >>> round(cost.mean_m_s, 2), round(cost.worst_m_s, 2)
    (0.81, 1.72)
    """
    if not lead_days > 0.0:
        raise InputError(f"a reboost {lead_days:g} days before the launch", limit="above 0")
    width = min(profile.phase_max_deg.value - profile.phase_min_deg.value, _TURN_DEG)
    outside = _TURN_DEG - width
    per_m_s = phase_shift_deg_day(altitude_m) * lead_days
    worst = 0.5 * outside / per_m_s
    mean = 0.5 * worst * outside / _TURN_DEG
    isp_s = engine.isp_s.value
    return OpeningCost(
        profile=profile.id,
        lead_days=lead_days,
        mean_m_s=mean,
        worst_m_s=worst,
        mean_kg=propellant_kg(mean, station_mass_kg, isp_s),
        worst_kg=propellant_kg(worst, station_mass_kg, isp_s),
    )


def raising_m_s(profile: Profile, phase_deg: float, lead_days: float, altitude_m: float) -> float:
    """Return the least delta-v upward that brings a phase into the range: it falls behind. [m/s]"""
    back_deg = (phase_deg - profile.phase_max_deg.value) % _TURN_DEG
    return back_deg / (phase_shift_deg_day(altitude_m) * lead_days)
