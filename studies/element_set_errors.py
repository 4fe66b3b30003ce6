"""How far a published element set of the station is off, by its age.

Each set is propagated with SGP4 to the epoch of a later set and compared with it: along the orbit, and
in the node, less what goes with the error along the orbit (it cancels in the launch instant) and with
the rate that SGP4 lacks. Prints the 50, 68 and 95 % levels; the 68 % levels are the table in
src/portcall/visit/data/element_errors.toml. Reboosts that were not announced are in it.

    python studies/element_set_errors.py SETS.csv

SETS.csv holds public sets with the columns epoch_utc, norad_id, line1, line2 and quality.
"""

import bisect
import csv
import math
import sys
from pathlib import Path

import numpy as np

from portcall.core.time import parse_utc
from portcall.orbit.elements import mean_elements_at
from portcall.orbit.secular import node_rate_missing_in_sgp4_rad_s
from portcall.orbit.tle import read_tle

SHARED = Path(__file__).resolve().parents[2] / "shared/reference/flights/iss_elements.csv"
AGES_D = (0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 14.0)
STATION = "25544"
DRIFT_PER_PHASE = -0.0021  # of the node for each radian that the station is ahead of its prediction
EVERY = 4  # one set in four: neighbors say the same


def sets_in(path):
    with path.open(newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["norad_id"] == STATION]
    rows = sorted(
        (r for r in rows if r["quality"] == "ok"), key=lambda r: parse_utc(r["epoch_utc"])
    )
    return [read_tle(f"{r['line1']}\n{r['line2']}\n".encode(), name="sets")[0] for r in rows]


def errors_at(sets, age_d):
    epochs = [one.epoch.timestamp() for one in sets]
    phase, node = [], []
    for k in range(0, len(sets), EVERY):
        wanted = epochs[k] + 86_400.0 * age_d
        j = bisect.bisect_left(epochs, wanted)
        if j >= len(sets) or epochs[j] - wanted > 43_200.0:
            continue
        then = mean_elements_at(sets[k], sets[j].epoch)
        true = mean_elements_at(sets[j], sets[j].epoch)
        missing = node_rate_missing_in_sgp4_rad_s(true.semi_major_axis_m, true.inclination_rad)
        ahead = math.remainder(
            true.argument_of_latitude_rad - then.argument_of_latitude_rad, math.tau
        )
        turned = math.remainder(true.raan_rad - then.raan_rad, math.tau)
        phase.append(ahead)
        node.append(turned - missing * (epochs[j] - epochs[k]) - DRIFT_PER_PHASE * ahead)
    return np.degrees(np.abs(phase)), np.degrees(np.abs(node))


def main():
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not path.is_file():
        sys.exit(f"{path}: no such file; give a table of public sets")
    sets = sets_in(path)
    print(f"{len(sets)} sets, {sets[0].epoch:%Y-%m-%d} to {sets[-1].epoch:%Y-%m-%d}")
    print("age [d]  pairs   phase 50/68/95 % [deg]        node 50/68/95 % [deg]")
    for age_d in AGES_D:
        phase, node = errors_at(sets, age_d)
        levels = [np.percentile(x, (50, 68, 95)) for x in (phase, node)]
        print(
            f"{age_d:7.1f} {phase.size:6d}   "
            + " ".join(f"{x:8.3f}" for x in levels[0])
            + "    "
            + " ".join(f"{x:8.4f}" for x in levels[1])
        )


if __name__ == "__main__":
    main()
