"""Reads a user's orbit file: bounded, and every failure is one line."""

from pathlib import Path
from typing import TYPE_CHECKING

from portcall.cli.given_file import given_bytes

if TYPE_CHECKING:
    from portcall.visit.known_elements import KnownElements

LARGEST_FILE_BYTES = 20_000_000  # a year of station elements is a tenth of this


def bytes_of(file: Path) -> bytes:
    """Return the bytes of an orbit file."""
    return given_bytes(file, LARGEST_FILE_BYTES)


def station_elements(file: Path, norad_id: int) -> "tuple[KnownElements, bytes]":
    """Return the station's elements in a user's file, and the file's bytes."""
    from portcall.orbit.formats import read_any
    from portcall.visit.known_elements import elements_from_file

    data = bytes_of(file)
    return elements_from_file(read_any(data, file.name), norad_id), data
