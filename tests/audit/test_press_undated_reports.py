"""Texts pasted without their date: the day is found where it is given away, else it stays open."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told


def _told(text: str) -> list[tuple[str, str | None]]:
    return [(one.kind, one.value) for one in events_told(text, None)]


def test_day_of_a_picture_is_not_the_day_of_the_text():
    text = (
        "Cygnus NG-22 nears the arm on Aug. 6, 2022.\nCredit: the agency\n\n"
        "Crew-8 is to undock at 5:05 p.m. EDT on Wednesday, Oct. 23. Splashdown is planned for 3:30 "
        "a.m. EDT on Friday."
    )
    told = _told(text)
    assert ("undocking", "2024-10-23T21:05Z") in told
    assert ("landing", "2024-10-25T07:30Z") in told


def test_weekday_of_docking_is_the_one_behind_the_launch_on_record():
    text = (
        "Progress MS-10 lifts off on Friday. Another rocket flies on Dec. 3. The freighter is to dock "
        "at 10:30 p.m. Moscow time on Sunday."
    )
    assert ("docking", "2018-11-18T19:30Z") in _told(text)


def test_ship_that_lands_in_the_night_undocked_on_the_evening_before():
    text = (
        "The crew of Soyuz TMA-14M closed its hatch. Undocking is at 6:44 p.m. EDT, and the landing "
        "follows at 10:07 p.m. EDT."
    )
    told = _told(text)
    assert ("undocking", "2015-03-11T22:44Z") in told
    assert ("landing", "2015-03-12T02:07Z") in told


def test_clock_told_twice_has_the_day_told_once():
    text = (
        "Crew-6 went to another port on Saturday morning (May 6). It redocked at 8:01 a.m. EDT, and "
        'the agency wrote: "Crew-6 redocked at 8:01 a.m. EDT today."'
    )
    values = {value for kind, value in _told(text) if value and "T" in value}
    assert values == {"2023-05-06T12:01Z"}


@pytest.mark.parametrize(
    "text",
    [
        "Soyuz MS-18 was launched on April 9. It will undock at 8:21 a.m. EDT for its relocation.",
        "Soyuz MS-41 stays until September 7. The docking was at 11:38 p.m. EDT.",
    ],
)
def test_day_that_nothing_tells_stays_open(text: str):
    exact = [value for kind, value in _told(text) if value and "T" in value]
    assert exact == []


def test_launch_told_in_full_is_not_the_day_of_the_text():
    text = (
        "The freighter Progress MS-26 undocked at 5:00 a.m. Moscow time (0200 GMT) on Tuesday. It was "
        "launched on Feb. 15, 2024."
    )
    assert ("undocking", "2024-08-13T02:00Z") in _told(text)


@pytest.mark.parametrize(
    "text",
    [
        "[2020/05/25 21:40 JST] Arrival\nHTV-9 was grappled by the arm at 12:13 UTC today.",
        "watcher\n25 May '20 1:13 p.m.\nHTV-9 was grappled by the arm at 12:13 UTC today.",
    ],
)
def test_stamp_of_a_post_is_its_day_and_no_event(text: str):
    exact = [value for kind, value in _told(text) if value and "T" in value]
    assert exact == ["2020-05-25T12:13Z"]
