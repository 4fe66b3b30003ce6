"""The calendar: an independent reader gets back what the record says, whatever the text."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portcall.export.calendar_file import LINE_OCTETS, escaped, folded, visit_ics

HALF_A_SECOND = timedelta(milliseconds=500)  # the format has no finer time


@pytest.fixture(scope="module")
def text(visit):
    return visit_ics(visit.record, tool_version="0.1.0")


@pytest.fixture(scope="module")
def entries(text):
    calendar = Calendar.from_ical(text.encode())
    assert calendar["VERSION"] == "2.0"
    assert not calendar.errors
    assert not any(entry.errors for entry in calendar.walk("VEVENT"))
    return list(calendar.walk("VEVENT"))


def test_val_an_independent_reader_finds_every_event(visit, entries):
    assert len(entries) == len(visit.record.events)
    for entry, event in zip(entries, visit.record.events, strict=True):
        assert abs(entry.decoded("DTSTART") - event.utc) <= HALF_A_SECOND
        assert str(entry["SUMMARY"]) == f"progress-ms-31: {event.event.replace('_', ' ')}"


def test_identifiers_and_stamps_depend_on_the_record_alone(visit, text, entries):
    assert len({str(entry["UID"]) for entry in entries}) == len(entries)
    assert {entry.decoded("DTSTAMP").isoformat() for entry in entries} == {
        "2025-07-03T12:00:00+00:00"
    }
    assert visit_ics(visit.record, tool_version="0.1.0") == text


def test_notes_and_what_flew_come_back_unharmed(entries):
    contact = next(e for e in entries if str(e["SUMMARY"]).endswith("contact"))
    description = str(contact["DESCRIPTION"])
    assert description.endswith("to the port «Поиск»; hooks, leak check, hatch\nare others")
    assert "Flown 2025-07-03T22:51:40.125Z; predicted minus flown +60.0 s" in description


def test_an_event_that_comes_twice_keeps_two_identifiers(visit):
    twice = visit.record.model_copy(update={"events": visit.record.events[:1] * 2})
    calendar = Calendar.from_ical(visit_ics(twice, tool_version="0.1.0"))
    first, second = (str(entry["UID"]) for entry in calendar.walk("VEVENT"))
    assert first != second


def test_lines_end_in_cr_lf_and_hold_at_most_75_octets(text):
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= LINE_OCTETS for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert any(line.startswith(b" ") for line in lines), "no line was long enough to fold"


@given(st.text(max_size=300))
def test_prop_folding_is_undone_by_joining_and_never_tears_a_character(line):
    plain = line.encode(errors="ignore").decode().replace("\r", "").replace("\n", "")
    pieces = folded(plain).encode().split(b"\r\n ")
    assert b"".join(pieces).decode() == plain
    assert all(len(piece) <= LINE_OCTETS - (k > 0) for k, piece in enumerate(pieces))
    for piece in pieces:
        piece.decode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_prop_escaped_text_is_read_back(words):
    line = folded("SUMMARY:" + escaped(words))
    body = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    (entry,) = Calendar.from_ical(body).walk("VEVENT")
    assert str(entry["SUMMARY"]) == words
