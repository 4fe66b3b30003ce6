"""Runs over the API: the bytes of the folder, and no run less than whole."""

import json
from dataclasses import replace

import pytest

from portcall.board.server import shelf as shelf_module

SEED = "progress-ms-31"


def test_runs_are_listed_with_their_files(board):
    (found,) = board.client.get("/api/v1/runs").json()
    assert found["id"] == found["flight"] == SEED
    assert found["kind"] == "visit"
    assert "visit.json" in [file["name"] for file in found["files"]]
    assert board.client.get(f"/api/v1/runs/{SEED}").json() == found


def test_files_are_the_bytes_of_the_folder(board):
    folder = board.settings.runs_root / SEED
    assert (
        board.client.get(f"/api/v1/runs/{SEED}/visit").content
        == (folder / "visit.json").read_bytes()
    )
    for name in ("manifest.json", "timeline.csv", "visit.ics", "visit.czml", "approach.svg"):
        answer = board.client.get(f"/api/v1/runs/{SEED}/files/{name}")
        assert answer.content == (folder / name).read_bytes()
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    # a picture may hold a script: it is only ever stored
    assert answer.headers["content-type"] == "application/octet-stream"


def test_a_scene_is_made_once_while_its_folder_stays(board, monkeypatch):
    first = board.client.get(f"/api/v1/runs/{SEED}/scene")
    assert first.json()["run"]["id"] == SEED
    monkeypatch.setattr(shelf_module, "scene_of", None)
    assert board.client.get(f"/api/v1/runs/{SEED}/scene").content == first.content


def test_no_run_of_that_name(board):
    for path in ("", "/scene", "/visit", "/files/visit.json"):
        answer = board.client.get(f"/api/v1/runs/absent{path}")
        assert answer.status_code == 404
        assert answer.json()["error"]["what"] == "there is no such run"


def test_a_damaged_run_says_what_is_wrong(board):
    folder = board.settings.runs_root / SEED
    (folder / "visit.json").write_bytes((folder / "visit.json").read_bytes()[:-100])
    answer = board.client.get(f"/api/v1/runs/{SEED}/scene")
    assert answer.status_code == 409
    assert "visit.json" in answer.json()["error"]["where"]
    (run,) = board.client.get("/api/v1/runs").json()
    assert "visit.json" in run["damaged"]


def test_a_run_of_a_newer_version_says_so(board):
    path = board.settings.runs_root / SEED / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format_version": 99}))
    answer = board.client.get(f"/api/v1/runs/{SEED}/scene")
    assert answer.status_code == 409
    assert "99" in answer.text


def test_a_run_is_deleted_whole(board):
    (board.settings.runs_root / SEED / "what_if.json").write_text('{"what_if": "x", "of": null}')
    assert board.client.delete(f"/api/v1/runs/{SEED}").json() == {"deleted": SEED}
    assert list(board.settings.runs_root.iterdir()) == []
    assert board.client.delete(f"/api/v1/runs/{SEED}").status_code == 404


def test_a_run_with_somebody_elses_file_is_kept(board):
    folder = board.settings.runs_root / SEED
    (folder / "my-notes.txt").write_text("mine")
    before = sorted(folder.iterdir())
    answer = board.client.delete(f"/api/v1/runs/{SEED}")
    assert answer.status_code == 409
    assert "my-notes.txt" in answer.json()["error"]["what"]
    assert sorted(folder.iterdir()) == before


def test_a_folder_that_is_no_run_is_kept(board):
    other = board.settings.runs_root / "holiday-pictures"
    other.mkdir()
    (other / "manifest.json").write_text('{"format": "something else", "files": {}}')
    assert board.client.delete("/api/v1/runs/holiday-pictures").status_code == 409
    assert other.is_dir()


@pytest.mark.parametrize(
    ("bound", "least"), [("RUNS_KEPT", 1), ("RUNS_BYTES", 10), ("FREE_BYTES", 10**18)]
)
def test_no_more_runs_than_there_is_room_for(board, monkeypatch, bound, least):
    monkeypatch.setattr(shelf_module, bound, least)
    for path, sent in (("/api/v1/runs", {"flight": SEED}), ("/api/v1/traffic/plans", {})):
        answer = board.client.post(path, json=sent)
        assert answer.status_code == 409
        assert answer.json()["error"]["remedy"]
    assert board.client.get("/api/v1/jobs").json() == {"jobs": []}


def test_there_is_room_before_the_first_run(board_of, settings, tmp_path):
    empty = board_of(replace(settings, runs_root=tmp_path / "new" / "runs"))
    assert empty.client.get("/api/v1/runs").json() == []
    empty.desk.shelf.require_room()
