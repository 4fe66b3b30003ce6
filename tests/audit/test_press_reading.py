"""The reader of press texts: what it finds, where, and that it stays calm before any text."""

import importlib.util
import sys
import time
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.audit.press.reading.read_text import read_text
from portcall.audit.press.reading.text.grammar import choose_language, languages, load_language
from portcall.catalogue.load import load_catalogue
from portcall.records.claims import Claim, Reading

_SPEC = importlib.util.spec_from_file_location(
    "press_score", Path(__file__).with_name("press_score.py")
)
press_score = importlib.util.module_from_spec(_SPEC)
sys.modules.setdefault("press_score", press_score)
_SPEC.loader.exec_module(press_score)

CATALOGUE = load_catalogue()
OWN_TEXTS = tomllib.loads(
    Path(__file__).with_name("press_reading_texts.toml").read_text(encoding="utf-8")
)["text"]
EXACT = ("second", "minute")
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.95


def read(text: str, day: date | None = None) -> Reading:
    """Read a text with the package's grammars and catalogue."""
    return read_text(text, dateline=day, source="test", catalogue=CATALOGUE)


def told(claims: list[Claim]) -> Counter[str]:
    """Count claims as the expectations write them."""
    return Counter(
        f"{one.kind} {one.subject} {one.value} {'planned' if one.planned else 'done'}"
        for one in claims
    )


def only(reading: Reading, kind: str) -> list[Claim]:
    """Return the claims of a kind."""
    return [claim for claim in reading.claims if claim.kind == kind]


def rows_with_reasons():
    """Give the own texts; those that are still misread carry the reason and must fail."""
    for row in OWN_TEXTS:
        reason = row.get("known_failure")
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        yield pytest.param(row, id=row["name"], marks=marks)


@pytest.mark.parametrize("row", list(rows_with_reasons()))
def test_own_texts_give_exactly_their_events(row):
    reading = read(row["text"], row.get("dateline"))
    exact = [claim for claim in reading.claims if claim.precision in EXACT]
    assert told(exact) == Counter(row["events"])
    doubted = told([claim for claim in exact if claim.sure < 0.5])
    assert not Counter(row.get("doubted", [])) - doubted
    days = told([claim for claim in reading.claims if claim.precision not in (None, *EXACT)])
    assert not Counter(row.get("days", [])) - days


def test_first_half_is_read_as_it_is_labelled():
    figures = press_score.score(press_score.texts_of(), press_score.readings_by(judged=False))
    assert figures.exact.labels > 150
    assert figures.precision >= LEAST_PRECISION, figures.false
    assert figures.recall >= LEAST_RECALL, figures.missed
    assert not figures.false_contradictions


@pytest.mark.parametrize(("part", "seal"), press_score.SEALS.items())
def test_what_is_sealed_stays_sealed(monkeypatch, part, seal):
    monkeypatch.delenv(seal, raising=False)
    with pytest.raises(PermissionError):
        press_score.texts_of(part)


def test_places_are_those_of_the_text_as_it_was_given():
    text = (
        "\u201cProgress\u00a0MS\u201131\u201d\u200b docked at 21:25\u202fUTC on July\u00a05, 2025."
    )
    reading = read(text)
    for claim in reading.claims:
        assert text[claim.start : claim.end] == claim.quote
    (docking,) = only(reading, "docking")
    assert docking.quote == "at 21:25\u202fUTC on July\u00a05, 2025"
    assert docking.value == "2025-07-05T21:25Z"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("at 3:32 p.m. EDT on July 3", "2025-07-03T19:32Z"),
        ("at 3:32pm ET on July 3", "2025-07-03T19:32Z"),
        ("at 3.32 p.m. EDT on 3 July", "2025-07-03T19:32Z"),
        ("on July 3 at 1932 GMT", "2025-07-03T19:32Z"),
        ("at 22:32:40 MSK on Thursday", "2025-07-03T19:32:40Z"),
        ("at 19:32Z yesterday", "2025-07-03T19:32Z"),
        ("on 2025-07-03T19:32:40Z", "2025-07-03T19:32:40Z"),
        ("on 03.07.2025 at 22:32 (Moscow time)", "2025-07-03T19:32Z"),
        ("on 7/3/2025 at 19:32 UTC", "2025-07-03T19:32Z"),
        ("at 21:32 UTC+2 on July 3rd", "2025-07-03T19:32Z"),
        ("at 23:32 Moscow time (UTC+4) on July 3", "2025-07-03T19:32Z"),
        ("at 00:32 Baikonur time on Friday", "2025-07-03T19:32Z"),
        ("at 24:32 Baikonur time on Thursday", "2025-07-03T19:32Z"),
        ("at noon UTC on July 3", "2025-07-03T12:00Z"),
        ("at 12 a.m. UTC on July 3", "2025-07-03T00:00Z"),
        ("at 12:10 a.m. UTC on July 3", "2025-07-03T00:10Z"),
        ("at 12:10 p.m. UTC on July 3", "2025-07-03T12:10Z"),
        ("at 3:32 p.m. EST on July 3", "2025-07-03T20:32Z"),
        ("at 4:32 a.m. JST on July 4", "2025-07-03T19:32Z"),
        ("at 21:32 CEST last night", "2025-07-03T19:32Z"),
        ("on Thursday, July 3, 2025, at 2:32 p.m. Houston time", "2025-07-03T19:32Z"),
        ("on the 3rd of July at 19:32 UTC", "2025-07-03T19:32Z"),
    ],
)
def test_times_of_all_usual_forms(words, value):
    reading = read(f"The Progress MS-31 ship was launched {words}.", date(2025, 7, 4))
    assert [claim.value for claim in only(reading, "launch")] == [value]


