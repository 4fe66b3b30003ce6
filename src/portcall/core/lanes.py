"""Many members at once: the same 8th-order method at an even step, sixteen members in step.

Model   The twelve stages of the Dormand-Prince method without step control. Members lie beside each
        other (structure of arrays, shape (d, lanes)), so that each operation of a stage works on a
        full vector; blocks of members go to threads. An even step keeps the members together, and
        on near-circular orbits costs less than control would (no rejected steps, no lane that drags
        the others down).
Valid   Members whose natural step is alike. The caller proves the step, see `orbit.ensemble`.
Source  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.10.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import types
from numpy.typing import NDArray

from portcall.core import tableau as tb
from portcall.core.compiled import compiled
from portcall.core.signatures import ARRAY, CUBE, LANES_RHS

Array = NDArray[np.float64]
Compiled = Any  # a function compiled with `signatures.LANES_SIGNATURE`

LANES = 64


@compiled(types.void(LANES_RHS, types.float64, types.float64, types.int64, CUBE, ARRAY))
def advance_blocks(
    rhs: Compiled, t_start: float, h: float, steps: int, blocks: Array, params: Array
) -> None:
    """Advance blocks of members in place.

    Parameters
    ----------
    rhs : compiled function
        `rhs(t, y, params, out)` with `y` and `out` of shape (d, LANES).
    t_start, h : float
        Start and signed step. [s]
    steps : int
        How many.
    blocks : Array
        States, shape (blocks, d, LANES).
    params : Array
        What `rhs` reads.
    """
    d = blocks.shape[1]
    size = d * blocks.shape[2]
    k = np.empty((tb.STAGES, d, blocks.shape[2]))
    work = np.empty((d, blocks.shape[2]))
    w = work.reshape(size)
    k1 = k[0].reshape(size)
    k2 = k[1].reshape(size)
    k3 = k[2].reshape(size)
    k4 = k[3].reshape(size)
    k5 = k[4].reshape(size)
    k6 = k[5].reshape(size)
    k7 = k[6].reshape(size)
    k8 = k[7].reshape(size)
    k9 = k[8].reshape(size)
    k10 = k[9].reshape(size)
    k11 = k[10].reshape(size)
    k12 = k[11].reshape(size)
    for block in range(blocks.shape[0]):
        y = blocks[block].reshape(size)
        for step in range(steps):
            t = t_start + step * h
            rhs(t, blocks[block], params, k[0])
            for i in range(size):
                w[i] = y[i] + h * (tb.A_2_1 * k1[i])
            rhs(t + tb.C_2 * h, work, params, k[1])
            for i in range(size):
                w[i] = y[i] + h * (tb.A_3_1 * k1[i] + tb.A_3_2 * k2[i])
            rhs(t + tb.C_3 * h, work, params, k[2])
            for i in range(size):
                w[i] = y[i] + h * (tb.A_4_1 * k1[i] + tb.A_4_3 * k3[i])
            rhs(t + tb.C_4 * h, work, params, k[3])
            for i in range(size):
                w[i] = y[i] + h * (tb.A_5_1 * k1[i] + tb.A_5_3 * k3[i] + tb.A_5_4 * k4[i])
            rhs(t + tb.C_5 * h, work, params, k[4])
            for i in range(size):
                w[i] = y[i] + h * (tb.A_6_1 * k1[i] + tb.A_6_4 * k4[i] + tb.A_6_5 * k5[i])
            rhs(t + tb.C_6 * h, work, params, k[5])
            for i in range(size):
                w[i] = y[i] + h * (
                    tb.A_7_1 * k1[i] + tb.A_7_4 * k4[i] + tb.A_7_5 * k5[i] + tb.A_7_6 * k6[i]
                )
            rhs(t + tb.C_7 * h, work, params, k[6])
            for i in range(size):
                w[i] = y[i] + h * (
                    tb.A_8_1 * k1[i]
                    + tb.A_8_4 * k4[i]
                    + tb.A_8_5 * k5[i]
                    + tb.A_8_6 * k6[i]
                    + tb.A_8_7 * k7[i]
                )
            rhs(t + tb.C_8 * h, work, params, k[7])
            for i in range(size):
                w[i] = y[i] + h * (
                    tb.A_9_1 * k1[i]
                    + tb.A_9_4 * k4[i]
                    + tb.A_9_5 * k5[i]
                    + tb.A_9_6 * k6[i]
                    + tb.A_9_7 * k7[i]
                    + tb.A_9_8 * k8[i]
                )
            rhs(t + tb.C_9 * h, work, params, k[8])
            for i in range(size):
                w[i] = y[i] + h * (
                    tb.A_10_1 * k1[i]
                    + tb.A_10_4 * k4[i]
                    + tb.A_10_5 * k5[i]
                    + tb.A_10_6 * k6[i]
                    + tb.A_10_7 * k7[i]
                    + tb.A_10_8 * k8[i]
                    + tb.A_10_9 * k9[i]
                )
            rhs(t + tb.C_10 * h, work, params, k[9])
            for i in range(size):
                w[i] = y[i] + h * (
                    tb.A_11_1 * k1[i]
                    + tb.A_11_4 * k4[i]
                    + tb.A_11_5 * k5[i]
                    + tb.A_11_6 * k6[i]
                    + tb.A_11_7 * k7[i]
                    + tb.A_11_8 * k8[i]
                    + tb.A_11_9 * k9[i]
                    + tb.A_11_10 * k10[i]
                )
            rhs(t + tb.C_11 * h, work, params, k[10])
            for i in range(size):
                w[i] = y[i] + h * (
                    tb.A_12_1 * k1[i]
                    + tb.A_12_4 * k4[i]
                    + tb.A_12_5 * k5[i]
                    + tb.A_12_6 * k6[i]
                    + tb.A_12_7 * k7[i]
                    + tb.A_12_8 * k8[i]
                    + tb.A_12_9 * k9[i]
                    + tb.A_12_10 * k10[i]
                    + tb.A_12_11 * k11[i]
                )
            rhs(t + h, work, params, k[11])
            for i in range(size):
                y[i] += h * (
                    tb.B_1 * k1[i]
                    + tb.B_6 * k6[i]
                    + tb.B_7 * k7[i]
                    + tb.B_8 * k8[i]
                    + tb.B_9 * k9[i]
                    + tb.B_10 * k10[i]
                    + tb.B_11 * k11[i]
                    + tb.B_12 * k12[i]
                )


def advance_members(
    rhs: Compiled,
    start_s: float,
    end_s: float,
    steps: int,
    states: Array,
    params: Array,
    *,
    threads: int = 1,
) -> Array:
    """Return the states of many members at the end of a span.

    Parameters
    ----------
    rhs : compiled function
        As in `advance_blocks`.
    start_s, end_s : float
        Span, either way. [s]
    steps : int
        Even steps over the span.
    states : Array
        Shape (members, d).
    params : Array
        What `rhs` reads.
    threads : int
        Blocks are shared out to this many threads; the result does not depend on it.

    Returns
    -------
    Array
        Shape (members, d).
    """
    members, d = states.shape
    padded = -(-members // LANES) * LANES
    filled = np.empty((padded, d))
    filled[:members] = states
    filled[members:] = states[-1]  # idle lanes fly along with the last member
    blocks = np.ascontiguousarray(filled.reshape(-1, LANES, d).transpose(0, 2, 1))
    h = (end_s - start_s) / steps
    share = -(-blocks.shape[0] // max(threads, 1))
    parts = [blocks[at : at + share] for at in range(0, blocks.shape[0], share)]
    if len(parts) == 1:
        advance_blocks(rhs, start_s, h, steps, parts[0], params)
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(lambda part: advance_blocks(rhs, start_s, h, steps, part, params), parts))
    return np.ascontiguousarray(blocks.transpose(0, 2, 1).reshape(padded, d)[:members])
