"""Clock times that stand side by side and tell one instant: in two zones, or once more in brackets."""

from datetime import timedelta

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.doubt import outweighs
from portcall.audit.press.judging.said_times import exact_utc
from portcall.records.claims import Claim

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
        for one in case.about(claim, claim.kind)
        if one.planned == claim.planned
        and outweighs(one, claim)
        and exact_utc(one) is not None
        and beside(case, claim, one)
    ]


def disputed(case: Case, claim: Claim) -> bool:
    """Return whether a clock time beside a claim does not agree with it."""
    at = exact_utc(claim)
    if at is None:
        return False
    times = (exact_utc(one) for one in twins(case, claim))
    return any(abs(utc - at) >= APART for utc in times if utc is not None)
