"""The least delta-v that joins two relative states in a fixed time, with a certificate.

Model   Impulses at any times of a grid, linear motion: minimize the sum of their sizes so that they
        make up the difference. Its dual has six unknowns: the largest product of the multipliers and
        the difference while the primer vector stays within 1 at every time. Cutting planes raise a
        linear program to it: each round adds, at the times where the primer is too long, the plane
        across its direction. The multipliers scaled back until no primer of the grid is longer than 1
        prove the bound; the program's own dual weighs the cuts that bind: those are the impulses.
Valid   Linear motion. The bound holds for impulses at the times of the grid; between two of them the
        primer is longer by `slack` at most, the bound lower by that part.
Source  Lawden 1963, Optimal Trajectories for Space Navigation; Carter and Brient 1995, J. Optimization
        Theory and Applications 86; Kelley 1960, J. SIAM 8, 703 (cutting planes).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from portcall.core.errors import InputError
from portcall.orbit.clohessy_wiltshire import transition
from portcall.orbit.relative_maneuvers import Impulses

Array = NDArray[np.float64]
Transition = Callable[[float], Array]

GRID = 2401
FEWEST = 25
ROUNDS = 60
GAP = 1e-7  # of the optimum
_MULTIPLIER_LIMIT = 1e4  # of the scaled multipliers; keeps the first programs bounded
_SAME_M_S = 1e-9


@dataclass(frozen=True)
class ImpulsiveOptimum:
    """The least delta-v between two states, from both sides.

    Attributes
    ----------
    bound_m_s : float
        No impulses cost less (lower bound, certified). [m/s]
    impulses : Impulses
        Some that cost little more.
    miss_m, miss_m_s : float
        How far from the aim those end. [m], [m/s]
    primer : Array
        Length of the primer vector over the grid, never above 1, (n,).
    slack : float
        How much longer than 1 it can be between two times of the grid.
    """

    bound_m_s: float
    impulses: Impulses
    miss_m: float
    miss_m_s: float
    primer: Array = field(repr=False)
    slack: float

    @property
    def gap(self) -> float:
        """How much more the impulses cost than the bound, as part of it."""
        return self.impulses.total_m_s / self.bound_m_s - 1.0 if self.bound_m_s > 0.0 else 0.0


def _effects(times_s: Array, span_s: float, matrix: Transition, scale: Array) -> Array:
    """Return what a unit impulse along each axis does to the scaled end state, (n, 6, 3)."""
    return np.array([scale[:, None] * matrix(span_s - float(t))[:, 3:] for t in times_s])


def _first_cuts(count: int) -> tuple[Array, Array]:
    """Return times, by index, and directions: along the axes, both ways, at some of the times."""
    some = np.arange(0, count, max(count // 24, 1))
    ways = np.concatenate((np.eye(3), -np.eye(3)))
    return np.repeat(some, 6).astype(np.float64), np.tile(ways, (some.size, 1))


def _peaks(length: Array) -> Array:
    """Return the indices where the primer is too long and longest among its neighbors."""
    peak = (length >= np.roll(length, 1)) & (length >= np.roll(length, -1))
    peak[[0, -1]] = True
    too_long = 1.0 + 0.1 * (float(length.max()) - 1.0)
    return np.asarray(np.flatnonzero(peak & (length > too_long)))


def _raised(effects: Array, wanted: Array) -> tuple[Array, Array, Array]:
    """Return the multipliers, and what each cut's impulse is: its time, by index, and vector.

    The program's own dual weighs the cuts so that together they make up `wanted`: each is an impulse.
    """
    when, ways = _first_cuts(len(effects))
    for _ in range(ROUNDS):
        cuts = np.einsum("tik,tk->ti", effects[when.astype(np.int64)], ways)
        program = linprog(
            -wanted, A_ub=cuts, b_ub=np.ones(len(cuts)),
            bounds=(-_MULTIPLIER_LIMIT, _MULTIPLIER_LIMIT), method="highs",
        )  # fmt: skip
        primer = np.einsum("tik,i->tk", effects, program.x)
        length = np.linalg.norm(primer, axis=1)
        if float(length.max()) < 1.0 + GAP:
            break
        new = _peaks(length)
        when = np.concatenate((when, new))
        ways = np.concatenate((ways, primer[new] / length[new, None]))
    weights = -np.asarray(program.ineqlin.marginals)
    last = len(weights)
    return np.asarray(program.x), when[:last], weights[:, None] * ways[:last]


def _gathered(times_s: Array, when: Array, pushes: Array) -> Impulses:
    """Return the impulses in order of time, those at the same one as their sum."""
    used = np.unique(when[np.linalg.norm(pushes, axis=1) > _SAME_M_S]).astype(np.int64)
    return Impulses(times_s[used], np.array([pushes[when == k].sum(axis=0) for k in used]))


def impulsive_optimum(
    start: Array,
    end: Array,
    time_s: float,
    n_rad_s: float,
    *,
    matrix: Transition | None = None,
    grid: int = GRID,
) -> ImpulsiveOptimum:
    """Return the least delta-v between two relative states in a fixed time.

    Parameters
    ----------
    start, end : Array
        States before the first and after the last impulse, LVLH, (6,). [m, m/s]
    time_s, n_rad_s : float
        Of the transfer [s]; the station's mean motion. [rad/s]
    matrix : callable, optional
        State transition matrix over the last `t` seconds of the transfer, for other motion than
        Clohessy and Wiltshire's.
    grid : int
        Times at which an impulse may be given.

    Raises
    ------
    InputError
        A time that is not positive.

    Examples
    --------
    No way from a coelliptic drift 5 km below to a hold on V-bar costs less than n dz / 2.

    >>> n = 1.128868e-3
    >>> below = np.array([-15500.0, 0.0, 5000.0, 1.5 * n * 5000.0, 0.0, 0.0])
    >>> hold = np.array([-3500.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    >>> round(impulsive_optimum(below, hold, 2 * np.pi / n, n).bound_m_s, 5)
    2.82217
    """
    if not time_s > 0.0 or grid < FEWEST:
        raise InputError(
            f"a transfer of {time_s} s on a grid of {grid}", limit=f"above 0 s, {FEWEST} or more"
        )
    over: Transition = matrix or (lambda t: transition(n_rad_s, t))
    scale = np.array([n_rad_s] * 3 + [1.0] * 3)
    wanted = scale * (end - over(time_s) @ start)
    size = float(np.linalg.norm(wanted))
    if size < _SAME_M_S:
        idle = Impulses(np.zeros(1), np.zeros((1, 3)))
        return ImpulsiveOptimum(0.0, idle, 0.0, 0.0, np.zeros(1), 0.0)
    times_s = np.linspace(0.0, time_s, grid)
    effects = _effects(times_s, time_s, over, scale)
    multipliers, when, pushes = _raised(effects, wanted / size)
    primer = np.linalg.norm(np.einsum("tik,i->tk", effects, multipliers), axis=1)
    longest = float(primer.max())
    impulses = _gathered(times_s, when, size * pushes)
    reached = over(time_s) @ start
    for when, push in zip(impulses.times_s, impulses.delta_v_lvlh_m_s, strict=True):
        reached = reached + over(time_s - float(when))[:, 3:] @ push
    bend = float(np.abs(np.diff(primer, 2)).max())
    return ImpulsiveOptimum(
        bound_m_s=float(multipliers @ wanted) / max(longest, 1.0),
        impulses=impulses,
        miss_m=float(np.linalg.norm((reached - end)[:3])),
        miss_m_s=float(np.linalg.norm((reached - end)[3:])),
        primer=primer / max(longest, 1.0),
        slack=bend / 8.0,
    )
