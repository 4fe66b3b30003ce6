"""The pieces of a run as Python may call them one by one, for a session with plug-ins.

Model   The functions of `run_start` and `run_steps`, compiled each for itself; a whole run is compiled in
        one and needs none of them, so that only who steps a session pays for them.
Valid   As those.
Source  As those.
"""

from typing import Any

from numba import types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY
from portcall.docking.noise import STATE
from portcall.docking.run import run_arrays as a
from portcall.docking.run import run_start, run_steps

_PIECE = types.void(a.SETTING, a.WORK)


@cached_njit(types.void(a.SETTING, a.WORK, ARRAY, ARRAY, ARRAY, STATE), _nrt=False)
def begin(
    setting: Any,
    work: Any,
    sample: NDArray[Any],
    sensor: NDArray[Any],
    bias: NDArray[Any],
    noise: Any,
) -> None:
    """Set everything of a run to its start; see `run_start.begin`."""
    run_start.begin(setting, work, sample, sensor, bias, noise)


@cached_njit(_PIECE, _nrt=False)
def navigate(setting: Any, work: Any) -> None:
    """Measure, filter and watch."""
    run_steps.navigate(setting, work)


@cached_njit(_PIECE, _nrt=False)
def steer(setting: Any, work: Any) -> None:
    """Ask guidance, and set the demand that control pays off until the next call."""
    run_steps.steer(setting, work)


@cached_njit(_PIECE, _nrt=False)
def tally(setting: Any, work: Any) -> None:
    """Note zones, escape and statistics of this second."""
    run_steps.tally(setting, work)


@cached_njit(types.float64(a.SETTING, a.WORK), _nrt=False)
def period_s(setting: Any, work: Any) -> float:
    """Return the length of a control cycle now. [s]"""
    return float(run_steps.period_s(setting, work))


@cached_njit(types.int64(a.SETTING, a.WORK, types.float64), _nrt=False)
def command(setting: Any, work: Any, dt_s: float) -> int:
    """Fill the on-times of one control cycle; return 0 when nothing fires."""
    return int(run_steps.command(setting, work, dt_s))


@cached_njit(types.int64(a.WORK, types.float64, types.int64, types.int64), _nrt=False)
def cycles_at_rest(work: Any, dt_s: float, fired: int, left: int) -> int:
    """Return how many of the control cycles that are left can be flown as one."""
    return int(run_steps.cycles_at_rest(work, dt_s, fired, left))