def test_times_that_do_not_exist_stay_as_printed():
    reading = read(
        "Progress MS-37 will launch on 31 June 2026 at 10:00 UTC. It undocks on 28 May 2027 at"
        " 08:79 UTC.",
        date(2026, 4, 2),
    )
    assert only(reading, "launch")[0].value == "2026-06-31"
    undocking = only(reading, "undocking")[0]
    assert (undocking.value, undocking.precision) == ("2027-05-28", "day")
    assert undocking.said.clock_said == "08:79"


def test_what_was_said_is_kept_for_the_judge():
    reading = read(
        "Progress MS-31 lifted off at 22:32 Moscow time (UTC+4), 3:32 p.m. EDT, on Friday, July 3.",
        date(2025, 7, 4),
    )
    first, second = only(reading, "launch")
    assert first.said.offset_said_s == 4 * 3600
    assert (first.said.zone, second.said.zone) == ("Europe/Moscow", "America/New_York")
    assert second.said.zone_said == "EDT"
    assert second.said.meridiem_said == "pm"
    assert first.said.group == second.said.group is not None
    assert "Friday" in {first.said.weekday_said, second.said.weekday_said}


@pytest.mark.parametrize(
    ("words", "ship"),
    [
        ("Progress 92", "progress-ms-31"),
        ("ISS Progress 92", "progress-ms-31"),
        ("The 92P", "progress-ms-31"),
        ("#ProgressMS31", "progress-ms-31"),
        ("Progress MS31", "progress-ms-31"),
        ("Progress MS-37", "progress-ms-37"),
        ("Progress 98", "progress-ms-37"),
        ("Soyuz MS-09", "soyuz-ms-09"),
        ("NASA's SpaceX Crew-11", "crew-11"),
        ("CRS-33", "cargo-dragon-crs-33"),
        ("SpX-33", "cargo-dragon-crs-33"),
        ("NG-23", "cygnus-ng-23"),
        ("HTV-X1", "htv-x1"),
        ("Axiom Mission 4", "ax-4"),
        ("Ax-4", "ax-4"),
        ("Crew Dragon Endeavour", "crew-11"),
        ("The Dragon capsule Endeavour", "crew-11"),
        ("Cygnus XL", "cygnus-ng-23"),
    ],
)
def test_ships_by_all_their_names(words, ship):
    reading = read(f"{words} arrived at the space station.", date(2025, 9, 18))
    assert only(reading, "ship")[0].value == ship


def test_amounts():
    reading = read(
        "Progress MS-31 carries 2,625 kg of cargo: 950 kg of propellant, 420 kg of water, 50 kg of"
        " nitrogen and 1,205 kg of dry goods (5,787 pounds in all). After a two-day, 34-orbit chase"
        " it stays nearly nine months.",
        date(2025, 7, 4),
    )
    cargo = {(one.item, round(one.value_kg)) for one in only(reading, "cargo")}
    assert {("total", 2625), ("propellant", 950), ("water", 420), ("gas", 50)} <= cargo
    assert {("dry", 1205), ("total", 2625)} <= cargo
    assert [one.value for one in only(reading, "profile")] == ["34-orbit"]
    assert [one.value_s for one in only(reading, "duration")] == [172_800.0, 9 * 2_629_800.0]


@pytest.mark.parametrize(
    "words",
    ["[insert time]", "[XX:XX]", "[TBD]", "TBD a.m. EDT", "XX:XX p.m. EDT", "[time TBC]", "__:__"],
)
def test_blanks(words):
    reading = read(f"Progress 92 will dock at {words} on Saturday.", date(2025, 7, 3))
    (blank,) = only(reading, "blank")
    assert blank.value == "docking"
    assert blank.quote.strip("[]").split()[0] in words


def test_people_of_one_name_are_told_apart():
    reading = read(
        "Soyuz MS-28 brought Kud-Sverchkov, Mikaev and Williams to the space station.",
        date(2025, 11, 28),
    )
    assert only(reading, "crew")[0].value_names == ("Kud-Sverchkov", "Mikaev", "C. Williams")
    walk = read(
        "Nick Hague and Suni Williams were outside the space station for a spacewalk on Jan. 16.",
        date(2025, 1, 17),
    )
    assert only(walk, "crew")[0].value_names == ("Hague", "S. Williams")


