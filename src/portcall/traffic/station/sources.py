"""The station at one instant from either of its sources: the recorded traffic, or its log.

Model   A log that says something of the instant, or of a time before it, is all that is asked.
Valid   As `station.state`.
Source  The calendar `iss-history`; the log names its own place.
"""

from datetime import datetime

from portcall.catalogue.load import Catalogue
from portcall.records.station_state import StationState
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.log.calendar import port_calendar
from portcall.traffic.log.store import StationLog
from portcall.traffic.station.state import recorded_state


def state_from_records(catalogue: Catalogue, moment: datetime) -> StationState:
    """Return the state at an instant as the recorded traffic has it.

    Raises
    ------
    DataError
        Nothing is recorded of that instant.
    """
    calendar = recorded_calendar(catalogue.calendar("iss-history"))
    return recorded_state(catalogue, calendar, moment)


def state_from_log(catalogue: Catalogue, moment: datetime, log: StationLog) -> StationState | None:
    """Return the state at an instant as a log has it; None: it says nothing of that time or before."""
    events = log.events(in_effect=True)
    if not any(one.happened_utc <= moment for one in events):
        return None
    # what a log says holds until it says otherwise: its last event is not the end of what is known
    calendar = port_calendar(events).model_copy(update={"complete_to_utc": None})
    source = f"the station log {log.place}"
    return recorded_state(catalogue, calendar, moment, log=log.state_at(moment), source=source)
