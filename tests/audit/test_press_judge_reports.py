"""What reports say beside the times: people, loads, lengths, ports; and when the reading is in doubt."""

from datetime import date

import pytest

from portcall.audit.press.judging.judge_readings import judge_readings
from portcall.audit.press.reading.read_text import read_text
from portcall.catalogue.load import Catalogue, load_catalogue
from portcall.records.claims import Claim, PressAudit


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _audit(catalogue: Catalogue, text: str, day: str | None) -> PressAudit:
    dateline = date.fromisoformat(day) if day else None
    return judge_readings([read_text(text, dateline=dateline, catalogue=catalogue)], catalogue)


def _claims(catalogue: Catalogue, text: str, day: str | None, *kinds: str) -> list[Claim]:
    claims = _audit(catalogue, text, day).readings[0].claims
    return [one for one in claims if not kinds or one.kind in kinds]


@pytest.mark.parametrize(
    ("text", "day", "names"),
    [
        (
            (
                "Aboard Crew-12 are NASA astronaut Jessica Meir, French astronaut Sophie Adenot, the "
                "United States Navy's Jack Hathaway and Andrey Fedyaev of Roscosmos."
            ),
            "2026-02-14",
            ("Meir", "Adenot", "Hathaway", "Fedyaev"),
        ),
        (
            (
                "Soyuz MS-24 took off with commander Oleg Kononenko (center), flight engineer Nikolai "
                "Chub, both of Roscosmos, and Loral O'Hara of NASA."
            ),
            "2023-09-15",
            ("Kononenko", "Chub", "O'Hara"),
        ),
    ],
)
def test_nations_offices_and_brackets_keep_one_list(
    catalogue: Catalogue, text: str, day: str, names: tuple[str, ...]
) -> None:
    (crew,) = _claims(catalogue, text, day, "crew")
    assert crew.value_names == names
    assert crew.verdict == "holds"


def test_half_of_a_double_name_is_the_person(catalogue: Catalogue) -> None:
    text = (
        "On the Ax-4 ship are Peggy Whitson, Shubhanshu Shukla, Slawosz Wisniewski and Tibor Kapu."
    )
    (crew,) = _claims(catalogue, text, "2025-06-25", "crew")
    assert crew.verdict == "holds"


def test_a_stranger_in_a_whole_list_is_still_found(catalogue: Catalogue) -> None:
    text = "Crew-12 took off with Jessica Meir, Jack Hathaway, Sophie Adenot and Oleg Platonov."
    (crew,) = _claims(catalogue, text, "2026-02-13", "crew")
    assert crew.verdict == "contradicts"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            (
                "Soyuz MS-25 undocked. Remaining on the station are Matthew Dominick, Tracy Dyson and "
                "Alexander Grebenkin."
            ),
            "2024-09-23",
        ),
        (
            "The two of Soyuz MS-25 will join Jeanette Epps, Michael Barratt and O'Hara.",
            "2024-03-23",
        ),
        ("NASA said that a problem of one crew member kept Crew-12 in quarantine.", "2026-02-10"),
        ("Students of the school in West Orange, Florida, saw Crew-12 take off.", "2026-02-13"),
    ],
)
def test_people_who_are_not_the_crew_contradict_nothing(
    catalogue: Catalogue, text: str, day: str
) -> None:
    claims = _claims(catalogue, text, day, "crew", "crew-count")
    assert not [one for one in claims if one.verdict == "contradicts"]


def test_of_a_freighter_nobody_is_the_crew(catalogue: Catalogue) -> None:
    text = (
        "Progress MS-31 docked. The station's crew of seven, Ryzhikov, Zubritsky and Kim, watched."
    )
    assert not _claims(catalogue, text, "2025-07-06", "crew", "crew-count")


