"""Times counted from others, and times given up: how they are linked and how softly they are judged."""

from datetime import date

import pytest

from portcall.audit.press.judging.judge_readings import judge_readings
from portcall.audit.press.press_audit import audit_texts
from portcall.audit.press.reading.read_text import read_text
from portcall.catalogue.load import load_catalogue
from portcall.records.claims import Claim

CATALOGUE = load_catalogue()
LAUNCH = "Progress MS-31 lifted off at 19:32 UTC on July 3, 2025."


def judged(text: str, day: date = date(2025, 7, 10)) -> tuple[Claim, ...]:
    """Read and judge one text."""
    return audit_texts([("test", text, day)], CATALOGUE).readings[0].claims


@pytest.mark.parametrize(
    ("words", "value", "precision"),
    [
        ("entered orbit nine minutes later", "2025-07-03T19:41Z", "minute"),
        (
            "entered orbit about nine minutes later",
            "2025-07-03T19:39Z/2025-07-03T19:44Z",
            "vague",
        ),
        ("entered orbit minutes later", "2025-07-03T19:33Z/2025-07-03T20:31Z", "vague"),
        ("docked a few hours later", "2025-07-03T21:02Z/2025-07-04T02:32Z", "vague"),
        ("docked about six hours later", "2025-07-04T01:02Z/2025-07-04T02:02Z", "hour"),
        (
            "docked less than four hours after launch",
            "2025-07-03T22:32Z/2025-07-03T23:32Z",
            "hour",
        ),
        ("docked two days after its launch", "2025-07-05", "day"),
        ("docked the next day", "2025-07-04", "day"),
        ("docked a couple of days later", "2025-07-04/2025-07-07", "vague"),
    ],
)
def test_counted_times_say_what_they_count_from(words, value, precision):
    reading = read_text(f"{LAUNCH} It {words}.", catalogue=CATALOGUE)
    launch, counted = (one for one in reading.claims if one.precision is not None)
    assert (counted.value, counted.precision) == (value, precision)
    assert counted.said.relative_to == launch.number
    assert "later" in counted.quote or "after" in counted.quote or "next day" in counted.quote


@pytest.mark.parametrize(
    ("words", "kind", "on_record"),
    [
        ("docked a few hours later", "docking", "2025-07-05"),
        ("docked the next day", "docking", "2025-07-05"),
        ("docked less than three hours after launch", "docking", "2025-07-05"),
        ("separated from the rocket thirty minutes later", "insertion", "19:41:29"),
    ],
)
def test_counted_times_are_never_called_wrong(words, kind, on_record):
    (counted,) = [one for one in judged(f"{LAUNCH} It {words}.") if one.kind == kind]
    assert counted.verdict == "cannot_check"
    assert on_record in counted.reason


def test_what_the_rocket_does_is_not_told_of_the_ship():
    claims = judged(f"{LAUNCH} The first stage landed eight minutes later.")
    assert [one.kind for one in claims if one.precision is not None] == ["launch"]


def test_a_length_of_another_event_is_not_that_of_the_journey():
    claims = judged(
        f"{LAUNCH} It separated from the rocket 9 minutes after launch and docked later."
    )
    (length,) = [one for one in claims if one.kind == "duration"]
    assert length.verdict != "contradicts"


def test_a_time_that_is_given_up_is_not_called_wrong():
    text = "Progress MS-31 undocked from Poisk at 10:00 UTC on March 16, 2026."
    reading = read_text(text, catalogue=CATALOGUE)
    (flat,) = [
        one
        for one in judge_readings([reading], CATALOGUE).readings[0].claims
        if one.kind == "undocking"
    ]
    assert flat.verdict == "contradicts"
    unsure = tuple(
        one.model_copy(update={"sure": 0.3, "planned": True}) if one.kind == "undocking" else one
        for one in reading.claims
    )
    for planned in (True, False):
        doubted = tuple(one.model_copy(update={"planned": planned}) for one in unsure)
        again = judge_readings([reading.model_copy(update={"claims": doubted})], CATALOGUE)
        (soft,) = [one for one in again.readings[0].claims if one.kind == "undocking"]
        assert soft.verdict == "cannot_check"
        assert soft.correction is None
    said = judged(
        "Progress MS-31 lifted off at 19:32 UTC on July 3, delayed from 7:32 UTC on July 3.",
        date(2025, 7, 4),
    )
    given_up = [one for one in said if one.kind == "launch" and one.sure < 0.5]
    assert [one.verdict for one in given_up] == ["cannot_check"]
    assert "gives this time up" in given_up[0].reason


def test_a_length_that_is_only_a_bound_holds_below_it():
    claims = judged(
        f"{LAUNCH} It docked at 21:25 UTC on July 5, less than three days after launch."
    )
    (length,) = [one for one in claims if one.kind == "duration"]
    assert length.verdict == "holds"
    claims = judged(f"{LAUNCH} It docked at 21:25 UTC on July 5, more than four days after launch.")
    (length,) = [one for one in claims if one.kind == "duration"]
    assert length.verdict == "contradicts"


def test_a_clock_told_again_without_its_event_is_not_called_wrong():
    text = "Progress MS-31 lifted off at 19:32 UTC on July 3, 2025. It was 8:26 a.m. in Paris."
    again = [one for one in judged(text) if "Paris" in one.quote]
    assert [one.verdict for one in again] == ["cannot_check"]
    assert again[0].sure < 0.5
