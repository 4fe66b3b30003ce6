"""Blanks left in a text."""

from portcall.audit.press.judging.case import Case, Finding, wrong
from portcall.audit.press.judging.phrases import instant_words
from portcall.records.claims import EVENT_KINDS, Claim, Correction


def blank_left(case: Case, claim: Claim) -> Finding | None:
    """Report a blank; what belongs there is named when it is on record."""
    if claim.kind != "blank":
        return None
    if claim.value in EVENT_KINDS:
        known = [
            one
            for one in case.ship(claim).of_kind(claim.value or "", planned=True)
            if not one.day_only
        ] or [one for one in case.ship(claim).of_kind(claim.value or "") if not one.day_only]
        if known:
            kept = "planned" if known[0].planned else "flown"
            why = f"a blank was left in; {known[0].what} {kept} {instant_words(known[0].utc)}"
            return wrong(why, Correction(value=known[0].text, why=why))
    return wrong("a blank was left in")
