"""Faults as text, as records, and as the dense table that compiled code reads at every step.

Model   A fault begins at a time of the run or when the ship first comes within a range of its port, and
        lasts for good or for a time. A row that waits for a range carries the negative of its kind, so
        that nothing that looks for a kind sees it: its `F_START_S` is then the range in meters and its
        `F_END_S` the duration. `arm_faults` makes it a live row.
Valid   Any number of faults in one run; two of one kind and unit: both act.
Source  Chosen here.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.errors import InputError, unknown_name
from portcall.core.signatures import MATRIX
from portcall.docking import columns as c
from portcall.docking.faults.fault_kinds import KIND_OF_NAME, KINDS, FaultKind

Array = NDArray[np.float64]

GRAMMAR: Final = "NAME[:UNIT][=SIZE][@RANGE or @TIME][+DURATION]"
EXAMPLE: Final = "thruster-stuck-on:7@50m"
_TEXT = re.compile(
    r"(?P<name>[a-z-]+)(?::(?P<unit>[^=@+]+))?(?:=(?P<size>[^=@+]+))?"
    r"(?:@(?P<when>[^=@+]+))?(?:\+(?P<lasts>[^=@+]+))?"
)
_FIGURE = re.compile(r"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(?P<unit>[a-z/]*)")
_AXES: Final = {"x": 0, "y": 1, "z": 2, "v-bar": 0, "h-bar": 1, "r-bar": 2}
_LENGTHS: Final = {"m": 1.0, "km": 1000.0}
_TIMES: Final = {"s": 1.0, "min": 60.0, "h": 3600.0}
_SIZES: Final = {
    "": {"": 1.0},
    "m": {"m": 1.0, "km": 1000.0},
    "s": {"s": 1.0, "min": 60.0},
    "deg": {"deg": math.radians(1.0), "rad": 1.0},
    "deg/s": {"deg/s": math.radians(1.0), "rad/s": 1.0},
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a run.

    Parameters
    ----------
    kind : FaultKind
        What happens.
    unit : int
        Row of the thruster table counted from 0, or axis of LVLH; -1 where the kind has none.
    start_s : float
        Time of the run; not a number where a range triggers it. [s]
    start_range_m : float
        First range to the port at which it begins; not a number where a time triggers it. [m]
    duration_s : float
        How long it lasts; infinite: for good. [s]
    size : float
        `F_MAGNITUDE`, in SI units.
    text : str
        As it was given.
    """

    kind: FaultKind
    unit: int
    start_s: float
    start_range_m: float
    duration_s: float
    size: float | None
    text: str

    @property
    def row(self) -> tuple[float, float, float, float, float]:
        """Return the fault's row of the table."""
        size = 0.0 if self.size is None else self.size
        if math.isnan(self.start_range_m):
            return (
                float(self.kind.code),
                float(self.unit),
                self.start_s,
                self.start_s + self.duration_s,
                size,
            )
        return -float(self.kind.code), float(self.unit), self.start_range_m, self.duration_s, size


def _refused(text: str, what: str, limit: str) -> InputError:
    return InputError(
        f"fault '{text}': {what}",
        limit=limit,
        where="--fault",
        remedy=f"write {GRAMMAR}, for example {EXAMPLE}",
    )


def _figure(text: str, part: str, units: dict[str, float], what: str) -> tuple[float, str]:
    """Return a figure in SI units, and the unit that it was written with."""
    match = _FIGURE.fullmatch(part.strip())
    known = ", ".join(unit or "no unit" for unit in units)
    if match is None or match["unit"] not in units:
        raise _refused(text, f"{what} '{part}' is not a figure with its unit", known)
    value = float(match["number"]) * units[match["unit"]]
    if not math.isfinite(value):
        raise _refused(text, f"{what} '{part}' is not finite", known)
    return value, match["unit"]


def _unit_of(text: str, kind: FaultKind, unit: str | None, thrusters: Sequence[str]) -> int:
    if not kind.unit:
        if unit is not None:
            raise _refused(text, f"{kind.name} has no unit, '{unit}' given", "no colon")
        return -1
    if kind.unit == "axis":
        axis = (unit or "y").lower()
        if axis not in _AXES:
            raise unknown_name("axis", axis, _AXES, where="--fault")
        return _AXES[axis]
    if unit is None:
        raise _refused(text, "which thruster is not said", "a thruster's number or id")
    if unit in thrusters:
        return list(thrusters).index(unit)
    if not unit.isdigit():
        raise unknown_name("thruster", unit, thrusters, where="--fault")
    most = len(thrusters) if thrusters else math.inf
    if not 1 <= int(unit) <= most:
        raise _refused(text, f"thruster {unit} is not on this ship", f"1 to {most}")
    return int(unit) - 1


