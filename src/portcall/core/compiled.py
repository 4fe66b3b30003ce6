"""The one way in which hot loops are compiled: once, ahead, cached on disk, with packed arithmetic.

Model   numba with the numpy error model (a division by zero is an infinity, not a branch),
        contraction to fused multiply-add, and LLVM's straight-line vectoriser, which numba leaves
        off.
Valid   Functions with an explicit signature; what they inline is compiled along.
Source  Measured here: the straight-line vectoriser halves the time of the gravity sum.
"""

from collections.abc import Callable
from typing import Any

from numba import config, njit


def cached_njit(
    signature: Any, *, loop_vectorize: bool = True, **options: Any
) -> Callable[[Callable[..., Any]], Any]:
    """Return a decorator that compiles a function now, or loads it from the cache.

    Parameters
    ----------
    signature : numba signature
        One explicit signature.
    loop_vectorize : bool
        Whether loops become vector loops; for loops of six or seven turns the preparation costs more
        than the loop.
    **options
        Further options of `numba.njit`.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        before = config.SLP_VECTORIZE, config.LOOP_VECTORIZE
        config.SLP_VECTORIZE, config.LOOP_VECTORIZE = 1, int(loop_vectorize)
        try:
            return njit(
                signature,
                **{
                    "cache": True,
                    "error_model": "numpy",
                    "fastmath": {"contract"},
                    "nogil": True,
                    **options,
                },
            )(function)
        finally:
            config.SLP_VECTORIZE, config.LOOP_VECTORIZE = before

    return decorate
