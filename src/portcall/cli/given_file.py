"""Reads a file that a user names: bounded, and every failure is one line."""

from pathlib import Path

from portcall.core.errors import InputError


def given_bytes(file: Path, largest_bytes: int) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    InputError
        The file cannot be read, or is larger than any of its kind.
    """
    try:
        size = file.stat().st_size
        if size > largest_bytes:
            raise InputError(f"{size} bytes", limit=f"{largest_bytes} bytes", where=str(file))
        return file.read_bytes()
    except OSError as why:
        raise InputError(
            f"cannot read the file: {why.strerror or 'not readable'}",
            where=str(file),
            remedy="check the path",
        ) from None
