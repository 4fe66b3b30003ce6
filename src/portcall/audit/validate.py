"""All flights, predicted against flown: one row each, misses and refusals included.

Model   Errors are predicted minus flown. The summary counts only launches known to 5 s or better; it
        leaves out hindcasts and the calibration flights. Every row that does not count says why.
Valid   Any flight file; one that cannot be predicted is a row with its reason.
Source  Flown and planned times carry their own sources.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from portcall.audit.flown import Known, happened
from portcall.audit.home_rows import HomeRow, HomeSummary, home_row, summarize_home
from portcall.audit.spread import Spread, spread_of
from portcall.catalogue.brief import brief
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue
from portcall.core.errors import PortcallError
from portcall.core.time import elapsed_s
from portcall.launch.ascent import NoAscent
from portcall.visit.insertion import insertion_of
from portcall.visit.known_elements import KnownElements, Policy, element_set
from portcall.visit.prediction import Prediction, predict
from portcall.visit.setting import PLANE_CONSTANT, Setting, setting_of

COUNTED_PRECISION_S = 5.0
FRESH_H = 48.0
OLD_H = (7.0 * 24.0, 14.0 * 24.0)
ORBIT_S = 92.8 * 60.0  # half of it decides whether contact fell on the right orbit


class Row(BaseModel):
    """One flight of the validation table."""

    model_config = ConfigDict(frozen=True)

    flight: str
    profile: str | None = None
    elements_age_h: float | None = None
    hindcast: bool = False
    calibration: bool = False
    excluded_reason: str | None = None
    flown_precision_s: float | None = None
    launch_error_s: float | None = None
    separation_error_s: float | None = None
    docking_error_s: float | None = None
    docking_planned_error_s: float | None = None
    delta_v_m_s: float | None = None
    phase_deg: float | None = None
    profile_open: bool | None = None
    older_elements_age_h: float | None = None
    older_launch_error_s: float | None = None


class Summary(BaseModel):
    """The figures that are required, over the flights that count."""

    model_config = ConfigDict(frozen=True)

    launch_s: Spread
    launch_old_elements_s: Spread
    launch_hindcast_s: Spread
    contact_34_orbits_min: Spread
    contact_34_right_orbit: int
    contact_34_right_orbit_of: int
    contact_2_orbits_min: Spread


class Validation(BaseModel):
    """Both tables: the ways up, and the ways home."""

    model_config = ConfigDict(frozen=True)

    flights: tuple[Row, ...]
    summary: Summary
    disposals: tuple[HomeRow, ...] = ()
    disposal_summary: HomeSummary | None = None


@dataclass(frozen=True)
class _Predicted:
    setting: Setting
    prediction: Prediction
    separation_met_s: float


def _predict(catalogue: Catalogue, flight: Flight, *, older: bool = False) -> _Predicted | str:
    """Predict a flight from its brief; the reason, when it cannot be."""
    blind = brief(flight)
    before = [e for e in blind.elements if not e.after_launch]
    hindcast = not before and bool(blind.elements)
    given = None
    if older:
        if len(before) < 2:
            return "no older elements"
        oldest = min(before, key=lambda recorded: recorded.epoch_utc)
        given = KnownElements((element_set(oldest, flight.id),), where=flight.id)
    try:
        setting = setting_of(
            catalogue, blind, policy=Policy(hindcast=hindcast, allow_stale=older), given=given
        )
        point = insertion_of(setting)
        if isinstance(point, NoAscent):
            return point.reason
        return _Predicted(setting, predict(setting, point), point.separation_met_s)
    except PortcallError as why:
        return str(why)


def _error_s(predicted_utc: datetime, flown: Known | None) -> float | None:
    return None if flown is None else round(elapsed_s(flown.utc, predicted_utc), 3)


def _why_not_counted(known: Mapping[str, object], age_h: float) -> str | None:
    """Return why a predicted flight is left out of the launch summary; None when it counts."""
    if age_h < 0.0:
        return "hindcast: the elements are from after the launch"
    if known["calibration"]:
        return "calibration flight"
    precision_s = known["flown_precision_s"]
    if precision_s is None:
        return "the flown launch is known to the day only"
    if float(str(precision_s)) > COUNTED_PRECISION_S:
        return f"the flown launch is known to {precision_s:g} s only"
    return None


def row_of(catalogue: Catalogue, flight: Flight) -> Row:
    """Predict one flight blindly and hold it against what was planned and what flew."""
    flown, planned = happened(flight.flown), happened(flight.planned)
    launch = flown.get("liftoff")
    calibrated = {
        constant.calibrated_on
        for constant in catalogue.calibration().constant
        if constant.name == PLANE_CONSTANT
    }
    known = {
        "flight": flight.id,
        "profile": flight.profile,
        "calibration": flight.id in calibrated,
        "flown_precision_s": launch.precision_s if launch else None,
    }
    predicted = _predict(catalogue, flight)
    if isinstance(predicted, str):
        return Row(**known, excluded_reason=predicted)
    prediction = predicted.prediction
    liftoff, contact = prediction.launch.utc, prediction.chase.contact.utc
    age_h = elapsed_s(predicted.setting.motion.epoch, liftoff) / 3600.0
    separated = flown.get("separation")
    separation_error = None
    if separated is not None:
        met_s = elapsed_s(liftoff, separated.utc)
        separation_error = round(predicted.separation_met_s - met_s, 3)
    profile = predicted.setting.profile
    phase = math.degrees(prediction.chase.phase_rad)
    older = _predict(catalogue, flight, older=True)
    return Row(
        **known,
        excluded_reason=_why_not_counted(known, age_h),
        elements_age_h=round(age_h, 2),
        hindcast=age_h < 0.0,
        launch_error_s=_error_s(liftoff, launch),
        separation_error_s=separation_error,
        docking_error_s=_error_s(contact, flown.get("contact")),
        docking_planned_error_s=_error_s(contact, planned.get("contact")),
        delta_v_m_s=round(prediction.chase.plan.delta_v_m_s, 2),
        phase_deg=round(phase, 2),
        profile_open=profile.closed_by_deg(phase) == 0.0,
        older_elements_age_h=None
        if isinstance(older, str)
        else round(elapsed_s(older.setting.motion.epoch, older.prediction.launch.utc) / 3600.0, 2),
        older_launch_error_s=None
        if isinstance(older, str)
        else _error_s(older.prediction.launch.utc, launch),
    )


def _contact_min(row: Row) -> float | None:
    """Return the contact error against the plan, else against what flew. [min]"""
    seconds = row.docking_planned_error_s
    if seconds is None:
        seconds = row.docking_error_s
    return None if seconds is None else seconds / 60.0


def summarize(rows: Sequence[Row]) -> Summary:
    """Return the required figures of a table."""
    counted = [row for row in rows if row.excluded_reason is None]
    blind = [
        row
        for row in rows
        if row.elements_age_h is not None and not row.hindcast and not row.calibration
    ]
    long = [row for row in blind if row.profile == "34-orbit"]
    short = [row for row in blind if row.profile == "2-orbit"]
    fresh = [r for r in counted if r.elements_age_h is not None and r.elements_age_h <= FRESH_H]
    old: list[tuple[str, float | None]] = []
    for row in counted:
        for age_h, error_s in (
            (row.elements_age_h, row.launch_error_s),
            (row.older_elements_age_h, row.older_launch_error_s),
        ):
            if age_h is not None and OLD_H[0] <= age_h <= OLD_H[1]:
                old.append((row.flight, error_s))
    off_min = [abs(error) for row in long if (error := _contact_min(row)) is not None]
    return Summary(
        launch_s=spread_of((row.flight, row.launch_error_s) for row in fresh),
        launch_old_elements_s=spread_of(old),
        launch_hindcast_s=spread_of(
            (row.flight, row.launch_error_s) for row in rows if row.hindcast
        ),
        contact_34_orbits_min=spread_of(
            (row.flight, None if row.docking_planned_error_s is None else _contact_min(row))
            for row in long
        ),
        contact_34_right_orbit=sum(error * 60.0 < ORBIT_S / 2.0 for error in off_min),
        contact_34_right_orbit_of=len(off_min),
        contact_2_orbits_min=spread_of((row.flight, _contact_min(row)) for row in short),
    )


def validate(
    catalogue: Catalogue,
    flights: Sequence[Flight],
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Validation:
    """Predict all flights and hold them against what flew.

    Parameters
    ----------
    catalogue : Catalogue
        Records and calibrated constants.
    flights : Sequence[Flight]
        The flights, in the order of the table.
    progress : Callable[[str], None]
        Called with each flight's id when its row is done.
    """
    rows, down = [], []
    for flight in flights:
        rows.append(row_of(catalogue, flight))
        down.append(home_row(catalogue, flight))
        progress(flight.id)
    return Validation(
        flights=tuple(rows),
        summary=summarize(rows),
        disposals=tuple(down),
        disposal_summary=summarize_home(catalogue, down),
    )
