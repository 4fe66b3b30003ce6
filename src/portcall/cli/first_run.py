"""The very first run compiles: what is needed last is compiled by a second process meanwhile.

Two processors then share the work of a minute. Later runs find everything compiled and start nothing.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LATE = "portcall.disposal.fall"  # fourteen kernels that a flight needs only for its way home
KERNEL = "fall_kernel.fall_batch-*.nbi"


def _is_compiled() -> bool:
    """Tell whether the late kernels are in the cache, without loading what would compile them."""
    elsewhere = os.environ.get("NUMBA_CACHE_DIR")
    if elsewhere:
        return any(Path(elsewhere).rglob(KERNEL))
    beside = Path(__file__).resolve().parents[1] / "disposal" / "__pycache__"
    return any(beside.glob(KERNEL))


@contextmanager
def late_kernels() -> Iterator[Callable[[], None]]:
    """Compile the late kernels beside what runs inside; call what is yielded before they are needed."""
    if _is_compiled():
        yield lambda: None
        return
    process = subprocess.Popen(  # noqa: S603  (this interpreter, and a constant)
        [sys.executable, "-c", f"import {LATE}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def ready() -> None:
        process.wait()  # when it has failed, the import compiles as it always can

    try:
        yield ready
    finally:
        process.terminate()
        process.wait()
