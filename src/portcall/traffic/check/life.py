"""Rules of how long a ship stays: its stated docked life, and the longest that its kind has stayed."""

from collections.abc import Iterator
from datetime import timedelta

from portcall.catalogue.traffic_rules import RuleName
from portcall.records.known_time import gap_days
from portcall.traffic.check.case import Case, Finding, Verdict, between, days
from portcall.traffic.check.port_calls import NEVER, PortCall


def life_findings(case: Case) -> Iterator[Finding]:
    """Yield the calls that are longer than their kind's docked life."""
    for call in case.calls:
        usual_days, longest_days = case.rules.docked_days(call.vehicle)
        least_days, most_days = gap_days(call.arrival, call.departure)
        if (
            call.departure.earliest_utc == NEVER
            or call.departure.latest_utc < call.arrival.earliest_utc
        ):
            continue
        limits: tuple[tuple[RuleName, float | None], ...] = (
            ("longest-stay", longest_days),
            ("docked-life", usual_days),
        )
        for rule, limit_days in limits:
            if limit_days is None or most_days <= limit_days:
                continue
            surely = least_days > limit_days
            if surely or not call.is_left_open:
                yield _too_long(rule, call, limit_days, "broken" if surely else "cannot say")
            if surely:
                break  # whoever breaks the rule leaves the habit as well


def _too_long(rule: RuleName, call: PortCall, limit_days: float, verdict: Verdict) -> Finding:
    due_utc = call.arrival.earliest_utc + timedelta(days=limit_days)
    least_days, most_days = gap_days(call.arrival, call.departure)
    span = f"{days(least_days)} and more" if call.is_left_open else between(least_days, most_days)
    return Finding(
        rule,
        verdict,
        due_utc,
        max(
            due_utc, call.departure.earliest_utc if call.is_left_open else call.departure.latest_utc
        ),
        (call.ship,),
        ports=(call.last.port,) if call.last.port else (),
        limit=f"at most {days(limit_days)}",
        found=span,
        advice=f"leave by {due_utc:%Y-%m-%d}",
    )
