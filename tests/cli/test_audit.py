"""`portcall audit` as a user meets it: one screen, one line for bad input, files that others take."""

import io
import json
import random
import shutil
import sys

import pytest

from portcall.catalogue.flight import Flight
from portcall.catalogue.load import load_catalogue
from portcall.catalogue.read import read_record
from portcall.cli.given_text import LARGEST_BYTES
from portcall.cli.html_words import words_of

BAD_INPUT, MISSING = 2, 3
CLEAN = (
    "BAIKONUR, July 3, 2025. The ship Progress MS-31 rose from Site 31 at Baikonur at 19:32 UTC today "
    "on a Soyuz-2.1a. It will dock at the zenith port of Poisk on Saturday, July 5, at 21:27 UTC.\n"
)
WRONG = CLEAN.replace("at 19:32 UTC today", "on July 4, 2025 at 19:32 UTC")
KEYS = {
    "kind",
    "subject",
    "value",
    "precision",
    "start",
    "end",
    "verdict",
    "reason",
    "correction",
}
RUSSIAN = "Грузовой корабль стартовал с космодрома и летит к станции. " * 3  # noqa: RUF001


@pytest.fixture
def text_file(tmp_path):
    """Return a function that leaves a text or bytes in a file and returns its name."""

    def left(content, name="report.txt"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return left


def on_stdin(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_clean_text_holds_and_ends_with_0(portcall, text_file):
    outcome = portcall("audit", text_file(CLEAN))
    assert outcome.code == 0, outcome.out
    first = outcome.out.splitlines()[0]
    assert "0 contradict" in first
    assert "What cannot be true" not in outcome.out
    assert "2025-07-03 19:32" in outcome.out


def test_a_wrong_day_is_said_first_with_what_was_meant_and_ends_with_1(portcall, text_file):
    outcome = portcall("audit", text_file(WRONG), "--tz", "Europe/Moscow")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert "1 contradicts" in lines[0]
    wrong = lines.index("What cannot be true:")
    block = "\n".join(lines[wrong : wrong + 8])
    assert "2025-07-04 19:32 UTC (07-04 22:32 Europe/Moscow)" in block
    assert "meant  2025-07-03 19:32" in block
    assert wrong < next(i for i, line in enumerate(lines) if line.startswith("What holds"))


def test_one_instant_on_three_clocks_is_one_row(portcall, text_file):
    told = "Soyuz MS-28 lifted off at 4:27 a.m. EST (0927 GMT; 2:27 p.m. in Baikonur) on Nov. 27, 2025."
    outcome = portcall("audit", text_file(told))
    rows = [line for line in outcome.out.splitlines() if "4:27 a.m. EST" in line]
    assert len(rows) == 1
    assert "launch" in rows[0]
    assert "2025-11-27 09:27" in rows[0]
    assert outcome.out.count("lift-off flown") == 1


def test_a_weekday_that_fits_no_year_of_the_ship_is_the_slip(portcall, text_file):
    told = "Progress MS-31 docked with Poisk on Saturday, July 6, at 00:25 Moscow time."
    outcome = portcall("audit", text_file(told))
    assert outcome.code == 1
    assert "2025-07-06 was a Sunday, not a Saturday" in outcome.out
    assert "meant  Sunday in the zone told, 2025-07-05 21:25 UTC" in outcome.out


def test_json_has_the_keys(portcall, text_file):
    outcome = portcall("audit", text_file(WRONG), "--json")
    assert outcome.code == 1
    found = json.loads(outcome.out)
    assert {"claims", "timeline"} <= set(found)
    for claim in found["claims"]:
        assert set(claim) >= KEYS
        assert claim["verdict"] in {"holds", "contradicts", "cannot_check"}
        assert found["text"][claim["start"] : claim["end"]] == claim["quote"]
    (wrong,) = [claim for claim in found["claims"] if claim["verdict"] == "contradicts"]
    assert (wrong["kind"], wrong["value"]) == ("launch", "2025-07-04T19:32Z")
    assert wrong["correction"]["value"].startswith("2025-07-03T19:32")


def test_several_texts_give_one_timeline(portcall, text_file):
    both = portcall("audit", text_file(CLEAN), text_file(WRONG, "other.txt"), "--json")
    found = json.loads(both.out)
    assert [len(text["claims"]) > 3 for text in found["texts"]] == [True, True]
    assert "claims" not in found
    launch = next(one for one in found["timeline"] if one["kind"] == "launch")
    assert {source for source, _ in launch["claims"]} == {one["source"] for one in found["texts"]}
    shown = portcall("audit", text_file(CLEAN), text_file(WRONG, "other.txt"))
    assert shown.out.startswith("2 texts, ")
    assert "  2." in shown.out


def test_standard_input(portcall, monkeypatch):
    on_stdin(monkeypatch, CLEAN.encode())
    outcome = portcall("audit", "-")
    assert outcome.code == 0
    assert outcome.out.startswith("standard input: ")


def test_the_dateline_dates_what_names_no_date(portcall, text_file):
    name = text_file("Progress MS-31 rose today at 19:32 UTC from Baikonur.\n")
    dated = json.loads(portcall("audit", name, "--dateline", "2025-07-03", "--json").out)
    launch = next(claim for claim in dated["claims"] if claim["kind"] == "launch")
    assert launch["value"] == "2025-07-03T19:32Z"
    assert dated["dateline"] == "2025-07-03"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no words"),
        (b" \n\t", "no words"),
        (random.Random(7).randbytes(5000), "not a text"),  # noqa: S311
        (bytes(3000), "not a text"),
        (b"x" * (LARGEST_BYTES + 1), "limit"),
    ],
    ids=["empty", "spaces", "random", "zeros", "too large"],
)
def test_what_is_no_text_is_one_line(portcall, text_file, content, words):
    outcome = portcall("audit", text_file(content))
    assert outcome.code == BAD_INPUT
    assert words in outcome.line
    assert not outcome.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.txt"], "cannot read"),
        (["."], "folder"),
        (["-", "-"], "twice"),
        (["-", "--tz", "Europe/Moskow"], "Europe/Moscow"),
        (["-", "--dateline", "July 3"], "2025-07-03"),
        (["-", "--dateline", "2025-02-31"], "--dateline"),
        (["-", "--out", "visit.txt"], ".toml"),
        (["-", "--out", "no/folder/visit.toml"], "folder"),
        (["-", "--html", "."], "folder"),
        ([], "--help"),
    ],
)
def test_a_wrong_argument_is_one_line(portcall, monkeypatch, tmp_path, arguments, words):
    monkeypatch.chdir(tmp_path)
    on_stdin(monkeypatch, CLEAN.encode())
    outcome = portcall("audit", *arguments)
    assert outcome.code == BAD_INPUT
    assert words in outcome.line


