"""A plan as a calendar of stays and spacewalks: what the judge and the exports take."""

from datetime import datetime, timedelta

from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortCalendar, PortStay, Spacewalk
from portcall.records.traffic_plan import PlannedVisit, TrafficPlan

_NOON = timedelta(hours=12)
_SECONDS_AN_HOUR = 3600.0


def _at(day: datetime) -> KnownTime:
    return KnownTime.exactly(day + _NOON)


def _names(visit: PlannedVisit, count: int) -> tuple[str, ...]:
    return tuple(f"{visit.ship} seat {seat + 1}" for seat in range(count))


def _stays(visit: PlannedVisit, crew_down: tuple[str, ...]) -> tuple[PortStay, ...]:
    berthed = visit.hold is not None or visit.berthed
    whole = PortStay(
        ship=visit.ship,
        vehicle=visit.vehicle,
        port=visit.port,
        arrival=_at(visit.dock_utc),
        departure=_at(visit.undock_utc),
        berthed=berthed,
        role=visit.role,
        crew_up=_names(visit, visit.crew_up),
        crew_down=crew_down,
        cargo_up_g={name: round(kg * 1000) for name, kg in visit.manifest_kg.items()},
        trash_down_g=round(visit.trash_kg * 1000),
        source="planned",
    )
    move = visit.move or visit.hold
    if move is None:
        return (whole,)
    kind = "relocation" if visit.move else "arm"
    first = whole.model_copy(
        update={"departure": _at(move.utc), "ends": kind, "crew_down": (), "trash_down_g": 0}
    )
    second = whole.model_copy(
        update={
            "port": move.to_port,
            "arrival": _at(move.back_utc or move.utc),
            "begins": kind,
            "crew_up": (),
            "cargo_up_g": {},
        }
    )
    return first, second


def calendar_of(plan: TrafficPlan) -> PortCalendar:
    """Return the stays and spacewalks of a plan; events are at noon of their days.

    People have no names yet: a seat stands for each, and who comes with a ship leaves with it.
    """
    aboard = [
        name
        for visit in plan.visits
        if visit.docked_before
        for name in _names(visit, visit.crew_down)
    ]
    stays = [
        stay for visit in plan.visits for stay in _stays(visit, _names(visit, visit.crew_down))
    ]
    walks = tuple(
        Spacewalk(
            name=walk.name,
            start=_at(walk.utc),
            duration_s=walk.outside_h * _SECONDS_AN_HOUR,
            airlock=walk.airlock,
            status="planned",
            source="planned",
        )
        for walk in plan.spacewalks
    )
    return PortCalendar(
        station=plan.station,
        stays=tuple(stays),
        spacewalks=walks,
        complete_from_utc=plan.first_day_utc,
        complete_to_utc=plan.last_day_utc,
        crew_at_start=tuple(aboard),
    )
