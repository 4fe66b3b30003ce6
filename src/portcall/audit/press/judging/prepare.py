"""What is found of a text once, before its claims are judged."""

from dataclasses import replace

from portcall.audit.press.judging.case import Case, Finding
from portcall.audit.press.judging.date_meant import date_meant
from portcall.audit.press.judging.ships import fitting
from portcall.audit.press.judging.standing import stands
from portcall.records.claims import EVENT_KINDS, Claim


def prepared(case: Case) -> Case:
    """Return a case that knows which of its times stand, and of which the date was slipped."""
    times = [one for one in case.claims if one.kind in EVENT_KINDS]
    case = replace(case, standing=frozenset(one.number for one in times if stands(case, one)))
    slips = {one.number: found for one in times if (found := date_meant(case, one)) is not None}
    return replace(case, slips=slips, fitting=fitting(case))


def slipped_date(case: Case, claim: Claim) -> Finding | None:
    """Return what was found of the date of a time."""
    return case.slips.get(claim.number)
