"""A footprint of 10,000 falls of fifty objects: seconds on two cores, and the peak of memory."""

import json
import subprocess
import sys
from pathlib import Path

from footprint_case import STATED

FALLS, THREADS = 10_000, 2
CASE = Path(__file__).with_name("footprint_case.py")


def test_footprint_of_10_000_falls():
    told = subprocess.run(
        [sys.executable, str(CASE), str(FALLS), str(THREADS)],
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(told.stdout)
    rate = found["pieces"] / found["falls_s"]
    print(
        f"\nfootprint, {FALLS} falls x 50 objects on {THREADS} threads ({STATED}): "
        f"falls {found['falls_s']:.1f} s ({rate:.0f} pieces/s, {found['processor_s']:.1f} s of "
        f"processors), percentiles and hulls {found['footprint_s']:.2f} s; progress told "
        f"{found['calls']} times; peak memory {found['peak_mib']:.0f} MiB; "
        f"{found['length_km']:.0f} x {found['width_km']:.0f} km"
    )
    assert found["pieces"] == 50 * FALLS
