"""The crew's hours over real traffic, and over traffic that would drown it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortCalendar, PortStay
from portcall.stay.crew_hours import overbooked_weeks
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.check.crew_book import crew_book, crew_hour_breaks, hands, overbooked_crew

CATALOGUE = load_catalogue()
HISTORY = recorded_calendar(CATALOGUE.calendar("iss-history"))
FIRST = date(2023, 1, 1)
DAYS = (date(2026, 4, 30) - FIRST).days
TRIO = date(2026, 1, 19)  # a Monday in the 31 days with three people


def planted(*ships, kg=3_000_000):
    arrival = KnownTime.exactly(datetime(2026, 1, 18, 12, tzinfo=UTC))
    stays = [
        PortStay(ship=ship, vehicle="cygnus", port=None, arrival=arrival, cargo_up_g={"dry": kg})
        for ship in ships
    ]
    return HISTORY.model_copy(update={"stays": (*HISTORY.stays, *stays)})


def test_val_the_recorded_traffic_drowned_nobody():
    assert overbooked_crew(CATALOGUE, HISTORY, FIRST, DAYS) == ()


def test_val_the_tightest_recorded_weeks_are_spacewalks_and_a_ship_for_three_people():
    book = crew_book(CATALOGUE, HISTORY, FIRST, DAYS)
    weeks = overbooked_weeks(book)
    assert {week.judgement for week in weeks} == {"experiments give way"}
    assert [week.first_day for week in weeks] == [
        date(2025, 4, 28),
        date(2025, 10, 13),
        date(2026, 2, 9),
    ]


def test_val_hands_are_three_in_the_trio_and_seven_without_guests():
    count = hands(HISTORY, FIRST, DAYS)
    assert count[(TRIO - FIRST).days] == 3
    assert count[(date(2025, 7, 10) - FIRST).days] == 7  # four guests were there too
    assert count.min() == 3


def test_six_ships_for_three_people_drown_them_at_any_estimate_and_are_named():
    found = overbooked_crew(CATALOGUE, planted(*"abcdef"), FIRST, DAYS)
    week = next(one for one in found if one.first_utc.date() == TRIO)
    assert week.is_certain
    assert set(week.ships) == set("abcdef")
    assert "drowned" in week.found
    assert week.last_utc - week.first_utc == timedelta(days=7)


def test_what_only_an_estimate_drowns_cannot_be_said():
    found = overbooked_crew(CATALOGUE, planted("a", "b"), FIRST, DAYS)
    week = next(one for one in found if one.first_utc.date() == TRIO)
    assert (week.severity, week.verdict) == ("rule", "cannot say")


def test_a_calendar_that_names_nobody_is_not_judged():
    ships = HISTORY.model_copy(
        update={
            "stays": tuple(
                stay.model_copy(update={"crew_up": (), "crew_down": ()}) for stay in HISTORY.stays
            )
        }
    )
    assert crew_hour_breaks(CATALOGUE, ships) == ()
    assert crew_hour_breaks(CATALOGUE, PortCalendar()) == ()


def test_the_span_of_a_calendar_is_its_own():
    drowned = overbooked_crew(CATALOGUE, planted(*"abcdef"), FIRST, DAYS)
    assert drowned
    assert crew_hour_breaks(CATALOGUE, planted(*"abcdef")) == drowned


def test_an_empty_calendar_asks_for_upkeep_of_nobody():
    with pytest.raises(InputError, match="a book of 0 days"):
        overbooked_crew(CATALOGUE, PortCalendar(), FIRST, 0)
