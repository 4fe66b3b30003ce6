"""How likely a traffic plan is to break when ships slip: many replays, each by its number.

Model   Slips are drawn by `traffic.slip_model`, visits move as `traffic.risk_moves` says, books are kept by
        `traffic.risk_kernel`. A replay depends on the seed and its number alone. Nothing here solves the
        plan anew: the solver takes seconds a run, this microseconds, and what it shows is what the plan
        itself can bear.
Valid   See these three.
Source  Monte Carlo; bounds from Clopper and Pearson 1934 (`campaign.binomial`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.plan import Campaign
from portcall.campaign.results import Results
from portcall.traffic.risk.columns import COLUMNS
from portcall.traffic.risk.problem import RiskProblem
from portcall.traffic.risk.slip_model import SlipModel, draw_slips

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
CHUNK_RUNS = 250


@dataclass(frozen=True)
class ReplayedRun:
    """One replay in full; the first axis of the tables is the way, as drawn and re-planned.

    `arrive`, `leave` and `move` have shape (2, V) [day]; `crew` (2, days, 2); `stocks_g` (2, days, 6).
    """

    row: Array
    slip_days: Integers
    arrive: Integers
    leave: Integers
    move: Integers
    crew: Integers
    stocks_g: Integers


def _replay(
    problem: RiskProblem, model: SlipModel, seed: int, first: int, last: int
) -> tuple[Array, Integers, Integers, Integers, Integers]:
    from portcall.traffic.risk.kernel import replay_runs  # noqa: PLC0415  (loads the compiler)

    slip, late = draw_slips(model, seed, first, last)
    days = problem.month_of_day.size
    rows = np.zeros((last - first, len(COLUMNS)))
    moved = np.zeros((6, len(problem.ships)), np.int64)
    crew, stocks_g = np.zeros((2 * days, 2), np.int64), np.zeros((2 * days, 6), np.int64)
    replay_runs(slip, late, *problem.tables, moved, rows, crew, stocks_g)
    return rows, slip, moved, crew, stocks_g


def replay_chunk(problem: RiskProblem, model: SlipModel, seed: int, first: int, last: int) -> Array:
    """Replay runs `first` to `last` - 1; one row each, in the order of `COLUMNS`."""
    return _replay(problem, model, seed, first, last)[0]


def replay_run(problem: RiskProblem, model: SlipModel, seed: int, run: int) -> ReplayedRun:
    """Replay the run of one number again, and keep everything of it."""
    rows, slip, moved, crew, stocks_g = _replay(problem, model, seed, run, run + 1)
    ways = moved.reshape(2, 3, -1)
    return ReplayedRun(
        row=rows[0],
        slip_days=slip[0],
        arrive=ways[:, 0],
        leave=ways[:, 1],
        move=ways[:, 2],
        crew=crew.reshape(2, -1, 2),
        stocks_g=stocks_g.reshape(2, -1, 6),
    )


def risk_campaign(
    problem: RiskProblem, model: SlipModel, *, name: str, runs: int, seed: int
) -> Campaign:
    """Return the campaign of a plan's risk: what its bytes depend on."""
    return Campaign(
        name=f"risk of {name}",
        columns=COLUMNS,
        runs=runs,
        seed=seed,
        inputs={"plan": problem.digest(), "slips": repr(model)},
        chunk_runs=CHUNK_RUNS,
    )


def run_risk(
    problem: RiskProblem,
    model: SlipModel,
    campaign: Campaign,
    *,
    threads: int | None = None,
    cluster: str | None = None,
    folder: Path | None = None,
    progress: Callable[[int], object] | None = None,
) -> Results:
    """Replay a plan many times; see `campaign.chunks.run_campaign`."""
    from portcall.campaign.chunks import run_campaign  # noqa: PLC0415  (one replay needs none)

    chunk = partial(replay_chunk, problem, model, campaign.seed)
    return run_campaign(
        chunk, campaign, threads=threads, cluster=cluster, folder=folder, progress=progress
    )
