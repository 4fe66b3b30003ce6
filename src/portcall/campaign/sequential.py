"""When a campaign may stop because it knows enough, so that what it then says still holds.

Model   Looks are planned before the first run: the first where an interval could be narrow enough
        at all, each next after about 1.41 times as many runs, the last where it must be narrow
        enough or the runs end. At each of K looks the exact interval is taken with 1/K of the
        allowed error, so that all K hold together with the confidence asked for, and so does the
        one at which the campaign stops, whatever made it stop (Bonferroni). Looking at every chunk
        with the plain interval would hold less often than it says.
Valid   Looks at borders of chunks in order of run number: the stop does not depend on how many
        workers there are or which is first.
Source  Clopper and Pearson 1934, Biometrika 26, 404; Jennison and Turnbull 2000, Group Sequential
        Methods, ch. 9 (repeated confidence intervals).
"""

from collections.abc import Callable
from dataclasses import dataclass

from portcall.campaign.binomial import share_interval, share_lower
from portcall.core.errors import InputError

LOOKS_RATIO = 2.0**0.5  # from one look to the next
LOOKS_MAX = 64


@dataclass(frozen=True, slots=True)
class Looks:
    """The planned looks: run counts, rising, and the width at which the campaign stops."""

    width_share: float
    confidence: float
    runs: tuple[int, ...]

    @property
    def confidence_each(self) -> float:
        """What each single look must hold with, so that all do with `confidence`."""
        return 1.0 - (1.0 - self.confidence) / len(self.runs)

    def interval(self, successes: int, runs: int) -> tuple[float, float]:
        """Return the two-sided interval at a look; it holds with `confidence` though stopped."""
        return share_interval(successes, runs, self.confidence_each)

    def lower(self, successes: int, runs: int) -> float:
        """Return the one-sided lower bound at a look; it holds with `confidence` though stopped."""
        return share_lower(successes, runs, self.confidence_each)

    def enough(self, successes: int, runs: int) -> bool:
        """Tell whether the interval at a look is as narrow as asked for."""
        low, high = self.interval(successes, runs)
        return high - low <= self.width_share


def _least_runs(holds: Callable[[int], bool], most: int) -> int:
    """Return the least number from 1 to `most` for which a rising condition holds, else `most`."""
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _border(runs: int, chunk_runs: int, most: int) -> int:
    return min(-(-runs // chunk_runs) * chunk_runs, most)


def _looks_for(
    count: int, width: float, confidence: float, most: int, chunk_runs: int
) -> list[int]:
    each = 1.0 - (1.0 - confidence) / count

    def width_at(successes: int, runs: int) -> float:
        low, high = share_interval(successes, runs, each)
        return high - low

    first = _least_runs(lambda runs: width_at(runs, runs) <= width, most)
    last = _border(_least_runs(lambda n: width_at(n // 2, n) <= width, most), chunk_runs, most)
    looks = [_border(first, chunk_runs, last)]
    while looks[-1] < last:
        further = _border(int(looks[-1] * LOOKS_RATIO) + 1, chunk_runs, last)
        looks.append(further)
    return looks


def plan_looks(
    width_share: float, *, runs: int, chunk_runs: int, confidence: float = 0.95
) -> Looks:
    """Plan when to look at a campaign that stops once its interval is narrow enough.

    Parameters
    ----------
    width_share : float
        Two-sided width of the interval on the probability of success at which to stop.
    runs : int
        The most that are run; the campaign ends there whatever the width.
    chunk_runs : int
        Runs in a chunk.
    confidence : float
        With which the interval holds when the campaign has stopped.

    Returns
    -------
    Looks

    Raises
    ------
    InputError
        A width that is no share.

    Examples
    --------
    >>> looks = plan_looks(0.005, runs=20_000, chunk_runs=100)
    >>> looks.runs
    (1200, 1700, 2500, 3600, 5100, 7300, 10400, 14800, 20000)
    >>> looks.enough(1200, 1200), looks.enough(1199, 1200)
    (True, False)
    """
    if not 0.0 < width_share < 1.0:
        raise InputError(
            f"an interval {width_share:g} wide cannot be asked for",
            limit="above 0 and below 1: a share of the runs",
            where="--until-width",
        )
    for count in range(1, LOOKS_MAX + 1):
        looks = _looks_for(count, width_share, confidence, runs, chunk_runs)
        if len(looks) <= count:
            break
    return Looks(width_share, confidence, tuple(looks))
