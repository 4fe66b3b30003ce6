"""Reported reboosts of a station: burn time, delta-v and altitude gained, as their sources give them.

Model   A row is one burn. Which rows a prediction is held to follows from what the row says of itself,
        never from how well it is predicted: `why_not_judged` names the reason.
Valid   Mean altitude gains are rounded by their sources to 0.1 km or so: `gain_step_km` says to what.
Source  Each row names its own; station masses are those of published ephemeris headers and fact sheets.
"""

import bisect
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from portcall.catalogue.load import default_root
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Identifier, Record, _as_text
from portcall.core.errors import unknown_name
from portcall.core.sourced import Figure
from portcall.core.time import elapsed_s, parse_utc_with_precision

_FOLDER = "reboosts"
COARSE_GAIN = 0.1  # a gain rounded by a tenth of itself cannot judge a prediction to 15 %
_KM = 1e3


class EngineClass(Record):
    """Engines that push alike, with one thrust, fitted on one burn."""

    id: Identifier
    name: str = Field(min_length=1)
    isp_s: Figure
    thrust_n: Figure
    fitted_on: Identifier | None = Field(
        default=None, description="the reboost that the thrust comes from; none: a maker's figure"
    )
    vehicles: tuple[Identifier, ...] = ()
    ports: tuple[Identifier, ...] = ()
    note: str = ""


class DatedMass(Record):
    """The mass of the station with its docked ships on a day."""

    date: Annotated[str, BeforeValidator(_as_text)]
    mass_kg: Figure

    @property
    def utc(self) -> datetime:
        """Midnight or instant that the mass stands for."""
        return parse_utc_with_precision(self.date)[0]


class ReportedReboost(Record):
    """One burn as reported."""

    id: Identifier
    start: Annotated[str, BeforeValidator(_as_text)] = Field(description="ignition, or its day")
    ship: str = Field(min_length=1)
    engine_class: Identifier
    outcome: Literal["done", "planned", "disputed"]
    duration_s: float | None = Field(default=None, gt=0.0)
    rough: bool = Field(default=False, description="its source says about, over or nearly")
    delta_v_m_s: float | None = Field(default=None, description="negative lowers the orbit")
    delta_v_step_m_s: float = Field(default=0.01, gt=0.0, description="last digit of the delta-v")
    gain_km: float | None = Field(default=None, description="of the mean altitude")
    gain_step_km: float = Field(default=0.1, gt=0.0, description="last digit of the gain")
    altitude_after_km: float | None = None
    sample: Literal["table", "list", "later"] = Field(
        description="in the table that the requirement was set on, in the list beside it, or found later"
    )
    source: str = Field(min_length=3)
    note: str = ""

    @model_validator(mode="after")
    def _lowering_lowers(self) -> Self:
        speed, gain = self.delta_v_m_s, self.gain_km
        if speed is not None and gain is not None and speed * gain < 0.0:
            raise ValueError("delta_v_m_s and gain_km have different signs")
        return self

    @property
    def utc(self) -> datetime:
        """Ignition; midnight where only the day is known."""
        return parse_utc_with_precision(self.start)[0]


class Reboosts(Record):
    """All reported reboosts of one station."""

    station: Identifier
    usual_altitude_km: Figure = Field(description="where a row does not say how high it ended")
    engine_class: tuple[EngineClass, ...] = Field(min_length=1)
    mass: tuple[DatedMass, ...] = Field(min_length=1)
    reboost: tuple[ReportedReboost, ...] = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        classes = {one.id for one in self.engine_class}
        rows = [one.id for one in self.reboost]
        for one in self.reboost:
            if one.engine_class not in classes:
                raise ValueError(f"reboost '{one.id}' names the unknown class '{one.engine_class}'")
        for engine in self.engine_class:
            if engine.fitted_on is not None and engine.fitted_on not in rows:
                raise ValueError(f"no reboost '{engine.fitted_on}' to fit '{engine.id}' on")
        if len(set(rows)) != len(rows):
            raise ValueError("two reboosts have the same id")
        if [one.utc for one in self.mass] != sorted(one.utc for one in self.mass):
            raise ValueError("the masses are not in order of time")
        return self

    def engine(self, name: str) -> EngineClass:
        """Return an engine class by id."""
        known = {one.id: one for one in self.engine_class}
        if name not in known:
            raise unknown_name("engine class", name, known)
        return known[name]

    def engine_of(self, vehicle: str, port: str) -> EngineClass | None:
        """Return what a ship on a port can push with, if anything."""
        fitting = (e for e in self.engine_class if vehicle in e.vehicles and port in e.ports)
        return next(fitting, None)

    def find(self, name: str) -> ReportedReboost:
        """Return a reboost by id."""
        known = {one.id: one for one in self.reboost}
        if name not in known:
            raise unknown_name("reboost", name, known)
        return known[name]

    def station_mass_kg(self, utc: datetime) -> float:
        """Return the station's mass on a day: linear between published ones, held beyond them."""
        days = [one.utc for one in self.mass]
        after = bisect.bisect_right(days, utc)
        if after in (0, len(days)):
            return self.mass[0 if after == 0 else -1].mass_kg.value
        first, last = self.mass[after - 1], self.mass[after]
        part = elapsed_s(first.utc, utc) / elapsed_s(first.utc, last.utc)
        return first.mass_kg.value + part * (last.mass_kg.value - first.mass_kg.value)

    def altitude_m(self, row: ReportedReboost) -> float:
        """Return the mean altitude that a burn was flown at. [m]"""
        if row.altitude_after_km is None:
            return self.usual_altitude_km.value * _KM
        return (row.altitude_after_km - 0.5 * (row.gain_km or 0.0)) * _KM

    def why_not_judged(self, row: ReportedReboost) -> str | None:
        """Return why a row is printed but not counted, or None when it counts."""
        reasons = (
            (row.outcome == "planned", "planned, not reported as done"),
            (row.outcome == "disputed", "its sources name different engines"),
            (row.duration_s is None, "no duration"),
            (row.gain_km is None, "no gain"),
            (row.rough, "only roughly given"),
            (row.id in {e.fitted_on for e in self.engine_class}, "the thrust was fitted on it"),
            (
                0.5 * row.gain_step_km >= COARSE_GAIN * abs(row.gain_km or 1.0),
                "gain rounded by a tenth of itself or more",
            ),
        )
        return next((text for holds, text in reasons if holds), None)


@lru_cache(maxsize=8)
def load_reboosts(station: str = "iss", root: Path | None = None) -> Reboosts:
    """Return the reported reboosts of a station.

    Raises
    ------
    InputError
        No reboosts of that station are recorded.

    Examples
    --------
    >>> load_reboosts().find("2022-10-01-progress-ms-20").duration_s
    719.5
    """
    folder = (root or default_root()) / _FOLDER
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if station not in known:
        raise unknown_name("station with reported reboosts", station, known)
    return read_record(folder / f"{station}.toml", Reboosts)
