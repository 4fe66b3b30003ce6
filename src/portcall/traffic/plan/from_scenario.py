"""Makes the solver's problem of a scenario, the rule books and the rates: all figures become whole numbers.

Model   Days count from the scenario's first day. Rates and limits are those that judge a calendar and
        recount the stocks, so that the plan is held to the same lines.
Valid   Scenarios of `catalogue.traffic_scenario`.
Source  The records' own.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portcall.catalogue.consumption import Consumption
from portcall.catalogue.load import Catalogue
from portcall.catalogue.station import Station
from portcall.catalogue.traffic_scenario import ScenarioVisit, TrafficScenario
from portcall.core.errors import InputError, unknown_name
from portcall.core.sourced import Figure
from portcall.records.stocks import BOOKS, GRAMS_A_KG, RESOURCES, TRASH, resource_named
from portcall.records.traffic_plan import PlannedVisit, TrafficPlan
from portcall.stay.cargo import ship_limits
from portcall.stay.consumption import (
    DailyRates,
    Sides,
    daily_rates,
    floor_g,
    spacewalk_gas_g,
    use_g,
)
from portcall.stay.unloading import Unloading, unloading
from portcall.traffic.check.rules import TrafficRules, traffic_rules
from portcall.traffic.plan.dates import closed_by_sun, docking_days, known_ship, known_slips
from portcall.traffic.plan.limits import plan_limits
from portcall.traffic.plan.problem import (
    Crew,
    PlanProblem,
    ResourceTask,
    ShipTask,
    TrashTask,
    WalkTask,
)


@dataclass(frozen=True)
class Books:
    """The records that a scenario refers to."""

    catalogue: Catalogue
    station: Station
    rules: TrafficRules
    consumption: Consumption
    rates: DailyRates
    pace: Unloading


@dataclass(frozen=True)
class Changes:
    """What is different from the scenario: slips, losses, the plan to change least, known days."""

    slips: Mapping[str, int]
    lost: Collection[str]
    issued: TrafficPlan | None = None
    allowed: Mapping[str, Sequence[date]] | None = None

    def issued_visit(self, ship: str) -> PlannedVisit | None:
        """Return a ship's visit in the issued plan."""
        visits = () if self.issued is None else self.issued.visits
        return next((visit for visit in visits if visit.ship == ship), None)


def open_books(catalogue: Catalogue, scenario: TrafficScenario) -> Books:
    """Read the records that a scenario refers to."""
    consumption = catalogue.consumption(scenario.consumption)
    return Books(
        catalogue=catalogue,
        station=catalogue.station(scenario.station),
        rules=traffic_rules(catalogue, scenario.traffic_rules),
        consumption=consumption,
        rates=daily_rates(consumption),
        pace=unloading(consumption),
    )


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


def _ship(
    scenario: TrafficScenario, books: Books, changes: Changes, visit: ScenarioVisit
) -> ShipTask:
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
        given=(changes.allowed or {}).get(visit.ship),
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
        note=visit.note,
    )


def _whole(value: float | None) -> int:
    return math.ceil(value or 0.0)


def _figure(own: Figure | None, book: Figure) -> float:
    return book.value if own is None else own.value


def _resources(
    scenario: TrafficScenario, books: Books
) -> tuple[tuple[ResourceTask, ...], TrashTask]:
    stocks = {}
    for stock in scenario.stock:
        known = stock.resource if stock.resource == TRASH else resource_named(stock.resource)
        stocks[known] = stock
    missing = [name for name in BOOKS if name not in stocks]
    if missing:
        raise InputError(
            f"no stock of {missing[0]} is given", where=scenario.id, remedy="add a [[stock]]"
        )
    rates, reserve = books.rates, books.consumption.reserve
    crew = Sides(scenario.reserve_crew.us, scenario.reserve_crew.rs)
    use = use_g(rates, *crew)
    floor_days = _figure(scenario.rules.floor_days, reserve.floor_days)
    wanted = round(_figure(scenario.rules.wanted_days, reserve.usual_days))
    found = []
    for column, name in enumerate(RESOURCES):
        start_g, most_g = (
            round(figure.value * GRAMS_A_KG)
            for figure in (stocks[name].amount_kg, stocks[name].most_kg)
        )
        held = floor_g(books.consumption, rates, name, crew)
        floor = max(round(floor_days * use[name]), held)
        found.append(
            ResourceTask(
                name=name,
                start_g=start_g,
                base_g_day=rates.base_g_day[column],
                us_g_day=rates.us_g_crew_day[column],
                rs_g_day=rates.rs_g_crew_day[column],
                most_g=most_g,
                floor_g=floor,
                reserve_g_day=max(use[name], 1),
                floor_days=round(floor_days),
                wanted_days=wanted,
                lost_floor_g=round(scenario.rules.lost_flight_days.value * use[name]),
            )
        )
    trash = stocks[TRASH]
    return tuple(found), TrashTask(
        start_g=round(trash.amount_kg.value * GRAMS_A_KG),
        base_g_day=rates.base_g_day[-1],
        us_g_day=rates.us_g_crew_day[-1],
        rs_g_day=rates.rs_g_crew_day[-1],
        most_g=round(trash.most_kg.value * GRAMS_A_KG),
        packing_g_per_kg=rates.packing_g_per_kg,
    )


