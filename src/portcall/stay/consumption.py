"""What the station uses in a day, in whole grams, from who is on board.

Model   use = base + us crew x rate + rs crew x rate, for each resource and for the trash made. Water
        is net: what people drink, less what comes back, plus what is split for oxygen; what comes back
        and what is split follow the number of people, because people make the urine, the moisture and
        the demand. Gas is what leaks, what the payloads blow off and the oxygen that is not made from
        water. Rates are rounded to the gram once, here, so that every book that uses them closes.
Valid   Three to twelve people, regenerative systems at work; a net gain of water counts as no use.
Source  The figures' own, in the catalogue's `consumption`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from portcall.catalogue.consumption import Consumption, CrewUse
from portcall.core.errors import InputError
from portcall.records.stocks import BOOKS, GRAMS_A_KG, resource_named

NOMINAL_CREW = 7
NOMINAL_RUSSIAN_CREW = 3


class Sides(NamedTuple):
    """People on board by side."""

    us: int
    rs: int


@dataclass(frozen=True, slots=True)
class DailyRates:
    """Use in whole grams, in the order of `BOOKS`; the last column is the trash made.

    Parameters
    ----------
    base_g_day : tuple[int, ...]
        What no crew changes, (6,). [g/day]
    us_g_crew_day, rs_g_crew_day : tuple[int, ...]
        For each person of a side, (6,). [g/day]
    packing_g_per_kg : int
        Of each kilogram of dry cargo unloaded, what is packing and goes to the trash. [g/kg]
    """

    base_g_day: tuple[int, ...]
    us_g_crew_day: tuple[int, ...]
    rs_g_crew_day: tuple[int, ...]
    packing_g_per_kg: int


def sides(crew: int) -> Sides:
    """Split a number of people as the usual crew of seven is split, four to three.

    Examples
    --------
    >>> sides(7), sides(3)
    (Sides(us=4, rs=3), Sides(us=2, rs=1))
    """
    rs = crew * NOMINAL_RUSSIAN_CREW // NOMINAL_CREW
    return Sides(crew - rs, rs)


def daily_rates(
    consumption: Consumption, *, factor: Mapping[str, float] | None = None
) -> DailyRates:
    """Net a station's figures into whole grams a day.

    Parameters
    ----------
    consumption : Consumption
        The catalogue's record.
    factor : Mapping[str, float] | None
        Scales a resource's use, for what-if questions (`{"water": 1.5}`).

    Returns
    -------
    DailyRates

    Raises
    ------
    InputError
        An unknown resource (the nearest is offered) or a negative factor.
    """
    scale = dict.fromkeys(BOOKS, 1.0)
    for name, value in (factor or {}).items():
        if value < 0.0:
            raise InputError(f"{value} times the use of {name}", limit="0 or more")
        scale[resource_named(name)] = value

    def grams(kg: Mapping[str, float]) -> tuple[int, ...]:
        return tuple(round(kg[name] * scale[name] * GRAMS_A_KG) for name in BOOKS)

    return DailyRates(
        base_g_day=grams(_base_kg(consumption)),
        us_g_crew_day=grams(_crew_kg(consumption, consumption.crew.us)),
        rs_g_crew_day=grams(_crew_kg(consumption, consumption.crew.rs)),
        packing_g_per_kg=round(consumption.trash.packing_share.value * GRAMS_A_KG),
    )


def _base_kg(record: Consumption) -> dict[str, float]:
    gas = record.gas
    return {
        "food": 0.0,
        "water": record.water.payload_kg_day.value,
        "gas": gas.leak_kg_day.value
        + gas.nitrogen_payload_kg_day.value
        + gas.nitrogen_analyzer_kg_day.value,
        "propellant": record.propellant.orbit_kg_day.value
        + record.propellant.attitude_kg_day.value,
        "dry": record.dry.spares_kg_day.value + record.dry.experiments_kg_day.value,
        "trash": record.trash.base_kg_day.value,
    }


def _crew_kg(record: Consumption, one: CrewUse) -> dict[str, float]:
    water = record.water
    made = water.processor_kg_day.value + water.brine_kg_day.value
    back = made + water.russian_condensate_kg_day.value - water.oxygen_generation_kg_day.value
    return {
        "food": one.food_packed_kg.value,
        "water": one.water_kg.value - back / water.nominal_crew.value,
        "gas": one.oxygen_kg.value * (1.0 - record.gas.generated_share.value),
        "propellant": 0.0,
        "dry": one.clothing_kg.value + one.hygiene_kg.value,
        "trash": one.trash_kg.value,
    }


def use_g(rates: DailyRates, crew_us: int, crew_rs: int) -> dict[str, int]:
    """Return what a day uses of each resource, and the trash it makes. [g]

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> use_g(daily_rates(load_catalogue().consumption()), 4, 3)["food"]
    12040
    """
    if min(crew_us, crew_rs) < 0:
        raise InputError(f"a crew of {crew_us} and {crew_rs}", limit="0 or more on each side")
    rows = zip(rates.base_g_day, rates.us_g_crew_day, rates.rs_g_crew_day, strict=True)
    use = (max(base + crew_us * us + crew_rs * rs, 0) for base, us, rs in rows)
    return dict(zip(BOOKS, use, strict=True))


def days_of_supply(amount_g: int, use_g_day: int) -> float | None:
    """Return how long an amount lasts at a use; None when nothing is used. [days]

    Examples
    --------
    >>> days_of_supply(1_625_000, 12_040)
    134.96...
    """
    return amount_g / use_g_day if use_g_day > 0 else None


def floor_g(consumption: Consumption, rates: DailyRates, resource: str, crew: Sides) -> int:
    """Return the amount below which leaving is planned: the floor's days, or what is held. [g]

    Limits that are held in kilograms (water's alert level, oxygen, nitrogen) count when they are more.
    """
    name = resource_named(resource)
    held = sum(
        limit.value.value
        for limit in consumption.limit
        if limit.resource == name and limit.unit == "kg" and not limit.critical
    )
    days = consumption.reserve.floor_days.value
    return max(round(days * use_g(rates, *crew)[name]), round(held * GRAMS_A_KG))


def spacewalk_gas_g(consumption: Consumption, airlock: str) -> int:
    """Return the gas that one spacewalk takes, by its airlock (`poisk` is the Russian one). [g]"""
    gas = consumption.gas
    air = gas.spacewalk_rs_air_kg if airlock == "poisk" else gas.spacewalk_us_air_kg
    return round((air.value + gas.spacewalk_oxygen_kg.value) * GRAMS_A_KG)