def test_those_who_go_home_on_another_ship_are_its_crew(catalogue: Catalogue) -> None:
    text = (
        "Soyuz MS-25 docked on March 25. Oleg Novitsky, Marina Vasilevskaya and Loral O'Hara are to "
        "come down on Soyuz MS-24."
    )
    (crew,) = _claims(catalogue, text, "2024-03-26", "crew")
    assert (crew.subject, crew.verdict) == ("soyuz-ms-24", "holds")


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("The 7-ton Progress MS-31 docked.", []),
        ("Progress MS-31: spacecraft mass 7,200 kg, docked at Poisk.", []),
        ("Progress MS-31 brought 5,800 pounds (2,631 kg) of food, water and fuel.", [2630.8, 2631]),
    ],
)
def test_a_load_is_no_ship_and_has_the_rounding_of_its_twin(
    catalogue: Catalogue, text: str, kilograms: list[float]
) -> None:
    claims = _claims(catalogue, text, "2025-07-06", "cargo")
    assert [one.value_kg for one in claims] == pytest.approx(kilograms, abs=0.1)
    assert all(one.item == "total" and one.verdict == "holds" for one in claims)


@pytest.mark.parametrize(("tonnes", "verdict"), [("310", "contradicts"), ("3.1", "cannot_check")])
def test_no_ship_lifts_more_than_it_weighs(catalogue: Catalogue, tonnes: str, verdict: str) -> None:
    (load,) = _claims(
        catalogue, f"Crew-12 carries {tonnes} tonnes of cargo.", "2026-02-14", "cargo"
    )
    assert load.verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("After a two-day journey Progress MS-31 docked.", "holds"),
        ("After a two-day, in-orbit journey Progress MS-31 docked.", "holds"),
        ("Progress MS-30 stays docked to the outpost for some six months.", "holds"),
        ("After a three-hour journey Progress MS-31 docked.", "contradicts"),
        ("Progress MS-31 docked. The press conference took two days.", "cannot_check"),
        ("Progress MS-31 docked. Its 3-minute burn came first.", "cannot_check"),
        ("Progress MS-31 docked. It was originally to make a six-hour journey.", "cannot_check"),
    ],
)
def test_a_length_is_judged_where_the_words_say_of_what(
    catalogue: Catalogue, text: str, verdict: str
) -> None:
    (length,) = _claims(catalogue, text, "2025-07-06", "duration")
    assert length.verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "During the stay of Soyuz MS-25 there were 12 orbit corrections.",
        "Soyuz MS-25 makes 16 orbits a day.",
    ],
)
def test_orbits_that_are_no_profile(catalogue: Catalogue, text: str) -> None:
    assert not _claims(catalogue, text, "2024-09-20", "profile")


@pytest.mark.parametrize(
    "text",
    [
        "Soyuz MS-25 undocked from Prichal. In the background the Rassvet module is attached to Zarya.",
        "Progress MS-23 docked to Poisk ahead of the arrival of the Nauka module.",
    ],
)
def test_a_module_in_passing_is_no_port(catalogue: Catalogue, text: str) -> None:
    ports = _claims(catalogue, text, "2024-09-23", "port")
    assert not {"rassvet", "nauka"} & {one.value for one in ports}


@pytest.mark.parametrize(
    "text",
    [
        "Progress MS-44 lifted off Saturday at 5:41 p.m. EDT from Baikonur.",
        "Soyuz MS-41 will be moved on Monday, August 26. Undocking is at 06:34 Moscow time.",
    ],
)
def test_without_a_date_or_a_record_nothing_is_called_wrong(
    catalogue: Catalogue, text: str
) -> None:
    assert not [one for one in _claims(catalogue, text, None) if one.verdict == "contradicts"]


def test_two_broadcasts_are_not_one(catalogue: Catalogue) -> None:
    text = (
        "Soyuz MS-27 on 8 April 2025. Launch broadcast starts at 04:45 GMT, 06:45 CEST. "
        "Docking coverage starts at 08:10 GMT."
    )
    claims = _claims(catalogue, text, "2025-04-07", "broadcast-start")
    assert len(claims) > 1
    assert not [one for one in claims if one.verdict == "contradicts"]


