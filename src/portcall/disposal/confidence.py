"""Upper bounds on a share and on a mean, from samples that may have missed what matters most.

Model   A share of hits among independent samples is bounded exactly. A mean is bounded by the sum
        of two parts that each hold with half the risk of error: Student's interval for what was seen,
        and what lies beyond the largest sample, which is no likelier than a share that n samples
        would have found, times the greatest value that can occur.
Valid   Independent samples. The first part leans on the sample mean being near normal; the second
        keeps the bound honest when few samples, or none, hit anything: it does not shrink to zero.
Source  Clopper and Pearson 1934, Biometrika 26, 404; Wilks 1941, Ann. Math. Stat. 12, 91.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, stdtrit

Array = NDArray[np.float64]


def share_upper_bound(hits: int, samples: int, confidence: float = 0.95) -> float:
    """Return the one-sided Clopper-Pearson upper bound on a share.

    Examples
    --------
    No hit among 59 leaves 5 % possible, at 95 %:

    >>> round(share_upper_bound(0, 59), 3), share_upper_bound(3, 3)
    (0.05, 1.0)
    """
    if hits >= samples:
        return 1.0
    return float(betaincinv(hits + 1, samples - hits, confidence))


def mean_upper_bound(values: Array, greatest_factor: float, confidence: float = 0.95) -> float:
    """Return a one-sided upper bound on the mean of what the values are samples of.

    Parameters
    ----------
    values : Array, shape (n,)
        Independent, not negative.
    greatest_factor : float
        The greatest value that can occur, in the values' own unit.

    Examples
    --------
    Zeros alone still leave room for what a thousand samples may miss:

    >>> round(mean_upper_bound(np.zeros(1000), 1.0), 4)
    0.0037
    """
    count = len(values)
    if count < 2:
        return greatest_factor
    half = 0.5 * (1.0 - confidence)
    seen = float(np.mean(values)) + float(stdtrit(count - 1, 1.0 - half)) * float(
        np.std(values, ddof=1)
    ) / math.sqrt(count)
    beyond = max(greatest_factor - float(np.max(values)), 0.0)
    return seen + share_upper_bound(0, count, 1.0 - half) * beyond
