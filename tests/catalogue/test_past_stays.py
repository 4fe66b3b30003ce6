"""Ports and crews from before the port calendar: no two ships on one port, and nobody lost."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest

from portcall.audit.press.reading.ships.past_ships import past_ships
from portcall.audit.press.record.past_visits import past_stays
from portcall.catalogue.load import list_flights, load_catalogue
from portcall.catalogue.past_stays import PastStay

CATALOGUE = load_catalogue()
ROWS = [row for name in CATALOGUE.names("past-stays") for row in CATALOGUE.past_stays(name).stay]
SHIPS = sorted({row.ship for row in ROWS})
# ports that ships no longer go to, and that the station's record therefore leaves out
GONE = {
    "zarya-nadir",
    "unity-forward",
    "unity-zenith",
    "destiny-forward",
}
ZONES = timedelta(days=1)
# who came by Soyuz and left by Shuttle, or came by Shuttle and left by Soyuz
BY_SHUTTLE = {"Shepherd", "Krikalev", "Gidzenko", "Bowersox", "Budarin", "Pettit"}


def _row(**changed):
    values = {
        "ship": "soyuz-ms-01",
        "port": "rassvet-nadir",
        "arrived": date(2016, 7, 9),
        "left": date(2016, 10, 30),
        "status": "secondary",
        "source": "somebody's table",
    }
    return PastStay.model_validate({**values, **changed})


@pytest.mark.parametrize("port", sorted({row.port for row in ROWS if row.port}))
def test_no_two_ships_stand_on_one_port(port):
    known = {one.id for one in CATALOGUE.station().port} | GONE
    assert port in known
    mine = sorted((row.arrived, row.left, row.ship) for row in ROWS if row.port == port)
    for (_, left, first), (arrived, _, second) in itertools.pairwise(mine):
        assert arrived >= left, (first, second)


def test_ships_are_known_and_came_and_left_in_order():
    known = {*past_ships(), *CATALOGUE.names("flights")}
    assert set(SHIPS) <= known
    for ship in SHIPS:
        rows = past_stays(CATALOGUE).get(ship, ())
        for one, other in itertools.pairwise(rows):
            assert other.arrived >= one.left, ship


def test_days_agree_with_the_collected_clock_times():
    days = {}
    for name in CATALOGUE.names("visit-times"):
        for one in CATALOGUE.visit_times(name).time:
            days.setdefault((one.ship, one.kind), one.utc.date())
    compared = 0
    for ship in SHIPS:
        rows = sorted((row for row in ROWS if row.ship == ship), key=lambda row: row.arrived)
        for kind, day in (("docking", rows[0].arrived), ("undocking", rows[-1].left)):
            if (ship, kind) in days:
                assert abs(days[ship, kind] - day) <= ZONES, (ship, kind)
                compared += 1
    assert compared > 100


def test_who_came_by_soyuz_left_by_soyuz():
    rows = [row for row in ROWS if row.ship.startswith("soyuz")]
    up = Counter(name for row in rows for name in row.crew_up)
    down = Counter(name for row in rows for name in row.crew_down)
    last = max(row.left for row in rows)
    aboard = {name for row in rows if row.left == last for name in row.crew_up}
    uneven = {name for name in up | down if up[name] != down[name]}
    assert uneven - BY_SHUTTLE - aboard == set()


def test_ships_of_the_flights_and_past_stays_have_one_port():
    for flight in list_flights(CATALOGUE):
        ports = {row.port for row in ROWS if row.ship == flight.id and row.port}
        assert not ports or flight.port in ports, flight.id


@pytest.mark.parametrize(
    "changed",
    [
        {"left": date(2016, 7, 8)},
        {"port": None},
        {"status": "estimated"},
        {"source": ""},
    ],
)
def test_a_row_that_cannot_be_is_refused(changed):
    assert _row().port == "rassvet-nadir"
    with pytest.raises(ValueError, match=r".+"):
        _row(**changed)
