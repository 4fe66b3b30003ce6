"""The run folder of a way home: record, tables, notices, map, and the area in the forms of other tools."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from portcall.disposal.area_files import read_geojson
from portcall.disposal.fallen import Fallen
from portcall.disposal.ground_track import GroundTrack
from portcall.disposal.notice import air_notice_text, warning_text
from portcall.export.atomic_folder import MANIFEST_NAME, replace_folder
from portcall.export.footprint_layers import FootprintLayers, ImpactGroup
from portcall.export.footprint_map import footprint_svg
from portcall.export.geojson import footprint_geojson
from portcall.export.kml import footprint_kml
from portcall.export.manifest import manifest_json
from portcall.export.oem_files import UNKNOWN_OBJECT, path_oem
from portcall.export.run_folder import file_stem
from portcall.export.shore_lines import shore_lines
from portcall.export.tables import mass_csv, record_json, survivors_csv, timeline_csv
from portcall.records.area import Area, Ring
from portcall.records.disposal import DisposalRecord
from portcall.records.risk import ENERGY_FLOOR_J
from portcall.visit.home import Home, entry_of

TRACK_M = np.linspace(-2.0e6, 9.0e6, 111)  # of the entry's ground track on the map


def _hull_ring(record: DisposalRecord) -> Ring:
    """Return the footprint's hull as one ring, also where the antimeridian cuts it."""
    hull = record.footprint.hull if record.footprint else None
    return () if hull is None else read_geojson(hull.model_dump_json()).parts[0].ring


def _impacts(record: DisposalRecord, fallen: Fallen | None) -> tuple[ImpactGroup, ...]:
    if fallen is None:
        return tuple(
            ImpactGroup(one.object, np.array([one.lat_deg]), np.array([one.lon_deg]))
            for one in record.survivors
        )
    landed = fallen.landed(ENERGY_FLOOR_J)  # what the area is closed for
    return tuple(
        ImpactGroup(
            name,
            np.degrees(fallen.latitude_rad[landed[:, k], k]),
            np.degrees(fallen.longitude_rad[landed[:, k], k]),
        )
        for k, name in enumerate(fallen.object_ids)
        if landed[:, k].any()
    )


def layers_of(home: Home, declared: Area | None) -> FootprintLayers:
    """Return what the map of a disposal shows."""
    record = home.record
    track = GroundTrack.from_entry(entry_of(home.plan).state_itrf)
    places = [track.place_at(float(along), 0.0) for along in TRACK_M]
    return FootprintLayers(
        title=f"{record.flight}: deorbit of {record.ignition_utc:%Y-%m-%d %H:%M} UTC",
        impacts=_impacts(record, home.fallen),
        hull=_hull_ring(record),
        area=record.area,
        declared=declared,
        track=tuple((float(np.degrees(a)), float(np.degrees(b))) for a, b in places),
        aim=(record.aim.lat_deg, record.aim.lon_deg),
    )


def home_files(home: Home, declared: Area | None) -> dict[str, bytes]:
    """Return a way home's files but for the manifest."""
    record = home.record
    stem = file_stem(record.flight)
    texts = {
        "disposal.json": record_json(record),
        "timeline.csv": timeline_csv(record),
        "mass.csv": mass_csv(record),
        f"{stem}-down.oem": path_oem(
            home.plan.chosen.deorbit.path,
            object_name=record.flight,
            object_id=UNKNOWN_OBJECT,
            creation=record.elements.epoch_utc,
            comments=("from the deorbit ignition to the entry; a burn is a segment",),
        ),
    }
    if record.kind == "disposal":
        layers = layers_of(home, declared)
        texts["survivors.csv"] = survivors_csv(record)
        texts["footprint.geojson"] = footprint_geojson(layers)
        texts["footprint.kml"] = footprint_kml(layers)
        texts["map.svg"] = footprint_svg(layers, shores=shore_lines())
    if record.area is not None:
        subject = f"DEBRIS OF {record.flight.replace('-', ' ', 1)}"
        texts["warning.txt"] = warning_text(record.area, subject=subject)
        texts["air-notice.txt"] = air_notice_text(record.area, subject=subject)
    return {name: text.encode() for name, text in texts.items()}


def write_home_folder(
    out: Path,
    home: Home,
    *,
    declared: Area | None,
    inputs: Mapping[str, bytes],
    sources: Sequence[str],
    tool_version: str,
) -> tuple[Path, ...]:
    """Write a way home as one folder that appears whole or not at all.

    Parameters
    ----------
    out : Path
        The folder to be; an earlier run folder there is replaced.
    home : Home
        The way home.
    declared : Area, optional
        That it was held against, for the map.
    inputs : Mapping[str, bytes]
        What it was computed from, by name.
    sources : Sequence[str]
        Where the figures are from.
    tool_version : str
        Of portcall.

    Raises
    ------
    InputError
        The folder cannot be written; nothing is left behind.
    """
    files = home_files(home, declared)
    manifest = manifest_json(
        home.record, files=files, inputs=inputs, sources=sources, tool_version=tool_version
    )
    return replace_folder(out, {**files, MANIFEST_NAME: manifest.encode()})
