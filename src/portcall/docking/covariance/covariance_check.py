"""Whether flown runs are spread as linear covariance says: true place and speed, and errors of both.

Model   Runs of the linear scenario, each second of each recorded; the deviations from their mean at one
        instant against the predicted sigmas, by the chi-square of the variance, all twelve together.
Valid   As many runs as the confidence is to mean something; runs that stand in their last leg then.
Source  Bar-Shalom, Li and Kirubarajan 2001, section 5.4.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import fly_one
from portcall.docking.run.scenario import DockingScenario

Array = NDArray[np.float64]

TWELVE = (
    "true out of the port", "true across, port y", "true across, port z",
    "true speed out", "true speed, port y", "true speed, port z",
    "error out of the port", "error across, port y", "error across, port z",
    "error of speed out", "error of speed, port y", "error of speed, port z",
)  # fmt: skip
"""What the twelve sigmas are of: [m] and [m/s], nominal port axes."""


def _twelve(rows: Array, port: Array) -> Array:
    """Return true place and speed and the errors of both in port axes, (k, 12), of recorded seconds."""
    both = np.kron(np.eye(2), port[c.P_AXES : c.P_AXES + 9].reshape(3, 3))
    true = rows[:, r.W_TRUTH : r.W_TRUTH + 6]
    error = rows[:, r.W_ESTIMATE : r.W_ESTIMATE + 6] - true
    return np.hstack([true @ both.T, error @ both.T])


def flown_at_times(
    scenario: DockingScenario, seed: int, runs: int, times_s: tuple[float, ...]
) -> Array:
    """Fly runs; return what is true and wrong at some instants, (times, runs, 12).

    A run that has ended by then is not a number there.
    """
    out = np.full((len(times_s), runs, len(TWELVE)), np.nan)
    for run in range(runs):
        rows = fly_one(scenario, seed, run).history
        values = _twelve(rows, scenario.setting.port)
        at = np.searchsorted(rows[:, r.W_TIME_S], np.array(times_s) - 1e-6)
        there = at < len(rows)
        out[there, run] = values[at[there]]
    return out


def flown_at_ranges(
    scenario: DockingScenario, seed: int, runs: int, ranges_m: tuple[float, ...]
) -> Array:
    """Fly runs; return what is true and wrong when each last was that far out, (ranges, runs, 12)."""
    out = np.full((len(ranges_m), runs, len(TWELVE)), np.nan)
    for run in range(runs):
        rows = fly_one(scenario, seed, run).history
        values = _twelve(rows, scenario.setting.port)
        for k, range_m in enumerate(ranges_m):
            outside = np.flatnonzero(rows[:, r.W_RANGE_M] >= range_m)
            if outside.size and rows[-1, r.W_RANGE_M] < range_m:
                out[k, run] = values[outside[-1]]
    return out
