"""A Dask cluster as the place where chunks are worked on.

Model   The chunk function travels once a task, pickled; chunks come back as they finish. A worker
        that dies has its chunks given to another by the scheduler. A scheduler that dies, or has
        nobody left to work, is waited for; when it is back, what was under way is sent again.
Valid   Workers with the same portcall and the same versions of what it computes with, which each
        chunk's answer is checked for; processors of one kind, else the last bit may differ: noted.
Source  Dask distributed.
"""

import logging
import time
from concurrent.futures import CancelledError
from functools import lru_cache
from typing import Final

import cloudpickle
import numpy as np
from distributed import Client, Future, wait
from distributed.scheduler import KilledWorker
from llvmlite import binding
from numpy.typing import NDArray

from portcall.campaign.plan import Chunk, software
from portcall.campaign.pool import ClusterLostError
from portcall.core.errors import DataError, InputError

Array = NDArray[np.float64]

LOOK_S: Final = 0.5  # between two looks at whether the cluster is alive
CONNECT_S: Final = 5.0
ATTEMPTS_MAX: Final = 3  # of a chunk whose workers die


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Chunk:
    chunk: Chunk = cloudpickle.loads(packed)
    return chunk


def _work(packed: bytes, first: int, last: int) -> tuple[Array, dict[str, str], str]:
    """Run one chunk on a worker; also tell what computed it."""
    return _unpacked(packed)(first, last), software(), binding.get_host_cpu_name()


class ClusterPool:
    """The workers behind one Dask scheduler."""

    def __init__(self, chunk: Chunk, address: str, patience_s: float) -> None:
        # its own accounts of lost connections; ours is one line
        for name in ("distributed", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._packed = cloudpickle.dumps(chunk)
        self._address = address
        self._patience_s = patience_s
        self._futures: dict[int, Future] = {}
        self._borders: dict[int, tuple[int, int]] = {}
        self._attempts: dict[int, int] = {}
        self._processors = {binding.get_host_cpu_name()}
        self._alive_s = time.monotonic()
        self._threads = 1
        self._client = self._connected(first_time=True)
        self._look_around()

    @property
    def window(self) -> int:
        """Two chunks a thread, so that none waits for the way there and back."""
        return 2 * max(self._threads, 1)

    @property
    def busy(self) -> int:
        """How many chunks are under way."""
        return len(self._borders)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader of the results must know."""
        if len(self._processors) == 1:
            return ()
        kinds = ", ".join(sorted(self._processors))
        return (f"computed on several kinds of processor ({kinds}): last bits may differ",)

    def submit(self, index: int, first: int, last: int) -> None:
        """Begin a chunk."""
        self._borders[index] = (first, last)
        self._send(index)

    def collect(self) -> list[tuple[int, Array | BaseException]]:
        """Wait until at least one chunk is finished; give all that are, or what they raised."""
        while True:
            try:
                finished = self._finished()
            except (OSError, CancelledError, TimeoutError):
                finished = []
            if finished:
                self._alive_s = time.monotonic()
                return finished
            self._look_around()

    def close(self) -> None:
        """Give up what is under way."""
        self._futures.clear()
        self._client.close(timeout=LOOK_S)

    def _send(self, index: int) -> None:
        first, last = self._borders[index]
        try:
            # not pure: a chunk that is sent again must not be answered by a result that was lost
            self._futures[index] = self._client.submit(_work, self._packed, first, last, pure=False)
        except Exception:  # noqa: BLE001  (a closed client raises its own kinds; the next look mends it)
            self._futures.pop(index, None)

    def _finished(self) -> list[tuple[int, Array | BaseException]]:
        if not self._futures:
            time.sleep(LOOK_S)
            return []
        try:
            with self._client.as_current():  # what `wait` asks, without making it the process's
                wait(list(self._futures.values()), timeout=LOOK_S, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return []
        finished: list[tuple[int, Array | BaseException]] = []
        for index, future in list(self._futures.items()):
            if future.status == "finished":
                outcome: Array | BaseException = self._checked(future.result(self._patience_s))
            elif future.status == "error":
                outcome = future.exception(self._patience_s)
                if isinstance(outcome, KilledWorker) and self._try_again(index):
                    continue
            else:
                continue
            del self._futures[index], self._borders[index]
            finished.append((index, outcome))
        return finished

    def _try_again(self, index: int) -> bool:
        self._attempts[index] = self._attempts.get(index, 0) + 1
        if self._attempts[index] >= ATTEMPTS_MAX:
            return False
        self._send(index)
        return True

    def _checked(self, answer: tuple[Array, dict[str, str], str]) -> Array | BaseException:
        rows, theirs, processor = answer
        ours = software()
        other = [
            f"{name} {theirs[name]}, here {ours[name]}"
            for name in ours
            if theirs[name] != ours[name]
        ]
        if other:
            return DataError(
                f"a worker computes with other software ({'; '.join(other)})",
                where="--cluster",
                remedy="install the same versions on every worker",
            )
        self._processors.add(processor)
        return rows

    def _look_around(self) -> None:
        """See whether anybody works; get the cluster back, or give it up after a while."""
        if self._client.status != "running" or self._is_cancelled():
            self._reconnect()
        try:
            workers = self._client.scheduler_info()["workers"]
        except Exception:  # noqa: BLE001  (a dying connection raises many kinds)
            workers = {}
        self._threads = sum(worker["nthreads"] for worker in workers.values())
        if workers:
            self._alive_s = time.monotonic()
        elif time.monotonic() - self._alive_s > self._patience_s:
            raise self._lost("has no workers")
        for index in self._borders.keys() - self._futures.keys():
            self._send(index)

    def _is_cancelled(self) -> bool:
        return any(future.status in {"cancelled", "lost"} for future in self._futures.values())

    def _reconnect(self) -> None:
        self._futures.clear()
        self._client.close(timeout=LOOK_S)
        self._client = self._connected(first_time=False)

    def _connected(self, *, first_time: bool) -> Client:
        while True:
            try:
                patience_s = min(CONNECT_S, self._patience_s)
                return Client(self._address, timeout=patience_s, set_as_default=False)
            except ValueError as why:  # no such kind of address
                raise InputError(
                    f"'{self._address}' is no address of a cluster",
                    where="--cluster",
                    remedy="give the scheduler's, as in tcp://host:8786",
                ) from why
            except OSError:
                if first_time or time.monotonic() - self._alive_s > self._patience_s:
                    raise self._lost("does not answer") from None
                time.sleep(LOOK_S)

    def _lost(self, how: str) -> ClusterLostError:
        return ClusterLostError(f"the cluster at {self._address} {how}", where="--cluster")
