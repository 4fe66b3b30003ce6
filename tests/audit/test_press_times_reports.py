"""Times as reports write them: clocks, zones, days and years that a careful reader gets right."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told, judged_report

from portcall.audit.press.reading.read_text import read_text
from portcall.catalogue.load import load_catalogue


def _values(text: str, dateline: str | None) -> list[str | None]:
    return [one.value for one in events_told(text, dateline)]


CLOCKS = [
    (
        "2023-11-30",
        "Progress MS-25 is to lift off at 0925:11 GMT on Friday.",
        "2023-12-01T09:25:11Z",
    ),
    ("2024-09-24", "Soyuz MS-25 landed at 7:59 a.m., EDT on Monday.", "2024-09-23T11:59Z"),
    ("2024-09-24", "Soyuz MS-25 landed on Monday at 14:59, Moscow time.", "2024-09-23T11:59Z"),
    (
        "2025-04-10",
        (
            "Docking Date/Time: Soyuz MS-27 at 5:57 p.m. on April 8 (Tue.), 2025 (Japan "
            "Standard Time, JST)"
        ),
        "2025-04-08T08:57Z",
    ),
    (
        "2025-04-10",
        "Soyuz MS-27: docking 2025 April 8, 11:57:45 Moscow Time",
        "2025-04-08T08:57:45Z",
    ),
    ("2023-09-04", "Crew-6 undocked on September 3 at 3:05 p.m. UAE time.", "2023-09-03T11:05Z"),
    ("2023-09-04", "Crew-6 undocked on September 3 at 9:05 pm AEST.", "2023-09-03T11:05Z"),
    (
        "2023-09-04",
        "Crew-6 undocked on September 3 at 7:05 a.m. US east coast time.",
        "2023-09-03T11:05Z",
    ),
]


@pytest.mark.parametrize(("dateline", "text", "value"), CLOCKS)
def test_clock_and_zone_forms(dateline: str, text: str, value: str):
    assert _values(text, dateline) == [value]


@pytest.mark.parametrize(
    "text",
    [
        ("Soyuz MS-27 docked in the period April 7-8, 2025 Moscow Standard Time."),
        "Soyuz MS-27 docked on April 8, 2025 (Moscow time).",
    ],
)
def test_a_year_is_no_clock_time(text: str):
    assert [one.precision for one in events_told(text, "2025-04-10")] == ["day"]


DAYS = [
    (
        "2025-03-30",
        "Schedule\nApril 8, Tuesday\n1:47 a.m. EDT - Soyuz MS-27 launches",
        ["2025-04-08T05:47Z"],
    ),
    ("2025-03-30", "Tuesday, April 8\n1:47 a.m. EDT - Soyuz MS-27 launches", ["2025-04-08T05:47Z"]),
    (
        "2024-09-20",
        (
            "Soyuz MS-25 (all times EDT):\nSunday, Sept. 22\n- 4:15 a.m. - Undocking "
            "coverage of the long day (hatch closing earlier)\nMonday, Sept. 23\n- 4:36 "
            "a.m. - Undocking\n- 7:59 a.m. - Landing"
        ),
        ["2024-09-22T08:15Z", "2024-09-23T08:36Z", "2024-09-23T11:59Z"],
    ),
    (
        "2024-09-12",
        ("Soyuz MS-25 lands on Monday, Sept. 23. It will undock at 4:36 a.m. EDT Monday."),
        ["2024-09-23", "2024-09-23T08:36Z"],
    ),
    (
        "2024-02-29",
        ("Soyuz MS-25 will launch on March 21. It will dock at 11:09 a.m. EDT Monday."),
        ["2024-03-21", "2024-03-25T15:09Z"],
    ),
    (
        "2025-11-26",
        ("Progress MS-31 undocked at 5:32 p.m. EST (3:32 a.m. Thursday in Baikonur)."),
        ["2025-11-26T22:32Z"] * 2,
    ),
    (
        "2023-11-28",
        "Progress MS-23 will undock on November 29: live pictures from 7:30 UTC.",
        ["2023-11-29", "2023-11-29T07:30Z"],
    ),
    (
        "2017-12-28",
        (
            "Progress MS-06 docked on June 16, 2017. It undocked at 01:03 UTC on "
            "December 28 (8:03 p.m. EST on Dec. 27), 2017."
        ),
        ["2017-06-16", "2017-12-28T01:03Z", "2017-12-28T01:03Z"],
    ),
    (
        "2024-09-23",
        ("Chub arrived on September 15 last year on Soyuz MS-24; Soyuz MS-25 lands at 11:59 GMT."),
        ["2023-09-15", "2024-09-23T11:59Z"],
    ),
]


@pytest.mark.parametrize(("dateline", "text", "values"), DAYS)
def test_days_that_are_meant(dateline: str, text: str, values: list[str]):
    assert [value for value in _values(text, dateline) if value in values] == values


ZONES = [
    (
        "2025-12-08",
        (
            "Soyuz MS-27 undocks at 8:41 p.m. EST Monday and lands in Kazakhstan at "
            "12:04 a.m. Tuesday."
        ),
        "2025-12-09T05:04Z",
    ),
    ("2025-12-08", "Soyuz MS-27 will undock at 8:41 p.m. (0141 GMT).", "2025-12-09T01:41Z"),
    (
        "2023-09-04",
        "DUBAI: Crew-6 undocked on September 3 at 3:05 p.m. after six months.",
        "2023-09-03T11:05Z",
    ),
    (
        "2023-09-04",
        ("Crew-6 timeline (Gulf Standard Time, GST):\n- Undocking: September 3, 2023 / 3:05 p.m."),
        "2023-09-03T11:05Z",
    ),
]


@pytest.mark.parametrize(("dateline", "text", "last"), ZONES)
def test_zones_that_go_without_saying(dateline: str, text: str, last: str):
    assert _values(text, dateline)[-1] == last


def test_one_instant_is_told_once():
    values = _values("Soyuz MS-27 will undock at 8:41 p.m. (0141 GMT).", "2025-12-08")
    assert set(values) == {"2025-12-09T01:41Z"}


def test_an_assumed_zone_is_noted_and_never_contradicts():
    reading = judged_report(
        "DUBAI: Crew-6 undocked on September 3 at 5:05 p.m. after six months.", "2023-09-04"
    )
    assert any("Asia/Dubai" in note for note in reading.notes)
    assert all(one.verdict != "contradicts" for one in reading.claims)


def test_a_wrong_season_is_reported_once():
    text = (
        "The Crew-6 splashdown is due at 12:17 a.m. EST on Monday after undocking at "
        "7:05 a.m. Sunday."
    )
    found = [one.quote for one in events_told(text, "2023-09-03") if one.verdict == "contradicts"]
    assert found == ["at 12:17 a.m. EST on Monday"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            (
                "MOSCOW, November 29. Progress MS-23 will undock on Wednesday at 10:55 a.m. "
                "Moscow time."
            ),
            "2023-11-29T07:55Z",
        ),
        (
            (
                "Cargo ship leaves\n\nMOSCOW, November 29. /News/. Progress MS-23 undocked "
                "on Wednesday at 10:55 a.m. Moscow time."
            ),
            "2023-11-29T07:55Z",
        ),
    ],
)
def test_the_year_of_a_dateline_is_that_of_the_flight(text: str, value: str):
    assert _values(text, None) == [value]


@pytest.mark.parametrize(
    "text",
    [
        ("Progress MS-77 lifted off Saturday at 5:41 p.m. EDT and docks around 8:22 p.m. Monday."),
        ("Soyuz MS-77 will be moved on Monday, August 26. Undocking is at 06:34 Moscow time."),
    ],
)
def test_without_any_date_the_day_stays_open(text: str):
    events = events_told(text, None)
    assert events
    assert all(one.value is None and one.verdict != "contradicts" for one in events)
    assert "stays open" in " ".join(judged_report(text, None).notes)


def test_a_stamp_of_publication_is_no_event():
    text = (
        "Crew-9 docked on Sunday.\nNews desk\n12:50 UTC+8, 2024-09-30\n"
        "The docking was at 5:30 p.m. EDT Sunday."
    )
    assert _values(text, None) == ["2024-09-29", "2024-09-29T21:30Z"]


def test_rows_keep_the_day_that_heads_them():
    text = (
        "Soyuz MS-25 (all times EDT):\nSunday, Sept. 22\n"
        "- 10 a.m. - Farewell (hatches close at 1 p.m.)\n"
        "- 4:15 p.m. - Undocking coverage (undocking scheduled for 4:36 a.m. Monday)"
    )
    assert _values(text, "2024-09-20")[-2:] == ["2024-09-22T20:15Z", "2024-09-23T08:36Z"]


DAYS_TAKEN = [
    pytest.param(
        "2018-12-19",
        "Soyuz MS-09 undocked at 8:40 p.m. EST. The deorbit burn is scheduled for 11:10 p.m.",
        ["2018-12-20T01:40Z", "2018-12-20T04:10Z"],
        id="the evening is not over",
    ),
    pytest.param(
        None,
        "Soyuz MS-09 undocked at 8:41 p.m. EST.",
        ["2018-12-20T01:41Z"],
        id="the day on record is that of UTC",
    ),
    pytest.param(
        "2024-09-06",
        (
            "Starliner undocked at 6:04 p.m. EDT on Friday. Its deorbit burn is due at 11:17 p.m. EDT "
            "and it is to land on Saturday."
        ),
        ["2024-09-06T22:04Z", "2024-09-07T03:17Z", "2024-09-07"],
        id="the day of another event ahead",
    ),
    pytest.param(
        "2020-08-02",
        "Demo-2 undocked at 4:35 p.m. PT on Saturday. Splashdown is due at 11:48 a.m. PT.",
        ["2020-08-01T23:35Z", "2020-08-02T18:48Z"],
        id="home after most of a day",
    ),
    pytest.param(
        "2025-07-14",
        (
            "Ax-4 is to undock today. Splashdown is expected on Tuesday, July 15. Hatches are to be "
            "closed at 4:45 a.m. EDT, followed by undocking at 7:15 a.m. EDT."
        ),
        ["2025-07-14", "2025-07-15", "2025-07-14T11:15Z"],
        id="hatches are closed on the day of the undocking",
    ),
    pytest.param(
        "2017-12-07",
        (
            "Soyuz MS-05 will land on December 14. Soyuz MS-07 is next, on the morning of "
            "December 17, a source said. The launch is planned for 10:21 a.m. Moscow time."
        ),
        ["2017-12-14", "2017-12-17T07:21Z"],
        id="nobody speaks on a day to come",
    ),
    pytest.param(
        "2019-08-24",
        "Soyuz MS-14 was launched on Thursday at 8:38 am local time at the launch site.",
        ["2019-08-22T03:38Z"],
        id="the launch site of a ship that is not on record",
    ),
]


@pytest.mark.parametrize(("dateline", "text", "values"), DAYS_TAKEN)
def test_day_that_a_careful_reader_takes(dateline: str | None, text: str, values: list[str]):
    assert _values(text, dateline) == values


def test_two_clocks_side_by_side_show_a_slip_without_any_date():
    text = "Soyuz TMA-19M is to undock at 1:52 a.m. EDT (6:52 UTC)."
    wrong = [one for one in events_told(text, None) if one.verdict == "contradicts"]
    assert [one.quote for one in wrong] == ["6:52 UTC"]


def test_what_follows_a_plan_is_planned():
    text = "Hatches will close at 5:10 a.m. EDT, followed by undocking of Ax-4 at 7:15 a.m. EDT."
    assert [one.planned for one in events_told(text, "2025-07-14")] == [True]


def _undated(text):
    claims = read_text(text, catalogue=load_catalogue()).claims
    return [f"{one.kind} {one.subject} {one.value}" for one in claims if one.precision is not None]


def test_today_without_a_dateline_is_the_day_that_the_text_gives_the_event():
    text = (
        "The NG-21 Cygnus was captured this morning at 3:11 a.m. EDT. It was bolted to the station "
        "at 5:33 a.m. EDT Tuesday, August 6."
    )
    assert _undated(text) == [
        "berthing cygnus-ng-21 2024-08-06T07:11Z",
        "berthing cygnus-ng-21 2024-08-06T09:33Z",
    ]


def test_a_ship_without_a_number_flew_when_the_numbered_one_beside_it_did():
    text = (
        "The Cygnus is to burn up soon. The next is Progress MS-17, to be launched at 7:27 p.m. EDT "
        "(4:27 a.m. Wednesday, June 30, Baikonur time)."
    )
    claims = read_text(text, catalogue=load_catalogue()).claims
    assert [one.value for one in claims if one.kind == "ship"] == ["cygnus-ng-15", "progress-ms-17"]


def test_a_date_with_its_year_is_no_plan_because_a_guessed_day_is_earlier():
    text = "HTV-X1\nLaunch: 26 October 2025, 00:00 UTC\nBerthing: 29 October 2025, 15:58 UTC\n"
    claims = read_text(text, catalogue=load_catalogue()).claims
    assert {one.planned for one in claims if one.precision is not None} == {False}
