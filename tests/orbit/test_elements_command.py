"""`portcall elements`: what it prints, what it writes, how it exits."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from portcall.cli.elements import elements
from portcall.core.errors import DataError, InputError
from portcall.orbit import fetch
from portcall.orbit.tle import read_tle

LINE1 = "1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998"
LINE2 = "2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708"
SET = f"ISS (ZARYA)\n{LINE1}\n{LINE2}\n".encode()
MADE_UP = f"{LINE1}\n{LINE2.replace('238.5887', '248.5887')[:-1]}9\n".encode()

app = typer.Typer()
app.command()(elements)


def _run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "iss.tle"
    path.write_bytes(SET)
    return path


def test_the_text_says_what_it_is_how_old_and_how_plausible(file: Path) -> None:
    result = _run(str(file), "--at", "2022-02-12T00:00Z")
    assert result.exit_code == 0
    for part in ("iss.tle: TLE", "checksums: all correct", "25544", "9.9 h old", "Plausible."):
        assert part in result.output


def test_the_json_says_the_same(file: Path) -> None:
    result = _run(str(file), "--json", "--at", "2022-02-12T00:00Z")
    report = json.loads(result.output)
    (one,) = report["sets"]
    assert report["plausible"]
    assert report["station"]
    assert one["epoch_utc"] == "2022-02-11T14:07:15.173Z"
    assert one["age_h"] == pytest.approx(9.879, abs=1e-3)
    assert {check["name"] for check in one["checks"]} >= {"age", "node", "inclination"}


def test_a_made_up_set_exits_with_one(tmp_path: Path) -> None:
    path = tmp_path / "demo.tle"
    path.write_bytes(MADE_UP)
    result = _run(str(path), "--at", "2022-02-12T00:00Z")
    assert result.exit_code == 1
    assert "DOUBTFUL" in result.output


def test_unreadable_files_are_bad_input(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "none.tle", "No such file"), (tmp_path, "directory")):
        result = _run(str(path))
        assert isinstance(result.exception, InputError)
        assert says in str(result.exception)
    assert isinstance(_run().exception, InputError)


def test_update_writes_the_file_and_says_how_old(tmp_path: Path, monkeypatch) -> None:
    (newest,) = read_tle(SET)
    monkeypatch.setattr(fetch, "fetch_station", lambda: (SET, newest))
    out = tmp_path / "new.tle"
    result = _run("--update", "--out", str(out), "--at", "2022-02-12T00:00Z")
    assert result.exit_code == 0
    assert out.read_bytes() == SET
    assert [path.name for path in tmp_path.iterdir()] == ["new.tle"]
    assert "9.9 h old" in result.output
    assert LINE2 in _run("--update").output


def test_update_without_a_network_leaves_the_file_alone(tmp_path: Path, monkeypatch) -> None:
    def unreachable() -> None:
        raise DataError("no current elements: cannot reach the service")

    monkeypatch.setattr(fetch, "fetch_station", unreachable)
    out = tmp_path / "old.tle"
    out.write_bytes(SET)
    result = _run("--update", "--out", str(out))
    assert isinstance(result.exception, DataError)
    assert out.read_bytes() == SET


def test_update_refuses_a_place_it_cannot_write(tmp_path: Path, monkeypatch) -> None:
    (newest,) = read_tle(SET)
    monkeypatch.setattr(fetch, "fetch_station", lambda: (SET, newest))
    result = _run("--update", "--out", str(tmp_path / "no" / "such" / "folder.tle"))
    assert isinstance(result.exception, InputError)
    assert "cannot write" in str(result.exception)
