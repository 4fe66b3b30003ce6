"""Makes the solver's problem of a scenario, the rule books and the rates: all figures become whole numbers.

Model   Days count from the scenario's first day. Rates and limits are those that judge a calendar and
        recount the stocks, so that the plan is held to the same lines.
Valid   Scenarios of `catalogue.traffic_scenario`.
Source  The records' own.
"""

from collections.abc import Sequence

from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.core.errors import InputError
from portcall.traffic.plan.books import Books
from portcall.traffic.plan.changes import Changes
from portcall.traffic.plan.dates import known_ship, known_slips
from portcall.traffic.plan.limits import plan_limits
from portcall.traffic.plan.problem import Crew, PlanProblem, ShipTask
from portcall.traffic.plan.resources import resource_tasks
from portcall.traffic.plan.ships import ship_task
from portcall.traffic.plan.walks import walk_tasks


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
    ships = tuple(ship_task(scenario, books, changes, visit) for visit in visits)
    resources, trash = resource_tasks(scenario, books)
    return PlanProblem(
        weeks=scenario.weeks,
        ports=tuple(port.id for port in books.station.port if not port.retired),
        ships=_in_order(ships),
        walks=walk_tasks(scenario, books, changes),
        resources=resources,
        trash=trash,
        crew=Crew(scenario.crew.us, scenario.crew.rs),
        transfer_ports=tuple(
            port.id for port in books.station.port if port.propellant_transfer.value
        ),
        limits=plan_limits(scenario, books.rules, books.consumption, books.pace),
    )


def _in_order(ships: Sequence[ShipTask]) -> tuple[ShipTask, ...]:
    """Sort visits by their nominal days: rotations relieve each other in this order."""
    return tuple(sorted(ships, key=lambda ship: (ship.nominal_day, ship.ship)))
