"""`portcall station`: what a user reads, and what is refused in one line."""

import json

import pytest

OK, BAD_INPUT, NO_DATA = 0, 2, 3


@pytest.fixture(autouse=True)
def no_log_of_the_user(monkeypatch):
    monkeypatch.delenv("PORTCALL_DB", raising=False)


def test_a_date_in_the_records_is_told(portcall):
    outcome = portcall("station", "--at", "2025-07-10")
    assert outcome.code == OK
    assert outcome.err == ""
    for words in ("ISS on 2025-07-10 00:00 UTC", "progress-ms-31", "crew: 11", "Kim", "estimated"):
        assert words in outcome.out
    assert "mean altitude 4" in outcome.out


def test_json_carries_every_part(portcall):
    found = json.loads(portcall("station", "--at", "2026-02-01T00:00Z", "--json").out)
    assert found["utc"].startswith("2026-02-01T00:00:00")
    assert len(found["ports"]) == 8
    assert [one["name"] for one in found["crew"]] == ["C. Williams", "Kud-Sverchkov", "Mikaev"]
    assert [one["resource"] for one in found["stocks"]] == [
        "food",
        "water",
        "gas",
        "propellant",
        "dry",
    ]
    for part in (*found["ports"], *found["stocks"], found["trash"], found["altitude"]):
        assert part["known"]["how"] in {"recorded", "counted", "computed", "estimated", "not known"}
        assert part["known"]["source"]


def test_one_stock_alone(portcall):
    outcome = portcall("station", "--at", "2025-04-15", "--resource", "food")
    assert outcome.code == OK
    assert "four to five months" in outcome.out
    assert "water" not in outcome.out
    assert portcall("station", "--at", "2025-04-15", "--resource", "trash").out.startswith("trash")


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_any_year_of_the_records_answers(portcall, year):
    assert portcall("station", "--at", f"{year}-03-15", "--json").code == OK


def test_after_the_records_it_says_so(portcall):
    outcome = portcall("station", "--at", "2026-10-01")
    assert outcome.code == OK
    assert "the recorded traffic ends on" in outcome.out
    assert "occupied" not in outcome.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--at", "2021-05-01"), NO_DATA, "nothing is recorded of 2021-05-01 (limit: 2023-01-01"),
        (("--at", "yesterday"), BAD_INPUT, "'yesterday' is not a time"),
        (("--at", "2025-02-30"), BAD_INPUT, "not a possible time"),
        (("--at", "2025-02-03T10:00"), BAD_INPUT, "has no time zone"),
        (("--at", "2025-05-01", "--resource", "fod"), BAD_INPUT, "did you mean 'food'"),
        (("--resorce", "food"), BAD_INPUT, "station --help"),
    ],
)
def test_bad_input_is_one_line(portcall, arguments, code, words):
    outcome = portcall("station", *arguments)
    assert outcome.code == code
    assert words in outcome.line


def test_a_log_is_read(portcall, tmp_path):
    log = tmp_path / "log.sqlite"

    def add(*arguments):
        outcome = portcall("log", "add", *arguments, "--db", log, "--author", "me")
        assert outcome.code == OK, outcome.err

    add("docked", "--at", "2026-05-01T10:00Z", "--ship", "soyuz-ms-40", "--vehicle", "soyuz-ms",
        "--port", "rassvet-nadir")  # fmt: skip
    people = [word for name in ("One", "Two", "Three") for word in ("--person", name)]
    add("crew-on", "--at", "2026-05-01T12:00Z", "--ship", "soyuz-ms-40", *people)
    add("stock-counted", "--at", "2026-05-02T00:00Z", "--resource", "food", "--kg", "1000")
    outcome = portcall("station", "--at", "2026-05-12T00:00Z", "--db", log, "--json")
    assert outcome.code == OK, outcome.err
    found = json.loads(outcome.out)
    assert {port["port"]: port["occupied"] for port in found["ports"]}["rassvet-nadir"] == "yes"
    assert [one["name"] for one in found["crew"]] == ["One", "Three", "Two"]
    food = found["stocks"][0]
    assert food["amount_g"] == 1_000_000 - 10 * 3 * 1720
    assert food["known"]["how"] == "computed"
    assert found["stocks"][1]["known"]["how"] == "estimated"
    early = portcall("station", "--at", "2026-04-01", "--db", log)
    assert early.code == NO_DATA
    assert "the log says nothing of 2026-04-01" in early.line


def test_a_log_that_is_not_there_is_refused(portcall, tmp_path):
    outcome = portcall("station", "--at", "2026-05-12", "--db", tmp_path / "none.sqlite")
    assert outcome.code in {BAD_INPUT, NO_DATA}
    assert outcome.line
