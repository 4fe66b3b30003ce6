"""How surely events are predicted: 68 % levels, growing with the age of the station's elements.

Model   The error of an element set grows with its age as measured on published sets, interpolated
        as a power law between ages. The launch instant has the error of the node and the
        repeatability of the insertion plane; contact has that of the phase and the scatter of the
        contact rule; each pair adds in quadrature. Every other event has the error of the one
        that it is timed from.
Valid   Half a day (held constant below) to two weeks; extrapolated beyond: nothing was measured.
Source  `data/element_errors.toml`, measured on public element sets.
"""

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from portcall.catalogue.profile import Burn
from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.core.errors import InputError

Anchor = Literal["liftoff", "contact"]

LONG_PROFILE_ORBITS = 10  # from here on the ship waits for the light in orbit, not on the ground
_STATION_PERIOD_S = 92.8 * 60.0
_HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class ElementErrors:
    """The measured 68 % errors of an element set by its age, and the estimates beside them."""

    age_d: tuple[float, ...]
    phase_deg: tuple[float, ...]
    node_deg: tuple[float, ...]
    plane_repeatability_s: float
    contact_rule_long_s: float
    contact_rule_short_s: float


@lru_cache(maxsize=1)
def element_errors() -> ElementErrors:
    """Return the table of measured errors."""
    data = tomllib.loads(
        files("portcall.visit").joinpath("data", "element_errors.toml").read_text("utf-8")
    )
    return ElementErrors(
        age_d=tuple(data["age_d"]),
        phase_deg=tuple(data["phase_deg"]),
        node_deg=tuple(data["node_deg"]),
        plane_repeatability_s=data["plane_repeatability_s"]["value"],
        contact_rule_long_s=data["contact_rule_long_s"]["value"],
        contact_rule_short_s=data["contact_rule_short_s"]["value"],
    )


def _power_law(age_d: float, ages_d: tuple[float, ...], errors: tuple[float, ...]) -> float:
    """Interpolate linearly in both logarithms; constant before the table, extrapolated after it."""
    if age_d <= ages_d[0]:
        return errors[0]
    k = min(sum(age <= age_d for age in ages_d), len(ages_d) - 1)
    slope = math.log(errors[k] / errors[k - 1]) / math.log(ages_d[k] / ages_d[k - 1])
    return errors[k - 1] * float((age_d / ages_d[k - 1]) ** slope)


def _age_d(age_h: float) -> float:
    if not math.isfinite(age_h):
        raise InputError(f"elements cannot be {age_h} h old")
    # a set from after the launch is propagated backwards and errs alike
    return abs(age_h) / _HOURS_A_DAY


def phase_sigma_rad(age_h: float) -> float:
    """Return the uncertainty of the station's place in its orbit [rad].

    Parameters
    ----------
    age_h : float
        Age of the elements at the time of interest; negative when they are from after it. [h]

    Raises
    ------
    InputError
        The age is no number.

    Examples
    --------
    Elements of two days ago give the phase to a tenth of a degree:

    >>> round(math.degrees(phase_sigma_rad(48.0)), 3)
    0.091
    """
    table = element_errors()
    return math.radians(_power_law(_age_d(age_h), table.age_d, table.phase_deg))


def node_sigma_rad(age_h: float) -> float:
    """Return the uncertainty of the station's node, less what goes with the phase [rad].

    Parameters
    ----------
    age_h : float
        As for `phase_sigma_rad`. [h]
    """
    table = element_errors()
    return math.radians(_power_law(_age_d(age_h), table.age_d, table.node_deg))


def launch_sigma_s(age_h: float) -> float:
    """Return the uncertainty of the launch instant [s].

    Parameters
    ----------
    age_h : float
        Age of the elements at lift-off. [h]

    Examples
    --------
    >>> round(launch_sigma_s(48.0), 2), round(launch_sigma_s(14 * 24.0), 2)
    (1.11, 1.86)
    """
    slip_s = node_sigma_rad(age_h) / EARTH_ROTATION_RAD_S
    return math.hypot(slip_s, element_errors().plane_repeatability_s)


def contact_sigma_s(orbits: int, age_h: float) -> float:
    """Return the uncertainty of the time of contact [s].

    Parameters
    ----------
    orbits : int
        Nominal revolutions of the profile.
    age_h : float
        Age of the elements at contact. [h]

    Examples
    --------
    >>> round(contact_sigma_s(34, 48.0)), round(contact_sigma_s(2, 48.0))
    (240, 420)
    """
    table = element_errors()
    long = orbits >= LONG_PROFILE_ORBITS
    rule_s = table.contact_rule_long_s if long else table.contact_rule_short_s
    return math.hypot(rule_s, phase_sigma_rad(age_h) / math.tau * _STATION_PERIOD_S)


def burn_anchor(burn: Burn) -> Anchor:
    """Return which event a profile's burn is timed from."""
    return "liftoff" if burn.before_contact_s is None else "contact"


def event_sigma_s(anchor: Anchor, *, orbits: int, age_h: float, own_sigma_s: float = 0.0) -> float:
    """Return the uncertainty of an event that is timed from lift-off or from contact [s].

    Parameters
    ----------
    anchor : {"liftoff", "contact"}
        Which of the two the event follows at a fixed distance.
    orbits : int
        Nominal revolutions of the profile.
    age_h : float
        Age of the elements at the event. [h]
    own_sigma_s : float
        Scatter of the distance itself, such as that of the leak check. [s]
    """
    base_s = launch_sigma_s(age_h) if anchor == "liftoff" else contact_sigma_s(orbits, age_h)
    return math.hypot(base_s, own_sigma_s)
