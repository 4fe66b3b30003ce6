"""The data file of calibrated constants: one kind is written anew, the others stay as they are."""

import tomllib
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/portcall/catalogue/data/calibration.toml"
HEADER = """\
# Calibrated constants, each on one flight. None is keyed by flight.
# Written by tools/calibrate_plane.py and tools/calibrate_aim.py.
"""


def _entry(constant: dict[str, object]) -> str:
    lines = [
        f"{key} = {value:.5f}" if isinstance(value, float) else f'{key} = "{value}"'
        for key, value in constant.items()
    ]
    return "\n[[constant]]\n" + "\n".join(lines) + "\n"


def write_constants(names: set[str], constants: list[dict[str, object]]) -> None:
    """Replace the constants of some names."""
    kept = [
        one
        for one in tomllib.loads(TARGET.read_text(encoding="utf-8")).get("constant", [])
        if one["name"] not in names
    ]
    ordered = sorted((*kept, *constants), key=lambda one: (one["name"], one["vehicle"]))
    TARGET.write_text(HEADER + "".join(map(_entry, ordered)), encoding="utf-8")
