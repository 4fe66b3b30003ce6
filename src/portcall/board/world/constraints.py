"""What binds a visit in time: launch instants, orbital nights, the contact's coverage, closed areas."""

from portcall.board.world.ground import area_name
from portcall.board.world.tracks import eclipses
from portcall.records.disposal import DisposalRecord
from portcall.records.scene import Constraint, Track
from portcall.records.visit import VisitRecord


def constraints_of(
    record: VisitRecord, home: DisposalRecord | None, tracks: tuple[Track, ...]
) -> tuple[Constraint, ...]:
    """Return the constraints in the order of their starts.

    A launch window of a chase in the station's plane is an instant: its ends are one. Coverage is known
    of the contact alone.
    """
    found = [*_launches(record), *eclipses(tracks), *_coverage(record), *_closed(home)]
    return tuple(sorted(found, key=lambda one: (one.start_utc, one.kind)))


def _launches(record: VisitRecord) -> list[Constraint]:
    window, liftoff = record.window, record.insertion.liftoff_utc
    cost = f"{window.late_cost_m_s_per_s:.2f} m/s for each second late"
    found = [
        Constraint(
            kind="launch window",
            name=f"Launch instant: {cost}",
            start_utc=liftoff,
            end_utc=liftoff,
        )
    ]
    for backup in window.backups:
        price = "" if backup.delta_v_m_s is None else f", {backup.delta_v_m_s:.1f} m/s"
        state = "open" if backup.profile_open else "profile closed"
        found.append(
            Constraint(
                kind="launch window",
                name=f"Backup day: {state}{price}",
                start_utc=backup.utc,
                end_utc=backup.utc,
            )
        )
    return found


def _coverage(record: VisitRecord) -> list[Constraint]:
    contact = record.contact
    if contact.in_ground_coverage:
        return []
    relay = "a relay satellite sees it" if contact.in_relay_coverage else "nor a relay satellite"
    return [
        Constraint(
            kind="no ground contact",
            name=f"No ground station sees the contact; {relay}",
            start_utc=contact.utc,
            end_utc=contact.utc,
        )
    ]


def _closed(home: DisposalRecord | None) -> list[Constraint]:
    area = None if home is None else home.area
    if home is None or area is None:
        return []
    parts = [(part.label, window) for part in area.parts for window in part.windows]
    whole = [("", window) for window in area.windows]
    return [
        Constraint(
            kind="closed area",
            name=" ".join(
                filter(
                    None,
                    (
                        area_name(area, home.flight),
                        label,
                        "(daily hours)" if window.daily else "",
                        "(alternate)" if window.alternate else "",
                    ),
                )
            ),
            start_utc=window.start_utc,
            end_utc=window.end_utc,
        )
        for label, window in (*whole, *parts)
    ]
