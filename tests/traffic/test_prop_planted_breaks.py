"""Breaks planted into real traffic: the judge finds each one, and nothing else that is new."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortStay, Spacewalk
from portcall.traffic.calendar.file import read_calendar
from portcall.traffic.check.judge import check_calendar
from portcall.traffic.check.port_calls import traffic_events
from portcall.traffic.check.rules import traffic_rules

CATALOGUE = load_catalogue()
RULES = traffic_rules(CATALOGUE)
STATION = CATALOGUE.station("iss")
REAL = read_calendar("iss-history", CATALOGUE)
KNOWN = {
    (one.rule, one.verdict, one.ships, one.found) for one in check_calendar(REAL, RULES, STATION)
}
EVENTS = [event.when for event in traffic_events(REAL.stays)]
EXACT = [  # known to the minute, so that what is planted beside it is certain
    event
    for event in traffic_events(REAL.stays)
    if event.when.width_s <= 60.0 and event.when.latest_utc < datetime(2026, 4, 1, tzinfo=UTC)
]
BLOCK_DAYS = 2.5  # half a day more than the block of a spacewalk
QUIET_DAYS = 1.6  # a tenth more than the usual separation
HOLD = {"cygnus-ng-23"}
# a day of 2023 to April 2026, at noon
DAYS = st.integers(10, 1180).map(
    lambda number: datetime(2023, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)
)
# days without traffic near them are rare, so that much of what is drawn is thrown away
SOME = settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])


def new_breaks(calendar):
    return [
        one
        for one in check_calendar(calendar, RULES, STATION)
        if (one.rule, one.verdict, one.ships, one.found) not in KNOWN
    ]


def found_only(calendar, rule, *, ships=None, count=1):
    found = new_breaks(calendar)
    assert [(one.rule, one.verdict) for one in found] == [(rule, "broken")] * count
    if ships is not None:
        assert {ship for one in found for ship in one.ships} == set(ships)
    for one in found:
        assert one.limit
        assert one.found
        assert one.suggestion
        assert one.source
        assert one.severity == RULES.rule(rule).severity
    return found


def quiet(start, end=None, margin_days=QUIET_DAYS):
    def near(when, days):
        margin = timedelta(days=days)
        return when.latest_utc > start - margin and when.earliest_utc < (end or start) + margin

    walks = [walk.start for walk in REAL.spacewalks]
    return not (
        any(near(when, margin_days) for when in EVENTS)
        or any(near(when, max(margin_days, BLOCK_DAYS)) for when in walks)
    )


def stay(start, days, **values):
    given_values = {
        "ship": "planted",
        "vehicle": "htv-x",
        "port": "harmony-nadir",
        "berthed": True,
        "arrival": KnownTime.exactly(start),
        "departure": KnownTime.exactly(start + timedelta(days=days)),
        **values,
    }
    return PortStay(**given_values)


def planted(*stays, walks=(), without=()):
    kept = tuple(one for one in REAL.stays if one.ship not in without)
    return REAL.model_copy(
        update={"stays": (*kept, *stays), "spacewalks": (*REAL.spacewalks, *walks)}
    )


def changed(ship, **values):
    stays = [
        one.model_copy(update=values) if one.ship == ship and one.ends == "visit" else one
        for one in REAL.stays
    ]
    return REAL.model_copy(update={"stays": tuple(stays)})


def walk(start, **values):
    return Spacewalk(
        name="planted", start=KnownTime.exactly(start), duration_s=0.0, airlock="quest", **values
    )


def clear_of_htv(start, end):
    return end < datetime(2025, 10, 20, tzinfo=UTC) or start > datetime(2026, 3, 10, tzinfo=UTC)


FIRST_DAY = datetime(2023, 1, 1, 12, tzinfo=UTC)
EVERY_DAY = [FIRST_DAY + timedelta(days=number) for number in range(1, 1200)]
QUIET_PORTS = {"zvezda-aft", "poisk-zenith", "harmony-forward", "harmony-zenith"}
TAKEN = [  # quiet days on which a cargo ship surely holds its port, and stays for four more
    (day, one)
    for day in EVERY_DAY
    if quiet(day, day + timedelta(days=3))
    for one in REAL.stays
    if one.role == "cargo" and one.departure and one.port in QUIET_PORTS
    if one.arrival.latest_utc < day - timedelta(days=1)
    if day + timedelta(days=4) < one.departure.earliest_utc
]


@SOME
@given(st.sampled_from(TAKEN))
def test_prop_a_second_ship_on_a_port_is_found(taken):
    day, there = taken
    second = stay(day, 3, vehicle=there.vehicle, port=there.port)
    found_only(planted(second), "port-overlap", ships={there.ship, "planted"})


@SOME
@given(DAYS, st.sampled_from(["progress-ms", "soyuz-ms", "crew-dragon", "cargo-dragon"]))
def test_prop_a_ship_at_a_port_that_does_not_take_it_is_found(day, vehicle):
    end = day + timedelta(days=3)
    assume(quiet(day, end) and clear_of_htv(day, end))
    (found,) = found_only(planted(stay(day, 3, vehicle=vehicle)), "port-use", ships={"planted"})
    assert found.ports == ("harmony-nadir",)


@SOME
@given(st.sampled_from(EXACT), st.floats(0.05, 0.95), st.sampled_from([-1, 1]))
def test_prop_two_ships_within_a_day_are_found(event, apart_days, side):
    start = event.when.earliest_utc + side * timedelta(days=apart_days)
    end = start + timedelta(days=20)
    near = [when for when in EVENTS if abs(when.middle_utc - start) < timedelta(days=3)]
    assume(len(near) == 1 and clear_of_htv(start, end) and quiet(end))
    assume(
        not any(abs(one.start.middle_utc - start) < timedelta(days=19) for one in REAL.spacewalks)
    )
    found_only(planted(stay(start, 20)), "separation", ships={event.stay.ship, "planted"})


@SOME
@given(st.sampled_from(EXACT), st.floats(1.01, 1.49))
def test_prop_two_ships_closer_than_usual_are_noticed(event, apart_days):
    start = event.when.latest_utc + timedelta(days=apart_days) - timedelta(minutes=2)
    end = start + timedelta(days=20)
    near = [when for when in EVENTS if abs(when.middle_utc - start) < timedelta(days=3)]
    assume(len(near) == 1 and clear_of_htv(start, end) and quiet(end))
    assume(
        not any(abs(one.start.middle_utc - start) < timedelta(days=19) for one in REAL.spacewalks)
    )
    found_only(planted(stay(start, 20)), "usual-separation", ships={event.stay.ship, "planted"})


@SOME
@given(st.integers(20, 60))
def test_prop_an_arrival_beside_a_long_cygnus_is_found(days_on):
    start = datetime(2025, 9, 18, tzinfo=UTC) + timedelta(days=days_on)
    assume(quiet(start, start + timedelta(days=2)))
    beside = stay(start, 2, vehicle="progress-ms", port="rassvet-nadir")
    found_only(planted(beside), "clearance", ships={"planted", "cygnus-ng-23"})


def test_a_cygnus_that_is_not_held_on_the_arm_is_found():
    first, second = [one for one in REAL.stays if one.ship == "cygnus-ng-23"]
    unheld = first.model_copy(update={"departure": second.departure, "ends": "visit"})
    found_only(planted(unheld, without=HOLD), "clearance", ships={"soyuz-ms-28", "cygnus-ng-23"})


@SOME
@given(DAYS, st.floats(180.1, 189.9))
def test_prop_a_stay_beyond_the_stated_life_is_noticed(day, stayed_days):
    end = day + timedelta(days=stayed_days)
    assume(quiet(day) and quiet(end) and clear_of_htv(day, end))
    found_only(planted(stay(day, stayed_days)), "docked-life", ships={"planted"})


@SOME
@given(DAYS, st.floats(190.1, 400.0))
def test_prop_a_stay_longer_than_any_of_its_kind_is_found(day, stayed_days):
    end = day + timedelta(days=stayed_days)
    assume(quiet(day) and quiet(end) and clear_of_htv(day, end))
    (found,) = found_only(planted(stay(day, stayed_days)), "longest-stay", ships={"planted"})
    assert f"leave by {day + timedelta(days=190):%Y-%m-%d}" in found.suggestion


@SOME
@given(
    st.sampled_from(
        [day for day in EVERY_DAY if day > datetime(2026, 2, 15, tzinfo=UTC) and quiet(day)]
    )
)
def test_prop_people_left_without_a_seat_are_found(left):
    # a Soyuz that goes home empty leaves its three people to the four seats of one Dragon
    calendar = changed("soyuz-ms-28", departure=KnownTime.exactly(left), crew_down=())
    (found,) = found_only(calendar, "lifeboat-seats")
    assert found.found == "3 without a seat"
    assert found.first_utc == left


@SOME
@given(st.integers(2, 5), st.sampled_from(["crew-7", "crew-10", "soyuz-ms-26"]))
def test_prop_more_people_than_seats_are_found(more, ship):
    (there,) = [one for one in REAL.stays if one.ship == ship]
    extra = tuple(f"extra {number}" for number in range(more))
    roomy = changed(ship, seats=len(there.crew_up) + more, crew_up=(*there.crew_up, *extra),
                    crew_down=(*there.crew_down, *extra))  # fmt: skip
    crowded = [one for one in new_breaks(roomy) if one.rule == "ship-seats"]
    assert not crowded
    cramped = changed(ship, crew_up=(*there.crew_up, *extra), crew_down=(*there.crew_down, *extra))
    found = [one for one in new_breaks(cramped) if one.rule == "ship-seats"]
    assert [one.ships for one in found] == [(ship,), (ship,)]  # on the way up and down


@SOME
@given(
    st.sampled_from(["crew-7", "crew-10", "crew-11", "soyuz-ms-25", "soyuz-ms-26", "ax-3"]),
    st.integers(0, 2),
)
def test_prop_a_name_that_does_not_add_up_is_found(ship, seat):
    (there,) = [one for one in REAL.stays if one.ship == ship]
    down = list(there.crew_down)
    down[seat] = "Nobody"
    (found,) = found_only(changed(ship, crew_down=tuple(down)), "crew-names", ships={ship})
    assert found.found == "Nobody is not on board"


@SOME
@given(st.floats(0.5, 6.0))
def test_prop_a_thirteenth_person_is_found(stayed_days):
    # from the arrival of soyuz-ms-26 to the departure of soyuz-ms-25 twelve were on board
    start = datetime(2024, 9, 14, 12, tzinfo=UTC)
    guest = stay(start, stayed_days, seats=1, crew_up=("Guest",), crew_down=("Guest",))
    (found,) = found_only(planted(guest), "crew-most")
    assert found.found == "13 on board"


@SOME
@given(st.floats(3.0, 25.0))
def test_prop_two_people_on_board_are_found(days_on):
    # three were on board from 2026-01-14 to 2026-02-14
    start = datetime(2026, 1, 16, 22, tzinfo=UTC) + timedelta(days=days_on)
    taxi = stay(start, 1.6, vehicle="soyuz-ms", port="prichal-nadir", crew_down=("Mikaev",))
    found = found_only(planted(taxi), "crew-least")
    assert found[0].found == "2 on board"


@SOME
@given(st.integers(29, 31), st.integers(2, 7))
def test_prop_a_handover_that_is_too_long_is_noticed(day, hour):
    late = datetime(2025, 3, day, hour, tzinfo=UTC)
    assume(quiet(late))
    calendar = changed("crew-9", departure=KnownTime.exactly(late))
    found_only(calendar, "handover", ships={"crew-9", "crew-10"})


@SOME
@given(st.sampled_from(EXACT), st.floats(-0.49, 0.49))
def test_prop_traffic_on_the_day_of_a_spacewalk_is_found(event, off_days):
    when = event.when.earliest_utc + timedelta(days=off_days)
    assume(sum(abs(one.middle_utc - when) < timedelta(days=3.5) for one in EVENTS) == 1)
    found_only(planted(walks=(walk(when),)), "spacewalk-traffic", ships={event.stay.ship})


@SOME
@given(st.sampled_from(EXACT), st.floats(0.51, 1.99), st.sampled_from([-1, 1]))
def test_prop_traffic_in_the_block_of_a_spacewalk_is_noticed(event, off_days, side):
    when = event.when.earliest_utc + side * timedelta(days=off_days, minutes=-2 if side > 0 else 0)
    assume(sum(abs(one.middle_utc - when) < timedelta(days=5.5) for one in EVENTS) == 1)
    found_only(planted(walks=(walk(when),)), "spacewalk-block", ships={event.stay.ship})


@SOME
@given(st.integers(0, 37))
def test_prop_a_soyuz_on_the_airlock_of_a_spacewalk_is_found(days_on):
    when = datetime(2023, 2, 27, 12, tzinfo=UTC) + timedelta(days=days_on)
    assume(quiet(when, margin_days=2.1))
    outside = walk(when).model_copy(update={"airlock": "poisk"})
    found_only(planted(walks=(outside,)), "spacewalk-airlock", ships={"soyuz-ms-23"})


@SOME
@given(DAYS, st.sampled_from(["Nobody", "Wilmore", "Kud-Sverchkov", "Whitson"]))
def test_prop_somebody_who_is_not_there_cannot_go_outside(day, name):
    assume(quiet(day, margin_days=2.1))
    spans = {
        "Wilmore": ("2024-06-05", "2025-03-19"),
        "Kud-Sverchkov": ("2025-11-26", "2030-01-01"),
        "Whitson": ("2023-05-20", "2025-07-16"),  # twice, between these days
        "Nobody": ("2030-01-01", "2030-01-01"),
    }
    first, last = spans[name]
    assume(not first <= f"{day:%Y-%m-%d}" <= last)
    (found,) = found_only(planted(walks=(walk(day, people=(name,)),)), "spacewalk-people")
    assert found.found == f"planted: {name}"


@SOME
@given(DAYS, st.floats(0.1, 20.0))
def test_prop_an_undocking_before_the_docking_is_found(day, before_days):
    start = day - timedelta(days=before_days)
    assume(quiet(start, day) and clear_of_htv(start, day) and before_days > QUIET_DAYS)
    found_only(planted(stay(day, -before_days)), "time-order", ships={"planted"})


@SOME
@given(DAYS)
def test_prop_a_ship_that_comes_again_is_found(day):
    end = day + timedelta(days=3)
    assume(quiet(day, end) and clear_of_htv(day, end))
    found_only(planted(stay(day, 3, ship="htv-x1")), "one-place", ships={"htv-x1"})


@SOME
@given(DAYS)
def test_prop_a_move_that_ends_nowhere_is_found(day):
    end = day + timedelta(days=3)
    assume(quiet(day, end) and clear_of_htv(day, end))
    found_only(planted(stay(day, 3, ends="relocation")), "one-place", ships={"planted"})


@SOME
@given(st.floats(0.1, 1.9), st.sampled_from(["zvezda-aft", "poisk-zenith"]))
def test_prop_a_port_that_is_not_left_free_is_noticed(gap_days, port):
    # the gap of 4.1 days before progress-ms-32, or of 8 days before progress-ms-33
    (ship,) = [
        one
        for one in REAL.stays
        if one.ship == {"z": "progress-ms-32", "p": "progress-ms-33"}[port[0]]
    ]
    end = ship.arrival.earliest_utc - timedelta(days=2.0 + gap_days)
    shift = {"zvezda-aft": "progress-ms-30", "poisk-zenith": "progress-ms-31"}[port]
    (there,) = [one for one in REAL.stays if one.ship == shift]
    assume(end > there.departure.latest_utc)
    calendar = changed(shift, departure=KnownTime.exactly(end))
    found = [one for one in new_breaks(calendar) if one.rule == "port-gap"]
    assert [(one.verdict, one.ships) for one in found] == [("broken", (shift, ship.ship))]


def test_a_date_beside_a_date_cannot_be_told():
    day = datetime(2023, 7, 20, tzinfo=UTC)
    dated = stay(day, 0, arrival=KnownTime.on(day.date()), departure=KnownTime.on(day.date()))
    other = dated.model_copy(update={"ship": "other", "port": "harmony-nadir"})
    found = new_breaks(planted(dated, other))
    assert {one.verdict for one in found} == {"cannot say"}
    assert {one.rule for one in found} >= {"port-overlap", "separation"}


def test_a_rule_that_the_book_leaves_out_is_not_asked():
    rules = [rule for rule in RULES.book.rule if rule.id != "port-use"]
    shorter = type(RULES)(
        RULES.book.model_copy(update={"rule": tuple(rules)}), RULES.visitors, RULES.separation_days
    )
    day = datetime(2023, 7, 20, tzinfo=UTC)
    calendar = planted(stay(day, 3, vehicle="progress-ms"))
    assert [one.rule for one in new_breaks(calendar)] == ["port-use"]
    assert not [one for one in check_calendar(calendar, shorter, STATION) if one.rule == "port-use"]


def test_every_rule_of_the_book_has_been_planted_here():
    # "beta-angle" needs the Sun: it is planted beside the tests of its angle
    text = Path(__file__).read_text()
    assert not [rule.id for rule in RULES.book.rule if f'"{rule.id}"' not in text]


@pytest.mark.parametrize("vehicle", ["progress-ms", "starliner"])
def test_a_kind_without_a_record_has_what_the_book_says(vehicle):
    assert RULES.visitor(vehicle).mechanism in {"SSVP", "IDSS"}
