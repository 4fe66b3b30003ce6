"""Runs a campaign in chunks: the same rows for any number of threads, and on a cluster.

Model   Chunk borders depend on the campaign alone, a row on its run number alone. Chunks are worked
        on as they come, kept as they finish, and read in order; so is the decision to stop.
Valid   Chunk functions without state.
Source  `concurrent.futures`; Dask distributed.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.plan import Campaign, Chunk, checked_rows, require_runs
from portcall.campaign.pool import ClusterLostError, Finished, Pool, ThreadPool
from portcall.campaign.results import Results
from portcall.campaign.store import MemoryStore, Store
from portcall.core.errors import DataError

Array = NDArray[np.float64]


def run_campaign(
    chunk: Chunk,
    campaign: Campaign,
    *,
    threads: int | None = None,
    cluster: str | None = None,
    folder: Path | None = None,
    progress: Callable[[int], object] | None = None,
    local_if_lost: bool = False,
    patience_s: float = 60.0,
) -> Results:
    """Run a campaign to its end, or on from where an earlier one in the same folder was killed.

    Parameters
    ----------
    chunk : Chunk
        `chunk(first, last)` returns the rows of those runs; what it raises ends the campaign.
    campaign : Campaign
        What is run.
    threads : int, optional
        Without it, one a processor. Not used on a cluster.
    cluster : str, optional
        Address of a Dask scheduler (`tcp://host:8786`); needs the `cluster` extra.
    folder : Path, optional
        Finished chunks are kept there, and `runs.parquet` in the end. Without it all is in memory.
    progress : Callable[[int], object], optional
        Called from the calling thread with the number of finished runs.
    local_if_lost : bool
        Finish on this machine when the cluster is lost.
    patience_s : float
        How long a cluster may be silent, or without workers [s].

    Returns
    -------
    Results

    Raises
    ------
    InputError
        No such number of runs; a folder that holds another campaign or cannot be written.
    ClusterLostError
        The cluster is gone; the text says what is kept. A `DataError`.

    Examples
    --------
    >>> rows = lambda first, last: np.arange(first, last, dtype=float)[:, None] ** 2
    >>> results = run_campaign(rows, Campaign("squares", ("square",), runs=5, seed=1), threads=2)
    >>> results.column("square").tolist()
    [0.0, 1.0, 4.0, 9.0, 16.0]
    """
    require_runs(campaign.runs)
    with ExitStack() as stack:
        pool, notes = _pool(chunk, threads, cluster, patience_s, local_if_lost=local_if_lost)
        stack.callback(pool.close)
        store = MemoryStore(campaign) if folder is None else _folder_store(campaign, folder, stack)
        work = _Work(campaign, store, progress)
        try:
            notes += work.drive(pool)
        except ClusterLostError as why:
            if not local_if_lost:
                raise work.explained(why, folder) from why
            notes = (_made_here(why),)
            work.drive(ThreadPool(chunk, threads))
        file = store.finish(work.runs, stopped=work.stopped)
    return Results(
        campaign.columns, work.runs, store.column, file, work.stopped, work.kept_before, notes
    )


def _folder_store(campaign: Campaign, folder: Path, stack: ExitStack) -> Store:
    # only here: Parquet takes a fifth of a second to import
    from portcall.campaign.folder import FolderStore  # noqa: PLC0415

    return stack.enter_context(FolderStore(campaign, folder).opened())


def _made_here(why: ClusterLostError) -> str:
    return f"{why.what}; the other runs were made on this machine"


def _pool(
    chunk: Chunk,
    threads: int | None,
    cluster: str | None,
    patience_s: float,
    *,
    local_if_lost: bool,
) -> tuple[Pool, tuple[str, ...]]:
    """Return who works on the chunks, and what the reader must know of them."""
    if cluster is None:
        return ThreadPool(chunk, threads), ()
    try:
        return _cluster_pool(chunk, cluster, patience_s), ()
    except ClusterLostError as why:
        if local_if_lost:
            return ThreadPool(chunk, threads), (_made_here(why),)
        raise ClusterLostError(
            why.what,
            where="--cluster",
            remedy="start its scheduler, or leave --cluster out to compute on this machine",
        ) from why


def _cluster_pool(chunk: Chunk, address: str, patience_s: float) -> Pool:
    try:
        # only here: the extra may be missing, and its import takes half a second
        from portcall.campaign.cluster import ClusterPool  # noqa: PLC0415
    except ModuleNotFoundError as why:
        raise DataError(
            f"'{why.name}' is not installed",
            where="--cluster",
            remedy="install the 'cluster' extra of portcall",
        ) from why
    return ClusterPool(chunk, address, patience_s)


class _Work:
    """How far a campaign is: which chunks wait, what the planned looks have said."""

    def __init__(
        self, campaign: Campaign, store: Store, progress: Callable[[int], object] | None
    ) -> None:
        self._campaign = campaign
        self._store = store
        self._progress = progress
        self._prefix = 0  # chunks in a row from the first that are kept
        self._successes = 0  # among them
        self._look = 0
        self.runs = campaign.runs_at_most
        self.stopped = False
        self.kept_before = self._kept_runs()
        self._tell()

    def drive(self, pool: Pool) -> tuple[str, ...]:
        """Work until every chunk is kept, or a look says that it is enough."""
        campaign = self._campaign
        waiting = [index for index in range(campaign.chunks) if index not in self._store.kept]
        waiting.reverse()
        try:
            while not self._decided() and (waiting or pool.busy):
                while waiting and pool.busy < pool.window:
                    index = waiting.pop()
                    pool.submit(index, *campaign.borders(index))
                self._keep(pool.collect())
        finally:
            pool.close()
        return pool.notes

    def explained(self, why: DataError, folder: Path | None) -> DataError:
        """Return an error that also says what is kept and how to go on."""
        done = self._kept_runs()
        kept = f"kept in '{folder}'" if folder else "lost, no folder was given to keep them in"
        again = "give the same command again to go on" if folder else "start again with a folder"
        return ClusterLostError(
            f"{why.what} after {done:,} of {self._campaign.runs_at_most:,} runs, which are {kept}",
            where="--cluster",
            remedy=f"{again}, or leave --cluster out to finish on this machine",
        )

    def _kept_runs(self) -> int:
        return sum(last - first for first, last in map(self._campaign.borders, self._store.kept))

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._kept_runs())

    def _keep(self, finished: Finished) -> None:
        failed: dict[int, BaseException] = {}
        for index, outcome in finished:
            if isinstance(outcome, BaseException):
                failed[index] = outcome
            else:
                self._store.keep(index, checked_rows(outcome, self._campaign, index))
        self._tell()
        if failed:
            index = min(failed)
            first, last = self._campaign.borders(index)
            failed[index].add_note(f"raised in runs {first} to {last - 1} of {self._campaign.name}")
            raise failed[index]

    def _decided(self) -> bool:
        """Look at what is kept in a row, at the planned numbers of runs only."""
        looks, counted = self._campaign.looks, self._campaign.counted
        if looks is None:
            return False
        place = self._campaign.columns.index(counted)
        kept = self._store.kept
        while not self.stopped and self._prefix in kept:
            self._successes += int(np.count_nonzero(self._store.rows(self._prefix)[:, place]))
            runs = self._campaign.borders(self._prefix)[1]
            self._prefix += 1
            if runs == looks.runs[self._look]:
                self._look += 1
                if looks.enough(self._successes, runs):
                    self.runs, self.stopped = runs, True
        return self.stopped
