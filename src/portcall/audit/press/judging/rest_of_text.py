"""How well an instant fits what else a text tells: which of two times, or of two days, is meant.

Model   Every telling of the event elsewhere in the text is a vote. An order or a gap that cannot be, a
        chase that no profile of the ship takes, a past that is to come after the text was published,
        and a plan for a day that was over by then speak against it.
Valid   Times of one ship in one text; what is itself disputed has no voice.
Source  The text, the gaps of `gaps`, the profiles of the ship.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.gaps import broken_gaps, recorded_events, told_events
from portcall.audit.press.judging.said_times import exact_utc
from portcall.audit.press.judging.standing import stands
from portcall.audit.press.judging.windows import windows
from portcall.records.claims import Claim

SAME = timedelta(minutes=3)
DAY = timedelta(days=1)
LONGEST_CHASE = timedelta(days=5)
CHASED = {"launch": "docking", "docking": "launch"}


def misfit(case: Case, claim: Claim, utc: datetime, *, but: int = -1) -> int:
    """Count what speaks against an instant, less what speaks for it.

    Parameters
    ----------
    case : Case
        The text and what is known.
    claim : Claim
        The event.
    utc : datetime
        When it may have been.
    but : int, optional
        Number of a claim that has no vote: the one that is disputed with this one.
    """
    others = [*recorded_events(case, claim), *told_events(case, claim, stands)]
    against = sum(1 for _ in broken_gaps(claim.kind, utc, others))
    against += untimely(case, claim, utc) + _no_chase(case, claim, utc)
    return against - sum(1 for at in _told_again(case, claim, but) if abs(at - utc) <= SAME)


def _told_again(case: Case, claim: Claim, but: int) -> Iterator[datetime]:
    for one in case.about(claim, claim.kind):
        at = exact_utc(one)
        if at is not None and one.number != but:
            yield at


def untimely(case: Case, claim: Claim, utc: datetime) -> int:
    """Return 1 for a past after the day of publication, or a plan for a day before it."""
    if case.reading.dateline is None:
        return 0
    try:
        noon = datetime.combine(date.fromisoformat(case.reading.dateline[:10]), time(12), UTC)
    except ValueError:
        return 0
    return int(utc < noon - 2 * DAY) if claim.planned else int(utc > noon + DAY)


def _no_chase(case: Case, claim: Claim, utc: datetime) -> int:
    """Return 1 when no profile of the ship takes as long as from launch to contact then."""
    other = CHASED.get(claim.kind)
    profiles = windows(case, claim)
    if other is None or not profiles:
        return 0
    sign = 1 if other == "docking" else -1
    for one in case.about(claim, other):
        at = exact_utc(one)
        if at is None or not stands(case, one) or abs(at - utc) > LONGEST_CHASE:
            continue
        took = sign * (at - utc)
        return int(not any(low <= took <= high for _, low, high in profiles))
    return 0
