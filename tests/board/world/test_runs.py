"""Run folders are read only when they are whole; a damaged one is listed with one clear sentence."""

import json
import os
import shutil
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.board.world.folder import RUN_ID, run_path
from portcall.board.world.plans import read_plan
from portcall.board.world.runs import list_runs, open_run, read_file, summary_of
from portcall.board.world.scenes import scene_of
from portcall.core.errors import DataError, InputError
from portcall.export.atomic_folder import FOLDER_FORMAT, replace_folder
from portcall.export.manifest import fingerprints


def _cut(folder, name, count=200):
    path = folder / name
    path.write_bytes(path.read_bytes()[:-count])


def _rewritten(folder, name, content):
    """Put other bytes in a file and their digest into the manifest."""
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] |= fingerprints({name: content})
    (folder / "manifest.json").write_text(json.dumps(manifest))


DAMAGES = {
    "missing": (lambda at: (at / "approach.csv").unlink(), "approach.csv: is missing"),
    "cut off": (lambda at: _cut(at, "ground-track.csv"), "ground-track.csv: has"),
    "changed": (
        lambda at: (at / "visit.json").write_bytes(
            (at / "visit.json").read_bytes().replace(b"by hand", b"BY HAND")
        ),
        "visit.json: is not the file",
    ),
    "no manifest": (lambda at: (at / "manifest.json").unlink(), "no manifest.json"),
    "broken manifest": (lambda at: (at / "manifest.json").write_text("{"), "is not JSON"),
    "other manifest": (lambda at: (at / "manifest.json").write_text("[]"), "is not that of"),
    "bad record": (
        lambda at: _rewritten(at, "visit.json", b"{"),
        "visit.json: Invalid JSON",
    ),
    "other schema": (
        lambda at: _rewritten(at, "visit.json", b'{"flight": 3}'),
        "visit.json: flight:",
    ),
    "a link": (
        lambda at: (
            (at / "visit.json").rename(at / "v.json"),
            (at / "visit.json").symlink_to(at / "v.json"),
        ),
        "visit.json:",
    ),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_folder_is_listed_with_the_reason_and_refused(kind, root, catalogue):
    damage, words = DAMAGES[kind]
    damage(root / "visit-1")
    (listed,) = list_runs(root, catalogue)
    assert listed.damaged is not None
    assert words in listed.damaged
    assert "\n" not in listed.damaged
    assert str(root) not in listed.damaged
    with pytest.raises(DataError, match="visit-1") as why:
        scene_of(root, "visit-1", catalogue)
    assert str(why.value) == listed.damaged
    assert why.value.remedy


def test_a_newer_folder_says_so_and_what_to_do(case, root, catalogue):
    case.put(root / "visit-1", case.visit_files(), format_version=2)
    (listed,) = list_runs(root, catalogue)
    assert listed.damaged == (
        "run visit-1: manifest.json: format version 2 is newer than this portcall reads (limit: 1);"
        " update portcall"
    )
    with pytest.raises(DataError, match="update portcall"):
        open_run(root, "visit-1")


@pytest.mark.parametrize(
    ("name", "row", "words"),
    [
        ("ground-track.csv", "chaser,chase,2025-07-03T20:00:00Z,1.0", "cells"),
        ("ground-track.csv", "chaser,orbit,2025-07-03T20:00:00Z,1,1,1,1,", "orbit"),
        ("ground-track.csv", "chaser,chase,yesterday,1,1,1,1,", "utc is 'yesterday'"),
        ("ground-track.csv", "chaser,chase,2025-07-03T20:00:00Z,nan,1,1,1,", "lat_deg is 'nan'"),
        ("approach.csv", "1.0,braking," + "x," * 11 + "0", "x_lvlh_m is 'x'"),
        ("approaches.csv", "1,2,3", "cells"),
    ],
)
def test_a_table_that_agrees_with_its_manifest_but_is_wrong_names_its_line(
    root, catalogue, name, row, words
):
    content = (root / "visit-1" / name).read_bytes() + row.encode() + b"\n"
    _rewritten(root / "visit-1", name, content)
    with pytest.raises(DataError, match=f"visit-1: {name}: line") as why:
        scene_of(root, "visit-1", catalogue)
    assert words in str(why.value)


def test_a_table_without_its_columns_or_rows_is_refused(case, root, catalogue):
    _rewritten(root / "visit-1", "approach.csv", b"time_s,leg\n")
    with pytest.raises(DataError, match="has no column 'x_lvlh_m'"):
        scene_of(root, "visit-1", catalogue)
    head = (",".join(case.APPROACH_COLUMNS) + "\n").encode()
    _rewritten(root / "visit-1", "approach.csv", head)
    with pytest.raises(DataError, match="has no rows"):
        scene_of(root, "visit-1", catalogue)


def test_a_whole_folder_is_listed_with_its_names_and_files(root, catalogue):
    (listed,) = list_runs(root, catalogue)
    assert (listed.id, listed.kind, listed.damaged) == ("visit-1", "visit", None)
    assert listed.name == "Progress MS-31 (92P)"
    sizes = {one.name: one.size_bytes for one in listed.files}
    assert sizes == {
        one.name: one.stat().st_size
        for one in (root / "visit-1").iterdir()
        if one.name != "manifest.json"
    }
    assert summary_of(root, "visit-1", catalogue) == listed


def test_the_newest_run_comes_first(case, root, catalogue):
    for number, name in enumerate(("older", "newer")):
        folder = case.put(root / name, case.visit_files(tracks=False))
        os.utime(folder / "manifest.json", (2e9 + number, 2e9 + number))
    assert [one.id for one in list_runs(root, catalogue)] == ["newer", "older", "visit-1"]


def test_no_root_holds_no_runs(tmp_path, catalogue):
    assert list_runs(tmp_path / "nowhere", catalogue) == ()
    with pytest.raises(InputError, match="unknown run"):
        open_run(tmp_path / "nowhere", "visit-1")


@pytest.mark.parametrize(
    "name", ["..", ".", "", "../runs", "a/b", "a\\b", ".hidden", "a..b", "a\x00", "x" * 101, "é"]
)
def test_a_name_that_is_no_plain_folder_name_is_refused(root, name):
    with pytest.raises(InputError, match="is no name of a run"):
        open_run(root, name)


@given(st.text(max_size=40))
def test_prop_no_name_leads_out_of_the_root(tmp_path_factory, name):
    root = tmp_path_factory.getbasetemp()
    try:
        path = run_path(root, name)
    except InputError:
        return
    assert path.resolve().parent == root.resolve()
    assert RUN_ID.fullmatch(name)


def test_a_link_out_of_the_root_is_not_followed(case, root, tmp_path, catalogue):
    case.put(tmp_path / "outside", case.visit_files())
    (root / "inside").symlink_to(tmp_path / "outside")
    (root / "loop").symlink_to(root / "loop")
    assert [one.id for one in list_runs(root, catalogue)] == ["visit-1"]
    with pytest.raises(InputError, match="unknown run 'inside'"):
        open_run(root, "inside")


def test_a_manifest_cannot_name_a_file_elsewhere(root, catalogue):
    manifest = json.loads((root / "visit-1" / "manifest.json").read_text())
    manifest["files"]["../secret.txt"] = {"sha256": "0", "size_bytes": 1}
    (root / "visit-1" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(DataError, match="which is no file name"):
        open_run(root, "visit-1")
    assert list_runs(root, catalogue)[0].damaged


def test_only_what_the_manifest_lists_is_read(root):
    folder = open_run(root, "visit-1")
    (root / "visit-1" / "what_if.json").write_text("{}")
    assert read_file(folder, "visit.json") == (root / "visit-1" / "visit.json").read_bytes()
    assert read_file(folder, "manifest.json").startswith(b"{")
    for name in ("what_if.json", "../visit-1/visit.json", "visit.jso"):
        with pytest.raises(InputError, match="unknown file"):
            read_file(folder, name)


def test_a_folder_that_goes_or_changes_after_it_was_opened_is_told(root, catalogue):
    folder = open_run(root, "visit-1")
    (root / "visit-1" / "approach.csv").write_bytes(b"other")
    with pytest.raises(DataError, match="changed while it was read"):
        read_file(folder, "approach.csv")
    for path in list((root / "visit-1").iterdir()):
        path.unlink()
    with pytest.raises(DataError, match="gone while it was read"):
        read_file(folder, "visit.json")
    (root / "visit-1").rmdir()
    assert list_runs(root, catalogue) == ()


def test_a_folder_of_another_command_is_listed_as_such(case, root, catalogue):
    case.put(root / "fall", {"risk.json": b"{}"})
    listed = summary_of(root, "fall", catalogue)
    assert listed.kind is None
    assert "holds nothing that the board shows" in str(listed.damaged)


def test_a_visit_is_no_plan(root):
    with pytest.raises(InputError, match="no traffic plan"):
        read_plan(root, "visit-1")


def test_a_folder_that_is_replaced_while_it_is_read_is_never_a_surprise(case, root, catalogue):
    """One thread makes the run again and again, and deletes it now and then; the other reads."""
    files = [case.visit_files(tracks=tracks) for tracks in (True, False)]
    stop = threading.Event()
    seen, failures = set(), []

    def read():
        while not stop.is_set():
            try:
                for one in list_runs(root, catalogue):
                    seen.add(one.damaged)
                scene_of(root, "visit-1", catalogue)
                seen.add("whole")
            except (InputError, DataError) as why:
                seen.add(str(why))
            except Exception as why:  # noqa: BLE001  (that is what is asked)
                failures.append(why)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(20):
        chosen = files[number % 2]
        manifest = {
            "format": FOLDER_FORMAT, "format_version": 1, "files": fingerprints(chosen),
        }  # fmt: skip
        if number % 7 == 0:
            shutil.rmtree(root / "visit-1")
        replace_folder(root / "visit-1", {**chosen, "manifest.json": json.dumps(manifest).encode()})
    stop.set()
    reader.join()
    assert failures == []
    assert "whole" in seen
    assert scene_of(root, "visit-1", catalogue).run.id == "visit-1"
