"""The book of crew hours: it closes, and it names what drowns a crew."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.stay.crew_hours import (
    EXPERIMENTS,
    TRASH_OUT,
    UPKEEP,
    crew_hours,
    overbooked_days,
    overbooked_weeks,
)
from portcall.stay.daily_stocks import Delivery
from portcall.stay.unloading import unloading

RECORD = load_catalogue().consumption()
PACE = unloading(RECORD)
MONDAY = date(2026, 1, 5)
WEEK_H = 35.0  # five days of 6.5 h and a Saturday of 2.5 h
HALF_MINUTE_EACH = 0.5  # each booked day is rounded to the minute


def book_of(people, days=28, **more):
    return crew_hours(MONDAY, np.full(days, people), RECORD, pace=PACE, **more)


def ship(name, day, kg):
    return Delivery(name, MONDAY + timedelta(days=day), None, {"dry": kg * 1000})


THREE_SHIPS = [
    ship("cygnus-ng-24", 0, 3600),
    ship("cargo-dragon-crs-34", 2, 2600),
    ship("htv-x2", 1, 1200),
]


def test_a_week_of_one_person_has_thirty_five_hours():
    assert book_of(1, days=7).given_min.sum() == WEEK_H * 60


def test_the_usual_crew_has_room_for_one_ship():
    assert overbooked_weeks(book_of(7, deliveries=[ship("progress-ms-33", 0, 1180)])) == ()


def test_three_people_and_three_ships_drown_and_the_ships_are_named():
    weeks = overbooked_weeks(book_of(3, deliveries=THREE_SHIPS))
    assert weeks[0].judgement == "drowned"
    assert weeks[0].first_day == MONDAY
    assert {label for label, _ in weeks[0].by} >= {
        "unloading cygnus-ng-24",
        "unloading cargo-dragon-crs-34",
        UPKEEP,
    }
    assert sum(minutes for _, minutes in weeks[0].by) == weeks[0].booked_min > weeks[0].given_min


def test_seven_people_with_three_ships_and_a_spacewalk_give_up_experiments():
    walk = MONDAY + timedelta(days=9)
    weeks = overbooked_weeks(book_of(7, deliveries=THREE_SHIPS, spacewalk_days=[walk]))
    assert weeks
    assert {week.judgement for week in weeks} == {"experiments give way"}
    assert any(f"spacewalk of {walk}" == label for label, _ in weeks[0].by)


def test_a_spacewalk_asks_three_people_for_more_than_their_longest_day_only_with_cargo_beside_it():
    walk = MONDAY + timedelta(days=9)
    assert walk not in [one.first_day for one in overbooked_days(book_of(7, spacewalk_days=[walk]))]
    crowded = overbooked_days(book_of(3, deliveries=THREE_SHIPS, spacewalk_days=[walk]))
    worst = max(crowded, key=lambda one: one.booked_min)
    assert worst.first_day == walk
    assert worst.by[0][0] == f"spacewalk of {walk}"


def test_propellant_takes_nobody_s_time():
    dry = book_of(7, deliveries=[ship("a", 0, 1000)])
    tanks = Delivery("b", MONDAY, None, {"propellant": 900_000})
    piped = book_of(7, deliveries=[tanks])
    assert dry.booked_min["unloading a"].sum() == pytest.approx(22 * 60, abs=HALF_MINUTE_EACH * 5)
    assert piped.booked_min["unloading b"].sum() == 0


def test_trash_carried_out_is_booked():
    loaded = np.zeros(28, np.int64)
    loaded[3] = 500_000
    assert book_of(7, loaded_g=loaded).booked_min[TRASH_OUT].tolist()[3] == 11 * 60


@given(st.integers(1, 12), st.integers(0, 6), st.lists(st.integers(0, 4000), max_size=4))
def test_prop_hours_booked_are_those_of_the_rates(people, weekday, loads):
    days = 70
    first = MONDAY + timedelta(days=weekday)
    ships = [Delivery(f"s{n}", first, None, {"dry": kg * 1000}) for n, kg in enumerate(loads)]
    book = crew_hours(first, np.full(days, people), RECORD, pace=PACE, deliveries=ships)
    hours = RECORD.hours
    weeks = days / 7
    upkeep_h = weeks * (hours.upkeep_h_week.value + people * hours.upkeep_h_crew_week.value)
    experiments_h = weeks * people * hours.experiments_h_crew_week.value
    slack = HALF_MINUTE_EACH * days
    assert book.booked_min[UPKEEP].sum() == pytest.approx(60 * upkeep_h, abs=slack)
    assert book.booked_min[EXPERIMENTS].sum() == pytest.approx(60 * experiments_h, abs=slack)
    for n, kg in enumerate(loads):
        work_min = 60 * RECORD.cargo.unloading_h_t.value * kg / 1000
        assert book.booked_min[f"unloading s{n}"].sum() == pytest.approx(work_min, abs=slack)
    for week in overbooked_weeks(book):
        assert week.booked_min > week.given_min
        assert week.first_day.weekday() == 0
