"""Ships as reports name them: series of the past, shared and own names, families alone, others' flights."""

from datetime import date

import pytest

from portcall.audit.press.judging.judge_readings import judge_readings
from portcall.audit.press.reading.read_text import ELSEWHERE, read_text
from portcall.audit.press.reading.ships.past_ships import past_ships
from portcall.audit.press.reading.ships.register import berths, register_of
from portcall.catalogue.load import load_catalogue

CATALOGUE = load_catalogue()

EVENTS = [
    ("2014-02-06", "Progress M-22M docked at 22:22 UTC on Wednesday.", "progress-m-22m"),
    ("2014-02-06", "Progress 54 docked at 22:22 UTC on Wednesday.", "progress-m-22m"),
    ("2014-02-06", "The freighter Progress M- 22M/54P docked at 22:22 UTC.", "progress-m-22m"),
    ("2003-06-09", "Progress M1-10 lifted off at 10:34 UTC on Sunday.", "progress-m1-10"),
    ("2015-06-12", "Soyuz TMA-15M landed at 13:44 GMT on Thursday.", "soyuz-tma-15m"),
    ("2015-06-12", "The Soyuz TMA-15 landed at 13:44 GMT on Thursday.", "soyuz-tma-15m"),
    ("2010-12-01", "Soyuz TMA-19 landed at 04:46 GMT on 26 November.", "soyuz-tma-19"),
    ("2013-05-14", "Soyuz (33S) landed at 02:31 GMT after leaving the ISS.", "soyuz-tma-07m"),
    ("2015-08-25", "KOUNOTORI5 (HTV5) was captured at 10:28 UTC on 24 August.", "htv-5"),
    ("2018-11-08", "The Kounotori 7 left the space station at 16:51 UTC.", "htv-7"),
    ("2013-10-29", "ATV-4 undocked at 08:55 GMT on 28 October.", "atv-4"),
    ("2019-03-09", "Demo-1 splashed down at 13:45 GMT on 8 March.", "demo-1"),
    ("2016-03-24", "Cygnus OA-6 lifted off at 03:05 GMT on 23 March.", "cygnus-oa-6"),
    ("2020-10-04", "The S.S. Kalpana Chawla lifted off at 01:16 GMT on 3 October.", "cygnus-ng-14"),
    ("2022-05-21", "OFT-2 docked at 00:28 GMT on Saturday.", "starliner-oft-2"),
    ("2021-05-02", "#Crew1 splashed down at 06:56 GMT today.", "crew-1"),
    ("2025-04-08", "MS-27 docked at 08:57 GMT; the Soyuz brought three people.", "soyuz-ms-27"),
    ("2024-02-18", "MS-26 docked at 06:06 GMT; the Progress brought food.", "progress-ms-26"),
    ("2021-11-09", "Crew Dragon Endeavour left the station at 19:05 GMT on Monday.", "crew-2"),
    ("2021-07-04", "A Cygnus left the station at 16:32 GMT on 29 June.", "cygnus-ng-15"),
    ("2017-05-30", "A Soyuz leaves the space station at 10:47 GMT on Friday.", "soyuz-ms-03"),
    ("2017-05-30", "A Soyuz arrived at the space station at 13:18 GMT on 20 April.", "soyuz-ms-04"),
    ("2030-05-30", "A Soyuz leaves the space station at 10:47 GMT on Friday.", "soyuz"),
    ("", "The Dragon undocked from the space station at 02:20 GMT on 5 June 2031.", "dragon"),
    ("", "Cygnus left the station at 10:15 GMT on August 6, 2019.", "cygnus-ng-11"),
    ("2021-10-01", "Soyuz TMA-6 docked on April 17, 2005, at 02:20 UTC.", "soyuz-tma-6"),
    (
        "2021-10-01",
        "Soyuz TMA-6, a Soyuz 7K-STA, docked on 17 April 2005, 02:20 UTC.",
        "soyuz-tma-6",
    ),
    (
        "2023-12-21",
        "The Dragon supply ship leaves the ISS at 17:05 EST today.",
        "cargo-dragon-crs-29",
    ),
    ("2016-05-12", "Dragon CRS-8 was captured at 11:23 GMT on 10 April.", "cargo-dragon-crs-8"),
]


def _read(text, day=""):
    dateline = date.fromisoformat(day) if day else None
    return read_text(text, dateline=dateline, catalogue=CATALOGUE)


def _judged(text, day=""):
    return judge_readings([_read(text, day)], CATALOGUE).readings[0]


def _told(reading):
    return [(one.kind, one.subject) for one in reading.claims if one.precision == "minute"]


@pytest.mark.parametrize(("day", "text", "ship"), EVENTS, ids=[row[1][:40] for row in EVENTS])
def test_a_ship_is_known_by_its_names(day, text, ship):
    subjects = {one.subject for one in _read(text, day).claims if one.precision == "minute"}
    assert subjects == {ship}


def test_agency_numbers_count_without_a_gap():
    by_agency = register_of(CATALOGUE).by_agency
    numbers = {int(name[:-1]) for name in by_agency if name.endswith("P")}
    assert set(range(1, 75)) <= numbers
    assert (by_agency["61P"], by_agency["62P"]) == ("progress-m-29m", "progress-ms-01")
    assert (by_agency["46S"], by_agency["47S"]) == ("soyuz-tma-20m", "soyuz-ms-01")


