"""The recorded calendar against the tables of reports that it was made from, and within itself."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portcall.catalogue.calendar import Calendar
from portcall.catalogue.load import list_flights, load_catalogue
from portcall.catalogue.read import parse_record
from portcall.core.errors import InputError
from portcall.traffic.calendar.recorded import known_time

RECORD = load_catalogue().calendar("iss-history")
TABLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "traffic"
SAME_EVENT = timedelta(minutes=10)  # hooks or hatch told for contact
CAPTURED = timedelta(hours=12)  # a berthed ship is caught by the arm hours before it is bolted
STAY = """
id = "a"
complete_from = 2026-01-01
complete_to = 2026-12-31
completeness = { status = "derived", source = "a test" }
[[stay]]
ship = "x"
vehicle = "progress-ms"
role = "cargo"
arrival = { value = "2026-01-02", status = "published", source = "a test" }
"""


def rows(name):
    table = TABLES / name
    if not table.is_file():
        pytest.skip("the tables of reports are not beside the checkout")
    return list(csv.DictReader(table.read_text().splitlines()))


def test_every_ship_has_its_stays_in_order_and_every_conflict_its_judgement():
    assert len(RECORD.stay) == 57
    assert len({stay.ship for stay in RECORD.stay}) == 52
    assert all(one.judgement for one in RECORD.conflict)
    moved = Counter(stay.ship for stay in RECORD.stay)
    assert {ship for ship, count in moved.items() if count > 1} == {
        "soyuz-ms-23",
        "crew-6",
        "crew-8",
        "crew-9",
        "cygnus-ng-23",
    }


def test_val_the_stays_are_those_of_the_table_of_visits():
    table = rows("visits.csv")
    for stay, row in zip(RECORD.stay, table, strict=True):
        if row["port"]:  # one more is known here: where soyuz-ms-23 moved to
            assert stay.port == row["port"].lower()
        assert stay.berthed == (row["attach"] == "berth")
        assert stay.role == row["role"]
        for key, stated in (("dock_utc", stay.arrival), ("undock_utc", stay.departure)):
            if row[key] and stated is not None:
                told = datetime.fromisoformat(row[key])
                told = told.replace(tzinfo=UTC) if told.tzinfo is None else told
                known = known_time(stated)
                day = timedelta(days=1) if "T" not in row[key] else timedelta(minutes=1)
                assert known.earliest_utc < told + day, stay.ship
                assert told <= known.latest_utc, stay.ship


def test_val_every_reported_conflict_is_kept():
    table = rows("conflicts.csv")
    kept = {part for one in RECORD.conflict for part in (one.source, one.note, one.judgement)}
    text = " ".join(kept)
    for row in table:
        pages = [row[key] for key in ("source_a", "source_b") if row[key].startswith("http")]
        assert not pages or any(page in text for page in pages), row["item"]


def test_val_flights_and_calendar_tell_the_same_dockings():
    stays = {}
    for stay in RECORD.stay:
        stays.setdefault(stay.ship, stay)
    shared = [flight for flight in list_flights() if flight.id in stays]
    assert len(shared) > 15
    for flight in shared:
        docked = flight.flown.docking_utc
        if docked is None:
            continue
        known = known_time(stays[flight.id].arrival)
        slack = CAPTURED if stays[flight.id].berthed else SAME_EVENT
        assert known.earliest_utc - slack <= docked.utc <= known.latest_utc + slack, flight.id


def test_a_departure_is_said_once_and_names_have_a_source():
    assert parse_record(STAY.encode(), Calendar, where="a.toml").stay[0].departure is None
    time = '{ value = "2026-02-02", status = "published", source = "a test" }'
    for line, words in (
        (f"departure_after = {time}", "come together"),
        (f"departure = {time}\ndeparture_after = {time}", "give `departure`, or"),
        ('crew_up = ["A"]', "need `crew_source`"),
    ):
        with pytest.raises(InputError, match=words):
            parse_record(f"{STAY}{line}\n".encode(), Calendar, where="a.toml")
