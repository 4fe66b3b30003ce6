"""The record as JSON, and its lists as tables with the unit in each column's name."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from portcall.core.time import elapsed_s, format_utc
from portcall.records.disposal import DisposalRecord
from portcall.records.docking import DockingRecord
from portcall.records.mass import Tanks
from portcall.records.visit import VisitRecord

TIMELINE_COLUMNS = (
    "event",
    "predicted_utc",
    "sigma_s",
    "flown_utc",
    "error_s",
    "met_s",
    "basis",
    "note",
)
BURN_COLUMNS = (
    "burn",
    "ignition_utc",
    "met_s",
    "duration_s",
    "delta_v_m_s",
    "delta_v_lvlh_x_m_s",
    "delta_v_lvlh_y_m_s",
    "delta_v_lvlh_z_m_s",
    "propellant_kg",
    "range_m",
    "perigee_after_m",
)
SURVIVOR_COLUMNS = (
    "object",
    "material",
    "count",
    "mass_kg",
    "speed_m_s",
    "energy_j",
    "impact_utc",
    "lat_deg",
    "lon_deg",
    "survives_fraction",
)
MASS_COLUMNS = ("event", *Tanks.model_fields, "total_kg", "integrated_kg", "gap_kg")

Flown = VisitRecord | DisposalRecord | DockingRecord
Cell = str | float | datetime | None


def record_json(record: Flown, *, timing: bool = False) -> str:
    """Return a record as JSON, with its timings only when asked: they differ from run to run."""
    left_out = None if timing else {"timing"}
    return record.model_dump_json(indent=2, exclude=left_out) + "\n"


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return format_utc(cell)
    return cell if isinstance(cell, str) else repr(float(cell))


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{len(row)} cells for {len(columns)} columns")
        writer.writerow([_written(cell) for cell in row])
    return text.getvalue()


def timeline_csv(record: VisitRecord | DisposalRecord) -> str:
    """Return the events: predicted, flown, and predicted minus flown."""
    return _table(
        TIMELINE_COLUMNS,
        [
            (e.event, e.utc, e.sigma_s, e.flown_utc, e.error_s, e.met_s, e.basis, e.note)
            for e in record.events
        ],
    )


def survivors_csv(record: DisposalRecord) -> str:
    """Return what reaches the ground on the planned fall, in order of time."""
    return _table(
        SURVIVOR_COLUMNS,
        [
            (
                one.object,
                one.material,
                float(one.count),
                one.mass_kg,
                one.speed_m_s,
                one.energy_j,
                one.utc,
                one.lat_deg,
                one.lon_deg,
                one.survives_fraction,
            )
            for one in record.survivors
        ],
    )


def burns_csv(record: VisitRecord) -> str:
    """Return the burns; the velocity change in the ship's LVLH: V-bar, minus normal, R-bar."""
    liftoff = record.insertion.liftoff_utc
    return _table(
        BURN_COLUMNS,
        [
            (
                burn.name,
                burn.utc,
                elapsed_s(liftoff, burn.utc),
                burn.duration_s,
                burn.delta_v_m_s,
                *burn.delta_v_lvlh_m_s,
                burn.propellant_kg,
                burn.range_m,
                burn.perigee_after_m,
            )
            for burn in record.burns
        ],
    )


def mass_csv(record: VisitRecord | DisposalRecord) -> str:
    """Return the mass ledger: every tank after every event."""
    return _table(
        MASS_COLUMNS,
        [
            (
                entry.event,
                *(getattr(entry.tanks, tank) for tank in Tanks.model_fields),
                entry.total_kg,
                entry.integrated_kg,
                entry.gap_kg,
            )
            for entry in record.mass
        ],
    )
