"""Reports that name no ship, no date, or a place where they were only written."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told, judged_report

CREW = (
    "CAPE CANAVERAL, Fla. (News) - Four people moved into the space station after a trip of 15 hours.\n\n"
    "Aboard the capsule, launched from the Kennedy Space Center, were Zena Cardman, Mike Fincke, "
    "Kimiya Yui and Oleg Platonov."
)


def test_a_crew_names_its_ship():
    reading = judged_report(CREW, "2025-08-02")
    assert any("crew-11" in note for note in reading.notes)
    assert {claim.subject for claim in reading.claims} == {"crew-11"}
    assert not any(claim.kind == "ship" for claim in reading.claims)
    (trip,) = (claim for claim in reading.claims if claim.kind == "duration")
    assert trip.verdict == "holds"


def test_where_a_report_was_written_is_no_launch_site():
    town = next(claim for claim in judged_report(CREW, "2025-08-02").claims if claim.kind == "site")
    assert town.quote == "CAPE CANAVERAL"
    assert (town.verdict, town.reason) == ("cannot_check", "the report was written there")


def test_a_town_is_not_the_range_that_bears_its_name():
    text = "Crew-11 lifted off from {} at 11:43 a.m. EDT on Aug. 1, 2025."
    town = "Cape Canaveral", "cannot_check"
    station = "Cape Canaveral Space Force Station", "contradicts"
    for place, verdict in (town, station):
        claims = judged_report(text.format(place), "2025-08-02").claims
        assert [one.verdict for one in claims if one.kind == "site"] == [verdict]


def test_a_rocket_of_one_kind_of_ship_names_it():
    text = (
        "An Antares rocket is to lift off from Wallops Island at 5:56 p.m. on Tuesday with supplies for "
        "the International Space Station."
    )
    launch = next(one for one in events_told(text, "2021-08-07") if one.kind == "launch")
    assert (launch.subject, launch.value) == ("cygnus-ng-16", "2021-08-10T21:56Z")


def test_a_nation_s_freighter_is_the_one_under_way():
    text = "A Russian cargo ship docked with the space station at 21:25 UTC on Saturday."
    (docking,) = (one for one in events_told(text, "2025-07-06") if one.kind == "docking")
    assert (docking.subject, docking.verdict) == ("progress-ms-31", "holds")


def test_an_undated_text_counts_from_the_day_of_its_first_date():
    text = "Soyuz MS-27 landed on December 9 at 8:03 a.m. Moscow time. It had undocked at 04:41."
    assert {one.value[:10] for one in events_told(text, None)} == {"2025-12-09"}
