"""The one integrator: adaptive Dormand-Prince 8(5,3) with dense output and event location.

Model   Explicit Runge-Kutta of order 8, step chosen so that the local error meets an absolute and a
        relative tolerance per component; forwards or backwards in time. Compiled once for typed function
        pointers and cached on disk, so that orbit, ascent and whatever comes later share it.
Valid   Smooth, non-stiff systems. Split the run where the right-hand side jumps (thrust, staging).
Source  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.10.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import compiled
from portcall.core.dense import POLYNOMIAL_ROWS, dense_polynomial, dense_states, dense_value
from portcall.core.errors import InputError
from portcall.core.event_roots import SAMPLES, step_roots
from portcall.core.signatures import ARRAY, INTEGERS, MATRIX, RHS, RHS_SIGNATURE
from portcall.core.stages import STAGE_ROWS, advance, dense_stages, error_ratio, stages

Array = NDArray[np.float64]
Compiled = Any  # a function compiled with `signatures.RHS_SIGNATURE`

SAFETY = 0.9  # Hairer's choices for the step controller
SHRINK = 0.333
GROW = 6.0
SMALLEST_STEP = 1e-12  # of the span

DONE, STOPPED, FAILED, EXHAUSTED = 0, 1, 2, 3


@compiled(RHS_SIGNATURE)
def no_events(t: float, y: Array, params: Array, out: Array) -> None:
    """Fill nothing: the event function of a run without events."""


@njit(error_model="numpy")
def _first_step(
    rhs: Compiled,
    t: float,
    span: float,
    y: Array,
    params: Array,
    k: Array,
    work: Array,
    scale: Array,
) -> float:
    """Return Hairer's starting guess (section II.4), signed."""
    sign = 1.0 if span >= 0.0 else -1.0
    d0 = np.sqrt(np.mean((y / scale) ** 2))
    d1 = np.sqrt(np.mean((k[0] / scale) ** 2))
    h0 = 1e-6 if d0 < 1e-5 or d1 < 1e-5 else 0.01 * d0 / d1
    h0 = min(h0, abs(span))
    for i in range(y.size):
        work[i] = y[i] + sign * h0 * k[0, i]
    rhs(t + sign * h0, work, params, k[1])
    d2 = np.sqrt(np.mean(((k[1] - k[0]) / scale) ** 2)) / h0
    steepest = max(d1, d2)
    h1 = max(1e-6, h0 * 1e-3) if steepest <= 1e-15 else (0.01 / steepest) ** (1.0 / 8.0)
    return sign * min(min(100.0 * h0, h1), abs(span))


@njit(error_model="numpy")
def _grown(rows: Array) -> Array:
    bigger = np.empty((2 * rows.shape[0], rows.shape[1]))
    bigger[: rows.shape[0]] = rows
    return bigger


RESULT = types.Tuple((types.int64, types.int64, MATRIX, MATRIX))


