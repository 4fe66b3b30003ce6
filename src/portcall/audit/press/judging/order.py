"""The order of the events of one ship, and the gaps between them.

Model   A time that cannot be in one flight with another is called wrong when the other is on record, or
        when one slip of the pen mends this one and the other breaks less.
Valid   Visits to the station; what is itself refuted or disputed proves nothing.
Source  The gaps of `gaps`; the record; the text.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.edits import Edit, edits
from portcall.audit.press.judging.gaps import (
    GAPS,
    HOUR,
    Placed,
    broken_gaps,
    recorded_events,
    told_events,
)
from portcall.audit.press.judging.held_against import may_be_held
from portcall.audit.press.judging.phrases import gap_words, instant_words, iso_minute
from portcall.audit.press.judging.rest_of_text import untimely
from portcall.audit.press.judging.said_times import exact_utc
from portcall.records.claims import EVENT_KINDS, Claim, Correction

ONE_DAY, SAME = timedelta(days=1), timedelta(minutes=2)


def in_order(case: Case, claim: Claim) -> Finding | None:
    """Hold a time against the other events of the same ship, recorded or told in the text."""
    at = exact_utc(claim)
    if claim.kind not in EVENT_KINDS or at is None:
        return None
    recorded = list(recorded_events(case, claim))
    told = list(told_events(case, claim, may_be_held))
    broken = list(broken_gaps(claim.kind, at, recorded))
    if not broken:
        broken = list(broken_gaps(claim.kind, at, told))
        if not broken:
            return _bounded(claim.kind, recorded or told)
        if not _guilty(case, claim, told, len(broken)):
            return None
        if all(gap.kinds == ("undocking", "deorbit") for gap, _ in broken):
            return unknown("the engines may be lit to move away, or the times be rounded")
        if _mending(case, claim, told) is None:
            return unknown("it cannot be in one flight with another time of the text")
    gap, other = broken[0]
    apart = (other.utc - at).total_seconds()
    order = f"{gap_words(apart)} {'before' if apart > 0 else 'after'} the {other.kind}"
    why = f"the {claim.kind} would be {order} ({other.where}, {instant_words(other.utc)})"
    bound = f"at least {gap_words(gap.least_s)}"
    if abs(apart) > gap.most_s:
        bound = f"at most {gap_words(gap.most_s)}"
    why += f"; {bound} lie between {gap.first} and {gap.second}"
    mend = _mending(case, claim, recorded + told)
    if mend is None:
        return wrong(why)
    if _elsewhere(case, claim, mend):
        return unknown(f"{why}; the record has the {claim.kind} elsewhere: another may be meant")
    why = f"{mend.words}; {why}"
    return wrong(why, Correction(value=iso_minute(mend.utc), why=why))


def _elsewhere(case: Case, claim: Claim, mend: Edit) -> bool:
    """Whether the event is on record to the minute, and not where a slip of this time would lead."""
    known = [one for one in case.ship(claim).of_kind(claim.kind) if not one.day_only]
    flown = [one for one in known if not one.planned]
    return bool(flown) and not any(abs(one.utc - mend.utc) <= ONE_DAY for one in known)


def _bounded(kind: str, others: list[Placed]) -> Finding | None:
    """Hold a claim that a recorded event bounds on both sides, as far as that goes."""
    for gap in GAPS:
        for other in others:
            pair = {(kind, other.kind), (other.kind, kind)}
            if other.recorded and gap.most_s < 2 * HOUR and (gap.first, gap.second) in pair:
                return holds(
                    f"{gap.first} to {gap.second} within {gap_words(gap.least_s)} to "
                    f"{gap_words(gap.most_s)}, as {other.where} has the other"
                )
    return None


def _mending(case: Case, claim: Claim, others: Sequence[Placed]) -> Edit | None:
    """Return the first slip that, undone, breaks no gap."""
    at = exact_utc(claim)
    if at is None:
        return None
    apart = list({(one.kind, one.utc): one for one in others}.values())
    fitting = (
        slip
        for slip in edits(claim, case.zones)
        if next(broken_gaps(claim.kind, slip.utc, apart), None) is None
        and untimely(case, claim, slip.utc) <= untimely(case, claim, at)
    )
    return next(fitting, None)


def _guilty(case: Case, claim: Claim, told: list[Placed], broken: int) -> bool:
    """Whether this claim, and not its partner, is wrong: it breaks more, is told less, or is mended."""
    rivals = []
    at = exact_utc(claim)
    if at is None:
        return False
    for _, other in broken_gaps(claim.kind, at, told):
        partner = next(one for one in case.about(claim, other.kind) if one.number == other.number)
        there = exact_utc(partner)
        if there is None:
            continue
        its = list(broken_gaps(partner.kind, there, list(told_events(case, partner, may_be_held))))
        mends = _mending(case, partner, list(told_events(case, partner, may_be_held))) is not None
        rivals.append((len(its), -_tellings(case, partner, there), mends, partner.start))
    mends = _mending(case, claim, told) is not None
    mine = (broken, -_tellings(case, claim, at), mends, claim.start)
    return all(mine > other for other in rivals)


def _tellings(case: Case, claim: Claim, at: datetime) -> int:
    """Return how often else the text tells an event at the same instant."""
    times = (exact_utc(one) for one in case.about(claim, claim.kind))
    return sum(1 for utc in times if utc is not None and abs(utc - at) <= SAME)