def test_an_event_far_from_the_record_may_be_another(catalogue: Catalogue) -> None:
    text = "Progress MS-31 docked on 12 February 2024, at the end of a long week."
    (docking,) = _claims(catalogue, text, "2025-07-06", "docking")
    assert docking.verdict == "cannot_check"


def test_a_day_and_a_minute_of_one_move_share_a_row(catalogue: Catalogue) -> None:
    text = (
        "Crew-10 moved to another port on May 2, 2027. The relocation of Crew-10 began at 12:00 UTC "
        "on May 2, 2027."
    )
    rows = [
        one for one in _audit(catalogue, text, "2027-05-03").timeline if one.kind == "relocation"
    ]
    assert len(rows) == 1
    assert len(rows[0].claims) > 1


def test_launches_days_apart_have_rows_of_their_own(catalogue: Catalogue) -> None:
    text = (
        "Progress MS-44 was to be launched at 09:00 UTC on 1 May 2027, and was launched at 10:00 UTC "
        "on 6 May 2027."
    )
    rows = [one for one in _audit(catalogue, text, "2027-05-07").timeline if one.kind == "launch"]
    assert [one.utc for one in rows] == ["2027-05-01T09:00Z", "2027-05-06T10:00Z"]


def test_plain_tons_may_be_short_ones(catalogue: Catalogue) -> None:
    text = "Cygnus NG-21 carries 4.3 tons (3.9 metric tons) of supplies to the station."
    loads = _claims(catalogue, text, "2024-08-05", "cargo")
    assert [one.verdict == "contradicts" for one in loads] == [False, False]
    text = "Cygnus NG-21 carries 4.3 metric tons (3,900 kg) of supplies to the station."
    assert "contradicts" in {one.verdict for one in _claims(catalogue, text, "2024-08-05", "cargo")}


def test_a_length_from_a_day_is_no_closer_than_the_day(catalogue: Catalogue) -> None:
    text = (
        "After a two-day rendezvous the CRS-27 Dragon, launched on Tuesday, docked with the station "
        "at 7:31 a.m. EDT on Thursday."
    )
    (length,) = _claims(catalogue, text, "2023-03-16", "duration")
    assert length.verdict == "holds"


def test_a_wrong_date_is_called_wrong_once(catalogue: Catalogue):
    text = (
        "Cygnus NG-23 reached the station on September 19. It was launched on September 14. "
        "The approach went well, and the long arm of the station captured the ship at 7:24 a.m. EDT."
    )
    claims = _claims(catalogue, text, "2025-09-20", "berthing")
    assert [one.quote for one in claims if one.verdict == "contradicts"] == ["on September 19"]


def test_the_port_of_a_ship_that_takes_a_module_along_is_the_module_s(catalogue: Catalogue):
    text = (
        "Progress MS-16 undocked on July 26, 2021. The freighter and the Pirs module departed from "
        "the nadir port of the Zvezda module."
    )
    ports = _claims(catalogue, text, "2021-07-26", "port")
    assert [one.verdict for one in ports if one.verdict == "contradicts"] == []
    alone = text.replace("The freighter and the Pirs module departed", "The freighter departed")
    wrong = _claims(catalogue, alone, "2021-07-26", "port")
    assert any(one.verdict == "contradicts" for one in wrong)


def test_two_units_of_what_a_ship_brings_must_agree(catalogue: Catalogue) -> None:
    text = "Crew-12 brings 400 pounds (880 kilograms) and docked on Saturday."
    pounds, kilograms = _claims(catalogue, text, "2026-02-14", "cargo")
    assert pounds.verdict != "contradicts"
    assert kilograms.verdict == "contradicts"
    assert kilograms.correction is not None
    assert kilograms.correction.value_kg == pytest.approx(181.4, abs=0.1)
