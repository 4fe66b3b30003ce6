"""When the burns of a profile fall, for one lift-off and one contact.

Model   Phasing burns stand at a revolution since insertion or at a time after lift-off, autonomous
        ones at a time before contact. Burns after the arrival gate belong to the docking phase.
Valid   Any profile of the catalogue, or a user's own.
Source  The profile's own sources.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.profile import Burn, Profile
from portcall.core.constants import GM_EARTH_M3_S2
from portcall.core.errors import InputError
from portcall.rendezvous.gate import Gate

Array = NDArray[np.float64]

_GATE_EVENT = "braking"
_BELOW_DEG = 60.0  # when a profile does not say: from below, as the last transfer arc arrives


@dataclass(frozen=True, slots=True)
class Schedule:
    """Burn names and their times after separation, and the time of the gate. [s]"""

    names: tuple[str, ...]
    times_s: Array
    gate_s: float


def gate_of(profile: Profile) -> Gate:
    """Return the arrival gate of a profile: its approach's braking point."""
    for point in profile.approach:
        if point.event == _GATE_EVENT and point.range_m and point.closing_rate_m_s:
            below = profile.gate_below_deg
            return Gate(
                point.before_contact_s.value,
                point.range_m.value,
                point.closing_rate_m_s.value,
                math.radians(below.value if below else _BELOW_DEG),
            )
    raise InputError(
        f"profile '{profile.id}' has no approach point '{_GATE_EVENT}' with range and closing rate",
        remedy="add one: the far rendezvous ends there",
    )


def _time_s(burn: Burn, separation_met_s: float, contact_met_s: float, period_s: float) -> float:
    """Return a burn's time after separation. [s]"""
    if burn.orbit is not None:
        return (burn.orbit - 1 + burn.orbit_fraction) * period_s
    if burn.met_s is not None:
        return burn.met_s - separation_met_s
    return contact_met_s - float(burn.before_contact_s or 0.0) - separation_met_s


def schedule(
    profile: Profile, *, separation_met_s: float, contact_met_s: float, semi_major_axis_m: float
) -> Schedule:
    """Return the burns of the far rendezvous in order.

    Parameters
    ----------
    profile : Profile
        Burn scheme and approach.
    separation_met_s, contact_met_s : float
        Times after lift-off. [s]
    semi_major_axis_m : float
        Of the insertion orbit: its period counts the revolutions. [m]
    """
    period_s = math.tau * math.sqrt(semi_major_axis_m**3 / GM_EARTH_M3_S2)
    gate_s = contact_met_s - gate_of(profile).before_contact_s - separation_met_s
    timed = sorted(
        (_time_s(burn, separation_met_s, contact_met_s, period_s), burn.name)
        for burn in profile.burn
    )
    far = [(time_s, name) for time_s, name in timed if 0.0 < time_s < gate_s - 1.0]
    if len(far) < 2:
        raise InputError(
            f"profile '{profile.id}' has {len(far)} burns between separation and the arrival gate",
            limit="at least 2",
            remedy="give its burns earlier times",
        )
    return Schedule(tuple(name for _, name in far), np.array([time_s for time_s, _ in far]), gate_s)
