"""The map of faults of one docking: every kind of fault, from every range."""

from collections.abc import Callable

from portcall.docking.fault_kinds import KINDS
from portcall.docking.fault_sweep import RANGES_M, faults_of_a_sweep, sweep_faults
from portcall.records.docking import FaultCell
from portcall.visit.docking import Docking

CELLS = len(KINDS) * len(RANGES_M)


def fault_map(
    docking: Docking, *, threads: int, progress: Callable[[int], object] | None = None
) -> tuple[FaultCell, ...]:
    """Fly the map of faults of a docking, with isolation at work.

    Parameters
    ----------
    docking : Docking
        What is flown; the first thruster of the layout is the one that fails.
    threads : int
        How many run at once.
    progress : Callable[[int], object], optional
        Called with the number of finished cells.
    """
    names = docking.scenario.thruster_names

    def report(done: int, _: int) -> None:
        if progress is not None:
            progress(done)

    return sweep_faults(
        docking.scenario,
        docking.wishes.seed,
        faults_of_a_sweep(names, names[0]),
        threads=threads,
        report=report,
    )
