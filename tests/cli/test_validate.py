"""`portcall validate`: nothing in its tables is cut, and its JSON is the record."""

import json

import pytest

from portcall.audit import validate as audit
from portcall.catalogue.load import load_catalogue

WIDTH = 118


@pytest.fixture(scope="module")
def shown(portcall):
    outcome = portcall("validate")
    assert outcome.code == 0
    assert outcome.err == ""
    return outcome.out


def test_every_flight_stands_in_the_text_in_full(shown):
    words = set(shown.split())
    assert set(load_catalogue().names("flights")) <= words
    assert {"34-orbit", "2-orbit", "4-orbit"} <= words
    for header in ("age [h]", "launch [s]", "week-old [s]", "plan [min]", "flown [min]", "phase"):
        assert header in shown


def test_the_tables_fit_a_page(shown):
    assert max(map(len, shown.splitlines())) <= WIDTH


def test_a_flight_that_does_not_count_is_marked_and_explained(shown):
    marked = [line for line in shown.splitlines() if line.startswith(" progress-ms-18 *")]
    assert len(marked) == 2
    assert "calibration flight" in marked[1]
    assert "* not counted" in shown


def test_the_json_is_the_record(portcall, monkeypatch):
    row = audit.Row(flight="made-up", excluded_reason="no reason")
    made = audit.Validation(flights=(row,), summary=audit.summarize([row]))
    monkeypatch.setattr(audit, "validate", lambda *_, **__: made)
    outcome = portcall("validate", "--json")
    assert outcome.code == 0
    assert audit.Validation.model_validate(json.loads(outcome.out)) == made


def test_own_flights_are_added_and_replace_their_namesakes(portcall, monkeypatch, tmp_path):
    text = (load_catalogue().root / "flights" / "progress-ms-31.toml").read_text()
    (tmp_path / "one.toml").write_text(text.replace('"Progress MS-31"', '"Mine"'))
    (tmp_path / "two.toml").write_text(text.replace('id = "progress-ms-31"', 'id = "my-ship"'))
    seen = []

    def take(_, flights, **__):
        seen.extend(flights)
        return audit.Validation(flights=(), summary=audit.summarize([]))

    monkeypatch.setattr(audit, "validate", take)
    portcall("validate", "--json", "--flights", tmp_path)
    names = [flight.id for flight in seen]
    assert len(names) == len(set(names)) == len(load_catalogue().names("flights")) + 1
    assert [f.official_name for f in seen if f.id == "progress-ms-31"] == ["Mine"]
