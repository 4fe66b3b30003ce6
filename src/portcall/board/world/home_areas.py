"""Areas for a visit whose own way home has none: those of its disposal, when that is the same burn.

Model   `portcall fly` plans one fall; the footprint and the area to close take many, which `portcall
        dispose` flies into a folder of its own. Beside a visit it counts when flight and vehicle are
        the same and both burns begin within a minute of each other.
Valid   The folder is looked for under the visit's own name, then the flight's, with `-home` after it.
Source  Both records.
"""

from pathlib import Path

from portcall.board.world.differs import shift_words
from portcall.board.world.folder import open_folder, record_of
from portcall.core.errors import PortcallError
from portcall.records.disposal import DisposalRecord

SAME_BURN_S = 60.0


def names_of_home(run: str, flight: str) -> tuple[str, ...]:
    """Return the runs in which the way home of a visit is looked for, the first first.

    Examples
    --------
    >>> names_of_home("seed", "progress-ms-31"), names_of_home("progress-ms-31", "progress-ms-31")
    (('seed-home', 'progress-ms-31-home'), ('progress-ms-31-home',))
    """
    return tuple(dict.fromkeys((f"{run}-home", f"{flight}-home")))


def home_with_areas(
    root: Path, run: str, home: DisposalRecord | None
) -> tuple[DisposalRecord | None, tuple[str, ...]]:
    """Return a way home with its areas, and a note that says where they are from.

    Parameters
    ----------
    root : Path
        Folder of run folders.
    run : str
        The visit's.
    home : DisposalRecord or None
        The visit's way home.
    """
    if home is None or home.area is not None or home.footprint is not None:
        return home, ()
    for name in names_of_home(run, home.flight):
        try:
            other = record_of(open_folder(root, name))
        except PortcallError:
            continue
        if not isinstance(other, DisposalRecord):
            continue
        if (other.flight, other.vehicle) != (home.flight, home.vehicle):
            continue
        apart_s = (other.ignition_utc - home.ignition_utc).total_seconds()
        if abs(apart_s) <= SAME_BURN_S:
            areas = {"area": other.area, "footprint": other.footprint}
            words = (
                f"areas on the sea are those of run {name}, {other.samples} falls; its burn begins "
                f"{shift_words(apart_s)}"
            )
            return home.model_copy(update=areas), (words,)
    return home, ()
