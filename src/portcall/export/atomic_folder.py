"""Folders that are there whole or not at all: written beside, flushed to disk, then renamed.

A new folder appears with one rename. One that is replaced is renamed aside, the new one renamed
in, and the old one deleted; should the second rename fail, the old one comes back. Only a process
killed outright can leave anything behind, and that has a name that starts with a dot.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from portcall.core.errors import InputError

MANIFEST_NAME = "manifest.json"
FOLDER_FORMAT = "portcall run folder"

_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_WHERE = "output folder"


def _refusal(out: Path, why: OSError, needed_bytes: int) -> InputError:
    if why.errno in _FULL:
        return InputError(
            f"'{out}' does not fit on its disk",
            limit=f"{needed_bytes / 1e6:.1f} MB are needed",
            where=_WHERE,
            remedy="make room there or choose a folder on another disk",
        )
    if why.errno in _CLOSED:
        return InputError(
            f"'{out}' cannot be written ({os.strerror(why.errno or 0)})",
            where=_WHERE,
            remedy="choose a folder inside one that you may write to",
        )
    reason = os.strerror(why.errno) if why.errno else str(why)
    return InputError(
        f"'{out}' cannot be made ({reason})", where=_WHERE, remedy="choose another folder"
    )


def _own_files(folder: Path) -> set[str] | None:
    """Return the names that a run folder's manifest lists; None when it is not a run folder."""
    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_bytes())
        if manifest["format"] != FOLDER_FORMAT:
            return None
        return {MANIFEST_NAME, *manifest["files"]}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _require_replaceable(folder: Path) -> None:
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise InputError(
            f"'{folder}' is a file", where=_WHERE, remedy="name a folder, or one that is not there"
        )
    present = {path.name for path in folder.iterdir()}
    if not present:
        return
    own = _own_files(folder)
    if own is None:
        raise InputError(
            f"'{folder}' holds {len(present)} entries and is not a run folder",
            limit="a new or empty folder, or a run folder to be replaced",
            where=_WHERE,
            remedy="choose another name",
        )
    foreign = sorted(present - own)
    if foreign:
        raise InputError(
            f"the run folder '{folder}' also holds '{foreign[0]}', which replacing would delete",
            where=_WHERE,
            remedy="move it away or choose another name",
        )


def _partial_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.partial-{os.getpid()}")


def _nearest_existing(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if os.path.lexists(parent))


def require_writable_target(out: Path) -> None:
    """Refuse a target that could not be written, before a flight is computed for it.

    Parameters
    ----------
    out : Path
        The folder to be.

    Raises
    ------
    InputError
        A file, a folder that is not a run folder or holds more than ours, a closed parent.
    """
    target = Path(out)
    try:
        target = target.resolve()
        _require_replaceable(target)
        parent = _nearest_existing(target.parent)
        if not parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with suppress(FileNotFoundError):  # a name too long is told here
            _partial_of(target).lstat()
    except (OSError, RuntimeError, ValueError) as why:
        # a loop of links is a RuntimeError, a null byte in the name a ValueError
        raise _refusal(out, why if isinstance(why, OSError) else OSError(str(why)), 0) from None


def _flush_folder(folder: Path) -> None:
    with suppress(PermissionError):  # some systems do not open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_flushed(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _made_parents(folder: Path) -> Iterator[None]:
    """Make the folders above, and take those made away again if the block fails."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise


def _swap(partial: Path, target: Path, aside: Path) -> None:
    if not target.exists() or not any(target.iterdir()):
        partial.rename(target)  # onto nothing, or onto an empty folder
        return
    _require_replaceable(target)
    if aside.exists():
        shutil.rmtree(aside)
    try:
        target.rename(aside)
        partial.rename(target)
    except BaseException:
        if aside.exists() and not target.exists():
            aside.rename(target)
        elif not partial.exists():  # interrupted when the new one was in place
            shutil.rmtree(aside, ignore_errors=True)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def replace_folder(out: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files as one folder that appears whole, in place of an earlier run folder if any.

    Parameters
    ----------
    out : Path
        The folder to be. Missing folders above it are made.
    files : Mapping[str, bytes]
        Name to content.

    Returns
    -------
    tuple[Path, ...]
        The written files, in the mapping's order.

    Raises
    ------
    InputError
        See `require_writable_target`; also a full disk. Nothing is left behind, and an earlier
        run folder stays as it was.
    """
    require_writable_target(out)
    target = Path(out).resolve()
    partial = _partial_of(target)
    aside = target.with_name(f".{target.name}.replaced-{os.getpid()}")
    try:
        with _made_parents(target.parent):
            try:
                if partial.exists():  # of a killed process that had our number
                    shutil.rmtree(partial)
                partial.mkdir()
                for name, content in files.items():
                    _write_flushed(partial / name, content)
                _flush_folder(partial)
                _swap(partial, target, aside)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
        _flush_folder(target.parent)
    except OSError as why:
        raise _refusal(out, why, sum(map(len, files.values()))) from None
    return tuple(out / name for name in files)
