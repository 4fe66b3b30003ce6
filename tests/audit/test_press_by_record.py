"""What a clock tells when hardly a word says it: the event on record at that minute, and no other."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told, judged_report

# on record: Progress MS-31 lifted off on 3 July 2025 at 19:32:40 and docked on 5 July at 21:25 UTC; MS-30
# docked on 1 March at 23:02 and MS-17 on 2 July 2021 at 00:59


def _clocks(
    text: str, dateline: str | None = "2025-07-06"
) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.kind, one.subject, one.value)
        for one in events_told(text, dateline)
        if one.precision in ("minute", "second")
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Progress MS-31 kissed Poisk at 21:25 UTC on July 5.", "docking", "2025-07-05T21:25Z"),
        (
            "The crew cheered Progress MS-31 at 21:25 UTC on Saturday, July 5.",
            "docking",
            "2025-07-05T21:25Z",
        ),
        (
            "Engines of Progress MS-31 roared at 19:32 UTC on July 3, 2025.",
            "launch",
            "2025-07-03T19:32Z",
        ),
    ],
)
def test_minute_on_record_tells_what_no_word_does(text, kind, value):
    assert _clocks(text) == [(kind, "progress-ms-31", value)]


@pytest.mark.parametrize(
    "text",
    [
        "The crew cheered Progress MS-31 at 21:05 UTC on Saturday, July 5.",
        "Engines of Progress MS-31 roared at 19:32 UTC on July 4, 2025.",
    ],
)
def test_another_minute_tells_nothing(text):
    assert _clocks(text) == []


def test_plain_word_is_never_overruled():
    told = events_told("Progress MS-31 was launched at 21:25 UTC on July 5, 2025.", "2025-07-06")
    assert [(one.kind, one.verdict) for one in told] == [("launch", "contradicts")]


def test_two_events_of_another_ship_of_the_text_are_that_ships():
    text = (
        "Progress MS-30 has a companion, Progress MS-31. Progress MS-30 still waits at Zvezda. The "
        "new one, like Progress MS-30 before, lifted off from Baikonur at 19:32 UTC on July 3, and it "
        "docked to Poisk at 21:25 UTC on July 5."
    )
    assert {ship for _, ship, _ in _clocks(text)} == {"progress-ms-31"}


def test_one_event_of_another_ship_is_a_slip_of_the_text():
    text = "Progress MS-31 is near. Progress MS-30 docked at 21:25 UTC on July 5, 2025."
    wrong = [
        one for one in judged_report(text, "2025-07-07").claims if one.verdict == "contradicts"
    ]
    assert [one.subject for one in wrong] == ["progress-ms-30"]


def test_weekday_of_a_plan_that_is_past_is_the_one_on_record():
    text = (
        "The agency's schedule had the docking of Dragon CRS-33 for 7:30 a.m. EDT on Monday; it "
        "happened at 7:05 a.m. EDT."
    )
    told = _clocks(text, "2025-08-26")
    assert {value for _, _, value in told} == {"2025-08-25T11:30Z", "2025-08-25T11:05Z"}


def test_day_that_the_text_prints_is_not_moved_to_the_record():
    text = "Progress MS-31 came to the station on July 6. It docked at 21:25 UTC."
    assert ("docking", "progress-ms-31", "2025-07-06T21:25Z") in _clocks(text, "2025-07-07")


def test_undated_clock_has_the_day_of_its_minute():
    text = "Progress MS-31 is in the news. The freighter docked at 21:25 UTC."
    assert _clocks(text, None) == [("docking", "progress-ms-31", "2025-07-05T21:25Z")]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "6:45 a.m. EDT: coverage returns for undocking of Ax-4 from Harmony at 7:05 a.m. EDT.",
            ["broadcast-start", "undocking"],
        ),
        (
            "Ax-4 is aired live beginning at 6:45 a.m. EDT for undocking scheduled at 7:05 a.m. EDT.",
            ["broadcast-start", "undocking"],
        ),
        ("Live coverage of the undocking of Ax-4 starts at 6:45 a.m. EDT.", ["broadcast-start"]),
    ],
)
def test_what_a_broadcast_shows_has_its_own_time(text, kinds):
    assert [kind for kind, _, _ in _clocks(text, "2025-07-14")] == kinds
