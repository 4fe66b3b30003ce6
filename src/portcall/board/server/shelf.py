"""The folder of runs as the server uses it: scenes kept ready, room kept free, runs deleted whole."""

import json
import os
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from portcall.board.server.limits import FREE_BYTES, RUNS_BYTES, RUNS_KEPT
from portcall.board.server.refusal import Refused
from portcall.board.world.folder import RUN_ID
from portcall.board.world.home_areas import names_of_home
from portcall.board.world.runs import newest_first, open_run, read_file, run_names, summary_of
from portcall.board.world.scenes import scene_of
from portcall.catalogue.load import Catalogue
from portcall.core.errors import DataError, InputError
from portcall.records.board_view import RunSummary
from portcall.records.scene import Scene

MANIFEST = "manifest.json"
WHAT_IF = "what_if.json"
_KEPT_READY = 8  # scenes
_STEM = 80  # characters of an id before its number

Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class ReadyScene:
    """A scene, its JSON, and the state of the folders that it was made from.

    `beside` are those of its way home and of the run that it is held against, also when not there.
    """

    scene: Scene
    content: bytes
    signature: Signature
    beside: tuple[tuple[str, Signature], ...] = ()


def run_id_of(*words: str) -> str:
    """Return words as the id of a run.

    Examples
    --------
    >>> run_id_of("progress-ms-31", "thruster-stuck-on:7@50m")
    'progress-ms-31-thruster-stuck-on-7-50m'
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", "-".join(words)).strip("-")[:_STEM]


class Shelf:
    """The runs.

    Parameters
    ----------
    root : Path
        The folder of run folders; it need not be there yet.
    catalogue : Catalogue
        What names stand for.
    """

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self.root = root
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._ready: OrderedDict[str, ReadyScene] = OrderedDict()
        self._listed: dict[str, tuple[Signature, RunSummary]] = {}
        self._promised: set[str] = set()

    def summaries(self) -> tuple[RunSummary, ...]:
        """Return every run, newest first."""
        found = []
        for run in run_names(self.root):
            with suppress(InputError, Refused):  # it has gone while the list is made
                found.append(self.summary(run))
        return newest_first(found)

    def summary(self, run: str) -> RunSummary:
        """Return one run as it is listed."""
        self.folder(run)
        signature = self.signature(run)
        with self._lock:
            known = self._listed.get(run)
        if known is not None and known[0] == signature:
            return known[1]
        made = summary_of(self.root, run, self._catalogue)
        with self._lock:
            self._listed[run] = (signature, made)
            if len(self._listed) > 2 * RUNS_KEPT:
                self._listed.pop(next(iter(self._listed)))
        return made

    def folder(self, run: str) -> Path:
        """Return the folder of a run that is there.

        Raises
        ------
        Refused
            404: no such run, or a link that leads elsewhere.
        """
        path = self.root / run
        if RUN_ID.fullmatch(run) is None or path.is_symlink() or not path.is_dir():
            raise Refused(404, "there is no such run", where="run", remedy="see /api/v1/runs")
        return path

    def signature(self, run: str) -> Signature:
        """Return what changes when a file of a run does; empty when the run is gone."""
        try:
            with os.scandir(self.folder(run)) as entries:
                found = [(one.name, one.stat(follow_symlinks=False)) for one in entries]
        except (OSError, Refused):
            return ()
        return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in found))

    def scene(self, run: str) -> ReadyScene:
        """Return the scene of a run; InputError or DataError when it has none."""
        self.folder(run)
        signature = self.signature(run)
        with self._lock:
            known = self._ready.get(run)
            if known is not None and self._still_holds(known, signature):
                self._ready.move_to_end(run)
                return known
        with _told_as_damage():
            scene = scene_of(self.root, run, self._catalogue)
        names = self._beside(scene)
        beside = tuple((name, self.signature(name)) for name in names)
        made = ReadyScene(scene, scene.model_dump_json().encode(), signature, beside)
        with self._lock:
            self._ready[run] = made
            while len(self._ready) > _KEPT_READY:
                self._ready.popitem(last=False)
        return made

    def _still_holds(self, known: ReadyScene, signature: Signature) -> bool:
        return known.signature == signature and all(
            self.signature(name) == before for name, before in known.beside
        )

    def _beside(self, scene: Scene) -> tuple[str, ...]:
        homes = names_of_home(scene.run.id, scene.run.flight)
        return homes if scene.run.of is None else (*homes, scene.run.of)

    def content(self, run: str, name: str) -> bytes:
        """Return a file of a run that its manifest lists."""
        self.folder(run)
        with _told_as_damage():
            folder = open_run(self.root, run)
            try:
                return read_file(folder, name)
            except InputError as why:
                raise Refused(404, why.what, where=why.where, remedy=why.remedy) from None

    def delete(self, run: str) -> None:
        """Delete a run that holds nothing but its own files.

        Raises
        ------
        Refused
            404: no such run; 409: it is damaged, or holds what is not of the run.
        """
        path = self.folder(run)
        own = _own_files(path)
        foreign = sorted({one.name for one in path.iterdir()} - own) if own else []
        if own is None or foreign:
            what = f"it also holds '{foreign[0]}'" if foreign else "its manifest cannot be read"
            raise Refused(
                409, f"the run is not deleted: {what}", where="run", remedy="delete it by hand"
            )
        aside = path.with_name(f".{run}.deleted-{os.getpid()}")
        path.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
        with self._lock:
            self._ready.pop(run, None)

    def require_room(self) -> None:
        """Refuse one more run when there are enough of them, or the disk is nearly full.

        Raises
        ------
        Refused
            409.
        """
        runs = self.summaries()
        remedy = "delete a run first"
        if len(runs) >= RUNS_KEPT:
            raise Refused(409, f"{len(runs)} runs", limit=f"{RUNS_KEPT} runs", remedy=remedy)
        held = sum(file.size_bytes for run in runs for file in run.files)
        if held > RUNS_BYTES:
            limit = f"{RUNS_BYTES / 1e9:g} GB"
            raise Refused(409, f"the runs hold {held / 1e9:.1f} GB", limit=limit, remedy=remedy)
        there = next(one for one in (self.root, *self.root.absolute().parents) if one.exists())
        free = shutil.disk_usage(there).free
        if free < FREE_BYTES:
            limit = f"{FREE_BYTES / 1e6:g} MB free"
            raise Refused(409, f"{free / 1e6:.0f} MB are free", limit=limit, remedy="make room")

    def promise(self, stem: str) -> str:
        """Return an id that no run has, and keep it for one that is being made."""
        with self._lock:
            number, run = 1, stem
            while run in self._promised or os.path.lexists(self.root / run):
                number += 1
                run = f"{stem}-{number}"
            self._promised.add(run)
            return run

    def release(self, run: str) -> None:
        """Give a promised id back, whether or not it became a run."""
        with self._lock:
            self._promised.discard(run)

    def say_what_if(self, run: str, what_if: str, of: str | None) -> None:
        """Write beside a run's files which question it answers."""
        text = json.dumps({"what_if": what_if, "of": of}, indent=1)
        (self.root / run / WHAT_IF).write_text(text + "\n", encoding="utf-8")


def _own_files(folder: Path) -> set[str] | None:
    """Return the names that a run folder may hold; None when it does not say."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if manifest["format"] != "portcall run folder":
            return None
        return {MANIFEST, WHAT_IF, *manifest["files"]}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


@contextmanager
def _told_as_damage() -> Iterator[None]:
    """Tell of a run that is there and cannot be used."""
    try:
        yield
    except DataError as why:
        raise Refused(409, why.what, limit=why.limit, where=why.where, remedy=why.remedy) from None
