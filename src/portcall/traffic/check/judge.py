"""Judges a calendar of visits: every rule that it breaks, and every one of which nothing is certain.

Model   Each family of rules compares instants that are known between two ends: what holds for every
        choice inside is certain, what holds for some is `cannot say`.
Valid   Some hundred stays: the work grows with their square only where stays are near each other.
Source  The rule book names the source of each rule.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from portcall.catalogue.station import Station
from portcall.catalogue.traffic_rules import TrafficRule
from portcall.records.port_calendar import Break, PortCalendar, TrafficCheck
from portcall.traffic.check.beta import beta_findings
from portcall.traffic.check.case import Case, Finding, SunAngles
from portcall.traffic.check.crew import crew_findings
from portcall.traffic.check.events import event_findings
from portcall.traffic.check.handover import handover_findings
from portcall.traffic.check.life import life_findings
from portcall.traffic.check.ports import port_findings
from portcall.traffic.check.rules import TrafficRules
from portcall.traffic.check.spacewalks import spacewalk_findings

FAMILIES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    port_findings,
    event_findings,
    life_findings,
    crew_findings,
    handover_findings,
    spacewalk_findings,
    beta_findings,
)


def check_calendar(
    calendar: PortCalendar,
    rules: TrafficRules,
    station: Station,
    *,
    beta: SunAngles | None = None,
) -> tuple[Break, ...]:
    """Hold a calendar against every rule of the book.

    Parameters
    ----------
    calendar : PortCalendar
        Recorded, planned, or both. Rules that count what is there look only inside the span that it
        calls complete.
    rules : TrafficRules
        A rule that the book does not have is not asked.
    station : Station
        Its ports, and who may use them.
    beta : SunAngles, optional
        The Sun's angle by date (`traffic.beta_angle`); without it, that habit is not asked.

    Returns
    -------
    tuple[Break, ...]
        In the order of their first instants; `Break.is_certain` tells the rules that are surely broken.
    """
    case = Case(calendar, rules, station, beta)
    found = []
    for family in FAMILIES:
        for finding in family(case):
            rule = rules.rule(finding.rule)
            if rule is not None:
                found.append(_break(finding, rule))
    return tuple(sorted(found, key=lambda one: (one.first_utc, one.rule, one.ships)))


def within(
    breaks: tuple[Break, ...], first_utc: datetime | None, last_utc: datetime | None
) -> tuple[Break, ...]:
    """Return the breaks that touch a span; None leaves an end open."""
    return tuple(
        one
        for one in breaks
        if (first_utc is None or one.last_utc >= first_utc)
        and (last_utc is None or one.first_utc < last_utc)
    )


def checked(name: str, calendar: PortCalendar, breaks: tuple[Break, ...]) -> TrafficCheck:
    """Return what was found as a record."""
    notices = sum(one.severity == "notice" for one in breaks)
    broken = sum(one.is_certain for one in breaks)
    return TrafficCheck(
        calendar=name,
        station=calendar.station,
        stays=len(calendar.stays),
        spacewalks=len(calendar.spacewalks),
        first_utc=min((stay.arrival.earliest_utc for stay in calendar.stays), default=None),
        last_utc=max((stay.arrival.latest_utc for stay in calendar.stays), default=None),
        ok=broken == 0,
        rules_broken=broken,
        rules_cannot_say=len(breaks) - notices - broken,
        notices=notices,
        breaks=breaks,
    )


def _break(finding: Finding, rule: TrafficRule) -> Break:
    advice = f"{rule.suggestion}; {finding.advice}" if finding.advice else rule.suggestion
    return Break(
        rule=finding.rule,
        severity=rule.severity,
        verdict=finding.verdict,
        first_utc=finding.first_utc,
        last_utc=finding.last_utc,
        ships=finding.ships,
        ports=finding.ports,
        limit=finding.limit,
        found=finding.found,
        suggestion=advice,
        source=finding.source or rule.source,
    )
