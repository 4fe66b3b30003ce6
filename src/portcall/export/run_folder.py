"""The run folder: one flown visit, in the forms that other tools read."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from portcall.export.atomic_folder import MANIFEST_NAME, replace_folder
from portcall.export.calendar_file import visit_ics
from portcall.export.czml import visit_czml
from portcall.export.manifest import manifest_json
from portcall.export.oem_files import UNKNOWN_OBJECT, path_oem
from portcall.export.tables import burns_csv, mass_csv, record_json, timeline_csv
from portcall.launch.ascent import Ascent
from portcall.orbit.flight_path import FlightPath
from portcall.records.visit import VisitRecord

NO_FILES: Mapping[str, bytes] = MappingProxyType({})


def file_stem(flight: str) -> str:
    """Return a flight's name as the start of a file name.

    Examples
    --------
    >>> file_stem("progress-ms-31"), file_stem("../my flight")
    ('progress-ms-31', 'my-flight')
    """
    return re.sub(r"[^A-Za-z0-9._-]+", "-", flight).strip(".-")[:80] or "flight"


def run_files(
    record: VisitRecord,
    *,
    chaser: FlightPath,
    station: FlightPath,
    ascent: Ascent | None,
    tool_version: str,
    approach: Mapping[str, bytes] = NO_FILES,
    beside: Mapping[str, bytes] = NO_FILES,
    chaser_object_id: str = UNKNOWN_OBJECT,
    station_object_id: str = UNKNOWN_OBJECT,
) -> dict[str, bytes]:
    """Return a run folder's files but for the manifest; arguments as `write_run_folder`."""
    stem = file_stem(record.flight)
    epoch = record.elements.epoch_utc
    rests_on = (f"station elements: {record.elements.source}",)
    end = "contact" if approach else "the arrival gate"
    texts = {
        "visit.json": record_json(record),
        "timeline.csv": timeline_csv(record),
        "burns.csv": burns_csv(record),
        "mass.csv": mass_csv(record),
        f"{stem}-chaser.oem": path_oem(
            chaser,
            object_name=record.flight,
            object_id=chaser_object_id,
            creation=epoch,
            comments=(*rests_on, f"from separation to {end}; a burn is a segment"),
        ),
        f"{stem}-station.oem": path_oem(
            station,
            object_name=record.station,
            object_id=station_object_id,
            creation=epoch,
            comments=rests_on,
        ),
        "visit.czml": visit_czml(record, chaser=chaser, station=station, ascent=ascent),
        "visit.ics": visit_ics(record, tool_version=tool_version),
    }
    return {name: text.encode() for name, text in texts.items()} | dict(approach) | dict(beside)


def write_run_folder(
    out: Path,
    *,
    record: VisitRecord,
    chaser: FlightPath,
    station: FlightPath,
    ascent: Ascent | None,
    inputs: Mapping[str, bytes],
    sources: Sequence[str],
    tool_version: str,
    approach: Mapping[str, bytes] = NO_FILES,
    beside: Mapping[str, bytes] = NO_FILES,
    chaser_object_id: str = UNKNOWN_OBJECT,
    station_object_id: str = UNKNOWN_OBJECT,
) -> tuple[Path, ...]:
    """Write a visit as one folder that appears whole or not at all.

    Parameters
    ----------
    out : Path
        The folder to be; an earlier run folder there is replaced.
    record : VisitRecord
        The visit.
    chaser, station : FlightPath
        The ship from separation to the gate, or to contact, and the station.
    ascent : Ascent or None
        The way up, for the scene.
    inputs : Mapping[str, bytes]
        What the visit was computed from, by name; their hashes go into the manifest.
    sources : Sequence[str]
        Where the figures are from.
    tool_version : str
        Of portcall.
    approach : Mapping[str, bytes]
        Files of the flown approach, by name; with them `chaser` runs to contact.
    beside : Mapping[str, bytes]
        Further files, by name: tracks, spreads, the report.
    chaser_object_id, station_object_id : str
        International designators for the ephemerides, as 1998-067A.

    Returns
    -------
    tuple[Path, ...]
        The written files; the manifest last.

    Raises
    ------
    InputError
        The folder cannot be written; see `export.atomic_folder`. Nothing is left behind.
    """
    files = run_files(
        record,
        chaser=chaser,
        station=station,
        ascent=ascent,
        tool_version=tool_version,
        approach=approach,
        beside=beside,
        chaser_object_id=chaser_object_id,
        station_object_id=station_object_id,
    )
    manifest = manifest_json(
        record, files=files, inputs=inputs, sources=sources, tool_version=tool_version
    )
    return replace_folder(out, {**files, MANIFEST_NAME: manifest.encode()})
