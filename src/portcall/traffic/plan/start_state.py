"""What a scenario says of its first day: refused where it cannot be so.

Model   One ship at a port, docked before the first day; a seat home for each person; no mass below zero.
Valid   Scenarios of `catalogue.traffic_scenario`; where no ship with seats is docked, seats are not asked.
Source  The rule book for the seats.
"""

from collections.abc import Iterator

from portcall.catalogue.traffic_scenario import ScenarioVisit, TrafficScenario
from portcall.core.errors import InputError
from portcall.traffic.check.rules import TrafficRules


def refuse_start_state(scenario: TrafficScenario, rules: TrafficRules) -> None:
    """Refuse a first day that cannot be.

    Raises
    ------
    InputError
        Two ships on one port, a ship that is docked and comes later, more people than seats, a negative
        mass.
    """
    docked = [visit for visit in scenario.visit if visit.docked_at is not None]
    for ship in docked:
        if ship.dock.utc.date() > scenario.start:
            raise InputError(
                f"{ship.ship} is docked already and docks on {ship.dock.utc.date()}",
                limit=f"{scenario.start}, the first day",
                where=scenario.id,
                remedy="leave `docked_at` away, or mend the date",
            )
    for first, second in _on_one_port(docked):
        raise InputError(
            f"{first.ship} and {second.ship} are both on {first.docked_at} on the first day",
            limit="one ship at a port",
            where=scenario.id,
            remedy="give one of them another port",
        )
    _refuse_people(scenario, rules, docked)
    for stock in scenario.stock:
        for name, figure in (("amount_kg", stock.amount_kg), ("most_kg", stock.most_kg)):
            if figure.value < 0.0:
                raise InputError(
                    f"{name} = {figure.value:g} of {stock.resource} is negative",
                    limit="0 kg or more",
                    where=scenario.id,
                    remedy="give what is there",
                )


def _on_one_port(docked: list[ScenarioVisit]) -> Iterator[tuple[ScenarioVisit, ScenarioVisit]]:
    seen: dict[str | None, ScenarioVisit] = {}
    for ship in docked:
        if ship.docked_at in seen:
            yield seen[ship.docked_at], ship
        seen[ship.docked_at] = ship


def _refuse_people(
    scenario: TrafficScenario, rules: TrafficRules, docked: list[ScenarioVisit]
) -> None:
    seats = sum(rules.seats(ship.vehicle) for ship in docked if ship.role != "cargo")
    people = scenario.crew.us + scenario.crew.rs
    if seats and people > seats:
        raise InputError(
            f"{people} people on board and {seats} seats home on the first day",
            limit="a seat each",
            where=scenario.id,
            remedy="take people off `crew`, or add the docked ship they came with",
        )
