"""Which spacewalk a text tells of."""

from collections.abc import Sequence
from datetime import date

from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.people import CrewList
from portcall.audit.press.reading.ships import ShipMention
from portcall.catalogue.load import Catalogue

NEAR_DAYS = 10
UNNAMED = "spacewalk"


def walk_of(
    marked: Marked,
    named: Sequence[ShipMention],
    people: Sequence[CrewList],
    day: date | None,
    catalogue: Catalogue,
) -> str | None:
    """Return the id of the spacewalk: as named, or the one on record of these people or days.

    Absent when the text speaks of none.
    """
    if named:
        return named[0].id
    spoken = _speaks_of_walk(marked, bool(people))
    if not spoken:
        return None
    names = {name for one in people for name in one.names}
    for calendar in catalogue.names("calendars"):
        for walk in catalogue.calendar(calendar).spacewalk:
            near = (
                walk.start is not None
                and day is not None
                and abs((walk.start.utc.date() - day).days) <= NEAR_DAYS
            )
            if near and (not names or names & set(walk.people)):
                return walk.name.lower().replace(" ", "-")
    return UNNAMED


def _speaks_of_walk(marked: Marked, people: bool) -> bool:
    for item in marked.items:
        if item.role != "event":
            continue
        words = marked.language.events[int(item.value)]
        if words.kind == "spacewalk" and (not words.weak or (people and words.mode == "noun")):
            return True
    return False
