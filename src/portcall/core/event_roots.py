"""Event location inside one step: sign changes of event functions, found on the dense output.

Model   Each step is sampled at its quarters. A change of sign is closed in by the Illinois form of regula
        falsi on the interpolant. Where three samples share a sign, the vertex of their parabola is tried
        as well, so that a grazing double crossing inside a step is not stepped over.
Valid   At most one crossing, or one grazing pair, per event and half step.
Source  Hairer, Norsett, Wanner, section II.6; Dowell and Jarratt 1971 (BIT 11, 168) for Illinois.
"""

import numpy as np
from numba import njit

from portcall.core.dense import dense_value
from portcall.core.stages import Array, Compiled

SAMPLES = 5
ROOT_TOLERANCE = 1e-11  # of a step: under 1e-8 s for steps of some minutes
ROOT_ITERATIONS = 60


@njit(error_model="numpy")
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
    return values[index]


@njit(error_model="numpy")
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


@njit(error_model="numpy")
def parabola_vertex(theta: float, step: float, g0: float, g1: float, g2: float) -> float:
    """Return where the parabola through three samples from `theta` on turns, or -1."""
    curvature = g0 - 2.0 * g1 + g2
    if curvature == 0.0:
        return -1.0
    vertex = theta + step * (1.0 + 0.5 * (g0 - g2) / curvature)
    if theta < vertex < theta + 2.0 * step:
        return vertex
    return -1.0


@njit(error_model="numpy")
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

    `samples` holds the event function at `SAMPLES` even fractions, shape (SAMPLES,).
    """
    step = 1.0 / (SAMPLES - 1)
    grid = np.empty(3 * SAMPLES)
    g = np.empty(3 * SAMPLES)
    count = 0
    for s in range(SAMPLES):
        grid[count] = s * step
        g[count] = samples[s]
        count += 1
        if s + 1 == SAMPLES:
            break
        # a turn of the parabola between this sample and the next, seen from either side
        for first in (s - 1, s):
            if first < 0 or first + 2 >= SAMPLES:
                continue
            a, b, c = samples[first], samples[first + 1], samples[first + 2]
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
