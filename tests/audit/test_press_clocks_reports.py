"""Clock times and days as outlets write them, and which of two clock times is called wrong."""

import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told, judged_report

CASES = tomllib.loads(Path(__file__).with_name("press_clocks_reports.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"].strip()[:40] for case in CASES])
def test_instants(case):
    told = events_told(case["text"], case["day"].isoformat())
    assert [f"{one.kind} {one.value}" for one in told] == case["events"]
    assert not any(one.verdict == "contradicts" for one in told)


def test_a_house_that_names_its_country_is_a_dateline():
    for head in ("BAIKONUR, Kazakhstan,", "KOROLYOV /Moscow Region/,"):
        text = (
            f"{head} November 10. /TASS/. Soyuz TMA-13M landed at 06:58 a.m. Moscow time "
            "(03:58 a.m. UTC), mission control said Monday."
        )
        told = events_told(text, None)
        assert {one.value for one in told} == {"2014-11-10T03:58Z"}
        assert not any(one.verdict == "contradicts" for one in told)


def test_the_clock_that_the_coverage_denies_is_blamed():
    text = (
        "Cygnus NG-27 will be released at 6:55 a.m. EST (2355 GMT) on Wednesday, March 10, 2027; "
        "NASA coverage starts at 6:30 a.m. EST."
    )
    wrong = [one for one in events_told(text, "2027-03-09") if one.verdict == "contradicts"]
    assert [one.quote for one in wrong] == ["2355 GMT"]
    assert wrong[0].correction is not None
    assert wrong[0].correction.value == "2027-03-10T11:55Z"


def test_a_clock_that_does_not_exist_is_mended_by_its_twin():
    text = "Debris of Progress MS-42 fell at 11:19 a.m. Moscow time [81:49 GMT] on Sunday."
    wrong = [one for one in events_told(text, "2027-10-04") if one.verdict == "contradicts"]
    assert wrong[0].quote == "81:49 GMT"
    assert wrong[0].correction is not None
    assert wrong[0].correction.value == "2027-10-03T08:19Z"


def test_a_weekday_away_from_its_clock_is_judged():
    text = "Soyuz MS-28 flew on Friday, November 27, from Site 31 at 09:27 UTC."
    told = events_told(text, "2025-11-28")
    assert {one.value for one in told} == {"2025-11-27", "2025-11-27T09:27Z"}
    wrong = [one for one in told if one.verdict == "contradicts"]
    assert wrong[0].correction is not None
    assert wrong[0].correction.weekday == "Thursday"


def test_capitals_in_brackets_are_a_blank():
    text = "Crew-14 undocks at [hh:mm] EDT on June 30 and splashes down near [LOCATION]."
    blanks = [one.quote for one in judged_report(text, "2027-06-20").claims if one.kind == "blank"]
    assert blanks == ["[hh:mm]", "[LOCATION]"]
    named = "The crew of Soyuz MS-27 [PHOTOS] landed at 05:04 UTC on 9 December 2025."
    assert not [one for one in judged_report(named, None).claims if one.kind == "blank"]


def test_a_clock_with_an_h_is_no_length():
    text = "Progress MS-29 docked at 14h31 UTC on 23 November 2024."
    assert not [one for one in judged_report(text, None).claims if one.kind == "duration"]


def test_two_digits_of_a_year_that_changed_places():
    text = "Soyuz MS-23 touched down on September 27, 2032 at 11:17 UTC."
    wrong = [one for one in events_told(text, "2023-09-28") if one.verdict == "contradicts"]
    assert wrong[0].correction is not None
    assert wrong[0].correction.value == "2023-09-27T11:17Z"
