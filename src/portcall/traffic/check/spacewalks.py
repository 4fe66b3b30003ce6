"""Rules of spacewalks: days without traffic, a hatch that no ship blocks, people who are on board."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from portcall.catalogue.traffic_rules import RuleName
from portcall.core.constants import DAY_S
from portcall.records.known_time import Answer, KnownTime, is_before
from portcall.records.port_calendar import PortStay, Spacewalk
from portcall.traffic.check.case import Case, Finding, Verdict, between, days
from portcall.traffic.check.crew_curve import CrewChange, crew_changes
from portcall.traffic.check.port_calls import TrafficEvent


@dataclass(frozen=True)
class Apart:
    """An event, and the least and the most time between it and a spacewalk."""

    event: TrafficEvent
    least_days: float
    most_days: float

    def __str__(self) -> str:
        """Write the event and how far off it is."""
        return f"{self.event} ({between(self.least_days, self.most_days)} off)"


def spacewalk_findings(case: Case) -> Iterator[Finding]:
    """Yield what the rules of spacewalks find; a spacewalk that was called off breaks none."""
    changes = crew_changes(case.calendar)
    for walk in case.calendar.spacewalks:
        if walk.status == "cancelled" or not case.is_listed(walk.start):
            continue
        end = _end(walk)
        apart = [Apart(event, *_apart_days(walk, end, event)) for event in case.events]
        yield from _traffic(case, walk, "spacewalk-traffic", apart)
        yield from _traffic(case, walk, "spacewalk-block", apart)
        yield from _airlock(case, walk)
        yield from _people(case, walk, changes)


def _end(walk: Spacewalk) -> KnownTime:
    length = timedelta(seconds=walk.duration_s or 0.0)
    return KnownTime(
        earliest_utc=walk.start.earliest_utc + length, latest_utc=walk.start.latest_utc + length
    )


def _apart_days(walk: Spacewalk, end: KnownTime, event: TrafficEvent) -> tuple[float, float]:
    """Return the least and the most time between a spacewalk and an event; 0 while it lasts."""
    before = (walk.start.earliest_utc - event.when.latest_utc).total_seconds()
    after = (event.when.earliest_utc - end.latest_utc).total_seconds()
    most_before = (walk.start.latest_utc - event.when.earliest_utc).total_seconds()
    most_after = (event.when.latest_utc - end.earliest_utc).total_seconds()
    return max(0.0, before, after) / DAY_S, max(0.0, most_before, most_after) / DAY_S


def _traffic(case: Case, walk: Spacewalk, rule: RuleName, apart: list[Apart]) -> Iterator[Finding]:
    """Yield one finding for the events that are surely too near, one for those that may be."""
    told_days = 0.0  # what breaks the rule is not told again as a habit
    clear_days = case.rules.spacewalk_traffic_days
    if rule == "spacewalk-block":
        told_days, clear_days = clear_days, case.rules.spacewalk_block_days
    sure = [one for one in apart if told_days <= one.most_days < clear_days]
    may = [one for one in apart if one.least_days < clear_days <= one.most_days]
    verdicts: tuple[tuple[Verdict, list[Apart]], ...] = (("broken", sure), ("cannot say", may))
    for verdict, near in verdicts:
        if near:
            yield Finding(
                rule,
                verdict,
                walk.start.earliest_utc,
                _end(walk).latest_utc,
                tuple(dict.fromkeys(one.event.stay.ship for one in near)),
                limit=f"{days(clear_days)} clear of traffic",
                found=f"{walk.name}: " + ", ".join(map(str, near)),
            )


def _airlock(case: Case, walk: Spacewalk) -> Iterator[Finding]:
    for airlock in case.rules.book.airlock:
        if airlock.port is None or walk.airlock not in {None, airlock.id}:
            continue
        for stay in case.calendar.stays:
            if stay.port != airlock.port or stay.vehicle not in airlock.blocked_by:
                continue
            answer = case.holds(stay, walk.start)
            if answer != "no":
                surely = answer == "yes" and walk.airlock is not None
                yield _blocked(walk, stay, airlock.id, "broken" if surely else "cannot say")


def _blocked(walk: Spacewalk, stay: PortStay, airlock: str, verdict: Verdict) -> Finding:
    stated = "" if walk.airlock else ", if that is its hatch"
    return Finding(
        "spacewalk-airlock",
        verdict,
        walk.start.earliest_utc,
        _end(walk).latest_utc,
        (stay.ship,),
        ports=(stay.port or "",),
        limit=f"{stay.port} without {stay.vehicle} during {walk.name}",
        found=f"{stay.ship} blocks {airlock}{stated}",
    )


def _people(case: Case, walk: Spacewalk, changes: tuple[CrewChange, ...]) -> Iterator[Finding]:
    named = {name for one in changes for name in (*one.came, *one.left)}
    if not named and not case.calendar.crew_at_start:
        return
    for verdict, wanted in (("broken", "no"), ("cannot say", "cannot say")):
        missing = [n for n in walk.people if _is_on_board(case, n, walk.start, changes) == wanted]
        if missing:
            yield Finding(
                "spacewalk-people",
                "broken" if verdict == "broken" else "cannot say",
                walk.start.earliest_utc,
                _end(walk).latest_utc,
                (),
                limit="on board",
                found=f"{walk.name}: {', '.join(missing)}",
            )


def _is_on_board(case: Case, name: str, when: KnownTime, changes: tuple[CrewChange, ...]) -> Answer:
    answer: Answer = "yes" if name in case.calendar.crew_at_start else "no"
    for change in changes:
        if name not in change.came and name not in change.left:
            continue
        happened = is_before(change.when, when)
        if happened == "cannot say":
            return "cannot say"
        if happened == "yes":
            answer = "yes" if name in change.came else "no"
    return answer
