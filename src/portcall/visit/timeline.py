"""The timeline of a visit: every event with its time, how surely, and what it rests on."""

from datetime import datetime
from typing import Literal

from portcall.catalogue.profile import Profile
from portcall.core.time import after, elapsed_s
from portcall.records.timeline import TimelineEvent
from portcall.visit.flight import Flight
from portcall.visit.insertion import InsertionPoint
from portcall.visit.prediction import Prediction
from portcall.visit.uncertainty import contact_sigma_s, launch_sigma_s

Basis = Literal["simulated", "published timeline"]

_ASCENT = ("liftoff", "booster_separation", "core_separation", "cutoff", "separation")
_KURS = "kurs-on"


def events_of(
    profile: Profile, point: InsertionPoint, prediction: Prediction, flight: Flight, age_h: float
) -> tuple[TimelineEvent, ...]:
    """Return the events of a visit in order of time.

    Parameters
    ----------
    profile : Profile
        Its approach timeline and what follows contact.
    point, prediction, flight
        The flown ascent, the prediction, and the flight on the full dynamics.
    age_h : float
        Age of the station's elements at lift-off. [h]
    """
    liftoff, contact = prediction.launch.utc, prediction.chase.contact.utc
    early_s = launch_sigma_s(age_h)
    late_s = contact_sigma_s(profile.orbits, age_h + elapsed_s(liftoff, contact) / 3600.0)
    gate = prediction.chase.schedule.gate_s

    def event(
        name: str, utc: datetime, sigma_s: float, basis: Basis = "simulated", note: str = ""
    ) -> TimelineEvent:
        return TimelineEvent(
            event=name,
            utc=utc,
            sigma_s=round(sigma_s, 1),
            met_s=round(elapsed_s(liftoff, utc), 3),
            basis=basis,
            note=note,
        )

    found = [
        event(name, after(liftoff, point.ascent.event(name).time_s), early_s) for name in _ASCENT
    ]
    before_contact = {burn.name for burn in profile.burn if burn.before_contact_s is not None}
    for number, burn in enumerate(flight.chase.burns, start=1):
        sigma_s = late_s if burn.name in before_contact else early_s
        found.append(event(f"burn_{number}", burn.start, sigma_s, note=burn.name))
    found.append(event("gate", after(flight.separation, gate), late_s))
    for approach in profile.approach:
        if approach.event == _KURS:
            kurs = after(contact, -approach.before_contact_s.value)
            found.append(event("kurs_on", kurs, late_s, "published timeline"))
    found.append(
        event("contact", contact, late_s, "published timeline", prediction.chase.contact.reason)
    )
    later = profile.after_contact
    for name, figure in (
        ("hooks_closed", later.hooks_closed_s),
        ("leak_check", later.leak_check_s),
        ("hatch_open", later.hatch_open_s),
    ):
        spread_s = ((figure.high or figure.value) - (figure.low or figure.value)) / 4.0
        sigma_s = (late_s**2 + spread_s**2) ** 0.5
        found.append(event(name, after(contact, figure.value), sigma_s, "published timeline"))
    return tuple(sorted(found, key=lambda one: one.utc))
