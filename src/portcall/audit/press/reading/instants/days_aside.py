"""Days that are told aside: of an old picture, of the start called to mind, of what a broadcast shows.

Model   A clock without a day does not take over a day that is only told aside, where the event has one of
        its own, or where it can but be that of the text; a broadcast has the day of what it shows.
Valid   Texts whose dateline is known.
Source  Chosen here.
"""

from datetime import timedelta

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.told_state import State
from portcall.audit.press.reading.mentions.zone_time import Day

ONE_DAY, WAY_DAYS = timedelta(days=1), timedelta(days=4)
LONG_AGO_DAYS = 45


def arrives_after(one: Told, kind: str, state: State) -> bool:
    """Return whether only the start has that day: "following its Saturday launch, it was caught at 5"."""
    day = state.day.real if state.day is not None else None
    started = state.day_kind == "launch" and state.day_behind and state.day_subject == one.subject
    if day is None or not started or not (state.firm and state.dated) or one.planned:
        return False
    return kind in {"docking", "berthing"} and day < state.anchor <= day + WAY_DAYS


def is_aside(one: Told, same_kind: Day | None, state: State) -> bool:
    """Return whether the day of before is but that of an old picture, where the event has its own."""
    day = state.day.real if state.day is not None else None
    own = same_kind.real if same_kind is not None else None
    if day is None or own is None:
        return False
    if state.day_kind == "" and own <= state.anchor < day and one.planned is not True:
        return True  # "read tomorrow's news"
    return (state.anchor - day).days > LONG_AGO_DAYS > abs((state.anchor - own).days)


def day_of_shown(one: Told, state: State) -> Day | None:
    """Return the day told of what a broadcast shows; of hatches, that of the leaving they are before."""
    shown = one.event.shows if one.event else ""
    kind = "undocking" if shown == "hatch" else shown
    return state.kind_days.get((one.subject, kind)) if shown else None


def is_live_day(of_shown: Day, state: State) -> bool:
    """Return whether the broadcast told before is of the evening before what is shown, or of its day."""
    told, shown = state.day.real if state.day else None, of_shown.real
    return told is not None and shown is not None and shown - ONE_DAY <= told <= shown
