"""A scenario's stocks and trash as the solver books them: grams, daily use, the lines to keep.

Model   The floor is the reserve in days of the reserve crew's use, or what is held, whichever is more.
Valid   Scenarios that give every stock.
Source  The scenario's stocks; rates and reserves of the consumption's record.
"""

from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.core.errors import InputError
from portcall.core.sourced import Figure
from portcall.records.stocks import BOOKS, GRAMS_A_KG, RESOURCES, TRASH, resource_named
from portcall.stay.consumption import Sides, floor_g, use_g
from portcall.traffic.plan.books import Books
from portcall.traffic.plan.problem import ResourceTask, TrashTask


def _figure(own: Figure | None, book: Figure) -> float:
    return book.value if own is None else own.value


def resource_tasks(
    scenario: TrafficScenario, books: Books
) -> tuple[tuple[ResourceTask, ...], TrashTask]:
    """Return the resources and the trash of a scenario.

    Raises
    ------
    InputError
        An unknown resource, or one that has no stock.
    """
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
