"""Weighted percentiles of pieces that fall in clusters, with a confidence range of each.

Model   A percentile is the smallest value with at least that share of the weight at or below it. Pieces
        of one fall share its errors, so falls, not pieces, are the independent draws: the error of the
        share below a value comes from the spread between falls, and is carried over to the value.
Valid   Hundreds of falls; in the last few falls of a tail the range ends at the outermost piece.
Source  Woodruff 1952, Journal of the American Statistical Association 47, 635 (range of a quantile);
        Cochran 1977, Sampling Techniques, section 9A.3 (ratio estimate over clusters).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CONFIDENCE = 0.95
_NORMAL_QUANTILE = 1.959964  # two-sided, of CONFIDENCE


@dataclass(frozen=True)
class Percentiles:
    """Percentiles of a sample, and the ranges that hold the true ones with `CONFIDENCE`.

    Each array has the shape of `percents`, and the unit of the sample.
    """

    percents: tuple[float, ...]
    values: Array
    low: Array
    high: Array

    def at(self, at_percent: float) -> float:
        """Return one percentile."""
        return float(self.values[self.percents.index(at_percent)])


def percentiles(
    values: Array,
    weights: Array,
    cluster: NDArray[np.intp],
    percents: Sequence[float],
) -> Percentiles:
    """Return percentiles with their confidence ranges.

    Parameters
    ----------
    values, weights : Array
        One each a piece, shape (n,), at least one; weights are positive.
    cluster : NDArray
        The number of the fall that each piece belongs to, shape (n,).
    percents : Sequence[float]
        Above 0 and below 100.

    Examples
    --------
    >>> one_each = percentiles(np.arange(100.0), np.ones(100), np.arange(100), [5.0, 50.0])
    >>> one_each.values, one_each.low, one_each.high
    (array([ 4., 49.]), array([ 0., 40.]), array([ 9., 59.]))
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    reached = np.cumsum(weights[order])
    total = float(reached[-1])
    by_cluster = np.bincount(cluster, weights)
    taken = by_cluster > 0.0
    falls = int(np.count_nonzero(taken))

    def value_at(share: float) -> float:
        place = int(np.searchsorted(reached, share * total * (1.0 - 1e-12)))
        return float(ordered[min(place, len(ordered) - 1)])

    found = []
    for percent in percents:
        share = percent / 100.0
        value = value_at(share)
        below = np.bincount(cluster, weights * (values <= value), minlength=len(by_cluster))
        odd = (below - share * by_cluster)[taken]
        sigma = np.sqrt(falls / max(1, falls - 1) * float(odd @ odd)) / total
        half = _NORMAL_QUANTILE * float(sigma)
        low, high = value_at(max(0.0, share - half)), value_at(min(1.0, share + half))
        found.append((value, low, high))
    values_at, low_at, high_at = np.array(found).T
    return Percentiles(tuple(percents), values_at, low_at, high_at)
