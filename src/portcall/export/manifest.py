"""The manifest: what a run folder was made from, by what, and how long its tables hold."""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from portcall.core.earth_orientation import table_span_mjd
from portcall.core.time import format_utc
from portcall.export.atomic_folder import FOLDER_FORMAT
from portcall.export.tables import Flown
from portcall.records.docking import DockingRecord

KEY_LIBRARIES = ("astropy-iers-data", "numba", "numpy", "pydantic", "pyerfa", "scipy", "sgp4")
_MJD_ZERO = datetime(1858, 11, 17, tzinfo=UTC)


def fingerprints(contents: Mapping[str, bytes]) -> dict[str, dict[str, str | int]]:
    """Return digest and size of each file, by name."""
    return {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}
        for name, content in sorted(contents.items())
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _elements_epoch(record: Flown) -> datetime:
    if isinstance(record, DockingRecord):
        return record.elements_epoch_utc
    return record.elements.epoch_utc


def manifest_json(
    record: Flown,
    *,
    files: Mapping[str, bytes],
    inputs: Mapping[str, bytes],
    sources: Sequence[str],
    tool_version: str,
) -> str:
    """Return the manifest of a run folder.

    Parameters
    ----------
    record : Flown
        The visit, the docking, or the way home.
    files : Mapping[str, bytes]
        Every other file of the folder.
    inputs : Mapping[str, bytes]
        What the visit was computed from, by name.
    sources : Sequence[str]
        Where the inputs' figures are from; written once each, sorted.
    tool_version : str
        Of portcall.

    Returns
    -------
    str
        JSON. Only `environment` and `data_expiry` depend on the machine.
    """
    last_mjd = table_span_mjd()[1]
    manifest = {
        "format": FOLDER_FORMAT,
        "format_version": 1,
        "portcall_version": tool_version,
        "flight": record.flight,
        "elements_epoch_utc": format_utc(_elements_epoch(record)),
        "inputs": fingerprints(inputs),
        "files": fingerprints(files),
        "sources": sorted(set(sources)),
        "data_expiry": {
            "earth_orientation_utc": format_utc(_MJD_ZERO + timedelta(days=last_mjd)),
        },
        "environment": {
            "python": platform.python_version(),
            "libraries": {name: _version(name) for name in KEY_LIBRARIES},
        },
    }
    return json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
