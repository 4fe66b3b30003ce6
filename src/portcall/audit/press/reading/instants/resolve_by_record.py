"""Times resolved, looked up in the record, and resolved again with what was found there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.events.planned import set_planned
from portcall.audit.press.reading.instants.days_by_record import set_days_by_record
from portcall.audit.press.reading.instants.events_by_record import is_recorded, set_events_by_record
from portcall.audit.press.reading.instants.record_days import Recorded
from portcall.audit.press.reading.instants.resolve_times import Resolved
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked

ROUNDS = 2  # what the record tells of one time may settle the day of the next


@dataclass(frozen=True)
class Lookup:
    """What a time is looked up with: the events and ships of the text, and the record."""

    events: Sequence[EventMention]
    ships: Sequence[ShipMention]
    recorded: Recorded
    dated: bool


def resolve_by_record(
    marked: Marked, told: list[Told], lookup: Lookup, resolve: Callable[[], list[Resolved]]
) -> list[Resolved]:
    """Resolve the times of a text; what no word tells of them is looked up in between.

    Parameters
    ----------
    marked : Marked
        The text.
    told : list of Told
        Its times; their events, ships and days are changed where the record tells them.
    lookup : Lookup
        What they are looked up with.
    resolve : callable
        Resolves them as they are told.
    """
    resolved = resolve()
    for _ in range(ROUNDS):
        days = set_days_by_record(told, lookup.recorded, dated=lookup.dated)
        if not (set_events_by_record(told, lookup.events, lookup.ships, lookup.recorded) or days):
            break
        set_planned(marked, told)
        resolved = resolve()
    return [one for one in resolved if not _is_hearsay(one, lookup.recorded)]


def _is_hearsay(one: Resolved, recorded: Recorded) -> bool:
    """Return whether only the event before says what a clock tells, and the record does not."""
    told = one.told
    of_ship = told.event is not None and told.event.kind != "spacewalk"
    exact = one.precision in {"minute", "second"}
    return told.inherited and of_ship and exact and not is_recorded(told, recorded)