@compiled(
    RESULT(
        RHS, RHS, types.float64, types.float64, ARRAY, ARRAY, ARRAY, ARRAY,
        types.float64, types.float64, types.int64, INTEGERS, INTEGERS,
    )
)  # fmt: skip
def integrate_compiled(
    rhs: Compiled,
    event: Compiled,
    t_start: float,
    t_end: float,
    y_start: Array,
    params: Array,
    absolute: Array,
    relative: Array,
    first_step: float,
    longest_step: float,
    most_steps: int,
    directions: NDArray[np.int64],
    terminals: NDArray[np.int64],
) -> tuple[int, int, Array, Array]:
    """Run the integrator; `integrate` is the door for people.

    Returns
    -------
    status, rejected, steps, found
        `steps` is (n + 1, 1 + d): time and state; `found` is (m, 2 + d): event index, time, state.
    """
    d = y_start.size
    n_events = directions.size
    k = np.empty((STAGE_ROWS, d))
    work = np.empty(d)
    y = y_start.copy()
    y_new = np.empty(d)
    scale = np.empty(d)
    polynomial = np.empty((POLYNOMIAL_ROWS, d))
    values = np.empty(max(n_events, 1))
    samples = np.empty((max(n_events, 1), SAMPLES))
    roots = np.empty(3 * SAMPLES)
    steps = np.empty((64, 1 + d))
    found = np.empty((16, 2 + d))
    n_found = 0
    t = t_start
    span = t_end - t_start
    steps[0, 0] = t
    steps[0, 1:] = y
    n = 0
    rejected = 0
    status = DONE
    rhs(t, y, params, k[0])
    for i in range(d):
        scale[i] = absolute[i] + relative[i] * abs(y[i])
    h = first_step
    if h == 0.0 and span != 0.0:
        h = _first_step(rhs, t, span, y, params, k, work, scale)
    if span * h < 0.0:
        h = -h
    if n_events > 0:
        event(t, y, params, values)
        samples[:, SAMPLES - 1] = values
    just_rejected = False
    while (t_end - t) * span > 0.0:
        if n + rejected >= most_steps:
            status = EXHAUSTED
            break
        if abs(h) > longest_step:
            h = longest_step if h > 0.0 else -longest_step
        last = abs(t_end - t) <= abs(h) * (1.0 + 1e-10)
        if last:
            h = t_end - t
        elif abs(t_end - t) < 2.0 * abs(h):
            h = 0.5 * (t_end - t)  # two even steps rather than a long and a stub
        stages(rhs, t, h, y, params, k, work)
        advance(h, y, k, y_new)
        for i in range(d):
            scale[i] = absolute[i] + relative[i] * max(abs(y[i]), abs(y_new[i]))
        ratio = error_ratio(h, k, scale)
        if not np.isfinite(ratio):
            ratio = 1e16
        growth = GROW if ratio == 0.0 else max(SHRINK, min(GROW, SAFETY * ratio ** (-1.0 / 8.0)))
        if ratio > 1.0:
            rejected += 1
            just_rejected = True
            h *= min(growth, 1.0)
            if abs(h) < SMALLEST_STEP * abs(span):
                status = FAILED
                break
            continue
        t_new = t_end if last else t + h
        rhs(t_new, y_new, params, k[12])
        stop = False
        if n_events > 0:
            dense_stages(rhs, t, h, y, params, k, work)
            dense_polynomial(h, y, y_new, k, polynomial)
            samples[:, 0] = samples[:, SAMPLES - 1]
            for s in range(1, SAMPLES):
                theta = s / (SAMPLES - 1)
                dense_value(theta, y, polynomial, work)
                event(t + theta * h, work, params, values)
                samples[:, s] = values
            first_found = n_found
            for e in range(n_events):
                count = step_roots(
                    event, e, samples[e], t, h, y, polynomial, params, work, values, roots
                )
                for r in range(count):
                    theta = roots[r]
                    # the sign just after a root says which way it was crossed
                    before = samples[e, 0] > 0.0
                    rising = before if r % 2 == 1 else not before
                    if samples[e, 0] == 0.0:
                        rising = samples[e, SAMPLES - 1] > 0.0
                    if h < 0.0:
                        rising = not rising
                    if directions[e] != 0 and (directions[e] > 0) != rising:
                        continue
                    if n_found == found.shape[0]:
                        found = _grown(found)
                    dense_value(theta, y, polynomial, work)
                    # insertion keeps one step's events in time order
                    at = n_found
                    when = t + theta * h
                    while at > first_found and (found[at - 1, 1] - when) * span > 0.0:
                        found[at] = found[at - 1]
                        at -= 1
                    found[at, 0] = e if rising else -e - 1
                    found[at, 1] = when
                    found[at, 2:] = work
                    n_found += 1
            for f in range(first_found, n_found):
                e = int(found[f, 0])
                e = e if e >= 0 else -e - 1
                if terminals[e] != 0:
                    n_found = f + 1
                    t_new = found[f, 1]
                    y_new[:] = found[f, 2:]
                    stop = True
                    break
        n += 1
        if n == steps.shape[0]:
            steps = _grown(steps)
        t = t_new
        y[:] = y_new
        steps[n, 0] = t
        steps[n, 1:] = y
        if stop:
            status = STOPPED
            break
        k[0, :] = k[12]
        h *= min(growth, 1.0) if just_rejected else growth
        just_rejected = False
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
        return self.states[-1]

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
        dense_states(self.rhs, self.times_s, self.states, self.params, wanted, out)
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
        rhs,
        event,
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
