"""What a careful reader of reports gets right: engines, evenings, days of other ships, odd halves."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import judged_report

from portcall.records.claims import EVENT_KINDS, Claim


def _claims(dateline: str, text: str) -> tuple[Claim, ...]:
    return judged_report(text, dateline).claims


EVENTS = [
    (
        "2022-06-05",
        "Progress MS-20: docked 3 Jun 13:02:20 UTC; Zvezda aft; load 1458 kg dry, 599 kg propellant.",
        ["docking 2022-06-03T13:02:20Z"],
    ),
    (
        "2022-09-30",
        "Soyuz MS-21, 29 September 2022: undocked 07:34 UTC, landed 10:57 UTC.",
        ["undocking 2022-09-29T07:34Z", "landing 2022-09-29T10:57Z"],
    ),
    (
        "2025-03-03",
        "What came on MS-30? Zvezda got it on 1 March, docking at 23:02 UTC.",
        ["docking 2025-03-01T23:02Z"],
    ),
    (
        "2025-08-01",
        (
            "Crew-11 is to dock at 3:00 a.m. EDT on Saturday. Live coverage will start at 1:10 a.m. EDT, "
            "and a greeting ceremony is expected to start about 5:45 a.m."
        ),
        ["docking 2025-08-02T07:00Z", "broadcast-start 2025-08-02T05:10Z"],
    ),
    (
        "2025-04-07",
        (
            "Soyuz MS-27 lifts off at 1:47 a.m. EDT on Tuesday. If all goes well it will arrive at the "
            "station about three hours after launch, at 5:03 a.m. EDT."
        ),
        ["launch 2025-04-08T05:47Z", "docking 2025-04-08T09:03Z"],
    ),
    (
        "2025-12-08",
        (
            "Soyuz MS-27 will undock from Prichal at 8:41 p.m. EST and come to a landing at 12:04 a.m. "
            "(10:04 a.m. Kazakhstan time, Tuesday, December 9)."
        ),
        [
            "undocking 2025-12-09T01:41Z",
            "landing 2025-12-09T05:04Z",
            "landing 2025-12-09T05:04Z",
        ],
    ),
    (
        "2025-03-02",
        (
            "Progress MS-30 came in for a docking with the station on Saturday. Launched Thursday, the "
            "ship docked at 6:02 p.m. EST."
        ),
        ["docking 2025-03-01", "launch 2025-02-27", "docking 2025-03-01T23:02Z"],
    ),
    (
        "2025-08-02",
        (
            "Crew-11 will dock to the space-facing port of the Harmony module around 2:27 a.m. EDT "
            "Saturday with hatch opening about 4:10 a.m."
        ),
        ["docking 2025-08-02T06:27Z"],
    ),
    (
        "2025-02-26",
        (
            "Progress MS-28 undocked at 23:17 Moscow time on Tuesday. At 02:24 Moscow time on Wednesday "
            "it ignited the thrusters of its main propulsion system and came down."
        ),
        ["undocking 2025-02-25T20:17Z", "deorbit 2025-02-25T23:24Z"],
    ),
    (
        "2025-02-25",
        (
            "Progress MS-28 undocked at 23:17 Moscow time. Its thrusters will be switched on for the "
            "slowdown at 02:24 Moscow time on Wednesday."
        ),
        ["undocking 2025-02-25T20:17Z", "deorbit 2025-02-25T23:24Z"],
    ),
    (
        "2024-09-12",
        "The hatches between the docked Soyuz MS-26 and the station will open at 23:50 Moscow time.",
        [],
    ),
    (
        "2025-04-20",
        (
            "Soyuz MS-26 undocked from the nadir port of the Rassvet module of the station at 2157 GMT "
            "on 19 April in preparation for a nightly landing on the steppe."
        ),
        ["undocking 2025-04-19T21:57Z"],
    ),
    ("2024-09-24", "Soyuz MS-25 will stay docked to Prichal until September 23.", []),
    (
        "2024-09-13",
        "A Soyuz (Soyuz MS-26) docked at 10:32 p.m. EDT on Wednesday; Soyuz MS-25 was there.",
        ["docking 2024-09-12T02:32Z"],
    ),
    (
        "2023-08-24",
        "The docking of Progress MS-24 is expected at 0350 (0650 Moscow time) on Friday.",
        ["docking 2023-08-25T03:50Z", "docking 2023-08-25T03:50Z"],
    ),
    (
        "2024-03-27",
        "Soyuz MS-24 began a test flight on Monday.",
        [],
    ),
]


@pytest.mark.parametrize(("dateline", "text", "told"), EVENTS)
def test_what_is_told_and_what_is_not(dateline: str, text: str, told: list[str]) -> None:
    found = [
        f"{one.kind} {one.value}" for one in _claims(dateline, text) if one.kind in EVENT_KINDS
    ]
    assert found == told


def test_so_late_that_the_day_was_not_over_is_the_evening_before() -> None:
    claims = _claims("2025-04-20", "Soyuz MS-26 undocked at 11:57 p.m. EDT (0357 GMT).")
    assert {one.value for one in claims if one.kind == "undocking"} == {"2025-04-20T03:57Z"}


def test_a_ship_keeps_its_day_beside_another_one() -> None:
    text = (
        "Progress MS-29 lifted off on Thursday. Progress MS-28 had docked on August 17, 2024. "
        "Progress MS-29 lifted off at 7:22 a.m. EST."
    )
    values = [one.value for one in _claims("2024-11-22", text) if one.kind == "launch"]
    assert values == ["2024-11-21", "2024-11-21T12:22Z"]


def test_a_plan_is_not_of_a_day_long_past() -> None:
    text = (
        "Soyuz MS-25 was launched on March 23. The ship will undock at 4:37 a.m. EDT and its crew "
        "knows what comes."
    )
    values = [one.value for one in _claims("2024-09-23", text) if one.kind == "undocking"]
    assert values == ["2024-09-23T08:37Z"]


def test_a_clock_without_its_half_has_that_of_its_company() -> None:
    text = "Progress MS-25 lifted off on December 1 at 4:25 a.m. EST (2:25 in Baikonur, 09:25 GMT)."
    launches = [one for one in _claims("2023-12-02", text) if one.kind == "launch"]
    assert {one.value for one in launches} == {"2023-12-01T09:25Z"}
    assert not any(one.verdict == "contradicts" for one in launches)


def test_a_date_moved_to_another_zone_is_mended_by_the_record() -> None:
    text = "Progress MS-31 docked at 2:57 a.m. India time on Sunday, July 5, 2025."
    docking = next(one for one in _claims("2025-07-09", text) if one.kind == "docking")
    assert docking.verdict == "contradicts"
    assert docking.correction is not None
    assert (docking.correction.value or "").startswith("2025-07-05T21:2")


def test_the_weekday_of_the_dateline_beats_the_date_beside_it() -> None:
    text = "Progress M-15M lifted off at 8:50 a.m. EDT Friday (April 19)."
    launch = next(one for one in _claims("2012-04-20", text) if one.kind == "launch")
    assert launch.verdict == "contradicts"
    assert launch.correction is not None
    assert launch.correction.value == "2012-04-20T12:50Z"


@pytest.mark.parametrize(
    "text",
    [
        "Progress MS-17 docked to make ready for the Prichal module's arrival.",
        "Progress MS-17 made ready, after docking, for the arrival of the new Prichal module.",
        "Progress MS-17 docked to Poisk, located on the upper side of the station's Zarya module.",
    ],
)
def test_a_module_that_comes_or_lies_below_is_no_port_of_the_ship(text: str) -> None:
    assert not any(one.verdict == "contradicts" for one in _claims("2021-07-02", text))


def test_a_flight_as_long_as_the_text_says_is_not_called_wrong() -> None:
    text = (
        "Progress MS-10 began a three-day flight with its launch at 18:14 UTC on November 16, 2018. "
        "The docking came at 18:40 UTC on November 19, 2018."
    )
    assert not any(one.verdict == "contradicts" for one in _claims("2018-11-20", text))
