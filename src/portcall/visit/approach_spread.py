"""How far the approaches of one docking spread: a small campaign, and the paths of some of its runs.

Model   Every run draws its errors from the catalogue's ranges, as `portcall dock --runs` does with the same
        seed: the first runs of that campaign are these.
Valid   As `visit.docking`.
Source  As `visit.docking`.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import DockingFlight
from portcall.records.docking import DockingRecord
from portcall.records.tracks import ApproachPath
from portcall.visit.docking import Docking, campaign_of, fly_campaign, fly_docking, with_campaign

Array = NDArray[np.float64]

RUNS = 200  # enough to bound the capture at 98.5 %; more is a campaign of its own
SHOWN_RUNS = 40
_FAR_STEP_S, _NEAR_STEP_S, _NEAR_M = 10, 5, 200.0


def approach_path(docking: Docking, flown: DockingFlight, run: int | None) -> ApproachPath:
    """Return one run as columns, every ten seconds, and every five inside 200 m."""
    history, port = flown.history, docking.scenario.plan.port
    place = history[:, r.W_TRUTH + c.POSITION : r.W_TRUTH + c.POSITION + 3]
    axes = port[c.P_AXES : c.P_AXES + 9].reshape(3, 3)
    beside = (place - port[c.P_POSITION : c.P_POSITION + 3]) @ axes.T
    second, range_m = np.arange(len(history)), history[:, r.W_RANGE_M]
    step = np.where(range_m < _NEAR_M, _NEAR_STEP_S, _FAR_STEP_S)
    kept = (second % step == 0) | (second == second[-1])
    return ApproachPath(
        run,
        np.ascontiguousarray(history[kept, r.W_TIME_S]),
        np.ascontiguousarray(place[kept]),
        np.hypot(beside[kept, 1], beside[kept, 2]),
        np.ascontiguousarray(range_m[kept]),
    )


def spread_of(
    docking: Docking, record: DockingRecord, *, threads: int
) -> tuple[DockingRecord, tuple[ApproachPath, ...]]:
    """Fly a docking many times with its errors.

    Parameters
    ----------
    docking : Docking
        What is flown.
    record : DockingRecord
        Of the nominal run.
    threads : int
        How many runs at once; the figures do not depend on it.

    Returns
    -------
    tuple[DockingRecord, tuple[ApproachPath, ...]]
        The record with what the runs show, and the paths of the first of them.
    """
    campaign = campaign_of(docking, RUNS)
    results = fly_campaign(docking, campaign, threads=threads)
    paths = tuple(
        approach_path(docking, fly_docking(docking, run), run) for run in range(SHOWN_RUNS)
    )
    return with_campaign(record, results, campaign), paths
