"""The station at an instant: what was recorded is told as recorded, and nothing else is."""

from datetime import UTC, datetime, timedelta

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import DataError
from portcall.records.known_time import KnownTime
from portcall.records.log_state import LogState, Stock
from portcall.records.port_calendar import PortCalendar, PortStay
from portcall.stay.consumption import daily_rates, sides, use_g
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.check.crew_curve import people_at
from portcall.traffic.station.state import recorded_state
from portcall.traffic.station.stocks_at import stocks_at, used_between_g
from portcall.traffic.station.who_is_there import crew_at, holds, port_state

CATALOGUE = load_catalogue()
RECORD = CATALOGUE.consumption()
HISTORY = recorded_calendar(CATALOGUE.calendar("iss-history"))
ALL_FULL = datetime(2025, 12, 2, 12, tzinfo=UTC)  # all eight ports for the first time on 2025-12-01
TRIO = datetime(2026, 2, 1, 12, tzinfo=UTC)
TWELVE = datetime(2024, 9, 15, 12, tzinfo=UTC)


def ports(moment):
    return {
        port.id: port_state(HISTORY, port.id, moment) for port in CATALOGUE.station().ports_in_use
    }


def test_val_all_eight_ports_are_full_in_december_2025():
    assert {port.occupied for port in ports(ALL_FULL).values()} == {"yes"}


def test_val_the_seed_ship_is_at_poisk_on_its_second_day():
    poisk = ports(datetime(2025, 7, 7, 12, tzinfo=UTC))["poisk-zenith"]
    assert (poisk.ship, poisk.occupied) == ("progress-ms-31", "yes")
    assert str(poisk.due) == "2026-03-16 13:24"
    assert poisk.next_ship == "progress-ms-33"


@pytest.mark.parametrize(("moment", "count"), [(TWELVE, 12), (TRIO, 3), (ALL_FULL, 10)])
def test_val_headcounts_of_known_days(moment, count):
    crew = crew_at(HISTORY, moment)
    assert [one.aboard for one in crew] == ["yes"] * count


@pytest.mark.parametrize("days", range(10, 1200, 61))
def test_the_people_are_those_of_the_crew_curve(days):
    moment = datetime(2023, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)
    sure = {one.name for one in crew_at(HISTORY, moment) if one.aboard == "yes"}
    maybe = {one.name for one in crew_at(HISTORY, moment)}
    assert sure <= set(people_at(HISTORY, moment)) <= maybe


def test_a_day_is_not_an_instant():
    day = KnownTime.parse("2026-01-10")
    stay = PortStay(ship="a", vehicle="cygnus", port="unity-nadir", arrival=day)
    noon = day.middle_utc
    assert holds(stay, noon) == "cannot say"
    assert holds(stay, noon - timedelta(days=1)) == "no"
    assert holds(stay, noon + timedelta(days=1)) == "yes"
    assert holds(stay, noon + timedelta(days=1), open_end=True) == "cannot say"


def test_after_the_records_nothing_is_certain():
    found = recorded_state(CATALOGUE, HISTORY, datetime(2026, 10, 1, tzinfo=UTC))
    assert found.status == "after the records"
    assert {port.occupied for port in found.ports} == {"cannot say"}
    assert found.certain_crew == ()


def test_before_the_records_there_is_no_answer():
    with pytest.raises(DataError) as refusal:
        recorded_state(CATALOGUE, HISTORY, datetime(2021, 5, 1, tzinfo=UTC))
    assert "nothing is recorded of 2021-05-01 (limit: 2023-01-01 or later)" in str(refusal.value)


def test_every_figure_says_how_it_is_known():
    found = recorded_state(CATALOGUE, HISTORY, TRIO)
    for one in (*found.stocks, found.trash):
        assert one.known.how == "estimated"
        assert one.known.source
        assert one.known.as_of_utc < TRIO
        assert one.low_g <= one.amount_g <= one.high_g
    assert found.altitude is not None
    assert 400e3 < found.altitude.altitude_m < 430e3
    assert found.altitude.known.as_of_utc is not None


def test_an_old_estimate_is_not_judged_and_a_fresh_one_is():
    stated = datetime(2025, 3, 31, tzinfo=UTC)
    fresh, _ = stocks_at(RECORD, stated + timedelta(days=10), 7)
    old, _ = stocks_at(RECORD, stated + timedelta(days=100), 7)
    assert fresh[0].state == "below usual"  # four to five months of food, six are usual
    assert old[0].state == "cannot say"
    assert old[0].known.as_of_utc == stated


def test_no_estimate_is_used_before_its_date():
    levels, trash = stocks_at(RECORD, datetime(2003, 1, 1, tzinfo=UTC), 3)
    assert {one.amount_g for one in levels} == {None}
    assert trash.known.how == "not known"


def test_a_count_is_carried_on_at_the_rates_of_who_was_there():
    counted = datetime(2026, 1, 1, tzinfo=UTC)
    log = LogState(stocks={"food": Stock(2_000_000, counted, 300_000), "trash": Stock(0, counted)})
    changes = [
        (KnownTime.exactly(counted - timedelta(days=90)), 7),
        (KnownTime.exactly(counted + timedelta(days=10)), 3),
    ]
    levels, trash = stocks_at(
        RECORD, counted + timedelta(days=30), 3, log=log, crew_changes=changes
    )
    rates = daily_rates(RECORD)
    seven, three = (use_g(rates, *sides(people)) for people in (7, 3))
    food = next(one for one in levels if one.resource == "food")
    assert food.amount_g == 2_300_000 - 10 * seven["food"] - 20 * three["food"]
    assert food.known.how == "computed"
    assert food.supply_days == pytest.approx(food.amount_g / three["food"])
    assert trash.amount_g == 10 * seven["trash"] + 20 * three["trash"]


def test_a_count_of_this_instant_is_counted_and_one_that_ran_out_is_zero():
    counted = datetime(2026, 1, 1, tzinfo=UTC)
    log = LogState(stocks={"food": Stock(1000, counted)})
    changes = [(KnownTime.exactly(counted - timedelta(days=1)), 7)]
    now, _ = stocks_at(RECORD, counted, 7, log=log, crew_changes=changes)
    later, _ = stocks_at(RECORD, counted + timedelta(days=1), 7, log=log, crew_changes=changes)
    assert (now[0].amount_g, now[0].known.how, now[0].state) == (1000, "counted", "leave")
    assert (later[0].amount_g, later[0].state) == (0, "leave")


def test_use_between_two_instants_does_not_depend_on_cuts_without_a_change():
    start, end = datetime(2026, 1, 1, 7, tzinfo=UTC), datetime(2026, 2, 3, 19, tzinfo=UTC)
    rates = daily_rates(RECORD)
    once = [(KnownTime.exactly(start - timedelta(days=1)), 5)]
    cut = [*once, (KnownTime.exactly(start + timedelta(days=3)), 5)]
    assert used_between_g(rates, "water", start, end, once) == used_between_g(
        rates, "water", start, end, cut
    )


def test_an_empty_calendar_has_free_ports_and_nobody():
    found = recorded_state(CATALOGUE, PortCalendar(), TRIO)
    assert {port.occupied for port in found.ports} == {"no"}
    assert found.crew == ()
