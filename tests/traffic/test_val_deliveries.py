"""What a day uses, against what the recorded ships of three years brought.

Over years a station can use neither more nor much less than it is brought. Loads are typical ones of each
class, so this is a check of size: 20 %.
"""

from collections import Counter
from datetime import date

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.stay.cargo import typical_load_g
from portcall.stay.consumption import daily_rates, sides, use_g
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.check.crew_book import hands

OF_SIZE = 0.20
US_WATER_G_DAY = 1_956_000 / 600  # counted by the US side, January 2022 to September 2023
FIRST, LAST = date(2023, 1, 1), date(2025, 12, 31)
DAYS = (LAST - FIRST).days + 1

CATALOGUE = load_catalogue()
HISTORY = recorded_calendar(CATALOGUE.calendar("iss-history"))


@pytest.fixture(scope="module")
def brought_g_day():
    total = Counter()
    for stay in HISTORY.stays:
        day = stay.arrival.middle_utc.date()
        known = stay.vehicle in CATALOGUE.names("vehicles")
        if stay.begins == "visit" and FIRST <= day <= LAST and known:
            total.update(typical_load_g(CATALOGUE, stay.vehicle))
    return {name: amount / DAYS for name, amount in total.items()}


@pytest.fixture(scope="module")
def used_g_day():
    rates = daily_rates(CATALOGUE.consumption())
    days = [use_g(rates, *sides(int(crew))) for crew in hands(HISTORY, FIRST, DAYS)]
    return {name: sum(day[name] for day in days) / DAYS for name in days[0]}


def test_val_propellant_brought_is_of_the_size_of_what_is_used(brought_g_day, used_g_day):
    assert used_g_day["propellant"] == pytest.approx(brought_g_day["propellant"], rel=OF_SIZE)


def test_val_water_brought_is_of_the_size_of_what_is_used(brought_g_day, used_g_day):
    brought = brought_g_day["water"] + US_WATER_G_DAY
    assert used_g_day["water"] == pytest.approx(brought, rel=OF_SIZE)


def test_val_gas_used_is_more_than_what_came_as_gas(brought_g_day, used_g_day):
    """The rest comes in tanks that manifests count as dry goods."""
    assert brought_g_day["gas"] < used_g_day["gas"] < 3 * brought_g_day["gas"]
