"""Which of a text's times is the wrong one: its other times, its dates and the record decide."""

from datetime import date

import pytest

from portcall.audit.press.judging.judge_readings import judge_readings
from portcall.audit.press.reading.read_text import read_text
from portcall.catalogue.load import Catalogue, load_catalogue
from portcall.records.claims import Claim


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _claims(catalogue: Catalogue, text: str, day: str) -> list[Claim]:
    reading = read_text(text, dateline=date.fromisoformat(day), catalogue=catalogue)
    return list(judge_readings([reading], catalogue).readings[0].claims)


def _wrong(claims: list[Claim]) -> list[tuple[str, str, str | None]]:
    return [
        (one.kind, one.value or "", one.correction.value if one.correction is not None else None)
        for one in claims
        if one.verdict == "contradicts"
    ]


@pytest.mark.parametrize(
    ("start", "wrong"),
    [
        ("8:43 a.m. GMT (1:43 a.m. Baikonur time)", "2031-03-27T20:43Z"),
        ("8:43 p.m. GMT (1:43 p.m. Baikonur time)", "2031-03-28T20:43Z"),
    ],
)
def test_the_docking_decides_which_of_two_twins_lost_half_a_day(
    catalogue: Catalogue, start: str, wrong: str
) -> None:
    text = (
        f"Soyuz MS-45 took off at {start} on March 28, 2031. "
        "It docked at 2:28 p.m. GMT on March 28."
    )
    assert _wrong(_claims(catalogue, text, "2031-03-29")) == [
        ("launch", wrong, "2031-03-28T08:43Z")
    ]


def test_a_slipped_month_is_named_and_condemns_no_other_time(catalogue: Catalogue) -> None:
    text = (
        "ATV-3 undocked from Zvezda on October 28, 2012 at 21:44 GMT. The burn was made at "
        "22:30 GMT on September 28, 2012."
    )
    claims = _claims(catalogue, text, "2012-09-29")
    assert _wrong(claims) == [("undocking", "2012-10-28T21:44Z", "2012-09-28T21:44Z")]
    (slipped,) = (one for one in claims if one.verdict == "contradicts")
    assert slipped.reason == (
        "28 September fits: it is near the day of publication, the other times of the ship fit it"
    )


def test_a_slipped_month_of_a_plan(catalogue: Catalogue) -> None:
    text = (
        "Progress M-22M will be launched at 16:23 GMT on March 5, 2014. "
        "It is to dock at 22:22 GMT on February 5, 2014."
    )
    assert _wrong(_claims(catalogue, text, "2014-02-04")) == [
        ("launch", "2014-03-05T16:23Z", "2014-02-05T16:23Z")
    ]


def test_one_witness_alone_moves_no_date(catalogue: Catalogue) -> None:
    text = "Progress MS-45 will be launched at 16:23 GMT on March 5, 2034."
    assert _wrong(_claims(catalogue, text, "2034-02-04")) == []


def test_what_the_record_refutes_is_not_held_against_the_landing(catalogue: Catalogue) -> None:
    text = (
        "Soyuz MS-21 undocked from the station at 07:34 GMT on September 30, 2022. "
        "It landed at 10:57 GMT on September 29, 2022."
    )
    wrong = _wrong(_claims(catalogue, text, "2022-09-30"))
    assert [(kind, value) for kind, value, _ in wrong] == [("undocking", "2022-09-30T07:34Z")]


def test_what_is_told_twice_stands_against_what_is_told_once(catalogue: Catalogue) -> None:
    text = (
        "The Dragon CRS-10 ship was released at 9:11 p.m. GMT on March 19, 2017. It splashed down "
        "at 2:46 p.m. GMT (10:46 a.m. EDT) on March 19, 2017."
    )
    assert _wrong(_claims(catalogue, text, "2017-03-20")) == [
        ("undocking", "2017-03-19T21:11Z", "2017-03-19T09:11Z")
    ]


@pytest.mark.parametrize(
    ("text", "day", "name", "meant"),
    [
        (
            "Soyuz MS-21 undocked from the Prichal module at 19:11 GMT on March 18, 2022.",
            "2022-03-19",
            "that is the time of the docking",
            "2022-09-29",
        ),
        (
            "Soyuz MS-21 landed at 7:34 GMT on September 29, 2022 in Kazakhstan.",
            "2022-09-30",
            "that is the time of the undocking",
            "2022-09-29T10:57",
        ),
    ],
)
def test_one_event_told_as_another(
    catalogue: Catalogue, text: str, day: str, name: str, meant: str
) -> None:
    (told,) = (one for one in _claims(catalogue, text, day) if one.verdict == "contradicts")
    assert told.reason.startswith(name)
    assert told.correction is not None
    assert (told.correction.value or "").startswith(meant)


def test_the_length_of_a_planned_journey_is_held_against_the_told_times(
    catalogue: Catalogue,
) -> None:
    text = (
        "After a {}-hour journey Soyuz TMA-20M is to reach the station. It will be launched at "
        "21:26 GMT on March 18, 2016 and will dock at 03:09 GMT on March 19, 2016."
    )
    verdicts = {}
    for hours in ("six", "ten"):
        claims = _claims(catalogue, text.format(hours), "2016-03-17")
        (length,) = (one for one in claims if one.kind == "duration")
        verdicts[hours] = length.verdict
    assert verdicts == {"six": "holds", "ten": "contradicts"}


def test_a_clock_without_its_half_of_the_day_denies_no_twin(catalogue: Catalogue) -> None:
    text = (
        "Progress M-12M was launched on Wednesday, August 24, 2011, at 9:00 a.m. EDT "
        "(7:00 Baikonur time, 13:00 GMT)."
    )
    assert _wrong(_claims(catalogue, text, "2011-08-25")) == []
