"""One run folder, opened with care: its manifest, its files against their digests, its record.

Model   A folder is read only through its manifest: plain file names, sizes and digests that agree.
        Links, names with a path in them, and a newer format are refused.
Valid   Folders written by `export.atomic_folder`; one that is replaced while it is read is an error
        that the next try does not meet.
Source  The manifest's form: `export.manifest`.
"""

import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import ValidationError

from portcall.core.errors import DataError, InputError, unknown_name
from portcall.export.atomic_folder import FOLDER_FORMAT, MANIFEST_NAME
from portcall.records.board_view import RunFile
from portcall.records.disposal import DisposalRecord
from portcall.records.docking import DockingRecord
from portcall.records.traffic_plan import TrafficPlan
from portcall.records.visit import VisitRecord

Kind = Literal["visit", "docking", "plan", "disposal"]
RunRecord = VisitRecord | DockingRecord | TrafficPlan | DisposalRecord
KNOWN_VERSION = 1
RUN_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.)){0,99}", re.ASCII)
RECORD_FILES: MappingProxyType[Kind, str] = MappingProxyType(
    {
        "visit": "visit.json",
        "docking": "docking.json",
        "plan": "plan.json",
        "disposal": "disposal.json",
    }
)
WHAT_IF_NAME = "what_if.json"
_FILE_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.)){0,119}", re.ASCII)
_MOST_BYTES = 64_000_000
_MOST_MANIFEST_BYTES = 1_000_000
_AGAIN = "make the run again, or delete it"


@dataclass(frozen=True)
class RunFolder:
    """A run folder whose manifest and files were found as they should be.

    Attributes
    ----------
    id : str
        Its name below the root.
    path : Path
        Where it is.
    kind : {"visit", "docking", "plan", "disposal"}
        By the record that it holds.
    made_utc : datetime
        When its manifest was written.
    manifest : MappingProxyType
        As read.
    files : tuple[RunFile, ...]
        What the manifest lists, and the manifest.
    """

    id: str
    path: Path
    kind: Kind
    made_utc: datetime
    manifest: MappingProxyType[str, Any]
    files: tuple[RunFile, ...]


def _damaged(run: str, what: str, *, where: str = "", limit: str = "") -> DataError:
    place = f"run {run}: {where}" if where else f"run {run}"
    return DataError(what, limit=limit, where=place, remedy=_AGAIN)


def run_path(root: Path, run: str) -> Path:
    """Return the folder of a run below the root.

    Raises
    ------
    InputError
        No plain name, no such folder, or a link, wherever it leads.
    """
    if not RUN_ID.fullmatch(run):
        raise InputError(
            f"'{run[:60]}' is no name of a run",
            limit="letters, digits and . _ -, at most 100, the first a letter or digit",
            where="run",
            remedy="choose one of the listed runs",
        )
    path = root / run
    try:
        is_folder = stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        is_folder = False
    if not is_folder:
        raise unknown_name("run", run, run_names(root), where="run")
    return path


