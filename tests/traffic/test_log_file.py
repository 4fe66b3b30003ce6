"""The log as a file: what was written reads back the same, and a bad line is named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_case import RECORDED, docked, recordings

from portcall.core.errors import InputError
from portcall.records.station_log import KINDS
from portcall.traffic.log.file import form_of, read_events, write_events
from portcall.traffic.log.store import open_log
from portcall.traffic.log.words import columns, keys_of

NAMES = {"csv": "log.csv", "json-lines": "log.jsonl"}
FORMS = st.sampled_from(sorted(NAMES))
ROW = {
    "kind": "cargo-moved",
    "happened_utc": "2025-07-06T10:00Z",
    "ship": "progress-ms-31",
    "resource": "water",
    "amount_kg": 20.5,
}


def _read(data, name="log.jsonl", author="me"):
    if not isinstance(data, bytes):
        data = data.encode()
    return read_events(data, name, recorded_utc=RECORDED, author=author)


@given(recordings(), FORMS)
def test_prop_what_is_written_reads_back_the_same(events, form):
    assert _read(write_events(events, form), NAMES[form], None) == tuple(events)


@given(recordings(most=3), FORMS)
def test_prop_written_again_it_is_the_same_text(events, form):
    text = write_events(events, form)
    assert write_events(_read(text, NAMES[form]), form) == text


@pytest.mark.parametrize("form", sorted(NAMES))
def test_an_imported_log_is_the_exported_one(form, tmp_path, log_address):
    events = (
        docked("d", cargo_g={"water": 420_001, "dry": 0}),
        docked("r", 3, author='Żółta, «łódź» "x"', cargo_g={}, replaces="d"),
    )
    with open_log(tmp_path / "first.sqlite", create=True) as first:
        first.add(*events)
        text = write_events(first.events(), form)
    with open_log(log_address, create=True) as second:
        second.add(*_read(text, NAMES[form]))
        assert second.events() == events
        assert second.add(*_read(text, NAMES[form])).recorded == ()


def test_a_hand_written_line_gets_an_author_a_time_and_an_id_that_a_second_import_repeats():
    two = json.dumps(ROW) + "\n" + json.dumps(ROW) + "\n"
    first, second = _read(two)
    assert (first.author, first.recorded_utc, first.amount_g) == ("me", RECORDED, 20_500)
    assert first.id != second.id
    assert [event.id for event in _read(two, author="you")] == [first.id, second.id]


def test_a_table_from_a_spreadsheet_is_read():
    text = (
        "\ufeffkind,happened_utc,ship,people,cargo_kg,vehicle,port\r\n"
        "docked,2025-07-05T21:25Z,soyuz-ms-27,,water=1.5;food=2,soyuz-ms,prichal-nadir\r\n"
        "crew-on,2025-07-05T23:55Z,soyuz-ms-27,Ada Byron; Grace Hopper,,,\r\n,,,,,,\r\n"
    )
    came, crew = _read(text, "log.CSV")
    assert came.cargo_g == {"water": 1_500, "food": 2_000}
    assert crew.people == ("Ada Byron", "Grace Hopper")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "cargo-move"}, "log.jsonl:1: unknown event 'cargo-move'; did you mean 'cargo-"),
        ({"kind": None}, "unknown event ''"),
        ({"resource": "watr"}, "log.jsonl:1: resource: unknown resource 'watr'; did you mean 'wat"),
        ({"amount_kg": -1}, "amount_kg: -1 kg is negative (limit: 0 kg or more)"),
        ({"amount_kg": 0}, "amount_kg: it should be greater than 0"),
        ({"amount_kg": 0.0001}, "0.0001 kg (limit: whole grams); round it"),
        ({"amount_kg": 1e300}, "limit: 1000000000 kg"),
        ({"amount_kg": "much"}, "'much' is not a mass in kg"),
        ({"amount_kg": None}, "cargo-moved needs 'amount_kg'"),
        ({"amont_kg": 1}, "unknown key 'amont_kg'; did you mean 'amount_kg'?"),
        ({"port": "x"}, "unknown key 'port'; cargo-moved takes none"),
        ({"happened_utc": "2025-07-06T10:00"}, "happened_utc: '2025-07-06T10:00' has no time zone"),
        ({"happened_utc": "2125-07-06"}, "the log holds what has happened"),
        ({"happened_utc": 5}, "happened_utc"),
        ({"ship": "Progress MS"}, "ship: an id is lower-case words, as progress-ms-33, not 'Progr"),
        ({"resource": "trash"}, "resource: trash is no cargo; record trash-loaded"),
        ({"schema_version": 2}, "an event of version 2 (limit: this portcall reads up to 1); upd"),
        ({"id": "a b"}, "id: an id is letters, digits and . _ : -, not 'a b'"),
        ({"author": "two\nlines"}, "author: an author is one line of text"),
        ({"to": "moon"}, "to: it should be 'station' or 'ship'"),
        ({"replaces": "same", "id": "same"}, "an event cannot replace itself"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(change, says):
    with pytest.raises(InputError, match=r"^[^\n]*$") as refused:
        _read(json.dumps(ROW | change))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\xff", "log.jsonl", "log.jsonl: not UTF-8 text (byte 0)"),
        (b"{}\n{", "log.jsonl", "log.jsonl:2: not JSON"),
        (b"[1]", "log.jsonl", "log.jsonl:1: not an event; one object a line"),
        (b'{"amount_kg": NaN}', "log.jsonl", "NaN is not a number"),
        (b"[" * 100_000, "log.jsonl", "log.jsonl:1: not JSON"),
        (b"", "log.txt", "neither CSV nor JSON lines; end the name in .csv or .jsonl"),
        (b"kind,shipp\n", "log.csv", "log.csv:1: unknown column 'shipp'; did you mean 'ship'?"),
        (b"kind,ship\na,b,c\n", "log.csv", "log.csv:2: 3 cells (limit: 2)"),
        (b'kind\n"docked', "log.csv", "log.csv:2: not CSV"),
        (b"kind,cargo_kg\ndocked,water 5\n", "log.csv", "'water 5' is no cargo"),
        (b"kind,people\ncrew-on,A B;A B\n", "log.csv", "crew-on needs 'happened_utc'"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(data, name, says):
    with pytest.raises(InputError, match=r"^[^\n]*$") as refused:
        _read(data, name)
    assert says in str(refused.value)


def test_every_key_of_every_kind_has_a_column():
    assert {key for kind in KINDS for key in keys_of(kind)} == set(columns())
    assert form_of("a.ndjson") == "json-lines"
