"""Trash towards a departure: how much a ship may take, how many bags that is, what returns.

Model   A ship takes no more than its mass limit and no more than fits into its bags; loading is spread
        over the last days of its stay (`stay.daily_stocks`). Trash packs at a fixed mass a bag.
Valid   Mixed trash in cargo transfer bags; waste liquids in emptied tanks are not counted.
Source  The catalogue's `consumption.trash` and `consumption.hold`.
"""

from datetime import date

from portcall.catalogue.consumption import Consumption
from portcall.core.errors import InputError
from portcall.records.stocks import GRAMS_A_KG
from portcall.stay.cargo import ShipLimits
from portcall.stay.daily_stocks import Removal


def bags_of_trash(trash_g: int, consumption: Consumption) -> float:
    """Return how many cargo transfer bags an amount of trash fills."""
    return trash_g / (consumption.trash.bag_trash_kg.value * GRAMS_A_KG)


def trash_volume_m3(trash_g: int, consumption: Consumption) -> float:
    """Return the volume of an amount of trash. [m3]

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> round(trash_volume_m3(1_500_000, load_catalogue().consumption()), 2)
    7.95
    """
    return bags_of_trash(trash_g, consumption) * consumption.trash.bag_volume_m3.value


def stowage_g(consumption: Consumption) -> int:
    """Return the trash that the station can put up with. [g]"""
    return round(consumption.trash.stowage_kg.value * GRAMS_A_KG)


def removal(
    ship: str,
    limits: ShipLimits,
    *,
    dock_day: date | None,
    undock_day: date,
    wanted_g: int | None = None,
) -> Removal:
    """Return what a ship takes away: all that it may, or an amount that it may.

    Raises
    ------
    InputError
        A negative amount, or more than the ship takes.
    """
    wanted = limits.trash_g if wanted_g is None else wanted_g
    require_downmass(limits, trash_g=wanted, return_g=0, where=ship)
    return Removal(ship, undock_day, wanted, dock_day=dock_day)


def require_downmass(
    limits: ShipLimits, *, trash_g: int, return_g: int, where: str = ""
) -> tuple[int, int]:
    """Return what leaves in a ship, trash and what lands, or refuse more than it takes.

    Raises
    ------
    InputError
        A negative amount, or more than the ship takes.
    """
    for what, amount, most in (
        ("trash", trash_g, limits.trash_g),
        ("cargo to land", return_g, limits.return_g),
    ):
        if not 0 <= amount <= most:
            raise InputError(
                f"{amount / GRAMS_A_KG:g} kg of {what}",
                limit=f"0 to {most / GRAMS_A_KG:g} kg on {limits.vehicle}",
                where=where,
            )
    return trash_g, return_g
