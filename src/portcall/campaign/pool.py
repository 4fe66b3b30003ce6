"""Where chunks are worked on: the threads of this machine, or something that looks the same."""

import os
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.plan import Chunk
from portcall.core.errors import DataError

Array = NDArray[np.float64]
Finished = Iterable[tuple[int, Array | BaseException]]


class ClusterLostError(DataError):
    """The cluster does not answer, or has nobody left to work."""


class Pool(Protocol):
    """Works on a few chunks at a time."""

    @property
    def window(self) -> int:
        """How many chunks to have under way, so that nobody waits."""
        ...

    @property
    def busy(self) -> int:
        """How many chunks are under way."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader of the results must know."""
        ...

    def submit(self, index: int, first: int, last: int) -> None:
        """Begin a chunk."""
        ...

    def collect(self) -> Finished:
        """Wait until at least one chunk is finished; give all that are, or what they raised."""
        ...

    def close(self) -> None:
        """Give up what is under way."""
        ...


class ThreadPool:
    """The threads of this machine."""

    notes: tuple[str, ...] = ()

    def __init__(self, chunk: Chunk, threads: int | None) -> None:
        self._chunk = chunk
        self._threads = threads or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(max_workers=self._threads)
        self._futures: dict[Future[Array], int] = {}

    @property
    def window(self) -> int:
        """One chunk a thread, and one that waits."""
        return self._threads + 1

    @property
    def busy(self) -> int:
        """How many chunks are under way."""
        return len(self._futures)

    def submit(self, index: int, first: int, last: int) -> None:
        """Begin a chunk."""
        self._futures[self._pool.submit(self._chunk, first, last)] = index

    def collect(self) -> list[tuple[int, Array | BaseException]]:
        """Wait until at least one chunk is finished; give all that are, or what they raised."""
        done = wait(self._futures, return_when=FIRST_COMPLETED).done
        return [
            (self._futures.pop(future), future.exception() or future.result()) for future in done
        ]

    def close(self) -> None:
        """Wait for the chunks that run; begin no other."""
        self._pool.shutdown(cancel_futures=True)
