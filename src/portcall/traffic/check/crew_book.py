"""The crew's hours over a whole calendar: which weeks ask for more than the people on board have.

Model   Hands are the people on board at noon of each day, private crews left out. A ship brings the
        cargo that its stay names, or a typical load of its class (none where the catalogue does not have
        the class), and is emptied at the station's pace; it is filled with trash in its last days.
        Spacewalks that were called off do not count. What the crew has no hours for even at the easiest
        end of every estimate is broken; at the figures themselves only, it cannot be said; where half of
        the week's experiments and more give way, it is a notice.
Valid   Whole UTC weeks inside the span of the calendar.
Source  The catalogue's `consumption.hours` and `consumption.cargo`, with their ranges.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.consumption import Consumption
from portcall.catalogue.load import Catalogue
from portcall.core.errors import InputError
from portcall.records.port_calendar import Break, PortCalendar, PortStay
from portcall.stay.cargo import typical_load_g
from portcall.stay.crew_hours import (
    EXPERIMENTS,
    CrewHours,
    Overbooked,
    crew_hours,
    easiest,
    overbooked_weeks,
)
from portcall.stay.daily_stocks import Delivery
from portcall.stay.unloading import Unloading, unloading
from portcall.traffic.check.crew_curve import crew_curve

RULE = "crew-hours"
_NOON = time(12, tzinfo=UTC)
EXPERIMENTS_MOVED_SHARE = 0.5  # of a week's experiments, done in the weeks around
_AFTER_THE_LAST = timedelta(days=30)  # in which the last ship is emptied
_SHOWN = 3  # of what asks for hours, the most first
_SOURCE = "the catalogue's consumption: hours and cargo work, with their ranges"


def hands(calendar: PortCalendar, first_day: date, days: int) -> NDArray[np.int64]:
    """Return how many people work on each day, (days,): those on board at noon but private crews."""
    guests = {
        name for stay in calendar.stays if stay.role == "private crew" for name in stay.crew_up
    }
    residents = {
        name for stay in calendar.stays if stay.role != "private crew" for name in stay.crew_up
    }
    curve = crew_curve(calendar) if calendar.stays else ()
    people = np.zeros(days, np.int64)
    for segment in curve:
        working = sum(name not in guests or name in residents for name in segment.people)
        start = (segment.start.middle_utc - datetime.combine(first_day, _NOON)).total_seconds()
        people[max(int(np.ceil(start / 86_400.0)), 0) :] = working
    return people


def _delivery(catalogue: Catalogue, stay: PortStay, known: Collection[str]) -> Delivery:
    typical = typical_load_g(catalogue, stay.vehicle) if stay.vehicle in known else {}
    leaves = None if stay.departure is None else stay.departure.middle_utc.date()
    return Delivery(stay.ship, stay.arrival.middle_utc.date(), leaves, stay.cargo_up_g or typical)


def crew_book(
    catalogue: Catalogue,
    calendar: PortCalendar,
    first_day: date,
    days: int,
    *,
    record: Consumption | None = None,
) -> CrewHours:
    """Write the book of crew hours of a calendar.

    Parameters
    ----------
    catalogue : Catalogue
        Loads of ships that name none.
    calendar : PortCalendar
        Stays, people, spacewalks.
    first_day, days : date, int
        The span.
    record : Consumption | None
        Hours and cargo work; the station's own without it.
    """
    chosen = catalogue.consumption(calendar.station) if record is None else record
    pace = unloading(chosen)
    known = catalogue.names("vehicles")
    arrivals = [stay for stay in calendar.stays if stay.begins == "visit"]
    deliveries = [_delivery(catalogue, stay, known) for stay in arrivals]
    return crew_hours(
        first_day,
        hands(calendar, first_day, days),
        chosen,
        pace=pace,
        deliveries=[one for one in deliveries if one.dock_day >= first_day],
        loaded_g=_loaded_g(calendar, first_day, days, pace),
        spacewalk_days=[
            walk.start.middle_utc.date()
            for walk in calendar.spacewalks
            if walk.status != "cancelled"
        ],
    )


def _loaded_g(
    calendar: PortCalendar, first_day: date, days: int, pace: Unloading
) -> NDArray[np.int64]:
    loaded = np.zeros(days, np.int64)
    for stay in calendar.stays:
        if stay.trash_down_g and stay.departure is not None and stay.ends == "visit":
            last = (stay.departure.middle_utc.date() - first_day).days
            first = max(last - pace.loading_days, 0)
            if first < last <= days:
                loaded[first:last] += stay.trash_down_g // (last - first)
    return loaded


def overbooked_crew(
    catalogue: Catalogue, calendar: PortCalendar, first_day: date, days: int
) -> tuple[Break, ...]:
    """Return the weeks in which a calendar asks for more crew-hours than there are.

    Raises
    ------
    InputError
        A span of no days.
    """
    if days <= 0:
        raise InputError(f"a book of {days} days", limit="1 or more")
    record = catalogue.consumption(calendar.station)
    book = crew_book(catalogue, calendar, first_day, days)
    easy = crew_book(catalogue, calendar, first_day, days, record=easiest(record))
    certain = {one.first_day for one in overbooked_weeks(easy) if one.judgement == "drowned"}
    return tuple(
        _break(one, one.first_day in certain)
        for one in overbooked_weeks(book)
        if one.given_min and _matters(one)
    )


def _matters(one: Overbooked) -> bool:
    """Say whether more is lost than the hours that a crew moves about from week to week."""
    experiments_min = dict(one.by).get(EXPERIMENTS, 0)
    return one.booked_min - one.given_min > EXPERIMENTS_MOVED_SHARE * experiments_min


def crew_hour_breaks(catalogue: Catalogue, calendar: PortCalendar) -> tuple[Break, ...]:
    """Return the overbooked weeks of the span in which a calendar names who is on board.

    Weeks in which nobody is named are not judged: a calendar without names says nothing of hands.
    """
    named = [stay for stay in calendar.stays if stay.crew_up]
    if not named:
        return ()
    starts = [stay.arrival.latest_utc for stay in named]
    ends = [stay.arrival.latest_utc for stay in calendar.stays]
    first = calendar.complete_from_utc or min(starts)
    last = calendar.complete_to_utc or max(ends) + _AFTER_THE_LAST
    days = (last - first).days
    return overbooked_crew(catalogue, calendar, first.date(), days) if days > 0 else ()


def _break(one: Overbooked, certain: bool) -> Break:
    drowned = one.judgement == "drowned"
    asks = ", ".join(f"{label} {minutes / 60:.0f} h" for label, minutes in one.by[:_SHOWN])
    ships = [
        label.removeprefix("unloading ") for label, _ in one.by if label.startswith("unloading ")
    ]
    return Break(
        rule=RULE,
        severity="rule" if drowned else "notice",
        verdict="broken" if certain or not drowned else "cannot say",
        first_utc=datetime.combine(one.first_day, time(), UTC),
        last_utc=datetime.combine(one.last_day, time(), UTC) + timedelta(days=1),
        ships=tuple(ships),
        limit=f"{one.given_min / 60:.0f} crew-hours in the week",
        found=f"{one.booked_min / 60:.0f} h booked, {one.judgement}: {asks}",
        suggestion="dock one of the ships a week later, or unload it more slowly",
        source=_SOURCE,
    )
