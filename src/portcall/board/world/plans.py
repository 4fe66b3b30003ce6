"""A traffic plan, read from its run folder."""

from pathlib import Path

from portcall.board.world.folder import open_folder, record_of
from portcall.core.errors import InputError
from portcall.records.traffic_plan import TrafficPlan


def read_plan(root: Path, plan: str) -> TrafficPlan:
    """Return a plan by the name of its folder.

    Raises
    ------
    InputError
        There is no such folder, or it holds a visit or a docking.
    DataError
        It is damaged, or of a newer format.
    """
    record = record_of(open_folder(root, plan))
    if not isinstance(record, TrafficPlan):
        raise InputError(
            f"run '{plan}' is no traffic plan",
            where="plan",
            remedy="choose a run of the kind 'plan'",
        )
    return record