def _size_of(text: str, kind: FaultKind, size: str | None) -> float | None:
    if size is None:
        return kind.size
    if kind.size is None:
        raise _refused(text, f"{kind.name} has no size, '{size}' given", "no equals sign")
    value, _ = _figure(text, size, _SIZES[kind.size_unit], "size")
    if kind.code == c.FAULT_THRUSTER_WEAK and not 0.0 <= value < 1.0:
        raise _refused(text, f"{value:g} of the thrust is left", "0 to below 1")
    if kind.code == c.FAULT_WRONG_MASS and not 0.5 <= value <= 2.0:
        raise _refused(text, f"a mass {value:g} times the believed one", "0.5 to 2")
    if kind.code == c.FAULT_LATE_ABORT and value < 0.0:
        raise _refused(text, f"carried out {value:g} s later", "0 s or more")
    return value


def parse_fault(text: str, thruster_names: Sequence[str] = ()) -> Fault:
    """Read one fault from its text.

    Parameters
    ----------
    text : str
        `NAME[:UNIT][=SIZE][@RANGE or @TIME][+DURATION]`.
    thruster_names : sequence of str
        Ids of the ship's thrusters in the order of its table; a number counts from 1.

    Raises
    ------
    InputError
        No such fault (the nearest is offered), no such thruster, or a figure without its unit.

    Examples
    --------
    >>> fault = parse_fault("thruster-stuck-on:7@50m")
    >>> fault.kind.name, fault.unit, fault.start_range_m
    ('thruster-stuck-on', 6, 50.0)
    >>> parse_fault("range-biased=20m@400s+60s").row
    (8.0, -1.0, 400.0, 460.0, 20.0)
    >>> parse_fault("thruster-stuck:7")
    Traceback (most recent call last):
    ...
    portcall.core.errors.InputError: --fault: unknown fault 'thruster-stuck'; did you mean ...
    """
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise _refused(text, "cannot be read", GRAMMAR)
    kind = KIND_OF_NAME.get(match["name"])
    if kind is None:
        raise unknown_name("fault", match["name"], KIND_OF_NAME, where="--fault")
    start_s, start_range_m, duration_s = 0.0, math.nan, math.inf
    if match["when"] is not None:
        value, unit = _figure(text, match["when"], _LENGTHS | _TIMES, "start")
        if value < 0.0 or (value == 0.0 and unit in _LENGTHS):
            raise _refused(text, f"begins at {match['when']}", "a range above 0 m, a time from 0 s")
        start_s, start_range_m = (math.nan, value) if unit in _LENGTHS else (value, math.nan)
    if match["lasts"] is not None:
        duration_s, _ = _figure(text, match["lasts"], _TIMES, "duration")
        if duration_s <= 0.0:
            raise _refused(text, f"lasts {duration_s:g} s", "above 0 s")
    if kind.code == c.FAULT_WRONG_MASS and (match["when"] or match["lasts"]):
        raise _refused(text, "a wrong mass is wrong from the beginning to the end", "no @ and no +")
    return Fault(
        kind=kind,
        unit=_unit_of(text, kind, match["unit"], thruster_names),
        start_s=start_s,
        start_range_m=start_range_m,
        duration_s=duration_s,
        size=_size_of(text, kind, match["size"]),
        text=text.strip(),
    )


def fault_table(faults: Sequence[Fault]) -> Array:
    """Return the table of a run, (n, FAULT_SIZE); without a fault one row of kind 0, which is none."""
    if not faults:
        return np.zeros((1, c.FAULT_SIZE))
    return np.array([fault.row for fault in faults])


def fault_lines() -> tuple[str, ...]:
    """Return one line of text for each kind, as a command prints them."""
    widest = max(len(kind.name) for kind in KINDS)
    return tuple(f"{kind.name:<{widest}}  {kind.meaning}" for kind in KINDS)


@cached_njit(types.void(types.float64, types.float64, MATRIX), _nrt=False)
def arm_faults(time_s: float, range_m: float, faults: Array) -> None:
    """Bring to life each row whose range is reached, in place.

    Parameters
    ----------
    time_s : float
        Time of the run. [s]
    range_m : float
        From the probe's tip to the port. [m]
    faults : (n, FAULT_SIZE) array
        One run's own copy.
    """
    for i in range(faults.shape[0]):
        if faults[i, c.F_KIND] < 0.0 and range_m <= faults[i, c.F_START_S]:
            faults[i, c.F_KIND] = -faults[i, c.F_KIND]
            faults[i, c.F_END_S] += time_s
            faults[i, c.F_START_S] = time_s
