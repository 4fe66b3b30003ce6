"""What a flown visit leaves: its paths, tables, report and run folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from portcall.catalogue.flight import Flight
    from portcall.catalogue.load import Catalogue
    from portcall.orbit.flight_path import FlightPath
    from portcall.records.docking import DockingSample
    from portcall.records.tracks import ApproachPath, GroundTrack
    from portcall.records.visit import VisitRecord
    from portcall.visit.visit import Visit


@dataclass(frozen=True)
class Flown:
    """A visit's record, and where ship and station were."""

    record: "VisitRecord"
    tracks: "tuple[GroundTrack, ...]"
    approaches: "tuple[ApproachPath, ...]"


def asked_options(
    elements: Path | None,
    profile: str | None,
    port: str | None,
    samples: int,
    seed: int,
    observer: str | None,
    tz: list[str] | None,
    allow_stale: bool,
    hindcast: bool,
) -> list[str]:
    """Return the options that a visit was flown with; of a file its name, not where it lies."""
    named = (
        ("--elements", elements and elements.name),
        ("--profile", profile and Path(profile).name),
        ("--port", port),
        ("--samples", samples and str(samples)),
        ("--seed", samples and str(seed)),
        ("--observer", observer),
        *(("--tz", zone) for zone in tz or ()),
    )
    flags = (("--allow-stale", allow_stale), ("--hindcast", hindcast))
    words = [word for name, value in named if value for word in (name, str(value))]
    return words + [name for name, wanted in flags if wanted]


def report_page(
    catalogue: "Catalogue",
    record: "Flight",
    visit: "Visit",
    flown: Flown,
    zones: "Sequence[ZoneInfo]",
    command: str,
) -> bytes:
    """Return a visit's `report.html`."""
    from portcall import __version__
    from portcall.report.ascent_profile import ascent_profile
    from portcall.report.page import report_html

    samples: Sequence[DockingSample] = ()
    if visit.docking is not None:
        from portcall.docking.run.run_record import samples_of

        docking, run = visit.docking
        samples = samples_of(docking.scenario, run)
    return report_html(
        flown.record,
        catalogue=catalogue,
        flight=record,
        tracks=flown.tracks,
        approaches=flown.approaches,
        samples=samples,
        ascent=ascent_profile(visit.point.ascent),
        zones=zones,
        tool_version=__version__,
        command=command,
    )


def track_tables(flown: Flown) -> dict[str, bytes]:
    """Return the tables of where the craft were and how approaches spread, by name."""
    from portcall.export.track_tables import approaches_csv, ground_track_csv

    tables = {"ground-track.csv": ground_track_csv(flown.tracks).encode()}
    if flown.approaches:
        tables["approaches.csv"] = approaches_csv(flown.approaches).encode()
    return tables


def path_of(visit: "Visit") -> "FlightPath":
    """Return the ship's path, to contact where that was flown."""
    path = visit.flight.chase.path
    if visit.docking is None:
        return path
    # only here: a visit to the gate alone is spared the compiled approach
    from portcall.visit.approach_arc import path_to_contact

    docking, flown = visit.docking
    return path_to_contact(path, docking.arrival.utc, visit.flight.station, flown)


def approach_of(catalogue: "Catalogue", visit: "Visit") -> dict[str, bytes]:
    """Return the files of the approach, where it was flown."""
    if visit.docking is None:
        return {}
    from portcall.export.dock_folder import approach_files

    docking, flown = visit.docking
    station = catalogue.station(visit.record.station)
    return approach_files(
        docking,
        flown,
        f"{visit.record.flight} to {visit.record.port}: as planned, without errors",
        station.safety.keep_out_sphere_radius_m.value,
    )


def leave(
    catalogue: "Catalogue",
    record: "Flight",
    visit: "Visit",
    shown: "VisitRecord",
    folder: Path,
    inputs: dict[str, bytes],
    beside: dict[str, bytes],
) -> None:
    """Write the run folder."""
    from portcall import __version__
    from portcall.catalogue.cite import citations
    from portcall.export.run_folder import write_run_folder

    write_run_folder(
        folder,
        record=shown,
        chaser=path_of(visit),
        station=visit.flight.station,
        ascent=visit.point.ascent,
        inputs=inputs,
        sources=[citation.source for citation in citations(record, catalogue)],
        tool_version=__version__,
        approach=approach_of(catalogue, visit),
        beside=beside,
        station_object_id=visit.setting.motion.elements.international_designator or "UNKNOWN",
    )
