"""The collected clock times of visits: in order, on known ships, and in line with the other records."""

import itertools
from datetime import timedelta

import pytest

from portcall.audit.press.reading.ships.past_ships import past_ships
from portcall.audit.press.record.known_times import flight_times
from portcall.audit.press.record.recorded_times import (
    COLLECTED,
    KINDS,
    ONE_MOMENT,
    TWO_MOMENTS,
    recorded_times,
)
from portcall.catalogue.load import list_flights, load_catalogue
from portcall.catalogue.visit_times import VisitTime

CATALOGUE = load_catalogue()
ROWS = [row for name in CATALOGUE.names("visit-times") for row in CATALOGUE.visit_times(name).time]
SHIPS = sorted({row.ship for row in ROWS})
ORDER = ("launch", "docking", "berthing", "undocking", "deorbit", "landing")
# contact and hooks, command and parting, rounding up and down: what sources mean by one event
SAME = timedelta(minutes=4)
SHORTEST_CHASE, LONGEST_CHASE = timedelta(hours=2), timedelta(days=31)
DAY = timedelta(days=1)
LONGEST_MOVE = timedelta(days=2)  # Progress MS-17 flew free for a day between two ports


def _row(**changed):
    values = {
        "ship": "soyuz-ms-01",
        "kind": "docking",
        "value": "2016-07-09T04:06Z",
        "status": "secondary",
        "source": "somebody's table",
    }
    return VisitTime.model_validate({**values, **changed})


@pytest.mark.parametrize("ship", SHIPS)
def test_events_of_a_ship_are_in_order(ship):
    mine = {row.kind: row.utc for row in ROWS if row.ship == ship}
    known = [mine[kind] for kind in ORDER if kind in mine]
    assert known == sorted(known)
    came = mine.get("docking") or mine.get("berthing")
    if came and "launch" in mine:
        assert SHORTEST_CHASE < came - mine["launch"] < LONGEST_CHASE
    moves = sorted(
        (row.utc, row.kind) for row in ROWS if row.ship == ship and "relocation" in row.kind
    )
    for (begun, first), (ended, last) in itertools.pairwise(moves):
        if (first, last) == ("relocation-start", "relocation-end"):
            assert ended - begun < LONGEST_MOVE


def test_ships_are_known_and_flew_on_the_days_on_record():
    flights = {flight.id: flight.launch_date for flight in list_flights(CATALOGUE)}
    launched = {**{name: one.launched for name, one in past_ships().items()}, **flights}
    for row in ROWS:
        if row.kind == "launch" and row.ship in launched:
            assert row.utc.date() == launched[row.ship], row.ship


def test_what_two_records_have_they_have_alike():
    for flight in list_flights(CATALOGUE):
        known = [one for one in flight_times(flight, berthed=False) if not one.planned]
        for row in (row for row in ROWS if row.ship == flight.id):
            kind, what = KINDS[row.kind]
            same = [one for one in known if one.kind == kind and not one.day_only]
            near = [one for one in same if abs(one.utc - row.utc) < DAY / 4]
            apart = min((abs(one.utc - row.utc) for one in near), default=timedelta(0))
            assert apart <= SAME, (row.ship, what)


def test_a_collected_time_stands_beside_no_time_of_the_flights():
    for ship, times in recorded_times(CATALOGUE).items():
        mine = [one for one in times if one.where == COLLECTED]
        others = [
            one for one in times if one.where != COLLECTED and not (one.planned or one.day_only)
        ]
        for one in mine:
            within = ONE_MOMENT if one.kind in TWO_MOMENTS else DAY
            assert not any(
                other.kind == one.kind and abs(other.utc - one.utc) < within for other in others
            ), ship


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "2016-07-09"},
        {"value": "9 July 2016"},
        {"kind": "party"},
        {"status": "estimated"},
        {"source": ""},
    ],
)
def test_a_row_without_clock_or_source_is_refused(changed):
    assert _row().utc.minute == 6
    with pytest.raises(ValueError, match=r".+"):
        _row(**changed)
