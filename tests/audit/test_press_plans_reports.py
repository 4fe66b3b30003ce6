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
        events_told(f"Soyuz MS-10 lifted off from Baikonur on {day}, 2018.", "2018-10-15")[0]
        for day in ("October 11", "October 13")
    )
    assert right.verdict == "holds"
    assert "past ships" in right.reason
    assert other.verdict == "cannot_check"
    assert "2018-10-11" in other.reason


def test_a_coverage_without_a_day_is_that_of_what_is_planned():
    text = (
        "July 4, 2025 - Progress MS-31 is to dock on Saturday at 5:27 p.m. EDT to the port that "
        "Progress MS-29 left on Tuesday. Coverage will begin at 4:45 p.m. EDT."
    )
    shown = next(one for one in events_told(text, "2025-07-04") if one.kind == "broadcast-start")
    assert shown.value == "2025-07-05T20:45Z"


def test_a_stamp_under_a_title_is_no_event():
    text = (
        "Russia launches cargo ship to ISS\nJuly 4, 2025 - 12:14 am\n\nA rocket with Progress MS-31 left "
        "the Baikonur cosmodrome at 10:32 p.m. Moscow time on Thursday, and reached its orbit."
    )
    launches = [one.value for one in events_told(text, None) if one.kind == "launch"]
    assert launches == ["2025-07-03T19:32Z"]


def test_it_goes_on_about_the_ship_before_and_that_ship_is_the_last_one():
    text = (
        "Progress MS-31 flew to the station. It will take the port that Progress MS-29 left. "
        "That ship undocked at 18:43 UTC on July 1."
    )
    (undocking,) = (one for one in events_told(text, "2025-07-04") if one.precision == "minute")
    assert (undocking.subject, undocking.verdict) == ("progress-ms-29", "holds")


def test_back_to_a_module_is_no_side_of_it():
    text = "Cygnus NG-23 was bolted back to Unity on December 1, 2025."
    ports = [one.value for one in judged_report(text, "2025-12-02").claims if one.kind == "port"]
    assert ports == ["unity"]


def test_a_ship_behind_a_date_is_not_what_was_flown_on():
    text = "Progress MS-31, which arrived at Poisk on July 5, and Progress MS-29, which has left."
    (docking,) = (one for one in events_told(text, "2025-07-06") if one.kind == "docking")
    assert docking.subject == "progress-ms-31"
