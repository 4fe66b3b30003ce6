"""What a campaign is: which runs, in which chunks, of which inputs, with which software."""

import importlib.metadata
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.sequential import Looks
from portcall.core.errors import InputError

Array = NDArray[np.float64]

RUNS_MAX = 10_000_000  # ten million rows of sixty numbers are 5 GB on disk


class Chunk(Protocol):
    """Runs numbers `first` to `last` - 1 and returns one row each, one column a quantity.

    A row depends on its run number alone. Compiled code must let other threads run; for a cluster
    the function must pickle (one of a module, or a `functools.partial` of one).
    """

    def __call__(self, first: int, last: int, /) -> Array:
        """Return shape (last - first, columns)."""
        ...


@dataclass(frozen=True, slots=True)
class Campaign:
    """Everything that the bytes of the results depend on, and how many runs are wanted.

    `inputs` names what the chunk function was built from, each with its digest or value: a campaign
    on disk goes on only with the same ones. `counted` is the column in which anything but zero counts
    as a success; `looks` needs it.
    """

    name: str
    columns: tuple[str, ...]
    runs: int
    seed: int
    inputs: Mapping[str, str | int | float] = field(default_factory=dict)
    chunk_runs: int = 100
    looks: Looks | None = None
    counted: str = ""

    @property
    def runs_at_most(self) -> int:
        """How many are run when no look ends the campaign early."""
        return self.looks.runs[-1] if self.looks else self.runs

    @property
    def chunks(self) -> int:
        """In how many chunks; their borders do not depend on who works on them."""
        return -(-self.runs_at_most // self.chunk_runs)

    def borders(self, index: int) -> tuple[int, int]:
        """Return the first run of a chunk, and the one after its last."""
        first = index * self.chunk_runs
        return first, min(first + self.chunk_runs, self.runs_at_most)

    def identity(self) -> dict[str, object]:
        """Return all that must be the same for rows to be those of the same campaign."""
        return {
            "name": self.name,
            "seed": self.seed,
            "chunk_runs": self.chunk_runs,
            "columns": list(self.columns),
            "inputs": dict(self.inputs),
            "software": software(),
        }


def require_runs(runs: int, *, where: str = "--runs") -> int:
    """Return the number of runs, refused when nobody can want it.

    Examples
    --------
    >>> require_runs(3000)
    3000
    >>> require_runs(0)
    Traceback (most recent call last):
        ...
    portcall.core.errors.InputError: --runs: 0 runs (limit: 1 to 10,000,000)
    """
    if not 1 <= runs <= RUNS_MAX:
        raise InputError(f"{runs:,} runs", limit=f"1 to {RUNS_MAX:,}", where=where)
    return runs


@lru_cache(maxsize=1)
def _digest_of_code() -> str:
    digest = blake2b(digest_size=8)
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def software() -> dict[str, str]:
    """Return the versions that the last bit of a result may depend on, and a digest of the code."""
    return {
        "portcall": importlib.metadata.version("portcall"),
        "code": _digest_of_code(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": importlib.metadata.version("numba"),
    }


def checked_rows(rows: Array, campaign: Campaign, index: int) -> Array:
    """Return a chunk's rows as plain numbers in rows, refused when they have another shape."""
    first, last = campaign.borders(index)
    table = np.ascontiguousarray(rows, dtype=np.float64)
    if table.shape != (last - first, len(campaign.columns)):
        raise ValueError(
            f"runs {first} to {last - 1} came back as {table.shape}, "
            f"not {(last - first, len(campaign.columns))}"
        )
    return table