def _walks(scenario: TrafficScenario, books: Books, changes: Changes) -> tuple[WalkTask, ...]:
    before = () if changes.issued is None else changes.issued.spacewalks
    issued = {walk.name: (walk.utc.date() - scenario.start).days for walk in before}
    found = []
    for walk in scenario.spacewalk:
        nominal = (walk.day.utc.date() - scenario.start).days
        first, last = nominal - walk.earlier_days, nominal + walk.later_days
        days = tuple(range(max(first, 1), min(last, 7 * scenario.weeks - 3) + 1))
        if not days:
            raise InputError(f"{walk.name} has no day inside the horizon", where=scenario.id)
        lock = books.rules.airlock(walk.airlock)
        blocked = (
            [(lock.port, vehicle) for vehicle in lock.blocked_by]
            if lock is not None and lock.port is not None
            else []
        )
        vehicles = sorted({visit.vehicle for visit in scenario.visit})
        blocked += [(port, vehicle) for port in walk.free_ports for vehicle in vehicles]
        found.append(
            WalkTask(
                name=walk.name,
                days=days,
                nominal_day=issued.get(walk.name, min(max(nominal, days[0]), days[-1])),
                airlock=walk.airlock,
                needs_free=tuple(blocked),
                gas_g=spacewalk_gas_g(books.consumption, walk.airlock),
                outside_h=books.consumption.hours.spacewalk_outside_h.value,
            )
        )
    return tuple(found)


def plan_problem(scenario: TrafficScenario, books: Books, changes: Changes) -> PlanProblem:
    """Make the problem of a scenario.

    Parameters
    ----------
    scenario : TrafficScenario
        Where the plan starts, and what it has to place.
    books : Books
        See `open_books`.
    changes : Changes
        Slips, losses, the issued plan, known days.

    Raises
    ------
    InputError
        A scenario that cannot be meant: no ships, a port that does not take a ship, people without seats,
        an unknown resource or ship, a window without a day.
    """
    known_slips(scenario, changes.slips)
    for name in changes.lost:
        known_ship(scenario, name, "--lose")
    names = [visit.ship for visit in scenario.visit]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"{twice[0]} comes twice", where=scenario.id, remedy="name it once")
    visits = [visit for visit in scenario.visit if visit.ship not in changes.lost]
    if not visits:
        raise InputError("a plan with no ships", where=scenario.id, remedy="add a [[visit]]")
    ships = tuple(_ship(scenario, books, changes, visit) for visit in visits)
    resources, trash = _resources(scenario, books)
    return PlanProblem(
        weeks=scenario.weeks,
        ports=tuple(port.id for port in books.station.port if not port.retired),
        ships=_in_order(ships),
        walks=_walks(scenario, books, changes),
        resources=resources,
        trash=trash,
        crew=Crew(scenario.crew.us, scenario.crew.rs),
        limits=plan_limits(scenario, books.rules, books.consumption, books.pace),
    )


def _in_order(ships: Sequence[ShipTask]) -> tuple[ShipTask, ...]:
    """Sort visits by their nominal days: rotations relieve each other in this order."""
    return tuple(sorted(ships, key=lambda ship: (ship.nominal_day, ship.ship)))
