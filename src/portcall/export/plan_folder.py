"""The folder of a traffic plan: the plan itself, its calendar, and the manifest that lists them."""

import json
from pathlib import Path

from portcall.export.atomic_folder import FOLDER_FORMAT, MANIFEST_NAME, replace_folder
from portcall.export.manifest import fingerprints
from portcall.export.traffic_calendar import traffic_csv, traffic_ics
from portcall.records.traffic_plan import TrafficPlan
from portcall.traffic.plan.calendar import calendar_of


def write_plan_folder(out: Path, plan: TrafficPlan, *, tool_version: str) -> tuple[Path, ...]:
    """Write a plan to a folder, all or nothing; an earlier run folder there is replaced.

    Raises
    ------
    InputError
        The folder cannot be written; nothing is left behind.
    """
    files = {"plan.json": plan.model_dump_json(indent=2).encode() + b"\n"}
    if plan.visits:
        calendar = calendar_of(plan)
        files["plan.ics"] = traffic_ics(calendar, tool_version=tool_version).encode()
        files["plan.csv"] = traffic_csv(calendar).encode()
    manifest = {
        "format": FOLDER_FORMAT,
        "format_version": 1,
        "portcall_version": tool_version,
        "scenario": plan.scenario,
        "files": fingerprints(files),
    }
    text = json.dumps(manifest, indent=2) + "\n"
    return replace_folder(out, {**files, MANIFEST_NAME: text.encode()})
