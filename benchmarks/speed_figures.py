"""What the benchmarks share: sides timed in turn, and a figure written for the validation page."""

import gc
import json
import re
import time
from pathlib import Path

import numpy as np

FIGURES = Path(__file__).resolve().parents[1] / "acceptance"


def alternate(sides, rounds, clock=time.process_time):
    """Return the least processor time of each side, taken in turn. [s]"""
    best = [np.inf] * len(sides)
    for _ in range(rounds):
        for at, side in enumerate(sides):
            gc.collect()
            began = clock()
            side()
            best[at] = min(best[at], clock() - began)
    return best


def write_figure(slug, figure):
    """Write one figure for `VALIDATION.md`."""
    FIGURES.mkdir(exist_ok=True)
    slug = re.sub(r"[^a-z0-9]+", "-", f"speed {slug}".lower()).strip("-")
    (FIGURES / f"{slug}.json").write_text(json.dumps(figure, indent=1) + "\n")


def report(name, required, measured, passed, note):
    """Write and print what was measured beside what was required."""
    figure = {
        "section": "speed", "name": name, "required": required, "measured": measured,
        "passed": bool(passed), "note": note,
    }  # fmt: skip
    write_figure(name, figure)
    print(f"\n{name}: {measured} (required: {required}); {note}")