def test_a_language_without_a_grammar_is_said(portcall, text_file):
    outcome = portcall("audit", text_file(RUSSIAN))
    assert outcome.code == MISSING
    assert "no grammar" in outcome.line
    assert not outcome.out
    beside = portcall("audit", text_file(RUSSIAN), text_file(CLEAN, "clean.txt"))
    assert beside.code == 0
    assert "no grammar" in beside.out


def test_a_megabyte_is_answered(portcall, text_file):
    prose = "The quick brown fox jumps over the lazy dog near the station at noon. " * 15_000
    outcome = portcall("audit", text_file(prose))
    assert outcome.code == 0, outcome.err
    assert len(outcome.out.splitlines()) < 300


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(portcall, text_file, encoding):
    outcome = portcall("audit", text_file(CLEAN.encode(encoding)), "--json")
    plain = portcall("audit", text_file(CLEAN), "--json")
    assert json.loads(outcome.out)["claims"] == json.loads(plain.out)["claims"]


def test_bytes_that_are_not_utf8_are_told(portcall, text_file):
    outcome = portcall(
        "audit", text_file(CLEAN.replace("a Soyuz", "the café's Soyuz").encode("latin-1"))
    )
    assert outcome.code == 0
    assert "not clean UTF-8: 1 unreadable place" in outcome.out


