"""The station at one instant: from its log where that says something, else from the recorded traffic."""

from datetime import datetime

from portcall.board.server.log_desk import opened
from portcall.catalogue.load import Catalogue
from portcall.records.station_state import StationState
from portcall.traffic.station.sources import state_from_log, state_from_records


def station_at(catalogue: Catalogue, moment: datetime, db: str | None) -> StationState:
    """Return ports, crew and stocks at an instant, as `portcall station --at` shows them.

    Raises
    ------
    DataError
        Nothing is recorded of that instant.
    """
    if db is not None:
        with opened(db) as log:
            told = None if log is None else state_from_log(catalogue, moment, log)
        if told is not None:
            return told
    return state_from_records(catalogue, moment)
