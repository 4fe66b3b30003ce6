"""The ships of the past: one row each, numbers in order, every row with a source or marked."""

from typing import get_args

import pytest
from pydantic import ValidationError

from portcall.audit.press.reading.ships.past_ships import (
    PastShip,
    PastShips,
    ShipStatus,
    past_ships,
    read_past_ships,
)

FILE = read_past_ships()
KNOWN = get_args(ShipStatus)


def test_every_id_stands_once():
    ids = [ship.id for series in FILE.series for ship in series.ship]
    assert len(ids) == len(set(ids)) == len(past_ships()) == 206


def test_agency_numbers_rise_with_the_day_of_launch_and_leave_none_out():
    counted = 0
    for series in FILE.series:
        ships = [ship for ship in series.ship if ship.agency]
        by_day = sorted(ships, key=lambda ship: ship.launched)
        numbers = [int(ship.agency[:-1]) for ship in by_day]
        assert numbers == list(range(1, len(ships) + 1))
        assert len({ship.launched for ship in ships}) == len(ships)
        assert len({ship.agency[-1] for ship in ships}) <= 1
        assert not ships or series.agency_source
        counted += len(ships)
    assert counted == 74 + 61


def test_a_ship_ends_after_its_launch_unless_it_was_lost_at_launch():
    same_day = {ship.id for ship in past_ships().values() if ship.left == ship.launched}
    assert same_day == {
        "progress-m-12m",
        "progress-ms-04",
        "soyuz-ms-10",
        "cargo-dragon-crs-7",
        "cygnus-orb-3",
    }
    assert all(ship.left >= ship.launched for ship in past_ships().values())


def test_every_series_and_row_has_a_known_source_and_status():
    for series in FILE.series:
        assert series.source in FILE.sources
        assert series.status in KNOWN
        assert series.status != "unchecked"
    for ship in past_ships().values():
        assert ship.source in FILE.sources
        assert ship.rocket
        assert {ship.status, ship.left_status, ship.agency_status} <= set(KNOWN)


def test_every_end_has_a_source_that_can_be_looked_up_or_is_marked():
    for ship in past_ships().values():
        if ship.left_status != "unchecked":
            place = ship.left_source
            assert place in FILE.sources or place.startswith(("http", "Wikipedia, ")), ship.id


def test_every_source_is_used_and_none_is_general_knowledge():
    used = {ship.source for ship in past_ships().values()}
    used |= {ship.left_source for ship in past_ships().values()}
    assert set(FILE.sources) <= used
    assert not any("general knowledge" in name for name in FILE.sources.values())


def test_a_row_may_not_hide_that_its_end_has_no_source():
    row = {"id": "a-1", "launched": "2001-01-01", "left": "2001-02-01"}
    with pytest.raises(ValidationError, match="left_status"):
        PastShip.model_validate(row | {"left_status": "published"})
    with pytest.raises(ValidationError, match="left_status"):
        PastShip.model_validate(row | {"left_status": "unchecked", "left_source": "somewhere"})


def test_a_series_may_not_name_a_source_that_is_not_there():
    series = {"rocket": "proton-m", "source": "nowhere", "status": "secondary", "ship": []}
    with pytest.raises(ValidationError, match="nowhere"):
        PastShips.model_validate({"sources": {}, "series": [series]})
