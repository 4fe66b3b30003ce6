"""What pages about space do: updates with a day of their own, live posts, rows of links, dotted clocks."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told, judged_report

TOLD = [
    pytest.param(
        "2023-07-02",
        "Update, June 30: Dragon CRS-28 splashed down at 10:30 a.m. EDT today.\n"
        "Update, June 29: CRS-28 undocked at 12:30 p.m. EDT today.",
        ["landing 2023-06-30T14:30Z", "undocking 2023-06-29T16:30Z"],
        id="today is the day of the update",
    ),
    pytest.param(
        "2024-10-25",
        "6:30 a.m. Crew-8 return to Earth media telecon; 7 a.m. Crew-8 landing news conference",
        [],
        id="a conference is named after what it is about",
    ),
    pytest.param(
        "2008-04-12",
        "It began on 8 April 2008 at 11.16.39UTC, when a crew departed to the ISS with Soyuz TMA-12.",
        ["launch 2008-04-08T11:16:39Z"],
        id="a clock with dots, and a departure for the station",
    ),
    pytest.param(
        "2025-03-18",
        "The Crew-9 crew departed the station at 1:05 a.m. EDT Tuesday.",
        ["undocking 2025-03-18T05:05Z"],
        id="a crew that leaves the station undocks",
    ),
    pytest.param(
        "2024-09-07",
        "Starliner CFT is to land at midnight EDT on Saturday, Sept. 7. You can watch that landing "
        "live, beginning at 10:50 p.m. EDT (0250 GMT).",
        [
            "landing 2024-09-07T04:00Z",
            "broadcast-start 2024-09-07T02:50Z",
            "broadcast-start 2024-09-07T02:50Z",
        ],
        id="a broadcast begins before what it shows",
    ),
    pytest.param(
        "2024-10-23",
        "Live updates\n"
        "11:05 a.m. EDT (1505 GMT)\n"
        "Good morning from Houston, where Crew-8 waits to undock.\n"
        "5:05 p.m. EDT (2105 GMT)\n"
        "UNDOCKING! The springs have pushed it off.\n"
        "9:50 p.m. EDT (0150 GMT)\n"
        "The undocking was shown live, and two hatches were closed.\n",
        ["undocking 2024-10-23T21:05Z", "undocking 2024-10-23T21:05Z"],
        id="a clock over a post is that of what the post tells to have happened",
    ),
    pytest.param(
        "2025-03-18",
        "About an hour after midnight on Tuesday, Crew-9 undocked from the station.",
        ["undocking 2025-03-18"],
        id="an hour after midnight is no midnight",
    ),
]


@pytest.mark.parametrize(("dateline", "text", "told"), TOLD)
def test_what_is_told_and_when(dateline: str, text: str, told: list[str]) -> None:
    assert [f"{one.kind} {one.value}" for one in events_told(text, dateline)] == told


def test_links_over_a_page_are_no_blanks() -> None:
    text = "[Next by date][Previous by date][Thread list] Progress MS-27 undocked on 19 November."
    assert not any(one.kind == "blank" for one in judged_report(text, "2024-11-20").claims)


def test_the_day_of_a_flight_to_the_station_may_be_that_of_its_launch() -> None:
    text = "Dyson, who flew to the station aboard Soyuz MS-25 on March 23, is well."
    assert not any(one.verdict == "contradicts" for one in judged_report(text, "2024-04-02").claims)
