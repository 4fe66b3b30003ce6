"""What a ship carries in and out: limits of mass and volume by vehicle, and manifests against them.

Model   Tanks limit water, gas and propellant; the cabin limits food and dry goods together; a total
        limits all. Out goes trash, within the mass that may leave and the bags that fit; what lands is
        another limit. A figure with a range gives its high end as the limit.
Valid   One class of ship; what one flight may carry is its own manifest.
Source  The catalogue's vehicles (`[manifest]`) and `consumption.hold`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portcall.catalogue.consumption import Consumption, Hold
from portcall.catalogue.load import Catalogue
from portcall.core.errors import InputError, unknown_name
from portcall.core.sourced import Figure
from portcall.records.stocks import GRAMS_A_KG, RESOURCES, require_amounts

_IN_TANKS = ("water", "gas", "propellant")


@dataclass(frozen=True, slots=True)
class ShipLimits:
    """The most that one class of ship carries, in grams.

    Parameters
    ----------
    total_g : int
        Of everything together.
    cabin_g : int
        Of food and dry goods together.
    tanks_g : Mapping[str, int]
        Of water, gas and propellant, each.
    trash_g : int
        That leaves to be destroyed: the mass limit or what the bags hold, whichever is less.
    trash_bags : float | None
        Cargo transfer bag equivalents of it; None where no volume is known.
    return_g : int
        That lands.
    """

    vehicle: str
    total_g: int
    cabin_g: int
    tanks_g: Mapping[str, int]
    trash_g: int
    trash_bags: int | None
    return_g: int

    def most_g(self, resource: str) -> int:
        """Return the most of one resource. [g]"""
        return min(self.tanks_g.get(resource, self.cabin_g), self.total_g)


def _grams(figure: Figure) -> int:
    return round(figure.value * GRAMS_A_KG)


def _limit_g(figure: Figure) -> int:
    return round((figure.value if figure.high is None else figure.high) * GRAMS_A_KG)


def _hold_of(consumption: Consumption, vehicle: str) -> Hold:
    holds = {hold.vehicle: hold for hold in consumption.hold}
    if vehicle not in holds:
        raise unknown_name("vehicle with a known hold", vehicle, holds)
    return holds[vehicle]


def ship_limits(catalogue: Catalogue, vehicle: str, consumption: Consumption) -> ShipLimits:
    """Return what a class of ship may carry.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> catalogue = load_catalogue()
    >>> ship_limits(catalogue, "progress-ms", catalogue.consumption()).most_g("propellant")
    950000
    """
    manifest = catalogue.vehicle(vehicle).manifest
    hold = _hold_of(consumption, vehicle)
    bags = None if hold.bags_trash is None else round(hold.bags_trash.value)
    trash_g = _grams(hold.trash_kg)
    if bags is not None:
        trash_g = min(trash_g, round(bags * consumption.trash.bag_trash_kg.value * GRAMS_A_KG))
    tanks = (manifest.water_kg, manifest.gas_kg, manifest.transfer_propellant_kg)
    return ShipLimits(
        vehicle=vehicle,
        total_g=_limit_g(hold.total_kg),
        cabin_g=_limit_g(manifest.dry_cargo_kg),
        tanks_g=dict(zip(_IN_TANKS, map(_limit_g, tanks), strict=True)),
        trash_g=trash_g,
        trash_bags=bags,
        return_g=_grams(hold.return_kg),
    )


def typical_load_g(catalogue: Catalogue, vehicle: str) -> dict[str, int]:
    """Return a typical load; food is within the dry goods, as manifests are published. [g]"""
    manifest = catalogue.vehicle(vehicle).manifest
    return {
        "food": 0,
        "water": _grams(manifest.water_kg),
        "gas": _grams(manifest.gas_kg),
        "propellant": _grams(manifest.transfer_propellant_kg),
        "dry": _grams(manifest.dry_cargo_kg),
    }


def require_manifest(
    limits: ShipLimits, amounts_g: Mapping[str, int], *, where: str = ""
) -> dict[str, int]:
    """Return a manifest of every resource, or refuse what the ship cannot carry.

    Raises
    ------
    InputError
        An unknown resource, a negative amount, a tank, cabin or total overfilled.
    """
    amounts = require_amounts(amounts_g, where=where)
    cabin = sum(amounts[name] for name in RESOURCES if name not in _IN_TANKS)
    checks = [(name, amounts[name], limits.tanks_g[name]) for name in _IN_TANKS]
    checks += [("food and dry goods", cabin, limits.cabin_g)]
    checks += [("cargo in all", sum(amounts.values()), limits.total_g)]
    for name, amount, most in checks:
        if amount > most:
            raise InputError(
                f"{amount / GRAMS_A_KG:g} kg of {name}",
                limit=f"{most / GRAMS_A_KG:g} kg on {limits.vehicle}",
                where=where,
            )
    return amounts
