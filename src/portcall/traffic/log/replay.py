"""From events to what is so, purely.

The order is that of what happened. Events of one instant stay in the order in which they were first
recorded; a correction takes the place of what it corrects.
"""

from collections.abc import Iterable
from datetime import datetime

from portcall.records.log_state import LogState
from portcall.records.station_log import Event, Withdrawn
from portcall.traffic.log.apply import apply


def replay(
    events: Iterable[Event], until: datetime | None = None, *, start: LogState | None = None
) -> LogState:
    """Return the state after the events that are in effect, up to and with an instant.

    Examples
    --------
    >>> replay([]).docked
    {}
    """
    state = LogState() if start is None else start
    for event in in_effect(events):
        if until is not None and event.happened_utc > until:
            break
        state = apply(state, event)
    return state


def in_effect(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return what happened, in its order, from events in the order in which they were recorded."""
    recorded = tuple(events)
    replaced = {event.replaces for event in recorded if event.replaces is not None}
    place: dict[str, int] = {}
    for index, event in enumerate(recorded):
        place[event.id] = index if event.replaces is None else place.get(event.replaces, index)
    happened = (e for e in recorded if e.id not in replaced and not isinstance(e, Withdrawn))
    return tuple(sorted(happened, key=lambda event: (event.happened_utc, place[event.id])))
