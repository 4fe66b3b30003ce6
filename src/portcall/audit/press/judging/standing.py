"""Which times of a text may be held against its others.

Model   A time that the calendar, the zones or the record refute, or that its own twin in another zone
        denies, proves nothing against the other times of the ship: what is wrong is that one.
Valid   Clock times of events.
Source  The text itself; the record.
"""

from portcall.audit.press.judging.case import Case, Rule
from portcall.audit.press.judging.doubt import why_doubted
from portcall.audit.press.judging.recorded_time import against_record
from portcall.audit.press.judging.said_times import SURE
from portcall.audit.press.judging.twins import disputed
from portcall.audit.press.judging.written_time import impossible, weekday, zone_in_force
from portcall.records.claims import Claim

FIRM: dict[str, Rule] = {
    "impossible date": impossible,
    "zone in force": zone_in_force,
    "weekday": weekday,
    "recorded time": against_record,
}


def stands(case: Case, claim: Claim) -> bool:
    """Return whether nothing firm speaks against a time of the text.

    Parameters
    ----------
    case : Case
        The text and what is known.
    claim : Claim
        An event of the text.
    """
    return not (_refuted(case, claim) or disputed(case, claim))


def _refuted(case: Case, claim: Claim) -> bool:
    if claim.sure < SURE or why_doubted(case, claim):
        return False
    found = case.found[claim.number].values()
    decisive = (one.verdict for one in found if one.verdict != "cannot_check")
    return next(decisive, "") == "contradicts"
