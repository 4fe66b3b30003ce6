"""Many members at once: the integrator's stages at an even step, members side by side.

Model   The twelve stages of the Dormand-Prince method without step control, on a state that holds one
        component of every member after the other (structure of arrays), so that each operation works on
        full vectors; blocks of members go to threads. An even step keeps the members together, and on
        near-circular orbits costs less than control would.
Valid   Members whose natural step is alike. The caller proves the step, see `orbit.ensemble`.
Source  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.10.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.function_address import address_of, function_at
from portcall.core.nystrom import advance_positions
from portcall.core.signatures import ARRAY, MATRIX
from portcall.core.stages import STAGE_ROWS, slope_into, stages
from portcall.core.stages import advance as advance_state
from portcall.core.tableau import STAGES

Array = NDArray[np.float64]
Compiled = Any  # a function compiled with `signatures.RHS_SIGNATURE`

LANES = 160  # measured: less does not pay for what members share, more leaves the cache


@cached_njit(types.void(types.int64, types.float64, types.float64, types.int64, MATRIX, ARRAY))
def advance_blocks(
    address: int, start_s: float, step_s: float, steps: int, blocks: Array, params: Array
) -> None:
    """Advance blocks of members in place.

    Parameters
    ----------
    address : int
        Of `rhs(t, y, params, out)`; `y` and `out` hold d rows of `LANES` figures, flat.
    start_s, step_s : float
        Start and signed step. [s]
    steps : int
        How many.
    blocks : Array
        States, shape (blocks, d * LANES).
    params : Array
        What `rhs` reads.
    """
    rhs = function_at(address)
    size = blocks.shape[1]
    k = np.empty((STAGE_ROWS, size))
    y, work = np.empty(size), np.empty(size)
    for block in range(blocks.shape[0]):
        for i in range(size):
            y[i] = blocks[block, i]
        for step in range(steps):
            t = start_s + step * step_s
            slope_into(rhs, t, y, params, k, 0)
            stages(rhs, t, step_s, y, params, k, work)
            advance_state(
                step_s, y, k, work
            )  # not onto `y` itself, which could not be a vector loop
            for i in range(size):
                y[i] = work[i]
        for i in range(size):
            blocks[block, i] = y[i]


@cached_njit(types.void(types.int64, types.float64, types.float64, types.int64, MATRIX, ARRAY))
def advance_position_blocks(
    address: int, start_s: float, step_s: float, steps: int, blocks: Array, params: Array
) -> None:
    """Do as `advance_blocks` where the force does not depend on speed.

    `rhs` sees the upper half of the rows, the positions, and fills accelerations.
    """
    rhs = function_at(address)
    half = blocks.shape[1] // 2
    k = np.empty((STAGES, half))
    y, v, work = np.empty(half), np.empty(half), np.empty(half)
    for block in range(blocks.shape[0]):
        for i in range(half):
            y[i] = blocks[block, i]
            v[i] = blocks[block, half + i]
        for step in range(steps):
            advance_positions(rhs, start_s + step * step_s, step_s, y, v, params, k, work)
        for i in range(half):
            blocks[block, i] = y[i]
            blocks[block, half + i] = v[i]


def advance_members(
    rhs: Compiled,
    start_s: float,
    end_s: float,
    steps: int,
    states: Array,
    params: Array,
    *,
    second_order: bool = False,
    threads: int = 1,
) -> Array:
    """Return the states of many members at the end of a span.

    Parameters
    ----------
    rhs : compiled function
        `rhs(t, y, params, out)`; `y` and `out` hold d rows of `LANES` figures, flat.
    start_s, end_s : float
        Span, either way. [s]
    steps : int
        Even steps over the span.
    states : Array
        Shape (members, d).
    params : Array
        What `rhs` reads.
    second_order : bool
        `rhs` takes positions and fills accelerations.
    threads : int
        Blocks are shared out to this many threads; the result does not depend on it.

    Returns
    -------
    Array
        Shape (members, d).
    """
    address = address_of(rhs)
    advance = advance_position_blocks if second_order else advance_blocks
    members, d = states.shape
    padded = -(-members // LANES) * LANES
    filled = np.empty((padded, d))
    filled[:members] = states
    filled[members:] = states[-1]  # idle lanes fly along with the last member
    rows = filled.reshape(-1, LANES, d).transpose(0, 2, 1)
    blocks = np.ascontiguousarray(rows).reshape(-1, d * LANES)
    step_s = (end_s - start_s) / steps
    share = -(-blocks.shape[0] // max(threads, 1))
    parts = [blocks[at : at + share] for at in range(0, blocks.shape[0], share)]

    def advance_part(part: Array) -> None:
        advance(address, start_s, step_s, steps, part, params)

    if len(parts) == 1:
        advance_part(parts[0])
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(advance_part, parts))
    flown = blocks.reshape(-1, d, LANES).transpose(0, 2, 1).reshape(padded, d)
    return np.ascontiguousarray(flown[:members])
