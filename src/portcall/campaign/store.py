"""Where finished chunks wait for the others in memory; on disk: `portcall.campaign.folder`."""

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.plan import Campaign

Array = NDArray[np.float64]


class Store(Protocol):
    """Keeps chunks until all are there."""

    @property
    def kept(self) -> frozenset[int]:
        """Which chunks are there."""
        ...

    def keep(self, index: int, rows: Array) -> None:
        """Take one finished chunk."""
        ...

    def rows(self, index: int) -> Array:
        """Give a kept chunk back."""
        ...

    def finish(self, runs: int, *, stopped: bool) -> Path | None:
        """Close with the first `runs` runs; return the file, if any."""
        ...

    def column(self, name: str) -> Array:
        """Return one column of what was finished."""
        ...


class MemoryStore:
    """Keeps the rows in one table."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._table = np.empty((campaign.runs_at_most, len(campaign.columns)))
        self._kept: set[int] = set()
        self._runs = 0

    @property
    def kept(self) -> frozenset[int]:
        """Which chunks are there."""
        return frozenset(self._kept)

    def keep(self, index: int, rows: Array) -> None:
        """Take one finished chunk."""
        first, last = self._campaign.borders(index)
        self._table[first:last] = rows
        self._kept.add(index)

    def rows(self, index: int) -> Array:
        """Give a kept chunk back."""
        first, last = self._campaign.borders(index)
        return self._table[first:last]

    def finish(self, runs: int, *, stopped: bool) -> None:  # noqa: ARG002  (the protocol's word)
        """Close with the first `runs` runs."""
        self._runs = runs

    def column(self, name: str) -> Array:
        """Return one column of what was finished."""
        return self._table[: self._runs, self._campaign.columns.index(name)].copy()
