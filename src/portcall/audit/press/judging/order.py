"""The order of the events of one ship, and the gaps between them.

Model   A time that cannot be in one flight with another is called wrong when the other is on record, or
        when one slip of the pen mends this one and the other breaks less.
Valid   Visits to the station; what is itself refuted or disputed proves nothing.
Source  The gaps of `gaps`; the record; the text.
"""

from collections.abc import Sequence
from datetime import timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.edits import Edit, edits
from portcall.audit.press.judging.gaps import (
    GAPS,
    HOUR,
    Gap,
    Placed,
    broken_gaps,
    recorded_events,
    told_events,
)
from portcall.audit.press.judging.phrases import gap_words, instant_words, iso_minute
from portcall.audit.press.judging.rest_of_text import untimely
from portcall.audit.press.judging.said_times import exact_utc
from portcall.audit.press.record.known_times import KnownTime
from portcall.records.claims import EVENT_KINDS, Claim, Correction

ONE_DAY, SAME = timedelta(days=1), timedelta(minutes=2)


def in_order(case: Case, claim: Claim) -> Finding | None:
    """Hold a time against the other events of the same ship, recorded or told in the text."""
    at = exact_utc(claim)
    if claim.kind not in EVENT_KINDS or at is None:
        return None
    recorded = list(recorded_events(case, claim))
    told = list(told_events(case, claim, case.holdable))
    broken: list[tuple[Gap, KnownTime | Placed]] = [*broken_gaps(claim.kind, at, recorded)]
    if not broken:
        among_told = list(broken_gaps(claim.kind, at, told))
        if not among_told:
            return _bounded(claim.kind, recorded)
        if not _guilty(case, claim, told, [other for _, other in among_told]):
            return None
        broken = [*among_told]
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
    mend = _mending(case, claim, [*recorded, *told])
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


def _bounded(kind: str, others: list[KnownTime]) -> Finding | None:
    """Hold a claim that a recorded event bounds on both sides, as far as that goes."""
    for gap in GAPS:
        for other in others:
            pair = {(kind, other.kind), (other.kind, kind)}
            if gap.most_s < 2 * HOUR and gap.kinds in pair:
                return holds(
                    f"{gap.first} to {gap.second} within {gap_words(gap.least_s)} to "
                    f"{gap_words(gap.most_s)}, as {other.where} has the other"
                )
    return None


def _mending(case: Case, claim: Claim, others: Sequence[KnownTime | Placed]) -> Edit | None:
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


def _guilty(case: Case, claim: Claim, told: list[Placed], broken: list[Placed]) -> bool:
    """Whether this claim, and not its partner, is wrong: it breaks more, is told less, or is mended."""
    mine = _blame(case, claim, told, len(broken))
    for other in broken:
        its = list(told_events(case, other.claim, case.holdable))
        gaps = sum(1 for _ in broken_gaps(other.kind, other.utc, its))
        if mine <= _blame(case, other.claim, its, gaps):
            return False
    return True


def _blame(case: Case, claim: Claim, told: list[Placed], broken: int) -> tuple[int, int, bool, int]:
    mends = _mending(case, claim, told) is not None
    return broken, -_tellings(case, claim), mends, claim.start


def _tellings(case: Case, claim: Claim) -> int:
    """Return how often else the text tells an event at the same instant."""
    at = exact_utc(claim)
    return sum(at is not None and abs(utc - at) <= SAME for _, utc in case.told(claim, claim.kind))
