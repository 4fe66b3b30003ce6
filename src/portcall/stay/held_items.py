"""Goods that are held by the piece: how long what is held lasts.

Model   One piece serves a number of crew-days; a side's pieces serve the side's own people.
Valid   The pieces that the catalogue lists: toilet and waste goods.
Source  The catalogue's `consumption.limit`.
"""

from dataclasses import dataclass

from portcall.catalogue.consumption import Consumption, Side
from portcall.stay.consumption import Sides


@dataclass(frozen=True, slots=True)
class HeldItem:
    """Pieces of one kind that one side holds; `supply_days` None where nobody uses them."""

    name: str
    side: Side
    count: int
    supply_days: float | None


def held_items(consumption: Consumption, crew: Sides) -> tuple[HeldItem, ...]:
    """Return how long the held pieces last, the shortest first.

    Examples
    --------
    Containers for solid waste, one for 28 crew-days:

    >>> from portcall.catalogue.load import load_catalogue
    >>> items = held_items(load_catalogue().consumption(), Sides(4, 3))
    >>> [(one.side, round(one.supply_days)) for one in items if one.name == "solid-waste-containers"]
    [('rs', 56), ('us', 154)]
    """
    people = {"us": crew.us, "rs": crew.rs, "station": crew.us + crew.rs}
    found = []
    for limit in consumption.limit:
        if limit.crew_days_each is None:
            continue
        served = limit.value.value * limit.crew_days_each.value
        users = people[limit.side]
        days = served / users if users else None
        found.append(HeldItem(limit.id, limit.side, round(limit.value.value), days))
    return tuple(sorted(found, key=lambda one: (one.supply_days is None, one.supply_days or 0.0)))
