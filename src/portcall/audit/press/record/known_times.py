"""The recorded times of events, by kind, as planned and as flown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from portcall.catalogue.calendar import RecordedSpacewalk, RecordedStay
from portcall.catalogue.flight import Flight, Happening
from portcall.catalogue.record import SourcedTime
from portcall.core.time import after, parse_utc_with_precision

DAY_S = 86_400.0
MINUTE_S = 60.0
OTHER_SOURCE = "another source"
FIELDS = (
    ("launch_utc", "launch", "lift-off"),
    ("separation_utc", "insertion", "separation"),
    ("docking_utc", "docking", "contact"),
    ("hooks_closed_utc", "docking", "hooks closed"),
    ("hatch_open_utc", "hatch", "hatches open"),
    ("undocking_utc", "undocking", "undocking"),
    ("final_undocking_utc", "undocking", "last undocking"),
    ("deorbit_burn_utc", "deorbit", "deorbit burn"),
    ("reentry_utc", "re-entry", "re-entry"),
    ("splash_utc", "landing", "splashdown"),
    ("landing_utc", "landing", "landing"),
)


# what one report calls so and another so: kindred kinds of recorded times, its own first
SAME_EVENT = {
    "docking": ("docking", "relocation"),
    "berthing": ("berthing", "docking"),
    "undocking": ("undocking", "relocation"),
    "relocation": ("relocation", "undocking", "docking"),
    "re-entry": ("re-entry", "landing"),
    "landing": ("landing", "re-entry"),
}


def kindred(kind: str) -> tuple[str, ...]:
    """Return the kinds of recorded times that an event told as one kind may be on record as."""
    return SAME_EVENT.get(kind, (kind,))


@dataclass(frozen=True)
class KnownTime:
    """When something was, or was to be: instant, size of the last stated digit, and where from.

    What is `second_hand` was told by somebody who had no part in it.
    """

    kind: str
    utc: datetime
    precision_s: float
    planned: bool
    what: str
    where: str
    second_hand: bool = False

    @property
    def beside(self) -> bool:
        """True for what stands beside the value that was taken: another source, hooks, not contact."""
        return self.where == OTHER_SOURCE or self.what == "hooks closed"

    @property
    def day_only(self) -> bool:
        """True when only the date is on record."""
        return self.precision_s >= DAY_S

    @property
    def text(self) -> str:
        """The instant as ISO, as precise as it is known."""
        if self.day_only:
            return f"{self.utc:%Y-%m-%d}"
        if self.precision_s >= MINUTE_S:
            return f"{self.utc:%Y-%m-%dT%H:%MZ}"
        return f"{self.utc:%Y-%m-%dT%H:%M:%SZ}"


def _known(kind: str, value: str, planned: bool, what: str, where: str) -> KnownTime:
    utc, precision_s = parse_utc_with_precision(value)
    return KnownTime(kind, utc, precision_s, planned, what, where)


def _sourced(
    kind: str, one: SourcedTime | None, planned: bool, what: str, where: str
) -> Iterable[KnownTime]:
    if one is None:
        return
    known = _known(kind, one.value, planned, what, where)
    spread_s = 2.0 * (one.plus_minus_s or 0.0)
    if spread_s <= 2.0 * MINUTE_S:
        yield replace(known, precision_s=max(known.precision_s, min(spread_s, MINUTE_S)))
    elif spread_s <= 2.0 * DAY_S:
        yield replace(known, precision_s=DAY_S)


def _happening(happening: Happening, planned: bool, where: str) -> Iterable[KnownTime]:
    for key, kind, what in FIELDS:
        yield from _sourced(kind, getattr(happening, key), planned, what, where)
    for move in happening.relocation:
        yield from _sourced("relocation", move.undocking_utc, planned, "start of the move", where)
        yield from _sourced("relocation", move.docking_utc, planned, "end of the move", where)


def _insertion(flight: Flight) -> Iterable[KnownTime]:
    lift_off = flight.flown.launch_utc
    met = flight.flown.separation_met_s or flight.planned.separation_met_s
    if lift_off is None or met is None or flight.flown.separation_utc is not None:
        return
    if lift_off.precision_s >= DAY_S:
        return
    yield KnownTime(
        "insertion",
        after(lift_off.utc, met.value),
        lift_off.precision_s,
        False,
        "separation",
        f"flights/{flight.id}",
    )


def flight_times(flight: Flight, *, berthed: bool) -> tuple[KnownTime, ...]:
    """Return the times of a flight; the capture of a berthed ship counts as berthing as well."""
    where = f"flights/{flight.id}"
    found = [*_happening(flight.flown, False, where), *_happening(flight.planned, True, where)]
    found += _insertion(flight)
    if flight.flown.launch_utc is None:
        utc = datetime.combine(flight.launch_date, time(), UTC)
        found.append(KnownTime("launch", utc, DAY_S, False, "lift-off", where))
    keys = {key: (kind, what) for key, kind, what in FIELDS}
    for conflict in flight.conflict:
        when, _, key = conflict.key.partition(".")
        if conflict.judgement == "sources differ" and key in keys:
            kind, what = keys[key]
            found.append(_known(kind, conflict.value, when == "planned", what, OTHER_SOURCE))
    if berthed:
        found += [
            KnownTime("berthing", one.utc, one.precision_s, one.planned, "capture", one.where)
            for one in found
            if one.kind == "docking"
        ]
    return tuple(found)


def calendar_times(stays: Sequence[RecordedStay]) -> tuple[KnownTime, ...]:
    """Return arrivals, departures and moves of one ship."""
    where = "the port calendar"
    found: list[KnownTime] = []
    for stay in stays:
        comes = {"visit": "berthing" if stay.berthed else "docking"}.get(stay.begins, "relocation")
        goes = {"visit": "undocking"}.get(stay.ends, "relocation")
        came = "bolted to the port" if stay.berthed else "contact"
        found += _sourced(comes, stay.arrival, False, came, where)
        left = "release" if stay.berthed else "undocking"
        found += _sourced(goes, stay.departure, False, left, where)
    return tuple(found)


def spacewalk_times(walk: RecordedSpacewalk) -> tuple[KnownTime, ...]:
    """Return start and end of a spacewalk; one that is not stated from the other and the length."""
    where, planned = "the port calendar", walk.status == "planned"
    found = [
        *_sourced("spacewalk", walk.start, planned, "start", where),
        *_sourced("spacewalk", walk.end, planned, "end", where),
    ]
    if walk.duration_min is None or len(found) != 1 or found[0].day_only:
        return tuple(found)
    sign = 1.0 if found[0].what == "start" else -1.0
    other = found[0].utc + sign * timedelta(minutes=walk.duration_min.value)
    what = "end" if sign > 0 else "start"
    found.append(KnownTime("spacewalk", other, found[0].precision_s, planned, what, where))
    return tuple(found)
