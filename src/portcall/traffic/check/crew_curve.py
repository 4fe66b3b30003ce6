"""Who is on board when, rebuilt from the seats of every arrival and departure.

Model   A ship's people come on board when it docks and leave when it undocks; a move between ports
        changes nothing. Where two changes could have come in either order, the middles of their
        intervals decide: the numbers are for reading, the judge uses bounds (`bounded_count`).
Valid   Calendars whose ships name their people.
Source  The calendar's own stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from portcall.core.constants import DAY_S
from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortCalendar
from portcall.traffic.check.port_calls import port_calls


@dataclass(frozen=True)
class CrewChange:
    """People come with a ship, or leave with it."""

    when: KnownTime
    ship: str
    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrewSegment:
    """The same people on board from one change to the next; `end` None: the last one known."""

    start: KnownTime
    end: KnownTime | None
    people: tuple[str, ...]
    ship: str

    @property
    def count(self) -> int:
        """How many people are on board."""
        return len(self.people)

    @property
    def length_days(self) -> float | None:
        """How long it lasts, between the middles of its ends; None for the last. [days]"""
        if self.end is None:
            return None
        return (self.end.middle_utc - self.start.middle_utc).total_seconds() / DAY_S


def crew_changes(calendar: PortCalendar) -> tuple[CrewChange, ...]:
    """Return who comes and leaves with each ship, in the order of the middles."""
    changes = []
    for call in port_calls(calendar):
        came = tuple(name for stay in call.stays for name in stay.crew_up)
        left = tuple(name for stay in call.stays for name in stay.crew_down)
        if came:
            changes.append(CrewChange(call.arrival, call.ship, came=came))
        if left and call.last.departure is not None:
            changes.append(CrewChange(call.last.departure, call.ship, left=left))
    # whoever comes in the same instant as another leaves is on board first
    return tuple(sorted(changes, key=lambda one: (one.when.middle_utc, bool(one.left))))


def crew_curve(calendar: PortCalendar) -> tuple[CrewSegment, ...]:
    """Rebuild the crew from the arrivals and departures.

    Parameters
    ----------
    calendar : PortCalendar
        Stays with their seats by name; `crew_at_start` are those whose arrival is not listed.

    Returns
    -------
    tuple[CrewSegment, ...]
        In order; people in the order in which they came. The first segment starts where the calendar
        is complete, or at the first change of one that does not say.
    """
    changes = crew_changes(calendar)
    people = list(calendar.crew_at_start)
    segments = []
    for change, after in zip_longest(changes, changes[1:]):
        people = [name for name in people if name not in change.left]
        people += [name for name in change.came if name not in people]
        end = after.when if after is not None else None
        segments.append(CrewSegment(change.when, end, tuple(people), change.ship))
    return tuple(_complete(segments, calendar.complete_from_utc))


def _complete(segments: list[CrewSegment], first_utc: datetime | None) -> Iterator[CrewSegment]:
    """Yield the segments from an instant on, the first cut there."""
    for segment in segments:
        if first_utc is None or segment.start.middle_utc >= first_utc:
            yield segment
        elif segment.end is None or segment.end.middle_utc > first_utc:
            yield replace(segment, start=KnownTime.exactly(first_utc))


def people_at(calendar: PortCalendar, moment: datetime) -> tuple[str, ...]:
    """Return who is on board at an instant, by the middles of the changes."""
    people = calendar.crew_at_start
    for segment in crew_curve(calendar):
        if segment.start.middle_utc > moment:
            break
        people = segment.people
    return people
