"""A visit with its approach flown: contact, timeline and tanks are those of the simulated docking.

Model   The approach is planned to the contact that the profile asks for and flown once, without
        errors. A ship that cannot be docked here (no thruster layout, a blocked axis) keeps the published
        approach timeline, and the notes say why.
Valid   As `visit.docking`.
Source  As `visit.docking`.
"""

from datetime import datetime

from portcall.core.time import after
from portcall.records.docking import DockingRecord
from portcall.records.mass import LedgerEntry, entry
from portcall.records.timeline import TimelineEvent
from portcall.records.visit import VisitRecord

METHOD = "simulated approach"
_LEG_EVENTS = {
    "fly-around": "fly_around",
    "station-keeping": "station_keeping",
    "final-approach": "final_approach",
}
_AFTER_CONTACT = ("contact", "hooks_closed", "leak_check", "hatch_open")


def leg_events(
    docking: DockingRecord, liftoff: datetime, sigma_s: float
) -> tuple[TimelineEvent, ...]:
    """Return the approach's legs as events of the timeline."""
    events: list[TimelineEvent] = []
    for leg in docking.nominal.legs:
        name = _LEG_EVENTS.get(leg.name)
        if name is None or any(one.event == name for one in events):
            continue
        utc = after(docking.gate_utc, leg.start_s)
        events.append(
            TimelineEvent(
                event=name,
                utc=utc,
                sigma_s=sigma_s,
                met_s=round((utc - liftoff).total_seconds(), 3),
                basis="simulated",
                note=f"{leg.start_range_m:.0f} m from the port",
            )
        )
    return tuple(events)


def _moved(event: TimelineEvent, shift_s: float) -> TimelineEvent:
    """Return an event after contact, moved with it."""
    basis = "simulated" if event.event == "contact" else event.basis
    return event.model_copy(
        update={
            "utc": after(event.utc, shift_s),
            "met_s": round(event.met_s + shift_s, 3),
            "basis": basis,
        }
    )


def events_with_docking(
    events: tuple[TimelineEvent, ...], docking: DockingRecord, contact: datetime
) -> tuple[TimelineEvent, ...]:
    """Return a timeline with the approach's legs in it and contact where it was flown."""
    planned = next(one for one in events if one.event == "contact")
    liftoff = next(one for one in events if one.event == "liftoff")
    shift_s = (contact - planned.utc).total_seconds()
    moved = [_moved(one, shift_s) if one.event in _AFTER_CONTACT else one for one in events]
    legs = leg_events(docking, liftoff.utc, planned.sigma_s)
    return tuple(sorted([*moved, *legs], key=lambda one: one.utc))


def ledger_with_docking(
    mass: tuple[LedgerEntry, ...], docking: DockingRecord
) -> tuple[LedgerEntry, ...]:
    """Return a ledger in which the approach has burned what it burned."""
    gate = next(one for one in mass if one.event == "gate")
    tanks = gate.tanks.after_burning(docking.nominal.propellant_kg)
    touch = docking.nominal.touch
    integrated_kg = {"contact": touch.mass_kg if touch else None}
    return tuple(
        entry(one.event, tanks, integrated_kg.get(one.event))
        if one.event in _AFTER_CONTACT
        else one
        for one in mass
    )


def with_docking(record: VisitRecord, docking: DockingRecord) -> VisitRecord:
    """Return a visit's record with its approach flown.

    Parameters
    ----------
    record : VisitRecord
        The visit to the gate, with contact as its profile asks for it.
    docking : DockingRecord
        The approach from that gate; its nominal run captured.
    """
    assert docking.contact_utc is not None  # noqa: S101  (a captured run touched)
    contact = record.contact.model_copy(update={"utc": docking.contact_utc, "method": METHOD})
    return record.model_copy(
        update={
            "contact": contact,
            "docking": docking,
            "events": events_with_docking(record.events, docking, docking.contact_utc),
            "mass": ledger_with_docking(record.mass, docking),
        }
    )


def not_simulated(record: VisitRecord, why: str) -> VisitRecord:
    """Return a visit's record that says why its contact follows the published timeline."""
    note = f"the approach is not simulated ({why}): contact follows the published timeline"
    return record.model_copy(update={"notes": (*record.notes, note)})


def not_captured(record: VisitRecord, docking: DockingRecord) -> VisitRecord:
    """Return a visit's record whose approach was flown and did not capture; its rules will say so."""
    run = docking.nominal
    why = f"the approach ends {run.outcome}, {run.reason}: contact follows the published timeline"
    return record.model_copy(update={"docking": docking, "notes": (*record.notes, why)})
