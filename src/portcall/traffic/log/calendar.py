"""The log as a calendar of visits, for the judge and for the station's state.

A ship that was relocated has a stay for each of its ports. Who came and who left stand with the stay in
which the log has them; what a ship brought and took away, with its first and its last one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import Change, PortCalendar, PortStay, Spacewalk
from portcall.records.station_log import (
    CargoMoved,
    CrewOff,
    CrewOn,
    Docked,
    Event,
    LogEvent,
    Relocated,
    TrashLoaded,
    Undocked,
)
from portcall.records.station_log import Spacewalk as SpacewalkEvent
from portcall.traffic.log.replay import in_effect

SOURCE = "station log"


@dataclass
class _Visit:
    """A ship that is docked, as far as the events tell."""

    came: Docked
    port: str
    arrival: KnownTime
    begins: Change = "visit"
    crewed: bool = False
    crew_up: list[str] = field(default_factory=list)
    crew_down: list[str] = field(default_factory=list)
    cargo_up_g: dict[str, int] = field(default_factory=dict)
    trash_down_g: int = 0

    def stay(self, departure: KnownTime | None, ends: Change) -> PortStay:
        """Return the stay on the present port."""
        return PortStay(
            ship=self.came.ship,
            vehicle=self.came.vehicle,
            port=self.port,
            arrival=self.arrival,
            departure=departure,
            berthed=self.came.berthed,
            role="crew" if self.crewed else "cargo",
            crew_up=tuple(self.crew_up),
            crew_down=tuple(self.crew_down),
            begins=self.begins,
            ends=ends,
            cargo_up_g=self.cargo_up_g,
            trash_down_g=self.trash_down_g if ends == "visit" else 0,
            source=SOURCE,
        )

    def move(self, port: str, when: KnownTime) -> None:
        """Go to another port: what belongs to the stay that ended is left there."""
        self.port, self.arrival, self.begins = port, when, "relocation"
        self.crew_up, self.crew_down, self.cargo_up_g = [], [], {}


def port_calendar(events: Iterable[Event], station: str = "iss") -> PortCalendar:
    """Return the visits and spacewalks that a log tells of.

    Parameters
    ----------
    events : Iterable[Event]
        As recorded, or those in effect.
    station : str
        Whose log it is.

    Returns
    -------
    PortCalendar
        Complete from the first event to the last; a ship that is still docked has no departure.

    Examples
    --------
    >>> port_calendar([]).stays
    ()
    """
    happened = in_effect(events)
    visits: dict[str, _Visit] = {}
    stays: list[PortStay] = []
    for event in happened:
        when = KnownTime.exactly(event.happened_utc)
        if isinstance(event, Docked):
            given = dict(event.cargo_g or {})
            visits[event.ship] = _Visit(event, event.port, when, cargo_up_g=given)
        elif isinstance(event, Undocked) and event.ship in visits:
            stays.append(visits.pop(event.ship).stay(when, "visit"))
        elif isinstance(event, Relocated) and event.ship in visits:
            stays.append(visits[event.ship].stay(when, "relocation"))
            visits[event.ship].move(event.port, when)
        else:
            _note(visits, event)
    stays += [visit.stay(None, "visit") for visit in visits.values()]
    crewed = {stay.ship for stay in stays if stay.role == "crew"}
    return PortCalendar(
        station=station,
        stays=tuple(
            stay.model_copy(update={"role": "crew"}) if stay.ship in crewed else stay
            for stay in sorted(stays, key=lambda stay: stay.arrival.earliest_utc)
        ),
        spacewalks=tuple(_walk(event) for event in happened if isinstance(event, SpacewalkEvent)),
        complete_from_utc=happened[0].happened_utc if happened else None,
        complete_to_utc=happened[-1].happened_utc if happened else None,
    )


def _note(visits: dict[str, _Visit], event: LogEvent) -> None:
    """Add to a visit what an event says of it."""
    visit = visits.get(getattr(event, "ship", None) or "")
    if visit is None:
        return
    if isinstance(event, CrewOn):
        visit.crew_up += event.people
        visit.crewed = True
    elif isinstance(event, CrewOff):
        visit.crew_down += event.people
        visit.crewed = True
    elif isinstance(event, TrashLoaded):
        visit.trash_down_g += event.amount_g
    elif isinstance(event, CargoMoved) and visit.came.cargo_g is None and event.to == "station":
        held_g = visit.cargo_up_g.get(event.resource, 0)
        visit.cargo_up_g = {**visit.cargo_up_g, event.resource: held_g + event.amount_g}


def _walk(event: SpacewalkEvent) -> Spacewalk:
    return Spacewalk(
        name=f"spacewalk of {event.happened_utc:%Y-%m-%d}",
        start=KnownTime.exactly(event.happened_utc),
        duration_s=event.duration_s,
        airlock=event.airlock,
        people=event.people,
        source=SOURCE,
    )
