"""Slips that show by themselves, and their right neighbors, which must not be called wrong."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told, judged_report


@pytest.mark.parametrize(("weekday", "verdict"), [("Friday", "contradicts"), ("Thursday", "holds")])
def test_a_weekday_at_a_full_date_is_decided_whatever_the_time_is_of(
    weekday: str, verdict: str
) -> None:
    """The hand of the arm closed when the record has the docking: either word may be meant."""
    text = (
        "The new freighter HTV-X1 of Japan was gripped by the arm of the station in the first hour "
        f"of the night, at 0:58 a.m. on {weekday}, October 30, 2025 (Japan time)."
    )
    (told,) = events_told(text, "2025-10-30")
    assert told.verdict == verdict
    if verdict == "contradicts":
        assert told.correction is not None
        assert told.correction.weekday == "Thursday"


@pytest.mark.parametrize(
    ("day", "said", "right"),
    [
        ("2014-02-06", "Progress M-22M lifted off on May 2 at 11:23 a.m. ET", "2014-02-05T16:23Z"),
        ("2014-02-06", "Progress M-22M lifted off on February 5 at 11:23 a.m. ET", None),
    ],
)
def test_day_and_month_change_places_across_a_year_that_is_not_printed(
    day: str, said: str, right: str | None
) -> None:
    """The clocks there stood an hour otherwise on the day that was meant."""
    (told,) = events_told(f"{said} with fresh fruit for the six aboard.", day)
    assert (told.verdict == "contradicts") == (right is not None)
    if right is not None:
        assert told.correction is not None
        assert told.correction.value == right


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "Progress MS-79 docks at 24:00 GMT on 3 May, which is 8:00 p.m. EDT on Sunday, 2 May.",
            "2027-05-04T00:00Z",
        ),
        (
            "Progress MS-79 docks at 24:00 GMT on Sunday, 2 May, which is 8:00 p.m. EDT on 1 May.",
            "2027-05-02T00:00Z",
        ),
        (
            "Progress MS-79 is to undock at 4:20 p.m. EST, 9:20 UTC, on 1 March.",
            "2027-03-01T09:20Z",
        ),
        (
            "Progress MS-79 is to undock at 4:20 a.m. EST, 21:20 UTC, on 1 March.",
            "2027-03-01T09:20Z",
        ),
        ("Progress MS-79 is to undock at 4:20 p.m. EST, 21:20 UTC, on 1 March.", None),
    ],
)
def test_of_two_clocks_of_one_plan_only_the_slipped_one_is_wrong(
    text: str, wrong: str | None
) -> None:
    told = events_told(text, "2027-02-27" if "March" in text else "2027-04-30")
    assert [one.value for one in told if one.verdict == "contradicts"] == ([wrong] if wrong else [])


def test_the_launch_on_record_says_which_of_two_dockings_is_meant() -> None:
    """Two days lie between lift-off and contact, not three."""
    text = (
        "Contact of Progress MS-34 is due at 03:00 Moscow time on 29 April (00:00 GMT on 28 April)."
    )
    told = events_told(text, "2026-04-26")
    wrong = [one.value for one in told if one.verdict == "contradicts"]
    assert wrong == ["2026-04-29T00:00Z"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        # MS-24 left on that day, MS-23 in November
        (
            "Room was made by Progress MS-23, which let go of the station on February 13.",
            "progress-ms-24",
        ),
        ("Room was made by Progress MS-24, which let go of the station on February 13.", None),
        ("Progress MS-23 has burned up, and its replacement undocked on February 13.", None),
        ("Progress MS-23 left its port to Progress MS-24, which undocked on February 13.", None),
    ],
)
def test_a_day_on_which_only_a_ship_of_the_family_did_so_shows_its_wrong_number(
    text: str, right: str | None
) -> None:
    claims = judged_report(text, "2024-02-15").claims
    wrong = [one.correction for one in claims if one.verdict == "contradicts"]
    assert [one.value for one in wrong if one is not None] == ([right] if right else [])


HOME = {
    "soyuz-ms-26": ("Soyuz MS-26 came down in the steppe on Sunday.", "2025-04-20"),
    "soyuz-ms-25": ("Soyuz MS-25 came down in the steppe on Monday.", "2024-09-23"),
}


@pytest.mark.parametrize(
    ("ship", "told", "verdict"),
    [
        ("soyuz-ms-26", "Vagner and Pettit lived 201 days in space.", "contradicts"),
        ("soyuz-ms-26", "Vagner and Pettit lived 220 days in space.", "holds"),
        ("soyuz-ms-26", "Vagner and Pettit lived 221 days in space.", "holds"),
        ("soyuz-ms-26", "Vagner once lived 196 days in space, on his earlier flight.", None),
        ("soyuz-ms-26", "In 2020 Vagner lived 196 days in space.", None),
        ("soyuz-ms-26", "Expedition 72 went on for 208 days.", None),
        ("soyuz-ms-26", "Wilmore was 186 days in space.", None),
        # she came as she went, her company had come a year before
        ("soyuz-ms-25", "Dyson was away from Earth for 174 days.", "contradicts"),
        ("soyuz-ms-25", "Dyson was away from Earth for 184 days.", None),
        ("soyuz-ms-25", "Chub was away from Earth for 174 days.", None),
    ],
)
def test_who_came_home_as_they_went_were_away_no_shorter_than_the_flight(
    ship: str, told: str, verdict: str | None
) -> None:
    """A sum of flights is longer; what another flight or a crew of the station took is no slip."""
    landed, day = HOME[ship]
    lengths = [
        one for one in judged_report(f"{landed} {told}", day).claims if one.kind == "duration"
    ]
    if verdict is None:
        assert all(one.verdict != "contradicts" for one in lengths)
    else:
        assert [one.verdict for one in lengths] == [verdict]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Cygnus NG-20: launched 30 January 2023", "2024-01-30T17:07:15Z"),
        ("Cygnus NG-20: launched 29 January 2024", None),  # perhaps an attempt that was called off
        ("Soyuz MS-19 landed at 11:28 UTC on 30 June 2022", "2022-03-30T11:28:03Z"),
        ("Soyuz MS-19 landed at 11:28 UTC on 30 March 2022", None),
    ],
)
def test_a_year_or_a_month_far_from_the_record_is_slipped_where_all_the_rest_is_its_own(
    said: str, right: str | None
) -> None:
    (told,) = events_told(f"{said}.", "2024-07-15")
    assert (told.correction.value if told.correction is not None else None) == right
    assert (told.verdict == "contradicts") == (right is not None)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            (
                "The freighter CRS-34 is being unloaded. The spacewalk began at 17:15 Moscow time, "
                "when two cosmonauts left the Poisk module."
            ),
            [],
        ),
        ("The CRS-34 freighter docked to Poisk.", ["poisk"]),
    ],
)
def test_a_hatch_that_people_leave_by_is_no_port_of_the_ship(text: str, wrong: list[str]) -> None:
    claims = judged_report(text, "2026-05-28").claims
    ports = [one for one in claims if one.kind == "port"]
    assert ports
    assert [one.value for one in ports if one.verdict == "contradicts"] == wrong


def test_a_plan_whose_day_slipped_keeps_its_own_minute() -> None:
    """Two minutes from the recorded plan, what was meant is the clock as printed on the right day."""
    text = "Progress MS-31 is to touch its port at 00:29 Moscow time on July 5, 2025."
    (told,) = events_told(text, "2025-07-03")
    assert told.correction is not None
    assert told.correction.value == "2025-07-05T21:29Z"


@pytest.mark.parametrize(
    ("load", "right"),
    [("2,518 kg", "progress-ms-26"), ("2,528 kg", None), ("2,513 kg", None)],
)
def test_a_load_of_the_ship_told_of_shows_the_wrong_number(load: str, right: str | None) -> None:
    """The freighter that took off has 2518 and 580 kg on record, the one named for the load has not."""
    text = (
        "Progress MS-26 took off at 6:25 a.m. Moscow time on Thursday. "
        f"Progress MS-25 takes {load} of cargo up, and 580 kg of propellant."
    )
    ships = [one for one in judged_report(text, "2024-02-15").claims if one.kind == "ship"]
    wrong = [one.correction for one in ships if one.verdict == "contradicts"]
    assert [one.value for one in wrong if one is not None] == ([right] if right else [])


@pytest.mark.parametrize(
    ("clock", "verdict"),
    [("5:22 p.m.", "contradicts"), ("5:22 a.m.", "holds"), ("7:22 p.m.", "cannot_check")],
)
def test_a_docking_after_a_move_is_held_against_the_move(clock: str, verdict: str) -> None:
    text = f"Soyuz MS-23 docked to Prichal at {clock} EDT on April 6, 2023, its second port."
    (told,) = events_told(text, "2023-04-07")
    assert (told.kind, told.verdict) == ("docking", verdict)
    if verdict == "contradicts":
        assert told.correction is not None
        assert told.correction.value == "2023-04-06T09:22Z"
