"""The one way in which hot loops are compiled: once, ahead, cached on disk, with packed arithmetic.

Model   numba with the numpy error model (a division by zero is an infinity, not a branch), contraction
        to fused multiply-add, and LLVM's straight-line vectoriser, which numba leaves off. What is cached
        is stamped with the text of the module and of every module that it imports, over any number of
        steps: numba itself looks only at the file of the outermost function, and would go on using code
        whose inner functions, or constants, have changed. Of several processes that need the same code at
        once one compiles and the others wait; what is inlined is compiled by the same rules whoever asks
        for it first. Otherwise the last bit of what is computed would depend on who compiled what before.
Valid   Functions with an explicit signature, or compiled at their first call; what they inline is compiled
        along.
Source  Measured here: the straight-line vectoriser halves the time of the gravity sum.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import get_ident
from typing import Any

from numba import config, njit
from numba.core.compiler_lock import global_compiler_lock

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

_under_way: list[int] = []  # threads that compile


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


def _stamp(dispatcher: Any, function: Callable[..., Any]) -> Path | None:
    """Stamp what a function will have in the cache; return the lock of its file, where one is cached."""
    index = getattr(dispatcher._cache, "_cache_file", None)  # noqa: SLF001
    if index is None:
        return None
    path = Path(function.__code__.co_filename).resolve()
    index._source_stamp = _stamp_of(path)  # noqa: SLF001
    return Path(index._cache_path, f"{path.stem}.lock")  # noqa: SLF001


@contextmanager
def _compiling(lock: Path | None, *, loop_vectorize: bool = True) -> Iterator[None]:
    """Compile inside: alone, quickly, and by the same rules whoever asks for it."""
    here = get_ident()
    if here in _under_way:  # as a part of another function, which has the lock
        yield
        return
    with _alone(lock), global_compiler_lock:
        before = config.SLP_VECTORIZE, config.LOOP_VECTORIZE
        config.SLP_VECTORIZE, config.LOOP_VECTORIZE = 1, int(loop_vectorize)
        _under_way.append(here)
        try:
            with quick():
                yield
        finally:
            _under_way.pop()
            config.SLP_VECTORIZE, config.LOOP_VECTORIZE = before


def cached_njit_at_call(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Return a decorator that compiles a function when it is first called, or loads it from the cache.

    Parameters
    ----------
    **options
        Options of `numba.njit`; `cache` is set.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        dispatcher = njit(cache=True, error_model="numpy", **options)(function)
        lock = _stamp(dispatcher, function)

        def compile_one(signature: Any) -> Any:
            with _compiling(lock):
                return type(dispatcher).compile(dispatcher, signature)

        dispatcher.compile = compile_one
        return dispatcher

    return decorate


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
        lock = _stamp(dispatcher, function)
        with _compiling(lock, loop_vectorize=loop_vectorize):
            dispatcher.compile(signature)
        dispatcher.disable_compile()
        return dispatcher

    return decorate
