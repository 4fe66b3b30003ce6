"""The water of a day, line by line, so that the net rate can be argued with.

Model   What is drunk, split for oxygen and used by payloads, less what comes back. Two ways: the public
        planning rates, in which what is made and split follows the number of people; and the human
        balance, in which a recovered share of urine and moisture comes back to the US side alone.
Valid   A usual crew of about seven; hygiene water is left out on both sides (it nearly all comes back).
Source  Planning set of 2022 to 2025; NASA RP-1324 for people; the catalogue names each figure.
"""

from dataclasses import dataclass

from portcall.catalogue.consumption import Consumption


@dataclass(frozen=True, slots=True)
class WaterBalance:
    """The lines of a day, in kg (a liter is a kilogram)."""

    people: float
    drunk_kg: float
    split_kg: float
    payloads_kg: float
    back_kg: float

    @property
    def net_kg_day(self) -> float:
        """What the stock loses. [kg/day]"""
        return self.drunk_kg + self.split_kg + self.payloads_kg - self.back_kg

    @property
    def net_kg_crew_day(self) -> float:
        """What the stock loses for each person. [kg per crew-day]"""
        return self.net_kg_day / self.people


def planned_balance(consumption: Consumption, us: float, rs: float) -> WaterBalance:
    """Return the station's balance from the planning rates, for mean numbers of people.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> round(planned_balance(load_catalogue().consumption(), 4, 3).net_kg_day, 2)
    6.81
    """
    water, crew = consumption.water, consumption.crew
    share = (us + rs) / water.nominal_crew.value
    made = (
        water.processor_kg_day.value
        + water.brine_kg_day.value
        + water.russian_condensate_kg_day.value
    )
    return WaterBalance(
        people=us + rs,
        drunk_kg=us * crew.us.water_kg.value + rs * crew.rs.water_kg.value,
        split_kg=water.oxygen_generation_kg_day.value * share,
        payloads_kg=water.payload_kg_day.value,
        back_kg=made * share,
    )


def us_balance_of_people(
    consumption: Consumption, us: float, *, recovered_share: float | None = None
) -> WaterBalance:
    """Return the US side's balance from what people give off and the share that comes back."""
    water = consumption.water
    share = water.us_recovery.value if recovered_share is None else recovered_share
    given_off = water.urine_kg_crew_day.value + water.vapor_kg_crew_day.value
    return WaterBalance(
        people=us,
        drunk_kg=us * consumption.crew.us.water_kg.value,
        split_kg=water.oxygen_generation_kg_day.value,
        payloads_kg=water.payload_kg_day.value,
        back_kg=us * share * given_off,
    )
