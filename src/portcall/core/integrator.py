"""The one integrator: adaptive Dormand-Prince 8(5,3) with dense output and event location.

Model   Explicit Runge-Kutta of order 8, step chosen so that the local error meets an absolute and a
        relative tolerance per component; forwards or backwards in time. Compiled once for typed
        function pointers and cached on disk, so that orbit, ascent and whatever comes later share
        it.
Valid   Smooth, non-stiff systems. Split the run where the right-hand side jumps (thrust, staging).
Source  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.10.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.dense import POLYNOMIAL_ROWS, dense_polynomial, dense_states
from portcall.core.errors import InputError
from portcall.core.event_roots import SAMPLES, first_terminal, sample_start, step_events
from portcall.core.function_address import address_of, function_at
from portcall.core.signatures import ARRAY, INTEGERS, MATRIX, RHS_SIGNATURE
from portcall.core.stages import (
    STAGE_ROWS,
    advance,
    dense_stages,
    error_ratio,
    slope_into,
    stages,
)

Array = NDArray[np.float64]
Compiled = Any  # a function compiled with `signatures.RHS_SIGNATURE`

SAFETY = 0.9  # Hairer's choices for the step controller
SHRINK = 0.333
GROW = 6.0
SMALLEST_STEP = 1e-12  # of the span

DONE, STOPPED, FAILED, EXHAUSTED = 0, 1, 2, 3


@cached_njit(RHS_SIGNATURE)
def no_events(t: float, y: Array, params: Array, out: Array) -> None:
    """Fill nothing: the event function of a run without events."""


@njit(error_model="numpy")
def _size(vector: Array, scale: Array) -> float:
    total = 0.0
    for i in range(vector.size):
        total += (vector[i] / scale[i]) ** 2
    return float(np.sqrt(total / vector.size))


@njit(error_model="numpy")
def _first_step(
    rhs: Compiled, t: float, span: float, y: Array, params: Array,
    k: Array, work: Array, scale: Array,
) -> float:  # fmt: skip
    """Return Hairer's starting guess (section II.4), signed."""
    sign = 1.0 if span >= 0.0 else -1.0
    d0 = _size(y, scale)
    for i in range(y.size):
        work[i] = k[0, i]
    d1 = _size(work, scale)
    h0 = 1e-6 if d0 < 1e-5 or d1 < 1e-5 else 0.01 * d0 / d1
    h0 = min(h0, abs(span))
    if h0 == 0.0:
        return 0.0
    for i in range(y.size):
        work[i] = y[i] + sign * h0 * k[0, i]
    slope_into(rhs, t + sign * h0, work, params, k, 1)
    for i in range(y.size):
        work[i] = k[1, i] - k[0, i]
    steepest = max(d1, _size(work, scale) / h0)
    h1 = max(1e-6, h0 * 1e-3) if steepest <= 1e-15 else (0.01 / steepest) ** (1.0 / 8.0)
    return sign * min(100.0 * h0, h1, abs(span))


@njit(error_model="numpy")
def _fill_scale(scale: Array, absolute: Array, relative: Array, y: Array, y_new: Array) -> None:
    for i in range(scale.size):
        scale[i] = absolute[i] + relative[i] * max(abs(y[i]), abs(y_new[i]))


@njit(error_model="numpy")
def _growth(ratio: float) -> float:
    """Return by how much the step may grow after an error ratio."""
    if not np.isfinite(ratio):
        return SHRINK
    return float(min(GROW, max(SHRINK, SAFETY * max(ratio, 1e-16) ** (-1.0 / 8.0))))


@njit(error_model="numpy")
def _copy_row(rows: Array, row: int, first: int, out: Array) -> None:
    for i in range(out.size):
        out[i] = rows[row, first + i]


@njit(error_model="numpy")
def _clipped(h: float, t: float, t_end: float, longest: float) -> float:
    """Return the step, no longer than allowed, and not so as to leave a stub at the end."""
    if abs(h) > longest:
        h = longest if h > 0.0 else -longest
    rest = t_end - t
    if abs(rest) <= abs(h) * (1.0 + 1e-10):
        return rest
    if abs(rest) < 2.0 * abs(h):
        return 0.5 * rest  # two even steps rather than a long and a stub
    return h


@njit(error_model="numpy")
def _kept(rows: Array, n: int, t: float, y: Array) -> Array:
    """Write time and state into row `n`; return the rows, moved to a larger place when full."""
    if n == rows.shape[0]:
        bigger = np.empty((2 * n, rows.shape[1]))
        for r in range(n):
            for i in range(rows.shape[1]):
                bigger[r, i] = rows[r, i]
        rows = bigger
    rows[n, 0] = t
    for i in range(y.size):
        rows[n, 1 + i] = y[i]
    return rows


