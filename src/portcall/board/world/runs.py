"""The run folders below a root, as a list: each with its name, or with what is wrong with it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from portcall.board.world.folder import (
    Kind,
    RunFolder,
    open_folder,
    read_file,
    record_of,
    run_names,
    run_path,
    what_if_of,
)
from portcall.board.world.names import flight_name, what_if_words
from portcall.catalogue.load import Catalogue
from portcall.core.errors import InputError, PortcallError
from portcall.records.board_view import RunSummary
from portcall.records.traffic_plan import TrafficPlan

__all__ = ["list_runs", "newest_first", "open_run", "read_file", "run_names", "summary_of"]

open_run = open_folder


def list_runs(root: Path, catalogue: Catalogue) -> tuple[RunSummary, ...]:
    """Return every run below a root, the newest first.

    Parameters
    ----------
    root : Path
        Folder of run folders; one that is not there holds none.
    catalogue : Catalogue
        For the flights' names.

    Returns
    -------
    tuple[RunSummary, ...]
        A folder that cannot be read is listed with the reason in `damaged`; one that goes while the
        list is made is left out.
    """
    found = []
    for run in run_names(root):
        try:
            found.append(summary_of(root, run, catalogue))
        except InputError:
            continue
    return newest_first(found)


def newest_first(runs: Iterable[RunSummary]) -> tuple[RunSummary, ...]:
    """Return runs in the order in which they are listed."""
    return tuple(sorted(runs, key=lambda one: (-one.made_utc.timestamp(), one.id)))


def summary_of(root: Path, run: str, catalogue: Catalogue) -> RunSummary:
    """Return one run as it is listed.

    Raises
    ------
    InputError
        There is no such run.
    """
    path = run_path(root, run)
    try:
        folder = open_folder(root, run)
        return _readable(folder, catalogue)
    except InputError:
        raise
    except PortcallError as why:
        try:
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
        except OSError:
            raise InputError(f"run '{run}' has gone", where="run") from None
        return RunSummary(id=run, name=run, made_utc=made, damaged=str(why))


def _readable(folder: RunFolder, catalogue: Catalogue) -> RunSummary:
    record = record_of(folder)
    words, of = what_if_of(folder)
    kind: Kind = folder.kind
    if isinstance(record, TrafficPlan):
        flight, name = None, f"Traffic plan {record.scenario}"
        lost = ", ".join(record.lost)
        words = words or (f"without {lost}" if lost else None)
    else:
        flight = record.flight
        name = flight_name(catalogue, flight)[0]
        name = f"{name}: way home" if kind == "disposal" else name
        words = words or what_if_words(catalogue, record)
    return RunSummary(
        id=folder.id,
        kind=kind,
        flight=flight,
        name=name,
        made_utc=folder.made_utc,
        what_if=words,
        of=of,
        files=folder.files,
    )
