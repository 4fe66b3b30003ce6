"""Orbit upkeep: the altitude over months with reboosts, and what holding a band of altitudes costs.

Model   Free fall along the drag clock between burns; a burn lifts the mean altitude at once.
Valid   As `stay.mean_drag`; delta-v of holding is drag's alone: attitude control and debris avoidance
        come on top.
Source  `stay.mean_drag`, `stay.reboost`.
"""

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.reboost import EngineClass
from portcall.core.constants import DAY_S
from portcall.core.errors import InputError
from portcall.core.time import after, elapsed_s, require_utc
from portcall.stay.mean_drag import Air, decay_m_day, fall, fall_time_s
from portcall.stay.reboost import (
    Reboost,
    delta_v_for_gain_m_s,
    gain_m,
    planned_reboost,
    propellant_kg,
)

Array = NDArray[np.float64]

YEAR_DAYS = 365.25
_BETWEEN_BURNS_S = 0.5 * DAY_S
LARGEST_BURN_M_S = 2.0  # reported burns are of 0.2 to 2.2 m/s; more is flown as several


@dataclass(frozen=True)
class AltitudeHistory:
    """Mean altitude over time: legs of free fall, each after a burn.

    Attributes
    ----------
    end_utc : datetime
        Until when it is followed.
    air : Air
        What brakes.
    starts : tuple[tuple[datetime, float], ...]
        Start of each leg and the mean altitude there, after the burn. [m]
    reboosts : tuple[Reboost, ...]
        The burns between the legs.
    """

    end_utc: datetime
    air: Air
    starts: tuple[tuple[datetime, float], ...]
    reboosts: tuple[Reboost, ...] = ()

    def at(self, utc: datetime) -> float:
        """Return the mean altitude over the equator's radius at an instant. [m]

        Raises
        ------
        InputError
            The instant lies outside the history.
        """
        first = self.starts[0][0]
        if not first <= utc <= self.end_utc:
            raise InputError(
                f"no altitude for {utc:%Y-%m-%d %H:%M} UTC",
                limit=f"{first:%Y-%m-%d} to {self.end_utc:%Y-%m-%d}",
            )
        leg = bisect.bisect_right([start for start, _ in self.starts], utc) - 1
        start, altitude_m = self.starts[leg]
        return float(fall(altitude_m, np.array(elapsed_s(start, utc)), self.air))

    def daily_m(self) -> Array:
        """Return the mean altitude at the start of each day of the history, shape (days + 1,). [m]"""
        first = self.starts[0][0]
        days = int(elapsed_s(first, self.end_utc) // DAY_S)
        seconds = np.arange(days + 1, dtype=np.float64) * DAY_S
        heights = np.empty(days + 1)
        for start, altitude_m in self.starts:
            since = seconds - elapsed_s(first, start)
            heights[since >= 0.0] = fall(altitude_m, since[since >= 0.0], self.air)
        return heights

    @property
    def delta_v_m_s(self) -> float:
        """Total of the burns, whichever way they pushed. [m/s]"""
        return sum(abs(one.delta_v_m_s) for one in self.reboosts)

    @property
    def propellant_kg(self) -> float:
        """Total propellant of the burns. [kg]"""
        return sum(one.propellant_kg for one in self.reboosts)


def altitude_history(
    start_utc: datetime,
    altitude_m: float,
    span_days: float,
    air: Air,
    reboosts: Sequence[Reboost] = (),
) -> AltitudeHistory:
    """Let a station fall and be lifted by given burns.

    Parameters
    ----------
    start_utc : datetime
        Start.
    altitude_m : float
        Mean altitude there. [m]
    span_days : float
        How long it is followed. [day]
    air : Air
        What brakes.
    reboosts : Sequence[Reboost]
        Burns; those outside the span are left out.
    """
    now = require_utc(start_utc)
    end = after(now, span_days * DAY_S)
    starts = [(now, altitude_m)]
    flown = []
    for one in sorted(reboosts, key=lambda burn: burn.utc):
        if not now <= one.utc <= end:
            continue
        utc, height = starts[-1]
        before = float(fall(height, np.array(elapsed_s(utc, one.utc)), air))
        starts.append((one.utc, before + gain_m(one.delta_v_m_s, before)))
        flown.append(one)
    return AltitudeHistory(end, air, tuple(starts), tuple(flown))


@dataclass(frozen=True, slots=True)
class DragMakeUp:
    """What drag takes at one altitude, and what giving it back costs."""

    decay_m_day: float
    delta_v_m_s_year: float
    propellant_kg_year: float


def drag_make_up(
    altitude_m: float, air: Air, *, station_mass_kg: float, isp_s: float
) -> DragMakeUp:
    """Return delta-v and propellant of a year at one mean altitude.

    Examples
    --------
    70 m a day at 416 km, as in 2023, cost 14.4 m/s and 2.4 t a year on 473 t at 285 s:

    >>> import math
    >>> bare = Air(math.radians(51.64), 0.0085)
    >>> air = Air(bare.inclination_rad, 0.0085, 70.0 / decay_m_day(416e3, bare))
    >>> year = drag_make_up(416e3, air, station_mass_kg=473e3, isp_s=285.0)
    >>> round(year.delta_v_m_s_year, 1), round(year.propellant_kg_year, -1)
    (14.4, 2430.0)
    """
    decay = decay_m_day(altitude_m, air)
    delta_v = delta_v_for_gain_m_s(decay * YEAR_DAYS, altitude_m)
    return DragMakeUp(decay, delta_v, propellant_kg(delta_v, station_mass_kg, isp_s))


def hold_altitude(
    start_utc: datetime,
    altitude_m: float,
    span_days: float,
    air: Air,
    engine: EngineClass,
    *,
    low_m: float,
    high_m: float,
    station_mass_kg: float,
) -> AltitudeHistory:
    """Keep a station inside a band: at the lower edge it is lifted to the upper one.

    A lift beyond 2 m/s is flown as several burns, half a day apart.

    Raises
    ------
    InputError
        A band without width, or a start outside it.
    """
    if not low_m < high_m or not low_m <= altitude_m <= high_m:
        raise InputError(
            f"from {altitude_m / 1e3:.1f} km hold {low_m / 1e3:.1f} to {high_m / 1e3:.1f} km",
            limit="lower edge below upper edge, start between",
        )
    now, end = require_utc(start_utc), after(start_utc, span_days * DAY_S)
    burns: list[Reboost] = []
    height = altitude_m
    while True:
        now = after(now, fall_time_s(height, low_m, air))
        if now > end:
            return altitude_history(start_utc, altitude_m, span_days, air, burns)
        height = low_m
        while True:
            missing = delta_v_for_gain_m_s(high_m - height, height)
            parts = math.ceil(missing / LARGEST_BURN_M_S)
            burn = planned_reboost(
                engine, now, missing / parts, station_mass_kg=station_mass_kg, altitude_m=height
            )
            burns.append(burn)
            height += burn.gain_m
            if parts == 1:
                break
            height = float(fall(height, np.array(_BETWEEN_BURNS_S), air))
            now = after(now, _BETWEEN_BURNS_S)
