"""A grid of faults and ranges: what becomes of the runs in each cell.

Model   Every fault begins when the ship first comes within the cell's range of its port. In each cell the
        same run numbers are flown, so that cells differ by the fault alone. A run is captured; or safe (it
        flew away, or ran out of time, without being where it may not be); or it broke the keep-out rule; or
        is lost: it struck the station, was not captured at contact, was captured with a thruster that
        burns on, or gave no number.
Valid   Faults that can be given a range.
Source  Chosen here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.docking.columns import FAULT_WRONG_MASS
from portcall.docking.faults.fault_kinds import KINDS
from portcall.docking.faults.faults import Fault, fault_table, parse_fault
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import fly_many
from portcall.docking.run.run_arrays import V_WATCH
from portcall.docking.run.scenario import DockingScenario
from portcall.records.docking import FaultCell

Array = NDArray[np.float64]

RANGES_M = (2000.0, 1000.0, 400.0, 150.0, 50.0, 20.0, 5.0)
RUNS = 20


@dataclass(frozen=True, slots=True)
class CellCount:
    """Runs of one cell by what became of them.

    Parameters
    ----------
    captured, safe, violated, lost : int
        They add up to the runs flown.
    """

    captured: int
    safe: int
    violated: int
    lost: int


def count_cell(results: Array) -> CellCount:
    """Sort finished runs; one that broke the keep-out rule counts so, unless it is lost.

    Parameters
    ----------
    results : (runs, RESULT_SIZE) array
        Of `fly_many`.
    """
    outcome = results[:, r.R_OUTCOME]
    lost = np.isin(outcome, (r.NOT_CAPTURED, r.COLLISION, r.NOT_A_NUMBER))
    lost |= results[:, r.R_BURNING] > 0.0
    violated = ~lost & (np.nan_to_num(results[:, r.R_VIOLATION_S]) > 0.0)
    captured = ~lost & ~violated & (outcome == r.CAPTURED)
    safe = ~lost & ~violated & ~captured
    return CellCount(
        captured=int(captured.sum()),
        safe=int(safe.sum()),
        violated=int(violated.sum()),
        lost=int(lost.sum()),
    )


def without_isolation(scenario: DockingScenario) -> DockingScenario:
    """Return the scenario with nobody watching thrusters and sensors."""
    flight = scenario.setting.flight.copy()
    flight[V_WATCH] = 0.0
    return replace(scenario, setting=scenario.setting._replace(flight=flight))


def faults_of_a_sweep(thruster_names: Sequence[str], unit: str) -> tuple[Fault, ...]:
    """Return one fault of each kind, for the whole sweep.

    Parameters
    ----------
    thruster_names : sequence of str
        Of the ship.
    unit : str
        Id or number of the thruster that fails.
    """
    texts = [f"{kind.name}:{unit}" if kind.unit == "thruster" else kind.name for kind in KINDS]
    return tuple(parse_fault(text, thruster_names) for text in texts)


def sweep_faults(
    scenario: DockingScenario,
    seed: int,
    faults: Sequence[Fault],
    *,
    ranges_m: Sequence[float] = RANGES_M,
    runs: int = RUNS,
    threads: int = 1,
    report: Callable[[int, int], None] | None = None,
) -> tuple[FaultCell, ...]:
    """Fly every fault from every range.

    Parameters
    ----------
    scenario : DockingScenario
        What is flown; whether isolation is at work is the scenario's.
    seed : int
        Of the campaign.
    faults : sequence of Fault
        Their own starts are replaced.
    ranges_m : sequence of float
        First range of the fault. [m]
    runs : int
        Of each cell.
    threads : int
        How many run at once.
    report : callable, optional
        Called with cells done and all cells.

    Returns
    -------
    tuple of FaultCell
        Faults in the order given, ranges falling. A fault that holds from the beginning (a wrong mass)
        is flown once, and stands in each cell.

    Raises
    ------
    InputError
        No fault, no range, or no run.
    """
    if not faults or not ranges_m or runs < 1:
        raise InputError("a sweep without faults, ranges or runs", limit="one of each at least")
    isolated = bool(scenario.setting.flight[V_WATCH] > 0.0)
    falling = sorted({float(range_m) for range_m in ranges_m}, reverse=True)
    if falling[-1] <= 0.0:
        raise InputError(f"a range of {falling[-1]:g} m", limit="above 0 m")
    cells: list[FaultCell] = []
    total = len(faults) * len(falling)
    for fault in faults:
        count: CellCount | None = None
        for range_m in falling:
            if count is None or fault.kind.code != FAULT_WRONG_MASS:
                count = _flown(scenario, seed, _from(fault, range_m), runs, threads)
            cells.append(
                FaultCell(
                    fault=fault.text,
                    range_m=range_m,
                    isolated=isolated,
                    runs=runs,
                    captured=count.captured,
                    safe_aborts=count.safe,
                    violations=count.violated,
                    lost=count.lost,
                )
            )
            if report is not None:
                report(len(cells), total)
    return tuple(cells)


def _from(fault: Fault, range_m: float) -> Fault:
    if fault.kind.code == FAULT_WRONG_MASS:
        return fault
    return replace(fault, start_s=float("nan"), start_range_m=range_m)


def _flown(
    scenario: DockingScenario, seed: int, fault: Fault, runs: int, threads: int
) -> CellCount:
    table = fault_table((fault,))
    return count_cell(fly_many(scenario, seed, 0, runs, faults=table, threads=threads))
