"""Every traffic command: a user's file that cannot be read is one line and exit 2."""

import json

import pytest

BAD_INPUT = 2
PLAN = {
    "scenario": "iss-2026",
    "station": "iss",
    "status": "infeasible",
    "first_day_utc": "2026-05-01T00:00:00Z",
    "last_day_utc": "2026-05-01T00:00:00Z",
    "solver": "none",
    "timing": {"build_s": 0.0, "solve_s": 0.0, "truth_s": 0.0},
}
READS_A_PLAN = {
    "check": ("check", "{}"),
    "plan": ("plan", "iss-2026", "--before", "{}"),
    "risk": ("risk", "{}"),
}
READS_TOML = {
    "check": ("check", "{}"),
    "plan": ("plan", "{}"),
    "risk": ("risk", "{}"),
    "risk --slips": ("risk", "iss-2026", "--slips", "{}"),
}


def _refused(portcall, words, path):
    outcome = portcall("traffic", *(str(path) if word == "{}" else word for word in words))
    assert outcome.code == BAD_INPUT, outcome
    assert outcome.out == ""
    return outcome.line


def _file(folder, name, kind):
    path = folder / name
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("no file of this kind\n")
    elif kind == "bytes":
        path.write_bytes(b"\xff\xfe\x00")
    return path


@pytest.mark.parametrize("kind", ["missing", "folder", "text", "bytes"])
@pytest.mark.parametrize("words", READS_A_PLAN.values(), ids=READS_A_PLAN)
def test_a_plan_that_cannot_be_read(portcall, tmp_path, words, kind):
    line = _refused(portcall, words, _file(tmp_path, "plan.json", kind))
    assert "plan.json" in line
    expected = {"missing": "No such file", "folder": "Is a directory"}
    assert expected.get(kind, "not JSON") in line


@pytest.mark.parametrize("words", READS_A_PLAN.values(), ids=READS_A_PLAN)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scenario": 5}, "plan.json: scenario"),
        ({"status": "splendid"}, "plan.json: status"),
        ({"moon": "base"}, "a newer one may have written it"),
    ],
)
def test_json_that_is_no_plan_of_this_version(portcall, tmp_path, words, change, said):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN | change))
    assert said in _refused(portcall, words, path)


@pytest.mark.parametrize("kind", ["missing", "folder", "text", "bytes"])
@pytest.mark.parametrize("words", READS_TOML.values(), ids=READS_TOML)
def test_a_toml_file_that_cannot_be_read(portcall, tmp_path, words, kind):
    line = _refused(portcall, words, _file(tmp_path, "own.toml", kind))
    assert "own.toml" in line


@pytest.mark.parametrize("kind", ["missing", "folder", "bytes"])
def test_a_csv_calendar_that_cannot_be_read(portcall, tmp_path, kind):
    line = _refused(portcall, ("check", "{}"), _file(tmp_path, "visits.csv", kind))
    assert "visits.csv" in line