TINY_GRAMMAR = """
language = "it"
function = "il la lo di da a in è alle del della con per che si"
[month]
7 = ["luglio"]
[link]
words = ["alle", "il", "del"]
[zone]
time = ["time"]
[[zones]]
words = ["ora di Mosca"]
iana = "Europe/Moscow"
[[event]]
kind = "docking"
mode = "done"
words = ["si è agganciata"]
"""
TINY_TEXT = "La Progress MS-31 si è agganciata a Poisk il 6 luglio 2025 alle 00:25 ora di Mosca."


def test_another_language_is_a_file(tmp_path):
    path = tmp_path / "it.toml"
    path.write_text(TINY_GRAMMAR, encoding="utf-8")
    both = (*languages(), load_language(path))
    reading = read_text(TINY_TEXT, catalogue=CATALOGUE, among=both)
    assert reading.language == "it"
    (docking,) = only(reading, "docking")
    assert (docking.subject, docking.value) == ("progress-ms-31", "2025-07-05T21:25Z")
    assert docking.quote == "il 6 luglio 2025 alle 00:25 ora di Mosca"
    english = read_text(OWN_TEXTS[0]["text"], catalogue=CATALOGUE, among=both)
    assert english.language == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Грузовой корабль стартовал из Байконура 3 июля в 22:32 по московскому времени.",
        "Das Raumschiff Progress MS-31 startete am Donnerstag um 21:32 Uhr und erreichte die Station.",
        "Le cargo Progress MS-31 a été lancé jeudi soir et doit s'amarrer samedi à la station.",
        "...",
        "",
        "1234567890 " * 40,
    ],
)
def test_what_no_grammar_reads_says_so(text):
    reading = read(text, date(2025, 7, 4))
    assert reading.language is None
    assert not reading.claims
    assert "no grammar" in reading.notes[0]


def test_a_text_of_other_things_claims_nothing():
    text = "The ferry docked in Trelleborg at 20:15 local time on Monday with four crew members."
    reading = read(text, date(2025, 5, 5))
    assert reading.language == "en"
    assert not reading.claims
    assert "no ship" in reading.notes[0]


MONSTERS = {
    "one line": "Progress MS-31 launched and the ship docked " * 1_200,
    "colons": "the launch of Progress MS-31 was at " + "1:" * 20_000,
    "brackets": "the launch of Progress MS-31 was at " + "(" * 40_000,
    "commas": "the launch of Progress MS-31 was at " + ", " * 20_000,
    "letters": "a" * 200_000,
    "digits": "9" * 200_000,
    "names": "The crew of Progress MS-31 is " + "Kim, " * 8_000,
    "events": "The Progress MS-31 ship " + "docked 19:32 UTC and " * 1_500,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_long_lines_are_read_in_one_pass(name):
    text = MONSTERS[name]
    reading = read(text, date(2025, 7, 4))
    assert reading.text == text
    assert all(text[one.start : one.end] == one.quote for one in reading.claims[:100])


@pytest.mark.parametrize("coding", ["latin-1", "utf-8"])
def test_random_bytes_claim_nothing(coding):
    noise = np.random.default_rng(7).bytes(1_000_000).decode(coding, errors="replace")
    assert read(noise).language is None


@pytest.mark.acceptance
def test_a_megabyte_of_prose_and_a_hundred_texts_in_time():
    start = time.perf_counter()
    for row in OWN_TEXTS * (100 // len(OWN_TEXTS) + 1):
        read(row["text"], row.get("dateline"))
    assert time.perf_counter() - start < 10.0
    prose = "\n\n".join(row["text"] for row in OWN_TEXTS)
    text = (prose * (1_000_000 // len(prose) + 1))[:1_000_000]
    start = time.perf_counter()
    assert read(text).claims
    assert time.perf_counter() - start < 60.0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_prop_any_text_gives_a_reading_with_true_places(text):
    whole = f"The Progress MS-31 ship docked at 21:25 UTC on July 5, 2025. {text}"
    reading = read(whole)
    for claim in reading.claims:
        assert whole[claim.start : claim.end] == claim.quote
        assert 0.0 <= claim.sure <= 1.0
    assert [claim.number for claim in reading.claims] == list(range(1, len(reading.claims) + 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(" ".join(row["text"] for row in OWN_TEXTS).split()), max_size=60))
def test_prop_shuffled_words_never_break_the_reader(words):
    text = " ".join(words)
    for claim in read(text, date(2025, 7, 4)).claims:
        assert text[claim.start : claim.end] == claim.quote


def test_the_language_is_chosen_by_its_own_words():
    assert choose_language("The ship is at the station", languages()).name == "en"
    assert choose_language("Schiff Raumstation Kopplung erfolgreich", languages()) is None
