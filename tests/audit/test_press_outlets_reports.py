"""What reports tell besides: asides, pictures, tables without bars, broadcasts, what was put off."""

import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told, judged_report

CASES = tomllib.loads(Path(__file__).with_name("press_outlets_reports.toml").read_text("utf-8"))[
    "case"
]
CLOCKED = {"minute", "second"}


@pytest.mark.parametrize("case", CASES, ids=[case["text"].strip()[:40] for case in CASES])
def test_events(case):
    told = events_told(case["text"], case["day"].isoformat())
    clocked = {f"{one.kind} {one.subject} {one.value}" for one in told if one.precision in CLOCKED}
    assert clocked == set(case["events"])
    assert not any(one.verdict == "contradicts" for one in told)


@pytest.mark.parametrize("words", ["pushed back a day to July 24", "delayed once more, to July 24"])
def test_the_new_day_of_what_was_put_off_is_a_plan(words):
    text = f"The deorbiting of Progress MS-16 and Pirs has been {words}."
    (burn,) = (one for one in events_told(text, "2021-07-22") if one.kind == "deorbit")
    assert burn.planned
    assert burn.verdict != "contradicts"


def test_a_chance_that_was_given_up_is_not_called_wrong():
    text = (
        "The teams are standing down from the Thursday undocking of Crew-10 and look to undock at "
        "6:05 p.m. EDT on Friday, Aug. 8."
    )
    told = events_told(text, "2025-08-07")
    assert "2025-08-08T22:05Z" in {one.value for one in told}
    assert not any(one.verdict == "contradicts" for one in told)


def test_columns_that_do_not_agree_are_told():
    text = "Event Time (UTC) Time (EDT) Time (PDT)\nCrew-14 launch 12:45 9:45 a.m. 6:45 a.m.\n"
    told = events_told(text, "2027-06-04")
    assert "contradicts" in {one.verdict for one in told}


def test_a_length_before_an_arrival_is_not_that_of_the_mission():
    text = (
        "Ax-3 was launched on Jan. 18, 2024 at 21:49 UTC. After approximately 36 hours in space, the "
        "Dragon docked with the ISS on Jan. 20 at 10:42 UTC; it left on Feb. 7 at 14:20 UTC."
    )
    lengths = [one for one in judged_report(text, "2024-02-09").claims if one.kind == "duration"]
    assert lengths
    assert not any(one.verdict == "contradicts" for one in lengths)
