"""The phases of a visit, from its events.

Model   Ascent ends at separation; the rendezvous begins with the radar or the first burn that is timed
        from contact, whichever is first told, else at the gate; the departure ends where the ship is
        outside the approach ellipsoid for the first time, the deorbit at 120 km.
Valid   What has no event has no phase.
Source  The timeline of the record.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from portcall.board.world.names import PHASE_NAMES
from portcall.records.scene import Phase, PhaseId
from portcall.records.timeline import TimelineEvent
from portcall.records.visit import VisitRecord


def first_times(events: tuple[TimelineEvent, ...]) -> dict[str, datetime]:
    """Return when each kind of event happens first."""
    found: dict[str, datetime] = {}
    for event in events:
        found.setdefault(event.event, event.utc)
    return found


def phases_of(
    record: VisitRecord, end: datetime, near_burns: Sequence[str] = ()
) -> tuple[Phase, ...]:
    """Return the phases in order.

    Parameters
    ----------
    record : VisitRecord
        The visit.
    end : datetime
        Closes the last phase.
    near_burns : Sequence[str]
        Names of the burns that the profile times from contact.
    """
    edges = _edges(record, first_times(record.events), near_burns)
    found = []
    for (phase, start), following in zip(edges, [*edges[1:], None], strict=True):
        stop = end if following is None else following[1]
        if stop > start:
            found.append(Phase(id=phase, name=PHASE_NAMES[phase], start_utc=start, end_utc=stop))
    return tuple(found)


def _edges(
    record: VisitRecord, times: Mapping[str, datetime], near_burns: Sequence[str]
) -> list[tuple[PhaseId, datetime]]:
    gate = record.arrival.utc
    near = [gate, times.get("kurs_on", gate)]
    near += [burn.utc for burn in record.burns if burn.name in near_burns]
    wanted: list[tuple[PhaseId, datetime | None]] = [
        ("ascent", record.insertion.liftoff_utc),
        ("phasing", record.insertion.separation_utc),
        ("rendezvous", min(near)),
        ("approach", gate),
        ("docked", record.contact.utc),
        ("departure", times.get("undocking")),
        ("coast", _clear_utc(record)),
        ("deorbit", times.get("deorbit_ignition")),
        ("entry", times.get("entry_interface", times.get("entry"))),
        ("landed", times.get("impact", times.get("landing"))),
    ]
    return sorted(
        ((phase, utc) for phase, utc in wanted if utc is not None), key=lambda one: one[1]
    )


def _clear_utc(record: VisitRecord) -> datetime | None:
    """Return when the ship is clear of the station for the first time; None when nobody says."""
    departure = None if record.home is None else record.home.departure
    if departure is None or not departure.cases:
        return None
    clear_s = departure.cases[0].ellipsoid_exit_s
    if clear_s is None:
        return None
    return departure.undocking_utc + timedelta(seconds=clear_s)