RESULT = types.Tuple((types.int64, types.int64, MATRIX, MATRIX))


@cached_njit(
    RESULT(
        types.int64, types.int64, types.float64, types.float64, ARRAY, ARRAY, ARRAY, ARRAY,
        types.float64, types.float64, types.int64, INTEGERS, INTEGERS,
    ),
    loop_vectorize=False,
)  # fmt: skip
def integrate_compiled(
    rhs_address: int, event_address: int, t_start: float, t_end: float, y_start: Array, params: Array,
    absolute: Array, relative: Array, first_step: float, longest_step: float, most_steps: int,
    directions: NDArray[np.int64], terminals: NDArray[np.int64],
) -> tuple[int, int, Array, Array]:  # fmt: skip
    """Run the integrator; `integrate` is the door for people.

    Returns
    -------
    status, rejected, steps, found
        `steps` is (n + 1, 1 + d): time and state; `found` is (m, 2 + d): event, time, state.
    """
    rhs, event = function_at(rhs_address), function_at(event_address)
    d = y_start.size
    k = np.empty((STAGE_ROWS, d))
    work, y_new, scale = np.empty(d), np.empty(d), np.empty(d)
    polynomial = np.empty((POLYNOMIAL_ROWS, d))
    watched = directions.size
    samples = np.empty((max(watched, 1), SAMPLES))
    found, n_found = np.empty((16, 2 + d)), np.int64(0)
    y, t, span = y_start.copy(), t_start, t_end - t_start
    steps, n, rejected, status, most_growth = np.empty((64, 1 + d)), 0, 0, DONE, GROW
    steps = _kept(steps, 0, t, y)
    slope_into(rhs, t, y, params, k, 0)
    _fill_scale(scale, absolute, relative, y, y)
    h = first_step if first_step != 0.0 else _first_step(rhs, t, span, y, params, k, work, scale)
    if watched > 0:
        sample_start(event, t, y, params, samples)
    while (t_end - t) * span > 0.0:
        if n + rejected >= most_steps:
            status = EXHAUSTED
            break
        h = _clipped(h if span * h > 0.0 else -h, t, t_end, longest_step)
        stages(rhs, t, h, y, params, k, work)
        advance(h, y, k, y_new)
        _fill_scale(scale, absolute, relative, y, y_new)
        ratio = error_ratio(h, k, scale)
        if not ratio <= 1.0:  # a result that is not a number is refused too
            rejected, most_growth = rejected + 1, 1.0
            h *= _growth(ratio)
            if abs(h) < SMALLEST_STEP * abs(span):
                status = FAILED
                break
            continue
        t_new = t_end if h == t_end - t else t + h
        slope_into(rhs, t_new, y_new, params, k, 12)
        if watched > 0:
            dense_stages(rhs, t, h, y, params, k, work)
            dense_polynomial(h, y, y_new, k, polynomial)
            met = n_found
            found, n_found = step_events(
                event, t, h, y, polynomial, params, work, samples, directions, found, n_found
            )
            n_found, stop = first_terminal(found, met, n_found, terminals)
            if stop:
                status, t_new = STOPPED, found[n_found - 1, 1]
                _copy_row(found, n_found - 1, 2, y_new)
        n, t = n + 1, t_new
        for i in range(d):
            y[i] = y_new[i]
            k[0, i] = k[12, i]
        steps = _kept(steps, n, t, y)
        if status == STOPPED:
            break
        h *= min(most_growth, _growth(ratio))
        most_growth = GROW
    return status, rejected, steps[: n + 1].copy(), found[:n_found].copy()


def _per_component(tolerance: Array | float, state: Array) -> Array:
    filled = np.empty_like(state)
    filled[:] = tolerance
    return filled


@dataclass(frozen=True)
class EventHit:
    """One crossing of an event function."""

    index: int
    rising: bool
    time_s: float
    state: Array


