"""Event location inside one step: sign changes of event functions, found on the dense output.

Model   Each step is sampled at its quarters. A change of sign is closed in by the Illinois form of
        regula falsi on the interpolant. Where three samples share a sign, the vertex of their
        parabola is tried as well, so that a grazing double crossing inside a step is not stepped
        over.
Valid   At most one crossing, or one grazing pair, per event and half step.
Source  Hairer, Norsett, Wanner, section II.6; Dowell and Jarratt 1971 (BIT 11, 168) for Illinois.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.dense import dense_value
from portcall.core.stages import Array, Compiled

SAMPLES = 5
ROOT_TOLERANCE = 1e-11  # of a step: under 1e-8 s for steps of some minutes
ROOT_ITERATIONS = 60


@njit(error_model="numpy", fastmath={"contract"})
def event_value(
    event: Compiled,
    index: int,
    theta: float,
    t: float,
    h: float,
    y: Array,
    polynomial: Array,
    params: Array,
    work: Array,
    values: Array,
) -> float:
    """Return one event function at the fraction `theta` of a step."""
    dense_value(theta, y, polynomial, work)
    event(t + theta * h, work, params, values)
    return float(values[index])


@njit(error_model="numpy", fastmath={"contract"})
def event_root(
    event: Compiled,
    index: int,
    low: float,
    g_low: float,
    high: float,
    g_high: float,
    t: float,
    h: float,
    y: Array,
    polynomial: Array,
    params: Array,
    work: Array,
    values: Array,
) -> float:
    """Return the fraction of the step at which an event function that changes sign is zero."""
    side = 0
    middle = high
    for _ in range(ROOT_ITERATIONS):
        if high - low < ROOT_TOLERANCE:
            break
        middle = (low * g_high - high * g_low) / (g_high - g_low)
        if not low < middle < high:
            middle = 0.5 * (low + high)
        g = event_value(event, index, middle, t, h, y, polynomial, params, work, values)
        if g == 0.0:
            return middle
        if (g > 0.0) == (g_high > 0.0):
            if middle > high - ROOT_TOLERANCE:
                return middle
            high = middle
            g_high = g
            if side == 1:
                g_low *= 0.5
            side = 1
        else:
            if middle < low + ROOT_TOLERANCE:
                return middle
            low = middle
            g_low = g
            if side == -1:
                g_high *= 0.5
            side = -1
    return middle


@njit(error_model="numpy", fastmath={"contract"})
def parabola_vertex(theta: float, step: float, g0: float, g1: float, g2: float) -> float:
    """Return where the parabola through three samples from `theta` on turns, or -1."""
    curvature = g0 - 2.0 * g1 + g2
    if curvature == 0.0:
        return -1.0
    vertex = theta + step * (1.0 + 0.5 * (g0 - g2) / curvature)
    if theta < vertex < theta + 2.0 * step:
        return vertex
    return -1.0


@njit(error_model="numpy", fastmath={"contract"})
def step_roots(
    event: Compiled,
    index: int,
    samples: Array,
    t: float,
    h: float,
    y: Array,
    polynomial: Array,
    params: Array,
    work: Array,
    values: Array,
    roots: Array,
) -> int:
    """Write the roots of one event inside a step, in order; return how many.

    `samples` holds the event functions at `SAMPLES` even fractions, shape (events, SAMPLES).
    """
    step = 1.0 / (SAMPLES - 1)
    grid = np.empty(3 * SAMPLES)
    g = np.empty(3 * SAMPLES)
    count = 0
    for s in range(SAMPLES):
        grid[count] = s * step
        g[count] = samples[index, s]
        count += 1
        if s + 1 == SAMPLES:
            break
        # a turn of the parabola between this sample and the next, seen from either side
        for first in (s - 1, s):
            if first < 0 or first + 2 >= SAMPLES:
                continue
            a, b, c = samples[index, first], samples[index, first + 1], samples[index, first + 2]
            if not ((a > 0.0 and b > 0.0 and c > 0.0) or (a < 0.0 and b < 0.0 and c < 0.0)):
                continue
            vertex = parabola_vertex(first * step, step, a, b, c)
            smallest = min(abs(a), abs(b), abs(c))
            reach = abs(a - 2.0 * b + c)
            inside = s * step < vertex < (s + 1) * step and vertex > grid[count - 1]
            if inside and smallest <= reach:
                grid[count] = vertex
                g[count] = event_value(
                    event, index, vertex, t, h, y, polynomial, params, work, values
                )
                count += 1
    found = 0
    for s in range(count - 1):
        starts = g[s] > 0.0
        ends = g[s + 1] > 0.0
        if starts != ends and g[s] != 0.0:
            roots[found] = event_root(
                event, index, grid[s], g[s], grid[s + 1], g[s + 1],
                t, h, y, polynomial, params, work, values,
            )  # fmt: skip
            found += 1
    return found


@njit(error_model="numpy", fastmath={"contract"})
def sample_start(event: Compiled, t: float, y: Array, params: Array, samples: Array) -> None:
    """Write the event functions at the start of a run where a step's end would have left them."""
    values = np.empty(samples.shape[0])
    event(t, y, params, values)
    for e in range(samples.shape[0]):
        samples[e, SAMPLES - 1] = values[e]


