"""The run folder: whole or not there, the same bytes for the same visit, nothing else lost."""

import errno
import hashlib
import json
import os
from pathlib import Path

import pytest

from portcall.core.errors import InputError
from portcall.export.atomic_folder import require_writable_target

NAMES = {
    "visit.json",
    "timeline.csv",
    "burns.csv",
    "mass.csv",
    "progress-ms-31-chaser.oem",
    "progress-ms-31-station.oem",
    "visit.czml",
    "visit.ics",
    "manifest.json",
}


def _tree(folder):
    """Return everything below a folder, hidden entries too, with the files' bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


class _Trip:
    """Lets calls through and raises in the one asked for."""

    def __init__(self, function, at, error):
        self.function, self.at, self.error, self.calls = function, at, error, 0

    def __call__(self, *arguments):
        self.calls += 1
        if self.calls == self.at:
            raise self.error
        return self.function(*arguments)


def test_the_folder_holds_what_is_promised_and_returns_it(write, tmp_path):
    paths = write(tmp_path / "run")
    assert {path.name for path in paths} == NAMES
    assert set(_tree(tmp_path)) == {"run", *(f"run/{name}" for name in NAMES)}
    assert all(path.stat().st_size > 0 for path in paths)


def test_the_manifest_tells_every_file_and_input_by_its_hash(write, tmp_path):
    write(tmp_path / "run")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert set(manifest["files"]) == NAMES - {"manifest.json"}
    for name, told in manifest["files"].items():
        content = (tmp_path / "run" / name).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        assert told == {"sha256": digest, "size_bytes": len(content)}
    # sha256 of b"1 25544U\n", from coreutils' sha256sum
    assert manifest["inputs"]["elements.tle"]["sha256"] == (
        "b74185dcdf9766fc7ce37d636c540f1a9062cd939b9f5f0ea125bda314882097"
    )
    assert manifest["sources"] == ["a source", "b source"]
    assert (manifest["portcall_version"], manifest["flight"]) == ("0.1.0", "progress-ms-31")
    assert manifest["data_expiry"]["earth_orientation_utc"] > "2026"
    assert {"python", "libraries"} == set(manifest["environment"])


def test_the_same_visit_gives_the_same_bytes(write, visit, tmp_path):
    write(tmp_path / "one")
    slower = visit.record.model_copy(update={"timing": {"fly": 77.0}})
    write(tmp_path / "two", record=slower)
    assert _tree(tmp_path / "one") == _tree(tmp_path / "two")


def test_folders_above_are_made(write, tmp_path):
    write(tmp_path / "a" / "b" / "run")
    assert (tmp_path / "a" / "b" / "run" / "manifest.json").is_file()


def test_an_earlier_run_folder_is_replaced_whole(write, visit, tmp_path):
    out = tmp_path / "run"
    write(out, record=visit.record.model_copy(update={"flight": "soyuz-ms-27"}))
    assert (out / "soyuz-ms-27-chaser.oem").is_file()
    write(out)
    assert set(_tree(tmp_path)) == {"run", *(f"run/{name}" for name in NAMES)}


def test_an_empty_folder_and_a_link_to_a_folder_are_filled(write, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert {path.name for path in (tmp_path / "real").iterdir()} == NAMES


@pytest.mark.parametrize("step", range(1, 12))
@pytest.mark.parametrize("earlier", [False, True], ids=["new", "replacing"])
def test_an_interruption_at_any_flush_leaves_everything_as_it_was(
    write, tmp_path, monkeypatch, step, earlier
):
    if earlier:
        write(tmp_path / "runs" / "run", tool_version="0.0.9")
    before = _tree(tmp_path)
    trip = _Trip(os.fsync, step, KeyboardInterrupt())
    monkeypatch.setattr(os, "fsync", trip)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "runs" / "run")
    if step <= len(NAMES) + 1:  # each file, and the folder that holds them
        assert _tree(tmp_path) == before
    else:  # the last flush comes after the folder is in place
        assert {path.name for path in (tmp_path / "runs" / "run").iterdir()} == NAMES


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.EIO, "")], ids=repr)
def test_a_rename_that_fails_brings_the_earlier_folder_back(
    write, tmp_path, monkeypatch, step, error
):
    write(tmp_path / "run", tool_version="0.0.9")
    before = _tree(tmp_path)
    trip = _Trip(Path.rename, step, error)

    def renamed(path, to):
        return trip(path, to)

    monkeypatch.setattr(Path, "rename", renamed)
    with pytest.raises((KeyboardInterrupt, InputError)):
        write(tmp_path / "run")
    assert _tree(tmp_path) == before


def test_an_interruption_just_after_the_swap_leaves_the_new_folder_alone(
    write, tmp_path, monkeypatch
):
    write(tmp_path / "run", tool_version="0.0.9")
    rename, calls = Path.rename, []

    def renamed_then_interrupted(path, to):
        rename(path, to)
        calls.append(to)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", renamed_then_interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "run")
    assert set(_tree(tmp_path)) == {"run", *(f"run/{name}" for name in NAMES)}
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["portcall_version"] == "0.1.0"


def _a_file(tmp_path):
    (tmp_path / "out").write_text("mine")
    return tmp_path / "out"


def _another_folder(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text('{"name": "a web page"}')
    return tmp_path / "out"


def _below_a_file(tmp_path):
    return _a_file(tmp_path) / "run"


def _too_long(tmp_path):
    return tmp_path / ("long" * 100)


def _a_loop(tmp_path):
    (tmp_path / "out").symlink_to("out")
    return tmp_path / "out" / "run"


def _null_byte(tmp_path):
    return tmp_path / "a\0b"


def _the_root(_):
    return Path("/")


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (_a_file, "is a file"),
        (_another_folder, "is not a run folder"),
        (_below_a_file, "Not a directory"),
        (_too_long, "too long"),
        (_a_loop, "cannot be made"),
        (_null_byte, "null"),
        (_the_root, "is not a run folder"),
    ],
)
def test_a_place_that_cannot_be_used_gets_one_line_and_is_left_alone(write, tmp_path, place, says):
    out = place(tmp_path)
    before = _tree(tmp_path)
    for attempt in (require_writable_target, write):
        with pytest.raises(InputError) as refusal:
            attempt(out)
        assert says in str(refusal.value)
        assert refusal.value.remedy
        assert "\n" not in str(refusal.value)
        assert _tree(tmp_path) == before


def test_a_run_folder_with_someones_notes_in_it_is_not_replaced(write, tmp_path):
    write(tmp_path / "run")
    (tmp_path / "run" / "notes.txt").write_text("mine")
    before = _tree(tmp_path)
    with pytest.raises(InputError, match=r"notes\.txt"):
        write(tmp_path / "run")
    assert _tree(tmp_path) == before


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "does not fit"),
        (errno.EDQUOT, "does not fit"),
        (errno.EACCES, "cannot be written"),
        (errno.EROFS, "cannot be written"),
    ],
)
def test_a_full_or_closed_disk_is_told_and_leaves_nothing(
    write, tmp_path, monkeypatch, number, says
):
    monkeypatch.setattr(os, "fsync", _Trip(os.fsync, 3, OSError(number, os.strerror(number))))
    with pytest.raises(InputError, match=says):
        write(tmp_path / "above" / "run")
    assert not _tree(tmp_path)


def test_a_closed_folder_is_refused_before_anything_is_flown(tmp_path, monkeypatch):
    # a superuser may write anywhere, so the system's answer stands in for closed permissions
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError, match="cannot be written"):
        require_writable_target(tmp_path / "run")


def test_what_a_killed_process_left_does_not_hinder(write, tmp_path):
    left = tmp_path / f".run.partial-{os.getpid()}"
    left.mkdir()
    (left / "visit.json").write_text("half")
    write(tmp_path / "run")
    assert not left.exists()


def test_a_flight_of_the_users_own_cannot_write_elsewhere(write, visit, tmp_path):
    record = visit.record.model_copy(update={"flight": "../../my flight"})
    names = {path.name for path in write(tmp_path / "run", record=record)}
    assert {"my-flight-chaser.oem", "my-flight-station.oem"} < names
    assert {path.parent for path in (tmp_path / "run").iterdir()} == {tmp_path / "run"}