@dataclass(frozen=True)
class Run:
    """What an integration leaves: its steps, its events, and how to look between them.

    Attributes
    ----------
    times_s : Array
        Step times, shape (n + 1,). [s]
    states : Array
        States at the steps, shape (n + 1, d).
    hits : tuple[EventHit, ...]
        Event crossings in the order of the run.
    stopped : bool
        A terminal event ended the run.
    rejected_steps : int
        Steps that were tried again smaller.
    """

    times_s: Array
    states: Array
    hits: tuple[EventHit, ...]
    stopped: bool
    rejected_steps: int
    rhs: Compiled = field(repr=False)
    params: Array = field(repr=False)

    @property
    def final_state(self) -> Array:
        """The state at the end of the run, shape (d,)."""
        final: Array = self.states[-1]
        return final

    def at(self, times_s: Array | Sequence[float] | float) -> Array:
        """Return the states at times inside the run, shape (times, d), or (d,) for one time."""
        wanted = np.ascontiguousarray(np.atleast_1d(times_s), dtype=np.float64)
        low, high = sorted((self.times_s[0], self.times_s[-1]))
        slack_s = 1e-6 + 1e-12 * abs(high)
        if wanted.size and (wanted.min() < low - slack_s or wanted.max() > high + slack_s):
            outside = wanted.min() if wanted.min() < low - slack_s else wanted.max()
            raise InputError(
                f"{outside:.3f} s is outside the run",
                limit=f"{low:.3f} to {high:.3f} s",
                remedy="integrate over a longer span",
            )
        out = np.empty((wanted.size, self.states.shape[1]))
        dense_states(address_of(self.rhs), self.times_s, self.states, self.params, wanted, out)
        return out[0] if np.ndim(times_s) == 0 else out


def integrate(
    rhs: Compiled,
    start_s: float,
    end_s: float,
    state: Array,
    params: Array,
    *,
    absolute: Array | float,
    relative: Array | float = 0.0,
    event: Compiled = no_events,
    directions: Sequence[int] = (),
    terminals: Sequence[bool] = (),
    first_step_s: float = 0.0,
    longest_step_s: float = np.inf,
    most_steps: int = 1_000_000,
) -> Run:
    """Integrate a system from one time to another, either way.

    Parameters
    ----------
    rhs : compiled function
        `rhs(t, y, params, out)`, compiled with `signatures.RHS_SIGNATURE`.
    start_s, end_s : float
        Span; `end_s` may lie before `start_s`. [s]
    state : Array
        State at the start, shape (d,).
    params : Array
        Whatever `rhs` and `event` read, one contiguous vector.
    absolute, relative : Array or float
        Tolerance on the local error, per component or for all.
    event : compiled function
        `event(t, y, params, out)` fills one value per event.
    directions : Sequence[int]
        Per event: +1 reports rising crossings (in time), -1 falling, 0 both. Its length counts events.
    terminals : Sequence[bool]
        Per event: whether the first crossing ends the run.
    first_step_s, longest_step_s : float
        Step control; zero lets the method choose its first step. [s]
    most_steps : int
        Steps, accepted or not, before the run is given up.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        The step shrank to nothing or the steps ran out: the system is stiff, jumps, or left its range.

    Examples
    --------
    A harmonic oscillator comes back after one turn:

    >>> from portcall.core.signatures import RHS_SIGNATURE
    >>> @njit(RHS_SIGNATURE)
    ... def spring(t, y, params, out):
    ...     out[0] = y[1]
    ...     out[1] = -params[0] * y[0]
    >>> run = integrate(spring, 0.0, 2.0 * np.pi, np.array([1.0, 0.0]), np.ones(1), absolute=1e-12)
    >>> bool(abs(run.final_state - [1.0, 0.0]).max() < 1e-10)
    True
    """
    y = np.array(state, dtype=np.float64)
    params = np.require(params, np.float64, ["C", "W"])  # the compiled signature asks for both
    flags = np.zeros(len(directions), dtype=np.int64)
    flags[: len(terminals)] = np.asarray(terminals, dtype=np.int64)
    status, rejected, steps, found = integrate_compiled(
        address_of(rhs),
        address_of(event),
        float(start_s),
        float(end_s),
        y,
        params,
        _per_component(absolute, y),
        _per_component(relative, y),
        float(first_step_s),
        float(longest_step_s),
        int(most_steps),
        np.asarray(directions, dtype=np.int64),
        flags,
    )
    if status in (FAILED, EXHAUSTED):
        why = "the step shrank to nothing" if status == FAILED else "the steps ran out"
        raise InputError(
            f"the integration stopped at {steps[-1, 0]:.3f} s: {why}",
            limit=f"{start_s:.3f} to {end_s:.3f} s, {most_steps} steps",
            remedy="check the initial state, or loosen the tolerance",
        )
    hits = tuple(
        EventHit(int(row[0]) if row[0] >= 0 else -int(row[0]) - 1, row[0] >= 0, row[1], row[2:])
        for row in found
    )
    return Run(
        times_s=np.ascontiguousarray(steps[:, 0]),
        states=np.ascontiguousarray(steps[:, 1:]),
        hits=hits,
        stopped=status == STOPPED,
        rejected_steps=rejected,
        rhs=rhs,
        params=params,
    )
