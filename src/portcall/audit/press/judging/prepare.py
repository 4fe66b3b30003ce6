"""What is found of a text once, before its claims are judged."""

from dataclasses import replace

from portcall.audit.press.judging.case import Case, Finding, Rule
from portcall.audit.press.judging.date_meant import date_meant
from portcall.audit.press.judging.ships import fitting
from portcall.audit.press.judging.standing import FIRM, stands
from portcall.records.claims import EVENT_KINDS, Claim

DATE_MEANT = "date meant"


def prepared(case: Case) -> Case:
    """Return a case that knows what its times show by themselves, and which may be held against others."""
    times = [one for one in case.claims if one.kind in EVENT_KINDS]
    found = {one.number: _found(case, one) for one in times}
    case = replace(case, found=found)
    case = replace(case, standing=frozenset(one.number for one in times if stands(case, one)))
    slips = {one.number: slip for one in times if (slip := date_meant(case, one)) is not None}
    return replace(
        case,
        found=found
        | {number: {**found[number], DATE_MEANT: slip} for number, slip in slips.items()},
        holdable=case.standing.difference(slips),
        fitting=fitting(case),
    )


def _found(case: Case, claim: Claim) -> dict[str, Finding]:
    """Return what each of the firm rules finds of a time, as far as it finds anything."""
    findings = ((name, rule(case, claim)) for name, rule in FIRM.items())
    return {name: found for name, found in findings if found is not None}


def found_before(name: str) -> Rule:
    """Return the rule that gives back what one of these found."""

    def rule(case: Case, claim: Claim) -> Finding | None:
        return case.found.get(claim.number, {}).get(name)

    return rule
