"""The records that a scenario refers to: station, traffic rules, consumption, and the rates that follow.

Model   What judges a calendar and recounts the stocks is read here, so that the plan is held to it too.
Valid   Scenarios of `catalogue.traffic_scenario`.
Source  The records' own.
"""

from dataclasses import dataclass

from portcall.catalogue.consumption import Consumption
from portcall.catalogue.load import Catalogue
from portcall.catalogue.station import Station
from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.stay.consumption import DailyRates, daily_rates
from portcall.stay.unloading import Unloading, unloading
from portcall.traffic.check.rules import TrafficRules, traffic_rules


@dataclass(frozen=True)
class Books:
    """The records that a scenario refers to."""

    catalogue: Catalogue
    station: Station
    rules: TrafficRules
    consumption: Consumption
    rates: DailyRates
    pace: Unloading


def open_books(catalogue: Catalogue, scenario: TrafficScenario) -> Books:
    """Read the records that a scenario refers to."""
    consumption = catalogue.consumption(scenario.consumption)
    return Books(
        catalogue=catalogue,
        station=catalogue.station(scenario.station),
        rules=traffic_rules(catalogue, scenario.traffic_rules),
        consumption=consumption,
        rates=daily_rates(consumption),
        pace=unloading(consumption),
    )
