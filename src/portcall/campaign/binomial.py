"""What counted successes say about the probability of one, with a confidence.

Model   Successes among n independent runs are binomial. The exact interval (Clopper and Pearson)
        holds at least as often as it says for every probability; Wilson's score interval holds about
        as often on the average and is drawn where many are compared, never judged by.
Valid   Independent runs, their number fixed beforehand: one that was stopped by what it saw takes
        `portcall.campaign.sequential`.
Source  Clopper and Pearson 1934, Biometrika 26, 404; Wilson 1927, J. Am. Stat. Assoc. 22, 209.
"""

import math

from scipy.special import bdtr, betaincinv, ndtri


def share_lower(successes: int, runs: int, confidence: float = 0.95) -> float:
    """Return the one-sided exact lower bound on the probability of success.

    Parameters
    ----------
    successes, runs : int
        How many of how many.
    confidence : float
        How often at least the bound holds.

    Examples
    --------
    Four failures among 10,000 leave the bound above 0.999, five do not:

    >>> share_lower(9996, 10_000) > 0.999, share_lower(9995, 10_000) > 0.999
    (True, False)
    >>> round(share_lower(5000, 5000, 0.975), 5)
    0.99926
    """
    if successes <= 0:
        return 0.0
    return float(betaincinv(successes, runs - successes + 1, 1.0 - confidence))


def share_upper(successes: int, runs: int, confidence: float = 0.95) -> float:
    """Return the one-sided exact upper bound on the probability of success.

    Examples
    --------
    No success among 59 leaves 5 % possible:

    >>> round(share_upper(0, 59), 3), share_upper(3, 3)
    (0.05, 1.0)
    """
    if successes >= runs:
        return 1.0
    return float(betaincinv(successes + 1, runs - successes, confidence))


def share_interval(successes: int, runs: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the two-sided exact interval: either side may fail with half of the rest.

    Examples
    --------
    >>> [round(bound, 5) for bound in share_interval(997, 1000)]
    [0.99126, 0.99938]
    """
    side = 0.5 * (1.0 + confidence)
    return share_lower(successes, runs, side), share_upper(successes, runs, side)


def wilson_interval(successes: int, runs: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's two-sided score interval, for plots.

    Examples
    --------
    >>> [round(bound, 5) for bound in wilson_interval(997, 1000)]
    [0.99122, 0.99898]
    """
    if runs < 1:
        return 0.0, 1.0
    z = float(ndtri(0.5 * (1.0 + confidence)))
    share = successes / runs
    middle = share + 0.5 * z * z / runs
    half = z * math.sqrt(share * (1.0 - share) / runs + 0.25 * (z / runs) ** 2)
    scale = 1.0 + z * z / runs
    return max((middle - half) / scale, 0.0), min((middle + half) / scale, 1.0)


def runs_needed(share: float, *, failures: int = 0, confidence: float = 0.95) -> int:
    """Return the least number of runs that shows a probability although some fail.

    Parameters
    ----------
    share : float
        The probability of success to be shown, between 0 and 1.
    failures : int
        How many runs may fail.
    confidence : float
        One-sided.

    Examples
    --------
    >>> [runs_needed(share) for share in (0.99, 0.9973, 0.999, 0.9999)]
    [299, 1109, 2995, 29956]
    >>> runs_needed(0.999, failures=4)
    9151
    """
    shown, above = failures, failures + 1
    while bdtr(failures, above, 1.0 - share) > 1.0 - confidence:
        shown, above = above, 2 * above
    while above - shown > 1:  # `shown` is too few, `above` enough
        middle = (shown + above) // 2
        if bdtr(failures, middle, 1.0 - share) > 1.0 - confidence:
            shown = middle
        else:
            above = middle
    return above
