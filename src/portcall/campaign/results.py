"""What a campaign leaves: rows in order of run number, in memory or on disk."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Results:
    """The rows of runs 0 to `runs` - 1, and what is worth knowing about how they came about.

    `stopped` says that a look found the interval narrow enough; `kept_runs` how many were there from
    an earlier, unfinished campaign; `notes` what the reader must know (a cluster that was lost).
    """

    columns: tuple[str, ...]
    runs: int
    read: Callable[[str], Array]
    file: Path | None
    stopped: bool
    kept_runs: int
    notes: tuple[str, ...]

    def column(self, name: str) -> Array:
        """Return one quantity of all runs, shape (runs,)."""
        return self.read(name)

    def table(self) -> Array:
        """Return everything at once, shape (runs, columns); all of it in memory."""
        table = np.empty((self.runs, len(self.columns)))
        for place, name in enumerate(self.columns):
            table[:, place] = self.read(name)
        return table
