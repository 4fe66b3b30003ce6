"""One file that is there whole or not at all, and never in place of somebody else's."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from portcall.core.errors import InputError

_HEAD_BYTES = 4096


def require_replaceable(out: Path, mark: str, *, where: str) -> None:
    """Refuse a target that cannot be written, or holds a file of another making.

    Parameters
    ----------
    out : Path
        The file to be.
    mark : str
        What stands near the start of every file of this kind.
    where : str
        The option, for the error.

    Raises
    ------
    InputError
        It is a folder, its folder is missing or closed, or it holds something else.
    """
    try:
        if out.is_dir():
            raise InputError(f"'{out}' is a folder", where=where, remedy="name a file")
        if not out.parent.is_dir():
            raise InputError(f"no folder '{out.parent}'", where=where, remedy="make it first")
        if not os.access(out.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with suppress(FileNotFoundError):
            with out.open("rb") as file:
                head = file.read(_HEAD_BYTES)
            if head and mark.encode() not in head:
                raise InputError(
                    f"'{out}' is there and was not written by portcall audit",
                    where=where,
                    remedy="choose another name",
                )
    except (OSError, ValueError) as why:
        raise _refusal(out, why, where) from None


def _refusal(out: Path, why: Exception, where: str) -> InputError:
    reason = getattr(why, "strerror", None) or str(why)
    return InputError(
        f"'{out}' cannot be written ({reason})", where=where, remedy="choose another place"
    )


def write_whole(out: Path, content: bytes, *, where: str) -> None:
    """Write a file beside its place, flush it to disk, and rename it in.

    Raises
    ------
    InputError
        It cannot be written; what was there stays as it was.
    """
    target = out.resolve()
    partial = target.with_name(f".{target.name}.partial-{os.getpid()}")
    try:
        try:
            with partial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
    except OSError as why:
        raise _refusal(out, why, where) from None
