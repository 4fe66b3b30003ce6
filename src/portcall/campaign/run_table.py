"""Runs one function for run numbers 0 to n - 1 on the threads of one machine.

Model   Each run depends on its number alone; results come back in order of number. So the outcome
        is the same for any number of threads.
Valid   Functions that spend their time in compiled code which lets other threads run.
Source  `concurrent.futures`.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

R = TypeVar("R")


def run_table(
    function: Callable[[int], R],
    runs: int,
    *,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> tuple[R, ...]:
    """Return a function's results for run numbers 0 to `runs` - 1, in order.

    Parameters
    ----------
    function : Callable[[int], R]
        Called once a run number; what it raises ends the campaign.
    runs : int
        How many.
    threads : int, optional
        Without it, one a processor.
    progress : Callable[[int], object], optional
        Called from the calling thread with the number of finished runs, once each.

    Examples
    --------
    >>> run_table(lambda run: run * run, 4, threads=2)
    (0, 1, 4, 9)
    """
    workers = threads or os.cpu_count() or 1
    results = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            for done, result in enumerate(pool.map(function, range(runs)), start=1):
                results.append(result)
                if progress is not None:
                    progress(done)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return tuple(results)
