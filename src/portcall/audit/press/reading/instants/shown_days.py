"""The day on which a broadcast begins, beside that of what it shows."""

from datetime import datetime, timedelta

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.told_state import ORDER, State

ONE_DAY = timedelta(days=1)
SHOWN_BEFORE = timedelta(hours=6)


def shows_what_is_over(one: Told, instant: datetime, state: State) -> bool:
    """Return whether a broadcast would begin after what it shows, and on the evening before would not."""
    event = one.event
    if event is None or event.kind != "broadcast-start" or event.shows not in ORDER:
        return False
    if state.day_kind != event.shows or state.instant is None or one.planned is False:
        return False
    early = state.instant - (instant - ONE_DAY)
    return instant > state.instant and timedelta(0) <= early <= SHOWN_BEFORE
