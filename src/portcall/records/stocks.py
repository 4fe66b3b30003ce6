"""Stocks of a station: the resources, in grams, and how each amount is known.

Model   Five resources that are used up, and trash that grows. Amounts are whole grams, so that books
        close exactly; days of supply are at the use of the people now on board.
Valid   One station.
Source  Levels: the 45-day floor and the 30-day line of the station's program (ABC News, 2004).
"""

from collections.abc import Mapping
from typing import Literal

from portcall.core.errors import InputError, unknown_name
from portcall.records.base import FrozenRecord, Utc

RESOURCES = ("food", "water", "gas", "propellant", "dry")
TRASH = "trash"
BOOKS = (*RESOURCES, TRASH)
GRAMS_A_KG = 1000

How = Literal["recorded", "counted", "computed", "estimated", "not known"]
ReserveState = Literal["usual", "below usual", "below floor", "leave", "cannot say"]


class KnownBy(FrozenRecord):
    """How a statement is known."""

    how: How
    as_of_utc: Utc | None = None
    source: str


class StockLevel(FrozenRecord):
    """One stock at one instant; a range that spans a line of the reserves is judged `cannot say`."""

    resource: str
    amount_g: int | None
    low_g: int | None = None
    high_g: int | None = None
    use_g_day: int
    supply_days: float | None
    floor_g: int | None
    state: ReserveState
    known: KnownBy


class StockCount(FrozenRecord):
    """Amounts that somebody counted on board."""

    utc: Utc
    amounts_g: dict[str, int]
    source: str


def resource_named(name: str, *, where: str = "") -> str:
    """Return a resource's name, or refuse it with the nearest one.

    Examples
    --------
    >>> resource_named("watr")
    Traceback (most recent call last):
        ...
    portcall.core.errors.InputError: unknown resource 'watr'; did you mean 'water'?
    """
    if name not in BOOKS:
        raise unknown_name("resource", name, BOOKS, where=where)
    return name


def require_amounts(amounts_g: Mapping[str, int], *, where: str = "") -> dict[str, int]:
    """Return amounts of every resource, zero where none is named; refuse what cannot be cargo.

    Parameters
    ----------
    amounts_g : Mapping[str, int]
        By resource, whole grams. [g]
    where : str
        Where they came from, for errors.

    Returns
    -------
    dict[str, int]
        By all of `RESOURCES`. [g]

    Raises
    ------
    InputError
        An unknown resource (the nearest is offered), trash, or a negative amount.
    """
    for name, amount in amounts_g.items():
        if resource_named(name, where=where) == TRASH:
            raise InputError("trash is no cargo", where=where, remedy="name it as a removal")
        if amount < 0:
            raise InputError(
                f"{amount / GRAMS_A_KG:g} kg of {name}",
                limit="0 kg or more",
                where=where,
                remedy="cargo that leaves is a removal",
            )
    return {name: int(amounts_g.get(name, 0)) for name in RESOURCES}


def reserve_state(
    supply_days: float | None, *, leave_days: float, floor_days: float, usual_days: float
) -> ReserveState:
    """Judge days of supply.

    Examples
    --------
    >>> reserve_state(44.9, leave_days=30.0, floor_days=45.0, usual_days=180.0)
    'below floor'
    """
    if supply_days is None:
        return "cannot say"
    if supply_days < leave_days:
        return "leave"
    if supply_days < floor_days:
        return "below floor"
    return "below usual" if supply_days < usual_days else "usual"
