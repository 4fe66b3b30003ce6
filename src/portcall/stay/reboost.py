"""A reboost: from burn time to delta-v, altitude and propellant, and back.

Model   Thrust along the velocity in one burn, short against a revolution, on a near-circular orbit: the
        mean altitude rises by 2 delta-v sqrt(a^3/mu). Delta-v and propellant by the rocket equation.
Valid   Burns of up to some 25 minutes: the finite arc costs under 2 % of the gain. Thrust is that of an
        engine class, one constant from one burn; from burn to burn real ones scatter by 15 %.
Source  Gauss's variation of the semi-major axis, Vallado 2013, equation 9-24 for e = 0; rocket equation,
        Vallado 2013, section 6.3; reported burns in the catalogue.
"""

import math
from dataclasses import dataclass
from datetime import datetime

from portcall.catalogue.reboost import EngineClass, ReportedReboost
from portcall.core.constants import GM_EARTH_M3_S2, STANDARD_GRAVITY_M_S2, WGS84_A_M
from portcall.core.errors import InputError

LARGEST_DELTA_V_M_S = 10.0  # beyond, the orbit is no longer near the one before


@dataclass(frozen=True, slots=True)
class Reboost:
    """One burn of a docked ship; negative delta-v lowers the orbit."""

    utc: datetime
    delta_v_m_s: float
    engine_class: str
    duration_s: float
    propellant_kg: float
    gain_m: float


def gain_per_delta_v_s(altitude_m: float) -> float:
    """Return by how much 1 m/s along the velocity raises the mean altitude. [m per m/s]

    Parameters
    ----------
    altitude_m : float
        Mean altitude over the equator's radius. [m]

    Examples
    --------
    At the station's altitude a little over 1.77 km:

    >>> round(gain_per_delta_v_s(416e3))
    1774
    """
    return 2.0 * math.sqrt((WGS84_A_M + altitude_m) ** 3 / GM_EARTH_M3_S2)


def gain_m(delta_v_m_s: float, altitude_m: float) -> float:
    """Return the rise of the mean altitude after a burn along the velocity. [m]

    Examples
    --------
    Roscosmos, 10 November 2023: an impulse of 1.43 m/s raised the station by 2.5 km to 417.98 km
    (https://interfax.com/newsroom/top-stories/96379/).

    >>> round(gain_m(1.43, 416.7e3) / 1e3, 1)
    2.5
    """
    return delta_v_m_s * gain_per_delta_v_s(altitude_m)


def delta_v_for_gain_m_s(rise_m: float, altitude_m: float) -> float:
    """Return the delta-v that raises the mean altitude by so much. [m/s]"""
    return rise_m / gain_per_delta_v_s(altitude_m)


def _refuse(name: str, value: float, low: float = 0.0) -> None:
    if not low < value < math.inf:
        raise InputError(f"{name} is {value:g}", limit=f"above {low:g}", where="reboost")


def _exhaust_m_s(isp_s: float) -> float:
    _refuse("isp_s", isp_s)
    return isp_s * STANDARD_GRAVITY_M_S2


def propellant_kg(delta_v_m_s: float, station_mass_kg: float, isp_s: float) -> float:
    """Return the propellant that a burn takes, raising or lowering alike. [kg]

    Examples
    --------
    1 m/s on 473 t at 285 s takes 169 kg:

    >>> round(propellant_kg(1.0, 473e3, 285.0))
    169
    """
    _refuse("station_mass_kg", station_mass_kg)
    return -station_mass_kg * math.expm1(-abs(delta_v_m_s) / _exhaust_m_s(isp_s))


def delta_v_of_burn_m_s(
    thrust_n: float, duration_s: float, station_mass_kg: float, isp_s: float
) -> float:
    """Return the delta-v of a burn at constant thrust. [m/s]

    Raises
    ------
    InputError
        A figure that no burn can have.

    Examples
    --------
    905.7 s at the 729 N that they stand for on 462 t:

    >>> round(delta_v_of_burn_m_s(729.0, 905.7, 462e3, 285.0), 2)
    1.43
    """
    _refuse("thrust_n", thrust_n)
    _refuse("station_mass_kg", station_mass_kg)
    _refuse("duration_s", duration_s, -math.inf)
    exhaust = _exhaust_m_s(isp_s)
    burnt = thrust_n * duration_s / exhaust
    if burnt >= station_mass_kg:
        raise InputError(f"the burn would take {burnt:.0f} kg", limit=f"{station_mass_kg:.0f} kg")
    return -exhaust * math.log1p(-burnt / station_mass_kg)


def burn_s(delta_v_m_s: float, thrust_n: float, station_mass_kg: float, isp_s: float) -> float:
    """Return how long a burn of this size lasts. [s]"""
    _refuse("thrust_n", thrust_n)
    return propellant_kg(delta_v_m_s, station_mass_kg, isp_s) * _exhaust_m_s(isp_s) / thrust_n


def planned_reboost(
    engine: EngineClass,
    utc: datetime,
    delta_v_m_s: float,
    *,
    station_mass_kg: float,
    altitude_m: float,
) -> Reboost:
    """Return a burn of an engine class with its duration, propellant and gain.

    Raises
    ------
    InputError
        More than 10 m/s, or a mass that no station has.
    """
    if not abs(delta_v_m_s) <= LARGEST_DELTA_V_M_S:
        raise InputError(
            f"a reboost of {delta_v_m_s:g} m/s",
            limit=f"{LARGEST_DELTA_V_M_S:g} m/s either way",
            remedy="split it",
        )
    isp_s, thrust_n = engine.isp_s.value, engine.thrust_n.value
    return Reboost(
        utc,
        delta_v_m_s,
        engine.id,
        burn_s(delta_v_m_s, thrust_n, station_mass_kg, isp_s),
        propellant_kg(delta_v_m_s, station_mass_kg, isp_s),
        gain_m(delta_v_m_s, altitude_m),
    )


def fitted_thrust_n(row: ReportedReboost, station_mass_kg: float, altitude_m: float) -> float:
    """Return the mean thrust that a reported burn stands for. [N]

    From its delta-v; where it has none, from its gain. The mass burnt, a thousandth, is left out.

    Raises
    ------
    InputError
        The row gives no duration, or neither delta-v nor gain.
    """
    delta_v = row.delta_v_m_s
    if delta_v is None and row.gain_km is not None:
        delta_v = delta_v_for_gain_m_s(row.gain_km * 1e3, altitude_m)
    if delta_v is None or row.duration_s is None:
        raise InputError("no thrust follows from it", where=row.id, remedy="choose another burn")
    return abs(delta_v) * station_mass_kg / row.duration_s