def test_a_web_page_is_read_by_its_words(portcall, text_file):
    page = f"<!DOCTYPE html><html><head><title>x</title></head><body><p>{CLEAN}</p><script>19:00</script>"
    outcome = portcall("audit", text_file(page, "page.html"), "--json")
    found = json.loads(outcome.out)
    assert "<" not in found["text"]
    assert any("web page" in note for note in found["notes"])
    plain = json.loads(portcall("audit", text_file(CLEAN), "--json").out)
    same = [(one["kind"], one["value"]) for one in plain["claims"]]
    assert [(one["kind"], one["value"]) for one in found["claims"]] == same


@pytest.mark.parametrize("piece", ["<", "<!--", "</", "<a b='", "<script>", "&#", "<![CDATA["])
def test_broken_markup_ends(piece):
    words_of(piece * 20_000)


def test_the_flight_file_is_a_flight_and_the_page_a_page(portcall, text_file, tmp_path):
    out, page = tmp_path / "visit.toml", tmp_path / "page.html"
    outcome = portcall("audit", text_file(WRONG), "--out", out, "--html", page)
    assert outcome.code == 1
    flight = read_record(out, Flight)
    assert flight.id == "progress-ms-31"
    assert flight.flown.launch_utc.value.startswith("2025-07-03T19:32")
    assert "portcall fly takes it" in outcome.out
    assert b"<mark" in page.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "page.html",
        "report.txt",
        "visit.toml",
    ]
    # what it wrote itself it may replace
    assert portcall("audit", text_file(CLEAN), "--out", out, "--html", page).code == 0


@pytest.mark.parametrize("option", ["--out", "--html"])
def test_a_file_of_another_making_stays(portcall, text_file, tmp_path, option):
    mine = tmp_path / "mine.toml"
    mine.write_text("id = 'mine'\n")
    outcome = portcall("audit", text_file(CLEAN), option, mine)
    assert outcome.code == BAD_INPUT
    assert "not written by portcall audit" in outcome.line
    assert mine.read_text() == "id = 'mine'\n"


def test_a_text_that_lacks_what_a_flight_needs_is_written_and_said(portcall, text_file, tmp_path):
    out = tmp_path / "visit.toml"
    outcome = portcall(
        "audit", text_file("Progress MS-58 will go to the Poisk module.\n"), "--out", out
    )
    assert outcome.code == 0, outcome.err
    assert "lacks" in outcome.out
    assert "# launch_date" in out.read_text()
    refused = portcall("fly", out)
    assert refused.code == BAD_INPUT
    assert "launch_date" in refused.line


def test_the_records_are_audited_by_the_same_rules(portcall):
    outcome = portcall("catalogue", "audit", "--json")
    found = json.loads(outcome.out)["findings"]
    assert {one["verdict"] for one in found} <= {"holds", "contradicts", "cannot_check"}
    assert any(one["verdict"] == "holds" for one in found)
    wrong = [one for one in found if one["verdict"] == "contradicts"]
    assert outcome.code == (1 if wrong else 0)
    shown = portcall("catalogue", "audit")
    assert f"{len(wrong)} contradict" in shown.out.splitlines()[0]
    assert all(one["subject"] in shown.out for one in wrong)


def test_a_wrong_record_is_found(portcall, tmp_path, monkeypatch):
    root = tmp_path / "catalogue"
    shutil.copytree(load_catalogue().root, root)
    seed = root / "flights" / "progress-ms-31.toml"
    right = 'docking_utc = { value = "2025-07-05T21:25Z"'
    assert right in seed.read_text()
    seed.write_text(seed.read_text().replace(right, right.replace("07-05", "07-08")))
    monkeypatch.setenv("PORTCALL_CATALOGUE", str(root))
    outcome = portcall("catalogue", "audit", "--json")
    assert outcome.code == 1
    wrong = [one for one in json.loads(outcome.out)["findings"] if one["verdict"] == "contradicts"]
    assert ("progress-ms-31", "flown.docking_utc") in {
        (one["subject"], one["key"]) for one in wrong
    }
