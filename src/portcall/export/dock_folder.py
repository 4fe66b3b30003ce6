"""The run folder of a docking: record, the way second by second, its picture, the campaign's rows."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from portcall.docking import columns as c
from portcall.docking.approach import legs as g
from portcall.docking.run.fly import DockingFlight
from portcall.docking.run.run_record import samples_of
from portcall.export.approach_picture import ApproachScene, approach_svg
from portcall.export.atomic_folder import MANIFEST_NAME, replace_folder
from portcall.export.fault_map import fault_map_svg
from portcall.export.manifest import manifest_json
from portcall.export.tables import record_json
from portcall.records.docking import DockingRecord, DockingSample
from portcall.visit.docking import Docking, fly_docking

SAMPLE_COLUMNS = (
    "time_s", "leg", "x_lvlh_m", "y_lvlh_m", "z_lvlh_m", "vx_lvlh_m_s", "vy_lvlh_m_s",
    "vz_lvlh_m_s", "port_range_m", "closing_m_s", "lateral_m", "pointing_deg",
    "navigation_error_m", "propellant_kg",
)  # fmt: skip


def approach_csv(samples: Sequence[DockingSample]) -> str:
    """Write a run second by second as a table with the unit in each column's name."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SAMPLE_COLUMNS)
    for one in samples:
        figures = (
            *one.position_lvlh_m, *one.velocity_lvlh_m_s, one.port_range_m, one.closing_m_s,
            one.lateral_m, one.pointing_deg, one.navigation_error_m, one.propellant_kg,
        )  # fmt: skip
        writer.writerow([f"{one.time_s:.3f}", one.leg, *(f"{figure:.6g}" for figure in figures)])
    return text.getvalue()


def scene_of(
    docking: Docking,
    title: str,
    samples: Sequence[DockingSample],
    sphere_m: float,
    *,
    touched: bool,
) -> ApproachScene:
    """Return what the picture of a run shows."""
    port, legs = docking.plan.port, docking.plan.legs
    corridor = float(np.nanmax(legs[:-1, g.L_CORRIDOR_RAD]))
    x, y, z = port[c.P_POSITION : c.P_POSITION + 3].tolist()
    ax, ay, az = port[c.P_AXES : c.P_AXES + 3].tolist()
    return ApproachScene(
        title=title,
        samples=samples,
        port_lvlh_m=(x, y, z),
        axis_lvlh=(ax, ay, az),
        sphere_m=sphere_m,
        corridor_deg=float(np.degrees(corridor)),
        touched=touched,
        published=docking.published,
    )


def approach_files(
    docking: Docking, flown: DockingFlight, title: str, sphere_m: float
) -> dict[str, bytes]:
    """Return one run second by second, as a table and as a picture.

    Parameters
    ----------
    docking : Docking
        What was flown.
    flown : DockingFlight
        The run, with its history.
    title : str
        Of the picture.
    sphere_m : float
        Radius of the keep-out sphere.
    """
    samples = samples_of(docking.scenario, flown)
    texts = {"approach.csv": approach_csv(samples)}
    if len(samples) > 1:
        touched = bool(np.isfinite(flown.value("contact_s")))
        scene = scene_of(docking, title, samples, sphere_m, touched=touched)
        texts["approach.svg"] = approach_svg(scene)
    return {name: text.encode() for name, text in texts.items()}


def dock_files(
    docking: Docking, record: DockingRecord, *, sphere_m: float, rows: bytes | None
) -> dict[str, bytes]:
    """Return a docking's files but for the manifest; arguments as `write_dock_folder`."""
    shown = record.nominal if record.replayed is None else record.replayed
    flown = fly_docking(docking, shown.run)
    name = "nominal run" if shown.run is None else f"run {shown.run} of seed {record.seed}"
    title = f"{record.flight} to {record.port}: {name}, {shown.outcome}"
    texts = {"docking.json": record_json(record)}
    if record.fault_map:
        texts["fault-map.svg"] = fault_map_svg(
            record.fault_map, f"{record.flight} to {record.port}"
        )
    files = {file: text.encode() for file, text in texts.items()}
    files |= approach_files(docking, flown, title, sphere_m)
    if rows is not None:
        files["runs.parquet"] = rows
    return files


def write_dock_folder(
    out: Path,
    docking: Docking,
    record: DockingRecord,
    *,
    sphere_m: float,
    rows: bytes | None,
    inputs: Mapping[str, bytes],
    sources: Sequence[str],
    tool_version: str,
) -> tuple[Path, ...]:
    """Write a docking as one folder that appears whole or not at all.

    Parameters
    ----------
    out : Path
        The folder to be; an earlier run folder there is replaced.
    docking : Docking
        What was flown.
    record : DockingRecord
        What came of it.
    sphere_m : float
        Radius of the keep-out sphere.
    rows : bytes or None
        The campaign's rows, as Parquet.
    inputs : Mapping[str, bytes]
        What it was computed from, by name.
    sources : Sequence[str]
        Where the figures are from.
    tool_version : str
        Of portcall.

    Raises
    ------
    InputError
        The folder cannot be written; nothing is left behind.
    """
    files = dock_files(docking, record, sphere_m=sphere_m, rows=rows)
    manifest = manifest_json(
        record, files=files, inputs=inputs, sources=sources, tool_version=tool_version
    )
    return replace_folder(out, {**files, MANIFEST_NAME: manifest.encode()})
