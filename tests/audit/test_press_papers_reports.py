"""What a newspaper tells, in our own wording: zones of its readers, posts, nicknames."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import judged_report


def test_a_nickname_stands_within_a_name() -> None:
    text = 'Barry "Butch" Wilmore and Sunita "Suni" Williams flew up on Starliner.'
    crew = next(one for one in judged_report(text, "2024-06-07").claims if one.kind == "crew")
    assert crew.value_names == ("Wilmore", "S. Williams")


def test_the_place_of_many_launches_is_no_ships() -> None:
    text = "CRS-33 is next. The sum of this year has launches from Vandenberg as well."
    kinds = [one.kind for one in judged_report(text, "2025-08-20").claims]
    assert "site" not in kinds
    assert "ship" in kinds


def test_without_a_day_the_crew_that_is_met_renames_no_ship() -> None:
    text = (
        "A Dragon relieves two who have been aboard since June 2024. Crew-10 docked to the station"
        " at 12:04 a.m. EDT on Sunday, so that Butch Wilmore and Suni Williams may go."
    )
    told = judged_report(text, None).claims
    assert {one.value for one in told if one.kind == "ship"} == {"crew-10"}
    assert not [one.reason for one in told if one.verdict == "contradicts"]
