"""The judge against what really happened: no false conflict, the crew's numbers, each record's seats."""

import csv
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.records.known_time import gap_days, is_before
from portcall.traffic.calendar.recorded import fill_blanks, recorded_calendar
from portcall.traffic.check.crew_curve import crew_curve
from portcall.traffic.check.judge import check_calendar
from portcall.traffic.check.port_calls import port_calls
from portcall.traffic.check.rules import traffic_rules

CATALOGUE = load_catalogue()
RULES = traffic_rules(CATALOGUE)
STATION = CATALOGUE.station("iss")
RECORD = CATALOGUE.calendar("iss-history")
CALENDAR = recorded_calendar(RECORD)
BREAKS = check_calendar(CALENDAR, RULES, STATION)
TABLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "traffic"
DATED_TO_A_DAY_DAYS = 1.0  # a segment that starts on a date starts somewhere on that day


def test_val_real_traffic_breaks_no_rule_for_certain():
    certain = [f"{one.rule}: {one.found}" for one in BREAKS if one.is_certain]
    assert not certain


def test_val_no_two_ships_were_on_one_port():
    assert not [one for one in BREAKS if one.rule == "port-overlap"]


def test_val_what_cannot_be_said_is_said():
    # nobody recorded the day on which CRS-29 left in December 2023
    doubtful = {one.ships for one in BREAKS if one.rule == "separation"}
    assert doubtful == {
        ("progress-ms-25", "cargo-dragon-crs-29"),
        ("cargo-dragon-crs-29", "cygnus-ng-19"),
    }
    assert all(one.verdict == "cannot say" for one in BREAKS if one.rule == "separation")


@pytest.mark.parametrize(
    ("rule", "ships"),
    [
        ("handover", ("crew-11", "crew-12")),  # 31 days without a direct handover
        ("handover", ("crew-8", "crew-9")),  # 24 days together: weather
        ("docked-life", ("soyuz-ms-27",)),  # 245 days, 200 to 210 stated
        ("docked-life", ("cargo-dragon-crs-33",)),
        ("spacewalk-block", ("htv-x1",)),  # came the day after a spacewalk
    ],
)
def test_val_habits_that_history_left_are_told_as_notices(rule, ships):
    found = [one for one in BREAKS if one.rule == rule and one.ships == ships]
    assert [(one.severity, one.verdict) for one in found] == [("notice", "broken")]


def test_val_the_crew_was_twelve_at_most_and_three_for_a_month():
    curve = crew_curve(CALENDAR)
    assert max(segment.count for segment in curve) == 12
    trio = min(curve, key=lambda segment: segment.count)
    assert trio.people == ("Kud-Sverchkov", "Mikaev", "C. Williams")
    assert round(trio.length_days) == 31
    assert (trio.start.earliest_utc.date(), trio.end.earliest_utc.date()) == (
        datetime(2026, 1, 14, tzinfo=UTC).date(),
        datetime(2026, 2, 14, tzinfo=UTC).date(),
    )


def test_val_the_test_crew_went_home_with_another_ship():
    left = {name: stay.ship for stay in CALENDAR.stays for name in stay.crew_down}
    came = {name: stay.ship for stay in CALENDAR.stays for name in stay.crew_up}
    assert came["Wilmore"] == came["S. Williams"] == "starliner-cft"
    assert left["Wilmore"] == left["S. Williams"] == "crew-9"
    assert (came["Rubio"], left["Rubio"]) == ("soyuz-ms-22", "soyuz-ms-23")


def test_everybody_had_a_seat_only_because_seats_were_improvised():
    assert not [one for one in BREAKS if one.rule == "lifeboat-seats"]
    as_built = [stay.model_copy(update={"seats": None}) for stay in CALENDAR.stays]
    found = check_calendar(CALENDAR.model_copy(update={"stays": tuple(as_built)}), RULES, STATION)
    (lacking,) = [one for one in found if one.is_certain]
    # from Starliner's departure to Crew-9's arrival
    assert lacking.rule == "lifeboat-seats"
    assert f"{lacking.first_utc:%Y-%m-%d} {lacking.last_utc:%Y-%m-%d}" == "2024-09-06 2024-09-29"
    assert lacking.found == "2 without a seat"


def test_usual_gaps_at_ports_are_the_shortest_of_the_record():
    shortest = {gap.port: gap.gap_days.value for gap in RULES.book.port_gap}
    seen = {port: [] for port in shortest}
    for port in shortest:
        stays = [stay for stay in CALENDAR.stays if stay.port == port]
        for first, second in pairwise(stays):
            if first.departure is not None:
                seen[port].append(gap_days(first.departure, second.arrival))
    for port, limit_days in shortest.items():
        assert all(most_days >= limit_days for _, most_days in seen[port])
        assert any(least_days <= limit_days + 0.1 for least_days, _ in seen[port])


def test_longest_stays_cover_the_record():
    for call in port_calls(CALENDAR):
        if not call.is_left_open:
            _, longest_days = RULES.docked_days(call.vehicle)
            assert gap_days(call.arrival, call.departure)[0] <= longest_days


def test_every_stay_is_at_a_port_of_the_station_and_of_a_known_kind():
    ports = {port.id for port in STATION.ports_in_use}
    assert {stay.port for stay in CALENDAR.stays} - {None} == ports
    assert all(RULES.visitor(stay.vehicle) for stay in CALENDAR.stays)


def test_val_the_curve_agrees_with_the_recorded_segments():
    table = TABLES / "crew.csv"
    if not table.is_file():
        pytest.skip("the table of crew segments is not beside the checkout")
    rows = list(csv.DictReader(table.read_text().splitlines()))
    curve = crew_curve(CALENDAR)
    start = next(i for i, one in enumerate(curve) if one.ship == "ax-2")  # the second row
    last = next(i for i, one in enumerate(curve) if one.ship == "soyuz-ms-29")
    mine = curve[start : last + 1]
    assert [one.count for one in mine] == [int(row["crew_on_station"]) for row in rows[1:]]
    for one, row in zip(mine, rows[1:], strict=True):
        told = datetime.fromisoformat(row["from_utc"])
        off = one.start.middle_utc - told.replace(tzinfo=UTC)
        assert abs(off.total_seconds()) <= 86400.0 * DATED_TO_A_DAY_DAYS
        if not row["names"].startswith("+"):
            assert {n.split(". ")[-1] for n in one.people} == {
                n.removesuffix("(C)") for n in row["names"].split()
            }


def test_a_blank_departure_lies_before_the_next_arrival_at_its_port():
    stays = tuple(
        stay.model_copy(update={"departure": None}) if stay.ship == "progress-ms-30" else stay
        for stay in CALENDAR.stays
    )
    filled = {stay.ship: stay for stay in fill_blanks(stays)}
    after = filled["progress-ms-32"].arrival
    assert is_before(filled["progress-ms-30"].departure, after) == "yes"
