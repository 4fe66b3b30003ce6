"""Write VALIDATION.md from the figures that the acceptance run left behind.

    python tools/validation_page.py --out VALIDATION.md acceptance

The folder holds `validate.json` (what `portcall validate --json` printed) and any number of figure
files: one object, or a list of objects, with `name`, `required`, `measured`, `passed`, `note` and,
where known, `section`. The same input gives the same bytes.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TITLES = {
    "core": "Time, frames and the integrator",
    "environment": "Forces",
    "orbit": "Orbits and element sets",
    "launch": "Launch",
    "rendezvous": "Rendezvous",
    "docking": "The last kilometers",
    "disposal": "The way home",
    "visit": "The whole visit",
    "stay": "Stocks, crew hours and reboosts",
    "traffic": "The port: log, calendar, plan, risk",
    "audit": "Predicted against flown, and what texts claim",
    "board": "The board's server",
    "web": "The board's page",
    "cli": "Commands",
    "export": "Run folder",
    "benchmarks": "Speed",
}
HEADER = """# Validation

What is required beside what was measured, misses included. Written by `make acceptance`,
not by hand. All errors are predicted minus flown.
"""
SUMMARY_RULE = """
The summary counts flights whose launch is known to 5 s or better, without hindcasts and without the
flights that a constant was calibrated on.

"""
NOT_FIGURES = {"validate.json", "benchmark-runs.json"}
HOME_COLUMNS = (
    ("flight", "flight"),
    ("elements_age_h", "elements age, h"),
    ("undocking_error_s", "undocking, s"),
    ("ignition_error_s", "ignition, s"),
    ("impact_error_s", "first impact or landing, s"),
    ("impact_error_km", "its place, km"),
    ("excluded_reason", "remark"),
)
FLIGHT_COLUMNS = (
    ("flight", "flight"),
    ("profile", "profile"),
    ("elements_age_h", "elements age, h"),
    ("launch_error_s", "launch, s"),
    ("separation_error_s", "separation, s"),
    ("docking_planned_error_s", "contact against plan, s"),
    ("docking_error_s", "contact against flown, s"),
    ("delta_v_m_s", "delta-v, m/s"),
)


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return " ".join(str(value).split()).replace("|", "\\|")


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def read_figures(folder: Path) -> list[dict[str, Any]]:
    """Return every figure of the folder, ordered by section and name."""
    figures: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.json")):
        if path.name in NOT_FIGURES:
            continue
        content = json.loads(path.read_text())
        for figure in content if isinstance(content, list) else [content]:
            missing = {"name", "required", "measured", "passed"} - set(figure)
            if missing:
                sys.exit(f"{path}: a figure lacks {', '.join(sorted(missing))}")
            figures.append({"section": path.stem, "note": "", **figure})
    return sorted(figures, key=lambda figure: (figure["section"], figure["name"]))


def figure_sections(figures: list[dict[str, Any]]) -> str:
    """Return one table per section, known sections first and in the order of a visit."""
    known = [name for name in TITLES if any(figure["section"] == name for figure in figures)]
    others = sorted({figure["section"] for figure in figures} - set(known))
    text = ""
    for section in known + others:
        rows = [
            [f["name"], f["required"], f["measured"], "yes" if f["passed"] else "**no**", f["note"]]
            for f in figures
            if f["section"] == section
        ]
        title = TITLES.get(section, section.replace("-", " ").replace("_", " ").capitalize())
        head = ["figure", "required", "measured", "reached", "note"]
        text += f"\n## {title}\n\n" + _table(head, rows)
    return text


def _remark(flight: dict[str, Any]) -> str:
    remarks = [name for name in ("hindcast", "calibration") if flight.get(name)]
    precision_s = flight.get("flown_precision_s")
    if precision_s is not None and precision_s > 5:
        remarks.append(f"flown time known to {precision_s:g} s")
    if flight.get("excluded_reason"):
        remarks.append(str(flight["excluded_reason"]))
    return "; ".join(remarks)


def flight_section(validate: dict[str, Any]) -> str:
    """Return the table of all flights and the summary under it."""
    flights = sorted(validate.get("flights", []), key=lambda flight: flight["flight"])
    head = [title for _, title in FLIGHT_COLUMNS] + ["remark"]
    rows = [
        [*(flight.get(key) for key, _ in FLIGHT_COLUMNS), _remark(flight)] for flight in flights
    ]
    text = "\n## All flights\n\n" + _table(head, rows)
    summary = list(_flat(validate.get("summary", {})))
    if summary:
        text += SUMMARY_RULE
        text += _table(["summary", "value"], [[key, value] for key, value in summary])
    return text


def home_section(validate: dict[str, Any]) -> str:
    """Return the table of all ways home and the summary under it."""
    rows = [
        [row.get(key) for key, _ in HOME_COLUMNS]
        for row in sorted(validate.get("disposals", []), key=lambda row: row["flight"])
    ]
    if not rows:
        return ""
    text = "\n## All ways home\n\n" + _table([title for _, title in HOME_COLUMNS], rows)
    summary = [[key, value] for key, value in _flat(validate.get("disposal_summary") or {})]
    return text + ("\n" + _table(["summary", "value"], summary) if summary else "")


def _flat(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key in sorted(tree):
        value = tree[key]
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", ", ".join(map(str, value)) if isinstance(value, list) else value


def page(folder: Path, notes: Path | None = None) -> str:
    """Return the whole page."""
    figures = read_figures(folder)
    reached = sum(bool(figure["passed"]) for figure in figures)
    text = HEADER + f"\n{reached} of {len(figures)} required figures are reached.\n"
    text += figure_sections(figures)
    validate = folder / "validate.json"
    if validate.exists() and validate.stat().st_size:
        table = json.loads(validate.read_text())
        text += flight_section(table) + home_section(table)
    if notes is not None and notes.exists():
        text += "\n" + notes.read_text().strip() + "\n"
    return text


def main() -> None:
    """Read the command line and write the page whole or not at all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="the acceptance run's figures")
    parser.add_argument("--out", type=Path, required=True, help="the page to write")
    parser.add_argument("--notes", type=Path, default=None, help="explains misses, appended")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"{options.folder} is not a folder; run `make acceptance`")
    part = options.out.with_suffix(".part")
    part.write_text(page(options.folder, options.notes))
    part.replace(options.out)


if __name__ == "__main__":
    main()
