"""A scenario's spacewalks as the solver places them: days, airlock, what must be free, gas."""

from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.core.errors import InputError
from portcall.stay.consumption import spacewalk_gas_g
from portcall.traffic.plan.books import Books
from portcall.traffic.plan.changes import Changes
from portcall.traffic.plan.problem import WalkTask


def walk_tasks(scenario: TrafficScenario, books: Books, changes: Changes) -> tuple[WalkTask, ...]:
    """Return the spacewalks of a scenario.

    Raises
    ------
    InputError
        A spacewalk whose window lies outside the horizon.
    """
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
