"""Whether a time of the text may be held against its others: it stands, and its date was not slipped."""

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.date_meant import date_meant
from portcall.audit.press.judging.standing import stands
from portcall.records.claims import Claim


def may_be_held(case: Case, claim: Claim) -> bool:
    """Return whether nothing speaks against a time so far."""
    known = case.holdable.get(claim.number)
    if known is None:
        known = stands(case, claim) and date_meant(case, claim) is None
        case.holdable[claim.number] = known
    return known
