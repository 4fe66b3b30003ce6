"""Stays from before the port calendar, by ship: where each stood, and who came and left in it.

Model   The rows of the catalogue in the order of their days.
Valid   Ships that the port calendar does not list; those that it lists are left to it.
Source  The catalogue given.
"""

from collections.abc import Mapping
from functools import lru_cache

from portcall.catalogue.load import Catalogue
from portcall.catalogue.past_stays import PastStay


@lru_cache(maxsize=4)
def past_stays(catalogue: Catalogue) -> Mapping[str, tuple[PastStay, ...]]:
    """Return the past stays of each ship, the earliest first."""
    listed = {
        stay.ship for name in catalogue.names("calendars") for stay in catalogue.calendar(name).stay
    }
    rows = [
        row for name in catalogue.names("past-stays") for row in catalogue.past_stays(name).stay
    ]
    found: dict[str, tuple[PastStay, ...]] = {}
    for row in sorted(rows, key=lambda one: one.arrived):
        if row.ship not in listed:
            found[row.ship] = (*found.get(row.ship, ()), row)
    return found
