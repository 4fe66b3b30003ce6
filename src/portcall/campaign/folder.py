"""Where finished chunks wait for the others in a folder that survives a kill.

The folder holds `manifest.json` (what is run, of which inputs, how far it is), while it runs one
Parquet file a chunk under `parts` and a journal with their digests, and at the end `runs.parquet`.
A part is written beside, flushed and renamed, then entered in the journal: what the journal names is
whole, what it does not name is run again.
"""

import errno
import importlib.util
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.parquet import read_chunks, read_column, write_chunks
from portcall.campaign.plan import Campaign
from portcall.core.errors import DataError, InputError

# a system without file locks goes without
fcntl: Any = importlib.import_module("fcntl") if importlib.util.find_spec("fcntl") else None

Array = NDArray[np.float64]

FORMAT = "portcall campaign"
MANIFEST, JOURNAL, PARTS, RUNS = "manifest.json", "journal.jsonl", "parts", "runs.parquet"
_WHERE = "campaign folder"


class FolderStore:
    """Keeps every chunk on disk as soon as it is finished."""

    def __init__(self, campaign: Campaign, folder: Path) -> None:
        self._campaign = campaign
        self._folder = folder
        self._kept: set[int] = set()
        self._journal: IO[str] | None = None

    @contextmanager
    def opened(self) -> Iterator["FolderStore"]:
        """Open the folder: a new one, or one whose campaign is the same and goes on."""
        try:
            with self._refusing():
                self._open()
            yield self
        finally:
            if self._journal is not None:
                self._journal.close()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as why:
            raise self._refusal(why) from why

    @property
    def kept(self) -> frozenset[int]:
        """Which chunks are there."""
        return frozenset(self._kept)

    def keep(self, index: int, rows: Array) -> None:
        """Take one finished chunk: a part that is whole, then its line in the journal."""
        first, last = self._campaign.borders(index)
        path = self._part(index)
        with self._refusing():
            self._write(path, [(first, rows)])
            self._enter(index, first, last, _digest(path))
        self._kept.add(index)

    def rows(self, index: int) -> Array:
        """Give a kept chunk back."""
        return next(iter(read_chunks(self._part(index))))[1]

    def finish(self, runs: int, *, stopped: bool) -> Path:
        """Merge the parts of the first `runs` runs into one file, and take the parts away."""
        chunks = -(-runs // self._campaign.chunk_runs)
        path = self._folder / RUNS
        with self._refusing():
            self._write(path, ((self._campaign.borders(i)[0], self.rows(i)) for i in range(chunks)))
            done = {"runs": runs, "stopped": stopped, "sha256": _digest(path)}
            self._write_manifest("finished", done)
            shutil.rmtree(self._folder / PARTS)
            (self._folder / JOURNAL).unlink()
        return path

    def column(self, name: str) -> Array:
        """Return one column of what was finished."""
        return read_column(self._folder / RUNS, name)

    def _part(self, index: int) -> Path:
        return self._folder / PARTS / f"{index:06d}.parquet"

    def _open(self) -> None:
        manifest = self._manifest()
        if manifest is not None:
            self._require_same(manifest["campaign"])
        (self._folder / PARTS).mkdir(parents=True, exist_ok=True)
        self._lock()
        if manifest is None:
            self._write_manifest("running", {})
            return
        self._read_journal()
        if manifest["state"] == "finished":
            self._take_apart(manifest["done"]["sha256"])

    def _lock(self) -> None:
        self._journal = (self._folder / JOURNAL).open("a+", encoding="ascii")
        if fcntl is None:
            return
        try:
            fcntl.flock(self._journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"another process works on the campaign in '{self._folder}'",
                where=_WHERE,
                remedy="wait for it, or choose another folder",
            ) from None

    def _manifest(self) -> dict[str, Any] | None:
        if not self._folder.exists():
            return None
        if not self._folder.is_dir():
            raise InputError(f"'{self._folder}' is a file", where=_WHERE, remedy="name a folder")
        path = self._folder / MANIFEST
        if not path.exists():
            # killed between the first folder and the manifest: nothing but our own names
            if {entry.name for entry in self._folder.iterdir()} - {JOURNAL, PARTS}:
                raise self._foreign()
            return None
        try:
            manifest: dict[str, Any] = json.loads(path.read_bytes())
            known = manifest["format"] == FORMAT and {"campaign", "state", "done"} <= set(manifest)
        except (ValueError, TypeError, KeyError):
            known = False
        if not known:
            raise self._foreign()
        return manifest

    def _foreign(self) -> InputError:
        return InputError(
            f"'{self._folder}' holds something else than a campaign",
            limit="a new or empty folder, or one whose campaign goes on",
            where=_WHERE,
            remedy="choose another name",
        )

    def _require_same(self, before: object) -> None:
        """Refuse to mix rows of two campaigns, and say what differs."""
        # through JSON, so that tuples are lists and keys are text, as in what was read
        now = json.loads(json.dumps(self._campaign.identity()))
        differences = list(_differences(before, now))
        if differences:
            raise InputError(
                f"'{self._folder}' holds another campaign: {'; '.join(differences[:3])}",
                where=_WHERE,
                remedy="choose another folder, or remove this one to start again",
            )

    def _read_journal(self) -> None:
        """Take over the parts that are whole and have the borders that are wanted now."""
        for line in (self._folder / JOURNAL).read_text(encoding="ascii").splitlines():
            try:
                entry = json.loads(line)
                index, digest = int(entry["chunk"]), entry["sha256"]
                borders = (entry["first"], entry["last"])
            except (ValueError, TypeError, KeyError):
                continue  # the line that a kill cut short
            part = self._part(index)
            wanted = index < self._campaign.chunks and borders == self._campaign.borders(index)
            if wanted and part.exists() and _digest(part) == digest:
                self._kept.add(index)

    def _take_apart(self, digest: str) -> None:
        """Make parts of a finished file again, for a campaign that goes on with more runs."""
        path = self._folder / RUNS
        if not path.exists() or _digest(path) != digest:
            raise DataError(
                f"'{path}' is not the file that the campaign wrote",
                where=_WHERE,
                remedy="put it back, or remove the folder to start again",
            )
        for first, rows in read_chunks(path):
            index = first // self._campaign.chunk_runs
            whole = index < self._campaign.chunks
            if whole and (first, first + len(rows)) == self._campaign.borders(index):
                self.keep(index, rows)
        self._write_manifest("running", {})

    def _enter(self, index: int, first: int, last: int, digest: str) -> None:
        entry = {"chunk": index, "first": first, "last": last, "sha256": digest}
        journal = self._journal
        if journal is None:
            raise RuntimeError("the store is not open")
        # a cut line before this one must not swallow it
        journal.write("\n" + json.dumps(entry) + "\n")
        journal.flush()
        os.fsync(journal.fileno())

    def _write(self, path: Path, chunks: Iterable[tuple[int, Array]]) -> None:
        partial = path.with_name(f".{path.name}.partial")
        try:
            write_chunks(partial, self._campaign.columns, chunks, _about(self._campaign))
            _flush(partial)
            partial.replace(path)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise

    def _write_manifest(self, state: str, done: dict[str, object]) -> None:
        manifest = {
            "format": FORMAT,
            "campaign": self._campaign.identity(),
            "state": state,
            "done": done,
        }
        partial = self._folder / f".{MANIFEST}.partial"
        partial.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        _flush(partial)
        partial.replace(self._folder / MANIFEST)

    def _refusal(self, why: OSError) -> InputError:
        kept = sum(b - a for a, b in map(self._campaign.borders, self._kept))
        full = why.errno in {errno.ENOSPC, errno.EDQUOT}
        reason = (
            "does not fit on its disk" if full else f"cannot be written ({why.strerror or why})"
        )
        return InputError(
            f"'{self._folder}' {reason}; {kept:,} finished runs are kept",
            where=_WHERE,
            remedy="make room and give the same command again" if full else "choose another folder",
        )


def _about(campaign: Campaign) -> dict[str, object]:
    return {"name": campaign.name, "seed": campaign.seed, "chunk_runs": campaign.chunk_runs}


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
        return digest.hexdigest()


def _differences(before: object, now: object, name: str = "") -> Iterator[str]:
    """Give one text for every entry that two nested mappings do not share."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted(set(before) | set(now)):
            inner = f"{name} {key}".strip()
            yield from _differences(before.get(key, "none"), now.get(key, "none"), inner)
    elif before != now:
        if isinstance(before, list):
            yield f"its {name} are others"
        else:
            yield f"its {name} is {before}, not {now}"
