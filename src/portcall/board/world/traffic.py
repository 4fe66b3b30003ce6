"""Who is on which port between two instants: as recorded, or as a plan has it.

Model   Recorded times are intervals that hold the instant; the number of people on board is bounded by
        them. A plan's events are at noon of their days, its people are counts. Rules are judged over
        the whole calendar and shown where they touch the span.
Valid   Recorded: between the calendar's first and last complete day; after it nobody knows.
Source  `calendars/iss-history` of the catalogue, or a plan's record.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from portcall.board.world.ship_names import recorded_names, ship_name, spelled
from portcall.catalogue.load import Catalogue
from portcall.catalogue.station import Port
from portcall.core.errors import InputError
from portcall.records.board_view import (
    BreakView,
    CrewStep,
    PortView,
    SpacewalkView,
    StayView,
    TrafficView,
)
from portcall.records.port_calendar import Break, PortCalendar, PortStay, Spacewalk
from portcall.records.traffic_plan import TrafficPlan
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.check.bounded_count import Change, stretches
from portcall.traffic.check.judge import check_calendar, within
from portcall.traffic.check.port_calls import NEVER, port_calls
from portcall.traffic.check.rules import traffic_rules
from portcall.traffic.plan.calendar import calendar_of

RECORDED = "iss-history"
NOT_JUDGED = (
    "the Sun's angle at arrivals and the crew's hours are not judged here: see traffic check"
)


def default_span(catalogue: Catalogue, plan: TrafficPlan | None) -> tuple[datetime, datetime]:
    """Return what is shown when nobody asks for a span: the plan's, or all that was recorded."""
    if plan is not None:
        return plan.first_day_utc, plan.last_day_utc + timedelta(days=1)
    calendar = _recorded(catalogue)
    first, last = calendar.complete_from_utc, calendar.complete_to_utc
    known = [stay.arrival.earliest_utc for stay in calendar.stays]
    return first or min(known), last or max(known)


def require_span(first: datetime, last: datetime) -> None:
    """Refuse a span that ends before it starts."""
    if last <= first:
        raise InputError(
            f"ends on {last:%Y-%m-%d}", limit=f"after {first:%Y-%m-%dT%H:%MZ}", where="to"
        )


def traffic_view(
    catalogue: Catalogue,
    first_utc: datetime,
    last_utc: datetime,
    *,
    plan: TrafficPlan | None = None,
    plan_id: str = "",
) -> TrafficView:
    """Return the traffic between two instants.

    Parameters
    ----------
    catalogue : Catalogue
        Ports, rules, the recorded calendar.
    first_utc, last_utc : datetime
        The span; what touches it is shown.
    plan : TrafficPlan, optional
        Shown in place of what was recorded.
    plan_id : str
        Its name for the source.

    Raises
    ------
    InputError
        The span ends before it starts.
    """
    require_span(first_utc, last_utc)
    calendar = _recorded(catalogue) if plan is None else calendar_of(plan)
    breaks = _judged(catalogue) if plan is None else plan.breaks
    names = recorded_names(catalogue.calendar(RECORDED))
    end = calendar.complete_to_utc
    late = end is not None and plan is None and last_utc > end
    notes = [f"nothing is recorded after {end:%Y-%m-%d}"] if late else []
    return TrafficView(
        source="recorded" if plan is None else f"plan {plan_id or plan.scenario}",
        station=calendar.station,
        from_utc=first_utc,
        to_utc=last_utc,
        ports=tuple(_port(one) for one in catalogue.station(calendar.station).ports_in_use),
        stays=tuple(
            _stay(catalogue, stay, names, plan)
            for stay in calendar.stays
            if _touches(stay, first_utc, last_utc)
        ),
        spacewalks=tuple(
            _spacewalk(walk)
            for walk in calendar.spacewalks
            if walk.status != "cancelled" and first_utc <= walk.start.middle_utc < last_utc
        ),
        crew=_plan_crew(plan, first_utc, last_utc)
        if plan is not None
        else recorded_crew(calendar, first_utc, last_utc),
        breaks=tuple(_break(one) for one in within(breaks, first_utc, last_utc)),
        notes=(*notes, *((NOT_JUDGED,) if plan is None else plan.notes)),
    )


