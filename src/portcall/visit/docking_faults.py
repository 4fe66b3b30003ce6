"""The map of faults of one docking: every kind of fault, from every range."""

from collections.abc import Callable

from portcall.docking.columns import FAULT_THRUSTER_ON
from portcall.docking.faults.fault_kinds import KINDS
from portcall.docking.run.fault_sweep import (
    RANGES_M,
    faults_of_a_sweep,
    sweep_faults,
    without_isolation,
)
from portcall.records.docking import FaultCell
from portcall.visit.docking import Docking

CELLS = (len(KINDS) + 1) * len(RANGES_M)
FAILING = "belt-side-1-1"  # where a ship has it: alone it turns and pushes at once, and is hard to overcome


def fault_map(
    docking: Docking, *, threads: int, progress: Callable[[int], object] | None = None
) -> tuple[FaultCell, ...]:
    """Fly the map of faults of a docking with isolation at work, and a stuck-open thruster without.

    Parameters
    ----------
    docking : Docking
        What is flown; `FAILING` is the thruster that fails, or the first of the layout.
    threads : int
        How many run at once.
    progress : Callable[[int], object], optional
        Called with the number of finished cells.
    """
    names, seed = docking.scenario.thruster_names, docking.wishes.seed
    faults = faults_of_a_sweep(names, FAILING if FAILING in names else names[0])
    stuck = tuple(fault for fault in faults if fault.kind.code == FAULT_THRUSTER_ON)
    before = len(faults) * len(RANGES_M)

    def report(done: int, _: int) -> None:
        if progress is not None:
            progress(done)

    def report_more(done: int, _: int) -> None:
        report(before + done, CELLS)

    watched = sweep_faults(docking.scenario, seed, faults, threads=threads, report=report)
    alone = without_isolation(docking.scenario)
    return watched + sweep_faults(alone, seed, stuck, threads=threads, report=report_more)
