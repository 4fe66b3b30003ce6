"""What follows an abort: away to a stand-off on V-bar, a wait there, and back to the gate.

Model   Clohessy-Wiltshire. From where the avoidance maneuver leaves the ship two impulses bring it to rest
        on V-bar, and two more from there to the gate's state after the wait; the time of each
        transfer is the cheapest of a grid whose path stays outside the keep-out sphere. Each impulse is
        raised by a reserve for errors and for what J2 and drag do in the wait (a tenth each). Resting on
        V-bar costs `HOLDING_M_S_ORBIT` an orbit.
Valid   Stand-offs of some ten kilometers, waits of some days.
Source  Clohessy and Wiltshire 1960; Progress M-06M came back two days after its abort (lb.ua, 2010-07-06),
        Progress M-15M four to five days after (m.5-tv.ru/news/78472).
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.errors import InputError
from portcall.orbit.clohessy_wiltshire import TwoImpulse, transition, two_impulse

Array = NDArray[np.float64]

STAND_OFF_M = 20_000.0
WAIT_ORBITS = 31.0  # two days
HOLDING_M_S_ORBIT = 0.02  # differential drag of 1e-6 m/s2 for a quarter of the time, taken
MARGIN_PART = 0.2
KEEP_OUT_M = 200.0
_TRANSFER_ORBITS = tuple(0.6 + 0.1 * i for i in range(25) if abs(0.1 * i - 0.4) > 0.05)
_SAMPLES = 240


@dataclass(frozen=True)
class Transfer:
    """One way between two states.

    Attributes
    ----------
    start_s, duration_s : float
        After the abort. [s]
    delta_v_m_s : float
        Both impulses. [m/s]
    least_m : float
        Least distance from the station's center of mass on the way. [m]
    impulses_lvlh_m_s : Array
        (2, 3). [m/s]
    """

    start_s: float
    duration_s: float
    delta_v_m_s: float
    least_m: float
    impulses_lvlh_m_s: Array = field(repr=False)


@dataclass(frozen=True)
class SecondTry:
    """Whether the ship can come back, and what it costs.

    Attributes
    ----------
    possible : bool
        Whether it can.
    reason : str
        Why not; empty where it can.
    away, back : Transfer or None
        To the stand-off and to the gate; absent where there is no safe way.
    wait_s, duration_s : float
        At the stand-off, and from the abort to the gate. [s]
    delta_v_m_s : float
        With margins and the holding. [m/s]
    propellant_kg, propellant_left_kg : float
        What it takes, and what is left over the reserve for deorbit and the approach. [kg]
    """

    possible: bool
    reason: str
    away: Transfer | None
    back: Transfer | None
    wait_s: float
    duration_s: float
    delta_v_m_s: float
    propellant_kg: float
    propellant_left_kg: float


def _least_m(start: Array, push: Array, span_s: float, n_rad_s: float) -> float:
    state = np.array(start, dtype=np.float64)
    state[3:] += push
    places = [(transition(n_rad_s, span_s * i / _SAMPLES) @ state)[:3] for i in range(_SAMPLES + 1)]
    return float(np.min(np.linalg.norm(places, axis=1)))


def _transfer(
    start: Array, end: Array, n_rad_s: float, after_s: float, keep_out_m: float
) -> Transfer | None:
    """Return the cheapest way that stays outside the sphere, and outside where it began inside."""
    # who starts inside the sphere must not come nearer than he is
    limit_m = min(keep_out_m, 0.98 * float(np.linalg.norm(start[:3])))
    best: Transfer | None = None
    for orbits in _TRANSFER_ORBITS:
        span_s = orbits * 2.0 * math.pi / n_rad_s
        pair: TwoImpulse = two_impulse(start, end, span_s, n_rad_s)
        if pair.singular:
            continue
        pushes = np.array([pair.first_m_s, pair.second_m_s])
        cost = float(np.linalg.norm(pushes, axis=1).sum())
        if best is not None and cost >= best.delta_v_m_s:
            continue
        least_m = _least_m(start, pushes[0], span_s, n_rad_s)
        if least_m >= limit_m:
            best = Transfer(after_s, span_s, cost, least_m, pushes)
    return best


def plan_second_try(
    state: Array,
    gate: Array,
    *,
    n_rad_s: float,
    mass_kg: float,
    isp_s: float,
    propellant_kg: float,
    reserve_kg: float,
    stand_off_m: float = STAND_OFF_M,
    wait_orbits: float = WAIT_ORBITS,
    keep_out_m: float = KEEP_OUT_M,
) -> SecondTry:
    """Plan the way back after an abort.

    Parameters
    ----------
    state, gate : (6,) array
        After the avoidance maneuver, and wanted at the approach's gate; LVLH. [m, m/s]
    n_rad_s : float
        Station's mean motion. [rad/s]
    mass_kg, isp_s : float
        Of the ship at the abort, and of its thrusters.
    propellant_kg, reserve_kg : float
        What its tanks hold, and what of it must stay: deorbit and a whole approach.
    stand_off_m : float
        Distance on V-bar, on the side where the gate is. [m]
    wait_orbits : float
        Time at the stand-off: ground, crew, sunlight.

    Raises
    ------
    InputError
        A stand-off inside the keep-out sphere, or a wait below zero.
    """
    if stand_off_m <= keep_out_m:
        raise InputError(
            f"a stand-off {stand_off_m:g} m from the station", limit=f"above {keep_out_m:g} m"
        )
    if wait_orbits < 0.0:
        raise InputError(f"a wait of {wait_orbits:g} orbits", limit="0 or more")
    side = -1.0 if gate[0] <= 0.0 else 1.0
    rest = np.array([side * stand_off_m, 0.0, 0.0, 0.0, 0.0, 0.0])
    wait_s = wait_orbits * 2.0 * math.pi / n_rad_s
    away = _transfer(np.asarray(state, dtype=np.float64), rest, n_rad_s, 0.0, keep_out_m)
    after_s = (away.duration_s if away else 0.0) + wait_s
    back = _transfer(rest, np.asarray(gate, dtype=np.float64), n_rad_s, after_s, keep_out_m)
    if away is None or back is None:
        where = "to the stand-off" if away is None else "from the stand-off to the gate"
        reason = f"no way {where} stays outside {keep_out_m:g} m"
        return SecondTry(False, reason, away, back, wait_s, math.nan, math.nan, math.nan, math.nan)
    delta_v_m_s = (1.0 + MARGIN_PART) * (away.delta_v_m_s + back.delta_v_m_s)
    delta_v_m_s += HOLDING_M_S_ORBIT * wait_orbits
    used_kg = mass_kg * -math.expm1(-delta_v_m_s / (isp_s * STANDARD_GRAVITY_M_S2))
    left_kg = propellant_kg - reserve_kg - used_kg
    reason = ""
    if left_kg < 0.0:
        reason = (
            f"it takes {used_kg:.0f} kg of propellant, and only {propellant_kg - reserve_kg:.0f} kg "
            f"are left above the reserve of {reserve_kg:.0f} kg"
        )
    return SecondTry(
        possible=not reason,
        reason=reason,
        away=away,
        back=back,
        wait_s=wait_s,
        duration_s=after_s + back.duration_s,
        delta_v_m_s=delta_v_m_s,
        propellant_kg=used_kg,
        propellant_left_kg=left_kg,
    )
