"""Reads a user's orbit file: bounded, and every failure is one line."""

from pathlib import Path
from typing import TYPE_CHECKING

from portcall.core.errors import InputError

if TYPE_CHECKING:
    from portcall.visit.known_elements import KnownElements

LARGEST_FILE_BYTES = 20_000_000  # a year of station elements is a tenth of this


def bytes_of(file: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    InputError
        The file cannot be read, or is larger than any orbit file.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE_BYTES:
            raise InputError(f"{size} bytes", limit=f"{LARGEST_FILE_BYTES} bytes", where=str(file))
        return file.read_bytes()
    except OSError as why:
        raise InputError(
            f"cannot read the file: {why.strerror or 'not readable'}",
            where=str(file),
            remedy="check the path",
        ) from None


def station_elements(file: Path, norad_id: int) -> "tuple[KnownElements, bytes]":
    """Return the station's elements in a user's file, and the file's bytes."""
    from portcall.orbit.formats import read_any
    from portcall.visit.known_elements import elements_from_file

    data = bytes_of(file)
    return elements_from_file(read_any(data, file.name), norad_id), data
