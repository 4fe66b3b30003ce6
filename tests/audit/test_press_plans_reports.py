"""Plans told before the event: what flew later, when the report was out, does not make them wrong."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told, judged_report

NOTICE = (
    "Crew-10 is to undock at 12:05 p.m. EDT on Thursday, Aug. 7, and to splash down on Friday.\n\n"
    "Friday, Aug. 8\n\n11:08 a.m. - Deorbit burn\n\n11:58 a.m. - Splashdown"
)


def test_a_plan_is_not_held_against_what_flew_after_the_report():
    assert {one.verdict for one in events_told(NOTICE, "2025-08-07")} == {"cannot_check"}


def test_a_landing_told_as_done_is_held_against_the_flown_undocking():
    text = "Crew-10 splashed down at 11:58 a.m. EDT on Friday, Aug. 8, 2025."
    (landing,) = events_told(text, "2025-08-10")
    assert landing.verdict == "contradicts"


def test_a_length_far_from_the_stay_is_of_something_else():
    text = "After 36 hours in space the ship docked; Crew-10 stays until Aug. 8, 2025, it was told."
    assert "contradicts" not in {one.verdict for one in judged_report(text, "2025-03-17").claims}


def test_a_total_in_short_tons_is_the_sum_of_its_parts():
    text = (
        "Progress MS-13 carries 2.7 tons of supplies: 1,433 pounds of propellant, 926 pounds of water, "
        "110 pounds of oxygen and 3,000 pounds of dry cargo."
    )
    loads = [one for one in judged_report(text, "2019-12-06").claims if one.kind == "cargo"]
    assert len(loads) == 5
    assert {one.verdict for one in loads} == {"holds"}


def test_the_list_of_past_ships_confirms_a_day_and_calls_none_wrong():
    right, other = (
        events_told(f"Progress M-54 lifted off from Baikonur on {day}, 2005.", "2005-09-12")[0]
        for day in ("September 8", "September 10")
    )
    assert right.verdict == "holds"
    assert "past ships" in right.reason
    assert other.verdict == "cannot_check"
    assert "2005-09-08" in other.reason