def run_names(root: Path) -> tuple[str, ...]:
    """Return the names of the folders below a root that may be runs, sorted; none without a root."""
    try:
        with os.scandir(root) as entries:
            found = [
                one.name
                for one in entries
                if RUN_ID.fullmatch(one.name) and one.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return ()
    return tuple(sorted(found))


def read_plain(path: Path, most_bytes: int) -> tuple[bytes, os.stat_result]:
    """Return a plain file's bytes, and what it was like then; no link is followed.

    Raises
    ------
    OSError
        It is not there, no plain file, or larger than allowed.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError("not a plain file")
        if found.st_size > most_bytes:
            raise OSError(f"larger than {most_bytes / 1e6:g} MB")
        return file.read(most_bytes + 1), found


def _manifest(run: str, path: Path) -> tuple[dict[str, Any], datetime]:
    try:
        content, found = read_plain(path / MANIFEST_NAME, _MOST_MANIFEST_BYTES)
    except OSError:
        raise _damaged(run, f"there is no {MANIFEST_NAME}", limit="a run folder") from None
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        raise _damaged(run, "is not JSON", where=MANIFEST_NAME) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FOLDER_FORMAT:
        raise _damaged(run, f"is not that of a {FOLDER_FORMAT}", where=MANIFEST_NAME)
    version = manifest.get("format_version")
    if not isinstance(version, int):
        raise _damaged(run, "has no format_version", where=MANIFEST_NAME)
    if version > KNOWN_VERSION:
        raise DataError(
            f"format version {version} is newer than this portcall reads",
            limit=f"{KNOWN_VERSION}",
            where=f"run {run}: {MANIFEST_NAME}",
            remedy="update portcall",
        )
    return manifest, datetime.fromtimestamp(found.st_mtime, UTC).replace(microsecond=0)


def _listed(run: str, manifest: dict[str, Any]) -> dict[str, tuple[str, int]]:
    """Return digest and size of each file that a manifest lists."""
    try:
        found = {
            str(name): (str(print_["sha256"]), int(print_["size_bytes"]))
            for name, print_ in manifest["files"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _damaged(run, "does not list its files", where=MANIFEST_NAME) from None
    for name in found:
        if not _FILE_NAME.fullmatch(name):
            raise _damaged(run, f"lists '{name[:60]}', which is no file name", where=MANIFEST_NAME)
    return found


@lru_cache(maxsize=4096)
def _digest(path: Path, _size: int, _changed_ns: int, _inode: int) -> str:
    """Return a file's digest; read again only when it has changed."""
    content, _ = read_plain(path, _MOST_BYTES)
    return hashlib.sha256(content).hexdigest()


def _check_file(run: str, path: Path, digest: str, size: int) -> None:
    try:
        found = path.lstat()
        if found.st_size != size:
            raise _damaged(
                run,
                f"has {found.st_size} bytes",
                where=path.name,
                limit=f"{size} by the manifest",
            )
        same = _digest(path, found.st_size, found.st_mtime_ns, found.st_ino) == digest
    except FileNotFoundError:
        raise _damaged(run, "is missing", where=path.name) from None
    except OSError as why:
        raise _damaged(run, f"cannot be read ({why})", where=path.name) from None
    if not same:
        raise _damaged(run, "is not the file that the manifest lists", where=path.name)


def open_folder(root: Path, run: str) -> RunFolder:
    """Open a run folder: manifest, every file against its digest, and the kind of its record.

    Raises
    ------
    InputError
        There is no such run.
    DataError
        It is damaged, of a newer format, or holds no record that the board shows.
    """
    path = run_path(root, run)
    manifest, made = _manifest(run, path)
    listed = _listed(run, manifest)
    kind = next((kind for kind, name in RECORD_FILES.items() if name in listed), None)
    if kind is None:
        known = ", ".join(RECORD_FILES.values())
        raise DataError(
            "holds nothing that the board shows",
            limit=f"one of {known}",
            where=f"run {run}",
            remedy="use the command that made it",
        )
    for name, (digest, size) in listed.items():
        _check_file(run, path / name, digest, size)
    files = [RunFile(name=name, size_bytes=size) for name, (_, size) in listed.items()]
    return RunFolder(run, path, kind, made, MappingProxyType(manifest), tuple(files))


def read_file(folder: RunFolder, name: str) -> bytes:
    """Return one file of a run folder; the manifest is one of them.

    Raises
    ------
    InputError
        The manifest does not list it.
    DataError
        It has vanished or changed since the folder was opened.
    """
    known = {one.name for one in folder.files} | {MANIFEST_NAME}
    if name not in known:
        raise unknown_name("file", name[:120], known, where=f"run {folder.id}")
    try:
        content, _ = read_plain(folder.path / name, _MOST_BYTES)
    except OSError:
        raise _damaged(folder.id, "has gone while it was read", where=name) from None
    print_ = folder.manifest["files"].get(name)
    if print_ is not None and hashlib.sha256(content).hexdigest() != print_["sha256"]:
        raise _damaged(folder.id, "changed while it was read", where=name)
    return content


@lru_cache(maxsize=32)
def _parsed(kind: Kind, content: bytes) -> RunRecord:
    models: dict[Kind, type[RunRecord]] = {
        "visit": VisitRecord,
        "docking": DockingRecord,
        "plan": TrafficPlan,
        "disposal": DisposalRecord,
    }
    return models[kind].model_validate_json(content)


def record_of(folder: RunFolder) -> RunRecord:
    """Return the record of a run folder.

    Raises
    ------
    DataError
        It is not JSON, or not such a record; the first key that is wrong is named.
    """
    name = RECORD_FILES[folder.kind]
    try:
        return _parsed(folder.kind, read_file(folder, name))
    except ValidationError as why:
        first = why.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        place = f"{name}: {key}" if key else name
        raise _damaged(folder.id, f"{first['msg']}"[:200], where=place) from None


def what_if_of(folder: RunFolder) -> tuple[str | None, str | None]:
    """Return the what-if of a run in words, and the run that it was made from, where they are said.

    The manifest says them, or a note beside it.
    """
    said: Any = folder.manifest
    if "what_if" not in said and "of" not in said:
        try:
            said = json.loads(read_plain(folder.path / WHAT_IF_NAME, 10_000)[0])
        except (OSError, ValueError, RecursionError):
            return None, None
    if not isinstance(said, dict | MappingProxyType):
        return None, None
    words, of = said.get("what_if"), said.get("of")
    return (
        words[:200] if isinstance(words, str) and words else None,
        of if isinstance(of, str) and RUN_ID.fullmatch(of) else None,
    )
