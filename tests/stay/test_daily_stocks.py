"""The daily books on cases that can be worked out by hand."""

from datetime import date, timedelta

import numpy as np
import pytest

from portcall.core.errors import InputError
from portcall.records.stocks import BOOKS
from portcall.stay.consumption import DailyRates
from portcall.stay.daily_stocks import Delivery, Removal, daily_stocks
from portcall.stay.unloading import Unloading

FIRST = date(2026, 1, 1)
ONE_EACH = DailyRates((0, 0, 0, 0, 0, 5), (10, 0, 0, 0, 0, 1), (1, 0, 0, 0, 0, 1), 0)
PACE = Unloading(rate_g_day=100, days_to_hatch=1, loading_days=2)


def at(day):
    return FIRST + timedelta(days=day)


def books(days, stocks, *, crew=7, deliveries=(), removals=(), rates=ONE_EACH, pace=PACE, **more):
    return daily_stocks(
        FIRST, days, stocks, [crew] * days, deliveries, removals, rates, pace=pace, **more
    )


def test_seven_people_eat_as_four_and_three():
    assert books(2, {"food": 100}).stocks_g[:, 0].tolist() == [57, 14]


def test_an_empty_stock_says_what_it_lacked():
    found = books(3, {"food": 100})
    assert found.stocks_g[2, 0] == 0
    assert found.short_g[2, 0] == 29
    assert found.first_short() == (at(2), "food")


def test_a_ship_is_opened_the_day_after_it_docks_and_emptied_at_its_rate():
    ship = Delivery("a", at(1), None, {"water": 200, "gas": 50})
    found = books(6, {}, deliveries=[ship])
    assert found.unloaded_g[:, 1].tolist() == [0, 0, 80, 80, 40, 0]
    assert found.unloaded_g[:, 2].tolist() == [0, 0, 20, 20, 10, 0]
    assert not found.left_g.any()


def test_a_ship_that_leaves_early_takes_the_rest_away():
    ship = Delivery("a", at(0), at(2), {"water": 250})
    found = books(6, {}, deliveries=[ship])
    assert found.unloaded_g[:, 1].sum() == 100
    assert found.left_g[0, 1] == 150


def test_a_ship_docked_before_the_first_day_brings_what_is_still_in_it():
    ship = Delivery("a", at(-30), None, {"water": 150})
    assert books(3, {}, deliveries=[ship]).unloaded_g[:, 1].tolist() == [100, 50, 0]


def test_packing_of_dry_cargo_is_trash():
    rates = DailyRates((0,) * 6, (0,) * 6, (0,) * 6, 150)
    ship = Delivery("a", at(-1), None, {"dry": 1000})
    found = books(1, {}, deliveries=[ship], rates=rates, pace=Unloading(2000, 1, 2))
    assert found.on(FIRST)["dry"] == 850
    assert found.on(FIRST)["trash"] == 150


def test_trash_is_loaded_in_the_last_days_and_no_more_than_there_is():
    found = books(5, {"trash": 7}, removals=[Removal("a", at(3), 41)])
    # 12 are made a day; half of 41 is due on day 1, the rest on day 2
    assert found.loaded_g.tolist() == [0, 20, 21, 0, 0]
    short = books(5, {}, removals=[Removal("a", at(1), 500)])
    assert short.loaded_by_g.tolist() == [12]


def test_no_trash_goes_into_a_ship_before_its_hatch_is_open():
    removal = Removal("a", at(4), 10, loading_days=4, dock_day=at(2))
    assert books(5, {"trash": 100}, removals=[removal]).loaded_g.tolist() == [0, 0, 0, 10, 0]


def test_extra_use_is_taken_on_its_day():
    draws = np.zeros((3, 6), np.int64)
    draws[1, BOOKS.index("gas")] = 40
    assert books(3, {"gas": 100}, draws_g=draws).stocks_g[:, 2].tolist() == [100, 60, 60]


@pytest.mark.parametrize(
    ("stocks", "deliveries", "removals", "words"),
    [
        ({"watr": 1}, (), (), "did you mean 'water'"),
        ({"water": -1}, (), (), "-0.001 kg of water"),
        ({"trash": -1}, (), (), "of trash"),
        ({}, [Delivery("a", at(0), None, {"food": -5})], (), "a: -0.005 kg of food"),
        ({}, [Delivery("a", at(0), None, {"trash": 5})], (), "trash is no cargo"),
        ({}, [Delivery("a", at(2), at(1), {})], (), "before docking"),
        ({}, [Delivery("a", at(0), None, {}, 0)], (), "unloading rate"),
        ({}, (), [Removal("a", at(1), -1)], "of trash"),
    ],
)
def test_what_cannot_be_cargo_is_refused_in_one_line(stocks, deliveries, removals, words):
    with pytest.raises(InputError) as refusal:
        books(3, stocks, deliveries=deliveries, removals=removals)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_day_outside_the_books_is_refused():
    with pytest.raises(InputError, match="outside the books"):
        books(3, {}).on(at(3))


def test_a_crew_of_another_length_is_refused():
    with pytest.raises(InputError, match="a crew for 2 days"):
        daily_stocks(FIRST, 3, {}, [7, 7], [], [], ONE_EACH, pace=PACE)
