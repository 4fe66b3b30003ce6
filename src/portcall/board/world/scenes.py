"""A run folder as one scene: the visit's own figures, put side by side for the board.

Model   A visit is its record, its tables and its names. A docking that was made from a visit is that
        visit up to the gate, with the approach, what follows it, and what is different, replaced.
Valid   Folders of a visit or a docking; one from before tracks were written has none, and says so.
Source  The run folder and the catalogue.
"""

from datetime import datetime, timedelta
from pathlib import Path

from portcall.board.world.approach import read_approach
from portcall.board.world.constraints import constraints_of
from portcall.board.world.departure import scene_departure
from portcall.board.world.differs import visit_differs
from portcall.board.world.docking import alone_scene, what_if_scene
from portcall.board.world.events import scene_burns, scene_events, scene_mass, scene_verdicts
from portcall.board.world.folder import RunFolder, open_folder, read_file, record_of, what_if_of
from portcall.board.world.ground import scene_areas, scene_pieces, scene_sites
from portcall.board.world.home_areas import home_with_areas
from portcall.board.world.names import flight_name, what_if_words
from portcall.board.world.phases import first_times, phases_of
from portcall.board.world.tracks import read_tracks
from portcall.catalogue.load import Catalogue
from portcall.catalogue.mechanism import ContactMechanism
from portcall.core.errors import DataError, InputError, PortcallError
from portcall.records.docking import DockingRecord
from portcall.records.scene import Scene, SceneApproach, SceneRun, Track
from portcall.records.traffic_plan import TrafficPlan
from portcall.records.visit import VisitRecord

NO_TRACK_FILE = (
    "this run was made before ground tracks were written to run folders: make it again to see them"
)
NO_TRACK_ROWS = "this run holds no ground track"


def scene_of(root: Path, run: str, catalogue: Catalogue) -> Scene:
    """Return the scene of a run.

    Parameters
    ----------
    root : Path
        Folder of run folders.
    run : str
        Name of one of them.
    catalogue : Catalogue
        Names, sites, limits.

    Raises
    ------
    InputError
        There is no such run, or it is a traffic plan or a way home alone.
    DataError
        It is damaged, or of a newer format.
    """
    folder = open_folder(root, run)
    record = record_of(folder)
    if isinstance(record, VisitRecord):
        return _visit_scene(root, folder, record, catalogue)
    if isinstance(record, DockingRecord):
        return _docking_scene(root, folder, record, catalogue)
    what = "traffic plan" if isinstance(record, TrafficPlan) else "way home alone"
    raise InputError(
        f"run '{run}' is a {what}, which has no scene",
        where="run",
        remedy="choose a visit or a docking",
    )


def _has(folder: RunFolder, name: str) -> bool:
    return any(one.name == name for one in folder.files)


def _maybe(folder: RunFolder, name: str) -> bytes | None:
    return read_file(folder, name) if _has(folder, name) else None


def _tracks(folder: RunFolder) -> tuple[tuple[Track, ...], str | None]:
    content = _maybe(folder, "ground-track.csv")
    if content is None:
        return (), NO_TRACK_FILE
    tracks = read_tracks(content, where=f"run {folder.id}: ground-track.csv")
    return tracks, None if tracks else NO_TRACK_ROWS


def _mechanism(catalogue: Catalogue, name: str) -> ContactMechanism | None:
    try:
        known = name.lower() in catalogue.names("mechanisms")
        return catalogue.mechanism(name.lower()) if known else None
    except PortcallError:
        return None


def _approach(
    folder: RunFolder, record: DockingRecord | None, catalogue: Catalogue
) -> SceneApproach | None:
    content = _maybe(folder, "approach.csv")
    if record is None or content is None:
        return None
    known = record.approach in catalogue.names("approaches")
    return read_approach(
        content,
        _maybe(folder, "approaches.csv"),
        record,
        _mechanism(catalogue, record.mechanism),
        catalogue.approach(record.approach) if known else None,
        where=f"run {folder.id}",
    )


