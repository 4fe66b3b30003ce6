"""Which ship is on which port, and who is on board, at an instant, from a calendar of intervals.

Model   A stay surely holds an instant that is after its whole arrival and before its whole departure;
        it may hold one inside either of them. A stay whose departure nobody recorded holds up to the
        end of the records, and may hold after it. A person is aboard from the arrival of the ship that
        they came in to the departure of the ship that they left in.
Valid   Between the first and the last day of the records; after it every answer is `cannot say`.
Source  Interval logic, as in `records.known_time`.
"""

from datetime import datetime

from portcall.records.known_time import Answer, KnownTime
from portcall.records.port_calendar import PortCalendar, PortStay
from portcall.records.station_state import PersonAboard, PortState
from portcall.records.stocks import KnownBy


def after_records(calendar: PortCalendar, moment: datetime) -> bool:
    """Return whether an instant is after the last day of the records."""
    return calendar.complete_to_utc is not None and moment > calendar.complete_to_utc


def holds(stay: PortStay, moment: datetime, *, open_end: bool = False) -> Answer:
    """Say whether a stay holds an instant; `open_end`: an unrecorded departure may have been."""
    if moment < stay.arrival.earliest_utc:
        return "no"
    if stay.departure is not None and moment > stay.departure.latest_utc:
        return "no"
    if moment < stay.arrival.latest_utc:
        return "cannot say"
    if stay.departure is None:
        return "cannot say" if open_end else "yes"
    return "yes" if moment < stay.departure.earliest_utc else "cannot say"


def port_state(
    calendar: PortCalendar, port: str, moment: datetime, *, source: str = "the recorded traffic"
) -> PortState:
    """Return what is known of one port at an instant."""
    late = after_records(calendar, moment)
    here = [stay for stay in calendar.stays if stay.port == port]
    answers = [(holds(stay, moment, open_end=late), stay) for stay in here]
    sure = [stay for answer, stay in answers if answer == "yes"]
    maybe = [stay for answer, stay in answers if answer == "cannot say"]
    coming = [stay for stay in here if stay.arrival.earliest_utc > moment]
    following = min(coming, key=lambda stay: stay.arrival.earliest_utc, default=None)
    stay = next(iter([*sure, *maybe]), None)
    occupied: Answer = "yes" if sure else "cannot say" if maybe or late else "no"
    return PortState(
        port=port,
        occupied=occupied,
        ship=stay.ship if stay else None,
        vehicle=stay.vehicle if stay else None,
        since=stay.arrival if stay else None,
        due=stay.departure if stay else None,
        next_ship=following.ship if following else None,
        next_arrival=following.arrival if following else None,
        known=KnownBy(
            how="recorded",
            as_of_utc=calendar.complete_to_utc if late else moment,
            source=(stay.source if stay else "") or source,
        ),
    )


def _moves(calendar: PortCalendar) -> list[tuple[KnownTime, str, str, bool]]:
    """Return when, who, by which ship, and whether they came, in the order of time."""
    found = []
    for stay in calendar.stays:
        if stay.begins == "visit":
            found += [(stay.arrival, name, stay.ship, True) for name in stay.crew_up]
        if stay.ends == "visit" and stay.departure is not None:
            found += [(stay.departure, name, stay.ship, False) for name in stay.crew_down]
    return sorted(found, key=lambda move: move[0].middle_utc)


def crew_at(calendar: PortCalendar, moment: datetime) -> tuple[PersonAboard, ...]:
    """Return the people on board at an instant, and those of whom it cannot be said."""
    late = after_records(calendar, moment)
    found = {
        name: PersonAboard(name=name, aboard="yes", ship=None, since=None)
        for name in calendar.crew_at_start
    }
    for when, name, ship, came in _moves(calendar):
        if when.earliest_utc > moment:
            break
        sure = when.latest_utc <= moment
        if came:
            answer: Answer = "yes" if sure else "cannot say"
            found[name] = PersonAboard(name=name, aboard=answer, ship=ship, since=when)
        elif sure:
            found.pop(name, None)
        elif name in found:
            found[name] = found[name].model_copy(update={"aboard": "cannot say"})
    people = list(found.values())
    if late:
        people = [one.model_copy(update={"aboard": "cannot say"}) for one in people]
    return tuple(sorted(people, key=lambda one: one.name))
