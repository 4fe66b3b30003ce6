"""The noise of one run: a small generator that compiled loops carry along.

Model   xoshiro256++ for the bits, one state a run, and the ziggurat of 256 layers for Gaussian numbers.
        The state comes from the campaign's seed and the number of the run, so a run can be flown again by
        its number alone, in any order and on any thread.
Valid   Period 2^256 - 1; deviates to about 8.6 sigma.
Source  Blackman and Vigna 2021, ACM Transactions on Mathematical Software 47, 36 (generator); Marsaglia
        and Tsang 2000, Journal of Statistical Software 5(8) (ziggurat, with the layer's index and the
        abscissa from separate bits, as Doornik asked in 2005).
"""

import math
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit

Array = NDArray[np.float64]
State = NDArray[np.uint64]

STATE: Final = types.Array(types.uint64, 1, "C")
NAME: Final = "docking.noise"

_LAYERS: Final = 256
_TAIL: Final = 3.6541528853610088  # where the last layer begins
_AREA: Final = 0.00492867323399  # of each layer, density unnormalised
_UNIT: Final = 2.0**-53


def _edges() -> Array:
    """Return the right edges of the layers, widest first; one more than there are layers."""
    edges = np.zeros(_LAYERS + 1)
    edges[0] = _AREA / math.exp(-0.5 * _TAIL * _TAIL)
    edges[1] = _TAIL
    for i in range(2, _LAYERS):
        height = math.exp(-0.5 * edges[i - 1] ** 2) + _AREA / edges[i - 1]
        edges[i] = math.sqrt(-2.0 * math.log(height))
    return edges


_EDGE: Final = _edges()
_DENSITY: Final = np.exp(-0.5 * _EDGE * _EDGE)


def seed_noise(seed: int, run: int) -> State:
    """Return the generator's state at the start of a run, (4,) uint64.

    Examples
    --------
    >>> bool((seed_noise(7, 3) == seed_noise(7, 3)).all())
    True
    """
    key = int.from_bytes(blake2b(NAME.encode(), digest_size=8).digest())
    return np.random.SeedSequence([seed, key, run]).generate_state(4, np.uint64).astype(np.uint64)


@njit(inline="always", error_model="numpy")
def _turned(value: Any, by: int) -> Any:
    return (value << np.uint64(by)) | (value >> np.uint64(64 - by))


@njit(inline="always", error_model="numpy")
def _bits(state: State) -> Any:
    """Return the next 64 bits."""
    bits = _turned(state[0] + state[3], 23) + state[0]
    kept = state[1] << np.uint64(17)
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= kept
    state[3] = _turned(state[3], 45)
    return bits


@cached_njit(types.float64(STATE), _nrt=False)
def uniform(state: State) -> float:
    """Return a number between 0 and 1, never 0 itself."""
    return float(((_bits(state) >> np.uint64(11)) + 0.5) * _UNIT)


@njit(inline="always", error_model="numpy")
def _beyond(state: State) -> float:
    """Return a number from the tail, Marsaglia's way."""
    while True:
        x = -np.log(uniform(state)) / _TAIL
        y = -np.log(uniform(state))
        if y + y > x * x:
            return float(_TAIL + x)


@cached_njit(types.float64(STATE), _nrt=False)
def gauss(state: State) -> float:
    """Return a Gaussian number of mean 0 and standard deviation 1."""
    while True:
        bits = _bits(state)
        layer = int(bits & np.uint64(255))
        part = (bits >> np.uint64(11)) * _UNIT
        sign = 1.0 if bits & np.uint64(256) else -1.0
        x = part * _EDGE[layer]
        if x < _EDGE[layer + 1]:
            return float(sign * x)
        if layer == 0:
            return float(sign * _beyond(state))
        low, high = _DENSITY[layer], _DENSITY[layer + 1]
        if low + uniform(state) * (high - low) < np.exp(-0.5 * x * x):
            return float(sign * x)