def run_of(
    folder: RunFolder,
    record: VisitRecord | DockingRecord,
    catalogue: Catalogue,
    base: SceneRun | None,
) -> SceneRun:
    """Return which run a folder is; a docking has its profile and site from the visit it is of."""
    name, short_name = flight_name(catalogue, record.flight)
    words, of = what_if_of(folder)
    visit = record if isinstance(record, VisitRecord) else None
    site = visit.site if visit else base.site if base else ""
    pads = catalogue.names("sites")
    return SceneRun(
        id=folder.id,
        flight=record.flight,
        name=name,
        short_name=short_name,
        vehicle=record.vehicle,
        profile=visit.profile if visit else base.profile if base else "",
        site=site,
        site_name=catalogue.site(site).name if site in pads else site,
        station=record.station,
        port=record.port,
        kind="visit" if visit else "docking",
        of=of,
        what_if=words or what_if_words(catalogue, record),
        made_utc=folder.made_utc,
    )


def _visit_scene(root: Path, folder: RunFolder, record: VisitRecord, catalogue: Catalogue) -> Scene:
    tracks, why_none = _tracks(folder)
    run = run_of(folder, record, catalogue, None)
    times = first_times(record.events)
    end = _end(record, tracks)
    home, home_note = home_with_areas(root, folder.id, record.home)
    base = _base_record(root, run)
    return Scene(
        run=run,
        start_utc=record.insertion.liftoff_utc,
        end_utc=end,
        liftoff_utc=record.insertion.liftoff_utc,
        contact_utc=record.contact.utc,
        undocking_utc=times.get("undocking"),
        phases=phases_of(record, end, _near_burns(record, catalogue)),
        tracks=tracks,
        why_no_track=why_none,
        sites=scene_sites(record, catalogue),
        areas=scene_areas(home),
        pieces=scene_pieces(record.home),
        approach=_approach(folder, record.docking, catalogue),
        departure=scene_departure(record.home),
        burns=scene_burns(record),
        events=scene_events(record.events, record.verdicts),
        verdicts=scene_verdicts(record.verdicts),
        constraints=constraints_of(record, home, tracks),
        mass=scene_mass(record.mass, record.events),
        notes=(*record.notes, *home_note),
        differs_from_base=None if base is None else visit_differs(base, record),
    )


def _near_burns(record: VisitRecord, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of the burns that the profile times from contact."""
    if record.profile not in catalogue.names("profiles"):
        return ()
    profile = catalogue.profile(record.profile)
    return tuple(burn.name for burn in profile.burn if burn.before_contact_s is not None)


def _end(record: VisitRecord, tracks: tuple[Track, ...]) -> datetime:
    return max(
        record.contact.utc,
        *(event.utc for event in record.events),
        *(track_end(track) for track in tracks),
    )


def track_end(track: Track) -> datetime:
    """Return when a track ends."""
    return track.start_utc + timedelta(seconds=track.time_s[-1])


def _base_record(root: Path, run: SceneRun) -> VisitRecord | None:
    """Return the record of the run that a what-if was made from; None when it is not there."""
    if run.of is None or run.of == run.id:
        return None
    try:
        record = record_of(open_folder(root, run.of))
    except (InputError, DataError):
        return None
    return record if isinstance(record, VisitRecord) else None


def _docking_scene(
    root: Path, folder: RunFolder, record: DockingRecord, catalogue: Catalogue
) -> Scene:
    approach = _approach(folder, record, catalogue)
    alone = run_of(folder, record, catalogue, None)
    base_record = _base_record(root, alone)
    if base_record is None or alone.of is None or base_record.docking is None:
        missing = alone.of is not None
        return alone_scene(alone, record, approach, base_missing=missing)
    base = scene_of(root, alone.of, catalogue)
    run = run_of(folder, record, catalogue, base.run)
    return what_if_scene(run, base, base_record, record, approach)
