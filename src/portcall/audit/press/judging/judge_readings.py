"""Gives every claim of some texts its verdict, and makes one timeline of them."""

from collections.abc import Callable, Sequence

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.facts import Facts, facts_of
from portcall.audit.press.judging.prepare import prepared
from portcall.audit.press.judging.rules import judge_claim
from portcall.audit.press.judging.ships import meant_instead
from portcall.audit.press.judging.timeline import timeline_of
from portcall.catalogue.load import Catalogue
from portcall.records.claims import Claim, Correction, PressAudit, Reading


def judge_readings(
    readings: Sequence[Reading], catalogue: Catalogue, step: Callable[[], None] = lambda: None
) -> PressAudit:
    """Judge every claim of some texts, each against the facts and against the others.

    Parameters
    ----------
    readings : sequence of Reading
        Texts with their claims, unjudged.
    catalogue : Catalogue
        Where the facts are looked up.
    step : callable
        Called after each claim.
    """
    if not any(one.claims for one in readings):
        return PressAudit(readings=tuple(_named(readings)))
    return judge_against(readings, facts_of(catalogue), step)


def judge_against(
    readings: Sequence[Reading], facts: Facts, step: Callable[[], None] = lambda: None
) -> PressAudit:
    """Judge every claim of some texts against given facts."""
    placed = [_with_right_ships(facts, reading) for reading in _named(readings)]
    told: dict[tuple[str, str | None], list[tuple[str, Claim]]] = {}
    for reading, _ in placed if len(placed) > 1 else ():
        for claim in reading.claims:
            told.setdefault((claim.kind, claim.subject), []).append((reading.source, claim))
    judged = [
        _judged(prepared(Case(facts, reading, told)), renamed, step) for reading, renamed in placed
    ]
    return PressAudit(readings=tuple(judged), timeline=timeline_of(judged, facts))


def _named(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings of which each says what its text is called."""
    return [
        one if one.source else one.model_copy(update={"source": f"text {i + 1}"})
        for i, one in enumerate(readings)
    ]


def _with_right_ships(facts: Facts, reading: Reading) -> tuple[Reading, dict[str, str]]:
    """Return the reading with what is told of a ship taken for another moved to the right one."""
    case = Case(facts, reading)
    subjects = sorted({one.subject for one in reading.claims if one.subject is not None})
    renamed = {name: right for name in subjects if (right := meant_instead(case, name)) is not None}
    if not renamed:
        return reading, {}
    claims = tuple(
        one.model_copy(update={"subject": renamed[one.subject]})
        if one.kind != "ship" and one.subject in renamed
        else one
        for one in reading.claims
    )
    return reading.model_copy(update={"claims": claims}), renamed


def _judged(case: Case, renamed: dict[str, str], step: Callable[[], None]) -> Reading:
    claims = []
    for one in case.claims:
        claims.append(_verdict(case, one, renamed))
        step()
    return case.reading.model_copy(update={"claims": tuple(claims)})


def _verdict(case: Case, claim: Claim, renamed: dict[str, str]) -> Claim:
    right = renamed.get(claim.value or "") if claim.kind == "ship" else None
    if right is not None and claim.quote and not any(sign.isdigit() for sign in claim.quote):
        why = f"what is told of it fits {right}; the name alone says no number"
        return claim.model_copy(
            update={"value": right, "subject": right, "verdict": "holds", "reason": why}
        )
    if right is not None:
        why = f"what is told of it fits {right}, and nothing precise fits {claim.value}"
        mended = Correction(value=right, why=why)
        return claim.model_copy(
            update={"verdict": "contradicts", "reason": why, "correction": mended}
        )
    found, _ = judge_claim(case, claim)
    return claim.model_copy(
        update={"verdict": found.verdict, "reason": found.reason, "correction": found.correction}
    )
