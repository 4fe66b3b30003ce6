"""What flew, in the terms of the timeline, and how precisely it is known."""

from dataclasses import dataclass
from datetime import datetime

from portcall.catalogue.flight import Flight, Happening
from portcall.catalogue.record import SourcedTime
from portcall.core.time import after, elapsed_s
from portcall.records.timeline import TimelineEvent
from portcall.records.visit import VisitRecord

_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Known:
    """An instant and how precisely it is known. [s]"""

    utc: datetime
    precision_s: float


def known(time: SourcedTime | None) -> Known | None:
    """Return an instant stated to the minute or better, or None."""
    if time is None:
        return None
    precision_s = max(time.precision_s, time.plus_minus_s or 0.0)
    if precision_s > _MINUTE_S:
        return None
    return Known(time.utc, precision_s)


def happened(story: Happening) -> dict[str, Known]:
    """Return the events of a story (planned or flown) that are known to the minute or better."""
    separation = known(story.separation_utc)
    launch = known(story.launch_utc)
    if separation is None and launch is not None and story.separation_met_s is not None:
        separation = Known(after(launch.utc, story.separation_met_s.value), launch.precision_s)
    events = {
        "liftoff": launch,
        "separation": separation,
        "contact": known(story.docking_utc),
        "hooks_closed": known(story.hooks_closed_utc),
        "hatch_open": known(story.hatch_open_utc),
        "undocking": known(story.final_undocking_utc or story.undocking_utc),
        "deorbit_ignition": known(story.deorbit_burn_utc),
        "first_impact": known(
            story.splash_utc
        ),  # an operator's one minute: that of the first piece
        "landing": known(story.landing_utc),
    }
    return {name: one for name, one in events.items() if one is not None}


def events_with_flown(
    events: tuple[TimelineEvent, ...], flight: Flight
) -> tuple[TimelineEvent, ...]:
    """Return events with flown times beside the predicted ones; errors are predicted - flown."""
    flown = happened(flight.flown)

    def beside(event: TimelineEvent) -> TimelineEvent:
        one = flown.get(event.event)
        if one is None:
            return event
        error_s = elapsed_s(one.utc, event.utc)
        return event.model_copy(update={"flown_utc": one.utc, "error_s": round(error_s, 3)})

    return tuple(beside(event) for event in events)


def with_flown(record: VisitRecord, flight: Flight) -> VisitRecord:
    """Return a visit with what flew beside it, its way home included."""
    home = record.home
    if home is not None:
        home = home.model_copy(update={"events": events_with_flown(home.events, flight)})
    return record.model_copy(
        update={"events": events_with_flown(record.events, flight), "home": home}
    )
