"""What a station uses, makes and throws away in a day, and what it wants to hold.

Model   Masses per crew-day apart for the two sides (`us`: the United States, Europe, Japan, Canada and
        private crews; `rs`: Russia), masses per day that no crew changes, and shares that come back.
        Water and oxygen are kept as their sources state them; `stay.consumption` nets them.
Valid   A station with regenerative water and oxygen, a crew of three to twelve, years 2022 and on.
Source  Each figure names its own.
"""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure

Side = Literal["us", "rs", "station"]


class CrewUse(Record):
    """What one person of a side needs in a day, in kg."""

    food_packed_kg: Figure = Field(description="with its packing")
    water_kg: Figure = Field(description="drink and food water, before anything is recovered")
    oxygen_kg: Figure = Field(description="breathed")
    clothing_kg: Figure
    hygiene_kg: Figure = Field(description="wipes, towels, soap, toilet goods")
    trash_kg: Figure = Field(description="of all kinds, food packing and toilet containers too")


class Crew(Record):
    """Both sides."""

    us: CrewUse
    rs: CrewUse


class Water(Record):
    """Water beyond what people drink, and what comes back. A liter is taken as a kilogram."""

    oxygen_generation_kg_day: Figure = Field(description="split for oxygen, at `nominal_crew`")
    payload_kg_day: Figure
    processor_kg_day: Figure = Field(description="made by the water processor, at `nominal_crew`")
    brine_kg_day: Figure = Field(description="made from brine, at `nominal_crew`")
    russian_condensate_kg_day: Figure = Field(description="made, at `nominal_crew`")
    nominal_crew: Figure = Field(description="people whom the made amounts belong to")
    urine_kg_crew_day: Figure
    vapor_kg_crew_day: Figure = Field(description="breathed out and sweated, comes as condensate")
    us_recovery: Figure = Field(description="share of urine and condensate that comes back")
    rs_recovery: Figure


class Gas(Record):
    """Gas for the cabin: oxygen and nitrogen."""

    leak_kg_day: Figure = Field(description="air lost overboard by the whole station")
    nitrogen_payload_kg_day: Figure
    nitrogen_analyzer_kg_day: Figure
    generated_share: Figure = Field(description="of the oxygen breathed, made from water")
    spacewalk_us_air_kg: Figure = Field(description="lost when the hatch opens")
    spacewalk_rs_air_kg: Figure
    spacewalk_oxygen_kg: Figure = Field(description="used by the suits on the day")


class Dry(Record):
    """Dry goods that do not depend on who is on board."""

    spares_kg_day: Figure
    experiments_kg_day: Figure


class Propellant(Record):
    """Propellant of the station's own orbit and attitude."""

    orbit_kg_day: Figure = Field(description="makes up for drag")
    attitude_kg_day: Figure


class Trash(Record):
    """What is thrown away beside what people make, and how densely it packs."""

    base_kg_day: Figure = Field(description="failed parts and ended experiments")
    packing_share: Figure = Field(description="of dry cargo unloaded, that is packing and trash")
    bag_volume_m3: Figure = Field(description="of one cargo transfer bag equivalent")
    bag_trash_kg: Figure = Field(description="trash that one bag equivalent holds")
    stowage_kg: Figure = Field(description="that the station can put up with")
    loading_days: Figure = Field(description="days before a departure in which trash is loaded")


class CargoWork(Record):
    """How cargo is carried."""

    unloading_h_t: Figure = Field(description="crew-hours per tonne carried in")
    loading_h_t: Figure = Field(description="crew-hours per tonne of trash carried out")
    cargo_h_day: Figure = Field(description="crew-hours a day that one ship gets")
    days_to_hatch: Figure = Field(description="from the day of docking to the first day of work")
    packing_factor: Figure = Field(description="packed mass over net mass")


class Reserve(Record):
    """Days of supply: the levels that are judged."""

    leave_days: Figure = Field(description="below, the crew leaves")
    floor_days: Figure = Field(description="below, leaving is planned")
    usual_days: Figure


class CrewTime(Record):
    """What the crew's hours are, and what is always in them. Exercise is outside of all."""

    work_h_weekday: Figure = Field(description="of one person, exercise left out")
    work_h_saturday: Figure
    work_h_sunday: Figure
    most_h_day: Figure = Field(description="of one person, on a day that cannot wait")
    experiments_h_crew_week: Figure
    upkeep_h_week: Figure = Field(description="of all hands, whoever is on board: maintenance")
    upkeep_h_crew_week: Figure = Field(description="of one person: housekeeping, medical checks")
    spacewalk_people: Figure
    spacewalk_outside_h: Figure
    spacewalk_day_h: Figure = Field(description="of all hands, on the day itself")
    spacewalk_preparation_h: Figure = Field(description="of all hands, spread over the days before")
    spacewalk_preparation_days: Figure
    spacewalk_after_h: Figure = Field(description="of all hands, on the day after")


class Limit(Record):
    """An amount that is held, by side."""

    id: Identifier
    side: Side
    resource: Literal["food", "water", "gas", "dry", "propellant"]
    unit: Literal["kg", "count"]
    value: Figure
    critical: bool = Field(default=False, description="the emergency below the amount held")
    crew_days_each: Figure | None = Field(default=None, description="that one piece serves")


class Hold(Record):
    """What a vehicle can carry, beside its manifest: totals and bag equivalents."""

    vehicle: Identifier
    total_kg: Figure = Field(description="all cargo for the station")
    bags_up: Figure | None = None
    bags_trash: Figure | None = Field(default=None, description="that leave to be destroyed")
    trash_kg: Figure = Field(description="most that may leave to be destroyed")
    return_kg: Figure = Field(description="most that lands")


class StockEstimate(Record):
    """What the public knows of a stock on a date."""

    resource: Literal["food", "water", "gas", "propellant", "dry", "trash"]
    date: date
    amount_kg: Figure = Field(description="with its range, whatever the status")

    @model_validator(mode="after")
    def _has_a_range(self) -> Self:
        if self.amount_kg.low is None or self.amount_kg.high is None:
            raise ValueError("an estimate of a stock needs `low` and `high`")
        return self


class Consumption(Record):
    """The stocks of one station: rates, levels, hours and holds."""

    id: Identifier
    station: Identifier
    crew: Crew
    water: Water
    gas: Gas
    dry: Dry
    propellant: Propellant
    trash: Trash
    cargo: CargoWork
    reserve: Reserve
    hours: CrewTime
    limit: tuple[Limit, ...] = ()
    hold: tuple[Hold, ...] = ()
    estimate: tuple[StockEstimate, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _levels_follow_each_other(self) -> Self:
        levels = self.reserve
        days = [levels.leave_days.value, levels.floor_days.value, levels.usual_days.value]
        if days != sorted(days):
            raise ValueError("leave_days, floor_days and usual_days must be in this order")
        return self
