"""The station at one instant: from its log where that says something, else from the recorded traffic."""

from contextlib import nullcontext
from datetime import datetime

from portcall.board.server.log_desk import opened
from portcall.catalogue.load import Catalogue
from portcall.records.station_state import StationState
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.log.calendar import port_calendar
from portcall.traffic.station.state import recorded_state


def station_at(catalogue: Catalogue, moment: datetime, db: str | None) -> StationState:
    """Return ports, crew and stocks at an instant, as `portcall station --at` shows them.

    Raises
    ------
    DataError
        Nothing is recorded of that instant.
    """
    with nullcontext() if db is None else opened(db) as log:
        told = () if log is None else log.events(in_effect=True)
        if log is None or not any(one.happened_utc <= moment for one in told):
            calendar = recorded_calendar(catalogue.calendar("iss-history"))
            return recorded_state(catalogue, calendar, moment)
        state, place = log.state_at(moment), log.place
    # what a log says holds until it says otherwise: its last event is not the end of what is known
    held = port_calendar(told).model_copy(update={"complete_to_utc": None})
    return recorded_state(catalogue, held, moment, log=state, source=f"the station log {place}")
