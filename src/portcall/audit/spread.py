"""Median and worst of a row of errors, and whose the worst is."""

import statistics
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict


class Spread(BaseModel):
    """Median and worst of absolute errors, and whose the worst is."""

    model_config = ConfigDict(frozen=True)

    n: int
    median: float | None = None
    worst: float | None = None
    worst_flight: str | None = None


def spread_of(pairs: Iterable[tuple[str, float | None]]) -> Spread:
    """Return the spread of (flight, error) pairs; errors that are not known do not count.

    Examples
    --------
    >>> spread_of([("a", -3.0), ("b", None), ("c", 1.0)])
    Spread(n=2, median=2.0, worst=3.0, worst_flight='a')
    """
    sizes = [(abs(error), name) for name, error in pairs if error is not None]
    if not sizes:
        return Spread(n=0)
    worst, name = max(sizes)
    return Spread(
        n=len(sizes),
        median=round(statistics.median(size for size, _ in sizes), 3),
        worst=round(worst, 3),
        worst_flight=name,
    )
