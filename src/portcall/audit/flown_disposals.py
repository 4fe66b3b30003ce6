"""Disposals that flew, flown again with what was reported of them, beside when they came down.

Model   A Progress: the station's elements from before the undocking, the departure, the ledger's mass,
        the ignition as reported, and the reported delta-v, duration, or both (the thrust then follows).
Valid   The planned fall, without errors: first and last piece, and the middle, which is the mean weighed
        by the energy at impact. A report that names one instant does not say which of them it means.
Source  Reported times, burns and orbits stand in the catalogue with their own sources.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from scipy.optimize import brentq

from portcall.catalogue.brief import brief
from portcall.catalogue.load import Catalogue
from portcall.core.errors import DataError
from portcall.core.frames import geodetic_from_itrf
from portcall.core.time import elapsed_s
from portcall.disposal.deorbit import (
    Attitude,
    Deorbit,
    DeorbitBurn,
    Entry,
    FlownDeorbitBurn,
    fly_deorbit,
)
from portcall.disposal.entry import fly_entries
from portcall.disposal.entry_kernel import LANDED
from portcall.disposal.targeting import Aim, Center, NoDeorbit, miss_m
from portcall.orbit.engine import Engine
from portcall.records.risk import ENERGY_FLOOR_J
from portcall.visit.home import pieces_for, planned_home, tanks_aboard
from portcall.visit.home_fall import Pieces, middle_of, planned_fall
from portcall.visit.home_plan import HomePlan
from portcall.visit.home_setting import HomeWishes, home_setting_of

BALLISTIC_KG_M2 = (100.0, 2500.0)  # of one body, in which a reading is looked for


@dataclass(frozen=True)
class FallTimes:
    """When a planned fall comes down, after an instant, and where its middle lies."""

    first_s: float
    middle_s: float
    last_harmful_s: float
    middle_latitude_deg: float
    middle_longitude_deg: float

    def later_by(self, seconds_s: float) -> "FallTimes":
        """Return the same times counted from an instant so much earlier."""
        return replace(
            self,
            first_s=self.first_s + seconds_s,
            middle_s=self.middle_s + seconds_s,
            last_harmful_s=self.last_harmful_s + seconds_s,
        )


def fall_times(entry: Entry, pieces: Pieces) -> FallTimes | None:
    """Return when the planned fall from an entry comes down, after the entry; None when nothing does."""
    fallen = planned_fall(entry, pieces)
    middle = middle_of(fallen)
    if middle is None or not fallen.landed(ENERGY_FLOOR_J).any():
        return None
    return FallTimes(
        first_s=float(np.min(fallen.time_s[fallen.landed()])),
        middle_s=middle.after_entry_s,
        last_harmful_s=float(np.max(fallen.time_s[fallen.landed(ENERGY_FLOOR_J)])),
        middle_latitude_deg=math.degrees(middle.latitude_rad),
        middle_longitude_deg=math.degrees(middle.longitude_rad),
    )


@dataclass(frozen=True)
class ReportedBurn:
    """A deorbit burn as reported; the thrust follows when both size and duration are given."""

    ignition: datetime
    delta_v_m_s: float | None = None
    duration_s: float | None = None
    attitude: Attitude = "inertial"


@dataclass(frozen=True)
class FlownAgain:
    """A disposal flown again; times count from the ignition."""

    burn: FlownDeorbitBurn
    thrust_n: float
    mass_kg: float
    elements_age_h: float
    entry: Entry
    entry_s: float
    steepness_deg: float
    impact: FallTimes


def _burned(plan: HomePlan, burn: ReportedBurn) -> tuple[Deorbit, float]:
    """Return the deorbit of a plan, its thrust fitted when size and duration are both reported."""
    engine = plan.setting.engine
    if burn.delta_v_m_s is None or burn.duration_s is None:
        return plan.chosen.deorbit, engine.thrust_n
    spent_kg = engine.propellant_kg(plan.mass_kg, burn.delta_v_m_s)
    thrust_n = spent_kg * engine.exhaust_velocity_m_s / burn.duration_s
    fitted = Engine(thrust_n, engine.exhaust_velocity_m_s)
    state = np.append(plan.ship.state_utc(burn.ignition), plan.mass_kg)
    flown = DeorbitBurn(burn.ignition, burn.duration_s, burn.attitude)
    return fly_deorbit(burn.ignition, state, [flown], fitted, plan.forces), thrust_n


def fly_progress(
    catalogue: Catalogue, flight: str, burn: ReportedBurn, aim: Aim | None = None
) -> FlownAgain:
    """Fly the deorbit of a docked ship with the burn that was reported.

    Parameters
    ----------
    catalogue : Catalogue
    flight : str
        Id of a flight with elements from before its departure.
    burn : ReportedBurn
        Its size, its duration, or both; the vehicle's usual size without either.
    aim : Aim, optional
        By which the pass is told, for vehicles without a place of their own; it moves nothing.

    Raises
    ------
    DataError
        No elements from before the departure, or the burn does not bring the ship down.
    """
    wishes = HomeWishes(
        aim=aim,
        ignition=burn.ignition,
        delta_v_m_s=burn.delta_v_m_s,
        duration_s=burn.duration_s if burn.delta_v_m_s is None else None,
        attitude=burn.attitude,
    )
    setting = home_setting_of(catalogue, brief(catalogue.flight(flight)), wishes)
    _, tanks = tanks_aboard(setting)
    plan, _ = planned_home(catalogue, setting, tanks)
    if isinstance(plan, NoDeorbit):
        raise DataError(plan.reason, where=f"flight '{flight}'")
    deorbit, thrust_n = _burned(plan, burn)
    entry = deorbit.entry
    fall = None if entry is None else fall_times(entry, pieces_for(catalogue, setting))
    if entry is None or fall is None:
        raise DataError("the reported burn brings nothing down", where=f"flight '{flight}'")
    entry_s = elapsed_s(burn.ignition, entry.utc)
    return FlownAgain(
        burn=deorbit.burns[0],
        thrust_n=thrust_n,
        mass_kg=plan.mass_kg,
        elements_age_h=elapsed_s(setting.motion.epoch, burn.ignition) / 3600.0,
        entry=entry,
        entry_s=entry_s,
        steepness_deg=math.degrees(entry.steepness_rad),
        impact=fall.later_by(entry_s),
    )


def body_fall(entry: Entry, ballistic_kg_m2: float) -> Center:
    """Return where and when one body that stays whole comes down.

    Raises
    ------
    DataError
        It does not come down.
    """
    end = fly_entries(entry.state_itrf, ballistic_kg_m2)[0]
    if end[7] != LANDED:
        raise DataError(f"a body of {ballistic_kg_m2:g} kg/m2 does not come down")
    latitude, longitude, _ = geodetic_from_itrf(end[:3])
    return Center(float(latitude), float(longitude), float(end[6]))


def ballistic_abreast_kg_m2(entry: Entry, reported: Aim) -> float:
    """Return the ballistic coefficient of the one body that falls abreast of a reported place.

    What a single reported impact means is read from it: on one flight, to be tried on others.
    """

    def along_m(ballistic_kg_m2: float) -> float:
        return miss_m(entry, body_fall(entry, ballistic_kg_m2), reported)[0]

    return float(brentq(along_m, *BALLISTIC_KG_M2, xtol=0.1))
