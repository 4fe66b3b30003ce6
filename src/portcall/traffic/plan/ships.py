"""A scenario's visits as the solver places them: days, stays, ports, people, what each may carry.

Model   Days count from the scenario's first day; loads are whole kilograms.
Valid   Scenarios of `catalogue.traffic_scenario`.
Source  The scenario's visits, the rule book, the vehicles' records.
"""

import math
from datetime import timedelta

from portcall.catalogue.traffic_scenario import ScenarioVisit, TrafficScenario
from portcall.core.errors import InputError, unknown_name
from portcall.records.stocks import GRAMS_A_KG, RESOURCES
from portcall.stay.cargo import ship_limits
from portcall.traffic.plan.books import Books
from portcall.traffic.plan.changes import Changes
from portcall.traffic.plan.dates import closed_by_sun, docking_days
from portcall.traffic.plan.problem import Burn, Crew, ShipTask


def _ports(books: Books, visit: ScenarioVisit) -> tuple[str, ...]:
    takes = {port.id: books.rules.takes(port, visit.vehicle) for port in books.station.port}
    wanted = (visit.docked_at,) if visit.docked_at else visit.ports
    for port in wanted:
        if port not in takes:
            raise unknown_name("port", port, takes, where=visit.ship)
        if not takes[port]:
            able = ", ".join(name for name, fits in takes.items() if fits)
            raise InputError(
                f"{visit.vehicle} cannot use {port}",
                limit=able or "no port of this station",
                where=visit.ship,
                remedy="choose a port that takes it",
            )
    fitting = tuple(name for name, fits in takes.items() if fits)
    if visit.docked_at is not None and visit.may_move:
        return (visit.docked_at, *(name for name in fitting if name != visit.docked_at))
    found = tuple(wanted) or fitting
    if not found:
        raise InputError(f"no port takes a {visit.vehicle}", where=visit.ship)
    return found


def _people(visit: ScenarioVisit, books: Books) -> tuple[Crew, Crew, int]:
    up = Crew(visit.crew_up.us, visit.crew_up.rs)
    down = Crew(visit.crew_down.us, visit.crew_down.rs)
    seats = books.rules.seats(visit.vehicle) if visit.role != "cargo" else 0
    most = max(up.count, down.count)
    if most > seats:
        raise InputError(
            f"{most} people on {visit.ship}",
            limit=f"{seats} seats",
            where=visit.ship,
            remedy="take people off, or give it another vehicle",
        )
    return up, down, seats


def ship_task(
    scenario: TrafficScenario, books: Books, changes: Changes, visit: ScenarioVisit
) -> ShipTask:
    """Return one visit of a scenario as the solver places it.

    Raises
    ------
    InputError
        A port that does not take the ship, people without seats, a window without a day.
    """
    start, stay = scenario.start, visit.stay_days
    limits = ship_limits(books.catalogue, visit.vehicle, books.consumption)
    before = changes.issued_visit(visit.ship)
    issued = None if before is None else (before.dock_utc.date() - start).days
    closed = closed_by_sun(
        scenario, books.rules, books.station.inclination_deg.value, visit.vehicle
    )
    days = docking_days(
        scenario,
        visit,
        closed,
        slip=changes.slips.get(visit.ship, 0),
        issued=issued,
        known=changes.openings.known.get(visit.ship),
    )
    up, down, seats = _people(visit, books)
    nominal = (visit.dock.utc.date() - start).days
    longest = books.rules.docked_days(visit.vehicle)[1] or math.inf
    ports = _ports(books, visit)
    cargo = visit.docked_at is None and visit.role == "cargo"
    most = tuple(limits.most_g(name) // GRAMS_A_KG if cargo else 0 for name in RESOURCES)
    total = limits.total_g // GRAMS_A_KG if cargo else 0
    carried_g_day = books.pace.rate_g_day
    return ShipTask(
        ship=visit.ship,
        vehicle=visit.vehicle,
        role=visit.role,
        days=days,
        nominal_day=nominal if issued is None else issued,
        stay=(_whole(stay.low), math.floor(min(stay.high or stay.value, longest))),
        nominal_stay=_whole(stay.value),
        ports=ports,
        gap_days={port: max(1, math.ceil(books.rules.port_gap_days(port))) for port in ports},
        most_kg=most,
        cabin_kg=limits.cabin_g // GRAMS_A_KG if cargo else 0,
        total_kg=total,
        trash_kg=limits.trash_g // GRAMS_A_KG,
        up=up,
        down=down,
        seats=seats,
        berthed=books.catalogue.vehicle(visit.vehicle).capture == "berthed",
        may_move=visit.may_move,
        may_hold=visit.may_hold,
        option=visit.option,
        handover=visit.handover,
        rotation=visit.rotation,
        unloading_days=-(-limits.cabin_g // carried_g_day) if cargo else 0,
        issued_end=None if before is None else (before.undock_utc.date() - start).days,
        issued_port=None if before is None else before.port,
        burns=_burns(scenario, changes, visit, days),
        note=visit.note,
    )


def _burns(
    scenario: TrafficScenario, changes: Changes, visit: ScenarioVisit, days: tuple[int, ...]
) -> tuple[Burn, ...]:
    """Return what the docking days take of the station's propellant, in whole grams."""
    asked = changes.openings.by_day.get(visit.ship, {})
    found = []
    for day in days:
        opening = asked.get(scenario.start + timedelta(days=day))
        if opening is not None and opening.burn_utc is not None:
            burn_day = (opening.burn_utc.date() - scenario.start).days
            found.append(Burn(day, burn_day, round(opening.propellant_kg * GRAMS_A_KG)))
    return tuple(found)


def _whole(value: float | None) -> int:
    return math.ceil(value or 0.0)