@lru_cache(maxsize=4)
def _recorded(catalogue: Catalogue) -> PortCalendar:
    return recorded_calendar(catalogue.calendar(RECORDED))


@lru_cache(maxsize=4)
def _judged(catalogue: Catalogue) -> tuple[Break, ...]:
    calendar = _recorded(catalogue)
    rules = traffic_rules(catalogue, calendar.station)
    return check_calendar(calendar, rules, catalogue.station(calendar.station))


def _port(port: Port) -> PortView:
    return PortView(
        id=port.id,
        name=spelled(port.id),
        module=port.module,
        side=port.id.rpartition("-")[2],
        takes=port.vehicles,
    )


def _touches(stay: PortStay, first: datetime, last: datetime) -> bool:
    gone = stay.departure is not None and stay.departure.latest_utc < first
    return stay.arrival.earliest_utc < last and not gone


def _stay(
    catalogue: Catalogue, stay: PortStay, names: dict[str, str], plan: TrafficPlan | None
) -> StayView:
    gone = stay.departure
    planned = plan is not None  # a plan has seats, not names
    return StayView(
        ship=stay.ship,
        name=ship_name(catalogue, stay.ship, names),
        vehicle=stay.vehicle,
        port=stay.port,
        from_earliest_utc=stay.arrival.earliest_utc,
        from_latest_utc=stay.arrival.latest_utc,
        to_earliest_utc=None if gone is None else gone.earliest_utc,
        to_latest_utc=None if gone is None else gone.latest_utc,
        role=stay.role,
        crew_up=() if planned else stay.crew_up,
        crew_down=() if planned else stay.crew_down,
        crew_up_count=len(stay.crew_up),
        crew_down_count=len(stay.crew_down),
        source=stay.source,
    )


def _spacewalk(walk: Spacewalk) -> SpacewalkView:
    return SpacewalkView(
        name=walk.name,
        start_utc=walk.start.middle_utc,
        duration_s=walk.duration_s,
        airlock=walk.airlock,
        people=walk.people,
    )


def _plan_crew(plan: TrafficPlan, first: datetime, last: datetime) -> tuple[CrewStep, ...]:
    days = [plan.first_day_utc + timedelta(days=number) for number in range(len(plan.crew))]
    steps = zip(days, plan.crew, strict=True)
    return _joined((day, count, count) for day, count in steps if first <= day < last)


def recorded_crew(calendar: PortCalendar, first: datetime, last: datetime) -> tuple[CrewStep, ...]:
    """Return between which numbers the people on board lie, where the calendar is complete."""
    calls = port_calls(calendar)
    changes = [
        change
        for call in calls
        for change in (
            Change(call.arrival, sum(len(stay.crew_up) for stay in call.stays)),
            Change(call.departure, -sum(len(stay.crew_down) for stay in call.stays)),
        )
        if change.count and change.when.earliest_utc < NEVER
    ]
    listed = {name for call in calls for stay in call.stays for name in stay.crew_up}
    start = len(set(calendar.crew_at_start) - listed)
    begins = max(first, calendar.complete_from_utc or first)
    ends = min(last, calendar.complete_to_utc or last)
    if ends <= begins:
        return ()
    found = stretches(changes, start, begins, ends)
    return _joined((one.start_utc, one.least, one.most) for one in found)


def _joined(steps: Iterable[tuple[datetime, int, int]]) -> tuple[CrewStep, ...]:
    """Return the steps at which something changes."""
    found: list[CrewStep] = []
    for utc, low, high in steps:
        if not found or (found[-1].count_low, found[-1].count_high) != (low, high):
            found.append(CrewStep(utc=utc, count_low=low, count_high=high))
    return tuple(found)


def _break(one: Break) -> BreakView:
    return BreakView(
        rule=one.rule,
        severity=one.severity,
        verdict=one.verdict,
        first_utc=one.first_utc,
        last_utc=one.last_utc,
        ships=one.ships,
        ports=one.ports,
        limit=one.limit,
        found=one.found,
        suggestion=one.suggestion,
    )
