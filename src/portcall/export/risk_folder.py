"""The run folder of a plan's risk: the record, its picture, the table by month, every replay's row."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from portcall.export.atomic_folder import FOLDER_FORMAT, MANIFEST_NAME, replace_folder
from portcall.export.manifest import fingerprints
from portcall.export.risk_picture import risk_svg
from portcall.records.traffic_risk import TrafficRisk

MONTH_COLUMNS = ("way", "kind", "month", "count", "share", "lower_share", "upper_share")


def months_csv(risk: TrafficRisk) -> str:
    """Write the risk by way, kind and month as a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(MONTH_COLUMNS)
    for way in risk.ways:
        for kind in way.kinds:
            for month, chance in zip(risk.months, kind.by_month, strict=True):
                shares = (
                    f"{one:.6g}" for one in (chance.share, chance.lower_share, chance.upper_share)
                )
                writer.writerow([way.way, kind.kind, month, chance.count, *shares])
    return text.getvalue()


def risk_files(risk: TrafficRisk, rows: bytes | None) -> dict[str, bytes]:
    """Return the files of a risk but for the manifest."""
    texts = {
        "risk.json": risk.model_dump_json(indent=2, exclude={"timing"}) + "\n",
        "months.csv": months_csv(risk),
        "risk.svg": risk_svg(risk),
    }
    files = {name: text.encode() for name, text in texts.items()}
    return files if rows is None else {**files, "runs.parquet": rows}


def write_risk_folder(
    out: Path,
    risk: TrafficRisk,
    *,
    rows: bytes | None,
    inputs: Mapping[str, bytes],
    tool_version: str,
) -> tuple[Path, ...]:
    """Write the risk of a plan as one folder that appears whole or not at all.

    Parameters
    ----------
    out : Path
        The folder to be; an earlier run folder there is replaced.
    risk : TrafficRisk
        What the replays showed.
    rows : bytes or None
        The campaign's rows, as Parquet.
    inputs : Mapping[str, bytes]
        What it was computed from, by name.
    tool_version : str
        Of portcall.

    Raises
    ------
    InputError
        The folder cannot be written; nothing is left behind.
    """
    files = risk_files(risk, rows)
    manifest = {
        "format": FOLDER_FORMAT,
        "format_version": 1,
        "portcall_version": tool_version,
        "scenario": risk.scenario,
        "replays": {"runs": risk.runs, "seed": risk.seed, "slips": risk.slips},
        "inputs": fingerprints(inputs),
        "files": fingerprints(files),
    }
    text = json.dumps(manifest, indent=2) + "\n"
    return replace_folder(out, {**files, MANIFEST_NAME: text.encode()})
