"""Flies docking runs by number: one with its history, or many on threads.

Model   A run depends on the scenario, the seed, its number and the faults alone, so it can be flown again
        by number, and any number of threads gives the same bytes.
Valid   Scenarios of `scenario.docking_scenario`.
Source  `run_kernel`.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.docking.columns import FAULT_SIZE
from portcall.docking.noise import seed_noise
from portcall.docking.run import run_arrays as a
from portcall.docking.run.result_columns import (
    HISTORY_SIZE,
    NAMES,
    OUTCOMES,
    R_OUTCOME,
    RESULT_SIZE,
    W_TIME_S,
)
from portcall.docking.run.run_kernel import fly_runs
from portcall.docking.run.sample import draw_samples, nominal_sample
from portcall.docking.run.scenario import DockingScenario

Array = NDArray[np.float64]

CHUNK = 50  # runs that are drawn and flown together
MOST_RUNS = 1_000_000_000
NOMINAL = -1  # the number of the run without errors
NO_FAULTS = np.zeros((0, FAULT_SIZE))


@dataclass(frozen=True)
class DockingFlight:
    """One run and all it went through.

    Attributes
    ----------
    run : int
        Its number.
    result : Array
        (RESULT_SIZE,), columns `R_*`.
    history : Array
        (seconds, HISTORY_SIZE), columns `W_*`.
    sample : Array
        (SAMPLE_SIZE,), columns `X_*`: what was drawn.
    """

    run: int
    result: Array = field(repr=False)
    history: Array = field(repr=False)
    sample: Array = field(repr=False)

    @property
    def outcome(self) -> str:
        """How it ended, in words."""
        return OUTCOMES[int(self.result[R_OUTCOME])]

    def value(self, name: str) -> float:
        """Return a column of the result by its name."""
        return float(self.result[NAMES.index(name)])


def _flown(
    scenario: DockingScenario, seed: int, first: int, last: int, faults: Array, widen: float,
    seconds: int,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Return results, histories and samples of runs `first` to `last` - 1."""
    if first == NOMINAL:
        samples, sensors, biases = nominal_sample(scenario.ranges, scenario.sensor_ranges)
    else:
        samples, sensors, biases = draw_samples(
            scenario.ranges, scenario.sensor_ranges, seed, first, last, widen=widen
        )
    noises = np.array([seed_noise(seed, max(run, 0)) for run in range(first, last)])
    results = np.empty((last - first, RESULT_SIZE))
    histories = np.full((last - first, seconds, HISTORY_SIZE), np.nan)
    work = a.new_work(scenario.setting.minimum_s.size, faults.shape[0])
    fly_runs(scenario.setting, work, samples, sensors, biases, noises, faults, histories, results)
    return results, histories, samples


def fly_one(
    scenario: DockingScenario,
    seed: int,
    run: int,
    *,
    faults: Array | None = None,
    widen: float = 1.0,
) -> DockingFlight:
    """Fly one run and record it every second.

    Parameters
    ----------
    scenario : DockingScenario
        What is flown.
    seed, run : int
        Of the campaign, and the run's number in it.
    faults : Array, optional
        (n, FAULT_SIZE).
    widen : float
        Factor on the reach of every estimated range.
    """
    table = NO_FAULTS if faults is None else np.ascontiguousarray(faults, dtype=np.float64)
    seconds = int(scenario.setting.flight[a.V_LONGEST_S]) + 1
    results, histories, samples = _flown(scenario, seed, run, run + 1, table, widen, seconds)
    recorded = histories[0][np.isfinite(histories[0, :, W_TIME_S])]
    return DockingFlight(run, results[0], recorded, samples[0])


def fly_nominal(
    scenario: DockingScenario, seed: int = 1, *, faults: Array | None = None
) -> DockingFlight:
    """Fly the run in which nothing is off but the sensors' noise; recorded every second.

    Parameters
    ----------
    scenario : DockingScenario
        What is flown.
    seed : int
        Of the noise.
    faults : Array, optional
        (n, FAULT_SIZE).
    """
    return fly_one(scenario, seed, NOMINAL, faults=faults)


def fly_many(
    scenario: DockingScenario,
    seed: int,
    first: int,
    last: int,
    *,
    faults: Array | None = None,
    threads: int = 1,
    widen: float = 1.0,
) -> Array:
    """Fly runs `first` to `last` - 1; return their results, (last - first, RESULT_SIZE).

    Parameters
    ----------
    scenario : DockingScenario
        What is flown.
    seed, first, last : int
        Of the campaign, and the runs' numbers in it.
    faults : Array, optional
        (n, FAULT_SIZE), the same for every run.
    threads : int
        How many run at once.
    widen : float
        Factor on the reach of every estimated range.

    Raises
    ------
    InputError
        No runs, or more than can be.
    """
    if not 0 <= first < last <= MOST_RUNS:
        raise InputError(f"runs {first} to {last}", limit=f"at least one, and below {MOST_RUNS}")
    table = NO_FAULTS if faults is None else np.ascontiguousarray(faults, dtype=np.float64)
    starts = range(first, last, CHUNK)

    def chunk(start: int) -> Array:
        return _flown(scenario, seed, start, min(start + CHUNK, last), table, widen, 0)[0]

    if threads <= 1:
        return np.concatenate([chunk(start) for start in starts])
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return np.concatenate(list(pool.map(chunk, starts)))
