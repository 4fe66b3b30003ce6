"""The one way in which hot loops are compiled: once, ahead, cached on disk, with packed arithmetic.

Model   numba with the numpy error model (a division by zero is an infinity, not a branch), contraction
        to fused multiply-add, and LLVM's straight-line vectoriser, which numba leaves off. What is cached
        is stamped with the text of the module and of every module that it imports, over any number of
        steps: numba itself looks only at the file of the outermost function, and would go on using code
        whose inner functions, or constants, have changed. Of several processes that need the same code at
        once one compiles and the others wait: two compilations may differ in the last bit of what they
        compute, and a campaign's bytes would then depend on which process flew a run.
Valid   Functions with an explicit signature; what they inline is compiled along.
Source  Measured here: the straight-line vectoriser halves the time of the gravity sum.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from numba import config, njit

from portcall.core.compile_speed import quick

try:
    import fcntl
except ImportError:  # no advisory locks on this system
    fcntl = None  # type: ignore[assignment]

_PACKAGE = Path(__file__).resolve().parents[1]
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ ]+portcall([.\w]*)[ ]+import[ ]+(\([^)]*\)|[^\n]*)|import[ ]+portcall([.\w]*))",
    re.MULTILINE,
)


@lru_cache(maxsize=1024)
def _imported(path: Path) -> frozenset[Path]:
    """Return the modules of this package that a module names in its imports."""
    found: set[Path] = set()
    for module, names, whole in _IMPORT.findall(path.read_bytes()):
        parts = (module or whole).decode().strip(".").split(".")
        place = _PACKAGE.joinpath(*parts)
        submodules = (place / f"{name}.py" for name in re.findall(r"\w+", names.decode()))
        found.update(one for one in (place.with_suffix(".py"), *submodules) if one.is_file())
    return frozenset(found)


@lru_cache(maxsize=1024)
def _stamp_of(path: Path) -> str:
    """Return a digest of a module and of all modules that it rests on."""
    rests_on, waiting = {path}, [path]
    while waiting:
        more = _imported(waiting.pop()) - rests_on
        rests_on |= more
        waiting.extend(more)
    digest = blake2b(digest_size=16)
    for one in sorted(rests_on):
        digest.update(one.read_bytes())
    return digest.hexdigest()


@contextmanager
def _alone(lock: Path | None) -> Iterator[None]:
    """Let one process at a time inside; where no lock can be had, let everybody in."""
    handle = None
    if fcntl is not None and lock is not None:
        with suppress(OSError):
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        if handle is not None:
            os.close(handle)  # gives the lock back


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
    chosen = {
        "cache": True,
        "error_model": "numpy",
        "fastmath": {"contract"},
        "nogil": True,
        "no_cfunc_wrapper": True,
        **options,
    }

    def decorate(function: Callable[..., Any]) -> Any:
        dispatcher = njit(**chosen)(function)
        index = getattr(dispatcher._cache, "_cache_file", None)  # noqa: SLF001
        lock = None
        if index is not None:  # absent where nothing is cached
            path = Path(function.__code__.co_filename).resolve()
            index._source_stamp = _stamp_of(path)  # noqa: SLF001
            lock = Path(index._cache_path, f"{path.stem}.lock")  # noqa: SLF001
        before = config.SLP_VECTORIZE, config.LOOP_VECTORIZE
        config.SLP_VECTORIZE, config.LOOP_VECTORIZE = 1, int(loop_vectorize)
        try:
            with _alone(lock), quick():
                dispatcher.compile(signature)
        finally:
            config.SLP_VECTORIZE, config.LOOP_VECTORIZE = before
        dispatcher.disable_compile()
        return dispatcher

    return decorate