@njit(error_model="numpy", fastmath={"contract"})
def _inserted(
    found: Array, first: int, n: int, label: float, when: float, forwards: bool, state: Array
) -> Array:
    """Write one event among those of its step, in the order of the run."""
    if n == found.shape[0]:
        bigger = np.empty((2 * n, found.shape[1]))
        for r in range(n):
            for i in range(found.shape[1]):
                bigger[r, i] = found[r, i]
        found = bigger
    at = n
    while at > first and (found[at - 1, 1] > when) == forwards and found[at - 1, 1] != when:
        for i in range(found.shape[1]):
            found[at, i] = found[at - 1, i]
        at -= 1
    found[at, 0] = label
    found[at, 1] = when
    for i in range(state.size):
        found[at, 2 + i] = state[i]
    return found


@njit(error_model="numpy", fastmath={"contract"})
def step_events(
    event: Compiled, t: float, h: float, y: Array, polynomial: Array, params: Array, work: Array,
    samples: Array, directions: NDArray[np.int64], found: Array, n_found: int,
) -> tuple[Array, int]:  # fmt: skip
    """Add the events of one step; an event `e` is labelled `e` rising in time, `-e - 1` falling."""
    events = samples.shape[0]
    values = np.empty(events)
    roots = np.empty(3 * SAMPLES)
    for e in range(events):
        samples[e, 0] = samples[e, SAMPLES - 1]
    for s in range(1, SAMPLES):
        theta = s / (SAMPLES - 1)
        dense_value(theta, y, polynomial, work)
        event(t + theta * h, work, params, values)
        for e in range(events):
            samples[e, s] = values[e]
    first = n_found
    for e in range(events):
        count = step_roots(event, e, samples, t, h, y, polynomial, params, work, values, roots)
        for r in range(count):
            # crossings alternate, so the sign at the start tells the way of each
            rising = (samples[e, 0] > 0.0) == (r % 2 == 1)
            if h < 0.0:
                rising = not rising
            if directions[e] != 0 and (directions[e] > 0) != rising:
                continue
            dense_value(roots[r], y, polynomial, work)
            label = float(e) if rising else float(-e - 1)
            found = _inserted(found, first, n_found, label, t + roots[r] * h, h > 0.0, work)
            n_found += 1
    return found, n_found


@njit(error_model="numpy", fastmath={"contract"})
def first_terminal(
    found: Array, first: int, n_found: int, terminals: NDArray[np.int64]
) -> tuple[int, bool]:
    """Return how many events stand when the first terminal one ends the run, and whether one does."""
    for f in range(first, n_found):
        label = int(found[f, 0])
        if terminals[label if label >= 0 else -label - 1] != 0:
            return f + 1, True
    return n_found, False
