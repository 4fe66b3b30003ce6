"""A docking folder as a scene: alone, or as the visit that it was made from, changed from the gate on.

Model   Alone it begins at the gate. Of a visit, everything up to the gate is the visit's; from there on
        approach, events, rules and outcome are the docking's, and nothing after it is told.
Valid   After the gate the tracks over the ground are the visit's, without ranges: the ship is within
        some kilometers of the station, which no map shows.
Source  The docking record; the visit's scene.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portcall.board.world.differs import docking_differs, shown_run
from portcall.board.world.events import scene_events, scene_verdicts
from portcall.board.world.names import HOME_RULES, PHASE_NAMES
from portcall.core.time import elapsed_s
from portcall.records.docking import DockingRecord
from portcall.records.scene import (
    Constraint,
    Phase,
    Scene,
    SceneApproach,
    SceneEvent,
    SceneRun,
    Track,
)
from portcall.records.timeline import TimelineEvent
from portcall.records.visit import VisitRecord

NOT_FLOWN = "after the approach nothing more is simulated: a docking holds the approach alone"
ONLY_APPROACH = "this run is an approach alone: it holds no ground track"
# what the docking judges anew, or nobody can say of it
_OF_THE_APPROACH = frozenset(
    {
        "keep-out sphere is entered with leave only",
        "approach ends in capture",
        "contact is in view of ground or relay",
        "deorbit reserve is untouched",
        "mass ledger closes",
    }
)


def _end(record: DockingRecord, approach: SceneApproach | None) -> datetime:
    lasts_s = shown_run(record).duration_s
    if approach is not None:
        lasts_s = max(lasts_s, float(approach.time_s[-1]))
    return record.gate_utc + timedelta(seconds=lasts_s)


def _events(
    record: DockingRecord, end: datetime, liftoff: datetime | None, sigma_s: float
) -> tuple[TimelineEvent, ...]:
    """Return gate, legs and end of an approach as events."""
    run = shown_run(record)
    found: list[tuple[str, datetime, str]] = [("gate", record.gate_utc, "")]
    found += [
        (
            leg.name.replace("-", "_"),
            record.gate_utc + timedelta(seconds=leg.start_s),
            f"{leg.start_range_m:.0f} m from the port",
        )
        for leg in run.legs[1:]
    ]
    if run.touch is not None:
        touch = record.gate_utc + timedelta(seconds=run.touch.after_gate_s)
        found.append(("contact", touch, ""))
    if run.outcome != "captured":
        found.append((f"end_{run.outcome}".replace(" ", "_"), end, run.reason))
    zero = record.gate_utc if liftoff is None else liftoff
    return tuple(
        TimelineEvent(
            event=name,
            utc=utc,
            sigma_s=sigma_s,
            met_s=round(elapsed_s(zero, utc), 3),
            basis="simulated",
            note=note,
        )
        for name, utc, note in found
    )


def _named_end(events: tuple[SceneEvent, ...], record: DockingRecord) -> tuple[SceneEvent, ...]:
    run = shown_run(record)
    return tuple(
        one.model_copy(update={"name": f"End: {run.outcome}"}) if one.id.startswith("end_") else one
        for one in events
    )


def _contact(record: DockingRecord) -> datetime | None:
    run = shown_run(record)
    if run.outcome != "captured" or run.touch is None:
        return None
    return record.gate_utc + timedelta(seconds=run.touch.after_gate_s)


def alone_scene(
    run: SceneRun, record: DockingRecord, approach: SceneApproach | None, *, base_missing: bool
) -> Scene:
    """Return the scene of a docking without a visit.

    Parameters
    ----------
    run : SceneRun
        Which run it is.
    record : DockingRecord
        What came of it.
    approach : SceneApproach or None
        Its approach.
    base_missing : bool
        Whether it was made from a visit that is not there.
    """
    end = _end(record, approach)
    missing = f"the run that it was made from, {run.of}, is not there"
    return Scene(
        run=run,
        start_utc=record.gate_utc,
        end_utc=end,
        contact_utc=_contact(record),
        phases=(
            Phase(
                id="approach",
                name=PHASE_NAMES["approach"],
                start_utc=record.gate_utc,
                end_utc=end,
            ),
        ),
        why_no_track=ONLY_APPROACH,
        approach=approach,
        events=_named_end(scene_events(_events(record, end, None, 0.0), record.verdicts), record),
        verdicts=scene_verdicts(record.verdicts),
        notes=(*record.notes, *((missing,) if base_missing else ()), NOT_FLOWN),
    )


def what_if_scene(
    run: SceneRun,
    base: Scene,
    base_record: VisitRecord,
    record: DockingRecord,
    approach: SceneApproach | None,
) -> Scene:
    """Return a visit's scene with its approach replaced.

    Parameters
    ----------
    run : SceneRun
        Which run it is.
    base, base_record
        The visit's scene and record.
    record : DockingRecord
        The other approach.
    approach : SceneApproach or None
        The same as the board draws it.
    """
    assert base_record.docking is not None  # noqa: S101  (the caller has asked)
    gate, end = record.gate_utc, _end(record, approach)
    sigma_s = next((one.sigma_s for one in base_record.events if one.event == "gate"), 0.0)
    before = tuple(one for one in base_record.events if one.utc < gate)
    after = _events(record, end, base.liftoff_utc, sigma_s)
    kept = [
        one
        for one in base_record.verdicts
        if one.rule not in HOME_RULES and one.rule not in _OF_THE_APPROACH
    ]
    verdicts = (*kept, *record.verdicts)
    return base.model_copy(
        update={
            "run": run,
            "end_utc": end,
            "contact_utc": _contact(record),
            "undocking_utc": None,
            "phases": _phases_to(base.phases, gate, end),
            "tracks": _tracks_to(base.tracks, gate, end),
            "areas": (),
            "pieces": (),
            "approach": approach,
            "departure": None,
            "burns": tuple(one for one in base.burns if one.start_utc < gate),
            "events": _named_end(scene_events((*before, *after), verdicts), record),
            "verdicts": scene_verdicts(verdicts),
            "constraints": _constraints_to(base.constraints, end),
            "mass": tuple(one for one in base.mass if one.utc is not None and one.utc <= gate),
            "notes": (*base.notes, *record.notes, NOT_FLOWN),
            "differs_from_base": tuple(docking_differs(base_record.docking, record)),
        }
    )


def _phases_to(phases: Sequence[Phase], gate: datetime, end: datetime) -> tuple[Phase, ...]:
    early = [
        one.model_copy(update={"end_utc": min(one.end_utc, gate)})
        for one in phases
        if one.start_utc < gate and one.id != "approach"
    ]
    last = Phase(id="approach", name=PHASE_NAMES["approach"], start_utc=gate, end_utc=end)
    return (*early, last)


def _constraints_to(found: Sequence[Constraint], end: datetime) -> tuple[Constraint, ...]:
    return tuple(
        one.model_copy(update={"end_utc": min(one.end_utc, end)})
        for one in found
        if one.start_utc < end and one.kind in ("launch window", "eclipse")
    )


def _tracks_to(tracks: Sequence[Track], gate: datetime, end: datetime) -> tuple[Track, ...]:
    """Return the tracks up to the end; after the gate without ranges, which are the approach's."""
    found = []
    for track in tracks:
        lasts_s = (end - track.start_utc).total_seconds()
        gate_s = (gate - track.start_utc).total_seconds()
        count = sum(second <= lasts_s for second in track.time_s)
        if count == 0:
            continue
        ranges = [
            None if second > gate_s else value
            for second, value in zip(track.time_s, track.range_m, strict=True)
        ]
        columns = ("time_s", "lat_deg", "lon_deg", "altitude_m", "sunlit")
        cut = {name: getattr(track, name)[:count] for name in columns}
        found.append(track.model_copy(update={**cut, "range_m": tuple(ranges[:count])}))
    return tuple(found)
