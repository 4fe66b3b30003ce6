"""All ways home, predicted against flown: one row each, misses and refusals included.

Model   Errors are predicted minus flown; the impact is that of the first piece, or the landing: the one
        minute and the one place that an operator announces fit the densest pieces. The day and the
        revolution of the burn are the calendar's, as the launch date is; second and place are
        predicted. The summary leaves out the flight that the aim is calibrated on.
Valid   Any flight file; one that cannot be predicted is a row with its reason.
Source  Flown times carry their own sources; places are nearly all derived from reported distances.
"""

import math
from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from portcall.audit.flown import Known, happened
from portcall.audit.flown_home import distance_km, flown_place_deg
from portcall.audit.spread import Spread, spread_of
from portcall.catalogue.brief import brief
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue
from portcall.core.errors import PortcallError
from portcall.core.time import after, elapsed_s
from portcall.disposal.targeting import NoDeorbit
from portcall.visit.home import entry_of, pieces_for, planned_home, tanks_aboard
from portcall.visit.home_fall import first_of, planned_fall
from portcall.visit.home_landing import landings_of, site_of
from portcall.visit.home_plan import HomePlan
from portcall.visit.home_setting import AIM_CONSTANTS, home_setting_of

LONG_BURN = 2.0  # so many times the main engine's burn is another engine's


class HomeRow(BaseModel):
    """One way home of the validation table."""

    model_config = ConfigDict(frozen=True)

    flight: str
    vehicle: str
    elements_age_h: float | None = None
    calibration: bool = False
    excluded_reason: str | None = None
    undocking_error_s: float | None = None
    ignition_error_s: float | None = None
    impact_error_s: float | None = None
    impact_error_km: float | None = None


class HomeSummary(BaseModel):
    """The errors of the flights that count, cargo ships and crews apart."""

    model_config = ConfigDict(frozen=True)

    cargo_ignition_s: Spread
    cargo_impact_s: Spread
    cargo_impact_km: Spread
    crew_ignition_s: Spread
    crew_landing_s: Spread
    crew_landing_km: Spread


def _planned(catalogue: Catalogue, flight: Flight) -> HomePlan | str:
    """Plan a way home from its brief; the reason, when it cannot be."""
    blind = brief(flight)
    try:
        setting = home_setting_of(catalogue, blind)
        plan, _ = planned_home(catalogue, setting, tanks_aboard(setting)[1])
    except PortcallError as why:
        return str(why)
    return plan.reason if isinstance(plan, NoDeorbit) else plan


def _error_s(predicted: datetime, flown: Known | None) -> float | None:
    return None if flown is None else round(elapsed_s(flown.utc, predicted), 1)


def _why_not_counted(flight: Flight, plan: HomePlan, *, calibration: bool) -> str | None:
    """Return why a predicted way home is left out of the summary; None when it counts."""
    if calibration:
        return "calibration flight"
    burned = flight.flown.deorbit_burn_s
    planned_s = plan.chosen.deorbit.burns[0].duration_s
    if burned is not None and burned.value > LONG_BURN * planned_s:
        return f"it burned for {burned.value:.0f} s on small engines, which are not modeled"
    return None


def home_row(catalogue: Catalogue, flight: Flight) -> HomeRow:
    """Predict one way home blindly and hold it against what flew."""
    calibrated = {
        constant.calibrated_on
        for constant in catalogue.calibration().constant
        if constant.name in AIM_CONSTANTS
    }
    known = {
        "flight": flight.id,
        "vehicle": flight.vehicle,
        "calibration": flight.id in calibrated,
    }
    plan = _planned(catalogue, flight)
    if isinstance(plan, str):
        return HomeRow(**known, excluded_reason=plan)
    flown = happened(flight.flown)
    ignition, entry = plan.chosen.deorbit.burns[0].ignition, entry_of(plan)
    if plan.setting.vehicle.landing is not None:
        last = landings_of(entry, plan.setting.vehicle, site_of(plan.setting))[0].events[-1]
        impact, place = last.utc, (last.lat_deg, last.lon_deg)
    else:
        first = first_of(planned_fall(entry, pieces_for(catalogue, plan.setting)))
        impact = after(entry.utc, first.after_entry_s)
        place = math.degrees(first.latitude_rad), math.degrees(first.longitude_rad)
    fell = flown_place_deg(flight.flown)
    undocking = plan.departure.record.undocking_utc
    same_day = flight.undocking_date == flight.deorbit_date
    return HomeRow(
        **known,
        excluded_reason=_why_not_counted(flight, plan, calibration=bool(known["calibration"])),
        elements_age_h=round(elapsed_s(plan.setting.motion.epoch, ignition) / 3600.0, 2),
        undocking_error_s=_error_s(undocking, flown.get("undocking")) if same_day else None,
        ignition_error_s=_error_s(ignition, flown.get("deorbit_ignition")),
        impact_error_s=_error_s(impact, flown.get("landing") or flown.get("first_impact")),
        impact_error_km=None if fell is None else round(distance_km(place, fell), 1),
    )


def summarize_home(catalogue: Catalogue, rows: Sequence[HomeRow]) -> HomeSummary:
    """Return the errors of the flights that count."""
    counted = [row for row in rows if row.excluded_reason is None]
    crew = [row for row in counted if catalogue.vehicle(row.vehicle).crewed]
    cargo = [row for row in counted if row not in crew]
    return HomeSummary(
        cargo_ignition_s=spread_of((row.flight, row.ignition_error_s) for row in cargo),
        cargo_impact_s=spread_of((row.flight, row.impact_error_s) for row in cargo),
        cargo_impact_km=spread_of((row.flight, row.impact_error_km) for row in cargo),
        crew_ignition_s=spread_of((row.flight, row.ignition_error_s) for row in crew),
        crew_landing_s=spread_of((row.flight, row.impact_error_s) for row in crew),
        crew_landing_km=spread_of((row.flight, row.impact_error_km) for row in crew),
    )
