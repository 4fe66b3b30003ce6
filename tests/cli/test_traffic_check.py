"""`portcall traffic check` as a user meets it."""

import json
import re
from pathlib import Path

import pytest

OK, BROKEN, BAD_INPUT, MISSING_DATA = 0, 1, 2, 3
HEADER = "ship,vehicle,port,dock,undock"
OVERLAP = f"""{HEADER}
progress-ms-40,progress-ms,zvezda-aft,2027-01-10,2027-07-01
progress-ms-41,progress-ms,zvezda-aft,2027-05-10,2027-11-01
"""
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "traffic.md"


@pytest.fixture
def calendar(tmp_path):
    def write(text, name="visits.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def test_recorded_traffic_breaks_no_rule_and_says_what_it_cannot_tell(portcall):
    outcome = portcall("traffic", "check")
    assert outcome.code == OK
    assert outcome.out.startswith(
        "iss-history: 57 stays and 9 spacewalks at iss; rules broken: 0, "
    )
    assert "Rules of which the known times cannot tell:" in outcome.out
    assert "notices: habits that were left" in outcome.out


def test_json_carries_each_break_with_limit_suggestion_and_source(portcall):
    outcome = portcall("traffic", "check", "--json", "--from", "2026-01-01", "--to", "2026-02-28")
    found = json.loads(outcome.out)
    assert outcome.code == OK
    assert found["ok"] is True
    (handover,) = [one for one in found["breaks"] if one["rule"] == "handover"]
    assert handover["ships"] == ["crew-11", "crew-12"]
    assert handover["severity"] == "notice"
    assert handover["limit"]
    assert handover["suggestion"]
    assert handover["source"].startswith("https://www.nasa.gov/")
    assert found["notices"] + found["rules_cannot_say"] == len(found["breaks"])


def test_an_overlap_is_a_broken_rule(portcall, calendar):
    outcome = portcall("traffic", "check", calendar(OVERLAP))
    assert outcome.code == BROKEN
    assert "rules broken: 1, that cannot be told: 0" in outcome.out
    assert "port-overlap: progress-ms-40, progress-ms-41 at zvezda-aft" in outcome.out
    assert "progress-ms-41 may come from 2027-07-02 on" in outcome.out
    assert "free and fitting: poisk-zenith, rassvet-nadir, prichal-nadir" in outcome.out


def test_a_break_outside_the_days_asked_for_is_not_counted(portcall, calendar):
    assert portcall("traffic", "check", calendar(OVERLAP), "--to", "2027-04-01").code == OK


def test_crew_without_seats_is_a_broken_rule(portcall, calendar):
    text = f"{HEADER},crew_up\nsoyuz-ms-40,soyuz-ms,rassvet-nadir,2027-01-10,,A; B; C; D\n"
    outcome = portcall("traffic", "check", calendar(text))
    assert outcome.code == BROKEN
    assert "ship-seats: soyuz-ms-40" in outcome.out
    assert "1 without a seat" in outcome.out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "x,progress-ms,unity-nadr,2027-01-01,",
            "visits.csv: line 2: port: unknown port 'unity-nadr'; did",
        ),
        (
            "x,progres-ms,zvezda-aft,2027-01-01,",
            "unknown vehicle 'progres-ms'; did you mean 'progress-ms'?",
        ),
        ("x,progress-ms,zvezda-aft,2027-02-01,2027-01-01", "undocks 2027-01-01, before it docks"),
        ("", "no visit in it"),
    ],
)
def test_a_bad_calendar_is_one_line(portcall, calendar, line, words):
    outcome = portcall("traffic", "check", calendar(f"{HEADER}\n{line}\n"))
    assert outcome.code == BAD_INPUT
    assert words in outcome.line


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["iss-histori"], BAD_INPUT, "did you mean 'iss-history'?"),
        (["nowhere.csv"], BAD_INPUT, "nowhere.csv: cannot read the file"),
        (["--from", "2026-02-01", "--to", "2026-01-01"], BAD_INPUT, "--to: ends before it starts"),
        (["--from", "soon"], BAD_INPUT, "--from: 'soon' is not a time"),
        (["--out", "visits.pdf"], BAD_INPUT, "end it in .ics or .csv"),
        (["iss-history", "--db", "log.sqlite"], BAD_INPUT, "give one of the two"),
    ],
)
def test_what_cannot_be_done_is_one_line(portcall, arguments, code, words):
    outcome = portcall("traffic", "check", *arguments)
    assert outcome.code == code
    assert words in outcome.line


def test_a_calendar_that_was_written_is_judged_the_same(portcall, tmp_path):
    out = tmp_path / "traffic.csv"
    first = json.loads(portcall("traffic", "check", "--out", out, "--json").out)
    again = json.loads(portcall("traffic", "check", out, "--json").out)
    assert again["breaks"] == first["breaks"]


def test_a_station_log_is_judged(portcall, tmp_path):
    log = tmp_path / "log.sqlite"
    for ship, day in (("progress-ms-40", "2026-01-10"), ("soyuz-ms-40", "2026-01-10T12:00Z")):
        vehicle, port = ship[:-3], {"p": "zvezda-aft", "s": "rassvet-nadir"}[ship[0]]
        when = day if "T" in day else f"{day}T01:00Z"
        added = portcall(
            *("log", "add", "docked", "--ship", ship, "--vehicle", vehicle, "--port", port),
            *("--at", when, "--db", log, "--author", "test"),
        )
        assert added.code == OK, added.err
    outcome = portcall("traffic", "check", "--db", log, "--json")
    found = json.loads(outcome.out)
    # eleven hours between two dockings; nothing is said of people that the log does not name
    assert (outcome.code, found["calendar"], found["stays"]) == (BROKEN, "log.sqlite", 2)
    assert [one["rule"] for one in found["breaks"]] == ["separation"]


def test_a_log_that_is_not_there_is_one_line(portcall, tmp_path):
    outcome = portcall("traffic", "check", "--db", tmp_path / "none.sqlite")
    assert outcome.code == MISSING_DATA
    assert "none.sqlite" in outcome.line


def test_the_calendar_on_the_page_is_read_and_judged(portcall, calendar):
    (shown,) = re.findall(r"```text\n(kind,.*?)```", PAGE.read_text(), re.DOTALL)
    outcome = portcall("traffic", "check", calendar(shown), "--json")
    found = json.loads(outcome.out)
    assert (outcome.code, found["stays"], found["spacewalks"]) == (OK, 3, 1)
    refused = portcall("traffic", "check", calendar(shown.replace("unity-nadir", "unity-nadr")))
    told = "visits.csv: line 5: port: unknown port 'unity-nadr'; did you mean 'unity-nadir'?"
    assert refused.line == f"portcall: {told}"
    assert told in PAGE.read_text()


def test_the_output_on_the_page_is_today_s(portcall):
    shown = re.search(
        r"\$ portcall (traffic check --from.*?)\n(.*?)```", PAGE.read_text(), re.DOTALL
    )
    command, text = shown.groups()
    outcome = portcall(*command.split())
    assert [line.rstrip() for line in outcome.out.splitlines() if line.strip()] == [
        line.rstrip() for line in text.splitlines() if line.strip()
    ]
