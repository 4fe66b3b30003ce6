"""Clock times that stand side by side and tell one instant: in two zones, or once more in brackets."""

import re
from datetime import timedelta

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.doubt import outweighs
from portcall.audit.press.judging.said_times import exact_utc
from portcall.records.claims import Claim

HALF_DAY, NOON = timedelta(hours=12), 12
APART = timedelta(minutes=2)
BESIDE = 60  # characters between two clock times of one instant


def beside(case: Case, first: Claim, second: Claim) -> bool:
    """Return whether two claims of a text tell one instant in two zones."""
    if first.said is not None and second.said is not None:
        if first.said.group is not None or second.said.group is not None:
            return first.said.group == second.said.group
        if first.said.zone == second.said.zone or first.kind == "broadcast-start":
            return False
    if not case.prose:
        return False
    early, late = sorted((first, second), key=lambda one: one.start)
    between = case.reading.text[early.end : late.start]
    return len(between) <= BESIDE and ". " not in between and ";" not in between


def twins(case: Case, claim: Claim) -> list[Claim]:
    """Return the other clock times that tell the instant of a claim beside it."""
    return [
        one
        for one, _ in case.told(claim, claim.kind)
        if one.planned == claim.planned
        and outweighs(one, claim)
        and beside(case, claim, one)
        and not _half_told(claim, one)
    ]


def _half_told(first: Claim, second: Claim) -> bool:
    """Whether two are half a day apart because one names no half, as "1:09" for 1:09 p.m. does."""
    at, there = exact_utc(first), exact_utc(second)
    if at is None or there is None or abs(abs(at - there) - HALF_DAY) >= APART:
        return False
    return any(no_half_named(one) and not _in_utc(one) for one in (first, second))


def _in_utc(claim: Claim) -> bool:
    """Whether a clock is told in UTC, which is told on 24 hours everywhere."""
    return claim.said is not None and claim.said.zone == "UTC"


def no_half_named(claim: Claim) -> bool:
    """Return whether a clock time is printed as on 12 hours, and nothing says of which half."""
    said = claim.said
    if said is None or said.clock_said is None or said.meridiem_said is not None:
        return False
    written = re.search(r"(?<!\d)(\d{1,2}):\d\d", claim.quote)
    return written is not None and not written[1].startswith("0") and int(written[1]) <= NOON


def disputed(case: Case, claim: Claim) -> bool:
    """Return whether a clock time beside a claim does not agree with it."""
    at = exact_utc(claim)
    if at is None:
        return False
    times = (exact_utc(one) for one in twins(case, claim))
    return any(abs(utc - at) >= APART for utc in times if utc is not None)
