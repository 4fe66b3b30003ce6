"""The very first run compiles: two processes share the work, so that two processors do.

A process of its own compiles the loop of a docking run, this one what flies to the station and, where it
is needed, home. Later runs find everything compiled and start nothing.
"""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

# the loop of a run last: it finds what this process has compiled of it
BESIDE = (
    "portcall.docking.approach.guidance_kernel",
    "portcall.docking.navigation.filter_kernel",
    "portcall.docking.navigation.sensor_kernel",
    "portcall.docking.faults.watch_kernel",
    "portcall.docking.control.truth_kernel",
    "portcall.docking.control.control_kernel",
    "portcall.docking.run.run_kernel",
)
_OF_DOCKING = ("portcall.docking.contact.probe_drogue", "portcall.docking.safety.avoidance")
_PLAN = "portcall.docking.approach.nominal_path"  # after guidance, which it inlines
TO_THE_PORT = (*_OF_DOCKING, "portcall.visit.visit", "portcall.orbit.motion_table", _PLAN)
AND_HOME = (*TO_THE_PORT[:-1], "portcall.visit.visit_home", "portcall.disposal.fall", _PLAN)
KERNEL = "run_kernel.fly_runs-*.nbi"


def _is_compiled() -> bool:
    """Tell whether the docking's kernels are in the cache, without loading what would compile them."""
    elsewhere = os.environ.get("NUMBA_CACHE_DIR")
    if elsewhere:
        return any(Path(elsewhere).rglob(KERNEL))
    beside = Path(__file__).resolve().parents[1] / "docking" / "run" / "__pycache__"
    return any(beside.glob(KERNEL))


def compile_first(modules: tuple[str, ...]) -> None:
    """Compile some modules, and the docking's beside them, when nothing is compiled yet.

    Parameters
    ----------
    modules : tuple of str
        What this process compiles: `TO_THE_PORT` or `AND_HOME`.
    """
    if _is_compiled():
        return
    process = subprocess.Popen(  # noqa: S603  (this interpreter, and constants)
        [sys.executable, "-c", f"import {', '.join(BESIDE)}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for module in modules:
            import_module(module)
        process.wait()  # when it has failed, the import compiles as it always can
    finally:
        process.terminate()  # nothing, once it has ended
        process.wait()
