"""Write docs/gallery.md and its picture: every flown visit of the catalogue, with its errors.

    python tools/gallery_page.py

Runs `portcall validate --json`. Run it after a change that moves a predicted time.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib import rcParams
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from portcall.catalogue.load import load_catalogue

ROOT = Path(__file__).resolve().parents[1]
PAGE, PICTURE = Path("docs/gallery.md"), Path("docs/images/gallery.svg")
HEAD = """# Gallery of flown visits

Each visit was predicted from what was known before it flew, and is held here against what flew. An error is
predicted minus flown. An empty cell is a time that nobody published, or that is not predicted;
[VALIDATION.md](../VALIDATION.md) has the limits and what counts. Fly any of them with
`portcall fly FLIGHT`, and look at it with `portcall board FLIGHT`.

![Errors of launch, contact and end of each flown visit](images/gallery.svg)

| visit | profile | launch | contact | against the planned contact | undocking | end | remarks |
| --- | --- | --- | --- | --- | --- | --- | --- |"""
MIDDLE = """
The end is the impact of a cargo ship's middle piece or the landing of a crew; the ignition where that
alone is known.

## Not predicted

| flight | why not the way up | why not the way home |
| --- | --- | --- |"""
HINDCAST = "hindcast: its only elements are from after the launch"
CALIBRATED = "launch and contact are calibrated on it"
AIM_CALIBRATED = "the place to aim at is calibrated on it"
INKS = {"": "#0b6fa4", CALIBRATED: "#9a9a9a", AIM_CALIBRATED: "#9a9a9a", HINDCAST: "#c4461a"}
LEGEND = "predicted minus flown; gray: calibrated on this, orange: hindcast, arrow: beyond the axis"


@dataclass(frozen=True)
class Row:
    """One flown visit: errors are predicted minus flown, None where one of the two is not known."""

    flight: str
    name: str
    profile: str
    launch_s: float | None
    contact_s: float | None
    planned_contact_s: float | None
    undocking_s: float | None
    end_s: float | None
    way_up: str
    way_home: str

    @property
    def has_errors(self) -> bool:
        """Whether anything of it was predicted."""
        errors = (
            self.launch_s,
            self.contact_s,
            self.planned_contact_s,
            self.undocking_s,
            self.end_s,
        )
        return any(one is not None for one in errors)


def validated() -> dict[str, Any]:
    """Return what `portcall validate --json` prints."""
    portcall = Path(sys.executable).with_name("portcall")
    printed = subprocess.run([portcall, "validate", "--json"], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(printed.stdout)
    return found


def rows_of(found: dict[str, Any]) -> list[Row]:
    """Return a row for each flight, in the catalogue's order."""
    catalogue = load_catalogue()
    rows = []
    for up, down in zip(found["flights"], found["disposals"], strict=True):
        record = catalogue.flight(up["flight"])
        end = down["impact_error_s"]
        rows.append(
            Row(
                flight=up["flight"],
                name=record.official_name,
                profile=up["profile"] or "",
                launch_s=up["launch_error_s"],
                contact_s=up["docking_error_s"],
                planned_contact_s=up["docking_planned_error_s"],
                undocking_s=down["undocking_error_s"],
                end_s=end if end is not None else down["ignition_error_s"],
                way_up=HINDCAST if up["hindcast"] else CALIBRATED if up["calibration"] else "",
                way_home=AIM_CALIBRATED if down["calibration"] else "",
            )
        )
    return rows


def _seconds(error: float | None) -> str:
    return "" if error is None else f"{error:+.1f} s"


def _minutes(error: float | None) -> str:
    return "" if error is None else f"{error / 60.0:+.1f} min"


def page_of(rows: list[Row], found: dict[str, Any]) -> str:
    """Return the page's text."""
    shown = [row for row in rows if row.has_errors]
    silent = [
        (up["flight"], up["excluded_reason"] or "", down["excluded_reason"] or "")
        for up, down, row in zip(found["flights"], found["disposals"], rows, strict=True)
        if not row.has_errors
    ]
    lines = [HEAD]
    lines += [
        f"| {row.name} `{row.flight}` | {row.profile} | {_seconds(row.launch_s)} "
        f"| {_minutes(row.contact_s)} | {_minutes(row.planned_contact_s)} | {_minutes(row.undocking_s)} "
        f"| {_minutes(row.end_s)} | {'; '.join(filter(None, (row.way_up, row.way_home)))} |"
        for row in shown
    ]
    lines.append(MIDDLE)
    lines += [f"| `{flight}` | {_plain(up)} | {_plain(down)} |" for flight, up, down in silent]
    return "\n".join(lines) + "\n"


def _plain(reason: str) -> str:
    return reason.partition("': ")[2].partition("; ")[0] or reason.partition("; ")[0]


def draw(rows: list[Row], picture: Path) -> None:
    """Draw the errors, one line a visit."""
    rcParams["svg.hashsalt"] = "portcall"
    shown = [row for row in rows if row.has_errors][::-1]
    figure = Figure(figsize=(9.0, 0.24 * len(shown) + 1.2), layout="constrained")
    FigureCanvasSVG(figure)
    panels = (
        ("launch [s]", 1.0, lambda row: row.launch_s, 10.0),
        ("contact against plan [min]", 60.0, lambda row: row.planned_contact_s, 15.0),
        ("end [min]", 60.0, lambda row: row.end_s, 7.0),
    )
    for axes, (title, unit, error_of, reach) in zip(
        figure.subplots(1, len(panels), sharey=True), panels, strict=True
    ):
        axes.axvline(0.0, color="#7a7a7a", linewidth=0.7)
        for height, row in enumerate(shown):
            error = error_of(row)
            if error is None:
                continue
            remark = row.way_home if title.startswith("end") else row.way_up
            ink = INKS[remark]
            place = min(max(error / unit, -reach), reach)
            off = abs(error / unit) > reach
            axes.plot([place], [height], marker=">" if off and error > 0 else "<" if off else "o",
                      markersize=4.5, color=ink)  # fmt: skip
            if off:
                axes.annotate(f"{error / unit:+.0f}", (place, height), textcoords="offset points",
                              xytext=(-4 if error > 0 else 4, 3), fontsize=6,
                              ha="right" if error > 0 else "left")  # fmt: skip
        axes.set_xlim(-1.08 * reach, 1.08 * reach)
        axes.set_title(title, fontsize=9)
        axes.tick_params(labelsize=7)
        axes.grid(axis="y", linewidth=0.3)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_yticks(range(len(shown)), [row.flight for row in shown])
    figure.supxlabel(LEGEND, fontsize=7)
    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture, format="svg", metadata={"Date": None})


def main() -> None:
    """Write the page and its picture."""
    found = validated()
    rows = rows_of(found)
    (ROOT / PAGE).write_text(page_of(rows, found))
    draw(rows, ROOT / PICTURE)


if __name__ == "__main__":
    main()