def test_past_ships_end_after_their_launch_and_are_not_in_two_records():
    for ship in past_ships().values():
        assert ship.launched <= ship.left
    assert not set(past_ships()) & set(CATALOGUE.names("flights"))


def test_what_is_berthed_and_what_docks():
    assert all(berths(ship) for ship in ("cargo-dragon-crs-20", "htv-4", "cygnus-oa-7"))
    assert [berths(ship) for ship in ("cargo-dragon-crs-21", "atv-2")] == [False, False]
    assert berths("dragon") is None


@pytest.mark.parametrize(
    ("day", "text", "told"),
    [
        (
            "2017-12-14",
            "Soyuz MS-05 landed at 08:37 GMT. SpaceX launches a Falcon 9 at 15:36 GMT on Friday.",
            [("landing", "soyuz-ms-05"), ("launch", "cargo-dragon-crs-13")],
        ),
        (
            "2018-03-01",
            "Soyuz MS-06 landed at 02:31 GMT. SpaceX launches a Falcon 9 at 05:33 GMT on Tuesday.",
            [("landing", "soyuz-ms-06")],
        ),
        (
            "2023-08-22",
            "Progress MS-24 is on its way. The departure of Progress MS-22 came at 23:50 GMT.",
            [("undocking", "progress-ms-22")],
        ),
        (
            "2023-09-27",
            "Soyuz MS-24 is at the station. Rubio came home at 11:17 GMT aboard the Soyuz MS-23.",
            [("landing", "soyuz-ms-23")],
        ),
        (
            "2021-11-25",
            "Progress MS-17 left Nauka. It waits for Prichal, which will dock at 15:26 GMT.",
            [("docking", "progress-m-um")],
        ),
        (
            "2025-06-30",
            "Progress 90 undocks at 18:43 GMT to make room for Progress 92. Launch coverage: 19:15 GMT.",
            [("undocking", "progress-ms-29"), ("broadcast-start", "progress-ms-31")],
        ),
    ],
)
def test_an_event_is_of_the_ship_of_its_clause(day, text, told):
    assert _told(_read(text, day)) == told


def test_another_station_is_said_to_be_one_and_not_read():
    reading = _read("Tianzhou-9 docked with Tiangong at 00:52 GMT on 15 July.", "2025-07-15")
    assert (reading.claims, reading.notes) == ((), (ELSEWHERE,))


@pytest.mark.parametrize(
    "text",
    [
        "Soyuz MS-23 undocked at 07:54 UTC. In the background is Rassvet, fixed to Zarya.",
        "Soyuz MS-23 left Prichal. Its engines, like those on Zvezda, can turn the station.",
        "Soyuz MS-23 left Prichal; one option was a docking to Poisk.",
        "Cargo Dragon CRS-9 was unbolted from the nadir port of the Harmony module.",
        "Progress MS-08 rides a Soyuz-FG, or a Soyuz-U, from Baikonur.",
        "Progress MS-10 is at the station. SpaceX flies a Falcon 9 from Cape Canaveral.",
    ],
)
def test_what_is_not_told_of_a_ship_contradicts_nothing(text):
    assert "contradicts" not in {one.verdict for one in _judged(text, "2023-09-27").claims}


def test_the_port_of_a_module_counts_and_not_the_side_where_the_module_is():
    reading = _read("Crew-8 moved to the forward Harmony module's space-facing port.", "2024-05-02")
    assert [one.value for one in reading.claims if one.kind == "port"] == ["harmony-zenith"]


def test_a_ship_is_listed_once_for_each_number():
    text = "Progress 90 left. The Progress MS-29 burned up. Progress 90 had come in November."
    names = [one.quote for one in _read(text, "2025-07-02").claims if one.kind == "ship"]
    assert names == ["Progress 90", "Progress MS-29"]


def test_another_ship_of_the_family_is_not_the_one_told_of() -> None:
    text = (
        "The Crew-10 ship left the station on August 8, 2025. On August 2 another Crew Dragon had "
        "docked there with four people."
    )
    claims = read_text(text, dateline=date(2025, 8, 10), catalogue=load_catalogue()).claims
    assert [one.subject for one in claims if one.kind == "docking"] == ["crew-11"]


def test_a_wider_name_goes_on_with_the_narrower() -> None:
    text = (
        "A Cargo Dragon reached the station on March 16, 2023. The Dragon is to undock and come home "
        "on April 15."
    )
    claims = read_text(text, dateline=date(2023, 3, 16), catalogue=load_catalogue()).claims
    assert {one.subject for one in claims} == {"cargo-dragon-crs-27"}


def test_what_was_before_belongs_to_the_ship_behind_it() -> None:
    text = (
        "Soyuz MS-26 has left the station while Crew-10 works there. Following a launch from Florida "
        "on March 14 by a Falcon 9 that had flown once before, the crew of Crew-10 docked on March 16."
    )
    claims = read_text(text, dateline=date(2025, 4, 20), catalogue=load_catalogue()).claims
    assert [one.subject for one in claims if one.kind == "launch"] == ["crew-10"]
