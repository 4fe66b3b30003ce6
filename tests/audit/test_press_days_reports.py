"""Days that reports leave to the reader, and states that are no events."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told


def _told(text: str, dateline: str | None) -> list[tuple[str, str | None]]:
    return [(one.kind, one.value) for one in events_told(text, dateline)]


def test_day_of_plan_told_before_outweighs_later_day_of_something_done():
    text = (
        "The Progress MS-26 freighter, which set off on Thursday, will dock on Saturday. The docking "
        "is planned for 9:12 Moscow time. The liftoff was at 6:25 a.m. Moscow time on Thursday."
    )
    assert ("docking", "2024-02-17T06:12Z") in _told(text, "2024-02-17")


def test_plan_with_weekday_is_in_the_year_that_fits_both():
    text = (
        "A picture of April 20, 2023 shows the Crew-8 capsule. Crew-8 is to undock on Sunday, May 5, "
        "at 8:15 a.m. EDT."
    )
    assert ("undocking", "2024-05-05T12:15Z") in _told(text, "2024-05-01")


@pytest.mark.parametrize(
    "text",
    [
        "Cygnus NG-21 is set to be released by the arm today (March 28) at 7 a.m. EDT (1100 GMT).",
        (
            "Today, on March 28, 2025, Cygnus NG-21 leaves. It will be released at 7 a.m. EDT (1100 "
            "GMT) today."
        ),
    ],
)
def test_date_beside_today_is_the_day_of_the_text(text: str):
    assert ("undocking", "2025-03-28T11:00Z") in _told(text, None)


def test_quoted_post_tells_the_day_of_a_text_without_one():
    text = (
        "The CRS-28 Dragon was launched on June 5, 2023. On Friday it splashed down at 10:30 a.m. EDT.\n"
        "Welcome back!\n- Space Post (@spacepost) June 30, 2023\n"
    )
    assert ("landing", "2023-06-30T14:30Z") in _told(text, None)


def test_dateline_without_year_is_of_the_ship_that_is_numbered():
    text = (
        "MOSCOW, February 13. The Progress cargo ship is gone. Progress MS-25 was launched on "
        "December 1, 2023. Progress MS-26 undocked at 5:09 a.m. Moscow time on Tuesday.\n"
    )
    assert ("undocking", "2024-02-13T02:09Z") in _told(text, None)


def test_first_date_that_fits_the_ships_is_counted_from():
    text = (
        "The picture was taken on May 9, 2021. Crew-8 and Soyuz MS-25 are docked. On April 28, 2024 "
        "plans were made. Crew-8 will undock on Thursday at 8 a.m. EDT."
    )
    assert ("undocking", "2024-05-02T12:00Z") in _told(text, None)


def test_how_a_ship_was_is_no_docking():
    text = "Progress MS-16 undocked while attached to a module at 6:55 a.m. EDT."
    assert _told(text, "2021-07-26") == [("undocking", "2021-07-26T10:55Z")]


def test_side_of_a_port_is_not_the_ground():
    text = "Soyuz MS-27 is to dock to the Earth-facing port at 5:04 a.m. EDT on Tuesday, April 8."
    assert _told(text, "2025-04-05") == [("docking", "2025-04-08T09:04Z")]


def test_module_that_is_still_to_come_is_the_ship():
    text = (
        "Progress MS-16 left. Russia's Multipurpose Laboratory Module (MLM) is due to dock at the "
        "station on Thursday, July 29, at 9:24 a.m. EDT."
    )
    docking = next(one for one in events_told(text, "2021-07-26") if one.kind == "docking")
    assert (docking.subject, docking.value) == ("nauka", "2021-07-29T13:24Z")


def test_what_was_announced_keeps_its_own_time():
    text = (
        "The agencies announced Friday that they aim for no earlier than 6 p.m. ET (2300 GMT) on Jan. "
        "14 to begin the undocking of Crew-11."
    )
    assert _told(text, "2026-01-10") == [("undocking", "2026-01-14T23:00Z")] * 2


def test_coverage_of_a_departure_with_a_long_name_is_a_broadcast():
    text = (
        "Live coverage of Northrop Grumman's uncrewed Cygnus NG-21 space freighter's departure from "
        "the station is set for 6:45 a.m. ET (1045 UTC) on Friday, March 28."
    )
    assert _told(text, "2025-03-28") == [("broadcast-start", "2025-03-28T10:45Z")] * 2


def test_bolts_told_in_passing_are_a_berthing():
    text = (
        "Cygnus NG-19 was captured at 5:52 a.m. EDT on Aug. 4. Controllers moved it to the Unity "
        "module, securing it to the station at 8:28 a.m. EDT (12:28 UTC)."
    )
    assert ("berthing", "2023-08-04T12:28Z") in _told(text, "2023-08-04")


def test_clock_told_again_keeps_the_zone_that_it_had():
    text = (
        "Cygnus NG-17 will be released at 4:35 pm (IST) on June 28. Coverage starts at 6:45 am ET. "
        "The release is planned for 4:35 pm."
    )
    releases = [one for one in events_told(text, "2022-06-28") if one.kind == "undocking"]
    assert {one.value for one in releases if one.precision == "minute"} == {"2022-06-28T11:05Z"}


def test_engines_lit_soon_after_departure_are_no_contradiction():
    text = (
        "Cygnus NG-17 undocked at 7:05 a.m. EDT on June 28. It fired its engines for the deorbit burn "
        "at 7:25 a.m. EDT."
    )
    told = events_told(text, "2022-06-28")
    assert [one.kind for one in told] == ["undocking", "deorbit"]
    assert all(one.verdict != "contradicts" for one in told)
