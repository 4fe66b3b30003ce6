"""Put the real output of the seed flight, and its picture, into the README.

    python tools/readme_page.py

Runs `portcall fly progress-ms-31`, writes what it printed between the markers of README.md, and
draws docs/images/chase.svg from the run folder. Run it after a change that moves a printed number.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from portcall.orbit.oem_read import read_oem_kvn

ROOT = Path(__file__).resolve().parents[1]
FLIGHT = "progress-ms-31"
BEGIN, END = "<!-- flight output: begin -->", "<!-- flight output: end -->"
PICTURE = Path("docs/images/chase.svg")
COLUMNS = 110
STATION_COLOR, SHIP_COLOR, BURN_COLOR = "#7a7a7a", "#0b6fa4", "#c4461a"


def flight_output(folder: Path) -> str:
    """Fly the seed visit into a folder; return what it printed, without the folder's own path."""
    portcall = Path(sys.executable).with_name("portcall")
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "NO_COLOR": "1", "TERM": "dumb"}
    finished = subprocess.run(
        [portcall, "fly", FLIGHT, "--out", folder],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        sys.exit(f"portcall fly {FLIGHT} ended with {finished.returncode}: {finished.stderr}")
    shown = finished.stdout.replace(str(folder), f"runs/{FLIGHT}")
    return "\n".join(line.rstrip() for line in shown.strip("\n").splitlines()) + "\n"


def readme_with(output: str, text: str) -> str:
    """Return the README with the output and the picture between its markers."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    caption = (
        "Height of the ship and of the station during the chase, and how far the station is ahead"
    )
    block = f"```text\n{output}```\n\n![{caption}]({PICTURE.as_posix()})"
    return f"{before}{BEGIN}\n{block}\n{END}{after}"


def _ephemeris(folder: Path, word: str) -> tuple[Any, Any, datetime]:
    """Return hours since the first state, positions in km, and that first instant."""
    path = next(iter(sorted(folder.rglob(f"*{word}*.oem"))), None)
    if path is None:
        sys.exit(f"{folder} has no {word} OEM")
    segments = read_oem_kvn(path.read_bytes(), name=path.name).segments
    epoch = segments[0].epoch
    hours = [
        (segment.epoch - epoch).total_seconds() / 3600 + np.asarray(segment.seconds) / 3600
        for segment in segments
    ]
    positions_km = [np.asarray(segment.positions_m) / 1000 for segment in segments]
    return np.concatenate(hours), np.concatenate(positions_km), epoch


def draw(folder: Path, picture: Path) -> None:
    """Draw height and phase angle of the chase against the time since lift-off."""
    plt.switch_backend("svg")
    plt.rcParams["svg.hashsalt"] = "portcall"
    visit = json.loads(next(folder.rglob("visit.json")).read_text())
    liftoff, *_ = [e["utc"] for e in visit["events"] if e["event"] == "liftoff"]
    start = datetime.fromisoformat(liftoff)
    ship_h, ship_km, ship_epoch = _ephemeris(folder, "chaser")
    station_h, station_km, station_epoch = _ephemeris(folder, "station")
    ship_h = ship_h + (ship_epoch - start).total_seconds() / 3600
    station_h = station_h + (station_epoch - start).total_seconds() / 3600

    # two segments of the file share the state at their joint
    apart = np.concatenate(([True], np.diff(ship_h) > 1.0 / 3600.0))
    ship_h, ship_km = ship_h[apart], ship_km[apart]

    figure, (heights, angles) = plt.subplots(2, 1, figsize=(9, 5.2), sharex=True)
    within = (station_h >= ship_h[0]) & (station_h <= ship_h[-1])
    for hours, positions, color, label in (
        (station_h[within], station_km[within], STATION_COLOR, "station"),
        (ship_h, ship_km, SHIP_COLOR, FLIGHT),
    ):
        radius_km = np.linalg.norm(positions, axis=1)
        heights.plot(hours, radius_km - 6378.137, color=color, label=label, linewidth=1.1)
    heights.set_ylabel("height over 6378 km [km]")

    resampled = np.column_stack([np.interp(ship_h, station_h, column) for column in station_km.T])
    ship_unit = ship_km / np.linalg.norm(ship_km, axis=1, keepdims=True)
    station_unit = resampled / np.linalg.norm(resampled, axis=1, keepdims=True)
    # counted forward along the orbit, whose normal the ship's own motion gives, over whole turns
    normal = np.cross(ship_unit[:-1], ship_unit[1:])
    normal = np.vstack((normal, normal[-1:]))
    forward = np.sum(np.cross(ship_unit, station_unit) * normal, axis=1)
    forward /= np.linalg.norm(normal, axis=1)
    ahead = np.unwrap(np.arctan2(forward, np.sum(ship_unit * station_unit, axis=1)))
    ahead -= np.round(ahead[-1] / (2 * np.pi)) * 2 * np.pi  # zero is the station itself
    angles.plot(ship_h, np.degrees(ahead), color=SHIP_COLOR, linewidth=1.1)
    angles.axhline(0.0, color=STATION_COLOR, linewidth=0.7)
    angles.set_ylabel("station ahead [deg]")
    angles.set_xlabel("time since lift-off [h]")
    for burn in visit["burns"]:
        at_h = (datetime.fromisoformat(burn["utc"]) - start).total_seconds() / 3600
        for axes in (heights, angles):
            axes.axvline(at_h, color=BURN_COLOR, linewidth=0.7, linestyle=":")
    heights.plot([], [], color=BURN_COLOR, linewidth=0.7, linestyle=":", label="burn")
    heights.legend(loc="lower right", frameon=False)
    for axes in (heights, angles):
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture, metadata={"Date": None})


def main() -> None:
    """Fly once; write the picture and the README."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "run"
        output = flight_output(folder)
        draw(folder, ROOT / PICTURE)
    readme = ROOT / "README.md"
    readme.write_text(readme_with(output, readme.read_text()))


if __name__ == "__main__":
    main()
