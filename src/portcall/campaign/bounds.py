"""Bounds on a quantile from samples alone, whatever their distribution.

Model   The k-th smallest of n independent samples lies at or above the q-quantile with the
        probability that a binomial (n, q) count stays below k.
Valid   Independent samples of one distribution.
Source  Wilks 1941, Annals of Mathematical Statistics 12, 91: order statistics as tolerance limits.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr


@dataclass(frozen=True, slots=True)
class Bound:
    """Which sample bounds a quantile, and with what confidence; `enough` when with that asked for.

    `which` is the sample's place among those given, so that its run can be looked at.
    """

    which: int
    confidence: float
    enough: bool


def samples_needed(quantile: float, confidence: float) -> int:
    """Return how many samples it takes until the largest bounds a quantile with a confidence.

    Examples
    --------
    The 95/95 rule of 59 samples, and what a 99th percentile takes:

    >>> samples_needed(0.95, 0.95), samples_needed(0.99, 0.95)
    (59, 299)
    """
    return math.ceil(math.log1p(-confidence) / math.log(quantile))


def upper_bound(
    values: Sequence[float] | NDArray[np.float64], quantile: float, confidence: float = 0.95
) -> Bound:
    """Find the smallest sample that bounds a quantile from above with a confidence.

    With too few samples it is the largest, with the lower confidence that it has.

    Examples
    --------
    Of 59 samples the largest bounds the 95th percentile with 95 % confidence; 200 are too few for
    the 99th:

    >>> upper_bound(range(59), 0.95).which
    58
    >>> bound = upper_bound(range(200), 0.99)
    >>> bound.which, round(bound.confidence, 2), bound.enough
    (199, 0.87, False)
    """
    order = np.argsort(np.asarray(values, dtype=np.float64), kind="stable")
    count = order.size
    reached = bdtr(np.arange(count, dtype=np.float64), count, quantile)  # by rank - 1
    if reached[-1] < confidence:
        return Bound(int(order[-1]), float(reached[-1]), enough=False)
    below = int(np.argmax(reached >= confidence))
    return Bound(int(order[below]), float(reached[below]), enough=True)


def median(values: Sequence[float]) -> float:
    """Return the middle sample, or the mean of the two in the middle."""
    ordered = sorted(float(value) for value in values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else 0.5 * (ordered[half - 1] + ordered[half])
